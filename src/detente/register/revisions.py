"""Which statements were added, withdrawn, made again or corrected, and in which fields?

Two states of knowledge are two sets of versions. Each version that only the later one has is set beside the version it
follows. When it lies: the reason shown is what the note of the new version adds to the note before it; a version
written without touching the note shows none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.register.corrections import reason_added
from detente.register.csv_bytes import INSTANT, written_columns
from detente.register.rows import of_table
from detente.register.schema import TABLES

EVENT: Final = pl.Schema(
    [
        ("table", pl.String()),
        ("record", pl.String()),
        ("about", pl.String()),
        ("version", pl.Int64()),
        ("at", pl.Datetime("ms", "UTC")),
        ("by", pl.String()),
        ("reason", pl.String()),
    ]
)
REVISION: Final = pl.Schema([*EVENT.items(), ("field", pl.String()), ("old", pl.String()), ("new", pl.String())])
_BOOKKEEPING: Final = ("record", "version", "recorded_at", "recorded_by", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """Versions that the later state of knowledge has and the earlier has not.

    added, withdrawn, restated : one row per version (columns of EVENT).
    revised : one row per version and field (columns of REVISION), values as they stand in a file; null is no value.
    lost : versions that only the earlier state has; rewritten : versions with another content (a redaction, or two
        registers that went different ways). Both are empty between a register and a later state of it.
    rows : the new versions whole, table -> typed rows.
    """

    added: pl.DataFrame
    withdrawn: pl.DataFrame
    restated: pl.DataFrame
    revised: pl.DataFrame
    lost: pl.DataFrame
    rewritten: pl.DataFrame
    rows: Mapping[str, pl.DataFrame]

    @property
    def is_empty(self) -> bool:
        """The same versions on both sides."""
        return not self.rows and self.lost.is_empty() and self.rewritten.is_empty()

    @property
    def records(self) -> list[str]:
        """Records with a version that is new, lost or rewritten, each once."""
        frames = [*self.rows.values(), self.lost, self.rewritten]
        return list(dict.fromkeys(record for frame in frames for record in frame["record"]))


def revisions(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> Revisions:
    """From one set of versions to another: table -> versions known, sorted by (record, version)."""
    steps: dict[str, pl.DataFrame] = {}
    rows: dict[str, pl.DataFrame] = {}
    lost, rewritten = [EVENT.to_frame()], [EVENT.to_frame()]
    for name in TABLES:
        earlier, later = before[name], after[name]
        if earlier is later or (earlier.is_empty() and later.is_empty()):
            continue
        new = _only_in(later, earlier)
        lost.append(_events(name, _only_in(earlier, later)))
        rewritten.append(_events(name, _rewritten(name, earlier, later)))
        if not new.is_empty():
            rows[name] = of_table(name, new)
            steps[name] = _beside_predecessors(new, later)
    return Revisions(
        added=_sorted_out(steps, pl.col("before_withdrawn").is_null()),
        withdrawn=_sorted_out(steps, pl.col("withdrawn") & ~pl.col("before_withdrawn")),
        restated=_sorted_out(steps, ~pl.col("withdrawn") & pl.col("before_withdrawn")),
        revised=pl.concat([REVISION.to_frame(), *(_fields(name, step) for name, step in steps.items())]),
        lost=pl.concat(lost),
        rewritten=pl.concat(rewritten),
        rows=rows,
    )


def about(name: str) -> pl.Expr:
    """What a row of table `name` speaks of: its logical key, `/` between the parts that are given."""
    parts = [pl.col(column).cast(pl.String) for column in TABLES[name].logical_key]
    return pl.concat_str(parts, separator="/", ignore_nulls=True)


def _only_in(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=["record", "version"], how="anti", maintain_order="left")


def _rewritten(name: str, earlier: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Rows of `later` whose version `earlier` has too, with another content."""
    was = earlier.join(later, on=["record", "version"], how="semi", maintain_order="left")
    now = later.join(earlier, on=["record", "version"], how="semi", maintain_order="left")
    columns = dict.fromkeys([*written_columns(TABLES[name], earlier), *written_columns(TABLES[name], later)])
    nothing = pl.repeat(None, was.height, dtype=pl.String, eager=True)
    differs = pl.repeat(value=False, n=was.height, eager=True)
    for column in columns:
        differs |= was.get_column(column, default=nothing).ne_missing(now.get_column(column, default=nothing))
    return now.filter(differs)


def _beside_predecessors(new: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """`new` with the cells of the version before each as `before_...`; all null where there is none."""
    before = later.select(pl.all().name.prefix("before_")).with_columns(version=pl.col("before_version") + 1)
    ours, theirs = ["record", "version"], ["before_record", "version"]
    beside = new.join(before, left_on=ours, right_on=theirs, how="left", maintain_order="left")
    reason = reason_added(pl.col("note"), pl.col("before_note"))
    return beside.with_columns(pl.when(pl.col("before_version").is_not_null()).then(reason).alias("reason"))


def _sorted_out(steps: Mapping[str, pl.DataFrame], which: pl.Expr) -> pl.DataFrame:
    return pl.concat([EVENT.to_frame(), *(_events(name, step.filter(which)) for name, step in steps.items())])


def _events(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        return EVENT.to_frame()
    reason = pl.col("reason") if "before_version" in rows.columns else pl.lit(None, pl.String)
    return rows.select(
        pl.lit(name).alias("table"),
        "record",
        about(name).alias("about"),
        "version",
        pl.col("recorded_at").alias("at"),
        pl.col("recorded_by").alias("by"),
        reason.alias("reason"),
    )


def _fields(name: str, step: pl.DataFrame) -> pl.DataFrame:
    """One row per field in which a version differs from the one before; a note that only gained the reason does not."""
    followed = step.filter(pl.col("before_version").is_not_null())
    found = [REVISION.to_frame()]
    for column in written_columns(TABLES[name], step):
        old, new = _as_written(name, column, f"before_{column}"), _as_written(name, column, column)
        differs = old.ne_missing(new)
        if column == "note":
            differs &= pl.col("reason").is_null()
        rows = followed.filter(differs) if column not in _BOOKKEEPING else followed.clear()
        if not rows.is_empty():
            cells = rows.select(pl.lit(column).alias("field"), old.alias("old"), new.alias("new"))
            found.append(pl.concat([_events(name, rows), cells], how="horizontal"))
    return pl.concat(found)


def _as_written(name: str, column: str, cell: str) -> pl.Expr:
    is_instant = column in TABLES[name].of_type("instant")
    return pl.col(cell).dt.strftime(INSTANT) if is_instant else pl.col(cell).cast(pl.String)
