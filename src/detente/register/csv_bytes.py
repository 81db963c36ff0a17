"""Which bytes are a table, on every machine?

UTF-8, LF, comma, minimal quoting, header in schema order and then `x_...` columns by name, rows by (record, version),
floats in their shortest form, true/false, instants to the millisecond with Z. Digests of facts are taken over these.
"""

from typing import Final

import polars as pl

from detente.register.schema import Table

INSTANT: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"


def written_columns(table: Table, frame: pl.DataFrame) -> list[str]:
    """Columns of `frame` that belong in a file: those of the schema, in order, then `x_...` by name."""
    return [*table.columns, *sorted(column for column in frame.columns if column.startswith("x_"))]


def csv_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """`frame` (typed rows of `table`; derived columns are left out) as CSV."""
    rows = frame.select(written_columns(table, frame)).sort("record", "version")
    return rows.with_columns(pl.col(table.of_type("instant")).dt.strftime(INSTANT)).write_csv().encode()
