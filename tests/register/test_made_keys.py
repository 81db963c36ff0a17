"""Keys of rows that came without."""

import hashlib
import re
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register import made_keys
from detente.register.schema import TABLES
from detente.register.schema.columns import KEY

ACTS = TABLES["participations"]


def texts(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    """Rows of texts."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String))


def act(**said: str | None) -> dict[str, str | None]:
    """An act of a party to a treaty."""
    return {"agreement": "NAT1949", "party": "DEU", "act": "signed", "occurrence": "1", "source": "list", **said}


def records(table: str, *rows: Mapping[str, str | None]) -> list[str]:
    """The records made for these rows."""
    return made_keys.with_records(TABLES[table], texts(*rows))["record"].to_list()


def test_a_record_is_the_logical_key_and_who_says_it() -> None:
    assert ["NAT1949/DEU/signed@list"] == records("participations", act())


def test_a_second_occurrence_and_a_claimant_are_part_of_the_record() -> None:
    assert ["NAT1949/DEU/signed/2@list@Bonn"] == records("participations", act(occurrence="2", claimant="Bonn"))


def test_what_two_sources_say_of_one_act_are_two_records() -> None:
    assert ["NAT1949/DEU/signed@list", "NAT1949/DEU/signed@other"] == records(
        "participations", act(), act(source="other")
    )


def test_a_record_does_not_change_with_the_rest_of_the_row_or_the_rows_beside_it() -> None:
    alone = records("participations", act(valid_from="1955"))
    beside = records("participations", act(party="FRA"), act(valid_from="1955-05-06"))

    assert alone == beside[1:]


def test_two_rows_that_would_share_a_record_are_told_apart_by_what_else_they_say() -> None:
    rows = (act(valid_from="1955"), act(valid_from="1955-05-06"))

    one, two = records("participations", *rows)

    assert one != two
    assert all(re.fullmatch(r"NAT1949/DEU/signed@list\.[0-9a-f]{8}", record) for record in (one, two))
    assert [two, one] == records("participations", *reversed(rows))


def test_the_same_row_twice_has_the_same_record() -> None:
    one, two = records("participations", act(), act())

    assert one == two


def test_a_table_without_a_logical_key_takes_its_required_keys_and_words_and_the_article() -> None:
    article = {"agreement": "NAT1949", "kind": "assist", "article": "Art 5", "source": "list", "area": "x"}
    digits = hashlib.sha256(b"Art 5").hexdigest()[:8]

    assert [f"NAT1949/assist/Art-5.{digits}@list"] == records("provisions", article)


def test_a_record_of_the_file_is_kept() -> None:
    assert ["mine"] == records("participations", act(record="mine"))


def test_texts_that_differ_only_in_what_a_key_cannot_have_get_different_keys() -> None:
    made = records(
        "regions", *({"region": name, "actor": "DEU", "scheme": "s", "source": "b"} for name in ("Süd", "Sîd", "S d"))
    )

    assert 3 == len(set(made))


def test_a_thing_without_a_key_gets_one_of_its_required_columns_and_day() -> None:
    made = made_keys.with_own_key(
        TABLES["activities"], texts({"title": "Port-visit", "kind": "visit", "valid_from": "2025-05-01"})
    )

    assert ["Port-visit.visit.2025-05-01"] == made["activity"].to_list()


def test_a_key_of_the_file_is_kept_and_a_table_without_keys_gets_none() -> None:
    kept = made_keys.with_own_key(TABLES["activities"], texts({"activity": "V1", "title": "x"}))
    none = made_keys.with_own_key(ACTS, texts(act()))

    assert (["V1"], set(act())) == (kept["activity"].to_list(), set(none.columns))


@pytest.mark.parametrize(
    "days, numbers",
    [
        (["1999", "1992", "2006"], ["2", "1", "3"]),
        (["1999-01", "1999", "1999-01-05"], ["2", "1", "3"]),
        (["1999", "1999", "2000"], ["1", "1", "2"]),
    ],
)
def test_acts_of_one_kind_are_numbered_by_their_days(days: list[str], numbers: list[str]) -> None:
    rows = [
        {"agreement": "CST1992", "party": "UZB", "act": "acceded", "source": "list", "valid_from": day} for day in days
    ]

    assert numbers == made_keys.with_occurrences(ACTS, texts(*rows))["occurrence"].to_list()


def test_acts_of_two_sources_are_numbered_apart() -> None:
    rows = [
        {"agreement": "A", "party": "UZB", "act": "acceded", "source": source, "valid_from": day}
        for source, day in (("list", "1999"), ("other", "2000"), ("other", "2001"))
    ]

    assert ["1", "1", "2"] == made_keys.with_occurrences(ACTS, texts(*rows))["occurrence"].to_list()


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=1, max_size=5))
def test_any_texts_make_keys_that_the_register_takes(said: list[tuple[str, str]]) -> None:
    rows = [{"actor": "DEU", "item": item, "state": "in_service", "source": "b", "claimant": who} for item, who in said]

    made = records("holdings", *[{key: text or None for key, text in row.items()} for row in rows])

    assert all(re.fullmatch(KEY, record) and len(record) <= 200 for record in made)
    assert len(set(made)) == len(set(said))
