"""Is the shipped register what the published facts give, row for row, and does it agree with what they came from?"""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from detente.errors import RegisterError
from detente.reference.build import RECORDED_AT, RECORDED_BY, build
from detente.register import Register
from detente.register.problems import RefusedCells
from detente.register.register import REFERENCE
from tests.shared import needs_shared

pytestmark = needs_shared("facts/agreements.csv")
EVIDENCE = {"sources", "citations"}
Shared = Callable[[str], Path]


@pytest.fixture(scope="module")
def facts(shared: Shared) -> Path:
    """Folder of the published facts."""
    return shared("facts")


@pytest.fixture(scope="module")
def built(facts: Path) -> Register:
    """The register made from them."""
    return build(facts)


@pytest.fixture
def changed(facts: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the facts in which one cell of a file reads otherwise."""

    def change(file: str, record: str, column: str, text: str) -> Path:
        folder = tmp_path / "facts"
        shutil.copytree(facts, folder)
        path = folder / file
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        for row in rows:
            row[column] = text if row["record"] == record else row[column]
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return change


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file as plain dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_shipped_is_what_the_facts_give_byte_for_byte(built: Register, tmp_path: Path) -> None:
    built.save(tmp_path / "built", created=RECORDED_AT)
    shipped = {path.name: path.read_bytes() for path in REFERENCE.iterdir()}

    assert sorted(shipped) == sorted(path.name for path in (tmp_path / "built").iterdir())
    assert [name for name in sorted(shipped) if shipped[name] != (tmp_path / "built" / name).read_bytes()] == []


def test_every_fact_is_one_row_and_no_row_is_anything_else(built: Register, facts: Path) -> None:
    files = [name for name in built.tables if (facts / f"{name}.csv").exists()]

    assert {name: len(rows_of(facts / f"{name}.csv")) for name in files} == {
        name: built.tables[name].height for name in files
    }
    assert len(files) == 23 + len(EVIDENCE)


def test_the_counts_are_those_the_facts_publish(built: Register, facts: Path) -> None:
    tables = [name for name in built.tables if (facts / f"{name}.csv").exists() and name not in EVIDENCE]
    counted = Counter(word for name in tables for word in built.tables[name]["confidence"].cast(pl.String))

    assert counted == {"verified": 396, "reported": 1625, "unverified": 2236}
    assert counted.total() == 4257


def test_every_row_says_that_the_project_recorded_it(built: Register) -> None:
    rows = pl.concat(
        [rows.select("version", "recorded_at", "recorded_by", "withdrawn") for rows in built.tables.values()]
    )

    assert rows.unique().rows() == [(1, RECORDED_AT, RECORDED_BY, False)]


def test_a_source_is_reported_if_somebody_has_read_it(built: Register, facts: Path) -> None:
    read = {row["source"]: "reported" if row["retrieved"] else "unverified" for row in rows_of(facts / "sources.csv")}

    assert dict(built.tables["sources"].select("source", pl.col("confidence").cast(pl.String)).iter_rows()) == read
    assert set(read.values()) == {"reported", "unverified"}


def test_the_cells_of_a_row_are_those_of_the_fact(built: Register) -> None:
    row = built.tables["participations"].row(by_predicate=pl.col("record") == "NAT1949/POL/acceded", named=True)

    assert ("NAT1949", "POL", "acceded", "1999-03-12", "verified") == tuple(
        row[column] for column in ("agreement", "party", "act", "valid_from", "confidence")
    )


def test_a_correction_replaces_the_cell_it_names(built: Register, facts: Path) -> None:
    record = "memberships/organisation/NATO"
    fact = next(row for row in rows_of(facts / "coverage.csv") if row["record"] == record)
    row = built.tables["coverage"].row(by_predicate=pl.col("record") == record, named=True)

    assert ("2026-11-22", "2026-11-23") == (fact["valid_to"], row["valid_to"])


def test_a_correction_of_a_fact_that_was_mended_is_refused(changed: Callable[..., Path]) -> None:
    mended = changed("coverage.csv", "memberships/organisation/NATO", "valid_to", "2026-11-23")

    with pytest.raises(RegisterError, match="has no valid_to '2026-11-22' to correct") as caught:
        build(mended)

    assert caught.value.next_step == "drop the correction if the fact was mended, or write it anew"


def test_a_fact_that_the_schema_refuses_is_named_with_its_line(changed: Callable[..., Path], facts: Path) -> None:
    record = "NAT1949/POL/acceded"
    line = next(n for n, row in enumerate(rows_of(facts / "participations.csv"), start=2) if row["record"] == record)

    with pytest.raises(RefusedCells) as caught:
        build(changed("participations.csv", record, "valid_from", "1999-02-30"))

    assert [(line, "valid_from", "1999-02-30")] == caught.value.frame.select("line", "column", "value").rows()


def test_agreements_with_a_number_of_atop_were_signed_on_the_day_read_there(built: Register, shared: Shared) -> None:
    signed = {row["id"]: row["signed"] for row in rows_of(shared("data/facts_check_only/agreements_atop.csv"))}
    numbered = built.tables["agreements"].filter(pl.col("external_id").str.starts_with("atop:"))

    first_days = dict(numbered.select("agreement", pl.col("valid_from_first").cast(pl.String)).iter_rows())

    assert len(first_days) == 34
    assert first_days == signed
