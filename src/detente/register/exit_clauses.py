"""What do the term and exit clauses of an agreement say to one of its parties?

The clauses that hold on the snapshot's day (kinds `term` and `exit` of `provisions`). A clause that names obligors
speaks for these alone and goes before the general one. Where several clauses hold, the surest that says something is
taken, point by point; two equally sure ones that differ leave the point unknown and are named in `findings`. When it
lies: two exit clauses that are two ways out of one agreement look like a contradiction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from detente.durations import Duration
from detente.register.dates import PartialDate
from detente.register.snapshot import Snapshot
from detente.register.vocabularies import CONFIDENCE

Clause = Mapping[str, Any]  # Any: a cell is a str, date, bool or None

_TERM_POINTS: Final = ("term", "last_day", "renewal", "renewal_term")
_EXIT_POINTS: Final = (
    "notice_period",
    "effect",
    "not_before",
    "not_before_from",
    "not_before_applies",
    "notice_counts_from",
    "clear_days",
)
_DURATIONS: Final = ("term", "renewal_term", "notice_period", "not_before")
_WORDS: Final = ("renewal", "effect", "not_before_from", "not_before_applies", "notice_counts_from")
_ABOUT: Final = ("agreement", "kind", "record", "obligor", "confidence", "last_day_first", "last_day_last")


@dataclass(frozen=True, slots=True)
class Said:
    """What a choice of clauses says: fields of `ExitTerms` by name, how surely, where, and what is odd about it."""

    points: Mapping[str, Any]
    confidences: tuple[str, ...]
    records: tuple[str, ...]
    findings: tuple[str, ...]


def clauses(snapshot: Snapshot) -> Mapping[str, list[Clause]]:
    """The term and exit clauses of each agreement that hold, or may hold, on the day."""
    found: defaultdict[str, list[Clause]] = defaultdict(list)
    rows = snapshot.provisions.filter(pl.col("kind").is_in(["term", "exit"]))
    rows = rows.select(*_ABOUT, *_TERM_POINTS, *_EXIT_POINTS).with_columns(
        pl.col("kind", "confidence", *_WORDS).cast(pl.String)
    )
    for row in rows.iter_rows(named=True):
        found[row["agreement"]].append(row)
    return found


def speaking_for(party: str, of_agreement: Sequence[Clause]) -> list[Clause]:
    """The clauses of each kind that bind the party: those that name it, else the general ones; surest first."""
    chosen: list[Clause] = []
    for kind in ("term", "exit"):
        of_kind = [row for row in of_agreement if row["kind"] == kind]
        naming = [row for row in of_kind if row["obligor"] is not None and party in row["obligor"].split(";")]
        general = [row for row in of_kind if row["obligor"] is None]
        chosen += sorted(naming or general, key=lambda row: CONFIDENCE.index(row["confidence"]))
    return chosen


def said(speaking: Sequence[Clause]) -> Said:
    """Read the clauses, point by point; surest first."""
    findings: list[str] = []
    on_terms = [row for row in speaking if row["kind"] == "term"]
    on_exit = [row for row in speaking if row["kind"] == "exit"]
    points = {point: _point(point, on_terms, findings) for point in _TERM_POINTS}
    points |= {point: _point(point, on_exit, findings) for point in _EXIT_POINTS}
    points |= {point: _calendar_step(point, points[point], findings) for point in _DURATIONS}
    points |= {point: points[point] or "unknown" for point in _WORDS}
    points |= {"notice": points.pop("notice_period"), "exit_clause": bool(on_exit)}
    return Said(
        points,
        tuple(row["confidence"] for row in speaking),
        tuple(row["record"] for row in speaking),
        tuple(findings),
    )


def _point(point: str, speaking: Sequence[Clause], findings: list[str]) -> Any:
    """What the surest clauses say on one point; None where none does, or where two of them differ."""
    says = [row for row in speaking if row[point] is not None]
    surest = [row for row in says if row["confidence"] == says[0]["confidence"]]
    if len({row[point] for row in surest}) > 1:
        differing = " or ".join(f"{row[point]} ({row['record']})" for row in surest)
        findings.append(f"clauses differ in {point}: {differing}")
        return None
    if point == "last_day" and surest:
        return PartialDate.between(surest[0]["last_day_first"], surest[0]["last_day_last"])
    return surest[0][point] if surest else None


def _calendar_step(point: str, text: str | None, findings: list[str]) -> Duration | None:
    """The duration, if it is one of days, months or years, and not of no length where terms follow each other by it."""
    if text is None:
        return None
    length = Duration.parse(text)
    if length.seconds or (point == "renewal_term" and length == Duration()):
        findings.append(f"{point} {text} is no step of a calendar: taken as unknown")
        return None
    return length
