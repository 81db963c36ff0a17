"""When would each party be bound by the agreement's own rule of entry?

on_signature, on_adoption: a party from its own act, but not before a second party's, unless the instrument is
unilateral; last_notification: all from the last consent of all; nth_consent: those who consented from the n-th, later
parties from their own; per_party: each from its own. Consents count on the day they were received, if that is given;
the delay is added, then the day moves to its anchor (Vienna Convention on the Law of Treaties, arts. 12, 16, 24). When
it lies: under last_notification, consents that nobody recorded make the rule wait for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente import durations
from detente.register import dates
from detente.register.settle import settle
from detente.register.snapshot import Snapshot
from detente.register.vocabularies import Confidence, weakest

_TRIGGER: Final = {
    "on_signature": "signed",
    "on_adoption": "adopted",
    "fixed_date": "adopted",
    "last_notification": "consented",
    "nth_consent": "consented",
    "per_party": "consented",
}
_MONTHS_AHEAD: Final = {"first_of_next_month": 1, "first_of_second_month": 2, "first_of_third_month": 3}
_ENTRY: Final = pl.Schema(
    {
        "agreement": pl.String(),
        "party": pl.String(),
        "act": pl.String(),
        "value": pl.Boolean(),
        "confidence": Confidence,
        "contested": pl.Boolean(),
        "first": pl.Date(),
        "last": pl.Date(),
        "records": pl.List(pl.String),
    }
)
_RULE: Final = ("entry_rule", "entry_count", "entry_delay", "entry_anchor", "binding")


@dataclass(frozen=True, slots=True)
class Consent:
    """One party's signature or consent, settled: the days on which it may have had its effect, and whether it had."""

    party: str
    first: date
    last: date
    value: bool | None
    confidence: str | None
    contested: bool
    records: tuple[str, ...]


def by_rule(snapshot: Snapshot, agreements: pl.Series | None = None) -> pl.DataFrame:
    """What the entry rules alone say, for every party that acted under an agreement with a rule.

    Parameters
    ----------
    agreements : keys to look at; None means all.

    Columns: agreement, party, act (`rule:NAME`), occurrence, towards, value (in force by the day, as far as the rule
    says?), confidence, contested, claimants, first, last, records, conflicts, capacity, basis, day_first, day_last,
    effect_first, effect_last; those of `entry.acts`.
    """
    participations = snapshot.recorded("participations").filter(pl.col("capacity") == "party")
    rules = (
        snapshot.recorded("agreements")
        .filter(pl.col("entry_rule").is_not_null())
        .unique("agreement", keep="last", maintain_order=True)
    )
    rules = rules if agreements is None else rules.filter(pl.col("agreement").is_in(agreements.to_list()))
    rules = rules.select("agreement", *(pl.col(column).cast(pl.String) for column in _RULE))
    moved = _moved(participations.join(rules, on="agreement", maintain_order="left"))
    settled = settle(moved, ("agreement", "party"), snapshot.valid, "moved")
    listed = dict(participations.group_by("agreement", maintain_order=True).agg(pl.col("party").n_unique()).iter_rows())
    consents: dict[str, list[Consent]] = {}
    for row in settled.iter_rows(named=True):
        first, last = row["first"] or dates.FIRST_DAY, row["last"] or dates.LAST_DAY
        consent = Consent(
            row["party"], first, last, row["value"], row["confidence"], row["contested"], tuple(row["records"])
        )
        consents.setdefault(row["agreement"], []).append(consent)
    rows = [
        (
            agreement,
            entry.party,
            f"rule:{rule}",
            entry.value,
            entry.confidence,
            entry.contested,
            entry.first,
            entry.last,
            list(entry.records),
        )
        for agreement, rule, count, _, _, binding in rules.iter_rows()
        for entry in entries_of(
            consents.get(agreement, []),
            _needed(rule, count, binding, listed.get(agreement, 0)),
            together=rule == "last_notification",
        )
    ]
    return _as_acts(pl.DataFrame(rows, schema=_ENTRY, orient="row"), participations.schema["capacity"])


