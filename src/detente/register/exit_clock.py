"""By which day must notice be given, and what is then the first day out?

Calendar arithmetic on the terms of one party. Every answer is the first day out (half open), as a partial date: its
ends are the earliest and the latest day under all readings of what is unknown. `dates.LAST_DAY` stands where nothing
bounds it (a period or a receipt that nobody recorded). When it lies: an interval holds every possible day, and may hold
days between them that are not possible.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from detente.durations import Duration
from detente.register.dates import FIRST_DAY, LAST_DAY, PartialDate, latest
from detente.register.exit_term_ends import final_end, first_end_from, latest_start, renewal_step, running, term_end
from detente.register.exit_terms import ExitTerms, NoticeDeadline

_ANY_DAY: Final = PartialDate.between(FIRST_DAY, LAST_DAY)


def governing(terms: ExitTerms) -> ExitTerms:
    """The terms under which notice is given: those of the agreement it falls with, where it has no exit clause."""
    while terms.parent is not None and not terms.exit_clause:
        terms = terms.parent
    return terms


def opens(terms: ExitTerms) -> PartialDate | None:
    """First day on which notice (or exit) is possible, where a clause makes it wait; None: no such clause."""
    terms = governing(terms)
    if terms.not_before is None:
        return None
    bases = {
        "agreement": (terms.in_force,),
        "party": (terms.party_in_force,),
        "unknown": (terms.in_force, terms.party_in_force),
    }[terms.not_before_from]
    return _any_of([_ANY_DAY if base is None else _within_calendar(base.add(terms.not_before)) for base in bases])


def premature(terms: ExitTerms, given: date | PartialDate) -> bool | None:
    """Would a notice given on `given` come before notices are possible? None: cannot tell.

    A premature notice has no effect of its own; `exit_if_notice` then counts it from the first possible day.
    """
    terms, first_possible = governing(terms), opens(terms)
    if not terms.exit_clause:
        return None
    if first_possible is None or terms.not_before_applies == "effect":
        return False
    too_early = _partial(given).before(first_possible)
    return None if terms.not_before_applies == "unknown" and too_early is not False else too_early


def last_notice_day(terms: ExitTerms, end: date | PartialDate) -> NoticeDeadline:
    """Last day on which notice may be given (received, where that counts) for leaving on `end`, the first day out.

    The latest d with d + notice <= end; one day less where the day of notice does not count. Where that is not known
    the earlier is safe and the later arguable; so also for the two ends of a vague `end`.

    >>> ninety_days = ExitTerms(agreement="A", party="X", notice=Duration.parse("P90D"))
    >>> last_notice_day(ninety_days, date(2019, 11, 23))
    NoticeDeadline(safe=datetime.date(2019, 8, 24), arguable=datetime.date(2019, 8, 25))
    """
    terms = governing(terms)
    if terms.notice is None:
        return NoticeDeadline(None, None)
    end, a_day = _partial(end), timedelta(days=1)
    safe, arguable = latest_start(end.first, terms.notice), latest_start(end.last, terms.notice)
    return NoticeDeadline(
        safe if terms.clear_days is False else safe - a_day, arguable - a_day if terms.clear_days else arguable
    )


def exit_if_notice(
    terms: ExitTerms, given: date | PartialDate, received: date | PartialDate | None = None
) -> PartialDate:
    """First day out if notice is given on `given`: earliest and latest.

    Parameters
    ----------
    received : where the period runs from receipt and this is None, the latest day is open (`dates.LAST_DAY`); where it
        is not known from which day it runs, None means received on the day it was given.

    An agreement that ends of itself before that ends the bond then. One that falls with another and has no exit clause
    of its own is left by notice under the other.

    >>> terms = ExitTerms(agreement="A", party="X", notice=Duration.parse("P150D"), effect="notice_end")
    >>> str(exit_if_notice(terms, PartialDate.parse("2023-06")))
    '2023-10-29/2023-11-27'
    """
    clock = governing(terms)
    counts = _counted_from(clock, _partial(given), None if received is None else _partial(received))
    readings = []
    if clock.effect != "term_end":
        readings.append(_waiting(clock, counts, _notice_end))
    if clock.effect != "notice_end":
        readings.append(_waiting(clock, counts, _term_end_for))
    return _ended_by_itself(terms, _any_of(readings))


def _counted_from(terms: ExitTerms, given: PartialDate, received: PartialDate | None) -> PartialDate:
    """The day from which the period runs."""
    if terms.notice_counts_from == "given":
        return given
    if terms.notice_counts_from == "received":
        return received or PartialDate.between(given.first, LAST_DAY)
    return given if received is None else _any_of([given, received])


def _waiting(
    terms: ExitTerms, counts: PartialDate, out: Callable[[ExitTerms, PartialDate], PartialDate]
) -> PartialDate:
    """`out` of a notice, held back where a clause makes notice or exit wait: both readings if it is not known which."""
    first_possible = opens(terms)
    if first_possible is None:
        return out(terms, counts)
    readings = []
    if terms.not_before_applies != "effect":
        readings.append(out(terms, latest([counts, first_possible])))
    if terms.not_before_applies != "notice":
        readings.append(latest([out(terms, counts), first_possible]))
    return _any_of(readings)


def _notice_end(terms: ExitTerms, counts: PartialDate) -> PartialDate:
    """First day after the period; the day of notice is left out of the count only where the text is known to say so."""
    return _after_period(terms, counts, clear=terms.clear_days is True)


def _term_end_for(terms: ExitTerms, counts: PartialDate) -> PartialDate:
    """End of the first term whose last day for notice is not past; where the terms have run out, what follows them."""
    clock, end, out = running(terms), term_end(terms), _notice_end(terms, counts)
    if end is not None and renewal_step(clock) is not None:
        # A notice on a day that is only arguable may miss this term: then it is out at the end of the next.
        strictly = _after_period(terms, counts, clear=terms.clear_days is not False)
        soonest, latest_end = first_end_from(terms, out.first), first_end_from(terms, strictly.last)
        assert soonest is not None, "tacit terms never run out"
        assert latest_end is not None, "tacit terms never run out"
        return _within_calendar(PartialDate.between(soonest.first, latest_end.last))
    if clock.renewal == "none" and end is not None:
        return end
    if clock.renewal == "indefinite" and end is not None:
        return latest([out, end])
    if clock.renewal == "indefinite" and clock.term is None:
        return out
    if end is None:
        return PartialDate.between(out.first, LAST_DAY)
    return PartialDate.between(max(end.first, out.first), end.last if end.first >= out.last else LAST_DAY)


def _ended_by_itself(terms: ExitTerms, out: PartialDate) -> PartialDate:
    """Not later than the day on which it, or what it falls with, ends of itself; perhaps earlier where it may end."""
    end = final_end(terms)
    if end is not None:
        out = PartialDate.between(min(out.first, end[0].first), min(out.last, end[0].last) if end[1] else out.last)
    return out if terms.parent is None else _ended_by_itself(terms.parent, out)


def _after_period(terms: ExitTerms, counts: PartialDate, *, clear: bool) -> PartialDate:
    """The notice period after `counts`; with `clear`, the day of notice is left out of the count."""
    if terms.notice is None:
        return PartialDate.between(counts.first, LAST_DAY)
    return _within_calendar((counts.add(Duration(days=1)) if clear else counts).add(terms.notice))


def _any_of(readings: list[PartialDate]) -> PartialDate:
    """An interval that holds all readings."""
    return PartialDate.between(min(r.first for r in readings), max(r.last for r in readings))


def _within_calendar(day: PartialDate) -> PartialDate:
    return day if day.last <= LAST_DAY else PartialDate.between(min(day.first, LAST_DAY), LAST_DAY)


def _partial(day: date | PartialDate) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.on(day)
