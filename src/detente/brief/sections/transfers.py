"""Which arms went between them, and how far is each case?

The stage follows from dated events (`register.transfer_status`); what kind of value a sum is, is said with it. For an
actor the five largest cases in and out, for a region the five largest inside and into it. Sums in different currencies
are ordered within their currency only, and never added.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from detente.brief.context import Context
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Span, Words, amount
from detente.register.dates import PartialDate
from detente.register.transfer_stage import transfer_status

_LARGEST: Final = 5
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}
_BILLIONS: Final = {"bn": 1.0, "m": 0.001}


def transfers(context: Context) -> Section:
    """Cases of arms transfer that concern the subject."""
    say = context.wording.text
    if context.subject.kind == "alliance":
        return Section(name="transfers", title=say("transfers.title"), empty=EmptyReason("not_applicable"))
    items = tuple(_item(context, row) for row in _cases(context).iter_rows(named=True))
    return Section(
        name="transfers",
        title=say("transfers.title"),
        items=items,
        minimum=1,
        empty=None if items else EmptyReason("none_recorded", say("transfers.none")),
        coverage=say("transfers.coverage"),
        method="register.transfer_status",
    )


def _cases(context: Context) -> pl.DataFrame:
    cases = context.snapshot.recorded("transfers").unique("transfer", keep="last", maintain_order=True)
    about = cases.select(
        "transfer",
        "quantity",
        "value",
        "unit",
        "value_kind",
        pl.col("confidence").alias("case_confidence"),
        pl.col("record").alias("case"),
    )
    rows = context.snapshot.once(transfer_status).join(about, on="transfer", maintain_order="left")
    actors = list(context.subject.actors)
    out, inward = pl.col("supplier").is_in(actors), pl.col("recipient").is_in(actors)
    if context.subject.kind == "pair":
        return rows.filter(out & inward)
    groups: Iterator[pl.Expr] = iter((out & ~inward, inward)) if context.subject.kind == "actor" else iter((inward,))
    size = pl.col("value") * pl.col("unit").str.extract(r"\b(bn|m)\b").replace_strict(_BILLIONS, default=0.0)
    ordered = rows.with_columns(size.alias("_size")).sort(
        "_size", descending=True, nulls_last=True, maintain_order=True
    )
    return pl.concat([ordered.filter(group).head(_LARGEST) for group in groups]).drop("_size")


def _item(context: Context, row: Mapping[str, Any]) -> Item:
    case = (str(row["case"]),)
    records = (*case, *(str(record) for record in row["records"] if record not in case))
    value: tuple[Span, ...] = ()
    if isinstance(row["value"], float):
        kind = context.line(f"transfers.value_{row['value_kind'] or 'unsaid'}")
        value = context.line("transfers.value", value=amount(row["value"], str(row["unit"]), case), kind=kind)
    quantity: tuple[Span, ...] = (
        (*(amount(row["quantity"], "×", case),), *context.line("transfers.space"))
        if isinstance(row["quantity"], float)
        else ()
    )
    spans = context.line(
        "transfers.case",
        supplier=context.actor(str(row["supplier"])),
        recipient=context.actor(str(row["recipient"])),
        quantity=quantity,
        item=Words(str(row["item"]), case),
        value=value,
        stage=_stage(context, row, records),
    )
    weakest = max(
        (str(row[column]) for column in ("confidence", "case_confidence") if row[column]), key=lambda word: -_SURE[word]
    )
    first = row["since_first"]
    return context.item(
        spans, mark=weakest, weight=(_SURE[weakest], float(first.toordinal()) if first else 0.0), evidence=records
    )


def _stage(context: Context, row: Mapping[str, Any], records: tuple[str, ...]) -> tuple[Span, ...]:
    word = context.line(f"transfers.stage_{row['state']}")
    if not row["since_first"]:
        return word
    return (
        *word,
        *context.line("transfers.space"),
        Day(PartialDate.between(row["since_first"], row["since_last"]), records),
    )
