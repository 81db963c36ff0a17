"""How does a grid of a user's cells become typed rows of one or several tables, each knowing its line?

In this order: columns by the map, cells tidied, keys of things made, wide rows unfolded, occurrences and records
made, cells judged by the schema, references by the register. A cell that was refused by one step is not refused again
by the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import actor_cells, cells, made_keys, names, problems, reference_cells, references, tidy, unfold
from detente.register.cells import Cells
from detente.register.grid import Grid
from detente.register.mapping import ColumnMap
from detente.register.schema import TABLES, Table
from detente.register.tidy import Habits

_CELL: Final = ["line", "cell"]


@dataclass(frozen=True, eq=False)
class Assembled:
    """What the file says: table -> typed rows and the line of each; problems; names matched; the unit of each line.

    `units` (line, unit): the thing a row is about, which stands or falls with all its rows. `positions` is the place of
    the columns of each table in the file. `unchanged` are the lines of rows that were left out as known already.
    """

    file: str
    rows: Mapping[str, pl.DataFrame]
    lines: Mapping[str, pl.Series]
    positions: Mapping[str, Mapping[str, int]]
    found: pl.DataFrame
    matched: pl.DataFrame
    units: pl.DataFrame
    unchanged: pl.Series


def assembled(
    grid: Grid, column_map: ColumnMap, habits: Habits, tables: Mapping[str, pl.DataFrame], defaults: Mapping[str, str]
) -> Assembled:
    """Rows of every table that `grid` speaks of.

    Parameters
    ----------
    tables : the register that the rows are for, all versions by table.
    defaults : provenance of rows that say none themselves (`version`, `recorded_at`, `withdrawn`).

    Raises
    ------
    RegisterError : a required column that the file does not have and nothing gives.
    """
    raw = _translated(grid, column_map.values)
    main = unfold.main(raw, column_map)
    if main.table.name == "actors" and "actor" in main.texts.columns:
        habits = replace(habits, names=habits.names.with_keys(main.texts["actor"].drop_nulls()))
    first = tidy.tidied(main, habits, _days_of_parents(main, tables))
    keyed = replace(first.cells, texts=made_keys.with_own_key(main.table, first.cells.texts))
    parts, tidied = [keyed] if unfold.stands_alone(column_map) else [], [first]
    for entry in column_map.unfold:
        code = names.code_named(column_map.codes.get(entry.list_column or "", "any"))
        of_list = replace(habits, codes={entry.to or "": code})
        for part in unfold.parts(keyed, raw, entry):
            done, new = _tidied_part(part, entry.columns_made, of_list)
            parts.append(done)
            tidied.append(new)
    finished = [
        part for table in dict.fromkeys(p.table.name for p in parts) for part in _finished(table, parts, defaults)
    ]
    read = [cells.read(part) for part in finished]
    stages = [
        pl.concat([grid.broken, *(step.found for step in tidied)]),
        pl.concat([problems.none(), *(found for _, found in read)]),
        reference_cells.leading_nowhere(finished, tables, but=() if habits.keeps_keys else ("actors",)),
    ]
    typed = [(part, rows) for part, (rows, _) in zip(finished, read, strict=True)]
    return Assembled(
        file=grid.file,
        rows={name: _stacked([rows for part, rows in typed if part.table.name == name]) for name in _names(finished)},
        lines={
            name: pl.concat([part.lines for part in finished if part.table.name == name]) for name in _names(finished)
        },
        positions={name: _positions(name, finished) for name in _names(finished)},
        found=_once(stages),
        matched=actor_cells.together([step.matched for step in tidied]),
        units=_units(keyed),
        unchanged=grid.lines.clear(),
    )


def _translated(grid: Grid, values: Mapping[str, Mapping[str, str]]) -> Grid:
    """The file's own words replaced by those the map gives for them."""
    return replace(
        grid, texts=grid.texts.with_columns(pl.col(column).replace(dict(words)) for column, words in values.items())
    )


def _tidied_part(part: unfold.Part, made: Sequence[str], habits: Habits) -> tuple[Cells, tidy.Tidied]:
    """Only what was unfolded is tidied: the rest of the row was, before."""
    new = replace(part.cells, texts=part.cells.texts.select(made))
    done = tidy.tidied(new, habits, part.days)
    return replace(part.cells, texts=part.cells.texts.with_columns(done.cells.texts)), done


def _finished(name: str, parts: Sequence[Cells], defaults: Mapping[str, str]) -> list[Cells]:
    """The parts of one table with occurrence, record and provenance, made over all of them together."""
    table, own = TABLES[name], [part for part in parts if part.table.name == name]
    whole = pl.concat(
        [part.texts.with_columns(pl.lit(place).alias("_part")) for place, part in enumerate(own)], how="diagonal"
    )
    places, texts = whole["_part"], whole.drop("_part")
    texts = made_keys.with_records(table, made_keys.with_occurrences(table, texts))
    given = {column: [column] if column in texts.columns else [] for column in defaults}
    texts = texts.with_columns(pl.coalesce(*given[c], pl.lit(text)).alias(c) for c, text in defaults.items())
    _refuse_missing(table, texts, own[0].file)
    return [replace(part, texts=texts.filter(places == place)) for place, part in enumerate(own)]


def _refuse_missing(table: Table, texts: pl.DataFrame, file: str) -> None:
    missing = [column for column in table.required if column not in texts.columns]
    if missing:
        raise RegisterError(
            f"nothing gives {', '.join(missing)} of {table.name}",
            where=f"{file}:1",
            expected="a column of the file, or one value for the whole file",
            next_step="map a column to it, or give it as a constant",
            problems=[f"{column}: {table.about(column)['doc']}" for column in missing],
        )


def _days_of_parents(main: Cells, tables: Mapping[str, pl.DataFrame]) -> pl.Series | None:
    """The day of the row that each child hangs on (String, n); None where the table has days of its own."""
    parent = next(iter(main.table.references), None)
    if main.table.time != "child" or parent is None or parent not in main.texts.columns:
        return None
    target = main.table.references[parent]
    rows = references.current(tables.get(target, TABLES[target].empty())).drop_nulls("valid_from")
    days = dict(rows.select(parent, "valid_from").iter_rows())
    return main.texts[parent].replace_strict(days, default=None, return_dtype=pl.String)


def _names(parts: Sequence[Cells]) -> list[str]:
    return list(dict.fromkeys(part.table.name for part in parts))


def _stacked(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames, how="diagonal")


def _positions(name: str, parts: Sequence[Cells]) -> dict[str, int]:
    return {
        column: place for part in reversed(parts) if part.table.name == name for column, place in part.positions.items()
    }


def _once(stages: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All problems, a cell only by the first stage that refused it, by line and cell."""
    found = stages[0].unique(maintain_order=True)
    for stage in stages[1:]:
        found = pl.concat([found, stage.unique(maintain_order=True).join(found, on=_CELL, how="anti")])
    return found.sort("line", pl.col("cell").str.len_bytes(), "cell", maintain_order=True)


def _units(rows: Cells) -> pl.DataFrame:
    """line, unit: the agreement, activity or other thing that a row is about; a row about none is a unit of its own."""
    first = rows.table.own[0]
    is_thing = rows.table.about(first)["type"] == "key" or rows.table.references.get(first, "actors") != "actors"
    own = pl.lit("line ") + rows.lines.cast(pl.String)
    about = (
        rows.texts[first]
        if is_thing and first in rows.texts.columns
        else pl.Series([None] * rows.texts.height, dtype=pl.String)
    )
    return pl.DataFrame({"line": rows.lines, "unit": about}).with_columns(pl.col("unit").fill_null(own))
