"""The schema classes say what the normative list of columns says, column by column."""

import csv

import pytest

from detente.register.schema import TABLES
from tests.shared import needs_shared, shared_path

pytestmark = needs_shared("specs/register_columns.csv")


def normative() -> list[dict[str, str]]:
    with shared_path("specs/register_columns.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_those_of_the_list_in_its_order() -> None:
    assert list(dict.fromkeys(row["table"] for row in normative() if row["table"] != "*")) == list(TABLES)


def test_the_columns_of_every_table_stand_in_the_order_of_the_list() -> None:
    rows = normative()
    shared = [row["column"] for row in rows if row["table"] == "*"]
    for name, table in TABLES.items():
        own = [row["column"] for row in rows if row["table"] == name]
        assert [*own, *(column for column in shared if column not in own)] == list(table.columns), name


@pytest.mark.parametrize("row", normative(), ids=lambda row: f"{row['table']}.{row['column']}")
def test_a_column_has_the_type_unit_words_and_sentence_of_the_list(row: dict[str, str]) -> None:
    tables = (
        [TABLES[row["table"]]] if row["table"] != "*" else [t for t in TABLES.values() if row["column"] not in t.own]
    )
    words = [] if "a user's own" in row["words"] else [word.strip() for word in row["words"].split(",") if word.strip()]
    for table in tables:
        about, column = table.about(row["column"]), table.schema.columns()[row["column"]]
        assert (row["type"], row["unit"] or None, row["references"] or None) == (
            about["type"],
            about["unit"],
            about["references"],
        )
        assert (words, row["sentence"]) == (list(about["words"]), about["doc"])
        assert (row["required"] == "yes", row["logical_key"] == "yes") == (not column.nullable, about["logical_key"])
        assert row["table"] == "*" or row["time"] == table.time


def test_the_only_personal_column_is_the_pseudonym_of_the_holder_of_a_post() -> None:
    personal = [
        (name, column) for name, table in TABLES.items() for column in table.columns if table.about(column)["personal"]
    ]

    assert [("accreditations", "person_key")] == personal
