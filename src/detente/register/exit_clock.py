"""By which day must notice be given, and what is then the first day out?

Calendar arithmetic on the terms of one party, and nothing else. Years and months are calendar steps clamped to the end of
the month; the end of the k-th term is counted from the original day, never step by step; the last day for notice is
searched forwards, because subtracting six months from 28 February finds 28 August and misses the 31st. Every answer is
the first day out (half open), as a partial date: its ends are the earliest and the latest day under all readings of what
is unknown, and `dates.LAST_DAY` stands where nothing bounds it (a period or a receipt that nobody recorded).

When it lies: an interval holds every possible day, and may hold days between them that are not possible.
"""

import bisect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from detente import durations
from detente.durations import Duration
from detente.register.dates import FIRST_DAY, LAST_DAY, PartialDate, latest
from detente.register.exit_terms import ExitTerms, NoticeDeadline

_A_DAY: Final = Duration(days=1)
_LONGEST_MONTH: Final = 31
_ANY_DAY: Final = PartialDate.between(FIRST_DAY, LAST_DAY)


def term_end(terms: ExitTerms, k: int = 0) -> PartialDate | None:
    """First day after the first term (k = 0) or after its k-th tacit renewal; None: no such term, or not recorded.

    >>> terms = ExitTerms(agreement="A", party="X", in_force=PartialDate.parse("1961-09-10"), renewal="tacit",
    ...                   term=Duration.parse("P10Y"), renewal_term=Duration.parse("P5Y"))
    >>> [str(term_end(terms, k)) for k in range(3)]
    ['1971-09-10', '1976-09-10', '1981-09-10']
    """
    clock = _clock_of(terms)
    origin, step = _origin(clock), _renewal_step(clock)
    if origin is None or (k > 0 and step is None):
        return None
    start, first_term = origin
    return start.add(first_term if step is None else first_term + step * k)


def next_term_end(terms: ExitTerms, day: date) -> PartialDate | None:
    """End of the term that runs on `day`: the first term end after it; None: no term ends after it, or not recorded."""
    ends = _ends_from(_clock_of(terms), day + timedelta(days=1))
    return PartialDate.between(*ends) if ends else None


def final_end(terms: ExitTerms) -> tuple[PartialDate, bool] | None:
    """The day on which it ends of itself, and whether it certainly does (False: unless renewed); None: it runs on."""
    renewal, end = _clock_of(terms).renewal, term_end(terms)
    return None if end is None or renewal in ("tacit", "indefinite") else (end, renewal == "none")


def opens(terms: ExitTerms) -> PartialDate | None:
    """First day on which notice (or exit) is possible, where a clause makes it wait; None: no such clause."""
    if terms.not_before is None:
        return None
    bases = {
        "agreement": (terms.in_force,),
        "party": (terms.party_in_force,),
        "unknown": (terms.in_force, terms.party_in_force),
    }[terms.not_before_from]
    days = [_ANY_DAY if base is None else base.add(terms.not_before) for base in bases]
    return PartialDate.between(min(d.first for d in days), min(max(d.last for d in days), LAST_DAY))


def premature(terms: ExitTerms, given: date | PartialDate) -> bool | None:
    """Would a notice that counts from `given` come before notices are possible? None: cannot tell.

    A premature notice has no effect of its own; `exit_if_notice` then counts it from the first possible day.
    """
    if not terms.exit_clause:
        return premature(terms.parent, given) if terms.renewal == "with_parent" and terms.parent else None
    first_possible = opens(terms)
    if first_possible is None or terms.not_before_applies == "effect":
        return False
    too_early = _partial(given).before(first_possible)
    return None if terms.not_before_applies == "unknown" and too_early is not False else too_early


def last_notice_day(terms: ExitTerms, end: date | PartialDate) -> NoticeDeadline:
    """Last day on which notice may be given (received, where that counts) for leaving on `end`, the first day out.

    The latest d with d + notice <= end; one day less where the day of notice does not count. Where that is not known the
    earlier is safe and the later arguable; so also for the two ends of a vague `end`.

    >>> ninety_days = ExitTerms(agreement="A", party="X", notice=Duration.parse("P90D"))
    >>> last_notice_day(ninety_days, date(2019, 11, 23))
    NoticeDeadline(safe=datetime.date(2019, 8, 24), arguable=datetime.date(2019, 8, 25))
    """
    if terms.notice is None:
        return NoticeDeadline(None, None)
    end = _partial(end)
    safe, arguable = _latest_start(end.first, terms.notice), _latest_start(end.last, terms.notice)
    return NoticeDeadline(
        safe if terms.clear_days is False else safe - timedelta(days=1),
        arguable - timedelta(days=1) if terms.clear_days else arguable,
    )


