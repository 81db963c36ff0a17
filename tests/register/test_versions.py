"""Which version was known: against plain loops and against SQL, on both bases of knowledge."""

from datetime import UTC, date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register, versions
from detente.register.schema import TABLES
from detente.register.versions import BASES, Basis
from tests import strategies
from tests.register import oracle
from tests.small import register

MOMENTS = st.none() | strategies.instants()


def rows_of(asked: Register) -> dict[str, list[oracle.Row]]:
    return {name: frame.to_dicts() for name, frame in asked.tables.items()}


def instant(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def note(version: int, day: str, *, withdrawn: bool = False) -> dict[str, object]:
    return {
        "agreement": "PACT",
        "party": "AAA",
        "act": "signed",
        "valid_from": "1990-05-01",
        "version": version,
        "recorded_at": instant(day),
        "withdrawn": withdrawn,
    }


def known_versions(asked: Register, known: date | datetime | None, basis: Basis = "recorded") -> list[int]:
    return asked.as_of(date(2026, 1, 1), known, basis=basis).recorded("participations")["version"].to_list()


@pytest.mark.parametrize(
    "known, expected", [("2019-12-31", []), ("2020-01-01", [1]), ("2020-05-31", [1]), ("2020-06-01", [2])]
)
def test_the_version_known_is_the_highest_learned_by_then(known: str, expected: list[int]) -> None:
    notes = register(participations=[note(1, "2020-01-01"), note(2, "2020-06-01")])

    assert expected == known_versions(notes, date.fromisoformat(known))


@pytest.mark.parametrize(
    "known, expected", [("2020-05-31", [1]), ("2020-06-01", []), ("2020-12-31", []), ("2021-01-01", [3])]
)
def test_a_withdrawn_statement_is_not_known_until_it_is_made_again(known: str, expected: list[int]) -> None:
    history = [note(1, "2020-01-01"), note(2, "2020-06-01", withdrawn=True), note(3, "2021-01-01")]

    assert expected == known_versions(register(participations=history), date.fromisoformat(known))


def test_a_day_of_knowledge_lasts_until_its_end_in_utc() -> None:
    late = register(participations=[note(1, "2020-01-01T23:59:59.999")])

    assert [1] == known_versions(late, date(2020, 1, 1))
    assert [] == known_versions(late, instant("2020-01-01T23:59:59.998"))


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(RegisterError, match="has no time zone"):
        Register.empty().as_of(date(2020, 1, 1), datetime(2020, 1, 1))  # noqa: DTZ001  # the fault under test


@pytest.mark.parametrize(
    "confidence, known, expected",
    [
        ("reported", "1990-06-30", []),
        ("reported", "1990-07-31", [1]),
        ("verified", "1990-07-31", [1]),
        ("unverified", "1990-07-31", []),
        ("unverified", "2020-01-01", [1]),
    ],
)
def test_what_was_read_could_be_known_once_its_source_was_out(confidence: str, known: str, expected: list[int]) -> None:
    book = {"source": "book", "title": "A book", "publisher": "A press", "kind": "reference", "published": "1990-07"}
    asked = register(sources=[book], participations=[note(1, "2020-01-01") | {"confidence": confidence}])

    assert expected == known_versions(asked, date.fromisoformat(known), "published")


def test_a_source_that_came_out_after_the_recording_does_not_delay_knowledge() -> None:
    book = {"source": "book", "title": "A book", "publisher": "A press", "kind": "reference", "published": "2024"}
    asked = register(sources=[book], participations=[note(1, "2020-01-01")])

    assert [1] == known_versions(asked, date(2020, 1, 1), "published")


def test_a_figure_could_be_known_with_its_edition_and_not_with_its_source() -> None:
    book = {"source": "book", "title": "A book", "publisher": "A press", "kind": "dataset", "published": "1980"}
    figure = {
        "actor": "AAA",
        "indicator": "expenditure",
        "period": "1990",
        "unit": "USD",
        "vintage": "1995-04",
        "value": 2.0,
    }
    asked = register(
        sources=[book], observations=[figure | {"valid_from": "1990-01-01", "recorded_at": instant("2020-01-01")}]
    )

    assert asked.as_of(date(2000, 1, 1), date(1995, 4, 29), basis="published").observations.is_empty()
    assert not asked.as_of(date(2000, 1, 1), date(1995, 4, 30), basis="published").observations.is_empty()


@given(asked=strategies.registers(), known=MOMENTS, basis=st.sampled_from(BASES))
def test_the_rows_known_are_those_that_plain_loops_find(asked: Register, known: datetime | None, basis: Basis) -> None:
    snapshot = asked.as_of(date(2000, 1, 1), known, basis=basis)
    tables = rows_of(asked)
    expected = {
        name: sorted((row["record"], row["version"]) for row in oracle.known(tables, name, known, basis))
        for name in TABLES
    }

    assert expected == {name: sorted(snapshot.recorded(name).select("record", "version").rows()) for name in TABLES}


@given(asked=strategies.registers(tables=("participations",), max_records=6), known=MOMENTS)
def test_the_rows_known_are_those_that_sql_finds(asked: Register, known: datetime | None) -> None:
    rows = asked.tables["participations"]
    with duckdb.connect() as database:
        database.execute("CREATE TABLE p (record VARCHAR, version BIGINT, recorded_at TIMESTAMPTZ, withdrawn BOOLEAN)")
        database.executemany(
            "INSERT INTO p VALUES (?, ?, ?, ?)", rows.select("record", "version", "recorded_at", "withdrawn").rows()
        )
        expected = database.execute(
            """
            SELECT record, version FROM p WHERE coalesce(recorded_at <= ?, true)
            QUALIFY row_number() OVER (PARTITION BY record ORDER BY version DESC) = 1 AND NOT withdrawn
            """,
            [known],
        ).fetchall()

    assert sorted(expected) == sorted(
        asked.as_of(date(2000, 1, 1), known).recorded("participations").select("record", "version").rows()
    )


@given(asked=strategies.registers(), known=MOMENTS, seed=st.integers(0, 2**32))
def test_the_order_in_which_versions_arrive_makes_no_difference(
    asked: Register, known: datetime | None, seed: int
) -> None:
    shuffled = {
        name: frame.sample(fraction=1.0, shuffle=True, seed=seed + place)
        for place, (name, frame) in enumerate(asked.tables.items())
        if not frame.is_empty()
    }
    again = Register.of(shuffled)

    assert asked.digest() == again.digest()
    assert asked.as_of(date(2000, 1, 1), known).digest == again.as_of(date(2000, 1, 1), known).digest


@given(asked=strategies.registers(max_versions=1), earlier=MOMENTS, later=MOMENTS, basis=st.sampled_from(BASES))
def test_what_was_never_corrected_is_only_ever_added_to(
    asked: Register, earlier: datetime | None, later: datetime | None, basis: Basis
) -> None:
    first, second = sorted((earlier or datetime.max.replace(tzinfo=UTC), later or datetime.max.replace(tzinfo=UTC)))
    before, after = (asked.as_of(date(2000, 1, 1), known, basis=basis) for known in (first, second))
    lost = {name: set(before.recorded(name)["record"]) - set(after.recorded(name)["record"]) for name in TABLES}

    assert {} == {name: records for name, records in lost.items() if records}


def test_instants_are_cut_to_the_millisecond_in_utc() -> None:
    there = datetime.fromisoformat("2024-05-01T12:00:00.123999+02:00")

    assert datetime(2024, 5, 1, 10, 0, 0, 123000, tzinfo=UTC) == versions.to_the_millisecond(there)
