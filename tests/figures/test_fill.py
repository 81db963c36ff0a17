"""Does a colour say what the number says, and never more?"""

import pytest

from detente.errors import DetenteError
from detente.figures.fill import Absent, Fill, groups
from detente.figures.theme import DIVERGING, SEQUENTIAL


def fill(by: dict[str, float | str], centre: float | None = None) -> Fill:
    return Fill(title="share of GDP", by=by, unit="%", centre=centre)


def test_numbers_fall_into_classes_with_round_limits() -> None:
    found = groups(fill({"A": 0.4, "B": 1.0, "C": 1.01, "D": 4.9}))

    assert [("0 to 1", ("A", "B")), ("1 to 2", ("C",)), ("4 to 5", ("D",))] == [(g.label, g.actors) for g in found]
    assert [SEQUENTIAL["light"][0], SEQUENTIAL["light"][1], SEQUENTIAL["light"][4]] == [g.colour for g in found]


def test_the_highest_number_lies_in_the_last_class() -> None:
    found = groups(fill({"A": 0.0, "B": 10.0}))

    assert [("A",), ("B",)] == [group.actors for group in found]


def test_one_value_is_one_class() -> None:
    assert ["2"] == [group.label for group in groups(fill({"A": 2.0, "B": 2.0}))]


def test_a_balance_is_drawn_about_its_centre() -> None:
    found = groups(fill({"A": -2.0, "B": 0.1, "C": 2.0}, centre=0))

    assert [DIVERGING["light"][0], DIVERGING["light"][2], DIVERGING["light"][4]] == [g.colour for g in found]


def test_the_absent_are_in_no_class() -> None:
    found = groups(fill({"A": 1.0, "B": 2.0, "C": Absent.UNKNOWN, "D": Absent.NOT_COVERED}))

    assert {"A", "B"} == {actor for group in found for actor in group.actors}


def test_categories_have_letters() -> None:
    found = groups(fill({"A": "member", "B": "partner", "C": "member"}))

    assert [("A", "member", ("A", "C")), ("B", "partner", ("B",))] == [(g.letter, g.label, g.actors) for g in found]


def test_it_refuses_a_seventh_category() -> None:
    with pytest.raises(DetenteError, match="7 categories"):
        groups(fill({str(number): f"kind {number}" for number in range(7)}))


@pytest.mark.parametrize("bad", ["high", float("nan"), float("inf")])
def test_it_refuses_what_is_not_a_number_among_numbers(bad: float | str) -> None:
    with pytest.raises(DetenteError, match="not all numbers"):
        groups(fill({"A": 1.0, "B": bad}))
