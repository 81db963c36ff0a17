"""How does a line stand in a page: its sign, its values as links to notes, its notes; and how do notes lead back?

A figure or day has its address as id, so that a reader can point at one number. Where several rows stand behind a
value, it leads to the first of them; all of them stand at the end of the line.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from detente.brief.explain import addressed
from detente.brief.page import Item, Note, Page, Section
from detente.brief.render import frame
from detente.brief.render.markup import Markup, element, together
from detente.brief.spans import Mark, Span, Text
from detente.brief.wording import Wording
from detente.figures import theme

MARKS: Final[tuple[Mark, ...]] = ("verified", "reported", "unverified")
WHOLE: Final = 34  # characters up to which a figure or day is kept on one line
FEW: Final = 5  # numbers and runs of notes that are kept on one line
TITLE: Final = 240  # characters of the source shown under the pointer; the note has the whole

_UNIT: Final = "-1.15 -1.15 2.3 2.3"  # the unit circle of the signs, and room for its outline


def signs() -> Markup:
    """The confidence signs, drawn once and used by every line: not every font has their glyphs."""
    drawings = []
    for mark in MARKS:
        outline = element("path", d=theme.OUTLINES[mark], fill="none", stroke="currentColor", stroke_width="0.28")
        path = theme.MARKS[mark].path
        filled = element("path", d=path, fill="currentColor") if path else ""
        drawings.append(element("symbol", outline, filled, id=f"sign-{mark}", viewBox=_UNIT))
    return element("svg", *drawings, class_="signs", aria_hidden="true")


def sign(mark: Mark | None, words: Wording, *, is_spoken: bool = True) -> Markup:
    """The sign, with its word for those who do not see it; room for one where there is none."""
    if mark is None:
        return element("span", class_="mark")
    word = words.text(f"render.mark_{mark}")
    drawing = element("svg", element("use", href=f"#sign-{mark}"), aria_hidden="true")
    return element(
        "span", drawing, element("span", f"{word}: ", class_="sr") if is_spoken else "", class_="mark", title=word
    )


def lines(section: Section, words: Wording, notes: Mapping[str, Note]) -> Markup:
    """One line for each item."""
    listed = [
        element(
            "li",
            sign(item.mark, words),
            together(_cells(item, section.name, line, notes), "\u2002 "),
            references(item, notes),
            id=f"{section.name}.{line}",
        )
        for line, item in enumerate(section.items, start=1)
    ]
    return element("ul", *listed, class_="lines")


def table(section: Section, words: Wording, notes: Mapping[str, Note]) -> Markup:
    """Rows with the same parts: a sign before, the notes after."""
    first = element("th", element("span", words.text("render.signs"), class_="sr"), scope="col")
    titles = [*map(frame.shown, section.columns), words.text("page.notes")]
    rows = []
    for line, item in enumerate(section.items, start=1):
        cells: list[str] = [*_cells(item, section.name, line, notes)]
        cells += [""] * (len(section.columns) - len(cells))
        parts = [sign(item.mark, words), *cells, references(item, notes)]
        rows.append(element("tr", *(element("td", part) for part in parts), id=f"{section.name}.{line}"))
    head = element("thead", element("tr", first, *(element("th", title, scope="col") for title in titles)))
    whole = element("table", head, element("tbody", *rows), class_="lines")
    return scrolling(whole, frame.shown(section.title))


def scrolling(table: Markup, label: str) -> Markup:
    """A table in a frame of its own that can be moved sideways, by keyboard too, on a narrow screen."""
    return element("div", table, class_="scroll", tabindex="0", role="group", aria_label=label)


def references(item: Item, notes: Mapping[str, Note]) -> Markup:
    """`(1, 14–17)`: every note of the line, a run by its two ends."""
    runs = frame.runs([note.number for note in frame.noted(item.records, notes)])
    if not runs:
        return Markup("")
    ends = [together([_to_note(number) for number in dict.fromkeys((run[0], run[-1]))], "–") for run in runs]
    inside = element("span", "(", together(ends, ", "), ")", class_="refs whole" if len(ends) <= FEW else "refs")
    return together([" ", inside])


def notes_list(page: Page, words: Wording) -> Markup:
    """The numbered evidence, each note with the lines that rest on it; nothing where the page rests on no row."""
    if not page.notes:
        return Markup("")
    used = frame.uses(page)
    listed = [_note(note, words, used.get(note.record, {})) for note in page.notes]
    title = element("h2", words.text("page.notes"), id="notes.title")
    return element("section", title, element("ol", *listed), class_="notes", aria_labelledby="notes.title")


def _cells(item: Item, section: str, line: int, notes: Mapping[str, Note]) -> list[Markup]:
    numbered = iter(addressed(item.spans, section, line))
    return [together([_span(*next(numbered), notes) for _ in cell]) for cell in item.cells]


def _span(span: Span, address: str, notes: Mapping[str, Note]) -> Markup:
    """Fixed words as they are; a value isolated, so that its direction is its own, and linked to the row behind it."""
    text = frame.words_of(span)
    if isinstance(span, Text):
        return together([text])
    behind = frame.noted(span.records, notes)
    value = element("bdi", text)
    if not behind:
        return value
    classes = ["unread"] if frame.mark_of(span, notes) == "unverified" else []
    classes += ["whole"] if address and len(text) <= WHOLE else []
    source = ", ".join(frame.shown(part) for part in (behind[0].title, behind[0].published) if part)
    return element(
        "a",
        value,
        href=f"#note-{behind[0].number}",
        id=address or None,
        class_=" ".join(classes) or None,
        title=f"{source[:TITLE]} ({behind[0].confidence})",
    )


def _to_note(number: int) -> Markup:
    return element("a", str(number), href=f"#note-{number}")


def _note(note: Note, words: Wording, used: Mapping[str, Sequence[tuple[str, int]]]) -> Markup:
    """Number, sign, claim and place, row and version, address, remark, and the way back."""
    address = frame.address_of(note)
    link = element("a", address, href=address, rel="noreferrer") if address else frame.shown(note.url)
    remark = element("span", frame.shown(note.remark), class_="remark") if note.remark else ""
    row = element("code", f"{frame.shown(note.record)} v{note.version}", class_="record")
    claim = together([frame.claim_of(note, words), ": ", element("bdi", frame.place_of(note))])
    said = together([part for part in (claim, row, link, remark, _back(words, used)) if part], " ")
    number = element("span", str(note.number), class_="n")
    return element("li", number, sign(note.confidence, words), element("div", said), id=f"note-{note.number}")


def _back(words: Wording, used: Mapping[str, Sequence[tuple[str, int]]]) -> Markup:
    """`used in Commitments 1, 2; Windows 3`, each line a link."""
    if not used:
        return Markup("")
    places = []
    for title, spots in used.items():
        links = [element("a", str(line), href=f"#{section}.{line}") for section, line in spots]
        places.append(together([title, " ", together(links, ", ")]))
    return element("span", words.text("render.used_in"), " ", together(places, "; "), class_="used")
