"""What held on a day, as known at a moment: by hand, against plain loops and SQL, on both bases of knowledge."""

from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register
from detente.register.schema import TABLES
from detente.register.status import party_status
from detente.register.versions import BASES, Basis
from tests import strategies
from tests.register import oracle
from tests.small import register

VERDICTS = {"spell": "holds", "child": "holds", "act": "happened", "event": "happened", "figure": "begun"}
DAYS = st.dates(date(1945, 1, 1), date(2030, 12, 31))
MOMENTS = st.none() | strategies.instants()


def holds(spell: tuple[str | None, str | None], day: str) -> list[bool | None]:
    """The verdict on one membership with these two dates; empty when it is left out."""
    member = {"organisation": "ORG", "member": "AAA", "status": "member", "valid_from": spell[0], "valid_to": spell[1]}
    return register(memberships=[member]).as_of(date.fromisoformat(day)).memberships["holds"].to_list()


@pytest.mark.parametrize(
    "day, expected",
    [("1999-03-11", []), ("1999-03-12", [True]), ("2004-12-31", [True]), ("2005-01-01", [])],
)
def test_a_spell_holds_from_its_first_day_until_the_day_before_its_end(day: str, expected: list[bool | None]) -> None:
    assert expected == holds(("1999-03-12", "2005-01-01"), day)


@pytest.mark.parametrize(
    "spell, day, expected",
    [
        (("1999-03", None), "1999-02-28", []),
        (("1999-03", None), "1999-03-01", [None]),
        (("1999-03", None), "1999-03-30", [None]),
        (("1999-03", None), "1999-03-31", [True]),
        (("1990", "1999-03"), "1999-02-28", [True]),
        (("1990", "1999-03"), "1999-03-15", [None]),
        (("1990", "1999-03"), "1999-03-31", []),
        (("1999", "1999-06-01"), "1999-06-01", []),
        ((None, "1999-06-01"), "1990-01-01", [None]),
        ((None, None), "1990-01-01", [None]),
        (("1999-03-10/1999-03-20", None), "1999-03-15", [None]),
    ],
)
def test_a_day_inside_a_partial_date_leaves_the_verdict_open(
    spell: tuple[str | None, str | None], day: str, expected: list[bool | None]
) -> None:
    assert expected == holds(spell, day)


def test_an_unknown_day_is_not_later_than_its_recording() -> None:
    member = {"organisation": "ORG", "member": "AAA", "status": "member", "valid_from": "unknown"}
    asked = register(memberships=[member | {"recorded_at": datetime(2020, 6, 1, tzinfo=UTC)}])

    assert [None] == asked.as_of(date(2020, 5, 31)).memberships["holds"].to_list()
    assert [True] == asked.as_of(date(2020, 6, 1)).memberships["holds"].to_list()


def test_an_act_to_come_is_left_out_of_the_day_and_kept_in_what_is_recorded() -> None:
    act = {"agreement": "PACT", "party": "AAA", "act": "signed", "valid_from": "2030-01-01"}
    snapshot = register(participations=[act]).as_of(date(2026, 1, 1))

    assert snapshot.participations.is_empty()
    assert 1 == snapshot.recorded("participations").height


@pytest.mark.parametrize("day, expected", [("1999-12-31", []), ("2000-01-01", [True]), ("2010-01-01", [])])
def test_a_provision_without_dates_runs_with_its_agreement(day: str, expected: list[bool | None]) -> None:
    asked = register(
        agreements=[{"agreement": "PACT", "valid_from": "2000-01-01", "valid_to": "2010-01-01"}],
        provisions=[{"agreement": "PACT", "kind": "assist"}],
    )

    assert expected == asked.as_of(date.fromisoformat(day)).provisions["holds"].to_list()


def test_an_unknown_table_is_refused_by_name() -> None:
    snapshot = Register.empty().as_of(date(2020, 1, 1))

    with pytest.raises(AttributeError, match="no table 'treaties'"):
        _ = snapshot.treaties
    with pytest.raises(RegisterError, match="no table 'treaties'"):
        snapshot.recorded("treaties")


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(RegisterError, match="basis 'rumoured'"):
        Register.empty().as_of(date(2020, 1, 1), basis="rumoured")  # type: ignore[arg-type]  # the fault under test


