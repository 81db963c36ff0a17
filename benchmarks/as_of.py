"""What did a million versions say as known on one day?

The peers are a window query in DuckDB over the same rows, held in memory by it (it only counts them; we hand them
over), and the usual grouping in pandas.
"""

from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.synthetic import FIRST, participations
from benchmarks.workload import Contest, Workload
from detente.register import Register
from detente.register.versions import History

RECORDS = 250_000
KNOWN = FIRST + timedelta(hours=8_500)

WINDOW = """
select count(*), sum(version) from (
    select version, withdrawn, row_number() over (partition by record order by version desc) as place
    from versions
    where recorded_at <= $known
) where place = 1 and not withdrawn
"""


def _history() -> History:
    return Register.of({"participations": participations(RECORDS)}).histories["participations"]


def beside_duckdb(scratch: Path) -> Contest:
    """The same rows in a register and in DuckDB; the answer is (rows, sum of their versions)."""
    history = _history()
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


def beside_pandas(scratch: Path) -> Contest:
    """The same rows in a register and in pandas, sorted alike; the answer is (rows, sum of their versions)."""
    del scratch
    history = _history()
    columns = ("record", "version", "recorded_at", "withdrawn")
    rows = pd.DataFrame({column: history.rows[column].to_numpy() for column in columns})
    known = pd.Timestamp(KNOWN).tz_localize(None)

    def ours() -> tuple[int, int]:
        found = history.known(KNOWN, "recorded")
        return found.height, int(found["version"].sum())

    def peer() -> tuple[int, int]:
        last = rows[rows["recorded_at"] <= known].groupby("record", sort=False).tail(1)
        found = last[~last["withdrawn"]]
        return len(found), int(found["version"].sum())

    return Contest(ours=ours, peer=peer)


QUESTION = "the version of each of 250,000 records known at one instant, among 1,000,000"
AS_OF = (
    Workload(name="as_of", question=QUESTION, peer="DuckDB, window query in memory", target=3, prepare=beside_duckdb),
    Workload(
        name="as_of_pandas", question=QUESTION, peer="pandas, last row of each group", target=1, prepare=beside_pandas
    ),
)