def exit_if_notice(terms: ExitTerms, given: date | PartialDate, received: date | PartialDate | None = None) -> PartialDate:
    """First day out if notice is given on `given`: earliest and latest.

    Parameters
    ----------
    received : where the period runs from receipt, and this is None, the latest day is open (`dates.LAST_DAY`); where it is
        not known from which day it runs, None means received on the day it was given.

    An agreement that ends of itself before that ends the bond then. One that falls with its parent and has no exit clause
    of its own is left by notice under the parent.

    >>> terms = ExitTerms(agreement="A", party="X", notice=Duration.parse("P150D"), effect="notice_end")
    >>> str(exit_if_notice(terms, PartialDate.parse("2023-06")))
    '2023-10-29/2023-11-27'
    """
    if terms.renewal == "with_parent" and terms.parent and not terms.exit_clause:
        return exit_if_notice(terms.parent, given, received)
    counts = _counted_from(terms, _partial(given), None if received is None else _partial(received))
    readings = []
    if terms.effect != "term_end":
        readings.append(_out_at_notice_end(terms, counts))
    if terms.effect != "notice_end":
        readings.append(_out_at_term_end(terms, counts))
    return _ended_by_itself(terms, _any_of(readings))


def _counted_from(terms: ExitTerms, given: PartialDate, received: PartialDate | None) -> PartialDate:
    """The day from which the period runs."""
    if terms.notice_counts_from == "given":
        return given
    if terms.notice_counts_from == "received":
        return received or PartialDate.between(given.first, LAST_DAY)
    return given if received is None else _any_of([given, received])


def _out_at_notice_end(terms: ExitTerms, counts: PartialDate) -> PartialDate:
    clear = terms.clear_days is True
    return _waiting(terms, counts, lambda start: _after_period(terms, start, clear=clear))


def _out_at_term_end(terms: ExitTerms, counts: PartialDate) -> PartialDate:
    return _waiting(terms, counts, lambda start: _term_end_for(terms, start))


def _waiting(terms: ExitTerms, counts: PartialDate, out: Callable[[PartialDate], PartialDate]) -> PartialDate:
    """`out` of the notice, held back by the clause that makes notice or exit wait: both readings where unknown."""
    first_possible = opens(terms)
    if first_possible is None:
        return out(counts)
    readings = []
    if terms.not_before_applies != "effect":
        readings.append(out(latest([counts, first_possible])))
    if terms.not_before_applies != "notice":
        readings.append(latest([out(counts), first_possible]))
    return _any_of(readings)


def _term_end_for(terms: ExitTerms, counts: PartialDate) -> PartialDate:
    """End of the first term whose last day for notice is not past; where the terms have run out, what follows them."""
    clock, end = _clock_of(terms), term_end(terms)
    soonest = _after_period(terms, counts, clear=terms.clear_days is True).first
    latest_day = _after_period(terms, counts, clear=terms.clear_days is not False).last
    if end is None:
        runs_on = clock.renewal == "indefinite" and clock.term is None
        return PartialDate.between(soonest, latest_day if runs_on else LAST_DAY)
    if _renewal_step(clock) is not None:
        first, last = _ends_from(clock, soonest), _ends_from(clock, latest_day)
        assert first and last, "tacit terms never run out"
        return PartialDate.between(first[0], min(last[1], LAST_DAY))
    if clock.renewal == "none":
        return end
    if clock.renewal == "indefinite":
        return PartialDate.between(max(end.first, soonest), max(end.last, latest_day))
    return PartialDate.between(max(end.first, soonest), end.last if end.first >= latest_day else LAST_DAY)


