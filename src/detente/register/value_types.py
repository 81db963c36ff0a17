"""Are these values, by their looks, of the type of that column?

A share from 0 to 1 of a sample of distinct values, or None where the type says nothing: any text may be a title. It is
evidence for a guess and never a validation: days in any usual writing count, and so do yes and no.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from detente.durations import Duration
from detente.errors import DetenteError
from detente.register.dates import PartialDate
from detente.register.declared_dates import hint
from detente.register.names import Code, Names, fold
from detente.register.schema import Table
from detente.register.schema.columns import KEY

_SAMPLE: Final = 100
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "int": re.compile(r"-?\d{1,18}"),
    "float": re.compile(r"[-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?"),
    "instant": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*"),
    "bool": re.compile(r"true|false|yes|no|y|n|0|1", re.IGNORECASE),
    "key": re.compile(KEY),
    "ref": re.compile(KEY),
    "refs": re.compile(rf"{KEY}(?:\s*;\s*{KEY})*"),
}


def distinct(texts: pl.Series) -> list[str]:
    """The first hundred distinct values of a column, in the order of the file, without empty ones."""
    return [text for text in texts.drop_nulls().unique(maintain_order=True).head(_SAMPLE).str.strip_chars() if text]


def share_of_type(values: Sequence[str], table: Table, column: str, names: Names, code: Code = "any") -> float | None:
    """Share of `values` that look like values of `column`; None where there are none, or where any text would do."""
    test = _test(table, column, names, code)
    if test is None or not values:
        return None
    return sum(map(test, values)) / len(values)


def looks_like_a_day(text: str) -> bool:
    """A partial date, or a day in a usual writing."""
    try:
        PartialDate.parse(text)
    except DetenteError:
        return hint(text) is not None
    return True


def _test(table: Table, column: str, names: Names, code: Code) -> Callable[[str], bool] | None:
    about = table.about(column)
    if about["words"]:
        words = {fold(word) for word in about["words"]}
        return lambda text: fold(text) in words
    if table.references.get(column) == "actors":
        return lambda text: all(_names_somebody(part, names, code) for part in text.split(";"))
    if about["type"] == "date*":
        return looks_like_a_day
    if about["type"] == "dur":
        return _is_duration
    pattern = _PATTERNS.get(about["type"])
    return None if pattern is None else lambda text: pattern.fullmatch(text) is not None


def _names_somebody(text: str, names: Names, code: Code) -> bool:
    return names.match(text, None, code).how not in ("unknown", "region")


def _is_duration(text: str) -> bool:
    try:
        Duration.parse(text)
    except DetenteError:
        return False
    return True
