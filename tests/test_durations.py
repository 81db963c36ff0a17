"""Calendar steps, clamped to the end of the month and taken from the original day."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # no stubs in the lock
from hypothesis import given
from hypothesis import strategies as st

from detente.durations import Duration, add
from detente.errors import DetenteError


def test_months_are_clamped_to_the_end_of_the_month() -> None:
    assert date(2025, 2, 28) == add(date(2024, 8, 31), Duration.parse("P6M"))


def test_three_single_months_at_once_are_not_three_steps() -> None:
    assert date(2025, 4, 30) == add(date(2025, 1, 31), Duration.parse("P1M") * 3)


@pytest.mark.parametrize("text", ["P", "1Y", "P1.5Y", "PT", "P-1D", "P1H", "p1y", "", "P1YT"])
def test_it_refuses_what_is_no_duration(text: str) -> None:
    with pytest.raises(DetenteError, match="is not a duration"):
        Duration.parse(text)


def test_hours_cannot_be_added_to_a_day() -> None:
    with pytest.raises(DetenteError, match="cannot be added to a day"):
        add(date(2025, 1, 1), Duration.parse("PT5H"))


@given(st.dates(date(1500, 1, 1), date(2200, 12, 31)), st.integers(0, 1200), st.integers(0, 10_000))
def test_it_agrees_with_another_calendar(day: date, months: int, days: int) -> None:
    expected = day + relativedelta(months=months) + timedelta(days=days)

    assert expected == add(day, Duration(months=months, days=days))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 200_000))
def test_what_is_written_reads_back(months: int, days: int, seconds: int) -> None:
    assert Duration(months, days, seconds) == Duration.parse(str(Duration(months, days, seconds)))
