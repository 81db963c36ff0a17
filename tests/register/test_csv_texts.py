"""Is a file read the same way whoever wrote it, and does every row keep its line?"""

import csv
import io
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.register import csv_texts
from detente.register.csv_bytes import csv_bytes
from detente.register.schema import TABLES
from tests import small
from tests.strategies import frames, own_texts

ALIASES = TABLES["aliases"]


def quoted_throughout(raw: bytes) -> bytes:
    """The same cells as another program might write them: every one in quotation marks, no line end at the end."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        csv.reader(io.StringIO(raw.decode(), newline=""))
    )
    return out.getvalue().removesuffix("\n").encode()


def lines_by_hand(raw: bytes) -> list[int]:
    """Line on which each row after the header begins."""
    reader = csv.reader(io.StringIO(raw.decode(), newline=""))
    ends = [0, *(reader.line_num for _ in reader)]
    return [end + 1 for end in ends[1:-1]]


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(TABLES)).flatmap(lambda name: st.tuples(st.just(name), frames(name))),
    st.sampled_from((bytes, quoted_throughout)),
)
def test_cells_and_lines_are_those_of_the_standard_library(
    drawn: tuple[str, pl.DataFrame], rewritten: Callable[[bytes], bytes]
) -> None:
    name, frame = drawn
    raw = rewritten(csv_bytes(TABLES[name], frame))
    header, *rows = csv.reader(io.StringIO(raw.decode(), newline=""))

    cells, found = csv_texts.read(TABLES[name], raw, "f.csv")

    assert found.is_empty()
    assert cells is not None
    assert header == list(cells.positions) == cells.texts.columns
    assert rows == [[cell or "" for cell in row] for row in cells.texts.rows()]
    assert lines_by_hand(raw) == cells.lines.to_list()


@settings(max_examples=5)
@given(st.lists(own_texts(), min_size=5, max_size=5))
def test_a_large_file_with_line_ends_in_its_cells_keeps_its_rows(texts: list[str]) -> None:
    # Large enough to be read in several pieces, with cells that hold what ends a row.
    count = 40_000
    frame = pl.concat(
        [small.frame("aliases", [{"alias": "A", "target": "B", "reason": "merged"}])] * count
    ).with_columns(
        record=pl.int_range(1, count + 1).cast(pl.String).str.zfill(6),
        x_own=pl.Series([*texts, "\n"] * count).head(count),
    )
    raw = csv_bytes(ALIASES, frame)

    cells, found = csv_texts.read(ALIASES, raw, "f.csv")

    assert found.is_empty()
    assert cells is not None
    assert frame["x_own"].to_list() == cells.texts["x_own"].to_list()
    assert lines_by_hand(raw) == cells.lines.to_list()


@pytest.mark.parametrize("ending", ["", "\n"])
def test_the_last_line_may_end_or_not(ending: str) -> None:
    raw = csv_bytes(ALIASES, small.frame("aliases", [{"alias": "A", "target": "B", "reason": "merged"}]))

    cells, _ = csv_texts.read(ALIASES, raw.removesuffix(b"\n") + ending.encode(), "f.csv")

    assert cells is not None
    assert ["A"] == cells.texts["alias"].to_list()


def test_a_table_may_have_a_header_and_no_row() -> None:
    cells, _ = csv_texts.read(ALIASES, csv_bytes(ALIASES, ALIASES.empty()), "f.csv")

    assert cells is not None
    assert cells.texts.is_empty()


def test_all_faults_of_a_header_are_told_together() -> None:
    raw = csv_bytes(ALIASES, ALIASES.empty()).replace(b"target,reason", b"taget,reason,reason,x_")

    _, found = csv_texts.read(ALIASES, raw, "f.csv")

    assert ["taget", "reason", "x_", "target"] == found["column"].to_list()


@given(st.binary(max_size=60))
def test_no_bytes_are_taken_for_a_table_by_chance(raw: bytes) -> None:
    cells, found = csv_texts.read(ALIASES, raw, "f.csv")

    assert cells is None
    assert not found.is_empty()


@settings(max_examples=200)
@given(st.text('a",\n', max_size=12))
def test_quoting_is_judged_before_it_is_read(text: str) -> None:
    head = csv_bytes(ALIASES, ALIASES.empty())
    filling = "," * (len(ALIASES.columns) - 1)
    raw = head + (text + filling).encode()

    cells, found = csv_texts.read(ALIASES, raw, "f.csv")

    if cells is not None:
        rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))[1:]
        assert rows == [[cell or "" for cell in row] for row in cells.texts.rows()]
    else:
        assert not found.is_empty()
