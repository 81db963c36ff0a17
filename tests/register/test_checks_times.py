"""When do the checks of dates keep silent? A partial date is a fault only if every reading of it is."""

from tests.register.typed_texts import named


def test_a_year_may_begin_and_end_in_itself() -> None:
    year = {
        "activities": """\
            record,activity,kind,valid_from,valid_to
            X,X,exercise,2025,2025
            """
    }

    assert named("check_for_reversed_intervals", year) == []


def test_a_spell_may_begin_on_the_day_the_one_before_it_ended() -> None:
    spells = {
        "memberships": """\
            record,organisation,member,status,occurrence,valid_from,valid_to
            one,O,A,member,1,1992-05-15,1999-04-02
            two,O,A,member,2,1999-04-02,
            """
    }

    assert named("check_for_overlapping_spells", spells) == []


def test_spells_that_may_or_may_not_overlap_are_no_finding() -> None:
    spells = {
        "memberships": """\
            record,organisation,member,status,occurrence,valid_from,valid_to
            one,O,A,member,1,1992-05-15,1999
            two,O,A,member,2,1999-03,
            """
    }

    assert named("check_for_overlapping_spells", spells) == []


def test_two_statements_of_one_spell_do_not_overlap() -> None:
    spells = {
        "memberships": """\
            record,organisation,member,status,occurrence,valid_from
            one,O,A,member,1,1992
            one.b,O,A,member,1,1992-05-15
            """
    }

    assert named("check_for_overlapping_spells", spells) == []


def test_several_statements_of_two_spells_are_one_finding() -> None:
    spells = {
        "memberships": """\
            record,organisation,member,status,occurrence,valid_from
            one,O,A,member,1,1992
            one.b,O,A,member,1,1992-05-15
            two,O,A,member,2,1995
            """
    }

    assert 1 == len(named("check_for_overlapping_spells", spells))


def test_a_spell_with_an_end_that_is_not_known_to_the_day_is_not_taken_to_run_on() -> None:
    spells = {
        "memberships": """\
            record,organisation,member,status,occurrence,valid_from,valid_to
            one,O,A,member,1,1992,unknown
            two,O,A,member,2,1995,
            """
    }

    assert named("check_for_overlapping_spells", spells) == []


def test_ranges_that_share_a_day_do_not_conflict() -> None:
    statements = {
        "participations": """\
            record,agreement,party,act,valid_from
            one,N,A,signed,2024-01/2024-06
            two,N,A,signed,2024-06/2024-09
            """
    }

    assert named("check_for_conflicting_statements", statements) == []


def test_three_statements_that_agree_in_pairs_agree() -> None:
    statements = {
        "participations": """\
            record,agreement,party,act,valid_from
            one,N,A,signed,2024-01/2024-06
            two,N,A,signed,2024-06/2024-09
            three,N,A,signed,2024-05-31/2024-06-01
            """
    }

    assert named("check_for_conflicting_statements", statements) == []


def test_two_occurrences_of_an_act_are_two_things() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,occurrence,valid_from
            one,N,A,entered_into_force,1,1992
            two,N,A,entered_into_force,2,2006
            """
    }

    assert named("check_for_conflicting_statements", acts) == []


def test_acts_towards_two_parties_are_two_things_and_acts_towards_none_are_one() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,towards,valid_from
            one,N,A,suspended,B,1986
            two,N,A,suspended,C,1987
            three,N,A,signed,,1951
            four,N,A,signed,,1952
            """
    }

    assert [["four", "three"]] == named("check_for_conflicting_statements", acts)


def test_editions_of_a_figure_do_not_conflict() -> None:
    figures = {
        "observations": """\
            record,actor,indicator,period,value,unit,valid_from
            one,A,spending,2024,2.1,percent,2024
            two,A,spending,2024,2.2,percent,2023
            """
    }

    assert named("check_for_conflicting_statements", figures) == []


def test_a_conflict_of_the_days_of_effect_is_a_conflict() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,valid_from,effective
            one,N,A,acceded,1993,1994-04-20
            two,N,A,acceded,1993,1994-04-21
            """
    }

    assert [["one", "two"]] == named("check_for_conflicting_statements", acts)


def test_a_finer_date_beside_an_exact_day_is_no_refinement() -> None:
    statements = {
        "participations": """\
            record,agreement,party,act,valid_from
            signed,N,A,signed,1954-11-17
            signed.b,N,A,signed,1954-11-18
            """
    }

    assert named("check_for_refinement_outside_its_statement", statements) == []


def test_an_act_of_the_day_it_was_recorded_is_no_future_act() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,valid_from,recorded_at
            one,N,A,signed,2026-01-01,2026-01-01T08:00:00Z
            two,N,B,signed,2026,2026-01-01T08:00:00Z
            """
    }

    assert named("check_for_future_acts", acts) == []


def test_a_planned_activity_may_lie_ahead() -> None:
    plan = {
        "activities": """\
            record,activity,kind,valid_from,valid_to
            X,X,exercise,2031-09,2031-10
            """
    }

    assert named("check_for_future_acts", plan) == []
    assert named("check_for_dates_out_of_range", plan) == []


def test_an_unknown_day_is_not_out_of_range() -> None:
    acts = {
        "participations": """\
            record,agreement,party,act,valid_from
            one,N,A,signed,unknown
            """
    }

    assert named("check_for_dates_out_of_range", acts) == []
