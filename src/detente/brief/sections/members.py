"""Who belongs to it on the day, who joined or left since, and whose bond is frozen, suspended or under notice?

Members of a body by its memberships, of a treaty by the parties it binds, of a region by the scheme of the subject.
From `Snapshot.count`, which says whether the list is complete, and `register.party_status`, which knows what is frozen.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.since import world
from detente.brief.spans import Name, Span, count
from detente.register.status import party_status


def members(context: Context) -> Section:
    """The members of an alliance or region; other subjects have none."""
    say = context.wording.text
    if context.subject.kind not in ("alliance", "region"):
        return Section(name="members", title=say("members.title"), empty=EmptyReason("not_applicable"))
    items = (*_counted(context), *_standing_apart(context), *_joined_and_left(context))
    return Section(
        name="members",
        title=say("members.title"),
        items=items,
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("members.none")),
        coverage=say("members.coverage"),
        method="Snapshot.count, register.party_status",
    )


def _counted(context: Context) -> Iterator[Item]:
    """How many, whether the list is complete, and their names."""
    rows, possible, complete, pattern = _who(context)
    if rows.is_empty():
        return
    records = tuple(rows["record"])
    names = sorted((context.actor(key) for key in rows["actor"].unique(maintain_order=True)), key=_label)
    spans = context.line(
        f"members.{pattern}",
        rows.height,
        n=count(rows.height, "", records, possible=possible),
        list=context.line("members.complete" if complete else "members.partial"),
        names=context.listed(names),
    )
    yield context.item(spans, mark=weakest_mark(rows["confidence"]), weight=(9.0,))


def _label(name: Name) -> str:
    return name.label


def _who(context: Context) -> tuple[pl.DataFrame, int, bool, str]:
    """Rows (actor, record, confidence) of those who belong, how many more may, whether complete, which words."""
    snapshot, key = context.snapshot, context.subject.key
    if context.subject.kind == "region":
        rows = snapshot.regions.filter(
            (pl.col("region") == key.removeprefix("region:")) & (pl.col("scheme") == "subject")
        )
        return (
            rows.select("actor", "record", "confidence").unique("actor", maintain_order=True).sort("actor"),
            0,
            snapshot.covered("regions", scheme="subject"),
            "region",
        )
    counted = snapshot.count("memberships", organisation=key, status="member")
    if not counted.certain and not counted.possible and context.subject.agreement is not None:
        bound = party_status(snapshot, context.subject.agreement).filter(
            (pl.col("capacity") == "party") & (pl.col("in_force") == pl.lit(value=True))
        )
        rows = bound.select(
            pl.col("party").alias("actor"), pl.col("records").list.first().alias("record"), "confidence"
        ).sort("actor")
        return rows, 0, snapshot.covered("participations", agreement=context.subject.agreement), "parties"
    rows = snapshot.memberships.filter(
        (pl.col("organisation") == key) & (pl.col("status") == "member") & pl.col("holds").fill_null(value=False)
    )
    rows = rows.unique("member", keep="last", maintain_order=True).select(
        pl.col("member").alias("actor"), "record", "confidence"
    )
    return rows.sort("actor"), counted.possible, counted.covered, "counted"


def _standing_apart(context: Context) -> Iterator[Item]:
    """Members whose bond under the treaty is frozen, suspended or under notice."""
    if context.subject.agreement is None:
        return
    rows = party_status(context.snapshot, context.subject.agreement).filter(
        pl.col("party").is_in(list(context.subject.actors))
    )
    for row in rows.filter(pl.col("in_force").fill_null(value=True)).iter_rows(named=True):
        if flags := [*_flags(context, row)]:
            spans = context.line(
                "members.flagged", member=context.actor(row["party"]), flags=context.listed_parts(flags)
            )
            yield context.item(spans, mark=as_mark(row["confidence"]), weight=(8.0,), evidence=row["records"][:2])


def _flags(context: Context, row: Mapping[str, Any]) -> Iterator[tuple[Span, ...]]:
    if row["frozen"]:
        acts = context.snapshot.participations.filter(
            (pl.col("agreement") == row["agreement"]) & (pl.col("party") == row["party"]) & (pl.col("act") == "froze")
        )
        act = acts.row(-1, named=True)
        yield context.line(
            "members.frozen", day=context.when(act["valid_from_first"], act["valid_from_last"], (act["record"],))
        )
    if row["suspended_towards"]:
        whom = row["suspended_towards"]
        yield (
            context.line("members.suspended_all")
            if "*" in whom
            else context.line("members.suspended", whom=context.actors(whom))
        )
    if row["notice"]:
        yield context.line(f"members.notice_{row['notice']}")


def _joined_and_left(context: Context) -> Iterator[Item]:
    """Spells of membership that began or ended since the day to compare with."""
    if context.before is None or context.subject.kind != "alliance":
        return
    moved = context.once(world)
    for pattern, rows, column in (
        ("joined", moved.events["memberships"], "valid_from"),
        ("left", moved.left, "valid_to"),
    ):
        for row in rows.filter(pl.col("status") == "member").iter_rows(named=True):
            day = context.when(row[f"{column}_first"], row[f"{column}_last"], (row["record"],))
            spans = context.line(f"members.{pattern}", member=context.actor(row["member"]), day=day)
            yield context.item(
                spans,
                mark=as_mark(row["confidence"]),
                weight=(7.0, float(row[f"{column}_last"].toordinal())),
                evidence=(row["record"],),
            )
