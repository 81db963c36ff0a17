"""Does the page say what ends when, by which day notice must be given, and who is on the way out?"""

import pytest

from detente.register import Register
from tests.brief.asked import lines, section
from tests.brief.worlds import act, clause, history, in_force, pact


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def _lease(**more: object) -> Register:
    return history(
        agreements=[pact("LEASE", subject="access")],
        participations=in_force("LEASE", "ARL", "BRL"),
        provisions=[clause("LEASE", "term", trigger="term_end", **more)],
    )


def test_a_last_day_is_the_last_day_in_force_with_the_days_left() -> None:
    world = _lease(last_day="2010-03-31", renewal="none")

    assert "Pact Lease: last day 2010-03-31, in 89 days; no renewal clause" in lines(
        world, "windows", "ARL-BRL", "2010-01-01"
    )


def test_a_term_that_ran_out_without_a_renewal_is_overdue() -> None:
    world = _lease(last_day="2009-12-22", renewal="by_agreement")

    assert "Pact Lease: term ended 2009-12-22, 10 days ago; no renewal recorded" in lines(
        world, "windows", "ARL-BRL", "2010-01-01"
    )


def test_a_term_that_renews_tells_the_day_for_notice() -> None:
    world = history(
        agreements=[pact("LEASE", subject="access")],
        participations=in_force("LEASE", "ARL", "BRL"),
        provisions=[
            clause("LEASE", "term", trigger="term_end", term="P10Y", renewal="tacit", renewal_term="P5Y"),
            {
                **clause(
                    "LEASE",
                    "exit",
                    trigger="on_notice",
                    notice_period="P6M",
                    effect="term_end",
                    notice_counts_from="given",
                ),
                "clear_days": False,
            },
        ],
    )

    # 2000-02-01 and ten years is 2010-02-01; six months before it, on the day itself, 2009-08-01.
    assert "Pact Lease: notice by 2009-08-01, in 31 days, else renews 2010-02-01" in lines(
        world, "windows", "ARL-BRL", "2009-07-01"
    )
    assert "Pact Lease: renews 2010-02-01, in 31 days; day for notice passed 2009-08-01" in lines(
        world, "windows", "ARL-BRL", "2010-01-01"
    )


def test_what_may_be_left_on_any_day_stands_behind_what_has_a_day() -> None:
    world = _lease(last_day="2011-12-31", renewal="none")

    assert lines(world, "windows", "ARL-BRL", "2010-01-01") == [
        "Pact Lease: last day 2011-12-31, in 729 days; no renewal clause",
        "Pact Pact: notice possible on any day; given on this day, out 2011-01-01",
    ]


def test_a_party_that_gave_notice_is_on_its_way_out_and_the_other_has_no_line() -> None:
    world = history(participations=[act("PACT", "BRL", "notice_given", "2009-06-01")])

    assert lines(world, "windows", "ARL-BRL", "2010-01-01") == [
        "Pact Pact (Borland): notice given; out on 2010-06-01, in 151 days"
    ]


def test_beyond_two_years_the_earliest_way_out_is_told() -> None:
    world = history(
        agreements=[pact("LONG")],
        participations=in_force("LONG", "ARL", "CRL"),
        provisions=[clause("LONG", "term", trigger="term_end", last_day="2031-12-31", renewal="none")],
    )

    assert lines(world, "windows", "ARL-CRL", "2010-01-01") == [
        "Pact Long: last day 2031-12-31, in 8,034 days; no renewal clause"
    ]


def test_an_agreement_that_has_lost_one_of_the_two_has_no_clock_between_them() -> None:
    world = history(participations=[act("PACT", "BRL", "exited", "2005-01-01")])

    assert lines(world, "windows", "ARL-BRL", "2010-01-01") == []


def test_a_region_has_at_most_five() -> None:
    keys = [f"LEASE{number}" for number in range(7)]
    world = history(
        regions=[
            {"region": "Coast", "actor": state, "scheme": "subject", "valid_from": "1900-01-01"}
            for state in ("ARL", "BRL")
        ],
        agreements=[pact(key) for key in keys],
        participations=[row for key in keys for row in in_force(key, "ARL", "BRL")],
        provisions=[clause(key, "term", trigger="term_end", last_day="2010-03-31", renewal="none") for key in keys],
    )

    assert len(section(world, "windows", "region:Coast", "2010-01-01").items) == 5


def test_the_windows_between_the_united_states_and_japan(shipped: Register) -> None:
    # provisions.csv: USJPNSMA2022/term last_day 2027-03-31, renewal none; USJPNACSA2017 P10Y tacit, notice P6M;
    # USJPNGSOMIA2007 P1Y
    # tacit, notice P6M; USJPN1960/exit not before P10Y from 1960-06-23, notice P1Y. Whether the day of notice counts
    # is not
    # recorded, so both days stand.
    said = lines(shipped, "windows", "USA-JPN", "2026-11-22")

    assert said[:4] == [
        "US-Japan GSOMIA: notice by 2027-02-09 (safe) or 2027-02-10 (arguable), in 79 days, else renews 2027-08-10",
        "US-Japan Special Measures Agreement FY2022-26: last day 2027-03-31, in 129 days; no renewal clause",
        (
            "US-Japan ACSA (2017): renews 2027-04-25, in 154 days; day for notice passed 2026-10-24 "
            "(safe) or 2026-10-25 (arguable)"
        ),
        (
            "US-Japan Treaty of Mutual Cooperation and Security: notice possible since 1970-06-23; "
            "given on this day, out 2027-11-22"
        ),
    ]


def test_the_united_states_leave_the_treaty_with_taiwan_in_185_days(shipped: Register) -> None:
    # participations.csv: USROC1954/USA/notice_given 1979-01-01, effective 1980-01-01
    said = lines(shipped, "windows", "USA-TWN", "1979-06-30")

    assert said == [
        (
            "US-Republic of China Mutual Defense Treaty (United States of America): notice given; out "
            "on 1980-01-01, in 185 days"
        )
    ]
