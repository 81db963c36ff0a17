"""Were the actors there on the day, under these codes, and is the capital where it should be?

A code belongs to a spell of an actor, never to the actor. When it lies: a capital is compared with the other capitals
of its region and with its own other spells, so a slip that stays in the region passes, and so does one of a state whose
region is not recorded.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente import geography
from detente.register import dates
from detente.register.checks.findings import found, nothing, together
from detente.register.checks.tables import Tables
from detente.register.checks.times import sharing_a_day
from detente.register.schema import TABLES

CODES: Final = ("iso2", "iso3", "iso_numeric", "cow", "gw")

# The loneliest capitals, Canberra and Wellington, lie 2,329 km apart.
_ALONE_KM: Final = 2500.0
_SAME_CITY_KM: Final = 100.0
_TIME: Final = ["actor", "first", "last", "end_first"]


def check_for_actor_not_existing_on_date(tables: Tables) -> pl.DataFrame:
    """A row names an actor at a time outside every recorded spell of that actor, or runs on after the last of them."""
    spells = tables.current("actors").select(
        "actor",
        pl.col("valid_from_first").fill_null(dates.FIRST_DAY).alias("appears"),
        pl.when(pl.col("valid_to").is_null()).then(dates.LAST_DAY).otherwise("valid_to_last").alias("vanishes"),
    )
    mentions = list(_mentions(tables))
    if not mentions:
        return nothing()
    named = pl.concat(mentions).collect()
    # A few thousand pairs of actor and time stand behind a million mentions: they are compared once each.
    there = (pl.col("first") < pl.col("vanishes")) & (pl.col("last") >= pl.col("appears"))
    lives = (
        named.select(_TIME)
        .unique()
        .join(spells, on="actor")
        .group_by(_TIME)
        .agg(there.any().alias("there"), pl.col("appears").min(), pl.col("vanishes").max())
        .filter(~pl.col("there") | (pl.col("end_first") > pl.col("vanishes")))
    )
    still = (
        pl.when(pl.col("vanishes") == dates.LAST_DAY).then(pl.lit("now")).otherwise(pl.col("vanishes").cast(pl.String))
    )
    time = pl.when("there").then(pl.format("until {}", "end")).otherwise(pl.format("on {}", "day"))
    return found(
        named.join(lives, on=_TIME, maintain_order="left"),
        pl.col("table"),
        pl.col("field"),
        pl.format("{} {}; its spells run from {} to {}", "actor", time, "appears", still),
        "correct the day or the actor, or add the spell",
    )


def _mentions(tables: Tables) -> Iterator[pl.LazyFrame]:
    """Where an actor is named: table, record, field, actor, day and end as written, and first, last, end_first."""
    # A division of the world places actors before they are there: regions are left out.
    for name in (name for name in tables.filled if name != "regions"):
        table, rows = TABLES[name], tables.current(name).lazy()
        first, last = pl.col("valid_from_first"), pl.col("valid_from_last")
        if table.time == "figure":  # a figure of a year is one of those who were there in some part of it
            last = pl.coalesce(pl.col("valid_to_last").dt.offset_by("-1d"), last)
        # An agreement has no end of its own: its ends are acts of the parties.
        runs_on = pl.when(pl.col("valid_to").is_null()).then(dates.LAST_DAY).otherwise("valid_to_first")
        end_first = runs_on if table.time == "spell" and name != "agreements" else first
        for column in (c for c, target in table.references.items() if target == "actors"):
            # The predecessor is gone on the day of the succession.
            gone = (name, column) == ("successions", "predecessor")
            yield (
                rows.filter(pl.col(column).is_not_null() & pl.col("valid_from").is_not_null())
                .select(
                    pl.lit(name).alias("table"),
                    "record",
                    pl.lit(column).alias("field"),
                    pl.col(column).str.split(";").alias("actor"),
                    pl.col("valid_from").alias("day"),
                    pl.col("valid_to").fill_null("now").alias("end"),
                    (first.dt.offset_by("-1d") if gone else first).alias("first"),
                    (last.dt.offset_by("-1d") if gone else last).alias("last"),
                    (pl.lit(dates.FIRST_DAY) if gone else end_first).alias("end_first"),
                )
                .explode("actor", empty_as_null=False)
            )


def check_for_code_used_twice_on_date(tables: Tables) -> pl.DataFrame:
    """Two actors certainly carry one code on one day.

    Columns are different codes: 970 is Nauru in COW and Kiribati in GW, and no clash.
    """
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
    """One code belonged to several actors in turn, so a table that uses it must be read by date."""
    rows = tables.current("actors")
    return together(_reused(rows, code) for code in CODES)


def _reused(rows: pl.DataFrame, code: str) -> pl.DataFrame:
    gone = pl.when(pl.col("valid_to").is_null()).then(dates.LAST_DAY).otherwise("valid_to_first")
    bearers = (
        rows.filter(pl.col(code).is_not_null())
        .sort("valid_from_first")
        .group_by(code, maintain_order=True)
        .agg(
            pl.col("record").alias("records"),
            pl.col("actor").unique(maintain_order=True),
            (pl.col("valid_from_last").shift(-1) >= gone).all().alias("in_turn"),
        )
        .filter((pl.col("actor").list.len() > 1) & pl.col("in_turn"))
    )
    message = pl.format("{} {} was {}", pl.lit(code), code, pl.col("actor").list.join(", then "))
    return found(bearers, "actors", code, message, "read the code by date")


def check_for_capital_far_from_state(tables: Tables) -> pl.DataFrame:
    """A capital lies far from all others of its region, from itself in another spell, or on another capital."""
    placed = tables.current("actors").filter(pl.col("capital_lat").is_not_null() & pl.col("capital_lon").is_not_null())
    return together([_alone(placed, tables.current("regions")), _moved(placed), _on_another(placed)])


def _alone(placed: pl.DataFrame, regions: pl.DataFrame) -> pl.DataFrame:
    """Wrong signs and exchanged coordinates carry a capital to another part of the world."""
    here = placed.join(regions.select("actor", "scheme", "region"), on="actor", maintain_order="left")
    there = here.select(
        "scheme", "region", "actor", pl.col("capital_lat").alias("lat"), pl.col("capital_lon").alias("lon")
    )
    lat, lon = pl.col("capital_lat"), pl.col("capital_lon")
    slips = {
        "with the other sign of latitude": (-lat, lon),
        "with the other sign of longitude": (lat, -lon),
        "exchanged": (lon, lat),
    }
    places = {"as given": (lat, lon), **slips}
    pairs = here.join(there, on=["scheme", "region"], suffix="_other").filter(pl.col("actor") != pl.col("actor_other"))
    nearest = (
        pairs.with_columns(
            geography.distance_km(*place, pl.col("lat"), pl.col("lon")).alias(how) for how, place in places.items()
        )
        .group_by("record", "region", maintain_order=True)
        .agg(pl.col("capital").first(), pl.col(list(places)).min())
        .filter(pl.col("as given") > _ALONE_KM)
    )
    slip = pl.concat_list(list(slips)).list.arg_min().replace_strict(dict(enumerate(slips)), return_dtype=pl.String)
    return found(
        nearest,
        "actors",
        "capital_lat",
        pl.format(
            "{} lies {} km from the nearest other capital of {}; {} it would be {} km",
            pl.col("capital").fill_null("the capital"),
            pl.col("as given").round().cast(pl.Int64),
            "region",
            slip,
            pl.min_horizontal(list(slips)).round().cast(pl.Int64),
        ),
        "check signs and order: degrees north, then degrees east",
    )


def _moved(placed: pl.DataFrame) -> pl.DataFrame:
    """The same city of the same actor lies in one place through all its spells."""
    pairs = placed.join(placed, on=["actor", "capital"], suffix="_other", maintain_order="left").filter(
        pl.col("record") < pl.col("record_other")
    )
    away = geography.distance_km(
        *(pl.col(c) for c in ("capital_lat", "capital_lon", "capital_lat_other", "capital_lon_other"))
    )
    moved = pairs.with_columns(away.alias("km"), pl.concat_list("record", "record_other").alias("records")).filter(
        pl.col("km") > _SAME_CITY_KM
    )
    message = pl.format("{} stands in two places, {} km apart", "capital", pl.col("km").round().cast(pl.Int64))
    return found(moved, "actors", "capital_lat", message, "correct the coordinates of one spell")


def _on_another(placed: pl.DataFrame) -> pl.DataFrame:
    """Coordinates copied from the row above: two capitals of different names in one spot at one time."""
    pairs = sharing_a_day(placed, ["capital_lat", "capital_lon"], "actor")
    names = placed.select("record", "capital")
    both = pairs.with_columns(
        pl.col("records").list.get(i).alias(record) for i, record in enumerate(("record", "record_other"))
    )
    named = both.join(names, on="record").join(names, left_on="record_other", right_on="record", suffix="_other")
    message = pl.format("{} and {} have the same coordinates", "capital", "capital_other")
    return found(
        named.filter(pl.col("capital") != pl.col("capital_other")),
        "actors",
        "capital_lat",
        message,
        "correct one of the two",
    )
