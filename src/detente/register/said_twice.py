"""Which statements did both sides make, each under a name of its own?

Two records, one from each register, each with a single version that stands, and alike in everything but their names and
who recorded them when. One keeps its name, the other becomes an alias whose row tells who had recorded it and when; so
the statement is there once and no cell is gone. A name that is in use (a citation, a key or a record of another table
with the same spelling) is never given up; where neither name can be, both statements stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.register.csv_bytes import written_columns
from detente.register.references import current
from detente.register.schema import TABLES

_WHO_AND_WHEN: Final = ("record", "version", "recorded_at", "recorded_by")
_LONGEST_KEY: Final = 200
_PREFIX: Final = "alias/"

_KEYED: Final = tuple(
    name
    for name, table in TABLES.items()
    if name != "aliases" and table.logical_key != ("record",) and table.about(table.logical_key[0])["type"] == "key"
)

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Twice:
    """Statements of one table that both sides made.

    pairs : keep, drop (records). aliases : the rows of `aliases` that stand for the records dropped.
    """

    table: str
    pairs: pl.DataFrame
    aliases: pl.DataFrame


def said_twice(name: str, united: Tables, ours: pl.DataFrame, theirs: pl.DataFrame) -> Twice:
    """Statements of table `name` that each side made by itself.

    Parameters
    ----------
    united : table -> all versions of both sides, sorted by (record, version).
    ours, theirs : all versions of `name` on each side.
    """
    mine, yours = (_alone(name, united[name], *sides) for sides in ((ours, theirs), (theirs, ours)))
    alike = mine.join(yours, on=["content", "place"], suffix="_yours", maintain_order="left")
    used = _used(name, united)
    is_free, yours_is_free = (~pl.col(record).is_in(used) for record in ("record", "record_yours"))
    is_later = (pl.col("recorded_at") > pl.col("recorded_at_yours")) | (
        (pl.col("recorded_at") == pl.col("recorded_at_yours")) & (pl.col("record") > pl.col("record_yours"))
    )
    mine_goes = alike.filter(is_free & (is_later | ~yours_is_free)).select(
        pl.col("record_yours").alias("keep"), pl.col("record").alias("drop"), "recorded_at", "recorded_by"
    )
    yours_goes = alike.filter(yours_is_free & (~is_later | ~is_free)).select(
        pl.col("record").alias("keep"),
        pl.col("record_yours").alias("drop"),
        pl.col("recorded_at_yours").alias("recorded_at"),
        pl.col("recorded_by_yours").alias("recorded_by"),
    )
    pairs = pl.concat([mine_goes, yours_goes]).sort("drop")
    aliases = united["aliases"].select(pl.col("alias").alias("drop"), "target").join(pairs, on="drop")
    taken = aliases.filter(pl.col("target") != pl.col("keep"))
    free = pairs.join(taken, on="drop", how="anti", maintain_order="left")
    return Twice(name, free.select("keep", "drop"), _aliases(united[name], free))


def _alone(name: str, rows: pl.DataFrame, side: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Records of one side that the other lacks, with one version that stands: record, who and when, content, place."""
    single = rows.filter((pl.len().over("record") == 1) & ~pl.col("withdrawn"))
    alone = single.join(side, on="record", how="semi").join(other, on="record", how="anti")
    said = [pl.col(c).cast(pl.String) for c in written_columns(TABLES[name], rows) if c not in _WHO_AND_WHEN]
    content = pl.struct(said).struct.json_encode()
    return (
        alone.sort("recorded_at", "record")
        .select("record", "recorded_at", "recorded_by", content.alias("content"))
        # One side may say a thing twice on purpose: the first of ours goes with the first of theirs, and so on.
        .with_columns(pl.int_range(pl.len()).over("content").alias("place"))
    )


def _used(name: str, united: Tables) -> list[str]:
    """Names that are not given up: cited records, keys and other records of the same spelling, what is too long."""
    cited = current(united["citations"]).filter(pl.col("table") == name)["cited_record"].to_list()
    keys = {key for table in _KEYED for key in united[table][TABLES[table].logical_key[0]]}
    too_long = united[name].filter(pl.col("record").str.len_chars() > _LONGEST_KEY - len(_PREFIX))["record"].to_list()
    elsewhere = {record for table, rows in united.items() if table != name for record in rows["record"]}
    return sorted({*cited, *keys, *elsewhere, *too_long})


def _aliases(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """One row of `aliases` per record dropped; it was recorded when, and by whom, the record was."""
    table = TABLES["aliases"]
    kept = rows.select("record", "source", "confidence")
    cells = {
        "alias": pl.col("drop"),
        "target": pl.col("keep"),
        "reason": pl.lit("merged"),
        "record": _PREFIX + pl.col("drop"),
        "version": pl.lit(1),
        "recorded_at": pl.col("recorded_at"),
        "recorded_by": pl.col("recorded_by"),
        "source": pl.col("source"),
        "confidence": pl.col("confidence"),
        "note": pl.lit("the same statement in another register"),
        "withdrawn": pl.lit(value=False),
    }
    joined = pairs.join(kept, left_on="keep", right_on="record", how="left", maintain_order="left")
    return joined.select(
        cells.get(column, pl.lit(None)).cast(dtype).alias(column) for column, dtype in table.dtypes.items()
    )
