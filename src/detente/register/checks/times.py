"""Do the dates of a row hang together, and those of several rows that speak of one thing?

Partial dates are intervals of days. A finding is made only where every reading of them is at fault: two statements
conflict when no day fits both, two spells overlap when some day certainly lies in both.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from detente.register import dates
from detente.register.checks.findings import found, nothing, together
from detente.register.checks.tables import Tables
from detente.register.schema import TABLES
from detente.register.settle import settle

# Before the peace of Westphalia there was no system of states to record; a year this early is a slip of the pen.
_FIRST_YEAR: Final = 1648
# The longest term in a published treaty runs 100 years.
_YEARS_AHEAD: Final = 120
_THING: Final = ("table", "field", "thing")
_NOT_LATER_THAN_RECORDED: Final = (("sources", "published"), ("sources", "retrieved"), ("observations", "vintage"))


def check_for_reversed_intervals(tables: Tables) -> pl.DataFrame:
    """A spell certainly ends before it holds for a day, or a window or range has its ends exchanged."""
    ends = [(name, "valid_from", "valid_to") for name in tables.filled]
    ends += [("decisions", "window_from", "window_to"), ("indicators", "baseline_on", "target_on")]
    reversed_dates = [(name, low, high, pl.col(f"{high}_last") <= pl.col(f"{low}_first")) for name, low, high in ends]
    reversed_values = [
        (name, low, high, pl.col(high) < pl.col(low))
        for name, low, high in (("activities", "starts_at", "ends_at"), ("participants", "personnel", "personnel_to"))
    ]
    return together(
        found(
            tables.current(name).filter(wrong),
            name,
            high,
            pl.format("from {} to {}", low, high),
            "exchange the two; the end of a spell is the first day on which it no longer held",
        )
        for name, low, high, wrong in (*reversed_dates, *reversed_values)
    )


def check_for_dates_out_of_range(tables: Tables) -> pl.DataFrame:
    """A date lies before there were states or a lifetime ahead, a source was read too early, or an act has an end."""
    return together(_out_of_range(tables.current(name), name) for name in tables.filled)


def _out_of_range(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    table = TABLES[name]
    recorded, to = pl.col("recorded_at").dt.date(), pl.col("valid_to")
    faults: list[tuple[str, pl.Expr, pl.Expr]] = []
    for column in table.dates:
        first, last = pl.col(f"{column}_first"), pl.col(f"{column}_last")
        far_off = (last.dt.year() < _FIRST_YEAR) | (first.dt.year() > recorded.dt.year() + _YEARS_AHEAD)
        faults.append((column, far_off, pl.format("{} {}: check the year", pl.lit(column), column)))
        if (name, column) in _NOT_LATER_THAN_RECORDED:
            message = pl.format("{} {}, recorded on {}", pl.lit(column), column, recorded)
            faults.append((column, first > recorded, message))
    if table.time in ("act", "event"):
        message = pl.format("an act or event of {} that ends {}", pl.col("valid_from").fill_null("an unknown day"), to)
        faults.append(("valid_to", to.is_not_null(), message))
    if name == "sources":
        unread = pl.col("retrieved_last") < pl.col("published_first")
        faults.append(("retrieved", unread, pl.format("read {}, published {}", "retrieved", "published")))
    # One look at the table says which faults it has at all; most have none.
    present = rows.select(fault.any().alias(str(i)) for i, (_, fault, _) in enumerate(faults)).row(0)
    return together(
        found(rows.filter(fault), name, column, message, "correct the date; an act has a day and no end")
        for is_there, (column, fault, message) in zip(present, faults, strict=True)
        if is_there
    )


def check_for_overlapping_spells(tables: Tables) -> pl.DataFrame:
    """Two numbered spells of one thing certainly share a day, or an actor is in two regions of a scheme at once."""
    numbered = [
        name for name in tables.filled if TABLES[name].time == "spell" and "occurrence" in TABLES[name].logical_key
    ]
    things = [(name, [c for c in TABLES[name].logical_key if c != "occurrence"], "occurrence") for name in numbered]
    return together(
        found(
            sharing_a_day(tables.current(name), same, apart),
            name,
            "valid_from",
            pl.format("{} and {} share days from {}", *(pl.col("records").list.get(i) for i in (0, 1)), "from"),
            "end the first on the day the second begins, or make them one spell",
        )
        for name, same, apart in (*things, ("regions", ["actor", "scheme"], "region"))
    )


def sharing_a_day(rows: pl.DataFrame, same: Sequence[str], apart: str) -> pl.DataFrame:
    """Pairs of spells equal in `same`, different in `apart`, that certainly share a day.

    Columns: `same`, `apart`, `{apart}_other`, `records` (the two), `from` (first day certainly shared).
    """
    spells = rows.select(
        *same,
        apart,
        "record",
        pl.col("valid_from_last").alias("from"),
        pl.when(pl.col("valid_to").is_null()).then(dates.LAST_DAY).otherwise("valid_to_first").alias("to"),
    ).drop_nulls([*same, "from"])
    several = spells.filter(pl.col(apart).min().over(same) != pl.col(apart).max().over(same))
    pairs = several.join(several, on=same, suffix="_other").filter(pl.col(apart) < pl.col(f"{apart}_other"))
    shared = pairs.with_columns(
        pl.max_horizontal("from", "from_other").alias("from"), pl.min_horizontal("to", "to_other").alias("to")
    ).filter(pl.col("from") < pl.col("to"))
    # Several statements may speak of one spell; one pair of them is enough to look at.
    return shared.select(
        *same, apart, f"{apart}_other", pl.concat_list("record", "record_other").alias("records"), "from"
    ).unique([*same, apart, f"{apart}_other"], keep="first", maintain_order=True)


def check_for_refinement_outside_its_statement(tables: Tables) -> pl.DataFrame:
    """A record `X.b` gives a finer date than record `X`, but not one that lies inside it."""
    is_finer = pl.col("record").str.contains(r"\.[b-z]$")
    refining = tables.provenance.filter(is_finer)["table"].unique(maintain_order=True)
    return together(_not_inside(tables.current(name), name, is_finer) for name in refining)


def _not_inside(rows: pl.DataFrame, name: str, is_finer: pl.Expr) -> pl.DataFrame:
    columns = TABLES[name].dates
    days = rows.select("record", *(f"{column}{end}" for column in columns for end in ("", "_first", "_last")))
    finer = days.filter(is_finer).with_columns(pl.col("record").str.head(-2).alias("refined"))
    pairs = finer.join(days, left_on="refined", right_on="record", suffix="_coarse", maintain_order="left")
    return together(_outside(pairs, name, column) for column in columns)


def _outside(pairs: pl.DataFrame, name: str, column: str) -> pl.DataFrame:
    first, last = pl.col(f"{column}_first"), pl.col(f"{column}_last")
    coarse_first, coarse_last = pl.col(f"{column}_first_coarse"), pl.col(f"{column}_last_coarse")
    # A second statement beside an exact day cannot refine it: that is a conflict, and another check's.
    outside = pairs.filter((coarse_first < coarse_last) & ((first < coarse_first) | (last > coarse_last)))
    return found(
        outside.with_columns(pl.concat_list("record", "refined").alias("records")),
        name,
        column,
        pl.format("{} {} does not lie inside {} of {}", pl.lit(column), column, f"{column}_coarse", "refined"),
        "correct one of the two; the end of a spell is the first day after it",
    )


def check_for_conflicting_statements(tables: Tables) -> pl.DataFrame:
    """Statements about one thing give dates of which no day fits all."""
    # Figures are never combined: every edition stands. A source or alias said twice is check_for_duplicate_keys'.
    combined = [
        name
        for name in tables.filled
        if TABLES[name].time not in ("figure", "reference") and TABLES[name].logical_key != ("record",)
    ]
    torn = [rows for name in combined for rows in _torn(tables.sharing_a_key(name), name)]
    if not torn:
        return nothing()
    statements = pl.concat(torn)
    unused = settle(statements, _THING, dates.LAST_DAY, "day").select(*_THING, "conflicts")
    claim = pl.when(pl.col("claimant").is_null()).then("day").otherwise(pl.format("{} ({})", "day", "claimant"))
    things = (
        statements.sort("confidence", maintain_order=True)
        .group_by(_THING, maintain_order=True)
        .agg(pl.col("record").alias("records"), claim.alias("claims"))
        .join(unused, on=_THING, maintain_order="left")
    )
    verdict = (
        pl.when(pl.col("conflicts").list.len() > 0)
        .then(pl.format("; less sure and not used: {}", pl.col("conflicts").list.join(", ")))
        .otherwise(pl.lit("; unknown between them"))
    )
    return found(
        things,
        pl.col("table"),
        pl.col("field"),
        pl.col("claims").list.join(" and ") + verdict,
        "read the registered text, add a verified version, or leave both",
    )


def _torn(shared: pl.DataFrame, name: str) -> Iterator[pl.DataFrame]:
    """Statements of one thing that share no day: `_THING`, record, confidence, claimant, day, day_first, day_last."""
    if shared.is_empty():
        return
    thing = pl.concat_str(pl.col(TABLES[name].logical_key).cast(pl.String).fill_null(""), separator="\t")
    for column in TABLES[name].dates:
        first, last = pl.col("day_first"), pl.col("day_last")
        days = shared.select(
            pl.lit(name).alias("table"),
            pl.lit(column).alias("field"),
            thing.alias("thing"),
            "record",
            "confidence",
            "claimant",
            pl.col(column).alias("day"),
            pl.col(f"{column}_first").alias("day_first"),
            pl.col(f"{column}_last").alias("day_last"),
        ).drop_nulls("day")
        # Intervals of days share a day exactly when the latest beginning is not after the earliest end.
        yield days.filter(first.max().over("thing") > last.min().over("thing"))


def check_for_future_acts(tables: Tables) -> pl.DataFrame:
    """An act or event is dated after the day it was recorded."""
    acts = [name for name in tables.filled if TABLES[name].time in ("act", "event")]
    return together(
        found(
            tables.current(name).filter(pl.col("valid_from_first") > pl.col("recorded_at").dt.date()),
            name,
            "valid_from",
            pl.format("dated {}, recorded on {}", "valid_from", pl.col("recorded_at").dt.date()),
            "record what was announced on the day it was announced, with `effective`; or a plan as a plan",
        )
        for name in acts
    )
