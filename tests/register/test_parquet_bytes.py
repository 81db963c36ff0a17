"""Is a Parquet file judged like any other: its columns, its types, its size, its rows?"""

import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from detente.errors import RegisterError
from detente.register import Register, package, parquet_bytes
from detente.register.schema import TABLES
from tests import small

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
ACTORS = TABLES["actors"]


def states() -> pl.DataFrame:
    """One row as it would stand in a file."""
    frame = small.frame("actors", [{"actor": "AAA", "kind": "state", "name": "Aland"}])
    return frame.with_columns(pl.col("kind", "confidence").cast(pl.String))


def written(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def faults(raw: bytes, *, limit: int = 10_000) -> list[tuple[str, str]]:
    cells, found = parquet_bytes.read(ACTORS, raw, "actors.parquet", limit=limit)
    assert cells is None
    return found.select("column", "rule").rows()


def test_words_are_plain_text_for_other_programs() -> None:
    frame = small.frame("actors", [{"actor": "AAA", "kind": "state", "name": "Aland"}])
    schema = pl.read_parquet_schema(io.BytesIO(parquet_bytes.parquet_bytes(ACTORS, frame)))

    assert pl.String == schema["kind"]
    assert pl.Datetime("ms", "UTC") == schema["recorded_at"]
    assert list(ACTORS.columns) == list(schema)


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"PAR1" + b"\xff" * 60 + b"PAR1", b"actor,occurrence\n"])
def test_what_is_no_parquet_is_refused(raw: bytes) -> None:
    assert [("", "is no Parquet file that can be read")] == faults(raw)


def test_a_column_of_another_type_is_refused() -> None:
    wrong = states().with_columns(version=pl.lit("1"), name=pl.lit(7))

    assert [("name", "is of another type"), ("version", "is of another type")] == faults(written(wrong))


def test_columns_are_judged_by_name() -> None:
    wrong = states().rename({"name": "title"})

    assert [("title", "is no column of actors"), ("name", "is missing")] == faults(written(wrong))


def test_a_few_bytes_that_say_the_same_a_million_times_are_refused() -> None:
    raw = written(pl.concat([states()] * 1000))

    assert [("", "is too much for its bytes")] == faults(raw, limit=20_000)


def test_a_cell_is_refused_with_the_number_of_its_row(tmp_path: Path) -> None:
    Register.of(small.register(actors=[{"actor": "AAA", "kind": "state", "name": "Aland"}]).tables).save(
        tmp_path, created=CREATED, form="parquet"
    )
    wrong = pl.read_parquet(tmp_path / "actors.parquet").with_columns(
        kind=pl.lit("kingdom"), valid_from=pl.lit("1951-13")
    )
    wrong.write_parquet(tmp_path / "actors.parquet")

    with pytest.raises(RegisterError) as refused:
        package.seal(tmp_path)

    assert [
        'actors.parquet:1:3 (C1) kind "kingdom"',
        'actors.parquet:1:18 (R1) valid_from "1951-13"',
    ] == [problem.split(": ")[0] for problem in refused.value.problems]
