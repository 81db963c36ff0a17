"""Which cells were refused, and what would have been accepted?

A problem is a row of a frame, not an exception: a file may have a million of them. Each names file, line, column, cell
("D17"), value, rule, expectation and suggestion. `refuse` turns any of them into one error that shows the first and
keeps them all.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import polars as pl

from detente.errors import RegisterError

SHOWN: Final = 200  # problems told in full; the rest are counted by rule, and kept in `RefusedCells.frame`
_SUGGESTED: Final = 1000  # distinct values of a column that are looked up for what was meant
_LONGEST_VALUE: Final = 80
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


class RefusedCells(RegisterError):  # the name says what is wrong
    """Cells that the register cannot take, none of them taken; `frame` has every one (columns of `problems.SCHEMA`)."""

    def __init__(self, message: str, frame: pl.DataFrame, **parts: Any) -> None:  # Any: parts of DetenteError
        super().__init__(message, **parts)
        self.frame = frame


@cache
def none() -> pl.DataFrame:
    """No problem: the empty frame, with its columns."""
    return pl.DataFrame(schema=SCHEMA)


def one(  # noqa: PLR0917  # the columns of the frame, in their order
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
    """A problem for every cell of `values` (String, n) on `lines` (n) of the file; the rule is the same for all."""
    distinct = {value: suggest(value) for value in values.drop_nulls().unique(maintain_order=True).head(_SUGGESTED)}
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
        place = f"{row['file']}:{row['line']}:{position(row['cell'])} ({row['cell']}) {row['column']}".rstrip()
        suggestion = f"; try {row['suggestion']}" if row["suggestion"] else ""
        lines.append(f"{place} {_quoted(row['value'])}: {row['rule']}; expected {row['expected']}{suggestion}")
    return lines


def _quoted(value: str | None) -> str:
    """A cell as it may stand in a message: short, on one line, without signs that turn or hide what follows."""
    if value is None:
        return "empty"
    shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown) + '"'


def refuse(problems: pl.DataFrame, what: str, *, next_step: str, noun: str = "cell") -> None:
    """Raise when there is any problem: the first 200 in full, and how many of each rule when there are more.

    `noun` says what the problems are counted as.

    Raises
    ------
    RefusedCells : `what` was refused; nothing of it was taken.
    """
    if problems.is_empty():
        return
    place = (pl.col("cell").str.len_bytes(), "cell")  # A to Z stand before AA
    ordered = problems.sort("file", "line", *place, maintain_order=True)
    rows = ordered.select(pl.struct("file", "line").n_unique()).item()
    by_rule = (
        ordered.group_by("column", "rule", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    )
    counts = [f"{count:,} x {column}: {rule}" for column, rule, count in by_rule.iter_rows()]
    height = ordered.height
    raise RefusedCells(
        f"{what} refused: {height:,} {_plural(height, noun)} in {rows:,} {_plural(rows, 'row')}; nothing was taken",
        ordered,
        where=str(ordered["file"][0]),
        next_step=next_step,
        problems=[*sentences(ordered.head(SHOWN)), *(counts if height > SHOWN else [])],
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
