"""How long does it take to read 50,000 rows of a workbook?

The peer is openpyxl in its read-only mode, which only hands over cells; we hand over typed rows compared with their
base.
"""

from pathlib import Path

import openpyxl
import polars as pl

from benchmarks.synthetic import FIRST, tables
from benchmarks.workload import Contest, Workload
from detente.register import Register
from detente.register.spreadsheet import from_xlsx, to_xlsx

RECORDS = 50_000


def prepare(scratch: Path) -> Contest:
    """One workbook; the answer is that nothing was edited, and the rows of the sheet."""
    last = {name: frame.filter(pl.col("version") == 1) for name, frame in tables(RECORDS).items()}
    register = Register.of(last)
    path = scratch / "register.xlsx"
    digest = register.digest()
    to_xlsx(register.tables, path, digest=digest)

    def ours() -> int:
        found = from_xlsx(path, register.tables, digest=digest, by="benchmark", at=FIRST, reason="nothing")
        return RECORDS if found.change_set.is_empty else 0

    def peer() -> int:
        book = openpyxl.load_workbook(path, read_only=True)
        rows = sum(1 for row in book["participations"].iter_rows(values_only=True) if row[0])
        book.close()
        return rows - 1

    return Contest(ours=ours, peer=peer, ours_runs=3, peer_runs=1)


WORKBOOK = Workload(
    name="workbook",
    question="read 50,000 rows of a workbook back",
    peer="openpyxl, read-only, cells without types",
    target=5,
    prepare=prepare,
)
