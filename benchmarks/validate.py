"""How long does it take to find the few bad cells among a million rows in memory?

The rules are those of one table: required cells, keys, words, partial dates, whole numbers. The peers are the same
rules in SQL on DuckDB and in pandas; a hundred planted faults must be found by all.
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
KEYS = ("agreement", "party", "towards", "record", "source")
DATES = ("effective", "valid_from", "valid_to")
WORDS = ("capacity", "act", "confidence")
REQUIRED = (*KEYS[:2], *KEYS[3:], *WORDS, "occurrence", "version", "recorded_at", "recorded_by", "withdrawn")


def _sql() -> str:
    """The number of rows that break a rule."""
    words = {column: TABLES["participations"].about(column)["words"] for column in WORDS}
    rules = [f"{column} is not null" for column in REQUIRED]
    rules += [f"({column} is null or regexp_full_match({column}, '{KEY}'))" for column in KEYS]
    for column in DATES:
        padded = f"{column} || substr('-01-01', length({column}) - 3)"
        is_date = f"regexp_full_match({column}, '{DATE}') and try_cast({padded} as date) is not null"
        rules.append(f"({column} is null or ({is_date}))")
    rules += [f"{column} in ({', '.join(map(repr, listed))})" for column, listed in words.items()]
    return f"select count(*) from versions where not ({' and '.join([*rules, 'version >= 1', 'occurrence >= 1'])})"  # noqa: S608  # our own words


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
    path = {"path": str(scratch / "versions.parquet")}
    database.execute("create table versions as select * from read_parquet($path)", path)
    question = _sql()
    return Contest(ours=lambda: _ours(rows), peer=lambda: int(database.execute(question).fetchall()[0][0]))


def beside_pandas(scratch: Path) -> Contest:
    """The same rows in Polars and in pandas; the answer is the number of bad rows."""
    del scratch
    rows = _rows()
    texts = (*KEYS, *DATES, *WORDS)
    frame = pd.DataFrame(
        {c: rows[c].cast(pl.String).to_list() if c in texts else rows[c].to_numpy() for c in rows.columns}
    )

    def peer() -> int:
        good = frame[list(REQUIRED)].notna().all(axis=1) & (frame["version"] >= 1) & (frame["occurrence"] >= 1)
        for column in KEYS:
            good &= frame[column].isna() | frame[column].str.fullmatch(KEY).fillna(value=False).astype(bool)
        for column in DATES:
            shaped = frame[column].str.fullmatch(DATE).fillna(value=False).astype(bool)
            dated = frame[column].where(shaped)
            padded = dated + dated.str.len().map({4: "-01-01", 7: "-01", 10: ""})
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
