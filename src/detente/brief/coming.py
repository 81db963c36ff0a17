"""What comes due for the subject: which bond ends, which notice must be given by when, who is on the way out?

From `register.exits.calendar`, one row per agreement for all parties whom the same days bind. Between two parties and
for one actor: 24 months; for a region: 12. What may be left on any day has no day of its own and stands behind the
rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from detente import durations
from detente.brief.concerns import concerns
from detente.brief.context import Context
from detente.register import exits
from detente.register.status import party_status
from detente.register.vocabularies import weakest

MONTHS: Final = {"actor": 24, "pair": 24, "alliance": 24, "region": 12}
_DAYS: Final = (
    *("due", "due_first", "due_last", "days_left", "term_end_first", "term_end_last", "at_term_end"),
    *("notice_safe", "notice_arguable", "notice_passed", "opens_first", "opens_last", "exit_first", "exit_last"),
    *("notice", "in_force"),
)
# Without an act of the parties the bond is over on that day; the other days pass by themselves.
_ENDS: Final = ("last_day", "exit_due")


@dataclass(frozen=True, slots=True)
class Coming:
    """One agreement and what comes due under it; `parties` are those of the subject for whom it does.

    `everyone`: no other party of the subject has other days.
    """

    agreement: str
    parties: tuple[str, ...]
    everyone: bool
    row: Mapping[str, Any]  # Any: a row of `exits.calendar`

    @property
    def days_left(self) -> int | None:
        """Days from the day of the page; negative: overdue; None: nothing with a day."""
        days: int | None = self.row["days_left"]
        return days

    @property
    def ends(self) -> bool:
        """Whether a bond ends on that day unless somebody acts."""
        return self.row["due"] in _ENDS


def coming(context: Context) -> tuple[Coming, ...]:
    """What comes due within the window, nearest first; then what is overdue; then what may be left on any day.

    Where nothing does, the one agreement that can be left first, however far away.
    """
    every = exits.calendar(context.snapshot).filter(pl.col("agreement").is_in(list(context.once(concerns).agreements)))
    rows = (
        every
        if context.subject.kind == "alliance"
        else every.filter(pl.col("party").is_in(list(context.subject.actors)))
    )
    if context.subject.kind == "pair":
        rows = rows.filter(pl.col("agreement").is_in(_between(context, rows)))
    found = sorted(
        (_joined(group, rows) for _, group in rows.group_by("agreement", *_DAYS, maintain_order=True)), key=_order
    )
    leaving = {each.agreement for each in found if each.row["due"] == "exit_due"}
    inside = tuple(
        each
        for each in found
        if _within(context, each) and (each.days_left is not None or each.agreement not in leaving)
    )
    if inside or context.subject.kind == "region":
        return inside
    left = [each for each in found if each.row["due_first"] or each.row["exit_first"]]
    return tuple(sorted(left, key=_first_way_out)[:1])


def _between(context: Context, rows: pl.DataFrame) -> list[str]:
    """Agreements that bind both, and promises of one alone; one that has lost either has no clock between them."""
    bound = rows.group_by("agreement", maintain_order=True).agg(pl.col("party").n_unique())
    alone = (
        party_status(context.snapshot)
        .filter(pl.col("capacity") == "party")
        .group_by("agreement", maintain_order=True)
        .agg(pl.col("party").n_unique())
    )
    both, unilateral = bound.filter(pl.col("party") == len(context.subject.actors)), alone.filter(pl.col("party") == 1)
    return [*both["agreement"], *unilateral["agreement"]]


def horizon(context: Context) -> date:
    """The last day of the window of this kind of subject."""
    return durations.add(context.snapshot.valid, durations.Duration(months=MONTHS[context.subject.kind]))


def _joined(group: pl.DataFrame, rows: pl.DataFrame) -> Coming:
    row = group.row(0, named=True)
    bound = rows.filter(pl.col("agreement") == row["agreement"])["party"]
    parties = tuple(group["party"].sort())
    known = group["confidence"].drop_nulls()
    records = tuple(dict.fromkeys(record for records in group["records"] for record in records))
    return Coming(
        row["agreement"],
        parties,
        set(parties) == set(bound),
        {**row, "records": records, "confidence": weakest([*known]) if known.len() else None},
    )


def _within(context: Context, each: Coming) -> bool:
    if each.days_left is not None:
        return each.days_left <= (horizon(context) - context.snapshot.valid).days
    # What falls with another agreement has the clock of that one, and is told there.
    has_own_way = each.row["exit_first"] is not None and each.row["follows"] is None
    return context.subject.kind in ("pair", "alliance") and has_own_way


def _order(each: Coming) -> tuple[float, float, float, str]:
    days = each.days_left
    group = 2.0 if days is None else 1.0 if days < 0 else 0.0
    return (group, abs(days or 0.0), 0.0 if each.ends else 1.0, each.agreement)


def _first_way_out(each: Coming) -> tuple[date, str]:
    return (min(day for day in (each.row["due_first"], each.row["exit_first"]) if day), each.agreement)
