"""Who is accredited where, and where is the gap, beside a calendar kept by hand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register, Snapshot
from detente.register.posts import accredited, coverage_gaps, post_status
from tests.register.said import register

YEAR = (date(2024, 1, 1), date(2025, 1, 1))


def embassy(
    *acts: tuple[str, str, str] | tuple[str, str, str, str],
    posts: Sequence[dict[str, Any]] = ({"post": "P", "valid_from": "2020"},),
    **tables: list[Any],
) -> Register:
    """Acts of post P: receiving state, event, date and, where there is one, the person; numbered within their kind."""
    numbers: Counter[tuple[str, str]] = Counter()
    rows = []
    for receiving, event, when, *person in acts:
        numbers[receiving, event] += 1
        rows.append(
            {
                "post": "P",
                "receiving_state": receiving,
                "event": event,
                "occurrence": numbers[receiving, event],
                "valid_from": when,
                "person_key": person[0] if person else None,
            }
        )
    return register(posts=list(posts), accreditations=rows, **tables)


def on(register: Register, day: str) -> Snapshot:
    return register.as_of(date.fromisoformat(day))


def states(register: Register, day: str) -> dict[str, tuple[bool | None, str]]:
    rows = post_status(on(register, day))
    return {row["receiving_state"]: (row["accredited"], row["state"]) for row in rows.iter_rows(named=True)}


def test_one_post_has_an_independent_history_with_each_receiving_state() -> None:
    told = embassy(
        ("BBB", "consented", "2024-01-10"), ("BBB", "notified", "2024-03-01"),
        ("CCC", "consented", "2024-02-01"), ("CCC", "in_function", "2024-04-01"), ("CCC", "ended", "2024-09-01"),
        ("DDD", "consent_requested", "2024-02-01"), ("DDD", "refused", "2024-05-01"),
        ("EEE", "consent_requested", "2024-02-01"), ("EEE", "no_reply", "2024-08-01"),
    )  # fmt: skip

    assert {
        "BBB": (True, "accredited"),
        "CCC": (False, "ended"),
        "DDD": (False, "refused"),
        "EEE": (False, "pending"),
    } == states(told, "2024-12-31")


def test_what_comes_before_the_notification_of_arrival_is_pending() -> None:
    told = embassy(
        ("BBB", "nominated", "2024-01-01"), ("BBB", "consented", "2024-02-01"), ("BBB", "notified", "2024-03")
    )

    assert [{"BBB": (False, "pending")}, {"BBB": (None, "unknown")}, {"BBB": (True, "accredited")}] == [
        states(told, day) for day in ("2024-02-15", "2024-03-15", "2024-04-01")
    ]


def test_a_successor_under_way_unseats_nobody() -> None:
    told = embassy(
        ("BBB", "in_function", "2020-01-01"), ("BBB", "nominated", "2024-01-01"), ("BBB", "refused", "2024-06-01")
    )
    [row] = post_status(on(told, "2024-12-31")).iter_rows(named=True)

    assert (True, "2020-01-01") == (row["accredited"], row["since"])


def test_a_successor_in_place_before_the_end_of_the_first_leaves_no_gap() -> None:
    told = embassy(
        ("BBB", "in_function", "2020-01-01", "first"), ("BBB", "notified", "2024-05-20", "second"),
        ("BBB", "ended", "2024-06-01", "first"),
    )  # fmt: skip

    assert coverage_gaps(on(told, "2024-01-01"), "AAA", "BBB", YEAR).is_empty()


def test_an_ending_without_a_name_ends_everybody() -> None:
    told = embassy(("BBB", "in_function", "2020-01-01", "first"), ("BBB", "ended", "2024-06-01"))

    assert {"BBB": (False, "ended")} == states(told, "2024-06-01")


def test_an_end_and_a_new_beginning_on_one_day_hand_the_post_over() -> None:
    told = embassy(
        ("BBB", "in_function", "2020-01-01"), ("BBB", "ended", "2024-06-01"), ("BBB", "in_function", "2024-06-01")
    )

    assert {"BBB": (True, "accredited")} == states(told, "2024-06-01")


def test_the_end_of_a_post_ends_its_accreditations() -> None:
    told = embassy(
        ("BBB", "in_function", "2020-01-01", "first"),
        posts=[{"post": "P", "valid_from": "2019", "valid_to": "2024-07-01"}],
    )
    gaps = coverage_gaps(on(told, "2024-01-01"), "AAA", "BBB", YEAR)

    assert [(date(2024, 7, 1), date(2025, 1, 1), 184, True)] == gaps.select("from", "until", "days", "gap").rows()


def test_accredited_lists_those_who_may_be() -> None:
    told = embassy(
        ("BBB", "in_function", "2020"),
        ("CCC", "in_function", "2024"),
        ("DDD", "refused", "2020"),
        ("EEE", "in_function", "2030"),
    )
    rows = accredited(on(told, "2024-06-01"))

    assert [("BBB", True), ("CCC", None)] == rows.select("receiving_state", "accredited").rows()
    assert ["CCC"] == accredited(on(told, "2024-06-01"), "AAA", "CCC")["receiving_state"].to_list()
    assert accredited(on(told, "2024-06-01"), "ZZZ").is_empty()


def test_gaps_name_the_days_whether_somebody_was_on_the_way_and_the_records() -> None:
    told = embassy(
        ("BBB", "in_function", "2020-01-01"), ("BBB", "ended", "2024-03-01"),
        ("BBB", "nominated", "2024-04-01"), ("BBB", "in_function", "2024-06"),
    )  # fmt: skip
    rows = coverage_gaps(on(told, "2024-01-01"), "AAA", "BBB", YEAR)

    assert [
        (date(2024, 3, 1), date(2024, 4, 1), 31, True, False),
        (date(2024, 4, 1), date(2024, 6, 1), 61, True, True),
        (date(2024, 6, 1), date(2024, 6, 30), 29, None, False),
    ] == rows.select("from", "until", "days", "gap", "pending").rows()
    assert ["accreditations/2"] == rows["records"][0].to_list()


def test_where_no_post_is_recorded_the_gap_says_that_nobody_vouches_for_the_list() -> None:
    [row] = coverage_gaps(on(register(), "2024-01-01"), "AAA", "BBB", YEAR).iter_rows(named=True)

    assert (366, True, False, []) == (row["days"], row["gap"], row["covered"], row["posts"])


def test_a_complete_list_of_posts_and_accreditations_covers_the_gaps() -> None:
    complete = [
        {"table": "posts", "key": "sending", "subject": "AAA", "completeness": "complete", "valid_from": "2020"},
        {"table": "accreditations", "key": "post", "subject": "*", "completeness": "complete", "valid_from": "2020"},
    ]
    [row] = coverage_gaps(on(register(coverage=complete), "2024-01-01"), "AAA", "BBB", YEAR).iter_rows(named=True)

    assert row["covered"]


def test_a_window_without_a_day_is_refused() -> None:
    with pytest.raises(RegisterError, match="holds no day"):
        coverage_gaps(on(register(), "2024-01-01"), "AAA", "BBB", (date(2024, 1, 1), date(2024, 1, 1)))


START = date(2024, 1, 1)
SPAN = 14
BEGINS = ("notified", "in_function")
ENDS = ("ended", "recalled", "persona_non_grata")
Act = tuple[str, int, int]


def day(number: int) -> date:
    return START + timedelta(days=number)


def standing(acts: Sequence[Act], on: int) -> bool | None:
    """Is one history accredited on a day: tried for every day each of its acts may have come on."""
    found = set()
    for days in product(*(range(first, last + 1) for _, first, last in acts)):
        past = [(when, event) for when, (event, _, _) in zip(days, acts, strict=True) if when <= on]
        latest = max((when for when, _ in past), default=None)
        found |= {event in BEGINS for when, event in past if when == latest} or {False}
    return found.pop() if len(found) == 1 else None


def by_calendar(histories: Sequence[Sequence[Act]], on: int) -> bool | None:
    """Is it a gap: no history accredited; one that may be leaves it open."""
    verdicts = [standing(acts, on) for acts in histories]
    return False if True in verdicts else None if None in verdicts else True


# No two acts of one history begin on the same day, so that days alone tell their order.
histories = st.lists(
    st.lists(
        st.tuples(st.sampled_from(BEGINS + ENDS), st.integers(0, SPAN - 1), st.integers(0, 3)).map(
            lambda act: (act[0], act[1], act[1] + act[2])
        ),
        max_size=4,
        unique_by=lambda act: act[1],
    ),
    min_size=1,
    max_size=3,
)


@given(told=histories, of_one_post=st.booleans())
def test_gaps_equal_a_calendar_kept_day_by_day(*, told: list[list[Act]], of_one_post: bool) -> None:
    # Each act is the first of its own round: the course of an accreditation says nothing here, the days alone do.
    rows = [
        {
            "post": "P" if of_one_post else f"P{history}",
            "receiving_state": "BBB",
            "event": event,
            "occurrence": 100 * history + number,
            "person_key": f"holder-{history}",
            "valid_from": f"{day(first)}/{day(last)}",
        }
        for history, acts in enumerate(told)
        for number, (event, first, last) in enumerate(acts, start=1)
    ]
    posts = [{"post": post, "valid_from": "2020"} for post in dict.fromkeys(row["post"] for row in rows)]
    snapshot = register(posts=posts, accreditations=rows).as_of(START)
    gaps = coverage_gaps(snapshot, "AAA", "BBB", (START, day(SPAN + 3)))

    expected = {day(on): by_calendar([acts for acts in told if acts], on) for on in range(SPAN + 3)}
    found = dict.fromkeys(expected, False) | {
        row["from"] + timedelta(days=offset): row["gap"]
        for row in gaps.iter_rows(named=True)
        for offset in range(row["days"])
    }
    assert expected == found
