"""What lasted, what happened and what is due, on one scale of days?

A row for each thing, in groups: periods are bars, events are signs, windows (for a notice, a decision) are hollow
bars. The sign at a start tells how well it is known. A date known only to the month or year is drawn as the lighter
range in which it lies. When it lies: a bar is drawn from the dates recorded; that nothing ended is only that no end
was recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from detente.errors import DetenteError
from detente.figures import legend, theme
from detente.figures.figure import SCHEMA, Figure, Spec
from detente.figures.text import brief, clean
from detente.figures.timeline_marks import Bar, Sheet, draw, key

Days = tuple[date, date]
Kind = Literal["spell", "event", "window"]

VAGUE: Final = timedelta(days=2 * 366)  # a range wider than this does not stretch the scale
MOST_NAMED: Final = 12
COLUMNS: Final = {
    "group": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "first_earliest": pl.Date,
    "first_latest": pl.Date,
    "last_earliest": pl.Date,
    "last_latest": pl.Date,
    "mark": pl.String,
    "emphasised": pl.Boolean,
    "shown": pl.Boolean,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in time. A day is a date, or the earliest and latest day of a date that is known only roughly.

    `last` is the last day, inclusive; None means that no end is recorded (spell, window) or that it took one day
    (event).
    """

    label: str
    group: str
    kind: Kind
    first: date | Days
    last: date | Days | None = None
    mark: theme.Mark = "verified"
    emphasised: bool = False


def timeline(
    entries: Sequence[Entry],
    *,
    on: date,
    title: str,
    window: Days | None = None,
    width: int = theme.PAGE_WIDTH,
) -> Figure:
    """A timeline of `entries`; groups and rows in the order given, entries of one group and label on one row.

    Parameters
    ----------
    on : the day of the page, marked by a line.
    window : first and last day shown; by default all days named in `entries`, and `on`.
    width : of the sheet in px; type sizes do not change with it.

    Raises
    ------
    DetenteError : an entry that ends before it begins, or a window or range that runs backwards.
    """
    bars = [_bar(entry) for entry in entries]
    first, last = _checked(window, "window") if window else _window(bars, on)
    shown = [bar for bar in bars if bar.first[0] <= last and (bar.last is None or bar.last[1] >= first)]
    sheet = Sheet.of(shown, first=first, last=last, width=width)
    said = _sentences(bars, shown, sheet, on)
    layers, depth = legend.lay_out(key(shown), said, top=sheet.height + theme.SPACES[1], width=width)
    return Figure(
        spec=_spec([*draw(sheet, on), *layers], width, sheet.height + theme.SPACES[1] + depth),
        title=title,
        description=_describe(shown, sheet, on, said),
        table=_table(bars, shown),
    )


def _bar(entry: Entry) -> Bar:
    """The entry with both its days as ranges."""
    first = _checked(entry.first, entry.label)
    last = _checked(entry.last, entry.label) if entry.last is not None else None
    if entry.kind == "event" and last is None:
        last = first
    if last is not None and last[1] < first[0]:
        raise DetenteError(
            f"{entry.label!r} ends on {last[1]}, before it begins on {first[0]}",
            where="entries",
            expected="a last day on or after the first",
            next_step="correct the dates of the record",
        )
    return Bar(
        label=clean(entry.label),
        group=clean(entry.group),
        kind=entry.kind,
        first=first,
        last=last,
        mark=entry.mark,
        emphasised=entry.emphasised,
    )


def _checked(days: date | Days, where: str) -> Days:
    earliest, latest = (days, days) if isinstance(days, date) else days
    if latest < earliest:
        raise DetenteError(
            f"a range runs backwards, from {earliest} to {latest}",
            where=where,
            expected="the earlier day first",
            next_step="exchange the two days",
        )
    return earliest, latest


def _window(bars: Iterable[Bar], on: date) -> Days:
    """All days that are named within reason, and the day of the page, with a little room."""
    ranges = [days for bar in bars for days in (bar.first, bar.last) if days is not None]
    named = [on, *(day for days in ranges if days[1] - days[0] <= VAGUE for day in days)]
    room = timedelta(days=max(15, (max(named) - min(named)).days // 40))
    return min(named) - room, max(named) + room


def _sentences(bars: Sequence[Bar], shown: Sequence[Bar], sheet: Sheet, on: date) -> list[str]:
    said = []
    if not sheet.first <= on <= sheet.last:
        said.append(f"The day of the page, {on}, lies outside the period shown.")
    hidden = [bar for bar in bars if bar not in shown]
    if hidden:
        names = "; ".join(f"{brief(bar.label)} ({bar.first[0]})" for bar in hidden[:MOST_NAMED])
        more = f" and {len(hidden) - MOST_NAMED} more" if len(hidden) > MOST_NAMED else ""
        said.append(f"Outside the period shown: {names}{more}.")
    if not shown:
        said.append(f"Nothing recorded from {sheet.first} to {sheet.last}.")
    return said


def _describe(shown: Sequence[Bar], sheet: Sheet, on: date, said: Sequence[str]) -> str:
    """The timeline in sentences, for those who do not see it."""
    named = [f"{brief(bar.label)}, {bar.kind}, {_words(bar)}, {bar.mark}" for bar in shown[:MOST_NAMED]]
    more = [f"and {len(shown) - MOST_NAMED} more"] if len(shown) > MOST_NAMED else []
    body = f"{'; '.join([*named, *more])}." if named else ""
    return " ".join(filter(None, [f"Timeline from {sheet.first} to {sheet.last}, as of {on}.", body, *said]))


def _words(bar: Bar) -> str:
    """`from 2026-01-01 to 2027-03-31`, ranges as `2026-01-01/2026-12-31`."""
    first = "/".join(str(day) for day in dict.fromkeys(bar.first))
    if bar.last is None:
        return f"from {first}, no end recorded"
    last = "/".join(str(day) for day in dict.fromkeys(bar.last))
    return f"on {first}" if first == last else f"from {first} to {last}"


def _table(bars: Sequence[Bar], shown: Sequence[Bar]) -> pl.DataFrame:
    """One row per entry; an end that is not recorded is null."""
    rows = [
        {
            "group": bar.group,
            "label": bar.label,
            "kind": bar.kind,
            "first_earliest": bar.first[0],
            "first_latest": bar.first[1],
            "last_earliest": bar.last[0] if bar.last else None,
            "last_latest": bar.last[1] if bar.last else None,
            "mark": bar.mark,
            "emphasised": bar.emphasised,
            "shown": bar in shown,
        }
        for bar in bars
    ]
    return pl.DataFrame(rows, schema=COLUMNS)


def _spec(layers: list[Spec], width: int, height: float) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": round(height),
        "padding": 0,
        "autosize": "none",
        "config": theme.altair_config(),
        "layer": layers,
    }
