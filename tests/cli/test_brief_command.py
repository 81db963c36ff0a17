"""`detente brief`: whom it takes for a subject, in which forms it prints, what it refuses."""

import json
from pathlib import Path

import pytest

from detente.register import Register
from tests.command_line import detente, saved
from tests.small import register

DAY = ("--on", "2026-11-22")


@pytest.fixture(scope="module")
def text() -> str:
    """The page on the United States and Japan."""
    return detente("brief", "USA-JPN", *DAY).out


def test_a_pair_is_one_word_or_two(text: str) -> None:
    assert text == detente("brief", "USA", "JPN", *DAY).out
    assert "2026-11-22" in text.splitlines()[0]


def test_a_name_of_two_words_is_one_subject() -> None:
    named, keyed = detente("brief", "United", "States", *DAY), detente("brief", "USA", *DAY)

    assert (0, keyed.out) == (named.status, named.out)


def test_the_page_carries_the_command_that_makes_it_again(text: str) -> None:
    assert "detente brief USA-JPN --on 2026-11-22" in " ".join(text.split())


def test_the_same_page_is_kept_as_json(text: str) -> None:
    ran = detente("brief", "USA-JPN", *DAY, "--format", "json")

    assert json.loads(ran.out)["valid"] == "2026-11-22"
    assert text != ran.out


def test_ascii_is_ascii() -> None:
    assert detente("brief", "USA-JPN", *DAY, "--ascii", "--notes").out.isascii()


def test_only_the_sections_wanted_are_composed() -> None:
    ran = detente("brief", "USA-JPN", *DAY, "--sections", "owes, windows", "--format", "json")

    assert ["owes", "windows"] == [section["name"] for section in json.loads(ran.out)["sections"]]


@pytest.mark.parametrize("words, said", [(("KOREA",), "KOR or PRK"), (("Nowhereland",), "'Nowhereland'")])
def test_nobody_or_more_than_one_is_status_3(words: tuple[str, ...], said: str) -> None:
    ran = detente("brief", *words, *DAY)

    assert (ran.status, ran.out) == (3, "")
    assert said in ran.err


@pytest.mark.parametrize(
    "words, said",
    [
        ((), "no subject"),
        (("USA-JPN", "--since", "2027-01-01"), "since 2027-01-01 is after 2026-11-22"),
        (("USA-JPN", "--since", "2025"), "'2025' is not one day\n  where: --since"),
        (("USA-JPN", "--sections", "weather"), "no section 'weather'"),
        (("USA-JPN", "--pages", "0"), "0 pages"),
    ],
)
def test_wrong_use_is_status_2(words: tuple[str, ...], said: str) -> None:
    ran = detente("brief", *words, *DAY)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_a_page_goes_into_a_file_that_is_new(tmp_path: Path) -> None:
    words = ("brief", "USA-JPN", *DAY, "--format", "html", "--no-boundaries", "--out", tmp_path / "page.html")

    first, second = detente(*words), detente(*words)

    assert (first.status, first.out) == (0, "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert second.status == 2


def unsound() -> Register:
    """A promise that two parties gave each other, typed as one that a single state gave."""
    return register(
        actors=[
            {"actor": "AAA", "name": "Alpha", "kind": "state", "valid_from": "1900"},
            {"actor": "BBB", "name": "Beta", "kind": "state", "valid_from": "1900"},
        ],
        agreements=[{"agreement": "PACT", "title": "Pact", "valid_from": "2020-01-01", "binding": "unilateral"}],
        participations=[
            {"agreement": "PACT", "party": party, "act": "entered_into_force", "valid_from": "2020-01-01"}
            for party in ("AAA", "BBB")
        ],
    )


def test_strict_takes_a_page_whose_rows_no_check_faults() -> None:
    assert detente("brief", "USA-JPN", *DAY, "--strict").status == 0


def test_strict_refuses_a_page_with_an_error_in_its_rows(tmp_path: Path) -> None:
    own = saved(unsound(), tmp_path / "own")
    found = detente("register", "check", "--register", own)

    ran = detente("brief", "AAA-BBB", "--on", "2021-01-01", "--strict", "--register", own)

    assert found.status == 1
    assert ran.status == 2
    assert ran.err.splitlines()[0].endswith("of this page")
