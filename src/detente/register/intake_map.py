"""Does this map of columns fit this file and this register?

Every column of the file is mapped, kept as one's own or ignored; every column the map speaks of is there; and a value
given for every row is one that the schema takes and that leads somewhere.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from detente.errors import RegisterError
from detente.register import cells, mapping_file, problems, reference_cells
from detente.register.cells import Cells
from detente.register.grid import Grid
from detente.register.mapping import OWN, ColumnMap, nearest
from detente.register.names import Code, code_named
from detente.register.schema import TABLES, Table


def opened(mapping: ColumnMap | Path | str, table: str) -> ColumnMap:
    """The map, or the one in that file.

    Raises
    ------
    SourceError, RegisterError : as `mapping_file.read`; or it is a map for another table.
    """
    column_map = mapping if isinstance(mapping, ColumnMap) else mapping_file.read(mapping)
    if column_map.table != table:
        raise RegisterError(
            f"the map is for {column_map.table}, the file is read for {table}",
            where=str(mapping) if not isinstance(mapping, ColumnMap) else "mapping",
            expected=f"table: {table}",
            next_step="give the map of this kind of file",
        )
    return column_map


def codes(column_map: ColumnMap) -> dict[str, Code]:
    """Column of the table -> code of its actors; a constant is a key."""
    declared = {column_map.columns.get(source, source): code_named(code) for source, code in column_map.codes.items()}
    return declared | {column: code_named("key") for column in column_map.constants}


def filled_exactly(column_map: ColumnMap, grid: Grid) -> set[str]:
    """Columns in the register's own form that have a cell."""
    return {column for column in grid.positions if column not in column_map.accounted and grid.texts[column].count()}


def refuse_unfit(column_map: ColumnMap, grid: Grid, register: Mapping[str, pl.DataFrame]) -> None:
    """Compare the map with the file and with the register (frames by table, all versions).

    Raises
    ------
    RegisterError : a column of the file that the map leaves open, a column of the map that the file lacks, a value for
        every row that the schema refuses or that leads nowhere.
    """
    _refuse_absent(column_map, grid)
    _refuse_unaccounted(column_map, grid, TABLES[column_map.table])
    _refuse_values(TABLES[column_map.table], column_map.constants, register)
    for entry in column_map.unfold:
        _refuse_values(TABLES[entry.into], entry.constants, register)


def _refuse_absent(column_map: ColumnMap, grid: Grid) -> None:
    absent = sorted(column_map.named - set(grid.positions))
    if absent:
        near = nearest(absent[0], grid.positions)
        raise RegisterError(
            f"the file has no column {absent[0]!r}, of which the map speaks",
            where=f"{grid.file}:1",
            expected=f"a column of the file, such as {near!r}" if near else ", ".join(grid.positions),
            next_step="correct the map, or give the map of this kind of file",
            problems=[f"no column {column!r}" for column in absent[1:]],
        )


def _refuse_unaccounted(column_map: ColumnMap, grid: Grid, table: Table) -> None:
    unknown = [
        c for c in grid.positions if c not in column_map.accounted and c not in table.columns and not c.startswith(OWN)
    ]
    if unknown:
        near = nearest(unknown[0], table.columns)
        raise RegisterError(
            f"{table.name} has no column {unknown[0]!r}, and the map does not speak of it",
            where=f"{grid.file}:1:{grid.positions[unknown[0]] + 1}",
            expected=f"a column of {table.name}" + (f", such as {near!r}" if near else ""),
            next_step="map it, prefix x_ to keep it, or list it under `ignored`",
            problems=[f"neither mapped nor ignored: {column!r}" for column in unknown[1:]],
        )


def _refuse_values(table: Table, constants: Mapping[str, str], register: Mapping[str, pl.DataFrame]) -> None:
    texts = pl.DataFrame({column: [text] for column, text in constants.items()})
    positions = {column: place for place, column in enumerate(constants)}
    one = Cells(table, texts, "values for every row", pl.Series("line", [1] if constants else [], pl.Int64), positions)
    refused = cells.read(one)[1].filter(pl.col("column").is_in(list(constants)))
    found = pl.concat([refused, reference_cells.leading_nowhere([one], register)])
    problems.refuse(found, "a value for every row", next_step="correct it, or record what it refers to first")
