"""Which event was the last by a day, when the days are vague?

A line, a post, a case of transfer and an activity are in the state that their last event brought. With partial dates
several events may have been the last: every event that has or may have happened, and that does not certainly lie before
another that has. If all of them bring one state, that is the state; if they differ, it cannot be told (null). Two kinds
of knowledge settle what days leave open: stages of one round follow each other (a delivery comes after its contract),
and events that undo each other alternate (a line that stood open and was both cut and restored in 2013 was restored
last). When it lies: an event that nobody recorded has not happened, and a second round recorded under the number of the
first is put in the order of one round.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.register import dates
from detente.register.settle import settle

# What `last_states` reads of an event, beside the columns that name the thing.
EVENT: Final = (
    "day", "kind", "occurrence", "state", "round", "stage", "stage_to", "turns",
    "first", "last", "confidence", "contested", "records",
)  # fmt: skip


def settled_events(
    frame: pl.DataFrame, logical_key: Sequence[str], day: date, carry: Sequence[str] = ()
) -> pl.DataFrame:
    """Statements about events combined: the columns of `settle`, then `carry`, the first value any statement gives."""
    told = frame.group_by(logical_key, maintain_order=True).agg(pl.col(carry).drop_nulls().first())
    settled = settle(frame, logical_key, day)
    return settled.join(told, on=list(logical_key), how="left", nulls_equal=True, maintain_order="left")


def last_states(events: pl.DataFrame, thing: Sequence[str]) -> pl.DataFrame:
    """The state of every thing on every day asked, from its last event.

    Parameters
    ----------
    events : one row per event and day asked: the columns of `thing`, and those of EVENT: `day` (Date, the day asked),
        `kind`, `occurrence`, `state` (what the event brings), `stage` and `stage_to` (Int64: its place among the events
        of the same `round`, from and to; null: none), `turns` (Boolean: it presupposes another state than it brings),
        `first` and `last` (Date), `confidence`, `contested`, `records`.

    Returns
    -------
    One row per thing and day with an event that has or may have happened: `thing`, `day`, `state` (null: cannot tell),
    `since_first`, `since_last` (Date: when the state began, through all events that kept it), `confidence` (the surest
    event that gives it), `contested`, `kinds` and `candidates` (of the events that may be the last, oldest first; the
    latter with their days), `sure` (false: nothing has certainly happened), `records`.
    """
    key = [*thing, "day"]
    happened = _happened(events, key)
    late = _not_overtaken(happened, key)
    verdicts = late.group_by(key, maintain_order=True).agg(
        pl.when((pl.col("state").n_unique() == 1) & pl.col("certain").any())
        .then(pl.col("state").first())
        .alias("state")
    )
    open_ones = verdicts.filter(pl.col("state").is_null())
    if not open_ones.is_empty():
        turned = _alternating(events, late.join(open_ones, on=key, how="semi", nulls_equal=True), thing)
        verdicts = verdicts.join(turned, on=key, how="left", nulls_equal=True, maintain_order="left").select(
            *key, pl.coalesce("state", "turned").alias("state")
        )
    return _described(happened, late, verdicts, key)


def written(first: str, last: str) -> pl.Expr:
    """The interval from column `first` to column `last` as a partial date: 2013, 2021-08, 2021-10-04 or A/B."""
    a, b = pl.col(first), pl.col(last)
    whole_month = (a == a.dt.month_start()) & (b == a.dt.month_end())
    whole_year = (a.dt.ordinal_day() == 1) & (b == pl.date(a.dt.year(), 12, 31))
    return (
        pl.when(a == b).then(a.dt.to_string("%Y-%m-%d"))
        .when(whole_month).then(a.dt.to_string("%Y-%m"))
        .when(whole_year).then(a.dt.to_string("%Y"))
        .when(a == dates.FIRST_DAY).then(pl.lit("unknown"))
        .otherwise(a.dt.to_string("%Y-%m-%d") + "/" + b.dt.to_string("%Y-%m-%d"))
    )  # fmt: skip


def _happened(events: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Events that have or may have happened by `day`: `certain`, `reach` (latest day by then), `late`, `row`."""
    possible = events.filter(pl.col("first") <= pl.col("day")).with_columns(
        (pl.col("last") <= pl.col("day")).alias("certain"), pl.min_horizontal("last", "day").alias("reach")
    )
    # Nothing can be the last that ends before the latest first day of an event that has certainly happened.
    floor = pl.col("first").filter("certain").max().over(key)
    return possible.with_columns((floor.is_null() | (pl.col("reach") >= floor)).alias("late")).with_row_index("row")


