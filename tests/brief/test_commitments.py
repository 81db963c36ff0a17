"""Does the page list what binds them, and keep apart what is political, signed only, ended, or made for a third?"""

import pytest

from detente.register import Register
from tests.brief.asked import lines, section
from tests.brief.worlds import act, clause, history, in_force, pact


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def test_an_instrument_says_its_bond_its_subject_and_since_when() -> None:
    assert lines(history(), "commitments", "ARL-BRL", "2010-01-01") == [
        "1 instrument between them in force",
        "Pact Pact: legal, defence, since 2000-02-01",
    ]


def test_signed_but_not_in_force_is_its_own_line() -> None:
    world = history(
        agreements=[pact("LATER")],
        participations=[act("LATER", party, "signed", "2009-05-05") for party in ("ARL", "BRL")],
    )

    said = lines(world, "commitments", "ARL-BRL", "2010-01-01")

    assert said[-1] == "Pact Later: legal, defence, signed 2009-05-05, entry into force not recorded"
    assert said[0] == "1 instrument between them in force"


def test_what_was_made_towards_a_third_is_counted_apart() -> None:
    world = history(
        agreements=[pact("AID", binding="political", subject="consultation")],
        participations=[act("AID", party, "adopted", "2008-01-01") for party in ("ARL", "BRL")],
        provisions=[clause("AID", "support", obligee="CRL")],
    )

    said = lines(world, "commitments", "ARL-BRL", "2010-01-01")

    assert said[0] == "1 instrument between them in force, 1 more made together towards Corland"
    assert "Pact Aid: political, made together towards Corland, since 2008-01-01" in said


def test_an_end_by_notice_names_the_notice() -> None:
    world = history(
        participations=[
            act("PACT", "BRL", "notice_given", "2004-01-01", effective="2005-01-01"),
            act("PACT", "BRL", "exited", "2005-01-01"),
            act("PACT", "ARL", "terminated", "2005-01-01"),
        ]
    )

    assert lines(world, "commitments", "ARL-BRL", "2010-01-01") == [
        "1 ended",
        "Pact Pact: legal, defence, ended 2005-01-01 (by notice given 2004-01-01)",
    ]


def test_what_one_has_promised_alone_names_who_and_from_when() -> None:
    world = history(
        agreements=[pact("ACT", binding="unilateral", form="statute", subject="transfer", valid_from="2006-04-10")],
        participations=[act("ACT", "ARL", "adopted", "2006-04-10", effective="2006-01-01")],
        provisions=[clause("ACT", "supply", obligor="ARL", obligee="BRL")],
    )

    assert "Pact Act: unilateral, transfer, by Arland, in effect since 2006-01-01 (made 2006-04-10)" in lines(
        world, "commitments", "ARL-BRL", "2010-01-01"
    )


def test_an_open_notice_stands_with_the_instrument() -> None:
    world = history(participations=[act("PACT", "BRL", "notice_given", "2009-06-01", effective="2010-06-01")])

    assert "Pact Pact: legal, defence, since 2000-02-01; notice open, out on 2010-06-01" in lines(
        world, "commitments", "ARL-BRL", "2010-01-01"
    )


def test_an_instrument_of_which_it_cannot_be_told_is_possible_and_not_counted_as_certain() -> None:
    world = history(agreements=[pact("VAGUE")], participations=in_force("VAGUE", "ARL", "BRL", day="2009/2011"))

    assert (
        lines(world, "commitments", "ARL-BRL", "2010-01-01")[0]
        == "1 certain + 1 possible instruments between them in force"
    )


def test_of_a_treaty_each_party_that_stands_apart_is_named() -> None:
    world = history(participations=[*in_force("PACT", "CRL"), act("PACT", "CRL", "froze", "2008-01-01")])

    assert lines(world, "commitments", "PACT", "2010-01-01") == [
        "Pact Pact: legal, in force for 3 of 3 parties recorded",
        "Corland: in force, frozen",
    ]


def test_where_nobody_looked_it_says_none_recorded_and_not_none() -> None:
    empty = section(history(), "commitments", "BRL-CRL", "2010-01-01").empty

    assert empty is not None
    assert empty.kind == "none_recorded"


def test_nine_instruments_bind_the_united_states_and_japan_one_of_them_towards_ukraine(shipped: Register) -> None:
    # brief.md section 4, case 1. Since then two support agreements that ran out, and a protocol to one, were added to
    # the
    # facts: four ended, not two; one of 2011 was signed and its entry into force is not recorded.
    said = lines(shipped, "commitments", "USA-JPN", "2026-11-22")

    assert (
        said[0]
        == "8 instruments between them in force, 2 of them political, 1 more made together towards Ukraine, 4 ended"
    )


def test_armenia_is_in_force_and_frozen(shipped: Register) -> None:
    # participations.csv: CST1992/ARM/froze 2024-02-23; CST1992/UZB/exited/2 2012-12-19
    said = lines(shipped, "commitments", "CSTO", "2024-06-01")

    assert "Armenia: in force, frozen" in said
    assert "Uzbekistan: ended 2012-12-19" in said
