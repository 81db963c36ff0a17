"""What must be known if only three lines are read? The heaviest duty, the nearest date, the last contact.

At most three clauses of fixed patterns, each with its own mark and notes. The duty is the first of `register.owed`; the
date is the nearest on which a bond ends unless somebody acts, else the nearest of the windows; the contact is a line
that is out, else the last edition of an exercise. Nothing here weighs or judges.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from detente import durations
from detente.brief.coming import coming, horizon
from detente.brief.concerns import concerns
from detente.brief.contact import contact
from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import Item, Section
from detente.brief.sections.owes import KINDS
from detente.brief.sections.windows import line as window
from detente.brief.spans import Span, count
from detente.register.dates import FIRST_DAY
from detente.register.notices import notices
from detente.register.owed import owed
from detente.register.status import party_status

_DUTY, _DATE, _CONTACT = (3.0,), (2.0,), (1.0,)


def headline(context: Context) -> Section:
    """Three clauses: duty, date, contact."""
    return Section(
        name="headline",
        title=context.wording.text("headline.title"),
        items=(_duty(context), _date(context), replace(contact(context), weight=_CONTACT)),
        minimum=3,
        coverage=context.wording.text("headline.coverage"),
        method="register.owed, register.exits.calendar, register.channel_status, register.activity_status",
    )


# --- duty -----------------------------------------------------------------------------------------------------------


def _duty(context: Context) -> Item:
    find = {"actor": _of_actor, "pair": _between, "alliance": _under_treaty, "region": _in_region}[context.subject.kind]
    return find(context)


def _between(context: Context) -> Item:
    we, they = context.subject.actors
    rows = pl.concat([owed(context.snapshot, we, they, KINDS), owed(context.snapshot, they, we, KINDS)])
    heaviest = _heaviest(rows)
    if heaviest is None:
        return _no_duty(context)
    both = rows.filter(pl.col("obligation") == heaviest["obligation"])["obligor"].n_unique() == 2
    return _said_or_ended(context, heaviest, "headline.mutual" if both else "headline.one_way")


def _under_treaty(context: Context) -> Item:
    rows = owed(context.snapshot, None, None, KINDS).filter(pl.col("agreement") == (context.subject.agreement or ""))
    heaviest = _heaviest(rows)
    if heaviest is None:
        return _no_duty(context)
    # A treaty is in force since its first parties were bound; later ones joined it.
    first = (
        rows.filter((pl.col("obligation") == heaviest["obligation"]) & pl.col("since_first").is_not_null())
        .sort("since_last")
        .head(1)
    )
    return _said(context, first.row(0, named=True) if first.height else heaviest, "headline.clause")


def _heaviest(rows: pl.DataFrame) -> Mapping[str, Any] | None:
    """The first by kind, then bond, as `owed` sorts them; of equals the surest."""
    order = rows.with_columns(
        pl.col("kind").cast(pl.String).replace_strict({kind: place for place, kind in enumerate(KINDS)}).alias("_kind"),
        pl.col("binding")
        .cast(pl.String)
        .replace_strict({"legal": 0, "unilateral": 1, "political": 2}, default=3)
        .alias("_bond"),
    ).sort("_kind", "_bond", pl.col("in_force").is_null(), "confidence", maintain_order=True)
    return None if order.is_empty() else order.row(0, named=True)


def _said_or_ended(context: Context, row: Mapping[str, Any], pattern: str) -> Item:
    """The duty; where it is none to defend and one to defend ended in the last two years, that one."""
    ended = _ended_pact(context) if row["kind"] != "assist" else None
    recent = ended is not None and ended["since_last"] >= durations.add(
        context.snapshot.valid, durations.Duration(months=-24)
    )
    return (
        _over(context, "headline.no_defence_alone", ended)
        if recent and ended is not None
        else _said(context, row, pattern)
    )


def _said(context: Context, row: Mapping[str, Any], pattern: str) -> Item:
    records = tuple(row["records"])
    known = row["since_first"] is not None and row["since_first"] > FIRST_DAY
    when = context.when(row["since_first"], row["since_last"], records[1:2] or records)
    kind = context.line(f"headline.kind_{row['kind']}")
    places: dict[str, Any] = {"agreement": context.agreement(row["agreement"]), "kind": kind}
    places["since"] = (
        context.line("headline.since" if row["binding"] == "legal" else "headline.effect", day=when) if known else ()
    )
    places["doubt"] = () if row["in_force"] else context.line("headline.doubt")
    if pattern == "headline.one_way":
        places |= {"obligor": context.actor(row["obligor"]), "obligee": context.actor(row["obligee"])}
    spans = context.line(pattern, **places)
    if row["kind"] != "assist":
        spans = context.line("headline.no_defence", heaviest=spans)
    return context.item(spans, mark=as_mark(row["confidence"]), weight=_DUTY, evidence=records[:1])


def _no_duty(context: Context) -> Item:
    """No duty in force; where one to defend has ended, which, when and by whose notice."""
    ended = _ended_pact(context)
    return (
        context.item(context.line("headline.no_duty"), mark=None, weight=_DUTY)
        if ended is None
        else _over(context, "headline.no_duty", ended)
    )


def _ended_pact(context: Context) -> Mapping[str, Any] | None:
    """The row of `party_status` of the agreement on defence that ended last, if any did."""
    agreements = (
        [context.subject.agreement] if context.subject.kind == "alliance" else list(context.once(concerns).agreements)
    )
    pacts = (
        context.snapshot.recorded("provisions")
        .filter(pl.col("kind") == "assist")["agreement"]
        .unique(maintain_order=True)
        .to_list()
    )
    status = party_status(context.snapshot).filter(
        pl.col("agreement").is_in(agreements) & pl.col("agreement").is_in(pacts) & (pl.col("state") == "ended")
    )
    rows = status.filter(pl.col("party").is_in(list(context.subject.actors)) & pl.col("since_last").is_not_null()).sort(
        "since_last", "party"
    )
    return None if rows.is_empty() else rows.row(-1, named=True)


def _over(context: Context, nothing: str, row: Mapping[str, Any]) -> Item:
    records = tuple(row["records"])
    given = context.snapshot.once(notices).filter(
        (pl.col("agreement") == row["agreement"]) & (pl.col("notice") == "taken_effect")
    )
    notice: tuple[Span, ...] = ()
    for act in given.head(1).iter_rows(named=True):
        notice = context.line(
            "headline.by_notice", day=context.when(act["given_first"], act["given_last"], tuple(act["notice_records"]))
        )
    day = context.when(row["since_first"], row["since_last"], records[-1:])
    spans = context.line(
        "headline.ended",
        nothing=context.line(nothing),
        agreement=context.agreement(row["agreement"]),
        day=day,
        notice=notice,
    )
    return context.item(spans, mark=as_mark(row["confidence"]), weight=_DUTY, evidence=records[-1:])


def _of_actor(context: Context) -> Item:
    """How many it owes assistance, and how many owe it."""
    [actor] = context.subject.actors
    gives, gets = owed(context.snapshot, actor, None, ("assist",)), owed(context.snapshot, None, actor, ("assist",))
    both = pl.concat([gives, gets])
    if both.is_empty():
        heaviest = _heaviest(
            pl.concat([owed(context.snapshot, actor, None, KINDS), owed(context.snapshot, None, actor, KINDS)])
        )
        return _no_duty(context) if heaviest is None else _said(context, heaviest, "headline.one_way")
    clauses = tuple(both["obligation"].unique(maintain_order=True))
    treaties = both["agreement"].n_unique()
    spans = context.line(
        "headline.actor_owes",
        n=count(gives["obligee"].n_unique(), "", clauses),
        m=count(gets["obligor"].n_unique(), "", clauses),
        treaties=context.line("headline.treaties", treaties, n=count(treaties, "", clauses)),
    )
    return context.item(spans, mark=weakest_mark(both["confidence"]), weight=_DUTY, evidence=clauses[:1])


def _in_region(context: Context) -> Item:
    """How many pairs inside owe each other assistance, and how many outside have promised to come."""
    actors = list(context.subject.actors)
    rows = owed(context.snapshot, None, None, ("assist",)).filter(pl.col("obligee").is_in(actors))
    if rows.is_empty():
        return _no_duty(context)
    inside, outside = rows.filter(pl.col("obligor").is_in(actors)), rows.filter(~pl.col("obligor").is_in(actors))
    pairs = {frozenset(pair) for pair in inside.select("obligor", "obligee").iter_rows()}
    clauses = tuple(rows["obligation"].unique(maintain_order=True))
    spans = context.line(
        "headline.inside",
        pairs=context.line("headline.pairs", len(pairs), n=count(len(pairs), "", clauses)),
        n=count(outside["obligor"].n_unique(), "", clauses),
    )
    return context.item(spans, mark=weakest_mark(rows["confidence"]), weight=_DUTY, evidence=clauses[:1])


# --- date -----------------------------------------------------------------------------------------------------------


def _date(context: Context) -> Item:
    until = (horizon(context) - context.snapshot.valid).days
    ahead = [each for each in context.once(coming) if each.days_left is not None and 0 <= each.days_left <= until]
    ending = [each for each in ahead if each.ends]
    if not ahead:
        return context.item(
            context.line("headline.no_window_region" if context.subject.kind == "region" else "headline.no_window"),
            mark=None,
            weight=_DATE,
        )
    nearest = (ending or ahead)[0]
    return context.item(
        window(context, nearest), mark=nearest.row["confidence"], weight=_DATE, evidence=nearest.row["records"][:1]
    )
