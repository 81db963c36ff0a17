"""Which cells of a sheet say something else than what stood there when it was written?

Rows are laid beside the rows they were written from, found by their record. A cell is compared in the form in which a
spreadsheet holds it: a number with 15 or 16 significant digits, so that 0.1 + 0.2 which comes back as 0.3 is unchanged
and keeps its last bit. Cells whose kind the program changed go through `turned_cells`. When it lies: an edit smaller
than the fifteenth digit is no edit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from detente.register import cells, problems, turned_cells
from detente.register.csv_bytes import INSTANT, written_columns
from detente.register.schema import Table
from detente.register.turned_cells import Column, Turned
from detente.register.workbook import Kinds, Sheet

NUMERIC: Final = ("int", "float")
Report = tuple[object, ...]  # a row of a frame of problems, or of remarks

_FLOAT: Final = pl.Float64()
_DIGITS_KEPT: Final = 10**15  # a spreadsheet keeps 15 digits of a number
# A text of one of these shapes may be what is left of a number, a truth value or a date.
_MAY_BE_TURNED: Final = r"^-?\d+(?:\.\d+)?$|^(?:true|false)$|^[-+]?\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d"
_STRANGE: Final = r"_x[0-9a-fA-F]{4}_|[\x{FFFE}\x{FFFF}]"


@dataclass(frozen=True, eq=False)
class SideBySide:
    """The n rows of a sheet that hold anything, each beside the row it was written from (nulls where there is none).

    `values` are as in `workbook.Sheet`; `before` is typed, `before_texts` the same as texts; `kinds` is there where
    `values` do not tell all.
    """

    table: Table
    place: str
    positions: dict[str, int]
    lines: pl.Series
    values: pl.DataFrame
    before: pl.DataFrame
    before_texts: pl.DataFrame
    kinds: Kinds | None

    @property
    def is_new(self) -> pl.Series:
        """Rows that stand beside none (Boolean, n)."""
        return self.before["record"].is_null()

    def type_of(self, column: str) -> str:
        """Type of a column; "own" for `x_...`."""
        return str(self.table.about(column)["type"]) if column in self.table.columns else "own"

    def said(self, column: str) -> pl.Series:
        """What stood in a column, as texts (String, n); null where the column is new."""
        if column in self.before_texts.columns:
            return self.before_texts[column]
        return pl.Series(column, [None] * self.lines.len(), dtype=pl.String)

    @cached_property
    def is_as_read(self) -> dict[str, pl.Series]:
        """Column of texts -> cells that hold, letter by letter, what stood there (Boolean, n)."""
        texts = (column for column in self.values.iter_columns() if column.dtype == pl.String)
        return {column.name: column.eq_missing(self.said(column.name)) for column in texts}

    def problem(
        self, row: int, column: str, shown: str | None, rule: str, *, expected: str, suggestion: str | None = None
    ) -> Report:
        """A row of a frame of problems; `shown` is the value to quote."""
        return (self.place, self.lines[row], column, self._cell(row, column), shown, rule, expected, suggestion)

    def remark(self, row: int, column: str, read: str | None, remark: str) -> Report:
        """A row of a frame of remarks; `read` is what was taken."""
        record = self.values["record"][row]
        return (self.place, self.lines[row], column, self._cell(row, column), record, read, remark)

    def _cell(self, row: int, column: str) -> str:
        return f"{problems.letters(self.positions[column])}{self.lines[row]}"


@dataclass(frozen=True, slots=True)
class Settled:
    """One column: what the cells say (String, n), whether they said it before (Boolean, n), and what to report."""

    text: pl.Series
    same: pl.Series
    remarks: tuple[Report, ...] = ()
    problems: tuple[Report, ...] = ()


def side_by_side(table: Table, sheet: Sheet, before: pl.DataFrame) -> SideBySide:
    """The rows of `sheet` beside `before` (typed rows, one version of each record); cell by cell where that is needed.

    Columns of the table that the sheet lacks are empty.
    """
    values = _of_table(table, sheet.values)
    is_held = _is_held(values)
    side = _laid(sheet, before, values.filter(is_held), table=table, is_held=is_held, kinds=None)
    if sheet.complete and not _may_be_turned(side):
        return side
    read = sheet.kinds
    others = (_of_table(table, frame) for frame in (read.numbers, read.truths, read.days, read.serials))
    kinds = Kinds(_of_table(table, read.texts, numbers=pl.String()), *others)
    is_held = _is_held(kinds.texts) | _is_held(kinds.numbers) | _is_held(kinds.truths) | _is_held(kinds.serials)
    return _laid(sheet, before, values.filter(is_held), table=table, is_held=is_held, kinds=kinds.filter(is_held))


def _of_table(table: Table, frame: pl.DataFrame, *, numbers: pl.DataType = _FLOAT) -> pl.DataFrame:
    """Named columns of a sheet, then those of the table that it lacks, empty; columns of numbers in type `numbers`."""
    named = frame.select(column for column in frame.columns if not column.startswith("("))
    return named.with_columns(
        pl.lit(None, numbers if column in table.of_type(*NUMERIC) else pl.String()).alias(column)
        for column in table.columns
        if column not in frame.columns
    )


def settle(side: SideBySide, column: str) -> Settled:
    """What the cells of one column say."""
    if side.type_of(column) in NUMERIC:
        settled = _numbers(side, column) if side.kinds is None else _typed_numbers(side, column, side.kinds)
    else:
        settled = _texts(side, column)
    return settled if side.kinds is None else _with_meanings(side, column, settled, side.kinds)


def as_texts(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` (written columns of `table`) as the texts that a file of it would hold."""
    instants = table.of_type("instant")
    return frame.with_columns(
        pl.col(column).dt.strftime(INSTANT) if column in instants else pl.col(column).cast(pl.String)
        for column in frame.columns
    )


