"""Which lines connect them, do they work, and how did they fail before?

State, since when, and the last evidence (`register.channel_status`); then the record of failure, counted by kind and
cause and never summed, with the last one told (`register.failures`). A path that was down, an operator who was absent
and a principal who declined are three different things.
"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, as_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Name, Span, Words, count
from detente.register.dates import PartialDate
from detente.register.lines import channel_status, failures

_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}


def channels(context: Context) -> Section:
    """The lines that have the subject's actors on them."""
    say = context.wording.text
    lines = context.snapshot.once(channel_status).filter(pl.col("channel").is_in(_wanted(context)))
    failed = context.snapshot.once(failures).filter(pl.col("channel").is_in(lines["channel"].to_list()))
    items = []
    for line in lines.iter_rows(named=True):
        told = (
            failed.filter(pl.col("channel") == line["channel"])
            .sort("certain", descending=True, maintain_order=True)
            .iter_rows(named=True)
        )
        items.append(_line(context, line, [row for row in told if row["certain"] or row["possible"]]))
    return Section(
        name="channels",
        title=say("channels.title"),
        items=tuple(items),
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("channels.none")),
        coverage=say("channels.coverage"),
        method="register.channel_status, register.failures",
    )


def _wanted(context: Context) -> list[str]:
    parties = context.snapshot.recorded("channel_parties").unique(["channel", "party"], maintain_order=True)
    actors = [*context.subject.actors]
    on_line = (
        parties.filter(pl.col("party").is_in([*actors, context.subject.key]))
        .group_by("channel", maintain_order=True)
        .agg(pl.col("party"))
    )
    if context.subject.kind == "pair":
        on_line = on_line.filter(pl.col("party").list.n_unique() == len(actors))
    elif context.subject.kind == "region":
        on_line = on_line.filter(pl.col("party").list.n_unique() > 1)
    elif context.subject.kind == "alliance":
        on_line = on_line.filter(pl.col("party").list.contains(context.subject.key))
    return on_line["channel"].to_list()


def _line(context: Context, row: Mapping[str, Any], told: list[Mapping[str, Any]]) -> Item:
    records = tuple(row["records"])
    channel = context.snapshot.recorded("channels").filter(pl.col("channel") == row["channel"])["record"][-1]
    spans = context.line(
        "channels.line",
        line=Name(row["channel"], row["title"], (channel,)),
        state=_state(context, row, records),
        opened=_day(context, "channels.opened", row["opened"], records)
        if row["opened"] and row["opened"] != row["since"]
        else (),
        record=_record(context, told),
    )
    used = tuple(dict.fromkeys((*records, *(record for failure in told for record in failure["records"]))))
    live = row["state"] not in ("closed", "severed")
    return context.item(
        spans,
        mark=as_mark(row["confidence"]) or "unverified",
        weight=(1.0 if live else 0.0, float(len(told)), _SURE.get(row["confidence"], 0.0)),
        evidence=used,
    )


def _state(context: Context, row: Mapping[str, Any], records: tuple[str, ...]) -> tuple[Span, ...]:
    if row["state"] == "unknown":
        last = _day(context, "channels.last_evidence", row["last_evidence"], records)
        known = context.line(f"channels.last_{row['last_state']}") if row["last_state"] else ()
        return (*context.line("channels.state_unknown"), *last, *known)
    return (*context.line(f"channels.state_{row['state']}"), *_day(context, "channels.since", row["since"], records))


def _record(context: Context, told: list[Mapping[str, Any]]) -> tuple[Span, ...]:
    """Each kind and cause of failure with its own count; then the last one in words."""
    if not told:
        return context.line("channels.no_failure")
    comma, parts = context.line("page.comma"), []
    for failure in told:
        records = tuple(failure["records"])
        number = count(failure["certain"], "", records, possible=failure["possible"])
        cause = (
            ()
            if failure["cause"] == "unknown"
            else context.line("channels.cause", cause=context.line(f"channels.cause_{failure['cause']}"))
        )
        doubt = context.line("channels.unverified") if failure["confidence"] == "unverified" else ()
        parts.append(
            context.line(
                f"channels.failed_{failure['kind']}",
                failure["certain"] + failure["possible"],
                n=number,
                cause=cause,
                doubt=doubt,
            )
        )
    joined = tuple(span for index, part in enumerate(parts) for span in ((*comma, *part) if index else part))
    last = max(told, key=lambda failure: _ordinal(failure["last"]))
    detail: tuple[Span, ...] = ()
    if last["detail"]:
        when = _day(context, "channels.on", last["last"], tuple(last["records"]))
        detail = context.line(
            "channels.last_told", when=when, detail=Words(last["detail"], tuple(last["records"])[-1:])
        )
    return (*context.line("channels.failures", counts=joined), *detail)


def _day(context: Context, pattern: str, text: str | None, records: tuple[str, ...]) -> tuple[Span, ...]:
    if not text:
        return ()
    day = PartialDate.parse(text)
    return context.line(pattern, day=context.when(day.first, day.last, records))


def _ordinal(text: str | None) -> int:
    return PartialDate.parse(text).last.toordinal() if text and text != "unknown" else 0
