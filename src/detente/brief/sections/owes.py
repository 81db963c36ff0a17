"""Who owes what to whom: duties in force, heaviest first, with how much choice the one who owes them keeps.

From `register.owed`. A clause that runs both ways alike is one line; what only one owes is told by direction. A treaty
of many is one line per clause, for a region the strongest duty of each pair. Memberships and designations owe nothing
and never appear; what is only signed is in the section on commitments. When it lies: a clause nobody entered owes
nothing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Records, Span, Words, amount, count
from detente.register.owed import owed, owed_matrix

KINDS: Final = (
    "assist",
    "offence",
    "consult",
    "neutral",
    "refrain",
    "host",
    "finance",
    "supply",
    "support",
    "facilitate_transfers",
)
_BOND: Final = {"legal": 2.0, "unilateral": 1.0, "political": 0.0, None: -1.0}
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}
_TRIGGERS: Final = ("armed_attack", "threat", "request", "planned_action")
_ALIKE: Final = ("obligation", "in_force", "why")
_NAMED: Final = 5


def owes(context: Context) -> Section:
    """The duties of an actor, between two, under an alliance's treaty, or the strongest of each pair of a region."""
    find = {"actor": _of_actor, "pair": _between, "alliance": _under_treaty, "region": _in_region}[context.subject.kind]
    rows = find(context)
    clauses = rows.group_by(*_ALIKE, maintain_order=True)
    items = tuple(item for _, clause in clauses for item in _clause(context, clause))
    return Section(
        name="owes",
        title=context.wording.text("owes.title"),
        items=items,
        minimum=min(3, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", context.wording.text("owes.none")),
        coverage=context.wording.text("owes.coverage"),
        method="register.owed",
    )


def _between(context: Context) -> pl.DataFrame:
    we, they = context.subject.actors
    return pl.concat([owed(context.snapshot, we, they, KINDS), owed(context.snapshot, they, we, KINDS)])


def _of_actor(context: Context) -> pl.DataFrame:
    [actor] = context.subject.actors
    return pl.concat([owed(context.snapshot, actor, None, KINDS), owed(context.snapshot, None, actor, KINDS)])


def _under_treaty(context: Context) -> pl.DataFrame:
    """Duties of the treaty, those withheld from a party among them."""
    rows = owed(context.snapshot, None, None, KINDS, "all").filter(
        pl.col("agreement") == (context.subject.agreement or "")
    )
    withheld = pl.col("why").str.starts_with("suspended").fill_null(value=False)
    return rows.filter(pl.col("in_force").fill_null(value=True) | withheld)


def _in_region(context: Context) -> pl.DataFrame:
    kinds = ("assist", "consult")
    strongest = owed_matrix(context.snapshot, context.subject.actors, kinds)
    return owed(context.snapshot, None, None, kinds).join(
        strongest, on=["obligor", "obligee", "obligation"], how="semi", maintain_order="left"
    )


def _clause(context: Context, rows: pl.DataFrame) -> Iterator[Item]:
    """One clause in the directions in which it runs: both ways in one line, else by who owes it."""
    pairs = set(rows.select("obligor", "obligee").iter_rows())
    mutual = {pair for pair in pairs if pair[::-1] in pairs}
    groups: list[tuple[set[tuple[str, str]], tuple[Span, ...]]] = []
    if mutual:
        groups.append((mutual, _both_ways(context, mutual, rows)))
    for pair in sorted(pairs - mutual):
        same = (
            {other for other in pairs - mutual if other[0] == pair[0]}
            if context.subject.kind != "actor" or pair[0] in context.subject.actors
            else {other for other in pairs - mutual if other[1] == pair[1]}
        )
        if same and not any(same <= known for known, _ in groups):
            groups.append((same, _one_way(context, same, rows)))
    for group, who in groups:
        chosen = rows.filter(
            pl.struct("obligor", "obligee").is_in([{"obligor": one, "obligee": other} for one, other in group])
        )
        yield _item(context, chosen, who)


def _both_ways(context: Context, pairs: set[tuple[str, str]], rows: pl.DataFrame) -> tuple[Span, ...]:
    """Between the two; to and from the partners of one; among the members of a treaty or region."""
    if context.subject.kind == "pair":
        return context.line("owes.each_other")
    if context.subject.kind == "alliance" and len(pairs) > 2:
        return context.line("owes.among_parties")
    if context.subject.kind == "actor":
        partners = sorted({actor for pair in pairs for actor in pair} - set(context.subject.actors))
        return context.line("owes.with", partners=_named(context, partners, rows))
    return context.line(
        "owes.among", members=_named(context, sorted({actor for pair in pairs for actor in pair}), rows)
    )


def _one_way(context: Context, pairs: set[tuple[str, str]], rows: pl.DataFrame) -> tuple[Span, ...]:
    obligors, obligees = sorted({one for one, _ in pairs}), sorted({other for _, other in pairs})
    if len(obligors) == 1:
        return context.line(
            "owes.from_to", obligor=context.actor(obligors[0]), obligees=_named(context, obligees, rows)
        )
    return context.line("owes.to_from", obligors=_named(context, obligors, rows), obligee=context.actor(obligees[0]))


def _named(context: Context, keys: Sequence[str], rows: pl.DataFrame) -> tuple[Span, ...]:
    """The first few by name, the rest by number."""
    if len(keys) <= _NAMED + 1:
        return context.actors(keys)
    others = count(len(keys) - _NAMED, "", tuple(rows["obligation"].unique(maintain_order=True)))
    return (*context.actors(keys[:_NAMED]), *context.line("owes.and_others", n=others))


def _item(context: Context, rows: pl.DataFrame, who: tuple[Span, ...]) -> Item:
    row = rows.row(0, named=True)
    # Of two parties the acts that bind them are evidence too; of many, the clause.
    records = (
        tuple(row["records"][:3])
        if rows["obligor"].n_unique() + rows["obligee"].n_unique() <= 4
        else (row["obligation"],)
    )
    spans = context.line(
        "owes.duty",
        who=who,
        what=_what(context, row, records),
        agreement=context.agreement(row["agreement"]),
        details=_details(context, row, records),
        doubt=_doubt(context, row, records),
    )
    mark = weakest_mark(rows["confidence"])
    weight = (
        float(-KINDS.index(row["kind"])),
        _BOND[row["binding"]],
        1.0 if row["in_force"] else 0.0,
        _SURE.get(mark or "", 0.0),
    )
    return context.item(spans, mark=mark, weight=weight, evidence=records)


def _what(context: Context, row: Mapping[str, Any], records: Records) -> tuple[Span, ...]:
    # A duty does not fall due by notice or at the end of a term; a row that says so is told without a trigger.
    kind, trigger = row["kind"], row["trigger"] if row["trigger"] in _TRIGGERS else "standing"
    strength = context.line(f"owes.strength_{row['strength'] or 'unstated'}")
    figure = (
        context.line("owes.amount", amount=amount(row["amount"], row["unit"], records[:1]))
        if row["amount"] is not None
        else ()
    )
    pattern = f"owes.{kind}_{trigger}" if kind in ("assist", "consult") else f"owes.{kind}"
    return context.line(pattern, strength=strength, amount=figure)


def _details(context: Context, row: Mapping[str, Any], records: Records) -> tuple[Span, ...]:
    """Article, area and conditions, and the bond where it is not a legal one."""
    parts: list[tuple[Span, ...]] = [
        (Words(row[column], records[:1]),) for column in ("article", "area", "conditions") if row[column] is not None
    ]
    parts += [context.line(f"owes.binding_{row['binding']}")] if row["binding"] in ("political", "unilateral") else []
    return tuple(span for part in parts for span in (*context.line("page.comma"), *part))


def _doubt(context: Context, row: Mapping[str, Any], records: Records) -> tuple[Span, ...]:
    """Why it is not certain, or withheld; a notice that is open on either side."""
    doubt: tuple[Span, ...] = ()
    if row["in_force"] is None:
        # An obligor without an act under the agreement has no status, and the register gives no reason.
        why = (Words(row["why"].removeprefix("unknown: "), records),) if row["why"] else context.line("owes.no_act")
        doubt = context.line("owes.doubt", why=why)
    elif not row["in_force"]:
        doubt = context.line("owes.withheld", why=Words(row["why"], records))
    notice = context.line("owes.notice", state=context.line(f"owes.{row['notice']}")) if row["notice"] else ()
    return (*doubt, *notice)
