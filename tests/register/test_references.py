"""Does every reference that leads nowhere get its finding, and none that leads somewhere?"""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.register import Register, references
from detente.register.schema import TABLES
from tests import small
from tests.small import Row
from tests.strategies import registers

STATES: list[dict[str, object]] = [
    {"actor": "AAA", "kind": "state", "name": "Aland"},
    {"actor": "BBB", "kind": "state", "name": "Beeland"},
]
TREATY: dict[str, object] = {"agreement": "AB1950"}


def broken(**tables: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Table, column and key of every reference that leads nowhere."""
    return references.broken(small.register(**tables).tables).select("table", "column", "key").rows()


def report(**tables: Sequence[Row]) -> dict[str, object]:
    return references.broken(small.register(**tables).tables).row(0, named=True)


def test_references_that_lead_to_rows_are_sound() -> None:
    memberships = [{"organisation": "AAA", "member": "BBB", "status": "member", "under": "AB1950"}]

    assert [] == broken(actors=STATES, agreements=[TREATY], memberships=memberships)


def test_an_empty_reference_leads_nowhere_and_is_none() -> None:
    assert [] == broken(actors=STATES, agreements=[TREATY | {"parent": None, "depositary": None}])


def test_a_key_that_no_row_has_is_named_with_its_nearest() -> None:
    found = report(actors=STATES, agreements=[TREATY | {"parent": "AB1905"}])

    assert ("agreements", "AB1950", "parent", "AB1905", "agreements", False, 1) == tuple(
        found[column] for column in ("table", "record", "column", "key", "to", "only_withdrawn", "version")
    )
    assert "no row of agreements has it" == found["reason"]
    assert ["AB1950"] == found["nearest"]


def test_one_key_of_several_in_a_cell_is_enough() -> None:
    found = broken(actors=STATES, agreements=[TREATY | {"depositary": "AAA;ZZZ;BBB;YYY"}])

    assert [("agreements", "depositary", "ZZZ"), ("agreements", "depositary", "YYY")] == found


def test_a_table_without_rows_has_no_keys() -> None:
    assert [("agreements", "source", "book")] == broken(sources=[], agreements=[TREATY])


def test_a_thing_is_there_while_one_statement_about_it_stands() -> None:
    one, other = TREATY | {"record": "one"}, TREATY | {"record": "other"}
    acts = [{"agreement": "AB1950", "party": "AAA", "act": "signed"}]

    assert [] == broken(actors=STATES, agreements=[one | {"withdrawn": True}, other], participations=acts)


def test_a_thing_that_is_only_withdrawn_is_not_there_and_both_ends_are_named() -> None:
    versions = [TREATY, TREATY | {"version": 2, "withdrawn": True}]
    found = report(
        actors=STATES, agreements=versions, participations=[{"agreement": "AB1950", "party": "AAA", "act": "signed"}]
    )

    assert "AB1950/AAA/signed/1" == found["record"]
    assert found["only_withdrawn"] is True
    assert "agreements record 'AB1950' is withdrawn (version 2)" == found["reason"]


def test_a_withdrawn_row_may_name_what_is_withdrawn() -> None:
    act = {"agreement": "AB1950", "party": "AAA", "act": "signed"}

    assert [] == broken(
        actors=STATES,
        agreements=[TREATY, TREATY | {"version": 2, "withdrawn": True}],
        participations=[act, act | {"version": 2, "withdrawn": True}],
    )


def test_a_row_corrected_since_may_name_what_has_gone_but_not_what_never_was() -> None:
    gone: list[Row] = [TREATY, TREATY | {"version": 2, "withdrawn": True}, {"agreement": "NEW"}]
    act: dict[str, object] = {"record": "act", "party": "AAA", "act": "signed"}
    corrected = [act | {"agreement": "AB1950"}, act | {"agreement": "NEW", "version": 2}]
    invented = [act | {"agreement": "NEVER"}, act | {"agreement": "NEW", "version": 2}]

    assert [] == broken(actors=STATES, agreements=gone, participations=corrected)
    assert [("participations", "agreement", "NEVER")] == broken(actors=STATES, agreements=gone, participations=invented)


def test_a_key_that_was_corrected_is_no_key_any_more() -> None:
    versions = [TREATY | {"record": "one"}, {"record": "one", "version": 2, "agreement": "AB1951"}]
    found = report(
        actors=STATES, agreements=versions, participations=[{"agreement": "AB1950", "party": "AAA", "act": "signed"}]
    )

    assert "agreements record 'one' has another key since version 2" == found["reason"]


@pytest.mark.parametrize(
    "aliases, sound",
    [
        ([("OLD", "AAA")], True),
        ([("OLD", "OLDER"), ("OLDER", "AAA")], True),
        ([("OLD", "ZZZ")], False),
        ([("OLD", "OLD")], False),
        ([("OLD", "OLDER"), ("OLDER", "OLD")], False),
        ([("OLD", "AB1950")], False),
    ],
)
def test_an_alias_leads_on_to_a_key_of_the_same_table(aliases: list[tuple[str, str]], *, sound: bool) -> None:
    rows = [{"alias": alias, "target": target, "reason": "renamed"} for alias, target in aliases]
    memberships = [{"organisation": "BBB", "member": "OLD", "status": "member"}]

    found = broken(actors=STATES, agreements=[TREATY], aliases=rows, memberships=memberships)

    assert ([] if sound else [("memberships", "member", "OLD")]) == found


def test_an_alias_that_is_withdrawn_leads_nowhere() -> None:
    alias = {"alias": "OLD", "target": "AAA", "reason": "renamed"}
    memberships = [{"organisation": "BBB", "member": "OLD", "status": "member"}]

    assert [("memberships", "member", "OLD")] == broken(
        actors=STATES, aliases=[alias | {"withdrawn": True}], memberships=memberships
    )


@pytest.mark.parametrize(
    "table, record, reason",
    [
        ("agreements", "AB1950", None),
        ("actors", "AB1950", "no row of actors has it"),
        ("posts", "AB1950", "no row of posts has it"),
        ("treaties", "AB1950", "there is no table 'treaties'"),
        ("agreements", "gone", "agreements record 'gone' is withdrawn (version 1)"),
    ],
)
def test_a_citation_names_a_record_of_the_table_beside_it(table: str, record: str, reason: str | None) -> None:
    register = small.register(
        actors=STATES,
        agreements=[TREATY, {"agreement": "OTHER", "record": "gone", "withdrawn": True}],
        citations=[{"record": "c", "table": table, "cited_record": record}],
    )

    assert ([] if reason is None else [reason]) == references.broken(register.tables)["reason"].to_list()


def test_keys_are_nearest_by_the_number_of_edits() -> None:
    assert ["NAT1949", "NAT1994"] == references.nearest("NAT194", ["WEU1948", "NAT1949", "NAT1994"])
    assert [] == references.nearest("XY", ["WEU1948", "NAT1949"])


def test_the_reference_register_has_no_reference_that_leads_nowhere() -> None:
    assert references.broken(Register.reference().tables).is_empty()


@given(registers(tables=("agreements", "participations", "aliases", "citations")))
def test_a_generated_register_has_no_reference_that_leads_nowhere(register: Register) -> None:
    assert references.broken(register.tables).is_empty()


# --- against plain loops --------------------------------------------------------------------------------------------


def by_hand(tables: Mapping[str, pl.DataFrame]) -> set[tuple[str, str, int, str, str]]:
    """Table, record, version, column and key of every reference that leads nowhere, cell by cell."""
    rows = {name: list(frame.iter_rows(named=True)) for name, frame in tables.items()}
    last = {name: {row["record"]: row for row in frame} for name, frame in rows.items()}
    standing = {name: [row for row in records.values() if not row["withdrawn"]] for name, records in last.items()}

    def leads(key: str, target: str, column: str, pool: Mapping[str, list[dict[str, object]]]) -> bool:
        keys = {row[column] for row in pool.get(target, [])}
        step = {row["alias"]: row["target"] for row in pool.get("aliases", [])}
        end: object = key
        for _ in range(len(step) + 1):
            end = step.get(end, end)
        return key in keys or (end in keys and end not in step)

    found = set()
    for name, frame in rows.items():
        for row in frame:
            stands = row is last[name][row["record"]] and not row["withdrawn"]
            ends = [(c, t, TABLES[t].logical_key[0]) for c, t in TABLES[name].references.items()]
            ends += [("cited_record", row["table"], "record")] if name == "citations" else []
            for column, target, key in ends:
                parts = [] if row[column] is None else [row[column]]
                if TABLES[name].about(column)["type"] == "refs":
                    parts = [part for cell in parts for part in cell.split(";")]
                found |= {
                    (name, row["record"], row["version"], column, part)
                    for part in parts
                    if not leads(part, target, key, standing if stands else rows)
                }
    return found


@settings(max_examples=60)
@given(registers(tables=("agreements", "participations", "aliases", "citations"), max_records=5), st.data())
def test_what_a_register_loses_with_some_of_its_rows_is_what_plain_loops_say(
    register: Register, data: st.DataObject
) -> None:
    fewer = {}
    for name in ("actors", "agreements", "participations", "aliases", "citations", "sources"):
        frame = register.tables[name]
        records = frame["record"].unique(maintain_order=True).to_list()
        gone = data.draw(st.sets(st.sampled_from(records), max_size=2)) if records else set()
        withdrawn = pl.col("withdrawn") | pl.col("record").is_in(data.draw(st.sampled_from([[], records])))
        fewer[name] = frame.filter(~pl.col("record").is_in(list(gone))).with_columns(withdrawn)

    found = references.broken(fewer).select("table", "record", "version", "column", "key").rows()

    assert by_hand(fewer) == set(found)
