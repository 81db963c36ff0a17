"""When can we, or they, leave; by which day must notice be given; and what comes due next?

The clauses and acts of the register (`exit_clauses`, `exit_bonds`) are put together as `ExitTerms`; the clock
(`exit_term_ends`, `exit_clock`) works on these, and `exit_state` says who was still bound. `calendar` is the table of
a treaty office: one row per agreement and party bound on the snapshot's day, nearest day first. Computed days are the
first day out, half open; a last day in force is inclusive, as the texts write it. Law of exit: Vienna Convention on the
Law of Treaties, arts. 42, 54-56, 65-68. When it lies: an agreement whose clauses nobody recorded has no dates here,
which does not mean that it has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from detente.errors import RegisterError
from detente.register.dates import PartialDate
from detente.register.entry import FALLS_WITH_PARENT, PAIR, acts
from detente.register.exit_bonds import Bonds, Pair, agreement_entries, bonds
from detente.register.exit_calendar import AT_TERM_END, DUE, table
from detente.register.exit_clauses import Clause, Said, clauses, said, speaking_for
from detente.register.exit_clock import exit_if_notice, governing, last_notice_day, opens, premature
from detente.register.exit_state import Departure, departures, due, standing, state
from detente.register.exit_term_ends import final_end, next_term_end, running, term_end
from detente.register.exit_terms import Bond, ExitTerms, Notice, NoticeDeadline
from detente.register.references import nearest
from detente.register.snapshot import Snapshot
from detente.register.vocabularies import weakest

__all__ = [
    "AT_TERM_END", "DUE", "Bond", "Departure", "ExitTerms", "Notice", "NoticeDeadline", "calendar", "departures", "due",
    "every", "exit_if_notice", "final_end", "governing", "last_notice_day", "next_term_end", "opens", "premature",
    "running", "standing", "state", "term_end", "terms",
]  # fmt: skip


def terms(snapshot: Snapshot, agreement: str, party: str) -> ExitTerms:
    """The exit terms of one party, by the clauses that hold on the snapshot's day; a party without an act has no bonds.

    Raises
    ------
    RegisterError : no such agreement.
    """
    _refuse_unknown("agreement", agreement, snapshot.recorded("agreements")["agreement"])
    return every(snapshot).get((agreement, party)) or snapshot.once(_reading).terms(agreement, party)


def every(snapshot: Snapshot) -> Mapping[Pair, ExitTerms]:
    """The exit terms of every party that ever acted under an agreement: (agreement, party) -> terms."""
    return snapshot.once(_every)


def calendar(
    snapshot: Snapshot, party: str | None = None, horizon: date | None = None, agreement: str | None = None
) -> pl.DataFrame:
    """What comes due in the agreements that bind, or may bind, `party` (None: every party) on the snapshot's day.

    Parameters
    ----------
    horizon : keep only what comes due on or before this day; None keeps also what has no day.

    Returns
    -------
    One row per agreement and party, by `days_left` (those without last), agreement, party:
    agreement, title, party, in_force (yes, or null: may have ended), follows (the agreement it falls with);
    due (a word of DUE), due_first, due_last, days_left (from the snapshot's day; negative: overdue): the next day that
    matters; term_end_first, term_end_last (first day after the present term), at_term_end (a word of AT_TERM_END);
    notice_safe, notice_arguable (last day for notice for leaving at that term end), notice_passed;
    decision_safe, decision_arguable (the same for the next term end that notice can still reach);
    opens_first, opens_last (first day on which notice or exit is possible, where a clause makes it wait);
    exit_first, exit_last (first day out if notice is given, and received, on the snapshot's day, or the term is not
    renewed; null: not known, or no bound); premature (whether that notice comes too early);
    notice (open, suspended, maybe), exit_due_first, exit_due_last;
    sooner (other parties that may be out earlier), sooner_first;
    confidence (the weakest of clauses, entry and notice), unknown (what is not recorded and bears on the row),
    findings, records.

    Raises
    ------
    RegisterError : no such party or agreement.
    """
    rows = snapshot.once(_calendar)
    if party is not None:
        _refuse_unknown("actor", party, snapshot.recorded("actors")["actor"])
        rows = rows.filter(pl.col("party") == party)
    if agreement is not None:
        _refuse_unknown("agreement", agreement, snapshot.recorded("agreements")["agreement"])
        rows = rows.filter(pl.col("agreement") == agreement)
    return rows if horizon is None else rows.filter(pl.col("days_left") <= (horizon - snapshot.valid).days)


# --- terms ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """The register read once for clauses and bonds; terms are put together on demand."""

    clauses: Mapping[str, list[Clause]]
    bonds: Mapping[Pair, Bonds]
    entries: Mapping[str, PartialDate]
    parents: Mapping[str, tuple[str, str | None]]
    _said: dict[tuple[str, ...], Said] = field(default_factory=dict)

    def terms(self, agreement: str, party: str, below: tuple[str, ...] = ()) -> ExitTerms:
        """Put together what is known of one pair; `below`: the agreements that fall with this one."""
        chosen = speaking_for(party, self.clauses.get(agreement, []))
        records = tuple(row["record"] for row in chosen)
        if records not in self._said:
            self._said[records] = said(chosen)
        clause = self._said[records]
        bound = self.bonds.get((agreement, party), Bonds())
        parent, relation = self.parents.get(agreement, (None, None))
        falls = clause.points["renewal"] == "with_parent" or relation in FALLS_WITH_PARENT
        above = None
        if falls and parent is not None and parent not in (agreement, *below):
            above = self.terms(parent, party, (*below, agreement))
        known = [*clause.confidences, *([bound.confidence] if bound.confidence else [])]
        return ExitTerms(
            agreement=agreement,
            party=party,
            in_force=self.entries.get(agreement),
            **clause.points,
            parent=above,
            bonds=bound.spells,
            confidence=weakest(known) if known else None,
            records=clause.records,
            findings=(*clause.findings, *bound.findings),
        )


def _reading(snapshot: Snapshot) -> _Reading:
    bound = bonds(snapshot)
    hung = snapshot.recorded("agreements").filter(pl.col("parent").is_not_null())
    parents = {
        key: (parent, relation) for key, parent, relation in hung.select("agreement", "parent", "relation").iter_rows()
    }
    return _Reading(clauses(snapshot), bound, agreement_entries(bound), parents)


def _every(snapshot: Snapshot) -> Mapping[Pair, ExitTerms]:
    reading = snapshot.once(_reading)
    pairs = snapshot.once(acts).select(PAIR).unique(maintain_order=True)
    return {(agreement, party): reading.terms(agreement, party) for agreement, party in pairs.iter_rows()}


def _calendar(snapshot: Snapshot) -> pl.DataFrame:
    titles = snapshot.recorded("agreements").unique("agreement", keep="last").select("agreement", "title")
    rows = table(every(snapshot), snapshot.valid).join(titles, on="agreement", how="left", maintain_order="left")
    return rows.select("agreement", "title", pl.all().exclude("agreement", "title"))


def _refuse_unknown(what: str, key: str, keys: pl.Series) -> None:
    """A key that nobody recorded is a slip, not a party without commitments."""
    if key not in keys:
        like = ", ".join(nearest(key, keys.unique().sort()))
        expected = f"a key such as {like}" if like else f"the key of an {what} in the register"
        raise RegisterError(f"no {what} {key!r} is recorded", expected=expected, next_step="check the key")
