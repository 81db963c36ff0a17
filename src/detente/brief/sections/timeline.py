"""When did it begin, what happened, and what comes due? Bonds as bars, events as points, deadlines as windows.

Drawn by `figures` from the rows behind the sections on commitments, exercises, statements and windows; a vague date is
as wide as it is vague. A page on paper or screen shows it, plain text does not.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente import durations, figures
from detente.brief.concerns import statements_about
from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import EmptyReason, Section
from detente.brief.sections.exercises import editions
from detente.brief.sections.map import as_chart
from detente.errors import MissingPart
from detente.figures.timeline import Days, Kind
from detente.register.exits import calendar
from detente.register.owed import owed
from detente.register.spells import spells
from detente.register.status import between, party_status

_AHEAD: Final = durations.Duration(months=24)
_BONDS: Final = 10
_EVENTS: Final = 8
_NAMES: Final = 3


def timeline(context: Context) -> Section:
    """Bonds and events of the subject along one axis, with a rule on the day."""
    say = context.wording.text
    title = say("timeline.title")
    entries = [*_bonds(context), *_held(context), *_said(context), *_due(context)]
    if not entries:
        return Section(name="timeline", title=title, empty=EmptyReason("none_recorded"))
    try:
        figure = figures.timeline(
            entries, on=context.snapshot.valid, title=f"{context.subject.title}, {context.snapshot.valid}"
        )
    except MissingPart as missing:
        return Section(
            name="timeline", title=title, empty=EmptyReason("not_computed", f"{missing.message}; {missing.next_step}")
        )
    return Section(name="timeline", title=title, chart=as_chart(figure), method="figures.timeline")


def _bonds(context: Context) -> Iterator[figures.Entry]:
    """Of an alliance, who came and went when; else the agreements, those in force first, the legal before the rest."""
    if context.subject.kind == "alliance":
        yield from _comings(context)
        return
    wanted = _agreements(context)
    lives = context.snapshot.once(spells).filter(
        pl.col("agreement").is_in(wanted) & pl.col("entry_first").is_not_null()
    )
    lane = context.wording.text("timeline.bonds")
    earliest = lives.sort("entry_first", maintain_order=True).unique("agreement", keep="first", maintain_order=True)
    ranked = {agreement: place for place, agreement in enumerate(wanted)}
    for row in sorted(earliest.iter_rows(named=True), key=lambda row: ranked[row["agreement"]])[:_BONDS]:
        over = row["end_value"] is not False and row["end_first"] is not None
        last = (row["end_first"] - timedelta(days=1), row["end_last"] - timedelta(days=1)) if over else None
        label = context.agreement(row["agreement"]).label
        yield _entry(label, lane, "spell", _days(row, "entry"), row["entry_confidence"], last=last)


def _agreements(context: Context) -> list[str]:
    subject, snapshot = context.subject, context.snapshot
    if subject.kind == "region":
        rows = owed(snapshot, None, None, ("assist",)).filter(pl.col("obligor").is_in(list(subject.actors)))
        return list(rows["agreement"].unique(maintain_order=True))
    rows = (
        between(snapshot, *subject.actors)
        if subject.kind == "pair"
        else party_status(snapshot).filter(pl.col("party") == subject.key)
    )
    live = (pl.col("in_force") == pl.lit(value=True)).fill_null(value=False)
    return list(
        rows.sort(live, pl.col("binding") != "legal", descending=[True, False], maintain_order=True)[
            "agreement"
        ].unique(maintain_order=True)
    )


def _comings(context: Context) -> Iterator[figures.Entry]:
    """One entry per day on which members came, or went: the names of the first few and the number of the rest."""
    rows = context.snapshot.recorded("memberships").filter(
        (pl.col("organisation") == context.subject.key) & (pl.col("status") == "member")
    )
    for edge, lane in (("valid_from", "timeline.joined"), ("valid_to", "timeline.left")):
        dated = rows.filter(pl.col(f"{edge}_first") <= context.snapshot.valid).sort(f"{edge}_first", "member")
        for (first, last), group in dated.group_by(f"{edge}_first", f"{edge}_last", maintain_order=True):
            names = [context.actor(member).label for member in group["member"]]
            label = ", ".join(names[:_NAMES]) + (f" +{len(names) - _NAMES}" if len(names) > _NAMES else "")
            mark = weakest_mark(group["confidence"])
            yield _entry(label, context.wording.text(lane), "event", (first, last), mark)


def _held(context: Context) -> Iterator[figures.Entry]:
    rows = editions(context).filter(pl.col("begins_first").is_not_null()).head(_EVENTS)
    for row in rows.iter_rows(named=True):
        yield _entry(
            row["title"],
            context.wording.text("timeline.exercises"),
            "event",
            _days(row, "begins"),
            row["row_confidence"],
        )


def _said(context: Context) -> Iterator[figures.Entry]:
    """The latest statements of the section on red lines and assurances."""
    rows = context.snapshot.statements.filter(pl.col("valid_from_first").is_not_null())
    rows = rows.filter(statements_about(context)).unique("statement", keep="first", maintain_order=True)
    for row in rows.sort("valid_from_last", descending=True, maintain_order=True).head(_EVENTS).iter_rows(named=True):
        yield _entry(
            row["about"],
            context.wording.text("timeline.statements"),
            "event",
            _days(row, "valid_from"),
            row["confidence"],
        )


def _due(context: Context) -> Iterator[figures.Entry]:
    """What comes due within 24 months: last days, and last days for notice."""
    if context.subject.kind == "region":
        return
    horizon = durations.add(context.snapshot.valid, _AHEAD)
    rows = calendar(context.snapshot, None, horizon).filter(
        pl.col("party").is_in(list(context.subject.actors)) & pl.col("due_first").is_not_null()
    )
    if context.subject.kind == "pair":
        rows = rows.filter(pl.col("agreement").is_in(_agreements(context)))
    elif context.subject.agreement:
        rows = rows.filter(pl.col("agreement") == context.subject.agreement)
    for row in rows.unique("agreement", keep="first", maintain_order=True).head(_EVENTS).iter_rows(named=True):
        label = context.agreement(row["agreement"]).label
        days = (row["due_first"], row["due_last"] or row["due_first"])
        yield _entry(label, context.wording.text("timeline.windows"), "event", days, row["confidence"])


def _entry(label: str, lane: str, kind: Kind, days: Days, mark: str | None, last: Days | None = None) -> figures.Entry:  # noqa: PLR0917
    """What is due stands out; a bond of which nobody said how sure it is counts as unverified."""
    return figures.Entry(label=label, group=lane, kind=kind, first=days, last=last, mark=as_mark(mark) or "unverified")


def _days(row: Mapping[str, Any], column: str) -> tuple[date, date]:
    return row[f"{column}_first"], row[f"{column}_last"]
