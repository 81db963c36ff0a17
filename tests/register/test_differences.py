"""`changes(a, b)`: what we learned and how the world moved, never mixed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register
from detente.register.differences import Changes, Effects, changes
from tests import strategies
from tests.register.test_snapshot import two_notes
from tests.small import register

LEARNED_AT = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = st.dates(date(1945, 1, 1), date(2030, 12, 31))
MOMENTS = strategies.instants()
ACTORS = [{"actor": key, "kind": "state", "name": key} for key in ("AAA", "BBB")]


def act(name: str, day: str, **cells: object) -> dict[str, object]:
    return {"agreement": "PACT", "party": "AAA", "act": name, "valid_from": day, **cells}


@pytest.fixture
def base() -> Register:
    return register(
        actors=ACTORS,
        agreements=[{"agreement": "PACT", "valid_from": "1990-05-01"}],
        participations=[act("signed", "1990-05-01"), act("entered_into_force", "1991-01-01")],
    )


def corrected(base: Register, record: str, **cells: str) -> Register:
    return base.apply(
        base.correct("participations", record, cells, by="A. Clerk", at=LEARNED_AT, reason="read in the gazette")
    )


def known_before(whole: Register, moment: datetime) -> Register:
    """The same register as it was at a moment: without what was recorded later."""
    return Register.of({name: frame.filter(frame["recorded_at"] <= moment) for name, frame in whole.tables.items()})


def statuses(effects: Effects) -> set[tuple[object, ...]]:
    return set(effects.statuses.select("about", "field", "old", "new").rows())


@given(asked=strategies.registers(), day=DAYS, known=st.none() | MOMENTS)
def test_nothing_changes_between_a_thing_and_itself(asked: Register, day: date, known: datetime | None) -> None:
    assert changes(asked, asked).is_empty
    assert changes(asked.as_of(day, known), asked.as_of(day, known)).is_empty


@given(later=strategies.registers(), moment=MOMENTS)
def test_the_changes_from_one_register_to_a_later_one_applied_to_it_give_the_later_one(
    later: Register, moment: datetime
) -> None:
    earlier = known_before(later, moment)
    added = changes(earlier, later).change_set(author="A. Clerk", reason="all at once", at=LEARNED_AT)

    assert later.digest() == earlier.apply(added).digest()


@given(later=strategies.registers(), moment=MOMENTS, day=DAYS)
def test_later_knowledge_of_one_day_moves_nothing_in_the_world(later: Register, moment: datetime, day: date) -> None:
    found = changes(later.as_of(day, moment), later.as_of(day))

    assert found.moved.is_empty


@given(asked=strategies.registers(), first=DAYS, second=DAYS)
def test_another_day_teaches_nothing(asked: Register, first: date, second: date) -> None:
    found = changes(asked.as_of(first), asked.as_of(second))

    assert found.learned.is_empty
    assert found.by_learning.is_empty


def test_a_correction_is_told_field_by_field_with_its_author_and_reason(base: Register) -> None:
    after = corrected(base, "PACT/AAA/signed/1", valid_from="1990-05-02", locator="p. 3")
    revised = changes(base, after).learned.revised

    assert [("valid_from", "1990-05-01", "1990-05-02"), ("locator", None, "p. 3")] == sorted(
        revised.select("field", "old", "new").rows(), reverse=True
    )
    said = set(revised.select("version", "at", "by", "reason").rows())
    assert {(2, LEARNED_AT, "A. Clerk", "read in the gazette")} == said


def test_every_version_between_the_two_is_told(base: Register) -> None:
    once = corrected(base, "PACT/AAA/signed/1", valid_from="1990-05-02")
    twice = corrected(once, "PACT/AAA/signed/1", valid_from="1990-05-03")
    revised = changes(base, twice).learned.revised

    steps = [(2, "1990-05-01", "1990-05-02"), (3, "1990-05-02", "1990-05-03")]
    assert steps == revised.select("version", "old", "new").rows()


def test_rows_added_withdrawn_and_restated_are_told_apart(base: Register) -> None:
    said = {"by": "A. Clerk", "at": LEARNED_AT, "reason": "a mistake"}
    gone = base.apply(base.withdraw("participations", "PACT/AAA/signed/1", **said))  # type: ignore[arg-type]  # three types
    back = gone.apply(gone.restate("participations", "PACT/AAA/signed/1", **said))  # type: ignore[arg-type]  # three types
    first, second, both = (changes(*pair).learned for pair in ((base, gone), (gone, back), (Register.empty(), base)))

    assert ["PACT/AAA/signed/1"] == first.withdrawn["record"].to_list()
    assert ["a mistake"] == first.withdrawn["reason"].to_list()
    assert ["PACT/AAA/signed/1"] == second.restated["record"].to_list()
    assert {"PACT/AAA/signed/1", "PACT/AAA/entered_into_force/1"} < set(both.added["record"])
    assert first.added.is_empty()
    assert both.withdrawn.is_empty()


def test_the_world_moves_when_an_act_comes_to_pass(base: Register) -> None:
    moved = changes(base.as_of(date(1990, 12, 1)), base.as_of(date(1991, 2, 1))).moved

    assert [("PACT/AAA/entered_into_force/1", False, True)] == moved.held.select("record", "was", "now").rows()
    assert [("PACT/AAA", "state", "signed", "in_force", ["PACT/AAA/entered_into_force/1"])] == moved.statuses.select(
        "about", "field", "old", "new", "acts"
    ).rows()


def test_a_spell_that_ended_ceased_to_hold() -> None:
    member = {"organisation": "ORG", "member": "AAA", "status": "member", "valid_from": "1990", "valid_to": "2000-07"}
    asked = register(memberships=[member])
    before, during, after = (asked.as_of(date(*day)) for day in ((2000, 6, 30), (2000, 7, 10), (2000, 8, 1)))

    assert [(True, None)] == changes(before, during).moved.held.select("was", "now").rows()
    assert [(True, False)] == changes(before, after).moved.held.select("was", "now").rows()


def test_snapshots_that_differ_in_both_are_compared_by_way_of_the_one_between(base: Register) -> None:
    after = corrected(base, "PACT/AAA/entered_into_force/1", valid_from="1992-01-01")
    found = changes(base.as_of(date(1991, 6, 1)), after.as_of(date(1992, 6, 1)))

    assert {("PACT/AAA", "state", "in_force", "signed")} == statuses(found.by_learning)
    assert {("PACT/AAA", "state", "signed", "in_force")} == statuses(found.moved)
    assert ["valid_from"] == found.learned.revised["field"].to_list()


def test_a_corrected_note_is_told_with_the_field_and_the_status_it_moved() -> None:
    asked = two_notes()
    before, after = (asked.as_of(date(2024, 3, 1), date(2024, month, 1)) for month in (5, 7))
    found = changes(before, after)

    assert [("PACT/B/consented/1", 2, "valid_from", "2024-02-15", "2024-03-15")] == found.learned.revised.select(
        "record", "version", "field", "old", "new"
    ).rows()
    assert statuses(found.by_learning) == {
        ("PACT/A", "state", "in_force", "signed"),
        ("PACT/B", "state", "in_force", None),
    }
    assert {"PACT/B/consented/1"} == set(found.by_learning.statuses["acts"].explode())
    assert found.moved.is_empty


@pytest.mark.parametrize(
    "name, field, new",
    [("suspended", "suspended_towards", "*"), ("froze", "frozen", "true"), ("notice_given", "notice", "open")],
)
def test_a_flag_is_laid_to_the_act_that_speaks_of_it(name: str, field: str, new: str) -> None:
    asked = register(
        agreements=[{"agreement": "PACT", "valid_from": "1990-05-01"}],
        participations=[act("entered_into_force", "1991-01-01"), act(name, "2000-01-01")],
        provisions=[{"agreement": "PACT", "kind": "exit", "record": "exit", "notice_period": "P1Y"}],
    )
    found = changes(asked.as_of(date(1999, 1, 1)), asked.as_of(date(2000, 6, 1))).moved.statuses

    told = found.filter(found["field"] == field).select("old", "new", "acts").rows()
    assert [(None, new, [f"PACT/AAA/{name}/1"])] == told


def test_a_term_that_ran_out_is_laid_to_the_rows_the_end_rests_on() -> None:
    asked = register(
        agreements=[{"agreement": "PACT", "valid_from": "1990-05-01"}],
        participations=[act("entered_into_force", "1991-01-01")],
        provisions=[{"agreement": "PACT", "kind": "term", "record": "term", "term": "P10Y", "renewal": "none"}],
    )
    found = changes(asked.as_of(date(2000, 1, 1)), asked.as_of(date(2002, 1, 1))).moved.statuses

    [(old, new, acts)] = found.filter(found["field"] == "state").select("old", "new", "acts").rows()
    assert ("in_force", "ended") == (old, new)
    assert "term" in acts


def test_an_earlier_register_lacks_what_a_later_one_has(base: Register) -> None:
    after = corrected(base, "PACT/AAA/signed/1", valid_from="1990-05-02")
    found = changes(after, base)

    assert [("PACT/AAA/signed/1", 2)] == found.learned.lost.select("record", "version").rows()
    with pytest.raises(RegisterError, match="is not in the second register"):
        found.change_set(author="A. Clerk", reason="backwards", at=LEARNED_AT)


def test_a_redacted_row_is_a_rewritten_one(base: Register) -> None:
    record, nonce = "PACT/AAA/signed/1", "0f" * 16
    noted = corrected(base, record, basis="B. Person")
    redacted = noted.redact("participations", record, ["basis"], by="A", at=LEARNED_AT, reason="asked", nonce=nonce)

    assert [(record, 2)] == changes(noted, redacted).learned.rewritten.select("record", "version").rows()


def test_a_snapshot_and_a_register_are_not_compared(base: Register) -> None:
    with pytest.raises(RegisterError, match="cannot be compared"):
        changes(base, base.as_of(date(2000, 1, 1)))


def test_the_answer_says_how_it_was_made(base: Register) -> None:
    found: Changes = changes(base.as_of(date(1990, 1, 1)), base.as_of(date(1992, 1, 1)))

    assert "by way of 1990-01-01" in found.explain()
    assert "PACT/AAA/entered_into_force/1" in found.records
