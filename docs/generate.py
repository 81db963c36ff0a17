"""Which pages of the manual are made from the code, and are they what the code says today?

`python docs/generate.py` writes them; `--check` writes nothing, names the stale ones and exits with 1.
A page is a function without arguments that returns Markdown; it is listed once, in PAGES.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from detente import errors
from detente.register.schema import TABLES
from detente.register.schema.provenance import Provenance
from detente.register.schema.table import Table

DOCS = Path(__file__).parent
HEAD = "<!-- Made by docs/generate.py from the code: change the code, then `make docs`. -->\n"
TABLES_HEAD = (
    "Every table closes with the columns of provenance, shown once, here. A logical key names the thing that a row"
    " speaks of; several statements may share it. A column `x_...` is a user's own: kept, and never interpreted."
)
ERRORS_HEAD = (
    "A message has four parts: the thing, the place, what was expected, and the next step. All classes derive from"
    " `DetenteError`. The command line prints the message on standard error and ends with status 2 for input it cannot"
    " read, 3 for a subject it does not know."
)
IN_TIME = {
    "spell": "holds from `valid_from` until `valid_to`",
    "act": "happened on `valid_from`",
    "event": "happened on `valid_from`",
    "figure": "describes a period",
    "child": "runs with its parent where it has no dates of its own",
    "reference": "has no time of its own",
}


def tables_page() -> str:
    """Every table of the register with its columns, by family."""
    parts = [
        "# Tables of the register",
        f"{len(TABLES)} tables. {TABLES_HEAD}",
        "## Provenance",
        _summary(Provenance),
        _rows((name, column.metadata or {}, not column.nullable) for name, column in Provenance.columns().items()),
    ]
    families = sorted(TABLES.values(), key=_family)
    for family, tables in groupby(families, key=_family):
        parts.append(f"## {family.capitalize()}")
        for table in tables:
            key = ", ".join(f"`{column}`" for column in table.logical_key)
            parts += [
                f"(table-{table.name})=\n### {table.name}",
                f"{_summary(table.schema)} A row {IN_TIME[table.time]}. Logical key: {key}.",
                _rows((name, table.about(name), name in table.required) for name in table.own),
            ]
    return "\n\n".join(parts)


def errors_page() -> str:
    """Every class of error, and what it is raised for."""
    family = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.DetenteError)]
    lines = [
        f"| `{c.__name__}` | {_cell(_summary(c))} |" for c in sorted(family, key=lambda c: (len(c.mro()), c.__name__))
    ]
    return "\n\n".join(
        [
            "# Errors",
            ERRORS_HEAD,
            "\n".join(["| class | raised for |", "|---|---|", *lines]),
        ]
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/errors.md": errors_page,
    "reference/tables.md": tables_page,
}


def _family(table: Table) -> str:
    """File of `register/schema/` in which the table is declared."""
    return table.schema.__module__.rpartition(".")[2]


def _summary(documented: type) -> str:
    """First paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(documented) or "").split("\n\n")[0].split())


def _rows(columns: Iterable[tuple[str, Mapping[str, object], bool]]) -> str:
    """Table of (column, metadata, required)."""
    lines = ["| column | type | meaning |", "|---|---|---|"]
    for name, about, required in columns:
        kind = ", ".join(str(part) for part in (about["type"], about["unit"], "required" if required else None) if part)
        meaning = _cell(f"{about['doc']}.")
        if about["references"]:
            meaning += f" Refers to [{about['references']}](#table-{about['references']})."
        if isinstance(about["words"], tuple) and about["words"]:
            meaning += f" One of: {_cell(' · '.join(about['words']))}."
        lines.append(f"| `{name}` | {_cell(kind)} | {meaning} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Text that stays inside its cell."""
    return text.replace("|", "\\|").replace("*", "\\*")


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them; 1 if one is stale."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, f"{HEAD}\n{page()}\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: " + ("stale, run `make docs`" if "--check" in arguments else "written"))
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
