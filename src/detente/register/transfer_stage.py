"""How far has a case of arms transfer come?

The stage is what the last recorded act brought: announced, notified, contracted, arrived and so on; a suspension stands
over it until it is lifted or the case moves on, and the stage under it is kept. Acts of one round whose days cannot
tell follow the course of a case: the contract comes before the delivery. When it lies: `delivered` is only what
sources say that do not tell arrived from accepted, and a case nobody reported on stays where it was.
"""

from typing import Final

import polars as pl

from detente.register import dates
from detente.register.last_event import last_states, settled_events, written
from detente.register.snapshot import Snapshot

_KEY: Final = ("transfer", "event", "occurrence")
# Where each act may stand in the course of one case: from, to. Approval and choice have no fixed order between them.
_COURSE: Final = {
    "announced": (1, 1),
    "notified": (1, 1),
    "licensed": (1, 1),
    "refused": (1, 1),
    "selected": (1, 1),
    "contracted": (2, 2),
    "shipped": (3, 3),
    "arrived": (4, 4),
    "delivered": (4, 5),
    "accepted": (5, 5),
    "verified": (6, 6),
    "suspended": (1, 6),
    "resumed": (1, 6),
    "cancelled": (7, 7),
    "ended": (7, 7),
}
_INTERRUPTIONS: Final = ("suspended", "resumed")


def transfer_status(snapshot: Snapshot, transfer: str | None = None) -> pl.DataFrame:
    """The stage of each case that has or may have begun by the snapshot's day; None means all cases.

    Returns
    -------
    transfer, supplier, recipient, item, state (the stage, `suspended`, or `unknown`), stage (null: cannot tell),
    suspended (yes, no, null), since, since_first, since_last (of `state`), confidence, contested, reason, records.
    """
    cases = snapshot.recorded("transfers").filter(dates.by("valid_from", snapshot.valid).fill_null(value=True))
    cases = cases if transfer is None else cases.filter(pl.col("transfer") == transfer)
    cases = cases.unique("transfer", keep="last", maintain_order=True).select(
        "transfer", "supplier", "recipient", "item"
    )
    events = _events(snapshot).join(cases, on="transfer", how="semi")
    stages = last_states(events.filter(~pl.col("kind").is_in(_INTERRUPTIONS)), ["transfer"])
    # Any act but a suspension shows that the case runs, so that a suspension is over when the case moves on.
    halted = pl.when(pl.col("kind") == "suspended").then(pl.lit("suspended")).otherwise(pl.lit("running"))
    pauses = last_states(events.with_columns(halted.alias("state")), ["transfer"])
    rows = cases.join(stages, on="transfer", how="left", maintain_order="left").join(
        pauses, on="transfer", how="left", suffix="_pause", maintain_order="left"
    )
    nothing_yet = pl.col("day_pause").is_null()
    suspended = pl.when(nothing_yet).then(False).otherwise(pl.col("state_pause") == "suspended")  # noqa: FBT003  # a value, not a switch
    pausing = suspended.fill_null(value=True)
    told = ("since_first", "since_last", "confidence", "contested", "candidates", "records", "sure")
    return rows.with_columns(
        suspended.alias("suspended"),
        pl.when(pausing).then("state_pause").otherwise("state").fill_null("unknown").alias("now"),
        *(pl.when(pausing).then(f"{column}_pause").otherwise(column).alias(column) for column in told),
    ).select(
        "transfer", "supplier", "recipient", "item",
        pl.col("now").alias("state"),
        pl.col("state").alias("stage"),
        "suspended",
        written("since_first", "since_last").alias("since"), "since_first", "since_last",
        "confidence",
        pl.col("contested").fill_null(value=False),
        _reason(snapshot),
        pl.col("records").fill_null(pl.lit([], pl.List(pl.String))),
    )  # fmt: skip


def _events(snapshot: Snapshot) -> pl.DataFrame:
    """Every act of every case, its statements combined, as `last_states` reads it."""
    told = snapshot.recorded("transfer_events").with_columns(pl.col("event").cast(pl.String))
    first, last = ({kind: place[i] for kind, place in _COURSE.items()} for i in (0, 1))
    return (
        settled_events(told, _KEY, snapshot.valid)
        .rename({"event": "kind"})
        .with_columns(
            pl.lit(snapshot.valid).alias("day"),
            pl.col("kind").alias("state"),
            pl.col("occurrence").alias("round"),
            pl.col("kind").replace_strict(first, return_dtype=pl.Int64).alias("stage"),
            pl.col("kind").replace_strict(last, return_dtype=pl.Int64).alias("stage_to"),
            pl.col("kind").is_in(_INTERRUPTIONS).alias("turns"),
        )
    )


def _reason(snapshot: Snapshot) -> pl.Expr:
    """What the state rests on, or why it cannot be told."""
    candidates = pl.col("candidates").list.join(", ")
    return (
        pl.when(pl.col("candidates").is_null()).then(pl.lit(f"no act recorded by {snapshot.valid}"))
        .when((pl.col("now") == "unknown") & ~pl.col("sure")).then(pl.lit("may not have come yet: ") + candidates)
        .when(pl.col("now") == "unknown").then(pl.lit("which came last cannot be told: ") + candidates)
        .otherwise(candidates)
        .alias("reason")
    )  # fmt: skip
