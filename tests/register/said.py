"""A small register typed in a test: only what the test is about is said, the rest is filled in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from detente.register import Register
from detente.register.schema import TABLES

RECORDED_AT = datetime(2030, 1, 1, tzinfo=UTC)
_UNSAID: dict[str, Any] = {
    "version": 1,
    "recorded_at": RECORDED_AT,
    "recorded_by": "test",
    "source": "test-source",
    "confidence": "reported",
    "withdrawn": False,
}
# What a table requires and a test of derived states never looks at.
_REQUIRED: dict[str, dict[str, Any]] = {
    "channels": {"title": "Line", "level": "military"},
    "activities": {"title": "Exercise", "kind": "exercise"},
    "posts": {"sending": "AAA", "seat": "BBB", "kind": "defence"},
    "transfers": {"supplier": "AAA", "recipient": "BBB", "item": "frigates", "category": "ships"},
    "memberships": {"status": "member", "occurrence": 1},
    "observations": {"unit": "persons", "estimate": False},
    "coverage": {"statement": "as declared"},
    "agreements": {"title": "Treaty", "form": "treaty", "subject": "defence", "binding": "legal"},
}


def register(**tables: Sequence[Mapping[str, Any]]) -> Register:
    """A register of these rows; records are numbered where a row names none: `channel_events/1`."""
    return Register.of({name: _frame(name, rows) for name, rows in tables.items()})


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    table = TABLES[name]
    unknown = sorted({column for row in rows for column in row} - set(table.columns))
    assert not unknown, f"{name} has no column {unknown[0]}"
    full = [
        dict.fromkeys(table.columns) | _UNSAID | _REQUIRED.get(name, {}) | {"record": f"{name}/{number}"} | dict(row)
        for number, row in enumerate(rows, start=1)
    ]
    return pl.DataFrame(full, schema=dict(table.dtypes))
