"""Which tables does the register have, and what stands in each column?"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from detente.register.schema import TABLES
from detente.register.schema.provenance import Provenance
from detente.register.schema.table import Table
from reference_pages import markdown

HEAD = (
    "Every table closes with the columns of provenance, shown once, here. A logical key names the thing that a row"
    " speaks of; several statements may share it. A column `x_...` is a user's own: kept, and never interpreted."
)
IN_TIME = {
    "spell": "holds from `valid_from` until `valid_to`",
    "act": "happened on `valid_from`",
    "event": "happened on `valid_from`",
    "figure": "describes a period",
    "child": "runs with its parent where it has no dates of its own",
    "reference": "has no time of its own",
}


def page() -> str:
    """Every table of the register with its columns, by family."""
    parts = [
        "# Tables of the register",
        f"{len(TABLES)} tables. {HEAD}",
        "## Provenance",
        markdown.summary(Provenance),
        _rows((name, column.metadata or {}, not column.nullable) for name, column in Provenance.columns().items()),
    ]
    families = sorted(TABLES.values(), key=_family)
    for family, tables in groupby(families, key=_family):
        parts.append(f"## {family.capitalize()}")
        for table in tables:
            key = ", ".join(f"`{column}`" for column in table.logical_key)
            parts += [
                f"(table-{table.name})=\n### {table.name}",
                f"{markdown.summary(table.schema)} A row {IN_TIME[table.time]}. Logical key: {key}.",
                _rows((name, table.about(name), name in table.required) for name in table.own),
            ]
    return "\n\n".join(parts)


def _family(table: Table) -> str:
    """File of `register/schema/` in which the table is declared."""
    return table.schema.__module__.rpartition(".")[2]


def _rows(columns: Iterable[tuple[str, Mapping[str, object], bool]]) -> str:
    """Table of (column, metadata, required)."""
    return markdown.table(["column", "type", "meaning"], (_row(*column) for column in columns))


def _row(name: str, about: Mapping[str, object], required: bool) -> list[str]:  # noqa: FBT001  # one of three cells
    kind = ", ".join(str(part) for part in (about["type"], about["unit"], "required" if required else None) if part)
    meaning = markdown.cell(f"{about['doc']}.")
    if about["references"]:
        meaning += f" Refers to [{about['references']}](#table-{about['references']})."
    if isinstance(about["words"], tuple) and about["words"]:
        meaning += f" One of: {markdown.cell(' · '.join(about['words']))}."
    return [f"`{name}`", markdown.cell(kind), meaning]
