"""Is there no such thing, and how many are there: worked cases on the shipped facts, mechanisms on typed rows."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register import Register, Snapshot
from detente.register.absence import absent
from tests.register.said import register

COMPLETE = {
    "table": "memberships",
    "key": "organisation",
    "subject": "ORG",
    "completeness": "complete",
    "valid_from": "1900",
}


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


def on(register: Register, day: str) -> Snapshot:
    return register.as_of(date.fromisoformat(day))


def club(*members: dict[str, Any], complete: bool = True) -> Register:
    """Members of ORG: member, valid_from, valid_to."""
    return register(
        memberships=[{"organisation": "ORG"} | member for member in members], coverage=[COMPLETE] if complete else []
    )


def test_attaches_that_nobody_counted_are_not_absent(reference: Register) -> None:
    snapshot = on(reference, "2003-06-30")
    posted = {"actor": "GBR", "indicator": "defence_attaches"}

    assert snapshot.absent("observations", **posted, counterpart="ESP") is None
    assert "none recorded" == str(snapshot.count("observations", **posted, counterpart="ESP"))
    assert False is snapshot.absent("observations", **posted, counterpart="DEU")


def test_nato_had_exactly_28_members_and_the_list_is_complete(reference: Register) -> None:
    snapshot = on(reference, "2010-01-01")
    members = snapshot.count("memberships", organisation="NATO", status="member")

    assert ("28", 28, 0, True) == (str(members), members.certain, members.possible, members.covered)
    assert 28 == len(members.records)
    assert True is snapshot.absent("memberships", organisation="NATO", member="SWE")
    assert False is snapshot.absent("memberships", organisation="NATO", member="ALB")


def test_on_the_eve_of_its_signature_an_agreement_had_no_party(reference: Register) -> None:
    eve, day = on(reference, "2024-01-11"), on(reference, "2024-01-12")

    assert "0" == str(eve.count("participations", agreement="UKR-GBR"))
    assert True is eve.absent("participations", agreement="UKR-GBR", party="GBR")
    assert False is day.absent("participations", agreement="UKR-GBR", party="GBR")


def test_where_nobody_lists_posts_none_is_recorded(reference: Register) -> None:
    snapshot = on(reference, "2026-11-21")

    assert "none recorded" == str(snapshot.count("posts", sending="GBR"))
    assert snapshot.absent("posts", sending="GBR") is None


@pytest.mark.parametrize("day, expected", [("2010-06-01", None), ("2011-01-01", False), ("2009-12-31", True)])
def test_a_vague_entry_leaves_open_whether_one_is_a_member(day: str, *, expected: bool | None) -> None:
    assert expected is on(club({"member": "AAA", "valid_from": "2010"}), day).absent("memberships", organisation="ORG")


@pytest.mark.parametrize("day, expected", [("2019-12-31", False), ("2020-06-01", None), ("2021-01-01", True)])
def test_a_vague_exit_leaves_open_whether_one_still_is(day: str, *, expected: bool | None) -> None:
    told = club({"member": "AAA", "valid_from": "2000", "valid_to": "2020"})

    assert expected is on(told, day).absent("memberships", organisation="ORG", member="AAA")


def test_without_a_complete_list_no_row_is_not_no() -> None:
    told = club({"member": "AAA", "valid_from": "2000"}, complete=False)

    assert on(told, "2010-01-01").absent("memberships", organisation="ORG", member="BBB") is None


def test_several_statements_about_one_membership_count_once() -> None:
    told = club(
        {"member": "AAA", "valid_from": "2010"},
        {"member": "AAA", "valid_from": "2010-05-05", "confidence": "unverified"},
        {"member": "BBB", "valid_from": "2010"},
    )
    early, late = (on(told, day).count("memberships", organisation="ORG") for day in ("2010-02-01", "2011-01-01"))

    assert [(0, 1), (2, 0)] == [(early.certain, early.possible), (late.certain, late.possible)]


def test_an_act_may_be_absent_only_where_the_party_is() -> None:
    told = register(
        agreements=[{"agreement": "A1", "parties_listed": "complete", "valid_from": "2010"}],
        participations=[{"agreement": "A1", "party": "AAA", "act": "signed", "occurrence": 1, "valid_from": "2010"}],
    )
    snapshot = on(told, "2015-01-01")

    assert snapshot.absent("participations", agreement="A1", party="AAA", act="reserved") is None
    assert True is snapshot.absent("participations", agreement="A1", party="BBB", act="reserved")


def test_a_figure_of_another_period_is_not_proved_absent() -> None:
    told = register(
        observations=[
            {
                "actor": "AAA",
                "indicator": "troops",
                "period": "2015",
                "value": 3.0,
                "valid_from": "2015-01-01",
                "valid_to": "2016-01-01",
            }
        ],
        coverage=[
            {
                "table": "observations",
                "key": "indicator",
                "subject": "troops",
                "completeness": "complete",
                "valid_from": "2010",
            }
        ],
    )
    snapshot = on(told, "2015-06-01")

    assert False is snapshot.absent("observations", actor="AAA", indicator="troops", period="2015")
    assert snapshot.absent("observations", actor="AAA", indicator="troops", period="1990") is None
    assert True is snapshot.absent("observations", actor="BBB", indicator="troops", period="1990")


def test_an_empty_cell_can_be_asked_for() -> None:
    told = register(
        observations=[
            {
                "actor": "AAA",
                "counterpart": counterpart,
                "indicator": "troops",
                "period": "2015",
                "value": 3.0,
                "valid_from": "2015",
            }
            for counterpart in (None, "BBB")
        ]
    )

    assert 1 == on(told, "2016-01-01").count("observations", actor="AAA", counterpart=None).certain


def test_things_without_a_key_of_their_own_are_counted_by_record() -> None:
    told = register(
        agreements=[{"agreement": "A1", "valid_from": "2010"}],
        provisions=[
            {"agreement": "A1", "kind": "assist", "article": "5"},
            {"agreement": "A1", "kind": "assist", "article": "6"},
        ],
    )
    provisions = on(told, "2015-01-01").count("provisions", agreement="A1", kind="assist")

    assert (2, ("provisions/1", "provisions/2")) == (provisions.certain, provisions.records)
    assert "none recorded" == str(on(told, "2009-01-01").count("provisions", agreement="A1", kind="assist"))


@given(
    spells=st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(2000, 2010), st.none() | st.integers(2000, 2012)), max_size=4
    ),
    day=st.dates(date(2000, 1, 1), date(2012, 12, 31)),
    complete=st.booleans(),
)
def test_nothing_is_absent_that_is_counted(
    *, spells: list[tuple[str, int, int | None]], day: date, complete: bool
) -> None:
    rows = [
        {
            "member": member,
            "occurrence": number,
            "valid_from": str(start),
            "valid_to": None if end is None else str(end),
        }
        for number, (member, start, end) in enumerate(spells, start=1)
    ]
    snapshot = club(*rows, complete=complete).as_of(day)
    counted = snapshot.count("memberships", organisation="ORG")

    expected = False if counted.certain else None if counted.possible or not complete else True
    assert expected is absent(snapshot, "memberships", organisation="ORG")
