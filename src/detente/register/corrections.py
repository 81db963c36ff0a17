"""How is a statement corrected, taken back, or made again?

Each writes the whole row as version n + 1 of the same record; the version before stays what it was. To withdraw is to
say that the statement should never have been made, which is not the same as denounced, ended or false. The reason is
added to the note, so that a reader of the row meets it. When it lies: a correction that makes a record speak of another
thing; for that, withdraw the record and make a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.errors import RegisterError
from detente.register import cells, csv_texts, problems, references, version_order
from detente.register.csv_bytes import csv_bytes
from detente.register.dates import PartialDate
from detente.register.rows import table_named
from detente.register.schema import Table

Tables = Mapping[str, pl.DataFrame]
Cell = str | int | float | bool | date | datetime | PartialDate | None

_BOOKKEEPING: Final = ("record", "version", "recorded_at", "recorded_by", "withdrawn")
_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who records a new version, when, and why; `now`, if given, is the caller's moment, and `at` is not after it."""

    by: str
    at: datetime
    reason: str
    now: datetime | None = None

    def __post_init__(self) -> None:
        """A version without an author or a reason cannot be defended later."""
        for what, said in (("who records it", self.by), ("a reason", self.reason)):
            if not said.strip():
                raise RegisterError(f"{what} is missing", expected="a name, a sentence", next_step="say it")


def correct(
    tables: Tables, table: str, record: str, changes: Mapping[str, Cell], *, act: Act, source: str | None = None
) -> Tables:
    """The next version of `record`, with `changes` made: table -> whole typed row.

    Parameters
    ----------
    tables : table -> all versions of all its rows, sorted by (record, version).
    changes : column -> new value, typed or as text; None or an empty text means no value.
    source : what the correction rests on; None leaves the source as it was. A locator points into its source, so a new
        source empties it unless `changes` gives one.

    Raises
    ------
    RegisterError : unknown table, record or column; a bookkeeping column or a key; nothing would change; a value that
        the schema refuses; the record is withdrawn; recorded before the version it follows or after `now`.
    """
    before = last_version(tables, table, record)
    if before["withdrawn"][0]:
        raise RegisterError(
            f"record {record!r} is withdrawn",
            where=table,
            expected="a statement that stands",
            next_step="restate it, with the changes",
        )
    complete = _with_source(table, changes, source, before)
    texts = _texts(before, table)
    if all((_text(value) or None) == (texts[column][0] or None) for column, value in complete.items()):
        raise RegisterError(
            "nothing would change",
            where=f"{table}, record {record}",
            expected="at least one new value",
            next_step="leave the record as it is",
        )
    return {table: next_version(before, table, complete, act=act)}


def withdraw(tables: Tables, table: str, record: str, *, act: Act) -> Tables:
    """The next version of `record`, which says that the statement should never have been made: table -> typed rows.

    The citations that support it are withdrawn with it. Rows that refer to its key are not: when it was the last
    statement about the key, they are to be corrected or withdrawn in the same change set.

    Raises
    ------
    RegisterError : unknown table or record; already withdrawn; recorded before the version it follows or after `now`.
    """
    before = last_version(tables, table, record)
    if before["withdrawn"][0]:
        raise RegisterError(
            f"record {record!r} is withdrawn already",
            where=table,
            expected="a statement that stands",
            next_step="look at `detente register history`",
        )
    rows = {table: [next_version(before, table, {}, act=act, withdrawn=True)]}
    cited = (pl.col("table") == table) & (pl.col("cited_record") == record) & (pl.col("record") != record)
    for citation in references.current(tables["citations"]).filter(cited).iter_slices(1):
        rows.setdefault("citations", []).append(next_version(citation, "citations", {}, act=act, withdrawn=True))
    return {name: pl.concat(found) for name, found in rows.items()}


def restate(
    tables: Tables,
    table: str,
    record: str,
    changes: Mapping[str, Cell] | None = None,
    *,
    act: Act,
    source: str | None = None,
) -> Tables:
    """The next version of a withdrawn `record`, said again with or without changes: table -> whole typed row.

    Raises
    ------
    RegisterError : as `correct`; the record is not withdrawn.
    """
    before = last_version(tables, table, record)
    if not before["withdrawn"][0]:
        raise RegisterError(
            f"record {record!r} is not withdrawn",
            where=table,
            expected="a withdrawn statement",
            next_step="correct it instead",
        )
    return {table: next_version(before, table, _with_source(table, changes or {}, source, before), act=act)}


