"""When may the lack of a row be read as "no"?"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register, Snapshot
from detente.register.coverage import Count, Coverage, Hole, covered, covered_during, declared
from tests.register.said import register


def lists(
    *claims: tuple[str, str, str, str, str | None], table: str = "agreements", key: str = "agreement"
) -> Register:
    """Declarations: subject, completeness, from, to, and the key where it differs."""
    rows: list[dict[str, Any]] = [
        {
            "table": table,
            "key": other or key,
            "subject": subject,
            "completeness": word,
            "valid_from": start,
            "valid_to": end,
        }
        for subject, word, start, end, other in claims
    ]
    return register(coverage=rows)


def on(register: Register, day: str) -> Snapshot:
    return register.as_of(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day, expected", [("2009-12-31", False), ("2010-01-01", True), ("2019-12-31", True), ("2020-01-01", False)]
)
def test_a_list_is_complete_from_its_first_day_until_the_day_it_no_longer_is(day: str, *, expected: bool) -> None:
    told = lists(("A1", "complete", "2010-01-01", "2020-01-01", None))

    assert expected is covered(on(told, day), "agreements", agreement="A1")


def test_a_vague_window_covers_only_the_days_it_certainly_covers() -> None:
    told = lists(("A1", "complete", "2010", "2020", None))

    assert [False, True, True, False] == [
        covered(on(told, day), "agreements", agreement="A1")
        for day in ("2010-06-01", "2010-12-31", "2019-12-31", "2020-01-01")
    ]


@pytest.mark.parametrize("word", ["partial", "none"])
def test_a_list_that_is_not_complete_covers_nothing(word: str) -> None:
    assert not covered(on(lists(("A1", word, "2010", "2020", None)), "2015-01-01"), "agreements", agreement="A1")


def test_nothing_is_covered_where_nobody_declared_anything() -> None:
    assert not covered(on(register(), "2015-01-01"), "agreements", agreement="A1")
    assert declared(on(register(), "2015-01-01"), "agreements", agreement="A1") is None


@pytest.mark.parametrize(
    "agreement, expected", [("UKR-GBR", True), ("UKR-FRA", False), ("POL-FRA", True), ("UKR", True)]
)
def test_the_most_specific_declaration_speaks(agreement: str, *, expected: bool) -> None:
    told = lists(
        ("*", "complete", "2000", "2030", None),
        ("UKR-*", "partial", "2000", "2030", None),
        ("UKR-GBR", "complete", "2000", "2030", None),
    )

    assert expected is covered(on(told, "2015-01-01"), "agreements", agreement=agreement)


def test_a_longer_prefix_is_more_specific() -> None:
    told = lists(("US-*", "complete", "2000", "2030", None), ("US-ACSA-*", "partial", "2000", "2030", None))

    assert [True, False] == [
        covered(on(told, "2015-01-01"), "agreements", agreement=key) for key in ("US-SOFA-1", "US-ACSA-1")
    ]


def test_a_declaration_whose_time_is_over_leaves_the_word_to_a_wider_one() -> None:
    told = lists(("*", "complete", "2000", "2030", None), ("A1", "partial", "2000", "2010", None))

    assert [False, True] == [
        covered(on(told, day), "agreements", agreement="A1") for day in ("2005-01-01", "2015-01-01")
    ]


def test_a_partial_list_that_may_cover_the_day_speaks() -> None:
    told = lists(("*", "complete", "2000", "2030", None), ("A1", "partial", "unknown", "2030", None))

    assert not covered(on(told, "2015-01-01"), "agreements", agreement="A1")


def test_of_two_equal_declarations_the_cautious_one_speaks() -> None:
    told = lists(("A1", "complete", "2000", "2030", None), ("A1", "none", "2000", "2030", None))

    assert not covered(on(told, "2015-01-01"), "agreements", agreement="A1")


def test_complete_through_one_column_is_enough() -> None:
    told = lists(
        ("NATO", "complete", "2000", "2030", None), ("SWE", "partial", "2000", "2030", "member"),
        table="memberships", key="organisation",
    )  # fmt: skip
    snapshot = on(told, "2015-01-01")

    assert covered(snapshot, "memberships", organisation="NATO", member="SWE")
    assert not covered(snapshot, "memberships", member="SWE")


def test_what_is_said_of_all_gives_way_to_what_is_said_through_another_column() -> None:
    told = lists(("*", "complete", "2000", "2030", None), ("defence", "partial", "2000", "2030", "subject"))
    snapshot = on(told, "2015-01-01")

    assert covered(snapshot, "agreements", agreement="A1")
    assert not covered(snapshot, "agreements", agreement="A1", subject="defence")


def test_a_declaration_says_until_when_it_was_complete() -> None:
    told = lists(("A1", "complete", "2010-01-01", "2020-01-01", None))

    assert Coverage(date(2010, 1, 1), date(2019, 12, 31), "complete") == declared(
        on(told, "2024-01-01"), "agreements", agreement="A1"
    )


def test_a_period_is_covered_only_if_all_its_days_are() -> None:
    snapshot = on(lists(("A1", "complete", "2010-01-01", "2020-01-01", None)), "2015-01-01")
    inside = covered_during(snapshot, "agreements", date(2010, 1, 1), date(2019, 12, 31), agreement="A1")
    over = covered_during(snapshot, "agreements", date(2010, 1, 1), date(2020, 1, 1), agreement="A1")

    assert (True, False) == (inside, over)


@pytest.mark.parametrize("listed, expected", [("complete", True), ("partial", False), ("none", False), (None, False)])
def test_the_parties_of_an_agreement_are_covered_by_its_own_word(listed: str | None, *, expected: bool) -> None:
    told = register(agreements=[{"agreement": "A1", "parties_listed": listed, "valid_from": "2010"}])

    assert expected is covered(on(told, "2005-01-01"), "participations", agreement="A1", party="FRA")


def test_a_complete_list_of_parties_is_no_list_of_their_acts() -> None:
    told = register(agreements=[{"agreement": "A1", "parties_listed": "complete", "valid_from": "2010"}])

    assert not covered(on(told, "2015-01-01"), "participations", agreement="A1", party="FRA", act="reserved")


@pytest.mark.parametrize(
    "table, subject, message",
    [
        ("treaties", {}, "no table 'treaties'"),
        ("memberships", {"organization": "NATO"}, "has no column 'organization'"),
        ("memberships", {"confidence": "verified"}, "has no column 'confidence'"),
        ("memberships", {"status": "membr"}, "'membr' is not a word of memberships.status"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_name(table: str, subject: dict[str, str], message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        covered(on(register(), "2015-01-01"), table, **subject)


days = st.integers(1, 28).map(lambda number: date(2024, 1, number))


@given(days, days, days, days, st.lists(st.tuples(days, days), max_size=2))
def test_the_state_of_a_period_equals_a_look_at_every_day(
    start: date, end: date, asked: date, until: date, gaps: list[tuple[date, date]]
) -> None:
    start, end, asked, until = min(start, end), max(start, end), min(asked, until), max(asked, until)
    holes = tuple(Hole(min(gap), max(gap), "not coded") for gap in gaps)
    state = Coverage(start, end, "complete", holes=holes).state(asked, until)

    period = [date(2024, 1, number) for number in range(asked.day, until.day + 1)]
    within = [day for day in period if start <= day <= end]
    holed = [day for day in period if any(hole.start <= day <= hole.end for hole in holes)]
    expected = "outside" if not within else "partly" if within != period else "hole" if holed else "inside"
    assert expected == state


@pytest.mark.parametrize(
    "count, expected",
    [
        (Count(0, 0, covered=False), "none recorded"),
        (Count(0, 0, covered=True), "0"),
        (Count(28, 0, covered=True), "28"),
        (Count(28, 0, covered=False), "28"),
        (Count(431, 12, covered=False), "431 certain + 12 possible"),
        (Count(0, 12, covered=True), "0 certain + 12 possible"),
        (Count(0, 12, covered=False), "12 possible"),
    ],
)
def test_a_zero_is_printed_only_where_the_list_is_complete(count: Count, expected: str) -> None:
    assert expected == str(count)
