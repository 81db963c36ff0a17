"""Is every bad file turned away with its place, what was expected and what to do?

`tests/faults/intake/` has one file for each fault; `expected.yaml` says what each is refused with.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from detente import errors, yaml_reader
from detente.register import Register, intake
from detente.register.changes import ChangeSet
from detente.yaml_reader import Text
from tests.shared import ROOT

FOLDER = ROOT / "tests" / "faults" / "intake"
NOT_FAULTS = {"expected.yaml", "any_file.csv"}
ALWAYS = {"source": "compiled-states", "confidence": "reported", "recorded_by": "a test"}
EXPECTED: Any = yaml_reader.read(FOLDER / "expected.yaml")  # file -> raises, says, and what the reader is told
TABLES = Register.reference().tables


def submit(name: str, fault: Mapping[str, Any]) -> ChangeSet:
    """Read a file of the folder and make a change set of it."""
    path = FOLDER / name
    beside = path.with_suffix(".yaml")
    is_map = path.suffix == ".yaml"
    arguments = {
        key: int(text) if key == "limit_bytes" else str(text) for key, text in fault.get("arguments", {}).items()
    }
    read = intake.read(
        FOLDER / "any_file.csv" if is_map else path,
        "activities",
        beside if is_map or beside.exists() else None,
        tables=TABLES,
        recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
        constants=ALWAYS | {str(key): str(text) for key, text in fault.get("constants", {}).items()},
        **arguments,  # type: ignore[arg-type]  # what the fault says
    )
    return read.changeset(base="", reason="a test", author="a test")


def test_every_file_of_the_folder_has_its_expectation() -> None:
    files = {path.name for path in FOLDER.iterdir()} - NOT_FAULTS
    maps = {f"{name.split('.')[0]}.yaml" for name in EXPECTED if name.endswith(".csv")}

    assert files - maps <= set(EXPECTED)
    assert set(EXPECTED) - files == {"absent.csv"}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_fault_is_refused_with_its_place_and_the_next_step(name: Text) -> None:
    fault = EXPECTED[name]

    with pytest.raises(errors.DetenteError) as caught:
        submit(name, fault)

    message = str(caught.value)
    assert fault["raises"] == type(caught.value).__name__
    assert [words for words in fault["says"] if words not in message] == [], message
    assert caught.value.next_step


def test_the_file_beside_the_maps_is_taken_without_one() -> None:
    taken = submit("any_file.csv", {})

    assert not taken.is_empty
