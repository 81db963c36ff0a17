"""What do we not know that bears on this page, in which order, and what would settle it?

Eight kinds, ranked: (1) a bond of which it cannot be told whether it holds; (2) values that contradict each other; (3)
unverified rows under a legal duty or a window; (4) signed, entry into force not recorded; (5) term ended, no renewal
recorded; (6) activities presumed held; (7) what nobody has looked for; (8) figures two editions behind. Computed from
the rows; nobody writes them. When it lies: an agreement that nobody listed raises no question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from detente import durations
from detente.brief.coming import coming
from detente.brief.concerns import concerning, concerns
from detente.brief.context import Context
from detente.register.activities import activity_status
from detente.register.obligations import duties
from detente.register.status import party_status

_PAGE_TABLES: Final = (
    "agreements",
    "participations",
    "provisions",
    "statements",
    "activities",
    "posts",
    "channels",
    "transfers",
)
_DUTIES: Final = ("assist", "consult", "host", "finance")
_BEHIND: Final = 2
_RECENT: Final = durations.Duration(months=-24)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its rank (1 is asked first), kind, what it is about, and the rows a reader would check.

    `weight` orders questions of one rank, greater first. `told` holds what the words of the kind need.
    """

    rank: int
    kind: str
    about: str
    records: tuple[str, ...]
    weight: float = 0.0
    told: Mapping[str, Any] | None = None


def questions(context: Context) -> tuple[Question, ...]:
    """All open questions about the subject, ranked."""
    found = [
        *_bonds(context),
        *_contested_figures(context),
        *_unverified(context),
        *_presumed_held(context),
        *_not_looked_for(context),
        *_old_figures(context),
    ]
    return tuple(sorted(found, key=lambda question: (question.rank, -question.weight, question.about)))


def _status(context: Context) -> pl.DataFrame:
    rows = party_status(context.snapshot).filter(pl.col("capacity") == "party")
    return concerning(context, "participations", rows)


def _bonds(context: Context) -> Iterator[Question]:
    """Of each agreement: contested, cannot be told, term ended, or signed only."""
    for (agreement,), group in _status(context).group_by("agreement", maintain_order=True):
        records = tuple(dict.fromkeys(record for records in group["records"] for record in records))
        contested, unknown = group.filter("contested"), group.filter(pl.col("in_force").is_null())
        signed = group.filter((pl.col("state") == "signed") & (pl.col("reason") == "entry into force not recorded"))
        if not contested.is_empty() and not unknown.is_empty():
            who = [claimant for claimants in contested["claimants"] for claimant in claimants]
            yield Question(2, "contested", str(agreement), records, 1.0, {"who": sorted(dict.fromkeys(who))})
        elif not unknown.is_empty() and str(unknown["reason"][0]).startswith("term ended"):
            yield Question(5, "term_ended", str(agreement), records)
        elif not unknown.is_empty():
            yield Question(1, "cannot_tell", str(agreement), records, told={"reason": unknown["reason"][0]})
        elif not signed.is_empty():
            row = signed.row(0, named=True)
            day = (row["since_first"], row["since_last"])
            yield Question(4, "signed", str(agreement), records, _ordinal(row["since_last"]), {"day": day})


def _contested_figures(context: Context) -> Iterator[Question]:
    """One figure, one period, one definition, one edition: and two values."""
    same = ["actor", "counterpart", "indicator", "period", "unit", "basis", "vintage"]
    rows = concerning(context, "observations", context.snapshot.observations)
    if context.subject.kind == "pair":
        rows = rows.filter(pl.col("counterpart").is_in(list(context.subject.actors)).fill_null(value=False))
    groups = rows.group_by(same, maintain_order=True).agg(
        "record", "value", "decimals", "claimant", pl.col("valid_to_last").max()
    )
    for row in groups.filter(pl.col("value").list.n_unique() > 1).iter_rows(named=True):
        yield Question(
            2,
            "contested_figure",
            f"{row['indicator']} {row['period']}",
            tuple(row["record"]),
            _ordinal(row["valid_to_last"]) / 1e6,
            row,
        )


