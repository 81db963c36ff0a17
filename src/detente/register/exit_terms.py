"""What do an agreement's term and exit clauses say for one party, and what has the party done about leaving?

One frozen record per agreement and party: the clauses in force on the snapshot's day, the spells during which the party
was bound, and its notices. What a text leaves open, or nobody read, is said (`unknown`, None), never filled in: the
clock (`exit_clock`) then gives both readings. When it lies: the default rules of the Vienna Convention on the Law of
Treaties (arts. 54-56) are not read into a silent text, though they may apply.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.durations import Duration
from detente.register.dates import PartialDate

Renewal = Literal["none", "tacit", "by_agreement", "indefinite", "with_parent", "unknown"]
Effect = Literal["notice_end", "term_end", "unknown"]
NotBeforeFrom = Literal["agreement", "party", "unknown"]
NotBeforeApplies = Literal["notice", "effect", "unknown"]
CountsFrom = Literal["given", "received", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice of leaving, and what became of it.

    Attributes
    ----------
    given : the day it was given.
    announced : the first day out that the notice itself names, if recorded; it beats the clock.
    suspended, revoked : when it was taken back for a time, or for good.
    """

    given: PartialDate
    announced: PartialDate | None = None
    suspended: PartialDate | None = None
    revoked: PartialDate | None = None
    confidence: str | None = None
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One spell during which the party was bound: half open, `end` is the first day out; None: no end recorded."""

    entry: PartialDate
    end: PartialDate | None = None
    end_act: str | None = None
    notices: tuple[Notice, ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitTerms:
    """When one party may leave one agreement, as far as the texts were read.

    Attributes
    ----------
    in_force : entry into force of the agreement itself, from which its terms run; None: not recorded.
    term, last_day : length of the first term; the last day in force (inclusive) where the text names one, which then
        goes before the term.
    renewal, renewal_term : what happens at the end of a term; length of each further one.
    exit_clause : whether one is recorded. Without it nothing is known of notices.
    notice : time from notice to effect.
    effect : whether leaving takes effect when that time has run, or when the term ends.
    not_before, not_before_from, not_before_applies : time in force before a notice, or an exit, is possible.
    notice_counts_from : whether the time runs from the day the notice was given, or received.
    clear_days : whether the day of notice is left out of the count.
    parent : the terms of the agreement it falls with; None: it stands alone.
    bonds : the party's spells, in order.
    confidence : the weakest of the clauses and the party's entry; None where there is neither.
    findings : what is odd about the record, as sentences.
    """

    agreement: str
    party: str
    in_force: PartialDate | None = None
    term: Duration | None = None
    last_day: PartialDate | None = None
    renewal: Renewal = "unknown"
    renewal_term: Duration | None = None
    exit_clause: bool = True
    notice: Duration | None = None
    effect: Effect = "unknown"
    not_before: Duration | None = None
    not_before_from: NotBeforeFrom = "unknown"
    not_before_applies: NotBeforeApplies = "unknown"
    notice_counts_from: CountsFrom = "unknown"
    clear_days: bool | None = None
    parent: "ExitTerms | None" = None
    bonds: tuple[Bond, ...] = ()
    confidence: str | None = None
    records: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def party_in_force(self) -> PartialDate | None:
        """Entry of the party's present (or last) spell; None: it was never bound as far as recorded."""
        return self.bonds[-1].entry if self.bonds else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not recorded and bears on the answers: columns of `provisions`, or a clause, a parent, the entry."""
        stands_alone = self.parent is None
        has_first_end = self.term is not None or self.last_day is not None
        silent = stands_alone and self.renewal == "unknown" and not has_first_end
        open_points = {
            "in_force": self.in_force is None,
            "term_clause": silent,
            "term": not has_first_end and self.renewal in ("none", "tacit", "by_agreement"),
            "renewal": has_first_end and self.renewal == "unknown",
            "renewal_term": self.renewal == "tacit" and self.renewal_term is None,
            "parent": stands_alone and self.renewal == "with_parent",
            "exit_clause": stands_alone and not self.exit_clause,
        }
        clause = {
            "notice_period": self.notice is None,
            "effect": self.effect == "unknown",
            "not_before_from": self.not_before is not None and self.not_before_from == "unknown",
            "not_before_applies": self.not_before is not None and self.not_before_applies == "unknown",
            "notice_counts_from": self.notice_counts_from == "unknown",
            "clear_days": self.clear_days is None and self.effect != "notice_end",
        }
        return tuple(name for name, is_open in (open_points | (clause if self.exit_clause else {})).items() if is_open)


@dataclass(frozen=True, slots=True)
class NoticeDeadline:
    """The last day for notice: `safe` under every reading, `arguable` under one. None: the period is not known."""

    safe: date | None
    arguable: date | None

    def passed(self, day: date) -> bool | None:
        """Is it too late on `day`? None between the two, or where neither is known."""
        if self.safe is None or self.arguable is None:
            return None
        return True if day > self.arguable else False if day <= self.safe else None
