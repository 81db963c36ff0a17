"""Does a page hold what it must, whole lines only, and count what it leaves out?"""

from hypothesis import given
from hypothesis import strategies as st

from detente.brief import budget
from detente.brief.page import Chart, EmptyReason, Item, Section
from detente.brief.spans import Text


def item(weight: float, words: str = "word") -> Item:
    return Item(cells=((Text(words),),), weight=(weight,))


def part(name: str, *weights: float, minimum: int = 1, words: str = "word") -> Section:
    return Section(
        name=name, title=name.title(), items=tuple(item(weight, words) for weight in weights), minimum=minimum
    )


LONG = " ".join(["word"] * 40)  # 199 columns: three lines beside the heading
sections = st.lists(
    st.builds(
        Section,
        name=st.sampled_from("abcdef"),
        title=st.just("Title"),
        items=st.lists(st.builds(item, st.integers(0, 5).map(float), st.sampled_from(["word", LONG])), max_size=30).map(
            tuple
        ),
        minimum=st.integers(1, 4),
        more=st.integers(0, 3),
    ),
    max_size=8,
)


def weights(section: Section) -> list[float]:
    return [item.weight[0] for item in section.items]


def test_heavier_lines_come_first() -> None:
    fitted, _ = budget.fit([part("a", 1, 3, 2)], 1)

    assert weights(fitted[0]) == [3, 2, 1]


def test_equal_lines_keep_their_order() -> None:
    lines = [item(1, words) for words in ("first", "second", "third")]

    fitted, _ = budget.fit([Section(name="a", title="A", items=tuple(lines))], 1)

    assert fitted[0].items == tuple(lines)


def test_what_does_not_fit_is_counted() -> None:
    fitted, _ = budget.fit([part("a", *range(100))], 1)

    assert len(fitted[0].items) + fitted[0].more == 100
    assert len(fitted[0].items) == budget.LINES - budget.FRAME - 1  # one line is kept for the count of the rest


def test_every_section_gets_its_minimum_before_any_gets_more() -> None:
    fitted, dropped = budget.fit([part("a", *range(100)), part("b", *range(9), minimum=3)], 1)

    assert len(fitted[1].items) == 3
    assert dropped == ()


def test_the_minima_shrink_before_a_section_is_left_out_and_the_first_never_does() -> None:
    parts = [
        part("first", 3, 2, 1, minimum=3, words=LONG),
        *(part(str(n), *range(9), minimum=3, words=LONG) for n in range(8)),
    ]

    fitted, dropped = budget.fit(parts, 1)

    assert dropped == ()
    assert len(fitted[0].items) == 3
    assert min(len(section.items) for section in fitted) == 1


def test_where_not_even_one_line_of_each_fits_the_last_are_named() -> None:
    fitted, dropped = budget.fit([part(str(n), 1, words=LONG) for n in range(20)], 1)

    assert [section.name for section in fitted] + list(dropped) == [str(n) for n in range(20)]
    assert dropped != ()


def test_two_pages_hold_more_in_the_same_order() -> None:
    parts = [part("a", *range(80)), part("b", *range(9))]

    one, two = (budget.fit(parts, pages)[0] for pages in (1, 2))

    assert weights(two[0])[: len(one[0].items)] == weights(one[0])
    assert len(two[0].items) > len(one[0].items)


def test_a_drawing_takes_no_room_and_is_never_left_out() -> None:
    chart = Chart(title="Map", description="A map", spec={}, columns=(), rows=())
    drawing = Section(name="map", title="Map", chart=chart)

    _, dropped = budget.fit([*(part(str(n), 1, words=LONG) for n in range(20)), drawing], 1)

    assert "map" not in dropped


def test_an_empty_section_takes_the_line_of_its_reason() -> None:
    empty = [Section(name=str(n), title="A", empty=EmptyReason("none_recorded")) for n in range(60)]

    fitted, dropped = budget.fit(empty, 1)

    assert len(fitted) == budget.LINES - budget.FRAME
    assert len(dropped) == 60 - len(fitted)


@given(sections, st.integers(1, 3))
def test_shown_and_counted_are_all_there_are(parts: list[Section], pages: int) -> None:
    fitted, dropped = budget.fit(parts, pages)

    for before, after in zip(parts, fitted, strict=False):
        assert len(after.items) + after.more == len(before.items) + before.more
    assert len(fitted) + len(dropped) == len(parts)


@given(sections, st.integers(1, 3))
def test_no_line_is_shown_before_a_heavier_one_of_its_section(parts: list[Section], pages: int) -> None:
    for before, after in zip(parts, budget.fit(parts, pages)[0], strict=False):
        assert weights(after) == sorted((weight for weight in weights(before)), reverse=True)[: len(after.items)]


@given(sections.filter(bool), st.integers(0, 7), st.floats(0, 5))
def test_adding_a_line_costs_its_section_at_most_the_line_that_counts_the_rest(
    parts: list[Section], place: int, weight: float
) -> None:
    chosen = place % len(parts)
    shown, _ = budget.fit(parts, 1)
    added = [section if n != chosen else part_with(section, item(weight)) for n, section in enumerate(parts)]

    after, _ = budget.fit(added, 1)

    if chosen < len(shown) and chosen < len(after):
        heavier = [line for line in shown[chosen].items if line.weight > (weight,)]
        kept = [line for line in after[chosen].items if line.weight > (weight,)]
        # Where all were shown before, the count of those left out takes a line of its own now.
        assert len(kept) >= len(heavier) - 1


def part_with(section: Section, line: Item) -> Section:
    return Section(
        name=section.name, title=section.title, items=(*section.items, line), minimum=section.minimum, more=section.more
    )
