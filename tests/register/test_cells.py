"""Does every text become the value it stands for, and is every other text refused with the place and the rule?"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import cells, csv_texts, dates
from detente.register.csv_bytes import csv_bytes
from detente.register.schema import TABLES
from tests.strategies import frames, partial_dates

RIGHT_TO_LEFT = "\u202eשלם 🤝"
DULL = {
    "record": "r",
    "version": "1",
    "recorded_at": "2026-01-01T00:00:00Z",
    "recorded_by": "a test",
    "source": "book",
    "confidence": "reported",
    "withdrawn": "false",
}


def dull(table: str, column: str) -> str:
    """A text that is valid in a required column."""
    about = TABLES[table].about(column)
    if column in DULL:
        return DULL[column]
    return (
        str(about["words"][0])
        if about["words"]
        else {"int": "1", "float": "1", "bool": "false"}.get(about["type"], "x")
    )


def rows(table: str, column: str, texts: Sequence[str]) -> cells.Cells:
    """Cells of a file in which `column` holds `texts` and the other required columns what is valid."""
    valid = {name: [dull(table, name)] * len(texts) for name in TABLES[table].required}
    frame = pl.DataFrame(valid | {column: list(texts)})
    positions = {name: place for place, name in enumerate(frame.columns)}
    return cells.Cells(TABLES[table], frame, "f.csv", pl.int_range(2, len(texts) + 2, eager=True), positions)


def value(table: str, column: str, text: str) -> Any:
    typed, found = cells.read(rows(table, column, [text]))
    assert found.is_empty(), found.rows()
    return typed[column][0]


def refused(table: str, column: str, text: str) -> dict[str, Any]:
    found = cells.read(rows(table, column, [text]))[1]
    assert not found.is_empty(), f"{text!r} was taken"
    assert {column} == set(found["column"])
    return found.row(0, named=True)


@pytest.mark.parametrize(
    "table, column, text, expected",
    [
        ("actors", "actor", "DEU", "DEU"),
        ("actors", "actor", "a.b_c:d/e@f+g*h-i", "a.b_c:d/e@f+g*h-i"),
        ("actors", "occurrence", "12", 12),
        ("actors", "cow", "-9223372036854775808", -(2**63)),
        ("actors", "cow", "9223372036854775807", 2**63 - 1),
        ("actors", "iso_numeric", "008", "008"),
        ("actors", "name", "=1+1", "=1+1"),
        ("actors", "name", " Åland ", " Åland "),
        ("actors", "name", RIGHT_TO_LEFT, RIGHT_TO_LEFT),
        ("actors", "kind", "state", "state"),
        ("actors", "capital_lat", "-33.8688", -33.8688),
        ("actors", "capital_lat", "1e-300", 1e-300),
        ("actors", "capital_lat", "0.30000000000000004", 0.1 + 0.2),
        ("actors", "capital_lat", ".5", 0.5),
        ("actors", "capital_lat", "5.", 5.0),
        ("actors", "valid_from", "1951-09", "1951-09"),
        ("actors", "valid_from", "2014-07-16/2022-05", "2014-07-16/2022-05"),
        ("actors", "valid_from", "unknown", "unknown"),
        ("actors", "withdrawn", "true", True),
        ("actors", "recorded_at", "2026-11-22T12:34:56.7Z", datetime(2026, 11, 22, 12, 34, 56, 700_000, UTC)),
        ("actors", "recorded_at", "2026-11-22T12:34:56Z", datetime(2026, 11, 22, 12, 34, 56, 0, UTC)),
        ("agreements", "entry_delay", "P1Y6M", "P1Y6M"),
        ("agreements", "depositary", "USA;GBR", "USA;GBR"),
        ("regions", "scheme", "any word of ours", "any word of ours"),
    ],
)
def test_a_text_is_read_as_the_value_it_stands_for(table: str, column: str, text: str, expected: object) -> None:
    assert expected == value(table, column, text)


@pytest.mark.parametrize(
    "table, column, text",
    [
        ("actors", "actor", "D EU"),
        ("actors", "actor", "-DEU"),
        ("actors", "actor", "Ü"),
        ("actors", "actor", "x" * 201),
        ("actors", "actor", "DEU\n"),
        ("actors", "parent", "a;b"),
        ("actors", "occurrence", "0"),
        ("actors", "occurrence", "1.0"),
        ("actors", "occurrence", "1,000"),
        ("actors", "occurrence", "\u0661"),
        ("actors", "cow", "9223372036854775808"),
        ("actors", "name", "   "),
        ("actors", "name", "a\tb"),
        ("actors", "name", "a\u0085b"),
        ("actors", "name", "e\u0301"),
        ("actors", "kind", "State"),
        ("actors", "capital_lat", "90.1"),
        ("actors", "capital_lat", "1,5"),
        ("actors", "capital_lat", "inf"),
        ("actors", "capital_lat", "nan"),
        ("actors", "capital_lat", "1e999"),
        ("actors", "capital_lat", "0x10"),
        ("actors", "capital_lat", "1_000"),
        ("actors", "valid_from", "1951-13"),
        ("actors", "valid_from", "1951-9"),
        ("actors", "valid_from", "1952/1951"),
        ("actors", "valid_from", "1499"),
        ("actors", "valid_from", "\uff11\uff19\uff15\uff11"),
        ("actors", "withdrawn", "TRUE"),
        ("actors", "withdrawn", "1"),
        ("actors", "recorded_at", "2026-11-22"),
        ("actors", "recorded_at", "2026-11-22T12:34:56"),
        ("actors", "recorded_at", "2026-11-22T12:34:56.1234Z"),
        ("actors", "recorded_at", "2026-02-30T12:34:56Z"),
        ("actors", "recorded_at", "2026-11-22T25:00:00Z"),
        ("actors", "recorded_at", "1026-11-22T12:34:56Z"),
        ("agreements", "entry_delay", "1 year"),
        ("agreements", "entry_delay", "P"),
        ("agreements", "depositary", "USA;"),
        ("agreements", "depositary", "USA; GBR"),
    ],
)
def test_a_text_that_stands_for_no_value_is_refused(table: str, column: str, text: str) -> None:
    found = refused(table, column, text)

    assert text == found["value"]
    assert ("f.csv", 2) == (found["file"], found["line"])


def test_an_empty_text_is_no_value() -> None:
    assert value("actors", "iso2", "") is None


def test_a_required_cell_may_not_be_empty() -> None:
    assert ("is required", None) == tuple(refused("actors", "name", "")[part] for part in ("rule", "value"))


def test_a_cell_that_cannot_be_read_is_reported_once() -> None:
    assert ["not readable"] == cells.read(rows("actors", "occurrence", ["one"]))[1]["rule"].to_list()


def test_every_bad_cell_of_a_column_is_reported_with_its_line_and_place() -> None:
    read = rows("actors", "kind", ["state", "kingdom", "state", "realm"])
    found = cells.read(read)[1]

    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[read.positions["kind"]]
    assert [(3, f"{letter}3", "kingdom"), (5, f"{letter}5", "realm")] == found.select("line", "cell", "value").rows()


def test_all_rows_come_back_even_where_cells_are_refused() -> None:
    typed, _ = cells.read(rows("actors", "kind", ["kingdom", "state"]))

    assert [None, "state"] == typed["kind"].to_list()


@pytest.mark.parametrize(
    "table, column, text, meant",
    [
        ("agreements", "form", "traety", "treaty"),
        ("agreements", "form", "Exchange of notes", "exchange_of_notes"),
        ("agreements", "form", "zzzzzz", None),
        ("actors", "valid_from", "Q3 2025", "2025-07/2025-09"),
        ("actors", "valid_from", "2025-Q1", "2025-01/2025-03"),
        ("actors", "valid_from", "2024-2-3", "2024-02-03"),
        ("actors", "valid_from", "2024-2", "2024-02"),
        ("actors", "valid_from", "2024/2/3", "2024-02-03"),
        ("actors", "valid_from", "c. 1950", "1949/1951"),
        ("actors", "valid_from", "1950 to 1952", "1950/1952"),
        ("actors", "valid_from", "2024-2-30", None),
        ("actors", "valid_from", "03/04/2025", None),
        ("actors", "withdrawn", "No", "false"),
        ("actors", "withdrawn", "1", "true"),
        ("actors", "withdrawn", "perhaps", None),
        ("actors", "name", "a\tb", None),
    ],
)
def test_what_was_probably_meant_is_suggested_and_never_applied(
    table: str, column: str, text: str, meant: str | None
) -> None:
    assert meant == refused(table, column, text)["suggestion"]


@pytest.mark.parametrize(
    "table, column, words",
    [
        ("actors", "kind", "one of state, organisation, grouping, designation, office, firm, unit, aggregate"),
        ("participations", "act", "one of 23 words, see `detente register schema participations`"),
        ("actors", "occurrence", "a whole number, at least 1"),
        ("actors", "capital_lat", "a number, with a point before decimals, at least -90, at most 90"),
    ],
)
def test_what_was_expected_is_said_in_one_line(table: str, column: str, words: str) -> None:
    assert words == cells.expected(TABLES[table], column)


# --- columns of the user ---------------------------------------------------------------------------------------------


def test_a_column_of_the_user_is_kept_as_it_is() -> None:
    texts = ["two\nlines", "\t=1+1 ", "e\u0301"]
    typed, found = cells.read(rows("actors", "x_remark", texts))

    assert found.is_empty()
    assert texts == typed["x_remark"].to_list()


@pytest.mark.parametrize("text", ["a\rb", "a\x00b", "a\x1bb", "a\u0085b"])
def test_a_column_of_the_user_holds_no_sign_that_a_file_cannot(text: str) -> None:
    assert "x_remark" == refused("actors", "x_remark", text)["column"]


def test_a_name_of_a_column_may_hold_any_sign() -> None:
    assert "x_a|b" == refused("actors", "x_a|b", "a\x00b")["column"]


# --- frames that have types already ----------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.sampled_from(sorted(TABLES)).flatmap(lambda name: st.tuples(st.just(name), frames(name))))
def test_what_is_valid_is_taken_as_texts_and_as_values(drawn: tuple[str, pl.DataFrame]) -> None:
    name, frame = drawn
    table = TABLES[name]
    written = csv_bytes(table, frame)
    texts, found = csv_texts.read(table, written, "f")
    assert texts is not None, found.rows()

    from_texts, found_in_texts = cells.read(texts)
    from_values, found_in_values = cells.read(cells.Cells(table, from_texts, "f", texts.lines, texts.positions))

    assert found_in_texts.is_empty(), found_in_texts.rows()
    assert found_in_values.is_empty()
    assert frame.sort("record", "version").equals(from_texts)
    assert from_texts.equals(from_values)


def test_a_typed_number_that_is_none_is_refused() -> None:
    frame = cells.read(rows("actors", "capital_lat", ["1.5"]))[0].with_columns(capital_lat=pl.lit(float("nan")))
    found = cells.read(cells.Cells(TABLES["actors"], frame, "f", pl.Series([1]), {}))[1]

    assert [("capital_lat", "NaN")] == found.select("column", "value").rows()


# --- many of them ----------------------------------------------------------------------------------------------------


ALMOST = (
    "",
    "1951-00",
    "1951-13",
    "1951-02-29",
    "1499",
    "2201",
    "1951/",
    "/1951",
    "1/2",
    "1952/1951",
    "1951-1",
    "Q3 2025",
)


@settings(max_examples=20)
@given(st.lists(partial_dates() | st.sampled_from(ALMOST) | st.text("0123456789-/", max_size=12), max_size=30))
def test_many_dates_are_read_as_the_one_parser_reads_each(drawn: list[str]) -> None:
    # Above some hundred distinct texts another way of reading begins; the days of four years are enough to get there.
    many = pl.date_range(date(1951, 1, 1), date(1954, 12, 31), eager=True).dt.to_string("%Y-%m-%d").to_list()
    texts = [text for text in drawn if text] + many
    frame = pl.DataFrame({"valid_from": texts}).with_columns(recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    read = frame.select(dates.is_partial_date(pl.col("valid_from")))["valid_from"].to_list()
    days = dates.with_days(frame, ["valid_from"]).select("valid_from_first", "valid_from_last").rows()

    for text, is_date, interval in zip(texts, read, days, strict=True):
        assert _by_the_parser(text) == (is_date, interval), text


def _by_the_parser(text: str) -> tuple[bool, tuple[date | None, date | None]]:
    try:
        day = dates.PartialDate.parse(text, not_after=date(2026, 1, 1))
    except RegisterError:
        return False, (None, None)
    return True, (day.first, day.last)


@given(st.lists(st.text(st.characters(exclude_categories=("Cn", "Cs")), max_size=6), max_size=30))
def test_plain_text_is_what_the_standard_library_says(texts: list[str]) -> None:
    texts = [text for text in texts if text]
    found = cells.read(rows("actors", "name", texts))[1] if texts else pl.DataFrame({"value": []})

    assert [text for text in texts if not _is_plain(text)] == found["value"].to_list()


def _is_plain(text: str) -> bool:
    has_control = any(unicodedata.category(sign) == "Cc" for sign in text)
    return unicodedata.is_normalized("NFC", text) and bool(text.strip()) and not has_control