@given(asked=strategies.registers(), day=DAYS, known=MOMENTS, basis=st.sampled_from(BASES))
def test_the_rows_of_a_day_are_those_that_plain_loops_find(
    asked: Register, day: date, known: datetime | None, basis: Basis
) -> None:
    snapshot = asked.as_of(day, known, basis=basis)
    rows = {name: frame.to_dicts() for name, frame in asked.tables.items()}
    for name, table in TABLES.items():
        expected = oracle.selected(rows, name, table.time, day=day, at=known, basis=basis)
        verdict = pl.lit(value=True) if table.time == "reference" else pl.col(VERDICTS[table.time])
        found = getattr(snapshot, name).select("record", "version", verdict.alias("verdict")).rows()

        assert expected == {(record, version): told for record, version, told in found}, name


@given(asked=strategies.registers(tables=("memberships",), max_records=6), day=DAYS, known=MOMENTS)
def test_the_spells_of_a_day_are_those_that_sql_finds(asked: Register, day: date, known: datetime | None) -> None:
    days = [f"valid_{column}_{end}" for column in ("from", "to") for end in ("first", "last")]
    rows = asked.tables["memberships"].select("record", "version", "recorded_at", "withdrawn", *days).rows()
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE m (record VARCHAR, version BIGINT, recorded_at TIMESTAMPTZ, withdrawn BOOLEAN,"
            " from_first DATE, from_last DATE, to_first DATE, to_last DATE)"
        )
        database.executemany("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        expected = database.execute(
            """
            WITH known AS (
                SELECT * FROM m WHERE coalesce(recorded_at <= $known, true)
                QUALIFY row_number() OVER (PARTITION BY record ORDER BY version DESC) = 1 AND NOT withdrawn
            ), told AS (
                SELECT record, version,
                    CASE WHEN from_last <= $day THEN true WHEN from_first > $day THEN false END AS begun,
                    CASE WHEN to_last <= $day THEN true WHEN to_first > $day OR to_first IS NULL THEN false END AS ended
                FROM known
            )
            SELECT record, version, begun AND NOT ended AS holds FROM told WHERE coalesce(begun AND NOT ended, true)
            """,
            {"day": day, "known": known},
        ).fetchall()

    assert set(expected) == set(asked.as_of(day, known).memberships.select("record", "version", "holds").rows())


@given(asked=strategies.registers(), day=DAYS, known=MOMENTS)
def test_asking_again_gives_the_same_digest(asked: Register, day: date, known: datetime | None) -> None:
    again = Register.of(dict(asked.tables))

    assert asked.as_of(day, known).digest == again.as_of(day, known).digest


def test_the_reference_register_was_published_before_it_was_recorded() -> None:
    asked = Register.reference()
    recorded, published = (asked.as_of(date(2020, 1, 1), date(2020, 1, 1), basis=basis) for basis in BASES)

    assert recorded.agreements.is_empty()
    assert not published.agreements.is_empty()
    assert "unverified" not in published.agreements["confidence"].cast(pl.String).to_list()


def two_notes() -> Register:
    """A treaty that enters into force with the last of two notes; the second was misdated, and corrected later."""
    note = {"agreement": "PACT", "act": "consented", "recorded_at": datetime(2024, 3, 1, tzinfo=UTC)}
    correction = {"version": 2, "valid_from": "2024-03-15", "recorded_at": datetime(2024, 6, 1, tzinfo=UTC)}
    early = {"recorded_at": datetime(2024, 1, 1, tzinfo=UTC)}
    return register(
        agreements=[{"agreement": "PACT", "entry_rule": "last_notification", "valid_from": "2024-01-01"} | early],
        participations=[
            {"party": "A", "valid_from": "2024-01-10"} | note,
            {"party": "B", "valid_from": "2024-02-15"} | note,
            {"party": "B", "valid_from": "2024-02-15"} | note | correction,
        ],
    )


@pytest.mark.parametrize("known, expected", [("2024-05-01", True), ("2024-07-01", False)])
@pytest.mark.parametrize("party", ["A", "B"])
def test_a_corrected_note_moves_the_entry_into_force_for_those_who_know_of_it(
    party: str, known: str, *, expected: bool
) -> None:
    snapshot = two_notes().as_of(date(2024, 3, 1), date.fromisoformat(known))

    assert [expected] == party_status(snapshot, "PACT", party)["in_force"].to_list()
