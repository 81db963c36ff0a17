"""How a frame is laid out for a person and written for a machine."""

import json
from datetime import UTC, date, datetime

import polars as pl
import pytest

from detente.brief.layout import display_width
from detente.cli.tables import Print, lines
from detente.cli.words import day_text, with_partial_dates


def test_columns_are_aligned_and_the_last_has_no_trailing_space() -> None:
    rows = pl.DataFrame({"key": ["A", "LONGER"], "number": [1, 20], "word": ["x", "yy"]})

    assert lines(rows) == ["key      number   word", "A        1        x", "LONGER   20       yy"]


def test_a_column_without_any_value_is_left_out() -> None:
    rows = pl.DataFrame({"key": ["A"], "nothing": [None], "empty": [""], "no_list": [[]]})

    assert lines(rows) == ["key", "A"]


def test_a_wide_character_counts_twice() -> None:
    rows = pl.DataFrame({"name": ["日本", "Japan"], "code": ["JPN", "JPN"]})
    widths = {display_width(line.removesuffix("JPN").removesuffix("code")) for line in lines(rows)}

    assert widths == {8}


def test_a_long_line_wraps_its_words_and_cuts_no_key() -> None:
    key = "a-key-that-is-rather-long-and-never-cut"
    rows = pl.DataFrame({"key": [key], "words": ["many short words " * 8]})
    laid_out = lines(rows, width=60)

    assert all(display_width(line) <= 60 for line in laid_out)
    assert laid_out[1].startswith(key)
    assert "many short words many short words" in " ".join(
        " ".join(line.removeprefix(key).split()) for line in laid_out
    )


def test_a_heading_is_never_wrapped() -> None:
    rows = pl.DataFrame({"a long heading": ["x"], "words": ["many short words " * 8]})

    assert lines(rows, width=40)[0].startswith("a long heading   words")


def test_no_row_is_no_line() -> None:
    assert lines(pl.DataFrame(schema={"key": pl.String})) == []


@pytest.mark.parametrize(
    "first, last, text",
    [
        (date(2017, 11, 3), date(2017, 11, 3), "2017-11-03"),
        (date(2017, 11, 1), date(2017, 11, 30), "2017-11"),
        (date(2016, 2, 1), date(2016, 2, 28), "2016-02-01/2016-02-28"),
        (date(2016, 2, 1), date(2016, 2, 29), "2016-02"),
        (date(1951, 1, 1), date(1951, 12, 31), "1951"),
        (date(1951, 1, 1), date(1952, 12, 31), "1951-01-01/1952-12-31"),
        (date(2023, 6, 30), date(2023, 7, 2), "2023-06-30/2023-07-02"),
        (None, None, None),
    ],
)
def test_two_days_are_written_as_short_as_they_allow(first: date | None, last: date | None, text: str | None) -> None:
    assert text == day_text(first, last)


def test_the_frame_that_is_shown_is_not_changed() -> None:
    rows = pl.DataFrame({"since_first": [date(2017, 11, 1)], "since_last": [date(2017, 11, 30)], "x": [1]})
    shown = with_partial_dates(rows)

    assert shown.columns == ["since", "x"]
    assert rows.columns == ["since_first", "since_last", "x"]


def test_for_a_machine_no_column_is_left_out_and_types_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pl.DataFrame(
        {
            "sure": [True, None],
            "count": [1, None],
            "day": [date(2024, 2, 29), None],
            "at": [datetime(2024, 2, 29, 12, 0, 0, 5000, tzinfo=UTC), None],
            "records": [["a", "b"], []],
        }
    )

    Print(as_json=True).table(rows, asked={"on": date(2026, 11, 22), "known": None}, empty="")

    assert json.loads(capsys.readouterr().out) == {
        "on": "2026-11-22",
        "rows": [
            {"sure": True, "count": 1, "day": "2024-02-29", "at": "2024-02-29T12:00:00.005Z", "records": ["a", "b"]},
            {"sure": None, "count": None, "day": None, "at": None, "records": []},
        ],
    }


def test_csv_joins_a_list_with_semicolons(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pl.DataFrame(
        {"records": [["a", "b"]], "sure": [None], "text": ["x,y"]}, schema_overrides={"sure": pl.Boolean}
    )

    Print(form="csv").table(rows, asked={}, empty="")

    assert capsys.readouterr().out == 'records,sure,text\na;b,,"x,y"\n'
