"""Are these values, by their looks, of the type of that column?

A share from 0 to 1 of a sample of distinct values, or None where the type says nothing: any text may be a title. It is
evidence for a guess and never a validation: days in any usual writing count, and so do yes and no.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.durations import Duration
from detente.errors import DetenteError
from detente.register.dates import PartialDate
from detente.register.declared_dates import DeclaredDates, hint
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


@dataclass(frozen=True, eq=False)
class Judge:
    """What is needed to look at values: names of actors, and formats of days that were declared."""

    names: Names
    formats: DeclaredDates

    def is_day(self, text: str) -> bool:
        """A partial date, a day in a declared format, or one in a usual writing."""
        try:
            PartialDate.parse(text)
        except DetenteError:
            return self.formats.read(text) is not None or hint(text) is not None
        return True

    def is_actor(self, text: str, code: Code = "any") -> bool:
        """Whether the text names an actor, or several, on any day."""
        return self.names.match(text, None, code).how not in {"unknown", "region"}


def share_of_type(values: Sequence[str], table: Table, column: str, judge: Judge, code: Code = "any") -> float | None:
    """Share of `values` that look like values of `column`; None where there are none, or where any text would do."""
    test = _test(table, column, judge, code)
    if test is None or not values:
        return None
    return sum(map(test, values)) / len(values)


def _test(table: Table, column: str, judge: Judge, code: Code) -> Callable[[str], bool] | None:
    about = table.about(column)
    if about["words"]:
        words = {fold(word) for word in about["words"]}
        return lambda text: fold(text) in words
    if table.references.get(column) == "actors":
        return lambda text: all(judge.is_actor(part, code) for part in text.split(";"))
    if about["type"] == "date*":
        return judge.is_day
    if about["type"] == "dur":
        return _is_duration
    pattern = _PATTERNS.get(about["type"])
    return None if pattern is None else lambda text: pattern.fullmatch(text) is not None


def _is_duration(text: str) -> bool:
    try:
        Duration.parse(text)
    except DetenteError:
        return False
    return True
