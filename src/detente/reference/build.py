"""How is the shipped register made from the facts? Run by hand: `python -m detente.reference.build ../shared/facts`.

The facts have the columns of the register without the bookkeeping; this adds version 1, the day of the project's own
recording, and who recorded it. Where a fact was found wrong, `corrections.csv` beside this file says which cell
becomes what, and why; a correction whose cell no longer reads as expected is refused. Tables that the facts lack
(usual names of actors, as aliases) are in `own/`. The output is reviewed and committed.
"""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import cells, problems
from detente.register.csv_bytes import INSTANT
from detente.register.descriptor import About
from detente.register.register import REFERENCE, Register
from detente.register.schema import TABLES, Table

RECORDED_AT: Final = datetime(2026, 11, 22, tzinfo=UTC)
RECORDED_BY: Final = "reference register 2026.11"
ABOUT: Final = About(
    name="detente-reference",
    title="Détente reference register",
    version="2026.11",
    licences=({"name": "Apache-2.0", "title": "Apache License 2.0"},),
)
HERE: Final = Path(__file__).parent


def build(facts: Path) -> Register:
    """The reference register of the files in `facts` (one CSV per table; `countries` and `to_verify` are no tables).

    Raises
    ------
    RegisterError : a cell the schema refuses (every one of them, with file and line).
    """
    read_dates = _read(facts / "sources.csv").select("source", "retrieved")
    tables, found = {}, []
    for name, table in TABLES.items():
        path = next((path for folder in (facts, HERE / "own") if (path := folder / f"{name}.csv").exists()), None)
        if path is not None:
            given = _read(path)
            texts = _corrected(name, _with_bookkeeping(table, given, read_dates))
            positions = {column: place for place, column in enumerate(given.columns)}
            lines = pl.int_range(2, texts.height + 2, eager=True)
            tables[name], trouble = cells.read(cells.Cells(table, texts, path.name, lines, positions))
            found.append(trouble)
    problems.refuse(pl.concat([problems.none(), *found]), str(facts), next_step="correct the facts")
    return Register.of(tables, about=ABOUT)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _corrected(name: str, texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` with the corrections of its table."""
    for row in _read(HERE / "corrections.csv").filter(pl.col("table") == name).iter_rows(named=True):
        if row["column"] not in texts.columns:
            texts = texts.with_columns(pl.lit(None, pl.String).alias(row["column"]))
        cell = (pl.col("record") == row["record"]) & (pl.col(row["column"]).fill_null("") == (row["was"] or ""))
        if texts.filter(cell).height != 1:
            raise RegisterError(
                f"{row['record']} has no {row['column']} {row['was']!r} to correct",
                where=f"corrections.csv, {name}",
                expected="the cell as it was when the correction was written",
                next_step="drop the correction if the fact was mended, or write it anew",
            )
        texts = texts.with_columns(
            pl.when(cell).then(pl.lit(row["becomes"])).otherwise(row["column"]).alias(row["column"])
        )
    return texts


def _with_bookkeeping(table: Table, texts: pl.DataFrame, read_dates: pl.DataFrame) -> pl.DataFrame:
    if table.name == "sources":
        texts = texts.with_columns(pl.col("source").alias("record"))
    if "confidence" not in texts.columns:
        # A source or citation was read if its source has a day of reading; else it is where to look.
        read = pl.when(pl.col("retrieved").fill_null("") != "").then(pl.lit("reported")).otherwise(pl.lit("unverified"))
        joined = (
            texts
            if "retrieved" in texts.columns
            else texts.join(read_dates, on="source", how="left", maintain_order="left")
        )
        texts = joined.with_columns(read.alias("confidence"))
        texts = texts if "retrieved" in table.columns else texts.drop("retrieved")
    return texts.with_columns(
        pl.lit("1").alias("version"),
        pl.lit(RECORDED_AT).dt.strftime(INSTANT).alias("recorded_at"),
        pl.lit(RECORDED_BY).alias("recorded_by"),
        pl.lit("false").alias("withdrawn"),
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    build(folder).save(REFERENCE, created=RECORDED_AT)
    shutil.copyfile(folder / "to_verify.csv", HERE / "lists" / "to_verify.csv")
