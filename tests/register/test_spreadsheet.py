"""What comes back from a spreadsheet program: every edit, and nothing else."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from detente.errors import MissingPart, RegisterError
from detente.register import Register, changes, references
from detente.register.csv_bytes import written_columns
from detente.register.schema import TABLES
from detente.register.sheet_form import Form
from detente.register.spreadsheet import to_xlsx
from detente.register.workbook_origin import write_origin
from tests import strategies
from tests.small import RECORDED, frame, register
from tests.workbooks import AT, BY, REASON, add_row, cell, edited, line, merge, place, read, write

# 17 significant digits, of which a workbook keeps 16.
LONG = 0.1 + 0.2
STATES = [
    {"actor": "AFG", "kind": "state", "name": "Afghanistan", "iso_numeric": "004", "valid_from": "1919"},
    {"actor": "ALB", "kind": "state", "name": "Albania", "iso_numeric": "008", "valid_from": "1912-11"},
    {"actor": "USA", "kind": "state", "name": "=1+1", "iso_numeric": "840"},
]
PACT = {"agreement": "PACT", "title": "A pact", "valid_from": "1951-09", "external_id": "1-2", "text_public": True}
FIGURE = {
    "actor": "ALB",
    "indicator": "spending",
    "period": "2014",
    "value": LONG,
    "unit": "percent",
    "valid_from": "2014",
}
THIRD = {"actor": "ALB", "indicator": "spending", "period": "2016", "value": 1 / 3, "unit": "percent"}
TINY = {"actor": "ALB", "indicator": "spending", "period": "2015", "value": 1e-300, "decimals": 2, "unit": "percent"}


@pytest.fixture
def base() -> Register:
    return register(actors=STATES, agreements=[PACT], observations=[FIGURE, TINY, THIRD])


@pytest.fixture
def path(base: Register, tmp_path: Path) -> Path:
    return write(base, tmp_path / "out.xlsx")


def refusals(path: Path, base: Register) -> tuple[str, ...]:
    with pytest.raises(RegisterError) as refused:
        read(path, base)
    return refused.value.problems


def only_row(path: Path, base: Register, table: str) -> dict[str, object]:
    proposal = read(path, base)
    assert list(proposal.change_set.rows) == [table]
    return proposal.change_set.rows[table].row(0, named=True)


def only_remark(path: Path, base: Register) -> dict[str, object]:
    (remark,) = read(path, base).remarks.to_dicts()
    return remark


# --- nothing was edited -----------------------------------------------------------------------------------------------


def assert_nothing_changed(base: Register, path: Path) -> None:
    proposal = read(path, base)

    assert {} == dict(proposal.change_set.rows)
    assert proposal.questions.is_empty()
    assert proposal.remarks.is_empty()


@settings(max_examples=25)  # writing a workbook is slow; every table has its own examples below
@given(base=strategies.registers())
def test_a_workbook_that_nobody_edited_proposes_nothing(base: Register) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_nothing_changed(base, write(base, Path(folder) / "out.xlsx"))


@pytest.mark.parametrize("table", sorted(TABLES))
@settings(max_examples=3)
@given(data=st.data())
def test_every_table_comes_back_as_it_was(table: str, data: st.DataObject) -> None:
    base = Register.of({table: data.draw(strategies.frames(table))})
    with tempfile.TemporaryDirectory() as folder:
        assert_nothing_changed(base, write(base, Path(folder) / "out.xlsx", table))


def test_the_reference_register_comes_back_as_it_was(tmp_path: Path) -> None:
    reference = Register.reference()

    assert_nothing_changed(reference, write(reference, tmp_path / "out.xlsx"))


def test_a_workbook_that_another_program_saved_proposes_nothing(base: Register, path: Path) -> None:
    with edited(path):
        pass

    assert_nothing_changed(base, path)


@pytest.mark.parametrize(
    "text", ["\ufffe", "a\uffffb", "_xFFFE_", "_x0041_", "_x005F_x0041_", "_x000D_", " lead", "trail ", "a\u2028b", "𐍈"]
)
def test_characters_that_xml_escapes_come_back(tmp_path: Path, text: str) -> None:
    base = register(actors=[STATES[0] | {"name": text}])

    assert_nothing_changed(base, write(base, tmp_path / "out.xlsx"))


@pytest.mark.parametrize("text", ["two\nlines", "\ttab", " ", "carriage\rreturn", "=1+1", "007", "1E5"])
def test_a_column_of_ones_own_comes_back(tmp_path: Path, text: str) -> None:
    own = frame("actors", STATES).with_columns(pl.lit(text).alias("x_remark"))
    base = Register.of({**register().tables, "actors": own})

    assert_nothing_changed(base, write(base, tmp_path / "out.xlsx"))


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308, -0.0, 1e16, 123456789.12345679, 1 / 3, 1e-300])
def test_every_float_keeps_its_last_bit(tmp_path: Path, value: float) -> None:
    base = register(actors=STATES, observations=[FIGURE | {"value": value}])

    assert_nothing_changed(base, write(base, tmp_path / "out.xlsx"))


@pytest.mark.parametrize("number", [2**53 + 1, 10**15, -(2**63), 999_999_999_999_999])
def test_every_whole_number_keeps_its_last_digit(tmp_path: Path, number: int) -> None:
    base = register(actors=[STATES[0] | {"cow": number}])

    assert_nothing_changed(base, write(base, tmp_path / "out.xlsx"))


@pytest.mark.parametrize("number", [2**53 + 1, 10**15])
def test_a_whole_number_longer_than_a_sheet_can_hold_is_written_digit_by_digit(tmp_path: Path, number: int) -> None:
    path = write(register(actors=[STATES[0] | {"cow": number}]), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)

    assert cell(book, "actors", "AFG/1", "cow").value == str(number)


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308])
def test_a_number_that_no_sheet_can_hold_is_written_as_text(tmp_path: Path, value: float) -> None:
    path = write(register(actors=STATES, observations=[FIGURE | {"value": value}]), tmp_path / "out.xlsx")
    written = cell(openpyxl.load_workbook(path), "observations", "ALB/spending/2014", "value").value

    assert (str, value) == (type(written), float(written))


@pytest.mark.parametrize("text", ["a\ufffe", "_x005F_x0041_"])
def test_a_text_that_a_workbook_spoils_is_kept_when_its_row_is_edited(tmp_path: Path, text: str) -> None:
    base, path, form = register(actors=[STATES[0] | {"name": text}]), tmp_path / "out.xlsx", Form()
    spoiled = base.tables["actors"].select(TABLES["actors"].columns).with_columns(pl.lit("Kabul").alias("capital"))
    form.table(TABLES["actors"], spoiled, {})
    write_origin(form, {"actors": base.tables["actors"]}, digest=base.digest())
    path.write_bytes(form.finished())
    row = only_row(path, base, "actors")

    assert (text, "Kabul") == (row["name"], row["capital"])


def test_only_the_last_version_is_written_and_none_that_is_withdrawn(tmp_path: Path) -> None:
    second = {"version": 2, "recorded_at": AT}
    base = register(
        actors=[
            STATES[0],
            STATES[0] | second | {"name": "corrected"},
            STATES[1],
            STATES[1] | second | {"withdrawn": True},
        ]
    )
    path = write(base, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(path)["actors"]
    names = [c.value for c in sheet["D"]]

    assert ["name", "corrected"] == names
    assert_nothing_changed(base, path)


def test_sorted_rows_are_the_same_rows(base: Register, path: Path) -> None:
    with edited(path) as book:
        rows = [[(c.value, c.data_type) for c in row] for row in book["actors"].iter_rows(min_row=2)]
        for below, row in enumerate(reversed(rows), 2):
            for column, (value, kind) in enumerate(row, 1):
                target = book["actors"].cell(below, column)
                target.value, target.data_type = value, kind

    assert_nothing_changed(base, path)


def test_hidden_rows_count_and_blank_rows_do_not(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].row_dimensions[2].hidden = True
        book["actors"].insert_rows(3)
        book["actors"].cell(40, 2).value = " "

    assert_nothing_changed(base, path)


def test_a_number_with_the_fifteen_digits_that_some_programs_keep_is_unchanged(base: Register, path: Path) -> None:
    with edited(path) as book:
        # Of 0.30000000000000004, the sixteenth digit is 0; of a third it is not.
        cell(book, "observations", "ALB/spending/2014", "value").value = 0.3
        cell(book, "observations", "ALB/spending/2016", "value").value = 0.333333333333333

    assert_nothing_changed(base, path)


# Columns in which an edit says something else of the same thing.
def editable(table: str) -> list[str]:
    kept = {"record", "version", "recorded_at", "recorded_by", "withdrawn", "note"}
    return [
        c
        for c in TABLES[table].columns
        if c not in kept and not (c in TABLES[table].own[:1] and c in TABLES[table].logical_key)
    ]


@settings(max_examples=25)
@given(data=st.data())
def test_whatever_is_edited_comes_back_as_edited(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(TABLES)))
    base = Register.of({table: data.draw(strategies.frames(table, max_versions=1))})
    column = data.draw(st.sampled_from(editable(table)))
    before = references.current(base.tables[table]).select(written_columns(TABLES[table], base.tables[table]))
    assume(before.height > 0)
    values = data.draw(st.lists(strategies.cells(table, column), min_size=before.height, max_size=before.height))
    after = before.with_columns(pl.Series(column, values, before.schema[column]))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edited.xlsx"
        form = Form()
        form.table(TABLES[table], after, {})
        write_origin(form, {table: before}, digest=base.digest())
        path.write_bytes(form.finished())
        proposal = read(path, base, at=datetime(2200, 1, 1, tzinfo=UTC))

    returned = proposal.change_set.rows.get(table, before.clear())
    told = dict(returned.select("record", column).rows())
    expected = {
        record: as_held(new)
        for record, old, new in zip(before["record"], before[column], values, strict=True)
        if as_held(old) != as_held(new)
    }
    assert expected == told
    unedited = [c for c in before.columns if c not in (column, "version", "recorded_at", "recorded_by", "note")]
    assert returned.select(unedited).equals(before.filter(pl.col("record").is_in(list(told))).select(unedited))


def as_held(value: object) -> object:
    """What a workbook holds of a value: 16 digits of a number that is neither too great nor too small for it."""
    if isinstance(value, float) and (value == 0 or 2.3e-308 < abs(value) < 9.9e307):
        return float(f"{value:.16G}")
    return value


# --- edits ------------------------------------------------------------------------------------------------------------


def test_an_edited_row_is_the_whole_row_as_a_new_version(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "observations", "ALB/spending/2014", "basis").value = "NATO definition"
    row = only_row(path, base, "observations")

    before = frame("observations", [FIGURE]).row(0, named=True)
    told = {"version": 2, "recorded_at": AT, "recorded_by": BY, "note": REASON, "basis": "NATO definition"}
    assert before | told == row


def test_what_is_proposed_can_be_applied(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "title").value = "The pact"
    applied = changes.apply(base.tables, base.digest(), read(path, base).change_set)

    assert ["A pact", "The pact"] == applied["agreements"]["title"].to_list()


@pytest.mark.parametrize("value", [0.31, 0, 1e-299, -1])
def test_an_edited_number_is_taken(base: Register, path: Path, value: float) -> None:
    with edited(path) as book:
        cell(book, "observations", "ALB/spending/2015", "value").value = value

    assert only_row(path, base, "observations")["value"] == value


def test_an_emptied_cell_is_an_edit(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "external_id").value = None

    assert only_row(path, base, "agreements")["external_id"] is None


@pytest.mark.parametrize("column", ["decimals", "basis", "withdrawn", "valid_to"])
def test_a_blank_cell_is_an_empty_cell(base: Register, path: Path, column: str) -> None:
    with edited(path) as book:
        cell(book, "observations", "ALB/spending/2014", column).value = "  "

    assert_nothing_changed(base, path)


def test_a_truth_value_is_edited_as_such_or_as_a_word(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "text_public").value = False
    as_such = only_row(path, base, "agreements")["text_public"]
    with edited(path) as book:
        cell(book, "agreements", "PACT", "text_public").value = "False"
    as_word = only_row(path, base, "agreements")["text_public"]

    assert (False, False) == (as_such, as_word)


def test_a_number_typed_as_text_is_a_number(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "observations", "ALB/spending/2014", "value").value = "1.25"
        cell(book, "observations", "ALB/spending/2014", "decimals").value = "2"
    row = only_row(path, base, "observations")

    assert (1.25, 2) == (row["value"], row["decimals"])


def test_a_number_keeps_its_last_bit_when_its_row_is_edited_even_as_text(base: Register, path: Path) -> None:
    for value in (0.3, "0.3"):
        with edited(path) as book:
            cell(book, "observations", "ALB/spending/2014", "basis").value = "2014"
            cell(book, "observations", "ALB/spending/2014", "value").value = value

        assert only_row(path, base, "observations")["value"] == LONG


def test_a_new_row_is_a_new_record(base: Register, path: Path) -> None:
    with edited(path) as book:
        add_row(
            book,
            "actors",
            actor="FRA",
            occurrence=1,
            kind="state",
            name="France",
            record="FRA",
            source="book",
            confidence="reported",
        )
    row = only_row(path, base, "actors")

    assert ("FRA", 1, AT, BY, None, False) == tuple(
        row[c] for c in ("record", "version", "recorded_at", "recorded_by", "note", "withdrawn")
    )


def test_a_new_row_without_a_record_is_named_and_the_name_is_told(base: Register, path: Path) -> None:
    with edited(path) as book:
        below = add_row(
            book, "actors", actor="FRA", occurrence=1, kind="state", name="France", source="book", confidence="reported"
        )
    record = only_row(path, base, "actors")["record"]
    remark = only_remark(path, base)

    assert str(record).startswith("FRA")
    assert (record, below, "record") == (remark["read"], remark["line"], remark["column"])


def test_a_copied_row_with_another_record_is_new_whatever_its_bookkeeping_says(base: Register, path: Path) -> None:
    with edited(path) as book:
        first = [c.value for c in book["actors"][2]]
        book["actors"].append(first)
        book["actors"].cell(book["actors"].max_row, place(book, "actors", "record")).value = "AFG.b"
    row = only_row(path, base, "actors")

    assert ("AFG.b", 1, AT) == (row["record"], row["version"], row["recorded_at"])


def test_a_deleted_row_is_a_question_and_never_a_withdrawal(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].delete_rows(line(book, "actors", "ALB/1"))
    proposal = read(path, base)

    assert proposal.change_set.is_empty
    assert [("actors", "ALB/1", 1, "its row is gone from the sheet")] == proposal.questions.rows()


def test_a_row_marked_as_withdrawn_is_a_question_too(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "ALB/1", "withdrawn").value = True
    proposal = read(path, base)

    assert proposal.change_set.is_empty
    assert [("actors", "ALB/1", 1, "it is marked as withdrawn")] == proposal.questions.rows()


def test_what_else_was_edited_in_a_marked_row_is_taken_and_the_row_stands(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "ALB/1", "withdrawn").value = True
        cell(book, "actors", "ALB/1", "capital").value = "Tirana"
    row = only_row(path, base, "actors")

    assert ("Tirana", False) == (row["capital"], row["withdrawn"])
    assert ["ALB/1"] == read(path, base).questions["record"].to_list()


def test_a_column_of_ones_own_is_kept(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].insert_cols(3)
        book["actors"].cell(1, 3).value = "x_desk"
        book["actors"].cell(line(book, "actors", "ALB/1"), 3).value = "Balkans"
    row = only_row(path, base, "actors")

    assert ("ALB/1", "Balkans") == (row["record"], row["x_desk"])


@pytest.mark.parametrize("words", ["NA", "None", "n/a", "null", "#N/A", "nan"])
def test_words_that_some_readers_take_for_nothing_are_texts(base: Register, path: Path, words: str) -> None:
    with edited(path) as book:
        target = cell(book, "agreements", "PACT", "title")
        target.value, target.data_type = words, "s"

    assert only_row(path, base, "agreements")["title"] == words


def test_a_formula_typed_as_text_stays_text(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["actors"]
    cells = {c.value: c.data_type for c in sheet["D"]}

    assert cells["=1+1"] == "s"


# --- what a spreadsheet program turns cells into ----------------------------------------------------------------------


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_a_typed_date_is_a_full_date_with_a_remark(base: Register, path: Path, epoch: datetime | None) -> None:
    with edited(path) as book:
        book.epoch = epoch or book.epoch
        cell(book, "agreements", "PACT", "valid_from").value = date(1951, 9, 8)
    remark = only_remark(path, base)

    assert only_row(path, base, "agreements")["valid_from"] == "1951-09-08"
    assert ("valid_from", "PACT", "1951-09-08") == (remark["column"], remark["record"], remark["read"])
    assert "before it was '1951-09'" in str(remark["remark"])


def test_a_year_typed_as_a_number_is_a_year(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "valid_from").value = 1949
    remark = only_remark(path, base)

    assert only_row(path, base, "agreements")["valid_from"] == "1949"
    assert remark["read"] == "1949"


def test_the_same_year_as_a_number_is_no_edit(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "AFG/1", "valid_from").value = 1919

    assert_nothing_changed(base, path)


def test_leading_zeros_that_were_lost_are_kept_with_a_remark(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "ALB/1", "iso_numeric").value = 8
    proposal = read(path, base)
    (remark,) = proposal.remarks.to_dicts()

    assert proposal.change_set.is_empty
    assert ("iso_numeric", "ALB/1", "008") == (remark["column"], remark["record"], remark["read"])


def test_a_number_in_a_new_row_is_refused_where_zeros_may_be_lost(base: Register, path: Path) -> None:
    with edited(path) as book:
        add_row(
            book,
            "actors",
            actor="DZA",
            occurrence=1,
            kind="state",
            name="Algeria",
            iso_numeric=12,
            source="book",
            confidence="reported",
        )
    (problem,) = refusals(path, base)

    assert '(H5) iso_numeric "12"' in problem
    assert problem.endswith("; try 012")


def test_a_whole_number_in_a_column_of_texts_is_its_digits(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "title").value = 1951
    remark = only_remark(path, base)

    assert only_row(path, base, "agreements")["title"] == "1951"
    assert remark["remark"] == "a number, read as the text '1951'"


@pytest.mark.parametrize(
    "column, value, expected",
    [
        ("external_id", date(2026, 1, 2), "the sheet made a date of it, before it was '1-2'"),
        ("title", 2.1, "the sheet made a number of it, before it was 'A pact'; expected text"),
        ("title", True, "the sheet made a truth of it"),
        ("valid_from", datetime(1951, 9, 8, 12, 30, tzinfo=UTC).replace(tzinfo=None), "try 1951-09-08"),
        ("valid_from", 18879, "try 1951-09-08"),
        ("valid_from", date(1905, 5, 4), "the day 1905-05-04 or the year 1951?"),
        ("valid_from", date(1900, 2, 1), "the sheet made a date of it, before it was '1951-09'"),
        ("valid_from", timedelta(hours=30), "the sheet made a date of it"),
        ("entry_count", date(2026, 1, 2), "the sheet made a date of it; expected a whole number"),
        ("entry_count", "n/a", 'entry_count "n/a": not readable; expected a whole number'),
        ("entry_count", 1.5, 'entry_count "1.5": not readable; expected a whole number'),
        ("entry_count", 1e18, "a spreadsheet keeps 15 digits of a number"),
        ("text_public", 1, "the sheet made a number of it"),
        ("recorded_at", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None), "the sheet made a date of it"),
        ("entry_rule", "on signature", "try on_signature"),
        ("valid_from", "Q3 2025", "try 2025-07/2025-09"),
        ("title", None, "title empty: is required"),
    ],
)
def test_a_cell_with_no_one_reading_is_refused_with_its_place(
    base: Register, path: Path, column: str, value: object, expected: str
) -> None:
    with edited(path) as book:
        target = cell(book, "agreements", "PACT", column)
        target.value = value
        target.number_format = "General" if isinstance(value, int | float) else target.number_format
        where = target.coordinate
    (problem,) = refusals(path, base)

    assert problem.startswith("out.xlsx!agreements:2:")
    assert f"({where}) {column} " in problem
    assert expected in problem


def test_a_record_that_became_a_number_names_no_row(tmp_path: Path) -> None:
    base = register(actors=[STATES[0] | {"record": "008"}])
    path = write(base, tmp_path / "out.xlsx")
    with edited(path) as book:
        cell(book, "actors", "008", "record").value = 8
    (problem,) = refusals(path, base)

    assert 'record "8": the sheet made a number of it' in problem


def test_all_troubles_of_a_workbook_are_told_together(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "binding").value = "solemn"
        cell(book, "observations", "ALB/spending/2014", "unit").value = None
        cell(book, "actors", "ALB/1", "valid_from").value = "c. 1912"
    problems = refusals(path, base)

    assert ["actors", "agreements", "observations"] == [problem.split("!")[1].split(":")[0] for problem in problems]


def test_a_formula_is_refused_with_its_cell(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "observations", "ALB/spending/2014", "value").value = "=0.1+0.2"
    (problem,) = refusals(path, base)

    assert "(E2) value empty: a formula" in problem


def test_an_error_of_the_sheet_is_refused_with_its_cell(base: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", "title").value = "#REF!"
    (problem,) = refusals(path, base)

    assert "(B2) title empty: an error of the sheet" in problem


def test_merged_cells_are_refused(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["agreements"].merge_cells("A1:B1")
    problems = refusals(path, base)

    assert any("(A1:B1) agreement empty: merged cells" in problem for problem in problems)


# --- what no edit changes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column, value, expected",
    [
        ("version", 3, "this is kept by the register; expected what was there; try 1"),
        ("recorded_by", "me", "this is kept by the register; expected what was there; try a test"),
        ("recorded_at", "2020-01-01T00:00:00.000Z", "try 2026-01-01T00:00:00.000Z"),
        ("agreement", "TREATY", "a key is stable for ever; expected what was there; try PACT"),
    ],
)
def test_bookkeeping_and_keys_are_not_edited(
    base: Register, path: Path, column: str, value: object, expected: str
) -> None:
    with edited(path) as book:
        cell(book, "agreements", "PACT", column).value = value
    (problem,) = refusals(path, base)

    assert expected in problem


def test_a_record_that_stands_twice_is_refused(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].append([c.value for c in book["actors"][2]])
    (problem,) = refusals(path, base)

    assert 'record "AFG/1": this record stands twice' in problem


def test_a_new_row_does_not_take_the_name_of_a_withdrawn_record(tmp_path: Path) -> None:
    gone = STATES[1] | {"version": 2, "recorded_at": AT, "withdrawn": True}
    base = register(actors=[STATES[0], STATES[1], gone])
    path = write(base, tmp_path / "out.xlsx")
    with edited(path) as book:
        add_row(
            book,
            "actors",
            actor="ALB",
            occurrence=1,
            kind="state",
            name="Albania",
            record="ALB/1",
            source="book",
            confidence="reported",
        )
    (problem,) = refusals(path, base)

    assert 'record "ALB/1": this record is there already, withdrawn or added since' in problem


def test_a_new_row_is_not_born_withdrawn(base: Register, path: Path) -> None:
    with edited(path) as book:
        add_row(
            book,
            "actors",
            actor="FRA",
            occurrence=1,
            kind="state",
            name="France",
            source="book",
            confidence="reported",
            withdrawn=True,
        )
    (problem,) = refusals(path, base)

    assert "a new row is not withdrawn" in problem


# --- header and sheets ------------------------------------------------------------------------------------------------


def test_an_unknown_column_is_refused_by_name_with_the_nearest(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["agreements"].cell(1, place(book, "agreements", "title")).value = "titel"
    problems = refusals(path, base)

    assert any('titel "titel": unknown column' in problem and problem.endswith("try title") for problem in problems)
    assert any("title empty: column is missing" in problem for problem in problems)


def test_a_column_that_was_deleted_is_missed(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["observations"].delete_cols(place(book, "observations", "value"))
    (problem,) = refusals(path, base)

    assert "value empty: column is missing" in problem


def test_a_column_that_stands_twice_is_refused(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].cell(1, book["actors"].max_column + 1).value = "name"
    problems = refusals(path, base)

    assert any('name "name": this column stands twice' in problem for problem in problems)


def test_cells_under_no_name_are_refused(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].cell(2, book["actors"].max_column + 1).value = "a remark"
    (problem,) = refusals(path, base)

    assert "a column without a name has cells" in problem


def test_a_renamed_sheet_is_missed_and_the_new_name_shown(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].title = "Akteure"

    with pytest.raises(RegisterError, match="sheet actors is missing") as refused:
        read(path, base)
    assert refused.value.next_step == "name it so again; there is Akteure"


def test_a_sheet_of_another_table_is_refused(base: Register, path: Path) -> None:
    with edited(path) as book:
        book.create_sheet("posts")

    with pytest.raises(RegisterError, match="sheet posts was not written with this workbook"):
        read(path, base)


def test_any_other_sheet_is_not_read_and_that_is_told(base: Register, path: Path) -> None:
    with edited(path) as book:
        book.create_sheet("My notes").append(["call Paris"])
    remark = only_remark(path, base)

    assert ("out.xlsx!My notes", "not read: the sheet is not one of those written") == (
        remark["file"],
        remark["remark"],
    )


# --- a register that moved on -----------------------------------------------------------------------------------------


def with_rows(base: Register, **rows: pl.DataFrame) -> Register:
    change_set = changes.ChangeSet(base.digest(), rows, "meanwhile", "B. Clerk", AT)
    return Register.of(changes.apply(base.tables, base.digest(), change_set))


@pytest.fixture
def moved(base: Register) -> Register:
    """The register after somebody corrected Afghanistan and added France."""
    corrected = STATES[0] | {"version": 2, "recorded_at": AT, "name": "Islamic Emirate of Afghanistan"}
    added = {"actor": "FRA", "kind": "state", "name": "France", "recorded_at": AT}
    return with_rows(base, actors=frame("actors", [corrected, added]))


def test_a_workbook_from_another_state_is_refused_with_both_digests(
    base: Register, moved: Register, path: Path
) -> None:
    with pytest.raises(RegisterError, match="written from another register") as refused:
        read(path, moved)

    assert f"register {moved.digest()}, found {base.digest()}" == refused.value.expected
    assert "three-way" in str(refused.value.next_step)


def test_merging_an_unedited_workbook_changes_nothing(moved: Register, path: Path) -> None:
    proposal = merge(path, moved)

    assert proposal.change_set.is_empty
    assert proposal.questions.is_empty()


def test_a_column_of_ones_own_that_came_later_is_not_missed(base: Register, path: Path) -> None:
    added = frame("actors", [{"actor": "FRA", "kind": "state", "name": "France", "recorded_at": AT}])
    moved = with_rows(base, actors=added.with_columns(pl.lit("Paris desk").alias("x_desk")))

    assert merge(path, moved).change_set.is_empty


def test_merging_takes_what_only_the_workbook_changed(moved: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "ALB/1", "capital").value = "Tirana"
    proposal = merge(path, moved)
    applied = changes.apply(moved.tables, moved.digest(), proposal.change_set)

    assert {"AFG/1": 2, "ALB/1": 2, "FRA/1": 1, "USA/1": 1} == dict(
        applied["actors"].group_by("record").agg(pl.col("version").max()).rows()
    )


def test_a_row_changed_on_both_sides_is_a_conflict_by_name(moved: Register, path: Path) -> None:
    with edited(path) as book:
        cell(book, "actors", "AFG/1", "capital").value = "Kabul"

    with pytest.raises(RegisterError) as refused:
        merge(path, moved)
    (problem,) = refused.value.problems
    assert 'record "AFG/1": changed here, and in the register since' in problem


def test_a_workbook_from_a_foreign_register_cannot_be_merged(path: Path) -> None:
    with pytest.raises(RegisterError, match="rows it was written from are not here"):
        merge(path, register(actors=[STATES[0] | {"name": "somewhere else"}, *STATES[1:]], agreements=[PACT]))


# --- the workbook itself ----------------------------------------------------------------------------------------------


def test_the_same_rows_give_the_same_bytes(base: Register, tmp_path: Path) -> None:
    first = write(base, tmp_path / "first.xlsx").read_bytes()
    second = write(base, tmp_path / "second.xlsx").read_bytes()

    assert first == second


def test_the_workbook_explains_itself(base: Register, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    header = book["observations"][1]
    note = header[place(book, "observations", "value") - 1].comment.text

    assert base.digest() == about["Register"]
    assert "To send it back" in about
    assert note.startswith("The figure. Unit: see unit.")
    assert book["observations"].freeze_panes == "A2"
    assert {"_words": "hidden", "_keys": "hidden", "_base": "hidden", "_rows": "hidden"} == {
        sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"
    }


def test_words_and_references_have_drop_down_lists_of_any_length(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in book["agreements"].data_validations.dataValidation}
    listed = {}
    for column in ("form", "parent", "text_public"):
        rule = rules[openpyxl.utils.get_column_letter(place(book, "agreements", column))]
        sheet, _, cells = rule.formula1.partition("!")
        listed[column] = [c.value for (c,) in book[sheet][cells.replace("$", "")]]

    assert TABLES["agreements"].about("form")["words"] == tuple(listed["form"])
    assert ["PACT"] == listed["parent"]
    assert ["TRUE", "FALSE"] == listed["text_public"]


def test_cells_of_keys_dates_and_texts_are_text_cells(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    formats = {
        column: cell(book, "actors", "ALB/1", column) for column in ("record", "valid_from", "iso_numeric", "name")
    }

    assert {("@", "s")} == {(c.number_format, c.data_type) for c in formats.values()}


def test_an_unfilled_table_can_be_written_and_filled(base: Register, tmp_path: Path) -> None:
    path = write(base, tmp_path / "out.xlsx", "disputes")
    with edited(path) as book:
        add_row(book, "disputes", dispute="D1", title="A dispute", kind="border", source="book", confidence="reported")

    assert only_row(path, base, "disputes")["dispute"] == "D1"


def test_every_table_fits_into_the_name_of_a_sheet() -> None:
    assert [] == [name for name in TABLES if len(name) > 31]


def test_a_text_longer_than_a_cell_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    # Characters beyond the first plane count twice in a cell.
    base = register(actors=[STATES[0] | {"name": "𐍈" * 16_384}])

    with pytest.raises(RegisterError, match="name has 16,384 characters") as refused:
        write(base, tmp_path / "out.xlsx")
    assert "32,767" in str(refused.value.expected)
    assert not (tmp_path / "out.xlsx").exists()


def test_the_longest_text_that_a_cell_holds_comes_back(tmp_path: Path) -> None:
    base = register(actors=[STATES[0] | {"name": "𐍈" * 16_383 + "x"}])

    assert_nothing_changed(base, write(base, tmp_path / "out.xlsx"))


def test_more_rows_than_a_sheet_has_are_refused_at_once(tmp_path: Path) -> None:
    many = frame("aliases", [{"alias": "a", "target": "b"}]).select(pl.all().repeat_by(1_048_576).explode())
    many = many.with_columns(pl.format("a{}", pl.int_range(pl.len())).alias("record"))

    with pytest.raises(RegisterError, match="1,048,576 rows") as refused:
        to_xlsx({"aliases": many.sort("record")}, tmp_path / "out.xlsx", digest="")
    assert "1,048,575 rows" in str(refused.value.expected)


def test_an_unknown_table_is_refused(base: Register, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no table 'treaties'"):
        write(base, tmp_path / "out.xlsx", "treaties")


@pytest.mark.parametrize("library", ["xlsxwriter", "fastexcel"])
def test_without_the_extra_the_error_says_how_to_get_it(
    base: Register, path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)

    with pytest.raises(MissingPart, match=f"{library} is not installed") as absent:
        read(write(base, path), base)
    assert absent.value.next_step == "python -m pip install 'detente[spreadsheet]'"


def test_the_moment_of_recording_has_a_time_zone(base: Register, path: Path) -> None:
    with pytest.raises(RegisterError, match="has no time zone"):
        read(path, base, at=RECORDED.replace(tzinfo=None))
