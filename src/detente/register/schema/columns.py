"""What sorts of column does the register have?

One function per type of `register_columns.csv`; each returns a dataframely column that carries, in its metadata, what
validation, readers, forms and the reference page need: type, unit, sentence, references, words, logical key.
"""

import unicodedata
from datetime import UTC, datetime
from typing import Any, Final

import dataframely as dy
import polars as pl

from detente.durations import Duration
from detente.errors import DetenteError
from detente.register import dates

KEY: Final = r"[A-Za-z0-9][A-Za-z0-9._:/@+*-]*"
_CONTROL: Final = r"[\x00-\x1f\x7f-\x9f]"


def key(doc: str, *, required: bool = False, logical: bool = False, max_length: int = 200) -> dy.String:
    """A name that is stable for ever and never reused."""
    meta = _metadata("key", doc, logical=logical)
    return dy.String(nullable=not required, regex=f"^{KEY}$", max_length=max_length, metadata=meta, description=doc)


def ref(table: str, doc: str, *, required: bool = False, logical: bool = False) -> dy.String:
    """The logical key of a row of another table, never of one version."""
    meta = _metadata("ref", doc, logical=logical, references=table)
    return dy.String(nullable=not required, check={"key": _each_distinct(_is_key)}, metadata=meta, description=doc)


def refs(table: str, doc: str, *, required: bool = False) -> dy.String:
    """Several logical keys of another table, `;` between; empty means what the sentence says."""
    meta = _metadata("refs", doc, references=table)
    return dy.String(nullable=not required, check={"keys": _each_distinct(_are_keys)}, metadata=meta, description=doc)


def text(
    doc: str, *, required: bool = False, logical: bool = False, unit: str | None = None, personal: bool = False
) -> dy.String:
    """Unicode text in normal form C, not blank, without control characters."""
    meta = _metadata("text", doc, logical=logical, unit=unit, personal=personal)
    return dy.String(nullable=not required, check={"plain_text": _plain_text}, metadata=meta, description=doc)


def word(*words: str, doc: str, required: bool = False, logical: bool = False) -> dy.Column:
    """One of a closed, ordered list of words; without a list, any single word of an open vocabulary."""
    meta = _metadata("word", doc, logical=logical, words=words)
    if words:
        return dy.Enum(words, nullable=not required, metadata=meta, description=doc)
    return dy.String(nullable=not required, check={"plain_text": _plain_text}, metadata=meta, description=doc)


def partial_date(doc: str, *, required: bool = False, logical: bool = False) -> dy.String:
    """A partial date as written; its first and last day stand beside it in the frames (`dates.with_days`)."""
    meta = _metadata("date*", doc, logical=logical)
    return dy.String(
        nullable=not required, check={"partial_date": dates.is_partial_date}, metadata=meta, description=doc
    )


def instant(doc: str, *, required: bool = False) -> dy.Datetime:
    """A moment in UTC, to the millisecond."""
    span = {"min": datetime(1500, 1, 1, tzinfo=UTC), "max": datetime(2200, 12, 31, 23, 59, 59, tzinfo=UTC)}
    return dy.Datetime(
        nullable=not required,
        time_unit="ms",
        time_zone="UTC",
        **span,
        metadata=_metadata("instant", doc),
        description=doc,
    )


def duration(doc: str) -> dy.String:
    """An ISO 8601 duration."""
    return dy.String(
        nullable=True, check={"duration": _each_distinct(_is_duration)}, metadata=_metadata("dur", doc), description=doc
    )


def integer(
    doc: str, *, required: bool = False, logical: bool = False, unit: str | None = None, least: int | None = None
) -> dy.Int64:
    """A whole number."""
    meta = _metadata("int", doc, logical=logical, unit=unit)
    return dy.Int64(nullable=not required, min=least, metadata=meta, description=doc)


def number(
    doc: str, *, required: bool = False, unit: str | None = None, least: float | None = None, most: float | None = None
) -> dy.Float64:
    """A number; not-a-number and infinities are refused."""
    meta = _metadata("float", doc, unit=unit)
    return dy.Float64(nullable=not required, min=least, max=most, metadata=meta, description=doc)


def boolean(doc: str, *, required: bool = False) -> dy.Bool:
    """Yes, no, or (where it is not required) not known."""
    return dy.Bool(nullable=not required, metadata=_metadata("bool", doc), description=doc)


def _metadata(
    kind: str,
    doc: str,
    *,
    logical: bool = False,
    references: str | None = None,
    words: tuple[str, ...] = (),
    unit: str | None = None,
    personal: bool = False,
) -> dict[str, Any]:
    return {
        "type": kind,
        "doc": doc,
        "logical_key": logical,
        "references": references,
        "words": words,
        "unit": unit,
        "personal": personal,
    }


def _each_distinct(test: Any) -> Any:  # Any: dataframely's type of a check is Callable[[Expr], Expr] behind an alias
    """A check run once per distinct value: references and durations repeat thousands of times."""

    def check(column: pl.Expr) -> pl.Expr:
        return column.map_batches(lambda cells: _flag(cells, test), return_dtype=pl.Boolean, is_elementwise=True)

    return check


def _flag(cells: pl.Series, test: Any) -> pl.Series:  # Any: a predicate on str
    return ~cells.is_in([cell for cell in cells.drop_nulls().unique() if not test(cell)])


def _plain_text(column: pl.Expr) -> pl.Expr:
    return column.map_batches(_is_plain, return_dtype=pl.Boolean, is_elementwise=True)


def _is_plain(cells: pl.Series) -> pl.Series:
    distinct = cells.drop_nulls().unique()
    suspect = distinct.filter(
        distinct.str.contains(_CONTROL)
        | (distinct.str.len_bytes() != distinct.str.len_chars())
        | (distinct.str.strip_chars() == "")
    )
    bad = [cell for cell in suspect if not is_plain_text(cell)]
    return ~cells.is_in(bad)


def is_plain_text(cell: str) -> bool:
    """Normal form C, not blank, no control character."""
    return (
        unicodedata.is_normalized("NFC", cell)
        and bool(cell.strip())
        and not any(unicodedata.category(c) == "Cc" for c in cell)
    )


def _is_key(cell: str) -> bool:
    head, rest = cell[:1], cell[1:]
    return head.isascii() and head.isalnum() and all(c.isascii() and (c.isalnum() or c in "._:/@+*-") for c in rest)


def _are_keys(cell: str) -> bool:
    return all(_is_key(part) for part in cell.split(";"))


def _is_duration(cell: str) -> bool:
    try:
        Duration.parse(cell)
    except DetenteError:
        return False
    return True