def reason_added(note: pl.Expr, note_before: pl.Expr) -> pl.Expr:
    """What the note of a version adds to the note before it: the reason given for the version, or null."""
    kept = note_before + _SEPARATOR
    return pl.when(note_before.is_null()).then(note).when(note.str.starts_with(kept)).then(note.str.strip_prefix(kept))


def last_version(tables: Tables, table: str, record: str) -> pl.DataFrame:
    """The last version of `record` in `table`: one typed row.

    Raises
    ------
    RegisterError : unknown table or record.
    """
    versions = tables[table_named(table).name]
    found = versions.filter(pl.col("record") == record).tail(1)
    if found.is_empty():
        near = [match[0] for match in process.extract(record, versions["record"].unique().sort().to_list(), limit=3)]
        raise RegisterError(
            f"no record {record!r}",
            where=table,
            expected=f"a record of {table}" + (f", such as {', '.join(near)}" if near else ""),
            next_step="search with `detente register as-of`",
        )
    return found


def _with_source(table: str, changes: Mapping[str, Cell], source: str | None, before: pl.DataFrame) -> dict[str, Cell]:
    allowed = [column for column in before.columns if column.startswith("x_")]
    allowed += [column for column in table_named(table).columns if column not in _BOOKKEEPING]
    for column in changes:
        _refuse_column(table_named(table), column, allowed)
    rests_on = changes.get("source", source)
    if rests_on is None or rests_on == before["source"][0]:
        return dict(changes)
    if table == "sources":
        _refuse_column(table_named(table), "source", [])
    return {"locator": None, **changes, "source": rests_on}


def _refuse_column(table: Table, column: str, allowed: list[str]) -> None:
    is_name = column in table.columns and table.about(column)["type"] == "key" and column in table.logical_key
    if column in allowed and not is_name:
        return
    if column in table.columns:
        raise RegisterError(
            f"column {column!r} is not corrected",
            where=table.name,
            expected="a column other than keys and bookkeeping",
            next_step="a key is stable for ever: withdraw the record and make a new one" if is_name else "leave it out",
        )
    near = [match[0] for match in process.extract(column, allowed, limit=3)]
    raise RegisterError(
        f"unknown column {column!r}",
        where=table.name,
        expected=f"such as {', '.join(near)}",
        next_step="correct the name; columns of your own begin with x_ and are there already",
    )


def next_version(
    before: pl.DataFrame, table: str, changes: Mapping[str, Cell], *, act: Act, withdrawn: bool = False
) -> pl.DataFrame:
    """Version n + 1 of the one row `before`, keys included, read through the same rules as a row of a file.

    Raises
    ------
    RegisterError : a value that the schema refuses; recorded before the version it follows or after `now`.
    """
    changed = _texts(before, table).with_columns(
        pl.lit(_text(value), pl.String).alias(column) for column, value in changes.items()
    )
    number = before["version"][0] + 1
    row = changed.with_columns(
        pl.lit(with_reason(changed["note"][0], act.reason)).alias("note"),
        pl.lit(str(number)).alias("version"),
        pl.lit(act.by).alias("recorded_by"),
        pl.lit(version_order.written(act.at)).alias("recorded_at"),
        pl.lit(_text(withdrawn)).alias("withdrawn"),
    )
    place = f"{table}, record {before['record'][0]}"
    positions = {column: index for index, column in enumerate(row.columns)}
    typed, found = cells.read(cells.Cells(table_named(table), row, place, pl.Series([number]), positions))
    problems.refuse(found, place, next_step="correct the value")
    version_order.refuse_out_of_order(table, before, typed, now=act.now)
    return typed


def _texts(row: pl.DataFrame, table: str) -> pl.DataFrame:
    read, _ = csv_texts.read(table_named(table), csv_bytes(table_named(table), row), f"{table}.csv")
    assert read is not None, "what we write has the form we read"
    return read.texts


def _text(value: Cell) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return version_order.written(value)
    return None if value is None else str(value)


def with_reason(note: str | None, reason: str) -> str:
    """The note with the reason at its end, once."""
    return reason if not note else note if note.endswith(reason) else f"{note}{_SEPARATOR}{reason}"
