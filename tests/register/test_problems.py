"""Is a refused cell told with its place, its value and its rule, however many there are and whatever stands in it?"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import problems


def many(count: int, rule: str = "not allowed", column: str = "form") -> pl.DataFrame:
    values = pl.Series([f"value {place}" for place in range(count)])
    lines = pl.int_range(2, count + 2, eager=True)
    return problems.many(values, lines, file="acts.csv", column=column, position=3, rule=rule, expected="a word")


def refused(found: pl.DataFrame) -> problems.RefusedCells:
    with pytest.raises(problems.RefusedCells) as trouble:
        problems.refuse(found, "acts.csv", next_step="correct them")
    return trouble.value


def test_no_problem_is_no_error() -> None:
    refused = None
    try:
        problems.refuse(problems.none(), "acts.csv", next_step="correct them")
    except RegisterError as trouble:
        refused = trouble

    assert refused is None


def test_a_problem_is_told_in_one_line() -> None:
    found = problems.one("visits.csv", 17, "valid_from", 3, "Q3 2025", "not allowed", "YYYY", "2025-07/2025-09")

    assert ['visits.csv:17:4 (D17) valid_from "Q3 2025": not allowed; expected YYYY; try 2025-07/2025-09'] == (
        problems.sentences(found)
    )


def test_an_empty_cell_is_called_empty() -> None:
    found = problems.one("visits.csv", 2, "name", 26, None, "is required", "text")

    assert ["visits.csv:2:27 (AA2) name empty: is required; expected text"] == problems.sentences(found)


@pytest.mark.parametrize(
    "value, shown",
    [
        ("a\nb", '"a\\u000ab"'),
        ("\x1b[31mred", '"\\u001b[31mred"'),
        ("\u202egnp.exe", '"\\u202egnp.exe"'),
        ("x" * 100, '"' + "x" * 80 + '…"'),
        ("שלום", '"שלום"'),
    ],
)
def test_a_value_cannot_spoil_the_message_it_stands_in(value: str, shown: str) -> None:
    found = problems.one("visits.csv", 2, "name", 0, value, "not allowed", "text")

    assert [f"visits.csv:2:1 (A2) name {shown}: not allowed; expected text"] == problems.sentences(found)


def test_the_error_counts_cells_and_rows_and_says_what_to_do() -> None:
    found = pl.concat([many(3), problems.one("acts.csv", 2, "act", 4, "?", "not allowed", "a word")])

    trouble = refused(found)

    assert "acts.csv refused: 4 cells in 3 rows; nothing was taken" == trouble.message
    assert ("acts.csv", "correct them") == (trouble.where, trouble.next_step)
    assert isinstance(trouble, RegisterError)


def test_problems_are_told_in_the_order_of_the_file() -> None:
    cells = [("b.csv", 2, 0), ("a.csv", 10, 26), ("a.csv", 10, 1), ("a.csv", 9, 0)]
    found = pl.concat([problems.one(file, line, "c", place, "v", "r", "e") for file, line, place in cells])

    assert ["a.csv:9:1", "a.csv:10:2", "a.csv:10:27", "b.csv:2:1"] == [p.split(" ")[0] for p in refused(found).problems]


def test_of_many_problems_the_first_are_told_the_rest_counted_and_all_are_kept() -> None:
    found = pl.concat([many(300), many(5, "is required", "act")])

    trouble = refused(found)

    assert problems.SHOWN + 2 == len(trouble.problems)
    assert ("300 x form: not allowed", "5 x act: is required") == trouble.problems[-2:]
    assert 305 == trouble.frame.height


def test_a_million_problems_are_counted() -> None:
    trouble = refused(many(1_000_000))

    assert "acts.csv refused: 1,000,000 cells in 1,000,000 rows; nothing was taken" == trouble.message
    assert 1_000_000 == trouble.frame.height


def test_a_suggestion_is_looked_up_once_for_each_value() -> None:
    asked = []

    def suggest(value: str) -> str:
        asked.append(value)
        return value.upper()

    values = pl.Series(["a", "b", "a", None])
    lines = pl.Series([2, 3, 4, 5])
    found = problems.many(values, lines, file="f", column="c", position=0, rule="r", expected="e", suggest=suggest)

    assert ["A", "B", "A", None] == found["suggestion"].to_list()
    assert ["a", "b"] == sorted(asked)


@pytest.mark.parametrize(
    "position, name", [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(position: int, name: str) -> None:
    assert name == problems.letters(position)


@given(st.integers(0, 20_000), st.integers(1, 10**6))
def test_the_number_of_a_column_is_read_back_from_its_cell(position: int, line: int) -> None:
    assert position + 1 == problems.position(f"{problems.letters(position)}{line}")
