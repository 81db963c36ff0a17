"""How are rows as known at a moment, versions and changes put into words?"""

from typing import Final

import polars as pl

from detente.cli.words import counted, perhaps, verdict
from detente.register import Snapshot
from detente.register.differences import Effects
from detente.register.revisions import Revisions
from detente.register.schema import Table
from detente.register.status import agreement_status

VERDICTS: Final = ("holds", "happened", "begun")
_NAMED: Final = 20  # records named in full; the rest are counted
_PROVENANCE: Final = ("version", "recorded_at", "recorded_by")


def like(rows: pl.DataFrame, text: str | None) -> pl.DataFrame:
    """Rows with `text` in a cell of words; None: all."""
    if text is None:
        return rows
    words = [column for column, dtype in rows.schema.items() if isinstance(dtype, pl.String | pl.Enum)]
    found = (pl.col(c).cast(pl.String).str.contains(text, literal=True).fill_null(value=False) for c in words)
    return rows.filter(pl.any_horizontal(found))


def shown(snapshot: Snapshot, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of a table that a person reads: its own, its days, how sure and from where."""
    own = [column for column in table.own if column != table.logical_key[0]]
    record = ["record"] if not (rows["record"] == rows[table.logical_key[0]]).all() else []
    uncertain = [perhaps(column) for column in VERDICTS if column in rows.columns]
    columns = [*record, *dict.fromkeys([table.logical_key[0], *own, "valid_from", "valid_to", "confidence", "source"])]
    wide = rows.select(columns).with_columns(rows.select(uncertain))
    if table.name == "agreements":
        wide = wide.join(_in_force(snapshot), on="agreement", how="left", maintain_order="left")
    if snapshot.basis == "published":
        wide = wide.join(_published(snapshot), on="source", how="left", maintain_order="left")
    last = [column for column in wide.columns if column != "source"]  # the longest key stands last
    return wide.select([*last, "source"])


def not_known(snapshot: Snapshot, table: str, now_known: pl.DataFrame) -> list[str]:
    """Which of the rows known by now were not known then, and since when they are."""
    rows = snapshot.recorded(table).select("record", "version")
    late = now_known.join(rows, on=["record", "version"], how="anti", maintain_order="left")
    if late.is_empty():
        return ["every row known now was known then"]
    named = [_since(snapshot, row) for row in late.head(_NAMED).iter_slices(1)]
    more = [f"and {late.height - _NAMED:,} more"] if late.height > _NAMED else []
    return [f"{counted(late.height, 'row')} not known then: {', '.join([*named, *more])}"]


def versions(rows: pl.DataFrame) -> list[str]:
    """The versions of one record: the first whole, of each later one what it changed."""
    told, before = [], dict[str, object]()
    for row in rows.iter_rows(named=True):
        said = {column: cell for column, cell in row.items() if column not in ("in_table", "record", *_PROVENANCE)}
        head = f"{row['in_table']} {row['record']}, version {row['version']}"
        told.append(f"{head}, recorded {row['recorded_at']:%Y-%m-%dT%H:%M:%SZ} by {row['recorded_by']}")
        changed = {column: cell for column, cell in said.items() if cell != before.get(column)}
        width = max((len(column) for column in changed), default=0)
        told += [f"   {column:{width}}   {_change(cell, before.get(column))}" for column, cell in changed.items()]
        before = said
    return told


def learned(found: Revisions) -> pl.DataFrame:
    """Statements added, withdrawn, made again, corrected field by field, lost or rewritten: columns of a change."""
    kinds = ("added", "withdrawn", "restated", "lost", "rewritten")
    events = [getattr(found, kind).select(*_event(kind), _by()) for kind in kinds]
    fields = [
        pl.col("table").alias("what"),
        pl.col("record").alias("about"),
        pl.col("field"),
        pl.col("old").alias("was"),
    ]
    revised: pl.DataFrame = found.revised.select(*fields, pl.col("new").alias("now"), _by())
    return revised.vstack(pl.concat([event.select(revised.columns) for event in events]))


def effects(found: Effects) -> pl.DataFrame:
    """Derived statuses that changed, then rows that began or ceased to hold: columns of a change."""
    statuses = found.statuses.select(
        pl.format("status of {}", "status").alias("what"),
        "about",
        "field",
        pl.col("old").alias("was"),
        pl.col("new").alias("now"),
        pl.col("acts").list.join("; ").alias("by"),
    )
    held = found.held.select(
        pl.col("table").alias("what"),
        pl.col("record").alias("about"),
        pl.lit("holds").alias("field"),
        verdict("was"),
        verdict("now"),
        pl.lit(None, pl.String).alias("by"),
    )
    return pl.concat([statuses, held])


def _event(kind: str) -> list[pl.Expr]:
    return [
        pl.col("table").alias("what"),
        pl.col("record").alias("about"),
        pl.lit("version").alias("field"),
        pl.lit(None, pl.String).alias("was"),
        pl.format(f"{{}}, {kind}", "version").alias("now"),
    ]


def _by() -> pl.Expr:
    return pl.concat_str("by", "reason", separator=": ", ignore_nulls=True).alias("by")


def _change(cell: object, before: object) -> str:
    return f"{cell}" if before is None else f"{'(empty)' if cell is None else cell}, was {before}"


def _in_force(snapshot: Snapshot) -> pl.DataFrame:
    """Per agreement, parties in force of parties listed."""
    counts = agreement_status(snapshot)
    return counts.select("agreement", pl.format("{} of {}", "in_force", "listed").alias("in force"))


def _published(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.recorded("sources").unique("source", keep="last").select("source", "published")


def _since(snapshot: Snapshot, row: pl.DataFrame) -> str:
    """One row with what kept it from being known: its confidence, its source, or the day it was recorded."""
    record, confidence, source, recorded = row.select("record", "confidence", "source", "recorded_at").row(0)
    if snapshot.basis == "recorded":
        return f"{record} (recorded {recorded:%Y-%m-%d})"
    if confidence == "unverified":
        return f"{record} (unverified)"
    published = snapshot.register["sources"].rows.filter(pl.col("source") == source)["published"].drop_nulls()
    edition = row["vintage"].drop_nulls() if "vintage" in row.columns else published
    came_out = edition if len(edition) else published
    return f"{record} (source of {came_out[-1]})" if len(came_out) else f"{record} (source without a date)"
