"""Which posts are accredited where, and on which days was nobody?

A post, not a person, is accredited; each receiving state has its own history with it, so that one refusal says nothing
of the other three. A post is accredited from the notification of arrival (Vienna Convention on Diplomatic Relations,
arts. 10 and 13) until it is ended; before that it is pending, which is shown and is still a gap. Holders are told
apart by `person_key`: a successor under way unseats nobody, and a handover overlaps without a gap. When it lies:
events without a person are read as those of one unnamed holder, an ending without a person ends everybody, and a post
that nobody recorded fills no gap.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register.coverage import covered_during
from detente.register.last_event import last_states, settled_events, written
from detente.register.snapshot import Snapshot

STATES: Final = ("accredited", "unknown", "pending", "refused", "ended")

_KEY: Final = ("post", "receiving_state", "event", "occurrence")
_PAIR: Final = ("post", "receiving_state")
_HOLDER: Final = (*_PAIR, "person_key")
# What an event brings, and its place in the course of one accreditation: none of them comes before an earlier stage.
_COURSE: Final = {
    "nominated": ("pending", 1),
    "consent_requested": ("pending", 2),
    "no_reply": ("pending", 3),
    "consented": ("pending", 3),
    "refused": ("refused", 3),
    "arrived": ("pending", 4),
    "notified": ("accredited", 5),
    "calls_made": ("accredited", 6),
    "in_function": ("accredited", 6),
    "departing": ("accredited", 7),
    "ended": ("ended", 8),
    "persona_non_grata": ("ended", 8),
    "recalled": ("ended", 8),
    "post_closed": ("ended", 9),
}
_ENDINGS: Final = tuple(kind for kind, (state, _) in _COURSE.items() if state == "ended")
_TURNS: Final = ("notified", "in_function", "ended", "persona_non_grata", "recalled", "post_closed")


def post_status(snapshot: Snapshot, post: str | None = None) -> pl.DataFrame:
    """How each post stands with each receiving state on the snapshot's day; None means all posts.

    A post and a state between which nothing has or may have happened by the day have no row.

    Returns
    -------
    post, sending, seat, kind, receiving_state, resident (it sits there), accredited (yes, no, or null where a vague day
    leaves it open), state (a word of STATES; of several holders the one who stands best), pending (somebody is on the
    way), since, since_first, since_last (of `state`), confidence, contested, reason, records.
    """
    events = _events(snapshot).with_columns(pl.lit(snapshot.valid).alias("day"))
    rows = _holders(events if post is None else events.filter(pl.col("post") == post))
    best = rows.sort(
        "post", "receiving_state", pl.col("state").cast(pl.Enum(STATES)), "since_last", descending=[False] * 3 + [True]
    )
    status = best.group_by(_PAIR, maintain_order=True).agg(
        # Kleene: one who is accredited is enough, one of whom it cannot be told leaves it open.
        pl.col("accredited").any(ignore_nulls=False),
        pl.col("state").first(),
        (pl.col("state") == "pending").any().alias("pending"),
        pl.col("since_first", "since_last", "confidence").first(),
        pl.col("contested").any(),
        pl.col("candidates").first().list.join(", ").alias("reason"),
        pl.col("records").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )
    return status.join(_posts(snapshot), on="post", how="left", maintain_order="left").select(
        "post", "sending", "seat", "kind", "receiving_state",
        (pl.col("seat") == pl.col("receiving_state")).alias("resident"),
        "accredited", "state", "pending",
        written("since_first", "since_last").alias("since"), "since_first", "since_last",
        "confidence", "contested", "reason", "records",
    )  # fmt: skip


def accredited(snapshot: Snapshot, sending: str | None = None, receiving: str | None = None) -> pl.DataFrame:
    """Posts that are, or may be (null), accredited on the snapshot's day: the rows of `post_status`."""
    rows = post_status(snapshot).filter(pl.col("accredited").fill_null(value=True))
    rows = rows if sending is None else rows.filter(pl.col("sending") == sending)
    return rows if receiving is None else rows.filter(pl.col("receiving_state") == receiving)


def coverage_gaps(snapshot: Snapshot, sending: str, receiving: str, window: tuple[date, date]) -> pl.DataFrame:
    """Days on which `receiving` had no accredited post of `sending`.

    Parameters
    ----------
    window : first day, and the day after the last. Any days: what is known of the future is used too.

    Returns
    -------
    One row per run of days, in order: from, until (the day after), days, gap (yes, or null where a vague day leaves it
    open), pending (somebody was on the way, which fills no gap), covered (both lists are complete for the window: where
    it is false, an unrecorded post may have filled the gap), posts (recorded for this pair), records.

    Raises
    ------
    RegisterError : the window holds no day.
    """
    start, until = window
    _refuse_empty(start, until)
    sent = _posts(snapshot).filter(pl.col("sending") == sending)
    events = _events(snapshot).join(sent, on="post", how="semi").filter(pl.col("receiving_state") == receiving)
    runs = _runs(_by_day(events, _turning_days(events, start, until)), until)
    final = until - timedelta(days=1)
    complete = covered_during(snapshot, "posts", start, final, sending=sending) and covered_during(
        snapshot, "accreditations", start, final, receiving_state=receiving
    )
    return runs.filter(pl.col("gap").fill_null(value=True)).select(
        "from",
        "until",
        (pl.col("until") - pl.col("from")).dt.total_days().alias("days"),
        "gap",
        "pending",
        pl.lit(complete).alias("covered"),
        pl.lit(events["post"].unique(maintain_order=True).to_list(), pl.List(pl.String)).alias("posts"),
        "records",
    )


