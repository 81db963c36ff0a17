"""Which rows of a sheet say something else than the rows it was written from, and what?

Rows are laid side by side by their record. A cell is compared in the form in which a spreadsheet holds it: a number with
15, 16 or 17 significant digits, so that 0.1 + 0.2 which comes back as 0.3 is unchanged and keeps its last bit. Cells whose
kind the program changed go through `turned_cells`. Only rows with a changed cell become rows of the register again. When
it lies: an edit smaller than the fifteenth digit is no edit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.register import cells, made_keys, problems, turned_cells
from detente.register.csv_bytes import INSTANT, written_columns
from detente.register.schema import Table
from detente.register.turned_cells import Column, Turned
from detente.register.workbook import Kinds, Sheet

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

_EXACT: Final = 10**15  # a spreadsheet keeps 15 digits of a number
_NUMERIC: Final = ("int", "float")
# A text of one of these shapes may be what is left of a number, a truth value or a date.
_MAY_BE_TURNED: Final = r"^-?\d+(?:\.\d+)?$|^(?:true|false)$|^[-+]?\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who records the new versions, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What one sheet proposes: typed `rows` (new records, new versions), `remarks`, `questions`, and `problems`."""

    rows: pl.DataFrame
    remarks: pl.DataFrame
    questions: pl.DataFrame
    problems: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _SideBySide:
    """n rows of the sheet that hold anything, each beside the row with its record (nulls where there is none)."""

    table: Table
    place: str
    positions: dict[str, int]
    lines: pl.Series
    values: pl.DataFrame
    before: pl.DataFrame
    said: pl.DataFrame  # `before` as texts
    kinds: Kinds | None

    @property
    def is_new(self) -> pl.Series:
        return self.before["record"].is_null()

    def type_of(self, column: str) -> str:
        return str(self.table.about(column)["type"]) if column in self.table.columns else "own"

    def problem(
        self, row: int, column: str, rule: str, expected: str, suggestion: str | None = None, *, shown: str | None = None
    ) -> tuple[object, ...]:
        """A row of a frame of problems; `shown` is the value to quote, where it is not the one that was read."""
        line, place, value = self.lines[row], self.positions[column], self.values[column][row]
        shown = shown or (turned_cells.plain(value) if isinstance(value, float) else value)
        return (self.place, line, column, f"{problems.letters(place)}{line}", shown, rule, expected, suggestion)

    def remark(self, row: int, column: str, read: str | None, remark: str) -> tuple[object, ...]:
        line, place = self.lines[row], self.positions[column]
        return (self.place, line, column, f"{problems.letters(place)}{line}", self.values["record"][row], read, remark)


@dataclass(frozen=True, slots=True)
class _Settled:
    """One column: what each cell says (String, n), whether that is what it said before (Boolean, n), and what to report."""

    text: pl.Series
    same: pl.Series
    remarks: tuple[tuple[object, ...], ...] = ()
    problems: tuple[tuple[object, ...], ...] = ()


def numeric_columns(table: Table) -> tuple[str, ...]:
    """Columns that are written as numbers."""
    return table.of_type(*_NUMERIC)


def read_rows(table: Table, sheet: Sheet, before: pl.DataFrame, *, records: pl.Series, stamp: Stamp) -> SheetRows:
    """What the sheet proposes against the rows it was written from.

    Parameters
    ----------
    before : typed rows that the sheet was written from, one version of each record, with their `x_...` columns.
    records : every record that the table has, withdrawn ones too: a new row takes none of these names.
    """
    refused = pl.concat([sheet.problems, _header_problems(table, sheet, before)])
    if not refused.is_empty():
        return SheetRows(table.empty(), pl.DataFrame(schema=REMARKS), pl.DataFrame(schema=QUESTIONS), refused)
    side = _side_by_side(table, sheet, before)
    settled = {column: _settle(side, column) for column in side.values.columns}
    named, naming = _named(side, settled)
    found = [*_misnamed(side, named, records), *_untouchable(side, settled)]
    found += [problem for column in settled.values() for problem in column.problems]
    refused = pl.DataFrame(found, schema=problems.SCHEMA, orient="row")
    rows, unreadable = _rows(side, settled, named, stamp)
    unreadable = unreadable.join(refused, on=["line", "column"], how="anti")
    remarks = [*naming, *(remark for column in settled.values() for remark in column.remarks)]
    return SheetRows(
        rows,
        pl.DataFrame(remarks, schema=REMARKS, orient="row").sort("line", "column", maintain_order=True),
        _questions(side, before, settled["withdrawn"]),
        pl.concat([refused, unreadable]),
    )


