"""Where does an activity stand: from its acts, from its window, and where neither can tell."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register import Register
from detente.register.activities import activity_status
from tests.register.said import RECORDED_AT, register

WINDOW = {"activity": "X", "valid_from": "2024-06-01", "valid_to": "2024-06-11"}
LATER = datetime(2031, 1, 1, tzinfo=UTC)


def exercise(*acts: tuple[str, str] | tuple[str, str, dict[str, Any]], plan: dict[str, Any] = WINDOW) -> Register:
    """A register with activity X from 1 to 10 June 2024, and these acts of it: event, date, more."""
    numbers: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for event, when, *more in acts:
        numbers[event] += 1
        rows.append(
            {"activity": "X", "event": event, "occurrence": numbers[event], "valid_from": when}
            | (more[0] if more else {})
        )
    return register(activities=[plan], activity_events=rows)


def status(register: Register, day: str, activity: str = "X") -> dict[str, Any]:
    return activity_status(register.as_of(date.fromisoformat(day)), activity).row(0, named=True)


@pytest.mark.parametrize(
    "day, words, since",
    [
        ("2024-01-15", "planned", None),
        ("2024-02-15", "proposed", "2024-02-01"),
        ("2024-03-15", "approved", "2024-03-01"),
        ("2024-05-15", "confirmed", "2024-05-01"),
        ("2024-06-01", "under way", "2024-06-01"),
        ("2024-06-10", "under way", "2024-06-01"),
        ("2024-06-11", "presumed held, unreported", "2024-06-11"),
        ("2024-07-15", "held", "2024-07-01"),
        ("2024-08-15", "reported", "2024-08-01"),
        ("2024-09-15", "closed", "2024-09-01"),
    ],
)
def test_an_activity_goes_its_course_by_acts_and_window(day: str, words: str, since: str | None) -> None:
    told = exercise(
        ("proposed", "2024-02-01"), ("approved", "2024-03-01"), ("confirmed", "2024-05-01"),
        ("held", "2024-07-01"), ("reported", "2024-08-01"), ("closed", "2024-09-01"),
    )  # fmt: skip
    row = status(told, day)

    assert (words, since) == (row["words"], row["since"])


def test_what_was_called_off_is_neither_under_way_nor_held() -> None:
    told = exercise(("confirmed", "2024-03"), ("cancelled", "2024-05-20", {"reason": "weather", "by": "GBR"}))

    assert ["cancelled (weather, by GBR)"] * 2 == [status(told, day)["words"] for day in ("2024-06-05", "2025-01-01")]


def test_who_called_it_off_may_be_the_state_concerned_and_the_reason_unknown() -> None:
    assert "cancelled (by FRA)" == status(exercise(("cancelled", "2024-05", {"actor": "FRA"})), "2024-06-05")["words"]
    assert "not held" == status(exercise(("not_held", "2024-07")), "2024-08-05")["words"]


def test_a_postponed_activity_waits_while_its_plan_is_the_old_one() -> None:
    told = exercise(("postponed", "2024-04-01"), ("postponed", "2024-05-01"))

    assert ["postponed (1)", "postponed (2)", "postponed (2)"] == [
        status(told, day)["words"] for day in ("2024-04-15", "2024-06-05", "2025-01-01")
    ]


def test_a_postponed_activity_follows_its_new_plan() -> None:
    moved = WINDOW | {"recorded_at": LATER, "valid_from": "2024-10-01", "valid_to": "2024-10-11"}
    told = exercise(("postponed", "2024-05-01"), plan=moved)

    assert LATER > RECORDED_AT
    assert ["postponed (1)", "under way", "presumed held, unreported"] == [
        status(told, day)["words"] for day in ("2024-06-05", "2024-10-05", "2024-11-01")
    ]


def test_acts_that_change_no_state_are_remarks() -> None:
    told = exercise(
        ("reduced", "2024-05", {"reason": "pandemic"}), ("invitation_withdrawn", "2024-05-23", {"actor": "CHN"})
    )
    row = status(told, "2024-06-05")

    assert "under_way" == row["state"]
    assert ["invitation withdrawn 2024-05-23 (CHN)", "reduced 2024-05: pandemic"] == row["remarks"]
    assert {"activities/1", "activity_events/1", "activity_events/2"} == set(row["records"])


def test_within_one_year_the_stages_follow_each_other() -> None:
    told = exercise(
        ("confirmed", "2024-03"), ("planned", "2024"), plan=WINDOW | {"valid_from": "2026", "valid_to": "2027"}
    )

    assert "confirmed" == status(told, "2025-01-01")["state"]


def test_a_postponement_and_a_confirmation_within_one_year_leave_the_state_open() -> None:
    told = exercise(
        ("confirmed", "2024-03"), ("postponed", "2024"), plan=WINDOW | {"valid_from": "2026", "valid_to": "2027"}
    )
    row = status(told, "2025-01-01")

    assert ("unknown", "which came last cannot be told: confirmed 2024-03, postponed 2024") == (
        row["state"],
        row["reason"],
    )


def test_a_cancellation_that_may_not_have_come_leaves_the_state_open() -> None:
    row = status(exercise(("cancelled", "2024-06")), "2024-06-05")

    assert ("unknown", "may not have come yet: cancelled 2024-06") == (row["state"], row["reason"])


def test_a_vague_stage_of_planning_does_not_hide_that_the_end_has_passed() -> None:
    told = exercise(("proposed", "2023", {"occurrence": 2}), ("approved", "2023"))

    assert "unknown" == status(told, "2024-01-15")["state"]
    assert "presumed_held" == status(told, "2024-07-01")["state"]


def test_a_vague_window_leaves_open_whether_it_is_under_way() -> None:
    told = exercise(plan=WINDOW | {"valid_from": "2024", "valid_to": "2024"})
    rows = [status(told, day) for day in ("2023-12-31", "2024-07-01", "2024-12-31")]

    assert ["planned", "unknown", "presumed_held"] == [row["state"] for row in rows]
    assert "window from 2024 until 2024: the day cannot tell" == rows[1]["reason"]
    assert rows[1]["confidence"] is None


def test_a_window_without_an_end_has_not_ended() -> None:
    assert "under_way" == status(exercise(plan=WINDOW | {"valid_to": None}), "2029-01-01")["state"]


@pytest.mark.parametrize(
    "day, state, confidence",
    [
        ("2018-06-01", "planned", "unverified"),
        ("2018-10-24", "planned", "unverified"),
        ("2018-11-01", "under_way", "unverified"),
        ("2018-11-20", "presumed_held", "unverified"),
        ("2019-01-01", "presumed_held", "reported"),
    ],
)
def test_a_finer_statement_about_the_window_is_used_where_the_coarse_one_cannot_tell(
    day: str, state: str, confidence: str
) -> None:
    # The year was read in the press, the days of 2018 were not.
    row = status(Register.reference(), day, "TRIDENT-JUNCTURE-2018")

    assert (state, confidence) == (row["state"], row["confidence"])


def test_the_shipped_exercises_of_which_nothing_was_reported_are_presumed_held() -> None:
    rows = activity_status(Register.reference().as_of(date(2025, 8, 20)))

    assert {"under_way": 1, "planned": 8, "presumed_held": 71} == dict(rows["state"].value_counts().rows())
    assert ["ULCHI-FREEDOM-SHIELD-2025"] == rows.filter(state="under_way")["activity"].to_list()


@given(st.integers(0, 30), st.integers(1, 20), st.integers(-5, 60))
def test_without_acts_the_window_alone_speaks(begins: int, length: int, asked: int) -> None:
    first = date(2024, 1, 1) + timedelta(days=begins)
    plan = WINDOW | {"valid_from": str(first), "valid_to": str(first + timedelta(days=length))}
    day = date(2024, 1, 1) + timedelta(days=asked)

    expected = "planned" if asked < begins else "under_way" if asked < begins + length else "presumed_held"
    assert expected == status(exercise(plan=plan), str(day))["state"]
