"""What does a sheet look like that a person fills in and a program reads back?

The header stays in sight, each column has a note (sentence, unit, what a cell may hold), words and references have
drop-down lists, and cells of keys, dates and texts have the text format, so that a spreadsheet program leaves `008` and
`1951` as they are typed. Lists stand on hidden sheets: written into the rule itself, Excel allows 255 characters. Texts are
written as texts whatever they begin with; nothing in a workbook is a formula. The same rows give the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.errors import RegisterError
from detente.register import cells, problems
from detente.register.csv_bytes import written_columns
from detente.register.schema import TABLES, Table
from detente.register.sheet_rows import as_texts
from detente.register.workbook import missing

ROWS: Final = 1_048_576
CHARACTERS: Final = 32_767  # of a cell, counted in UTF-16 units
WORDS: Final = "_words"
KEYS: Final = "_keys"

_EXACT: Final = 10**15  # a spreadsheet keeps 15 digits
_SMALLEST: Final = 2.2250738585072014e-308  # and no number nearer to zero
_GREATEST: Final = 9.99999999999999e307
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)  # fixed: the bytes depend on the rows alone
_WIDTHS: Final = {"key": 22, "ref": 20, "refs": 24, "text": 30, "word": 18, "date*": 14, "instant": 25, "bool": 10}
_TEXTS: Final = ("key", "ref", "refs", "text", "word", "date*", "instant", "dur")

Book = Any  # xlsxwriter has no types


class Form:
    """A workbook that is being written: its formats, and the lists that its drop-downs refer to.

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
        self._book.set_properties({"created": _CREATED, "title": "detente"})
        self._header = self._book.add_format({"bold": True, "bg_color": "#E6E6E6", "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})
        self._lists: dict[str, dict[tuple[str, ...], int]] = {WORDS: {}, KEYS: {}}
