"""Are records, versions, keys and words what they claim to be?

A record names one statement through its versions; several statements may speak of one thing and then share its logical
key, so equal logical keys are no fault. An exact copy is: whatever counts rows counts it twice.
"""

from typing import Final

import polars as pl

from detente.register import references
from detente.register.checks.findings import found, nothing, said, together
from detente.register.checks.tables import Tables
from detente.register.csv_bytes import written_columns
from detente.register.schema import TABLES
from detente.register.vocabularies import words

_BOOKKEEPING: Final = ("version", "recorded_at", "recorded_by")

# Open words that must not be spelt in two ways: a table of figures falls apart in silence when they are.
_OPEN_WORDS: Final = (
    (("observations", "indicator"), ("pledges", "indicator"), ("indicators", "name")),
    (("observations", "basis"), ("pledges", "basis")),
    (("disputes", "kind"),),
    (("incidents", "kind"),),
    (("regions", "scheme"),),
)


def check_for_duplicate_keys(tables: Tables) -> pl.DataFrame:
    """Two records say the same on the same evidence, or one key of a source or alias is claimed by two records."""
    return together(_twice(tables, name) for name in tables.filled)


def _twice(tables: Tables, name: str) -> pl.DataFrame:
    table = TABLES[name]
    has_key = table.logical_key != ("record",)
    is_claimed = has_key and table.time == "reference"
    rows = tables.sharing_a_key(name) if has_key else tables.current(name)
    skipped = ("record", *_BOOKKEEPING, "withdrawn")
    content = [column for column in written_columns(table, rows) if column not in skipped]
    same = list(table.logical_key) if is_claimed else content
    # By hash first: to group by twenty columns is dear, and hardly a row is left to be grouped.
    suspects = rows.filter(rows.select(same).hash_rows().is_duplicated()) if rows.height > 1 else rows.clear()
    if suspects.is_empty():
        return nothing()
    copies = suspects.group_by(same, maintain_order=True).agg(pl.col("record").alias("records"))
    what = f"one {table.logical_key[0]}, two records: " if is_claimed else "the same statement twice: "
    return found(
        copies.filter(pl.col("records").list.len() > 1),
        name,
        "record",
        pl.lit(what) + pl.col("records").list.join(" and "),
        "withdraw all but one",
    )


def check_for_broken_references(tables: Tables) -> pl.DataFrame:
    """A row refers to a key that no row has, or that only withdrawn rows have."""
    broken = references.broken({name: tables.versions(name) for name in TABLES})
    near = pl.col("nearest").list.join(", ")
    return found(
        broken,
        pl.col("table"),
        pl.col("column"),
        pl.format("{}: {}", "key", "reason"),
        pl.when(near == "").then(pl.lit("add the row it names")).otherwise(pl.format("did you mean {}?", near)),
    )


def check_for_alias_loops(tables: Tables) -> pl.DataFrame:
    """Following an alias never arrives at a key in use."""
    rows = tables.current("aliases").select("record", "alias", "target")
    step = rows.select("alias", "target").unique("alias", keep="last")
    reached = step
    # Each pass doubles the steps taken; whoever is on the way after more steps than there are aliases runs in a ring.
    for _ in range(step.height.bit_length()):
        reached = reached.join(reached.rename({"alias": "target", "target": "beyond"}), on="target").select(
            "alias", pl.col("beyond").alias("target")
        )
    ring = rows.join(reached, on="alias", how="semi", maintain_order="left")
    return found(
        ring,
        "aliases",
        "target",
        pl.format("{} leads to {} and never to a key in use", "alias", "target"),
        "point it to the key in use now",
    )


def check_for_versions_out_of_order(tables: Tables) -> pl.DataFrame:
    """The versions of a record do not run 1, 2, 3, or one was recorded before the version it replaces."""
    return together(_disordered(name, tables.versions(name)) for name in tables.revised)


