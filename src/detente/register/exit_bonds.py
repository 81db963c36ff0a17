"""When was each party bound, and which notices of leaving did it give in each spell?

The spells of `spells`, and the acts of leaving in order of day: a suspension or revocation belongs to the last notice
before it. What cannot be (a notice before entry, a revocation without a notice, two notices open) is kept and said.
When it lies: acts of one day, or of vague days, may have come in another order.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from detente.register.dates import FIRST_DAY, LAST_DAY, PartialDate
from detente.register.entry import ACT, PAIR, acts
from detente.register.exit_terms import Bond, Notice
from detente.register.snapshot import Snapshot
from detente.register.spells import spells

Row = Mapping[str, Any]  # Any: a cell is a str, date, list or None
Pair = tuple[str, str]

_STEPS: Final = ("notice_given", "notice_suspended", "notice_revoked")
_PAUSES: Final = ("suspended", "froze", "notice_suspended")
_LIFE: Final = (
    *PAIR,
    "entry_first",
    "entry_last",
    "entry_confidence",
    "entry_records",
    "end_act",
    "end_first",
    "end_last",
    "end_records",
)


@dataclass(frozen=True, slots=True)
class Bonds:
    """A party's spells in order, how surely it entered the last, and what is odd about its acts."""

    spells: tuple[Bond, ...] = ()
    confidence: str | None = None
    findings: tuple[str, ...] = ()


def bonds(snapshot: Snapshot) -> Mapping[Pair, Bonds]:
    """The spells of every party that entered an agreement or took a step to leave one."""
    lives = snapshot.once(spells).filter(pl.col("entry_act").is_not_null())
    entered, stepped = _by_pair(lives.select(_LIFE)), _by_pair(_steps(snapshot))
    pairs = dict.fromkeys((*entered, *stepped))
    return {pair: _of_party(entered.get(pair, []), stepped.get(pair, []), snapshot.valid) for pair in pairs}


def agreement_entries(found: Mapping[Pair, Bonds]) -> Mapping[str, PartialDate]:
    """Entry into force of each agreement: that of the first party to be bound."""
    days: dict[str, PartialDate] = {}
    for (agreement, _), party in found.items():
        for bond in party.spells[:1]:
            known = days.get(agreement, bond.entry)
            days[agreement] = PartialDate.between(min(known.first, bond.entry.first), min(known.last, bond.entry.last))
    return days


def _steps(snapshot: Snapshot) -> pl.DataFrame:
    """The acts of leaving and pausing in order, with `on_first`, `on_last`: their own days as narrowly as known."""
    done = snapshot.once(acts).filter(pl.col("act").cast(pl.String).is_in({*_STEPS, *_PAUSES}))
    # `acts` narrows the day on which an act took effect, but a notice counts from the day it was given: statements that
    # lie inside the day of the act narrow it, as far as they agree.
    finer = done.join(snapshot.recorded("participations"), on=ACT, nulls_equal=True, suffix="_said").filter(
        (pl.col("valid_from_first") >= pl.col("day_first")) & (pl.col("valid_from_last") <= pl.col("day_last"))
    )
    narrowed = finer.group_by(ACT, maintain_order=True).agg(
        pl.col("valid_from_first").max(), pl.col("valid_from_last").min()
    )
    agree = pl.col("valid_from_first") <= pl.col("valid_from_last")
    return (
        done.join(narrowed, on=ACT, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.col("act", "confidence").cast(pl.String),
            pl.when(agree).then("valid_from_first").otherwise("day_first").alias("on_first"),
            pl.when(agree).then("valid_from_last").otherwise("day_last").alias("on_last"),
        )
        .sort("on_first", pl.col("act") != "notice_given", "on_last", nulls_last=False, maintain_order=True)
    )


def _by_pair(frame: pl.DataFrame) -> Mapping[Pair, list[Row]]:
    rows: defaultdict[Pair, list[Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        rows[row["agreement"], row["party"]].append(row)
    return rows


def _of_party(lives: Sequence[Row], steps: Sequence[Row], day: date) -> Bonds:
    """One party's spells, each with the notices given in it; only what was odd by `day` is said."""
    notices, findings = _notices(steps, day)
    entries = [_interval(row["entry_first"], row["entry_last"]) for row in lives]
    given_in: defaultdict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        begun = [place for place, entry in enumerate(entries) if entry.by(notice.given) is not False]
        if not begun and notice.given.by(day) is not False:
            findings.append(f"notice of {notice.given} before entry into force")
        given_in[begun[-1] if begun else 0].append(notice)
    for several in given_in.values():
        standing = [
            str(notice.given) for notice in several if notice.revoked is None and notice.given.by(day) is not False
        ]
        if len(standing) > 1:
            findings.append(f"several notices not revoked: {', '.join(standing)}")
    return Bonds(
        tuple(
            _bond(row, entry, given_in[place]) for place, (row, entry) in enumerate(zip(lives, entries, strict=True))
        ),
        lives[-1]["entry_confidence"] if lives else None,
        tuple(findings),
    )


def _bond(life: Row, entry: PartialDate, notices: Sequence[Notice]) -> Bond:
    # An end that the spells worked out from the term clause is left to the clock.
    if life["end_act"] is None or life["end_act"] == "term_ended":
        return Bond(entry=entry, notices=tuple(notices), records=tuple(life["entry_records"] or ()))
    return Bond(
        entry=entry,
        end=_interval(life["end_first"], life["end_last"]),
        end_act=life["end_act"],
        notices=tuple(notices),
        records=(*(life["entry_records"] or ()), *(life["end_records"] or ())),
    )


def _notices(steps: Sequence[Row], day: date) -> tuple[list[Notice], list[str]]:
    """Each notice with the suspension and revocation that followed it, and what is odd."""
    past = [row for row in steps if row["on_first"] is None or row["on_first"] <= day]
    findings = [
        f"{_named(row)}: no clause or decision named" for row in past if row["act"] in _PAUSES and row["basis"] is None
    ]
    found: list[dict[str, Any]] = []
    for row in (row for row in steps if row["act"] in _STEPS):
        on, records = _interval(row["on_first"], row["on_last"]), tuple(row["records"])
        if row["act"] == "notice_given":
            found.append(
                {"given": on, "announced": _announced(row), "confidence": row["confidence"], "records": records}
            )
        elif found:
            found[-1][row["act"].removeprefix("notice_")] = on
            found[-1]["records"] += records
        elif row in past:
            findings.append(f"{_named(row)} without a notice")
    return [Notice(**notice) for notice in found], findings


def _announced(row: Row) -> PartialDate | None:
    """The day of effect that the act states; none where it is the day of the act itself."""
    effect = (row["effect_first"], row["effect_last"])
    return None if None in effect or effect == (row["day_first"], row["day_last"]) else PartialDate.between(*effect)


def _named(row: Row) -> str:
    towards = f" towards {row['towards']}" if row["towards"] else ""
    return f"{row['act'].replace('_', ' ')}{towards} on {_interval(row['on_first'], row['on_last'])}"


def _interval(first: Any, last: Any) -> PartialDate:
    """An act without a day may be of any day."""
    return PartialDate.between(first or FIRST_DAY, last or LAST_DAY)
