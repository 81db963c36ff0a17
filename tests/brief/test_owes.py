"""Does the page say who owes what to whom, in which direction, and how sure that is?"""

import pytest

from detente.register import Register
from tests.brief.asked import lines, section
from tests.brief.worlds import act, clause, history, in_force, pact


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def test_a_clause_that_runs_both_ways_is_one_line() -> None:
    assert lines(history(), "owes", "ARL-BRL", "2010-01-01") == [
        "each to the other: assist if attacked, each decides (Pact Pact, Art 3)"
    ]


def test_what_one_side_alone_owes_names_its_direction() -> None:
    world = history(provisions=[clause("PACT", "host", obligor="BRL", obligee="ARL", article="Art 4")])

    assert "Borland to Arland: host forces (Pact Pact, Art 4)" in lines(world, "owes", "ARL-BRL", "2010-01-01")


def test_assistance_stands_before_consultation_and_that_before_hosting() -> None:
    world = history(
        provisions=[
            clause("PACT", "host", obligor="BRL", obligee="ARL"),
            clause("PACT", "consult", trigger="threat", strength="consult"),
        ]
    )

    said = lines(world, "owes", "ARL-BRL", "2010-01-01")

    assert [line.split(": ")[1].split()[0] for line in said] == ["assist", "consult", "host"]


def test_a_duty_that_ended_is_not_owed() -> None:
    world = history(
        participations=[act("PACT", "ARL", "exited", "2005-01-01"), act("PACT", "BRL", "terminated", "2005-01-01")]
    )

    empty = section(world, "owes", "ARL-BRL", "2010-01-01")

    assert empty.items == ()
    assert empty.empty is not None
    assert empty.empty.kind == "none_recorded"


def test_a_designation_owes_nothing() -> None:
    world = history(
        agreements=[pact("FRIEND", form="designation")],
        participations=in_force("FRIEND", "ARL", "CRL"),
        provisions=[clause("FRIEND", "assist", trigger="armed_attack", strength="automatic")],
    )

    assert lines(world, "owes", "ARL-CRL", "2010-01-01") == []


def test_an_open_notice_stands_with_the_duty() -> None:
    world = history(participations=[act("PACT", "BRL", "notice_given", "2009-06-01")])

    assert lines(world, "owes", "ARL-BRL", "2010-01-01") == [
        "each to the other: assist if attacked, each decides (Pact Pact, Art 3); notice of leaving open"
    ]


def test_a_duty_of_which_it_cannot_be_told_says_so() -> None:
    world = history(
        agreements=[pact("VAGUE")],
        participations=in_force("VAGUE", "ARL", "CRL", day="2009/2011"),
        provisions=[clause("VAGUE", "assist", trigger="armed_attack", strength="automatic")],
    )

    assert lines(world, "owes", "ARL-CRL", "2010-01-01") == [
        (
            "each to the other: assist if attacked, automatic (Pact Vague); not certain: day of entry "
            "into force not known well enough"
        )
    ]


def test_of_an_alliance_the_clause_is_told_once_and_the_party_it_is_withheld_from() -> None:
    world = history(
        participations=[*in_force("PACT", "CRL"), act("PACT", "ARL", "suspended", "2008-01-01", towards="CRL")],
    )

    said = lines(world, "owes", "PACT", "2010-01-01")

    assert said[0].startswith("each party to every other: assist if attacked")
    assert any(
        line.startswith("Arland to Corland: assist") and line.endswith("; suspended by the obligor") for line in said
    )


def test_of_an_actor_a_treaty_of_many_is_one_line() -> None:
    world = history(participations=in_force("PACT", "CRL"))

    assert lines(world, "owes", "ARL", "2010-01-01") == [
        "to and from Borland, Corland: assist if attacked, each decides (Pact Pact, Art 3)"
    ]


def test_a_line_is_marked_by_its_weakest_row() -> None:
    world = history(provisions=[clause("PACT", "supply", obligor="ARL", obligee="BRL", confidence="unverified")])

    marks = {item.mark for item in section(world, "owes", "ARL-BRL", "2010-01-01").items}

    assert marks == {"reported", "unverified"}


def test_japan_owes_the_united_states_host_and_pay(shipped: Register) -> None:
    # provisions.csv: USJPN1960/host (Art VI), obligor JPN, obligee USA; USJPNSMA2022/finance, amount 1055.1, unit
    # "JPY bn over FY2022-FY2026"
    said = [
        line
        for line in lines(shipped, "owes", "USA-JPN", "2026-11-22")
        if line.startswith("Japan to United States of America")
    ]

    assert said == [
        "Japan to United States of America: host forces (US-Japan Treaty of Mutual Cooperation and Security, Art VI)",
        (
            "Japan to United States of America: pay JPY 1,055.1 bn over FY2022-FY2026 (US-Japan "
            "Special Measures Agreement FY2022-26)"
        ),
    ]


def test_the_united_states_owe_taiwan_assistance_until_1980_and_supply_after(shipped: Register) -> None:
    # participations.csv: USROC1954/USA/exited 1980-01-01; TRA1979/USA/adopted, effective 1979-01-01
    before, after = (lines(shipped, "owes", "USA-TWN", day) for day in ("1979-12-31", "1980-01-01"))

    assert [line.split(":")[0] for line in before] == ["each to the other", "United States of America to Taiwan"]
    assert [line.split(" (")[0] for line in after] == ["United States of America to Taiwan: supply arms and services"]
