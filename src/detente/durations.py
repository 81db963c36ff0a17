"""What day is it one year, six months or ninety days after this one?

ISO 8601 durations. Years and months are calendar steps clamped to the end of the month, days are days (rule X1 of exit
clocks): 31 August 2024 plus six months is 28 February 2025. Steps are taken from the original day, never one after
another: three times one month from 31 January is 30 April, not 28 April.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from detente.errors import DetenteError

_GRAMMAR = re.compile(
    r"P(?=[\dT])(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months, days and seconds; years are twelve months and weeks seven days, the rest is never converted."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `P1Y`, `P6M`, `P90D`, `P2W`, `PT15M`, `P1Y6M`.

        Raises
        ------
        DetenteError : not an ISO 8601 duration of whole, non-negative parts.

        >>> Duration.parse("P1Y6M")
        Duration(months=18, days=0, seconds=0)
        """
        match = _GRAMMAR.fullmatch(text)
        if match is None:
            raise DetenteError(
                f"{text!r} is not a duration",
                expected="an ISO 8601 duration such as P1Y, P6M, P90D or PT15M",
                next_step="write years, months and days after P, hours and minutes after PT",
            )
        part = {name: int(value or 0) for name, value in match.groupdict().items()}
        return cls(
            months=12 * part["years"] + part["months"],
            days=7 * part["weeks"] + part["days"],
            seconds=3600 * part["hours"] + 60 * part["minutes"] + part["seconds"],
        )

    def __add__(self, other: "Duration") -> "Duration":
        """The two one after the other, taken as one step from one day."""
        return Duration(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def __mul__(self, times: int) -> "Duration":
        """`times` such steps, taken as one step from one day."""
        return Duration(self.months * times, self.days * times, self.seconds * times)

    def __str__(self) -> str:
        """ISO 8601 again, years before months."""
        years, months = divmod(self.months, 12)
        day_part = "".join(f"{n}{letter}" for n, letter in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        time_part = "".join(f"{n}{letter}" for n, letter in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
        return "P" + day_part + ("T" + time_part if time_part else "") if day_part or time_part else "P0D"


def add(day: date, duration: Duration) -> date:
    """The day `duration` after `day`: months first, clamped to the month's end, then days.

    Raises
    ------
    DetenteError : the duration has hours, minutes or seconds, or the answer lies after year 9999.

    >>> add(date(2024, 8, 31), Duration.parse("P6M"))
    datetime.date(2025, 2, 28)
    """
    if duration.seconds:
        raise DetenteError(
            f"{duration} cannot be added to a day", expected="years, months, weeks or days", next_step="use an instant"
        )
    months = 12 * day.year + day.month - 1 + duration.months
    year, month = divmod(months, 12)
    try:
        clamped = min(day.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, clamped) + timedelta(days=duration.days)
    except (OverflowError, ValueError) as trouble:
        raise DetenteError(
            f"{day} plus {duration} is after year 9999", expected="a shorter duration", next_step="check the unit"
        ) from trouble
