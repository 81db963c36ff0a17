"""Can every source file be read in one sitting, and does its name say what is in it?"""

import ast
from pathlib import Path

import pytest

from tests.shared import ROOT

MOST_LINES = 500
# Names under which anything can be filed, so that nothing is found again.
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers", "service", "services"}

SOURCES = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)


def in_repository(path: Path) -> str:
    """Path as a reader of the repository writes it."""
    return path.relative_to(ROOT).as_posix()


def test_there_are_source_files_to_judge() -> None:
    assert SOURCES


@pytest.mark.parametrize("source", SOURCES, ids=in_repository)
def test_a_source_file_has_at_most_500_lines(source: Path) -> None:
    lines = len(source.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES, f"{in_repository(source)} has {lines} lines: which two questions does it answer?"


@pytest.mark.parametrize("source", SOURCES, ids=in_repository)
def test_a_name_says_the_subject(source: Path) -> None:
    names = {*source.relative_to(ROOT / "src").with_suffix("").parts}

    assert not names & VAGUE, f"{in_repository(source)}: name it after the noun it is about"


@pytest.mark.parametrize("init", [p for p in SOURCES if p.name == "__init__.py"], ids=in_repository)
def test_an_init_file_re_exports_and_does_nothing_else(init: Path) -> None:
    body = ast.parse(init.read_text(encoding="utf-8")).body
    allowed: tuple[type[ast.stmt], ...] = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    if init == ROOT / "src" / "detente" / "__init__.py":
        allowed += (ast.If,)  # it puts its imports off (PEP 562): a layer must stand without the ones above it

    assert [f"line {node.lineno}" for node in body if not isinstance(node, allowed)] == []
