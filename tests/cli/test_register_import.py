"""A user's own file on the command line: refused whole, shown in a dry run, or written as a new register."""

import csv
from pathlib import Path

import pytest

from detente.register import Register
from tests.command_line import Ran, detente, saved
from tests.small import register

HEADER = ["activity", "country", "title", "valid_from", "kind"]
OWN = register(
    actors=[
        {"actor": "JPN", "name": "Japan", "kind": "state", "valid_from": "1900"},
        {"actor": "KOR", "name": "Republic of Korea", "kind": "state", "valid_from": "1948"},
    ]
)
EVERY_ROW = ("--constant", "source=book", "--constant", "confidence=reported")


def visits(path: Path, rows: int, **cells: str) -> Path:
    """A list of visits to Japan; `B98="Korea"` puts a text into a cell."""
    table = [[*HEADER], *([f"V{line}", "JPN", f"Visit {line}", "2025-05-01", "visit"] for line in range(2, rows + 2))]
    for cell, text in cells.items():
        table[int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A register of two states, on disk."""
    return saved(OWN, tmp_path / "own")


def take(file: Path, own: Path, *words: str | Path) -> Ran:
    """Import `file` as activities of `own`."""
    return detente("register", "import", file, "--table", "activities", "--register", own, *EVERY_ROW, *words)


def test_cells_that_cannot_be_read_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    file = visits(tmp_path / "visits.csv", 214, D17="03/04/2025", E17="vist", B98="Korea")
    words = ("--constant", "source=compiled-states", "--constant", "confidence=reported")

    ran = detente("register", "import", file, "--table", "activities", *words)

    assert ran.status == 2
    assert ran.lines[0] == "refused: 3 cells in 2 rows of 214, nothing written"
    assert 'visits.csv:17:4 (D17) valid_from "03/04/2025": day or month first? give --dates %d/%m/%Y' in ran.lines[1]
    assert 'visits.csv:17:5 (E17) kind "vist"' in ran.lines[2]
    assert (
        'visits.csv:98:2 (B98) country "Korea": ambiguous; expected KOR or PRK (both valid on 2025-05-01)'
        in ran.lines[3]
    )


def test_without_a_place_to_write_the_rows_are_only_counted(own: Path, tmp_path: Path) -> None:
    ran = take(visits(tmp_path / "visits.csv", 3), own)

    assert ran.status == 0
    assert ran.lines[-2] == "activities: 3 rows to add"
    assert ran.lines[-1].startswith("dry run, nothing written")
    assert Register.open(own).digest() == OWN.digest()


def test_rows_are_written_into_a_new_register_with_who_recorded_them(own: Path, tmp_path: Path) -> None:
    file = visits(tmp_path / "visits.csv", 2, D2="03/04/2025")

    ran = take(
        file, own, "--into", tmp_path / "new", "--by", "A. Reader", "--reason", "our calendar", "--dates", "%d/%m/%Y"
    )

    assert ran.lines[-1] == f"written: {tmp_path / 'new'}"
    rows = Register.open(tmp_path / "new").tables["activities"].select("activity", "valid_from", "recorded_by").rows()
    assert rows == [("V2", "2025-04-03", "A. Reader"), ("V3", "2025-05-01", "A. Reader")]
    assert Register.open(own).digest() == OWN.digest()


def test_another_register_is_not_overwritten(own: Path, tmp_path: Path) -> None:
    other = saved(register(), tmp_path / "other")

    ran = take(visits(tmp_path / "visits.csv", 1), own, "--into", other, "--by", "A. Reader", "--reason", "why not")

    assert ran.status == 2
    assert ran.err.startswith(f"{other} exists")


@pytest.mark.parametrize("given, missing", [("--by", "--reason"), ("--reason", "--by")])
def test_nothing_is_written_without_a_name_and_a_reason(given: str, missing: str, own: Path, tmp_path: Path) -> None:
    ran = take(visits(tmp_path / "visits.csv", 1), own, "--into", tmp_path / "new", given, "something")

    assert ran.status == 2
    assert ran.err.startswith(f"no {missing}\n  where: {missing}")
    assert not (tmp_path / "new").exists()


def test_what_is_complete_is_taken_and_what_was_left_is_said(own: Path, tmp_path: Path) -> None:
    ran = take(visits(tmp_path / "visits.csv", 3, B3="Nowhere"), own, "--partial")

    assert ran.status == 0
    assert ran.lines[0] == "refused: 1 cell in 1 row of 3, the complete ones are taken"
    assert "activities: 2 rows to add" in ran.lines
    assert any(line.split()[:2] == ["3", "V3"] for line in ran.lines)


def test_a_guessed_map_is_shown_saved_and_then_read(own: Path, tmp_path: Path) -> None:
    file = visits(tmp_path / "visits.csv", 1, B1="host country")
    guessed = tmp_path / "map.yaml"

    shown = take(file, own, "--save-map", guessed)
    taken = take(file, own, "--map", guessed)

    assert (shown.status, shown.lines[0]) == (2, "the columns are only guessed, nothing taken:")
    assert shown.lines[-1] == f"next: correct {guessed}, and give it as --map"
    assert taken.status == 0


def test_a_name_taken_for_an_actor_is_said(own: Path, tmp_path: Path) -> None:
    ran = take(visits(tmp_path / "visits.csv", 1, B2="Japan"), own)

    assert "taken for actors:" in ran.lines
    assert any("Japan" in line and "JPN" in line for line in ran.lines)


def test_more_problems_than_can_be_read_are_counted_and_written_to_a_file(own: Path, tmp_path: Path) -> None:
    file = visits(tmp_path / "visits.csv", 300, **{f"E{line}": "vist" for line in range(2, 302)})

    ran = take(file, own, "--problems", tmp_path / "all.csv")

    assert ran.lines[0] == "refused: 300 cells in 300 rows of 300, nothing written"
    assert sum(line.startswith("visits.csv:") for line in ran.lines) == 200
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()) == 301


def test_a_constant_without_a_value_is_wrong_use(own: Path, tmp_path: Path) -> None:
    ran = take(visits(tmp_path / "visits.csv", 1), own, "--constant", "note")

    assert ran.status == 2
    assert ran.err.startswith("'note' gives no column a value")


def test_a_csv_file_without_a_table_is_asked_for_one(own: Path, tmp_path: Path) -> None:
    ran = detente("register", "import", visits(tmp_path / "visits.csv", 1), "--register", own)

    assert ran.status == 2
    assert "give --table" in ran.err


def test_a_file_that_is_not_there_is_refused(own: Path, tmp_path: Path) -> None:
    ran = take(tmp_path / "no.csv", own)

    assert ran.status == 2
    assert "No such file" in ran.err
