"""What do the checks find in the shipped register, and is each finding one that somebody has looked at and accepted?

`accepted_findings.csv` has one row per accepted finding: check, the record to look at, field, how many records it
touches, and why it stands. A finding that is not there must be mended or accepted with its reason; one that is there
and no longer found must be taken out.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from detente.register import Register
from detente.register.checks import CHECKS, Findings

ACCEPTED = Path(__file__).with_name("accepted_findings.csv")
Finding = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def findings() -> Findings:
    return Register.reference().validate()


def accepted() -> list[dict[str, str]]:
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(check: str, where: str, field: str, touched: str | int) -> Finding:
    return (check, where, field, str(touched))


def found(findings: Findings) -> Counter[Finding]:
    rows = findings.to_frame().iter_rows(named=True)
    return Counter(
        key(row["check"], f"{row['table']} {row['records'][0]}", row["field"], len(row["records"])) for row in rows
    )


def expected() -> Counter[Finding]:
    return Counter(key(row["check"], row["where"], row["field"], row["touched"]) for row in accepted())


def test_the_shipped_register_has_no_error(findings: Findings) -> None:
    assert findings.errors == ()


def test_every_finding_on_the_shipped_register_is_an_accepted_one(findings: Findings) -> None:
    new = found(findings) - expected()

    assert not new, "mend it, or accept it with its reason"


def test_every_accepted_finding_is_still_found(findings: Findings) -> None:
    gone = expected() - found(findings)

    assert not gone, "mended: take it out of accepted_findings.csv"


def test_every_accepted_finding_has_its_reason_and_its_check() -> None:
    assert {row["check"] for row in accepted()} <= set(CHECKS)
    assert [row["where"] for row in accepted() if not row["reason"].strip()] == []


def test_the_two_days_of_the_korean_treaty_are_shown_as_unknown(findings: Findings) -> None:
    about = findings.touching(["USROK1953/USA/entered_into_force.b"]).findings

    assert ["check_for_conflicting_statements"] == [finding.check for finding in about]
    assert "1954-11-17 (treaty text as reprinted) and 1954-11-18" in about[0].message
    assert about[0].message.endswith("unknown between them")


def test_the_russian_korean_day_is_settled_by_the_verified_row(findings: Findings) -> None:
    (about,) = findings.touching(["RUSDPRK2024/RUS/signed.b"]).findings

    assert about.message.endswith("not used: RUSDPRK2024/RUS/signed.b")
