"""What have they done together: exercises, visits, talks of the last 24 months, and what is planned?

Observers and guests do not take part. An edition whose end has passed without a report is marked as presumed held. A
headcount is named with its claimant and basis, and several claims stand beside each other. From
`register.activity_status` and the participants; the list is a selection, so more took place than is counted here.
"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from detente import durations
from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Figure, Name, Span, Words, count, number
from detente.register.activities import activity_status
from detente.register.dates import PartialDate

_ONLOOKERS: Final = ("observer", "guest", "total")
_HOSTS: Final = ("host", "lead")
_MONTHS: Final = 24
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}


def exercises(context: Context) -> Section:
    """Activities both took part in, of an actor, of an alliance, or held in a region."""
    say = context.wording.text
    rows = editions(context)
    start = durations.add(context.snapshot.valid, durations.Duration(months=-_MONTHS))
    recent = rows.filter(pl.col("begins_last") >= start)
    items = [*_tally(context, rows, recent), *(_edition(context, row) for row in recent.iter_rows(named=True))]
    return Section(
        name="exercises",
        title=say("exercises.title"),
        items=tuple(items),
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("exercises.none")),
        coverage=say("exercises.coverage"),
        method="register.activity_status and participants",
    )


def editions(context: Context) -> pl.DataFrame:
    """The activities of the subject that were not called off, the latest first, with their place and their rows."""
    people = context.snapshot.recorded("participants").filter(~pl.col("role").is_in(_ONLOOKERS))
    actors = list(context.subject.actors)
    if context.subject.kind == "pair":
        both = (
            people.filter(pl.col("actor").is_in(actors))
            .group_by("activity", maintain_order=True)
            .agg(pl.col("actor").n_unique())
        )
        wanted = both.filter(pl.col("actor") == len(actors))["activity"]
    elif context.subject.kind == "region":
        wanted = people.filter(pl.col("role").is_in(_HOSTS) & pl.col("actor").is_in(actors))["activity"]
    else:
        wanted = people.filter(pl.col("actor").is_in([context.subject.key]))["activity"]
    about = context.snapshot.recorded("activities").unique("activity", keep="last", maintain_order=True)
    about = about.select(
        "activity", "place", pl.col("record").alias("row"), pl.col("confidence").alias("row_confidence")
    )
    status = context.snapshot.once(activity_status).filter(
        pl.col("activity").is_in(wanted.unique(maintain_order=True).to_list())
    )
    status = status.filter(~pl.col("state").is_in(["cancelled", "not_held"]).fill_null(value=False))
    return status.join(about, on="activity", maintain_order="left").sort(
        "begins_last", "activity", descending=[True, False], nulls_last=True
    )


def _tally(context: Context, rows: pl.DataFrame, recent: pl.DataFrame) -> list[Item]:
    if rows.is_empty():
        return []
    records = tuple(rows["row"])
    held, last = (frame.filter(pl.col("begins_first") <= context.snapshot.valid) for frame in (rows, recent))
    months = Figure(_MONTHS, "months", f"{_MONTHS} months", records[:1], "the window of this section")
    spans = context.line(
        "exercises.tally" if context.subject.kind == "pair" else "exercises.tally_of_one",
        held.height,
        all=count(held.height, "", records),
        recent=count(last.height, "", tuple(last["row"])) if last.height else context.line("exercises.recent_none"),
        months=months,
    )
    return [context.item(spans, mark=weakest_mark(rows["row_confidence"]), weight=(9_999_999.0,))]


def _edition(context: Context, row: Mapping[str, Any]) -> Item:
    records = (row["row"], *(record for record in row["records"] if record != row["row"]))
    first, last = row["begins_first"], row["begins_last"]
    when: Span | tuple[Span, ...] = (
        Day(PartialDate.between(first, last), records[:1]) if first and last else context.line("exercises.undated")
    )
    spans = context.line(
        "exercises.edition",
        day=when,
        activity=Name(row["activity"], row["title"], records[:1]),
        place=context.line("exercises.place", place=Words(row["place"], records[:1])) if row["place"] else (),
        state=_state(context, row, records),
        heads=_headcounts(context, row["activity"]),
    )
    planned = first is not None and first > context.snapshot.valid
    marks = [row["row_confidence"], *([row["confidence"]] if row["state"] in ("held", "reported", "closed") else [])]
    weight = (float(last.toordinal()) if last else 0.0, 1.0 if planned else 0.0, _SURE[row["row_confidence"]])
    return context.item(spans, mark=as_mark(weakest_mark(marks)), weight=weight, evidence=records)


def _state(context: Context, row: Mapping[str, Any], records: tuple[str, ...]) -> tuple[Span, ...]:
    """Nothing to say of what was held; otherwise the status, and what happened to it on the way."""
    said = (
        ()
        if row["state"] in ("held", "reported", "closed")
        else context.line(f"exercises.state_{row['state'] or 'unknown'}")
    )
    remarks = row["remarks"] if isinstance(row["remarks"], list) else ([row["remarks"]] if row["remarks"] else [])
    told = tuple(
        span for remark in remarks for span in (*context.line("exercises.semicolon"), Words(str(remark), records))
    )
    return (*said, *told)


def _headcounts(context: Context, activity: str) -> tuple[Span, ...]:
    """Every claim of how many took part, with who claims it."""
    rows = context.snapshot.recorded("participants")
    rows = rows.filter(
        (pl.col("activity") == activity) & (pl.col("role") == "total") & pl.col("personnel").is_not_null()
    )
    parts: list[Span] = []
    for row in rows.sort("claimant", "personnel", nulls_last=True).iter_rows(named=True):
        record = (row["record"],)
        printed = number(row["personnel"]) + (f"–{number(row['personnel_to'])}" if row["personnel_to"] else "")
        parts += context.line("exercises.or") if parts else context.line("exercises.semicolon")
        parts.append(
            Figure(row["personnel"], "persons", printed, record, low=row["personnel"], high=row["personnel_to"])
        )
        by = (
            (Words(row["claimant"], record),)
            if row["claimant"]
            else (context.line(f"exercises.basis_{row['personnel_basis']}") if row["personnel_basis"] else ())
        )
        parts += context.line("exercises.claimed_by", who=by) if by else ()
    return (*parts, *context.line("exercises.persons")) if parts else ()