def _ended_by_itself(terms: ExitTerms, out: PartialDate) -> PartialDate:
    """Not later than the day on which the agreement ends of itself, nor certainly later than one on which it may."""
    end = final_end(terms)
    if end is None:
        return out
    last = min(out.last, end[0].last) if end[1] else out.last
    return PartialDate.between(min(out.first, end[0].first), last)


# --- terms ----------------------------------------------------------------------------------------------------------


def _clock_of(terms: ExitTerms) -> ExitTerms:
    """The terms whose clock runs: those of the agreement it falls with, where it does."""
    while terms.renewal == "with_parent" and terms.parent is not None:
        terms = terms.parent
    return terms


def _origin(terms: ExitTerms) -> tuple[PartialDate, Duration] | None:
    """The day from which terms are counted and the length of the first; behind a named last day the first is over."""
    if terms.last_day is not None:
        return terms.last_day.add(_A_DAY), Duration()
    return None if terms.term is None or terms.in_force is None else (terms.in_force, terms.term)


def _renewal_step(terms: ExitTerms) -> Duration | None:
    """Length of a tacit renewal; None: not tacit, or not recorded."""
    return terms.renewal_term if terms.renewal == "tacit" else None


def _ends_from(terms: ExitTerms, day: date) -> tuple[date, date] | None:
    """First term end on or after `day`, the earliest and the latest for any origin; None where no term ends so late.

    For each origin it is one day, but as the origin moves it jumps back by a whole term: the ends of the interval do not
    come from the ends of the origin, and are searched term by term.
    """
    origin = _origin(terms)
    if origin is None:
        return None
    (start, first_term), step = origin, _renewal_step(terms)
    if step is None:
        return _ends_on_or_after(start, first_term, day)
    k = _first_k(start.last, first_term, step, day)
    found, last_k = [], _first_k(start.first, first_term, step, day)
    previous: Duration | None = None if k == 0 else first_term + step * (k - 1)
    for term in range(k, last_k + 1):
        length = first_term + step * term
        # The origins for which this is the first term to end so late: those whose term before ended earlier.
        last_origin = start.last if previous is None else _latest_start(day - timedelta(days=1), previous)
        if min(last_origin, start.last) >= start.first:
            ends = _ends_on_or_after(PartialDate.between(start.first, min(last_origin, start.last)), length, day)
            found += [ends] if ends else []
        previous = length
    return min(first for first, _ in found), max(last for _, last in found)


def _ends_on_or_after(start: PartialDate, length: Duration, day: date) -> tuple[date, date] | None:
    """Earliest and latest of x + length on or after `day`, for x in `start`; None where all are earlier."""
    last = durations.add(start.last, length)
    if last < day:
        return None
    first = durations.add(start.first, length)
    if first < day:
        first = durations.add(_latest_start(day - timedelta(days=1), length) + timedelta(days=1), length)
    return first, last


def _first_k(start: date, first_term: Duration, step: Duration, day: date) -> int:
    """The first k whose term, counted from `start`, ends on or after `day`."""
    longest = _LONGEST_MONTH * step.months + step.days
    k = max(0, (day - durations.add(start, first_term)).days // longest)
    while durations.add(start, first_term + step * k) < day:
        k += 1
    return k


# --- periods --------------------------------------------------------------------------------------------------------


def _after_period(terms: ExitTerms, counts: PartialDate, *, clear: bool) -> PartialDate:
    """The notice period after `counts`; with `clear`, the day of notice is left out of the count."""
    if terms.notice is None:
        return PartialDate.between(counts.first, LAST_DAY)
    moved = (counts.add(_A_DAY) if clear else counts).add(terms.notice)
    return PartialDate.between(min(moved.first, LAST_DAY), min(moved.last, LAST_DAY))


def _latest_start(end: date, length: Duration) -> date:
    """The latest d with d + length <= end."""
    earliest_guess = end.toordinal() - _LONGEST_MONTH * length.months - length.days - 1
    guesses = range(earliest_guess, end.toordinal() + 1)
    after = bisect.bisect_right(guesses, end, key=lambda day: durations.add(date.fromordinal(day), length))
    return date.fromordinal(guesses[after - 1])


def _any_of(readings: list[PartialDate]) -> PartialDate:
    """An interval that holds all readings."""
    return PartialDate.between(min(r.first for r in readings), max(r.last for r in readings))


def _partial(day: date | PartialDate) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.on(day)
