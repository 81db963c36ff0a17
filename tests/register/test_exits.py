"""Does the treaty office's calendar read right, on the shipped register and on small ones made for one fault each?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.durations import Duration
from detente.errors import RegisterError
from detente.register import exits
from detente.register.dates import LAST_DAY, PartialDate
from detente.register.register import Register
from detente.register.snapshot import Snapshot
from detente.register.status import party_status
from tests.register.said import register

TODAY = date(2026, 11, 22)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


@pytest.fixture(scope="module")
def today(reference: Register) -> Snapshot:
    return reference.as_of(TODAY)


# --- the shipped register: published days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "agreement, party, given_on, out",
    [
        ("INF1987", "USA", "2019-02-02", "2019-08-02"),
        ("OPENSKIES1992", "USA", "2020-05-22", "2020-11-22"),
        ("OPENSKIES1992", "RUS", "2021-06-18", "2021-12-18"),
        ("VFA1998", "PHL", "2020-02-11", "2020-08-09"),
        ("USROC1954", "USA", "1979-01-01", "1980-01-01"),
        ("CFE1990", "RUS", "2023-06", "2023-10-29/2023-11-27"),
        ("TEU42_7", "GBR", "2017-03-29", "2019-03-29"),
    ],
)
def test_the_first_day_out_of_a_historic_notice(
    today: Snapshot, agreement: str, party: str, given_on: str, out: str
) -> None:
    terms = exits.terms(today, agreement, party)

    assert out == str(exits.exit_if_notice(terms, PartialDate.parse(given_on)))


@pytest.mark.parametrize(
    "agreement, party, recorded, days_apart",
    [
        ("INF1987", "USA", "2019-08-02", (0, 0)),
        ("OPENSKIES1992", "RUS", "2021-12-18", (0, 0)),
        ("CFE1990", "RUS", "2023-11-07", (-20, 9)),
        ("TEU42_7", "GBR", "2020-02-01", (309, 309)),
        ("NEWSTART2010", "RUS", "2026-02-05", (0, 0)),
        ("SOVDPRK1961", "PRK", "1996-09-10", (0, 0)),
    ],
)
def test_a_recorded_exit_stands_beside_the_computed_day(
    today: Snapshot, agreement: str, party: str, recorded: str, days_apart: tuple[int, int]
) -> None:
    (departure,) = exits.departures(exits.terms(today, agreement, party))

    assert (recorded, days_apart) == (str(departure.recorded), departure.days_apart)


def test_new_start_is_over_on_the_day_after_its_last(today: Snapshot) -> None:
    terms = exits.terms(today, "NEWSTART2010", "RUS")

    assert (PartialDate.parse("2026-02-05"), True) == exits.final_end(terms)
    assert exits.state(terms, day("2026-02-04")) is True
    assert exits.state(terms, day("2026-02-05")) is False


def test_the_terms_of_the_soviet_treaty_with_north_korea(today: Snapshot) -> None:
    terms = exits.terms(today, "SOVDPRK1961", "PRK")

    ends = [str(exits.term_end(terms, k)) for k in range(6)]

    assert [f"{year}-09-10" for year in (1971, 1976, 1981, 1986, 1991, 1996)] == ends


def test_the_ninety_days_of_the_japanese_korean_agreement(today: Snapshot) -> None:
    terms = exits.terms(today, "JPKORGSOMIA2016", "KOR")

    deadline = exits.last_notice_day(terms, day("2019-11-23"))

    assert exits.NoticeDeadline(safe=day("2019-08-24"), arguable=day("2019-08-25")) == deadline


@pytest.mark.parametrize(
    "agreement, party, on",
    [("VFA1998", "PHL", "2020-08-09"), ("VFA1998", "PHL", "2026-11-22"), ("JPKORGSOMIA2016", "KOR", "2019-11-23")],
)
def test_a_notice_suspended_before_its_effect_leaves_the_party_bound(
    today: Snapshot, agreement: str, party: str, on: str
) -> None:
    assert exits.state(exits.terms(today, agreement, party), day(on)) is True


def test_what_became_of_the_philippine_notice(today: Snapshot) -> None:
    terms = exits.terms(today, "VFA1998", "PHL")
    (notice,) = terms.bonds[0].notices
    days = ("2020-02-10", "2020-02-11", "2020-05-31", "2020-06-01", "2021-06-30", "2021-07-15", "2021-07-31")

    words = [exits.standing(terms, notice, day(text)) for text in days]

    assert ["not_given", "open", "open", "suspended", "suspended", "maybe", "revoked"] == words


def test_a_recorded_exit_beats_the_computed_day(today: Snapshot) -> None:
    terms = exits.terms(today, "TEU42_7", "GBR")

    assert exits.state(terms, day("2019-06-01")) is True
    assert exits.state(terms, day("2020-02-01")) is False


def test_a_month_that_was_read_is_narrowed_by_a_day_that_was_not(today: Snapshot) -> None:
    (notice,) = exits.terms(today, "JPKORGSOMIA2016", "KOR").bonds[0].notices

    assert ("2019-08-23", "2019-11-23") == (str(notice.given), str(notice.announced))


def test_the_second_spell_of_uzbekistan_ends_too(today: Snapshot) -> None:
    terms = exits.terms(today, "CST1992", "UZB")

    held = [exits.state(terms, day(f"{year}-06-01")) for year in (1993, 1998, 2000, 2010, 2013)]

    assert [False, True, False, True, False] == held


def test_sweden_may_leave_the_north_atlantic_treaty_though_it_has_just_joined(today: Snapshot) -> None:
    terms = exits.terms(today, "NAT1949", "SWE")

    assert "1969-08-24" == str(exits.opens(terms))
    assert "2027-11-22" == str(exits.exit_if_notice(terms, TODAY))


@pytest.mark.parametrize("on", ["1962-01-01", "1979-12-31", "1992-01-01", "2019-09-09", "2022-06-01", "2026-11-22"])
def test_the_clock_and_the_status_agree_on_who_is_bound(reference: Register, on: str) -> None:
    snapshot = reference.as_of(day(on))
    by_status = {
        (row[0], row[1]): row[2] for row in party_status(snapshot).select("agreement", "party", "in_force").iter_rows()
    }

    by_clock = {pair: exits.state(terms, snapshot.valid) for pair, terms in exits.every(snapshot).items()}

    assert by_status == by_clock


# --- the shipped register: the calendar -----------------------------------------------------------------------------


def line(snapshot: Snapshot, agreement: str, party: str) -> dict[str, Any]:
    return exits.calendar(snapshot, party, agreement=agreement).row(0, named=True)


@pytest.mark.parametrize(
    "agreement, expected",
    [
        ("USJPNSMA2022", {"due": "last_day", "due_first": day("2027-03-31"), "days_left": 129, "at_term_end": "ends"}),
        (
            "USJPNACSA2017",
            {"due": "renews", "term_end_first": day("2027-04-25"), "notice_arguable": day("2026-10-25"),
             "notice_passed": True, "confidence": "unverified"},
        ),
        (
            "USJPNGSOMIA2007",
            {"due": "last_notice_day", "term_end_first": day("2027-08-10"), "notice_safe": day("2027-02-09"),
             "notice_arguable": day("2027-02-10"), "notice_passed": False, "at_term_end": "renews"},
        ),
        (
            "USJPN1960",
            {"due": None, "opens_first": day("1970-06-23"), "exit_first": day("2027-11-22"), "premature": False},
        ),
        ("USJPNSOFA1960", {"follows": "USJPN1960", "exit_first": day("2027-11-22")}),
    ],
)  # fmt: skip
def test_the_windows_between_the_united_states_and_japan(
    today: Snapshot, agreement: str, expected: Mapping[str, object]
) -> None:
    row = line(today, agreement, "USA")

    assert dict(expected) == {column: row[column] for column in expected}


def test_a_notice_that_comes_due_is_counted_to_the_first_day_out(reference: Register) -> None:
    row = line(reference.as_of(day("1979-06-30")), "USROC1954", "USA")

    assert ("exit_due", day("1980-01-01"), 185, "open") == (
        row["due"],
        row["due_first"],
        row["days_left"],
        row["notice"],
    )


def test_the_other_side_sees_who_leaves_sooner(reference: Register) -> None:
    row = line(reference.as_of(day("1979-06-30")), "USROC1954", "TWN")

    assert (["USA"], day("1980-01-01")) == (row["sooner"], row["sooner_first"])


def test_a_missed_term_leaves_the_next_one_to_decide(reference: Register) -> None:
    row = line(reference.as_of(day("2026-11-05")), "USESP1988", "ESP")

    assert (day("2027-05-04"), True) == (row["term_end_first"], row["notice_passed"])
    assert (day("2027-11-03"), day("2027-11-04")) == (row["decision_safe"], row["decision_arguable"])
    assert day("2028-05-04") == row["exit_first"]


def test_a_term_that_may_have_ended_is_shown_as_such(today: Snapshot) -> None:
    row = line(today, "FRGRC2021", "FRA")

    assert (None, "last_day", 0, "ends_unless_renewed") == (
        row["in_force"],
        row["due"],
        row["days_left"],
        row["at_term_end"],
    )


def test_a_term_passed_without_a_recorded_renewal_is_overdue(reference: Register) -> None:
    row = line(reference.as_of(day("2027-01-10")), "FRGRC2021", "FRA")

    assert (None, -11) == (row["in_force"], row["days_left"])


def test_a_pause_without_a_clause_is_noted(today: Snapshot) -> None:
    assert ["froze on 2024-02-23: no clause or decision named"] == line(today, "CST1992", "ARM")["findings"]


def test_what_happens_after_the_day_is_not_noted(reference: Register) -> None:
    assert [] == line(reference.as_of(day("2024-02-22")), "CST1992", "ARM")["findings"]


def test_the_calendar_is_in_order_of_days_left(today: Snapshot) -> None:
    days_left = exits.calendar(today)["days_left"]

    assert days_left.drop_nulls().is_sorted()
    assert days_left.equals(days_left.sort(nulls_last=True))


def test_a_horizon_keeps_what_may_come_due_by_then(today: Snapshot) -> None:
    kept = exits.calendar(today, "JPN", day("2027-08-10"))

    assert ["JPKORGSOMIA2016", "USJPNGSOMIA2007", "USJPNSMA2022", "USJPNACSA2017"] == kept["agreement"].to_list()


def test_every_party_bound_has_its_row(today: Snapshot) -> None:
    bound = party_status(today).filter(pl.col("in_force").fill_null(value=True))

    assert set(bound.select("agreement", "party").iter_rows()) == set(
        exits.calendar(today).select("agreement", "party").iter_rows()
    )


def test_a_party_nobody_recorded_is_refused_with_the_nearest_keys(today: Snapshot) -> None:
    with pytest.raises(RegisterError, match="no actor 'JPX' is recorded") as refused:
        exits.calendar(today, "JPX")

    assert "JPN" in str(refused.value.expected)


def test_an_agreement_nobody_recorded_is_refused_with_the_nearest_keys(today: Snapshot) -> None:
    with pytest.raises(RegisterError, match="no agreement 'NAT1948' is recorded"):
        exits.terms(today, "NAT1948", "USA")
    with pytest.raises(RegisterError, match="no agreement 'NAT1948' is recorded"):
        exits.calendar(today, agreement="NAT1948")


# --- small registers, one thing each --------------------------------------------------------------------------------

Said = Mapping[str, Any]  # Any: a cell is a text, a number or a date


def agreement(key: str, **said: object) -> Said:
    return {"agreement": key, "parties_listed": "complete", "valid_from": "2000-01-01", **said}


def act(what: str, on: str, party: str = "A", key: str = "T", **said: object) -> Said:
    return {
        "agreement": key,
        "party": party,
        "capacity": "party",
        "act": what,
        "occurrence": 1,
        "valid_from": on,
        **said,
    }


def clause(kind: str, key: str = "T", **said: object) -> Said:
    return {"agreement": key, "kind": kind, **said}


def small(acts: list[Said], clauses: list[Said], on: date = TODAY, agreements: list[Said] | None = None) -> Snapshot:
    """A register of treaty T (or `agreements`) between A and B, both bound since 2000-01-01 unless `acts` say more."""
    return register(
        actors=[{"actor": key, "kind": "state", "name": key, "occurrence": 1} for key in "AB"],
        agreements=agreements or [agreement("T")],
        participations=acts,
        provisions=clauses,
    ).as_of(on)


ENTRIES = [act("entered_into_force", "2000-01-01"), act("entered_into_force", "2000-01-01", "B")]
A_YEAR = clause("exit", notice_period="P1Y", effect="notice_end")


def test_a_computed_end_of_notice_ends_the_bond_where_no_exit_was_recorded() -> None:
    terms = exits.terms(small([*ENTRIES, act("notice_given", "2024-05-01")], [A_YEAR]), "T", "A")

    assert exits.state(terms, day("2025-04-30")) is True
    assert exits.state(terms, day("2025-05-01")) is False


def test_a_notice_of_an_unknown_day_in_a_month_leaves_the_days_between_open() -> None:
    terms = exits.terms(small([*ENTRIES, act("notice_given", "2024-05")], [A_YEAR]), "T", "A")

    held = [exits.state(terms, day(text)) for text in ("2025-04-30", "2025-05-15", "2025-05-31")]

    assert [True, None, False] == held


def test_a_revocation_after_the_effect_brings_nobody_back() -> None:
    acts = [*ENTRIES, act("notice_given", "2024-05-01"), act("notice_revoked", "2025-06-01")]
    terms = exits.terms(small(acts, [A_YEAR]), "T", "A")
    (notice,) = terms.bonds[0].notices

    assert exits.state(terms, TODAY) is False
    assert "taken_effect" == exits.standing(terms, notice, TODAY)


def test_a_notice_without_a_period_is_open_and_has_no_day() -> None:
    snapshot = small([*ENTRIES, act("notice_given", "2024-05-01")], [clause("exit", effect="notice_end")])
    terms = exits.terms(snapshot, "T", "A")
    (notice,) = terms.bonds[0].notices
    row = line(snapshot, "T", "A")

    assert exits.due(terms, notice) is None
    assert exits.state(terms, TODAY) is None
    assert ("maybe", None, None) == (row["notice"], row["exit_due_first"], row["exit_first"])
    assert "notice_period" in row["unknown"]


def test_a_receipt_nobody_recorded_leaves_the_difference_open() -> None:
    acts = [*ENTRIES, act("notice_given", "2024-05-01"), act("exited", "2025-05-20")]
    from_receipt = {**A_YEAR, "notice_counts_from": "received"}
    (departure,) = exits.departures(exits.terms(small(acts, [from_receipt]), "T", "A"))

    assert departure.computed == PartialDate.between(day("2025-05-01"), LAST_DAY)
    assert departure.days_apart is None


def test_an_exit_without_notice_has_no_computed_day() -> None:
    (departure,) = exits.departures(exits.terms(small([*ENTRIES, act("exited", "2025-05-20")], [A_YEAR]), "T", "A"))

    assert (None, None, "exited") == (departure.notice, departure.computed, departure.act)


def test_only_the_notice_that_stood_answers_to_the_recorded_exit() -> None:
    acts = [
        *ENTRIES,
        act("notice_given", "2024-05-01"),
        act("notice_given", "2024-09-01", occurrence=2),
        act("notice_revoked", "2024-10-01"),
        act("exited", "2025-05-01"),
    ]
    found = exits.departures(exits.terms(small(acts, [A_YEAR]), "T", "A"))

    assert [("2025-05-01", (0, 0)), ("2025-09-01", None)] == [(str(each.computed), each.days_apart) for each in found]


def test_a_clause_that_names_a_party_goes_before_the_general_one() -> None:
    own = clause("exit", obligor="B", notice_period="P3M", effect="notice_end")
    snapshot = small(ENTRIES, [A_YEAR, own])

    assert (day("2027-11-22"), ["B"]) == (line(snapshot, "T", "A")["exit_first"], line(snapshot, "T", "A")["sooner"])
    assert (day("2027-02-22"), []) == (line(snapshot, "T", "B")["exit_first"], line(snapshot, "T", "B")["sooner"])


def test_each_party_waits_from_its_own_entry_where_the_clause_says_so() -> None:
    acts = [act("entered_into_force", "2000-01-01"), act("acceded", "2020-06-01", "B")]
    snapshot = small(acts, [{**A_YEAR, "not_before": "P10Y", "not_before_from": "party"}])

    opened = [line(snapshot, "T", party)["opens_first"] for party in "AB"]

    assert [day("2010-01-01"), day("2030-06-01")] == opened


def test_a_clause_for_others_says_nothing_of_this_party() -> None:
    snapshot = small(ENTRIES, [clause("exit", obligor="B", notice_period="P3M", effect="notice_end")])

    assert not exits.terms(snapshot, "T", "A").exit_clause


def test_an_amended_clause_holds_from_its_day() -> None:
    before = {**A_YEAR, "valid_to": "2010-01-01"}
    after = clause("exit", notice_period="P6M", effect="notice_end", valid_from="2010-01-01")

    periods = [
        exits.terms(small(ENTRIES, [before, after], day(on)), "T", "A").notice for on in ("2009-12-31", "2010-01-01")
    ]

    assert [Duration(months=12), Duration(months=6)] == periods


def test_the_surer_clause_is_taken_and_the_other_fills_what_it_leaves_out() -> None:
    sure = clause("exit", notice_period="P6M")
    vague = clause("exit", notice_period="P1Y", effect="term_end", confidence="unverified")

    terms = exits.terms(small(ENTRIES, [vague, sure]), "T", "A")

    assert (Duration(months=6), "term_end", "unverified") == (terms.notice, terms.effect, terms.confidence)
    assert terms.findings == ()


def test_two_clauses_equally_sure_that_differ_are_named_and_neither_is_taken() -> None:
    terms = exits.terms(small(ENTRIES, [A_YEAR, clause("exit", notice_period="P6M")]), "T", "A")

    assert terms.notice is None
    assert terms.findings == ("clauses differ in notice_period: P1Y (provisions/1) or P6M (provisions/2)",)


def test_hours_are_no_step_of_a_calendar() -> None:
    terms = exits.terms(small(ENTRIES, [clause("exit", notice_period="PT72H")]), "T", "A")

    assert terms.notice is None
    assert terms.findings == ("notice_period PT72H is no step of a calendar: taken as unknown",)


def test_a_renewal_of_no_length_never_comes() -> None:
    terms = exits.terms(small(ENTRIES, [clause("term", term="P1Y", renewal="tacit", renewal_term="P0D")]), "T", "A")

    assert exits.next_term_end(terms, TODAY) is None
    assert "renewal_term" in terms.unknown


def test_a_notice_before_entry_into_force_is_noted() -> None:
    terms = exits.terms(small([*ENTRIES, act("notice_given", "1999-05-01")], [A_YEAR]), "T", "A")

    assert terms.findings == ("notice of 1999-05-01 before entry into force",)
    assert exits.state(terms, day("2000-06-01")) is False


def test_a_revocation_without_a_notice_is_noted() -> None:
    terms = exits.terms(small([*ENTRIES, act("notice_revoked", "2010-05-01")], [A_YEAR]), "T", "A")

    assert terms.findings == ("notice revoked on 2010-05-01 without a notice",)
    assert exits.state(terms, TODAY) is True


def test_two_notices_that_stand_are_noted() -> None:
    acts = [*ENTRIES, act("notice_given", "2026-01-01"), act("notice_given", "2026-06-01", occurrence=2)]
    snapshot = small(acts, [A_YEAR])
    row = line(snapshot, "T", "A")

    assert ["several notices not revoked: 2026-01-01, 2026-06-01"] == row["findings"]
    assert exits.state(exits.terms(snapshot, "T", "A"), day("2027-01-01")) is False


def test_an_annex_falls_with_its_parent_for_the_party_that_leaves() -> None:
    agreements = [agreement("T"), agreement("ANNEX", parent="T", relation="annexed to")]
    acts = [*ENTRIES, *({**entry, "agreement": "ANNEX"} for entry in ENTRIES), act("exited", "2020-01-01")]
    snapshot = small(acts, [A_YEAR], agreements=agreements)

    assert exits.state(exits.terms(snapshot, "ANNEX", "A"), TODAY) is False
    assert exits.state(exits.terms(snapshot, "ANNEX", "B"), TODAY) is True
    assert ("T", day("2027-11-22")) == (
        line(snapshot, "ANNEX", "B")["follows"],
        line(snapshot, "ANNEX", "B")["exit_first"],
    )


def test_agreements_that_fall_with_each_other_are_read_all_the_same() -> None:
    agreements = [agreement("T", parent="U", relation="extends"), agreement("U", parent="T", relation="extends")]
    acts = [*ENTRIES, *({**entry, "agreement": "U"} for entry in ENTRIES)]
    snapshot = small(acts, [A_YEAR], agreements=agreements)

    assert day("2027-11-22") == line(snapshot, "U", "A")["exit_first"]


def test_a_term_clause_that_runs_with_a_parent_nobody_named_says_so() -> None:
    terms = exits.terms(small(ENTRIES, [clause("term", renewal="with_parent")]), "T", "A")

    assert terms.parent is None
    assert {"parent", "exit_clause"} <= set(terms.unknown)


def test_a_member_that_joins_later_is_bound_by_the_terms_of_the_treaty() -> None:
    acts = [act("entered_into_force", "2000-01-01"), act("acceded", "2018-01-01", "B")]
    fixed = clause("term", term="P30Y", renewal="none")

    assert day("2030-01-01") == line(small(acts, [fixed]), "T", "B")["term_end_first"]


def test_a_party_that_only_signed_has_nothing_in_the_calendar() -> None:
    snapshot = small([ENTRIES[0], act("signed", "1999-06-01", "B")], [A_YEAR])

    assert exits.calendar(snapshot, "B").is_empty()
    assert exits.state(exits.terms(snapshot, "T", "B"), TODAY) is False


def test_a_party_without_an_act_still_has_the_terms_of_the_treaty() -> None:
    terms = exits.terms(small(ENTRIES, [A_YEAR]), "T", "C")

    assert (Duration(months=12), ()) == (terms.notice, terms.bonds)


def test_a_party_on_its_way_out_has_nothing_else_to_decide() -> None:
    term = clause("term", term="P1Y", renewal="tacit", renewal_term="P1Y")
    acts = [*ENTRIES, act("notice_given", "2026-06-01")]
    row = line(small(acts, [term, A_YEAR]), "T", "A")

    assert ("exit_due", day("2027-06-01")) == (row["due"], row["due_first"])


def test_an_agreement_without_clauses_has_a_row_that_says_so() -> None:
    row = line(small(ENTRIES, []), "T", "A")

    assert (None, None, None, ["term_clause", "exit_clause"]) == (
        row["due"], row["days_left"], row["exit_first"], row["unknown"],
    )  # fmt: skip


def test_a_register_without_agreements_has_an_empty_calendar() -> None:
    found = exits.calendar(Register.empty().as_of(TODAY))

    assert found.is_empty()
    assert {"agreement", "title", "due", "days_left", "sooner", "records"} <= set(found.columns)


def test_every_row_names_the_records_it_rests_on(today: Snapshot) -> None:
    known = {*today.recorded("provisions")["record"], *today.recorded("participations")["record"]}
    named = exits.calendar(today)["records"]

    assert all(len(records) > 0 for records in named)
    assert set(named.explode()) <= known


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)), st.dates(date(2001, 1, 1), date(2030, 12, 31)))
def test_a_party_that_gave_notice_stays_bound_until_the_first_day_out(on: date, given_on: date) -> None:
    terms = exits.ExitTerms(
        agreement="T",
        party="A",
        notice=Duration.parse("P6M"),
        effect="notice_end",
        bonds=(
            exits.Bond(entry=PartialDate.parse("2000-01-01"), notices=(exits.Notice(given=PartialDate.on(given_on)),)),
        ),
    )
    out = exits.exit_if_notice(terms, given_on).first

    assert (date(2000, 1, 1) <= on < out) is exits.state(terms, on)
