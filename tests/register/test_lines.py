"""The state of a line and the record of its failures: worked cases on the shipped facts, mechanisms on typed rows."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from detente.durations import Duration
from detente.register import Register, Snapshot
from detente.register.coverage import Count
from detente.register.dates import PartialDate
from detente.register.lines import channel_status, failures
from tests.register.said import register


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


def on(register: Register, day: str) -> Snapshot:
    return register.as_of(date.fromisoformat(day))


def status(register: Register, channel: str, day: str, **options: Duration) -> dict[str, Any]:
    return channel_status(on(register, day), channel, **options).row(0, named=True)


def line(*events: tuple[str, str], **channel: str) -> Register:
    """A register with one line L and these events of it: kind, date; numbered within their kind."""
    numbers: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for kind, when in events:
        numbers[kind] += 1
        rows.append({"channel": "L", "kind": kind, "occurrence": numbers[kind], "valid_from": when})
    return register(channels=[{"channel": "L", "valid_from": "1990", **channel}], channel_events=rows)


@pytest.mark.parametrize(
    "channel, day, state, since",
    [
        ("INTERKOR1971", "2023-11-01", "silent", "2023-04-07"),
        ("INTERKOR1971", "2021-09-15", "severed", "2021-08"),
        ("INTERKOR1971", "2021-10-05", "open", "2021-10-04"),
        ("INTERKORMIL", "2023-11-01", "silent", "2023-04-07"),
        ("JPCHNHOT", "2026-01-01", "silent", "2025-12-06"),
        ("JPCHNHOT", "2023-04-30", "agreed", "2023-03-31"),
        ("USCHNDTL", "2024-12-31", "open", "2024"),
        # Cut and restored within 1980 after a cut of 1976; cut and restored within 2013 while it stood.
        ("INTERKOR1971", "1981-01-01", "severed", "1980"),
        ("INTERKOR1971", "2014-01-01", "open", "2013"),
    ],
)
def test_a_line_is_in_the_state_its_last_event_brought(
    reference: Register, channel: str, day: str, state: str, since: str
) -> None:
    row = status(reference, channel, day)

    assert (state, since) == (row["state"], row["since"])


def test_a_restoration_that_nobody_verified_opens_the_line_unverified(reference: Register) -> None:
    row = status(reference, "USCHNDTL", "2024-12-31")

    assert ("unverified", ["USCHNDTL/restored/1"]) == (row["confidence"], row["records"])


def test_the_day_a_line_was_first_seen_open_is_kept(reference: Register) -> None:
    assert "2023-05-16" == status(reference, "JPCHNHOT", "2026-01-01")["opened"]


def test_evidence_older_than_five_years_says_nothing_of_today(reference: Register) -> None:
    last_day, after = (status(reference, "JPCHNMACM", day) for day in ("2023-06-08", "2026-01-01"))

    assert ("open", "open") == (last_day["state"], last_day["last_state"])
    assert ("unknown", "open", "2018-06-08") == (after["state"], after["last_state"], after["last_evidence"])
    assert "last evidence 2018-06-08, older than P5Y" == after["reason"]


def test_how_old_evidence_may_be_is_the_callers_to_say(reference: Register) -> None:
    row = status(reference, "JPCHNMACM", "2026-01-01", stale_after=Duration.parse("P10Y"))

    assert "open" == row["state"]


def test_evidence_of_a_vague_day_that_may_be_too_old_is_not_trusted() -> None:
    rows = [status(line(("opened", "2017")), "L", day) for day in ("2022-01-01", "2022-01-02", "2023-01-01")]

    assert ["open", "unknown", "unknown"] == [row["state"] for row in rows]
    assert "last evidence 2017, which may be older than P5Y" == rows[1]["reason"]
    assert "last evidence 2017, older than P5Y" == rows[2]["reason"]


def test_a_line_that_was_closed_stays_closed() -> None:
    assert "closed" == status(line(("opened", "1990"), ("closed", "1995")), "L", "2020-01-01")["state"]


def test_the_end_of_its_own_spell_closes_a_line() -> None:
    ended = line(("opened", "1990"), ("used", "1999"), valid_to="2000-06")

    assert ["open", "unknown", "closed"] == [
        status(ended, "L", day)["state"] for day in ("2000-05-31", "2000-06-15", "2000-07-01")
    ]


@pytest.mark.parametrize("kind", ["declined", "delayed", "postponed", "not_used"])
def test_a_call_refused_late_or_never_made_leaves_the_line_open(kind: str) -> None:
    row = status(line(("opened", "2020"), (kind, "2021-05-01")), "L", "2022-01-01")

    assert ("open", "2020") == (row["state"], row["since"])


def test_a_refusal_shows_that_the_line_works_and_silence_about_it_does_not() -> None:
    refused = status(line(("opened", "2010"), ("declined", "2021-05-01")), "L", "2022-01-01")
    untried = status(line(("opened", "2010"), ("not_used", "2021-05-01")), "L", "2022-01-01")

    assert ("open", "2021-05-01") == (refused["state"], refused["last_evidence"])
    assert ("unknown", "2010") == (untried["state"], untried["last_evidence"])


def test_a_possible_later_event_leaves_the_state_open(reference: Register) -> None:
    row = status(reference, "INTERKOR1971", "2013-06-01")

    assert ("unknown", None, None) == (row["state"], row["last_state"], row["confidence"])
    assert "which came last cannot be told: restored 2011, restored 2013, severed 2013" == row["reason"]


def test_a_line_agreed_and_perhaps_opened_is_neither(reference: Register) -> None:
    row = status(reference, "USCHNDTL", "2024-06-01")

    assert "unknown" == row["state"]
    assert "which came last cannot be told: agreed 2008-02-29, restored 2024" == row["reason"]


def test_a_later_agreement_does_not_undo_what_was_seen() -> None:
    told = line(("opened", "2020"), ("severed", "2021"), ("agreed", "2022"))

    assert "severed" == status(told, "L", "2023-01-01")["state"]


def test_an_event_of_unknown_day_decides_no_state() -> None:
    told = line(("opened", "2020-03-01"), ("severed", "unknown"))

    assert "open" == status(told, "L", "2021-01-01")["state"]


def test_a_line_of_which_nothing_is_known_by_the_day_is_unknown() -> None:
    row = status(line(("opened", "2020")), "L", "2010-01-01")

    assert ("unknown", [], "nothing that decides a state is recorded by 2010-01-01") == (
        row["state"],
        row["records"],
        row["reason"],
    )


def test_a_line_whose_opening_may_not_have_come_is_unknown() -> None:
    row = status(line(("opened", "2020")), "L", "2020-06-01")

    assert ("unknown", "may not have come yet: opened 2020") == (row["state"], row["reason"])


def test_lines_that_have_not_begun_are_left_out(reference: Register) -> None:
    then = channel_status(on(reference, "1970-01-01"))["channel"].to_list()

    assert {"MOLINK", "UNCKPA", "UKRUS", "FRRUS"} == set(then)


def test_two_statements_about_one_cut_are_one_cut_on_the_finer_day() -> None:
    told = register(
        channels=[{"channel": "L", "valid_from": "1990"}],
        channel_events=[
            {"channel": "L", "kind": "opened", "occurrence": 1, "valid_from": "2018"},
            {"channel": "L", "kind": "severed", "occurrence": 1, "valid_from": "2020", "record": "cut"},
            {
                "channel": "L", "kind": "severed", "occurrence": 1, "valid_from": "2020-06-09",
                "record": "cut.b", "confidence": "unverified",
            },
        ],
    )  # fmt: skip
    before, after = (status(told, "L", day) for day in ("2020-06-01", "2020-07-01"))

    assert ("open", "severed", "2020-06-09") == (before["state"], after["state"], after["since"])
    assert "unverified" == after["confidence"]
    assert [1] == failures(on(told, "2021-01-01"))["certain"].to_list()


def test_moments_order_the_events_of_one_day() -> None:
    def told(**hours: int) -> Register:
        rows = [
            {
                "channel": "L", "kind": kind, "occurrence": 1, "valid_from": "2025-05-12",
                "at": datetime(2025, 5, 12, hour, tzinfo=UTC),
            }
            for kind, hour in hours.items()
        ]  # fmt: skip
        return register(channels=[{"channel": "L", "valid_from": "1990"}], channel_events=rows)

    assert "open" == status(told(unanswered=9, used=17), "L", "2025-05-13")["state"]
    assert "silent" == status(told(unanswered=17, used=9), "L", "2025-05-13")["state"]


def test_events_of_one_day_without_moments_leave_the_state_open() -> None:
    told = line(("unanswered", "2025-05-12"), ("used", "2025-05-12"))

    assert "unknown" == status(told, "L", "2025-05-13")["state"]


def test_kinds_and_causes_of_failure_are_counted_apart(reference: Register) -> None:
    rows = failures(on(reference, "2023-11-01"), "INTERKOR1971")
    counts = [str(Count(*numbers)) for numbers in rows.select("certain", "possible", "covered").rows()]

    assert [
        ("path_failure", "weather", "2022-06-28", "unverified"),
        ("severed", "political", "2021-08", "unverified"),
        ("unanswered", "unknown", "2023-04-07", "reported"),
    ] == rows.select("kind", "cause", "last", "confidence").rows()
    assert ["1", "8", "1"] == counts


def test_a_refusal_by_the_principal_is_one_failure(reference: Register) -> None:
    [row] = failures(on(reference, "2024-12-31"), "USCHNDTL").iter_rows(named=True)

    assert ("declined", "principal", 1, 0) == (row["kind"], row["cause"], row["certain"], row["possible"])
    assert ("2023-02-04", "BALLOON-2023", "reported") == (row["last"], row["incident"], row["confidence"])


def test_failures_of_unknown_day_are_possible_until_they_were_recorded(reference: Register) -> None:
    before, after = (failures(on(reference, day), "MOLINK") for day in ("2023-11-01", "2030-01-01"))

    assert [(0, 2)] == before.select("certain", "possible").rows()
    assert [(2, 0)] == after.select("certain", "possible").rows()


def test_a_line_without_failures_has_no_row(reference: Register) -> None:
    assert failures(on(reference, "2026-01-01"), "TRILHOT").is_empty()


@pytest.mark.parametrize("day", ["1990-06-30", "2013-06-30", "2022-06-28", "2026-11-22"])
def test_failures_agree_with_a_count_by_hand_of_the_typed_facts(
    reference: Register, shared: Callable[[str], Path], day: str
) -> None:
    kinds = {"unanswered", "declined", "delayed", "postponed", "not_used"}
    kinds |= {"path_failure", "reduced", "suspended", "severed"}
    asked, recorded_on = date.fromisoformat(day), date(2026, 11, 22)
    expected: Counter[tuple[str, str, str, bool]] = Counter()
    with shared("facts/channel_events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            when = PartialDate.parse(row["valid_from"], not_after=recorded_on).by(asked)
            if row["kind"] in kinds and when is not False:
                expected[row["channel"], row["kind"], row["cause"] or "unknown", when is True] += 1
    rows = failures(on(reference, day))
    found = {
        (row["channel"], row["kind"], row["cause"], sure): row["certain" if sure else "possible"]
        for row in rows.iter_rows(named=True)
        for sure in (True, False)
        if row["certain" if sure else "possible"]
    }

    assert expected == found
