"""When do headcounts, stays and events fit?"""

from tests.register.typed_texts import named


def test_claims_that_differ_and_name_their_claimants_stand_side_by_side() -> None:
    totals = {
        "participants": """\
            record,activity,role,personnel,claimant
            one,X,total,13000,host
            two,X,total,100000,president
            """
    }

    assert named("check_for_headcount_without_claimant", totals) == []


def test_a_headcount_nobody_disputes_needs_no_claimant() -> None:
    totals = {
        "participants": """\
            record,activity,role,personnel,claimant
            one,X,total,13000,
            two,X,total,13000,host
            three,Y,total,9000,
            """
    }

    assert named("check_for_headcount_without_claimant", totals) == []


def test_headcounts_of_two_contingents_are_not_rivals() -> None:
    contingents = {
        "participants": """\
            record,activity,actor,role,personnel
            one,X,A,participant,500
            two,X,B,participant,900
            """
    }

    assert named("check_for_headcount_without_claimant", contingents) == []


def test_a_contingent_may_stay_for_part_of_the_exercise() -> None:
    tables = {
        "activities": "record,activity,kind,valid_from,valid_to\nX,X,exercise,2025-09-12,2025-09-16\n",
        "participants": """\
            record,activity,actor,role,valid_from,valid_to
            part,X,A,participant,2025-09-13,2025-09-14
            whole,X,B,participant,,
            month,X,C,participant,2025-09,
            """,
    }

    assert named("check_for_participant_outside_window", tables) == []


def test_a_contingent_that_left_before_the_exercise_began_is_outside() -> None:
    tables = {
        "activities": "record,activity,kind,valid_from,valid_to\nX,X,exercise,2025-09-12,2025-09-16\n",
        "participants": "record,activity,actor,role,valid_from,valid_to\ngone,X,A,participant,,2025-09-12\n",
    }

    assert [["gone"]] == named("check_for_participant_outside_window", tables)


def test_nobody_comes_too_late_to_an_activity_without_an_end() -> None:
    tables = {
        "activities": "record,activity,kind,valid_from\nX,X,initiative,2020\n",
        "participants": "record,activity,actor,role,valid_from\nlate,X,A,participant,2031\n",
    }

    assert named("check_for_participant_outside_window", tables) == []


def test_an_event_in_the_month_of_the_closing_may_have_come_before_it() -> None:
    events = {
        "activity_events": """\
            record,activity,event,valid_from
            closed,X,closed,2025-10
            reported,X,reported,2025-10-20
            """
    }

    assert named("check_for_event_after_close", events) == []
