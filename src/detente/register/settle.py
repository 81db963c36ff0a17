"""Several statements speak of one thing: had it happened by a day, and how surely do we know?

Statements are admitted tier by tier: verified, then reported, then unverified. A row that lies inside an admitted
statement (same tier or lower) refines it and takes its place; a row of a lower tier that does not is a conflict:
listed, not used. After each tier the admitted statements are asked; all yes or all no settles the question with the
confidence of that tier, yes beside no leaves it open as contested, and anything else goes on to the next tier.

Ask with all rows as known (`snapshot.recorded(...)`), not with the rows of the day: a statement that says "later" is
needed for a "no", and a snapshot of the day has left it out. When it lies: two statements about different acts that
were given one logical key look like a contest.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.register import dates
from detente.register.vocabularies import CONFIDENCE, Confidence

_TIERS: Final = range(len(CONFIDENCE))
_NEVER: Final = len(CONFIDENCE)


def settle(frame: pl.DataFrame, logical_key: Sequence[str], day: date, column: str = "valid_from") -> pl.DataFrame:
    """One row per logical key: had `column` come on or before `day`?

    Parameters
    ----------
    frame : statements as known: `logical_key`, `record`, `confidence`, `claimant`, `{column}_first`, `{column}_last`.
    logical_key : columns that name the thing spoken of; nulls are equal.

    Returns
    -------
    The logical key, then `value` (yes, no, or null: cannot tell), `confidence` (that settles it; null where open),
    `contested`, `claimants` (of contested statements), `first` and `last` (Date: the interval that all tiers together
    leave), `records` (used), `conflicts` (records listed, not used).
    """
    keys = list(logical_key)
    rows = frame.select(
        *keys,
        "record",
        "claimant",
        pl.col("confidence").to_physical().cast(pl.Int8).alias("tier"),
        pl.col(f"{column}_first").alias("_first"),
        pl.col(f"{column}_last").alias("_last"),
        dates.by(column, day).alias("_verdict"),
    )
    groups = rows.group_by(keys, maintain_order=True).agg(pl.len())
    if groups.is_empty() or groups["len"].max() == 1:
        return _alone(rows, keys)
    several = rows.join(groups.filter(pl.col("len") > 1).drop("len"), on=keys, how="semi", nulls_equal=True)
    alone = rows.join(groups.filter(pl.col("len") == 1).drop("len"), on=keys, how="semi", nulls_equal=True)
    settled = pl.concat([_alone(alone, keys), _settled(_admitted(several, keys), keys)])
    return groups.select(keys).join(settled, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _alone(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The answer where each thing has a single statement."""
    return rows.select(
        *keys,
        pl.col("_verdict").alias("value"),
        pl.when(pl.col("_verdict").is_not_null()).then(_word(pl.col("tier"))).alias("confidence"),
        pl.lit(value=False).alias("contested"),
        pl.lit([], pl.List(pl.String)).alias("claimants"),
        pl.col("_first").alias("first"),
        pl.col("_last").alias("last"),
        pl.concat_list("record").alias("records"),
        pl.lit([], pl.List(pl.String)).alias("conflicts"),
    )


