"""Is a party bound on a day? Worked cases on the shipped facts, and every pair beside plain loops."""

from datetime import date

import polars as pl
import pytest

from detente.register import Register, Snapshot
from detente.register.status import agreement_status, between, party_status
from tests.register import status_oracle


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


def on(register: Register, day: str) -> Snapshot:
    return register.as_of(date.fromisoformat(day))


def state(register: Register, day: str, agreement: str, party: str) -> dict[str, object]:
    [row] = party_status(on(register, day), agreement, party).to_dicts()
    return row


@pytest.mark.parametrize(
    "day, in_force, word, notice",
    [
        ("1978-12-31", True, "in_force", None),
        ("1979-06-30", True, "in_force", "open"),
        ("1979-12-31", True, "in_force", "open"),
        ("1980-01-01", False, "ended", None),
    ],
)
def test_a_party_that_gave_notice_is_bound_until_the_notice_takes_effect(
    reference: Register, day: str, in_force: bool, word: str, notice: str | None
) -> None:
    row = state(reference, day, "USROC1954", "USA")

    assert (in_force, word, notice, "unverified") == (row["in_force"], row["state"], row["notice"], row["confidence"])
    if notice:
        assert date(1980, 1, 1) == row["exit_due_first"] == row["exit_due_last"]


