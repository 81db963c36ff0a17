"""Which cells of a file name things that neither the register nor the file has?

As in `references.py`, a key leads somewhere while a row about it stands, or an alias leads from it to such a key;
here the answer is a cell of a file, and the rows of the file count as well.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import polars as pl

from detente.register import problems, references
from detente.register.cells import Cells
from detente.register.made_keys import own_key
from detente.register.schema import TABLES

# The nearest of a key cost a scan of all keys; this many comparisons are a second or two.
_COMPARISONS: Final = 2_000_000


def leading_nowhere(
    parts: Sequence[Cells], tables: Mapping[str, pl.DataFrame], *, but: Collection[str] = ()
) -> pl.DataFrame:
    """A problem for each reference in `parts` to what neither `tables` (all versions) nor `parts` have.

    `but` are tables that references may lead to unasked.
    """
    named = {
        (cells.table.name, column)
        for cells in parts
        for column in cells.table.references
        if column in cells.texts.columns
    }
    targets = {TABLES[name].references[column] for name, column in named} - {*but}
    ends = _ends_of_aliases(parts, tables)
    known = {target: _known(target, ends, parts, tables) for target in sorted(targets)}
    found = [
        _strays(cells, column, target, known[target], tables)
        for cells in parts
        for column, target in cells.table.references.items()
        if target in known and column in cells.texts.columns
    ]
    return pl.concat([problems.none(), *found])


def _known(
    target: str, ends: Mapping[str, str], parts: Sequence[Cells], tables: Mapping[str, pl.DataFrame]
) -> frozenset[str]:
    """Keys of table `target` that stand or are in the file, and the aliases that lead to one of them."""
    standing = references.current(tables.get(target, TABLES[target].empty()))
    columns = [standing[TABLES[target].logical_key[0]], *_columns(parts, target, own_key(TABLES[target]))]
    keys = frozenset(text for column in columns for text in column.drop_nulls().unique())
    return keys | {alias for alias, end in ends.items() if end in keys}


def _ends_of_aliases(parts: Sequence[Cells], tables: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """Each alias of the register and of the file, and the key at the end of its chain."""
    standing = references.current(tables.get("aliases", TABLES["aliases"].empty()))
    targets = dict(standing.select("alias", "target").iter_rows())
    for alias, target in zip(_columns(parts, "aliases", "alias"), _columns(parts, "aliases", "target"), strict=False):
        targets |= dict(zip(alias, target, strict=True))
    return {alias: _end(alias, targets) for alias in targets}


def _end(alias: str, targets: Mapping[str, str]) -> str:
    seen = set()
    while alias in targets and alias not in seen:
        seen.add(alias)
        alias = targets[alias]
    return alias


def _columns(parts: Sequence[Cells], table: str, column: str | None) -> list[pl.Series]:
    return [cells.texts[column] for cells in parts if cells.table.name == table and column in cells.texts.columns]


def _strays(
    cells: Cells, column: str, target: str, known: frozenset[str], tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    named = pl.DataFrame({"key": cells.texts[column], "line": cells.lines})
    if cells.table.about(column)["type"] == "refs":
        named = named.with_columns(pl.col("key").str.split(";")).explode("key")
    strays = named.drop_nulls("key").filter(~pl.col("key").is_in(list(known)))
    if strays.is_empty():
        return problems.none()
    lost = strays["key"].unique(maintain_order=True)
    shown = min(problems.SHOWN, _COMPARISONS // max(1, len(known)))
    near = {key: ", ".join(references.nearest(key, known)) or None for key in lost.head(shown)}
    ever = (
        tables[target][TABLES[target].logical_key[0]].unique() if target in tables else pl.Series([], dtype=pl.String)
    )
    letter = problems.letters(cells.positions.get(column, len(cells.positions)))
    was_there = (
        pl.when(pl.col("key").is_in(ever.implode()))
        .then(pl.lit("; all rows about this one are withdrawn"))
        .otherwise(pl.lit(""))
    )
    return strays.select(
        pl.lit(cells.file).alias("file"),
        "line",
        pl.lit(column).alias("column"),
        (pl.lit(letter) + pl.col("line").cast(pl.String)).alias("cell"),
        pl.col("key").alias("value"),
        pl.lit("leads nowhere").alias("rule"),
        (pl.lit(f"a key of {target}, there or in this file") + was_there).alias("expected"),
        pl.col("key").replace_strict(near, default=None, return_dtype=pl.String).alias("suggestion"),
    )
