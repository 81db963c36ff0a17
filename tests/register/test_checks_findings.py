"""What can be asked of findings, and what holds for every check?"""

import polars as pl
import pytest
from hypothesis import given, settings

from detente.errors import RegisterError
from detente.register import Register
from detente.register.checks import CHECKS
from tests.register import typed_texts
from tests.strategies import registers

# Two errors and one note: a total with an actor, a code used twice, an agreement without a clause.
FAULTY = {
    "actors": """\
        record,actor,kind,gw,valid_from
        KIR,KIR,state,970,1979
        NRU,NRU,state,970,1968
        """,
    "agreements": """\
        record,agreement
        N,N
        """,
    "participants": """\
        record,activity,actor,role
        X/total,X,KIR,total
        """,
    "activities": """\
        record,activity,kind
        X,X,exercise
        """,
}


@pytest.fixture(scope="module")
def faulty() -> Register:
    return typed_texts.register(FAULTY)


def test_an_empty_register_has_no_finding() -> None:
    findings = Register.empty().validate()

    assert findings.findings == ()
    assert {"error": 0, "warning": 0, "note": 0} == findings.counts


def test_findings_are_counted_by_severity(faulty: Register) -> None:
    assert {"error": 2, "warning": 0, "note": 1} == faulty.validate().counts


def test_errors_come_first(faulty: Register) -> None:
    severities = [finding.severity for finding in faulty.validate().findings]

    assert ["error", "error", "note"] == severities


def test_a_finding_says_where_and_what_to_do(faulty: Register) -> None:
    finding = faulty.validate().errors[1]

    assert "check_for_total_with_actor" == finding.check
    assert "participants X/total" == finding.where
    assert "a total of KIR" == finding.message
    assert "leave the actor of a total empty; name every other" == finding.next_step


def test_a_finding_of_a_check_named_strict_is_an_error(faulty: Register) -> None:
    findings = faulty.validate(strict=["check_for_agreement_without_provision"])

    assert {"error": 3, "warning": 0, "note": 0} == findings.counts
    assert "check_for_agreement_without_provision" in {finding.check for finding in findings.errors}


def test_a_strict_name_that_is_no_check_is_refused_with_the_nearest(faulty: Register) -> None:
    with pytest.raises(RegisterError, match="no check 'check_for_conflict_statements'") as refused:
        faulty.validate(strict=["check_for_conflict_statements"])

    assert "did you mean check_for_conflicting_statements?" == refused.value.next_step


def test_touching_keeps_what_names_a_record_even_in_second_place(faulty: Register) -> None:
    touching = faulty.validate().touching(["NRU"])

    assert ["check_for_code_used_twice_on_date"] == [finding.check for finding in touching.findings]


def test_touching_nothing_finds_nothing(faulty: Register) -> None:
    assert faulty.validate().touching([]).findings == ()


def test_the_frame_has_a_row_for_every_finding(faulty: Register) -> None:
    frame = faulty.validate().to_frame()

    assert ["check", "severity", "table", "records", "field", "message", "next_step"] == frame.columns
    assert 3 == frame.height


def test_the_result_says_how_it_was_made(faulty: Register) -> None:
    assert "47 named checks" in faulty.validate().explain()


def test_withdrawn_rows_are_not_looked_at() -> None:
    tables = FAULTY | {
        "participants": """\
            record,version,activity,actor,role,withdrawn
            X/total,1,X,KIR,total,false
            X/total,2,X,KIR,total,true
            """
    }

    assert typed_texts.named("check_for_total_with_actor", tables) == []


def test_only_the_last_version_of_a_record_is_looked_at() -> None:
    tables = FAULTY | {
        "participants": """\
            record,version,activity,actor,role
            X/total,1,X,KIR,total
            X/total,2,X,,total
            """
    }

    assert typed_texts.named("check_for_total_with_actor", tables) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_described_in_one_sentence_for_the_reference_page(name: str) -> None:
    check = CHECKS[name]

    assert name.startswith("check_for_")
    assert check.summary.endswith(".")
    assert check.family in {"keys", "times", "actors", "commitments", "activities", "channels", "measures", "evidence"}


# All 47 checks run on every draw: a few dozen draws are what a minute allows.
@settings(max_examples=40)
@given(registers())
def test_no_register_makes_a_check_fail(register: Register) -> None:
    frame = register.validate().to_frame()

    # A message with an empty cell in it would be null, and a finding without a record could not be looked up.
    assert 0 == frame.select(pl.all_horizontal(pl.all().is_not_null()).not_().sum()).item()
    assert frame.filter(pl.col("records").list.len() == 0).is_empty()


@settings(max_examples=10)
@given(registers(tables=["participations", "memberships", "channel_events", "observations", "provisions"]))
def test_the_order_of_the_tables_does_not_matter(register: Register) -> None:
    other = Register.of({name: frame.reverse() for name, frame in reversed(list(register.tables.items()))})

    assert register.validate().to_frame().equals(other.validate().to_frame())
