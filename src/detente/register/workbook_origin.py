"""What was this workbook written from?

Hidden sheets say it: `_base` the digest of the register and the tables, `_rows` record, version and digest of every
row. Nothing is ever removed from a register, so those rows are still among its versions when it has moved on, and a
workbook can be read against them. A form was written from no rows and no register. When it lies: somebody who edits
the hidden sheets is found out by the digests of the rows, unless all traces of a row are taken away; such a row is
then new.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import references
from detente.register.csv_bytes import written_columns
from detente.register.rows import table_named
from detente.register.schema import TABLES
from detente.register.sheet_cells import as_texts
from detente.register.sheet_form import ORIGIN, ORIGIN_ROWS, ROWS, Form
from detente.register.sheet_rows import Written
from detente.register.workbook import Workbook

FORMAT: Final = "detente workbook 1"
_ROW: Final = ("table", "record", "version", "digest")
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, eq=False)
class Origin:
    """What a workbook (`file`) was written from: `digest` of a register ("" for a form), and `tables`."""

    file: str
    digest: str
    tables: tuple[str, ...]
    _book: Workbook = field(repr=False)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """table, record, version, digest (all String) of the rows."""
        held = self._book.rows(ORIGIN_ROWS) if ORIGIN_ROWS in self._book.names else pl.DataFrame()
        if held.width < len(_ROW):
            return pl.DataFrame(schema=dict.fromkeys(_ROW, pl.String))
        held.columns = [*_ROW, *held.columns[len(_ROW) :]]
        return held.select(_ROW)


def write_origin(form: Form, rows: Tables, *, digest: str) -> None:
    """Write the hidden sheets of a workbook made of `rows` (table -> current rows) of register `digest`.

    Raises
    ------
    RegisterError : more rows than a sheet has.
    """
    count = sum(frame.height for frame in rows.values())
    if count > ROWS:
        raise RegisterError(
            f"{count:,} rows in all tables",
            where="workbook",
            expected=f"at most {ROWS:,} rows in one workbook",
            next_step="write fewer tables at a time, or export CSV or Parquet",
        )
    form.lines(ORIGIN, [(FORMAT,), ("register", digest), ("tables", ";".join(rows))], hidden=True)
    told = (row for name, frame in rows.items() for row in _row_digests(name, frame).iter_rows())
    form.lines(ORIGIN_ROWS, told, hidden=True)


def read_origin(book: Workbook) -> Origin:
    """What the hidden sheets of a workbook say.

    Raises
    ------
    RegisterError : there are none, or they name tables that are not known.
    SourceError : they cannot be read.
    """
    head = book.rows(ORIGIN) if ORIGIN in book.names else pl.DataFrame()
    if head.height < 3 or head.width < 2 or head.item(0, 0) != FORMAT:
        raise RegisterError(
            "the workbook does not say what it was written from",
            where=book.file.name,
            expected=f"a workbook of `detente register export` or `template`, with its hidden sheet {ORIGIN}",
            next_step="a workbook of your own is read with `detente register import --table`",
        )
    names = tuple(name for name in (head.item(2, 1) or "").split(";") if name)
    for name in names:
        table_named(name)
    return Origin(book.file.name, head.item(1, 1) or "", names, book)


def written(origin: Origin, name: str, tables: Tables, *, digest: str) -> Written:
    """The rows that one sheet was written from: those of the register `digest`, or found again among its versions.

    Raises
    ------
    RegisterError : a row is not there, or is not what it was.
    """
    records = tables[name]["record"].unique()
    if origin.digest == digest:
        return Written(references.current(tables[name]), records, records.clear())
    wanted = origin.rows.filter(pl.col("table") == name)
    number = pl.col("version").cast(pl.String)
    rows = tables[name].join(wanted, left_on=["record", number], right_on=["record", "version"], how="semi")
    same = _row_digests(name, rows).join(wanted, on=["record", "version", "digest"], how="semi")
    if same.height != wanted.height:
        raise RegisterError(
            f"{wanted.height - same.height:,} of the {wanted.height:,} rows it was written from are not here",
            where=f"{origin.file}!{name}",
            expected=f"a workbook written from register {digest} or an earlier state of it, found {origin.digest}",
            next_step="read it against the register it was written from, then merge the two registers",
        )
    last = tables[name].select("record", "version").group_by("record", maintain_order=True).last()
    later = rows.select("record", "version").join(last, on="record", suffix="_last")
    return Written(rows, records, later.filter(pl.col("version_last") > pl.col("version"))["record"])


def _row_digests(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """table, record, version, digest (all String) of each row; empty cells are left out of the digest."""
    texts = as_texts(TABLES[name], frame.select(written_columns(TABLES[name], frame)))
    named = (pl.format("{}\x1e{}", pl.lit(column), pl.col(column)) for column in texts.columns)
    said = texts.select(pl.concat_str(*named, separator="\x1f", ignore_nulls=True).alias("said"))["said"]
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in said]
    return texts.select(pl.lit(name).alias("table"), "record", "version", pl.Series("digest", digests, pl.String))