def entries_of(consents: Sequence[Consent], needed: int, *, together: bool) -> list[Consent]:
    """When each consenting party is bound, if `needed` consents open the agreement; none if there are fewer.

    `together`: the records of all are the evidence for each (last notification), else those that open it and its own.
    """
    if len(consents) < needed:
        return []
    opened_first = sorted(consent.first for consent in consents)[needed - 1]
    opened_last = sorted(consent.last for consent in consents)[needed - 1]
    values = [consent.value for consent in consents]
    opened = True if values.count(True) >= needed else False if len(values) - values.count(False) < needed else None
    entries = []
    for own in consents:
        others = sorted((consent for consent in consents if consent is not own), key=lambda consent: consent.last)
        used = consents if together else [*others[: needed - 1], own]
        value = False if False in (own.value, opened) else None if None in (own.value, opened) else True
        known = [consent.confidence for consent in used if consent.confidence is not None]
        entries.append(
            Consent(
                own.party,
                max(opened_first, own.first),
                max(opened_last, own.last),
                value,
                weakest(known) if value is not None and known else None,
                any(consent.contested for consent in used),
                tuple(record for consent in used for record in consent.records),
            )
        )
    return entries


def moved(day: date, delay: str | None, anchor: str | None) -> date:
    """The day on which an event of `day` brings into force, after the delay and at the anchor.

    >>> moved(date(2024, 1, 15), None, "first_of_second_month")
    datetime.date(2024, 3, 1)
    """
    day = durations.add(day, durations.Duration.parse(delay)) if delay else day
    ahead = _MONTHS_AHEAD.get(anchor or "day")
    return day if ahead is None else durations.add(day.replace(day=1), durations.Duration(months=ahead))


def _needed(rule: str, count: str | None, binding: str, listed: int) -> int:
    """How many consents open an agreement of `listed` parties."""
    if rule == "last_notification":
        return max(listed, 1)
    if rule == "nth_consent":
        return int(count or 1)
    return 1 if rule == "per_party" or binding == "unilateral" else min(2, max(listed, 1))


def _moved(rows: pl.DataFrame) -> pl.DataFrame:
    """The acts that trigger each rule, with `moved_first` and `moved_last`: their days after delay and anchor."""
    trigger = pl.col("entry_rule").replace_strict(_TRIGGER, return_dtype=pl.String)
    rows = rows.filter(pl.col("act").cast(pl.String) == trigger).with_columns(
        pl.coalesce("effective_first", "valid_from_first").alias("moved_first"),
        pl.coalesce("effective_last", "valid_from_last").alias("moved_last"),
    )
    waits = rows["entry_delay"].is_not_null() | rows["entry_anchor"].is_not_null()
    if not waits.any():
        return rows
    ends = {
        end: [
            moved(day, delay, anchor) if day else None
            for day, delay, anchor in rows.select(end, "entry_delay", "entry_anchor").iter_rows()
        ]
        for end in ("moved_first", "moved_last")
    }
    return rows.with_columns(pl.Series(end, days, pl.Date) for end, days in ends.items())


def _as_acts(entries: pl.DataFrame, capacity: pl.DataType) -> pl.DataFrame:
    none: pl.Expr = pl.lit([], pl.List(pl.String))
    return entries.select(
        "agreement",
        "party",
        "act",
        pl.lit(1, pl.Int64).alias("occurrence"),
        pl.lit(None, pl.String).alias("towards"),
        "value",
        "confidence",
        "contested",
        none.alias("claimants"),
        "first",
        "last",
        "records",
        none.alias("conflicts"),
        pl.lit("party").cast(capacity).alias("capacity"),
        pl.lit(None, pl.String).alias("basis"),
        *(pl.col(end).alias(f"{name}_{end}") for name in ("day", "effect") for end in ("first", "last")),
    )
