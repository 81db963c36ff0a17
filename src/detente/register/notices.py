"""Which notices of leaving are open, suspended or taken back, and when are they due?

A notice is open from the day it is given until it is revoked, suspended, or takes effect. The day of effect is the one
the record states, else the one the exit clause gives (`exits`). A notice taken back before its effect leaves the
agreement in force (VCLT art. 68).
"""

from datetime import date

import polars as pl

from detente.register.entry import PAIR, acts
from detente.register.snapshot import Snapshot


def notices(snapshot: Snapshot) -> pl.DataFrame:
    """One row per (agreement, party) that has given notice by the day, as to its last notice.

    Columns: agreement, party, notice (open, suspended, revoked, taken_effect, maybe), given_first, given_last, exit_due_first,
    exit_due_last (Date; null where neither record nor clause says), notice_confidence, notice_records.
    """
    done = snapshot.once(acts)
    steps = done.filter(pl.col("act").is_in(["notice_given", "notice_suspended", "notice_revoked"]))
    given = steps.filter((pl.col("act") == "notice_given") & pl.col("value").fill_null(value=True))
    rows = []
    for (agreement, party), history in given.sort("day_first").group_by(PAIR, maintain_order=True):
        notice = history.row(-1, named=True)
        later = steps.filter((pl.col("agreement") == agreement) & (pl.col("party") == party) & (pl.col("last") >= notice["day_first"]))
        due = _due(notice)
        rows.append((agreement, party, _state(snapshot.valid, notice, later, due), notice["day_first"], notice["day_last"], *due, notice["confidence"], notice["records"]))
    schema = {"agreement": pl.String, "party": pl.String, "notice": pl.String, "given_first": pl.Date, "given_last": pl.Date,
              "exit_due_first": pl.Date, "exit_due_last": pl.Date, "notice_confidence": done.schema["confidence"],
              "notice_records": pl.List(pl.String)}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _state(valid: date, notice: dict[str, object], later: pl.DataFrame, due: tuple[date | None, date | None]) -> str:
    """The word for a notice, from what happened to it afterwards and from its day of effect."""
    taken_back = _kleene_any(later, "notice_revoked")
    held_up = _kleene_any(later, "notice_suspended")
    reached = None if due == (None, None) else True if due[1] and due[1] <= valid else False if due[0] and due[0] > valid else None
    if taken_back:
        return "revoked"
    if reached and held_up is False and taken_back is False:
        return "taken_effect"
    if notice["value"] is None or taken_back is None or (held_up is None) or (reached is None and due != (None, None)):
        return "maybe"
    return "suspended" if held_up else "open"


def _kleene_any(later: pl.DataFrame, act: str) -> bool | None:
    values = later.filter(pl.col("act") == act)["value"].to_list()
    return True if True in values else None if None in values else False


def _due(notice: dict[str, object]) -> tuple[date | None, date | None]:
    """The day of effect that the record states: an `effective` other than the day of the notice itself."""
    stated = (notice["effect_first"], notice["effect_last"])
    if stated == (notice["day_first"], notice["day_last"]):
        return None, None
    return stated  # type: ignore[return-value]  # columns of type Date
