"""Change sets: what they say, how they travel, and when a register takes them."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register
from detente.register.changes import ChangeSet
from detente.register.schema import TABLES
from tests import strategies
from tests.small import frame, register

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
PACT = {"agreement": "PACT", "valid_from": "1990"}
SIGNED = {"agreement": "PACT", "party": "AAA", "act": "signed", "valid_from": "1990-05-01"}
STATES = [{"actor": key, "kind": "state", "name": key} for key in ("AAA", "BBB")]


@pytest.fixture
def base() -> Register:
    return register(actors=STATES, agreements=[PACT], participations=[SIGNED])


def change_set(on: Register, reason: str = "read again", **rows: pl.DataFrame) -> ChangeSet:
    return ChangeSet(on.digest(), rows, reason, "A. Clerk", AT)


def signed(**cells: object) -> pl.DataFrame:
    return frame("participations", [SIGNED | {"recorded_at": AT} | cells])


@given(rows=st.sampled_from(sorted(TABLES)).flatmap(lambda name: st.tuples(st.just(name), strategies.frames(name))))
def test_a_change_set_survives_its_journey_as_json(rows: tuple[str, pl.DataFrame]) -> None:
    sent = ChangeSet("", dict([rows]), "imported", "A. Clerk", AT)
    received = ChangeSet.from_json(sent.to_json())

    assert sent.digest == received.digest
    assert sent.rows[rows[0]].equals(received.rows[rows[0]])
    assert (sent.base, sent.at) == (received.base, received.at)
    assert (sent.reason, sent.author) == (received.reason, received.author)


def test_the_order_of_rows_makes_no_other_change_set(base: Register) -> None:
    rows = pl.concat([signed(party="BBB"), signed(party="AAA", occurrence=2)])

    assert change_set(base, participations=rows).digest == change_set(base, participations=rows.reverse()).digest


def test_another_reason_makes_another_change_set(base: Register) -> None:
    one, other = (change_set(base, reason, participations=signed()) for reason in ("read again", "guessed"))

    assert one.digest != other.digest


def test_a_change_set_without_rows_is_empty(base: Register) -> None:
    assert change_set(base, agreements=base.tables["agreements"].clear()).is_empty
    assert not change_set(base, participations=signed()).is_empty


@pytest.mark.parametrize(
    "author, reason, at, message",
    [
        ("", "why", AT, "without author"),
        ("me", " ", AT, "without reason"),
        ("me", "why", datetime(2026, 6, 1), "has no time zone"),  # noqa: DTZ001  # the fault under test
    ],
)
def test_a_change_set_says_who_why_and_when(author: str, reason: str, at: datetime, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        ChangeSet("", {}, reason, author, at)


def test_a_change_set_refuses_an_unknown_table_and_a_missing_column(base: Register) -> None:
    with pytest.raises(RegisterError, match="no table 'treaties'"):
        change_set(base, treaties=signed())
    with pytest.raises(RegisterError, match="column 'act' is missing"):
        change_set(base, participations=signed().drop("act"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rows": {"actors": "actor\\nA"}}', '{"rows": 3}'])
def test_what_is_no_change_set_is_refused(text: str) -> None:
    with pytest.raises(RegisterError):
        ChangeSet.from_json(text)


def test_rows_of_a_change_set_are_added_to_the_register(base: Register) -> None:
    after = base.apply(change_set(base, participations=signed(party="BBB")))

    assert ["AAA", "BBB"] == after.tables["participations"]["party"].to_list()
    assert ["AAA"] == base.tables["participations"]["party"].to_list()


def test_a_new_row_may_refer_to_another_new_row(base: Register) -> None:
    treaty, act = frame("agreements", [{"agreement": "NEW"}]), signed(agreement="NEW", record="n")

    after = base.apply(change_set(base, agreements=treaty, participations=act))

    assert {"NEW", "PACT"} == set(after.as_of(date(2026, 7, 1)).participations["agreement"])


def test_a_change_set_made_on_another_register_is_refused_and_a_merge_offered(base: Register) -> None:
    stale = change_set(Register.empty(), participations=signed(party="BBB"))

    with pytest.raises(RegisterError, match="made on another register") as refused:
        base.apply(stale)
    assert "three-way" in str(refused.value)
    assert base.digest() in str(refused.value)


@pytest.mark.parametrize("version, expected", [(1, 2), (3, 2)])
def test_a_version_that_does_not_follow_on_is_refused(base: Register, version: int, expected: int) -> None:
    with pytest.raises(RegisterError, match=f"version {version} does not follow version 1") as refused:
        base.apply(change_set(base, participations=signed(version=version)))

    assert f"expected: version {expected}" in str(refused.value)


def test_a_new_record_begins_with_version_one(base: Register) -> None:
    with pytest.raises(RegisterError, match="version 2 does not follow version 0"):
        base.apply(change_set(base, participations=signed(party="BBB", version=2)))


def test_a_version_recorded_before_the_one_it_follows_is_refused_with_both_instants(base: Register) -> None:
    early = signed(version=2, recorded_at=datetime(2025, 12, 31, tzinfo=UTC))

    with pytest.raises(RegisterError, match="recorded at 2025-12-31") as refused:
        base.apply(change_set(base, participations=early))
    assert "not before 2026-01-01T00:00:00.000Z" in str(refused.value)
    assert "PACT/AAA/signed/1" in str(refused.value)


def test_two_new_versions_of_one_record_are_held_to_the_order_of_recording_too(base: Register) -> None:
    second, third = signed(version=2), signed(version=3, recorded_at=datetime(2026, 5, 1, tzinfo=UTC))

    with pytest.raises(RegisterError, match="version 3 was recorded"):
        base.apply(change_set(base, participations=pl.concat([second, third])))


def test_a_row_from_the_future_of_the_caller_is_refused(base: Register) -> None:
    added = change_set(base, participations=signed(party="BBB"))

    with pytest.raises(RegisterError, match="still to come"):
        base.apply(added, now=datetime(2026, 6, 1, 11, tzinfo=UTC))
    assert base.apply(added, now=AT).tables["participations"].height == 2


def test_a_reference_to_nowhere_is_refused_with_the_nearest_key(base: Register) -> None:
    with pytest.raises(RegisterError, match="agreement 'PACTT' is no key in agreements") as refused:
        base.apply(change_set(base, participations=signed(agreement="PACTT", record="n")))

    assert "such as PACT" in str(refused.value)


def test_withdrawing_what_others_refer_to_is_refused(base: Register) -> None:
    gone = frame("agreements", [PACT | {"version": 2, "recorded_at": AT, "withdrawn": True}])

    with pytest.raises(RegisterError, match="agreement 'PACT' is withdrawn in agreements"):
        base.apply(change_set(base, agreements=gone))


def test_a_register_that_was_broken_before_can_still_be_corrected() -> None:
    broken = register(participations=[SIGNED])

    after = broken.apply(change_set(broken, participations=signed(version=2, valid_from="1990-06-01")))

    assert after.tables["participations"].height == 2


def test_a_cell_outside_the_schema_is_refused_with_its_column(base: Register) -> None:
    with pytest.raises(RegisterError, match="1 cell in 1 row") as refused:
        base.apply(change_set(base, participations=signed(party="BBB", valid_from="1990-13-01")))

    assert 'valid_from "1990-13-01"' in str(refused.value)


def test_one_bad_row_keeps_out_the_good_ones(base: Register) -> None:
    rows = pl.concat([signed(party="BBB"), signed(party="CCC")])
    before = base.digest()

    with pytest.raises(RegisterError, match="party 'CCC' is no key in actors"):
        base.apply(change_set(base, participations=rows))
    assert before == base.digest()
