"""Does the manual have an entry for everything there is, and does it say nothing that is not so?

Generated pages are fresh, every block of Python and of commands runs and prints what the page shows, and what a page
cites is in the bibliography. In a block of commands a line `...` stands for any lines, and `...` within a line for any
words. A code block with a caption is a file of that name; a page has a folder of its own, and its blocks run in order.
"""

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from cyclopts import App

import detente
from detente import brief, cli, errors, figures, register, results
from detente.cli.main import app
from detente.register import checks
from detente.register.schema import TABLES, Table
from tests.shared import ROOT

DOCS = ROOT / "docs"
MADE = "<!-- Made by docs/generate.py"
FENCE = re.compile(
    r"^```(?:\{code-block\} \w+\n:caption: (?P<caption>\S+)\n\n|(?P<language>\w+)\n)(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
CITED = re.compile(r"\[(\w+)\]\((?:[./\w]*)bibliography\.md(?:#(\w+))?\)")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page: a file where it has a caption."""

    page: str
    line: int
    language: str
    text: str
    caption: str | None


@cache
def page(name: str) -> str:
    """The text of a page of the manual."""
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[Path]:
    """Pages that people read: the manual without its build, and the top pages of the repository."""
    manual = [path for path in sorted(DOCS.rglob("*.md")) if "_build" not in path.parts]
    return [*manual, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def blocks(path: Path) -> Iterator[Block]:
    """The blocks of a page in their order."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(name, line, found["language"] or "file", found["text"], found["caption"])


def verbs(over: App, path: str = "detente") -> Iterator[tuple[str, App]]:
    """Every command of the command line, with the words that call it."""
    for name in over:
        if not name.startswith("-"):
            under = over[name]
            yield from [(f"{path} {name}", under)] if under.default_command else verbs(under, f"{path} {name}")


def public(module: ModuleType) -> list[str]:
    """The names a module offers."""
    return [name for name in getattr(module, "__all__", ()) if not inspect.ismodule(getattr(module, name))]


def section(text: str, head: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(head)}$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {head!r}"
    return found[1]


def test_the_generated_pages_are_fresh() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_of_a_table_has_an_entry(table: Table) -> None:
    entries = section(page("reference/tables.md"), table.name)

    assert [column for column in table.own if f"| `{column}` |" not in entries] == []


def test_every_column_of_provenance_has_an_entry() -> None:
    entries = section(page("reference/tables.md"), "Provenance")
    actors = TABLES["actors"]

    assert [c for c in actors.columns if c not in actors.own and f"| `{c}` |" not in entries] == []


@pytest.mark.parametrize("path, verb", [pytest.param(path, verb, id=path) for path, verb in verbs(app)])
def test_every_command_has_an_entry_with_its_options(path: str, verb: App) -> None:
    entries = section(page("reference/commands.md"), path)
    given = [argument for argument in verb.assemble_argument_collection() if argument.names != ("*",)]
    options = [a.names[0] for a in given if not a.field_info.is_positional]

    assert f"`{path} " in entries
    assert [option for option in options if f"| `{option}` |" not in entries] == []


def test_every_check_has_an_entry() -> None:
    entries = page("reference/checks.md")

    assert checks.CHECKS
    assert [c.name for c in checks.CHECKS.values() if f"| `{c.name}` | {c.severity} |" not in entries] == []


def test_every_error_has_an_entry() -> None:
    entries = page("reference/errors.md")
    family = [name for name, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.DetenteError)]

    assert family
    assert [name for name in family if f"| `{name}` |" not in entries] == []


@pytest.mark.parametrize(
    "module", [detente, register, brief, figures, checks, results, errors], ids=lambda m: m.__name__
)
def test_every_public_name_has_an_entry(module: ModuleType) -> None:
    entries = section(page("reference/python.md"), module.__name__)

    assert [name for name in public(module) if not re.search(rf"^\| `{name}\b", entries, re.MULTILINE)] == []


