"""What does each row rest on: was any of it read, is it better than a rumour, and how new is the newest of it?

A row rests on its principal source and on the citations that support it or one of its fields.
"""

from typing import Final

import polars as pl

WEAK_KINDS: Final = ("forum", "mirror")
ABOUT_SOURCES: Final = ("sources", "citations")


def grounds(provenance: pl.DataFrame, citations: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Rows called verified or reported, with `was_read`, `is_weak` and `newest` over all that they rest on.

    `was_read`: one of the sources has a day of reading. `is_weak`: none is better than a forum or an unattributed copy.
    `newest`: the last day on which one of them came out; null if one of them does not say.

    Parameters
    ----------
    provenance : `table`, `record`, `source`, `confidence` of every row, as `Tables.provenance`.
    """
    rows = provenance.filter((pl.col("confidence") != "unverified") & ~pl.col("table").is_in(ABOUT_SOURCES))
    pages = sources.unique("source", keep="last").select(
        "source",
        pl.col("retrieved").is_not_null().alias("was_read"),
        pl.col("kind").is_in(WEAK_KINDS).alias("is_weak"),
        pl.col("published_last").alias("newest"),
    )
    cited = (
        citations.select("table", pl.col("cited_record").alias("record"), "source")
        .join(pages, on="source")
        .group_by("table", "record")
        .agg(
            pl.col("was_read").any(),
            pl.col("is_weak").all(),
            _newest(pl.col("newest")),
            pl.lit(value=True).alias("is_cited"),
        )
    )
    both = rows.join(pages, on="source", maintain_order="left").join(
        cited, on=["table", "record"], how="left", suffix="_cited", maintain_order="left"
    )
    dated = pl.col("newest_cited").is_not_null() & pl.col("newest").is_not_null()
    later = pl.when(dated).then(pl.max_horizontal("newest", "newest_cited"))
    return both.with_columns(
        pl.col("was_read") | pl.col("was_read_cited").fill_null(value=False),
        pl.col("is_weak") & pl.col("is_weak_cited").fill_null(value=True),
        pl.when("is_cited").then(later).otherwise("newest").alias("newest"),
    )


def _newest(days: pl.Expr) -> pl.Expr:
    return pl.when(days.is_null().any()).then(None).otherwise(days.max()).alias("newest")
