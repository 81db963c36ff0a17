"""What sorts of column does the register have?

One function per type of `register_columns.csv`; each returns a dataframely column that carries, in its metadata, what
validation, readers, forms and the reference page need: type, unit, sentence, references, words, logical key.
"""

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
    return dy.String(nullable=not required, regex=f"^{KEY}$", metadata=meta, description=doc)


def refs(table: str, doc: str, *, required: bool = False) -> dy.String:
    """Several logical keys of another table, `;` between; empty means what the sentence says."""
    meta = _metadata("refs", doc, references=table)
    return dy.String(nullable=not required, regex=f"^{KEY}(?:;{KEY})*$", metadata=meta, description=doc)


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
    return dy.Datetime(
        nullable=not required,
        time_unit="ms",
        time_zone="UTC",
        min=datetime(1500, 1, 1, tzinfo=UTC),
        max=datetime(2200, 12, 31, 23, 59, 59, tzinfo=UTC),
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
    """A check run once per distinct value: durations repeat thousands of times."""

    def check(column: pl.Expr) -> pl.Expr:
        return column.map_batches(lambda cells: _flag(cells, test), return_dtype=pl.Boolean, is_elementwise=True)

    return check


def _flag(cells: pl.Series, test: Any) -> pl.Series:  # Any: a predicate on str
    refused = [cell for cell in cells.drop_nulls().unique() if not test(cell)]
    return ~cells.is_in(refused) if refused else cells == cells  # noqa: PLR0124  # true, and null where it is null


def _plain_text(column: pl.Expr) -> pl.Expr:
    # Most cells are printable ASCII and pass in one look; the others alone are looked at more closely.
    is_ascii = column.str.contains(r"^ *[!-~][ -~]*$")
    other = pl.when(~is_ascii).then(column)
    is_blank = other.str.strip_chars() == ""
    return is_ascii | (~other.str.contains(_CONTROL) & ~is_blank & (other.str.normalize("NFC") == other))


def _is_duration(cell: str) -> bool:
    try:
        Duration.parse(cell)
    except DetenteError:
        return False
    return True
