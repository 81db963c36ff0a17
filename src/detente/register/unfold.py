"""Which rows of the register does one wide row of a file stand for?

People keep a treaty on one line: signed, ratified and in force in columns, the parties in one cell. Each filled day
becomes an act, each part of the list a row, both together an act of each party. What the wide row says of all of them
goes along: the thing it speaks of, source, locator, confidence, claimant, and who recorded it. A wide row that is
itself no row of its table (participations with a column per act) leaves only what unfolds from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register.cells import Cells
from detente.register.grid import Grid
from detente.register.made_keys import own_key
from detente.register.mapping import ColumnMap, Unfold, word_column
from detente.register.rows import table_named
from detente.register.schema import Table

_CARRIED: Final = ("recorded_by", "source", "locator", "confidence", "claimant")
# When the rows made hold or happened, where no column of days says so; a child runs with its parent.
_TIMES: Final[Mapping[str, tuple[str, ...]]] = {
    "act": ("valid_from",),
    "event": ("valid_from",),
    "spell": ("valid_from", "valid_to"),
    "figure": ("valid_from", "valid_to"),
}


@dataclass(frozen=True, eq=False)
class Part:
    """Cells of one table, and the day of the wide row that each hangs on (String, n), where it has none itself."""

    cells: Cells
    days: pl.Series


def main(grid: Grid, column_map: ColumnMap) -> Cells:
    """The columns of the map's table as the file has them, one row per row of the file, and the map's constants.

    A column without a cell gives way to a constant and to what is made (keys, occurrences): forms have columns that
    nobody fills.

    Raises
    ------
    RegisterError : a column of the file is also given as a constant.
    """
    table = table_named(column_map.table)
    exact = {column: column for column in grid.positions if column not in column_map.accounted}
    yielding = {*column_map.constants, own_key(table), "occurrence"}
    columns = {
        source: target
        for source, target in {**column_map.columns, **exact}.items()
        if target not in yielding or grid.texts[source].count()
    }
    _refuse_both(column_map, columns, grid)
    texts = pl.DataFrame(
        [grid.texts[source].alias(target) for source, target in columns.items()], height=grid.texts.height
    )
    texts = texts.with_columns(pl.lit(text, pl.String).alias(column) for column, text in column_map.constants.items())
    return Cells(
        table, texts, grid.file, grid.lines, {target: grid.positions[source] for source, target in columns.items()}
    )


def _refuse_both(column_map: ColumnMap, columns: Mapping[str, str], grid: Grid) -> None:
    for source, target in columns.items():
        if target in column_map.constants:
            raise RegisterError(
                f"{target!r} is both a column of the file and one value for every row",
                where=f"{grid.file}:1:{grid.positions[source] + 1}",
                expected="one of the two",
                next_step="leave out the value, or map the column to a name that begins with x_",
            )


def stands_alone(column_map: ColumnMap) -> bool:
    """Whether a row of the file is itself a row of the map's table."""
    return all(entry.into != column_map.table for entry in column_map.unfold)


def parts(rows: Cells, grid: Grid, entry: Unfold) -> list[Part]:
    """What `entry` makes of `rows` (the cells of `main`, with their keys): a part for each act, or one without acts."""
    into = table_named(entry.into)
    carried = _carried(rows, into, has_acts=bool(entry.acts))
    base = rows.texts.select(pl.col(column).alias(name) for name, column in carried.items() if name != entry.to)
    day = (
        rows.texts["valid_from"]
        if "valid_from" in rows.texts.columns
        else pl.Series([None] * rows.texts.height, dtype=pl.String)
    )
    base = base.with_columns(rows.lines.alias("_line"), day.alias("_day"))
    base = base.with_columns(pl.lit(text, pl.String).alias(column) for column, text in entry.constants.items())
    positions = {name: rows.positions[column] for name, column in carried.items() if column in rows.positions}
    if entry.list_column is not None and entry.to is not None:
        base = base.with_columns(grid.texts[entry.list_column].alias(entry.to))
        positions[entry.to] = grid.positions[entry.list_column]
    made = []
    kind_of_act = word_column(into) or ""  # a map with acts has one, or was refused
    for source, word in entry.acts.items():
        acts = base.with_columns(grid.texts[source].alias("valid_from"), pl.lit(word).alias(kind_of_act))
        filled = acts.filter(pl.col("valid_from").str.strip_chars() != "")
        made.append(_part(_listed(filled, entry), into, rows.file, {**positions, "valid_from": grid.positions[source]}))
    return made or [_part(_listed(base, entry), into, rows.file, positions)]


def _listed(frame: pl.DataFrame, entry: Unfold) -> pl.DataFrame:
    """One row for each part of the list that is not blank."""
    if entry.to is None or entry.separator is None:
        return frame
    single = frame.with_columns(pl.col(entry.to).str.split(entry.separator)).explode(entry.to)
    return single.with_columns(pl.col(entry.to).str.strip_chars()).filter(pl.col(entry.to) != "")


def _part(frame: pl.DataFrame, into: Table, file: str, positions: dict[str, int]) -> Part:
    return Part(Cells(into, frame.drop("_line", "_day"), file, frame["_line"].alias("line"), positions), frame["_day"])


def _carried(rows: Cells, into: Table, *, has_acts: bool) -> dict[str, str]:
    """Column of `into` -> column of the wide row that goes along."""
    if into.name == rows.table.name:
        return {c: c for c in rows.texts.columns if not (has_acts and c == "valid_from")}
    times = () if has_acts else _TIMES.get(into.time, ())
    carried = {c: c for c in (*_CARRIED, *times) if c in rows.texts.columns}
    key, referring = own_key(rows.table), [c for c, table in into.references.items() if table == rows.table.name]
    main_reference = next(
        (c for c in referring if c in (*into.logical_key, *into.required)), next(iter(referring), None)
    )
    return carried | ({main_reference: key} if main_reference and key and key in rows.texts.columns else {})
