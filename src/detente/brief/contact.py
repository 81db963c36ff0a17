"""Which contact between them is overdue, or else the freshest?

A line that is out comes first: it is the contact that somebody waits for. Otherwise what is fresher, the last edition
of an exercise or the last sign of life of a line that works. From `register.channel_status` and
`register.activity_status`. When it lies: what nobody recorded did not happen here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from detente.brief.concerns import concerns
from detente.brief.context import Context, as_mark
from detente.brief.page import Item
from detente.brief.spans import Name
from detente.register.activities import activity_status
from detente.register.dates import PartialDate
from detente.register.lines import channel_status

_OUT: Final = ("silent", "down", "suspended", "severed")
_WORKING: Final = ("open", "reduced")


def contact(context: Context) -> Item:
    """A line that is out; else what is fresher, the last edition or the last sign of life of a line."""
    overdue, latest = _lines(context, _OUT), [*_last_edition(context), *_lines(context, _WORKING)]
    found = overdue or sorted(latest, key=lambda item: item.weight, reverse=True)
    return found[0] if found else context.item(context.line("headline.no_contact"), mark=None, weight=(0.0,))


def _lines(context: Context, states: tuple[str, ...]) -> list[Item]:
    """The lines between two that are in one of `states`, the one last heard of first."""
    if context.subject.kind != "pair":
        return []
    rows = context.snapshot.once(channel_status).filter(
        pl.col("channel").is_in(list(context.once(concerns).channels)) & pl.col("state").is_in(states)
    )
    return sorted(
        (_line(context, row, out=states == _OUT) for row in rows.iter_rows(named=True)),
        key=lambda item: item.weight,
        reverse=True,
    )


def _line(context: Context, row: Mapping[str, Any], *, out: bool) -> Item:
    records, day = tuple(row["records"]), row["since"] if out else row["last_evidence"]
    when = PartialDate.parse(day) if day else None
    place = (
        context.line(
            "headline.line_since" if out else "headline.line_evidence", day=context.when(when.first, when.last, records)
        )
        if when
        else ()
    )
    record = context.snapshot.recorded("channels").filter(pl.col("channel") == row["channel"])["record"][-1]
    name = Name(row["channel"], row["title"], (record,))
    spans = context.line(
        "headline.line", line=name, state=context.line(f"channels.state_{row['state']}"), since_day=place
    )
    return context.item(
        spans,
        mark=as_mark(row["confidence"]),
        weight=(float(when.last.toordinal()) if when else 0.0,),
        evidence=records[-1:],
    )


def _last_edition(context: Context) -> Iterator[Item]:
    """The edition that began last, of those not called off."""
    wanted = list(context.once(concerns).activities)
    rows = context.snapshot.once(activity_status).filter(
        pl.col("activity").is_in(wanted)
        & (pl.col("begins_last") <= context.snapshot.valid)
        & ~pl.col("state").is_in(["cancelled", "not_held"]).fill_null(value=False)
    )
    about = context.snapshot.recorded("activities").unique("activity", keep="last", maintain_order=True)
    about = about.select("activity", pl.col("record").alias("row"), pl.col("confidence").alias("sure"))
    for row in (
        rows.join(about, on="activity", maintain_order="left")
        .sort("begins_last", "activity")
        .tail(1)
        .iter_rows(named=True)
    ):
        record = (row["row"],)
        pattern = "headline.last_edition" if context.subject.kind == "pair" else "headline.last_edition_of_one"
        spans = context.line(
            pattern,
            title=Name(row["activity"], row["title"], record),
            day=context.when(row["begins_first"], row["begins_last"], record),
        )
        yield context.item(
            spans, mark=as_mark(row["sure"]), weight=(float(row["begins_last"].toordinal()),), evidence=record
        )
