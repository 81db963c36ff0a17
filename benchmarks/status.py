"""Who is bound by what: every party of every agreement of the shipped register on one day?

The peer is the plain-Python oracle of the tests, which applies the same rules in loops.
"""

from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.workload import Contest, Workload
from detente.register import Register
from detente.register.status import party_status
from tests.register import status_oracle

DAY = date(2018, 1, 1)


def prepare(scratch: Path) -> Contest:
    """The answer is how many are bound, not bound, and uncertain, without those that end with a parent."""
    del scratch
    register = Register.reference()
    snapshot = register.as_of(DAY)
    agreements = {row["agreement"]: row for row in snapshot.recorded("agreements").to_dicts()}
    clauses = snapshot.provisions.filter(pl.col("kind") == "term").to_dicts()
    rows = snapshot.recorded("participations").to_dicts()
    falls = party_status(snapshot).filter(pl.col("reason").str.starts_with("ended with").fill_null(value=False))
    left_out = set(falls.select("agreement", "party").rows())

    def ours() -> list[tuple[str, str, bool | None]]:
        found = party_status(register.as_of(DAY)).select("agreement", "party", "in_force").rows()
        return sorted(row for row in found if row[:2] not in left_out)

    def peer() -> list[tuple[str, str, bool | None]]:
        pairs = dict.fromkeys((row["agreement"], row["party"]) for row in rows)
        answers = []
        for agreement, party in pairs:
            acts = [row for row in rows if (row["agreement"], row["party"]) == (agreement, party)]
            terms = [clause for clause in clauses if clause["agreement"] == agreement]
            answers.append((agreement, party, status_oracle.in_force(acts, agreements[agreement], terms, DAY)))
        return sorted(answer for answer in answers if answer[:2] not in left_out)

    return Contest(ours=ours, peer=peer)


STATUS = Workload(
    name="status",
    question="status of all 707 parties of the shipped agreements on one day",
    peer="the plain-Python oracle",
    target=20,
    prepare=prepare,
)
