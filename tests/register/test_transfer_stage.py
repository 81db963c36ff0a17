"""How far has a case come, and is it suspended?"""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from detente.register import Register
from detente.register.transfer_stage import transfer_status
from tests.register.said import register


def case(*acts: tuple[str, str]) -> Register:
    """A register with one case T and these acts of it: event, date; numbered within their kind."""
    numbers: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for event, when in acts:
        numbers[event] += 1
        rows.append({"transfer": "T", "event": event, "occurrence": numbers[event], "valid_from": when})
    return register(transfers=[{"transfer": "T", "valid_from": "2010"}], transfer_events=rows)


def status(register: Register, transfer: str, day: str) -> dict[str, Any]:
    return transfer_status(register.as_of(date.fromisoformat(day)), transfer).row(0, named=True)


@pytest.mark.parametrize(
    "transfer, day, state, stage, since",
    [
        ("RUS-TUR-S400", "2018-06-01", "contracted", "contracted", "2017"),
        ("RUS-TUR-S400", "2019-08-01", "delivered", "delivered", "2019-07"),
        ("RUS-TUR-S400", "2019-07-10", "unknown", None, None),
        ("USA-ARE-F35", "2021-06-01", "notified", "notified", "2020-11"),
        ("USA-ARE-F35", "2022-06-01", "suspended", "notified", "2021-12"),
        ("IRN-RUS-SHAHED", "2022-06-01", "unknown", None, None),
    ],
)
def test_the_last_recorded_act_gives_the_stage(
    transfer: str, day: str, state: str, stage: str | None, since: str | None
) -> None:
    row = status(Register.reference(), transfer, day)

    assert (state, stage, since) == (row["state"], row["stage"], row["since"])


@pytest.mark.parametrize(
    "day, state, suspended",
    [("2020-01-01", "contracted", False), ("2021-01-01", "suspended", True), ("2022-01-01", "contracted", False)],
)
def test_a_suspension_that_is_lifted_leaves_the_stage_as_it_was(day: str, state: str, *, suspended: bool) -> None:
    told = case(("contracted", "2019-05"), ("suspended", "2020-05"), ("resumed", "2021-05"))
    row = status(told, "T", day)

    assert (state, "contracted", suspended) == (row["state"], row["stage"], row["suspended"])


def test_a_suspension_is_over_when_the_case_moves_on() -> None:
    row = status(case(("contracted", "2019"), ("suspended", "2020"), ("shipped", "2021")), "T", "2022-01-01")

    assert ("shipped", False) == (row["state"], row["suspended"])


def test_a_suspension_and_its_lifting_within_one_year_are_taken_in_turn() -> None:
    row = status(case(("contracted", "2019"), ("suspended", "2020"), ("resumed", "2020")), "T", "2021-01-01")

    assert ("contracted", False) == (row["state"], row["suspended"])


def test_a_suspension_that_may_not_have_come_leaves_the_state_open_and_the_stage_known() -> None:
    row = status(case(("contracted", "2019"), ("suspended", "2020")), "T", "2020-06-01")

    assert ("unknown", "contracted", None) == (row["state"], row["stage"], row["suspended"])


def test_within_one_year_the_delivery_follows_its_contract() -> None:
    row = status(case(("delivered", "2020"), ("contracted", "2020")), "T", "2021-01-01")

    assert "delivered" == row["state"]


def test_within_one_year_a_licence_and_its_refusal_have_no_order() -> None:
    row = status(case(("licensed", "2020"), ("refused", "2020")), "T", "2021-01-01")

    assert ("unknown", "which came last cannot be told: licensed 2020, refused 2020") == (row["state"], row["reason"])


def test_a_case_without_an_act_is_unknown() -> None:
    row = status(case(), "T", "2020-01-01")

    assert ("unknown", False, "no act recorded by 2020-01-01") == (row["state"], row["suspended"], row["reason"])


def test_cases_that_have_not_begun_are_left_out() -> None:
    snapshot = Register.reference().as_of(date(2016, 1, 1))

    assert ["CHN-PAK-HANGOR"] == transfer_status(snapshot)["transfer"].to_list()