def _header_problems(table: Table, sheet: Sheet, before: pl.DataFrame) -> pl.DataFrame:
    """Unknown columns by name, and columns that were written and are gone."""
    written = written_columns(table, before)
    unknown = [
        problems.one(
            sheet.place, 1, column, place, column, "unknown column", f"a column of {table.name}, or x_... to keep one of your own", _near(column, written)
        )
        for column, place in sheet.positions.items()
        if column not in table.columns and not column.startswith(("x_", "("))
    ]
    gone = [
        problems.one(sheet.place, 1, column, len(sheet.positions), None, "column is missing", f"all columns as they were written, {column} among them")
        for column in written
        if column not in sheet.positions
    ]
    return pl.concat([problems.none(), *unknown, *gone])


def _near(column: str, known: list[str]) -> str | None:
    match = process.extractOne(column.strip().casefold(), known, score_cutoff=60)
    return str(match[0]) if match else None


# --- side by side -----------------------------------------------------------------------------------------------------


def _side_by_side(table: Table, sheet: Sheet, before: pl.DataFrame) -> _SideBySide:
    """The sheet read as expected, or cell by cell where that is not enough."""
    columns = [column for column in sheet.positions if not column.startswith("(")]
    values = sheet.values.select(columns)
    side = _laid(table, sheet, before, values, None, _held(values))
    if sheet.complete and not _may_be_turned(side):
        return side
    read = sheet.kinds
    kinds = Kinds(*(frame.select(columns) for frame in (read.texts, read.numbers, read.truths, read.days, read.serials)))
    held = _held(kinds.texts) | _held(kinds.numbers) | _held(kinds.truths) | _held(kinds.serials)
    return _laid(table, sheet, before, values, kinds, held)


def _laid(
    table: Table, sheet: Sheet, before: pl.DataFrame, values: pl.DataFrame, kinds: Kinds | None, held: pl.Series
) -> _SideBySide:
    kept = values.filter(held)
    written = before.select(written_columns(table, before))
    beside = kept.select("record").join(written, on="record", how="left", maintain_order="left", coalesce=False)
    # Of a key that stands twice in the sheet both rows find the row; the second is reported, not read.
    beside = beside.select(pl.col(column + "_right" if column == "record" else column).alias(column) for column in written.columns)
    frames = (kinds.texts, kinds.numbers, kinds.truths, kinds.days, kinds.serials) if kinds else ()
    return _SideBySide(
        table=table,
        place=sheet.place,
        positions=dict(sheet.positions),
        lines=sheet.lines.filter(held),
        values=kept,
        before=beside,
        said=as_texts(table, beside),
        kinds=Kinds(*(frame.filter(held) for frame in frames)) if kinds else None,
    )


