"""Who owes what to whom, on the shipped facts and on treaties small enough to read."""

from datetime import date
from itertools import permutations

import pytest

from detente.errors import RegisterError
from detente.register import Register, Snapshot
from detente.register.obligations import obligation_rows
from detente.register.owed import owed, owed_matrix
from tests.small import register


@pytest.fixture(scope="module")
def today() -> Snapshot:
    return Register.reference().as_of(date(2026, 11, 22))


def test_the_united_states_owes_japan_one_duty_to_assist_and_three_to_consult(today: Snapshot) -> None:
    rows = owed(today, "USA", "JPN", ("assist", "consult"))

    assert ["assist", "consult", "consult", "consult"] == rows["kind"].to_list()
    assert {"USJPN1960", "CAMPDAVID2023", "QUAD2017"} == set(rows["agreement"])
    assert ["each_decides"] == rows.filter(rows["kind"] == "assist")["strength"].to_list()
    assert ["territories under the administration of Japan"] == rows.filter(rows["kind"] == "assist")["area"].to_list()


def test_japan_owes_hosting_and_the_sum_of_the_support_agreement(today: Snapshot) -> None:
    rows = owed(today, "JPN", "USA", ("assist", "host", "finance"))

    assert ["assist", "host", "finance"] == rows["kind"].to_list()
    assert (1055.1, "JPY bn over FY2022-FY2026") == (rows["amount"][2], rows["unit"][2])


@pytest.mark.parametrize("day, duties", [("1998-01-01", 1), ("2000-01-01", 0), ("2010-01-01", 1), ("2013-01-01", 0)])
def test_a_duty_ends_and_returns_with_the_party(day: str, duties: int) -> None:
    assert duties == owed(Register.reference().as_of(date.fromisoformat(day)), "RUS", "UZB").height


def test_a_statute_that_provides_arms_is_no_promise_to_assist() -> None:
    then = Register.reference().as_of(date(1985, 1, 1))

    assert 0 == owed(then, "USA", "TWN").height
    assert ["TRA1979"] == owed(then, "USA", "TWN", ("supply",))["agreement"].to_list()
    ended = owed(then, "USA", "TWN", ("assist",), "all").to_dicts()
    assert [("USROC1954", False, "ended: exited")] == [(row["agreement"], row["in_force"], row["why"]) for row in ended]


def test_a_suspension_stops_the_suspending_side_and_makes_the_other_doubtful() -> None:
    then = Register.reference().as_of(date(1990, 1, 1))

    assert "ANZUS1951" not in owed(then, "USA", "NZL")["agreement"].to_list()
    doubtful = owed(then, "NZL", "USA").filter(owed(then, "NZL", "USA")["agreement"] == "ANZUS1951")
    assert [(None, "suspended by the other side")] == doubtful.select("in_force", "why").rows()


def test_a_designation_owes_nothing() -> None:
    given = register(
        agreements=[
            {"agreement": "FAVOUR", "form": "designation", "binding": "unilateral", "valid_from": "2000-01-01"}
        ],
        participations=[{"agreement": "FAVOUR", "party": "AAA", "act": "adopted", "valid_from": "2000-01-01"}],
        provisions=[{"agreement": "FAVOUR", "kind": "supply", "obligor": "AAA", "obligee": "BBB"}],
    )

    assert 0 == owed(given.as_of(date(2020, 1, 1)), "AAA", "BBB", ("supply",)).height


def four_parties() -> Register:
    return register(
        agreements=[{"agreement": "PACT", "valid_from": "2000-01-01"}],
        participations=[
            {"agreement": "PACT", "party": party, "act": "entered_into_force", "valid_from": "2000-01-01"}
            for party in ("AAA", "BBB", "CCC", "DDD")
        ],
        provisions=[{"agreement": "PACT", "kind": "assist", "strength": "automatic", "trigger": "armed_attack"}],
    )


def test_a_clause_without_names_binds_every_party_towards_every_other() -> None:
    snapshot = four_parties().as_of(date(2020, 1, 1))

    rows = obligation_rows(snapshot)
    assert set(permutations(("AAA", "BBB", "CCC", "DDD"), 2)) == set(rows.select("obligor", "obligee").rows())
    assert {"defence"} == set(rows["kind"])
    assert 12 == owed_matrix(snapshot, ("AAA", "BBB", "CCC", "DDD")).height


def test_a_named_beneficiary_need_not_be_a_party() -> None:
    given = register(
        agreements=[{"agreement": "PACT", "valid_from": "2000-01-01"}],
        participations=[
            {"agreement": "PACT", "party": p, "act": "entered_into_force", "valid_from": "2000-01-01"}
            for p in ("AAA", "BBB")
        ],
        provisions=[{"agreement": "PACT", "kind": "assist", "obligee": "ZZZ"}],
    )

    rows = owed(given.as_of(date(2020, 1, 1)), None, "ZZZ")
    assert [("AAA", True), ("BBB", True)] == rows.select("obligor", "in_force").sort("obligor").rows()


def test_the_confidence_of_a_duty_is_the_weakest_behind_it() -> None:
    given = register(
        agreements=[{"agreement": "PACT", "valid_from": "2000-01-01"}],
        participations=[
            {
                "agreement": "PACT",
                "party": "AAA",
                "act": "entered_into_force",
                "valid_from": "2000-01-01",
                "confidence": "verified",
            },
            {
                "agreement": "PACT",
                "party": "BBB",
                "act": "entered_into_force",
                "valid_from": "2000-01-01",
                "confidence": "unverified",
            },
        ],
        provisions=[{"agreement": "PACT", "kind": "assist", "confidence": "verified"}],
    )

    assert ["unverified"] == owed(given.as_of(date(2020, 1, 1)), "AAA", "BBB")["confidence"].to_list()


def test_it_refuses_a_kind_that_no_provision_has(today: Snapshot) -> None:
    with pytest.raises(RegisterError, match="'defend' is no kind of provision"):
        owed(today, "USA", "JPN", ("defend",))
