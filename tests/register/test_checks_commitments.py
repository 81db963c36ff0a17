"""When do the acts of the parties fit each other, though at first sight they do not?"""

import pytest

from tests.register.typed_texts import named


def disagree(acts: str, clause: str) -> list[list[str]]:
    clauses = "record,agreement,kind,obligor,notice_period,effect,notice_counts_from,not_before\n"
    tables = {
        "provisions": f"{clauses}N/exit,N,exit,{clause}\n",
        "participations": f"record,act,valid_from,effective,agreement,party\n{acts}",
    }
    return named("check_for_notice_and_effect_disagree", tables)


def test_an_effect_before_the_signature_is_no_force_before_it() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,valid_from,effective
            signed,N,A,signed,1979-04-10,
            entered,N,A,entered_into_force,1979-04-10,1979-01-01
            """
    }

    assert named("check_for_force_before_signature", acts) == []


def test_a_year_of_signature_leaves_the_order_open() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,valid_from
            signed,N,A,signed,1951
            entered,N,A,entered_into_force,1951-04-04
            """
    }

    assert named("check_for_force_before_signature", acts) == []


def test_a_second_signature_may_follow_the_first_entry() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,occurrence,valid_from
            entered,N,A,entered_into_force,1,1992
            signed,N,A,signed,2,2006
            """
    }

    assert named("check_for_force_before_signature", acts) == []


def test_a_political_commitment_is_entered_by_adopting_it() -> None:
    tables = {
        "agreements": "record,agreement,binding\nN,N,political\n",
        "participations": """\
            record,agreement,party,act,valid_from
            adopted,N,A,adopted,2007
            ended,N,A,superseded,2017
            """,
    }

    assert named("check_for_end_without_entry", tables) == []


def test_a_rule_of_entry_is_an_entry() -> None:
    tables = {
        "agreements": "record,agreement,binding,entry_rule\nN,N,legal,on_signature\n",
        "participations": """\
            record,agreement,party,act,valid_from
            a,N,A,signed,2007
            b,N,B,signed,2007
            left,N,A,exited,2017
            """,
    }

    assert named("check_for_end_without_entry", tables) == []


@pytest.mark.parametrize(
    "acts, clause, why",
    [
        ("n,notice_given,2020-02-11,2020-08-10,N,A\n", ",P180D,notice_end,,", "the day of notice may not count"),
        ("n,notice_given,2020-02-11,2021-01-01,N,A\n", ",P180D,notice_end,received,", "it was received later"),
        ("n,notice_given,2020-02-11,2024-01-01,N,A\n", ",P180D,notice_end,,P5Y", "a first term held the party"),
        ("n,notice_given,2019-08-23,2019-11-23,N,A\n", ",P180D,term_end,,", "it leaves at the end of a term"),
        ("n,notice_given,2023-06,2023-11-07,N,A\n", ",P150D,notice_end,,", "within the range of the month"),
        ("n,notice_given,2020-02-11,2021-01-01,N,A\n", "B,P180D,notice_end,,", "the clause is another party's"),
        ("n,notice_given,2020-02-11,,N,A\n", ",P180D,notice_end,,", "nothing says when it took effect"),
        ("n,notice_given,2020-02-11,2021-01-01,N,A\n", ",PT9H,notice_end,,", "hours are no days"),
        (
            "n,notice_given,2020-02-11,,N,A\ns,notice_suspended,2020-06-01,,N,A\nx,exited,2026-01-01,,N,A\n",
            ",P180D,notice_end,,",
            "the notice was suspended",
        ),
    ],
)
def test_a_notice_agrees_with_its_clause_because(acts: str, clause: str, why: str) -> None:
    assert disagree(acts, clause) == [], why


def test_an_effect_too_early_disagrees_even_where_a_later_one_would_not() -> None:
    assert [["n"]] == disagree("n,notice_given,2020-02-11,2020-05-01,N,A\n", ",P180D,notice_end,received,P5Y")


def test_a_period_ends_on_the_last_day_of_a_shorter_month() -> None:
    # Rule X1: 31 August 2024 plus six months is 28 February 2025.
    assert disagree("n,notice_given,2024-08-31,2025-02-28,N,A\n", ",P6M,notice_end,,") == []
    assert [["n"]] == disagree("n,notice_given,2024-08-31,2025-03-03,N,A\n", ",P6M,notice_end,,")


def test_a_rule_that_waits_for_a_missing_consent_says_nothing() -> None:
    tables = {
        "agreements": "record,agreement,entry_rule\nN,N,last_notification\n",
        "participations": """\
            record,agreement,party,act,valid_from
            a,N,A,signed,2016-09-14
            b,N,B,signed,2016-09-14
            consent,N,A,consented,2017-01-01
            entered,N,A,entered_into_force,2018-10-01
            """,
    }

    assert named("check_for_entry_rule_mismatch", tables) == []


def test_an_entry_inside_the_month_the_rule_gives_agrees_with_it() -> None:
    tables = {
        "agreements": "record,agreement,entry_rule\nN,N,on_signature\n",
        "participations": """\
            record,agreement,party,act,valid_from
            a,N,A,signed,2016-09
            b,N,B,signed,2016-09
            entered,N,A,entered_into_force,2016-09-14
            """,
    }

    assert named("check_for_entry_rule_mismatch", tables) == []


@pytest.mark.parametrize("listed", ["partial", "none"])
def test_where_parties_are_not_listed_in_full_nobody_is_a_stranger(listed: str) -> None:
    tables = {
        "agreements": f"record,agreement,parties_listed\nN,N,{listed}\n",
        "participations": "record,agreement,party,act,valid_from\na,N,A,signed,1951\n",
        "provisions": "record,agreement,kind,obligor\nN/assist,N,assist,C\n",
        "memberships": "record,organisation,member,status,under\nm,O,C,member,N\n",
    }

    assert named("check_for_obligor_not_party", tables) == []
    assert named("check_for_membership_without_participation", tables) == []


def test_a_guarantor_may_owe() -> None:
    tables = {
        "agreements": "record,agreement,parties_listed\nN,N,complete\n",
        "participations": "record,agreement,party,capacity,act,valid_from\ng,N,G,guarantor,signed,1960\n",
        "provisions": "record,agreement,kind,obligor\nN/assist,N,assist,G\n",
    }

    assert named("check_for_obligor_not_party", tables) == []


def test_a_designation_may_open_markets() -> None:
    tables = {
        "agreements": "record,agreement,form\nN,N,designation\n",
        "provisions": "record,agreement,kind\nN/markets,N,facilitate_transfers\n",
    }

    assert named("check_for_designation_with_duty", tables) == []


def test_one_state_may_act_twice_under_its_own_statute() -> None:
    tables = {
        "agreements": "record,agreement,binding\nN,N,unilateral\n",
        "participations": """\
            record,agreement,party,act,valid_from
            adopted,N,USA,adopted,1979-04-10
            entered,N,USA,entered_into_force,1979-04-10
            """,
    }

    assert named("check_for_unilateral_with_two_parties", tables) == []


def test_an_exit_before_the_notice_belongs_to_an_earlier_membership() -> None:
    acts = "x,exited,1999-04-02,,N,A\nn,notice_given,2012-06-20,2012-12-20,N,A\n"

    assert disagree(acts, ",P6M,notice_end,,") == []
    assert disagree(acts.replace("2012-12-20", ""), ",P6M,notice_end,,") == []