def _laid(
    sheet: Sheet, before: pl.DataFrame, values: pl.DataFrame, *, table: Table, is_held: pl.Series, kinds: Kinds | None
) -> SideBySide:
    written = before.select(written_columns(table, before)).with_columns(pl.col("record").alias("_record"))
    beside = values.select(pl.col("record").cast(pl.String)).join(
        written, on="record", how="left", maintain_order="left"
    )
    beside = beside.with_columns(pl.col("_record").alias("record")).select(written_columns(table, before))
    return SideBySide(
        table=table,
        place=sheet.place,
        positions={column: sheet.positions.get(column, len(sheet.positions)) for column in values.columns},
        lines=sheet.lines.filter(is_held),
        values=values,
        before=beside,
        before_texts=as_texts(table, beside),
        kinds=kinds,
    )


def _is_held(frame: pl.DataFrame) -> pl.Series:
    """Rows with a cell that is neither empty nor blank (Boolean, n)."""
    filled = {
        name: pl.col(name).str.strip_chars() != "" if dtype == pl.String else pl.col(name).is_not_null()
        for name, dtype in frame.schema.items()
    }
    # Where every row names its record, the other columns need not be asked.
    by_record = frame.select(filled["record"].fill_null(value=False).alias("held"))["held"]
    if by_record.all():
        return by_record
    return frame.select(pl.any_horizontal(*filled.values()).fill_null(value=False).alias("held"))["held"]


def _may_be_turned(side: SideBySide) -> bool:
    """Whether a text that is not what it was may be left of another kind, or a whole number may have lost digits."""
    for column in side.values.iter_columns():
        if column.dtype == pl.Float64:
            if side.type_of(column.name) == "int" and bool((column.abs() >= _DIGITS_KEPT).any()):
                return True
        elif not (same := side.is_as_read[column.name]).all() and (
            column.filter(~same).str.contains(_MAY_BE_TURNED).any()
        ):
            return True
    return False


def _texts(side: SideBySide, column: str) -> Settled:
    said = side.said(column)
    if side.kinds is None and side.is_as_read[column].all():
        return Settled(said, side.is_as_read[column])
    read = side.values[column] if side.kinds is None else side.kinds.texts[column]
    frame = pl.DataFrame({"read": read, "said": said})
    text, own = pl.col("read"), side.type_of(column) == "own"
    if side.type_of(column) == "bool":
        lower = text.str.to_lowercase()
        text = pl.when(lower.is_in(["true", "false"])).then(lower).otherwise(text)
    text = pl.when((text if own else text.str.strip_chars()) != "").then(text)
    strange = frame.filter(pl.col("said").str.contains(_STRANGE))["said"].unique().to_list()
    held = pl.col("said").replace(strange, [_held(text) for text in strange])
    unchanged = text.eq_missing(pl.col("said")) | text.eq_missing(held)
    settled = frame.select(pl.when(unchanged).then("said").otherwise(text).alias("text"), unchanged.alias("same"))
    return Settled(settled["text"], settled["same"])


def _held(text: str) -> str:
    r"""What a workbook gives back that was given `text`.

    Characters that XML forbids are written as _xHHHH_, and where a text has such letters itself, its _ as _x005F_. The
    writer (xlsxwriter 3.3) overlooks one that overlaps another; the reader leaves U+FFFE and U+FFFF as written.

    >>> _held("_x005F_x0041_"), _held("_x0041_"), _held("a\ufffe")
    ('_x005FA', '_x0041_', 'a_xFFFE_')
    """
    written = re.sub(r"(_x[0-9a-fA-F]{4}_)", r"_x005F\1", text)
    read = re.sub(r"_x(?!d[89a-f])([0-9a-f]{4})_", lambda code: chr(int(code[1], 16)), written, flags=re.IGNORECASE)
    return read.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


