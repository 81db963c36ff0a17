"""What is recorded, by whom, since when; and what did it look like on any day?

A register is immutable: 47 tables, each with all versions of all its rows. `as_of` is the one time verb. Corrections
and withdrawals are change sets (`changes.py`) that give a new register.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Self

import polars as pl

from detente.errors import RegisterError
from detente.register import changes, checks, corrections, dates, package, redaction, versions
from detente.register.changes import ChangeSet
from detente.register.corrections import Act, Cell
from detente.register.csv_bytes import csv_bytes
from detente.register.descriptor import About, Form
from detente.register.package_files import LIMIT
from detente.register.rows import of_table
from detente.register.schema import TABLES
from detente.register.snapshot import Snapshot
from detente.register.versions import Basis, History


@dataclass(frozen=True, eq=False)
class Register:
    """All tables, with all versions: name -> frame sorted by (record, version), partial dates with their days.

    `about` is what a package of it says of itself: title, version, licences; no row depends on it.
    Make one with `Register.reference()`, `Register.open(path)`, `Register.empty()` or `Register.of(tables)`.
    """

    tables: Mapping[str, pl.DataFrame]
    about: About = field(default_factory=About, repr=False)

    def __repr__(self) -> str:
        """Tables with rows, and how many versions each has."""
        return f"Register({', '.join(f'{name} {rows.height:,}' for name, rows in self.tables.items() if rows.height)})"

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame], *, about: About | None = None) -> Self:
        """A register of these frames (columns of their schema, typed; tables left out are empty).

        Raises
        ------
        RegisterError : an unknown table, a column missing or of another type, two rows with one (record, version).
        """
        unknown = sorted(set(tables) - set(TABLES))
        if unknown:
            raise RegisterError(f"no table {unknown[0]!r}", expected=", ".join(TABLES), next_step="check the name")
        prepared = MappingProxyType({name: _prepared(name, tables.get(name)) for name in TABLES})
        return cls(prepared, about or About())

    @classmethod
    def empty(cls) -> Self:
        """A register without a row."""
        return cls.of({})

    @classmethod
    def reference(cls) -> Self:
        """The shipped reference register."""
        return cls.open(REFERENCE)

    @classmethod
    def open(cls, path: Path | str, *, limit: int = LIMIT) -> Self:
        """Read a Data Package (folder or `.zip`, of CSV or Parquet files); all of it or nothing.

        Parameters
        ----------
        limit : most bytes of one file; the whole package may have ten times as many.

        Raises
        ------
        SourceError : not a package, damaged, unsafe or oversized.
        RegisterError : rows or references that the schema refuses (all problems of a stage together).
        """
        place = Path(path)
        return cls.of(package.read(place, limit=limit), about=package.about(place, limit=limit))

    def save(self, path: Path | str, *, created: datetime, form: Form = "csv") -> None:
        """Write a Data Package into a folder, or into a `.zip` file; the same register gives the same CSV bytes.

        An old package there is replaced whole or not at all.

        Parameters
        ----------
        created : when, as the descriptor says it (with a time zone).
        form : `csv`, or `parquet` for programs that compute.

        Raises
        ------
        RegisterError : rows that could not be opened again, such as a reference that leads nowhere.
        SourceError : the place cannot be written.
        """
        package.write(self.tables, Path(path), created=created, about=self.about, form=form)

    def validate(self, strict: Sequence[str] = ()) -> checks.Findings:
        """What all named checks find, errors first; findings of the checks named in `strict` count as errors.

        Raises
        ------
        RegisterError : `strict` names no check.
        """
        return checks.run(self.histories, strict)

    def as_of(self, valid: date, known: date | datetime | None = None, *, basis: Basis = "recorded") -> Snapshot:
        """What held on `valid`, as known at `known` (a day: its end, UTC; None: everything recorded).

        Parameters
        ----------
        basis : `recorded`, what this register knew; `published`, what could have been known from what was published.

        Raises
        ------
        RegisterError : an instant without a time zone, or an unknown basis.
        """
        if basis not in versions.BASES:
            raise RegisterError(f"basis {basis!r}", expected="recorded or published", next_step="choose one")
        return Snapshot(self.histories, valid, versions.moment(known), basis)

    @cached_property
    def histories(self) -> Mapping[str, History]:
        """The tables made ready to be asked as of a moment."""
        sources = self.tables["sources"]
        return {name: History(name, frame, sources) for name, frame in self.tables.items()}

    def history(self, record: str) -> pl.DataFrame:
        """All versions of one record, oldest first, with column `in_table`.

        Raises
        ------
        RegisterError : no such record.
        """
        found = [
            frame.filter(pl.col("record") == record).select(pl.lit(name).alias("in_table"), pl.all())
            for name, frame in self.tables.items()
        ]
        rows = [frame for frame in found if not frame.is_empty()]
        if not rows:
            raise RegisterError(
                f"no record {record!r}",
                expected="a record of this register",
                next_step="search with `detente register as-of`",
            )
        return rows[0] if len(rows) == 1 else pl.concat(rows, how="diagonal_relaxed")

    def apply(self, change_set: ChangeSet, *, now: datetime | None = None) -> Self:
        """A register with the rows of `change_set` added, all of them or none: see `changes.apply`."""
        return self.of(changes.apply(self.tables, self.digest(), change_set, now=now), about=self.about)

    def correct(
        self,
        table: str,
        record: str,
        new: Mapping[str, Cell],
        *,
        by: str,
        at: datetime,
        reason: str,
        source: str | None = None,
        now: datetime | None = None,
    ) -> ChangeSet:
        """The change set that records the next version of `record` with the `new` cells: see `corrections.correct`."""
        act = Act(by=by, at=at, reason=reason, now=now)
        rows = corrections.correct(self.tables, table, record, new, act=act, source=source)
        return ChangeSet(self.digest(), rows, reason, by, at)

    def withdraw(
        self, table: str, record: str, *, by: str, at: datetime, reason: str, now: datetime | None = None
    ) -> ChangeSet:
        """The change set that says `record`, and what cites it, should never have been: see `corrections.withdraw`."""
        act = Act(by=by, at=at, reason=reason, now=now)
        return ChangeSet(self.digest(), corrections.withdraw(self.tables, table, record, act=act), reason, by, at)

    def restate(
        self,
        table: str,
        record: str,
        new: Mapping[str, Cell] | None = None,
        *,
        by: str,
        at: datetime,
        reason: str,
        source: str | None = None,
        now: datetime | None = None,
    ) -> ChangeSet:
        """The change set that says a withdrawn `record` again: see `corrections.restate`."""
        act = Act(by=by, at=at, reason=reason, now=now)
        rows = corrections.restate(self.tables, table, record, new, act=act, source=source)
        return ChangeSet(self.digest(), rows, reason, by, at)

    def redact(
        self, table: str, record: str, columns: Sequence[str] = (), *, by: str, at: datetime, reason: str, nonce: str
    ) -> Self:
        """A register without the personal content of `record`, in all its versions: see `redaction.redact`."""
        act = Act(by=by, at=at, reason=reason)
        redacted = redaction.redact(self.tables, table, record, columns, act=act, nonce=nonce)
        return self.of({**self.tables, table: redacted}, about=self.about)

    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the CSV bytes of all tables with rows."""
        whole = hashlib.sha256()
        for name, frame in self.tables.items():
            if not frame.is_empty():
                whole.update(f"{name}\n".encode())
                whole.update(csv_bytes(TABLES[name], frame))
        return whole.hexdigest()


REFERENCE = Path(__file__).parent.parent / "reference" / "register"


def _prepared(name: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    """Checked for its columns, sorted, with the days of its partial dates."""
    if frame is None or frame.is_empty():
        return _empty(name)
    return dates.with_days(of_table(name, frame), TABLES[name].dates)


@cache
def _empty(name: str) -> pl.DataFrame:
    """A table without rows; most registers have many of them."""
    return dates.with_days(TABLES[name].empty(), TABLES[name].dates)
