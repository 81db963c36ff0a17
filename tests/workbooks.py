"""A workbook on its way out and back: written by us, edited by another program (openpyxl), read by us.

with edited(path) as book:
    cell(book, "observations", "ALB/2014", "value").value = 1.4
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from detente.register import Register
from detente.register.spreadsheet import Proposal, from_xlsx, merge_xlsx, to_xlsx

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY = "A. Clerk"
REASON = "read the text again"

Book = Any  # openpyxl declares no types


def write(register: Register, path: Path, *only: str) -> Path:
    """Write a register, whole or some tables of it."""
    to_xlsx(register.tables, path, digest=register.digest(), only=only or None)
    return path


def read(path: Path, register: Register, *, at: datetime = AT) -> Proposal:
    """Read a workbook back against the register it was written from."""
    return from_xlsx(path, register.tables, digest=register.digest(), by=BY, at=at, reason=REASON)


def merge(path: Path, register: Register) -> Proposal:
    """Read a workbook back against a register that has moved on."""
    return merge_xlsx(path, register.tables, digest=register.digest(), by=BY, at=AT, reason=REASON)


@contextmanager
def edited(path: Path) -> Iterator[Book]:
    """Open the workbook in another program, which saves it when done."""
    book = openpyxl.load_workbook(path)
    yield book
    book.save(path)


def cell(book: Book, sheet: str, record: str, column: str) -> Any:
    """Find the cell of one record and column."""
    return book[sheet].cell(line(book, sheet, record), place(book, sheet, column))


def line(book: Book, sheet: str, record: str) -> int:
    """Find the line on which a record stands."""
    column = place(book, sheet, "record")
    records = [book[sheet].cell(row, column).value for row in range(2, book[sheet].max_row + 1)]
    return 2 + records.index(record)


def place(book: Book, sheet: str, column: str) -> int:
    """Find the place of a column, from 1."""
    return 1 + [c.value for c in book[sheet][1]].index(column)


def add_row(book: Book, sheet: str, **cells: object) -> int:
    """Write a row below the others, and say on which line it stands."""
    below = int(book[sheet].max_row) + 1
    for column, value in cells.items():
        book[sheet].cell(below, place(book, sheet, column)).value = value
    return below
