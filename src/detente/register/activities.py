"""Where does each activity stand: proposed, confirmed, under way, held, or presumed held because nobody reported?

Status follows, per day, from dated acts and from the window of the plan as known: what nobody cancelled, moved or
reported is under way while its window lasts and "presumed held, unreported" after it. A postponed activity waits until
its plan is changed; the old window then says nothing. Acts of one round whose days cannot tell follow the course of an
activity: planned before confirmed, held before reported. When it lies: an exercise that was called off without a word
looks held, which is why the presumption is said.
"""

from typing import Final

import polars as pl

from detente.register.last_event import last_states, settled_events, written
from detente.register.settle import settle
from detente.register.snapshot import Snapshot

STATES: Final = (
    "proposed", "planned", "approved", "confirmed", "under_way", "presumed_held", "held", "reported", "closed",
    "postponed", "cancelled", "not_held", "unknown",
)  # fmt: skip
_KEY: Final = ("activity", "event", "occurrence")
_PLANNING: Final = ("proposed", "planned", "approved", "confirmed")
# Where each act may stand in the course of one round, from and to: a postponement at any time before the holding.
_COURSE: Final = {
    "proposed": (1, 1),
    "planned": (2, 2),
    "approved": (3, 3),
    "confirmed": (4, 4),
    "postponed": (2, 4),
    "cancelled": (5, 5),
    "held": (5, 5),
    "not_held": (5, 5),
    "reported": (6, 6),
    "closed": (7, 7),
}
_NONE: Final = pl.lit([], pl.List(pl.String))


def activity_status(snapshot: Snapshot, activity: str | None = None) -> pl.DataFrame:
    """The status of every activity as known, ended ones and plans among them; None means all.

    Returns
    -------
    activity, title, kind, state (a word of STATES), words (the same for a reader: `postponed (2)`, `cancelled (weather,
    by GBR)`), postponements (certain ones), remarks (acts that change no state: reduced, part postponed, an invitation
    withdrawn), since, since_first, since_last (of `state`), begins_first, begins_last, ends_first, ends_last (the
    window as known; the end is the first day after), confidence (the weakest behind `state`), contested, reason,
    records.
    """
    activities = snapshot.recorded("activities")
    activities = activities if activity is None else activities.filter(pl.col("activity") == activity)
    events = _events(snapshot, activities)
    windows = _windows(snapshot, activities)
    rows = (
        windows.join(last_states(_changing(events), ["activity"]), on="activity", how="left", maintain_order="left")
        .join(_told(events), on="activity", how="left", maintain_order="left")
        .with_columns(_by_acts().alias("acts"))
        .with_columns(_state().alias("now"))
        .with_columns(_since("first"), _since("last"))
    )
    return rows.select(
        "activity", "title", "kind",
        pl.col("now").alias("state"),
        _words().alias("words"),
        pl.col("postponements").fill_null(0),
        pl.col("remarks").fill_null(_NONE),
        written("since_first", "since_last").alias("since"), "since_first", "since_last",
        "begins_first", "begins_last", "ends_first", "ends_last",
        _confidence().alias("confidence"),
        (pl.col("contested").fill_null(value=False) | pl.col("window_contested")).alias("contested"),
        _reason().alias("reason"),
        pl.concat_list("window_records", pl.col("records", "told_records").fill_null(_NONE))
        .list.unique(maintain_order=True).alias("records"),
    )  # fmt: skip


def _windows(snapshot: Snapshot, activities: pl.DataFrame) -> pl.DataFrame:
    """One row per activity: its window, whether it has `begun` and is `over` (yes, no, null), when it was recorded."""
    begun = settle(activities, ["activity"], snapshot.valid)
    over = settle(activities.filter(pl.col("valid_to").is_not_null()), ["activity"], snapshot.valid, "valid_to")
    told = activities.group_by("activity", maintain_order=True).agg(
        pl.col("title", "kind").last(), pl.col("recorded_at").max().alias("planned_at")
    )
    return (
        told.join(begun, on="activity", how="left", maintain_order="left")
        .join(over.with_columns(ends=True), on="activity", how="left", suffix="_over", maintain_order="left")
        .select(
            "activity", "title", "kind", "planned_at",
            pl.col("value").alias("begun"),
            # No end recorded: not ended as far as known.
            pl.when("ends").then("value_over").otherwise(False).alias("over"),  # noqa: FBT003  # a value, not a switch
            pl.col("first").alias("begins_first"), pl.col("last").alias("begins_last"),
            pl.col("first_over").alias("ends_first"), pl.col("last_over").alias("ends_last"),
            pl.max_horizontal("confidence", "confidence_over").alias("window_confidence"),
            (pl.col("contested") | pl.col("contested_over").fill_null(value=False)).alias("window_contested"),
            pl.concat_list("records", pl.col("records_over").fill_null(_NONE))
            .list.unique(maintain_order=True).alias("window_records"),
        )
    )  # fmt: skip


def _events(snapshot: Snapshot, activities: pl.DataFrame) -> pl.DataFrame:
    """Every act on these activities, its statements combined."""
    told = snapshot.recorded("activity_events").join(activities, on="activity", how="semi")
    events = told.with_columns(pl.col("event").cast(pl.String), pl.coalesce("by", "actor").alias("whose"))
    carried = settled_events(events, _KEY, snapshot.valid, carry=("whose", "actor", "reason", "recorded_at"))
    return carried.rename({"event": "kind"}).with_columns(pl.lit(snapshot.valid).alias("day"))


