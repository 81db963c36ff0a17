"""Which bytes are a table, on every machine?

UTF-8, LF, comma, minimal quoting, header in schema order and then `x_...` columns by name, rows by (record, version),
floats by shortest repr, true/false, instants to the millisecond with Z. Digests of facts are taken over these, so every
form that a library might one day write otherwise is fixed here or by a test. Text is written as it is: a cell that a
spreadsheet would run as a formula stays what it was, and is nobody's business but the spreadsheet's.
"""

from typing import Final

import polars as pl

from detente.register import versions
from detente.register.schema import Table

INSTANT: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"


def written_columns(table: Table, frame: pl.DataFrame) -> list[str]:
    """Columns of `frame` that belong in a file: those of the schema, in order, then `x_...` by name."""
    return [*table.columns, *sorted(column for column in frame.columns if column.startswith("x_"))]


def csv_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """`frame` (typed rows of `table`; derived columns are left out) as CSV."""
    rows = versions.ordered(frame.select(written_columns(table, frame)))
    texts = rows.with_columns(
        pl.col(table.of_type("instant")).dt.strftime(INSTANT),
        *(_shortest(rows[column]) for column in table.of_type("float")),
    )
    return texts.write_csv(line_terminator="\n", quote_style="necessary").encode()


def _shortest(numbers: pl.Series) -> pl.Series:
    """The fewest digits that read back as the same float, in Python's spelling: 0.1, 1e-300, 1e+16, -0.0."""
    texts = [None if number is None else repr(number) for number in numbers.to_list()]
    return pl.Series(numbers.name, texts, dtype=pl.String)
