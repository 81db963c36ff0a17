"""Several statements about one thing, tier by tier."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.register import Register
from detente.register.dates import PartialDate
from detente.register.settle import settle
from tests import strategies
from tests.register import status_oracle
from tests.small import register

KEY = ("agreement", "party", "act", "occurrence", "towards")


def statements(*said: tuple[str, str]) -> pl.DataFrame:
    """One act, stated as (date, confidence) each time, as known."""
    rows = [
        {
            "agreement": "PACT",
            "party": "AAA",
            "act": "signed",
            "valid_from": day,
            "confidence": confidence,
            "record": f"s{n}",
            "claimant": f"c{n}",
        }
        for n, (day, confidence) in enumerate(said)
    ]
    return register(participations=rows).as_of(date(2030, 1, 1)).recorded("participations")


def answer(frame: pl.DataFrame, day: str) -> dict[str, object]:
    [row] = settle(frame, KEY, date.fromisoformat(day)).to_dicts()
    return row


@pytest.mark.parametrize(
    "day, value, confidence",
    [
        ("2018-08-31", False, "reported"),
        ("2018-09-03", False, "unverified"),
        ("2018-09-10", True, "unverified"),
        ("2018-10-01", True, "reported"),
    ],
)
def test_a_month_that_was_read_and_a_day_that_was_not_each_settle_what_they_can(
    day: str, value: bool, confidence: str
) -> None:
    signed = Register.reference().as_of(date(2026, 11, 22)).recorded("participations")
    signed = signed.filter(
        (pl.col("agreement") == "INUSCOMCASA2018") & (pl.col("party") == "IND") & (pl.col("act") == "signed")
    )

    row = answer(signed, day)
    assert (value, confidence) == (row["value"], row["confidence"])

    without_the_day = signed.filter(pl.col("record") != "INUSCOMCASA2018/IND/signed.b")
    assert None is answer(without_the_day, "2018-09-10")["value"]


def test_a_lower_tier_that_does_not_refine_is_listed_and_not_used() -> None:
    row = answer(statements(("2024-06-19", "verified"), ("2024-06-18", "reported")), "2024-06-18")

    assert (False, "verified", ["s1"]) == (row["value"], row["confidence"], row["conflicts"])


def test_yes_beside_no_is_contested_and_names_the_claimants() -> None:
    row = answer(statements(("1954-11-17", "reported"), ("1954-11-18", "reported")), "1954-11-17")

    assert (None, True, ["c0", "c1"]) == (row["value"], row["contested"], row["claimants"])


def test_a_refinement_of_the_same_tier_takes_the_place_of_the_wider_statement() -> None:
    row = answer(statements(("1949", "verified"), ("1949-04-04", "verified")), "1949-05-01")

    assert (True, "verified", ["s1"]) == (row["value"], row["confidence"], row["records"])


def test_a_day_outside_the_month_that_refined_the_year_is_a_conflict() -> None:
    row = answer(statements(("1951", "verified"), ("1951-09", "reported"), ("1951-03-08", "unverified")), "1951-09-10")

    assert (None, ["s2"]) == (row["value"], row["conflicts"])


spoken = st.lists(st.tuples(strategies.partial_dates(), st.sampled_from(status_oracle.TIERS)), min_size=1, max_size=4)


@given(spoken, strategies.days())
def test_it_agrees_with_plain_loops(said: list[tuple[str, str]], day: date) -> None:
    frame = statements(*said)
    rows = [(row["valid_from_first"], row["valid_from_last"], row["confidence"]) for row in frame.to_dicts()]

    assert status_oracle.settle(rows, day) == answer(frame, day.isoformat())["value"]


@given(spoken, strategies.partial_dates(), strategies.days())
def test_a_lower_tier_never_changes_what_is_settled_above_it(said: list[tuple[str, str]], more: str, day: date) -> None:
    read = [(text, confidence) for text, confidence in said if confidence != "unverified"]
    if not read:
        return
    before = answer(statements(*read), day.isoformat())
    after = answer(statements(*read, (more, "unverified")), day.isoformat())

    if before["value"] is not None:
        assert (before["value"], before["confidence"]) == (after["value"], after["confidence"])


@given(strategies.days(), strategies.days())
def test_widening_a_lone_date_never_turns_cannot_tell_into_an_answer(day: date, asked: date) -> None:
    exact, month, year = day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]
    values = [answer(statements((text, "reported")), asked.isoformat())["value"] for text in (exact, month, year)]

    assert PartialDate.parse(exact).by(asked) == values[0]
    for narrow, wide in pairwise(values):
        assert wide is None or wide == narrow