def as_texts(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` (written columns of `table`) as the texts that a file of it would hold."""
    return frame.with_columns(
        pl.col(column).dt.strftime(INSTANT) if column in table.of_type("instant") else pl.col(column).cast(pl.String)
        for column in frame.columns
    )


def _held(frame: pl.DataFrame) -> pl.Series:
    """Rows with a cell that is neither empty nor blank (Boolean, n)."""
    filled = [
        pl.col(name).str.strip_chars() != "" if dtype == pl.String else pl.col(name).is_not_null()
        for name, dtype in frame.schema.items()
    ]
    return frame.select(pl.any_horizontal(filled).fill_null(value=False).alias("held"))["held"]


def _may_be_turned(side: _SideBySide) -> bool:
    """Whether a text that is not what it was may be left of another kind, or a whole number may have lost digits."""
    for column in side.values.columns:
        cells_now = side.values[column]
        if cells_now.dtype == pl.Float64:
            if side.type_of(column) == "int" and bool((cells_now.abs() >= _EXACT).any()):
                return True
        elif cells_now.filter(cells_now.ne_missing(_said(side, column))).str.contains(_MAY_BE_TURNED).any():
            return True
    return False


def _said(side: _SideBySide, column: str) -> pl.Series:
    return side.said[column] if column in side.said.columns else pl.Series([None] * side.lines.len(), dtype=pl.String)


# --- one column -------------------------------------------------------------------------------------------------------


def _settle(side: _SideBySide, column: str) -> _Settled:
    said = _said(side, column)
    settled = _numbers(side, column, said) if side.type_of(column) in _NUMERIC else _texts(side, column, said)
    return _turned(side, column, settled) if side.kinds else settled


def _texts(side: _SideBySide, column: str, said: pl.Series) -> _Settled:
    read = side.kinds.texts[column] if side.kinds else side.values[column]
    text, lower = pl.col("read"), pl.col("read").str.to_lowercase()
    if side.type_of(column) == "bool":
        text = pl.when(lower.is_in(["true", "false"])).then(lower).otherwise(text)
    blank = text == "" if side.type_of(column) == "own" else text.str.strip_chars() == ""  # noqa: PLC1901  # an expression
    text = pl.when(~blank).then(text)
    # The two characters that XML forbids are written as escapes, which the reader leaves as they are.
    held = pl.col("said").str.replace_all("\ufffe", "_xFFFE_", literal=True).str.replace_all("\uffff", "_xFFFF_", literal=True)
    same = text.eq_missing(pl.col("said")) | (text == held).fill_null(value=False)
    frame = pl.DataFrame({"read": read, "said": said}).with_columns(same.alias("same"))
    return _Settled(frame.select(pl.when("same").then("said").otherwise(text).alias("text"))["text"], frame["same"])


def _numbers(side: _SideBySide, column: str, said: pl.Series) -> _Settled:
    now = side.kinds.numbers[column] if side.kinds else side.values[column]
    same = _same_numbers(now, side.before[column].cast(pl.Float64))
    text = pl.select(pl.when(same).then(said)).to_series().cast(pl.String)
    changed = (~same & now.is_not_null()).arg_true()
    text = text.scatter(changed, [turned_cells.plain(number) for number in now.gather(changed)])
    if side.kinds is None:
        return _Settled(text, same)
    typed = side.kinds.texts[column]
    is_text = typed.is_not_null()
    spelled = typed == said if side.type_of(column) == "int" else _same_numbers(typed.cast(pl.Float64, strict=False), side.before[column])
    same_text = spelled.fill_null(value=False) & is_text
    frame = pl.select(
        pl.when(same_text).then(said).when(is_text).then(typed).otherwise(text).alias("text"),
        pl.when(is_text).then(same_text).otherwise(same).alias("same"),
    )
    lost = (now.abs() >= _EXACT).fill_null(value=False) & ~frame["same"] if side.type_of(column) == "int" else same & ~same
    rule, expected = "a spreadsheet keeps 15 digits of a number", "all digits, typed as text"
    return _Settled(
        frame["text"], frame["same"], problems=tuple(side.problem(row, column, rule, expected) for row in lost.arg_true())
    )


def _same_numbers(now: pl.Series, before: pl.Series) -> pl.Series:
    """Whether a sheet that was given `before` would hold `now` (Boolean, n, never null)."""
    same = now.eq_missing(before)
    doubtful = (~same & now.is_not_null() & before.is_not_null()).arg_true()
    held = [
        any(number == float(f"{given:.{digits}G}") for digits in (15, 16))
        for number, given in zip(now.gather(doubtful), before.gather(doubtful), strict=True)
    ]
    return same.scatter(doubtful, held)


def _turned(side: _SideBySide, column: str, settled: _Settled) -> _Settled:
    """`settled`, with the cells that are of another kind than the column read by what they may mean."""
    kind_of = side.type_of(column)
    about = Column("record" if column == "record" else kind_of, _padding(side, column))
    text, same = settled.text.to_list(), settled.same.to_list()
    remarks, refused = list(settled.remarks), list(settled.problems)
    for row, cell in _turned_cells(side, column):
        said = turned_cells.meaning(cell, about)
        text[row], same[row] = said.text, said.text == cell.before
        if said.refused is not None:
            text[row] = cell.before
            expected = cells.expected(side.table, column) if column in side.table.columns else "text"
            refused.append(side.problem(row, column, said.refused, expected, said.suggestion, shown=cell.shown))
        elif said.remark is not None:
            remarks.append(side.remark(row, column, said.text, said.remark))
    return _Settled(pl.Series("text", text, pl.String), pl.Series("same", same, pl.Boolean), tuple(remarks), tuple(refused))


def _turned_cells(side: _SideBySide, column: str) -> Iterator[tuple[int, Turned]]:
    """Cells of `column` that are no texts (in a column of numbers: neither texts nor numbers), with their row."""
    assert side.kinds is not None, "only a sheet that was read by kind has them"
    said = _said(side, column)
    numbers, truths = side.kinds.numbers[column], side.kinds.truths[column]
    days, serials = side.kinds.days[column], side.kinds.serials[column]
    if side.type_of(column) not in _NUMERIC:
        for row in numbers.is_not_null().arg_true():
            yield row, Turned("number", said[row], number=numbers[row])
    for row in truths.is_not_null().arg_true():
        yield row, Turned("truth", said[row], truth=truths[row])
    for row in serials.is_not_null().arg_true():
        yield row, Turned("date", said[row], day=days[row], serial=serials[row])


def _padding(side: _SideBySide, column: str) -> int:
    """Width of the digits of a column in which digits are padded with zeros; 0 where they are not."""
    digits = _said(side, column).drop_nulls().unique()
    digits = digits.filter(digits.str.contains(r"^\d+$"))
    padded = digits.str.len_chars().filter(digits.str.starts_with("0"))
    return int(padded.max() or 0)  # type: ignore[arg-type]  # the largest of a column of lengths


# --- rows of the register ---------------------------------------------------------------------------------------------


def _named(side: _SideBySide, settled: dict[str, _Settled]) -> tuple[pl.Series, list[tuple[object, ...]]]:
    """The record of each row (String, n); a new row without one is named by what it says, with a remark."""
    record = settled["record"].text
    nameless = (side.is_new & record.is_null()).arg_true()
    if nameless.is_empty():
        return record, []
    texts = pl.DataFrame({column: settled[column].text.gather(nameless) for column in side.table.columns if column != "record"})
    names = made_keys.with_records(side.table, texts)["record"]
    named = record.scatter(nameless, names)
    return named, [
        side.remark(row, "record", name, f"a new row without a record, named {name!r}")
        for row, name in zip(nameless, names, strict=True)
        if name is not None
    ]


def _misnamed(side: _SideBySide, named: pl.Series, records: pl.Series) -> list[tuple[object, ...]]:
    """Rows whose record stands above them already, and new rows whose record is taken."""
    again = named.is_not_null() & ~named.is_first_distinct()
    taken = side.is_new & named.is_in(records.implode()).fill_null(value=False)
    return [
        side.problem(row, "record", "this record stands twice", "one row for each record; in a copied row, leave it empty", shown=named[row])
        for row in again.arg_true()
    ] + [
        side.problem(row, "record", "this record is there already: withdrawn, or added since", "a name that is free, or none", shown=named[row])
        for row in (taken & ~again).arg_true()
    ]


def _untouchable(side: _SideBySide, settled: dict[str, _Settled]) -> list[tuple[object, ...]]:
    """Cells that an edit does not change: bookkeeping and stable keys of rows that were there; `withdrawn` of new ones."""
    own_key = made_keys.own_key(side.table)
    kept = [(column, "is kept by the register, not by hand") for column in BOOKKEEPING]
    kept += [(own_key, "a key is stable for ever")] if own_key else []
    found = [
        side.problem(row, column, rule, "what stood there; for another thing, a new row", _said(side, column)[row])
        for column, rule in kept
        for row in (~settled[column].same & ~side.is_new).arg_true()
    ]
    born_withdrawn = side.is_new & (settled["withdrawn"].text == "true").fill_null(value=False)
    return found + [
        side.problem(row, "withdrawn", "a new row is not withdrawn", "false, or nothing", "false") for row in born_withdrawn.arg_true()
    ]


def _rows(
    side: _SideBySide, settled: dict[str, _Settled], named: pl.Series, stamp: Stamp
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows that are new or say something else, and their problems."""
    content = [column for column in settled if column not in (*BOOKKEEPING, "record", "withdrawn")]
    changed = side.is_new
    for column in content:
        changed |= ~settled[column].same
    texts = pl.DataFrame({column: settled[column].text for column in settled}).with_columns(
        named.alias("record"),
        (side.before["version"] + 1).fill_null(1).cast(pl.String).alias("version"),
        pl.lit(stamp.at).dt.strftime(INSTANT).alias("recorded_at"),
        pl.lit(stamp.by).alias("recorded_by"),
        # A withdrawal is asked about, see _questions.
        pl.col("withdrawn").replace("true", "false").fill_null("false"),
    )
    return cells.read(
        cells.Cells(side.table, texts.filter(changed), side.place, side.lines.filter(changed), side.positions)
    )


def _questions(side: _SideBySide, before: pl.DataFrame, withdrawn: _Settled) -> pl.DataFrame:
    """Records whose row is gone, and those that are marked as withdrawn: only a person withdraws."""
    is_gone = ~before["record"].is_in(side.before["record"].implode())
    is_marked = (withdrawn.text == "true").fill_null(value=False) & ~side.is_new
    asked = [
        (before.filter(is_gone), "its row is gone from the sheet"),
        (side.before.filter(is_marked), "it is marked as withdrawn"),
    ]
    frames = [
        rows.select(pl.lit(side.table.name).alias("table"), "record", "version", pl.lit(why).alias("why")) for rows, why in asked
    ]
    return pl.concat(frames)
