"""How does a program that knows the standard, and not us, see a table of the register?

Table Schema 2.0, made from the schema classes: names, types, constraints, keys. What it has no word for stands under
`detente:` (our type, unit, what a column refers to).

References: a `ref` column is a foreign key in the descriptor when every key it names stands in the other table of this
package. It is none where an alias leads on (a plain reader would call that broken), nor is a `refs` cell (a list in one
cell), nor `cited_record` (its table stands beside it). All of them carry `detente:references`, and opening the register
judges them all (`references`).
"""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from detente.register.schema import TABLES, Table
from detente.register.schema.columns import KEY

PROFILE: Final = "https://datapackage.org/profiles/2.0/{}.json"
_DAY: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
# Expressions of XML Schema, as the standard wants them: anchored by themselves, no look-ahead.
_PATTERNS: Final = {
    "key": KEY,
    "ref": KEY,
    "refs": f"{KEY}(;{KEY})*",
    "date*": f"(unknown|{_DAY}(/{_DAY})?)",
    # Not the standard's own type `duration`: that one has no weeks.
    "dur": "P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?",
}
_TYPES: Final = {"int": "integer", "float": "number", "bool": "boolean", "instant": "datetime"}


def of(table: Table, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Table Schema of `table` as a JSON value; `tables` are the typed frames of its package by name."""
    frame = tables[table.name]
    own = sorted(column for column in frame.columns if column.startswith("x_"))
    foreign = [
        _foreign_key(table, column, target)
        for column, target in table.references.items()
        if _is_foreign_key(table, column, tables)
    ]
    return {
        "$schema": PROFILE.format("tableschema"),
        "fields": [*(_field(table, column) for column in table.columns), *map(_own_field, own)],
        "primaryKey": ["record", "version"],
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def _field(table: Table, column: str) -> dict[str, Any]:
    about = table.about(column)
    kind, held = about["type"], _constraints(table, column)
    is_cited = (table.name, column) == ("citations", "cited_record")
    target = "the table named in column table" if is_cited else about["references"]
    return {
        "name": column,
        "type": _TYPES.get(kind, "string"),
        **({"trueValues": ["true"], "falseValues": ["false"]} if kind == "bool" else {}),
        "description": about["doc"],
        **({"constraints": held} if held else {}),
        "detente:type": kind,
        **({"detente:unit": about["unit"]} if about["unit"] else {}),
        **({"detente:references": target} if target else {}),
        **({"detente:personal": True} if about["personal"] else {}),
    }


def _constraints(table: Table, column: str) -> dict[str, Any]:
    about, rules = table.about(column), table.rules(column)
    is_number = about["type"] in ("int", "float")
    said = {
        "required": column in table.required or None,
        "pattern": _PATTERNS.get(about["type"]),
        "enum": list(about["words"]) or None,
        "maxLength": getattr(rules, "max_length", None),
        "minimum": getattr(rules, "min", None) if is_number else None,
        "maximum": getattr(rules, "max", None) if is_number else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _own_field(column: str) -> dict[str, Any]:
    return {"name": column, "type": "string", "description": "The user's own; kept, never interpreted"}


def _foreign_key(table: Table, column: str, target: str) -> dict[str, Any]:
    other = {} if target == table.name else {"resource": target}  # left out, it means the table itself
    return {"fields": [column], "reference": {**other, "fields": [TABLES[target].logical_key[0]]}}


def _is_foreign_key(table: Table, column: str, tables: Mapping[str, pl.DataFrame]) -> bool:
    target = table.references[column]
    if table.about(column)["type"] != "ref" or target not in tables:
        return False
    named = tables[table.name][column].drop_nulls().unique()
    return set(named) <= set(tables[target][TABLES[target].logical_key[0]].unique())
