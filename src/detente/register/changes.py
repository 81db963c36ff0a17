"""What is to be recorded: which new rows and versions, on which register, why, by whom?

Nothing in a register is changed in place. A correction, an import, an edited workbook and a merge all end as a change
set: new records (version 1) and new versions (n + 1), with the digest of the register they were made on. `apply` adds
all of them or none. The layer above writes the set to the ledger; this package keeps no log of its own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final, Self

import polars as pl
from rapidfuzz import process

from detente import canonical
from detente.errors import RegisterError
from detente.register import cells, csv_texts, problems, references, rows, version_order, versions
from detente.register.csv_bytes import csv_bytes
from detente.register.schema import TABLES

FORMAT: Final = "detente change set 1"


@dataclass(frozen=True, eq=False)
class ChangeSet:
    """Rows to be added to one register, all or none.

    Parameters
    ----------
    base : digest of the register that the set was made on (`Register.digest()`).
    rows : table -> whole typed rows, columns of the table (and `x_...`), any order; empty frames are left out.
    reason : why, in one sentence.
    author : who answers for it.
    at : when it was made (an instant with a time zone; kept in UTC).

    Raises
    ------
    RegisterError : an unknown table, a column missing or of another type, no reason, no author, no time zone.
    """

    base: str
    rows: Mapping[str, pl.DataFrame]
    reason: str
    author: str
    at: datetime

    def __post_init__(self) -> None:
        """Bring the rows into the one form that is digested: columns of the file, by record and version."""
        for what, text in (("reason", self.reason), ("author", self.author)):
            if not text.strip():
                raise RegisterError(f"a change set without {what}", expected="a sentence, a name", next_step="say it")
        tidy = {name: rows.of_table(name, self.rows[name]) for name in sorted(self.rows)}
        filled = {name: frame for name, frame in tidy.items() if not frame.is_empty()}
        object.__setattr__(self, "rows", MappingProxyType(filled))
        object.__setattr__(self, "at", versions.to_the_millisecond(self.at))

    @property
    def is_empty(self) -> bool:
        """No row to add."""
        return not self.rows

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the canonical JSON of all it says; the same set has the same digest everywhere."""
        return canonical.digest(self._as_json())

    def to_json(self) -> str:
        """Canonical JSON (RFC 8785): what it says, and the rows of each table as CSV text."""
        return canonical.encode(self._as_json()).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises
        ------
        RegisterError : not a change set, or rows that the schema refuses.
        """
        try:
            said = json.loads(text)
            tables = {name: _read(name, body) for name, body in said["rows"].items()}
            return cls(said["base"], tables, said["reason"], said["author"], datetime.fromisoformat(said["at"]))
        except (ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as trouble:
            raise RegisterError(
                f"not a change set: {trouble}", expected=f"JSON of the format {FORMAT!r}", next_step="export it again"
            ) from trouble

    def _as_json(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "base": self.base,
            "rows": {name: csv_bytes(TABLES[name], frame).decode() for name, frame in self.rows.items()},
            "reason": self.reason,
            "author": self.author,
            "at": version_order.written(self.at),
        }


def apply(
    tables: Mapping[str, pl.DataFrame], digest: str, change_set: ChangeSet, *, now: datetime | None = None
) -> dict[str, pl.DataFrame]:
    """All tables with the rows of `change_set` added (table -> frame sorted by record and version).

    Parameters
    ----------
    tables, digest : of the register to add to.
    now : the caller's moment; nothing may have been recorded after it. None: not asked.

    Raises
    ------
    RegisterError : another base; a cell that the schema refuses; versions that do not follow on; a row recorded before
        the version it follows, or after `now`; a reference that would lead nowhere. Nothing is added then.
    """
    if change_set.base != digest:
        raise RegisterError(
            "the change set was made on another register",
            where=f"change set of {version_order.written(change_set.at)} by {change_set.author}",
            expected=f"base {digest}, found {change_set.base}",
            next_step="apply it to its own base, then merge the two registers (three-way, with that base)",
        )
    refused = [_validated(name, frame) for name, frame in change_set.rows.items()]
    problems.refuse(pl.concat([problems.none(), *refused]), "change set", next_step="correct the cells, apply again")
    for name, frame in change_set.rows.items():
        version_order.refuse_out_of_order(name, tables[name], frame, now=now)
    result = {name: _joined(name, frame, change_set.rows.get(name)) for name, frame in tables.items()}
    _refuse_newly_broken(tables, result)
    return result


def _refuse_newly_broken(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> None:
    """Only what this change breaks counts: a register opened unchecked must remain correctable."""
    broken = references.broken(after).join(references.broken(before), on=list(references.BROKEN), how="anti")
    if broken.is_empty():
        return
    first = broken.row(0, named=True)
    known = after[first["to"]][TABLES[first["to"]].logical_key[0]].unique().sort()
    near = [match[0] for match in process.extract(first["key"], known.to_list(), limit=3, score_cutoff=60)]
    state = "withdrawn" if first["only_withdrawn"] else "no key"
    raise RegisterError(
        f"{first['column']} {first['key']!r} is {state} in {first['to']}",
        where=f"{first['table']}, record {first['record']}",
        expected=f"a standing row of {first['to']}" + (f", such as {', '.join(near)}" if near else ""),
        next_step="change or withdraw the referring row in the same change set",
        problems=[
            f"{row['table']}, record {row['record']}: {row['column']} {row['key']!r}"
            for row in broken[1 : problems.SHOWN].iter_rows(named=True)
        ],
    )


def _joined(name: str, before: pl.DataFrame, added: pl.DataFrame | None) -> pl.DataFrame:
    if added is None:
        return before
    return rows.of_table(name, pl.concat([rows.of_table(name, before), added], how="diagonal"))


def _validated(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Problems of typed rows: they are judged by the texts that a file of them would hold."""
    return _cells(name, csv_bytes(TABLES[name], frame))[1]


def _read(name: str, body: str) -> pl.DataFrame:
    typed, found = _cells(name, body.encode())
    problems.refuse(found, f"rows of {name}", next_step="export the change set again")
    return typed


def _cells(name: str, raw: bytes) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows and problems of a CSV file of table `name`."""
    table = rows.table_named(name)
    read, found = csv_texts.read(table, raw, f"{name}.csv")
    return cells.read(read) if read else (table.empty(), found)