def _admitted(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """`rows` with `from_tier` (where each is admitted; _NEVER: a conflict) and `to_tier` (where it is replaced)."""
    # An empty date may be any day: it contains every other statement and lies inside none.
    rows = rows.with_row_index("_row").with_columns(
        pl.col("_first").fill_null(dates.FIRST_DAY).alias("_lo"), pl.col("_last").fill_null(dates.LAST_DAY).alias("_hi")
    )
    spans = rows.select("_row", *keys, "tier", "_lo", "_hi")
    live, admitted, replaced = spans.clear(), [], []
    for tier in _TIERS:
        candidates = spans.filter(pl.col("tier") == tier)
        has_live = candidates.join(live, on=keys, how="semi", nulls_equal=True)["_row"]
        inside = candidates.join(live, on=keys, nulls_equal=True, suffix="_l").filter(
            (pl.col("_lo") >= pl.col("_lo_l")) & (pl.col("_hi") <= pl.col("_hi_l"))
        )["_row"]
        taken = candidates.filter(~pl.col("_row").is_in(has_live.implode()) | pl.col("_row").is_in(inside.implode()))
        live = pl.concat([live, taken])
        outer = (
            live.join(live, on=keys, nulls_equal=True, suffix="_i")
            .filter(
                (pl.col("_lo_i") >= pl.col("_lo"))
                & (pl.col("_hi_i") <= pl.col("_hi"))
                & ((pl.col("_lo_i") > pl.col("_lo")) | (pl.col("_hi_i") < pl.col("_hi")))
            )["_row"]
            .unique()
        )
        live = live.filter(~pl.col("_row").is_in(outer.implode()))
        admitted.append(taken.select("_row", pl.lit(tier, pl.Int8).alias("from_tier")))
        replaced.append(pl.DataFrame({"_row": outer}).with_columns(pl.lit(tier, pl.Int8).alias("to_tier")))
    return (
        rows.join(pl.concat(admitted), on="_row", how="left", maintain_order="left")
        .join(pl.concat(replaced), on="_row", how="left", maintain_order="left")
        .with_columns(pl.col("from_tier").fill_null(_NEVER), pl.col("to_tier").fill_null(_NEVER))
        .drop("_row", "_lo", "_hi")
    )


def _settled(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The answer of each group, from the first tier whose admitted rows agree or contradict each other."""
    stages = pl.concat(
        rows.filter((pl.col("from_tier") <= tier) & (pl.col("to_tier") > tier))
        .group_by(keys, maintain_order=True)
        .agg(
            pl.lit(tier, pl.Int8).alias("stage"),
            pl.len().alias("n"),
            (pl.col("_verdict") == True).sum().alias("yes"),  # noqa: E712  # three-valued: null is neither
            (pl.col("_verdict") == False).sum().alias("no"),  # noqa: E712
            pl.col("_first").min().alias("first"),
            pl.col("_last").max().alias("last"),
            pl.col("record").alias("records"),
            pl.col("claimant").drop_nulls().unique(maintain_order=True).alias("claimants"),
        )
        for tier in _TIERS
    ).with_columns(
        pl.when(pl.col("yes") == pl.col("n")).then(True).when(pl.col("no") == pl.col("n")).then(False).alias("value"),  # noqa: FBT003
        ((pl.col("yes") > 0) & (pl.col("no") > 0)).alias("contested"),
    )
    decisive = stages.with_columns((pl.col("value").is_not_null() | pl.col("contested")).alias("_decides"))
    answer = (
        # The first stage that decides; where none does, the last, whose interval is the narrowest.
        decisive.sort(
            pl.col("_decides"),
            pl.when("_decides").then(pl.col("stage")).otherwise(-pl.col("stage")),
            descending=[True, False],
        )
        .group_by(keys, maintain_order=True)
        .first()
    )
    narrowest = stages.sort("stage").group_by(keys, maintain_order=True).agg(pl.col("first", "last").last())
    conflicts = rows.group_by(keys, maintain_order=True).agg(
        pl.col("record").filter(pl.col("from_tier") == _NEVER).alias("conflicts")
    )
    return (
        answer.drop("first", "last")
        .join(narrowest, on=keys, nulls_equal=True, maintain_order="left")
        .join(conflicts, on=keys, nulls_equal=True, maintain_order="left")
        .select(
            *keys,
            "value",
            pl.when(pl.col("value").is_not_null()).then(_word(pl.col("stage"))).alias("confidence"),
            "contested",
            pl.when("contested").then("claimants").otherwise(pl.lit([], pl.List(pl.String))).alias("claimants"),
            "first",
            "last",
            "records",
            "conflicts",
        )
    )


def _word(tier: pl.Expr) -> pl.Expr:
    return tier.cast(pl.UInt8).replace_strict(list(_TIERS), list(CONFIDENCE), return_dtype=pl.String).cast(Confidence)
