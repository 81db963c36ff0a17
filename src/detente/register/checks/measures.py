"""Are figures comparable, dated, and really from the edition they claim?

Second-hand tables are the trap: an old table under a new label, or two years of one actor exchanged, look like data.
When it lies: figures that did not change between two editions are taken for a copy where most did not change; those of
years long settled are therefore left alone.
"""

from typing import Final

import polars as pl

from detente.register import units
from detente.register.checks.findings import found, said, together
from detente.register.checks.tables import Tables
from detente.register.schema import TABLES

# "Most actors": more than half, and enough of them, with enough different values, that chance cannot do it.
_MOST: Final = 0.5
_ENOUGH_ACTORS: Final = 8
_ENOUGH_VALUES: Final = 5
# Editions print the same figure again once a year has been closed for so long.
_SETTLED_AFTER: Final = "2y"
# Two figures closer than this may change places by revision.
_CLEARLY_DIFFERENT: Final = 0.02

_WITH_UNIT: Final = ("observations", "pledges", "indicators", "transfers")
_WITH_CURRENCY: Final = ("activities", "spending")
_SERIES: Final = ["actor", "counterpart", "indicator", "unit"]


def check_for_unit_unknown(tables: Tables) -> pl.DataFrame:
    """A unit is not on the closed list of units, or a currency is no ISO 4217 code."""
    strange = [(name, tables.current(name).filter(~units.is_unit(pl.col("unit")))) for name in _WITH_UNIT]
    foreign = [
        (name, tables.current(name).filter(~pl.col("currency").is_in(units.CURRENCIES))) for name in _WITH_CURRENCY
    ]
    return together(
        [
            *(
                found(rows, name, "unit", pl.format("{} is no unit of the register", "unit"), _suggested(rows))
                for name, rows in strange
            ),
            *(
                found(rows, name, "currency", pl.format("{} is no currency", "currency"), "write the ISO 4217 code")
                for name, rows in foreign
            ),
        ]
    )


def _suggested(rows: pl.DataFrame) -> pl.Expr:
    near = {
        text: f"write {meant}" if (meant := units.nearest(text)) else "use a unit of the list"
        for text in rows["unit"].unique()
    }
    return pl.col("unit").replace_strict(near, return_dtype=pl.String)


def check_for_two_values_one_vintage(tables: Tables) -> pl.DataFrame:
    """One edition gives two values for one actor, indicator, period and basis."""
    claim = pl.format(
        "{}{}",
        "value",
        pl.when(pl.col("claimant").is_null()).then(pl.lit("")).otherwise(pl.format(" ({})", "claimant")),
    )
    double = (
        tables.sharing_a_key("observations")
        .group_by(TABLES["observations"].logical_key, maintain_order=True)
        .agg(pl.col("record").alias("records"), claim.alias("claims"), pl.col("value").n_unique().alias("values"))
        .filter(pl.col("values") > 1)
    )
    message = pl.format("{} {} {}: {}", "actor", "indicator", "period", pl.col("claims").list.join(" and "))
    return found(double, "observations", "value", message, "give each its edition or basis; withdraw the wrong one")


def check_for_basis_unknown(tables: Tables) -> pl.DataFrame:
    """A figure names no definition where others of its indicator do, or a pledge names one that no figure uses."""
    figures, pledges = tables.current("observations"), tables.current("pledges")
    defined = figures.filter(pl.col("basis").is_not_null())
    bare = figures.filter(pl.col("basis").is_null()).join(defined, on="indicator", how="semi", maintain_order="left")
    unmeasured = pledges.filter(pl.col("basis").is_not_null()).join(
        defined.select("indicator", "basis").unique(), on=["indicator", "basis"], how="anti", maintain_order="left"
    )
    return together(
        [
            found(
                bare,
                "observations",
                "basis",
                pl.format("{} without a definition", "indicator"),
                "name the definition: figures on two are never mixed",
            ),
            found(
                unmeasured,
                "pledges",
                "basis",
                pl.format("no figure of {} on {}", "indicator", "basis"),
                "give figures on this definition, or name it as the figures do",
            ),
        ]
    )


