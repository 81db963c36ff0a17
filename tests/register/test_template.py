"""An empty form: it can be filled in and read, and its examples are never taken for rows."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from detente.errors import MissingPart, RegisterError
from detente.register import Register
from detente.register.schema import TABLES
from detente.register.template import example_rows, template
from tests.workbooks import add_row, edited, read


def form(tmp_path: Path, table: str) -> Path:
    template(table, tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_an_unfilled_form_proposes_nothing_and_its_examples_are_not_read(tmp_path: Path, table: str) -> None:
    proposal = read(form(tmp_path, table), Register.empty())

    assert proposal.change_set.is_empty
    assert proposal.questions.is_empty()
    assert proposal.remarks.is_empty()


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_examples_copied_into_the_form_are_new_rows(tmp_path: Path, table: str) -> None:
    path = form(tmp_path, table)
    with edited(path) as book:
        for row in book["Examples"].iter_rows(min_row=2):
            book[table].append([c.value for c in row])
    rows = read(path, Register.empty()).change_set.rows[table]

    assert [1, 1] == rows["version"].to_list()
    assert rows.select(TABLES[table].own).equals(example_rows(TABLES[table]).select(TABLES[table].own))


def test_the_second_example_has_only_what_is_required() -> None:
    full, least = example_rows(TABLES["participations"]).rows(named=True)

    assert None not in full.values()
    assert set(TABLES["participations"].required) == {column for column, value in least.items() if value is not None}


def test_a_filled_form_can_be_read_against_any_register(tmp_path: Path) -> None:
    reference = Register.reference()
    path = form(tmp_path, "disputes")
    with edited(path) as book:
        add_row(
            book,
            "disputes",
            dispute="D1",
            title="A dispute",
            kind="border",
            source="compiled-groups",
            confidence="reported",
        )
    rows = read(path, reference).change_set.rows["disputes"]

    assert [("D1", 1)] == rows.select("dispute", "version").rows()


def test_the_form_asks_for_nothing_that_the_register_keeps_itself(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(tmp_path, "actors"))
    header = [c.value for c in book["actors"][1]]

    kept = ("version", "recorded_at", "recorded_by", "withdrawn")
    assert [column for column in TABLES["actors"].columns if column not in kept] == header
    assert all(c.comment.text for c in book["actors"][1])
    assert 1 == book["actors"].max_row


def test_references_of_a_form_have_a_list_where_keys_are_given(tmp_path: Path) -> None:
    template("participations", tmp_path / "form.xlsx", keys={"actors": ["DEU", "FRA"]})
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")

    assert ["DEU", "FRA"] == [c.value for c in book["_keys"]["A"]]


def test_a_form_in_csv_is_the_header(tmp_path: Path) -> None:
    template("actors", tmp_path / "form.csv")
    header = pl.read_csv(tmp_path / "form.csv")

    assert header.is_empty()
    assert [*TABLES["actors"].own, "record"] == header.columns[: len(TABLES["actors"].own) + 1]


def test_the_same_form_has_the_same_bytes(tmp_path: Path) -> None:
    first = form(tmp_path, "pledges").read_bytes()

    assert first == form(tmp_path, "pledges").read_bytes()


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"'\.ods' is no kind of form") as refused:
        template("actors", tmp_path / "form.ods")
    assert refused.value.expected == ".xlsx or .csv"


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no table 'treaties'"):
        template("treaties", tmp_path / "form.xlsx")


def test_without_the_extra_a_csv_form_can_still_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    template("actors", tmp_path / "form.csv")

    assert (tmp_path / "form.csv").exists()
    with pytest.raises(MissingPart, match="xlsxwriter is not installed"):
        template("actors", tmp_path / "form.xlsx")
