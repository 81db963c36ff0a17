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
from detente.register.template import template
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
    given: dict[str, Any] = {"tables": REFERENCE.tables, "recorded_at": NOW, "constants": ALWAYS} | arguments
    return intake.read(path, table, mapping, **given)


def said(read_file: Intake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the rows of a table."""
    return read_file.rows[table].select(columns).rows()


def apply(read_file: Intake, to: Register = REFERENCE) -> Register:
    """The register with what was read."""
    return to.apply(read_file.changeset(base=to.digest(), reason="a list of visits", author="a desk officer"), now=NOW)


# --- rows -------------------------------------------------------------------------------------------------------------


def test_a_file_in_the_form_of_the_register_becomes_rows_that_can_be_applied(tmp_path: Path) -> None:
    taken = read(
        tmp_path, VISITS + "A1,Staff talks,staff_talks,2025-05,FRA\nA2,Port call,port_call,2025-06-01/2025-06-03,\n"
    )

    after = apply(taken)

    assert [("A1", "2025-05", "FRA", 1, NOW, False), ("A2", "2025-06-01/2025-06-03", None, 1, NOW, False)] == said(
        taken, "activities", "activity", "valid_from", "country", "version", "recorded_at", "withdrawn"
    )
    assert ["A1@compiled-states", "A2@compiled-states"] == taken.rows["activities"]["record"].to_list()
    assert REFERENCE.tables["activities"].height + 2 == after.tables["activities"].height


def test_columns_of_ones_own_are_kept_as_they_stand(tmp_path: Path) -> None:
    taken = read(tmp_path, "activity,title,kind,x_ours\nA1,Talks,visit,  = 1 \n")

    assert [("  = 1 ",)] == said(taken, "activities", "x_ours")


def test_who_recorded_a_row_is_asked_of_the_row_first(tmp_path: Path) -> None:
    text = "activity,title,kind,recorded_by\nA1,Talks,visit,Fleet\nA2,Talks,visit,\n"

    taken = read(tmp_path, text, recorded_by="desk", constants={"source": "compiled-states", "confidence": "reported"})

    assert ["Fleet", "desk"] == taken.rows["activities"]["recorded_by"].to_list()


def test_names_become_keys_by_the_day_of_the_row_and_are_listed(tmp_path: Path) -> None:
    text = (
        VISITS
        + "A1,Talks,visit,1985-05-01,Germany\nA2,Talks,visit,1980,CS\nA3,Talks,visit,2004,CS\nA4,Talks,visit,2004,FRA\n"
    )

    taken = read(tmp_path, text)

    assert ["DEU", "CSK", "SCG", "FRA"] == taken.rows["activities"]["country"].to_list()
    assert [
        (
            "Germany",
            "DEU",
            "name",
            "DEU (Federal Republic of Germany (before unification), 1949-05-23 to 1990-10-03)",
            1,
        ),
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
        code: read(
            tmp_path,
            VISITS + "A1,Talks,visit,1995-01-01,970\n",
            mapping=ColumnMap(table="activities", codes={"country": code}),
        )
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

    assert [("visit",)] == said(
        read(tmp_path, "activity,title,Art\nA1,Talks,Besuch\n", mapping=words), "activities", "kind"
    )


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

    assert [1, 2] == apply(read(tmp_path, text)).histories["activities"].rows.filter(record="r1")["version"].to_list()


def test_a_form_of_which_columns_stay_empty_is_read(tmp_path: Path) -> None:
    template("activities", tmp_path / "form.csv")
    header = (tmp_path / "form.csv").read_text(encoding="utf-8").strip().split(",")
    cells = {"activity": "A1", "title": "Talks", "kind": "visit"}

    taken = read(tmp_path, ",".join(header) + "\n" + ",".join(cells.get(column, "") for column in header) + "\n")

    assert [("A1", "A1@compiled-states")] == said(taken, "activities", "activity", "record")


def test_a_row_without_a_record_among_rows_with_one_gets_one(tmp_path: Path) -> None:
    taken = read(tmp_path, "record,version,activity,title,kind\nr1,,A1,Talks,visit\n,1,A2,Talks,visit\n")

    assert [("r1", 1), ("A2@compiled-states", 1)] == said(taken, "activities", "record", "version")


def test_a_file_with_a_header_only_has_no_rows(tmp_path: Path) -> None:
    taken = read(tmp_path, VISITS)

    assert (0, {}) == (taken.height, taken.rows)


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
    taken = read(
        tmp_path,
        WIDE + "NAT1949,United States of America,1951,,1952-08-27,\nNAT1949,FRA,,,unknown,\n",
        "participations",
        ACTS,
    )

    assert [
        ("NAT1949", "USA", "signed", "1951", 1),
        ("NAT1949", "USA", "entered_into_force", "1952-08-27", 1),
        ("NAT1949", "FRA", "entered_into_force", "unknown", 1),
    ] == said(taken, "participations", "agreement", "party", "act", "valid_from", "occurrence")


def test_a_wide_row_without_any_day_is_left_and_says_so(tmp_path: Path) -> None:
    taken = read(tmp_path, WIDE + "NAT1949,USA,1949-04-04,,,\nNAT1949,SWE,,,,\n", "participations", ACTS)

    assert [(3, "NAT1949", "nothing in it to record")] == taken.left.rows()


def test_a_bad_day_of_a_wide_row_is_shown_in_its_own_column(tmp_path: Path) -> None:
    taken = read(tmp_path, WIDE + "NAT1949,USA,1949-04-04,03/04/1949,,\n", "participations", ACTS)

    assert [("D2", "valid_from", "03/04/1949")] == taken.problems.select("cell", "column", "value").rows()


def test_a_name_of_a_wide_row_is_read_on_the_day_of_each_act(tmp_path: Path) -> None:
    states = replace(
        ACTS, columns={}, unfold=(replace(ACTS.unfold[0], list_column="State", to="party", separator=";"),)
    )

    taken = read(tmp_path, WIDE + "NAT1949,CS;FR,1985,,2004,\n", "participations", states)

    assert [("CSK", "signed"), ("FRA", "signed"), ("SCG", "entered_into_force"), ("FRA", "entered_into_force")] == said(
        taken, "participations", "party", "act"
    )


def test_a_declared_code_is_read_once_however_many_acts_a_row_unfolds_to(tmp_path: Path) -> None:
    coded = replace(ACTS, codes={"State": "cow"})

    taken = read(tmp_path, WIDE + "NAT1949,2,1949-04-04,,1949-08-24,\n", "participations", coded)

    assert [("USA", "signed"), ("USA", "entered_into_force")] == said(taken, "participations", "party", "act")


def test_a_list_is_read_in_its_declared_code(tmp_path: Path) -> None:
    entry = replace(ACTS.unfold[0], list_column="State", to="party", separator=" ")
    coded = replace(ACTS, columns={}, codes={"State": "gw"}, unfold=(entry,))

    taken = read(tmp_path, WIDE + "NAT1949,2 260,,,1955-05-06,\n", "participations", coded)

    assert [("USA",), ("DEU",)] == said(taken, "participations", "party")


def test_a_word_in_a_column_of_days_can_be_given_its_meaning(tmp_path: Path) -> None:
    words = replace(ACTS, values={"Signed": {"yes": "unknown"}})

    taken = read(tmp_path, WIDE + "NAT1949,USA,yes,,,\n", "participations", words)

    assert [("signed", "unknown")] == said(taken, "participations", "act", "valid_from")


def test_a_list_of_states_unfolds_to_a_row_each_and_the_activity_stays(tmp_path: Path) -> None:
    listed = Unfold(
        into="participants", list_column="Who", to="actor", separator=",", constants={"role": "participant"}
    )
    text = 'activity,title,kind,Who,locator\nA1,Talks,visit,"France, Germany,, JP",p. 3\nA2,Talks,visit,,\n'

    taken = read(tmp_path, text, mapping=ColumnMap(table="activities", unfold=(listed,)))

    assert [("A1", "p. 3"), ("A2", None)] == said(taken, "activities", "activity", "locator")
    assert [("A1", actor, "participant", "p. 3", None) for actor in ("FRA", "DEU", "JPN")] == said(
        taken, "participants", "activity", "actor", "role", "locator", "valid_from"
    )


def test_parties_in_one_cell_and_days_in_columns_give_acts_of_each_party(tmp_path: Path) -> None:
    entry = replace(ACTS.unfold[0], acts={"Signed": "signed"}, list_column="Parties", to="party", separator=";")
    text = (
        "title,form,subject,binding,parties_listed,Parties,Signed\nA pact,treaty,defence,legal,complete,FRA;DEU,1999\n"
    )

    taken = read(tmp_path, text, "agreements", ColumnMap(table="agreements", unfold=(entry,)))

    [(key,)] = said(taken, "agreements", "agreement")
    assert [(key, "FRA", "signed", "1999"), (key, "DEU", "signed", "1999")] == said(
        taken, "participations", "agreement", "party", "act", "valid_from"
    )
    apply(taken)


def test_a_state_twice_in_one_list_is_refused(tmp_path: Path) -> None:
    listed = Unfold(
        into="participants", list_column="Who", to="actor", separator=";", constants={"role": "participant"}
    )

    taken = read(
        tmp_path,
        "activity,title,kind,Who\nA1,Talks,visit,FR;FRA\n",
        mapping=ColumnMap(table="activities", unfold=(listed,)),
    )

    assert ["stands twice in the file"] == taken.problems["rule"].to_list()


# --- all, part or nothing ---------------------------------------------------------------------------------------------

PARTLY_BAD = (
    "agreement,party,capacity,act,valid_from\n"
    "NAT1949,USA,party,signed,1949\n"
    "RIO1947,ARG,party,signed,1947\n"
    "NAT1949,Atlantis,party,signed,1949\n"
)


def test_with_any_problem_nothing_is_taken(tmp_path: Path) -> None:
    taken = read(tmp_path, PARTLY_BAD, "participations")

    assert ({}, [2, 3, 4]) == (taken.rows, taken.left["line"].to_list())
    with pytest.raises(RefusedCells, match="1 cell in 1 row") as caught:
        taken.changeset(base="", reason="r", author="a")
    assert "--partial" in str(caught.value.next_step)


def test_in_part_an_agreement_is_taken_with_all_its_rows_or_not_at_all(tmp_path: Path) -> None:
    taken = read(tmp_path, PARTLY_BAD, "participations", partial=True)

    assert [("RIO1947", "ARG")] == said(taken, "participations", "agreement", "party")
    assert [
        (2, "NAT1949", "another row of the same was refused"),
        (4, "NAT1949", "a cell of it was refused"),
    ] == taken.left.rows()
    assert taken.changeset(base="", reason="r", author="a").rows


def test_in_part_what_refers_to_something_that_was_left_is_left_as_well(tmp_path: Path) -> None:
    text = "activity,title,kind,parent\nA1,Talks,visit,A2\nA2,Week,initiativ,\nA3,Talks,visit,A1\nA4,Talks,visit,\n"

    taken = read(tmp_path, text, partial=True)

    assert [("A4",)] == said(taken, "activities", "activity")
    assert {
        2: "it refers to something that was left",
        3: "a cell of it was refused",
        4: "it refers to something that was left",
    } == dict(taken.left.select("line", "reason").iter_rows())


def test_in_part_nothing_is_taken_where_a_row_has_lost_its_columns(tmp_path: Path) -> None:
    taken = read(tmp_path, VISITS + "A1,Talks,visit,2025,FRA\nA2,Talks, more,visit,2025,FRA\n", partial=True)

    assert ({}, [2, 3]) == (taken.rows, taken.left["line"].to_list())


def test_rows_without_a_thing_they_are_about_stand_each_for_itself(tmp_path: Path) -> None:
    text = "organisation,member,status\nNATO,USA,member\nNATO,Atlantis,member\n"

    assert [("USA",)] == said(read(tmp_path, text, "memberships", partial=True), "memberships", "member")


# --- beside the register ----------------------------------------------------------------------------------------------


def test_a_file_read_a_second_time_adds_nothing(tmp_path: Path) -> None:
    text = VISITS + "A1,Talks,visit,2025,Germany\nA2,Talks,visit,2025,FRA\n"
    after = apply(read(tmp_path, text))

    again = read(tmp_path, text, tables=after.tables, recorded_at=datetime(2027, 1, 1, tzinfo=UTC))

    assert {} == again.rows
    assert ["in the register already"] * 2 == again.left["reason"].to_list()
    assert again.changeset(base=after.digest(), reason="r", author="a").is_empty


def test_a_file_read_again_adds_only_what_is_new(tmp_path: Path) -> None:
    after = apply(read(tmp_path, VISITS + "A1,Talks,visit,2025,FRA\n"))

    again = read(tmp_path, VISITS + "A0,Talks,visit,2025,FRA\nA1,Talks,visit,2025,FRA\n", tables=after.tables)

    assert [("A0",)] == said(again, "activities", "activity")


def test_a_row_that_says_something_else_under_a_known_record_is_refused(tmp_path: Path) -> None:
    after = apply(read(tmp_path, VISITS + "A1,Talks,visit,2025,FRA\n"))

    again = read(tmp_path, VISITS + "A1,Talks,visit,2026,FRA\n", tables=after.tables)

    assert [("A1@compiled-states", "the register has this version with other words")] == again.problems.select(
        "value", "rule"
    ).rows()


def test_a_correction_with_the_next_version_is_taken(tmp_path: Path) -> None:
    after = apply(read(tmp_path, "record,activity,title,kind\nr1,A1,Talks,visit\n"))

    again = read(tmp_path, "record,version,activity,title,kind\nr1,2,A1,Staff talks,visit\n", tables=after.tables)

    assert ["Talks", "Staff talks"] == apply(again, after).tables["activities"].filter(record="r1")["title"].to_list()


def test_a_reference_to_what_was_withdrawn_is_refused_and_says_so(tmp_path: Path) -> None:
    known = register(activities=[{"activity": "A1", "kind": "visit", "withdrawn": True}])

    taken = read(
        tmp_path,
        "activity,title,kind,parent\nA2,Talks,visit,A1\n",
        tables=known.tables,
        constants={**ALWAYS, "source": "book"},
    )

    assert ["a key of activities, there or in this file; all rows about this one are withdrawn"] == taken.problems[
        "expected"
    ].to_list()


def test_a_reference_by_an_alias_is_taken(tmp_path: Path) -> None:
    known = register(
        activities=[{"activity": "A1", "kind": "visit"}],
        aliases=[{"alias": "OLD1", "target": "A1", "reason": "renamed"}],
    )

    taken = read(
        tmp_path,
        "activity,title,kind,parent\nA2,Talks,visit,OLD1\n",
        tables=known.tables,
        constants={**ALWAYS, "source": "book"},
    )

    assert taken.problems.is_empty()


def test_a_snapshot_serves_as_well_as_the_tables(tmp_path: Path) -> None:
    text = VISITS + "A1,Talks,visit,1985,Germany\n"

    by_snapshot = read(tmp_path, text, tables=REFERENCE.as_of(date(2026, 11, 22)))

    assert by_snapshot.rows["activities"].equals(read(tmp_path, text).rows["activities"])


# --- maps -------------------------------------------------------------------------------------------------------------


def test_on_a_guess_nothing_is_read_until_the_map_is_given_back(tmp_path: Path) -> None:
    text = "Key,Title,Kind,When\nA1,Talks,visit,2025-05-01\n"
    guessed = read(tmp_path, text)

    confirmed = read(
        tmp_path, text, mapping=replace(guessed.column_map, columns={**guessed.column_map.columns, "Key": "activity"})
    )

    assert ({}, {"Key", "Title", "Kind", "When"}) == (guessed.rows, set(guessed.guesses["column"]))
    assert [("A1", "2025-05-01")] == said(confirmed, "activities", "activity", "valid_from")


def test_a_saved_map_is_a_confirmed_one(tmp_path: Path) -> None:
    text = "activity,Title,Kind,When\nA1,Talks,visit,2025-05-01\n"
    mapping_file.save(read(tmp_path, text).column_map, tmp_path / "map.yaml")

    assert 1 == read(tmp_path, text, mapping=tmp_path / "map.yaml", constants=None).rows["activities"].height


def test_ignored_columns_are_named(tmp_path: Path) -> None:
    taken = read(
        tmp_path, "activity,title,kind,Row\nA1,Talks,visit,1\n", mapping=ColumnMap(table="activities", ignored=("Row",))
    )

    assert ("Row",) == taken.ignored
    assert not {"Row", "x_row"} & set(taken.rows["activities"].columns)


def test_a_constant_given_now_overrides_the_one_of_the_map(tmp_path: Path) -> None:
    mapped = ColumnMap(table="activities", constants={"confidence": "verified", "kind": "visit"})

    assert [("reported", "visit")] == said(
        read(tmp_path, "activity,title\nA1,Talks\n", mapping=mapped), "activities", "confidence", "kind"
    )


# --- workbooks --------------------------------------------------------------------------------------------------------


def workbook(path: Path, sheets: Mapping[str, Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def from_workbook(path: Path, **arguments: Any) -> Intake:
    return intake.read(path, "activities", tables=REFERENCE.tables, recorded_at=NOW, constants=ALWAYS, **arguments)


HEADER = ["activity", "title", "kind", "valid_from", "planned_cost", "x_done"]


def test_a_sheet_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    cells = [["A1", "Talks", "visit", date(2025, 5, 1), 12.5, True], [], ["A2", 17, "visit", 1951, 3, None]]

    taken = from_workbook(workbook(tmp_path / "b.xlsx", {"Visits": [HEADER, *cells]}))

    assert [("A1", "Talks", "2025-05-01", 12.5, "true"), ("A2", "17", "1951", 3.0, None)] == said(
        taken, "activities", "activity", "title", "valid_from", "planned_cost", "x_done"
    )
    assert [2, 4] == taken.lines["activities"].to_list()


def test_a_problem_of_a_workbook_names_the_sheet(tmp_path: Path) -> None:
    rows = [HEADER, ["A1", "Talks", "vist", "03/04/2025", "=1+1", None]]

    found = from_workbook(workbook(tmp_path / "b.xlsx", {"Visits": rows})).problems

    assert ["b.xlsx!Visits"] * 3 == found["file"].to_list()
    assert ["C2", "D2", "E2"] == found["cell"].to_list()


def test_the_sheet_named_as_the_table_is_read_of_several(tmp_path: Path) -> None:
    rows = [HEADER[:3], ["A1", "Talks", "visit"]]
    path = workbook(tmp_path / "b.xlsx", {"notes": [["x"]], "activities": rows})

    assert 1 == from_workbook(path).rows["activities"].height


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"one": [HEADER], "two": [HEADER]})

    with pytest.raises(RegisterError, match="several sheets") as caught:
        from_workbook(path)
    with pytest.raises(RegisterError, match="no sheet 'three'"):
        from_workbook(path, sheet="three")
    assert "one, two" in str(caught.value)


@pytest.mark.parametrize("header", [["activity", "title", "title"], ["activity", None, "title"]])
def test_a_header_of_a_sheet_that_is_none_is_refused(tmp_path: Path, header: list[str | None]) -> None:
    with pytest.raises(RegisterError, match=r"the header of b\.xlsx!Visits refused"):
        from_workbook(workbook(tmp_path / "b.xlsx", {"Visits": [header, ["A1", "Talks", "visit"]]}))


def test_numbers_of_a_sheet_are_numbers_under_a_declared_comma_too(tmp_path: Path) -> None:
    rows = [HEADER, ["A1", "Talks", "visit", None, 12.5, None], ["A2", "Talks", "visit", None, "12,5", None]]

    taken = from_workbook(workbook(tmp_path / "b.xlsx", {"Visits": rows}), decimal=",")

    assert [12.5, 12.5] == taken.rows["activities"]["planned_cost"].to_list()


# --- properties -------------------------------------------------------------------------------------------------------


@given(st.data(), st.sampled_from(sorted(TABLES)))
def test_a_table_written_as_csv_is_read_back_word_for_word(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, table: str
) -> None:
    whole = data.draw(strategies.registers([table]))
    path = tmp_path_factory.mktemp("file") / "file.csv"
    path.write_bytes(csv_bytes(TABLES[table], whole.tables[table]))
    others = {name: frame if name != table else frame.clear() for name, frame in whole.tables.items()}

    taken = intake.read(path, table, tables=others, recorded_at=NOW)
    again = intake.read(path, table, tables=whole.tables, recorded_at=NOW)

    assert problems.sentences(taken.problems) == []
    assert csv_bytes(TABLES[table], taken.rows[table]) == path.read_bytes()
    assert ({}, taken.rows[table].height) == (again.rows, again.left.height)


SMALL = register(
    actors=[
        {"actor": "DEU", "kind": "state", "name": "Germany", "iso2": "DE", "valid_from": "1949"},
        {
            "actor": "CSK",
            "kind": "state",
            "name": "Czechoslovakia",
            "iso2": "CS",
            "valid_from": "1918",
            "valid_to": "1993",
        },
        {"actor": "KOR", "kind": "state", "name": "Republic of Korea", "valid_from": "1948"},
        {"actor": "PRK", "kind": "state", "name": "People's Republic of Korea", "valid_from": "1948"},
    ],
    activities=[{"activity": "A1", "kind": "visit"}],
)
IN_SMALL: dict[str, Any] = {"tables": SMALL.tables, "constants": {**ALWAYS, "source": "book"}}
HOSTILE = st.sampled_from(
    (
        "Germany",
        "CS",
        "Korea",
        "2025-05-01",
        "03/04/2025",
        "visit",
        "A1",
        "A2",
        "",
        " ",
        ";",
        "=1+1",
        "\u202e",
        "x_",
        "NATO",
        "970",
    )
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
FILES = st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=6)


def written(rows: Sequence[Sequence[str]]) -> str:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return VISITS + "\n".join(quoted) + "\n"


@given(FILES, st.booleans())
def test_every_row_of_any_file_is_taken_or_left_for_a_reason(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, ...]],
    partial: bool,  # both are drawn
) -> None:
    folder = tmp_path_factory.mktemp("file")

    taken = read(folder, written(rows), partial=partial, **IN_SMALL)

    of_rows = set(taken.lines["activities"].to_list() if taken.rows else [])
    left = set(taken.left["line"].to_list())
    assert sum(any(row) for row in rows) == len(of_rows) + len(left)
    assert not of_rows & left
    assert set(taken.problems["line"]) <= left
    assert partial or not (taken.rows and taken.problems.height)
    assert taken.left["reason"].null_count() == 0


@given(FILES)
def test_what_is_taken_of_any_file_can_be_applied(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    taken = read(tmp_path_factory.mktemp("file"), written(rows), partial=True, **IN_SMALL)

    if taken.rows:
        added = apply(taken, SMALL).tables["activities"].height - SMALL.tables["activities"].height
        assert taken.rows["activities"].height == added


@given(st.lists(HOSTILE, min_size=1, max_size=5), FILES)
def test_any_header_and_cells_are_read_or_refused_with_a_next_step(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[tuple[str, ...]]
) -> None:
    refused, taken = None, None
    try:
        taken = read(tmp_path_factory.mktemp("file"), written([header, *rows]).removeprefix(VISITS), **IN_SMALL)
    except DetenteError as error:
        refused = error

    columns = {cell.strip() for cell in header} - {""}
    settled = {c for c in columns if c in TABLES["activities"].columns or c.startswith("x_")}
    assert refused.next_step if refused else taken and columns - settled <= taken.column_map.accounted


def test_sixty_thousand_problems_are_told_in_short(tmp_path: Path) -> None:
    rows = "".join(f"A{n},Talks,visit{n % 7},03/04/{1900 + n % 100},N{n}\n" for n in range(20_000))

    taken = read(tmp_path, VISITS + rows)

    assert 60_000 == taken.problems.height
    with pytest.raises(RefusedCells) as caught:
        taken.changeset(base="", reason="r", author="a")
    assert "60,000 cells in 20,000 rows" in str(caught.value)
    assert len(str(caught.value)) < 100_000


def test_the_problems_of_a_file_are_a_frame_of_problems(tmp_path: Path) -> None:
    assert read(tmp_path, VISITS + "A1,Talks,vist,2025,\n").problems.schema == pl.Schema(problems.SCHEMA)
