"""When does "no row" mean "no"?

Only where somebody declared to have looked: a row of table `coverage` whose list is complete for the subject on the
day. Everywhere else absence is unknown, and a count of nothing is "none recorded", never 0. Of several declarations
about one column the most specific speaks (a key before a prefix `UKR-*`, a prefix before `*`), and of equals the most
cautious. For the parties of an agreement the declaration is its own `parties_listed`. When it lies: for events "never
by this day" is said of the time the list covers; what lies before its first day nobody may have looked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, Protocol

import polars as pl

from detente.errors import RegisterError
from detente.register import dates
from detente.register.schema import TABLES, Table
from detente.register.vocabularies import words

Completeness = Literal["complete", "partial", "none"]
CoverageState = Literal["inside", "outside", "hole", "partly"]
Value = str | int | float | bool | None

_COMPLETENESS: Final = words("coverage", "completeness")
# Columns that narrow a question beyond what a declaration speaks of: a complete list of parties is not a complete list
# of their acts, and a list that is complete today says nothing of the figures of another year.
BEYOND: Final = {"participations": ("act", "occurrence", "towards"), "observations": ("period",)}


@dataclass(frozen=True)
class Hole:
    """Days inside a window that nobody coded, both inclusive, and why."""

    start: date
    end: date
    why: str


@dataclass(frozen=True)
class Coverage:
    """What a list or data set claims to cover: days `start` to `end`, both inclusive.

    `completeness`: complete (no row means no), partial (no row means unknown), none. `universe`: for which units
    (`listed`: only those that appear). `columns`: columns whose coverage differs from that of the table.
    """

    start: date
    end: date
    completeness: Completeness
    universe: str = "listed"
    holes: tuple[Hole, ...] = ()
    columns: Mapping[str, "Coverage"] = field(default_factory=dict)

    def state(self, start: date, end: date) -> CoverageState:
        """How the days `start` to `end` (inclusive) lie: inside the window, outside, partly, or touching a hole.

        >>> Coverage(date(1949, 4, 4), date(2026, 11, 21), "complete").state(date(2026, 1, 1), date(2026, 12, 31))
        'partly'
        """
        if end < self.start or start > self.end:
            return "outside"
        if start < self.start or end > self.end:
            return "partly"
        return "hole" if any(start <= hole.end and hole.start <= end for hole in self.holes) else "inside"


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: certainly, and possibly more; `covered` says whether the list counted is complete.

    >>> [str(Count(431, 12, False)), str(Count(28, 0, True)), str(Count(0, 0, True)), str(Count(0, 0, False))]
    ['431 certain + 12 possible', '28', '0', 'none recorded']
    """

    certain: int
    possible: int
    covered: bool
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The number; a zero is printed only where the list is complete."""
        if self.possible:
            certain = f"{self.certain} certain + " if self.certain or self.covered else ""
            return f"{certain}{self.possible} possible"
        return str(self.certain) if self.certain or self.covered else "none recorded"


class Asked(Protocol):
    """What is needed of a snapshot here; the class itself offers these questions and so stands above this module."""

    @property
    def valid(self) -> date:
        """The day."""

    def recorded(self, table: str) -> pl.DataFrame:
        """The rows of `table` as known."""

    def __getattr__(self, table: str) -> pl.DataFrame:
        """The rows of `table` that held or may have held on the day."""


def declared(snapshot: Asked, table: str, /, **subject: Value) -> Coverage | None:
    """The declaration that answers for this subject on the snapshot's day, else the last that ended before it.

    None: nobody declared anything. `end` is the day for "complete to DAY". Parameters as for `absent`.
    """
    claims = list(_claims(snapshot, checked(table, subject), subject))
    speaking = _speaking(claims, snapshot.valid, snapshot.valid)
    over = [claim.coverage for claim in claims if claim.coverage.end < snapshot.valid]
    return speaking or max(over, key=lambda coverage: coverage.end, default=None)


def covered(snapshot: Asked, table: str, /, **subject: Value) -> bool:
    """May the lack of a row about this subject be read as "no" on the snapshot's day? Parameters as for `absent`."""
    return covered_during(snapshot, table, snapshot.valid, snapshot.valid, **subject)


