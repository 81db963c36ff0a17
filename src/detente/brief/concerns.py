"""Which agreements, activities, lines and transfers concern the subject of a page?

Of a pair: what both have acted under, what one promises the other alone, what both take part in. Of an actor: all of
its own. Of an alliance: its treaty, and what the organisation itself is party to. Of a region: what has an actor of it,
and of activities those held there. The sets are keys, worked out from who is recorded beside whom, whatever the day;
sections ask their own questions of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.brief.context import Context
from detente.register.obligations import duties
from detente.register.status import between

_ONLOOKERS: Final = ("observer", "guest", "total")
_HOSTS: Final = ("host", "lead")


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
    acts = (
        context.snapshot.recorded("participations")
        .filter(pl.col("capacity") == "party")
        .select("agreement", actor="party")
    )
    if context.subject.kind == "alliance":
        own = acts.filter(pl.col("actor") == context.subject.key)["agreement"]
        return tuple(sorted({*own, *([context.subject.agreement] if context.subject.agreement else [])}))
    promised = duties(context.snapshot).filter(context.is_about("obligor") & context.is_about("obligee"))["agreement"]
    return tuple(sorted({*_of(context, acts, "agreement"), *promised}))


def _activities(context: Context) -> tuple[str, ...]:
    people = context.snapshot.recorded("participants").filter(~pl.col("role").is_in(_ONLOOKERS))
    if context.subject.kind == "region":
        people = people.filter(pl.col("role").is_in(_HOSTS))
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
        return tuple(wanted.unique(maintain_order=True).sort())
    beside = (
        rows.filter(pl.col("actor").is_in(list(context.subject.actors)))
        .group_by(key, maintain_order=True)
        .agg(pl.col("actor").n_unique())
    )
    needed = len(context.subject.actors) if context.subject.kind == "pair" else 1
    return tuple(beside.filter(pl.col("actor") >= needed)[key].sort())


def concerning(context: Context, table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Those of `rows` of a table that concern the subject; none of tables that speak of nobody in particular."""
    test = _TESTS.get(table)
    return rows.clear() if test is None or rows.is_empty() else rows.filter(test(context).fill_null(value=False))


def statements_about(context: Context) -> pl.Expr:
    """Statements of one to the other or on what binds both; by or to an actor or alliance; to a region."""
    actors = list(context.subject.actors)
    mine, to_me = pl.col("actor").is_in(actors), pl.col("addressee").is_in(actors).fill_null(value=False)
    if context.subject.kind == "pair":
        rows = context.snapshot.statements
        together = (
            rows.filter(mine)
            .group_by("statement", maintain_order=True)
            .agg(pl.col("actor").n_unique())
            .filter(pl.col("actor") == len(actors))
        )
        to_nobody = pl.col("addressee").is_null()
        shared = between(context.snapshot, *actors)["agreement"]
        on_shared = pl.col("agreement").is_in(shared.to_list()).fill_null(value=False) & to_nobody
        return mine & (to_me | on_shared | (pl.col("statement").is_in(together["statement"].to_list()) & to_nobody))
    if context.subject.kind == "alliance":
        treaty = pl.col("agreement") == context.subject.agreement if context.subject.agreement else pl.lit(value=False)
        key = context.subject.key
        return (
            (pl.col("actor") == key)
            | (pl.col("addressee") == key).fill_null(value=False)
            | treaty.fill_null(value=False)
        )
    return to_me if context.subject.kind == "region" else mine | to_me


def _under(column: str) -> Callable[[Context], pl.Expr]:
    """Rows about an agreement, activity, line or transfer of the subject."""
    return lambda context: pl.col(column).is_in(list(getattr(context.once(concerns), _KEYS[column])))


def _acts(context: Context) -> pl.Expr:
    ours = (
        pl.lit(value=True)
        if context.subject.kind == "alliance"
        else pl.col("party").is_in(list(context.subject.actors))
    )
    return _under("agreement")(context) & ours


def _memberships(context: Context) -> pl.Expr:
    if context.subject.kind == "alliance":
        return pl.col("organisation") == context.subject.key
    return (
        pl.lit(value=False) if context.subject.kind == "pair" else pl.col("member").is_in(list(context.subject.actors))
    )


def _accreditations(context: Context) -> pl.Expr:
    actors = list(context.subject.actors)
    sent = context.snapshot.recorded("posts").filter(pl.col("sending").is_in(actors))["post"]
    ours, with_us = pl.col("post").is_in(sent.to_list()), context.is_about("receiving_state")
    return ours & with_us if context.subject.kind == "pair" else ours | with_us


def _sides(one: str, other: str) -> Callable[[Context], pl.Expr]:
    """Both of a pair on the two sides; anyone else's on either."""

    def test(context: Context) -> pl.Expr:
        ours = [context.subject.key] if context.subject.kind == "alliance" else list(context.subject.actors)
        sides = [pl.col(side).is_in(ours).fill_null(value=False) for side in (one, other)]
        return sides[0] & sides[1] if context.subject.kind == "pair" else sides[0] | sides[1]

    return test


def _own(context: Context) -> pl.Expr:
    """What is recorded of the subject itself: of an alliance the body, not its members one by one."""
    return (
        pl.col("actor") == context.subject.key
        if context.subject.kind == "alliance"
        else pl.col("actor").is_in(list(context.subject.actors))
    )


_KEYS: Final = {"agreement": "agreements", "activity": "activities", "channel": "channels", "transfer": "transfers"}
_TESTS: Final[Mapping[str, Callable[[Context], pl.Expr]]] = {
    **dict.fromkeys(("agreements", "provisions"), _under("agreement")),
    "participations": _acts,
    **dict.fromkeys(("activities", "activity_events", "participants"), _under("activity")),
    **dict.fromkeys(("channels", "channel_parties", "channel_events"), _under("channel")),
    **dict.fromkeys(("transfers", "transfer_events"), _under("transfer")),
    "statements": statements_about,
    "memberships": _memberships,
    "incidents": _sides("initiator", "affected"),
    "posts": _sides("sending", "seat"),
    "accreditations": _accreditations,
    "observations": _own,
    "pledges": _own,
}
