"""What held on a day, asked on the command line; expected values are read by hand in the published facts."""

import json
from pathlib import Path

import pytest

from tests.command_line import detente, saved
from tests.small import register


def test_the_status_of_one_party_is_a_sentence_with_its_act_and_evidence() -> None:
    ran = detente("register", "status", "NAT1949", "POL", "--on", "1999-06-01")

    assert ran.status == 0
    assert ran.lines == [
        "POL in NAT1949 on 1999-06-01: in force (verified)",
        "   acceded 1999-03-12 (verified: The process of accession: instruments deposited 12 March 1999)",
        "   no notice, no suspension",
    ]


@pytest.mark.parametrize(
    "day, head, last",
    [
        ("1978-12-31", "in force (unverified)", "no notice, no suspension"),
        ("1979-06-30", "in force (unverified)", "notice open, exit due 1980-01-01, no suspension"),
        ("1980-01-01", "ended (exited) (unverified)", "no notice, no suspension"),
    ],
)
def test_an_exit_by_notice_reads_as_it_went(day: str, head: str, last: str) -> None:
    ran = detente("register", "status", "USROC1954", "USA", "--on", day)

    assert ran.lines[0].startswith(f"USA in USROC1954 on {day}: {head}")
    assert ran.out.rstrip().endswith(last)


def test_an_act_that_is_still_to_come_is_not_told() -> None:
    ran = detente("register", "status", "USROC1954", "USA", "--on", "1979-06-30")

    assert "entered into force 1955-03-03" in ran.out
    assert "exited" not in ran.out


def test_a_contested_day_names_both_claimants() -> None:
    ran = detente("register", "status", "USROK1953", "USA", "--on", "1954-11-17")

    assert ran.lines[0] == "USA in USROK1953 on 1954-11-17: unknown, contested"
    assert "contested by treaty text as reprinted and encyclopedia (Seoul date)" in ran.out


def test_all_parties_of_an_agreement_are_counted_and_listed() -> None:
    ran = detente("register", "status", "CST1992", "--on", "2024-06-01")

    assert ran.lines[0] == "CST1992 on 2024-06-01: in force for 6 of 9 parties listed; the list is complete"
    assert {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"} == {
        line.split()[0] for line in ran.lines[2:]
    }
    assert [line.split()[-1] for line in ran.lines if line.startswith("ARM")] == ["frozen"]


def test_a_party_may_be_named_in_words() -> None:
    ran = detente("register", "status", "NAT1949", "Poland", "--on", "1999-06-01")

    assert ran.lines[0].startswith("POL in NAT1949")


def test_an_unknown_agreement_is_refused_with_the_nearest_key_and_status_3() -> None:
    ran = detente("register", "status", "nat1949")

    assert (ran.status, ran.out) == (3, "")
    assert ran.err.splitlines()[:2] == ["no agreement 'nat1949' in this register", "  expected: a key, such as NAT1949"]


def test_an_unknown_party_is_refused_with_status_3() -> None:
    ran = detente("register", "status", "NAT1949", "ZZZ", "--on", "1999-06-01")

    assert (ran.status, ran.out) == (3, "")
    assert "'ZZZ'" in ran.err


def test_duties_are_listed_heaviest_first_with_bond_day_and_confidence() -> None:
    ran = detente("register", "owed", "USA", "JPN", "--on", "2026-11-22", "--kinds", "assist,consult", "--json")
    answer = json.loads(ran.out)

    assert ("USA", "JPN", "2026-11-22") == (answer["from"], answer["to"], answer["on"])
    assert [
        ("USJPN1960", "Art V", "assist", "each_decides", "legal"),
        ("USJPN1960", "exchange of notes", "consult", "consult", "legal"),
    ] == [tuple(row[c] for c in ("agreement", "article", "kind", "strength", "binding")) for row in answer["rows"][:2]]
    assert {"CAMPDAVID2023", "QUAD2017"} == {row["agreement"] for row in answer["rows"][2:]}


def test_duties_read_without_underscores_with_partial_dates_and_the_bond_that_is_not_law() -> None:
    ran = detente("register", "owed", "USA", "JPN", "--on", "2026-11-22")
    words = " ".join(ran.out.split())

    assert ran.lines[0] == "from USA   to JPN   on 2026-11-22"
    assert "USJPN1960 Art V assist armed attack each decides" in words
    assert "consult standing consult 2017-11 unverified" in words
    assert ran.lines[-1] == "listed agreements only: coverage of agreements is partial"
    assert ran.out.count("(political)") == 2


def test_no_duty_in_a_partial_list_is_none_recorded() -> None:
    ran = detente("register", "owed", "USA", "TWN", "--on", "1985-01-01", "--kinds", "assist")

    assert ran.lines[1:] == ["none recorded", "listed agreements only: coverage of agreements is partial"]


def test_a_duty_of_which_it_cannot_be_told_says_so() -> None:
    ran = detente("register", "owed", "USA", "KOR", "--on", "1954-11-17", "--kinds", "assist")

    assert "in force" in ran.lines[1]
    assert "unknown" in ran.lines[2]


def test_an_unknown_kind_of_duty_is_wrong_use() -> None:
    ran = detente("register", "owed", "USA", "JPN", "--kinds", "asist")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("'asist' is no kind of provision\n  expected: assist, ")


@pytest.mark.parametrize("day", ["2026-13-01", "2026", "tomorrow", "2025-01-01/2025-02-01"])
def test_what_is_not_one_day_is_refused_at_its_option(day: str) -> None:
    ran = detente("register", "owed", "USA", "JPN", "--on", day)

    assert ran.status == 2
    assert ran.err.splitlines()[:3] == [f"'{day}' is not one day", "  where: --on", "  expected: YYYY-MM-DD"]


def test_without_a_day_the_command_that_gives_the_same_answer_is_printed() -> None:
    ran = detente("register", "notices")
    day = ran.lines[0].removeprefix("on ")

    assert ran.lines[-1] == f"again: detente register notices --on {day}"
    assert ran.lines[:-1] == detente("register", "notices", "--on", day).lines


def test_a_notice_shows_when_it_was_given_and_is_due() -> None:
    ran = detente("register", "notices", "--on", "2022-06-01")
    row = next(line for line in ran.lines if line.startswith("FRDEF-MLI"))

    assert row.split() == ["FRDEF-MLI", "MLI", "open", "2022-05-02", "2022-11-02", "reported"]


def test_coverage_lists_the_declarations_of_the_day() -> None:
    ran = detente("register", "coverage", "--on", "2010-01-01", "--format", "csv")

    assert ran.status == 0
    assert any(line.startswith("memberships,organisation,NATO,complete,") for line in ran.lines)


def test_a_register_of_ones_own_is_asked_instead(tmp_path: Path) -> None:
    own = saved(
        register(
            agreements=[{"agreement": "PACT", "valid_from": "2020-01-02"}],
            actors=[{"actor": "AAA", "name": "Alpha", "kind": "state", "valid_from": "1900"}],
            participations=[
                {"agreement": "PACT", "party": "AAA", "act": "entered_into_force", "valid_from": "2021-03"},
            ],
        ),
        tmp_path / "own",
    )

    ran = detente("register", "status", "PACT", "AAA", "--on", "2021-05-01", "--register", own)

    assert ran.lines == [
        "AAA in PACT on 2021-05-01: in force (reported)",
        "   entered into force 2021-03 (reported)",
        "   no notice, no suspension",
    ]
    assert detente("register", "status", "NAT1949", "--register", own).status == 3
