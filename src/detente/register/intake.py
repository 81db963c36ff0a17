"""What does this file of a user's say, in rows of the register, and which of its cells can nobody read?

A file is read whole or not at all: columns by a map (given, or guessed and then to be confirmed), days only in
declared formats, actors by code or dated name, wide rows unfolded, keys made where there are none, every cell judged
by the schema and every reference by the register it is read for. Nothing is written here: what was read is a change
set for `Register.apply`. With any problem there are no rows; `partial` takes complete agreements or activities only,
each with all its rows, and says what was left.

When it lies: a map that was confirmed without a look reads the wrong column for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import RegisterError, SourceError
from detente.register import (
    actor_cells,
    cells,
    delimited,
    guessing,
    intake_choice,
    intake_rows,
    mapping_file,
    problems,
    reference_cells,
    version_order,
    workbook_grid,
)
from detente.register.changes import ChangeSet
from detente.register.declared_dates import DeclaredDates
from detente.register.grid import Grid
from detente.register.mapping import OWN, ColumnMap, nearest, refuse_nonsense
from detente.register.names import Code, Names, Tables, code_named
from detente.register.rows import table_named
from detente.register.schema import TABLES, Table
from detente.register.snapshot import Snapshot
from detente.register.tidy import Decimal, Habits

TEXT_FILES: Final = (".csv", ".tsv", ".txt")
WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, eq=False, kw_only=True)
class Intake:
    """A file as it was read.

    Attributes
    ----------
    rows : table -> typed rows to be added, none where there is a problem or an unconfirmed guess.
    lines : table -> line in the file of each of these rows.
    problems : cells that were refused (columns of `detente.register.problems`), by line.
    guesses : what was guessed of the columns and is to be confirmed (columns of `guessing`); empty once there is a map.
    ignored : columns of the file that the map leaves out.
    matched : texts taken for an actor though they are not its key: by which code or name, which spell, in how many
        rows.
    left : line, unit and reason of every row of the file that adds nothing.
    column_map : the map it was read by, or the guessed one; pass it back, or save it (`mapping_file.save`), to
        confirm it.
    """

    file: str
    rows: Mapping[str, pl.DataFrame]
    lines: Mapping[str, pl.Series]
    problems: pl.DataFrame
    guesses: pl.DataFrame
    ignored: tuple[str, ...]
    matched: pl.DataFrame
    left: pl.DataFrame
    column_map: ColumnMap
    recorded_at: datetime

    @property
    def height(self) -> int:
        """Number of rows in the file, of whatever length."""
        taken = {line for lines in self.lines.values() for line in lines.unique()}
        return len(taken) + self.left.height

    def changeset(self, *, base: str, reason: str, author: str) -> ChangeSet:
        """The rows as a change set on the register with digest `base`.

        Raises
        ------
        RegisterError : guesses are not confirmed; or every row was left, for the problems it lists.
        """
        if not self.guesses.is_empty():
            raise RegisterError(
                f"{self.guesses.height} columns of {self.file} are only guessed",
                where=self.file,
                expected="a confirmed map of the columns",
                next_step="look at the guesses, correct and save the map, and read the file with it",
            )
        if not self.rows:
            problems.refuse(
                self.problems,
                f"{self.file} ({self.height:,} rows)",
                next_step="correct the cells, or take what is complete with --partial",
            )
        return ChangeSet(base=base, rows=self.rows, reason=reason, author=author, at=self.recorded_at)


def read(
    path: Path | str,
    table: str,
    mapping: ColumnMap | Path | str | None = None,
    *,
    tables: Tables,
    recorded_at: datetime,
    dates: Sequence[str] | None = None,
    encoding: str = "utf-8",
    decimal: Decimal = ".",
    constants: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    partial: bool = False,
    limit_bytes: int = delimited.LIMIT_BYTES,
) -> Intake:
    """Read a CSV file or a workbook as rows of `table`.

    Parameters
    ----------
    mapping : map of the columns, or its file; None: guessed, and confirmed only where every header is the register's
        own.
    tables : the register that the rows are for: a snapshot, or its frames by table (`Register.tables`).
    recorded_at : when the register learns it, for rows that do not say so themselves.
    dates : formats of the file's days, such as `%d.%m.%Y`; None: those of the map.
    constants : column -> value for every row (`source`, `confidence`, `recorded_by`), beside those of the map.
    delimiter : None: comma, semicolon or tab, whichever parts the header.
    sheet : of a workbook; None: the one named as the table, or the only one.
    partial : take what is complete where some cells are refused.

    Raises
    ------
    SourceError : no such file, another kind of file, larger than `limit_bytes` (before it is read), a damaged workbook.
    RegisterError : bytes outside the encoding, NUL, no header or a column twice in it, columns that the map does not
        account for or the file does not have, a required column that nothing gives, constants that cannot be.
    """
    home, register = table_named(table), _frames(tables)
    grid = _grid(
        Path(path),
        encoding=encoding,
        delimiter=delimiter,
        decimal=decimal,
        sheet=sheet,
        table=table,
        limit_bytes=limit_bytes,
    )
    names = Names.of(tables)
    column_map, guesses = (
        guessing.guessed(grid, home, names) if mapping is None else (_opened(mapping, table), guessing.none())
    )
    column_map = replace(
        column_map, dates=tuple(dates or column_map.dates), constants={**column_map.constants, **(constants or {})}
    )
    refuse_nonsense(column_map, f"map of {grid.file}")
    if not guesses.is_empty():
        return _unconfirmed(grid, column_map, guesses, recorded_at)
    _refuse_unaccounted(grid, column_map, home)
    _refuse_constants(column_map, home, register)
    exact = {c for c in grid.positions if c not in column_map.accounted and grid.texts[c].count()}
    habits = Habits(
        names,
        DeclaredDates.of(column_map.dates),
        decimal,
        _codes(column_map),
        keeps_keys=exact >= {"record", "version"},
    )
    defaults = {"version": "1", "recorded_at": version_order.written(recorded_at), "withdrawn": "false"}
    read_rows = intake_rows.assembled(grid, column_map, habits, register, defaults)
    compared = intake_choice.compared(read_rows, register, given=exact | set(column_map.columns.values()))
    chosen = intake_choice.chosen(compared, grid, register, partial=partial)
    return Intake(
        file=grid.file,
        rows=chosen.rows,
        lines=chosen.lines,
        problems=compared.found,
        guesses=guesses,
        ignored=column_map.ignored,
        matched=compared.matched,
        left=chosen.left,
        column_map=column_map,
        recorded_at=recorded_at,
    )


def _frames(tables: Tables) -> Mapping[str, pl.DataFrame]:
    """All versions of all tables."""
    return {name: history.rows for name, history in tables.register.items()} if isinstance(tables, Snapshot) else tables


def _grid(
    path: Path, *, encoding: str, delimiter: str | None, decimal: str, sheet: str | None, table: str, limit_bytes: int
) -> Grid:
    kind = path.suffix.casefold()
    if kind in TEXT_FILES:
        return delimited.read(path, encoding=encoding, delimiter=delimiter, limit_bytes=limit_bytes)
    if kind in WORKBOOKS:
        return workbook_grid.read(path, sheet=sheet, table=table, limit_bytes=limit_bytes, decimal=decimal)
    raise SourceError(
        f"{path.name} is of another kind",
        where=str(path),
        expected=", ".join((*TEXT_FILES, *WORKBOOKS)),
        next_step="save it as CSV (UTF-8) or as a workbook (.xlsx)",
    )


def _opened(mapping: ColumnMap | Path | str, table: str) -> ColumnMap:
    column_map = mapping if isinstance(mapping, ColumnMap) else mapping_file.read(mapping)
    if column_map.table != table:
        raise RegisterError(
            f"the map is for {column_map.table}, the file is read for {table}",
            where=str(mapping) if not isinstance(mapping, ColumnMap) else "mapping",
            expected=f"table: {table}",
            next_step="give the map of this kind of file",
        )
    return column_map


def _unconfirmed(grid: Grid, column_map: ColumnMap, guesses: pl.DataFrame, recorded_at: datetime) -> Intake:
    left = pl.DataFrame({"line": grid.lines}).select(
        "line", pl.lit(None, pl.String).alias("unit"), pl.lit("the columns are only guessed").alias("reason")
    )
    return Intake(
        file=grid.file,
        rows={},
        lines={},
        problems=problems.none(),
        guesses=guesses,
        ignored=(),
        matched=actor_cells.none_matched(),
        left=left,
        column_map=column_map,
        recorded_at=recorded_at,
    )


def _codes(column_map: ColumnMap) -> dict[str, Code]:
    """Column of the table -> code of its actors; a constant is a key."""
    codes = {column_map.columns.get(source, source): code_named(code) for source, code in column_map.codes.items()}
    return codes | {column: code_named("key") for column in column_map.constants}


def _refuse_unaccounted(grid: Grid, column_map: ColumnMap, table: Table) -> None:
    """Every column of the file is mapped, kept or ignored, and the map speaks of columns that are there."""
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


def _refuse_constants(column_map: ColumnMap, table: Table, register: Mapping[str, pl.DataFrame]) -> None:
    """Values given for every row are judged once."""
    given = [(table, column_map.constants), *((TABLES[entry.into], entry.constants) for entry in column_map.unfold)]
    for of_table, constants in given:
        texts = pl.DataFrame(
            {column: [text] for column, text in constants.items()}, schema=dict.fromkeys(constants, pl.String)
        )
        line, positions = (
            pl.Series("line", [0] if constants else []),
            {column: place for place, column in enumerate(constants)},
        )
        one = cells.Cells(of_table, texts, "constants", line, positions)
        found = cells.read(one)[1].filter(pl.col("column").is_in(list(constants)))
        stray = reference_cells.leading_nowhere([one], register)
        problems.refuse(
            pl.concat([found, stray]),
            "a value for every row",
            next_step="correct it, or record what it refers to first",
        )
