"""Under which keys are rows recorded that came without?

The same file gives the same keys on every machine and in any order of its rows, so that importing it again finds what
is there instead of adding it twice. Keys are made from what the row says and never from its place in the file.

* `record` names a statement: the logical key of the row, then `@` and who says it (source, and claimant where there
  is one): `NAT1949/DEU/signed@mfa-list`. An occurrence of 1 is left out. Where two rows of the file would share it,
  both get `.` and eight hexadecimal digits of what else they say. A table without a logical key takes its required
  keys, references and words, and the article.
* a key of the table's own (`activity`, `post`) is made from the required columns and the day:
  `Port-visit.visit.2025-05-01`.
* `occurrence` numbers acts of one kind by their days, apart for each source and claimant.

Characters that no key may have become `-`, and then eight digits of the text are added, so that two texts never share
a key by accident. When it lies: a row corrected in its logical key is another statement here; withdraw the old one.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from detente.register.schema import Table

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._:+*-]+")
_FIT: Final = r"^[A-Za-z0-9][A-Za-z0-9._:+*-]{0,39}$"
_LONGEST_PART: Final = 40
_LONGEST: Final = 150
_DIGITS: Final = 8


def own_key(table: Table) -> str | None:
    """The column that names the things of the table (`agreement` in agreements), if it has one."""
    first = table.logical_key[0]
    return first if first != "record" and table.about(first)["type"] == "key" else None


def with_own_key(table: Table, texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` (String columns of one table) with a key of its own, where the table has one and the file does not."""
    column = own_key(table)
    if column is None or column in texts.columns:
        return texts
    from_columns = [
        c for c in (*table.own, "valid_from") if c in texts.columns and (c in table.required or c == "valid_from")
    ]
    return texts.with_columns(_joined(texts, from_columns, ".").alias(column))


def with_occurrences(table: Table, texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` with `occurrence`, where the table has it and the file does not: 1 on the first day, 2 on the next."""
    if "occurrence" not in table.own or "occurrence" in texts.columns:
        return texts
    same = [c for c in (*table.logical_key, "source", "claimant") if c in texts.columns]
    if not same or "valid_from" not in texts.columns:
        return texts.with_columns(pl.lit("1").alias("occurrence"))
    # Texts of partial dates sort like their first days: a year before its months, a month before its days.
    place = pl.col("valid_from").fill_null("").rank("dense").over(same)
    return texts.with_columns(place.cast(pl.Int64).cast(pl.String).alias("occurrence"))


def with_records(table: Table, texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` with a `record` for every row that does not name its statement itself."""
    given = texts["record"] if "record" in texts.columns else pl.Series("record", [None] * texts.height, pl.String)
    made = _records(table, texts.filter(given.is_null()))
    return texts.with_columns(given.scatter(given.is_null().arg_true(), made))


def _records(table: Table, texts: pl.DataFrame) -> pl.Series:
    parts = [c for c in _identity(table) if c in texts.columns]
    # One act is the rule; the key of the first stays the same when a second is added.
    plain = (
        texts.with_columns(pl.when(pl.col("occurrence") != "1").then("occurrence")) if "occurrence" in parts else texts
    )
    statement = _joined(plain, parts, "/")
    said_by = _joined(texts, [c for c in ("source", "claimant") if c in texts.columns], "@")
    named = pl.DataFrame([statement.alias("statement"), said_by.alias("by")], height=texts.height)
    # A row that says nothing of all that has its problems elsewhere.
    record = pl.concat_str("statement", "by", separator="@", ignore_nulls=True).replace("", "unnamed").alias("record")
    return _told_apart(named.select(record)["record"], texts)


def _identity(table: Table) -> Sequence[str]:
    if table.logical_key != ("record",):
        return table.logical_key
    kept = [c for c in table.own if c in table.required and table.about(c)["type"] in ("key", "ref", "word")]
    return [*kept, *(c for c in ("article",) if c in table.own)]


def _told_apart(records: pl.Series, texts: pl.DataFrame) -> pl.Series:
    shared = records.is_duplicated()
    if not shared.any():
        return records
    said = texts.filter(shared).select(pl.concat_str(pl.all().fill_null(""), separator="\x1f").alias("said"))["said"]
    digests = pl.Series("digest", [_digest(text) for text in said], dtype=pl.String)
    return records.scatter(shared.arg_true(), records.filter(shared) + "." + digests)


def _joined(texts: pl.DataFrame, columns: Sequence[str], mark: str) -> pl.Series:
    """The cells of these columns as one key (String, n), empty cells left out; null where all are."""
    if not columns:
        return pl.Series([None] * texts.height, dtype=pl.String)
    parts = pl.DataFrame([texts[column].replace(_unfit(texts[column])) for column in columns])
    joined = parts.select(pl.concat_str(pl.all(), separator=mark, ignore_nulls=True).alias("key"))["key"]
    long = joined.filter(joined.str.len_chars() > _LONGEST).unique()
    return joined.replace("", None).replace({key: f"{key[:_LONGEST]}.{_digest(key)}" for key in long})


def _unfit(cells: pl.Series) -> dict[str, str]:
    """Texts that cannot be part of a key as they stand -> what stands for them there."""
    return {text: _part(text) for text in cells.filter(~cells.str.contains(_FIT)).unique()}


def _part(text: str) -> str:
    kept = _UNFIT.sub("-", text).strip("-")[:_LONGEST_PART].lstrip("._:+*-")
    return kept if kept == text else f"{kept}.{_digest(text)}" if kept else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
