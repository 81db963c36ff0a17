"""What has changed since that day: what moved in the world, and what did we learn?

Two comparisons, never mixed (`register.differences`). The world: the same knowledge, asked of `since` and of the day.
Learning: the same day, as known at the end of `since` and as known now. A correction of an old fact is something
learned and never an event. When it lies: what happened on a day so vague that it may lie before `since` is no news
here, save where a status can now be told for certain.
"""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from detente.brief.concerns import concerning, concerns
from detente.brief.context import Context
from detente.register.differences import Changes, changes
from detente.register.schema import TABLES
from detente.register.status import party_status
from detente.register.versions import moment

# Days at which an open notice is due are told with the notice; a contest is an open question.
_FIELDS: Final = ("state", "notice", "suspended_towards", "frozen", "suspended", "accredited")
_EVENTS: Final = (
    "statements",
    "incidents",
    "channel_events",
    "transfer_events",
    "activity_events",
    "memberships",
    "participations",
    "pledges",
)
_ACTS: Final = (
    "participations",
    "activity_events",
    "activities",
    "channel_events",
    "transfer_events",
    "accreditations",
)
_STATUS: Final = ("thing", "who", "status", "field", "old", "new", "acts")


@dataclass(frozen=True, slots=True)
class World:
    """What moved: derived statuses (columns of _STATUS), events (table -> rows), and memberships that ended."""

    statuses: pl.DataFrame
    events: dict[str, pl.DataFrame]
    left: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Learned:
    """What we learned: statuses that read otherwise now, and new versions; `first`: nothing was known before."""

    statuses: pl.DataFrame
    added: pl.DataFrame
    withdrawn: pl.DataFrame
    restated: pl.DataFrame
    revised: pl.DataFrame
    first: bool


def world(context: Context) -> World:
    """What moved between `since` and the page's day, everything known to both."""
    assert context.before is not None, "asked only with a day to compare with"
    moved = changes(context.before, context.snapshot).moved
    statuses = _statuses(context, moved.statuses)
    statuses = statuses.filter([not _came_of_vagueness(context, row) for row in statuses.iter_rows(named=True)])
    told = statuses["acts"].explode(keep_nulls=False, empty_as_null=False).to_list()
    certain = (pl.col("was") == pl.lit(value=False)) & (pl.col("now") == pl.lit(value=True))
    happened = moved.held.filter(certain.fill_null(value=False) & ~pl.col("record").is_in(told))
    over = moved.held.filter((pl.col("was") & ~pl.col("now")).fill_null(value=False))
    return World(
        statuses, {name: _rows(context, name, happened) for name in _EVENTS}, _rows(context, "memberships", over)
    )


def learned(context: Context) -> Learned:
    """What was recorded after the end of `since` and up to the page's knowledge, as far as it concerns the subject."""
    assert context.since is not None, "asked only with a day to compare with"
    snapshot = context.snapshot
    known = moment(context.since)
    if snapshot.known is not None and known is not None and snapshot.known < known:
        known = snapshot.known
    earlier = context.register.as_of(snapshot.valid, known, basis=snapshot.basis)
    found = changes(earlier, snapshot)
    ours = pl.col("record").is_in(_records_of(context, found))
    return Learned(
        statuses=_statuses(context, found.by_learning.statuses),
        added=found.learned.added.filter(ours),
        withdrawn=found.learned.withdrawn.filter(ours),
        restated=found.learned.restated.filter(ours),
        revised=found.learned.revised.filter(ours),
        first=all(earlier.recorded(name).is_empty() for name in TABLES),
    )


def _rows(context: Context, table: str, held: pl.DataFrame) -> pl.DataFrame:
    records = held.filter(pl.col("table") == table)["record"].to_list()
    return concerning(context, table, context.snapshot.recorded(table).filter(pl.col("record").is_in(records)))


def _records_of(context: Context, found: Changes) -> list[str]:
    return [
        record for table, rows in found.learned.rows.items() for record in concerning(context, table, rows)["record"]
    ]


def _statuses(context: Context, rows: pl.DataFrame) -> pl.DataFrame:
    """The changes of status that concern the subject, one row for all parties to whom the same happened."""
    of = _things(context)
    kept = rows.filter(pl.col("field").is_in(_FIELDS)).join(
        of, on=["status", "about"], how="inner", maintain_order="left"
    )
    return (
        kept.group_by("status", "thing", "since", "field", "old", "new", maintain_order=True)
        .agg(pl.col("who").drop_nulls(), pl.col("acts").list.explode(keep_nulls=False, empty_as_null=False))
        .select(_STATUS)
    )


def _things(context: Context) -> pl.DataFrame:
    """status, about, thing, who, since: what `register.status_changes` calls the things of the subject."""
    known = context.once(concerns)
    parties = concerning(context, "participations", party_status(context.snapshot)).select(
        pl.lit("party").alias("status"),
        pl.format("{}/{}", "agreement", "party").alias("about"),
        pl.col("agreement").alias("thing"),
        pl.col("party").alias("who"),
        pl.format("{}/{}", "since_first", "since_last").alias("since"),
    )
    others = [
        (status, key, key, None, None)
        for status, keys in (("activity", known.activities), ("channel", known.channels), ("transfer", known.transfers))
        for key in keys
    ]
    accredited = (
        context.snapshot.recorded("accreditations").select("post", "receiving_state").unique(maintain_order=True)
    )
    posts = concerning(context, "accreditations", accredited).select(
        pl.lit("post").alias("status"),
        pl.format("{}/{}", "post", "receiving_state").alias("about"),
        pl.col("post").alias("thing"),
        pl.col("receiving_state").alias("who"),
        pl.lit(None, pl.String).alias("since"),
    )
    return pl.concat([parties, pl.DataFrame(others, schema=parties.schema, orient="row"), posts])


def _came_of_vagueness(context: Context, row: dict[str, Any]) -> bool:
    """Whether a status can be told now only because vague days lie further back: nothing need have happened since."""
    if row["old"] != "unknown" or not row["acts"]:
        return False
    certainly_after = pl.col("record").is_in(row["acts"]) & (pl.col("valid_from_first") > context.since)
    return not any(context.snapshot.recorded(name).filter(certainly_after).height for name in _ACTS)
