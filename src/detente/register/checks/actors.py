"""Were the actors there on the day, under these codes, and is the capital where it should be?

A code belongs to a spell of an actor, never to the actor. When it lies: positions are compared with the other capitals
of the same region only, so a slip that stays in the region passes.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente.register import dates
from detente.register.checks.findings import found, nothing, together
from detente.register.checks.tables import Tables
from detente.register.checks.times import sharing_a_day
from detente.register.schema import TABLES

CODES: Final = ("iso2", "iso3", "iso_numeric", "cow", "gw")


def check_for_actor_not_existing_on_date(tables: Tables) -> pl.DataFrame:
    """A row names an actor on a day, or over a time, that lies outside every recorded spell of that actor."""
    mentions = list(_mentions(tables))
    if not mentions:
        return nothing()
    named = pl.concat(mentions)
    spells = tables.current("actors").select(
        "actor",
        pl.col("valid_from_first").fill_null(dates.FIRST_DAY).alias("appears"),
        pl.when(pl.col("valid_to").is_null()).then(dates.LAST_DAY).otherwise("valid_to_last").alias("vanishes"),
    )
    # A few thousand pairs of actor and time stand behind a million mentions: they are compared once each.
    times = named.select("actor", "first", "last").unique()
    possible = (pl.col("last") >= pl.col("appears")) & (pl.col("first") < pl.col("vanishes"))
    never = (
        times.join(spells, on="actor")
        .group_by("actor", "first", "last")
        .agg(possible.any().alias("possible"), pl.col("appears").min(), pl.col("vanishes").max())
        .filter(~pl.col("possible"))
    )
    life = pl.format(
        "{} to {}", "appears", pl.when(pl.col("vanishes") == dates.LAST_DAY).then(pl.lit("now")).otherwise(pl.col("vanishes").cast(pl.String))
    )
    return found(
        named.join(never, on=["actor", "first", "last"], maintain_order="left"),
        pl.col("table"),
        pl.col("field"),
        pl.format("{} on {}; its spells run from {}", "actor", "day", life),
        "correct the day or the actor, or add the spell",
    )


def _mentions(tables: Tables) -> Iterator[pl.DataFrame]:
    """Where an actor is named: table, record, field, actor, day (as written), first, last (certain bounds of the time)."""
    # A division of the world places actors before they are there: regions are left out.
    for name in (name for name in tables.filled if name != "regions"):
        table = TABLES[name]
        dated = tables.current(name).filter(pl.col("valid_from").is_not_null())
        for column in (c for c, target in table.references.items() if target == "actors"):
            named = dated.filter(pl.col(column).is_not_null()).select(
                pl.lit(name).alias("table"),
                "record",
                pl.lit(column).alias("field"),
                (pl.col(column).str.split(";") if table.about(column)["type"] == "refs" else pl.concat_list(column)).alias("actor"),
                pl.col("valid_from").alias("day"),
                pl.col("valid_from_first").alias("first"),
                pl.col("valid_from_last").alias("last"),
            )
            yield named.explode("actor")


def check_for_code_used_twice_on_date(tables: Tables) -> pl.DataFrame:
    """Two actors certainly carry one code on one day; columns are different codes (970 is Nauru in one, Kiribati in another)."""
    rows = tables.current("actors")
    return together(
        found(
            sharing_a_day(rows, [code], "actor"),
            "actors",
            code,
            pl.format("{} {} is {} and {} from {}", pl.lit(code), code, "actor", "actor_other", "from"),
            "correct one of the two, or end the spell",
        )
        for code in CODES
    )


def check_for_code_reused_over_time(tables: Tables) -> pl.DataFrame:
    """One code belonged to several actors at different times, so a table that uses it must be read by date."""
    rows = tables.current("actors")
    return together(_reused(rows, code) for code in CODES)


def _reused(rows: pl.DataFrame, code: str) -> pl.DataFrame:
    bearers = (
        rows.filter(pl.col(code).is_not_null())
        .sort("valid_from_first")
        .group_by(code, maintain_order=True)
        .agg(pl.col("record").alias("records"), pl.col("actor").unique(maintain_order=True))
        .filter(pl.col("actor").list.len() > 1)
    )
    message = pl.format("{} {} was {}", pl.lit(code), code, pl.col("actor").list.join(", then "))
    return found(bearers, "actors", code, message, "read the code by date")