def _refuse_empty(start: date, until: date) -> None:
    if start >= until:
        raise RegisterError(
            f"the window from {start} until {until} holds no day",
            expected="a first day, and the day after the last",
            next_step="exchange the two days",
        )


def _posts(snapshot: Snapshot) -> pl.DataFrame:
    """post, sending, seat, kind as known, whenever the post existed."""
    return (
        snapshot.recorded("posts")
        .unique("post", keep="last", maintain_order=True)
        .select("post", "sending", "seat", "kind")
    )


def _events(snapshot: Snapshot) -> pl.DataFrame:
    """Every act of every accreditation, its statements combined; the end of a post ends its accreditations."""
    told = snapshot.recorded("accreditations").with_columns(pl.col("event").cast(pl.String))
    ends = (
        snapshot.recorded("posts")
        .filter(pl.col("valid_to").is_not_null())
        .select(
            "post",
            "record",
            "confidence",
            "claimant",
            pl.lit("post_closed").alias("event"),
            pl.lit(0, pl.Int64).alias("occurrence"),
            pl.col("valid_to_first").alias("valid_from_first"),
            pl.col("valid_to_last").alias("valid_from_last"),
        )
    )
    closed = told.select(_PAIR).unique(maintain_order=True).join(ends, on="post", maintain_order="left")
    both = pl.concat([told, closed], how="diagonal")
    events = settled_events(both, _KEY, snapshot.valid, carry=["person_key"]).rename({"event": "kind"})
    state, stage = ({kind: brought[i] for kind, brought in _COURSE.items()} for i in (0, 1))
    return _of_holders(events).with_columns(
        pl.col("kind").replace_strict(state, return_dtype=pl.String).alias("state"),
        pl.col("occurrence").alias("round"),
        pl.col("kind").replace_strict(stage, return_dtype=pl.Int64).alias("stage"),
        pl.col("kind").replace_strict(stage, return_dtype=pl.Int64).alias("stage_to"),
        pl.col("kind").is_in(_TURNS).alias("turns"),
    )


def _of_holders(events: pl.DataFrame) -> pl.DataFrame:
    """`events` with those that end a post, or an accreditation without naming anybody, repeated for every holder."""
    ends_all = pl.col("kind").is_in(_ENDINGS) & pl.col("person_key").is_null()
    holders = events.select(_HOLDER).filter(pl.col("person_key").is_not_null()).unique(maintain_order=True)
    repeated = events.filter(ends_all).drop("person_key").join(holders, on=_PAIR, maintain_order="left")
    return pl.concat([events, repeated.select(events.columns)])


def _holders(events: pl.DataFrame) -> pl.DataFrame:
    """Per post, receiving state, holder and day: `accredited`, `state` and what `last_states` tells of it."""
    key = [*_HOLDER, "day"]
    told = ["state", "since_first", "since_last", "confidence", "contested", "candidates", "records"]
    # What prepares an accreditation neither begins nor ends one, so only the others decide whether there is one.
    decisive = last_states(events.filter(pl.col("state").is_in(["accredited", "ended"])), _HOLDER)
    never_began = pl.col("kinds").list.set_difference(list(_ENDINGS)).list.len() == 0
    both = last_states(events, _HOLDER).join(
        decisive.select(*key, *told, (~never_began).alias("began")),
        on=key,
        how="left",
        nulls_equal=True,
        suffix="_decisive",
        maintain_order="left",
    )
    state = pl.col("state_decisive")
    accredited_now = (
        pl.when(state.is_not_null()).then(state == "accredited")
        .when(pl.col("began").fill_null(value=False)).then(None)
        .otherwise(False)  # noqa: FBT003  # a value, not a switch
    )  # fmt: skip
    decides = accredited_now.fill_null(value=True)
    return both.select(
        *key,
        accredited_now.alias("accredited"),
        *(pl.when(decides).then(f"{column}_decisive").otherwise(column).alias(column) for column in told),
    ).with_columns(pl.col("state").fill_null("unknown"))


def _turning_days(events: pl.DataFrame, start: date, until: date) -> list[date]:
    """The days of the window on which the answer may change: an act may have come, or surely has."""
    days = pl.concat([events["first"], events["last"]]).drop_nulls().unique()
    return sorted({start, *days.filter((days > start) & (days < until))})


def _by_day(events: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Per day asked: `gap` (yes, no, null), `pending`, `records`; a day without any act by then is a gap."""
    asked = pl.DataFrame({"from": days}, schema={"from": pl.Date})
    rows = _holders(events.join(asked.rename({"from": "day"}), how="cross"))
    told = rows.group_by(pl.col("day").alias("from"), maintain_order=True).agg(
        (~pl.col("accredited").any(ignore_nulls=False)).alias("gap"),
        (pl.col("state") == "pending").any().alias("pending"),
        pl.col("records").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
        pl.lit(value=True).alias("known"),
    )
    return asked.join(told, on="from", how="left", maintain_order="left").with_columns(
        pl.when("known").then("gap").otherwise(True).alias("gap"),  # noqa: FBT003  # a value, not a switch
        pl.col("pending").fill_null(value=False),
        pl.col("records").fill_null(pl.lit([], pl.List(pl.String))),
    )


def _runs(by_day: pl.DataFrame, until: date) -> pl.DataFrame:
    """Days with the same answer one after another as one run: from, until, gap, pending, records."""
    return (
        by_day.group_by(pl.struct("gap", "pending").rle_id().alias("run"), maintain_order=True)
        .agg(
            pl.col("from", "gap", "pending").first(),
            pl.col("records").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
        )
        .with_columns(pl.col("from").shift(-1, fill_value=until).alias("until"))
    )
