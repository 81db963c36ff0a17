"""A user's own file, read as rows of the register."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, RegisterError
from detente.register import Register, intake, mapping_file, problems
from detente.register.csv_bytes import csv_bytes
from detente.register.intake import Intake
from detente.register.mapping import ColumnMap, Unfold
from detente.register.problems import RefusedCells
from detente.register.schema import TABLES
from tests import strategies
from tests.small import register

REFERENCE = Register.reference()
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ALWAYS = {"source": "compiled-states", "confidence": "reported", "recorded_by": "a test"}
VISITS = "activity,title,kind,valid_from,country\n"


def read(folder: Path, text: str, table: str = "activities", mapping: Any = None, **arguments: Any) -> Intake:
    """What is read of a CSV file with this text."""
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8", newline="")
    given = {"tables": REFERENCE.tables, "recorded_at": NOW, "constants": ALWAYS, **arguments}
    return intake.read(path, table, mapping, **given)


def said(read_file: Intake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the rows of a table."""
    return read_file.rows[table].select(columns).rows()


def apply(read_file: Intake, to: Register = REFERENCE) -> Register:
    """The register with what was read."""
    return to.apply(read_file.changeset(base=to.digest(), reason="a list of visits", author="a desk officer"), now=NOW)


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_file_in_the_form_of_the_register_becomes_rows_that_can_be_applied(tmp_path: Path) -> None:
    taken = read(tmp_path, VISITS + "A1,Staff talks,staff_talks,2025-05,FRA\nA2,Port call,port_call,2025-06-01/2025-06-03,\n")

    after = apply(taken)

    assert [("A1", "2025-05", "FRA", 1, NOW, False), ("A2", "2025-06-01/2025-06-03", None, 1, NOW, False)] == said(
        taken, "activities", "activity", "valid_from", "country", "version", "recorded_at", "withdrawn"
    )
    assert ["A1@compiled-states", "A2@compiled-states"] == taken.rows["activities"]["record"].to_list()
    assert REFERENCE.tables["activities"].height + 2 == after.tables["activities"].height


def test_columns_of_ones_own_are_kept_as_they_stand(tmp_path: Path) -> None:
    taken = read(tmp_path, "activity,title,kind,x_ours\nA1,Talks,visit,  = 1 \n")

    assert [("  = 1 ",)] == said(taken, "activities", "x_ours")


def test_names_become_keys_by_the_day_of_the_row_and_are_listed(tmp_path: Path) -> None:
    text = VISITS + "A1,Talks,visit,1985-05-01,Germany\nA2,Talks,visit,1980,CS\nA3,Talks,visit,2004,CS\nA4,Talks,visit,2004,FRA\n"

    taken = read(tmp_path, text)

    assert ["DEU", "CSK", "SCG", "FRA"] == taken.rows["activities"]["country"].to_list()
    assert [
        ("Germany", "DEU", "name", "DEU (Federal Republic of Germany (before unification), 1949-05-23 to 1990-10-03)", 1),
        ("CS", "CSK", "iso2", "CSK (Czechoslovakia, 1918-10-28 to 1993-01-01)", 1),
        ("CS", "SCG", "iso2", "SCG (Serbia and Montenegro, 2003-02-04 to 2006-06-05)", 1),
    ] == taken.matched.select("text", "actor", "how", "spell", "rows").rows()


def test_a_child_without_a_day_reads_names_on_the_day_of_its_parent(tmp_path: Path) -> None:
    talks = [("OLD", "1985-05-01"), ("NEW", "2004-05-01")]
    known = register(
        actors=REFERENCE.tables["actors"].rows(named=True),
        activities=[{"activity": key, "kind": "visit", "valid_from": day} for key, day in talks],
    )

    taken = read(
        tmp_path,
        "activity,actor,role\nOLD,CS,host\nNEW,CS,host\n",
        "participants",
        tables=known.tables,
        constants={**ALWAYS, "source": "book"},
    )

    assert [("OLD", "CSK"), ("NEW", "SCG")] == said(taken, "participants", "activity", "actor")


