"""A register as a whole: checked, exported, merged, sealed, described."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from detente.register import Register
from tests.command_line import detente, saved
from tests.small import register

OWN = register(
    agreements=[{"agreement": "PACT", "title": "Pact of the two", "valid_from": "2020-01-02"}],
    actors=[{"actor": "AAA", "name": "Alpha", "kind": "state", "valid_from": "1900"}],
)


def test_the_check_of_the_shipped_register_counts_its_facts_and_finds_no_error() -> None:
    ran = detente("register", "check")

    assert ran.status == 0
    assert ran.lines[0].startswith(
        "26 tables, 4,257 fact rows: verified 396, reported 1,625, unverified 2,236        0 errors, "
    )
    contested = [line for line in ran.lines if "USROK1953/USA/entered_into_force" in line]
    assert "1954-11-17 (treaty text as reprinted) and 1954-11-18 (encyclopedia" in contested[0]
    assert "        next: read the registered text, add a verified version, or leave both" in ran.lines


def test_a_check_made_strict_turns_its_findings_into_errors_and_status_1() -> None:
    ran = detente("register", "check", "--strict", "check_for_conflicting_statements", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))

    assert ran.status == 1
    assert {"check_for_conflicting_statements"} == {row["check"] for row in rows if row["severity"] == "error"}


def test_a_check_that_is_none_is_wrong_use() -> None:
    ran = detente("register", "check", "--strict", "no_such_check")

    assert (ran.status, ran.out) == (2, "")
    assert "no_such_check" in ran.err


def test_a_register_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ran = detente("register", "check", "--register", tmp_path / "nowhere")

    assert (ran.status, ran.out) == (2, "")
    assert "nowhere is not there" in ran.err


def test_a_package_edited_by_hand_is_refused_until_it_is_sealed(tmp_path: Path) -> None:
    own = saved(OWN, tmp_path / "own")
    table = own / "agreements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Pact of the two", "Pact of two"), encoding="utf-8")

    refused = detente("register", "check", "--register", own)
    sealed = detente("register", "seal", own)

    assert refused.status == 2
    assert "edited by hand? run `detente register seal`" in refused.err
    assert (sealed.status, sealed.out) == (0, f"sealed: {own}\n")
    assert Register.open(own).tables["agreements"]["title"].to_list() == ["Pact of two"]


@pytest.mark.parametrize("form, name", [("package", "out"), ("zip", "out.zip"), ("parquet", "out")])
def test_what_is_exported_opens_as_the_same_register(form: str, name: str, tmp_path: Path) -> None:
    own = saved(OWN, tmp_path / "own")

    ran = detente("register", "export", tmp_path / "out", "--format", form, "--register", own)

    assert (ran.status, ran.out) == (0, f"written: {tmp_path / name}\n")
    assert Register.open(tmp_path / name).digest() == OWN.digest()


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("mine", encoding="utf-8")

    ran = detente("register", "export", tmp_path / "there", "--format", "zip")

    assert ran.status == 2
    assert ran.err.startswith(f"{tmp_path / 'there.zip'} exists")
    assert (tmp_path / "there.zip").read_text(encoding="utf-8") == "mine"


def test_an_export_whose_name_says_another_form_is_refused(tmp_path: Path) -> None:
    ran = detente("register", "export", tmp_path / "own.csv", "--format", "xlsx")

    assert ran.status == 2
    assert "expected: a name ending in .xlsx" in ran.err


def test_an_edited_workbook_comes_back_as_new_versions(tmp_path: Path) -> None:
    own, book = saved(OWN, tmp_path / "own"), tmp_path / "own.xlsx"
    detente("register", "export", book, "--format", "xlsx", "--register", own)
    workbook = openpyxl.load_workbook(book)
    header = [cell.value for cell in workbook["agreements"][1]]
    workbook["agreements"].cell(2, header.index("title") + 1).value = "Pact of two"
    workbook.save(book)

    ran = detente(
        "register", "import", book, "--register", own, "--into", own, "--by", "A. Reader", "--reason", "a look at it"
    )

    assert ran.lines == ["agreements: 1 row to add", f"written: {own}"]
    after = Register.open(own).tables["agreements"]
    assert [("Pact of the two", 1), ("Pact of two", 2)] == after.select("title", "version").rows()


def test_a_form_has_the_columns_a_person_fills(tmp_path: Path) -> None:
    ran = detente("register", "template", "participations", tmp_path / "form.csv")
    header = (tmp_path / "form.csv").read_text(encoding="utf-8").strip().split(",")

    assert ran.out == f"written: {tmp_path / 'form.csv'}\n"
    assert header[:4] == ["agreement", "party", "capacity", "act"]


def test_a_form_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("mine", encoding="utf-8")

    assert detente("register", "template", "participations", tmp_path / "form.csv").status == 2
    assert (tmp_path / "form.csv").read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_said_in_four_parts(tmp_path: Path) -> None:
    ran = detente("register", "template", "participations", tmp_path / "no" / "form.csv")

    assert ran.status == 2
    assert [line.split(":")[0].strip() for line in ran.err.splitlines()[1:]] == ["where", "expected", "next"]


def test_two_registers_that_agree_become_one(tmp_path: Path) -> None:
    ours = saved(OWN, tmp_path / "ours")
    theirs = saved(register(actors=[{"actor": "BBB", "name": "Beta", "kind": "state"}]), tmp_path / "theirs")

    ran = detente("register", "merge", theirs, "--register", ours, "--into", tmp_path / "both", "--by", "A. Reader")

    assert ran.status == 0
    assert ["AAA", "BBB"] == Register.open(tmp_path / "both").tables["actors"]["actor"].to_list()


def test_a_conflict_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    ours = saved(OWN, tmp_path / "ours")
    other = register(agreements=[{"agreement": "PACT", "title": "Another pact", "valid_from": "2020-01-02"}])
    theirs = saved(other, tmp_path / "theirs")

    ran = detente("register", "merge", theirs, "--register", ours, "--into", tmp_path / "both", "--by", "A. Reader")

    assert ran.status == 1
    assert ran.lines[0] == "conflict agreements, record PACT: version 1 differs in title"
    assert not (tmp_path / "both").exists()


def test_pairs_that_may_be_one_thing_come_with_reasons() -> None:
    ran = detente("register", "duplicates", "activities", "--json")
    pairs = {(row["left"], row["right"]): row["reasons"] for row in json.loads(ran.out)["rows"]}

    assert "windows overlap" in pairs["FREEDOM-SHIELD-2025", "ULCHI-FREEDOM-SHIELD-2025"]


def test_a_table_without_a_rule_for_duplicates_is_refused() -> None:
    ran = detente("register", "duplicates", "posts")

    assert ran.status == 2
    assert "expected: activities, agreements, statements, actors" in ran.err


def test_the_schema_lists_all_tables_and_the_columns_of_one() -> None:
    tables = detente("register", "schema", "--format", "csv")
    columns = detente("register", "schema", "provisions", "--format", "csv")

    assert len(tables.lines) == 1 + 47
    assert columns.lines[0] == "column,type,required,unit,table or words,holds"
    assert any(line.startswith("agreement,ref,yes,,agreements,") for line in columns.lines)


def test_the_schema_of_no_table_is_refused() -> None:
    assert detente("register", "schema", "provision").status == 2