def check_for_period_and_time_disagree(tables: Tables) -> pl.DataFrame:
    """A period's label does not agree with the days it is dated by, or an actor's fiscal years begin on two days."""
    rows = tables.current("observations")
    return together([_misdated(rows), _odd_fiscal_years(rows)])


def _misdated(rows: pl.DataFrame) -> pl.DataFrame:
    """`2024`, `2020-24`, `2024-2025`, `FY2021`, `FY2016-2020`, `2024-06`; labels of another form are not judged."""
    parts = pl.col("period").str.extract_groups(r"^(?<fiscal>FY)?(?<from>\d{4})(?:-(?<to>\d{4}|\d{2}))?$")
    read = rows.with_columns(parts.alias("label")).unnest("label").filter(pl.col("from").is_not_null())
    short = pl.col("to").str.len_chars() == 2
    year = pl.col("from").cast(pl.Int32)
    to = pl.col("to").cast(pl.Int32)
    in_century = year // 100 * 100 + to  # `1998-02` runs into the next one
    last = pl.when(short).then(in_century + 100 * (in_century < year)).otherwise(to).fill_null(year)
    begin, end = pl.col("valid_from_first"), pl.col("valid_to_first")
    one_month = (begin.dt.strftime("%Y-%m") == pl.col("period")) & (end == begin.dt.offset_by("1mo"))
    whole_years = end == begin.dt.offset_by(pl.format("{}y", last - year + 1))
    begins_in, ends_in = begin.dt.year() == year, end.dt.offset_by("-1d").dt.year() == last
    # A fiscal year is called after the year in which it begins, after that in which it ends, or (`2024-25`) after both.
    across = (last == year + 1) & begins_in & ends_in & (end == begin.dt.offset_by("1y"))
    calendar = begin == pl.date(year, 1, 1)
    spans = pl.when(pl.col("fiscal").is_null()).then(calendar).otherwise(begins_in | ends_in)
    agrees = one_month.fill_null(value=False) | across | (whole_years & spans)
    wrong = read.filter(~agrees.fill_null(value=False))
    message = pl.format("{} dated {} to {}", "period", said("valid_from"), said("valid_to"))
    return found(wrong, "observations", "valid_from", message, "date it from its first day to the first day after it")


def _odd_fiscal_years(rows: pl.DataFrame) -> pl.DataFrame:
    fiscal = rows.filter(pl.col("period").str.starts_with("FY") & pl.col("valid_from").is_not_null())
    begins = fiscal.with_columns(pl.col("valid_from_first").dt.strftime("%m-%d").alias("begins"))
    usual = begins.group_by("actor").agg(pl.col("begins").mode(maintain_order=True).first().alias("usual"))
    odd = begins.join(usual, on="actor", maintain_order="left").filter(pl.col("begins") != pl.col("usual"))
    message = pl.format("{} of {} begins on {}, its others on {}", "period", "actor", "begins", "usual")
    return found(odd, "observations", "valid_from", message, "date it by the actor's own fiscal year")


def check_for_same_values_under_another_vintage(tables: Tables) -> pl.DataFrame:
    """Most actors have, under one edition, exactly the figures of another: an old table under a new label."""
    table = ["indicator", "unit", "basis", "period", "vintage"]
    rows = tables.current("observations").filter(pl.col("vintage").is_not_null())
    same = _equal_values(rows).filter((pl.col("period") != pl.col("period_other")) | ~_is_settled())
    pair = [*table, *(f"{column}_other" for column in ("basis", "period", "vintage"))]
    copies = (
        same.group_by(pair, maintain_order=True)
        .agg(pl.col("record").alias("records"), pl.len().alias("equal"), pl.col("value").n_unique().alias("values"))
        .filter((pl.col("equal") >= _ENOUGH_ACTORS) & (pl.col("values") >= _ENOUGH_VALUES))
    )
    counted = [_common(rows, row) for row in copies.select(pair).iter_rows(named=True)]
    mostly = copies.with_columns(pl.Series("common", counted, pl.Int64)).filter(
        pl.col("equal") > _MOST * pl.col("common")
    )
    edition = [pl.format("{} in the edition of {}", f"period{which}", f"vintage{which}") for which in ("", "_other")]
    message = pl.format("{}: {} of {} figures for {} are those for {}", "indicator", "equal", "common", *edition)
    return found(
        mostly, "observations", "vintage", message, "find the real edition of the table; withdraw what is mislabelled"
    )


