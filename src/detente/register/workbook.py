"""What exactly stands in the cells of a workbook: a text, a number, a date, a truth value, or nothing?

A spreadsheet program changes kinds without asking (`008` becomes 8, `1-2` a date), so the kind of a cell is evidence
and must reach the reader. fastexcel reads a column as one declared kind and gives null for what does not fit; it is
never left to guess, because a guessed column of numbers loses `NA` and `None`. A sheet is read first as it is expected
to be, in one pass; then, where a value of the file was not seen or a text might have been a number, once for every
kind:

    date      has a duration, which is its serial number, counted from 1900 or, in some files, from 1904
    truth     has a boolean, and its string is true or false
    number    has a boolean, and another string (of 9 digits after the point); its value is the float
    text      has a string, and is none of the others

When it lies: a number that stands under a date format is a date here, whoever typed it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from detente.errors import MissingPart, SourceError
from detente.register import problems, workbook_file
from detente.register.workbook_file import SheetXml, WorkbookFile

if TYPE_CHECKING:
    import fastexcel

_Kind = Literal["string", "float", "boolean", "duration"]
_DAY: Final = 86_400_000  # milliseconds
_LAST: Final = 2_958_465  # serial number of 9999-12-31 in the 1900 system
_WIDEST: Final = 1024  # more columns than workbook_file lets through


@dataclass(frozen=True, slots=True)
class Kinds:
    """The cells of a sheet by kind: frames of one shape, each null where a cell is of another kind.

    `texts` String · `numbers` Float64 · `truths` Boolean · `days` Datetime (null where out of the calendar) · `serials`
    Float64, the number of days behind a date.
    """

    texts: pl.DataFrame
    numbers: pl.DataFrame
    truths: pl.DataFrame
    days: pl.DataFrame
    serials: pl.DataFrame

    def filter(self, rows: pl.Series) -> "Kinds":
        """The cells of the rows where `rows` (Boolean, n) is true."""
        return Kinds(*(getattr(self, part.name).filter(rows) for part in fields(self)))


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet below its header row.

    Parameters
    ----------
    place : file!sheet.
    positions : name of each column in the header -> its place in the sheet, from 0.
    lines : number of each row in the sheet (Int64, n), from 2.
    values : columns as expected: Float64 where numbers are, String elsewhere. A number in a String column is there as
        text; a text in a Float64 column is there as a number or not at all.
    complete : every value of the file is in `values`; if not, only `kinds` has them all.
    problems : what cannot be read as a plain value: formulas, errors, merged cells, a header that is not one.
    """

    place: str
    positions: Mapping[str, int]
    lines: pl.Series
    values: pl.DataFrame
    complete: bool
    problems: pl.DataFrame
    _workbook: "Workbook" = field(repr=False)
    _name: str = field(repr=False)

    @cached_property
    def kinds(self) -> Kinds:
        """The cells by kind; reads the sheet four times more."""
        strings, floats, booleans, durations = (
            self._workbook.load(self._name, dict.fromkeys(range(_WIDEST), kind))[1]
            for kind in ("string", "float", "boolean", "duration")
        )
        truth = {c: booleans[c].is_not_null() & strings[c].is_in(["true", "false"]) for c in strings.columns}
        number = {c: booleans[c].is_not_null() & ~truth[c].fill_null(value=False) for c in strings.columns}
        serials = durations.select(pl.all().dt.total_milliseconds() / _DAY)
        return Kinds(
            texts=_only(strings, {c: booleans[c].is_null() & durations[c].is_null() for c in strings.columns}),
            numbers=_only(floats, number),
            truths=_only(booleans, truth),
            days=serials.select(_day(column, from_1904=self._workbook.file.from_1904) for column in serials.columns),
            serials=serials,
        )


