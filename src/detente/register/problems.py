"""Which cells were refused, and what would have been accepted?

A problem is a row of a frame, not an exception: a file may have a million of them. Each names file, line, column, cell
("D17"), value, rule, expectation and suggestion.
"""

from collections.abc import Callable
from typing import Final

import polars as pl

from detente.errors import RegisterError

SHOWN: Final = 200
SCHEMA: Final = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "expected": pl.String,
    "suggestion": pl.String,
}


def none() -> pl.DataFrame:
    """No problem: the empty frame, with its columns."""
    return pl.DataFrame(schema=SCHEMA)


def one(
    file: str,
    line: int,
    column: str,
    position: int,
    value: str | None,
    rule: str,
    expected: str,
    suggestion: str | None = None,
) -> pl.DataFrame:
    """One problem; `position` is the place of the column in the file, from 0."""
    cell = f"{letters(position)}{line}"
    row = (file, line, column, cell, value, rule, expected, suggestion)
    return pl.DataFrame([row], schema=SCHEMA, orient="row")


def many(
    values: pl.Series,
    lines: pl.Series,
    *,
    file: str,
    column: str,
    position: int,
    rule: str,
    expected: str,
    suggest: Callable[[str], str | None] = lambda _: None,
) -> pl.DataFrame:
    """A problem for every cell of `values` (String, n), standing on `lines` (n) of the file; the rule is the same for all."""
    distinct = {value: suggest(value) for value in values.drop_nulls().unique()}
    letter = letters(position)
    return pl.DataFrame({"line": lines.cast(pl.Int64), "value": values.cast(pl.String)}).select(
        pl.lit(file).alias("file"),
        "line",
        pl.lit(column).alias("column"),
        (pl.lit(letter) + pl.col("line").cast(pl.String)).alias("cell"),
        "value",
        pl.lit(rule).alias("rule"),
        pl.lit(expected).alias("expected"),
        pl.col("value").replace_strict(distinct, default=None, return_dtype=pl.String).alias("suggestion"),
    )


def sentences(problems: pl.DataFrame) -> list[str]:
    """Each problem in one line: `visits.csv:17:4 (D17) valid_from "03/04/2025": expected ...; try ...`."""
    lines = []
    for row in problems.iter_rows(named=True):
        place = f"{row['file']}:{row['line']}:{position(row['cell'])} ({row['cell']}) {row['column']}"
        value = "empty" if row["value"] is None else f'"{row["value"]}"'
        suggestion = f"; try {row['suggestion']}" if row["suggestion"] else ""
        lines.append(f"{place} {value}: {row['rule']}; expected {row['expected']}{suggestion}")
    return lines


def refuse(problems: pl.DataFrame, what: str, *, next_step: str) -> None:
    """Raise when there is any problem: the first 200 in full, and how many of each rule.

    Raises
    ------
    RegisterError : `what` was refused; nothing of it was taken.
    """
    if problems.is_empty():
        return
    ordered = problems.sort("file", "line", "cell", maintain_order=True)
    rows = ordered.select(pl.struct("file", "line").n_unique()).item()
    counts = ordered["rule"].value_counts(sort=True).rows()
    tally = [f"{count:,} x {rule}" for rule, count in counts] if ordered.height > SHOWN else []
    raise RegisterError(
        f"{what} refused: {ordered.height:,} {_plural(ordered.height, 'cell')} in {rows:,} {_plural(rows, 'row')}; nothing was taken",
        where=str(ordered["file"][0]),
        next_step=next_step,
        problems=[*sentences(ordered.head(SHOWN)), *tally],
    )


def letters(position: int) -> str:
    """Spreadsheet letters of a column counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position(cell: str) -> int:
    """Number of the column of a cell, from 1.

    >>> position("AA17")
    27
    """
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
