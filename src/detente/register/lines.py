"""Which lines stood on a day, and how have they failed?

The state of a line follows from its dated record, by the last event that changed it. A call that was declined or
answered late is a failure on record and leaves the line as it was; path down, operator absent and principal declining
are counted apart, because what helps against one does not help against another. Evidence older than `stale_after` says
nothing about today. When it lies: a line that nobody tried looks as it did when it was last seen, and an event whose
day is unknown counts in the record of failure but decides no state.
"""

from datetime import date
from typing import Final

import polars as pl

from detente import durations
from detente.durations import Duration
from detente.register import dates
from detente.register.coverage import covered
from detente.register.last_event import last_states, settled_events, written
from detente.register.snapshot import Snapshot

STATES: Final = ("agreed", "open", "reduced", "silent", "down", "suspended", "severed", "closed", "unknown")
STALE_AFTER: Final = Duration.parse("P5Y")

_EVENT: Final = ("channel", "kind", "occurrence")
_BRINGS: Final = {
    "agreed": "agreed",
    "installed": "agreed",
    **dict.fromkeys(("opened", "extended", "used", "tested", "attested", "upgraded", "restored"), "open"),
    "reduced": "reduced",
    "unanswered": "silent",
    "path_failure": "down",
    "suspended": "suspended",
    "severed": "severed",
    "closed": "closed",
}
# Only a line that stands is cut, only one that is out is restored; a line may be used, or ring unanswered, in any
# state.
_TURNS: Final = ("opened", "restored", "reduced", "path_failure", "suspended", "severed", "closed")
_FAILURES: Final = (
    "unanswered", "declined", "delayed", "postponed", "not_used", "path_failure", "reduced", "suspended", "severed",
)  # fmt: skip
# Nobody tried: it shows neither that the line works nor that it does not.
_NO_EVIDENCE: Final = ("not_used",)
_LAST_EVIDENCE: Final = written("last_evidence_first", "last_evidence_last")


def channel_status(
    snapshot: Snapshot, channel: str | None = None, *, stale_after: Duration = STALE_AFTER
) -> pl.DataFrame:
    """The state of each line that has or may have begun by the snapshot's day.

    Parameters
    ----------
    channel : key of one line; None means all.
    stale_after : evidence that is, or may be, older leaves the state unknown; a line that was closed stays closed.

    Returns
    -------
    channel, title, level, state (a word of STATES), last_state (what the evidence last showed; null: cannot tell),
    since, since_first, since_last (of `last_state`), opened (when it was first seen open), last_evidence,
    last_evidence_first, last_evidence_last, confidence, contested, reason, records (behind the answer).
    """
    lines = _lines(snapshot, channel)
    events = _events(snapshot).join(lines, on="channel", how="semi")
    rows = (
        lines.join(
            last_states(_changing(events, snapshot.valid), ["channel"]), on="channel", how="left", maintain_order="left"
        )
        .join(_seen(events), on="channel", how="left", maintain_order="left")
        .with_columns(_fresh(snapshot.valid, stale_after))
    )
    standing = (pl.col("state") == "closed") | pl.col("fresh")
    return rows.select(
        "channel", "title", "level",
        pl.when(standing).then("state").fill_null("unknown").alias("state"),
        pl.col("state").alias("last_state"),
        written("since_first", "since_last").alias("since"), "since_first", "since_last",
        "opened",
        _LAST_EVIDENCE.alias("last_evidence"), "last_evidence_first", "last_evidence_last",
        "confidence",
        pl.col("contested").fill_null(value=False),
        _reason(snapshot.valid, stale_after).alias("reason"),
        pl.concat_list(pl.col("records", "evidence_records").fill_null(pl.lit([], pl.List(pl.String))))
        .list.unique(maintain_order=True).alias("records"),
    )  # fmt: skip


