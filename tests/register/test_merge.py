"""Two registers become one: nothing lost, nothing decided in silence."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register
from detente.register.changes import ChangeSet
from detente.register.conflicts import Conflict
from detente.register.corrections import Act
from detente.register.merge import Merged, merge
from detente.register.references import broken
from tests import strategies
from tests.small import register

AT = datetime(2026, 6, 1, tzinfo=UTC)
LATER = datetime(2200, 1, 1, tzinfo=UTC)
ACT = "PACT/AAA/signed/1"
STATES = [{"actor": key, "kind": "state", "name": key} for key in ("AAA", "BBB")]
FEW_TABLES = ("participations", "observations", "citations", "coverage")


@pytest.fixture
def base() -> Register:
    return register(
        actors=STATES,
        agreements=[{"agreement": "PACT", "valid_from": "1990"}],
        participations=[{"agreement": "PACT", "party": "AAA", "act": "signed", "valid_from": "1990-05"}],
    )


def corrected(on: Register, by: str = "A", at: datetime = AT, **cells: str) -> Register:
    return on.apply(on.correct("participations", ACT, cells, by=by, at=at, reason=f"read by {by}"))


def merged(ours: Register, theirs: Register, base: Register | None = None) -> Merged:
    return merge(ours, theirs, base, by="M. Erger", at=LATER)


def result(found: Merged) -> Register:
    return Register.of(found.tables)


def figure(value: float, **cells: object) -> dict[str, object]:
    dull = {"actor": "AAA", "indicator": "troops", "period": "2024", "unit": "persons", "valid_from": "2024"}
    return dull | {"value": value, "record": f"f{value:.0f}"} | cells


# --- properties -----------------------------------------------------------------------------------------------------


@st.composite
def two_sides(draw: st.DrawFn) -> tuple[Register, Register]:
    """Two registers with a past in common, which went different ways."""
    whole = draw(strategies.registers(tables=draw(st.sampled_from([FEW_TABLES[:2], FEW_TABLES[2:], ("statements",)]))))
    return _side(draw, whole), _side(draw, whole)


def _side(draw: st.DrawFn, whole: Register) -> Register:
    """Each record as it was, or missing, or under another name, or not yet corrected, or corrected in another way."""
    rows = []
    for name, frame in whole.tables.items():
        for _, versions in frame.group_by("record", maintain_order=True):
            fate = draw(st.sampled_from(("as it was", "missing", "renamed", "uncorrected", "corrected otherwise")))
            mark = draw(st.sampled_from("12"))
            note = pl.when(pl.col("version") == pl.col("version").max()).then(pl.lit(mark)).otherwise("note")
            changed = {
                "missing": versions.clear(),
                "renamed": versions.with_columns(pl.col("record") + "." + mark),
                "uncorrected": versions.head(1),
                "corrected otherwise": versions.with_columns(note.alias("note")),
            }
            rows.append((name, changed.get(fate, versions)))
    return Register.of({name: pl.concat([found for table, found in rows if table == name]) for name, _ in rows})


def cells(rows: Mapping[str, pl.DataFrame]) -> set[tuple[str, str, str]]:
    """Every (table, column, value) of these rows, values as texts; the number of a version is not a value."""
    found = set()
    for name, frame in rows.items():
        for column in frame.columns:
            if column != "version" and not column.endswith(("_first", "_last")):
                found |= {(name, column, str(value)) for value in frame[column].cast(pl.String).drop_nulls()}
    return found


@given(asked=strategies.registers())
def test_a_register_merged_with_itself_is_itself(asked: Register) -> None:
    found = merged(asked, asked)

    assert asked.digest() == result(found).digest()
    assert () == found.conflicts


@given(sides=two_sides())
def test_it_does_not_matter_whose_register_is_ours(sides: tuple[Register, Register]) -> None:
    one, other = merged(*sides), merged(*reversed(sides))

    assert result(one).digest() == result(other).digest()
    assert {(c.table, c.record, c.version) for c in one.conflicts} == {
        (c.table, c.record, c.version) for c in other.conflicts
    }


@given(sides=two_sides())
def test_merging_the_result_with_either_side_again_changes_nothing(sides: tuple[Register, Register]) -> None:
    found = merged(*sides)
    assume(not found.conflicts)  # what is left to decide is not in the result yet
    once = result(found)

    for side in sides:
        assert once.digest() == result(merged(once, side)).digest()


@given(sides=two_sides())
def test_every_cell_of_both_sides_is_in_the_result_or_in_a_conflict(sides: tuple[Register, Register]) -> None:
    found = merged(*sides)
    reachable = cells(found.tables)
    for conflict in found.conflicts:
        reachable |= cells({conflict.table: conflict.ours}) | cells({conflict.table: conflict.theirs})
    # A statement that both sides made under two names keeps one; the other is an alias, recorded when it was.
    names = {str(alias) for alias in found.aliases["alias"]}
    recorders = {("recorded_at", str(v)) for v in found.aliases["recorded_at"].cast(pl.String)}
    recorders |= {("recorded_by", v) for v in found.aliases["recorded_by"]}
    lost = {
        (table, column, value)
        for table, column, value in (cells(sides[0].tables) | cells(sides[1].tables)) - reachable
        if not (column == "record" and value in names) and (column, value) not in recorders
    }

    assert set() == lost


# --- single behaviours ----------------------------------------------------------------------------------------------


def test_what_only_one_side_recorded_is_taken(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), base

    found = merged(ours, theirs, base)
    assert ours.digest() == result(found).digest()


def test_one_version_recorded_differently_is_a_conflict_with_both_rows(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")
    [conflict] = merged(ours, theirs, base).conflicts

    assert ("participations", ACT, 2) == (conflict.table, conflict.record, conflict.version)
    assert (["1990-05-02"], ["1990-05-03"]) == (
        conflict.ours["valid_from"].to_list(),
        conflict.theirs["valid_from"].to_list(),
    )
    assert "version 2 differs in recorded_by, valid_from, note" in str(conflict)


def test_a_record_in_conflict_keeps_the_versions_on_which_both_agree(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")
    rows = result(merged(ours, theirs)).history(ACT)

    assert [(1, "1990-05")] == rows.select("version", "valid_from").rows()


def settled(conflict: Conflict, found: Merged) -> Register:
    rows = conflict.in_sequence("theirs", act=Act(by="C. Hief", at=LATER, reason="theirs is the gazette"))
    half = result(found)
    return half.apply(ChangeSet(half.digest(), {conflict.table: rows}, "settled", "C. Hief", LATER))


def test_a_conflict_settled_in_sequence_keeps_both_versions_and_the_decision(base: Register) -> None:
    ours = corrected(base, at=datetime(2026, 6, 2, tzinfo=UTC), valid_from="1990-05-02")
    theirs = corrected(base, by="B", valid_from="1990-05-03")
    found = merged(ours, theirs, base)
    history = settled(found.conflicts[0], found).history(ACT)

    assert [
        (1, "1990-05", "a test"),
        (2, "1990-05-03", "B"),
        (3, "1990-05-02", "A"),
        (4, "1990-05-03", "C. Hief"),
    ] == history.select("version", "valid_from", "recorded_by").rows()


def test_a_settled_conflict_does_not_come_back(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")
    found = merged(ours, theirs, base)
    whole = settled(found.conflicts[0], found)

    for side in (ours, theirs):
        again = merged(whole, side)
        assert () == again.conflicts
        assert whole.digest() == result(again).digest()


def test_a_conflict_is_not_settled_before_it_arose(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")
    [conflict] = merged(ours, theirs).conflicts

    with pytest.raises(RegisterError, match="was changed after"):
        conflict.in_sequence("ours", act=Act(by="C", at=datetime(2026, 5, 1, tzinfo=UTC), reason="too early"))


def test_two_things_under_one_name_are_kept_apart_under_two() -> None:
    ours, theirs = (
        register(actors=STATES, observations=[figure(1.0, record="f", indicator=name)]) for name in ("troops", "tanks")
    )
    found = merged(ours, theirs)
    rows = found.conflicts[0].apart("f-theirs")
    half = result(found)
    whole = half.apply(ChangeSet(half.digest(), {"observations": rows}, "two things", "C", LATER))

    assert {("f", "troops"), ("f-theirs", "tanks")} == set(
        whole.tables["observations"].select("record", "indicator").rows()
    )


def test_one_statement_corrected_in_two_ways_is_not_kept_apart(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")

    with pytest.raises(RegisterError, match="one statement, corrected in two ways"):
        merged(ours, theirs).conflicts[0].apart("other")


def test_a_redaction_reaches_the_other_side_when_the_base_is_known(base: Register) -> None:
    noted = corrected(base, basis="B. Person")
    redacted = noted.redact("participations", ACT, ["basis"], by="A", at=AT, reason="asked", nonce="0f" * 16)

    assert redacted.digest() == result(merged(noted, redacted, noted)).digest()
    assert redacted.digest() == result(merged(redacted, noted, noted)).digest()
    assert 1 == len(merged(noted, redacted).conflicts)


def test_one_statement_under_two_names_is_kept_once_and_the_other_name_is_an_alias() -> None:
    ours = register(observations=[figure(7.0, record="mine")])
    theirs = register(observations=[figure(7.0, record="yours", recorded_at=AT, recorded_by="B")])
    found = merged(ours, theirs)

    assert ["mine"] == found.tables["observations"]["record"].to_list()
    assert [("yours", "mine", "merged", "B", AT)] == found.aliases.select(
        "alias", "target", "reason", "recorded_by", "recorded_at"
    ).rows()


def test_different_figures_for_one_thing_stay_beside_each_other_with_their_claimants() -> None:
    ours = register(observations=[figure(13000.0, claimant="host")])
    theirs = register(observations=[figure(100000.0, claimant="neighbour")])
    rows = result(merged(ours, theirs)).as_of(date(2024, 6, 1)).observations

    assert {("host", 13000.0), ("neighbour", 100000.0)} == set(rows.select("claimant", "value").rows())


def test_the_same_statement_recorded_by_both_under_one_name_is_two_versions() -> None:
    ours = register(observations=[figure(7.0)])
    theirs = register(observations=[figure(7.0, recorded_at=AT, recorded_by="B")])

    for pair in ((ours, theirs), (theirs, ours)):
        rows = result(merged(*pair)).tables["observations"]
        assert [("f7", 1, "a test"), ("f7", 2, "B")] == rows.select("record", "version", "recorded_by").rows()


def test_a_name_that_a_citation_uses_is_not_given_up() -> None:
    ours = register(observations=[figure(7.0, record="mine")])
    cited = [{"table": "observations", "cited_record": "yours", "record": "c"}]
    theirs = register(observations=[figure(7.0, record="yours", recorded_at=AT)], citations=cited)
    found = merged(ours, theirs)

    assert ["yours"] == found.tables["observations"]["record"].to_list()
    assert broken(found.tables).filter(pl.col("table") == "citations").is_empty()


# --- coverage -------------------------------------------------------------------------------------------------------


def covering(subject: str, valid_from: str | None, valid_to: str | None, **cells: Any) -> Register:
    """A register with one figure and one declaration about figures of some actor."""
    said = {
        "table": "observations",
        "key": "actor",
        "subject": subject,
        "completeness": "complete",
        "statement": subject,
    }
    record = f"{subject.strip('*')}.{valid_from}.{valid_to}"
    declaration = said | {"valid_from": valid_from, "valid_to": valid_to, "record": f"c{record}"} | cells
    return register(observations=[figure(1.0, record=f"f{record}", claimant=subject)], coverage=[declaration])


def declared(found: Merged) -> set[tuple[str, str | None, str | None]]:
    rows = result(found).as_of(date(2010, 1, 1)).recorded("coverage")
    return set(rows.filter(rows["completeness"] == "complete").select("subject", "valid_from", "valid_to").rows())


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        (("AAA", "2000", "2020"), ("BBB", "2000", "2020"), set()),
        (("*", "2000", "2020"), ("BBB", "2005", "2010"), {("BBB", "2005", "2010")}),
        (("AAA", "2000", "2020"), ("AAA", "2010", "2030"), {("AAA", "2010", "2020")}),
        (("U*", "2000", None), ("UKR", None, "2020"), {("UKR", "2000", "2020")}),
        (("AAA", "2000", "2005"), ("AAA", "2010", "2030"), set()),
    ],
)
def test_only_what_both_declare_complete_stays_complete(
    ours: tuple[str, str | None, str | None],
    theirs: tuple[str, str | None, str | None],
    expected: set[tuple[str, str | None, str | None]],
) -> None:
    assert expected == declared(merged(covering(*ours), covering(*theirs)))
    assert expected == declared(merged(covering(*theirs), covering(*ours)))


@pytest.mark.parametrize(
    "ours, theirs",
    [
        (("U*", "2000", "2015"), ("UKR", "2010", "2020")),
        (("U*", "2010", "2015"), ("UKR", "2010-06", None)),
        (("AAA", "2010", "2015-06-15"), ("AAA", "2010-06", "2015")),
    ],
)
def test_a_narrowed_register_merged_with_either_side_again_changes_nothing(
    ours: tuple[str, str, str], theirs: tuple[str, str, str | None]
) -> None:
    sides = covering(*ours), covering(*theirs)
    once = result(merged(*sides))

    for side in sides:
        assert once.digest() == result(merged(once, side)).digest()


def test_a_declaration_that_fell_is_withdrawn_and_can_be_read_back() -> None:
    found = merged(covering("AAA", "2000", "2020"), covering("BBB", "2000", "2020"))
    rows = found.narrowed.sort("record")

    assert [("cAAA.2000.2020", 2, True, "M. Erger"), ("cBBB.2000.2020", 2, True, "M. Erger")] == rows.select(
        "record", "version", "withdrawn", "recorded_by"
    ).rows()


def test_a_side_without_rows_of_the_table_takes_nothing_from_a_declaration() -> None:
    ours = covering("AAA", "2000", "2020")

    assert ours.digest() == result(merged(ours, register())).digest()


def test_declarations_of_partial_coverage_stay() -> None:
    found = merged(covering("AAA", "2000", "2020", completeness="partial"), covering("BBB", "2000", "2020"))

    assert ["AAA"] == result(found).as_of(date(2010, 1, 1)).coverage["subject"].to_list()


def test_the_answer_says_how_it_was_made(base: Register) -> None:
    ours, theirs = corrected(base, valid_from="1990-05-02"), corrected(base, by="B", valid_from="1990-05-03")
    told = merged(ours, theirs, base).explain()

    assert f"base = {base.digest()}" in told
    assert f"warning: participations, record {ACT}: version 2 differs" in told
