"""Do the first three lines name the heaviest duty, the nearest date and the last contact?"""

import pytest

from detente.register import Register
from tests.brief.asked import lines, section
from tests.brief.worlds import Row, act, clause, history, in_force, pact


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def test_it_is_three_lines() -> None:
    assert lines(history(), "headline", "ARL-BRL", "2010-01-01") == [
        "Pact Pact: each owes the other assistance, in force since 2000-02-01",
        "nothing recorded that ends, or must be given notice, within two years",
        "no contact recorded",
    ]


def test_without_a_duty_to_defend_it_says_so_before_the_heaviest_other() -> None:
    world = history(
        agreements=[pact("TALK", binding="political")],
        participations=[act("TALK", party, "adopted", "2005-01-01") for party in ("ARL", "CRL")],
        provisions=[clause("TALK", "consult", trigger="threat", strength="consult")],
    )

    assert lines(world, "headline", "ARL-CRL", "2010-01-01")[0] == (
        "no duty to defend among listed agreements; Pact Talk: each owes the other consultation, "
        "in effect since 2005-01-01"
    )


def test_a_pact_that_ended_is_named_with_the_notice_that_ended_it() -> None:
    world = history(
        participations=[
            act("PACT", "BRL", "notice_given", "2008-01-01", effective="2009-01-01"),
            act("PACT", "BRL", "exited", "2009-01-01"),
            act("PACT", "ARL", "terminated", "2009-01-01"),
        ]
    )

    assert lines(world, "headline", "ARL-BRL", "2010-01-01")[0] == (
        "no duty in force among listed agreements; Pact Pact ended 2009-01-01, by notice given 2008-01-01"
    )


def test_what_ends_by_itself_goes_before_what_could_be_given_notice_sooner() -> None:
    world = history(
        agreements=[pact("LEASE"), pact("PAPER")],
        participations=in_force("LEASE", "ARL", "BRL") + in_force("PAPER", "ARL", "BRL"),
        provisions=[
            clause("LEASE", "term", trigger="term_end", last_day="2010-12-31", renewal="none"),
            clause("PAPER", "term", trigger="term_end", term="P1Y", renewal="tacit", renewal_term="P1Y"),
            clause("PAPER", "exit", trigger="on_notice", notice_period="P1M", effect="term_end"),
        ],
    )

    assert (
        lines(world, "headline", "ARL-BRL", "2010-01-01")[1]
        == "Pact Lease: last day 2010-12-31, in 364 days; no renewal clause"
    )


def _with_a_line(*events: tuple[str, str]) -> Register:
    return history(
        channels=[{"channel": "LINE", "title": "Coast line", "level": "military", "valid_from": "2001-01-01"}],
        channel_parties=[
            {"channel": "LINE", "party": party, "role": "end", "valid_from": "2001-01-01"} for party in ("ARL", "BRL")
        ],
        channel_events=[{"channel": "LINE", "kind": kind, "valid_from": day} for kind, day in events],
        activities=[
            {
                "activity": "GAME",
                "title": "Game",
                "kind": "exercise",
                "domain": "land",
                "valid_from": "2008-05-01",
                "valid_to": "2008-05-09",
            }
        ],
        participants=[{"activity": "GAME", "actor": actor, "role": "participant"} for actor in ("ARL", "BRL")],
    )


def test_a_line_that_is_silent_is_the_contact_that_is_overdue() -> None:
    world = _with_a_line(("opened", "2001-01-01"), ("unanswered", "2007-06-01"))

    assert lines(world, "headline", "ARL-BRL", "2010-01-01")[2] == "Coast line: silent since 2007-06-01"


def test_of_an_exercise_and_a_working_line_the_fresher_is_told() -> None:
    fresher_game, fresher_call = (
        _with_a_line(("opened", "2007-01-01")),
        _with_a_line(("opened", "2007-01-01"), ("used", "2009-01-01")),
    )

    assert (
        lines(fresher_game, "headline", "ARL-BRL", "2010-01-01")[2] == "last joint exercise on record: Game, 2008-05-01"
    )
    assert lines(fresher_call, "headline", "ARL-BRL", "2010-01-01")[2] == "Coast line: open, last evidence 2009-01-01"


def test_of_a_region_the_last_exercise_is_one_that_was_held_there() -> None:
    def game(key: str, day: str) -> Row:
        return {"activity": key, "title": key, "kind": "exercise", "domain": "land", "valid_from": day, "valid_to": day}

    world = history(
        regions=[{"region": "Coast", "actor": "ARL", "scheme": "subject", "valid_from": "1900-01-01"}],
        activities=[game("HOME", "2008-05-01"), game("AWAY", "2009-05-01")],
        participants=[
            {"activity": "HOME", "actor": "ARL", "role": "host"},
            {"activity": "AWAY", "actor": "ARL", "role": "participant"},
        ],
    )

    assert lines(world, "headline", "region:Coast", "2010-01-01")[2] == "last exercise on record: HOME, 2008-05-01"


def test_each_of_the_three_lines_has_its_own_mark() -> None:
    world = history(
        agreements=[pact("LEASE")],
        participations=in_force("LEASE", "ARL", "BRL"),
        provisions=[
            clause("LEASE", "term", trigger="term_end", last_day="2010-12-31", renewal="none", confidence="unverified")
        ],
    )

    assert [item.mark for item in section(world, "headline", "ARL-BRL", "2010-01-01").items] == [
        "reported",
        "unverified",
        None,
    ]


def test_nothing_between_north_and_south_korea_but_a_line_that_is_silent(shipped: Register) -> None:
    # channel_events.csv: INTERKOR1971/unanswered 2023-04-07
    assert lines(shipped, "headline", "KOR-PRK", "2023-11-01") == [
        "no duty in force among listed agreements",
        "nothing recorded that ends, or must be given notice, within two years",
        "Inter-Korean Red Cross/liaison line (Panmunjom): silent since 2023-04-07",
    ]


def test_a_treaty_is_in_force_since_its_first_parties_were_bound(shipped: Register) -> None:
    # participations.csv: NAT1949/USA/entered_into_force 1949-08-24; Greece and Turkey acceded 1952-02-18
    assert (
        lines(shipped, "headline", "NATO", "2026-11-20")[0]
        == "North Atlantic Treaty: each party owes the others assistance, in force since 1949-08-24"
    )
