"""Does the repository keep to itself: no machine's paths, no index addresses, a lock that pins every file?

A folder of one machine in a tracked file breaks on the next; an index address binds every reader to one site's mirror.
"""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.shared import ROOT

MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:work|farm|home|Users)/[a-z]")
INDEX_ADDRESS = re.compile(r"""--(?:extra-)?index-url|://[^ ]*/(?:simple|packages)/|"resolved": *"http""")
INDEX_SETTING = re.compile(r"^\s*(?:(?:extra-)?index-url|find-links|\[\[tool\.uv\.index\]\])\s*=?", re.MULTILINE)
LOCK = ROOT / "requirements.lock"


@cache
def texts() -> dict[str, str]:
    """Text files that git tracks or would take (path to content); every file where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # whichever git is there
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git does not list the files of this folder")
    found = {}
    for name in filter(None, listed.split("\0")):
        path = Path(ROOT, name)
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            found[name] = content.decode("utf-8", errors="replace")
    return found


def places(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of every match."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        for name, text in texts().items()
        for match in pattern.finditer(text)
    ]


def test_every_text_file_but_the_faults_is_utf_8_with_unix_line_ends() -> None:
    ours = {name: text for name, text in texts().items() if not name.startswith("tests/faults/")}

    assert ours
    assert [name for name, text in ours.items() if "\r\n" in text or "\N{REPLACEMENT CHARACTER}" in text] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert places(MACHINE_PATH) == []


def test_no_file_names_a_package_index() -> None:
    assert places(INDEX_ADDRESS) == []


def test_the_project_file_sets_no_package_index() -> None:
    assert INDEX_SETTING.search((ROOT / "pyproject.toml").read_text(encoding="utf-8")) is None
    assert not (ROOT / "uv.lock").exists(), "uv.lock writes an index address beside every package"


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_the_lock_pins_every_package_with_a_hash() -> None:
    entries = re.split(r"^(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]

    assert len(entries) > 50
    assert [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []


def test_ci_calls_the_targets_that_a_person_types() -> None:
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111, "not executable"
    assert {"make test", "make check"} <= {line.strip() for line in script.read_text().splitlines()}


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "make run" in readme
    assert "make test" in readme
