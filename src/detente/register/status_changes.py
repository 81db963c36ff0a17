"""Which derived statuses are others on the second snapshot than on the first, and which acts did it?

No status is recorded, so none can be compared as a row: each is derived twice and the answers are set side by side. The
acts that did it are changed records: those that speak of the field (a suspension of `suspended_towards`), else those on
which one of the two answers rests. Where the answer turned with the calendar alone (a term ran out, a delay passed) no
record changed, and the acts are those on which the new answer rests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from detente.register.activities import activity_status
from detente.register.lines import channel_status
from detente.register.posts import post_status
from detente.register.snapshot import Snapshot
from detente.register.status import party_status
from detente.register.transfer_stage import transfer_status

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

    table : without a row there, there is nothing to derive.
    derive : snapshot -> rows with the columns `about` (of what), `answers` (what is told), `records` (it rests on).
    speaks_of : answer -> words of `participations.act` that speak of it and of nothing else.
    """

    status: str
    table: str
    derive: Callable[[Snapshot], pl.DataFrame]
    about: tuple[str, ...]
    answers: tuple[str, ...]
    speaks_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NOTICE: Final = ("notice_given", "notice_suspended", "notice_revoked")
_STATUSES: Final = (
    _Derived(
        status="party",
        table="participations",
        derive=party_status,
        about=("agreement", "party"),
        answers=("state", "notice", "exit_due_first", "exit_due_last", "suspended_towards", "frozen", "contested"),
        speaks_of={
            "notice": _NOTICE,
            "exit_due_first": _NOTICE,
            "exit_due_last": _NOTICE,
            "suspended_towards": ("suspended", "resumed"),
            "frozen": ("froze", "resumed"),
        },
    ),
    _Derived("activity", "activities", activity_status, ("activity",), ("state", "contested")),
    _Derived("transfer", "transfers", transfer_status, ("transfer",), ("state", "suspended", "contested")),
    _Derived(
        status="post",
        table="accreditations",
        derive=post_status,
        about=("post", "receiving_state"),
        answers=("state", "accredited", "pending", "contested"),
    ),
    _Derived("channel", "channels", channel_status, ("channel",), ("state", "contested")),
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
    found = [
        _changed(derived, before, after, list(changed))
        for derived in _STATUSES
        if not all(snapshot.recorded(derived.table).is_empty() for snapshot in (before, after))
    ]
    return pl.concat([STATUS_CHANGE.to_frame(), *found])


def _changed(derived: _Derived, before: Snapshot, after: Snapshot, changed: list[str]) -> pl.DataFrame:
    key = ["about", "field"]
    told = _answers(derived, before).join(
        _answers(derived, after), on=key, how="full", coalesce=True, suffix="_new", maintain_order="right_left"
    )
    differing = told.filter(pl.col("answer").ne_missing(pl.col("answer_new")))
    own = pl.concat([_speaking(derived, snapshot) for snapshot in (before, after)])
    joined = differing.join(
        own.group_by(key, maintain_order=True).agg("record"), on=key, how="left", maintain_order="left"
    ).with_columns(pl.col(column).fill_null(_NO_RECORDS) for column in ("records", "records_new", "record"))
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
    fields: dict[str, list[str]] = {}
    for answer, words in derived.speaks_of.items():
        for word in words:
            fields.setdefault(word, []).append(answer)
    if not fields:
        return pl.DataFrame(schema={"about": pl.String, "field": pl.String, "record": pl.String})
    acts = snapshot.recorded("participations").filter(pl.col("act").cast(pl.String).is_in(list(fields)))
    spoken_of = pl.col("act").cast(pl.String).replace_strict(fields, return_dtype=pl.List(pl.String))
    about = pl.concat_str(derived.about, separator="/")
    return acts.select(about.alias("about"), spoken_of.alias("field"), "record").explode("field", empty_as_null=False)


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
