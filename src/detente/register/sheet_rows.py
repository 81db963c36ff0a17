"""Which new records and new versions does an edited sheet propose, and what does it leave to be asked?

A row that says something else than the row it was written from is a new version, a row beside none a new record. A row
that is gone, or marked as withdrawn, is a question: only a person withdraws, and with a reason. Who recorded a version
and when, its number, and the stable keys of what was there are not edited by hand. When it lies: a row whose record
was typed over is a question and a new record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.register import cells, made_keys, problems, version_order
from detente.register.corrections import Act, with_reason
from detente.register.csv_bytes import written_columns
from detente.register.schema import Table
from detente.register.sheet_cells import Report, Settled, SideBySide, settle, side_by_side
from detente.register.workbook import Sheet

REMARKS: Final = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "record": pl.String,
    "read": pl.String,
    "remark": pl.String,
}
QUESTIONS: Final = {"table": pl.String, "record": pl.String, "version": pl.Int64, "why": pl.String}
BOOKKEEPING: Final = ("version", "recorded_at", "recorded_by")


@dataclass(frozen=True, slots=True)
class Written:
    """What a sheet was written from.

    Parameters
    ----------
    rows : typed rows, one version of each record, with their `x_...` columns.
    records : every record of the table, withdrawn ones too: a new row takes none of these names.
    moved : records of which the register has a later version by now.
    """

    rows: pl.DataFrame
    records: pl.Series
    moved: pl.Series


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What one sheet proposes: typed `rows`, `remarks`, `questions`; with any of `problems`, nothing is taken."""

    rows: pl.DataFrame
    remarks: pl.DataFrame
    questions: pl.DataFrame
    problems: pl.DataFrame


def read_rows(table: Table, sheet: Sheet, written: Written, *, act: Act) -> SheetRows:
    """What the sheet proposes against the rows it was written from, recorded by `act`."""
    refused = pl.concat([sheet.problems, _header_problems(table, sheet, written.rows)])
    if not refused.is_empty():
        return SheetRows(table.empty(), pl.DataFrame(schema=REMARKS), pl.DataFrame(schema=QUESTIONS), refused)
    side = side_by_side(table, sheet, written.rows)
    settled = {column: settle(side, column) for column in side.values.columns}
    named, naming = _named(side, settled)
    is_changed = _is_changed(side, settled)
    found = [problem for column in settled.values() for problem in column.problems]
    found += [*_misnamed(side, named, written.records), *_untouchable(side, settled)]
    found += _moved(side, is_changed, written.moved)
    refused = pl.DataFrame(found, schema=problems.SCHEMA, orient="row")
    refused = refused.unique(["line", "column"], keep="first", maintain_order=True)
    rows, unreadable = _rows(side, settled, named, is_changed, act)
    remarks = [*naming, *(remark for column in settled.values() for remark in column.remarks)]
    return SheetRows(
        rows,
        pl.DataFrame(remarks, schema=REMARKS, orient="row").sort("line", maintain_order=True),
        _questions(side, written.rows, settled["withdrawn"]),
        pl.concat([refused, unreadable.join(refused, on=["line", "column"], how="anti")]),
    )


def _header_problems(table: Table, sheet: Sheet, before: pl.DataFrame) -> pl.DataFrame:
    """Unknown columns by name, and columns that had values and are gone."""
    expected = f"a column of {table.name}, or x_... to keep one of your own"
    unknown = [
        problems.one(sheet.place, 1, column, place, column, "unknown column", expected, _near(column, table.columns))
        for column, place in sheet.positions.items()
        if column not in table.columns and not column.startswith(("x_", "("))
    ]
    beyond = max(sheet.positions.values(), default=-1) + 1
    gone = [
        problems.one(sheet.place, 1, column, beyond, None, "column is missing", "the columns that were written")
        for column in written_columns(table, before)
        if column not in sheet.positions and before[column].count()
    ]
    return pl.concat([problems.none(), *unknown, *gone])


def _near(column: str, known: Sequence[str]) -> str | None:
    match = process.extractOne(column.strip().casefold(), known, score_cutoff=60)
    return str(match[0]) if match else None


def _named(side: SideBySide, settled: dict[str, Settled]) -> tuple[pl.Series, list[Report]]:
    """The record of each row (String, n); a new row without one is named by what it says, with a remark."""
    record = settled["record"].text
    nameless = (side.is_new & record.is_null()).arg_true()
    if nameless.is_empty():
        return record, []
    own = [column for column in side.table.columns if column != "record"]
    texts = pl.DataFrame({column: settled[column].text.gather(nameless) for column in own})
    names = made_keys.with_records(side.table, texts)["record"]
    remarks = [
        side.remark(row, "record", name, f"a new row without a record, which is now {name}")
        for row, name in zip(nameless, names, strict=True)
        if name is not None
    ]
    return record.scatter(nameless, names), remarks