def _changing(events: pl.DataFrame) -> pl.DataFrame:
    """The acts that change the state, as `last_states` reads them."""
    first, last = ({kind: place[i] for kind, place in _COURSE.items()} for i in (0, 1))
    return events.filter(pl.col("kind").is_in(list(_COURSE))).with_columns(
        pl.col("kind").alias("state"),
        pl.col("occurrence").alias("round"),
        pl.col("kind").replace_strict(first, return_dtype=pl.Int64).alias("stage"),
        pl.col("kind").replace_strict(last, return_dtype=pl.Int64).alias("stage_to"),
        pl.lit(value=False).alias("turns"),
    )


def _told(events: pl.DataFrame) -> pl.DataFrame:
    """Per activity: how often it was surely postponed, who called it off and why, and the acts that change no state."""
    came = events.filter(pl.col("value").fill_null(value=True)).sort("last", "first", maintain_order=True)
    certain = pl.col("value").fill_null(value=False)
    off = certain & pl.col("kind").is_in(["cancelled", "not_held"])
    aside = ~pl.col("kind").is_in(list(_COURSE))
    remark = pl.concat_str(
        pl.col("kind").str.replace_all("_", " "),
        pl.lit(" ") + written("first", "last"),
        pl.lit(" (") + pl.col("actor") + ")",
        pl.lit(": ") + pl.col("reason"),
        ignore_nulls=True,
    )
    postponed = certain & (pl.col("kind") == "postponed")
    return came.group_by("activity", maintain_order=True).agg(
        postponed.sum().cast(pl.Int64).alias("postponements"),
        pl.col("recorded_at").filter(postponed).max().alias("postponed_at"),
        pl.col("reason").filter(off).last().alias("why"),
        pl.col("whose").filter(off).last(),
        remark.filter(aside).alias("remarks"),
        pl.col("records")
        .filter(aside | postponed | off)
        .list.explode(keep_nulls=False, empty_as_null=False)
        .alias("told_records"),
    )


def _by_acts() -> pl.Expr:
    """The last act's word; `planning` where only the stage of the plan is open; null where it cannot be told."""
    only_planning = pl.col("kinds").list.set_difference(list(_PLANNING)).list.len() == 0
    return (
        pl.when(pl.col("day").is_null()).then(pl.lit("planned"))
        .when(pl.col("state").is_not_null()).then("state")
        .when(only_planning).then(pl.lit("planning"))
    )  # fmt: skip


def _state() -> pl.Expr:
    """The acts and the window together."""
    acts = pl.col("acts")
    # Moved, and the plan not changed since: the window known is the old one.
    waiting = (acts == "postponed") & (pl.col("planned_at") <= pl.col("postponed_at"))
    open_plan = acts.is_in([*_PLANNING, "planning", "postponed"])
    return (
        pl.when(acts.is_null()).then(pl.lit("unknown"))
        .when(waiting | ~open_plan).then(acts)
        .when(~pl.col("begun")).then(pl.when(acts == "planning").then(pl.lit("unknown")).otherwise(acts))
        .when(pl.col("over")).then(pl.lit("presumed_held"))
        .when(pl.col("begun") & ~pl.col("over")).then(pl.lit("under_way"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def _since(end: str) -> pl.Expr:
    """`since_first` or `since_last`: when the state began, by the window where it rests on that, else by the acts."""
    return (
        pl.when(pl.col("now") == "under_way").then(f"begins_{end}")
        .when(pl.col("now") == "presumed_held").then(f"ends_{end}")
        .otherwise(f"since_{end}")
        .alias(f"since_{end}")
    )  # fmt: skip


def _confidence() -> pl.Expr:
    """That of the window where the state rests on it, else that of the acts."""
    on_the_plan = (pl.col("now") == "planned") & pl.col("day").is_null()
    from_window = pl.col("now").is_in(["under_way", "presumed_held"]) | on_the_plan
    return pl.when(from_window).then("window_confidence").otherwise("confidence")


def _words() -> pl.Expr:
    """The state as a reader sees it."""
    state = pl.col("now")
    details = pl.concat_list("why", pl.lit("by ") + pl.col("whose")).list.drop_nulls().list.join(", ")
    off = state.str.replace_all("_", " ") + pl.when(details != "").then(pl.lit(" (") + details + ")").otherwise(
        pl.lit("")
    )
    return (
        pl.when(state == "presumed_held").then(pl.lit("presumed held, unreported"))
        .when(state == "postponed").then(pl.format("postponed ({})", "postponements"))
        .when(state.is_in(["cancelled", "not_held"])).then(off)
        .otherwise(state.str.replace_all("_", " "))
    )  # fmt: skip


def _reason() -> pl.Expr:
    """What the state rests on, or why it cannot be told."""
    acts = pl.col("candidates").list.join(", ")
    window = pl.concat_str(
        pl.lit("window from "),
        written("begins_first", "begins_last"),
        pl.lit(" until ") + written("ends_first", "ends_last"),
        ignore_nulls=True,
    )  # fmt: skip
    state = pl.col("now")
    return (
        pl.when((state == "unknown") & pl.col("acts").is_null() & ~pl.col("sure"))
        .then(pl.lit("may not have come yet: ") + acts)
        .when((state == "unknown") & (pl.col("acts").is_null() | (pl.col("acts") == "planning")))
        .then(pl.lit("which came last cannot be told: ") + acts)
        .when(state == "unknown").then(window + ": the day cannot tell")
        .when(state.is_in(["under_way", "presumed_held"])).then(window)
        .when(acts.is_null()).then(pl.lit("no act recorded, ") + window)
        .otherwise(acts)
    )  # fmt: skip
