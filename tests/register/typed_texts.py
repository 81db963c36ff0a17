"""A small register written as CSV texts, with the columns that matter; what a table requires beside them is dull.

Used by the tests of the checks: `named(check, tables)` says which records each finding names.
"""

from collections.abc import Mapping
from io import StringIO
from textwrap import dedent

import polars as pl

from detente.register import Register, cells, problems
from detente.register.checks import CHECKS, Tables
from detente.register.schema import TABLES, Table

_DULL = {
    "version": "1",
    "recorded_at": "2026-01-01T00:00:00Z",
    "recorded_by": "a test",
    "source": "book",
    "confidence": "reported",
    "withdrawn": "false",
    "capacity": "party",
    "parties_listed": "complete",
    "reason": "renamed",
}
_BY_TYPE = {
    "key": "x",
    "ref": "X",
    "text": "words",
    "date*": "2000",
    "int": "1",
    "float": "1",
    "bool": "false",
    "word": "word",
}
_BOOK = "record,source,retrieved\nbook,book,2026-01-01\n"


def register(tables: Mapping[str, str]) -> Register:
    """The register of these tables (name -> CSV text with header); `sources` has one book unless given."""
    return Register.of({name: frame(TABLES[name], text) for name, text in {"sources": _BOOK, **tables}.items()})


def named(check: str, tables: Mapping[str, str]) -> list[list[str]]:
    """The records of each finding of one check."""
    return CHECKS[check].function(Tables(register(tables).histories))["records"].to_list()


def frame(table: Table, text: str) -> pl.DataFrame:
    """Typed rows of one table; a text that the schema refuses is a fault of the test."""
    texts = pl.read_csv(StringIO(dedent(text)), infer_schema=False)
    missing = [column for column in table.required if column not in texts.columns]
    texts = texts.with_columns(pl.lit(_dull(table, column)).alias(column) for column in missing)
    positions = {column: place for place, column in enumerate(texts.columns)}
    lines = pl.int_range(2, texts.height + 2, eager=True)
    typed, refused = cells.read(cells.Cells(table, texts, f"{table.name}.csv", lines, positions))
    assert refused.is_empty(), problems.sentences(refused)
    return typed


def _dull(table: Table, column: str) -> str:
    about = table.about(column)
    words = about["words"]
    return _DULL.get(column) or (words[0] if words else _BY_TYPE[about["type"]])
