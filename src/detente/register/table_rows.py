"""Do the rows of all tables fit together?

Versions run from 1 without gaps and were recorded one after another; no version is there twice; references lead
somewhere. Every problem names the line of the row, and of the row it clashes with.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from detente.register import problems, references, versions
from detente.register.cells import Cells
from detente.register.csv_bytes import INSTANT, written_columns
from detente.register.schema import Table

_LINE: Final = "line of the row"  # no column of a table can be called so


def as_written(table: Table, frame: pl.DataFrame) -> Cells:
    """Typed rows with the lines on which they will stand once written."""
    rows = versions.ordered(frame.select(written_columns(table, frame)))
    positions = {column: place for place, column in enumerate(rows.columns)}
    return Cells(table, rows, f"{table.name}.csv", pl.int_range(2, rows.height + 2, eager=True), positions)


def not_fitting(tables: Mapping[str, pl.DataFrame], cells: Mapping[str, Cells]) -> pl.DataFrame:
    """Problems of versions and references; `tables` are typed rows in the order of `cells`, which say where."""
    ordered = {
        name: frame.with_columns(cells[name].lines.alias(_LINE)).sort("record", "version", maintain_order=True)
        for name, frame in tables.items()
    }
    found = [problem for name, rows in ordered.items() for problem in _of_versions(rows, cells[name])]
    return pl.concat([problems.none(), *found, *_of_references(ordered, cells)])


def _of_versions(rows: pl.DataFrame, cells: Cells) -> list[pl.DataFrame]:
    """`rows` sorted by (record, version), each beside the one before it."""
    again, before = pl.col("record") == pl.col("record").shift(), pl.col("version").shift()
    due = pl.when(again).then(before + 1).otherwise(1)
    went_back = (again & (pl.col("recorded_at") < pl.col("recorded_at").shift())).fill_null(value=False)
    if rows.select(((pl.col("version") == due) & ~went_back).all()).item():
        return []
    steps = rows.select(
        "record",
        "version",
        "recorded_at",
        _LINE,
        (again & (pl.col("version") == before)).fill_null(value=False).alias("twice"),
        due.alias("due"),
        went_back.alias("went back"),
        pl.col("recorded_at").shift().dt.strftime(INSTANT).alias("recorded before"),
        pl.col(_LINE).shift().alias("other"),
    )
    gap = ~pl.col("twice") & (pl.col("version") != pl.col("due"))
    alone = pl.format("one row for this record and version; another is on line {}", "other")
    next_one = pl.format("version {} of record {}", "due", "record")
    later = pl.format("not before {} (line {})", "recorded before", "other")
    return [
        _told(steps.filter("twice"), cells, "version", "stands twice", alone),
        _told(steps.filter(gap), cells, "version", "leaves a gap", next_one),
        _told(steps.filter("went back"), cells, "recorded_at", "is earlier than the version before it", later),
    ]


def _of_references(ordered: Mapping[str, pl.DataFrame], cells: Mapping[str, Cells]) -> list[pl.DataFrame]:
    broken = references.broken(ordered)
    found = []
    for (name, column), rows in broken.group_by("table", "column", maintain_order=True):
        place = ordered[str(name)].select("record", "version", _LINE).unique(["record", "version"], keep="first")
        standing = rows.join(place, on=["record", "version"], maintain_order="left").with_columns(
            pl.col("nearest").list.join(", ").alias("suggestion")
        )
        expected = pl.format("a key of {} that stands: {}", "to", "reason")
        found.append(_told(standing, cells[str(name)], str(column), "leads nowhere", expected, value="key"))
    return found


def _told(
    rows: pl.DataFrame, cells: Cells, column: str, rule: str, expected: pl.Expr, *, value: str | None = None
) -> pl.DataFrame:
    """A problem for each of `rows`, which have their line; `value` is the column quoted."""
    if rows.is_empty():
        return problems.none()
    letters = problems.letters(cells.positions.get(column, len(cells.positions)))
    quoted = pl.col(value or column)
    shown = quoted.dt.strftime(INSTANT) if rows.schema[value or column] == pl.Datetime else quoted.cast(pl.String)
    suggestion = pl.col("suggestion") if "suggestion" in rows.columns else pl.lit(None, pl.String)
    return rows.select(
        pl.lit(cells.file).alias("file"),
        pl.col(_LINE).cast(pl.Int64).alias("line"),
        pl.lit(column).alias("column"),
        (pl.lit(letters) + pl.col(_LINE).cast(pl.String)).alias("cell"),
        shown.alias("value"),
        pl.lit(rule).alias("rule"),
        expected.alias("expected"),
        suggestion.alias("suggestion"),
    )
