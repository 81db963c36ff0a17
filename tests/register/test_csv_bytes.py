"""Are the bytes of a table these and no others? Digests that people compare over years are taken over them."""

import hashlib
import math
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register.csv_bytes import csv_bytes, written_columns
from detente.register.schema import TABLES
from tests import small

FIGURE = {"actor": "A", "indicator": "i", "period": "p", "unit": "u"}
HEAD = (
    "actor,counterpart,indicator,period,value,decimals,unit,basis,vintage,estimate,record,version,recorded_at,recorded_by,"
    "valid_from,valid_to,source,locator,confidence,claimant,note,withdrawn\n"
)


def line(**cells: object) -> str:
    """The one row of a table of figures that has these cells, as written."""
    raw = csv_bytes(
        TABLES["observations"], small.frame("observations", [FIGURE | {"value": 1.0, "record": "r"} | cells])
    )
    text = raw.decode()
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


def test_a_row_is_written_in_the_order_of_the_schema() -> None:
    written = line(value=2.5, valid_from="1951", recorded_at=datetime(2026, 11, 22, 12, 30, 0, 7000, UTC))

    assert "A,,i,p,2.5,,u,,,false,r,1,2026-11-22T12:30:00.007Z,a test,1951,,book,,reported,,,false\n" == written


@pytest.mark.parametrize(
    "number, text",
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (2.0, "2.0"),
        (-0.0, "-0.0"),
        (1e-300, "1e-300"),
        (5e-324, "5e-324"),
        (1e16, "1e+16"),
        (1e15, "1000000000000000.0"),
        (0.00001, "1e-05"),
        (123456789.12345679, "123456789.12345679"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)
def test_a_number_has_the_fewest_digits_that_read_back_the_same(number: float, text: str) -> None:
    assert text == line(value=number).split(",")[4]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_to_the_last_bit(number: float) -> None:
    read = float(line(value=number).split(",")[4])

    assert (number, math.copysign(1, number)) == (read, math.copysign(1, read))


@pytest.mark.parametrize(
    "text, written",
    [
        ("plain", "plain"),
        ("=1+1", "=1+1"),
        ("+49", "+49"),
        ("@x", "@x"),
        ("007", "007"),
        (" space ", " space "),
        ("a,b", '"a,b"'),
        ('a"b', '"a""b"'),
        ('""', '""""""'),
        ("a;b", "a;b"),
        ("#a", "#a"),
        ("שלום", "שלום"),
        ("\u202etraeh", "\u202etraeh"),
        ("\U0001f91d", "\U0001f91d"),
        ("\u2028", "\u2028"),
        ("NULL", "NULL"),
        ("'", "'"),
        ("a\\n", "a\\n"),
    ],
)
def test_a_text_is_written_as_it_is_and_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert f"reported,,{written},false\n" == line(note=text)[-len(written) - 17 :]


def test_rows_stand_by_record_and_version_and_own_columns_by_name() -> None:
    rows = [
        FIGURE | {"value": 1.0, "record": record, "version": version}
        for record, version in (("b", 1), ("a", 2), ("a", 1))
    ]
    frame = small.frame("observations", rows).with_columns(
        x_b=pl.lit("two\nlines"), x_a=pl.lit(None, pl.String), holds=True
    )
    text = csv_bytes(TABLES["observations"], frame).decode()

    assert ["x_a", "x_b"] == written_columns(TABLES["observations"], frame)[-2:]
    assert text.startswith(HEAD.replace("withdrawn\n", "withdrawn,x_a,x_b\n"))
    assert ["a,1", "a,2", "b,1"] == [row.split(",false,")[1][:3] for row in text.splitlines()[1::2]]
    assert text.endswith(',false,,"two\nlines"\n')


def test_days_that_are_computed_are_not_written() -> None:
    frame = small.register(observations=[FIGURE | {"value": 1.0}]).tables["observations"]

    assert "valid_from_first" in frame.columns
    assert HEAD == csv_bytes(TABLES["observations"], frame.clear()).decode()


def test_the_digest_of_a_register_does_not_change_from_one_release_to_the_next() -> None:
    # Written down once, by hand from the bytes above: whoever changes it changes every digest ever given out.
    body = "A,,i,p,0.30000000000000004,,u,,,false,r,1,2026-01-01T00:00:00.000Z,a test,,,book,,reported,,,false\n"
    expected = hashlib.sha256(("observations\n" + HEAD + body).encode()).hexdigest()

    assert expected == small.register(sources=[], observations=[FIGURE | {"value": 0.1 + 0.2, "record": "r"}]).digest()
