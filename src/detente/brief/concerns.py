"""Which agreements, activities, lines and transfers concern the subject of a page?

Of a pair: what both have acted under, what one promises the other alone, what both take part in. Of an actor: all of its
own. Of an alliance: its treaty, and what the organisation itself is party to. Of a region: what has an actor of it. The
sets are keys, worked out from who is recorded beside whom, whatever the day; sections ask their own questions of them.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.brief.context import Context
from detente.register.obligations import duties

_ONLOOKERS: Final = ("observer", "guest", "total")


@dataclass(frozen=True, slots=True)
class Concerns:
    """Keys of what concerns the subject, sorted."""

    agreements: tuple[str, ...]
    activities: tuple[str, ...]
    channels: tuple[str, ...]
    transfers: tuple[str, ...]


def concerns(context: Context) -> Concerns:
    """What the subject has to do with, as far as it is recorded."""
    return Concerns(_agreements(context), _activities(context), _channels(context), _transfers(context))


def _agreements(context: Context) -> tuple[str, ...]:
    acts = context.snapshot.recorded("participations").filter(pl.col("capacity") == "party").select("agreement", actor="party")
    if context.subject.kind == "alliance":
        own = acts.filter(pl.col("actor") == context.subject.key)["agreement"]
        return tuple(sorted({*own, *([context.subject.agreement] if context.subject.agreement else [])}))
    promised = duties(context.snapshot).filter(context.is_about("obligor") & context.is_about("obligee"))["agreement"]
    return tuple(sorted({*_of(context, acts, "agreement"), *promised}))


def _activities(context: Context) -> tuple[str, ...]:
    people = context.snapshot.recorded("participants").filter(~pl.col("role").is_in(_ONLOOKERS))
    return _of(context, people, "activity")


def _channels(context: Context) -> tuple[str, ...]:
    ends = context.snapshot.recorded("channel_parties").select("channel", actor="party")
    return _of(context, ends, "channel")


def _transfers(context: Context) -> tuple[str, ...]:
    cases = context.snapshot.recorded("transfers")
    sides = pl.concat([cases.select("transfer", actor=side) for side in ("supplier", "recipient")])
    return _of(context, sides, "transfer")


def _of(context: Context, rows: pl.DataFrame, key: str) -> tuple[str, ...]:
    """Keys beside which the subject stands: both of a pair, the body itself of an alliance, any actor otherwise."""
    if context.subject.kind == "alliance":
        wanted = rows.filter(pl.col("actor") == context.subject.key)[key]
        return tuple(wanted.unique().sort())
    beside = rows.filter(pl.col("actor").is_in(list(context.subject.actors))).group_by(key).agg(pl.col("actor").n_unique())
    needed = len(context.subject.actors) if context.subject.kind == "pair" else 1
    return tuple(beside.filter(pl.col("actor") >= needed)[key].sort())
