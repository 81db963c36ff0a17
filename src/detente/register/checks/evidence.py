"""Does what was read bear what is said?

Where one remedy mends many rows (read the page, find a better one) there is one finding per source, which names them
all. When it lies: a citation of one field counts for the whole row.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente.register.checks.findings import found, together
from detente.register.checks.grounds import ABOUT_SOURCES
from detente.register.checks.tables import Tables
from detente.register.schema import TABLES

# What is said of today is stale when nobody has looked for so long before the register's last entry.
STALE_AFTER_YEARS: Final = 5


def check_for_source_never_read(tables: Tables) -> pl.DataFrame:
    """Rows called verified or reported rest on a source without a day of reading, and on no other that was read."""
    return found(
        _by_source(tables.grounds.filter(~pl.col("was_read"))),
        pl.col("table"),
        "source",
        pl.format("{} on {}, which nobody has read", "rows", "source"),
        "read it and record the day, or call the rows unverified",
    )


def check_for_source_older_than_fact(tables: Tables) -> pl.DataFrame:
    """Rows called verified or reported begin after all their sources had come out."""
    return found(
        _by_source(tables.grounds.filter(pl.col("newest") < pl.col("valid_from_first"))),
        pl.col("table"),
        "source",
        pl.format("{} on {}, which came out before they began", "rows", "source"),
        "what was announced need not have happened: find a later source",
    )


def check_for_weak_only_source(tables: Tables) -> pl.DataFrame:
    """Rows called verified or reported rest on nothing better than a forum or an unattributed copy."""
    return found(
        _by_source(tables.grounds.filter(pl.col("is_weak"))),
        pl.col("table"),
        "source",
        pl.format("{} on {}, a forum or an unattributed copy, and on nothing better", "rows", "source"),
        "find the page it was taken from, or call the rows unverified",
    )


def _by_source(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per table and source: `records` and the words for how many, `rows`."""
    grouped = rows.group_by("table", "source", maintain_order=True).agg(pl.col("record").alias("records"))
    count = pl.col("records").list.len()
    first = pl.col("records").list.first()
    words = (
        pl.when(count == 1)
        .then(pl.format("{} rests", first))
        .otherwise(pl.format("{} rows of {} rest", count, "table"))
    )
    return grouped.with_columns(words.alias("rows"))


def check_for_title_from_address(tables: Tables) -> pl.DataFrame:
    """A source goes by a title made from its address instead of its own."""
    rows = tables.current("sources")
    # A slug made from a title and a title made from a slug look alike, so the recorder's own word counts, and a piece
    # of the address that stands in the title as it is.
    piece = pl.col("title").str.extract(r"(\S*[/?=]\S*)$")
    is_declared = pl.col("note").str.contains("title made from the address", literal=True)
    is_address = pl.col("url").str.contains(piece, literal=True)
    made = rows.filter(is_declared.fill_null(value=False) | is_address.fill_null(value=False))
    return found(
        made,
        "sources",
        "title",
        pl.format("{}: made from the address", "title"),
        "give its real title and day of publication",
    )


def check_for_verified_without_locator(tables: Tables) -> pl.DataFrame:
    """Rows called verified do not say where in the source they were read."""
    rows = tables.provenance.filter(
        (pl.col("confidence") == "verified") & pl.col("locator").is_null() & ~pl.col("table").is_in(ABOUT_SOURCES)
    )
    return found(
        _by_source(rows),
        pl.col("table"),
        "locator",
        pl.format("{} on {} without a place in it", "rows", "source"),
        "give article, page, table or row",
    )


def check_for_stale_rows(tables: Tables) -> pl.DataFrame:
    """Spells without an end were last looked at five years or more before the register's last entry."""
    spells = tables.provenance.filter(
        pl.col("table").is_in([name for name in tables.filled if TABLES[name].time == "spell"])
        & pl.col("valid_to").is_null()
    )
    read = tables.current("sources").select("source", pl.col("retrieved_last").alias("read"))
    limit = pl.lit(tables.last_entry, pl.Date).dt.offset_by(f"-{STALE_AFTER_YEARS}y")
    looked_at = pl.max_horizontal(pl.col("recorded_at").dt.date(), "read")
    stale = spells.join(read, on="source", how="left", maintain_order="left").filter(looked_at < limit)
    return found(
        _by_source(stale),
        pl.col("table"),
        "valid_to",
        pl.format(
            "{} on {}, with no end known and not looked at for {} years", "rows", "source", pl.lit(STALE_AFTER_YEARS)
        ),
        "look whether it still holds, and record a new version with the source that says so",
    )


def check_for_coverage_contradicted(tables: Tables) -> pl.DataFrame:
    """A list was declared complete, and a row that lies inside the declaration was recorded later."""
    return together(_contradictions(tables))


def _contradictions(tables: Tables) -> Iterator[pl.DataFrame]:
    declared = tables.current("coverage").filter(
        (pl.col("completeness") == "complete") & pl.col("table").is_in(tables.filled)
    )
    claims = declared.select(
        "table",
        "key",
        "subject",
        pl.col("record").alias("claim"),
        pl.col("recorded_at").alias("claimed_at"),
        pl.col("valid_from_last").alias("opens"),
        pl.when(pl.col("valid_to").is_null()).then(pl.lit(None)).otherwise("valid_to_first").alias("closes"),
    )
    for (table, key), of_key in claims.group_by("table", "key", maintain_order=True):
        name, column = str(table), str(key)
        if column not in TABLES[name].columns:
            continue  # check_for_unknown_words reports it
        yield _inside(tables, name, column, of_key)


def _inside(tables: Tables, name: str, column: str, claims: pl.DataFrame) -> pl.DataFrame:
    # A correction is no new row: what counts is when the record was first recorded.
    first = (
        tables.versions(name).filter(pl.col("version") == 1).select("record", pl.col("recorded_at").alias("added_at"))
    )
    rows = (
        tables.current(name)
        .join(first, on="record", maintain_order="left")
        .filter(pl.col("added_at") > claims["claimed_at"].min())
    )
    pairs = rows.select(
        "record", pl.col(column).cast(pl.String).alias("of"), "added_at", "valid_from_first", "valid_from_last"
    ).join(claims, how="cross")
    prefix = pl.col("subject").str.strip_suffix("*")
    covered = (pl.col("of") == pl.col("subject")) | (
        pl.col("subject").str.ends_with("*") & pl.col("of").str.starts_with(prefix)
    )
    inside = (pl.col("valid_from_first") >= pl.col("opens")) & (pl.col("valid_from_last") < pl.col("closes")).fill_null(
        value=True
    )
    late = pairs.filter(covered & inside & (pl.col("added_at") > pl.col("claimed_at")))
    found_out = late.with_columns(pl.concat_list("claim", "record").alias("records"))
    message = pl.format(
        "declared complete on {}, {} added on {}",
        pl.col("claimed_at").dt.date(),
        "record",
        pl.col("added_at").dt.date(),
    )
    return found(found_out, "coverage", "completeness", message, "declare it again as it is now, or call it partial")
