"""What does a sheet look like that a person fills in and a program reads back?

The header stays in sight, each column has a note (sentence, unit, what a cell may hold), words and references have
drop-down lists, and all but numbers has the text format, so that a spreadsheet program leaves `008` and `1951` as they
are typed. Lists stand on hidden sheets, since Excel allows 255 characters within a rule. Texts are written as texts
whatever they begin with; nothing in a workbook is a formula. The same rows give the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl

from detente.errors import RegisterError
from detente.register import cells, problems
from detente.register.schema import Table
from detente.register.sheet_cells import as_texts
from detente.register.workbook import missing

ROWS: Final = 1_048_576  # of a sheet, the header among them
CHARACTERS: Final = 32_767  # of a cell, counted as UTF-16 does
ABOUT: Final = "About"
EXAMPLES: Final = "Examples"
WORDS: Final = "_words"
KEYS: Final = "_keys"
ORIGIN: Final = "_base"
ORIGIN_ROWS: Final = "_rows"
HIDDEN: Final = (WORDS, KEYS, ORIGIN, ORIGIN_ROWS)

_DIGITS_KEPT: Final = 10**15
_SMALLEST: Final = 2.2250738585072014e-308  # numbers nearer to zero, and greater ones, are no numbers of a spreadsheet
_GREATEST: Final = 9.99999999999999e307
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # fixed, so that the bytes depend on the rows; the format has no zone
_WIDTHS: Final = {"key": 24, "ref": 20, "refs": 24, "text": 32, "word": 18, "date*": 14, "instant": 25}
_FURTHER: Final = 12

Book = Any  # xlsxwriter declares no types


class Form:
    """A workbook in the making. Lists for drop-downs are gathered while tables are written, and written at the end.

    Raises
    ------
    MissingPart : xlsxwriter is not installed.
    """

    def __init__(self) -> None:
        try:
            import xlsxwriter  # noqa: PLC0415  # the extra `spreadsheet`: a bare install writes no workbook
        except ModuleNotFoundError as absent:
            raise missing("written", "xlsxwriter") from absent
        self._bytes = io.BytesIO()
        self._book: Book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"created": _CREATED, "author": "detente"})
        self._heading = self._book.add_format({"bold": True, "bg_color": "#E8E8E8", "num_format": "@", "border": 1})
        self._text = self._book.add_format({"num_format": "@"})
        self._wrapped = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._lists: dict[str, dict[tuple[str, ...], int]] = {WORDS: {}, KEYS: {}}

    def finished(self) -> bytes:
        """The workbook; nothing can be written after."""
        for name, lists in self._lists.items():
            sheet = self._book.add_worksheet(name)
            sheet.hide()
            for words, column in lists.items():
                sheet.write_column(0, column, words, self._text)
        self._book.close()
        return self._bytes.getvalue()

    def lines(
        self, name: str, lines: Iterable[Sequence[str]], *, widths: Sequence[int] = (), hidden: bool = False
    ) -> None:
        """A sheet of plain texts, a line each."""
        sheet = self._book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, self._wrapped if widths else self._text)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if hidden:
            sheet.hide()

    def table(
        self, table: Table, rows: pl.DataFrame, keys: Mapping[str, Sequence[str]], *, name: str | None = None
    ) -> None:
        """A sheet of rows of one table.

        Parameters
        ----------
        rows : typed; all columns are written, in their order.
        keys : table -> keys that a reference to it may name.
        name : of the sheet, if it is not called after the table.

        Raises
        ------
        RegisterError : more rows than a sheet has, or a text longer than a cell holds.
        """
        refuse_what_no_sheet_holds(table.name, rows)
        sheet = self._book.add_worksheet(name or table.name)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows.height, 1), rows.width - 1)
        # Columns of a user's own come to the right of these; they hold texts.
        sheet.set_column(0, rows.width + _FURTHER, 20, self._text)
        for place, column in enumerate(rows.columns):
            self._column(sheet, place, table, column, keys)
            _write(sheet, place, table, rows.select(column))

    def _column(self, sheet: Book, place: int, table: Table, column: str, keys: Mapping[str, Sequence[str]]) -> None:
        """Header, note, width, format and drop-down list of one column."""
        sheet.write_string(0, place, column, self._heading)
        if column not in table.columns:
            sheet.write_comment(0, place, "A column of your own: kept, never interpreted.")
            return
        about = table.about(column)
        is_number = about["type"] in ("int", "float")
        sheet.set_column(place, place, _WIDTHS.get(about["type"], 12), None if is_number else self._text)
        sheet.write_comment(0, place, note(table, column), {"x_scale": 2.2, "y_scale": 1.2})
        if about["type"] == "bool":
            self._drop_down(sheet, place, ("TRUE", "FALSE"), WORDS, closed=True)
        elif about["words"]:
            self._drop_down(sheet, place, tuple(about["words"]), WORDS, closed=True)
        elif about["type"] == "ref":
            # A new row may be named before it is written: the list helps, it does not forbid.
            self._drop_down(sheet, place, tuple(keys.get(about["references"], ())), KEYS, closed=False)

    def _drop_down(self, sheet: Book, place: int, words: tuple[str, ...], on: str, *, closed: bool) -> None:
        if not words:
            return
        column = self._lists[on].setdefault(words, len(self._lists[on]))
        letter = problems.letters(column)
        sheet.data_validation(
            1,
            place,
            ROWS - 1,
            place,
            {
                "validate": "list",
                "source": f"={on}!${letter}$1:${letter}${len(words)}",
                "error_type": "stop" if closed else "information",
                "error_title": "Not in the list",
                "error_message": "Choose from the list." if closed else "No such key yet: is it a new one?",
            },
        )


def note(table: Table, column: str) -> str:
    """What stands behind the header of a column: sentence, unit, what a cell may hold.

    >>> from detente.register.schema import TABLES
    >>> note(TABLES["incidents"], "lat")
    'Latitude. Unit: degrees north. A number, with a point before decimals, at least -90, at most 90.'
    """
    about = table.about(column)
    held = cells.expected(table, column)
    parts = [
        about["doc"],
        f"Unit: {about['unit']}" if about["unit"] else "",
        f"A key of {about['references']}" if about["references"] else held[0].upper() + held[1:],
        "Several, with ; between" if about["type"] == "refs" else "",
        "Required" if column in table.required else "",
    ]
    return "".join(f"{part}. " for part in parts if part).strip()


def refuse_what_no_sheet_holds(name: str, rows: pl.DataFrame) -> None:
    """A sheet has 1,048,576 rows, a cell 32,767 characters.

    Raises
    ------
    RegisterError : names the table, or the record and the column.
    """
    if rows.height >= ROWS:
        raise RegisterError(
            f"{rows.height:,} rows",
            where=name,
            expected=f"at most {ROWS - 1:,} rows below the header of a sheet",
            next_step="export it as CSV or Parquet, or fewer tables at a time",
        )
    for column in (column for column, dtype in rows.schema.items() if dtype == pl.String):
        # Characters beyond the first plane count twice.
        long = rows.filter(pl.col(column).str.len_chars() > CHARACTERS // 2)
        for record, text in zip(long["record"], long[column], strict=True):
            if len(text.encode("utf-16-le")) // 2 > CHARACTERS:
                raise RegisterError(
                    f"{column} has {len(text):,} characters",
                    where=f"{name}, record {record}",
                    expected=f"at most {CHARACTERS:,} characters, which is what a cell holds",
                    next_step="export it as CSV, or shorten the text",
                )


def _write(sheet: Book, place: int, table: Table, column: pl.DataFrame) -> None:
    """Cells of one column below its header: numbers and truth values as such where a spreadsheet holds them."""
    values, texts = column.to_series(), as_texts(table, column).to_series()
    is_own = values.name not in table.columns
    if values.dtype == pl.Boolean and not is_own:
        for row in values.is_not_null().arg_true():
            sheet.write_boolean(row + 1, place, values[row])
        return
    numbers = values.to_list() if values.dtype.is_numeric() and not is_own else [None] * values.len()
    for row, (text, number) in enumerate(zip(texts, numbers, strict=True), 1):
        if number is not None and _is_exact(number):
            sheet.write_number(row, place, number)
        elif text is not None:
            sheet.write_string(row, place, text)


def _is_exact(number: float) -> bool:
    """Whether a spreadsheet holds the number, up to the digits that `sheet_cells` knows to be lost."""
    if isinstance(number, int):
        return abs(number) < _DIGITS_KEPT
    return number == 0 or _SMALLEST <= abs(number) <= _GREATEST
