"""How do two keys that were found to be one thing become one?

The statements about the key given up become further statements about the key kept, every row that refers to it refers
to the other, and the key given up becomes an alias. All of it as new versions, none in place: asked as known the day
before, the two are still two. When it lies: both keys may have counted the same visit, which then has two statements of
one kind side by side; `settle` and the checks show them.
"""

from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import references
from detente.register.corrections import Act, Tables, next_version
from detente.register.rows import table_named
from detente.register.schema import TABLES
from detente.register.versions import to_the_millisecond

UNITABLE: Final = tuple(
    name for name, table in TABLES.items() if name != "aliases" and table.about(table.logical_key[0])["type"] == "key"
)


def unite(tables: Tables, table: str, *, keep: str, drop: str, act: Act) -> Tables:
    """The rows to add so that `drop` is `keep`: table -> whole typed rows, for a `ChangeSet`.

    Parameters
    ----------
    tables : table -> all versions of all rows, sorted by (record, version).
    table : the one in which both are keys.

    Raises
    ------
    RegisterError : a table without keys of its own; one key twice; a key without a standing row; recorded before the
        version it follows.
    """
    table_named(table)
    if table not in UNITABLE or keep == drop:
        raise RegisterError(
            f"{drop!r} cannot become {keep!r}",
            where=table,
            expected=f"two keys of {', '.join(UNITABLE)}",
            next_step="withdraw one of the records instead",
        )
    kept, _ = (_statements(tables, table, key) for key in (keep, drop))
    rows = {name: _redirected(tables, name, table, keep=keep, drop=drop, act=act) for name in TABLES}
    added = {name: found for name, found in rows.items() if not found.is_empty()}
    alias = _alias(kept, keep=keep, drop=drop, act=act)
    return {**added, "aliases": pl.concat([rows["aliases"], alias], how="diagonal")}


def _statements(tables: Tables, table: str, key: str) -> pl.DataFrame:
    found = references.current(tables[table]).filter(pl.col(TABLES[table].logical_key[0]) == key)
    if found.is_empty():
        raise RegisterError(
            f"{key!r} is no key",
            where=table,
            expected="a key with a standing row",
            next_step="look at `detente register as-of`",
        )
    return found


def _redirected(tables: Tables, name: str, table: str, *, keep: str, drop: str, act: Act) -> pl.DataFrame:
    """The next versions of the rows of `name` that name `drop`."""
    columns = [column for column, target in TABLES[name].references.items() if target == table]
    columns += [TABLES[table].logical_key[0]] if name == table else []
    columns += ["target"] if name == "aliases" else []
    named = [pl.col(column).str.split(";").list.contains(drop) for column in columns]
    naming = references.current(tables[name]).filter(pl.any_horizontal(named)) if named else TABLES[name].empty()
    renamed = [
        next_version(row, name, _renamed(row, name, columns, keep=keep, drop=drop), act=act)
        for row in naming.iter_slices(1)
    ]
    return pl.concat([TABLES[name].empty(), *renamed], how="diagonal")


def _renamed(row: pl.DataFrame, name: str, columns: list[str], *, keep: str, drop: str) -> dict[str, str | None]:
    cells = {column: row[column][0] for column in columns if row[column][0] is not None}
    new: dict[str, str | None] = {
        column: ";".join(dict.fromkeys(keep if key == drop else key for key in cell.split(";")))
        for column, cell in cells.items()
    }
    # A row that hung on the other key would now hang on itself.
    own = TABLES[name].logical_key[0]
    return {column: None if column != own and own in new and cell == new[own] else cell for column, cell in new.items()}


def _alias(kept: pl.DataFrame, *, keep: str, drop: str, act: Act) -> pl.DataFrame:
    table = TABLES["aliases"]
    row = dict.fromkeys(table.columns) | {
        "alias": drop,
        "target": keep,
        "reason": "merged",
        "record": f"alias/{drop}",
        "version": 1,
        "recorded_at": to_the_millisecond(act.at),
        "recorded_by": act.by,
        "source": kept["source"][0],
        "confidence": kept["confidence"][0],
        "note": act.reason,
        "withdrawn": False,
    }
    return pl.DataFrame([row], schema=dict(table.dtypes), orient="row")
