"""Who spends and pays what: figures by definition and edition, beside the pledge on the same one, without a verdict.

Two definitions never stand in one line and nothing is averaged; each figure keeps its edition and the publisher's own
mark of an estimate. Support that one side pays the other is named with its claimants. From `register.figures` and the
pledges; whether a pledge is met is for `alliances.burden` to say.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Name, Span, Words, amount, count
from detente.register.dates import PartialDate

_SHARE: Final = "defence_expenditure_share_of_gdp"
_SPENT: Final = "defence_expenditure"
_TOP: Final = 5
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}


def burden(context: Context) -> Section:
    """Shares of GDP, pledges, support paid, and for a region the largest budgets."""
    lines = {"actor": _of_actor, "pair": _of_pair, "alliance": _of_alliance, "region": _of_region}[context.subject.kind]
    items = tuple(lines(context))
    say = context.wording.text
    return Section(
        name="burden",
        title=say("burden.title"),
        items=items,
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("burden.none")),
        coverage=say("burden.coverage"),
        method="register.figures beside the pledges, no verdict",
    )


def _figures(context: Context, indicator: str) -> pl.DataFrame:
    """Figures of the subject's actors, the latest period and edition first."""
    rows = context.snapshot.observations.filter(
        pl.col("indicator").str.starts_with(indicator) & pl.col("actor").is_in(list(context.subject.actors))
    )
    return rows.sort(
        "valid_from_last",
        "vintage_last",
        "actor",
        "record",
        descending=[True, True, False, False],
        nulls_last=True,
    )


def _of_actor(context: Context) -> Iterator[Item]:
    yield from _pledges(context, pl.col("actor").is_in(list(context.subject.actors)))
    yield from _by_definition(context, _figures(context, _SHARE))
    yield from _support(context, _figures(context, "host_nation_support"))


def _of_pair(context: Context) -> Iterator[Item]:
    yield from _by_definition(context, _figures(context, _SHARE))
    paid = _figures(context, "host_nation_support")
    yield from _support(context, paid.filter(pl.col("counterpart").is_in(list(context.subject.actors))))


def _of_alliance(context: Context) -> Iterator[Item]:
    yield from _pledges(context, pl.col("actor") == context.subject.key)
    yield from _by_definition(context, _figures(context, _SHARE))


def _of_region(context: Context) -> Iterator[Item]:
    """The five largest budgets of the newest edition, and of how many states there is a figure."""
    rows = _figures(context, _SPENT).filter((pl.col("indicator") == _SPENT) & pl.col("counterpart").is_null())
    for (basis, _unit, period, vintage), group in rows.group_by(
        "basis", "unit", "period", "vintage", maintain_order=True
    ):
        top = group.sort("value", descending=True, maintain_order=True).head(_TOP)
        spans = context.line(
            "burden.largest",
            period=Words(str(period), (top["record"][0],)),
            basis=_basis(context, basis, (top["record"][0],)),
            edition=_edition(context, vintage, (top["record"][0],)),
            figures=context.listed_parts(_figure(context, row, named=True) for row in top.iter_rows(named=True)),
            have=count(group["actor"].n_unique(), "", tuple(group["record"])),
            of=count(len(context.subject.actors), "", _placed(context)),
        )
        newest = max(group["vintage_last"].drop_nulls(), default=None)
        yield context.item(
            spans, mark=weakest_mark(top["confidence"]), weight=(5.0, float(newest.toordinal()) if newest else 0.0)
        )


def _pledges(context: Context, whose: pl.Expr) -> Iterator[Item]:
    """Each pledge with the figures on its own definition; those on another definition do not stand beside it."""
    pledged = (
        context.snapshot.pledges.filter(whose)
        .unique("pledge", keep="last", maintain_order=True)
        .sort("valid_from_last", descending=True, nulls_last=True)
    )
    for row in pledged.iter_rows(named=True):
        record = (row["record"],)
        basis = row["basis"]
        figures = _figures(context, row["indicator"]).filter(pl.col("indicator") == row["indicator"])
        same = figures.filter(
            pl.col("basis").is_null()
            if basis is None
            else (pl.col("basis") == basis) | pl.col("basis").str.starts_with(f"{basis} (")
        )
        due = context.line("burden.due", day=Day(PartialDate.parse(row["due"]), record)) if row["due"] else ()
        spans = context.line(
            f"burden.pledge_{'members' if row['measured_on'] == 'each member' else 'one'}",
            pledge=Name(row["pledge"], row["pledge"], record),
            threshold=(
                *context.line(
                    f"burden.comparator_{ {'>=': 'least', '<=': 'most', '=': 'exactly'}[row['comparator']] }"
                ),
                amount(row["value"], row["unit"], record),
            ),
            indicator=context.line(f"burden.indicator_{row['indicator']}")
            if f"burden.indicator_{row['indicator']}" in context.wording.patterns
            else (Words(row["indicator"].replace("_", " "), record),),
            basis=(*context.line("page.comma"), Words(basis, record)) if basis else (),
            due=due,
            figures=_beside(context, same),
        )
        marks = [row["confidence"], *same["confidence"]]
        started = row["valid_from_last"]
        yield context.item(
            spans,
            mark=weakest_mark(marks),
            weight=(20.0, float(started.toordinal()) if started else 0.0),
            evidence=record,
        )


