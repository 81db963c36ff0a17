"""What would a person read in the cells of this sheet of a workbook?

Every cell as text: a number as it would be typed (2024, not 2024.0), a date as a day, a truth value as true or false.
What is no plain value (a formula, an error, merged cells) is a problem of its cell. When it lies: a code that the sheet
made a number has lost its leading zeros before it comes here (008 is 8), and a 1-2 that it made a date is that date.
"""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import problems, workbook
from detente.register.grid import Grid, from_records
from detente.register.workbook import Kinds, Sheet, Workbook

_EXACT: Final = 1e15  # whole numbers below this are typed digit by digit


def read(path: Path, *, sheet: str | None, table: str, limit_bytes: int, decimal: str) -> Grid:
    """The cells of one sheet: `sheet`, else the one named as the table, else the only one.

    Parameters
    ----------
    decimal : mark before the decimals of numbers, as the caller will read texts.

    Raises
    ------
    SourceError : no workbook, damaged, too large.
    RegisterError : no such sheet, or several to choose from; a header that is none.
    """
    book = workbook.open_workbook(path, limit=limit_bytes)
    found = book.sheet(_chosen(book, sheet, table))
    in_header = found.problems.filter(pl.col("line") <= 1)
    problems.refuse(in_header, f"the header of {found.place}", next_step="correct the header")
    grid = from_records(_records(found, decimal), found.place)
    return Grid(grid.file, grid.texts, grid.lines, grid.positions, pl.concat([grid.broken, found.problems]))


def _chosen(book: Workbook, sheet: str | None, table: str) -> str:
    if sheet is None and len(book.names) == 1:
        return book.names[0]
    wanted = sheet or table
    if wanted in book.names:
        return wanted
    raise RegisterError(
        f"the workbook has no sheet {wanted!r}" if sheet else "the workbook has several sheets",
        where=book.file.name,
        expected="one of " + ", ".join(book.names),
        next_step="give --sheet",
    )


def _records(sheet: Sheet, decimal: str) -> Iterator[tuple[int, list[str]]]:
    """The header and each row that has a cell, as lists of texts of one length."""
    kinds = sheet.kinds
    names = sorted(sheet.positions, key=sheet.positions.__getitem__)
    columns = [_texts(kinds, name, decimal) for name in names]
    yield 1, ["" if name.startswith("(") else name for name in names]
    for line, row in zip(sheet.lines, zip(*columns, strict=True), strict=True):
        if any(row):
            yield line, list(row)


def _texts(kinds: Kinds, name: str, decimal: str) -> list[str]:
    typed = zip(kinds.numbers[name], kinds.truths[name], kinds.days[name], kinds.serials[name], strict=True)
    return [
        text if text is not None else _text(number, truth, day, serial, decimal)
        for text, (number, truth, day, serial) in zip(kinds.texts[name], typed, strict=True)
    ]


def _text(number: float | None, truth: bool | None, day: datetime | None, serial: float | None, decimal: str) -> str:  # noqa: FBT001  # a cell, not a switch
    if truth is not None:
        return "true" if truth else "false"
    if day is not None:
        return day.date().isoformat() if day.time() == time() else day.isoformat(" ")
    value = number if number is not None else serial
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value).replace(".", decimal)
