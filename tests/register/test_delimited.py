"""Delimited text as people send it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, RegisterError
from detente.register import delimited
from detente.register.grid import Grid, from_records


def read(folder: Path, content: str | bytes, **arguments: str) -> Grid:
    """The grid of a file with this content."""
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return delimited.read(path, **arguments)  # type: ignore[arg-type]  # encoding and delimiter are texts


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_comma_semicolon_and_tab_with_any_line_end_give_the_same_cells(tmp_path: Path, mark: str, end: str) -> None:
    grid = read(tmp_path, end.join([mark.join("ab"), mark.join("12"), mark.join("34")]) + end)

    assert {"a": ["1", "3"], "b": ["2", "4"]} == grid.texts.to_dict(as_series=False)
    assert [2, 3] == grid.lines.to_list()


def test_the_delimiter_is_the_one_that_parts_every_row_alike(tmp_path: Path) -> None:
    grid = read(tmp_path, "Name; Vorname, Titel;Ort\nA;B, C;D\nE;F;G\n")

    assert ["Name", "Vorname, Titel", "Ort"] == grid.texts.columns


def test_a_delimiter_in_a_quoted_header_cell_is_none(tmp_path: Path) -> None:
    grid = read(tmp_path, '"a;b;c;d",e\n1,2\n')

    assert ["a;b;c;d", "e"] == grid.texts.columns


def test_a_declared_delimiter_is_used(tmp_path: Path) -> None:
    assert ["a,b"] == read(tmp_path, "a,b|c\n1|2\n", delimiter="|").texts.columns[:1]


def test_a_file_of_one_column_is_read(tmp_path: Path) -> None:
    assert ["x", "y"] == read(tmp_path, "name\nx\ny\n").texts["name"].to_list()


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert ["a", "b"] == read(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n").texts.columns


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig", "mac-roman"])
def test_a_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert ["Türkiye"] == read(tmp_path, "a,b\nTürkiye,x\n".encode(encoding), encoding=encoding).texts["a"].to_list()


def test_lines_are_counted_through_quoted_line_ends_and_blank_lines(tmp_path: Path) -> None:
    grid = read(tmp_path, 'a,b\n"one\ntwo\nthree",x\n\n,\nfour,y\n')

    assert [2, 7] == grid.lines.to_list()


def test_the_header_may_stand_below_blank_lines(tmp_path: Path) -> None:
    grid = read(tmp_path, "\n\na,b\n1,2\n")

    assert ([4], ["a", "b"]) == (grid.lines.to_list(), grid.texts.columns)


def test_delimiters_after_the_last_column_are_no_cells(tmp_path: Path) -> None:
    grid = read(tmp_path, "a,b,,\n1,2,,\n3,4,,,,\n")

    assert {"a": ["1", "3"], "b": ["2", "4"]} == grid.texts.to_dict(as_series=False)
    assert grid.broken.is_empty()


def test_rows_of_another_length_are_problems_and_no_rows(tmp_path: Path) -> None:
    grid = read(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n")

    assert [2] == grid.lines.to_list()
    assert [(3, "C3", "c", None), (4, "D4", "", "4")] == grid.broken.select("line", "cell", "column", "value").rows()


def test_an_empty_cell_is_null_and_a_blank_is_kept(tmp_path: Path) -> None:
    assert [None, " "] == read(tmp_path, "a,b\n,x\n ,y\n").texts["a"].to_list()


def test_the_size_is_looked_at_before_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"\xff" * 100)

    with pytest.raises(DetenteError, match="100 bytes"):
        delimited.read(path, limit_bytes=99)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="cannot read"):
        delimited.read(tmp_path)


def test_half_a_character_of_utf_16_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="utf-16-le"):
        read(tmp_path, b"a\x00\x00\xd8", encoding="utf-16-le")


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=0, max_size=5)
)


@given(TABLES, st.sampled_from(delimited.DELIMITERS), st.sampled_from(("\n", "\r\n")))
def test_what_a_csv_writer_wrote_is_read_back_with_its_lines(rows: list[list[str]], mark: str, end: str) -> None:
    width = len(rows[0]) if rows else 2
    header = [f"column {n}" for n in range(width)]
    lines, written = [], io.StringIO(newline="")
    writer = csv.writer(written, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL)
    for row in [header, *rows]:
        # The oracle of lines: what stands before, cut at every line end.
        lines.append(len(written.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n")))
        writer.writerow(row)
    filled = [(line, row) for line, row in zip(lines[1:], rows, strict=True) if any(row)]

    text = delimited.decoded(written.getvalue().encode(), "utf-8", "f")
    grid = from_records(delimited.records(text, mark, "f"), "f")

    assert [line for line, _ in filled] == grid.lines.to_list()
    assert [tuple(cell or None for cell in row) for _, row in filled] == grid.texts.rows()


@given(st.binary(max_size=60))
def test_any_bytes_are_a_grid_or_an_error_that_says_what_to_do(raw: bytes) -> None:
    refused, grid = None, None
    try:
        text = delimited.decoded(raw, "utf-8", "f")
        grid = from_records(delimited.records(text, ",", "f"), "f")
    except RegisterError as error:
        refused = error

    assert (refused.next_step and refused.where) if refused else grid and grid.texts.height == grid.lines.len()
