"""Are the world that moved and what we learned of it two lists, and is a correction never told as an event?"""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from detente.brief.render.text import to_text
from detente.register import Register
from tests.brief.asked import lines, page
from tests.brief.worlds import act, clause, history, in_force, pact

FIRST_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)  # the moment at which every row of `tests.small` was recorded


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def _corrected(world: Register, record: str, new: Mapping[str, str], at: datetime) -> Register:
    return world.apply(world.correct("participations", record, new, by="a clerk", at=at, reason="misread"))


def _two_notes() -> Register:
    """A treaty that enters into force with the last of two notes; the second was read wrongly at first."""
    note = [act("NOTES", "ARL", "consented", "2024-01-10"), act("NOTES", "BRL", "consented", "2024-02-15")]
    return history(
        agreements=[pact("NOTES", entry_rule="last_notification", valid_from="2023-12-01")], participations=note
    )


def test_without_a_day_to_compare_with_the_section_does_not_apply() -> None:
    assert page(history(), "ARL-BRL", "2010-01-01", sections=["since"]).sections == ()


def test_a_status_that_changed_is_told_with_its_day_and_what_it_was() -> None:
    world = history(
        agreements=[pact("LEASE")],
        participations=[
            *in_force("LEASE", "ARL", "BRL"),
            act("LEASE", "ARL", "terminated", "2009-05-01"),
            act("LEASE", "BRL", "terminated", "2009-05-01"),
        ],
    )

    assert "world: Pact Lease: ended 2009-05-01 (terminated), before: in force" in lines(
        world, "since", "ARL-BRL", "2010-01-01", since="2009-01-01"
    )


def test_what_happened_before_is_not_news() -> None:
    assert lines(history(), "since", "ARL-BRL", "2010-01-01", since="2009-01-01") == [
        "the world: no change recorded; we learned: first entry of this register, 2026-01-01"
    ]


def test_parties_that_entered_on_different_days_are_told_apart() -> None:
    world = history(
        participations=[*in_force("PACT", "CRL", day="2009-05-01"), *in_force("PACT", "UNION", day="2009-06-01")]
    )

    said = lines(world, "since", "PACT", "2010-01-01", since="2009-01-01")

    assert {
        "world: Pact Pact (Corland): in force 2009-05-01",
        "world: Pact Pact (Union of the Coast): in force 2009-06-01",
    } <= set(said)


def test_a_notice_given_is_a_status_that_changed() -> None:
    world = history(participations=[act("PACT", "BRL", "notice_given", "2009-06-01")])

    assert "world: Pact Pact (Borland): notice open" in lines(
        world, "since", "ARL-BRL", "2010-01-01", since="2009-01-01"
    )


def test_a_vague_day_that_may_lie_before_is_not_news() -> None:
    world = history(agreements=[pact("VAGUE")], participations=in_force("VAGUE", "ARL", "BRL", day="2008/2009-06"))

    said = lines(world, "since", "ARL-BRL", "2010-01-01", since="2009-01-01")

    assert said[0].startswith("the world: no change recorded")


def test_a_correction_is_learned_and_never_an_event() -> None:
    world = _corrected(
        _two_notes(), "NOTES/BRL/consented/1", {"valid_from": "2024-03-15"}, datetime(2026, 6, 1, tzinfo=UTC)
    )

    said = lines(world, "since", "ARL-BRL", "2026-08-01", since="2026-03-01")

    assert said[0] == "the world: no change recorded; we learned: 1 corrected"
    assert "learned: corrected, NOTES/BRL/consented/1: valid from 2024-02-15, now 2024-03-15; misread" in said
    assert not [line for line in said if line.startswith("world:")]


def test_a_status_that_a_correction_moved_comes_before_the_correction() -> None:
    world = _corrected(
        _two_notes(), "NOTES/BRL/consented/1", {"valid_from": "2026-07-15"}, datetime(2026, 6, 1, tzinfo=UTC)
    )

    said = lines(world, "since", "ARL-BRL", "2026-07-01", since="2026-03-01")

    assert said[1:] == [
        "learned: Pact Notes (Arland): signed 2024-01-10, before: in force",
        "learned: Pact Notes (Borland): nothing recorded, before: in force",
        "learned: corrected, NOTES/BRL/consented/1: valid from 2024-02-15, now 2026-07-15; misread",
    ]


