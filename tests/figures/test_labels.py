"""Can every name that is set be read?"""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from detente.figures.labels import HEIGHT, Label, Wanted, place
from detente.figures.text import brief, clean, shorten, width_px, wrap

WINDOW = (0.0, 0.0, 400.0, 300.0)

dots = st.lists(
    st.tuples(st.floats(5, 395), st.floats(5, 295), st.sampled_from(["Fiji", "Estonia", "United States of America"])),
    max_size=25,
)


def wanted(found: list[tuple[float, float, str]]) -> list[Wanted]:
    return [
        Wanted(key=str(number), spot=(x, y), radius=3.0, name=name, short=name[:3].upper())
        for number, (x, y, name) in enumerate(found)
    ]


def box(label: Label) -> tuple[float, float, float, float]:
    width = width_px(label.text)
    left = {"left": label.anchor[0], "center": label.anchor[0] - width / 2, "right": label.anchor[0] - width}[
        label.align
    ]
    return left, label.anchor[1] - HEIGHT / 2, left + width, label.anchor[1] + HEIGHT / 2


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(found=dots)
def test_no_name_covers_another_name_or_a_dot(found: list[tuple[float, float, str]]) -> None:
    labels = place(wanted(found), window=WINDOW)

    boxes = [box(label) for label in labels]
    marks = [(x - 3, y - 3, x + 3, y + 3) for x, y, _ in found]

    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(meet(name, mark) for name in boxes for mark in marks)


@given(found=dots)
def test_every_name_stays_on_the_sheet(found: list[tuple[float, float, str]]) -> None:
    for left, top, right, bottom in map(box, place(wanted(found), window=WINDOW)):
        assert left >= 0
        assert top >= 0
        assert right <= 400
        assert bottom <= 300


def test_a_lone_name_stands_to_the_right_of_its_dot() -> None:
    (label,) = place(wanted([(100, 100, "Fiji")]), window=WINDOW)

    assert ("Fiji", "left", None) == (label.text, label.align, label.leader)
    assert label.anchor == (106, 100)


def test_the_first_dot_has_the_first_choice() -> None:
    crowd = [(200.0, 150.0, "Estonia")] * 1 + [(203.0 + n, 150.0, "Estonia") for n in range(40)]

    labels = place(wanted(crowd), window=WINDOW)

    assert labels[0].key == "0"
    assert len(labels) < len(crowd)


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    course = [(float(x), 100.0) for x in range(100, 300, 4)]

    (label,) = place(wanted([(100, 100, "Fiji")]), window=WINDOW, crossed=course)

    assert label.align == "right"


def test_control_and_direction_characters_do_not_reach_the_sheet() -> None:
    assert clean("a\u202eb\u0000c\u200fd") == "abcd"


def test_a_name_of_ten_thousand_characters_is_cut() -> None:
    assert width_px(shorten("A" * 10_000, 100)) <= 100
    assert len(brief("A" * 10_000)) == 80


@given(text=st.text(max_size=200), room=st.floats(40, 400))
def test_wrapped_lines_keep_the_words_and_the_width(text: str, room: float) -> None:
    lines = wrap(text, room)

    assert all(width_px(line) <= room for line in lines)
    assert len(" ".join(lines).split()) == len(clean(text).split())
