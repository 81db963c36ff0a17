"""What binds the members of an alliance among themselves, and whom has anybody promised to come to in a region?

Of an alliance: its founding treaty party by party, each that stands apart named; of a grouping without one, what binds
all its members. Of a region: treaties of assistance inside it, and guarantors outside. From `register.party_status` and
`register.owed`; arranged here for the section on commitments.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import Item
from detente.brief.spans import Span, count
from detente.register.owed import owed
from detente.register.status import party_status

_NAMED: Final = 6


def of_alliance(context: Context) -> Iterator[Item]:
    """The founding treaty, party by party; without one, the instruments that bind all members."""
    if context.subject.agreement is None:
        yield from _binding_all(context)
        return
    rows = party_status(context.snapshot, context.subject.agreement).filter(pl.col("capacity") == "party")
    bound = rows.filter((pl.col("in_force") == pl.lit(value=True)).fill_null(value=False))
    if not bound.is_empty():
        spans = context.line(
            "commitments.treaty" if bound["binding"][0] == "legal" else "commitments.treaty_soft",
            agreement=context.agreement(context.subject.agreement),
            bond=context.line(f"commitments.bond_{bound['binding'][0]}"),
            n=counted(bound),
            of=counted(rows),
        )
        yield context.item(spans, mark=weakest_mark(bound["confidence"]), weight=(20.0,))
    plain = (
        pl.col("in_force")
        & ~pl.col("frozen").fill_null(value=True)
        & pl.col("notice").is_null()
        & (pl.col("suspended_towards").list.len() == 0)
    )
    for row in rows.filter(~plain.fill_null(value=False)).iter_rows(named=True):
        yield _apart(context, row)
    yield from _hanging_on(context, context.subject.agreement)


def _hanging_on(context: Context, treaty: str) -> Iterator[Item]:
    """What implements, supplements or replaces the founding instrument and its successors, with its parties."""
    parents = context.snapshot.recorded("agreements").filter(pl.col("parent").is_not_null())
    links = dict(parents.select("agreement", "parent").iter_rows())
    below = [key for key in links if treaty in _above(key, links)]
    status = party_status(context.snapshot).filter(pl.col("capacity") == "party")
    for key in below:
        rows = status.filter(pl.col("agreement") == key)
        for (state,), group in rows.filter(pl.col("state") != "none").group_by("state", maintain_order=True):
            spans = context.line(
                "commitments.hanging",
                agreement=context.agreement(key),
                bond=context.line(f"commitments.bond_{group['binding'][0]}"),
                state=context.line(f"commitments.state_{state}"),
                since=_since(context, group),
                parties=partners_of(context, sorted(group["party"]), group),
            )
            evidence = tuple(record for records in group["records"] for record in records[:1])
            weight = (1.0,) if state == "ended" else (12.0, 1.0 if state == "in_force" else 0.0)
            yield context.item(spans, mark=weakest_mark(group["confidence"]), weight=weight, evidence=evidence[:3])


def _above(key: str, links: Mapping[str, str]) -> list[str]:
    """The instruments that `key` hangs on, nearest first."""
    chain = [key]
    while (parent := links.get(chain[-1])) and parent not in chain:
        chain.append(parent)
    return chain[1:]


def _since(context: Context, rows: pl.DataFrame) -> tuple[Span, ...]:
    """The day of the state, where all parties share it."""
    days = rows.select("since_first", "since_last").unique(maintain_order=True)
    if days.height != 1 or days["since_first"][0] is None:
        return ()
    records = tuple(rows["records"][0])
    return (*context.line("commitments.space"), *context.when(days["since_first"][0], days["since_last"][0], records))


def _binding_all(context: Context) -> Iterator[Item]:
    """One line for each instrument in force for every member."""
    members = list(context.subject.actors)
    bound = party_status(context.snapshot).filter(
        pl.col("party").is_in(members) & (pl.col("in_force") == pl.lit(value=True))
    )
    for (agreement,), rows in bound.group_by("agreement", maintain_order=True):
        if rows["party"].n_unique() == len(members) > 1:
            bond = context.line(f"commitments.bond_{rows['binding'][0]}")
            spans = context.line("commitments.all_members", agreement=context.agreement(str(agreement)), bond=bond)
            records = tuple(record for group in rows["records"] for record in group[:1])
            yield context.item(spans, mark=weakest_mark(rows["confidence"]), weight=(15.0,), evidence=records[:3])


def _apart(context: Context, row: Mapping[str, Any]) -> Item:
    """A party whose bond is not plain: ended, frozen, under notice, suspended or uncertain."""
    records = tuple(row["records"])
    flags: list[tuple[Span, ...]] = [context.line(f"commitments.state_{row['state']}")]
    if row["state"] == "ended":
        flags[0] += (*context.line("commitments.space"), *context.when(row["since_first"], row["since_last"], records))
    flags += [context.line("commitments.frozen")] if row["frozen"] else []
    if row["suspended_towards"]:
        whom = row["suspended_towards"]
        flags.append(
            context.line("commitments.suspended_all")
            if "*" in whom
            else context.line("commitments.suspended", whom=context.actors(whom))
        )
    if row["notice"]:
        flags.append(context.line(f"commitments.notice_{row['notice']}"))
        if row["exit_due_first"]:
            flags.append(
                context.line(
                    "commitments.exit_due", day=context.when(row["exit_due_first"], row["exit_due_last"], records)
                )
            )
    spans = context.line("commitments.party", party=context.actor(row["party"]), described=context.listed_parts(flags))
    return context.item(
        spans, mark=as_mark(row["confidence"]), weight=(1.0 if row["state"] == "ended" else 10.0,), evidence=records[:3]
    )


def of_region(context: Context) -> Iterator[Item]:
    """Treaties of assistance inside the region, with their pairs; then who outside has promised to come."""
    inside = pl.col("obligor").is_in(list(context.subject.actors)) & pl.col("obligee").is_in(
        list(context.subject.actors)
    )
    comes_in = ~pl.col("obligor").is_in(list(context.subject.actors)) & pl.col("obligee").is_in(
        list(context.subject.actors)
    )
    rows = owed(context.snapshot, None, None, ("assist",))
    for (agreement,), group in rows.filter(inside).group_by("agreement", maintain_order=True):
        members = sorted(set(group["obligor"]) | set(group["obligee"]))
        spans = context.line(
            "commitments.inside",
            agreement=context.agreement(str(agreement)),
            bond=context.line(f"commitments.bond_{group['binding'][0]}"),
            members=partners_of(context, members, group),
        )
        yield context.item(
            spans,
            mark=weakest_mark(group["confidence"]),
            weight=(10.0, float(group.height)),
            evidence=group["obligation"].unique(maintain_order=True),
        )
    for (guarantor,), group in rows.filter(comes_in).group_by("obligor", maintain_order=True):
        spans = context.line(
            "commitments.guarantor",
            guarantor=context.actor(str(guarantor)),
            partners=partners_of(context, sorted(set(group["obligee"])), group),
        )
        yield context.item(
            spans,
            mark=weakest_mark(group["confidence"]),
            weight=(5.0, float(group.height)),
            evidence=group["obligation"].unique(maintain_order=True),
        )


def counted(rows: pl.DataFrame) -> Span:
    """How many rows; behind the number stands the principal record of each."""
    records = tuple(dict.fromkeys(record for group in rows["records"] for record in group[:1]))
    possible = rows["in_force"].null_count()
    return count(rows.height - possible, "", records, possible=possible)


def political(context: Context, rows: pl.DataFrame) -> tuple[Span, ...]:
    """How many of the rows are political, in brackets; nothing where none is."""
    soft = rows.filter(pl.col("binding") == "political")
    return () if soft.is_empty() else context.line("commitments.of_which_political", n=counted(soft))


def partners_of(context: Context, keys: Sequence[str], rows: pl.DataFrame) -> tuple[Span, ...]:
    """The first few by name and the rest by number."""
    shown = context.actors(keys[:_NAMED])
    if len(keys) <= _NAMED:
        return shown
    records = tuple(dict.fromkeys(record for group in rows["records"] for record in group[:1]))
    return (*shown, *context.line("commitments.and_others", n=count(len(keys) - _NAMED, "", records)))
