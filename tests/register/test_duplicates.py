"""Pairs that may be one thing: the same as comparing all with all, with far fewer comparisons."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, utils

from detente.errors import RegisterError, SourceError
from detente.register import judgements
from detente.register.duplicates import compared, duplicates
from detente.register.judgements import NO_JUDGEMENTS, judge
from tests.register import oracle
from tests.small import register

Row = oracle.Row
Tables = Mapping[str, pl.DataFrame]
Span = tuple[date, date]
NOW = datetime(2026, 6, 1, tzinfo=UTC)

# --- the rules again, as sentences about two rows ------------------------------------------------------------------


def alike(a: str, b: str) -> float:
    return fuzz.token_set_ratio(utils.default_process(a), utils.default_process(b))


def interval(row: Row, column: str) -> Span | None:
    return None if row[column] in (None, "unknown") else oracle.span(row[column], row["recorded_at"])


def within(days: int, a: Span | None, b: Span | None) -> bool:
    """Whether the spans are known and at most so many days lie between them."""
    if a is None or b is None:
        return False
    (a_first, a_last), (b_first, b_last) = ((first, max(first, last)) for first, last in (a, b))
    return max((b_first - a_last).days, (a_first - b_last).days) <= days


def window(row: Row) -> Span | None:
    begins, ends = interval(row, "valid_from"), interval(row, "valid_to")
    if begins is None:
        return None
    return begins[0], ends[1] - timedelta(days=1) if ends else begins[1]


def actors_of(tables: Mapping[str, list[Row]], activity: Row) -> set[str]:
    key = activity["activity"]
    took_part = {p["actor"] for p in tables["participants"] if p["activity"] == key and p["role"] != "total"}
    hosts = {a["country"] for a in tables["activities"] if a["activity"] == key}
    return (took_part | hosts) - {None}


def parties_of(tables: Mapping[str, list[Row]], agreement: Row) -> set[str]:
    acts = (act for act in tables["participations"] if act["agreement"] == agreement["agreement"])
    return {act["party"] for act in acts if act["capacity"] == "party"}


def one_activity(tables: Mapping[str, list[Row]], a: Row, b: Row) -> bool:
    if a["kind"] != b["kind"] or not within(14, window(a), window(b)):
        return False
    if not actors_of(tables, a) & actors_of(tables, b):
        return False
    editions = [(row["series"], row["edition"]) for row in (a, b)]
    same_edition = editions[0] == editions[1] and None not in editions[0]
    return same_edition or alike(a["title"], b["title"]) >= 80


def one_agreement(tables: Mapping[str, list[Row]], a: Row, b: Row) -> bool:
    if a["external_id"] is not None and a["external_id"] == b["external_id"]:
        return True
    parties = parties_of(tables, a)
    if not parties or parties != parties_of(tables, b) or a["subject"] != b["subject"]:
        return False
    return within(31, interval(a, "valid_from"), interval(b, "valid_from"))


def one_statement(_: Mapping[str, list[Row]], a: Row, b: Row) -> bool:
    same_day = within(0, interval(a, "valid_from"), interval(b, "valid_from"))
    return a["actor"] == b["actor"] and same_day and alike(a["text"], b["text"]) >= 85


def one_actor(_: Mapping[str, list[Row]], a: Row, b: Row) -> bool:
    codes = ("iso2", "iso3", "iso_numeric", "cow", "gw")
    return any(a[code] is not None and a[code] == b[code] for code in codes) and within(0, spell(a), spell(b))


def spell(row: Row) -> Span:
    begins, ends = (row[c] and oracle.span(row[c], row["recorded_at"]) for c in ("valid_from", "valid_to"))
    return begins[0] if begins else date(1500, 1, 1), ends[1] - timedelta(days=1) if ends else date(2200, 12, 31)


RULES = {
    "activities": ("activity", one_activity),
    "agreements": ("agreement", one_agreement),
    "statements": ("statement", one_statement),
    "actors": ("actor", one_actor),
}


def by_brute_force(tables: Tables, table: str) -> set[tuple[str, ...]]:
    """All rows with all rows; `tables` of one version each."""
    rows = {name: frame.to_dicts() for name, frame in tables.items()}
    key, is_one = RULES[table]
    return {
        tuple(sorted((a[key], b[key])))
        for a, b in combinations(rows[table], 2)
        if a[key] != b[key] and is_one(rows, a, b)
    }


def proposed(tables: Tables, table: str) -> set[tuple[str, ...]]:
    return set(duplicates(tables, table).select("left", "right").rows())


# --- tables in which things are often nearly the same --------------------------------------------------------------

FEW_DAYS = st.dates(date(2024, 1, 1), date(2024, 4, 30)).map(date.isoformat)
DATES = (
    st.none()
    | FEW_DAYS
    | FEW_DAYS.map(lambda day: day[:7])
    | st.just("unknown")
    | st.tuples(FEW_DAYS, FEW_DAYS).map(lambda ends: "/".join(sorted(ends)))
)
STATES = st.sampled_from("ABC")
TITLES = st.sampled_from(("Red Flag", "red flag 24", "Exercise Red Flag 2024", "Blue Flag", "Port visit", "!"))
KEYS = st.sampled_from("klmnop")


def rows(**cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(cells), min_size=2, max_size=8).map(
        lambda found: [row | {"record": f"r{place}"} for place, row in enumerate(found)]
    )


@given(
    activities=rows(
        activity=KEYS, title=TITLES, kind=st.sampled_from(("exercise", "visit")), valid_from=DATES, valid_to=DATES,
        country=st.none() | STATES, series=st.none() | st.just("FLAG"), edition=st.none() | st.integers(1, 2),
    ),
    participants=rows(activity=KEYS, actor=st.none() | STATES, role=st.sampled_from(("host", "participant", "total"))),
)  # fmt: skip
def test_the_pairs_of_activities_are_those_of_brute_force(activities: list[Row], participants: list[Row]) -> None:
    tables = register(activities=activities, participants=participants).tables

    assert by_brute_force(tables, "activities") == proposed(tables, "activities")


@given(
    agreements=rows(
        agreement=KEYS, title=TITLES, subject=st.sampled_from(("defence", "access")), valid_from=DATES,
        external_id=st.none() | st.sampled_from(("atop:1", "atop:2")),
    ),
    participations=rows(
        agreement=KEYS, party=STATES, act=st.just("signed"), capacity=st.sampled_from(("party", "observer"))
    ),
)  # fmt: skip
def test_the_pairs_of_agreements_are_those_of_brute_force(agreements: list[Row], participations: list[Row]) -> None:
    tables = register(agreements=agreements, participations=participations).tables

    assert by_brute_force(tables, "agreements") == proposed(tables, "agreements")


@given(statements=rows(statement=KEYS, actor=STATES, text=TITLES, valid_from=DATES))
def test_the_pairs_of_statements_are_those_of_brute_force(statements: list[Row]) -> None:
    dull = {"kind": "assurance", "about": "a matter", "text_kind": "quote"}
    tables = register(statements=[row | dull for row in statements]).tables

    assert by_brute_force(tables, "statements") == proposed(tables, "statements")


@given(
    actors=rows(
        actor=KEYS, name=TITLES, kind=st.just("state"), valid_from=DATES, valid_to=DATES,
        iso3=st.none() | st.sampled_from(("AAA", "BBB")), cow=st.none() | st.integers(1, 2), gw=st.none() | st.just(1),
    )
)  # fmt: skip
def test_the_pairs_of_actors_are_those_of_brute_force(actors: list[Row]) -> None:
    tables = register(actors=actors).tables

    assert by_brute_force(tables, "actors") == proposed(tables, "actors")


def many_activities(count: int) -> Tables:
    """Ten years of exercises and visits of forty states, some of them recorded twice under another key."""
    draw = Random(20260601)  # noqa: S311  # a table to search in, no secret
    words = ("Red", "Blue", "Iron", "Northern", "Flag", "Storm", "Shield", "Wind", "Anvil", "Lion", "Dragon", "Bridge")
    states = [f"S{number:02d}" for number in range(40)]
    activities: list[Row] = []
    participants: list[Row] = []
    for number in range(count):
        start = date(2015, 1, 1) + timedelta(days=draw.randrange(3650))
        activity: Row = {
            "activity": f"a{number}",
            "title": " ".join(draw.sample(words, 3)),
            "kind": draw.choice(("exercise", "visit", "dialogue", "course")),
            "valid_from": start.isoformat(),
            "valid_to": (start + timedelta(days=draw.randrange(1, 20))).isoformat(),
            "country": draw.choice(states),
        }
        copies = activities and draw.random() < 0.02
        activities.append(draw.choice(activities) | {"activity": f"a{number}"} if copies else activity)
        participants += [{"activity": f"a{number}", "actor": s, "role": "participant"} for s in draw.sample(states, 3)]
    return register(activities=activities, participants=participants).tables


def test_at_least_fifty_times_fewer_rows_are_compared_than_there_are_pairs() -> None:
    tables = many_activities(20_000)
    pairs = 20_000 * 19_999 // 2

    assert compared(tables, "activities").height * 50 <= pairs


def test_many_activities_give_the_pairs_of_brute_force() -> None:
    tables = many_activities(600)
    expected = by_brute_force(tables, "activities")

    assert expected == proposed(tables, "activities")
    assert len(expected) > 10


# --- single behaviours ----------------------------------------------------------------------------------------------

EXERCISE = {"kind": "exercise", "country": "USA", "valid_from": "2024-03-01", "valid_to": "2024-03-10"}


def exercises(*titles: str, **cells: object) -> Tables:
    found = [{**EXERCISE, "activity": f"a{place}", "title": title, **cells} for place, title in enumerate(titles)]
    return register(activities=found).tables


def test_a_pair_comes_with_its_reasons_and_rows() -> None:
    [pair] = duplicates(exercises("Red Flag 2024", "Exercise Red Flag 2024"), "activities").to_dicts()

    assert ("a0", "a1", ["a0", "a1"]) == (pair["left"], pair["right"], pair["records"])
    assert ["both are of kind exercise", "windows overlap", "with USA"] == pair["reasons"][:3]
    assert pair["reasons"][3].startswith("titles agree")


def test_the_most_alike_pair_comes_first() -> None:
    found = duplicates(exercises("Red Flag Alaska", "Red Flag Alaska", "Red Flag Nevada"), "activities")

    assert ("a0", "a1", 100.0) == found.select("left", "right", "score").row(0)


def test_an_exercise_is_not_taken_for_another_by_its_name_alone() -> None:
    far = register(
        activities=[
            EXERCISE | {"activity": "a", "title": "Red Flag"},
            EXERCISE | {"activity": "b", "title": "Red Flag", "valid_from": "2024-03-24", "valid_to": "2024-03-30"},
            EXERCISE | {"activity": "c", "title": "Red Flag", "country": "JPN"},
        ]
    ).tables

    assert duplicates(far, "activities").is_empty()


def test_withdrawn_rows_are_not_proposed() -> None:
    flag: Row = EXERCISE | {"title": "Red Flag"}
    gone = flag | {"activity": "b", "version": 2, "withdrawn": True}

    assert duplicates(
        register(activities=[flag | {"activity": "a"}, flag | {"activity": "b"}, gone]).tables, "activities"
    ).is_empty()


def test_a_table_without_a_rule_is_refused_with_the_tables_that_have_one() -> None:
    with pytest.raises(RegisterError, match="no rule for duplicates in 'posts'") as refused:
        duplicates(register().tables, "posts")
    assert "activities, agreements, statements, actors" in str(refused.value)


@pytest.mark.parametrize("decision", ["same", "different", "related"])
def test_a_pair_that_was_judged_is_not_proposed_again(decision: judgements.Decision) -> None:
    tables = exercises("Red Flag", "Red Flag", "Red Flag")
    judged = judge(NO_JUDGEMENTS, "activities", ("a1", "a0"), decision, by="A. Analyst", at=NOW, reason="read both")

    left_over = duplicates(tables, "activities", judged).select("left", "right").rows()
    assert [("a0", "a2"), ("a1", "a2")] == left_over


def test_a_judgement_on_keys_of_another_table_does_not_count() -> None:
    judged = judge(NO_JUDGEMENTS, "agreements", ("a0", "a1"), "different", by="A", at=NOW, reason="read both")

    assert 1 == duplicates(exercises("Red Flag", "Red Flag"), "activities", judged).height


def test_judgements_are_kept_in_a_file_and_the_last_word_counts(tmp_path: Path) -> None:
    once = judge(NO_JUDGEMENTS, "activities", ("a", "b"), "same", by="A", at=NOW, reason="same title")
    twice = judge(once, "activities", ("b", "a"), "different", by="B", at=NOW, reason='two "phases", one name')
    judgements.write(twice, tmp_path / judgements.FILE_NAME)
    read = judgements.read(tmp_path / judgements.FILE_NAME)

    assert twice.equals(read)
    assert [("different", "B")] == judgements.last_word(read, "activities").select("decision", "by").rows()


def test_without_a_file_there_are_no_judgements_and_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    assert judgements.read(tmp_path / "none.csv").is_empty()
    with pytest.raises(SourceError, match="not a file of judgements"):
        judgements.read(tmp_path / "other.csv")


@pytest.mark.parametrize(
    "pair, decision, by, reason",
    [("aa", "same", "A", "why"), ("ab", "perhaps", "A", "why"), ("ab", "same", "", "why"), ("ab", "same", "A", " ")],
)
def test_a_judgement_needs_two_keys_a_word_a_name_and_a_reason(pair: str, decision: Any, by: str, reason: str) -> None:
    with pytest.raises(RegisterError, match="not a judgement"):
        judge(NO_JUDGEMENTS, "activities", (pair[0], pair[1]), decision, by=by, at=NOW, reason=reason)
