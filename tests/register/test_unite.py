"""Two keys that were found to be one thing."""

from datetime import UTC, date, datetime

import pytest

from detente.errors import RegisterError
from detente.register import Register
from detente.register.changes import ChangeSet
from detente.register.corrections import Act
from detente.register.unite import unite
from tests.small import register

AT = datetime(2026, 6, 1, tzinfo=UTC)
ACT = Act(by="A. Analyst", at=AT, reason="one exercise, two names")


@pytest.fixture
def base() -> Register:
    states = [{"actor": key, "kind": "state", "name": key} for key in ("AAA", "BBB")]
    exercise = {"kind": "exercise", "valid_from": "2024-03-01", "valid_to": "2024-03-10"}
    return register(
        actors=states,
        activities=[
            exercise | {"activity": "FLAG"},
            exercise | {"activity": "RED-FLAG"},
            exercise | {"activity": "PHASE-1", "parent": "RED-FLAG"},
        ],
        participants=[
            {"activity": "FLAG", "actor": "AAA", "role": "host"},
            {"activity": "RED-FLAG", "actor": "BBB", "role": "participant"},
        ],
        aliases=[{"alias": "RF24", "target": "RED-FLAG", "reason": "external"}],
    )


def united(base: Register, keep: str = "FLAG", drop: str = "RED-FLAG", table: str = "activities") -> Register:
    rows = unite(base.tables, table, keep=keep, drop=drop, act=ACT)
    return base.apply(ChangeSet(base.digest(), rows, ACT.reason, ACT.by, ACT.at))


def test_statements_about_the_key_given_up_speak_of_the_key_kept(base: Register) -> None:
    after = united(base).as_of(date(2024, 3, 5))

    assert {"FLAG", "RED-FLAG"} == set(after.activities.filter(after.activities["activity"] == "FLAG")["record"])
    assert {("FLAG", "AAA"), ("FLAG", "BBB")} == set(after.participants.select("activity", "actor").rows())


def test_rows_that_referred_to_it_refer_to_the_other(base: Register) -> None:
    after = united(base).as_of(date(2024, 3, 5)).activities

    assert ["FLAG"] == after.filter(after["record"] == "PHASE-1")["parent"].to_list()


def test_a_row_that_hung_on_the_other_key_does_not_hang_on_itself(base: Register) -> None:
    after = united(base, keep="RED-FLAG", drop="PHASE-1").as_of(date(2024, 3, 5)).activities

    assert [(None, "RED-FLAG")] == after.filter(after["record"] == "PHASE-1").select("parent", "activity").rows()


def test_the_key_given_up_becomes_an_alias_and_so_do_its_own(base: Register) -> None:
    after = united(base).as_of(date(2024, 3, 5)).aliases

    assert {("RED-FLAG", "FLAG", "merged"), ("RF24", "FLAG", "external")} == set(
        after.select("alias", "target", "reason").rows()
    )


def test_asked_as_known_before_the_two_are_still_two(base: Register) -> None:
    before = united(base).as_of(date(2024, 3, 5), date(2026, 5, 31))

    assert base.as_of(date(2024, 3, 5)).digest == before.digest


@pytest.mark.parametrize(
    "table, keep, drop, message",
    [
        ("activities", "FLAG", "FLAG", "cannot become"),
        ("activities", "FLAG", "NOBODY", "'NOBODY' is no key"),
        ("activities", "NOBODY", "FLAG", "'NOBODY' is no key"),
        ("participations", "a", "b", "cannot become"),
        ("aliases", "RF24", "RED-FLAG", "cannot become"),
        ("treaties", "a", "b", "no table 'treaties'"),
    ],
)
def test_only_two_keys_of_one_table_are_united(base: Register, table: str, keep: str, drop: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        unite(base.tables, table, keep=keep, drop=drop, act=ACT)
