"""Which stories can the record of a line tell?"""

import pytest

from tests.register.typed_texts import named


def line(check: str, events: str) -> list[list[str]]:
    header = "record,channel,kind,occurrence,valid_from\n"
    return named(check, {"channel_events": header + events})


@pytest.mark.parametrize("kind", ["severed", "suspended", "path_failure", "reduced", "unanswered", "closed"])
def test_what_failed_may_be_restored(kind: str) -> None:
    events = f"cut,L,{kind},1,2020-06\nmended,L,restored,1,2021-07-27\n"

    assert line("check_for_restored_without_cut", events) == []


def test_a_principal_who_declined_has_not_cut_the_line() -> None:
    events = "no,L,declined,1,2023-02-04\nmended,L,restored,1,2024\n"

    assert [["mended"]] == line("check_for_restored_without_cut", events)


def test_a_failure_on_an_unknown_day_may_be_the_one_that_was_mended() -> None:
    events = "cut,L,path_failure,1,unknown\nmended,L,restored,1,1966\n"

    assert line("check_for_restored_without_cut", events) == []


def test_a_cut_and_its_mending_may_fall_into_one_year() -> None:
    events = "a,L,severed,1,2013\nb,L,restored,1,2013\nc,L,severed,2,2013\nd,L,restored,2,2013\n"

    assert line("check_for_restored_without_cut", events) == []


def test_a_cut_after_the_restoration_does_not_explain_it() -> None:
    events = "mended,L,restored,1,2013\ncut,L,severed,1,2016\n"

    assert [["mended"]] == line("check_for_restored_without_cut", events)


def test_a_line_may_be_used_on_the_day_it_is_cut() -> None:
    events = "open,L,opened,1,1971\ncut,L,severed,1,2020-06-09\nused,L,used,1,2020-06-09\n"

    assert line("check_for_event_order", events) == []


def test_an_unanswered_call_on_a_cut_line_is_what_one_expects() -> None:
    events = "open,L,opened,1,1971\ncut,L,severed,1,2020-06-09\ncall,L,unanswered,1,2023-04-07\n"

    assert line("check_for_event_order", events) == []


def test_a_line_that_was_never_recorded_as_opened_may_be_used() -> None:
    assert line("check_for_event_order", "used,L,used,1,2018-09-17\n") == []


def test_events_of_one_year_are_in_no_order() -> None:
    events = "two,L,upgraded,2,2008\none,L,upgraded,1,2008-03\n"

    assert line("check_for_event_order", events) == []


def test_a_line_that_was_cut_is_not_expected_to_speak() -> None:
    tables = {
        "channels": "record,channel,level,valid_from\nL,L,military,1998\n",
        "channel_events": "record,channel,kind,valid_from\ncut,L,suspended,2016-06\n",
    }

    assert named("check_for_silent_beyond_stale", tables) == []


def test_an_event_on_an_unknown_day_is_no_sign_of_life() -> None:
    tables = {
        "channels": "record,channel,level,valid_from\nL,L,military,1998\n",
        "channel_events": "record,channel,kind,valid_from\ntest,L,tested,unknown\n",
    }

    assert [["L"]] == named("check_for_silent_beyond_stale", tables)


@pytest.mark.parametrize("heard, silent", [("2021-01-01", []), ("2020-12-31", [["L"]])])
def test_five_years_are_counted_back_from_the_last_entry_of_the_register(heard: str, silent: list[list[str]]) -> None:
    # All rows of these registers were recorded on 2026-01-01.
    tables = {
        "channels": "record,channel,level,valid_from\nL,L,military,1998\n",
        "channel_events": f"record,channel,kind,valid_from\nused,L,used,{heard}\n",
    }

    assert silent == named("check_for_silent_beyond_stale", tables)
