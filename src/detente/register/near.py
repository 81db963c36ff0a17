"""Which rows of one block lie near each other in time?

Rows are sorted by block and first day. From each row on, those that begin no later than `apart` days after its end are
one stretch, found by binary search; a stretch is a pair for a pair, so no pair is missed and none is made in vain.
"""

from typing import Final

import polars as pl

_SPAN: Final = 10**7  # days; longer than the calendar of the register together with any distance asked


def touching(rows: pl.DataFrame, *, apart: int) -> pl.DataFrame:
    """Pairs of rows of one block whose windows overlap or lie at most `apart` days from each other.

    Parameters
    ----------
    rows : columns `row` (Int64), `block` (anything that can be grouped by), `first` and `last` (Date, both inclusive,
        not null); a row may stand in several blocks.

    Returns
    -------
    left, right (values of `row`, left < right), each pair once.

    >>> from datetime import date
    >>> days = [date(2024, 5, 1), date(2024, 5, 9), date(2024, 5, 30)]
    >>> touching(pl.DataFrame({"row": [0, 1, 2], "block": "A", "first": days, "last": days}), apart=14).rows()
    [(0, 1)]
    """
    first, last = pl.col("first").to_physical(), pl.max_horizontal("first", "last").to_physical()
    placed = rows.select(
        "row",
        (pl.struct("block").rank("dense").cast(pl.Int64) * _SPAN + first).alias("begins"),
        (pl.struct("block").rank("dense").cast(pl.Int64) * _SPAN + last + apart).alias("reaches"),
    ).sort("begins", "row")
    beyond = placed["begins"].search_sorted(placed["reaches"], side="right")
    stretches = placed.select(
        "row", pl.int_ranges(pl.int_range(1, pl.len() + 1), pl.lit(beyond.cast(pl.Int64))).alias("place")
    ).explode("place", empty_as_null=False)
    other = placed["row"].gather(stretches["place"])
    pairs = stretches.select("row").with_columns(other.alias("other")).filter(pl.col("row") != pl.col("other"))
    ends = pl.min_horizontal("row", "other").alias("left"), pl.max_horizontal("row", "other").alias("right")
    return pairs.select(ends).unique().sort("left", "right")