def _unverified(context: Context) -> Iterator[Question]:
    """Agreements with unverified rows under a legal duty in force, or under a window; soonest window first."""
    known = context.once(concerns).agreements
    legal = duties(context.snapshot).filter(
        pl.col("agreement").is_in(list(known))
        & (pl.col("binding") == "legal")
        & pl.col("in_force").fill_null(value=True)
        & pl.col("kind").is_in(_DUTIES)
    )
    legal = legal.filter(context.is_about("obligor") | context.is_about("obligee"))
    behind: dict[str, list[str]] = {}
    soon: dict[str, float] = {}
    for each in context.once(coming):
        behind.setdefault(each.agreement, []).extend(each.row["records"])
        soon[each.agreement] = 1e6 - (each.days_left if each.days_left is not None and each.days_left >= 0 else 9e5)
    for agreement, records in (
        legal.group_by("agreement", maintain_order=True)
        .agg(pl.col("records").list.explode(keep_nulls=False, empty_as_null=False))
        .iter_rows()
    ):
        behind.setdefault(agreement, []).extend(records)
        soon.setdefault(agreement, 5e4)
    unsure = _unsure(context)
    for agreement, records in behind.items():
        rows = tuple(record for record in dict.fromkeys(records) if record in unsure)
        if rows:
            yield Question(3, "unverified", agreement, rows, soon[agreement])


def _unsure(context: Context) -> frozenset[str]:
    tables = [context.snapshot.recorded(name) for name in ("participations", "provisions")]
    return frozenset(
        record for rows in tables for record in rows.filter(pl.col("confidence") == "unverified")["record"]
    )


def _presumed_held(context: Context) -> Iterator[Question]:
    """Those of the last 24 months as one question, with the latest."""
    recent = pl.col("ends_last") >= durations.add(context.snapshot.valid, _RECENT)
    rows = context.snapshot.once(activity_status).filter(
        pl.col("activity").is_in(list(context.once(concerns).activities))
        & (pl.col("state") == "presumed_held")
        & recent
    )
    if rows.is_empty():
        return
    own = (
        context.snapshot.recorded("activities")
        .unique("activity", keep="last", maintain_order=True)
        .select("activity", "record")
    )
    rows = rows.sort("begins_last", "activity", descending=[True, False]).join(
        own, on="activity", maintain_order="left"
    )
    yield Question(6, "presumed_held", rows["activity"][0], tuple(rows["record"]), told={"title": rows["title"][0]})


def _not_looked_for(context: Context) -> Iterator[Question]:
    """Lists of which the register itself says that nobody made them."""
    rows = context.snapshot.coverage.filter((pl.col("completeness") == "none") & pl.col("table").is_in(_PAGE_TABLES))
    for row in rows.iter_rows(named=True):
        yield Question(7, "no_list", row["table"], (row["record"],), told={"what": row["statement"]})


def _old_figures(context: Context) -> Iterator[Question]:
    """Of one definition: the actor's newest edition has two or more editions after it."""
    rows = context.snapshot.observations.filter(pl.col("vintage").is_not_null())
    editions = (
        rows.select("indicator", "basis", "vintage", "vintage_last")
        .unique(maintain_order=True)
        .sort("vintage_last", "vintage")
    )
    by_definition = editions.group_by("indicator", "basis", maintain_order=True).agg("vintage", "vintage_last")
    newest = (
        rows.sort("vintage_last", "period", "record")
        .group_by("actor", "indicator", "basis", maintain_order=True)
        .agg(pl.col("vintage", "vintage_last", "record").last())
    )
    ours = concerning(context, "observations", newest) if context.subject.kind != "alliance" else newest.clear()
    for row in ours.join(
        by_definition, on=["indicator", "basis"], suffix="_all", nulls_equal=True, maintain_order="left"
    ).iter_rows(named=True):
        later = [
            vintage
            for vintage, last in zip(row["vintage_all"], row["vintage_last_all"], strict=True)
            if last > row["vintage_last"]
        ]
        if len(later) >= _BEHIND:
            yield Question(8, "old_figure", row["indicator"], (row["record"],), told={**row, "newest": later[-1]})


def _ordinal(day: Any) -> float:
    return float(day.toordinal()) if day else 0.0
