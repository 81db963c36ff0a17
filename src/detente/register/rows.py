"""Is this frame made of rows of that table?

Columns by name, types as the schema says, sorted by (record, version), no version twice. Whether the values obey the
schema is another question (`cells.py`, `validity.py`).
"""

import polars as pl

from detente.errors import RegisterError
from detente.register import versions
from detente.register.csv_bytes import written_columns
from detente.register.schema import TABLES, Table


def table_named(name: str) -> Table:
    """The table of that name.

    Raises
    ------
    RegisterError : there is none.
    """
    if name not in TABLES:
        raise RegisterError(f"no table {name!r}", expected=", ".join(TABLES), next_step="check the name")
    return TABLES[name]


def of_table(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the columns of table `name` in order, then `x_...` (as text), typed, sorted by (record, version).

    Days of partial dates (`c_first`, `c_last`) and other derived columns are left out.

    Raises
    ------
    RegisterError : no such table, a column missing or of another type, two rows with one (record, version).
    """
    table = table_named(name)
    missing = [column for column in table.columns if column not in frame.columns]
    if missing:
        raise RegisterError(
            f"column {missing[0]!r} is missing",
            where=name,
            expected=", ".join(table.columns),
            next_step="add it, empty if unknown",
        )
    try:
        written = frame.select(written_columns(table, frame))
        typed = written.cast(pl.Schema({column: table.dtypes.get(column, pl.String()) for column in written.columns}))
    except pl.exceptions.PolarsError as trouble:
        raise RegisterError(
            f"a column of another type: {str(trouble).splitlines()[0]}",
            where=name,
            expected="the types of `detente register schema`",
            next_step="read texts with `detente.register.cells`",
        ) from trouble
    own = [column for column in written.columns if column not in table.columns]
    # In a file an empty text is no value; so it is here, or a register would change by being saved and opened.
    ordered = versions.ordered(typed.with_columns(pl.when(pl.col(column) != "").then(pl.col(column)) for column in own))
    refuse_twice(name, ordered)
    return ordered


def refuse_twice(name: str, ordered: pl.DataFrame) -> None:
    """Two rows that are one version of one record cannot both be said; `ordered` is sorted by (record, version).

    Raises
    ------
    RegisterError : names table, record and version.
    """
    same = (pl.col("record") == pl.col("record").shift()) & (pl.col("version") == pl.col("version").shift())
    twice = ordered.filter(same)
    if not twice.is_empty():
        raise RegisterError(
            f"record {twice['record'][0]!r} has version {twice['version'][0]} twice",
            where=name,
            expected="one row for each record and version",
            next_step="keep the right one; a correction is a new version",
        )
