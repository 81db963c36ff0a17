"""Names and codes of actors, read on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register import Register, names
from detente.register.dates import PartialDate
from detente.register.names import Match, Names
from tests.small import register

REFERENCE = Names.of(Register.reference().tables)
TODAY = date(2026, 11, 22)


def on(text: str, day: str | None) -> Match:
    """What the shipped register takes `text` for on that day."""
    return REFERENCE.match(text, PartialDate.parse(day) if day else None)


# Acceptance 9: states renamed and split. Codes as in the facts' README, "Code traps".
@pytest.mark.parametrize("day, cow, gw", [("1985-06-01", 260, 260), ("1995-06-01", 255, 260)])
def test_a_key_is_read_as_the_spell_of_the_day(day: str, cow: int, gw: int) -> None:
    spell = on("DEU", day).spell

    assert spell is not None
    assert (cow, gw) == (spell.cow, spell.gw)


def test_a_code_of_a_past_spell_finds_the_actor_and_names_the_spell() -> None:
    match = on("SUN", "2020-01-01")

    assert ("RUS", "iso3", "Soviet Union") == (match.actor, match.how, match.spell and match.spell.name)
    assert not match.holds


@pytest.mark.parametrize("day, actor", [("1980-01-01", "CSK"), ("1992-12-31", "CSK"), ("2004-01-01", "SCG")])
def test_a_code_used_twice_over_time_is_read_by_the_day(day: str, actor: str) -> None:
    assert actor == on("CS", day).actor


@pytest.mark.parametrize("day", ["2000-01-01", "1990/2005", None])
def test_a_code_used_twice_is_ambiguous_where_the_day_does_not_decide(day: str | None) -> None:
    match = on("CS", day)

    assert (None, "ambiguous", ("CSK", "SCG")) == (match.actor, match.how, match.actors)


@pytest.mark.parametrize(
    "text, day, actors",
    [
        ("Korea", "2025-05-01", ("KOR", "PRK")),
        ("Congo", "2025-05-01", ("COD", "COG")),
        ("Yemen", "1980-01-01", ("YAR", "YMD")),
        ("Viet Nam", "1960-01-01", ("VDR", "VNM")),
    ],
)
def test_a_name_of_two_states_of_one_day_is_ambiguous(text: str, day: str, actors: tuple[str, ...]) -> None:
    match = on(text, day)

    assert (None, "ambiguous", actors) == (match.actor, match.how, match.actors)


@pytest.mark.parametrize(
    "text, day, actor",
    [
        ("Germany", "1985-01-01", "DEU"),
        ("Germany", "2020-01-01", "DEU"),
        ("german democratic republic", "1985-01-01", "DDR"),
        ("Republic of Korea", "2025-05-01", "KOR"),
        ("democratic people's republic of korea", "2025-05-01", "PRK"),
        ("Yemen", "2000-01-01", "YEM"),
        ("Cote d'Ivoire", "2020-01-01", "CIV"),
        ("St. Lucia", "2020-01-01", "LCA"),
        ("The Netherlands", "2020-01-01", "NLD"),
        ("Trinidad & Tobago", "2020-01-01", "TTO"),
        ("nato", "2020-01-01", "NATO"),
        ("Micronesia", "2020-01-01", "FSM"),
    ],
)
def test_a_name_is_read_in_any_case_without_accents_and_without_the_form_of_the_state(
    text: str, day: str, actor: str
) -> None:
    match = on(text, day)

    assert (actor, "name", True) == (match.actor, match.how, match.holds)


def test_a_name_of_another_time_finds_the_actor_and_says_that_it_did_not_hold() -> None:
    match = on("Russia", "1985-01-01")

    assert ("RUS", False) == (match.actor, match.holds)


def test_a_key_keeps_its_meaning_where_it_is_also_the_code_of_another() -> None:
    match = on("AU", "2020-01-01")

    assert ("AU", "key", ("AU", "AUS")) == (match.actor, match.how, match.actors)


def test_a_key_before_its_actor_was_there_is_not_taken_for_that_key_where_the_code_was_another_state_s() -> None:
    match = on("YEM", "1980-01-01")

    assert (None, "ambiguous", ("YEM", "YAR")) == (match.actor, match.how, match.actors)


def test_a_key_is_found_on_a_day_when_its_actor_was_not_there() -> None:
    match = on("CZE", "1985-01-01")

    assert ("CZE", "key", False) == (match.actor, match.how, match.holds)


@pytest.mark.parametrize("code, actor", [("cow", "NRU"), ("gw", "KIR")])
def test_the_number_970_is_read_only_in_the_list_it_is_declared_to_be_from(code: names.Code, actor: str) -> None:
    assert "unknown" == on("970", "2020-01-01").how
    assert actor == REFERENCE.match("970", TODAY, code).actor


@pytest.mark.parametrize("text", ["8", "08", "008"])
def test_an_iso_number_that_a_spreadsheet_shortened_is_read(text: str) -> None:
    assert "ALB" == REFERENCE.match(text, TODAY, "iso_numeric").actor


def test_a_region_is_not_an_actor() -> None:
    match = on("middle east and africa", "2020-01-01")

    assert (None, "region", "Middle East and Africa") == (match.actor, match.how, match.region)


def test_an_unknown_name_comes_with_the_three_nearest_of_the_day() -> None:
    match = names.match("Germny", Register.reference().as_of(TODAY), TODAY)

    assert (None, "unknown", 3) == (match.actor, match.how, len(match.actors))
    assert "DEU" == match.actors[0]


def test_the_nearest_were_there_on_the_day() -> None:
    near = REFERENCE.nearest("Czechoslovak", date(2020, 1, 1))

    assert "CSK" not in [spell.actor for spell in near]
    assert "CSK" in [spell.actor for spell in REFERENCE.nearest("Czechoslovak", date(1980, 1, 1))]


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(RegisterError, match="no code of actors") as caught:
        names.code_named("fips")

    assert "iso3" in str(caught.value.expected)


SMALL = register(
    actors=[
        {"actor": "AAA", "kind": "state", "name": "Aland", "valid_from": "1950", "valid_to": "1990"},
        {"actor": "AAA", "occurrence": 2, "kind": "state", "name": "Republic of New Aland", "valid_from": "1990"},
        {"actor": "BBB", "kind": "firm", "name": "Republic Arms", "valid_from": "1950"},
    ],
    aliases=[
        {"alias": "Old-Aland", "target": "AAA", "reason": "renamed", "valid_to": "1980"},
        {"alias": "gone", "target": "BBB", "reason": "typo", "withdrawn": True},
    ],
)


def test_an_alias_is_read_on_its_own_days_and_shown() -> None:
    match = names.match("old aland", SMALL.tables, date(1970, 1, 1))
    exact = names.match("Old-Aland", SMALL.tables, date(1970, 1, 1))

    assert ("AAA", "name") == (match.actor, match.how)
    assert ("AAA", "alias", 1) == (exact.actor, exact.how, exact.spell and exact.spell.occurrence)
    assert not names.match("Old-Aland", SMALL.tables, date(2000, 1, 1)).holds


def test_a_withdrawn_alias_names_nobody() -> None:
    assert "unknown" == names.match("gone", SMALL.tables, None).how


def test_only_a_state_is_known_without_the_words_for_its_form() -> None:
    assert "AAA" == names.match("New Aland", SMALL.tables, date(2000, 1, 1)).actor
    assert "unknown" == names.match("Arms", SMALL.tables, date(2000, 1, 1)).how


def test_a_snapshot_and_its_tables_give_the_same_answer() -> None:
    in_snapshot = names.match("Aland", SMALL.as_of(date(1970, 1, 1)), date(1970, 1, 1))

    assert in_snapshot == names.match("Aland", SMALL.tables, date(1970, 1, 1))


@given(st.text(max_size=30), st.dates() | st.none(), st.sampled_from(names.CODES))
def test_any_text_means_one_actor_of_the_register_or_none(text: str, day: date | None, code: names.Code) -> None:
    match = REFERENCE.match(text, day, code)

    assert match.actor is None or match.actor in REFERENCE.spells
    assert (match.actor is None) == (match.how in {"unknown", "ambiguous", "region"})
    assert (match.spell is None) == (match.actor is None)


@given(st.sampled_from(sorted(REFERENCE.spells)), st.dates(date(1500, 1, 1), date(2200, 12, 31)))
def test_a_key_declared_as_a_key_is_that_actor_on_every_day(key: str, day: date) -> None:
    assert key == REFERENCE.match(key, day, "key").actor
