"""Does a page come back from its archive as it went in, and is a damaged archive refused?"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente.brief
from detente.brief import Brief, compose
from detente.brief.page import Chart, EmptyReason, Item, Section
from detente.brief.spans import Day, Figure, Name, Span, Text, Words
from detente.errors import DetenteError
from detente.register import Register
from detente.register.dates import PartialDate
from tests.brief import drawn_page

SCHEMA: Any = json.loads(Path(detente.brief.__file__).with_name("brief.schema.json").read_text(encoding="utf-8"))

words = st.text(st.characters(codec="utf-8"), max_size=12)
wordless = words.filter(lambda text: not any(character.isdigit() for character in text))
records = st.sampled_from([(), (drawn_page.TREATY,), (drawn_page.PAY, drawn_page.HOTLINE)])
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
days = st.sampled_from(["1951", "1951-09", "1951-09-08", "2014-07-16/2022-05", "unknown"])
spans: st.SearchStrategy[Span] = st.one_of(
    st.builds(Text, wordless),
    st.builds(Figure, value=numbers, unit=words, rendering=words, records=records, low=numbers, high=numbers),
    st.builds(Day, days.map(lambda text: PartialDate.parse(text, not_after=date(2026, 1, 1))), records),
    st.builds(Name, key=words, label=wordless, records=records),
    st.builds(Words, words, records),
)
items = st.builds(
    Item,
    cells=st.lists(st.lists(spans, max_size=4).map(tuple), max_size=3).map(tuple),
    mark=st.sampled_from([None, "verified", "reported", "unverified"]),
    evidence=records,
    weight=st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=3).map(tuple),
)
charts = st.builds(
    Chart,
    title=words,
    description=words,
    spec=st.dictionaries(words, st.recursive(numbers, lambda inner: st.lists(inner, max_size=3)), max_size=3),
    columns=st.just(("one",)),
    rows=st.lists(st.tuples(words), max_size=2).map(tuple),
)
sections = st.builds(
    Section,
    name=st.sampled_from(["owes", "since"]),
    title=words,
    items=st.lists(items, max_size=3).map(tuple),
    more=st.integers(0, 9),
    empty=st.none() | st.builds(EmptyReason, st.just("not_computed"), words),
    chart=st.none() | charts,
)


@given(st.lists(sections, max_size=3).map(tuple))
def test_a_page_comes_back_equal_and_its_archive_to_the_byte(made: tuple[Section, ...]) -> None:
    page = replace(drawn_page.page(drawn=False), sections=made)

    archived = page.to_json()

    assert page == Brief.from_json(archived)
    assert archived == Brief.from_json(archived).to_json()


@given(st.lists(sections, max_size=2).map(tuple))
def test_every_archive_is_as_the_schema_says(made: tuple[Section, ...]) -> None:
    archived = json.loads(replace(drawn_page.page(drawn=False), sections=made).to_json())

    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(archived)) == []


def test_a_page_with_map_and_timeline_comes_back_and_is_drawn_the_same() -> None:
    page = drawn_page.page()

    assert page.to_html() == Brief.from_json(page.to_json()).to_html()


@pytest.mark.parametrize("subject", ["USA-JPN", "NATO", "region:Asia-Pacific", "IND"])
def test_shipped_pages_come_back_and_are_as_the_schema_says(subject: str) -> None:
    page = compose(Register.reference(), subject, valid=date(2026, 11, 22), since=date(2025, 11, 22))

    archived = page.to_json()

    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(archived))
    assert page == Brief.from_json(archived)


def test_keys_stand_in_order_so_that_two_archives_can_be_compared() -> None:
    seen: list[list[str]] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen.append([key for key, _ in pairs])
        return dict(pairs)

    json.loads(drawn_page.page(drawn=False).to_json(), object_pairs_hook=keep)

    assert len(seen) > 20
    assert [sorted(keys) for keys in seen] == seen


def test_numbers_carry_the_address_that_explain_takes() -> None:
    page = drawn_page.page(drawn=False)

    pay = json.loads(page.to_json())["sections"][0]["items"][1]["cells"][0][2]

    assert ("owes.2.1", "JPY 1,055.1 bn") == (pay["id"], pay["rendering"])
    assert "JPY 1,055.1 bn" == page.explain(pay["id"]).printed


Fault = Callable[[dict[str, Any]], object]
FAULTS: dict[str, tuple[Fault, str, str]] = {
    "another format": (lambda page: page.update(format="detente-brief/9"), "$.format", "detente-brief/1"),
    "no notes": (lambda page: page.pop("notes"), "$", "no 'notes'"),
    "a field of a stranger": (lambda page: page["subject"].update(rank=1), "$.subject", "'rank'"),
    "a day that is none": (lambda page: page.update(valid="2026-02-30"), "$.valid", "2026-02-30"),
    "a partial date that is none": (
        lambda page: page["sections"][0]["items"][0]["cells"][0][2]["date"].update(text="last year"),
        "$.sections[0].items[0].cells[0][2].date",
        "last year",
    ),
    "a kind of span that is none": (
        lambda page: page["sections"][0]["items"][0]["cells"][0][1].update(kind="html"),
        "$.sections[0].items[0].cells[0][1].kind",
        "html",
    ),
    "a number where words belong": (lambda page: page.update(command=7), "$.command", "7"),
    "words where a number belongs": (lambda page: page.update(pages="one"), "$.pages", "one"),
    "yes where a number belongs": (lambda page: page.update(pages=True), "$.pages", "True"),
    "one count of two": (lambda page: page.update(unverified=[1]), "$.unverified", "[1]"),
    "a mark of one's own": (lambda page: page["notes"][0].update(confidence="sure"), "$.notes[0].confidence", "sure"),
    "a digit in fixed words": (
        lambda page: page["sections"][0]["items"][0]["cells"][0][1].update(text="since 1960"),
        "$.sections[0].items[0].cells[0][1]",
        "a number without a source",
    ),
    "a line on a row without a note": (
        lambda page: page["notes"].pop(0),
        "$.notes",
        f"no note for {drawn_page.TREATY}",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_archive_is_refused_by_the_path_to_the_damage(fault: str) -> None:
    damage, where, named = FAULTS[fault]
    archived = json.loads(drawn_page.page(drawn=False).to_json())
    damage(archived)

    with pytest.raises(DetenteError) as refused:
        Brief.from_json(json.dumps(archived))

    assert where == refused.value.where
    assert named in f"{refused.value.message} {refused.value.expected}"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"brief"', "[" * 100_000])
def test_what_is_no_archive_is_refused(text: str) -> None:
    with pytest.raises(DetenteError, match=r"not JSON|not a brief"):
        Brief.from_json(text)