def covered_during(snapshot: Asked, table: str, start: date, end: date, /, **subject: Value) -> bool:
    """The same for all days from `start` to `end`, both inclusive."""
    schema = checked(table, subject)
    if set(subject) & set(BEYOND.get(table, ())):
        return False
    if table == "participations" and "agreement" in subject:
        return _parties_listed(snapshot, subject["agreement"])
    speaking = _speaking(list(_claims(snapshot, schema, subject)), start, end)
    return speaking is not None and speaking.completeness == "complete"


@dataclass(frozen=True)
class _Claim:
    """One declaration about the subject: through which column, how specifically (2 exact, 1 prefix, 0 all)."""

    column: str
    rank: tuple[int, int]
    coverage: Coverage


def checked(table: str, subject: Mapping[str, Value]) -> Table:
    """The table, once every column of `subject` is one of its own and every word one that the column has.

    Raises
    ------
    RegisterError : no such table, column or word.
    """
    if table not in TABLES:
        raise RegisterError(f"no table {table!r}", expected=", ".join(TABLES), next_step="check the name")
    schema = TABLES[table]
    for column, value in subject.items():
        if column not in schema.own:
            raise RegisterError(
                f"table {table!r} has no column {column!r}",
                expected=", ".join(schema.own),
                next_step="check the name of the column",
            )
        allowed = schema.about(column)["words"]
        if allowed and value is not None and value not in allowed:
            raise RegisterError(
                f"{value!r} is not a word of {table}.{column}",
                expected=", ".join(allowed),
                next_step="choose one of these",
            )
    return schema


def _claims(snapshot: Asked, schema: Table, subject: Mapping[str, Value]) -> Iterator[_Claim]:
    """Every declaration that speaks of the subject, with the days for which it counts.

    A complete list counts on days it certainly covers; a list that says it is not complete, on days it may cover.
    """
    rows = snapshot.recorded("coverage").filter(pl.col("table") == schema.name)
    for row in rows.iter_rows(named=True):
        rank = _specificity(row["subject"], subject.get(row["key"]))
        if rank is None:
            continue
        surely = row["completeness"] == "complete"
        start = row["valid_from_last" if surely else "valid_from_first"]
        over = row["valid_to_first" if surely else "valid_to_last"]
        end = dates.LAST_DAY if over is None else over - timedelta(days=1)
        if start is not None and start <= end:
            yield _Claim(row["key"], rank, Coverage(start, end, row["completeness"]))


def _specificity(pattern: str, value: Value) -> tuple[int, int] | None:
    """How closely a declared subject names `value`; None where it does not."""
    if pattern == "*":
        return 0, 0
    text = None if value is None else str(value)
    if text is None:
        return None
    if pattern.endswith("*"):
        return (1, len(pattern)) if text.startswith(pattern[:-1]) else None
    return (2, 0) if text == pattern else None


def _speaking(claims: list[_Claim], start: date, end: date) -> Coverage | None:
    """What is declared for all days from `start` to `end`: per column the most specific, of equals the most cautious.

    Complete through any one column is enough: all members of an organisation include this one. What is said of all
    (`*`) gives way to anything said of this subject.
    """
    # A gap in the list on one day of the period is a gap; completeness must hold on all of them.
    touching = [
        claim
        for claim in claims
        if claim.coverage.state(start, end) == "inside"
        or (claim.coverage.completeness != "complete" and claim.coverage.state(start, end) != "outside")
    ]
    touching = [claim for claim in touching if claim.rank > (0, 0)] or touching
    best: list[Coverage] = []
    for column in dict.fromkeys(claim.column for claim in touching):
        about = [claim for claim in touching if claim.column == column]
        top = max(claim.rank for claim in about)
        rivals = [claim.coverage for claim in about if claim.rank == top]
        best.append(max(rivals, key=lambda coverage: _COMPLETENESS.index(coverage.completeness)))
    return min(best, key=lambda coverage: _COMPLETENESS.index(coverage.completeness), default=None)


def _parties_listed(snapshot: Asked, agreement: Value) -> bool:
    """Whether every statement about the agreement says that its parties are listed completely."""
    said = snapshot.recorded("agreements").filter(pl.col("agreement") == agreement)["parties_listed"]
    return not said.is_empty() and bool((said == "complete").fill_null(value=False).all())