@dataclass(frozen=True, eq=False)
class Workbook:
    """A workbook that was opened safely; made by `open_workbook`."""

    file: WorkbookFile
    _reader: "fastexcel.ExcelReader" = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the sheets, hidden ones among them, in the order of the tabs."""
        return tuple(self.file.sheets)

    def sheet(self, name: str, *, expected: Sequence[str] = (), numeric: Collection[str] = ()) -> Sheet:
        """A sheet whose first row is its header.

        Parameters
        ----------
        expected : columns as they were written; if the header is another one, the sheet is read twice.
        numeric : columns in which numbers are expected, wherever they stand.

        Raises
        ------
        SourceError : the sheet cannot be read, or would unfold to more than can be held.
        """
        xml = self.file.sheet(name)
        asked = _dtypes({column: place for place, column in enumerate(expected)}, numeric)
        header, values = self.load(name, asked)
        wanted = _dtypes(header, numeric)
        if any(asked[place] != wanted[place] for place in header.values()):
            header, values = self.load(name, wanted)
        place = f"{self.file.name}!{name}"
        seen = sum(values.select(pl.all().count()).row(0)) if values.columns else 0
        named = sum(not column.startswith("(") for column in header)
        return Sheet(
            place=place,
            positions=header,
            lines=pl.int_range(2, values.height + 2, eager=True),
            values=values,
            complete=seen + named == xml.values,
            problems=pl.concat([_unreadable(xml, header, place), self._bad_header(name, header, values)]),
            _workbook=self,
            _name=name,
        )

    def rows(self, name: str) -> pl.DataFrame:
        """A sheet without header: every row, all cells as texts.

        Raises
        ------
        SourceError : the sheet cannot be read, or would unfold to more than can be held.
        """
        self.file.sheet(name)
        return self._read(name, header_row=None, dtypes="string")[1]

    def load(self, name: str, dtypes: Mapping[int, _Kind]) -> tuple[dict[str, int], pl.DataFrame]:
        """Header (name -> place; "(D)" where there is no name) and columns of a sheet, each read as its place says."""
        return self._read(name, header_row=0, dtypes=dtypes)

    def _read(
        self, name: str, *, header_row: int | None, dtypes: Mapping[int, _Kind] | _Kind, n_rows: int | None = None
    ) -> tuple[dict[str, int], pl.DataFrame]:
        try:
            # skip_rows=0 counts rows from the first of the sheet; by default empty rows above the header would vanish.
            sheet = self._reader.load_sheet(
                name,
                header_row=header_row,
                skip_rows=0,
                n_rows=n_rows,
                dtypes=dtypes,  # type: ignore[arg-type]  # a dict by place is what it takes
            )
            frame = pl.DataFrame(sheet)
        except BaseException as trouble:
            # fastexcel 0.21 panics over a date of -1E12 days, and a panic is no Exception.
            if not isinstance(trouble, Exception) and type(trouble).__name__ != "PanicException":
                raise
            raise SourceError(
                f"the sheet cannot be read: {str(trouble).splitlines()[0]}",
                where=f"{self.file.name}!{name}",
                expected="a sheet of an Excel workbook (.xlsx)",
                next_step="open it in a spreadsheet program and save it again",
            ) from trouble
        header: dict[str, int] = {}
        for column in sheet.selected_columns:
            is_named = column.column_name_from == "looked_up" and column.name not in header
            header[column.name if is_named else f"({problems.letters(column.absolute_index)})"] = column.absolute_index
        frame.columns = list(header)
        return header, frame

    def _bad_header(self, name: str, header: Mapping[str, int], values: pl.DataFrame) -> pl.DataFrame:
        """Cells below no name; and names that stand twice, which fastexcel makes different by adding _1, _2."""
        place = f"{self.file.name}!{name}"
        nameless = [
            problems.one(place, 1, column, at, None, "a column without a name has cells", "the name of a column")
            for column, at in header.items()
            if column.startswith("(") and values[column].count()
        ]
        doubtful = [
            column for column in header if re.sub(r"_\d+$", "", column) in header and re.search(r"_\d+$", column)
        ]
        if not doubtful:
            return pl.concat([problems.none(), *nameless])
        first = self._read(name, header_row=None, dtypes="string", n_rows=1)[1].row(0)
        written = dict(zip(header, first, strict=True))
        twice = [
            problems.one(
                place,
                1,
                str(written[column]),
                header[column],
                str(written[column]),
                "this column stands twice",
                "each name once",
            )
            for column in doubtful
            if written[column] != column
        ]
        return pl.concat([problems.none(), *nameless, *twice])


def open_workbook(path: Path, *, limit: int = workbook_file.LIMIT) -> Workbook:
    """The workbook, if it can be read without harm.

    Parameters
    ----------
    limit : bytes the file may have.

    Raises
    ------
    SourceError : no such file, over the limit packed or unpacked, damaged, protected, or no workbook.
    MissingPart : fastexcel is not installed.
    """
    try:
        import fastexcel  # noqa: PLC0415  # the extra `spreadsheet`: a bare install reads no workbook
    except ModuleNotFoundError as absent:
        raise missing("read", "fastexcel") from absent
    file = workbook_file.open_file(path, limit=limit)
    try:
        return Workbook(file, fastexcel.read_excel(file.content))
    except fastexcel.FastExcelError as trouble:
        raise SourceError(
            f"the workbook cannot be read: {str(trouble).splitlines()[0]}",
            where=file.name,
            expected="an Excel workbook (.xlsx)",
            next_step="open it in a spreadsheet program and save it again",
        ) from trouble


def missing(verb: str, library: str) -> MissingPart:
    """The error for a library of the extra `spreadsheet` that is not there."""
    return MissingPart(
        f"workbooks cannot be {verb}: {library} is not installed",
        expected="the extra `spreadsheet`",
        next_step="python -m pip install 'detente[spreadsheet]'",
    )


def _dtypes(positions: Mapping[str, int], numeric: Collection[str]) -> dict[int, _Kind]:
    """Kind to read at each place of a sheet; no place is left to be guessed."""
    kinds: dict[int, _Kind] = dict.fromkeys(range(_WIDEST), "string")
    return kinds | {place: "float" for column, place in positions.items() if column in numeric}


def _day(column: str, *, from_1904: bool) -> pl.Expr:
    """The day and time behind serial numbers (Datetime); null beyond the calendar.

    In the 1900 system day 60 is a 29 February that never was, so that the days before it count from another start.
    """
    serial = pl.col(column)
    start = pl.when(serial < 60).then(datetime(1899, 12, 31)).otherwise(datetime(1899, 12, 30))  # noqa: DTZ001  # no zones
    if from_1904:
        start = pl.lit(datetime(1904, 1, 1))  # noqa: DTZ001
    within = pl.when(serial.is_between(0, _LAST)).then(serial)
    return (start.cast(pl.Datetime("ms")) + pl.duration(milliseconds=(within * _DAY).round())).alias(column)


def _only(frame: pl.DataFrame, masks: Mapping[str, pl.Series]) -> pl.DataFrame:
    """`frame` with null wherever the mask of the column is not true."""
    return frame.with_columns(pl.when(masks[column]).then(pl.col(column)).alias(column) for column in frame.columns)


def _unreadable(xml: SheetXml, header: Mapping[str, int], place: str) -> pl.DataFrame:
    """Cells that a reader of values would read as something else, or as nothing."""
    names = {at: column for column, at in header.items()}
    expected = {
        "a formula": "a value (copy the cells and paste them as values)",
        "an error of the sheet": "a value",
        "merged cells": "one cell for one value (unmerge them)",
    }
    found = [
        *((ref, "a formula") for ref in xml.formulas),
        *((ref, "an error of the sheet") for ref in xml.errors),
        *((ref, "merged cells") for ref in xml.merged),
    ]
    rows = [
        (place, int(line or 0), names.get(problems.position(column) - 1, column), ref, None, rule, expected[rule], None)
        for ref, rule in found
        for column, line in [_split(ref)]
    ]
    return pl.DataFrame(rows, schema=problems.SCHEMA, orient="row")


def _split(ref: str) -> tuple[str, str]:
    """Column and line of a reference; of a range, those of its first cell.

    >>> _split("AA17:AB18")
    ('AA', '17')
    """
    match = re.match(r"([A-Z]+)(\d+)", ref)
    return (match[1], match[2]) if match else ("A", "0")
