"""From when to when was each party bound, spell by spell?

Entries and ends of one party are put in order (on one day an end comes before an entry) and read as spells: an entry,
or several acts that state one, then the acts that end it. A party may leave and come back. Where no end is recorded,
the term clauses speak: a last day or a term without renewal ends the spell; a term that passed with renewal by
agreement, or with nothing said, leaves it open (VCLT arts. 42, 54-56, 59). When it lies: tacit renewals are taken to
have happened.
"""

from datetime import date, timedelta
from typing import Final

import polars as pl

from detente import durations
from detente.register.entry import END_ACTS, PAIR, acts, entries
from detente.register.snapshot import Snapshot
from detente.register.vocabularies import Confidence

_RUNS_ON: Final = ("tacit", "indefinite", "with_parent")
_TERM_END: Final = pl.Schema(
    {
        "agreement": pl.String(),
        "party": pl.String(),
        "spell": pl.Int64(),
        "term_act": pl.String(),
        "term_value": pl.Boolean(),
        "term_confidence": Confidence,
        "term_first": pl.Date(),
        "term_last": pl.Date(),
        "term_records": pl.List(pl.String),
        "term_reason": pl.String(),
    }
)
_FACTS: Final = (
    "act",
    "value",
    "confidence",
    "contested",
    "claimants",
    "first",
    "last",
    "records",
    "basis",
    "effect_first",
    "effect_last",
)


def spells(snapshot: Snapshot) -> pl.DataFrame:
    """One row per (agreement, party, spell): how it began and how it ended; ask with `snapshot.once(spells)`.

    Columns: agreement, party, spell (from 1; 0: an end without a recorded entry), then `entry_*` and `end_*` for act,
    value, confidence, contested, claimants, first, last, records, basis, effect_first, effect_last, and `end_reason`
    (why the end is open, where a term passed without a recorded renewal). `end_value` is false where nothing ended it.
    """
    done = snapshot.once(acts)
    begun = entries(snapshot, done).with_columns(pl.lit(value=True).alias("_begins"))
    over = (
        done.with_columns(pl.col("act").cast(pl.String))
        .filter(pl.col("act").is_in(END_ACTS))
        .with_columns(pl.lit(value=False).alias("_begins"))
    )
    columns = [*PAIR, "_begins", *_FACTS]
    events = _in_order(pl.concat([begun.select(columns), over.select(columns)]))
    # entered_into_force states an entry better than an accession that led to it; of several ends the earliest governs.
    best = pl.col("act") != "entered_into_force"
    starts = events.filter("_begins").sort(*PAIR, "spell", best, "first", "last", maintain_order=True)
    ends = events.filter(~pl.col("_begins")).sort(*PAIR, "spell", "first", "last", maintain_order=True)
    key = [*PAIR, "spell"]
    left = starts.group_by(key, maintain_order=True).agg(pl.col(_FACTS).first().name.prefix("entry_"))
    right = ends.group_by(key, maintain_order=True).agg(
        pl.col("value").any(ignore_nulls=False).alias("end_value"),
        pl.col([fact for fact in _FACTS if fact != "value"]).first().name.prefix("end_"),
    )
    both = left.join(right, on=key, how="full", coalesce=True, maintain_order="left_right")
    began = both.group_by("agreement", maintain_order=True).agg(
        pl.col("entry_first", "entry_last").min().name.prefix("agreement_")
    )
    terms = _term_ends(snapshot, both.filter(pl.col("end_act").is_null()), began)
    both = both.join(terms, on=key, how="left", maintain_order="left")
    recorded = pl.col("end_act").is_not_null()
    return both.select(
        *key,
        pl.col("^entry_.*$"),
        pl.when(recorded)
        .then("end_value")
        .when(pl.col("term_act").is_not_null())
        .then("term_value")
        .otherwise(pl.lit(value=False))
        .alias("end_value"),
        *(
            pl.coalesce(f"end_{fact}", f"term_{fact}").alias(f"end_{fact}")
            for fact in ("act", "confidence", "first", "last", "records")
        ),
        "end_contested",
        "end_claimants",
        "end_basis",
        "end_effect_first",
        "end_effect_last",
        pl.col("term_reason").alias("end_reason"),
    )


def _in_order(events: pl.DataFrame) -> pl.DataFrame:
    """Events of each pair in time, with `spell`: the number of the entry run they belong to."""
    # A vague entry counts from its earliest day and a vague end to its latest: an end of unknown day follows the entry.
    at = pl.when("_begins").then(pl.col("first")).otherwise(pl.col("last"))
    ordered = events.with_columns(at.alias("_at")).sort(*PAIR, "_at", "_begins", nulls_last=False, maintain_order=True)
    opens = pl.col("_begins") & ~pl.col("_begins").shift(1, fill_value=False).over(PAIR)
    return ordered.with_columns(opens.cast(pl.Int64).cum_sum().over(PAIR).alias("spell")).drop("_at")


def _term_ends(snapshot: Snapshot, running: pl.DataFrame, began: pl.DataFrame) -> pl.DataFrame:
    """When the term clauses end spells without a recorded end; terms run from the agreement's entry (`began`)."""
    clauses = snapshot.provisions.filter(
        (pl.col("kind") == "term") & (pl.col("last_day").is_not_null() | pl.col("term").is_not_null())
    )
    clauses = clauses.filter(~pl.col("renewal").cast(pl.String).fill_null("").is_in(_RUNS_ON))
    rows = (
        running.join(
            clauses.select(
                "agreement",
                "obligor",
                "term",
                "last_day_first",
                "last_day_last",
                pl.col("renewal").cast(pl.String),
                "confidence",
                "record",
            ),
            on="agreement",
            maintain_order="left",
        )
        .join(began, on="agreement", how="left", maintain_order="left")
        .filter(pl.col("obligor").is_null() | pl.col("obligor").str.split(";").list.contains(pl.col("party")))
    )
    found = []
    for row in rows.iter_rows(named=True):
        first, last = term_end(
            row["agreement_entry_first"],
            row["agreement_entry_last"],
            row["term"],
            row["last_day_first"],
            row["last_day_last"],
        )
        if first is None or last is None:
            continue
        passed = True if last <= snapshot.valid else False if first > snapshot.valid else None
        open_end = row["renewal"] is None or row["renewal"] == "by_agreement"
        value = None if passed is not False and open_end else passed
        reason = "term ended, no renewal recorded" if value is None and open_end else None
        found.append(
            (
                row["agreement"],
                row["party"],
                row["spell"],
                "term_ended",
                value,
                row["confidence"],
                first,
                last,
                [row["record"]],
                reason,
            )
        )
    frame = pl.DataFrame(found, schema=_TERM_END, orient="row")
    return frame.sort("term_last").unique([*PAIR, "spell"], keep="first", maintain_order=True)


def term_end(
    entry_first: date | None,
    entry_last: date | None,
    term: str | None,
    last_day_first: date | None,
    last_day_last: date | None,
) -> tuple[date | None, date | None]:
    """First day out, earliest and latest: the day after `last_day` (inclusive in the texts), else entry plus term."""
    if last_day_first is not None and last_day_last is not None:
        return last_day_first + timedelta(days=1), last_day_last + timedelta(days=1)
    if term is None or entry_first is None or entry_last is None:
        return None, None
    length = durations.Duration.parse(term)
    return durations.add(entry_first, length), durations.add(entry_last, length)
