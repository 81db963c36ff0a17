"""A page with every kind of span, reason, mark, table and chart, put together by hand for the tests of the forms."""

from dataclasses import replace
from datetime import UTC, date, datetime

from detente.brief import Brief
from detente.brief.page import Chart, EmptyReason, Item, Note, Section, Subject
from detente.brief.spans import Day, Figure, Mark, Name, Span, Text, Words
from detente.figures import Dot, Entry, Tie, timeline, world_map
from detente.figures import Figure as Drawing
from detente.register.dates import PartialDate

ON = date(2026, 11, 22)
TREATY, PAY, HOTLINE, FIGURE = (
    "participations/T1960/USA",
    "provisions/SMA2022/1",
    "channels/TRILHOT",
    "observations/JPN/2025",
)
CONFIDENCE: dict[str, Mark] = {TREATY: "verified", PAY: "reported", HOTLINE: "unverified", FIGURE: "unverified"}


def note(number: int, record: str) -> Note:
    return Note(
        number=number,
        record=record,
        version=number,
        table=record.partition("/")[0],
        source=f"source-{number}",
        title=f"Title of source {number}",
        publisher="A ministry",
        url=f"https://example.org/{number}?a=1&b=2",
        published="1960-01-19",
        locator=f"Article {number}",
        claimant="Kyodo" if record == PAY else "",
        confidence=CONFIDENCE[record],
        remark="to be read again" if record == HOTLINE else "",
    )


def lines() -> Section:
    treaty = Item(
        cells=(
            (
                Name("T1960", "Treaty of 1960", (TREATY,)),
                Text(": legal, since "),
                Day(PartialDate.parse("1960-06"), (TREATY,)),
            ),
        ),
        mark="verified",
        evidence=(TREATY,),
        weight=(3.0,),
    )
    pay = Item(
        cells=(
            (
                Name("JPN", "Japan"),
                Text(" pays "),
                Figure(1055.1, "JPY bn", "JPY 1,055.1 bn", (PAY, TREATY), low=946.5, high=1100.0),
                Text(" until "),
                Day(PartialDate.parse("2027-03-31"), (PAY,)),
                Text(" under "),
                Words("Article 2, “for the stationing”", (PAY,)),
            ),
        ),
        mark="reported",
        weight=(2.5, 1.0),
    )
    line = Item(
        cells=((Text("line of the leaders open since "), Day(PartialDate.parse("2023-12-19"), (HOTLINE,))),),
        mark="unverified",
        weight=(2.0,),
    )
    bare = Item(cells=((Text("no note, no mark"),),))
    return Section(
        name="owes",
        title="Who owes what",
        items=(treaty, pay, line, bare),
        more=3,
        coverage="listed agreements only",
        method="by hand",
    )


def table() -> Section:
    rows = tuple(
        Item(
            cells=((Name("JPN", who),), (Figure(value, "percent", f"{value:.2f} %", (FIGURE,)),)),
            mark="unverified",
            weight=(value,),
        )
        for who, value in (("Japan", 1.4), ("France", 2.0))
    )
    return Section(
        name="burden", title="Burden", items=rows, columns=("actor", "share of GDP"), coverage="two of the members"
    )


def empties() -> tuple[Section, ...]:
    return (
        Section(name="posts", title="Posts", empty=EmptyReason("none_recorded", "no list of posts in this register")),
        Section(name="channels", title="Channels", empty=EmptyReason("none_within_coverage", "the list is complete")),
        Section(name="gates", title="Gates", empty=EmptyReason("not_computed", "no gate pack; give one with --packs")),
        Section(name="transfers", title="Transfers", empty=EmptyReason("not_applicable")),
    )


def chart(drawing: Drawing) -> Chart:
    return Chart(
        title=drawing.title,
        description=drawing.description,
        spec=drawing.spec,
        columns=tuple(drawing.table.columns),
        rows=tuple(tuple("" if cell is None else str(cell) for cell in row) for row in drawing.table.iter_rows()),
    )


def charts() -> tuple[Section, ...]:
    dots = [
        Dot(actor="USA", name="United States", latitude=38.9, longitude=-77.0, role="focus"),
        Dot(actor="JPN", name="Japan", latitude=35.7, longitude=139.7, role="focus"),
    ]
    tie = Tie(one="USA", other="JPN", label="assist", kind="assist")
    drawn, land = (
        chart(world_map(dots, [tie], on=ON, title="Where they are", boundaries=lines)) for lines in (True, False)
    )
    entries = [
        Entry(label="Treaty", group="Agreements", kind="spell", first=date(1960, 6, 23)),
        Entry(
            label="Notice",
            group="Windows",
            kind="window",
            first=date(2026, 10, 1),
            last=date(2027, 3, 31),
            mark="unverified",
        ),
    ]
    return (
        Section(name="map", title="Map", chart=replace(drawn, without_boundaries=land)),
        Section(
            name="timeline", title="Timeline", chart=chart(timeline(entries, on=ON, title="What lasts and what is due"))
        ),
    )


def page(*, drawn: bool = True) -> Brief:
    """The page; `drawn`: with its map and timeline, which take a moment to draw."""
    return Brief(
        subject=Subject("pair", "USA-JPN", "United States – Japan", ("USA", "JPN")),
        valid=ON,
        known=datetime(2026, 11, 20, 12, 30, tzinfo=UTC),
        basis="published",
        since=date(2025, 11, 22),
        language="en",
        pages=1,
        sections=(lines(), table(), *empties(), *(charts() if drawn else ())),
        notes=tuple(note(number, record) for number, record in enumerate((TREATY, PAY, HOTLINE, FIGURE), start=1)),
        left_out=("since",),
        warnings=("a section met trouble",),
        digest="3f9c" * 16,
        coverage="based on 3 agreements, 2 of them read",
        made_with="detente 2026.11",
        command="detente brief USA-JPN --on 2026-11-22",
        unverified=(3, 5),
    )


def said_with(shown: Brief, words: str) -> Brief:
    """The page with `words` in every place where a person may have typed something."""

    def span(given: Span) -> Span:
        match given:
            case Name():
                return replace(given, label=words, records=given.records or (TREATY,))
            case Words():
                return replace(given, text=words)
            case _:
                return given

    def section(given: Section) -> Section:
        items = [replace(item, cells=tuple(tuple(map(span, cell)) for cell in item.cells)) for item in given.items]
        empty = None if given.empty is None else replace(given.empty, why=words)
        columns = (words,) * len(given.columns)
        return replace(given, items=tuple(items), empty=empty, coverage=words, columns=columns)

    notes = [
        replace(given, title=words, publisher=words, locator=words, claimant=words, remark=words, url=words)
        for given in shown.notes
    ]
    return replace(
        shown,
        subject=replace(shown.subject, title=words),
        sections=tuple(map(section, shown.sections)),
        notes=tuple(notes),
        warnings=(words,),
        coverage=words,
    )
