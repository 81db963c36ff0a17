"""How does a table travel to people who compute with it? As Parquet, typed, beside the same descriptor.

Words are plain text in the file, so that a program without our vocabularies can read it; they are judged on the way
back. The bytes are those of one version of the writer: unlike CSV they are no measure of what is said.
"""

import io

import polars as pl

from detente.register import csv_texts, problems
from detente.register.cells import Cells
from detente.register.csv_bytes import written_columns
from detente.register.schema import Table


def parquet_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """`frame` (typed rows of `table`; derived columns are left out) as Parquet."""
    file = io.BytesIO()
    rows = frame.select(written_columns(table, frame)).cast({pl.Enum: pl.String})
    rows.write_parquet(file, compression="zstd", statistics=False)
    return file.getvalue()


def read(table: Table, raw: bytes, file: str, *, limit: int) -> tuple[Cells | None, pl.DataFrame]:
    """The cells of a Parquet file of `table`, its first row being line 1; or None and the problems of its structure.

    `limit` bounds the cells: CSV spends at least a byte on each, but Parquet can say the same thing a million times in
    a few bytes.
    """
    try:
        schema = pl.read_parquet_schema(io.BytesIO(raw))
        height = pl.scan_parquet(io.BytesIO(raw)).select(pl.len()).collect().item()
        found = pl.concat([csv_texts.of_header(table, list(schema), file), _of_types(table, schema, file)])
        if height * len(schema) > limit:
            size = f"{height:,} rows of {len(schema)} columns"
            found = problems.one(file, 1, "", 0, size, "is too much for its bytes", f"at most {limit:,} cells")
        if not found.is_empty():
            return None, found
        rows = pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as trouble:
        return None, problems.one(
            file, 1, "", 0, str(trouble).splitlines()[0], "is no Parquet file that can be read", "Parquet"
        )
    positions = {column: place for place, column in enumerate(rows.columns)}
    return Cells(table, rows, file, pl.int_range(1, rows.height + 1, eager=True), positions), found


def _of_types(table: Table, schema: dict[str, pl.DataType], file: str) -> pl.DataFrame:
    """Columns of another type than the table says; words and a user's own columns are texts."""
    wanted = {column: table.dtypes.get(column, pl.String()) for column in schema}
    texts = {column: pl.String() if isinstance(dtype, pl.Enum) else dtype for column, dtype in wanted.items()}
    strange = [
        problems.one(file, 1, column, place, str(given), "is of another type", str(texts[column]))
        for place, (column, given) in enumerate(schema.items())
        if given != texts[column]
    ]
    return pl.concat([problems.none(), *strange])
