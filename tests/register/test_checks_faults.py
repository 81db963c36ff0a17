"""Does every check find its fault, that fault only, and nothing once it is mended?

`tests/faults/checks/` has one file per fault, named after its check: what is wrong, the records that must be named (one
line per finding), words of the message, the tables with the fault, and those that change when it is mended.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from detente import yaml_reader
from detente.register.checks import CHECKS, Tables
from tests.register import typed_texts
from tests.shared import ROOT

FOLDER = ROOT / "tests" / "faults" / "checks"
FILES = sorted(FOLDER.glob("*.yaml"))


@dataclass(frozen=True)
class Fault:
    """One file of the folder."""

    check: str
    finds: list[list[str]]
    says: str
    faulty: dict[str, str]
    repaired: dict[str, str]


def read(path: Path) -> Fault:
    said = yaml_reader.read(path)
    assert isinstance(said, dict)
    parts = {str(key): value for key, value in said.items()}
    assert set(parts) == {"fault", "finds", "says", "faulty", "repaired"}, path.name
    finds, says, faulty, repaired = (parts[key] for key in ("finds", "says", "faulty", "repaired"))
    assert isinstance(finds, list)
    assert isinstance(faulty, dict)
    assert isinstance(repaired, dict)
    tables = {str(name): str(text) for name, text in faulty.items()}
    mended = tables | {str(name): str(text) for name, text in repaired.items()}
    check = "check_for_" + path.name.split(".")[0]
    return Fault(check, [str(line).split() for line in finds], str(says), tables, mended)


def findings(check: str, tables: dict[str, str]) -> list[tuple[list[str], str]]:
    """What one check finds: the records of each finding, and its message."""
    found = CHECKS[check].function(Tables(typed_texts.register(tables).histories))
    return list(found.select("records", "message").iter_rows())


def test_every_check_has_a_fault() -> None:
    assert set(CHECKS) == {read(path).check for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_check_finds_the_fault_and_names_its_records(path: Path) -> None:
    fault = read(path)

    found = findings(fault.check, fault.faulty)

    assert sorted(fault.finds) == sorted(records for records, _ in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_message_says_what_is_wrong(path: Path) -> None:
    fault = read(path)

    messages = [message for _, message in findings(fault.check, fault.faulty)]

    assert any(fault.says in message for message in messages), messages


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_check_is_silent_once_the_fault_is_mended(path: Path) -> None:
    fault = read(path)

    assert findings(fault.check, fault.repaired) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_mended_register_differs_from_the_faulty_one(path: Path) -> None:
    fault = read(path)

    assert fault.faulty != fault.repaired
