"""When do the terms of an agreement end?

The k-th term ends at the original day plus the first term plus k renewals, taken as one calendar step and never step by
step; years and months are clamped to the end of the month. The original day is the agreement's entry into force, or the
first day behind a last day that the text names. When it lies: where that day is vague, the interval given holds every
possible end, and may hold days between them that are not possible.
"""

import bisect
from datetime import date, timedelta
from typing import Final

from detente import durations
from detente.durations import Duration
from detente.register.dates import PartialDate
from detente.register.exit_terms import ExitTerms

_A_DAY: Final = timedelta(days=1)
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31  # days


def running(terms: ExitTerms) -> ExitTerms:
    """The terms whose clock runs: those of the agreement it falls with, where it has no term of its own."""
    while terms.parent is not None and terms.term is None and terms.last_day is None:
        terms = terms.parent
    return terms


def term_end(terms: ExitTerms, k: int = 0) -> PartialDate | None:
    """First day after the first term (k = 0) or after its k-th tacit renewal; None: no such term, or not recorded.

    >>> terms = ExitTerms(agreement="A", party="X", in_force=PartialDate.parse("1961-09-10"), renewal="tacit",
    ...                   term=Duration.parse("P10Y"), renewal_term=Duration.parse("P5Y"))
    >>> [str(term_end(terms, k)) for k in range(3)]
    ['1971-09-10', '1976-09-10', '1981-09-10']
    """
    clock = running(terms)
    origin, step = _origin(clock), renewal_step(clock)
    if origin is None or (k > 0 and step is None):
        return None
    start, first_term = origin
    return start.add(first_term if step is None else first_term + step * k)


def next_term_end(terms: ExitTerms, day: date) -> PartialDate | None:
    """End of the term that runs on `day`: the first term end after it; None: no term ends after it, or not recorded."""
    return first_end_from(terms, day + _A_DAY)


def final_end(terms: ExitTerms) -> tuple[PartialDate, bool] | None:
    """The day on which it ends of itself, and whether it certainly does (False: unless renewed); None: it runs on."""
    renewal, end = running(terms).renewal, term_end(terms)
    return None if end is None or renewal in ("tacit", "indefinite") else (end, renewal == "none")


def renewal_step(terms: ExitTerms) -> Duration | None:
    """Length of a tacit renewal; None: not tacit, or not recorded."""
    return terms.renewal_term if terms.renewal == "tacit" else None


def first_end_from(terms: ExitTerms, day: date) -> PartialDate | None:
    """First term end on or after `day`; None where no term ends so late, or nothing is recorded.

    For each original day it is one day, but as the original day moves on it falls back by a whole term: the ends of the
    interval do not come from the ends of the origin, and are searched term by term.
    """
    clock = running(terms)
    origin, step = _origin(clock), renewal_step(clock)
    if origin is None:
        return None
    start, first_term = origin
    if step is None:
        return _end_from(start, first_term, day)
    found: list[PartialDate] = []
    origins: PartialDate | None = start
    for k in range(_first_k(start.last, first_term, step, day), _first_k(start.first, first_term, step, day) + 1):
        if k > 0:
            origins = _origins_before(start, first_term + step * (k - 1), day)
        end = None if origins is None else _end_from(origins, first_term + step * k, day)
        found += [] if end is None else [end]
    return PartialDate.between(min(end.first for end in found), max(end.last for end in found))


def latest_start(end: date, length: Duration) -> date:
    """The latest d with d + length <= end; found by adding, because subtracting misses the clamped ends of months.

    >>> latest_start(date(2025, 2, 28), Duration.parse("P6M"))
    datetime.date(2024, 8, 31)
    """
    # A month has 28 to 31 days: the answer lies between the two subtractions.
    days = range(
        end.toordinal() - _LONGEST_MONTH * length.months - length.days,
        end.toordinal() - _SHORTEST_MONTH * length.months - length.days + 1,
    )
    after = bisect.bisect_right(days, end, key=lambda day: durations.add(date.fromordinal(day), length))
    return date.fromordinal(days[after - 1])


def _origin(terms: ExitTerms) -> tuple[PartialDate, Duration] | None:
    """The day from which terms are counted and the length of the first; behind a named last day the first is over."""
    if terms.last_day is not None:
        return terms.last_day.add(Duration(days=1)), Duration()
    return None if terms.term is None or terms.in_force is None else (terms.in_force, terms.term)


def _first_k(start: date, first_term: Duration, step: Duration, day: date) -> int:
    """The first k whose term, counted from `start`, ends on or after `day`."""
    longest = _LONGEST_MONTH * step.months + step.days
    k = max(0, (day - durations.add(start, first_term)).days // longest)
    while durations.add(start, first_term + step * k) < day:
        k += 1
    return k


def _origins_before(start: PartialDate, length: Duration, day: date) -> PartialDate | None:
    """The days x of `start` with x + length before `day`."""
    last = min(start.last, latest_start(day - _A_DAY, length))
    return PartialDate.between(start.first, last) if last >= start.first else None


def _end_from(start: PartialDate, length: Duration, day: date) -> PartialDate | None:
    """The days x + length on or after `day`, for x in `start`."""
    first, last = durations.add(start.first, length), durations.add(start.last, length)
    if last < day:
        return None
    if first < day:
        first = durations.add(latest_start(day - _A_DAY, length) + _A_DAY, length)
    return PartialDate.between(first, last)
