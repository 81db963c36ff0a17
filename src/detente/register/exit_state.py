"""Was the party still bound on a day, and does what it did agree with what the clauses say?

Recorded acts beat the clock: a recorded end is the end, and the computed day is shown beside it with the difference. A
notice takes effect on the day it names, else on the day the clause gives, unless it was suspended or revoked before; a
bond without a recorded end also ends with a fixed term and with the agreement it falls with. Yes, no, or None: cannot
tell. When it lies: a period that the parties agreed to lengthen, and nobody recorded it, looks like an exit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detente.register.dates import LAST_DAY, PartialDate
from detente.register.exit_clock import exit_if_notice, governing
from detente.register.exit_term_ends import final_end, next_term_end
from detente.register.exit_terms import Bond, ExitTerms, Notice

Standing = Literal["not_given", "open", "suspended", "revoked", "taken_effect", "maybe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One notice, or one recorded end: the day computed and the day recorded, side by side.

    Attributes
    ----------
    notice : None where the end was recorded without one.
    computed : first day out by the clauses; None where they do not say.
    recorded, act : first day out by the recorded act that ended the bond, and that act.
    days_apart : recorded minus computed in days, least and greatest; both 0 where they agree; None
        where one is missing or has no bound.
    """

    notice: Notice | None
    computed: PartialDate | None
    recorded: PartialDate | None
    act: str | None
    days_apart: tuple[int, int] | None


def state(terms: ExitTerms, day: date) -> bool | None:
    """Is the party bound on `day`, by recorded acts and by the clock? None where a vague day or clause cannot tell."""
    return _any(_holds(terms, bond, day) for bond in terms.bonds)


def due(terms: ExitTerms, notice: Notice) -> PartialDate | None:
    """First day out under this notice: the day it names, else by the clause; None where neither says."""
    by_clause = None if governing(terms).notice is None else exit_if_notice(terms, notice.given)
    return notice.announced or by_clause


def standing(terms: ExitTerms, notice: Notice, day: date) -> Standing:
    """What became of the notice by `day`; `maybe` where it cannot be told."""
    given, reached = notice.given.by(day), _reached(terms, notice, day)
    suspended = _stopped(terms, notice, notice.suspended, day)
    # A suspended notice has no day of effect left: it can be revoked at any time after.
    revoked = notice.revoked.by(day) if notice.revoked and suspended else _stopped(terms, notice, notice.revoked, day)
    if given is False:
        return "not_given"
    if None in (given, revoked) or (not revoked and None in (suspended, reached)):
        return "maybe"
    return "revoked" if revoked else "suspended" if suspended else "taken_effect" if reached else "open"


def departures(terms: ExitTerms) -> tuple[Departure, ...]:
    """Every notice and every recorded end, in order, each with the day computed beside the day recorded."""
    return tuple(departure for bond in terms.bonds for departure in _departures_of(terms, bond))


def _departures_of(terms: ExitTerms, bond: Bond) -> list[Departure]:
    # A notice that was taken back led to no exit; the recorded end answers to the last that stood.
    stood = [notice for notice in bond.notices if notice.suspended is None and notice.revoked is None]
    found = [
        _departure(notice, _computed(terms, notice), bond if stood and notice is stood[-1] else None)
        for notice in bond.notices
    ]
    if bond.end is not None and not stood:
        by_term = next_term_end(terms, bond.end.first - timedelta(days=1)) if bond.end_act == "expired" else None
        found.append(_departure(None, by_term, bond))
    return found


def _departure(notice: Notice | None, computed: PartialDate | None, bond: Bond | None) -> Departure:
    recorded = bond.end if bond else None
    apart = None
    if computed is not None and recorded is not None and computed.last < LAST_DAY:
        apart = ((recorded.first - computed.last).days, (recorded.last - computed.first).days)
    return Departure(
        notice=notice, computed=computed, recorded=recorded, act=bond.end_act if bond else None, days_apart=apart
    )


def _computed(terms: ExitTerms, notice: Notice) -> PartialDate | None:
    """By the clauses alone, whatever the notice names."""
    return due(terms, Notice(given=notice.given))


def _holds(terms: ExitTerms, bond: Bond, day: date) -> bool | None:
    begun, over = bond.entry.by(day), _over(terms, bond, day)
    if begun is False or over is True:
        return False
    return None if begun is None or over is None else True


def _over(terms: ExitTerms, bond: Bond, day: date) -> bool | None:
    if bond.end is not None:
        return bond.end.by(day)
    return _any([*(_left(terms, notice, day) for notice in bond.notices), _ran_out(terms, day), _fell(terms, day)])


def _left(terms: ExitTerms, notice: Notice, day: date) -> bool | None:
    """Had this notice taken the party out?"""
    reached = _reached(terms, notice, day)
    stopped = _any(_stopped(terms, notice, act, day) for act in (notice.suspended, notice.revoked))
    if reached is False or stopped is True:
        return False
    return None if reached is None or stopped is None else True


def _ran_out(terms: ExitTerms, day: date) -> bool | None:
    """Had it ended of itself? None past a term that may have been renewed."""
    end = final_end(terms)
    if end is None:
        return False
    passed = end[0].by(day)
    return passed if end[1] or passed is False else None


def _fell(terms: ExitTerms, day: date) -> bool | None:
    """Had it fallen with its parent? A parent by which the party was never bound takes nothing with it."""
    parent = terms.parent
    if parent is None or not any(bond.entry.by(day) for bond in parent.bonds):
        return False
    holds = state(parent, day)
    return None if holds is None else not holds


def _reached(terms: ExitTerms, notice: Notice, day: date) -> bool | None:
    """Had the notice's own day of effect come?"""
    return (notice.announced or exit_if_notice(terms, notice.given)).by(day)


def _stopped(terms: ExitTerms, notice: Notice, act: PartialDate | None, day: date) -> bool | None:
    """Had `act` (suspension, revocation) come by `day`, and before the notice took effect?"""
    if act is None or act.by(day) is False:
        return False
    before = act.before(notice.announced or exit_if_notice(terms, notice.given))
    return None if act.by(day) is None and before is not False else before


def _any(values: Iterable[bool | None]) -> bool | None:
    """Yes if one is, None if one may be, else no."""
    several = list(values)
    return True if True in several else None if None in several else False