def test_a_column_declared_as_cow_numbers_is_read_in_that_list_only(tmp_path: Path) -> None:
    by_code = {
        code: read(tmp_path, VISITS + "A1,Talks,visit,1995-01-01,970\n", mapping=ColumnMap(table="activities", codes={"country": code}))
        for code in ("cow", "gw")
    }

    assert [("NRU",), ("KIR",)] == [said(taken, "activities", "country")[0] for taken in by_code.values()]


def test_days_are_read_in_declared_formats(tmp_path: Path) -> None:
    text = VISITS + "A1,Talks,visit,03.04.2025,\nA2,Talks,visit,2025-04-05,\nA3,Talks,visit,04/2025,\n"

    taken = read(tmp_path, text, dates=["%d.%m.%Y", "%m/%Y"])

    assert ["2025-04-03", "2025-04-05", "2025-04"] == taken.rows["activities"]["valid_from"].to_list()


def test_decimals_are_read_with_a_declared_comma(tmp_path: Path) -> None:
    text = "activity;title;kind;planned_cost\nA1;Talks;visit;12,5\nA2;Talks;visit;1200\n"

    assert [12.5, 1200.0] == read(tmp_path, text, decimal=",").rows["activities"]["planned_cost"].to_list()


def test_text_comes_in_normal_form_and_blanks_around_words_are_dropped(tmp_path: Path) -> None:
    taken = read(tmp_path, "activity,title,kind,place\n A1 , E\u0301tat ,visit ,   \n")

    assert [("A1", " \u00c9tat ", "visit", None)] == said(taken, "activities", "activity", "title", "kind", "place")


def test_words_of_the_file_are_translated_by_the_map(tmp_path: Path) -> None:
    words = ColumnMap(table="activities", columns={"Art": "kind"}, values={"Art": {"Besuch": "visit"}})

    assert [("visit",)] == said(read(tmp_path, "activity,title,Art\nA1,Talks,Besuch\n", mapping=words), "activities", "kind")


def test_a_file_of_actors_may_refer_to_its_own(tmp_path: Path) -> None:
    text = "actor,kind,name,parent\nUSN-7F,unit,Seventh Fleet,USN\nUSN,office,Navy,USA\n"

    taken = read(tmp_path, text, "actors")

    assert ["USN", "USA"] == taken.rows["actors"]["parent"].to_list()
    assert 2 == apply(taken).tables["actors"].height - REFERENCE.tables["actors"].height


def test_a_file_may_refer_to_its_own_rows(tmp_path: Path) -> None:
    taken = read(tmp_path, "activity,title,kind,parent\nA1,Talks,visit,A2\nA2,Week,initiative,\n")

    assert taken.problems.is_empty()


def test_several_versions_of_a_record_may_stand_in_one_file(tmp_path: Path) -> None:
    text = "record,version,activity,title,kind\nr1,1,A1,Talks,visit\nr1,2,A1,Staff talks,visit\n"

    assert 2 == apply(read(tmp_path, text)).history("r1").height


# --- wide files -------------------------------------------------------------------------------------------------------


WIDE = "agreement,State,Signed,Ratified,In force,Ended\n"
ACTS = ColumnMap(
    table="participations",
    columns={"State": "party"},
    unfold=(
        Unfold(
            into="participations",
            acts={"Signed": "signed", "Ratified": "consented", "In force": "entered_into_force", "Ended": "terminated"},
            constants={"capacity": "party"},
        ),
    ),
)


def test_columns_of_days_unfold_to_acts(tmp_path: Path) -> None:
    taken = read(tmp_path, WIDE + "MLTD1951,United States of America,1951,,1952-08-27,\nMLTD1951,PHL,,,unknown,\n", "participations", REN)

    assert [
        ("MLTD1951", "USA", "signed", "1951", 1),
        ("MLTD1951", "USA", "entered_into_force", "1952-08-27", 1),
        ("MLTD1951", "PHL", "entered_into_force", "unknown", 1),
    ] == said(taken, "participations", "agreement", "party", "act", "valid_from", "occurrence")
