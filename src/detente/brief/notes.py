"""Where was it read? One numbered note for each record a page uses, in order of first use.

A note of a verified or reported row names its source; that of an unverified row names where to check it. A row that was
withdrawn is noted as it last stood: what we learned may be that it should never have been said.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from detente.brief.context import as_mark
from detente.brief.page import Note
from detente.register import Snapshot
from detente.register.schema import TABLES


def notes_of(snapshot: Snapshot, records: Sequence[str]) -> tuple[Note, ...]:
    """Notes of `records` (in their order, numbered from 1); a record that no table knows is a fault of the section."""
    wanted = list(dict.fromkeys(records))
    sources = snapshot.once(_sources)
    rows = _rows(wanted, snapshot.once(_known))
    if gone := [record for record in wanted if record not in rows]:
        rows |= _rows(gone, snapshot.once(_learned))
    missing = [record for record in wanted if record not in rows]
    assert not missing, f"no such records in this snapshot: {missing[:3]}"
    notes = []
    for number, record in enumerate(wanted, start=1):
        table, row = rows[record]
        source = sources.get(row["source"], {})
        mark = as_mark(row["confidence"])
        assert mark is not None, "confidence is required"
        notes.append(
            Note(
                number=number,
                record=record,
                version=row["version"],
                table=table,
                source=row["source"],
                title=source.get("title") or row["source"],
                publisher=source.get("publisher") or "",
                url=source.get("url") or "",
                published=source.get("published") or "",
                locator=row["locator"] or "",
                claimant=row["claimant"] or "",
                confidence=mark,
                remark=row["note"] or "",
            )
        )
    return tuple(notes)


def _rows(wanted: Sequence[str], evidence: pl.DataFrame) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Record -> its table and its row."""
    found = evidence.filter(pl.col("record").is_in(wanted))
    return {row["record"]: (row["table"], row) for row in found.iter_rows(named=True)}


def _sources(snapshot: Snapshot) -> Mapping[str, Mapping[str, Any]]:
    return {row["source"]: row for row in snapshot.sources.iter_rows(named=True)}


def _known(snapshot: Snapshot) -> pl.DataFrame:
    """What a note needs of every row that is known; worked out once for all pages of a snapshot."""
    return _evidence((table, snapshot.recorded(table)) for table in TABLES)


def _learned(snapshot: Snapshot) -> pl.DataFrame:
    """The same of every row that was ever learned, withdrawn ones too."""
    return _evidence((table, snapshot.register[table].learned_by(snapshot.known, snapshot.basis)) for table in TABLES)


def _evidence(tables: Iterable[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    return pl.concat(
        frame.select(
            "record", "version", "source", "locator", "claimant", "confidence", "note", pl.lit(table).alias("table")
        )
        for table, frame in tables
    )