@pytest.mark.parametrize(
    "day, in_force, word, contested",
    [
        ("1954-11-16", False, "signed", False),
        ("1954-11-17", None, "unknown", True),
        ("1954-11-18", True, "in_force", False),
    ],
)
def test_two_claimed_days_of_entry_contest_the_days_between_them(
    reference: Register, day: str, in_force: bool | None, word: str, contested: bool
) -> None:
    row = state(reference, day, "USROK1953", "USA")

    assert (in_force, word) == (row["in_force"], row["state"])
    if contested:
        assert "contested" == row["reason"]
        assert {"treaty text as reprinted", "encyclopedia (Seoul date)"} == set(row["claimants"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "day, in_force, word",
    [
        ("2014-01-01", False, "none"),
        ("2018-01-01", None, "unknown"),
        ("2022-06-01", True, "in_force"),
        ("2022-11-01", True, "in_force"),
        ("2022-11-02", False, "ended"),
    ],
)
def test_an_entry_known_as_a_range_of_days_is_unknown_inside_the_range(
    reference: Register, day: str, in_force: bool | None, word: str
) -> None:
    row = state(reference, day, "FRDEF-MLI", "MLI")

    assert (in_force, word) == (row["in_force"], row["state"])


def test_the_notice_of_that_agreement_is_open_and_due_half_a_year_later(reference: Register) -> None:
    row = state(reference, "2022-06-01", "FRDEF-MLI", "MLI")

    assert ("open", date(2022, 11, 2)) == (row["notice"], row["exit_due_first"])


@pytest.mark.parametrize(
    "day, in_force", [("1998-01-01", True), ("2000-01-01", False), ("2010-01-01", True), ("2013-01-01", False)]
)
def test_a_party_may_leave_come_back_and_leave_again(reference: Register, day: str, in_force: bool) -> None:
    assert in_force == state(reference, day, "CST1992", "UZB")["in_force"]


def test_freezing_a_treaty_without_a_clause_for_it_does_not_end_it(reference: Register) -> None:
    row = state(reference, "2024-06-01", "CST1992", "ARM")

    assert (True, "in_force", True) == (row["in_force"], row["state"], row["frozen"])


def test_the_day_before_signature_there_is_nothing_and_it_is_known_from_the_signature(reference: Register) -> None:
    row = state(reference, "2024-01-11", "UKR-GBR", "GBR")

    assert ("none", "reported") == (row["state"], row["confidence"])


def test_a_statute_with_retroactive_effect_holds_from_its_enactment_and_says_since_when(reference: Register) -> None:
    assert "none" == state(reference, "1979-02-01", "TRA1979", "USA")["state"]

    row = state(reference, "1979-06-30", "TRA1979", "USA")
    assert ("in_force", date(1979, 1, 1)) == (row["state"], row["since_first"])


def test_a_notice_suspended_and_then_revoked_leaves_the_agreement_in_force(reference: Register) -> None:
    assert ("in_force", "open") == tuple(
        state(reference, "2020-05-01", "VFA1998", "PHL")[k] for k in ("state", "notice")
    )
    assert ("in_force", "suspended") == tuple(
        state(reference, "2020-08-09", "VFA1998", "PHL")[k] for k in ("state", "notice")
    )
    assert ("in_force", None) == tuple(state(reference, "2026-11-22", "VFA1998", "PHL")[k] for k in ("state", "notice"))


def test_a_protocol_falls_with_the_agreement_it_extends(reference: Register) -> None:
    row = state(reference, "2026-11-22", "USJPNSMAP2021", "JPN")

    assert ("ended", "ended with USJPNSMA2016") == (row["state"], row["reason"])


def test_a_state_that_a_complete_list_does_not_name_is_no_party(reference: Register) -> None:
    assert "not_party" == state(reference, "1999-06-01", "NAT1949", "UKR")["state"]


def test_a_state_that_an_incomplete_list_does_not_name_is_unknown(reference: Register) -> None:
    row = state(reference, "2026-11-22", "NATOSOFA1951", "SWE")

    assert (None, "unknown") == (row["in_force"], row["state"])


def test_an_agreement_has_parties_in_force_and_not_one_word(reference: Register) -> None:
    [row] = agreement_status(on(reference, "2026-11-22"), "NAT1949").to_dicts()

    assert (32, 0, 32, True) == (row["in_force"], row["maybe"], row["listed"], row["complete"])


def test_between_two_a_suspension_by_one_of_them_bars_the_agreement(reference: Register) -> None:
    rows = between(on(reference, "1990-01-01"), "USA", "NZL")

    assert [False] == rows.filter(pl.col("agreement") == "ANZUS1951")["in_force"].to_list()
    assert [True] == rows.filter(pl.col("agreement") == "MANILA1954")["in_force"].to_list()


@pytest.mark.parametrize(
    "day",
    ["1949-08-24", "1955-05-09", "1966-07-01", "1979-06-30", "1999-03-12", "2009-12-01", "2018-01-01", "2026-11-22"],
)
def test_every_party_of_every_agreement_agrees_with_plain_loops(reference: Register, day: str) -> None:
    snapshot = on(reference, day)
    got = {(row["agreement"], row["party"]): row for row in party_status(snapshot).to_dicts()}
    agreements = {row["agreement"]: row for row in snapshot.recorded("agreements").to_dicts()}
    terms: dict[str, list[dict[str, object]]] = {}
    for row in snapshot.provisions.filter(pl.col("kind") == "term").to_dicts():
        terms.setdefault(row["agreement"], []).append(row)
    pairs: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in snapshot.recorded("participations").to_dicts():
        pairs.setdefault((row["agreement"], row["party"]), []).append(row)

    for (agreement, party), rows in pairs.items():
        found = got[agreement, party]
        if str(found["reason"]).startswith("ended with"):
            continue  # the parent's end is asked in a test of its own
        expected = status_oracle.in_force(rows, agreements[agreement], terms.get(agreement, []), snapshot.valid)
        assert expected == found["in_force"], (agreement, party, found)
    assert len(pairs) == len(got) > 600


def test_an_agreement_that_falls_with_its_parent_ends_on_the_day_of_the_parent(reference: Register) -> None:
    row = state(reference, "2026-11-22", "USJPNSMAP2021", "JPN")

    # The parent names its last day, 2022-03-31, in the provisions of the facts; the first day out is the next.
    assert (date(2022, 4, 1), date(2022, 4, 1)) == (row["since_first"], row["since_last"])
