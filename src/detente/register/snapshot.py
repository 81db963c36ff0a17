"""What held on one date, as known on another?

A snapshot answers with plain frames. `snapshot.agreements` has the rows that held, or may have held, on `valid`; what
was planned for later or had ended by then is in `snapshot.recorded("agreements")`, which filters by knowledge only.
Nothing here reads the clock: the caller passes the day.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast

import polars as pl

from detente.errors import RegisterError
from detente.register import absence, coverage, dates, versions
from detente.register.coverage import Count, Value
from detente.register.csv_bytes import csv_bytes
from detente.register.schema import TABLES
from detente.register.versions import Basis

Derived = TypeVar("Derived")
_PARENT = {"provisions": ("agreement", "agreements"), "participants": ("activity", "activities")}


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The register as of `valid`, as known at `known` (None: everything recorded) on a basis of knowledge.

    Every table is an attribute: a frame with its columns, `c_first` and `c_last` (Date) for each partial date, and one
    nullable Boolean: `holds` (spells, children), `happened` (acts, events) or `begun` (figures); rows where it is false
    are left out, rows where it is null are kept.
    """

    register: Mapping[str, versions.History]
    valid: date
    known: datetime | None
    basis: Basis
    _recorded: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    _selected: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    _derived: dict[object, object] = field(default_factory=dict, repr=False)

    def __getattr__(self, table: str) -> pl.DataFrame:
        """The rows of `table` that held, or may have held, on `valid`."""
        if table not in TABLES:
            raise AttributeError(f"the register has no table {table!r}; it has {', '.join(TABLES)}")
        if table not in self._selected:
            self._selected[table] = self._select(table)
        return self._selected[table]

    def recorded(self, table: str) -> pl.DataFrame:
        """The rows of `table` as known, whatever their valid time: ended spells and plans are among them."""
        if table not in TABLES:
            raise RegisterError(f"no table {table!r}", expected=", ".join(TABLES), next_step="check the name")
        if table not in self._recorded:
            self._recorded[table] = self.register[table].known(self.known, self.basis)
        return self._recorded[table]

    def once(self, derive: "Callable[[Snapshot], Derived]") -> Derived:
        """`derive(self)`, worked out once for this snapshot: statuses are asked for by many and never change."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the CSV bytes of the selected rows, table by table; the same on every machine."""
        whole = hashlib.sha256()
        for table in TABLES:
            frame = getattr(self, table)
            if not frame.is_empty():
                whole.update(f"{table}\n".encode())
                whole.update(csv_bytes(TABLES[table], frame))
        return whole.hexdigest()

    def absent(self, table: str, /, **subject: Value) -> bool | None:
        """Is there no such thing on the day? True only inside a complete list; see `absence.absent`."""
        return absence.absent(self, table, **subject)

    def covered(self, table: str, /, **subject: Value) -> bool:
        """May the lack of a row about this subject be read as "no"? See `coverage.covered`."""
        return coverage.covered(self, table, **subject)

    def count(self, table: str, /, **subject: Value) -> Count:
        """How many such things there are on the day, certainly and possibly; see `absence.count`."""
        return absence.count(self, table, **subject)

    def sources_of(self, records: Iterable[str]) -> pl.DataFrame:
        """The rows of `sources` behind these records: their principal source and what `citations` adds.

        Columns of `sources`, and first `cited_record` and `field` (null: the whole row).
        """
        wanted = list(dict.fromkeys(records))
        own = [
            frame.filter(pl.col("record").is_in(wanted)).select(
                pl.col("record").alias("cited_record"), pl.lit(None, pl.String).alias("field"), "source"
            )
            for table in TABLES
            if not (frame := self.recorded(table)).is_empty()
        ]
        cited = self.citations.filter(pl.col("cited_record").is_in(wanted)).select("cited_record", "field", "source")
        return (
            pl.concat([*own, cited])
            .unique(maintain_order=True)
            .join(self.sources, on="source", how="left", maintain_order="left")
        )

    def _select(self, table: str) -> pl.DataFrame:
        frame, when = self.recorded(table), TABLES[table].time
        if when == "reference":
            return frame
        if when == "child":
            return self._children(table, frame)
        name, verdict = {
            "spell": ("holds", dates.holds(self.valid)),
            "act": ("happened", dates.by("valid_from", self.valid)),
            "event": ("happened", dates.by("valid_from", self.valid)),
            "figure": ("begun", dates.by("valid_from", self.valid)),
        }[when]
        return _possible(frame.with_columns(verdict.alias(name)), name)

    def _children(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """A child without dates runs with its parent; one with dates holds by itself, inside the life of the parent."""
        column, parent_table = _PARENT[table]
        # Several statements may speak of one parent: it may hold if any of them may, and holds if any of them does.
        parents = (
            getattr(self, parent_table)
            .group_by(column, maintain_order=True)
            .agg(pl.col("holds").fill_null(value=False).any().alias("_sure"))
        )
        parent_holds = pl.when(pl.col("_sure")).then(pl.lit(value=True))
        starts = (
            pl.when(pl.col("valid_from").is_null()).then(parent_holds).otherwise(dates.by("valid_from", self.valid))
        )
        ended = dates.ended(self.valid)
        alive = frame.join(parents, on=column, how="inner", maintain_order="left")
        return _possible(alive.with_columns((starts & ~ended).alias("holds")).drop("_sure"), "holds")


def _possible(frame: pl.DataFrame, verdict: str) -> pl.DataFrame:
    """Rows whose verdict is true or null; false is left out, and only false."""
    return frame.filter(pl.col(verdict).fill_null(value=True))