def _numbers(side: SideBySide, column: str) -> Settled:
    now = side.values[column] if side.kinds is None else side.kinds.numbers[column]
    return _settled_numbers(now, side.before[column], side.said(column))


def _settled_numbers(now: pl.Series, before: pl.Series, said: pl.Series) -> Settled:
    same = _same_numbers(now, before)
    text = pl.DataFrame({"same": same, "said": said}).select(pl.when("same").then("said"))["said"]
    changed = (~same & now.is_not_null()).arg_true()
    return Settled(text.scatter(changed, [turned_cells.plain(number) for number in now.gather(changed)]), same)


def _typed_numbers(side: SideBySide, column: str, kinds: Kinds) -> Settled:
    """A column of numbers in which some are typed as texts, and whole numbers may be longer than a sheet can hold."""
    numbers, said = _numbers(side, column), side.said(column)
    typed = kinds.texts.select(pl.when(pl.col(column).str.strip_chars() != "").then(column))[column]
    if side.type_of(column) == "int":
        same_text = typed == said
        shortened = ((kinds.numbers[column].abs() >= _DIGITS_KEPT) & ~numbers.same).fill_null(value=False).arg_true()
    else:
        same_text = _same_numbers(typed.cast(pl.Float64, strict=False), side.before[column]) & typed.is_not_null()
        shortened = pl.Series(dtype=pl.UInt32)
    frame = pl.DataFrame(
        {"typed": typed, "said": said, "text": numbers.text, "same": numbers.same, "same_text": same_text}
    )
    is_text, is_same = pl.col("typed").is_not_null(), pl.col("same_text").fill_null(value=False)
    settled = frame.select(
        pl.when(is_text & is_same).then("said").when(is_text).then("typed").otherwise("text").alias("text"),
        pl.when(is_text).then(is_same).otherwise("same").alias("same"),
    )
    rule, expected = "a spreadsheet keeps 15 digits of a number", "all digits, typed as text"
    refused = [side.problem(row, column, numbers.text[row], rule, expected=expected) for row in shortened]
    return Settled(settled["text"], settled["same"], problems=tuple(refused))


def _same_numbers(now: pl.Series, before: pl.Series) -> pl.Series:
    """Whether a sheet that was given `before` would hold `now` (Boolean, n, never null)."""
    given = before.cast(pl.Float64)
    same = now.eq_missing(given)
    doubtful = (~same & now.is_not_null() & given.is_not_null()).arg_true()
    held = [
        any(number == float(f"{whole:.{digits}G}") for digits in (15, 16))
        for number, whole in zip(now.gather(doubtful), given.gather(doubtful), strict=True)
    ]
    return same.scatter(doubtful, held)


def _with_meanings(side: SideBySide, column: str, settled: Settled, kinds: Kinds) -> Settled:
    """`settled`, with the cells that are of another kind than their column read by what they may mean."""
    # A record says which row this is: there, no reading of ours will do.
    about = Column("record" if column == "record" else side.type_of(column), _padding(side.said(column)))
    text, same = settled.text.to_list(), settled.same.to_list()
    remarks, refused = list(settled.remarks), list(settled.problems)
    for row, cell in _turned(side, column, kinds):
        said = turned_cells.meaning(cell, about)
        text[row], same[row] = said.text, said.text == cell.before
        if said.refused is not None:
            expected = cells.expected(side.table, column) if column in side.table.columns else "text"
            text[row] = cell.before
            refused.append(
                side.problem(row, column, cell.shown, said.refused, expected=expected, suggestion=said.suggestion)
            )
        elif said.remark is not None:
            remarks.append(side.remark(row, column, said.text, said.remark))
    return Settled(pl.Series(text, dtype=pl.String), pl.Series(same, dtype=pl.Boolean), tuple(remarks), tuple(refused))


def _turned(side: SideBySide, column: str, kinds: Kinds) -> Iterator[tuple[int, Turned]]:
    """Cells of `column` that are no texts (in a column of numbers: neither numbers), with their row."""
    said = side.said(column)
    numbers, truths = kinds.numbers[column], kinds.truths[column]
    days, serials = kinds.days[column], kinds.serials[column]
    if side.type_of(column) not in NUMERIC:
        for row in numbers.is_not_null().arg_true():
            yield row, Turned("number", said[row], number=numbers[row])
    for row in truths.is_not_null().arg_true():
        yield row, Turned("truth", said[row], truth=truths[row])
    for row in serials.is_not_null().arg_true():
        yield row, Turned("date", said[row], day=days[row], serial=serials[row])


def _padding(said: pl.Series) -> int:
    """Width of the digits of a column in which digits are padded with zeros; 0 where they are not."""
    digits = said.drop_nulls().unique()
    padded = digits.filter(digits.str.contains(r"^0\d+$")).str.len_chars()
    return max(padded.to_list(), default=0)