def test_every_setting_that_is_read_has_an_entry() -> None:
    entries = page("reference/settings.md")
    reading = re.compile(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*["']([A-Z_]+)["']""")
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    read = {name for text in texts for name in reading.findall(text)}
    read |= {"COLUMNS" for text in texts if "get_terminal_size" in text}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    read |= set(re.findall(r"^(?:export )?([A-Z_]+)\s*\?=", makefile, re.MULTILINE))
    read |= {a or b for a, b in re.findall(r"\$\(if \$\(([A-Z_]+)\)|\$\((ARGS)\)", makefile)}

    assert {"CI", "DETENTE_DATA", "WHEELS"} <= read
    assert [name for name in sorted(read) if f"| `{name}` |" not in entries] == []


def test_every_page_of_the_reference_is_in_its_list() -> None:
    listed = set(re.findall(r"^([\w-]+)$", page("reference/index.md"), re.MULTILINE))

    assert {path.stem for path in (DOCS / "reference").glob("*.md")} - {"index"} == listed


def test_the_bibliography_has_every_work_that_is_cited_and_no_other() -> None:
    entries = set(re.findall(r"^## (\w+)$", page("explanation/bibliography.md"), re.MULTILINE))
    cited = {(key, anchor) for path in pages() for key, anchor in CITED.findall(path.read_text(encoding="utf-8"))}

    assert cited
    assert sorted(key for key, _ in cited if key not in entries) == []
    assert sorted(entries - {key for key, _ in cited}) == []
    assert sorted(key for key, anchor in cited if anchor != key.lower()) == []


def test_every_citation_in_brackets_leads_to_the_bibliography() -> None:
    bare = re.compile(r"(?<![`!\w])\[([A-Z]\w*\d{4}\w?|VCLT|VCDR)\](?!\()")

    assert [f"{path.name}: {key}" for path in pages() for key in bare.findall(path.read_text(encoding="utf-8"))] == []


def test_every_block_says_what_it_is() -> None:
    known = {"python", "console", "sh", "text", "file", "yaml"}
    strange = [f"{b.page}:{b.line} {b.language}" for path in pages() for b in blocks(path) if b.language not in known]
    directive = re.compile(r"^```\{(?:toctree|image)\}.*?^```$", re.MULTILINE | re.DOTALL)
    texts = {path: path.read_text(encoding="utf-8") for path in pages()}
    unread = [path.name for path, text in texts.items() if "```" in directive.sub("", FENCE.sub("", text))]

    assert strange == []
    assert unread == []


def test_every_target_of_make_in_a_block_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shell = [block for path in pages() for block in blocks(path) if block.language == "sh"]
    called = {target for block in shell for target in re.findall(r"^make ([a-z]+)", block.text, re.MULTILINE)}

    assert called
    assert called - targets == set()


RUN = [path for path in pages() if any(block.language in ("python", "console") for block in blocks(path))]


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_blocks_of_a_page_run_and_print_what_they_show(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    names: dict[str, object] = {"__name__": "manual"}
    for block in blocks(path):
        if block.caption:
            Path(block.caption).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            exec(compile("\n" * block.line + block.text, block.page, "exec"), names)  # noqa: S102  # our own manual
            capfd.readouterr()
        elif block.language == "console":
            for command, shown in commands(block):
                status = cli.main(shlex.split(command)[1:])
                printed = "".join(capfd.readouterr())
                assert status == 0 or shown.replace("...", "").strip(), f"{block.page}: {command} fails:\n{printed}"
                assert alike(shown, printed), (
                    f"{block.page}:{block.line}: {command}\nprints\n{printed}\nand the page shows\n{shown}"
                )


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block, with the output shown under it."""
    _, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts, f"{block.page}:{block.line} has no line that begins with $"
    for part in parts:
        command, _, shown = part.partition("\n")
        assert command.startswith("detente "), f"{block.page}:{block.line} runs {command!r}: only detente is run"
        yield command, shown


def alike(shown: str, printed: str) -> bool:
    """Whether the output is the one shown; nothing shown means that the page does not care."""
    lines = ["(?:.*\n)*" if line.strip() == "..." else f"{_line(line)} *\n" for line in shown.splitlines()]
    return not shown.strip() or re.fullmatch("".join(lines), f"{printed.rstrip()}\n") is not None


def _line(shown: str) -> str:
    """A line as a pattern: `...` is any words or none, and one blank or several are the same."""
    parts = [
        re.sub(r"(?:\\ )+", " +", re.escape(part.strip() if at else part.rstrip()))
        for at, part in enumerate(shown.split("..."))
    ]
    return ".*".join(parts)


def test_output_that_differs_from_the_page_is_found() -> None:
    assert alike("a  b\n...\nc d ...\n", "a b\nany\nlines\nc   d e\n")
    assert alike("...\na\n", "a\n")
    assert not alike("a b\n", "a c\n")
    assert not alike("a\n", "a\nb\n")
    assert not alike("a.b\n", "axb\n")
