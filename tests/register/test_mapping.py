"""Maps of columns: written, read back, and guessed."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import yaml_reader
from detente.errors import SourceError
from detente.register import Register, guessing, mapping_file
from detente.register.declared_dates import DeclaredDates
from detente.register.grid import Grid, from_records
from detente.register.mapping import ColumnMap, Unfold, refuse_nonsense
from detente.register.names import Names
from detente.register.schema import TABLES

NAMES = Names.of(Register.reference().tables)
NO_FORMATS = DeclaredDates.of(())
WIDE = ColumnMap(
    table="agreements",
    columns={"Treaty": "agreement", "No.": "x_no"},
    ignored=("Row", "Column: 2"),
    codes={"Parties": "iso3"},
    values={"Treaty": {"North Atlantic": "NAT1949"}},
    dates=("%d.%m.%Y",),
    constants={"source": "compiled-states"},
    unfold=(
        Unfold(
            into="participations",
            acts={"Signed": "signed"},
            list_column="Parties",
            to="party",
            separator="\n",
            constants={"capacity": "party"},
        ),
    ),
)


def grid(*rows: str) -> Grid:
    """A grid of rows with | between the cells."""
    return from_records([(n, row.split("|")) for n, row in enumerate(rows, 1)], "file.csv")


def guess(table: str, *rows: str) -> tuple[ColumnMap, dict[str, str]]:
    """The guessed map, and the target of each guess."""
    made, guesses = guessing.guessed(grid(*rows), TABLES[table], NAMES, NO_FORMATS)
    assert guesses["score"].is_between(0, 1).all()
    return made, dict(guesses.select("column", "target").iter_rows())


def test_a_map_is_saved_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    mapping_file.save(WIDE, path)

    assert WIDE == mapping_file.read(path)


def test_a_map_is_written_as_a_person_would_write_it() -> None:
    assert mapping_file.written(WIDE) == (
        "table: agreements\n"
        "columns:\n"
        "  Treaty: agreement\n"
        "  No.: x_no\n"
        "ignored:\n"
        "  - Row\n"
        '  - "Column: 2"\n'
        "codes:\n"
        "  Parties: iso3\n"
        "values:\n"
        "  Treaty:\n"
        "    North Atlantic: NAT1949\n"
        "dates:\n"
        '  - "%d.%m.%Y"\n'
        "constants:\n"
        "  source: compiled-states\n"
        "unfold:\n"
        "  - into: participations\n"
        "    list: Parties\n"
        "    to: party\n"
        '    separator: "\\x0a"\n'
        "    acts:\n"
        "      Signed: signed\n"
        "    constants:\n"
        "      capacity: party\n"
    )


def test_a_map_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot write"):
        mapping_file.save(WIDE, tmp_path / "no such folder" / "map.yaml")


# A lone surrogate cannot stand in a file of text; everything else can be the header of a column.
HEADERS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10)


@given(HEADERS)
def test_any_text_is_a_scalar_that_reads_back(text: str) -> None:
    assert [text] == yaml_reader.parse(f"- {mapping_file.quoted(text)}\n")


@given(st.lists(HEADERS, unique=True, max_size=6), st.dictionaries(HEADERS, HEADERS, max_size=3))
def test_any_headers_can_be_kept_in_a_map(headers: list[str], words: dict[str, str]) -> None:
    own = {header: f"x_{n}" for n, header in enumerate(headers[1:])}
    made = ColumnMap(
        table="activities", columns=own, ignored=tuple(headers[:1]), values={"Kind": words} if words else {}
    )

    assert made == mapping_file.parse(mapping_file.written(made))


def test_headers_that_are_columns_need_no_guess() -> None:
    made, guesses = guess("activities", "activity|title|x_mine", "A|B|C")

    assert (ColumnMap(table="activities"), {}) == (made, guesses)


def test_columns_are_guessed_by_header_usual_word_sentence_and_values() -> None:
    _, guesses = guess(
        "activities",
        "Activity|Subject|Start|END|Type|Host country|Cost|Remarks|sponsoring entity",
        "V1|Staff talks|2025-05-01|2025-05-03|visit|Germany|12|none|x",
        "V2|Port call|03/04/2025|05/04/2025|port_call|FRA|13,5||y",
    )

    assert guesses == {
        "Activity": "activity",
        "Subject": "title",
        "Start": "valid_from",
        "END": "valid_to",
        "Type": "kind",
        "Host country": "country",
        "Cost": "planned_cost",
        "Remarks": "note",
        "sponsoring entity": "x_sponsoring_entity",
    }


def test_values_that_are_all_words_of_a_vocabulary_speak_for_its_column() -> None:
    made, _ = guess("participants", "activity|Spalte 2|actor", "BALIKATAN-2024|host|PHL", "BALIKATAN-2024|observer|JPN")

    assert {"Spalte 2": "role"} == made.columns


def test_a_header_with_values_of_another_type_is_not_believed() -> None:
    made, _ = guess("activities", "activity|Date", "V1|Tuesday", "V2|Friday")

    assert {"Date": "x_date"} == made.columns


def test_days_in_a_declared_format_speak_for_a_column_of_days() -> None:
    cells = grid("activity|When", "A1|20250401")

    made, _ = guessing.guessed(cells, TABLES["activities"], NAMES, DeclaredDates.of(["%Y%m%d"]))

    assert {"When": "valid_from"} == made.columns
    assert {"When": "x_when"} == guess("activities", "activity|When", "A1|20250401")[0].columns


def test_a_column_is_the_target_of_one_column_only() -> None:
    made, _ = guess("activities", "Title|Name", "a|b")

    assert {"Title": "title", "Name": "x_name"} == made.columns


def test_columns_kept_as_own_never_share_a_name() -> None:
    made, _ = guess("activities", "é?|é!|x_é|---", "1|2|3|4")

    assert {"é?": "x_é_", "é!": "x_é__", "---": "x_column"} == made.columns


@pytest.mark.parametrize("header, code", [("ccode", "cow"), ("COW code", "cow"), ("gwno", "gw"), ("iso3c", "iso3")])
def test_a_header_that_names_a_code_is_guessed_with_the_code(header: str, code: str) -> None:
    number = {"cow": "255", "gw": "260", "iso3": "DEU"}[code]
    made, _ = guess("adoptions", f"{header}|standard|role", f"{number}|LINK16|both")

    assert ({header: "actor"}, {header: code}) == (made.columns, made.codes)


def test_a_column_for_each_act_is_guessed_to_unfold() -> None:
    made, guesses = guess(
        "participations", "agreement|party|Signed|Ratification|In force", "NAT1949|USA|1949-04-04||24.08.1949"
    )

    acts = {"Signed": "signed", "Ratification": "consented", "In force": "entered_into_force"}
    assert (Unfold(into="participations", acts=acts, constants={"capacity": "party"}),) == made.unfold
    assert set(acts) == set(guesses)


def test_a_file_with_a_column_of_acts_is_not_wide() -> None:
    made, _ = guess("participations", "agreement|party|act|Signed", "NAT1949|USA|signed|1949-04-04")

    assert () == made.unfold


@pytest.mark.parametrize("separator", [";", ",", "/", "\n"])
def test_a_list_of_states_is_guessed_with_its_separator(separator: str) -> None:
    made, _ = guess("activities", "activity|title|kind|Participants", f"V1|Talks|visit|Germany{separator} France")

    listed = Unfold(
        into="participants",
        list_column="Participants",
        to="actor",
        separator=separator,
        constants={"role": "participant"},
    )
    assert (listed,) == made.unfold


def test_days_of_a_treaty_without_its_parties_are_nobodys_acts() -> None:
    made, _ = guess("agreements", "agreement|title|Signed", "T1|Pact|1950-01-01")

    assert () == made.unfold


@given(
    st.lists(HEADERS.map(str.strip).filter(bool), min_size=1, max_size=6, unique=True), st.sampled_from(sorted(TABLES))
)
def test_every_column_of_any_file_is_accounted_for_by_a_guess(headers: list[str], table: str) -> None:
    cells = grid("|".join(f"h{n}" for n in range(len(headers))), "|".join("1" for _ in headers))
    texts = cells.texts.rename(dict(zip(cells.texts.columns, headers, strict=True)))
    named = Grid("f", texts, cells.lines, {header: n for n, header in enumerate(headers)}, cells.broken)

    made, guesses = guessing.guessed(named, TABLES[table], NAMES, NO_FORMATS)

    exact = {header for header in headers if header in TABLES[table].columns or header.startswith("x_")}
    assert set(headers) - exact == made.accounted == set(guesses["column"])
    refuse_nonsense(made, "a guess")


def test_no_guess_has_the_columns_of_guesses() -> None:
    assert guessing.none().schema == pl.Schema(guessing.GUESSES)
