"""Does the timeline show each thing in its time, and what is not known about it?"""

from datetime import date

import pytest

from detente.errors import DetenteError
from detente.figures import Entry, Figure, timeline, to_svg
from detente.figures.calendar_axis import ticks
from detente.figures.theme import LIGHT
from detente.figures.timeline import Days
from tests.figures.drawn import paths, texts

TODAY = date(2026, 11, 22)
WINDOW = (date(2024, 1, 1), date(2028, 1, 1))


def entry(**changes: object) -> Entry:
    known: dict[str, object] = {
        "label": "Support agreement",
        "group": "Commitments",
        "kind": "spell",
        "first": date(2025, 1, 1),
        "last": date(2026, 12, 31),
    }
    return Entry(**(known | changes))  # type: ignore[arg-type]  # a test's shorthand


def drawn(*entries: Entry, window: Days | None = WINDOW) -> str:
    return to_svg(timeline(list(entries), on=TODAY, title="T", window=window))


def bars(svg: str, **attributes: str) -> list[tuple[float, float]]:
    """(left, right) px of the bars in the first row; the key lies below it."""
    boxes = [way[0] for way in paths(svg, **attributes) if way and len(way[0]) >= 4]
    return [(min(x for x, _ in box), max(x for x, _ in box)) for box in boxes if max(y for _, y in box) < 62]


def test_a_period_is_a_bar_from_its_first_to_its_last_day() -> None:
    ((left, right),) = bars(drawn(entry()), fill=LIGHT["quiet"])

    # The scale has 1461 days; a bar ends with its last day, so that two years are half of it.
    width = 680 - 16 - (left - 8 - (right - left) / 730 * 366)
    assert (right - left) / width == pytest.approx(730 / 1461, abs=0.01)


def test_a_rough_end_is_a_lighter_range() -> None:
    rough = (date(2026, 1, 1), date(2026, 12, 31))

    svg = drawn(entry(last=rough))

    ((start, sure),) = bars_by_opacity(svg, pale=False)
    ((after, end),) = bars_by_opacity(svg, pale=True)
    assert start < sure < end
    assert after == pytest.approx(sure, abs=0.3)
    assert "within this range, or no end recorded" in texts(svg)


def bars_by_opacity(svg: str, *, pale: bool) -> list[tuple[float, float]]:
    everything = bars(svg, fill=LIGHT["quiet"])
    light = bars(svg, fill=LIGHT["quiet"], fill_opacity="0.32")
    return light if pale else [bar for bar in everything if bar not in light]


def test_what_has_no_recorded_end_is_sure_to_the_day_of_the_page_only() -> None:
    svg = drawn(entry(last=None))

    ((_, sure),) = bars_by_opacity(svg, pale=False)
    ((after, end),) = bars_by_opacity(svg, pale=True)
    assert sure == pytest.approx(after, abs=0.2)
    assert end == pytest.approx(672, abs=0.2)


def test_a_window_is_hollow() -> None:
    svg = drawn(entry(kind="window"))

    assert len(bars(svg, fill=LIGHT["paper"], stroke=LIGHT["quiet"], stroke_width="1.3")) == 1
    assert bars_by_opacity(svg, pale=False) == []


def test_the_confidence_of_each_kind_is_in_the_key() -> None:
    found = texts(drawn(entry(mark="reported"), entry(label="b", mark="unverified"), entry(label="c", mark="assumed")))

    assert {"reported", "unverified", "assumed"} <= set(found)
    assert "verified" not in found


def test_rows_keep_the_order_given_and_share_a_label() -> None:
    found = texts(
        drawn(
            entry(label="Malabar", group="Exercises", kind="event", first=date(2024, 10, 8), last=None),
            entry(label="Keen Sword", group="Exercises", kind="event", first=date(2026, 10, 1), last=None),
            entry(label="Malabar", group="Exercises", kind="event", first=date(2025, 11, 10), last=None),
            entry(),
        )
    )

    rows = [
        text for text in found if text in {"Exercises", "Malabar", "Keen Sword", "Commitments", "Support agreement"}
    ]
    assert sorted(rows) == sorted({"Exercises", "Malabar", "Keen Sword", "Commitments", "Support agreement"})
    assert rows.index("Malabar") < rows.index("Keen Sword") < rows.index("Support agreement")


def test_the_day_of_the_page_is_marked() -> None:
    assert "2026-11-22" in texts(drawn(entry()))


def test_a_day_outside_the_period_is_said_to_be() -> None:
    found = " ".join(texts(drawn(entry(), window=(date(2025, 1, 1), date(2026, 1, 1)))))

    assert "The day of the page, 2026-11-22, lies outside the period shown." in found


def test_what_lies_outside_the_period_is_named() -> None:
    figure = timeline(
        [entry(), entry(label="Old visit", kind="event", first=date(1999, 5, 1), last=None)],
        on=TODAY, title="T", window=WINDOW,
    )  # fmt: skip

    assert "Outside the period shown: Old visit (1999-05-01)." in texts(to_svg(figure))
    assert [True, False] == figure.table["shown"].to_list()


def test_an_unknown_day_does_not_stretch_the_scale() -> None:
    unknown = (date(1500, 1, 1), date(2200, 12, 31))

    figure = timeline([entry(), entry(label="b", first=unknown, last=None)], on=TODAY, title="T")

    assert figure.description.startswith("Timeline from 2024-12-")
    assert "b" in texts(to_svg(figure))


def test_nothing_recorded_is_said() -> None:
    assert any(text.startswith("Nothing recorded from") for text in texts(to_svg(timeline([], on=TODAY, title="T"))))


def test_the_same_dates_are_in_the_table() -> None:
    rough = (date(2026, 1, 1), date(2026, 12, 31))
    figure: Figure = timeline([entry(last=rough), entry(label="b", last=None)], on=TODAY, title="T")

    assert [(date(2026, 1, 1), date(2026, 12, 31)), (None, None)] == figure.table.select(
        "last_earliest", "last_latest"
    ).rows()


def test_ten_entries_make_a_small_picture() -> None:
    entries = [entry(label=f"Agreement {number}", first=date(2017 + number, 1, 1)) for number in range(9)]

    assert len(drawn(*entries)) < 25_000


def test_it_refuses_an_entry_that_ends_before_it_begins() -> None:
    with pytest.raises(DetenteError, match="before it begins"):
        timeline([entry(last=date(2024, 1, 1))], on=TODAY, title="T")


def test_it_refuses_a_range_that_runs_backwards() -> None:
    with pytest.raises(DetenteError, match="runs backwards"):
        timeline([entry(first=(date(2025, 2, 1), date(2025, 1, 1)))], on=TODAY, title="T")


@pytest.mark.parametrize(
    "first, last, labels",
    [
        (date(2026, 1, 1), date(2026, 4, 30), ["2026", "2026-02", "2026-03", "2026-04"]),
        (date(1960, 6, 23), date(2026, 11, 22), ["1980", "2000", "2020"]),
        (date(2026, 3, 2), date(2026, 3, 20), []),
    ],
)
def test_the_scale_has_as_many_days_as_there_is_room(first: date, last: date, labels: list[str]) -> None:
    assert labels == [label for _, label in ticks(first, last, most=4)]
