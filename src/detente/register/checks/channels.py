"""Does the record of a line tell a story that can have happened?

Cut, silent and restored are different things, and each must have its event. Events with an unknown day decide nothing.
"""

from typing import Final

import polars as pl

from detente.register.checks.findings import found, together
from detente.register.checks.tables import Tables
from detente.register.lines import STALE_AFTER

_CUTS: Final = ("suspended", "severed", "closed")
_FAILURES: Final = (*_CUTS, "path_failure", "reduced", "unanswered")
_BEGINNINGS: Final = ("agreed", "installed", "opened")
_USES: Final = ("used", "tested")
_REOPENINGS: Final = ("opened", "restored", "upgraded", "extended")


def check_for_restored_without_cut(tables: Tables) -> pl.DataFrame:
    """A line was restored, and since the restoration before that nothing says that it had failed or been cut."""
    events = tables.current("channel_events")
    restored = (
        events.filter(pl.col("kind") == "restored")
        .sort("channel", "valid_from_first")
        .with_columns(pl.col("valid_from_first").shift().over("channel").alias("before"))
    )
    cuts = events.filter(pl.col("kind").is_in(_FAILURES)).select(
        "channel", pl.col("valid_from_first").alias("cut_first"), pl.col("valid_from_last").alias("cut_last")
    )
    since = pl.col("before").is_null() | (pl.col("cut_last") >= pl.col("before"))
    explained = restored.join(cuts, on="channel").filter((pl.col("cut_first") <= pl.col("valid_from_last")) & since)
    bare = restored.join(explained, on="record", how="anti", maintain_order="left")
    message = pl.format("{} restored on {}, never cut", "channel", pl.col("valid_from").fill_null("an unknown day"))
    return found(bare, "channel_events", "kind", message, "add the cut, the failure or the silence that was mended")


def check_for_event_order(tables: Tables) -> pl.DataFrame:
    """A line was used before it began or while cut, or an event's moment or number runs against its day."""
    events = tables.current("channel_events")
    return together(
        [_before_the_beginning(events), _used_while_cut(events), _two_days(events), _numbers_against_dates(events)]
    )


def _before_the_beginning(events: pl.DataFrame) -> pl.DataFrame:
    begun = (
        events.filter(pl.col("kind").is_in(_BEGINNINGS))
        .group_by("channel")
        .agg(pl.col("valid_from_first").min().alias("begun"))
    )
    early = events.join(begun, on="channel", maintain_order="left").filter(pl.col("valid_from_last") < pl.col("begun"))
    message = pl.format("{} on {}, begun on {} at the earliest", pl.col("kind").cast(pl.String), "valid_from", "begun")
    return found(early, "channel_events", "valid_from", message, "correct the day, or add the earlier beginning")


def _used_while_cut(events: pl.DataFrame) -> pl.DataFrame:
    day = ("channel", "valid_from_first", "valid_from_last")
    uses = events.filter(pl.col("kind").is_in(_USES))
    cuts = events.filter(pl.col("kind").is_in(_CUTS)).select(
        *day, pl.col("kind").cast(pl.String).alias("cut"), pl.col("valid_from").alias("cut_on")
    )
    opened = events.filter(pl.col("kind").is_in(_REOPENINGS)).select(day)
    after = uses.join(cuts, on="channel", suffix="_cut", maintain_order="left").filter(
        pl.col("valid_from_last_cut") < pl.col("valid_from_first")
    )
    mended = after.join(opened, on="channel", suffix="_open").filter(
        (pl.col("valid_from_last_open") >= pl.col("valid_from_first_cut"))
        & (pl.col("valid_from_first_open") <= pl.col("valid_from_last"))
    )
    unmended = after.join(mended, on=["record", "cut_on"], how="anti", maintain_order="left").unique(
        "record", keep="last", maintain_order=True
    )
    message = pl.format(
        "{} on {}, {} on {} and not restored since", pl.col("kind").cast(pl.String), "valid_from", "cut", "cut_on"
    )
    return found(unmended, "channel_events", "kind", message, "add the restoration")


def _two_days(events: pl.DataFrame) -> pl.DataFrame:
    # The moment is in UTC, the day is that of the place: they may be one day apart.
    at = pl.col("at").dt.date()
    apart = events.filter(
        (at < pl.col("valid_from_first").dt.offset_by("-1d")) | (at > pl.col("valid_from_last").dt.offset_by("1d"))
    )
    return found(apart, "channel_events", "at", pl.format("at {}, on {}", "at", "valid_from"), "correct one of the two")


def _numbers_against_dates(events: pl.DataFrame) -> pl.DataFrame:
    one_kind = events.sort("channel", "kind", "occurrence")
    before = pl.col("valid_from_first").shift().over("channel", "kind")
    backwards = one_kind.with_columns(before.alias("before")).filter(pl.col("valid_from_last") < pl.col("before"))
    message = pl.format("number {} on {}, the one before it on {}", "occurrence", "valid_from", "before")
    return found(
        backwards, "channel_events", "occurrence", message, "number the events of a kind in the order of their days"
    )


def check_for_silent_beyond_stale(tables: Tables) -> pl.DataFrame:
    """Nothing has been heard of an open line for so long before the register's last entry that its state is unknown."""
    limit = pl.lit(tables.last_entry, pl.Date).dt.offset_by(f"-{STALE_AFTER.months}mo")
    heard = (
        tables.current("channel_events")
        .filter(pl.col("valid_from") != "unknown")
        .sort("valid_from_last")
        .group_by("channel")
        .agg(pl.col("kind", "valid_from", "valid_from_last").last().name.prefix("last_"))
    )
    lines = tables.current("channels").filter(pl.col("valid_to").is_null())
    rows = lines.unique("channel", keep="first", maintain_order=True).join(heard, on="channel", how="left")
    is_open = ~pl.col("last_kind").is_in(_CUTS).fill_null(value=False)
    silent = rows.filter(is_open & (pl.coalesce("last_valid_from_last", "valid_from_last") < limit)).sort("record")
    message = pl.format("{} last heard of {}", "channel", pl.coalesce("last_valid_from", "valid_from"))
    return found(silent, "channels", "channel", message, "look for a later use, test or cut")
