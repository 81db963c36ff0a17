"""Is every fault of a package turned away, in the right stage, with words that say what and where?

`tests/faults/package/sound/` are the tables of a small sound package; each file beside it says one thing that goes
wrong with it. `edit` changes tables before the descriptor is made, so that the digests fit; `files` puts tables in
their place or beside them; `afterwards`, `unlisted` and `remove` act when the package is finished.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from detente import yaml_reader
from detente.errors import RegisterError, SourceError
from detente.register import Register, package
from tests.shared import ROOT

FOLDER = ROOT / "tests" / "faults" / "package"
FILES = sorted(FOLDER.glob("*.yaml"))
KINDS = {"SourceError": SourceError, "RegisterError": RegisterError}


def sound_package(folder: Path) -> Path:
    """The sound tables with a descriptor that says no more than it must."""
    folder.mkdir()
    for table in (FOLDER / "sound").iterdir():
        (folder / table.name).write_bytes(table.read_bytes())
    describe(folder)
    return folder


def describe(folder: Path) -> None:
    """A descriptor made here, not by the code under test."""
    raw = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "datapackage.json"}
    resources = [
        {
            "name": name.partition(".")[0],
            "path": name,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        for name, content in raw.items()
    ]
    said = {"name": "sound", "created": "2026-11-22T00:00:00Z", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")


def broken_package(folder: Path, fault: Mapping[str, object]) -> Path:
    """The sound package with one thing wrong."""
    sound_package(folder)
    write(folder, fault.get("files", {}))
    edit(folder, fault.get("edit", []))
    describe(folder)
    edit(folder, fault.get("afterwards", []))
    write(folder, fault.get("unlisted", {}))
    gone = fault.get("remove", [])
    assert isinstance(gone, list)
    for name in gone:
        (folder / name).unlink()
    return folder


def write(folder: Path, files: object) -> None:
    assert isinstance(files, dict)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def edit(folder: Path, edits: object) -> None:
    assert isinstance(edits, list)
    for one in edits:
        path, find = folder / one["file"], one["find"].encode()
        put = bytes.fromhex(one["put_bytes"]) if "put_bytes" in one else one["put"].encode()
        raw = path.read_bytes()
        assert find in raw, f"{find!r} is not in {path.name}: the fault is no fault"
        path.write_bytes(raw.replace(find, put, 1))


def read(path: Path) -> dict[str, object]:
    said = yaml_reader.read(path)
    assert isinstance(said, dict)
    fault: dict[str, object] = {str(key): value for key, value in said.items()}
    assert set(fault) <= {"fault", "edit", "files", "afterwards", "unlisted", "remove", "raises", "says"}, path.name
    return fault


def test_the_sound_package_opens(tmp_path: Path) -> None:
    register = Register.open(sound_package(tmp_path / "sound"))

    assert register.tables["agreements"].height == 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fault_is_refused_and_named(path: Path, tmp_path: Path) -> None:
    fault = read(path)
    folder = broken_package(tmp_path / "broken", fault)

    with pytest.raises(KINDS[str(fault["raises"])]) as refused:
        Register.open(folder)

    says = fault["says"]
    assert isinstance(says, list)
    assert says
    assert [part for part in says if part not in str(refused.value)] == [], str(refused.value)


@pytest.mark.parametrize("path", [p for p in FILES if read(p)["raises"] == "RegisterError"], ids=lambda path: path.stem)
def test_what_is_no_matter_of_digests_is_not_sealed(path: Path, tmp_path: Path) -> None:
    folder = broken_package(tmp_path / "broken", read(path))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    with pytest.raises(RegisterError):
        package.seal(folder)

    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}
