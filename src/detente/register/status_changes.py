"""Which derived statuses are others on the second snapshot than on the first, and which acts did it?

No status is recorded, so none can be compared as a row: each is derived twice and the answers are set side by side. The
acts that did it are changed records: those that speak of the field (a suspension of `suspended_towards`), else those on
which one of the two answers rests. Where the answer turned with the calendar alone (a term ran out, a delay passed) no
record changed, and the acts are those on which the new answer rests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.register.lines import channel_status
from detente.register.snapshot import Snapshot
from detente.register.status import party_status

STATUS_CHANGE: Final = pl.Schema(
    [
        ("status", pl.String()),
        ("about", pl.String()),
        ("field", pl.String()),
        ("old", pl.String()),
        ("new", pl.String()),
        ("acts", pl.List(pl.String())),
    ]
)


@dataclass(frozen=True, slots=True)
class _Derived:
    """One status.

    derive : snapshot -> rows with the columns `about` (of what), `answers` (what is told), `records` (it rests on).
    acts : table of dated acts with the column `word`, and per answer the words that speak of it and of nothing else.
    """

    status: str
    derive: Callable[[Snapshot], pl.DataFrame]
    about: tuple[str, ...]
    answers: tuple[str, ...]
    acts: str
    word: str
    speaks_of: Mapping[str, tuple[str, ...]]


_NOTICE: Final = ("notice_given", "notice_suspended", "notice_revoked")
_STATUSES: Final = (
    _Derived(
        status="party",
        derive=party_status,
        about=("agreement", "party"),
        answers=("state", "notice", "exit_due_first", "exit_due_last", "suspended_towards", "frozen", "contested"),
        acts="participations",
        word="act",
        speaks_of={
            "notice": _NOTICE,
            "exit_due_first": _NOTICE,
            "exit_due_last": _NOTICE,
            "suspended_towards": ("suspended", "resumed"),
            "frozen": ("froze", "resumed"),
        },
    ),
    _Derived(
        status="channel",
        derive=channel_status,
        about=("channel",),
        answers=("state", "contested"),
        acts="channel_events",
        word="kind",
        speaks_of={},
    ),
)
# What a status says when there is nothing to say; the same as not being listed at all.
_NO_ANSWER: Final = ("", "false", "none")
_NO_RECORDS: Final = pl.lit([], pl.List(pl.String))


def status_changes(before: Snapshot, after: Snapshot, changed: Sequence[str]) -> pl.DataFrame:
    """One row per status and field that differs (columns of STATUS_CHANGE); null is no answer.

    Parameters
    ----------
    changed : records that are new, corrected or withdrawn between the two, or whose verdict on the day is another.
    """
    found = [_changed(derived, before, after, list(changed)) for derived in _STATUSES]
    return pl.concat([STATUS_CHANGE.to_frame(), *found])


def _changed(derived: _Derived, before: Snapshot, after: Snapshot, changed: list[str]) -> pl.DataFrame:
    key = ["about", "field"]
    told = _answers(derived, before).join(
        _answers(derived, after), on=key, how="full", coalesce=True, suffix="_new", maintain_order="right_left"
    )
    differing = told.filter(pl.col("answer").ne_missing(pl.col("answer_new")))
    own = pl.concat([_speaking(derived, snapshot) for snapshot in (before, after)])
    joined = differing.join(own.group_by(key).agg("record"), on=key, how="left", maintain_order="left").with_columns(
        pl.col(column).fill_null(_NO_RECORDS) for column in ("records", "records_new", "record")
    )
    speaking = pl.col("record").list.unique().list.set_intersection(changed)
    resting = pl.col("records").list.set_union("records_new").list.set_intersection(changed)
    return joined.select(
        pl.lit(derived.status).alias("status"),
        "about",
        "field",
        pl.col("answer").alias("old"),
        pl.col("answer_new").alias("new"),
        _first_filled(speaking, resting, pl.col("records_new"), pl.col("records")).list.sort().alias("acts"),
    )


def _first_filled(*lists: pl.Expr) -> pl.Expr:
    return pl.coalesce([pl.when(records.list.len() > 0).then(records) for records in lists] + [_NO_RECORDS])


def _speaking(derived: _Derived, snapshot: Snapshot) -> pl.DataFrame:
    """about, field, record: the acts that speak of one field of the answer."""
    words = pl.DataFrame(
        [(field, word) for field, words in derived.speaks_of.items() for word in words],
        schema={"field": pl.String, "_word": pl.String},
        orient="row",
    )
    about = pl.concat_str(derived.about, separator="/")
    word = pl.col(derived.word).cast(pl.String)
    acts = snapshot.recorded(derived.acts).select(about.alias("about"), word.alias("_word"), "record")
    return acts.join(words, on="_word").select("about", "field", "record")


def _answers(derived: _Derived, snapshot: Snapshot) -> pl.DataFrame:
    """about, records, field, answer (String, null: nothing to say): one row per thing and field of the answer."""
    rows = derived.derive(snapshot)
    texts = [
        (pl.col(c).list.sort().list.join(";") if rows.schema[c] == pl.List else pl.col(c).cast(pl.String)).alias(c)
        for c in derived.answers
    ]
    told = rows.select(pl.concat_str(derived.about, separator="/").alias("about"), "records", *texts)
    long = told.unpivot(list(derived.answers), index=["about", "records"], variable_name="field", value_name="answer")
    return long.with_columns(pl.when(~pl.col("answer").is_in(_NO_ANSWER)).then("answer").alias("answer"))
