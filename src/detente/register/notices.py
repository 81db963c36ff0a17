"""Which notices of leaving are open, suspended or taken back, and when are they due?

A reading of the exit clocks (`exits`): a notice is open from the day it is given until it is revoked, suspended, or
takes effect. A notice taken back before its effect leaves the agreement in force (VCLT art. 68).
"""

from typing import Final

import polars as pl

from detente.register import exits
from detente.register.dates import LAST_DAY
from detente.register.snapshot import Snapshot
from detente.register.vocabularies import Confidence

_NOTICE: Final = pl.Schema(
    {
        "agreement": pl.String(),
        "party": pl.String(),
        "notice": pl.String(),
        "given_first": pl.Date(),
        "given_last": pl.Date(),
        "exit_due_first": pl.Date(),
        "exit_due_last": pl.Date(),
        "notice_confidence": Confidence,
        "notice_records": pl.List(pl.String),
    }
)


def notices(snapshot: Snapshot) -> pl.DataFrame:
    """One row per (agreement, party) that has, or may have, given notice by the day, as to its last notice.

    Columns: agreement, party, notice (open, suspended, revoked, taken_effect, maybe), given_first, given_last,
    exit_due_first, exit_due_last (Date: the day the notice names, else by the clause; null where neither says, or where
    there is no last day), notice_confidence, notice_records.
    """
    rows = []
    for (agreement, party), terms in exits.every(snapshot).items():
        given = [
            notice for bond in terms.bonds for notice in bond.notices if notice.given.by(snapshot.valid) is not False
        ]
        if given:
            last, due = given[-1], exits.due(terms, given[-1])
            ends = (None, None) if due is None else (due.first, None if due.last == LAST_DAY else due.last)
            word = exits.standing(terms, last, snapshot.valid)
            rows.append(
                (agreement, party, word, last.given.first, last.given.last, *ends, last.confidence, list(last.records))
            )
    return pl.DataFrame(rows, schema=_NOTICE, orient="row")