def _beside(context: Context, figures: pl.DataFrame) -> tuple[Span, ...]:
    """The figures on the pledge's own definition, a group for each period and edition, the latest first."""
    if figures.is_empty():
        return context.line("burden.no_figure")
    parts = [
        context.line(
            "burden.of_period",
            period=Words(str(period), (group["record"][0],)),
            edition=_edition(context, vintage, (group["record"][0],)),
            figures=context.listed_parts(
                _figure(context, row, named=True)
                for row in group.sort("value", descending=True, maintain_order=True).iter_rows(named=True)
            ),
        )
        for (period, vintage), group in figures.group_by("period", "vintage", maintain_order=True)
    ]
    return context.line("burden.beside", figures=context.listed_parts(parts))


def _by_definition(context: Context, rows: pl.DataFrame) -> Iterator[Item]:
    """One line per definition, edition and period; within it every actor that has a figure, the highest first."""
    groups = rows.filter(pl.col("indicator") == _SHARE).group_by("basis", "vintage", "period", maintain_order=True)
    for (basis, vintage, period), group in groups:
        record = (group["record"][0],)
        several = len(context.subject.actors) > 2
        spans = context.line(
            "burden.shares_of" if several else "burden.shares",
            period=Words(str(period), record),
            basis=_basis(context, basis, record),
            edition=_edition(context, vintage, record),
            figures=context.listed_parts(
                _figure(context, row, named=context.subject.kind != "actor")
                for row in group.sort("value", descending=True, maintain_order=True).iter_rows(named=True)
            ),
            **(
                {
                    "have": count(group["actor"].n_unique(), "", tuple(group["record"])),
                    "of": count(len(context.subject.actors), "", _placed(context)),
                }
                if several
                else {}
            ),
        )
        newest, latest = group["vintage_last"][0], group["valid_from_last"][0]
        weight = (10.0, float(latest.toordinal()) if latest else 0.0, float(newest.toordinal()) if newest else 0.0)
        yield context.item(spans, mark=weakest_mark(group["confidence"]), weight=weight)


def _support(context: Context, rows: pl.DataFrame) -> Iterator[Item]:
    """What one side pays for the other's forces: a line for each period and definition, claimants by the alphabet."""
    for (actor, counterpart, indicator, period, basis, _unit), group in rows.group_by(
        "actor", "counterpart", "indicator", "period", "basis", "unit", maintain_order=True
    ):
        record = (group["record"][0],)
        values: list[Span] = []
        for row in group.sort("claimant", "record", nulls_last=True).iter_rows(named=True):
            values += context.line("burden.or") if values else ()
            values += _figure(context, row, named=False)
            values += (
                context.line("burden.claimed", who=Words(row["claimant"], (row["record"],))) if row["claimant"] else ()
            )
        towards = (*context.line("burden.towards"), context.actor(str(counterpart))) if counterpart else ()
        spans = context.line(
            "burden.support",
            actor=context.actor(str(actor)),
            towards=towards,
            period=Words(str(period), record),
            what=(Words(str(basis or str(indicator).replace("_", " ")), record),),
            values=tuple(values),
        )
        latest = group["valid_from_last"][0]
        yield context.item(
            spans,
            mark=weakest_mark(group["confidence"]),
            weight=(8.0, 1.0 if group.height > 1 else 0.0, float(latest.toordinal()) if latest else 0.0),
        )


def _figure(context: Context, row: Mapping[str, Any], *, named: bool) -> tuple[Span, ...]:
    """One figure as published, the publisher's estimates marked."""
    record = (row["record"],)
    figure = amount(row["value"], row["unit"], record, decimals=row["decimals"])
    estimate = context.line("burden.estimate") if row["estimate"] else ()
    return (*((context.actor(row["actor"]), *context.line("burden.space")) if named else ()), figure, *estimate)


def _basis(context: Context, basis: object, record: tuple[str, ...]) -> tuple[Span, ...]:
    return (Words(str(basis), record),) if basis else context.line("burden.no_basis")


def _edition(context: Context, vintage: object, record: tuple[str, ...]) -> tuple[Span, ...]:
    return context.line("burden.edition", day=Day(PartialDate.parse(str(vintage)), record)) if vintage else ()


def _placed(context: Context) -> tuple[str, ...]:
    """The rows that say how many there are: memberships of the alliance, or the region's list."""
    subject, snapshot = context.subject, context.snapshot
    if subject.kind == "region":
        rows = snapshot.regions.filter(
            pl.col("actor").is_in(list(subject.actors)) & (pl.col("region") == subject.title)
        )
    else:
        rows = snapshot.memberships.filter((pl.col("organisation") == subject.key) & (pl.col("status") == "member"))
    return tuple(rows["record"].head(1)) or tuple(
        snapshot.actors.filter(pl.col("actor").is_in(list(subject.actors)))["record"].head(1)
    )
