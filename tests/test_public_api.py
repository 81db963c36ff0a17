"""Are the public names of the package few, there, typed as they are at run time, and imported only when asked for?"""

import ast
import subprocess
import sys

import pytest

import detente
from tests.shared import ROOT

INIT = ROOT / "src" / "detente" / "__init__.py"
SCREEN = 100  # lines


def typed_names() -> set[str]:
    """Names that a type checker sees: those imported under TYPE_CHECKING."""
    guarded = next(node for node in ast.parse(INIT.read_text(encoding="utf-8")).body if isinstance(node, ast.If))
    return {alias.name for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_the_public_names_fit_on_one_screen() -> None:
    assert len(INIT.read_text(encoding="utf-8").splitlines()) <= SCREEN
    assert sorted(detente.__all__) == detente.__all__


def test_a_type_checker_sees_the_same_names() -> None:
    assert set(detente.__all__) == typed_names()


@pytest.mark.parametrize("name", detente.__all__)
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    named = getattr(detente, name)

    assert named.__name__.rpartition(".")[2] == name
    assert named.__doc__


@pytest.mark.parametrize("name", ["compose", "cli"])
def test_a_name_that_is_not_public_is_refused(name: str) -> None:
    with pytest.raises(AttributeError, match=f"no public name '{name}'"):
        vars(detente)["__getattr__"](name)  # a module imported elsewhere would be found as an attribute


def test_the_package_imports_nothing_until_a_name_is_asked_for() -> None:
    program = "import sys, detente; print(sorted(m for m in sys.modules if m.split('.')[0] in ('detente', 'polars')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "['detente']"
