"""Which of the rows read are to be added, and why are the others left?

Rows that the register has already, word for word, are not added again. With any problem nothing is added; in part, an
agreement or activity (or whatever the rows are about) is added with all its rows or not at all, and not without what
its rows refer to.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from detente.register import problems, reference_cells
from detente.register.cells import Cells
from detente.register.grid import Grid
from detente.register.intake_rows import Assembled
from detente.register.mapping import OWN
from detente.register.schema import TABLES

LEFT: Final = {"line": pl.Int64, "unit": pl.String, "reason": pl.String}
_VERSION: Final = ["record", "version"]


@dataclass(frozen=True, eq=False)
class Chosen:
    """Rows to be added, with the line of each; and the lines of the file that give none (line, unit, reason)."""

    rows: Mapping[str, pl.DataFrame]
    lines: Mapping[str, pl.Series]
    left: pl.DataFrame


def compared(read: Assembled, tables: Mapping[str, pl.DataFrame], *, given: Collection[str]) -> Assembled:
    """`read` without rows that `tables` (all versions) already have, and with problems for those that contradict them.

    Parameters
    ----------
    given : columns that the file itself gives; who recorded a row, and when, is compared only then.
    """
    found, rows, lines, unchanged = [read.found], {}, {}, [read.unchanged]
    for name, frame in read.rows.items():
        place, of_rows = _Place(read, name), read.lines[name]
        found.append(_twice(frame, of_rows, place))
        same, other = _known(name, frame, tables, given)
        found.append(_contradicting(frame.filter(other), of_rows.filter(other), place))
        rows[name], lines[name] = frame.filter(~same), of_rows.filter(~same)
        unchanged.append(of_rows.filter(same))
    everything = pl.concat(found).sort("line", maintain_order=True)
    return replace(read, rows=rows, lines=lines, found=everything, unchanged=pl.concat(unchanged))


def chosen(read: Assembled, grid: Grid, tables: Mapping[str, pl.DataFrame], *, partial: bool) -> Chosen:
    """What of `read` is to be added: all, or with `partial` what is complete, or nothing."""
    every = pl.concat([grid.lines, grid.broken["line"]]).unique().sort()
    refused = read.found["line"].unique()
    reasons = [_because(refused, "a cell of it was refused")]
    if not refused.is_empty() and not partial:
        reasons.append(_because(every, "nothing is taken while a cell of the file is refused"))
    elif not refused.is_in(read.units["line"].implode()).all():
        reasons.append(_because(every, "nothing is taken while a row does not fit the header"))
    else:
        together = _lines_of_the_same(read, refused)
        reasons.append(_because(together, "another row of the same was refused"))
        reasons.append(_because(_dependent(read, together, tables), "it refers to something that was left"))
    out = pl.concat(reasons)["line"]
    reasons += [_because(read.unchanged, "in the register already"), _because(every, "nothing in it to record")]
    kept = {name: ~lines.is_in(out.implode()) for name, lines in read.lines.items()}
    rows = {name: frame.filter(kept[name]) for name, frame in read.rows.items() if kept[name].any()}
    lines = {name: read.lines[name].filter(kept[name]) for name in rows}
    taken = pl.concat([every.clear(), *lines.values()])
    said = pl.concat(reasons).unique("line", keep="first", maintain_order=True)
    left = said.filter(~pl.col("line").is_in(taken.implode())).join(read.units.unique("line"), on="line", how="left")
    return Chosen(rows, lines, left.select(*LEFT).sort("line"))


def _because(lines: pl.Series, reason: str) -> pl.DataFrame:
    return pl.DataFrame({"line": lines}).select("line", pl.lit(reason).alias("reason"))


def _lines_of_the_same(read: Assembled, lines: pl.Series) -> pl.Series:
    """All lines about what these lines are about."""
    units = read.units.filter(pl.col("line").is_in(lines.implode()))["unit"]
    return read.units.filter(pl.col("unit").is_in(units.implode()))["line"]


def _dependent(read: Assembled, left: pl.Series, tables: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Lines that refer to what only the lines left would have brought, and so on until none does."""
    out = left
    while not left.is_empty():
        kept = [_as_cells(name, frame, read.lines[name], out) for name, frame in read.rows.items()]
        stray = reference_cells.leading_nowhere(kept, tables, but=("actors",))["line"].unique()
        if stray.is_empty():
            return out.filter(~out.is_in(left.implode()))
        out = pl.concat([out, _lines_of_the_same(read, stray)])
    return left


def _as_cells(name: str, frame: pl.DataFrame, lines: pl.Series, but: pl.Series) -> Cells:
    kept = ~lines.is_in(but.implode())
    references = [*TABLES[name].references, *TABLES[name].logical_key]
    texts = frame.filter(kept).select(pl.col(list(dict.fromkeys(references))).cast(pl.String))
    return Cells(TABLES[name], texts, "", lines.filter(kept), {})


# --- beside the register --------------------------------------------------------------------------------------------


class _Place:
    """Where the problem of a whole row is shown: at its record, or at the first of its columns."""

    def __init__(self, read: Assembled, name: str) -> None:
        positions = read.positions[name]
        self.file, self.position = read.file, positions.get("record", min(positions.values(), default=0))


def _known(
    name: str, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame], given: Collection[str]
) -> tuple[pl.Series, pl.Series]:
    """Masks over `frame`: the register has this version word for word; it has it with other words."""
    before = tables.get(name, TABLES[name].empty())
    own = [column for column in frame.columns if column.startswith(OWN)]
    before = before.with_columns(
        pl.lit(None, pl.String).alias(column) for column in own if column not in before.columns
    )
    columns = [c for c in frame.columns if c not in {*_VERSION, "recorded_at", "recorded_by"} or c in given]
    compared = [column for column in columns if column not in _VERSION]
    beside = frame.select(*_VERSION, *compared).join(
        before.select(*_VERSION, *compared)
        .cast(frame.select(compared).schema)
        .with_columns(pl.lit(value=True).alias("_there")),
        on=_VERSION,
        how="left",
        maintain_order="left",
        suffix="_before",
    )
    there = beside["_there"].fill_null(value=False)
    alike = beside.select(
        pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_before")) for c in compared).alias("alike")
    )["alike"]
    return there & alike, there & ~alike


def _contradicting(frame: pl.DataFrame, lines: pl.Series, place: "_Place") -> pl.DataFrame:
    return problems.many(
        frame["record"],
        lines,
        file=place.file,
        column="record",
        position=place.position,
        rule="the register has this version with other words",
        expected="the next version (a correction), or another record",
    )


def _twice(frame: pl.DataFrame, lines: pl.Series, place: "_Place") -> pl.DataFrame:
    """A problem for each row whose record and version an earlier row of the file has."""
    rows = frame.select(*_VERSION, lines.alias("line"))
    firsts = rows.group_by(_VERSION, maintain_order=True).agg(pl.col("line").first().alias("first"), pl.len())
    later = rows.filter(~pl.struct(_VERSION).is_first_distinct()).join(firsts, on=_VERSION, maintain_order="left")
    letter = problems.letters(place.position)
    return later.select(
        pl.lit(place.file).alias("file"),
        "line",
        pl.lit("record").alias("column"),
        (pl.lit(letter) + pl.col("line").cast(pl.String)).alias("cell"),
        pl.col("record").alias("value"),
        pl.lit("stands twice in the file").alias("rule"),
        (pl.lit("one row; the first is on line ") + pl.col("first").cast(pl.String)).alias("expected"),
        pl.lit(None, pl.String).alias("suggestion"),
    )
