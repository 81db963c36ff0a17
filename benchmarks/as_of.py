"""What did a million versions say as known on one day?

The peer is a window query in DuckDB over the same rows, held in memory by it. It only counts them; we hand them over.
"""

from datetime import timedelta
from pathlib import Path

import duckdb

from benchmarks.synthetic import FIRST, participations
from benchmarks.workload import Contest, Workload
from detente.register import Register

RECORDS = 250_000
KNOWN = FIRST + timedelta(hours=8_500)

WINDOW = """
select count(*), sum(version) from (
    select version, withdrawn, row_number() over (partition by record order by version desc) as place
    from versions
    where recorded_at <= $known
) where place = 1 and not withdrawn
"""


def prepare(scratch: Path) -> Contest:
    """The same rows in a register and in DuckDB; the answer is (rows, sum of their versions)."""
    history = Register.of({"participations": participations(RECORDS)}).histories["participations"]
    history.rows.write_parquet(scratch / "versions.parquet")
    database = duckdb.connect()
    database.execute(
        "create table versions as select * from read_parquet($path)", {"path": str(scratch / "versions.parquet")}
    )

    def ours() -> tuple[int, int]:
        rows = history.known(KNOWN, "recorded")
        return rows.height, int(rows["version"].sum())

    def peer() -> tuple[int, int]:
        count, versions = database.execute(WINDOW, {"known": KNOWN}).fetchall()[0]
        return int(count), int(versions)

    return Contest(ours=ours, peer=peer)


AS_OF = Workload(
    name="as_of",
    question="the version of each of 250,000 records known at one instant, among 1,000,000",
    peer="DuckDB, window query in memory",
    target=3,
    prepare=prepare,
)
