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
    delimited,
    guessing,
    intake_choice,
    intake_map,
    intake_rows,
    problems,
    version_order,
    workbook_grid,
)
from detente.register.changes import ChangeSet
from detente.register.declared_dates import DeclaredDates
from detente.register.grid import Grid
from detente.register.mapping import ColumnMap, refuse_nonsense
from detente.register.names import Names, Tables
from detente.register.rows import table_named
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
    recorded_by: str | None = None,
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
    recorded_at, recorded_by : when the register learns it and through whom, for rows that do not say so themselves.
    dates : formats of the file's days, such as `%d.%m.%Y`; None: those of the map.
    constants : column -> value for every row (`source`, `confidence`), beside those of the map.
    delimiter : None: comma, semicolon or tab, whichever parts the header.
    sheet : of a workbook; None: the one named as the table, or the only one.
    partial : take what is complete where some cells are refused.

    Raises
    ------
    SourceError : no such file, another kind of file, larger than `limit_bytes` (before it is read), a damaged workbook.
    RegisterError : bytes outside the encoding, NUL, no header or a column twice in it, columns that the map does not
        account for or the file does not have, a required column that nothing gives, constants that cannot be.
    """
    home, register, names = table_named(table), _frames(tables), Names.of(tables)
    grid = _grid(
        Path(path), limit_bytes, table=table, sheet=sheet, decimal=decimal, encoding=encoding, delimiter=delimiter
    )
    if mapping is None:
        column_map, guesses = guessing.guessed(grid, home, names, DeclaredDates.of(dates or ()))
    else:
        column_map, guesses = intake_map.opened(mapping, table), guessing.none()
    values = {**column_map.constants, **(constants or {})}
    column_map = replace(column_map, dates=tuple(dates or column_map.dates), constants=values)
    refuse_nonsense(column_map, f"map of {grid.file}")
    if not guesses.is_empty():
        return _unconfirmed(grid, column_map, guesses, recorded_at)
    intake_map.refuse_unfit(column_map, grid, register)
    said = {"version": "1", "recorded_at": version_order.written(recorded_at), "withdrawn": "false"}
    said |= {"recorded_by": recorded_by} if recorded_by else {}
    filled = intake_map.filled_exactly(column_map, grid)
    habits = Habits(
        names=names,
        dates=DeclaredDates.of(column_map.dates),
        decimal=decimal,
        codes=intake_map.codes(column_map),
        keeps_keys=filled >= {"record", "version"},
    )
    read_rows = intake_rows.assembled(grid, column_map, habits, register, said)
    compared = intake_choice.compared(read_rows, register, given={*filled, *column_map.columns.values()})
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
    path: Path, limit_bytes: int, *, table: str, sheet: str | None, decimal: str, encoding: str, delimiter: str | None
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
