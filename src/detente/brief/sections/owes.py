"""Who owes what to whom: duties in force between the two sides, heaviest first, the directions kept apart.

From `register.owed`. Assistance and consultation count first, then hosting, finance, supply and support. Memberships and
designations owe nothing and never appear; what is only signed is in the section on commitments.
"""

from typing import Final

import polars as pl

from detente.brief.context import Context
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Span, Words, amount
from detente.register.owed import owed, owed_matrix

KINDS: Final = ("assist", "offence", "consult", "neutral", "refrain", "host", "finance", "supply", "support", "facilitate_transfers")
_BOND: Final = {"legal": 2, "unilateral": 1, "political": 0}
_SURE: Final = {"verified": 2, "reported": 1, "unverified": 0}


def owes(context: Context) -> Section:
    """The duties of an actor, between two, under an alliance's treaty, or the strongest of each pair of a region."""
    find = {"actor": _of_actor, "pair": _between, "alliance": _under_treaty, "region": _in_region}[context.subject.kind]
    rows = find(context)
    items = tuple(_item(context, row) for row in rows.iter_rows(named=True))
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
    """To and from the actor; a clause of a treaty with many parties is one line, with one of them standing for all."""
    [actor] = context.subject.actors
    both = pl.concat([owed(context.snapshot, actor, None, KINDS), owed(context.snapshot, None, actor, KINDS)])
    return both.with_columns((pl.col("obligor") == actor).alias("_ours")).unique(["obligation", "_ours"], keep="first", maintain_order=True).drop("_ours")


def _under_treaty(context: Context) -> pl.DataFrame:
    rows = owed(context.snapshot, None, None, KINDS)
    rows = rows.filter(pl.col("agreement") == (context.subject.agreement or ""))
    return rows.unique("obligation", keep="first", maintain_order=True)


def _in_region(context: Context) -> pl.DataFrame:
    strongest = owed_matrix(context.snapshot, context.subject.actors, ("assist", "consult"))
    return owed(context.snapshot, None, None, ("assist", "consult")).join(strongest, on=["obligor", "obligee", "obligation"], how="semi", maintain_order="left")


def _item(context: Context, row: dict[str, object]) -> Item:
    records = tuple(row["records"])  # type: ignore[arg-type]  # a list column
    several = context.subject.kind in ("actor", "alliance")
    obligor = context.line("owes.each_party") if several and row["obligor"] not in context.subject.actors[:1] else (context.actor(str(row["obligor"])),)
    cells = context.line(
        f"owes.{row['kind']}",
        obligor=obligor,
        obligee=(context.actor(str(row["obligee"])),),
        agreement=context.agreement(str(row["agreement"])),
        details=_details(context, row, records),
    )
    weight = (float(-KINDS.index(str(row["kind"]))), float(_BOND[str(row["binding"])]), float(_SURE.get(str(row["confidence"]), 0)))
    return context.item(cells, mark=None if row["confidence"] is None else str(row["confidence"]), weight=weight, evidence=records)


def _details(context: Context, row: dict[str, object], records: tuple[str, ...]) -> tuple[Span, ...]:
    """Article, strength, area, conditions and amount, as far as recorded, in brackets."""
    parts: list[tuple[Span, ...]] = [
        (Words(str(row[column]), records[:1]),) for column in ("article", "area", "conditions") if row[column] is not None
    ]
    if row["strength"] is not None:
        parts.insert(1, context.line(f"owes.strength_{row['strength']}"))
    if isinstance(row["amount"], float):
        parts.append((amount(row["amount"], str(row["unit"]), records[:1]),))
    parts.append(context.line(f"owes.binding_{row['binding']}"))
    comma = context.line("page.comma")
    return tuple(span for index, part in enumerate(parts) for span in ((*comma, *part) if index else part))
