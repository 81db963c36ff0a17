"""Partial dates as intervals, beside a calendar counted out by hand."""

import calendar
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.durations import Duration
from detente.errors import RegisterError
from detente.register import dates
from detente.register.dates import PartialDate
from tests import strategies


def days_of(text: str) -> list[date]:
    """Every calendar day that an undoubted date may be: counted, not computed by the code under test."""
    if "/" in text:
        first, last = text.split("/")
        start, end = days_of(first)[0], days_of(last)[-1]
        return [start + timedelta(days=n) for n in range((end - start).days + 1)]
    year, *rest = (int(part) for part in text.split("-"))
    months = [rest[0]] if rest else range(1, 13)
    return [
        date(year, month, day)
        for month in months
        for day in ([rest[1]] if len(rest) > 1 else range(1, calendar.monthrange(year, month)[1] + 1))
    ]


dated = strategies.partial_dates().filter(lambda text: text != "unknown")


@given(dated, strategies.days())
def test_a_comparison_is_yes_or_no_only_if_every_possible_day_says_so(text: str, day: date) -> None:
    possible = {candidate <= day for candidate in (days_of(text)[0], days_of(text)[-1])}

    assert (possible.pop() if len(possible) == 1 else None) == PartialDate.parse(text).by(day)


@given(dated, dated)
def test_two_partial_dates_are_compared_by_the_ends_of_their_intervals(one: str, other: str) -> None:
    a, b = days_of(one), days_of(other)
    surely, never = a[-1] <= b[0], a[0] > b[-1]

    assert (True if surely else False if never else None) == PartialDate.parse(one).by(PartialDate.parse(other))


@given(dated, st.integers(0, 60), st.integers(0, 400))
def test_a_duration_moves_both_ends(text: str, months: int, days: int) -> None:
    length = Duration(months=months, days=days)
    moved = PartialDate.parse(text).add(length)

    assert moved.first <= moved.last
    assert PartialDate.on(days_of(text)[0]).add(length).first == moved.first
    assert PartialDate.on(days_of(text)[-1]).add(length).last == moved.last


@pytest.mark.parametrize(
    "text",
    [
        "2024-2-30",
        "1951-13",
        "2024-02-30",
        "Q3 2025",
        "c. 1950",
        "1499",
        "2201",
        "1951/1949",
        "2024-02-30/2024-05",
        "1951-09-08/",
        "/1951",
        "19510908",
        "",
        " 1951",
    ],
)
def test_it_refuses_what_is_outside_the_grammar_and_says_the_grammar(text: str) -> None:
    with pytest.raises(RegisterError) as refused:
        PartialDate.parse(text)
    assert "YYYY-MM-DD" in str(refused.value.expected)


def test_an_unknown_day_is_not_later_than_the_day_it_was_recorded() -> None:
    unknown = PartialDate.parse("unknown", not_after=date(2026, 11, 22))

    assert True is unknown.by(date(2026, 11, 22))
    assert None is unknown.by(date(2020, 1, 1))


def test_dates_have_no_less_than_sign_and_are_not_compared_with_instants() -> None:
    with pytest.raises(TypeError):
        PartialDate.parse("1951") < PartialDate.parse("1952")  # type: ignore[operator]  # noqa: B015  # the operator is what is tried
    with pytest.raises(TypeError, match="not with an instant"):
        PartialDate.parse("1951").by(datetime(1951, 1, 1))  # noqa: DTZ001  # any instant will do


@given(st.lists(st.one_of(strategies.partial_dates(), st.none()), min_size=1, max_size=20), strategies.days())
def test_frames_answer_as_single_dates_do(texts: list[str | None], day: date) -> None:
    recorded = datetime(2026, 11, 22)  # noqa: DTZ001  # the zone is set on the column
    frame = pl.DataFrame({"when": texts, "recorded_at": [recorded] * len(texts)}, schema_overrides={"when": pl.String})
    frame = dates.with_days(frame, ["when"]).with_columns(dates.by("when", day).alias("by"))

    expected = [None if text is None else PartialDate.parse(text, not_after=recorded.date()).by(day) for text in texts]
    assert expected == frame["by"].to_list()


@given(st.lists(st.one_of(strategies.partial_dates(), st.text(max_size=12), st.none()), max_size=20))
def test_a_column_is_checked_by_the_one_parser(texts: list[str | None]) -> None:
    def readable(text: str | None) -> bool | None:
        try:
            return None if text is None else bool(PartialDate.parse(text))
        except RegisterError:
            return False

    checked = pl.DataFrame({"when": texts}, schema={"when": pl.String}).select(dates.is_partial_date(pl.col("when")))
    assert [readable(text) for text in texts] == checked["when"].to_list()
