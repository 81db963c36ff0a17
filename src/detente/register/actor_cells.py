"""Which actors do the cells of a column name, each on the day of its row?

Every distinct (text, day) is asked once (`names.py`). What is not the key itself is listed as matched, with how and
by which spell, so that nothing is taken silently; what fits several actors, none, or one that was not there on the
day is a problem with what it may have meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import problems
from detente.register.cells import Cells
from detente.register.dates import PartialDate
from detente.register.names import Code, Match, Names

# The nearest of a name cost a tenth of a millisecond each; a file with a million unknown names shows enough with these.
NEAREST_FOR: Final = 1_000
MATCHED: Final = {
    "table": pl.String,
    "column": pl.String,
    "text": pl.String,
    "actor": pl.String,
    "how": pl.String,
    "spell": pl.String,
    "rows": pl.Int64,
}
_VERDICT: Final = {"text": pl.String, "day": pl.String, "actor": pl.String, "how": pl.String, "spell": pl.String}
_TROUBLE: Final = {"rule": pl.String, "expected": pl.String, "suggestion": pl.String}


@dataclass(frozen=True, eq=False)
class Read:
    """A column read: `keys` (String, n) in the place of the texts, problems of its cells, and what was matched how."""

    keys: pl.Series
    found: pl.DataFrame
    matched: pl.DataFrame


def read(cells: Cells, column: str, days: pl.Series, names: Names, code: Code) -> Read:
    """Keys of the actors that `column` of `cells` names on `days` (String partial dates or null, n rows).

    A cell that names nobody for sure keeps its text and is a problem. In a column of several (`refs`) the parts stand
    between `;`.
    """
    is_list = cells.table.about(column)["type"] == "refs"
    parts = cells.texts.select(
        pl.col(column).alias("text"), days.alias("day"), cells.lines.alias("line")
    ).with_row_index("row")
    if is_list:
        parts = (
            parts.with_columns(pl.col("text").str.split(";"))
            .explode("text")
            .with_columns(pl.col("text").str.strip_chars())
        )
    parts = parts.drop_nulls("text")
    verdicts = _verdicts(parts.select("text", "day").unique(maintain_order=True), names, code)
    judged = parts.join(verdicts, on=["text", "day"], how="left", nulls_equal=True, maintain_order="left")
    keys = judged.group_by("row", maintain_order=True).agg(pl.coalesce("actor", "text"))
    keys = keys.select("row", pl.col("actor").list.join(";").alias("key"))
    whole = cells.texts.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")).join(
        keys, on="row", how="left", maintain_order="left"
    )
    return Read(whole["key"].alias(column), _found(cells, column, judged), _matched(cells, column, judged))


def _verdicts(asked: pl.DataFrame, names: Names, code: Code) -> pl.DataFrame:
    """What each distinct (text, day) means: actor, how and by which spell, or a rule that it breaks."""
    rows, unknown = [], 0
    days = {text: _day(text) for text in asked["day"].unique()}
    for text, day_text in asked.iter_rows():
        day = days[day_text]
        match = names.match(text, day, code)
        if match.how == "unknown":
            unknown += 1
            trouble = _nobody(text, day, names, with_nearest=unknown <= NEAREST_FOR)
        else:
            trouble = _trouble(text, match, day, code)
        spell = str(match.spell) if match.spell else None
        rows.append((text, day_text, None if trouble[0] else match.actor, match.how, spell, *trouble))
    return pl.DataFrame(rows, schema=_VERDICT | _TROUBLE, orient="row")


def _trouble(text: str, match: Match, day: PartialDate | None, code: Code) -> tuple[str | None, str | None, str | None]:
    """Rule broken, what was expected, what was probably meant; three times None where the match can be taken."""
    on = f" on {day}" if day else ""
    if match.region:
        return "is a region, not an actor", "an actor: key, ISO code or name", None
    if match.actor is None or (code == "any" and len(match.actors) > 1):
        how = "; or declare the code of the column" if code == "any" and text in match.actors else ""
        return "ambiguous", _choices(match, day) + how, None
    if not match.holds and match.how != "key":
        return "not valid on the day of the row", f"a code or name valid{on}; this is {match.spell}", match.actor
    return None, None, None


def _nobody(
    text: str, day: PartialDate | None, names: Names, *, with_nearest: bool
) -> tuple[str | None, str | None, str | None]:
    if text.isdigit():
        readings = {code: names.match(text, day, code) for code in ("cow", "gw", "iso_numeric")}
        known = [f"{code}: {match.either()}" for code, match in readings.items() if match.candidates]
        return (
            "a number names no actor by itself",
            "a column declared as cow, gw or iso_numeric",
            "; ".join(known) or None,
        )
    near = names.nearest(text, day) if with_nearest else ()
    return "names no actor", "an actor's key, ISO code or name on the day of the row", ", ".join(map(str, near)) or None


def _choices(match: Match, day: PartialDate | None) -> str:
    """The candidates, with their days where the day of the row would tell them apart or some were not there then."""
    if day is None:
        return f"{match.either()} (give the day of the row)"
    if all(spell.may_hold(day.first, day.last) for spell in match.candidates):
        return f"{match.either()} ({'both' if len(match.actors) == 2 else 'all'} valid on {day})"
    return " or ".join(map(str, match.candidates))


def _day(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except RegisterError:  # the cell of the day has its own problem
        return None


def _found(cells: Cells, column: str, judged: pl.DataFrame) -> pl.DataFrame:
    letter = problems.letters(cells.positions.get(column, len(cells.positions)))
    bad = judged.filter(pl.col("rule").is_not_null())
    return bad.select(
        pl.lit(cells.file).alias("file"),
        "line",
        pl.lit(column).alias("column"),
        (pl.lit(letter) + pl.col("line").cast(pl.String)).alias("cell"),
        pl.col("text").alias("value"),
        "rule",
        "expected",
        "suggestion",
    )


def _matched(cells: Cells, column: str, judged: pl.DataFrame) -> pl.DataFrame:
    taken = judged.filter(pl.col("actor").is_not_null() & (pl.col("how") != "key"))
    return (
        taken.group_by("text", "actor", "how", "spell", maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("rows"))
        .select(
            pl.lit(cells.table.name).alias("table"),
            pl.lit(column).alias("column"),
            "text",
            "actor",
            "how",
            "spell",
            "rows",
        )
    )


def none_matched() -> pl.DataFrame:
    """Nothing matched: the empty frame, with its columns."""
    return pl.DataFrame(schema=MATCHED)


def together(matched: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Several lists of matches as one, each match once with all its rows."""
    keys = [column for column in MATCHED if column != "rows"]
    return pl.concat([none_matched(), *matched]).group_by(keys, maintain_order=True).agg(pl.col("rows").sum())