def failures(snapshot: Snapshot, channel: str | None = None) -> pl.DataFrame:
    """How lines have failed by the day: one row per line, kind of failure and cause; kinds and causes are never summed.

    Returns
    -------
    channel, kind, cause (`unknown` where none was told), certain, possible (happenings), covered (the record of the
    line is complete: only then may no row be read as "never failed"), last (date of the last one told), detail and
    incident of it, confidence (the weakest behind `certain`), records. `Count(certain, possible, covered)` prints the
    number.
    """
    happened = _events(snapshot).filter(pl.col("kind").is_in(_FAILURES) & pl.col("value").fill_null(value=True))
    rows = happened if channel is None else happened.filter(pl.col("channel") == channel)
    complete = [key for key in rows["channel"].unique() if covered(snapshot, "channel_events", channel=key)]
    certain = pl.col("value").fill_null(value=False)
    group = ["channel", "kind", "cause"]
    counted = (
        rows.with_columns(pl.col("cause").cast(pl.String).fill_null("unknown"), certain.alias("certain"))
        # The last one told: certain ones after possible ones, and a day that is known after one that is not.
        .sort("certain", pl.col("first") > dates.FIRST_DAY, "last", "first", "occurrence", maintain_order=True)
        .group_by(group, maintain_order=True)
        .agg(
            pl.col("certain").sum().cast(pl.Int64),
            (~pl.col("certain")).sum().cast(pl.Int64).alias("possible"),
            written("first", "last").last().alias("last"),
            pl.col("detail", "incident").last(),
            pl.col("confidence").filter("certain").max(),
            pl.col("records").list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
    return counted.select(
        *group,
        "certain",
        "possible",
        pl.col("channel").is_in(complete).alias("covered"),
        "last",
        "detail",
        "incident",
        "confidence",
        "records",
    ).sort(group)


def _lines(snapshot: Snapshot, channel: str | None) -> pl.DataFrame:
    """channel, title, level of the lines that have or may have begun, as known; those that ended are among them."""
    begun = snapshot.recorded("channels").filter(dates.by("valid_from", snapshot.valid).fill_null(value=True))
    wanted = begun if channel is None else begun.filter(pl.col("channel") == channel)
    return wanted.unique("channel", keep="last", maintain_order=True).select("channel", "title", "level")


def _events(snapshot: Snapshot) -> pl.DataFrame:
    """Every event of every line, its statements combined; the end of a line's own spell closes it."""
    told = snapshot.recorded("channel_events").with_columns(pl.col("kind").cast(pl.String))
    ends = (
        snapshot.recorded("channels")
        .filter(pl.col("valid_to").is_not_null())
        .select(
            "channel",
            "record",
            "confidence",
            "claimant",
            pl.lit("closed").alias("kind"),
            pl.lit(0, pl.Int64).alias("occurrence"),
            pl.col("valid_to_first").alias("valid_from_first"),
            pl.col("valid_to_last").alias("valid_from_last"),
        )
    )
    both = pl.concat([told, ends], how="diagonal")
    return settled_events(both, _EVENT, snapshot.valid, carry=("at", "cause", "detail", "incident"))


def _changing(events: pl.DataFrame, day: date) -> pl.DataFrame:
    """The events that change the state, on a known day, as `last_states` reads them."""
    known = events.filter((pl.col("first") > dates.FIRST_DAY) & pl.col("kind").is_in(list(_BRINGS))).with_columns(
        pl.lit(day).alias("day"),
        pl.col("kind").replace_strict(_BRINGS, return_dtype=pl.String).alias("state"),
        # On one day the moments decide, where they were written down.
        pl.lit(1, pl.Int64).alias("round"),
        pl.col("at").dt.epoch("ms").alias("stage"),
        pl.col("at").dt.epoch("ms").alias("stage_to"),
        pl.col("kind").is_in(_TURNS).alias("turns"),
    )
    # A line is merely agreed until it has certainly been seen in another state; a new agreement opens and closes
    # nothing.
    seen = ((pl.col("state") != "agreed") & (pl.col("last") <= day)).any().over("channel")
    return known.filter((pl.col("state") != "agreed") | ~seen)


def _seen(events: pl.DataFrame) -> pl.DataFrame:
    """Per line: the last evidence that has certainly come, on a known day, and when it was first seen open."""
    sure = events.filter(pl.col("value").fill_null(value=False) & (pl.col("first") > dates.FIRST_DAY))
    opened = (
        sure.filter(pl.col("kind").replace_strict(_BRINGS, default=None, return_dtype=pl.String) == "open")
        .group_by("channel", maintain_order=True)
        .agg(pl.col("first").min(), pl.col("last").min())
        .select("channel", written("first", "last").alias("opened"))
    )
    return (
        sure.filter(~pl.col("kind").is_in(_NO_EVIDENCE))
        .sort("last", "first", maintain_order=True)
        .group_by("channel", maintain_order=True)
        .agg(
            pl.col("first").max().alias("last_evidence_first"),
            pl.col("last").max().alias("last_evidence_last"),
            pl.col("records").last().alias("evidence_records"),
        )
        .join(opened, on="channel", how="left", maintain_order="left")
    )


def _fresh(day: date, stale_after: Duration) -> list[pl.Expr]:
    """`fresh`: the last evidence is certainly not older than `stale_after`; `stale`: it certainly is."""
    oldest = pl.col("last_evidence_first").map_elements(lambda told: durations.add(told, stale_after), pl.Date)
    latest = pl.col("last_evidence_last").map_elements(lambda told: durations.add(told, stale_after), pl.Date)
    return [(oldest >= day).fill_null(value=False).alias("fresh"), (latest < day).alias("stale")]


def _reason(day: date, stale_after: Duration) -> pl.Expr:
    """What the state rests on, or why it cannot be told."""
    candidates = pl.col("candidates").list.join(", ")
    evidence = pl.lit("last evidence ") + _LAST_EVIDENCE
    return (
        pl.when(pl.col("day").is_null()).then(pl.lit(f"nothing that decides a state is recorded by {day}"))
        .when(pl.col("state").is_null() & ~pl.col("sure")).then(pl.lit("may not have come yet: ") + candidates)
        .when(pl.col("state").is_null()).then(pl.lit("which came last cannot be told: ") + candidates)
        .when((pl.col("state") == "closed") | pl.col("fresh")).then(candidates)
        .when("stale").then(evidence + f", older than {stale_after}")
        .otherwise(evidence + f", which may be older than {stale_after}")
    )  # fmt: skip
