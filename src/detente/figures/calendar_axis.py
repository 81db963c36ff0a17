"""Which days are written under a timeline?

The finest step of months or years that leaves room for its labels: `2026` for a new year, `2026-05` within one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

# Months from one tick to the next.
STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


def ticks(first: date, last: date, *, most: int) -> list[tuple[date, str]]:
    """At most `most` first days of a month from `first` to `last`, with their labels.

    >>> [label for _, label in ticks(date(2025, 11, 22), date(2026, 11, 22), most=4)]
    ['2026', '2026-04', '2026-07', '2026-10']
    """
    found: Sequence[date] = ()
    for step in STEPS:
        found = _first_days(first, last, step)
        if len(found) <= most:
            break
    return [(day, f"{day:%Y}" if day.month == 1 else f"{day:%Y-%m}") for day in found]


def _first_days(first: date, last: date, step: int) -> list[date]:
    """First days of every `step`-th month counted from year 0, so that ticks stay when the window moves."""
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    days = []
    while number <= last.year * 12 + last.month - 1:
        days.append(date(number // 12, number % 12 + 1, 1))
        number += step
    return days
