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
from typing import Final

import polars as pl

from detente.register.conflicts import Conflict
from detente.register.corrections import Act
from detente.register.differences import Recorded
from detente.register.references import current
from detente.register.rows import of_table
from detente.register.schema import TABLES
from detente.register.shared_coverage import narrowed
from detente.results import Result

Tables = Mapping[str, pl.DataFrame]

_WHO_AND_WHEN: Final = ("record", "version", "recorded_at", "recorded_by")
_KEY_LENGTH: Final = 200


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
    by, at : who merges, and when; recorded with declarations of coverage that fall.

    Raises
    ------
    RegisterError : `at` lies before the day on which a falling declaration was recorded.
    """
    united, conflicts = {}, []
    for name in TABLES:
        before = None if base is None else base.tables[name]
        united[name], found = _by_version(name, ours.tables[name], theirs.tables[name], before)
        conflicts += found
    twice = [_said_twice(name, united, ours.tables[name], theirs.tables[name]) for name in TABLES if name != "aliases"]