def _misnamed(side: SideBySide, named: pl.Series, records: pl.Series) -> list[Report]:
    """Rows whose record stands above them already, and new rows whose record is taken."""
    is_again = named.is_not_null() & ~named.is_first_distinct()
    is_taken = side.is_new & ~is_again & named.is_in(records.implode()).fill_null(value=False)
    told = [
        (
            is_again,
            "this record stands twice",
            "one row for each record; empty in a copied row that is to be a new one",
        ),
        (is_taken, "this record is there already, withdrawn or added since", "a name that is free, or none"),
    ]
    return [
        side.problem(row, "record", named[row], rule, expected=expected)
        for rows, rule, expected in told
        for row in rows.arg_true()
    ]


def _untouchable(side: SideBySide, settled: dict[str, Settled]) -> list[Report]:
    """Cells that no edit changes: bookkeeping and stable keys of rows that were there, `withdrawn` of new ones."""
    own_key = made_keys.own_key(side.table)
    kept = [(column, "this is kept by the register") for column in BOOKKEEPING]
    kept += [(own_key, "a key is stable for ever")] if own_key else []
    found = [
        side.problem(
            row, column, settled[column].text[row], rule, expected="what was there", suggestion=side.said(column)[row]
        )
        for column, rule in kept
        for row in (~settled[column].same & ~side.is_new).arg_true()
    ]
    born_withdrawn = side.is_new & (settled["withdrawn"].text == "true").fill_null(value=False)
    return found + [
        side.problem(
            row, "withdrawn", "true", "a new row is not withdrawn", expected="false, or nothing", suggestion="false"
        )
        for row in born_withdrawn.arg_true()
    ]


def _is_changed(side: SideBySide, settled: dict[str, Settled]) -> pl.Series:
    """Rows that are new or say something else (Boolean, n)."""
    is_changed = side.is_new
    for column, cells_now in settled.items():
        if column not in (*BOOKKEEPING, "record", "withdrawn"):
            is_changed |= ~cells_now.same
    return is_changed


def _moved(side: SideBySide, is_changed: pl.Series, moved: pl.Series) -> list[Report]:
    """Rows that were changed here, and in the register since the sheet was written."""
    both = is_changed & side.before["record"].is_in(moved.implode()).fill_null(value=False)
    rule = "changed here, and in the register since"
    return [
        side.problem(row, "record", side.before["record"][row], rule, expected="a change on one side; see its history")
        for row in both.arg_true()
    ]


def _rows(
    side: SideBySide, settled: dict[str, Settled], named: pl.Series, is_changed: pl.Series, act: Act
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows that are new or say something else, and their problems."""
    if not is_changed.any():
        return side.table.empty(), problems.none()
    # As in a correction: the reason stands in the note, so that a reader of the row meets it.
    notes = [
        note if new else with_reason(note, act.reason)
        for note, new in zip(settled["note"].text, side.is_new, strict=True)
    ]
    texts = pl.DataFrame({column: cells_now.text for column, cells_now in settled.items()}).with_columns(
        named.alias("record"),
        (side.before["version"] + 1).fill_null(1).cast(pl.String).alias("version"),
        pl.lit(version_order.written(act.at)).alias("recorded_at"),
        pl.lit(act.by).alias("recorded_by"),
        pl.Series("note", notes, pl.String),
        # A withdrawal is a question, not an edit.
        pl.col("withdrawn").replace("true", "false").fill_null("false"),
    )
    read = cells.Cells(side.table, texts.filter(is_changed), side.place, side.lines.filter(is_changed), side.positions)
    return cells.read(read)


def _questions(side: SideBySide, before: pl.DataFrame, withdrawn: Settled) -> pl.DataFrame:
    """Records whose row is gone, and those that are marked as withdrawn."""
    is_gone = ~before["record"].is_in(side.before["record"].implode())
    is_marked = (withdrawn.text == "true").fill_null(value=False) & ~side.is_new
    asked = [
        (before.filter(is_gone), "its row is gone from the sheet"),
        (side.before.filter(is_marked), "it is marked as withdrawn"),
    ]
    named = pl.lit(side.table.name).alias("table")
    return pl.concat([rows.select(named, "record", "version", pl.lit(why).alias("why")) for rows, why in asked])
