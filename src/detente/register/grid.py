"""Which cells does a file of a user's hold, and where do they stand?

A header and texts below it, whatever kind of file they were read from; every row knows its line. Rows longer or shorter
than the header are problems, and are not read as rows: nobody can say in which columns their cells belong. Rows without
any cell are not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from detente.errors import RegisterError
from detente.register import problems


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one file: `texts` (String, a column per header cell, n rows, null: empty), the line of each row (n).

    `positions` is the place of each column in the file, from 0; `broken` are the problems of reading it as a table:
    rows that are not as long as the header (they are not in `texts`), cells of a workbook that hold no plain value.
    """

    file: str
    texts: pl.DataFrame
    lines: pl.Series
    positions: dict[str, int]
    broken: pl.DataFrame


def from_records(rows: Iterable[tuple[int, list[str]]], file: str) -> Grid:
    """The cells below the first record, which is the header.

    Raises
    ------
    RegisterError : no header, a header cell empty (above a column with cells) or twice; and what `rows` raises.
    """
    records = iter(rows)
    line, header = next(records, (1, []))
    if not header:
        raise RegisterError(
            "the file is empty", where=f"{file}:1", expected="a header and rows", next_step="check the file"
        )
    even, lines, uneven = [], [], []
    for place, row in records:
        if len(row) == len(header) or (len(row) > len(header) and not any(row[len(header) :])):
            even.append(row[: len(header)])
            lines.append(place)
        else:
            uneven.append((place, row))
    columns = list(zip(*even, strict=True)) or [()] * len(header)
    names = _names(header, columns, f"{file}:{line}")
    cells = pl.DataFrame({name: pl.Series(columns[place], dtype=pl.String) for name, place in names.items()})
    texts = cells.select(pl.when(pl.all() != "").then(pl.all()))
    return Grid(file, texts, pl.Series("line", lines, pl.Int64), names, _uneven(uneven, header, file))


def _names(header: list[str], columns: list[tuple[str, ...]], where: str) -> dict[str, int]:
    """Header cell -> place; a column without a name and without a cell is not there."""
    names: dict[str, int] = {}
    for place, (cell, cells) in enumerate(zip(header, columns, strict=True)):
        name = cell.strip()
        if name in names:
            raise RegisterError(
                f"column {name!r} stands twice in the header",
                where=f"{where}:{place + 1} ({problems.letters(place)}, and {problems.letters(names[name])})",
                expected="each column once",
                next_step="rename or remove one of them",
            )
        if name:
            names[name] = place
        elif any(cells):
            raise RegisterError(
                f"column {problems.letters(place)} has cells but no name",
                where=f"{where}:{place + 1}",
                expected="a name in the header over every column",
                next_step="name it; begin the name with x_ to keep a column of your own",
            )
    return names


def _uneven(rows: list[tuple[int, list[str]]], header: list[str], file: str) -> pl.DataFrame:
    """A problem for each row that is longer or shorter than the header, at the first cell too many or missing."""
    breadth = len(header)
    table = {
        "file": [file] * len(rows),
        "line": [line for line, _ in rows],
        "column": [header[len(row)].strip() if len(row) < breadth else "" for _, row in rows],
        "cell": [f"{problems.letters(min(len(row), breadth))}{line}" for line, row in rows],
        "value": [row[breadth] if len(row) > breadth else None for _, row in rows],
        "rule": [
            "the row is shorter than the header" if len(row) < breadth else "the row is longer than the header"
            for _, row in rows
        ],
        "expected": [f"{breadth} cells, found {len(row)}" for _, row in rows],
        "suggestion": ["quote the cell that has a delimiter in it" if len(row) > breadth else None for _, row in rows],
    }
    return pl.DataFrame(table, schema=problems.SCHEMA)
