"""Does the page say who belongs to it on the day, who came and went, and who stands apart?"""

import pytest

from detente.register import Register
from tests.brief.asked import lines, page, section
from tests.brief.worlds import Row, act, history, in_force


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def _union(**more: list[Row]) -> Register:
    spells = [("ARL", "2000-02-01", None), ("BRL", "2000-02-01", "2008-01-01"), ("CRL", "2009-03-01", None)]
    return history(
        participations=in_force("PACT", "CRL", day="2009-03-01"),
        memberships=[
            {
                "organisation": "UNION",
                "member": member,
                "status": "member",
                "under": "PACT",
                "valid_from": start,
                "valid_to": end,
            }
            for member, start, end in spells
        ],
        **more,
    )


def test_members_are_counted_and_named_on_the_day() -> None:
    assert lines(_union(), "members", "UNION", "2005-01-01") == [
        "2 members on the day (the list is not declared complete): Arland, Borland"
    ]


def test_a_list_declared_complete_is_called_so() -> None:
    declared: Row = {
        "table": "memberships",
        "key": "organisation",
        "subject": "UNION",
        "completeness": "complete",
        "statement": "All",
        "valid_from": "2000-01-01",
    }

    assert lines(_union(coverage=[declared]), "members", "UNION", "2005-01-01") == [
        "2 members on the day (complete): Arland, Borland"
    ]


def test_who_joined_and_left_since_is_told() -> None:
    said = lines(_union(), "members", "UNION", "2010-01-01", since="2007-01-01")

    assert said[1:] == ["joined: Corland 2009-03-01", "left: Borland 2008-01-01"]


def test_who_joined_before_is_not_news() -> None:
    assert len(lines(_union(), "members", "UNION", "2010-01-01", since="2009-06-01")) == 1


def test_a_frozen_member_is_flagged_with_the_day() -> None:
    world = history(
        participations=[*in_force("PACT", "CRL"), act("PACT", "CRL", "froze", "2008-01-01")],
        memberships=[
            {"organisation": "UNION", "member": member, "status": "member", "under": "PACT", "valid_from": "2000-02-01"}
            for member in ("ARL", "CRL")
        ],
    )

    assert "Corland: participation frozen since 2008-01-01" in lines(world, "members", "UNION", "2010-01-01")


def test_of_a_treaty_the_parties_it_binds_are_its_members() -> None:
    assert lines(history(), "members", "PACT", "2010-01-01") == [
        "2 parties bound on the day (complete): Arland, Borland"
    ]


def test_a_pair_has_no_section_of_members() -> None:
    assert [part.name for part in page(history(), "ARL-BRL", "2010-01-01", sections=["members"]).sections] == []


def test_nato_has_32_members_and_the_list_is_complete(shipped: Register) -> None:
    # coverage.csv: memberships,organisation,NATO,complete; memberships.csv: NATO/SWE from 2024-03-07
    said = lines(shipped, "members", "NATO", "2026-11-20", since="2024-01-01")

    assert said[0].startswith("32 members on the day (complete): Albania, Belgium, ")
    assert said[1:] == ["joined: Sweden 2024-03-07"]


def test_the_collective_security_treaty_organisation_has_six_with_armenia_frozen_and_without_uzbekistan(
    shipped: Register,
) -> None:
    said = section(shipped, "members", "CSTO", "2024-06-01")

    first, second = ("".join(str(getattr(span, "label", "")) + " " for span in item.spans) for item in said.items)
    assert "Armenia" in first
    assert "Uzbekistan" not in first
    assert "Armenia" in second
