"""Which versions do two registers have between them, and where do they contradict each other?

By record and version. What one side lacks is taken from the other. Where both have a version and differ, the side that
left the base as it was gives way (a redaction reaches both); and a side all of whose versions stand, in order, among
those of the other gives way too (a conflict settled earlier does not come back). The same statement recorded by both,
once each, is two versions in the order of recording. Everything else is a conflict.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl
from polars import selectors

from detente.register.conflicts import Conflict, in_order_of_recording
from detente.register.csv_bytes import written_columns
from detente.register.rows import of_table
from detente.register.schema import TABLES

_ID: Final = ["record", "version"]
_WHO_AND_WHEN: Final = ["version", "recorded_at", "recorded_by"]


def three_way(
    name: str, ours: pl.DataFrame, theirs: pl.DataFrame, base: pl.DataFrame
) -> tuple[pl.DataFrame, list[Conflict]]:
    """All versions of table `name`, typed and sorted, and the conflicts; a record in conflict keeps what both agree on.

    `base` : all versions of the table in the register from which both went on; without rows if there is none.
    """
    if theirs.is_empty() or ours.equals(theirs, null_equal=True):
        return ours.select(written_columns(TABLES[name], ours)), []
    if ours.is_empty():
        return theirs.select(written_columns(TABLES[name], theirs)), []
    mine, yours, before = _alike([of_table(name, frame) for frame in (ours, theirs, base)])
    mine, yours = _given_way(mine, yours, before), _given_way(yours, mine, before)
    contradicted = _differing(mine, yours)["record"].unique(maintain_order=True)
    is_clear = ~pl.col("record").is_in(contradicted.implode())
    found = [pl.concat([mine.filter(is_clear), yours.filter(is_clear)]).unique(_ID, maintain_order=True)]
    conflicts = []
    for record in contradicted:
        rows, conflict = _settled(name, *(side.filter(pl.col("record") == record) for side in (mine, yours)))
        found.append(rows)
        conflicts += [conflict] if conflict else []
    return of_table(name, pl.concat(found)), conflicts


def _alike(frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """The same columns everywhere: a column of the user's own that one side lacks is empty there."""
    nothing = pl.concat([frame.clear() for frame in frames], how="diagonal")
    return [pl.concat([frame, nothing], how="diagonal").select(nothing.columns) for frame in frames]


def _given_way(side: pl.DataFrame, other: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """`side` with the versions of `other` in place of those that `side` left as they were in the base."""
    differing = _differing(side, other)
    if differing.is_empty() or base.is_empty():
        return side
    untouched = differing.join(base, on=_ID, how="semi").join(_differing(side, base), on=_ID, how="anti")
    taken = other.join(untouched, on=_ID, how="semi")
    return pl.concat([side.join(taken, on=_ID, how="anti"), taken]).sort(_ID)


def _differing(mine: pl.DataFrame, yours: pl.DataFrame) -> pl.DataFrame:
    """record, version of the rows that both have with different cells."""
    # As texts: to a join 0.0 and -0.0 are one number.
    both = _texts(mine.join(yours, on=_ID, how="semi", maintain_order="left"))
    return both.join(_texts(yours), on=mine.columns, how="anti", nulls_equal=True, maintain_order="left").select(_ID)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(selectors.float().cast(pl.String))


def _settled(name: str, mine: pl.DataFrame, yours: pl.DataFrame) -> tuple[pl.DataFrame, Conflict | None]:
    """The versions of one record that stand, and the conflict if there is one; both sides sorted by version."""
    for longer, shorter in ((mine, yours), (yours, mine)):
        if _stands_in(_said(shorter), iter(_said(longer))):
            return longer, None
    if mine.height == yours.height == 1 and mine.drop(_WHO_AND_WHEN).equals(yours.drop(_WHO_AND_WHEN), null_equal=True):
        return in_order_of_recording(name, mine, yours), None
    clash = int(_differing(mine, yours)["version"][0])
    later = pl.col("version") >= clash
    conflict = Conflict(
        table=name,
        record=mine["record"][0],
        version=clash,
        ours=mine.filter(later),
        theirs=yours.filter(later),
    )
    return mine.filter(~later), conflict


def _stands_in(shorter: list[tuple[object, ...]], longer: Iterator[tuple[object, ...]]) -> bool:
    """Whether `shorter` is found in `longer` in its order, with or without others between."""
    return all(version in longer for version in shorter)


def _said(side: pl.DataFrame) -> list[tuple[object, ...]]:
    """What each version says, who recorded it and when, whatever its number."""
    return _texts(side.drop("version")).rows()