def _equal_values(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of equal figures of one series, the one of the later edition with the earlier beside it (`..._other`)."""
    figures = rows.select(
        *_SERIES, "value", "record", "basis", "period", "vintage", "valid_from_first", "valid_to_last", "vintage_first"
    )
    pairs = figures.join(figures, on=[*_SERIES, "value"], suffix="_other", nulls_equal=True)
    return pairs.filter(pl.col("vintage_first") > pl.col("vintage_first_other"))


def _is_settled() -> pl.Expr:
    return pl.col("valid_to_last").dt.offset_by(_SETTLED_AFTER) <= pl.col("vintage_first_other")


def _common(rows: pl.DataFrame, pair: dict[str, str | None]) -> int:
    """How many actors stand in both tables."""
    of_indicator = rows.filter((pl.col("indicator") == pair["indicator"]) & (pl.col("unit") == pair["unit"]))
    one, other = (
        of_indicator.filter(
            pl.all_horizontal(
                pl.col(column).eq_missing(pair[f"{column}{which}"]) for column in ("basis", "period", "vintage")
            )
        )
        for which in ("", "_other")
    )
    return one.join(other, on=["actor", "counterpart"], how="semi", nulls_equal=True).height


def check_for_exchanged_pair(tables: Tables) -> pl.DataFrame:
    """Two periods of one actor carry each other's figures, compared with another edition or source."""
    origin = pl.concat_str(pl.col("vintage").fill_null(""), "source", separator=" ").alias("origin")
    figures = tables.current("observations").select(*_SERIES, "record", "period", "value", origin)
    equal = figures.join(figures, on=[*_SERIES, "value"], suffix="_other", nulls_equal=True).filter(
        (pl.col("period") != pl.col("period_other")) & (pl.col("origin") != pl.col("origin_other"))
    )
    exchanged = _crossed(equal)
    apart = (pl.col("value") - pl.col("value_back")).abs()
    is_clear = apart > _CLEARLY_DIFFERENT * pl.max_horizontal(pl.col("value", "value_back").abs())
    # Each exchange is found four times, from either table and by either period.
    is_first = (pl.col("period") < pl.col("period_other")) & (pl.col("origin") < pl.col("origin_other"))
    records = pl.concat_list("record", "record_back", "record_other").alias("records")
    return found(
        exchanged.filter(is_clear & is_first).with_columns(records),
        "observations",
        "value",
        pl.format(
            "{} {}: {} and {} of {} and {} stand the other way round in {}",
            *("actor", "indicator", "value", "value_back", "period", "period_other", "record_other"),
        ),
        "see which of the two tables is right; withdraw or correct the other",
    )


def _crossed(equal: pl.DataFrame) -> pl.DataFrame:
    """Those of `equal` (figures of one value in two periods of two tables) whose other periods match crosswise too."""
    place = ["period", "period_other", "origin", "origin_other"]
    back = equal.select(
        *_SERIES,
        pl.col("period").alias("period_other"),
        pl.col("period_other").alias("period"),
        "origin",
        "origin_other",
        pl.col("value", "record").name.suffix("_back"),
    )
    return equal.join(back, on=[*_SERIES, *place], nulls_equal=True, maintain_order="left")
