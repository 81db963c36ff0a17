"""Which event was the last, beside an oracle that tries every day each of them may have happened on."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register.last_event import last_states, written
from detente.register.vocabularies import Confidence

START = date(2020, 1, 1)
Event = tuple[str, int, int]  # state, first and last day, counted from START


def day(number: int) -> date:
    return START + timedelta(days=number)


def events(rows: Sequence[Event], *, on: int, **more: Sequence[Any]) -> pl.DataFrame:
    """The frame `last_states` reads; without stages and turns unless the test gives them."""
    frame = pl.DataFrame(
        {
            "thing": ["line"] * len(rows),
            "kind": [state for state, _, _ in rows],
            "occurrence": range(1, len(rows) + 1),
            "state": [state for state, _, _ in rows],
            "first": [day(first) for _, first, _ in rows],
            "last": [day(last) for _, _, last in rows],
            "records": [[f"r{number}"] for number in range(len(rows))],
            "stage": [None] * len(rows),
            "stage_to": [None] * len(rows),
            "round": [1] * len(rows),
            "turns": [False] * len(rows),
        }
        | more,
        schema_overrides={"stage": pl.Int64, "stage_to": pl.Int64, "first": pl.Date, "last": pl.Date},
    )
    return frame.with_columns(
        pl.lit(day(on)).alias("day"), pl.lit("reported", Confidence).alias("confidence"), contested=False
    )


def state_of(frame: pl.DataFrame) -> str | None:
    """The state found, None also where nothing may have happened yet."""
    rows = last_states(frame, ["thing"])
    return None if rows.is_empty() else rows["state"].item()


def oracle(rows: Sequence[Event], on: int) -> str | None:
    """The state of the last event in every world: each event on each of its days, on one day in either order."""
    found: set[str | None] = set()
    for days in product(*(range(first, last + 1) for _, first, last in rows)):
        past = [(when, state) for when, (state, _, _) in zip(days, rows, strict=True) if when <= on]
        latest = max((when for when, _ in past), default=None)
        found |= {state for when, state in past if when == latest} or {None}
    return found.pop() if len(found) == 1 else None


vague_events = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 7), st.integers(0, 4)).map(lambda e: (e[0], e[1], e[1] + e[2])),
    min_size=1,
    max_size=4,
)


@given(vague_events, st.integers(0, 12))
def test_the_last_state_is_the_one_of_all_possible_days(rows: list[Event], on: int) -> None:
    expected = oracle(rows, on)

    assert expected == state_of(events(rows, on=on))


@given(vague_events, st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: list[Event], on: int, random: Any) -> None:
    shuffled = random.sample(rows, len(rows))

    assert state_of(events(rows, on=on)) == state_of(events(shuffled, on=on))


@given(vague_events, st.integers(0, 12), st.integers(0, 3))
def test_widening_the_days_of_an_event_never_turns_one_state_into_another(
    rows: list[Event], on: int, wider: int
) -> None:
    (state, first, last), *others = rows
    before = state_of(events(rows, on=on))
    after = state_of(events([(state, first - wider, last + wider), *others], on=on))

    assert after is None or after == before


def test_several_days_are_asked_at_once() -> None:
    rows: list[Event] = [("open", 0, 0), ("cut", 5, 6)]
    frame = pl.concat([events(rows, on=on) for on in (1, 5, 6)])

    assert ["open", None, "cut"] == last_states(frame, ["thing"])["state"].to_list()


def test_a_state_began_with_the_first_of_the_events_that_kept_it() -> None:
    rows: list[Event] = [("open", 0, 0), ("cut", 2, 3), ("open", 5, 7), ("open", 9, 9)]
    row = last_states(events(rows, on=10), ["thing"]).row(0, named=True)

    assert ("open", day(5), day(7)) == (row["state"], row["since_first"], row["since_last"])
    assert ["r2", "r3"] == row["records"]


@pytest.mark.parametrize(
    "before, both, expected",
    [
        ("open", ["cut", "open"], "open"),  # it stood, so it was cut first and restored last
        ("cut", ["cut", "open"], "cut"),  # it was out, so it was restored first and cut last
        ("open", ["cut", "open", "cut"], "cut"),
        ("cut", ["cut", "open", "cut"], None),  # two cuts and one repair cannot follow a cut in turn
        ("silent", ["cut", "open"], None),
    ],
)
def test_events_of_one_year_that_undo_each_other_alternate(before: str, both: list[str], expected: str | None) -> None:
    rows: list[Event] = [(before, 0, 0), *((state, 10, 40) for state in both)]

    assert expected == state_of(events(rows, on=50, turns=[True] * len(rows)))


def test_alternation_may_rest_on_an_earlier_alternation() -> None:
    rows: list[Event] = [("open", 0, 0), ("cut", 10, 20), ("open", 10, 20), ("cut", 30, 40), ("open", 30, 40)]

    assert "open" == state_of(events(rows, on=50, turns=[True] * 5))


def test_events_that_presuppose_nothing_do_not_alternate() -> None:
    rows: list[Event] = [("open", 0, 0), ("silent", 10, 10), ("open", 10, 10)]

    assert state_of(events(rows, on=50)) is None


def test_of_one_round_the_later_stage_came_last() -> None:
    rows: list[Event] = [("contracted", 0, 300), ("delivered", 100, 200)]
    staged = events(rows, on=400, stage=[1, 2], stage_to=[1, 2])

    assert state_of(events(rows, on=400)) is None
    assert "delivered" == state_of(staged)


def test_stages_of_different_rounds_do_not_tell_the_order() -> None:
    rows: list[Event] = [("contracted", 0, 300), ("delivered", 100, 200)]

    assert state_of(events(rows, on=400, stage=[1, 2], stage_to=[1, 2], round=[2, 1])) is None


def test_a_stage_cannot_come_before_an_event_that_certainly_precedes_it() -> None:
    rows: list[Event] = [("delivered", 0, 5), ("contracted", 6, 20)]

    assert state_of(events(rows, on=10, stage=[2, 1], stage_to=[2, 1])) is None


@pytest.mark.parametrize(
    "first, last, expected",
    [
        ("2021-10-04", "2021-10-04", "2021-10-04"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2013-01-01", "2013-12-31", "2013"),
        ("2002-01-01", "2003-12-31", "2002-01-01/2003-12-31"),
        ("1500-01-01", "2026-11-22", "unknown"),
    ],
)
def test_days_are_written_as_partial_dates(first: str, last: str, expected: str) -> None:
    frame = pl.DataFrame({"a": [date.fromisoformat(first)], "b": [date.fromisoformat(last)]})

    assert expected == frame.select(written("a", "b")).item()
