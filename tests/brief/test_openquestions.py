"""Does the page ask what bears on it, the gravest first, and name what would settle it?"""

from datetime import date

import pytest

from detente.brief import compose
from detente.register import Register
from tests.brief.asked import lines, section
from tests.brief.worlds import act, clause, history, in_force, pact


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def test_a_well_kept_register_leaves_no_question() -> None:
    empty = section(history(), "openquestions", "ARL-BRL", "2010-01-01").empty

    assert empty is not None
    assert empty.kind == "none_recorded"


def test_whether_it_is_in_force_is_asked_first_with_where_to_look() -> None:
    world = history(
        agreements=[pact("VAGUE"), pact("LATER")],
        participations=[
            *in_force("VAGUE", "ARL", "BRL", day="2009/2011"),
            *(act("LATER", party, "signed", "2009-05-05") for party in ("ARL", "BRL")),
        ],
    )

    said = lines(world, "openquestions", "ARL-BRL", "2010-01-01")

    assert said == [
        "Pact Vague: whether in force cannot be told (day of entry into force not known well enough); check: A book",
        "Pact Later: signed 2009-05-05, entry into force not recorded; wanted: the day, or that it is not in force",
    ]


def test_unverified_rows_under_a_duty_are_counted() -> None:
    world = history(
        agreements=[pact("DOUBT")],
        participations=in_force("DOUBT", "ARL", "BRL", confidence="unverified"),
        provisions=[clause("DOUBT", "assist", trigger="armed_attack", strength="automatic")],
    )

    assert lines(world, "openquestions", "ARL-BRL", "2010-01-01") == [
        "Pact Doubt: 2 rows unverified under a duty or window; check: A book"
    ]


def test_a_term_that_ended_without_a_renewal_is_asked() -> None:
    world = history(
        agreements=[pact("LEASE")],
        participations=in_force("LEASE", "ARL", "BRL"),
        provisions=[clause("LEASE", "term", trigger="term_end", last_day="2009-12-22", renewal="by_agreement")],
    )

    assert "Pact Lease: term ended, no renewal recorded; wanted: the renewal, or the end" in lines(
        world, "openquestions", "ARL-BRL", "2010-01-01"
    )


def test_two_values_of_one_figure_stand_side_by_side_by_claimant() -> None:
    same = {
        "actor": "ARL",
        "counterpart": "BRL",
        "indicator": "host_nation_support",
        "period": "2008",
        "unit": "USD bn",
        "basis": "total",
        "valid_from": "2008-01-01",
    }
    world = history(
        observations=[
            {**same, "value": 2.0, "decimals": 2, "claimant": "Ministry", "record": "a"},
            {**same, "value": 1.5, "decimals": 1, "claimant": "Agency", "record": "b"},
        ]
    )

    assert lines(world, "openquestions", "ARL-BRL", "2010-01-01") == [
        "host nation support 2008: USD 1.5 bn (Agency) or USD 2.00 bn (Ministry); check: A book"
    ]


def test_recent_activities_without_a_report_are_one_question() -> None:
    def game(key: str, begins: str, ends: str) -> dict[str, str]:
        return {
            "activity": key,
            "title": f"Game {key}",
            "kind": "exercise",
            "domain": "land",
            "valid_from": begins,
            "valid_to": ends,
        }

    world = history(
        activities=[
            game("A", "2009-05-01", "2009-05-09"),
            game("B", "2009-09-01", "2009-09-09"),
            game("OLD", "2001-05-01", "2001-05-09"),
        ],
        participants=[
            {"activity": key, "actor": actor, "role": "participant"}
            for key in ("A", "B", "OLD")
            for actor in ("ARL", "BRL")
        ],
    )

    assert lines(world, "openquestions", "ARL-BRL", "2010-01-01") == [
        "2 recent activities presumed held, the latest Game B; wanted: reports that they were held"
    ]


def test_a_list_that_nobody_made_is_a_question() -> None:
    declared = {
        "table": "posts",
        "key": "post",
        "subject": "*",
        "completeness": "none",
        "statement": "No post is listed",
        "valid_from": "2000-01-01",
    }

    assert lines(history(coverage=[declared]), "openquestions", "ARL-BRL", "2010-01-01") == [
        "No post is listed; wanted: a list of them"
    ]


def test_a_figure_two_editions_behind_is_a_question() -> None:
    def share(actor: str, vintage: str) -> dict[str, object]:
        return {
            "actor": actor,
            "indicator": "defence_expenditure_share_of_gdp",
            "period": "2008",
            "unit": "percent",
            "basis": "one",
            "value": 2.0,
            "vintage": vintage,
            "valid_from": "2008-01-01",
        }

    world = history(
        observations=[
            share("ARL", "2009-01"),
            share("BRL", "2009-01"),
            share("BRL", "2009-06"),
            share("BRL", "2009-09"),
        ]
    )

    assert lines(world, "openquestions", "ARL-BRL", "2010-01-01") == [
        (
            "Arland: defence expenditure share of gdp last read in the edition 2009-01, two or more "
            "behind 2009-09; wanted: the edition 2009-09"
        )
    ]


def test_at_most_five_stand_on_a_page_and_the_rest_is_counted() -> None:
    keys = [f"LATER{number}" for number in range(8)]
    world = history(
        agreements=[pact(key) for key in keys],
        participations=[act(key, party, "signed", "2009-05-05") for key in keys for party in ("ARL", "BRL")],
    )

    made = compose(world, "ARL-BRL", valid=date(2010, 1, 1), sections=["openquestions"])

    assert [(len(part.items), part.more) for part in made.sections] == [(5, 3)]


def test_the_support_figures_of_japan_are_contested(shipped: Register) -> None:
    # observations.csv: JPN-USA/host_nation_support/FY2016-2020-total 980.1 (Kyodo), ...-total.b 946.5 (figure often
    # given for the agreement itself)
    first = lines(shipped, "openquestions", "USA-JPN", "2026-11-22")[0]

    assert first.startswith(
        "host nation support FY2016-2020: JPY 980.1 bn (Kyodo) or JPY 946.5 bn (figure often given "
        "for the agreement itself); check: "
    )
