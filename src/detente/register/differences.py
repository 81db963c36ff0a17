"""What has changed between two snapshots, or between two registers?

Two questions, never mixed. *We learned*: the same day, seen with later knowledge: statements added, withdrawn, made
again or corrected, field by field. *The world moved*: the same knowledge, asked of another day: spells that began or
ceased, acts that came to pass. Snapshots that differ in both are compared by way of the one between them: the day of
the first, as known to the second. Each axis names the derived statuses that moved along it, and the acts that did it.
When it lies: a row whose dates straddle one of the days goes from "cannot tell" to yes though nothing happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

import polars as pl

from detente.errors import RegisterError
from detente.register.changes import ChangeSet
from detente.register.revisions import Revisions, about, revisions
from detente.register.schema import TABLES
from detente.register.snapshot import Snapshot
from detente.register.status_changes import STATUS_CHANGE, status_changes
from detente.results import Result

HOLDING: Final = pl.Schema(
    {"table": pl.String, "record": pl.String, "about": pl.String, "was": pl.Boolean, "now": pl.Boolean}
)
_VERDICTS: Final = {"spell": "holds", "child": "holds", "act": "happened", "event": "happened", "figure": "begun"}


class Recorded(Protocol):
    """A register, as far as a comparison needs it."""

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Table -> all versions of all its rows, sorted by (record, version)."""

    def digest(self) -> str:
        """SHA-256 over its tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What followed along one axis.

    held : rows known on both sides whose verdict on the day is another (columns of HOLDING): `was` and `now` say yes,
        no or null (cannot tell), of holding, having happened or having begun.
    statuses : derived statuses that are others (columns of STATUS_CHANGE), with the records of the acts that did it.
    """

    held: pl.DataFrame = field(default_factory=HOLDING.to_frame)
    statuses: pl.DataFrame = field(default_factory=STATUS_CHANGE.to_frame)

    @property
    def is_empty(self) -> bool:
        """Nothing followed."""
        return self.held.is_empty() and self.statuses.is_empty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Result):
    """The answer of `changes(a, b)`.

    learned : rows of `b` that `a` did not know, sorted into added, withdrawn, restated and revised field by field.
    by_learning : what that did to verdicts and statuses on the day of `a` (empty between registers, which have no day).
    moved : what the other day did, everything known to `b` (empty between registers).
    """

    learned: Revisions
    by_learning: Effects = field(default_factory=Effects)
    moved: Effects = field(default_factory=Effects)

    @property
    def is_empty(self) -> bool:
        """Nothing changed on either axis."""
        return self.learned.is_empty and self.by_learning.is_empty and self.moved.is_empty

    def change_set(self, *, author: str, reason: str, at: datetime) -> ChangeSet:
        """What to apply to the first of two registers to get the second.

        Raises
        ------
        RegisterError : the second lacks, or has rewritten, rows of the first: it is no later state of it.
        """
        if not (self.learned.lost.is_empty() and self.learned.rewritten.is_empty()):
            row = pl.concat([self.learned.lost, self.learned.rewritten]).row(0, named=True)
            raise RegisterError(
                f"version {row['version']} of record {row['record']!r} is not in the second register as in the first",
                where=row["table"],
                expected="a register that only added to the first",
                next_step="merge the two registers",
            )
        return ChangeSet(self.input_digest, self.learned.rows, reason, author, at)


def changes(a: Snapshot | Recorded, b: Snapshot | Recorded) -> Changes:
    """From `a` to `b`: two snapshots, or two registers.

    Raises
    ------
    RegisterError : a snapshot beside a register.
    """
    if isinstance(a, Snapshot) and isinstance(b, Snapshot):
        return _between_snapshots(a, b)
    if isinstance(a, Snapshot) or isinstance(b, Snapshot):
        raise RegisterError(
            "a snapshot and a register cannot be compared",
            expected="two snapshots or two registers",
            next_step="ask the register as of a day",
        )
    learned = revisions(a.tables, b.tables)
    return Changes(
        method="rows by record and version", input_digest=a.digest(), records=learned.records, learned=learned
    )


def _between_snapshots(a: Snapshot, b: Snapshot) -> Changes:
    between = Snapshot(b.register, a.valid, b.known, b.basis)
    learned = revisions(_known(a), _known(b))
    by_learning = Effects() if learned.is_empty else _effects(a, between, learned.records)
    moved = Effects() if a.valid == b.valid else _effects(between, b, None)
    touched = [*by_learning.held["record"], *moved.held["record"]]
    return Changes(
        method=f"by way of {a.valid} as known to the second",
        parameters={"basis": b.basis} if a.basis == b.basis else {"basis": f"{a.basis}, then {b.basis}"},
        input_digest=a.digest,
        records=list(dict.fromkeys([*learned.records, *touched])),
        learned=learned,
        by_learning=by_learning,
        moved=moved,
    )


def _known(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    return {name: rows.learned_by(snapshot.known, snapshot.basis) for name, rows in snapshot.register.items()}


def _effects(before: Snapshot, after: Snapshot, learned: list[str] | None) -> Effects:
    """`learned`: records that changed between the two; None: the records are the same and the day is another."""
    held = pl.concat([HOLDING.to_frame(), *(_held(name, before, after) for name in TABLES)])
    acts = [*held["record"], *(learned or [])]
    return Effects(held=held, statuses=status_changes(before, after, acts))


def _held(name: str, before: Snapshot, after: Snapshot) -> pl.DataFrame:
    """Rows known to both whose verdict differs; a row that a snapshot leaves out has the verdict no."""
    table = TABLES[name]
    if table.time == "reference" or after.recorded(name).is_empty():
        return HOLDING.to_frame()
    verdict = _VERDICTS[table.time]
    joined = (
        after.recorded(name)
        .select("record", about(name).alias("about"))
        .join(before.recorded(name).select("record"), on="record", how="semi", maintain_order="left")
        .join(_verdicts(before, name, verdict, "was"), on="record", how="left", maintain_order="left")
        .join(_verdicts(after, name, verdict, "now"), on="record", how="left", maintain_order="left")
    )
    decided = joined.with_columns(
        pl.when(pl.col(f"{side}_kept").is_null()).then(False).otherwise(side).alias(side)  # noqa: FBT003  # a value
        for side in ("was", "now")
    )
    differing = decided.filter(pl.col("was").ne_missing(pl.col("now")))
    return differing.select(pl.lit(name).alias("table"), "record", "about", "was", "now")


def _verdicts(snapshot: Snapshot, name: str, verdict: str, side: str) -> pl.DataFrame:
    rows: pl.DataFrame = getattr(snapshot, name)
    return rows.select("record", pl.col(verdict).alias(side), pl.lit(value=True).alias(f"{side}_kept"))