def test_what_was_withdrawn_is_learned_with_its_reason_and_its_note() -> None:
    world = history(
        statements=[
            {
                "statement": "SPEECH",
                "actor": "ARL",
                "addressee": "BRL",
                "kind": "assurance",
                "about": "the coast",
                "text": "we stand by",
                "text_kind": "quote",
                "valid_from": "2009-01-01",
            }
        ]
    )
    world = world.apply(
        world.withdraw(
            "statements", "SPEECH/ARL", by="a clerk", at=datetime(2026, 6, 1, tzinfo=UTC), reason="never said"
        )
    )

    made = page(world, "ARL-BRL", "2026-08-01", since="2026-03-01", sections=["since"])

    assert "withdrawn, SPEECH/ARL" in to_text(made, notes=True)
    assert made.note_of("SPEECH/ARL") is not None


def test_what_concerns_others_is_not_told() -> None:
    world = history(
        agreements=[pact("FAR")],
        participations=[*in_force("FAR", "CRL", "UNION"), act("FAR", "CRL", "terminated", "2009-05-01")],
    )

    assert len(lines(world, "since", "ARL-BRL", "2010-01-01", since="2009-01-01")) == 1


def test_a_page_from_before_a_correction_comes_back_byte_for_byte() -> None:
    before = _two_notes()
    after = _corrected(before, "NOTES/BRL/consented/1", {"valid_from": "2026-07-15"}, datetime(2026, 6, 1, tzinfo=UTC))
    known = datetime(2026, 5, 1, tzinfo=UTC)

    pages = [
        to_text(page(world, "ARL-BRL", "2026-07-01", since="2026-03-01", known=known), notes=True)
        for world in (before, after)
    ]

    assert pages[0] == pages[1]
    assert to_text(page(after, "ARL-BRL", "2026-07-01", since="2026-03-01"), notes=True) != pages[1]


def test_a_pledge_is_told_with_its_threshold_and_day() -> None:
    pledge = {
        "pledge": "P1",
        "actor": "ARL",
        "measured_on": "actor",
        "indicator": "troops",
        "comparator": ">=",
        "value": 500.0,
        "unit": "persons",
        "due": "2012",
        "valid_from": "2009-05-01",
    }

    assert "world: 2009-05-01 Arland: pledge of at least 500 persons, troops by 2012" in lines(
        history(pledges=[pledge]), "since", "ARL", "2010-01-01", since="2009-01-01"
    )


def test_between_the_two_days_the_united_states_gave_notice_and_the_treaty_ended(shipped: Register) -> None:
    # participations.csv: USROC1954/USA/notice_given 1979-01-01; USROC1954/USA/exited 1980-01-01; TRA1979/USA/adopted
    # effective 1979-01-01
    said = lines(shipped, "since", "USA-TWN", "1980-01-01", since="1978-06-01")

    assert "world: US-Republic of China Mutual Defense Treaty: ended 1980-01-01 (terminated), before: in force" in said
    assert "world: Taiwan Relations Act (United States of America): in effect 1979-01-01" in said
    assert (
        "world: 1979-01-01 United States of America: notice given, US-Republic of China Mutual Defense Treaty" in said
    )


def test_the_shipped_register_has_its_first_entry_after_2025(shipped: Register) -> None:
    assert lines(shipped, "since", "USA-JPN", "2026-11-22", since="2025-11-22") == [
        "the world: no change recorded; we learned: first entry of this register, 2026-11-22"
    ]


def test_a_clause_added_later_is_counted_as_learned() -> None:
    world = history(
        provisions=[clause("PACT", "host", obligor="ARL", obligee="BRL", recorded_at=datetime(2026, 6, 1, tzinfo=UTC))]
    )

    assert lines(world, "since", "ARL-BRL", "2026-08-01", since="2026-03-01") == [
        "the world: no change recorded; we learned: 1 row added"
    ]
