"""What makes two activities, agreements, statements or actors look like one?

- activities: same kind; windows that overlap or lie within 14 days; a shared participant or host; and one series and
  edition, or titles that agree (80 of 100 or more);
- agreements: same parties and subject, and days of signature within 31 days; or one external number;
- statements: same actor, days that may be one, texts that agree (85 or more);
- actors: one code on spells that overlap.

The window of an activity runs from the first day on which it may have begun to the last on which it may have gone on;
where no end is recorded, to the last day on which it may have begun. When it lies: a country entered as the place of an
activity counts as its host.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import polars as pl

from detente.register import dates
from detente.register.references import current

DAYS_APART: Final = 14
SIGNED_APART: Final = 31
ALIKE_TITLES: Final = 80.0
ALIKE_TEXTS: Final = 85.0
CODES: Final = ("iso2", "iso3", "iso_numeric", "cow", "gw")

Tables = Mapping[str, pl.DataFrame]
Pair = Mapping[str, Any]  # Any: cells of two rows side by side, of every type the tables have
Blocks = Sequence[tuple[pl.DataFrame, int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """How pairs of one table are found and judged.

    key : column that names the thing; text : column read for likeness.
    prepare : (tables, standing rows) -> rows with what the rule needs.
    blocks : rows with `row` -> frames of `row, block, first, last` for `near.touching`, and the days allowed between.
    accepts : whether a pair that is near and blocked together is proposed (columns of both rows, `score`).
    reasons : why, in sentences.
    """

    table: str
    key: str
    text: str
    prepare: Callable[[Tables, pl.DataFrame], pl.DataFrame]
    blocks: Callable[[pl.DataFrame], Blocks]
    accepts: pl.Expr
    reasons: Callable[[Pair], list[str]]


def _activities(tables: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    took_part = current(tables["participants"]).filter(pl.col("role") != "total").select("activity", "actor")
    hosts = rows.select("activity", pl.col("country").alias("actor"))
    return rows.join(
        _gathered(pl.concat([took_part, hosts]), "activity", "actor").rename({"actor": "actors"}),
        on="activity",
        how="left",
        maintain_order="left",
    ).with_columns(
        _first_day("valid_from").alias("first"),
        # `valid_to` is the first day after the activity.
        pl.coalesce(_last_day("valid_to").dt.offset_by("-1d"), _last_day("valid_from")).alias("last"),
    )


def _activity_blocks(rows: pl.DataFrame) -> Blocks:
    by_actor = rows.explode("actors", empty_as_null=False).drop_nulls("actors")
    return [(_block(by_actor, pl.struct("kind", "actors")), DAYS_APART)]


_SAME_EDITION: Final = (pl.col("series") == pl.col("series_right")) & (pl.col("edition") == pl.col("edition_right"))


def _activity_reasons(pair: Pair) -> list[str]:
    shared = sorted(set(pair["actors"]) & set(pair["actors_right"]))
    same_edition = pair["series"] is not None and pair["edition"] is not None
    same_edition &= (pair["series"], pair["edition"]) == (pair["series_right"], pair["edition_right"])
    agreeing = f"titles agree ({pair['score']:.0f} of 100)"
    return [
        f"both are of kind {pair['kind']}",
        _apart("windows", pair),
        f"with {', '.join(shared)}",
        f"{pair['series']}, edition {pair['edition']}" if same_edition else agreeing,
    ]


def _agreements(tables: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    acts = current(tables["participations"]).filter(pl.col("capacity") == "party")
    parties = _gathered(acts, "agreement", "party").rename({"party": "parties"})
    return rows.join(parties, on="agreement", how="left", maintain_order="left").with_columns(
        _first_day("valid_from").alias("first"), _last_day("valid_from").alias("last")
    )


def _agreement_blocks(rows: pl.DataFrame) -> Blocks:
    whatever_day = rows.with_columns(first=dates.FIRST_DAY, last=dates.FIRST_DAY)
    same_parties = pl.struct("subject", pl.col("parties").list.join(";"))
    return [
        (_block(rows.drop_nulls("parties"), same_parties), SIGNED_APART),
        (_block(whatever_day.drop_nulls("external_id"), pl.col("external_id")), 0),
    ]


def _agreement_reasons(pair: Pair) -> list[str]:
    if pair["external_id"] is not None and pair["external_id"] == pair["external_id_right"]:
        return [f"both have the number {pair['external_id']}"]
    return [f"between {', '.join(pair['parties'])}", f"both on {pair['subject']}", _apart("days of signature", pair)]


def _statements(_: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(_first_day("valid_from").alias("first"), _last_day("valid_from").alias("last"))


def _statement_reasons(pair: Pair) -> list[str]:
    return [f"both by {pair['actor']}", "days may be one", f"texts agree ({pair['score']:.0f} of 100)"]


def _actors(_: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        pl.col("valid_from_first").fill_null(dates.FIRST_DAY).alias("first"),
        pl.col("valid_to_last").dt.offset_by("-1d").fill_null(dates.LAST_DAY).alias("last"),
    )


def _actor_blocks(rows: pl.DataFrame) -> Blocks:
    return [(_block(rows.drop_nulls(code), pl.col(code).cast(pl.String)), 0) for code in CODES]


def _actor_reasons(pair: Pair) -> list[str]:
    same = [code for code in CODES if pair[code] is not None and pair[code] == pair[f"{code}_right"]]
    return [f"both have {code} {pair[code]}" for code in same] + ["spells overlap"]


def _gathered(rows: pl.DataFrame, key: str, actor: str) -> pl.DataFrame:
    """Per key the sorted list of its actors."""
    return rows.select(key, actor).drop_nulls().group_by(key, maintain_order=True).agg(pl.col(actor).unique().sort())


def _first_day(column: str) -> pl.Expr:
    """Null where nothing is known of the day."""
    return pl.when(pl.col(column) != "unknown").then(f"{column}_first")


def _last_day(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "unknown").then(f"{column}_last")


def _block(rows: pl.DataFrame, block: pl.Expr) -> pl.DataFrame:
    return rows.select("row", block.alias("block"), "first", "last").drop_nulls()


def _apart(what: str, pair: Pair) -> str:
    gap = max(pair["first"], pair["first_right"]) - min(pair["last"], pair["last_right"])
    return f"{what} overlap" if gap <= timedelta(0) else f"{what} {gap.days} days apart"


_ALL: Final = pl.lit(value=True)
RULES: Final = {
    rule.table: rule
    for rule in (
        Rule(
            table="activities",
            key="activity",
            text="title",
            prepare=_activities,
            blocks=_activity_blocks,
            accepts=_SAME_EDITION.fill_null(value=False) | (pl.col("score") >= ALIKE_TITLES),
            reasons=_activity_reasons,
        ),
        Rule("agreements", "agreement", "title", _agreements, _agreement_blocks, _ALL, _agreement_reasons),
        Rule(
            table="statements",
            key="statement",
            text="text",
            prepare=_statements,
            blocks=lambda rows: [(_block(rows, pl.col("actor")), 0)],
            accepts=pl.col("score") >= ALIKE_TEXTS,
            reasons=_statement_reasons,
        ),
        Rule("actors", "actor", "name", _actors, _actor_blocks, _ALL, _actor_reasons),
    )
}
