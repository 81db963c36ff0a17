"""What was this workbook written from?

A hidden sheet says it: the digest of the register, the tables, and record, version and digest of every row. Nothing is
ever removed from a register, so those rows are still among its versions when it has moved on, and a workbook can be
read against them. A form has no rows and no register. When it lies: somebody who edits the hidden sheet is found out
by the digests of the rows, unless all traces of a row are taken away; such a row is then new.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register.csv_bytes import written_columns
from detente.register.rows import table_named
from detente.register.schema import TABLES
from detente.register.sheet_cells import as_texts
from detente.register.sheet_form import ORIGIN, ROWS, Form
from detente.register.sheet_rows import Written
from detente.register.workbook import Workbook

FORMAT: Final = "detente workbook 1"
_HEAD: Final = 4  # lines before the rows
_ROW: Final = ("table", "record", "version", "digest")
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a workbook (`file`) was written from: `digest` of a register ("" for a form), `tables`, and `rows`.

    `rows` : table, record, version, digest (all String).
    """

    file: str
    digest: str
    tables: tuple[str, ...]
    rows: pl.DataFrame


def write_origin(form: Form, rows: Tables, *, digest: str) -> None:
    """Write the hidden sheet that says what a workbook is written from: `rows` (table -> rows), of register `digest`.

    Raises
    ------
    RegisterError : more rows than a sheet has.
    """
    held = sum(frame.height for frame in rows.values()) + _HEAD
    if held > ROWS:
        raise RegisterError(
            f"{held - _HEAD:,} rows in all tables",
            where="workbook",
            expected=f"at most {ROWS - _HEAD:,} rows in one workbook",
            next_step="write fewer tables at a time, or export CSV or Parquet",
        )
    lines = [(FORMAT,), ("register", digest), ("tables", ";".join(rows)), _ROW]
    lines += [row for name, frame in rows.items() for row in _row_digests(name, frame).iter_rows()]
    form.lines(ORIGIN, lines, hidden=True)


def _row_digests(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """table, record, version, digest (all String) of each row; empty cells are left out of the digest."""
    texts = as_texts(TABLES[name], frame.select(written_columns(TABLES[name], frame)))
    named = (pl.format("{}\x1e{}", pl.lit(column), pl.col(column)) for column in texts.columns)
    said = texts.select(pl.concat_str(*named, separator="\x1f", ignore_nulls=True).alias("said"))["said"]
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in said]
    return texts.select(pl.lit(name).alias("table"), "record", "version", pl.Series("digest", digests, pl.String))


def read_origin(book: Workbook) -> Origin:
    """What the hidden sheet of a workbook says.

    Raises
    ------
    RegisterError : there is no such sheet, or it names tables that are not known.
    SourceError : the sheet cannot be read.
    """
    head = book.rows(ORIGIN) if ORIGIN in book.names else pl.DataFrame()
    if head.height < _HEAD or head.width < 2 or head.item(0, 0) != FORMAT:
        raise RegisterError(
            "the workbook does not say what it was written from",
            where=book.file.name,
            expected=f"a workbook of `detente register export` or `template`, with its hidden sheet {ORIGIN}",
            next_step="a workbook of your own is read with `detente register import`, saved as CSV",
        )
    names = tuple(name for name in (head.item(2, 1) or "").split(";") if name)
    for name in names:
        table_named(name)
    rows = head[_HEAD:, : len(_ROW)] if head.width >= len(_ROW) else pl.DataFrame(schema=list(_ROW))
    rows.columns = list(_ROW)
    return Origin(book.file.name, head.item(1, 1) or "", names, rows.cast(pl.String))


def written(origin: Origin, name: str, tables: Tables, *, digest: str) -> Written:
    """The rows that one sheet was written from, found again among all versions.

    Raises
    ------
    RegisterError : a row is not there, or is not what it was.
    """
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
    empty = [column for column in rows.columns if column.startswith("x_") and rows[column].null_count() == rows.height]
    last = tables[name].select("record", "version").group_by("record").last()
    later = (
        rows.select("record", "version")
        .join(last, on="record", suffix="_last")
        .filter(pl.col("version_last") > pl.col("version"))
    )
    return Written(rows.drop(empty), tables[name]["record"].unique(), later["record"])
