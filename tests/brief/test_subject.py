"""Whom does a text ask about, and what is said where it asks about nobody?"""

from datetime import date

import pytest

from detente.brief import subject
from detente.brief.page import Subject
from detente.errors import UnknownSubject
from detente.register import Register
from tests.brief.worlds import act, history, in_force


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def parse(register: Register, text: str, on: str = "2010-01-01") -> Subject:
    return subject.parse(text, register.as_of(date.fromisoformat(on)))


def refusal(register: Register, text: str, on: str = "2010-01-01") -> UnknownSubject:
    with pytest.raises(UnknownSubject) as caught:
        parse(register, text, on)
    return caught.value


def test_a_key_is_an_actor() -> None:
    assert parse(history(), "ARL") == Subject("actor", "ARL", "Arland", ("ARL",))


def test_a_name_of_the_day_is_an_actor() -> None:
    assert parse(history(), "Arland").key == "ARL"


def test_a_pair_keeps_its_order() -> None:
    assert parse(history(), "BRL-ARL") == Subject("pair", "BRL-ARL", "Borland – Arland", ("BRL", "ARL"))


def test_spaces_around_the_hyphen_do_not_matter() -> None:
    assert parse(history(), " ARL  -  BRL ").key == "ARL-BRL"


def test_an_organisation_is_an_alliance_of_its_members_of_the_day() -> None:
    world = history(
        memberships=[
            {"organisation": "UNION", "member": "ARL", "status": "member", "under": "PACT", "valid_from": "2000-01-01"},
            {
                "organisation": "UNION",
                "member": "BRL",
                "status": "member",
                "under": "PACT",
                "valid_from": "2000-01-01",
                "valid_to": "2005-01-01",
            },
            {"organisation": "UNION", "member": "CRL", "status": "observer", "valid_from": "2000-01-01"},
        ]
    )

    assert parse(world, "UNION") == Subject("alliance", "UNION", "Union of the Coast", ("ARL",), "PACT")


def test_a_treaty_is_an_alliance_of_its_parties() -> None:
    assert parse(history(), "PACT") == Subject("alliance", "PACT", "Pact Pact", ("ARL", "BRL"), "PACT")


def test_a_region_is_asked_for_by_its_name_in_any_case() -> None:
    world = history(
        regions=[
            {"region": "Coast", "actor": state, "scheme": "subject", "valid_from": "1900-01-01"}
            for state in ("BRL", "ARL")
        ]
    )

    assert (
        parse(world, "region:coast")
        == parse(world, "COAST")
        == Subject("region", "region:Coast", "Coast", ("ARL", "BRL"))
    )


def test_nobody_of_that_name_is_refused_with_the_nearest() -> None:
    trouble = refusal(history(), "Arlland")

    assert "Arlland" in trouble.message
    assert trouble.next_step is not None
    assert "ARL" in trouble.next_step


def test_a_region_that_is_not_there_is_refused_with_those_there_are() -> None:
    world = history(regions=[{"region": "Coast", "actor": "ARL", "scheme": "subject", "valid_from": "1900-01-01"}])

    assert refusal(world, "region:Hills").expected == "Coast"


def test_a_pair_of_one_is_refused() -> None:
    assert "pair of one" in refusal(history(), "ARL-ARL").message


def test_a_pair_with_a_designation_is_refused() -> None:
    world = history(
        actors=[{"actor": "FRIEND", "kind": "designation", "name": "Friends of the coast", "valid_from": "1900-01-01"}]
    )

    assert "designation" in refusal(world, "ARL-FRIEND").message
    assert "designation" in refusal(world, "FRIEND").message


def test_an_actor_of_another_time_is_refused_with_its_days_and_its_predecessor(shipped: Register) -> None:
    # actors.csv: CZE from 1993-01-01; successions.csv: CSK split into CZE
    trouble = refusal(shipped, "CZE", "1985-01-01")

    assert "did not exist on 1985-01-01" in trouble.message
    assert trouble.next_step is not None
    assert "CSK" in trouble.next_step


@pytest.mark.parametrize("text", ["Korea", "Congo"])
def test_an_ambiguous_name_is_refused_with_its_candidates(shipped: Register, text: str) -> None:
    trouble = refusal(shipped, text, "2025-01-01")

    candidates = {"Korea": ("KOR", "PRK"), "Congo": ("COG", "COD")}[text]
    offered = f"{trouble.message} {trouble.expected} {trouble.next_step}"
    assert all(key in offered for key in candidates)


def test_the_members_of_nato_are_those_of_the_day(shipped: Register) -> None:
    # memberships.csv: NATO/FIN from 2023-04-04, NATO/SWE from 2024-03-07
    assert len(parse(shipped, "NATO", "2024-01-01").actors) == 31
    assert "SWE" not in parse(shipped, "NATO", "2024-01-01").actors
    assert parse(shipped, "NATO", "2024-01-01").agreement == "NAT1949"


def test_an_act_of_a_party_to_be_does_not_make_the_pair_unknown() -> None:
    world = history(participations=[*in_force("PACT", "CRL"), act("PACT", "CRL", "exited", "2005-01-01")])

    assert parse(world, "PACT").actors == ("ARL", "BRL", "CRL")