def _disordered(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    again = pl.col("record") == pl.col("record").shift()
    expected = pl.when(again).then(pl.col("version").shift() + 1).otherwise(1)
    went_back = again & (pl.col("recorded_at") < pl.col("recorded_at").shift())
    wrong = rows.select(
        "record",
        "version",
        "recorded_at",
        expected.alias("expected"),
        went_back.fill_null(value=False).alias("went_back"),
    ).filter((pl.col("version") != pl.col("expected")) | pl.col("went_back"))
    message = (
        pl.when("went_back")
        .then(pl.format("version {} was recorded at {}, before the one it replaces", "version", "recorded_at"))
        .otherwise(pl.format("version {} stands where version {} is due", "version", "expected"))
    )
    return found(
        wrong, name, "version", message, "restore the missing version; a correction is recorded after what it corrects"
    )


def check_for_version_without_change(tables: Tables) -> pl.DataFrame:
    """A new version says what the one before it said."""
    return together(_unchanged(name, tables.versions(name)) for name in tables.revised)


def _unchanged(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    several = rows.filter(pl.col("record").is_duplicated())
    content = [column for column in written_columns(TABLES[name], rows) if column not in _BOOKKEEPING]
    idle = several.filter(pl.all_horizontal(pl.col(column).eq_missing(pl.col(column).shift()) for column in content))
    return found(
        idle,
        name,
        "version",
        pl.format("version {} changes nothing", "version"),
        "leave it; record corrections only where something is corrected",
    )


def check_for_unknown_words(tables: Tables) -> pl.DataFrame:
    """A word of an open list names no table, column or category, or is spelt in two ways."""
    citations, coverage, holdings = (tables.current(name) for name in ("citations", "coverage", "holdings"))
    step = "use the word of the schema"
    return together(
        [
            *(
                _no_table(name, rows, column)
                for name, rows, column in (("citations", citations, "field"), ("coverage", coverage, "key"))
            ),
            found(
                holdings.filter(~pl.col("category").is_in(words("transfers", "category"))),
                "holdings",
                "category",
                pl.format("{} is no category of transfers", "category"),
                step,
            ),
            *(_two_spellings(tables, places) for places in _OPEN_WORDS),
        ]
    )


def _no_table(name: str, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """`table` must name a table of the register, and `column` one of its columns."""
    known = pl.DataFrame(
        [(t, c) for t, table in TABLES.items() for c in table.columns], schema=["table", column], orient="row"
    )
    no_table = rows.join(known, on="table", how="anti", maintain_order="left")
    with_table = rows.filter(pl.col(column).is_not_null()).join(
        known.select("table").unique(), on="table", how="semi", maintain_order="left"
    )
    no_column = with_table.join(known, on=["table", column], how="anti", maintain_order="left")
    step = "use the word of the schema"
    return together(
        [
            found(no_table, name, "table", pl.format("no table {}", "table"), step),
            found(no_column, name, column, pl.format("no column {} in {}", said(column), "table"), step),
        ]
    )


def _two_spellings(tables: Tables, places: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """Words that differ only in case, signs or a plural; reported once per rarer spelling."""
    used = pl.concat(
        tables.current(table)
        .filter(pl.col(column).is_not_null())
        .group_by(pl.col(column).alias("word"), maintain_order=True)
        .agg(
            pl.lit(table).alias("table"),
            pl.lit(column).alias("field"),
            pl.col("record").alias("records"),
            pl.len().alias("rows"),
        )
        for table, column in places
    )
    plain = (
        pl.col("word")
        .str.to_lowercase()
        .str.replace_all(r"[^\pL\pN]+", " ")
        .str.replace_all(r"s\b", "")
        .str.replace_all(" ", "")
    )
    ranked = used.with_columns(plain.alias("plain"), pl.col("rows").sum().over("word")).sort(
        "rows", "word", descending=[True, False]
    )
    usual = ranked.group_by("plain", maintain_order=True).agg(pl.col("word").first().alias("usual"))
    rarer = ranked.join(usual, on="plain", maintain_order="left").filter(pl.col("word") != pl.col("usual"))
    return found(
        rarer,
        pl.col("table"),
        pl.col("field"),
        pl.format("{} beside {}: one word or two?", "word", "usual"),
        "spell it in one way",
    )
