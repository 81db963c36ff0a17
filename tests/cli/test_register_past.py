"""What was known and what changed, asked on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

from detente.register import Register
from tests.command_line import Ran, detente, saved
from tests.small import register

OWN = register(
    agreements=[{"agreement": "PACT", "title": "Pact of the two", "valid_from": "2020-01"}],
    participations=[{"agreement": "PACT", "party": "AAA", "act": "signed", "valid_from": "2020-01-02"}],
    actors=[{"actor": "AAA", "name": "Alpha", "kind": "state", "valid_from": "1900"}],
)


def as_of(*words: str) -> Ran:
    """Ask the shipped register for agreements."""
    return detente("register", "as-of", "--table", "agreements", *words)


def corrected() -> Register:
    """OWN with the day of the pact read."""
    change = OWN.correct(
        "agreements",
        "PACT",
        {"valid_from": "2020-01-02"},
        by="A. Reader",
        at=datetime(2026, 2, 1, tzinfo=UTC),
        reason="read the text",
    )
    return OWN.apply(change)


def test_what_could_have_been_known_comes_with_what_could_not_and_why() -> None:
    ran = as_of("--on", "2025-12-31", "--known", "2024-01-31", "--basis", "published", "--like", "FIN")

    assert ran.status == 0
    assert ran.lines[:2] == [
        "table agreements   on 2025-12-31   known 2024-01-31   basis published (what could have been known)",
        "1 row",
    ]
    assert ran.lines[3].split()[:2] == ["DCAFIN2023", "US-Finland"]
    assert "2023-12-27" in ran.lines[3]
    assert ran.lines[-1] == (
        "3 rows not known then: UKFIN2022 (source of 2025-07-21), UKR-FIN (source without a date), "
        "US-ACSA-FIN (unverified)"
    )


def test_before_the_register_was_filled_nothing_was_recorded() -> None:
    ran = as_of("--on", "2020-01-01", "--known", "2020-01-01", "--like", "DCAFIN2023")

    assert ran.lines[1:] == ["0 rows", "every row known now was known then"]
    later = as_of("--on", "2024-01-01", "--known", "2020-01-01", "--like", "DCAFIN2023")
    assert later.lines[1:] == ["0 rows", "1 row not known then: DCAFIN2023 (recorded 2026-11-22)"]


def test_an_agreement_shows_how_many_of_its_parties_are_bound() -> None:
    ran = detente("register", "as-of", "--on", "2010-01-01", "--like", "NAT1949")

    assert "in force" in ran.lines[2]
    assert "28 of 32" in ran.lines[3]


def test_rows_for_a_machine_keep_every_column_and_the_verdict() -> None:
    ran = as_of("--on", "2025-12-31", "--like", "DCAFIN2023", "--json")
    answer = json.loads(ran.out)

    assert ("agreements", "2025-12-31") == (answer["table"], answer["on"])
    assert [("DCAFIN2023", "2023-12-18", True)] == [
        (r["agreement"], r["valid_from"], r["holds"]) for r in answer["rows"]
    ]


def test_a_row_that_may_have_held_is_marked(tmp_path: Path) -> None:
    own = saved(OWN, tmp_path / "own")

    ran = detente("register", "as-of", "--on", "2020-01-15", "--register", own)

    assert "holds" in ran.lines[2]
    assert "perhaps" in ran.lines[3]
    assert "perhaps" not in detente("register", "as-of", "--on", "2020-02-01", "--register", own).out


def test_an_unknown_table_is_refused() -> None:
    ran = detente("register", "as-of", "--table", "agrements")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("no table 'agrements'\n  expected: actors, ")


def test_a_moment_that_is_none_is_refused() -> None:
    ran = detente("register", "as-of", "--known", "2024-01-31T25:00")

    assert ran.status == 2
    assert ran.err.splitlines()[:2] == ["'2024-01-31T25:00' is not one day", "  where: --known"]


def test_the_history_of_a_record_tells_what_each_version_changed(tmp_path: Path) -> None:
    own = saved(corrected(), tmp_path / "own")

    ran = detente("register", "history", "PACT", "--register", own)

    assert ran.lines[0] == "agreements PACT, version 1, recorded 2026-01-01T00:00:00Z by a test"
    second = ran.lines.index("agreements PACT, version 2, recorded 2026-02-01T00:00:00Z by A. Reader")
    assert ["valid_from", "2020-01-02,", "was", "2020-01"] in [line.split() for line in ran.lines[second:]]
    assert not any(line.split()[:1] == ["title"] for line in ran.lines[second:])


def test_the_history_of_no_record_is_refused() -> None:
    ran = detente("register", "history", "no-such-record")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("no record 'no-such-record'")


def test_between_two_days_the_world_moved() -> None:
    ran = detente("register", "diff", "1999-03-01", "1999-04-01", "--format", "csv")

    assert "status of party,NAT1949/POL,state,,in_force,NAT1949/POL/acceded" in ran.lines


def test_between_two_moments_something_was_learned(tmp_path: Path) -> None:
    own = saved(corrected(), tmp_path / "own")

    ends, day = ("2026-01-15", "2026-03-01"), ("--on", "2026-06-01")
    ran = detente("register", "diff", *ends, "--learned", *day, "--format", "csv", "--register", own)

    assert ran.lines == [
        "what,about,field,was,now,by",
        "agreements,PACT,valid_from,2020-01,2020-01-02,A. Reader: read the text",
    ]


def test_two_registers_are_compared_by_their_rows(tmp_path: Path) -> None:
    before, after = saved(OWN, tmp_path / "before"), saved(corrected(), tmp_path / "after")

    ran = detente("register", "diff", before, after, "--format", "csv")

    assert ran.lines[1:] == ["agreements,PACT,valid_from,2020-01,2020-01-02,A. Reader: read the text"]
    assert detente("register", "diff", before, before).lines[1:] == ["none recorded"]


def test_what_is_neither_a_day_nor_a_register_is_refused() -> None:
    ran = detente("register", "diff", "2025-01-01", "yesterday")

    assert ran.status == 2
    assert ran.err.startswith("'yesterday' is neither a day nor a register")
