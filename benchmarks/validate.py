"""How long does it take to find the few bad cells among a million rows in memory?

The rules are those of one table: required cells, keys, words, partial dates, whole numbers. The peers are the same rules
in SQL on DuckDB and in pandas; a hundred planted faults must be found by all.
"""

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from benchmarks.synthetic import participations
from benchmarks.workload import Contest, Workload
from detente.register.schema import TABLES

RECORDS = 250_000
FAULTS = 50
KEY = r"[A-Za-z0-9][A-Za-z0-9._:/@+*-]*"
DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
REQUIRED = ("agreement", "party", "capacity", "act", "occurrence", "record", "version", "recorded_at", "recorded_by", "source", "confidence", "withdrawn")
KEYS = ("agreement", "party", "towards", "record", "source")
DATES = ("effective", "valid_from", "valid_to")
WORDS = ("capacity", "act", "confidence")

SQL = f"""
select count(*) from versions where not (
    {" and ".join(f"{column} is not null" for column in REQUIRED)}
    and {" and ".join(f"({column} is null or regexp_full_match({column}, '{KEY}'))" for column in KEYS)}
    and {" and ".join(f"({column} is null or (regexp_full_match({column}, '{DATE}') and try_cast({column} || substr('-01-01', length({column}) - 3) as date) is not null))" for column in DATES)}
    and version >= 1 and occurrence >= 1
    and {" and ".join(f"{column} in ({', '.join(repr(word) for word in TABLES['participations'].about(column)['words'])})" for column in WORDS)}
)
"""


def _rows() -> pl.DataFrame:
    """A million acts with fifty impossible days and fifty impossible keys, all in different rows."""
    place = pl.int_range(pl.len())
    step = RECORDS * 4 // FAULTS
    return participations(RECORDS).with_columns(
        pl.when(place % step == 7).then(pl.lit("1951-13")).otherwise("valid_from").alias("valid_from"),
        pl.when(place % step == 9).then(pl.lit("two words")).otherwise("party").alias("party"),
    )


def _ours(rows: pl.DataFrame) -> int:
    return len(TABLES["participations"].schema.filter(rows)[1])


def beside_duckdb(scratch: Path) -> Contest:
    """The same rows in Polars and in DuckDB; the answer is the number of bad rows."""
    rows = _rows()
    rows.with_columns(pl.col(WORDS).cast(pl.String)).write_parquet(scratch / "versions.parquet")
    database = duckdb.connect()
    database.execute("create table versions as select * from read_parquet($path)", {"path": str(scratch / "versions.parquet")})
    return Contest(ours=lambda: _ours(rows), peer=lambda: int(database.execute(SQL).fetchall()[0][0]))


def beside_pandas(scratch: Path) -> Contest:
    """The same rows in Polars and in pandas; the answer is the number of bad rows."""
    del scratch
    rows = _rows()
    frame = pd.DataFrame({column: rows[column].cast(pl.String).to_list() if column in (*KEYS, *DATES, *WORDS) else rows[column].to_numpy() for column in rows.columns})

    def peer() -> int:
        good = frame[list(REQUIRED)].notna().all(axis=1) & (frame["version"] >= 1) & (frame["occurrence"] >= 1)
        for column in KEYS:
            good &= frame[column].isna() | frame[column].str.fullmatch(KEY).fillna(value=False).astype(bool)
        for column in DATES:
            shaped = frame[column].str.fullmatch(DATE).fillna(value=False).astype(bool)
            padded = frame[column].where(shaped) + frame[column].where(shaped).str.len().map({4: "-01-01", 7: "-01", 10: ""})
            good &= frame[column].isna() | pd.to_datetime(padded, format="%Y-%m-%d", errors="coerce").notna()
        for column in WORDS:
            good &= frame[column].isin(TABLES["participations"].about(column)["words"])
        return int((~good).sum())

    return Contest(ours=lambda: _ours(rows), peer=peer, peer_runs=1)


QUESTION = "find 100 bad cells in 1,000,000 rows of participations in memory"
VALIDATE = (
    Workload(name="validate", question=QUESTION, peer="DuckDB, the same rules in SQL", target=1, prepare=beside_duckdb),
    Workload(name="validate_pandas", question=QUESTION, peer="pandas, the same rules", target=1, prepare=beside_pandas),
)
