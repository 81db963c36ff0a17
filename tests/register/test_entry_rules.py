"""The agreement's own rule of entry, where no act says when it came into force."""

from datetime import UTC, date, datetime

import pytest

from detente.register import Register
from detente.register.entry_rules import moved
from detente.register.status import party_status
from tests.small import register

BOTH = ("AAA", "BBB")


def agreed(rule: dict[str, object], acts: list[dict[str, object]]) -> Register:
    return register(
        agreements=[{"agreement": "PACT", "valid_from": "2023-12-01", **rule}],
        participations=[{"agreement": "PACT", **act} for act in acts],
    )


def bound(given: Register, day: str, party: str = "AAA", known: str | None = None) -> bool | None:
    snapshot = given.as_of(date.fromisoformat(day), date.fromisoformat(known) if known else None)
    return party_status(snapshot, "PACT", party)["in_force"][0]  # type: ignore[no-any-return]


def consents(*days: tuple[str, str]) -> list[dict[str, object]]:
    return [{"party": party, "act": "consented", "valid_from": day} for party, day in days]


def test_the_last_of_two_notes_brings_it_into_force_and_a_correction_moves_the_day() -> None:
    first = {"agreement": "PACT", "party": "BBB", "act": "consented", "record": "note"}
    pact = {"agreement": "PACT", "valid_from": "2023-12-01", "recorded_at": datetime(2024, 2, 1, tzinfo=UTC)}
    given = register(
        agreements=[{**pact, "entry_rule": "last_notification"}],
        participations=[
            {
                "agreement": "PACT",
                "party": "AAA",
                "act": "consented",
                "valid_from": "2024-01-10",
                "recorded_at": datetime(2024, 2, 1, tzinfo=UTC),
            },
            {**first, "valid_from": "2024-02-15", "recorded_at": datetime(2024, 3, 1, tzinfo=UTC)},
            {**first, "valid_from": "2024-03-15", "recorded_at": datetime(2024, 6, 1, tzinfo=UTC), "version": 2},
        ],
    )

    assert True is bound(given, "2024-03-01", known="2024-05-01")
    assert False is bound(given, "2024-03-01", known="2024-07-01")
    assert True is bound(given, "2024-03-15", known="2024-07-01")


def test_a_note_that_was_not_given_keeps_everybody_waiting() -> None:
    acts: list[dict[str, object]] = [
        *consents(("AAA", "2024-01-10")),
        {"party": "BBB", "act": "signed", "valid_from": "2023-12-01"},
    ]

    row = party_status(
        agreed({"entry_rule": "last_notification"}, acts).as_of(date(2026, 1, 1)), "PACT", "BBB"
    ).to_dicts()[0]
    assert (False, "signed", "entry into force not recorded") == (row["in_force"], row["state"], row["reason"])


def test_a_note_counts_on_the_day_it_was_received() -> None:
    acts = consents(("AAA", "2024-01-10"), ("BBB", "2024-02-15"))
    acts[1]["effective"] = "2024-02-20"
    given = agreed({"entry_rule": "last_notification"}, acts)

    assert [False, True] == [bound(given, day) for day in ("2024-02-19", "2024-02-20")]


@pytest.mark.parametrize(
    "anchor, day",
    [
        ("day", "2024-01-15"),
        ("first_of_next_month", "2024-02-01"),
        ("first_of_second_month", "2024-03-01"),
        ("first_of_third_month", "2024-04-01"),
    ],
)
def test_the_anchor_moves_the_day_to_the_first_of_a_month(anchor: str, day: str) -> None:
    assert date.fromisoformat(day) == moved(date(2024, 1, 15), None, anchor)


def test_the_delay_runs_from_the_last_note() -> None:
    given = agreed(
        {"entry_rule": "last_notification", "entry_delay": "P30D"},
        consents(("AAA", "2024-01-10"), ("BBB", "2024-02-15")),
    )

    assert [False, True] == [bound(given, day) for day in ("2024-03-15", "2024-03-16")]


def test_the_third_consent_opens_it_and_a_later_party_enters_on_its_own_day() -> None:
    acts = consents(("AAA", "2024-01-10"), ("BBB", "2024-02-10"), ("CCC", "2024-03-10"), ("DDD", "2024-06-10"))
    given = agreed({"entry_rule": "nth_consent", "entry_count": 3}, acts)

    assert [False, True] == [bound(given, day) for day in ("2024-03-09", "2024-03-10")]
    assert [False, True] == [bound(given, day, "DDD") for day in ("2024-06-09", "2024-06-10")]


def test_under_on_signature_nobody_is_bound_alone() -> None:
    acts: list[dict[str, object]] = [
        {"party": "AAA", "act": "signed", "valid_from": "2024-01-10"},
        {"party": "BBB", "act": "signed", "valid_from": "2024-02-10"},
    ]
    given = agreed({"entry_rule": "on_signature"}, acts)

    assert [False, True] == [bound(given, day) for day in ("2024-01-20", "2024-02-10")]


def test_a_unilateral_act_binds_whoever_made_it_from_its_own_day() -> None:
    given = agreed(
        {"entry_rule": "on_adoption", "binding": "unilateral"},
        [{"party": "AAA", "act": "adopted", "valid_from": "2024-01-10"}],
    )

    assert [False, True] == [bound(given, day) for day in ("2024-01-09", "2024-01-10")]


def test_a_note_of_which_only_the_month_is_known_leaves_the_month_open() -> None:
    given = agreed({"entry_rule": "last_notification"}, consents(("AAA", "2024-01-10"), ("BBB", "2024-02")))

    assert [False, None, True] == [bound(given, day) for day in ("2024-01-31", "2024-02-10", "2024-02-29")]


def test_a_recorded_entry_beats_the_rule() -> None:
    acts = [*consents(("AAA", "2024-01-10"), ("BBB", "2024-02-15"))]
    acts += [{"party": party, "act": "entered_into_force", "valid_from": "2024-05-01"} for party in BOTH]
    given = agreed({"entry_rule": "last_notification"}, acts)

    assert [False, True] == [bound(given, day) for day in ("2024-04-30", "2024-05-01")]
