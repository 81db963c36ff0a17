"""How is personal content taken out of a record, with proof of what stood there?

The one change in place that the register knows. Retention rules may demand that a name goes; so all versions of the
record lose the cells concerned, and keep their keys, their times and a digest of the whole row as it was. Whoever holds
the row and the nonce can show that it is the row; without the nonce a short text cannot be guessed from the digest
(the caller draws it at random, and decides who keeps it). When it lies: the same name may stand in other records, in
copies already handed out, and in change sets kept by the layer above; each is a task of its own.
"""

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from detente import canonical
from detente.errors import RegisterError
from detente.register import version_order
from detente.register.corrections import Act, Tables, last_version, with_reason
from detente.register.csv_bytes import csv_bytes
from detente.register.rows import of_table, table_named
from detente.register.schema import Table

BLANK: Final = "[redacted]"
_NONCE: Final = re.compile(r"[0-9a-f]{32,}")


def redact(
    tables: Tables, table: str, record: str, columns: Sequence[str] = (), *, act: Act, nonce: str
) -> pl.DataFrame:
    """All rows of `table`, those of `record` without their personal content.

    Personal columns of the schema are emptied always; `columns` names free text (and `x_...`) to be emptied with them.
    A column that may not be empty says `[redacted]`; versions without such content stay as they are. `note` tells who
    did it, when, why, and the digest of what was there: SHA-256 of the canonical JSON `{"nonce": ..., "row": its CSV,
    header and line}`.

    Parameters
    ----------
    tables : table -> all versions of all its rows, sorted by (record, version).
    nonce : at least 128 random bits, in hexadecimal; kept apart from the register or destroyed.

    Raises
    ------
    RegisterError : unknown table or record; a column that is no free text; nothing to empty; a nonce too short.
    """
    last_version(tables, table, record)
    schema, versions = table_named(table), tables[table]
    blanked = _blanked(schema, versions, columns)
    if not _NONCE.fullmatch(nonce):
        expected = "32 or more lower-case hexadecimal digits"
        raise RegisterError("the nonce is too short", expected=expected, next_step="draw 16 random bytes")
    typed = of_table(table, versions)
    told = [pl.col(column).is_not_null() & (pl.col(column) != BLANK) for column in blanked]
    has_content = (pl.col("record") == record) & pl.any_horizontal([*told, pl.lit(value=False)])
    concerned = typed.filter(has_content)
    if concerned.is_empty():
        raise RegisterError(
            "nothing to redact",
            where=f"{table}, record {record}",
            expected=f"content in {', '.join(blanked) or 'a personal column'}",
            next_step="name the columns of free text that hold it",
        )
    emptied = [_emptied(schema, row, blanked, act=act, nonce=nonce) for row in concerned.iter_slices(1)]
    return of_table(table, pl.concat([typed.filter(~has_content.fill_null(value=False)), *emptied]))


def digest_of(table: str, row: pl.DataFrame, nonce: str) -> str:
    """The digest that `redact` leaves behind for this one row; compare it with the one in the note."""
    return canonical.digest({"nonce": nonce, "row": csv_bytes(table_named(table), row).decode()})


def _blanked(table: Table, versions: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    personal = [column for column in table.columns if table.about(column)["personal"]]
    free = [column for column in table.of_type("text") if column not in table.logical_key]
    free += [column for column in versions.columns if column.startswith("x_")]
    for column in columns:
        if column not in free:
            raise RegisterError(
                f"column {column!r} is not redacted",
                where=table.name,
                expected=f"free text: {', '.join(free)}",
                next_step="keys, dates and words stay; withdraw the record if it should not have been made",
            )
    return list(dict.fromkeys([*personal, *columns]))


def _emptied(table: Table, row: pl.DataFrame, blanked: Sequence[str], *, act: Act, nonce: str) -> pl.DataFrame:
    was = digest_of(table.name, row, nonce)
    remark = f"redacted {version_order.written(act.at)} by {act.by}: {act.reason}; was sha256 {was}"
    kept = None if "note" in blanked else row["note"][0]
    empty = [pl.lit(BLANK if column in table.required else None, pl.String).alias(column) for column in blanked]
    return row.with_columns(empty).with_columns(pl.lit(with_reason(kept, remark)).alias("note"))
