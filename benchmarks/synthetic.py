"""Which rows have the size of a large register and the shape of a real one?

All values follow from the position of the row: no draw, so that two runs measure the same work.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from detente.register.schema import TABLES

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
VERSIONS = 4
PARTIES = 25
SOURCES = 400


def tables(records: int) -> Mapping[str, pl.DataFrame]:
    """`records` acts in four versions each, with the agreements, actors and sources that they refer to."""
    keys = {"agreements": ("agreement", "AGR", records // PARTIES + 1), "actors": ("actor", "S", PARTIES)}
    parents = {
        name: _frame(name, pl.select(position=pl.int_range(count)), {key: pl.format(f"{prefix}{{}}", "position")})
        for name, (key, prefix, count) in keys.items()
    }
    sources = pl.select(position=pl.int_range(SOURCES))
    source = pl.format("src-{}", "position")
    return {
        **parents,
        "sources": _frame("sources", sources, {"source": source, "record": source}),
        "participations": participations(records),
    }


def participations(records: int) -> pl.DataFrame:
    """`records` acts in four versions each, learned in turn (4 x records rows, columns of the schema)."""
    rows = pl.select(row=pl.int_range(records * VERSIONS)).select(
        position=pl.col("row") // VERSIONS, version=pl.col("row") % VERSIONS + 1
    )
    position, version = pl.col("position"), pl.col("version")
    values = {
        "agreement": pl.format("AGR{}", position // PARTIES),
        "party": pl.format("S{}", position % PARTIES),
        "act": pl.lit("entered_into_force"),
        "version": version,
        "recorded_at": pl.lit(FIRST) + pl.duration(hours=position % 1_000 + 2_000 * version),
        "valid_from": pl.date(1950 + position % 70, position % 12 + 1, position % 28 + 1).cast(pl.String),
        "source": pl.format("src-{}", position % SOURCES),
        "confidence": pl.lit("reported"),
        "withdrawn": (version == VERSIONS) & (position % 50 == 0),
    }
    return _frame("participations", rows, values)


def _frame(name: str, rows: pl.DataFrame, values: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Typed rows of a table: `values` over `position`; other columns are empty, or plain where they are required."""
    table = TABLES[name]
    plainest = {
        "key": pl.format(f"{name}-{{}}", pl.col("position").cast(pl.String).str.zfill(9)),
        "ref": pl.lit("src-0"),
        "text": pl.lit("benchmark"),
        "int": pl.lit(1),
        "bool": pl.lit(value=False),
        "instant": pl.lit(FIRST),
    }
    columns = []
    for column in table.columns:
        about = table.about(column)
        plain = pl.lit(about["words"][0]) if about["words"] else plainest.get(about["type"], pl.lit(None))
        value = values.get(column, plain if column in table.required else pl.lit(None))
        columns.append(value.cast(table.dtypes[column]).alias(column))
    return rows.select(columns)
