"""Corrections, withdrawals and restatements: whole rows, one version later, with author and reason."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register
from detente.register.corrections import Cell
from detente.register.dates import PartialDate
from detente.register.schema import TABLES
from tests import strategies
from tests.small import register

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ACT = "PACT/AAA/signed/1"


@pytest.fixture
def base() -> Register:
    return register(
        sources=[
            {"source": key, "title": key, "publisher": "A press", "kind": "official", "retrieved": "2026"}
            for key in ("book", "gazette")
        ],
        actors=[{"actor": "AAA", "kind": "state", "name": "A", "capital_lat": 0.1 + 0.2}],
        agreements=[{"agreement": "PACT", "valid_from": "1990"}],
        participations=[
            {"agreement": "PACT", "party": "AAA", "act": "signed", "valid_from": "1990-05", "locator": "p. 7"}
        ],
        citations=[{"table": "participations", "cited_record": ACT, "record": "cited"}],
    )


def corrected(base: Register, new: dict[str, Cell], record: str = ACT, **how: object) -> dict[str, object]:
    """The last version of the record after the correction."""
    said = {"by": "A. Clerk", "at": AT, "reason": "read in the gazette"} | how
    table = "actors" if record == "AAA/1" else "participations"
    after = base.apply(base.correct(table, record, new, **said))  # type: ignore[arg-type]  # a name, an instant, a sentence
    return after.history(record).to_dicts()[-1]


def test_a_correction_is_the_whole_row_one_version_later(base: Register) -> None:
    [before] = base.history(ACT).to_dicts()
    after = corrected(base, {"valid_from": "1990-05-02"})
    changed = {column for column in before if before[column] != after[column]}

    bookkeeping = {"version", "recorded_at", "recorded_by", "note"}
    assert bookkeeping | {"valid_from", "valid_from_first", "valid_from_last"} == changed
    assert (2, "A. Clerk", AT, "1990-05-02") == tuple(
        after[column] for column in ("version", "recorded_by", "recorded_at", "valid_from")
    )


def test_the_version_before_stays_what_it_was(base: Register) -> None:
    after = base.apply(base.correct("participations", ACT, {"valid_from": "1991"}, by="A", at=AT, reason="why"))

    assert base.history(ACT).row(0) == after.history(ACT).row(0)
    assert base.digest() != after.digest()


def test_the_reason_is_added_to_the_note_and_not_put_in_its_place(base: Register) -> None:
    once = base.apply(base.correct("participations", ACT, {"note": "month read"}, by="A", at=AT, reason="a remark"))
    twice = base.apply(base.correct("participations", ACT, {"valid_from": "1991"}, by="A", at=AT, reason="a slip"))

    assert "month read · a remark" == once.history(ACT)["note"][-1]
    assert "a slip" == twice.history(ACT)["note"][-1]


def test_a_new_source_empties_the_locator_of_the_old_one(base: Register) -> None:
    found = corrected(base, {"valid_from": "1990-05-02"}, source="gazette")
    placed = corrected(base, {"locator": "no. 12"}, source="gazette")

    assert ("gazette", None) == (found["source"], found["locator"])
    assert ("gazette", "no. 12") == (placed["source"], placed["locator"])


def test_a_correction_without_a_source_keeps_source_and_locator(base: Register) -> None:
    found = corrected(base, {"valid_from": "1990-05-02"})

    assert ("book", "p. 7") == (found["source"], found["locator"])


@pytest.mark.parametrize(
    "column, value, expected",
    [
        ("valid_from", date(1990, 5, 2), "1990-05-02"),
        ("valid_from", PartialDate.parse("1990-06"), "1990-06"),
        ("occurrence", 2, 2),
        ("occurrence", "2", 2),
        ("locator", None, None),
        ("locator", "", None),
        ("confidence", "verified", "verified"),
    ],
)
def test_values_are_given_typed_or_as_texts(base: Register, column: str, value: Cell, expected: object) -> None:
    assert expected == corrected(base, {column: value})[column]


def test_figures_nobody_touched_keep_their_last_bit(base: Register) -> None:
    assert 0.1 + 0.2 == corrected(base, {"capital": "A-ville"}, record="AAA/1")["capital_lat"]


@pytest.mark.parametrize(
    "new, message",
    [
        ({"valid_form": "1991"}, "unknown column 'valid_form'"),
        ({"valid_from_first": "1991"}, "unknown column 'valid_from_first'"),
        ({"version": 9}, "column 'version' is not corrected"),
        ({"withdrawn": True}, "column 'withdrawn' is not corrected"),
        ({"valid_from": "1990-05"}, "nothing would change"),
        ({}, "nothing would change"),
        ({"valid_from": "1990-13"}, "1 cell in 1 row"),
        ({"act": "sighed"}, "1 cell in 1 row"),
        ({"agreement": None}, "1 cell in 1 row"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(base: Register, new: dict[str, Cell], message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        base.correct("participations", ACT, new, by="A", at=AT, reason="why")


def test_a_key_is_not_corrected(base: Register) -> None:
    with pytest.raises(RegisterError, match="a key is stable for ever") as refused:
        base.correct("agreements", "PACT", {"agreement": "TREATY"}, by="A", at=AT, reason="why")
    assert "column 'agreement'" in refused.value.message


def test_an_unknown_table_or_record_is_refused(base: Register) -> None:
    with pytest.raises(RegisterError, match="no table 'treaties'"):
        base.correct("treaties", ACT, {}, by="A", at=AT, reason="why")
    with pytest.raises(RegisterError, match="no record 'PACT/AAA/sined/1'") as refused:
        base.correct("participations", "PACT/AAA/sined/1", {}, by="A", at=AT, reason="why")
    assert ACT in str(refused.value)


@pytest.mark.parametrize("by, reason", [("", "why"), ("A. Clerk", "  ")])
def test_nobody_corrects_without_a_name_and_a_reason(base: Register, by: str, reason: str) -> None:
    with pytest.raises(RegisterError, match="is missing"):
        base.correct("participations", ACT, {"valid_from": "1991"}, by=by, at=AT, reason=reason)


def test_a_correction_is_not_recorded_before_what_it_corrects(base: Register) -> None:
    early = datetime(2025, 1, 1, tzinfo=UTC)

    with pytest.raises(RegisterError, match="recorded at 2025-01-01") as refused:
        base.correct("participations", ACT, {"valid_from": "1991"}, by="A", at=early, reason="why")
    assert "2026-01-01T00:00:00.000Z" in str(refused.value)


def test_a_correction_is_not_recorded_after_the_moment_of_the_caller(base: Register) -> None:
    now = AT - timedelta(days=1)

    with pytest.raises(RegisterError, match="still to come"):
        base.correct("participations", ACT, {"valid_from": "1991"}, by="A", at=AT, reason="why", now=now)


def test_a_withdrawn_statement_is_known_no_more_and_its_history_stays(base: Register) -> None:
    after = base.apply(base.withdraw("participations", ACT, by="A", at=AT, reason="never said"))

    assert after.as_of(date(2026, 7, 1)).participations.is_empty()
    assert [ACT] == after.as_of(date(2026, 7, 1), date(2026, 5, 1)).participations["record"].to_list()
    assert [False, True] == after.history(ACT)["withdrawn"].to_list()


def test_the_citations_of_a_statement_fall_with_it(base: Register) -> None:
    after = base.apply(base.withdraw("participations", ACT, by="A", at=AT, reason="never said"))

    assert after.as_of(date(2026, 7, 1)).citations.is_empty()


def test_a_restated_statement_is_known_again(base: Register) -> None:
    gone = base.apply(base.withdraw("participations", ACT, by="A", at=AT, reason="never said"))
    back = gone.apply(gone.restate("participations", ACT, {"valid_from": "1990-06"}, by="B", at=AT, reason="it was"))
    known = back.as_of(date(2026, 7, 1)).participations

    assert [(3, "1990-06", "B")] == known.select("version", "valid_from", "recorded_by").rows()


def test_only_what_stands_is_corrected_or_withdrawn_and_only_what_is_withdrawn_restated(base: Register) -> None:
    gone = base.apply(base.withdraw("participations", ACT, by="A", at=AT, reason="never said"))

    with pytest.raises(RegisterError, match="is withdrawn"):
        gone.correct("participations", ACT, {"valid_from": "1991"}, by="A", at=AT, reason="why")
    with pytest.raises(RegisterError, match="is withdrawn already"):
        gone.withdraw("participations", ACT, by="A", at=AT, reason="why")
    with pytest.raises(RegisterError, match="is not withdrawn"):
        base.restate("participations", ACT, by="A", at=AT, reason="why")


def test_a_column_of_the_users_own_can_be_corrected() -> None:
    rows = register(actors=[{"actor": "AAA", "kind": "state", "name": "A"}]).tables["actors"]
    base = Register.of({**register().tables, "actors": rows.with_columns(x_desk=pl.lit("north"))})

    after = base.apply(base.correct("actors", "AAA/1", {"x_desk": "south"}, by="A", at=AT, reason="moved"))

    assert ["north", "south"] == after.history("AAA/1")["x_desk"].to_list()


@given(asked=strategies.registers(), name=st.sampled_from(sorted(TABLES)), place=st.integers(0, 99))
def test_a_note_added_to_any_standing_row_changes_nothing_else(asked: Register, name: str, place: int) -> None:
    standing = asked.as_of(date(2200, 1, 1)).recorded(name)
    if standing.is_empty():
        return
    record = standing["record"][place % standing.height]
    at = datetime(2100, 1, 1, tzinfo=UTC)
    after = asked.apply(asked.correct(name, record, {"note": "seen"}, by="A. Clerk", at=at, reason="checked"))
    before, now = (register.as_of(date(2200, 1, 1)).recorded(name) for register in (asked, after))
    # The last possible day of an unknown date moves with the day of recording.
    bookkeeping = ("version", "recorded_at", "recorded_by", "note")
    kept = [c for c in before.columns if c not in bookkeeping and not c.endswith("_last")]

    assert before.select(kept).equals(now.select(kept), null_equal=True)
    assert "seen · checked" == now.filter(now["record"] == record)["note"][0]
