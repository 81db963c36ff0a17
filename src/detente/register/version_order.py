"""Do these versions follow those?

The versions of a record run from 1 without gaps, in the order in which they were recorded; nothing was recorded in the
future of the one who asks.
"""

from datetime import datetime

import polars as pl

from detente.errors import RegisterError
from detente.register import versions


def refuse_out_of_order(name: str, before: pl.DataFrame, added: pl.DataFrame, *, now: datetime | None = None) -> None:
    """Refuse rows of `added` that cannot be appended to `before` (both of table `name`, sorted by record and version).

    Raises
    ------
    RegisterError : a version number that is not the next; a row recorded before the version it follows, or after `now`
        (names the record and both instants).
    """
    steps = _beside_their_predecessors(before, added)
    for row in steps.filter(pl.col("version") != pl.col("version_before") + 1).head(1).iter_rows(named=True):
        raise RegisterError(
            f"version {row['version']} does not follow version {row['version_before']}",
            where=f"{name}, record {row['record']}",
            expected=f"version {row['version_before'] + 1}",
            next_step="number it after the last version; two registers that went different ways are for merge",
        )
    for row in steps.filter(pl.col("recorded_at") < pl.col("recorded_at_before")).head(1).iter_rows(named=True):
        raise RegisterError(
            f"version {row['version']} was recorded at {written(row['recorded_at'])}, before the version it follows",
            where=f"{name}, record {row['record']}",
            expected=f"not before {written(row['recorded_at_before'])}",
            next_step="give the moment at which it was recorded, not the day it speaks of",
        )
    if now is not None:
        _refuse_later_than(name, added, now)


def _refuse_later_than(name: str, added: pl.DataFrame, now: datetime) -> None:
    for row in added.filter(pl.col("recorded_at") > versions.moment(now)).head(1).iter_rows(named=True):
        raise RegisterError(
            f"version {row['version']} was recorded at {written(row['recorded_at'])}, which is still to come",
            where=f"{name}, record {row['record']}",
            expected=f"not after {written(now)}",
            next_step="check the clock of the machine that recorded it",
        )


def _beside_their_predecessors(before: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """record, version, recorded_at of `added` with `version_before` (0: none) and `recorded_at_before` (null: none)."""
    columns = ["record", "version", "recorded_at"]
    last = before.select(columns).group_by("record", maintain_order=True).last()
    is_second = pl.col("record") == pl.col("record").shift()
    joined = added.select(columns).join(last, on="record", how="left", maintain_order="left", suffix="_before")
    return joined.with_columns(
        pl.when(is_second).then(pl.col(column).shift()).otherwise(pl.col(f"{column}_before")).alias(f"{column}_before")
        for column in ("version", "recorded_at")
    ).with_columns(pl.col("version_before").fill_null(0))


def written(instant: datetime) -> str:
    """`instant` as the register writes it: UTC, milliseconds, Z."""
    moment = versions.moment(instant)
    assert moment is not None, "only a missing instant has no moment"
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
