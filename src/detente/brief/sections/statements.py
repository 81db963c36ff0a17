"""What have they said they would do: red lines, assurances, doctrines, newest first?

One line per statement, whoever made it together; whether the words are a quotation or a paraphrase is always said, and
so is what its note tells of what came of it. Statements are never merged into a score. Between two: those that one
addressed to the other, that both made, or that interpret an agreement which binds both.
"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from detente.brief.concerns import statements_about
from detente.brief.context import Context, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Span, Words
from detente.register.dates import PartialDate

_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}


def statements(context: Context) -> Section:
    """Statements made, received or shared by the subject, up to the day."""
    say = context.wording.text
    rows = context.snapshot.statements
    wanted = rows.filter(statements_about(context))["statement"].unique(maintain_order=True)
    said = (
        rows.filter(pl.col("statement").is_in(wanted.to_list()))
        .group_by("statement", maintain_order=True)
        .agg(pl.col("actor").unique(maintain_order=True), pl.col("record"), pl.all().exclude("actor", "record").first())
    )
    items = tuple(_item(context, row) for row in said.iter_rows(named=True))
    return Section(
        name="statements",
        title=say("statements.title"),
        items=items,
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("statements.none")),
        coverage=say("statements.coverage"),
        method="statements of the register, newest first",
    )


def _item(context: Context, row: Mapping[str, Any]) -> Item:
    records = tuple(row["record"])
    to = context.line("statements.to", addressee=context.actor(row["addressee"])) if row["addressee"] else ()
    office: tuple[Span, ...] = (*context.line("page.comma"), Words(row["office"], records[:1])) if row["office"] else ()
    remark = context.line("statements.remark", remark=Words(row["note"], records[:1])) if row["note"] else ()
    when: Span | tuple[Span, ...] = context.line("statements.undated")
    if row["valid_from"]:
        when = Day(PartialDate.parse(row["valid_from"], not_after=row["recorded_at"].date()), records[:1])
    spans = context.line(
        f"statements.{row['text_kind']}",
        day=when,
        speakers=context.actors(row["actor"]),
        office=office,
        to=to,
        kind=context.line(f"statements.kind_{row['kind']}"),
        words=Words(row["text"], records[:1]),
        remark=remark,
    )
    day = row["valid_from_last"]
    return context.item(
        spans,
        mark=weakest_mark([row["confidence"]]),
        weight=(float(day.toordinal()) if day else 0.0, _SURE[row["confidence"]]),
        evidence=records,
    )
