"""How do two registers become one, without losing or deciding anything?

Three-way by record and version: what only one side has is taken, what both have alike is one row, and where they differ
the side that left the base as it was gives way. What both changed is a `Conflict` for a person. Then by content: two
records that make the same statement (one from each side, each with a single version) become one, and the name of the
other an alias; different figures for one thing stay as statements beside each other. Declarations of coverage are
narrowed to what both declare (`shared_coverage.py`). When it lies: rows of the two that speak of one thing under two
keys stay two until somebody finds them (`duplicates.py`) and unites them (`unite.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from detente import canonical
from detente.register.conflicts import Conflict
from detente.register.corrections import Act
from detente.register.differences import Recorded
from detente.register.rows import of_table
from detente.register.said_twice import said_twice
from detente.register.schema import TABLES
from detente.register.shared_coverage import narrowed
from detente.register.three_way import three_way
from detente.results import Result

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Result):
    """Two registers as one.

    tables : for `Register.of`; of a record in conflict they hold the versions on which both agree.
    conflicts : what a person has to decide before the result is used: see `Conflict`.
    aliases : the rows added to `aliases`, one per record whose statement the other side had made too.
    narrowed : declarations of coverage that one side alone made, withdrawn, and those that replace them.
    """

    tables: Tables
    conflicts: tuple[Conflict, ...]
    aliases: pl.DataFrame
    narrowed: pl.DataFrame


def merge(ours: Recorded, theirs: Recorded, base: Recorded | None = None, *, by: str, at: datetime) -> Merged:
    """Both registers, as far as they do not contradict each other, and what is left to decide.

    Parameters
    ----------
    base : the register from which both went on; without it every difference in one version is a conflict.
    by, at : who merges, and when; recorded with the declarations of coverage that fall.

    Raises
    ------
    RegisterError : `at` lies before the moment at which a falling declaration was recorded.
    """
    united: dict[str, pl.DataFrame] = {}
    conflicts: list[Conflict] = []
    for name in TABLES:
        nothing = ours.tables[name].clear()
        before = nothing if base is None else base.tables[name]
        united[name], found = three_way(name, ours.tables[name], theirs.tables[name], before)
        conflicts += found
    twice = [
        said_twice(name, united, ours.tables[name], theirs.tables[name])
        for name in TABLES
        if name != "aliases" and not (ours.tables[name].is_empty() or theirs.tables[name].is_empty())
    ]
    for both in twice:
        dropped = pl.col("record").is_in(both.pairs["drop"].implode())
        united[both.table] = united[both.table].filter(~dropped)
    aliases = _new(united["aliases"], pl.concat([TABLES["aliases"].empty(), *(both.aliases for both in twice)]))
    act = Act(by=by, at=at, reason="not declared by both registers")
    coverage = narrowed(united["coverage"], ours.tables, theirs.tables, act=act)
    for name, rows in (("aliases", aliases), ("coverage", coverage)):
        united[name] = of_table(name, pl.concat([united[name], rows], how="diagonal"))
    return Merged(
        method="three-way by record and version, then by content",
        parameters={"base": "none" if base is None else base.digest()},
        input_digest=canonical.digest(sorted([ours.digest(), theirs.digest()])),
        records=[conflict.record for conflict in conflicts],
        warnings=[str(conflict) for conflict in conflicts],
        tables=united,
        conflicts=tuple(conflicts),
        aliases=aliases,
        narrowed=coverage,
    )


def _new(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return found.join(rows, on="record", how="anti", maintain_order="left")