def _not_overtaken(happened: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Events that may be the last, less those of which a later stage of the same round has certainly come too."""
    late = happened.filter("late")
    differing = late.filter(pl.col("state").n_unique().over(key) > 1)
    if differing["stage"].null_count() == differing.height:
        return late.with_columns(pl.lit(value=False).alias("overtaken"))
    after = differing.filter("certain")
    overtaken = differing.join(after, on=[*key, "round"], nulls_equal=True, suffix="_after").filter(
        (pl.col("stage_to") < pl.col("stage_after")) & (pl.col("first") <= pl.col("last_after"))
    )
    gone = pl.col("row").is_in(overtaken["row"].unique().to_list())
    return late.with_columns(gone.any().over(key).alias("overtaken")).filter(~gone)


def _alternating(events: pl.DataFrame, late: pl.DataFrame, thing: Sequence[str]) -> pl.DataFrame:
    """`turned`: the state after events within one and the same interval that undo each other, per thing and day."""
    key = [*thing, "day"]
    tied = late.filter(
        (
            (pl.col("state").n_unique() == 2)
            & (pl.col("first").n_unique() == 1)
            & (pl.col("last").n_unique() == 1)
            & (pl.col("certain") & pl.col("turns") & ~pl.col("overtaken")).all()
        ).over(key)
    )
    if tied.is_empty():
        return tied.select(*key, pl.col("state").alias("turned"))
    # What stood before decides: it is the state on the eve of the interval, which may hang on an earlier tie.
    eves = tied.select(*thing, pl.col("first").dt.offset_by("-1d").alias("eve")).unique(maintain_order=True)
    distinct = events.drop("day").unique([*thing, "kind", "occurrence"], maintain_order=True)
    before = last_states(
        distinct.join(eves, on=list(thing), nulls_equal=True).rename({"eve": "day"}).select(events.columns), thing
    ).select(*thing, pl.col("day").alias("eve"), pl.col("state").alias("before"))
    counted = tied.group_by([*key, "state"], maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n"), pl.col("first").first().dt.offset_by("-1d").alias("eve")
    )
    counted = counted.with_columns(
        (pl.col("n").sum().over(key) - pl.col("n")).alias("others"), pl.col("state").implode().over(key).alias("both")
    ).join(before, on=[*thing, "eve"], nulls_equal=True)
    back_again = (pl.col("n") == pl.col("others")) & (pl.col("before") == pl.col("state"))
    across = (pl.col("n") == pl.col("others") + 1) & (pl.col("before") != pl.col("state"))
    return counted.filter(pl.col("before").is_in(pl.col("both")) & (back_again | across)).select(
        *key, pl.col("state").alias("turned")
    )


def _described(happened: pl.DataFrame, late: pl.DataFrame, verdicts: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each verdict with its beginning, its confidence and the events behind it."""
    final = verdicts.select(*key, pl.col("state").alias("final"))
    gives = (pl.col("state") == pl.col("final")) & pl.col("certain")
    behind = (
        late.join(final, on=key, nulls_equal=True, maintain_order="left")
        # Among events of one interval, the one that gives the state was the last.
        .sort("last", "first", gives, maintain_order=True, nulls_last=False)
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("confidence").filter(gives).min(),
            pl.col("contested").any(),
            pl.col("kind").unique(maintain_order=True).alias("kinds"),
            pl.concat_str("kind", pl.lit(" "), written("first", "last")).alias("candidates"),
            pl.col("certain").any().alias("sure"),
            pl.col("records").list.explode(keep_nulls=False, empty_as_null=False).alias("records"),
        )
    )
    sure = happened.filter("certain").join(final, on=key, nulls_equal=True, maintain_order="left")
    other = pl.col("first").filter(pl.col("state") != pl.col("final")).max().over(key)
    run = sure.filter((pl.col("state") == pl.col("final")) & ((pl.col("last") >= other) | other.is_null()))
    begun = (
        run.sort("first", "last", maintain_order=True)
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("first").min().alias("since_first"),
            pl.col("last").min().alias("since_last"),
            pl.col("records").first().alias("began"),
        )
    )
    none = pl.lit([], pl.List(pl.String))
    return (
        verdicts.join(begun, on=key, how="left", nulls_equal=True, maintain_order="left")
        .join(behind, on=key, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.concat_list(pl.col("began").fill_null(none), "records").list.unique(maintain_order=True).alias("records")
        )
        .drop("began")
    )
