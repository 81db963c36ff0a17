"""How are statuses and duties put into words: one party as a sentence, all parties and duties as a table?"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from detente.cli.tables import lines, terminal_width
from detente.cli.words import counted, day_text, plain_word, verdict, with_partial_dates
from detente.register import Snapshot
from detente.register.status import agreement_status

_APART: Final = 6
_WORDS: Final = {"none": "no act by that day", "not_party": "not a party"}


def of_one(snapshot: Snapshot, rows: pl.DataFrame) -> list[str]:
    """The status of one party (a row of `party_status`) as a sentence; on several lines if it is long."""
    row = rows.row(0, named=True)
    head = f"{row['party']} in {row['agreement']} on {snapshot.valid}: {_state(row)}"
    parts = [head, *_acts(snapshot, row), _reservations(row)]
    whole = (" " * _APART).join(parts)
    return [whole] if len(whole) <= terminal_width() else [head, *(f"   {part}" for part in parts[1:])]


def of_all(snapshot: Snapshot, agreement: str, rows: pl.DataFrame) -> list[str]:
    """The statuses of all parties of an agreement: a line that counts, and a table."""
    counts = agreement_status(snapshot, agreement)
    head = f"{agreement} on {snapshot.valid}: "
    if counts.is_empty():
        return [f"{head}no act of a party recorded"]
    row = counts.row(0, named=True)
    perhaps = f", perhaps {row['maybe']} more" if row["maybe"] else ""
    listed = "the list is complete" if row["complete"] else "the list is not known to be complete"
    shown = with_partial_dates(rows).select(
        "party",
        pl.when(pl.col("capacity") != "party").then(plain_word("capacity")).alias("as"),
        plain_word("state"),
        plain_word("reason").alias("by or why"),
        "since",
        "confidence",
        "notice",
        pl.col("exit_due").alias("exit due"),
        pl.col("suspended_towards").alias("suspended towards"),
        pl.when("frozen").then(pl.lit("frozen")).alias("frozen"),
        pl.when("contested").then("claimants").alias("contested by"),
    )
    parties = counted(row["listed"], "party").replace("partys", "parties")
    return [f"{head}in force for {row['in_force']} of {parties} listed{perhaps}; {listed}", *lines(shown)]


def duties(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `owed` with the headings of a person."""
    uncertain = rows["in_force"].null_count() or not rows["in_force"].all()
    in_force = [verdict("in_force").alias("in force"), pl.col("why")] if uncertain else []
    bond = (
        pl.when(pl.col("binding") == "legal")
        .then(pl.lit(""))
        .otherwise(pl.format(" ({})", pl.col("binding").cast(pl.String)))
    )
    return with_partial_dates(rows).select(
        pl.concat_str("agreement", bond.fill_null("")).alias("agreement"),
        "article",
        plain_word("kind"),
        plain_word("trigger").alias("when"),
        plain_word("strength").alias("how much"),
        pl.col("area").alias("where"),
        "conditions",
        "since",
        *in_force,
        "notice",
        "confidence",
    )


def _state(row: Mapping[str, Any]) -> str:  # Any: cells of a frame
    """`in force (verified)`, `signed, entry into force not recorded (reported)`, `unknown: contested`."""
    word = _WORDS.get(row["state"], str(row["state"]).replace("_", " "))
    if row["state"] == "in_force" and row["binding"] != "legal":
        word = "in effect"
    by_act = row["state"] in ("in_force", "ended")  # the acts are told behind
    reason = None if row["reason"] is None or row["state"] == "in_force" else str(row["reason"]).replace("_", " ")
    told = f" ({reason})" if reason and by_act else f", {reason}" if reason else ""
    confidence = f" ({row['confidence']})" if row["confidence"] else ""
    return f"{word}{told}{confidence}"


def _acts(snapshot: Snapshot, row: Mapping[str, Any]) -> list[str]:
    """The acts that settled it, each with day, confidence and place in its source."""
    by_the_day = pl.col("valid_from_first") <= snapshot.valid
    done = snapshot.recorded("participations").filter(pl.col("record").is_in(row["records"]) & by_the_day)
    told = []
    for act in done.sort("valid_from_first", "record").iter_rows(named=True):
        effect = f", effective {act['effective']}" if act["effective"] not in (None, act["valid_from"]) else ""
        evidence = ": ".join(str(part) for part in (act["confidence"], act["claimant"] or act["locator"]) if part)
        told.append(f"{act['act'].replace('_', ' ')} {act['valid_from']}{effect} ({evidence})")
    return told


def _reservations(row: Mapping[str, Any]) -> str:
    """What stands beside the status: notice, suspension, freeze, contest; or that there is none."""
    due = day_text(row["exit_due_first"], row["exit_due_last"])
    towards = ", ".join("all" if actor == "*" else actor for actor in row["suspended_towards"] or ())
    parts = [
        f"notice {row['notice']}" + (f", exit due {due}" if due else "") if row["notice"] else "no notice",
        f"suspended towards {towards}" if towards else "no suspension",
    ]
    parts += ["frozen"] if row["frozen"] else []
    parts += [f"contested by {' and '.join(dict.fromkeys(row['claimants']))}"] if row["contested"] else []
    return ", ".join(parts)
