"""What comes due next for each party bound by each agreement, and who may be out sooner?

One row per pair from its `ExitTerms` and a day. What comes due is the nearest of: an open notice takes effect, the last
day for notice for a term end that notice can still reach, the last day in force, the day on which notice or exit
becomes possible, a renewal. When it lies: an earliest exit supposes a notice given and received on the day, and a party
that may leave by a way nobody recorded is not among those that may leave sooner.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente.register.dates import LAST_DAY, PartialDate
from detente.register.exit_clock import (
    exit_if_notice,
    governing,
    last_notice_day,
    opens,
    premature,
)
from detente.register.exit_state import Standing, due, standing, state
from detente.register.exit_term_ends import final_end, next_term_end, running
from detente.register.exit_terms import ExitTerms, Notice, NoticeDeadline
from detente.register.vocabularies import Confidence, weakest

Row = dict[str, Any]  # Any: a cell is a str, bool, int, date, list or None
Coming = tuple[str, date, date]  # a word of DUE, the first and the last possible day

DUE: Final = ("exit_due", "last_notice_day", "last_day", "notice_opens", "renews", "runs_on")
AT_TERM_END: Final = ("ends", "ends_unless_renewed", "renews", "runs_on", "unknown")
_AT_TERM_END: Final = {
    "none": "ends",
    "by_agreement": "ends_unless_renewed",
    "tacit": "renews",
    "indefinite": "runs_on",
}
_LIVE: Final = ("open", "suspended", "maybe")
_A_DAY: Final = timedelta(days=1)

_DAY, _TEXTS = pl.Date(), pl.List(pl.String)
_SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "agreement": pl.String(),
    "party": pl.String(),
    "in_force": pl.Boolean(),
    "follows": pl.String(),
    "due": pl.Enum(DUE),
    "due_first": _DAY,
    "due_last": _DAY,
    "days_left": pl.Int64(),
    "term_end_first": _DAY,
    "term_end_last": _DAY,
    "at_term_end": pl.Enum(AT_TERM_END),
    "notice_safe": _DAY,
    "notice_arguable": _DAY,
    "notice_passed": pl.Boolean(),
    "decision_safe": _DAY,
    "decision_arguable": _DAY,
    "opens_first": _DAY,
    "opens_last": _DAY,
    "exit_first": _DAY,
    "exit_last": _DAY,
    "premature": pl.Boolean(),
    "notice": pl.Enum(_LIVE),
    "exit_due_first": _DAY,
    "exit_due_last": _DAY,
    "sooner": _TEXTS,
    "sooner_first": _DAY,
    "confidence": Confidence,
    "unknown": _TEXTS,
    "findings": _TEXTS,
    "records": _TEXTS,
}


def table(every: Mapping[tuple[str, str], ExitTerms], day: date) -> pl.DataFrame:
    """The rows of `exits.calendar`, without titles, of all pairs that are bound, or may be, on `day`."""
    by_clauses: dict[object, tuple[Row, list[Coming]]] = {}
    of_agreement: defaultdict[str, list[Row]] = defaultdict(list)
    for terms in every.values():
        if (holds := state(terms, day)) is False:
            continue
        same = _same_clauses(terms)
        if same not in by_clauses:
            by_clauses[same] = _by_clauses(terms, day)
        dates, coming = by_clauses[same]
        of_agreement[terms.agreement].append({"in_force": holds, **dates, **_by_acts(terms, coming, day)})
    rows = [row | _sooner(row, parties) for parties in of_agreement.values() for row in parties]
    return pl.DataFrame(rows, schema=dict(_SCHEMA)).sort("days_left", "agreement", "party", nulls_last=True)


def _same_clauses(terms: ExitTerms | None) -> tuple[object, ...]:
    """Equal for parties whom the same clauses give the same days: most parties of a treaty."""
    if terms is None:
        return ()
    own_start = terms.party_in_force if terms.not_before is not None and terms.not_before_from != "agreement" else None
    return (terms.agreement, terms.records, own_start, *_same_clauses(terms.parent))


def _by_clauses(terms: ExitTerms, day: date) -> tuple[Row, list[Coming]]:
    """The columns that follow from the clauses, whatever the party did, and what they bring."""
    clock, end, at_end = governing(terms), *_present_term(terms, day)
    ends_terms = clock.exit_clause and clock.effect != "notice_end"
    deadline = last_notice_day(terms, end) if end and ends_terms else NoticeDeadline(None, None)
    decision = _decision(terms, end, deadline, day)
    return {
        "agreement": terms.agreement,
        "follows": terms.parent.agreement if terms.parent else None,
        **_ends("term_end", end),
        "at_term_end": at_end,
        "notice_safe": deadline.safe,
        "notice_arguable": deadline.arguable,
        "notice_passed": deadline.passed(day),
        "decision_safe": decision.safe,
        "decision_arguable": decision.arguable,
        **_ends("opens", opens(terms)),
        **_ends("exit", _leaving(terms, day)),
        "premature": premature(terms, day),
        "unknown": list(clock.unknown),
    }, _coming(terms, decision, end, at_end)


def _by_acts(terms: ExitTerms, coming: Sequence[Coming], day: date) -> Row:
    """The columns that follow from what this party did, and the nearest of all that comes."""
    clock, bond = governing(terms), terms.bonds[-1]
    notice, word = _live_notice(terms, day)
    exit_due = due(terms, notice) if notice and word != "suspended" else None
    if exit_due is not None:
        # A party on its way out has nothing else to decide; a doubtful notice leaves the rest open.
        rest = coming if word == "maybe" else [each for each in coming if each[0] == "last_day"]
        coming = [("exit_due", exit_due.first, exit_due.last), *rest]
    nearest, days_left = _nearest(coming, day)
    sure = [each for each in (terms.confidence, clock.confidence, notice and notice.confidence) if each]
    by_notice = (record for each in bond.notices for record in each.records)
    return {
        "party": terms.party,
        "due": nearest and nearest[0],
        "due_first": nearest and nearest[1],
        "due_last": nearest and _bounded(nearest[2]),
        "days_left": days_left,
        "notice": word,
        **_ends("exit_due", exit_due),
        "confidence": weakest(sure) if sure else None,
        "findings": list(dict.fromkeys((*terms.findings, *clock.findings))),
        "records": list(dict.fromkeys((*terms.records, *clock.records, *bond.records, *by_notice))),
    }


def _present_term(terms: ExitTerms, day: date) -> tuple[PartialDate | None, str | None]:
    """End of the term that runs on `day` (or ran out without a renewal on record), and what happens then."""
    final = final_end(terms)
    end = final[0] if final else next_term_end(terms, day)
    return end, _AT_TERM_END.get(running(terms).renewal, "unknown") if end else None


def _decision(terms: ExitTerms, end: PartialDate | None, deadline: NoticeDeadline, day: date) -> NoticeDeadline:
    """The deadline of the first term end, from `end` on, that a notice from `day` on can still reach."""
    while end is not None and deadline.arguable is not None and deadline.arguable < day:
        end = next_term_end(terms, end.last) if final_end(terms) is None else None
        deadline = last_notice_day(terms, end) if end else NoticeDeadline(None, None)
    return deadline


def _live_notice(terms: ExitTerms, day: date) -> tuple[Notice | None, Standing | None]:
    """The last notice of the present spell that is open, suspended or doubtful on `day`."""
    for notice in reversed(terms.bonds[-1].notices):
        word = standing(terms, notice, day)
        if word in _LIVE:
            return notice, word
    return None, None


def _leaving(terms: ExitTerms, day: date) -> PartialDate | None:
    """First day out if notice is given and received on `day`, else when the term is not renewed; None: not known."""
    if governing(terms).notice is not None:
        return exit_if_notice(terms, day, day)
    final = final_end(terms)
    return None if final is None else final[0] if final[1] else PartialDate.between(final[0].first, LAST_DAY)


def _coming(terms: ExitTerms, decision: NoticeDeadline, end: PartialDate | None, at_end: str | None) -> list[Coming]:
    found: list[Coming] = []
    if decision.safe is not None and decision.arguable is not None:
        found.append(("last_notice_day", decision.safe, decision.arguable))
    if end is not None and at_end in ("renews", "runs_on"):
        found.append((at_end, end.first, end.last))
    elif end is not None:
        found.append(("last_day", end.first - _A_DAY, end.last - _A_DAY))
    first_possible = opens(terms)
    if first_possible is not None:
        found.append(("notice_opens", first_possible.first, first_possible.last))
    return found


def _nearest(coming: Sequence[Coming], day: date) -> tuple[Coming | None, int | None]:
    """The nearest thing due and the days left; what may be today counts from today, a last day passed is overdue."""
    ahead = [each for each in coming if each[2] >= day]
    if ahead:
        nearest = min(ahead, key=lambda each: (max(each[1], day), DUE.index(each[0])))
        return nearest, (max(nearest[1], day) - day).days
    overdue = [each for each in coming if each[0] == "last_day"]
    return (overdue[0], (overdue[0][2] - day).days) if overdue else (None, None)


def _sooner(row: Row, all_parties: Sequence[Row]) -> Row:
    """The other parties that may be out before this one, soonest first."""
    own, others = _soonest(row), [(_soonest(other), other["party"]) for other in all_parties if other is not row]
    ahead = sorted(each for each in others if each[0] < own)
    return {"sooner": [party for _, party in ahead], "sooner_first": ahead[0][0] if ahead else None}


def _soonest(row: Row) -> date:
    return min(row["exit_due_first"] or LAST_DAY, row["exit_first"] or LAST_DAY)


def _ends(column: str, day: PartialDate | None) -> Row:
    return {f"{column}_first": day and day.first, f"{column}_last": day and _bounded(day.last)}


def _bounded(day: date) -> date | None:
    """The end of the calendar stands for "no bound known"."""
    return None if day >= LAST_DAY else day
