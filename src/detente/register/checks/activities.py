"""Do headcounts, windows and events of activities fit each other?

A total counts all who took part and belongs to nobody; a headcount that others dispute needs a name beside it.
"""

import polars as pl

from detente.register.checks.findings import found
from detente.register.checks.tables import Tables


def check_for_total_with_actor(tables: Tables) -> pl.DataFrame:
    """A total names an actor, or a participant names none."""
    rows = tables.current("participants")
    is_total = pl.col("role") == "total"
    wrong = rows.filter(is_total == pl.col("actor").is_not_null())
    message = (
        pl.when(is_total)
        .then(pl.format("a total of {}", "actor"))
        .otherwise(pl.format("a {} without a name", pl.col("role").cast(pl.String)))
    )
    return found(wrong, "participants", "actor", message, "leave the actor of a total empty; name every other")


def check_for_headcount_without_claimant(tables: Tables) -> pl.DataFrame:
    """Two headcounts of one thing differ, and one of them does not say who gives it."""
    counts = (
        tables.current("participants")
        .filter(pl.col("personnel").is_not_null())
        .group_by("activity", "actor", "role", maintain_order=True)
        .agg(
            pl.col("record").sort_by(pl.col("claimant").is_not_null()).alias("records"),
            pl.col("personnel").unique(maintain_order=True),
            pl.col("claimant").is_null().any().alias("is_anonymous"),
        )
        .filter((pl.col("personnel").list.len() > 1) & pl.col("is_anonymous"))
    )
    values = pl.col("personnel").cast(pl.List(pl.String)).list.join(" and ")
    message = pl.format("{} {}: {}", "activity", pl.col("role").cast(pl.String), values)
    return found(counts, "participants", "claimant", message, "say who gives each headcount")


def check_for_participant_outside_window(tables: Tables) -> pl.DataFrame:
    """A participant's own dates certainly lie outside the window of the activity."""
    windows = (
        tables.current("activities")
        .group_by("activity")
        .agg(
            pl.col("valid_from_first").min().alias("opens"),
            # Without an end the window is open; then nobody comes too late.
            pl.when(pl.col("valid_to").is_null().any())
            .then(None)
            .otherwise(pl.col("valid_to_last").max())
            .alias("closes"),
        )
    )
    stays = tables.current("participants").filter(pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null())
    outside = stays.join(windows, on="activity", maintain_order="left").filter(
        (pl.col("valid_from_last") < pl.col("opens"))
        | (pl.col("valid_to_last") <= pl.col("opens"))
        | (pl.col("valid_from_first") >= pl.col("closes"))
    )
    own = pl.format("{} to {}", pl.col("valid_from").fill_null("the start"), pl.col("valid_to").fill_null("the end"))
    message = pl.format(
        "{}, while {} runs from {} to {}", own, "activity", "opens", pl.col("closes").cast(pl.String).fill_null("now")
    )
    return found(outside, "participants", "valid_from", message, "correct the stay or the window")


def check_for_event_after_close(tables: Tables) -> pl.DataFrame:
    """Something is recorded of an activity certainly after it was closed."""
    events = tables.current("activity_events")
    closed = (
        events.filter(pl.col("event") == "closed")
        .group_by("activity")
        .agg(pl.col("valid_from_last").max().alias("closed_by"))
    )
    late = events.join(closed, on="activity", maintain_order="left").filter(
        pl.col("valid_from_first") > pl.col("closed_by")
    )
    message = pl.format("{} on {}, closed by {}", pl.col("event").cast(pl.String), "valid_from", "closed_by")
    return found(late, "activity_events", "valid_from", message, "correct the day, or withdraw the closing")
