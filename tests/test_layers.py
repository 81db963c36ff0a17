"""Do the arrows point down: does every layer stand without the ones above it, and a bare install without the extras?

The contracts in `pyproject.toml` read the imports as written. The other tests really import each layer in a fresh
interpreter where everything above it is missing, which also catches imports that are computed.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.shared import ROOT

SRC = ROOT / "src" / "detente"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
LAYERS: list[list[str]] = [
    re.findall(r"\w+", layer) for contract in CONTRACTS if contract["id"] == "layers" for layer in contract["layers"]
]
EXTRAS = ["altair", "fastexcel", "typst", "vl_convert", "xlsxwriter"]

# Run in a new interpreter: argv[1] the names that must not be there, argv[2] the modules to import.
IMPORT_WITHOUT = """
import importlib, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if any(name == gone or name.startswith(gone + ".") for gone in sys.argv[1].split()):
            raise ModuleNotFoundError(f"{name} is not there", name=name)
sys.meta_path.insert(0, Absent())
for module in sys.argv[2].split():
    importlib.import_module(module)
"""


def modules(name: str) -> list[str]:
    """Every module of one part of detente, or none where the part is not built yet."""
    files = [SRC / f"{name}.py"] if (SRC / f"{name}.py").exists() else sorted((SRC / name).rglob("*.py"))
    dotted = [".".join(p.relative_to(SRC.parent).with_suffix("").parts) for p in files if p.name != "__main__.py"]
    return [m.removesuffix(".__init__") for m in dotted]


def import_without(absent: list[str], wanted: list[str]) -> subprocess.CompletedProcess[str]:
    """Import `wanted` in a fresh interpreter in which `absent` cannot be found."""
    command = [sys.executable, "-c", IMPORT_WITHOUT, " ".join(absent), " ".join(wanted)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("contract", [c["id"] for c in CONTRACTS])
def test_the_imports_keep_the_contract(contract: str) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-logo", "--no-cache", "--contract", contract]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("height", range(1, len(LAYERS)), ids=lambda height: "+".join(LAYERS[height]))
def test_a_layer_imports_with_the_ones_above_it_missing(height: int) -> None:
    above = [f"detente.{name}" for layer in LAYERS[:height] for name in layer]
    here = [module for name in LAYERS[height] for module in modules(name)]

    done = import_without(above, here)

    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_without_any_extra() -> None:
    done = import_without(EXTRAS, modules("cli"))

    assert modules("cli")
    assert done.returncode == 0, done.stderr


def test_what_is_said_to_be_missing_is_missing() -> None:
    done = import_without(["detente.errors"], ["detente.errors"])

    assert done.returncode == 1
    assert "detente.errors is not there" in done.stderr
