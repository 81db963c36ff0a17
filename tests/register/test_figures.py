"""Every edition and definition of a figure, the newest first."""

from datetime import date

import pytest

from detente.errors import RegisterError
from detente.register import Register
from detente.register.figures import figures
from tests.register.said import register

SHARE = "defence_expenditure_share_of_gdp"


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


def test_editions_and_definitions_stand_beside_each_other(reference: Register) -> None:
    rows = figures(reference.as_of(date(2026, 11, 22)), "POL", SHARE)

    assert [
        (4.25, "NATO core defence (2026 basis)", "2026-07-10"),
        (4.5, "SIPRI definition", "2026-04"),
        (4.48, "NATO definition", "2025-08-28"),
    ] == rows.filter(period="2025").select("value", "basis", "vintage").rows()


def test_the_newest_edition_comes_first_and_within_it_the_latest_period(reference: Register) -> None:
    rows = figures(reference.as_of(date(2026, 11, 22)), "POL", SHARE, basis="NATO definition")

    assert [
        ("2025", "2025-08-28"),
        ("2024", "2025-04"),
        ("2024", "2024-06"),
        ("2014", "2024-06"),
        ("2023", "2024-03"),
    ] == (rows.select("period", "vintage").rows())


def test_the_newest_edition_of_each_period_and_definition_can_be_asked_for(reference: Register) -> None:
    snapshot = reference.as_of(date(2026, 11, 22))
    rows = figures(snapshot, "POL", SHARE, basis="NATO definition", vintage="newest")

    assert [("2025", 4.48), ("2024", 4.07), ("2014", 1.88), ("2023", 3.92)] == rows.select("period", "value").rows()


def test_one_edition_can_be_asked_for(reference: Register) -> None:
    rows = figures(reference.as_of(date(2026, 11, 22)), "POL", SHARE, vintage="2024-06")

    assert {"2024-06"} == set(rows["vintage"])
    assert ["2024", "2014"] == rows["period"].to_list()


def test_a_figure_without_an_edition_may_be_the_newest() -> None:
    told = register(
        observations=[
            {
                "actor": "AAA",
                "indicator": "troops",
                "period": "2015",
                "valid_from": "2015",
                "value": value,
                "vintage": vintage,
            }
            for value, vintage in ((1.0, "2016"), (2.0, "2017"), (3.0, None))
        ]
    )

    assert [2.0, 3.0] == figures(told.as_of(date(2020, 1, 1)), "AAA", "troops", vintage="newest")["value"].to_list()


def test_attaches_of_one_sender_are_told_by_counterpart(reference: Register) -> None:
    snapshot = reference.as_of(date(2003, 6, 30))
    germany, france = (
        figures(snapshot, "GBR", "defence_attaches", counterpart=state).select("value", "confidence").rows()
        for state in ("DEU", "FRA")
    )

    assert ([(4.0, "verified")], [(3.0, "verified")]) == (germany, france)
    assert 21 == figures(snapshot, "GBR", "defence_attaches").height


def test_a_period_that_has_not_begun_has_no_figure(reference: Register) -> None:
    assert figures(reference.as_of(date(2002, 12, 31)), "GBR", "defence_attaches").is_empty()


def test_an_edition_that_is_no_date_is_refused(reference: Register) -> None:
    with pytest.raises(RegisterError, match="'latest' is not a date"):
        figures(reference.as_of(date(2026, 1, 1)), "POL", SHARE, vintage="latest")
