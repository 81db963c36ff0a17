"""Small registers written as rows, for tests that need one mechanism and nothing else.

`register(participations=[...], agreements=[...])` takes dictionaries with the columns that matter; the rest is filled
with what a dull, well-kept row would have. Dates are texts, as in a file. Records are made from the logical key.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from detente.register import Register
from detente.register.schema import TABLES, Table

RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
_DULL: Mapping[str, Any] = {
    "version": 1,
    "recorded_at": RECORDED,
    "recorded_by": "a test",
    "source": "book",
    "confidence": "reported",
    "withdrawn": False,
    "occurrence": 1,
    "capacity": "party",
    "binding": "legal",
    "form": "treaty",
    "subject": "defence",
    "parties_listed": "complete",
    "estimate": False,
}
_SOURCES = [
    {"source": "book", "title": "A book", "publisher": "A press", "kind": "reference", "retrieved": "2026-01-01"}
]

Row = Mapping[str, Any]


def register(**tables: Sequence[Row]) -> Register:
    """A register of these rows; `sources` has one book unless given."""
    return Register.of({name: frame(name, rows) for name, rows in {"sources": _SOURCES, **tables}.items()})


def frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Typed rows of one table, dull values where none are given."""
    table = TABLES[name]
    return pl.DataFrame(
        [_filled(table, row, place) for place, row in enumerate(rows)], schema=dict(table.dtypes), orient="row"
    )


def _filled(table: Table, row: Row, place: int) -> list[Any]:
    known = {**_DULL, **row}
    if "title" in table.columns:
        known.setdefault("title", str(known.get(table.own[0], place)))
    key = [str(known[column]) for column in table.logical_key if known.get(column) is not None]
    known.setdefault("record", "/".join(key) if key and table.logical_key != ("record",) else f"{table.name}/{place}")
    return [known.get(column) for column in table.columns]
