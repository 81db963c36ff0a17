"""Who stands in for whom: attachés and offices sent and received, with the days nobody stood there.

A post holds accreditation, not a person; one post may be accredited to several states. From `register.post_status` and
`register.coverage_gaps`, over the twelve months before the day. Without a list of posts the section says so.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from detente import durations
from detente.brief.context import Context
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Figure, Name, number
from detente.register.dates import PartialDate
from detente.register.posts import coverage_gaps, post_status

_MILITARY: Final = ("military_representative", "liaison")


def posts(context: Context) -> Section:
    """Posts between the subject's actors, or those one actor sends and receives."""
    say = context.wording.text
    if context.subject.kind == "region":
        return Section(name="posts", title=say("posts.title"), empty=EmptyReason("not_applicable"))
    rows = context.snapshot.once(post_status).filter(_about(context))
    items = [_post(context, row) for row in rows.iter_rows(named=True)]
    pairs = rows.select("sending", "receiving_state").unique(maintain_order=True).rows()
    items += [gap for sending, receiving in pairs for gap in _gaps(context, sending, receiving)]
    listed = not context.snapshot.recorded("posts").is_empty()
    return Section(
        name="posts",
        title=say("posts.title"),
        items=tuple(items),
        minimum=1,
        empty=None if items else EmptyReason("none_recorded", say("posts.none" if listed else "posts.no_list")),
        method="register.post_status, register.coverage_gaps",
    )


def _about(context: Context) -> pl.Expr:
    actors = list(context.subject.actors)
    if context.subject.kind == "pair":
        return pl.col("sending").is_in(actors) & pl.col("receiving_state").is_in(actors)
    if context.subject.kind == "alliance":
        return pl.col("receiving_state").is_in([context.subject.key]) & pl.col("kind").is_in(_MILITARY)
    return pl.col("sending").is_in(actors) | pl.col("receiving_state").is_in(actors)


def _post(context: Context, row: Mapping[str, Any]) -> Item:
    records = tuple(row["records"])
    since = (
        context.line("posts.since", day=Day(PartialDate.between(row["since_first"], row["since_last"]), records))
        if row["since_first"]
        else ()
    )
    spans = context.line(
        "posts.post",
        sending=context.actor(str(row["sending"])),
        receiving=context.actor(str(row["receiving_state"])),
        post=Name(str(row["post"]), str(row["post"]), records),
        kind=context.line(f"posts.kind_{row['kind']}"),
        residence=context.line("posts.resident" if row["resident"] else "posts.not_resident"),
        state=context.line(f"posts.state_{row['state']}"),
        since=since,
    )
    return context.item(
        spans, mark=row["confidence"], weight=(2.0, 1.0 if row["accredited"] else 0.0), evidence=records
    )


def _gaps(context: Context, sending: str, receiving: str) -> list[Item]:
    """Runs of days of the last year on which nobody was accredited, certain and possible apart."""
    until = durations.add(context.snapshot.valid, durations.Duration(days=1))
    start = _year_before(until)
    gaps = coverage_gaps(context.snapshot, sending, receiving, (start, until)).filter(
        pl.col("gap").fill_null(value=True)
    )
    items = []
    for row in gaps.iter_rows(named=True):
        records = tuple(row["records"])
        days = Figure(row["days"], "days", f"{number(row['days'])} days", records, "days without an accredited post")
        spans = context.line(
            "posts.gap" if row["gap"] else "posts.possible_gap",
            sending=context.actor(sending),
            receiving=context.actor(receiving),
            days=days,
            start=Day(PartialDate.on(row["from"]), records),
        )
        items.append(context.item(spans, mark=None, weight=(1.0, float(row["days"])), evidence=records))
    return items


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1, day=min(day.day, 28))
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )
