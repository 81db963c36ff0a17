"""When was it, and how sure are we, if only the month or the year was read?

A partial date is a closed interval of days; a comparison answers yes, no or cannot tell. In frames every partial-date
column `c` is followed by `c_first` and `c_last` (Date), and comparisons are expressions on those two, so that Polars'
nullable Booleans carry the third value (their `&`, `|`, `~` follow Kleene). Dates are the calendar days the instrument
names; there are no time zones here.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal

import polars as pl

from detente import durations
from detente.errors import RegisterError

Precision = Literal["day", "month", "year", "range", "unknown"]

FIRST_DAY: Final = date(1500, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)
GRAMMAR: Final = "YYYY, YYYY-MM, YYYY-MM-DD, A/B (on a day from A to B), or unknown; years 1500 to 2200"

_ONE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PATTERN: Final = re.compile(rf"(?P<a>{_ONE})(?:/(?P<b>{_ONE}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day known to lie between `first` and `last`, both inclusive. Comparisons are methods; `<` is a TypeError."""

    text: str
    first: date
    last: date
    precision: Precision

    @classmethod
    def parse(cls, text: str, *, not_after: date = LAST_DAY) -> "PartialDate":
        """Read `1951`, `1951-09`, `1951-09-08`, `2014-07-16/2022-05` or `unknown`.

        Parameters
        ----------
        not_after : the day it was recorded; an `unknown` day is not later than that.

        Raises
        ------
        RegisterError : outside the grammar, no such calendar day, or a range that runs backwards.

        >>> PartialDate.parse("1951-09").last
        datetime.date(1951, 9, 30)
        """
        if text == "unknown":
            return cls(text, FIRST_DAY, not_after, "unknown")
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise _not_a_date(text)
        first, last = _ends(match["a"], text)
        if match["b"] is None:
            return cls(text, first, last, {4: "year", 7: "month", 10: "day"}[len(text)])  # type: ignore[arg-type]  # the pattern allows these lengths only
        last = _ends(match["b"], text)[1]
        if last < first:
            raise RegisterError(f"{text!r} runs backwards", expected=GRAMMAR, next_step="exchange the two ends")
        return cls(text, first, last, "range")

    @classmethod
    def between(cls, first: date, last: date) -> "PartialDate":
        """On a day from `first` to `last`; the same day twice is that day.

        >>> PartialDate.between(date(2023, 10, 29), date(2023, 11, 27)).text
        '2023-10-29/2023-11-27'
        """
        return (
            cls(first.isoformat(), first, last, "day")
            if first == last
            else cls(f"{first}/{last}", first, last, "range")
        )

    @classmethod
    def on(cls, day: date) -> "PartialDate":
        """Exactly this day."""
        return cls(day.isoformat(), day, day, "day")

    def __str__(self) -> str:
        """As written."""
        return self.text

    def by(self, other: "date | PartialDate") -> bool | None:
        """Had it come on or before `other`? None where the days overlap and cannot tell.

        >>> PartialDate.parse("1951-09").by(date(1951, 9, 8)) is None
        True
        """
        first, last = _interval(other)
        return True if self.last <= first else False if self.first > last else None

    def before(self, other: "date | PartialDate") -> bool | None:
        """Did it come strictly before `other`?"""
        first, last = _interval(other)
        return True if self.last < first else False if self.first >= last else None

    def overlaps(self, other: "date | PartialDate") -> bool:
        """Do the two share a possible day?"""
        first, last = _interval(other)
        return self.first <= last and first <= self.last

    def add(self, duration: durations.Duration) -> "PartialDate":
        """Both ends moved by `duration`.

        >>> str(PartialDate.parse("2023-06").add(durations.Duration(days=150)))
        '2023-10-29/2023-11-27'
        """
        return PartialDate.between(durations.add(self.first, duration), durations.add(self.last, duration))


def earliest(dates: Iterable[PartialDate]) -> PartialDate:
    """The day by which the first of them had certainly or possibly come: interval of the minimum."""
    several = list(dates)
    return PartialDate.between(min(d.first for d in several), min(d.last for d in several))


def latest(dates: Iterable[PartialDate]) -> PartialDate:
    """The day on which the last of them came: interval of the maximum."""
    several = list(dates)
    return PartialDate.between(max(d.first for d in several), max(d.last for d in several))


def _interval(other: date | PartialDate) -> tuple[date, date]:
    if isinstance(other, datetime):
        raise TypeError("compare a partial date with a calendar day, not with an instant")
    return (other, other) if isinstance(other, date) else (other.first, other.last)


def _ends(text: str, whole: str) -> tuple[date, date]:
    """First and last day of one `YYYY[-MM[-DD]]`; `whole` is quoted in the error."""
    year, month, day = int(text[:4]), int(text[5:7] or 0), int(text[8:10] or 0)
    if not FIRST_DAY.year <= year <= LAST_DAY.year or (len(text) > 4 and not 1 <= month <= 12):
        raise _not_a_date(whole)
    if len(text) == 10:
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise _not_a_date(whole)
        return date(year, month, day), date(year, month, day)
    last_month = month or 12
    return date(year, month or 1, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def _not_a_date(text: str) -> RegisterError:
    return RegisterError(
        f"{text!r} is not a date", expected=GRAMMAR, next_step="correct it, or leave it empty if nothing is known"
    )


# --- frames ---------------------------------------------------------------------------------------------------------
# A column of a million dates has some thousand distinct texts; they are read once each. Few of them are read by the
# parser above, many by an expression that gives the same answers (a test holds the two together) thirty times faster;
# for few, setting it up would cost more than it saves.
_MANY: Final = 500


def with_days(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """`frame` with `c_first` and `c_last` (Date) after every partial-date column `c`; `recorded_at` bounds `unknown`.

    A text outside the grammar gives null on both sides; validation refuses it before anybody asks.
    """
    columns = [column for column in columns if column in frame.columns]
    if not columns:
        return frame
    days = _days(pl.concat([frame[column].drop_nulls().unique() for column in columns]).unique())
    recorded_on = pl.col("recorded_at").dt.date()
    return frame.with_columns(
        expression
        for column in columns
        for expression in (
            pl.col(column).replace_strict(days["text"], days["first"], default=None).alias(f"{column}_first"),
            pl.when(pl.col(column) == "unknown")
            .then(recorded_on)
            .otherwise(pl.col(column).replace_strict(days["text"], days["last"], default=None))
            .alias(f"{column}_last"),
        )
    )


def by(column: str, day: date | pl.Expr) -> pl.Expr:
    """`column` <= day in three values: true, false, or null where the partial date straddles the day or is empty."""
    first, last = pl.col(f"{column}_first"), pl.col(f"{column}_last")
    return pl.when(last <= day).then(pl.lit(value=True)).when(first > day).then(pl.lit(value=False))


def holds(day: date | pl.Expr) -> pl.Expr:
    """Does the spell [valid_from, valid_to) hold on `day`? An empty end is "not ended as far as known"."""
    return by("valid_from", day) & ~ended(day)


def ended(day: date | pl.Expr) -> pl.Expr:
    """Has the spell ended by `day`? An empty `valid_to` is "not ended as far as known", hence no."""
    return pl.when(pl.col("valid_to").is_null()).then(pl.lit(value=False)).otherwise(by("valid_to", day))


def is_partial_date(text: pl.Expr) -> pl.Expr:
    """True where the text is inside the grammar, false where it is not, null where empty."""
    return text.map_batches(_readable, return_dtype=pl.Boolean, is_elementwise=True)


def _readable(texts: pl.Series) -> pl.Series:
    days = _days(texts.drop_nulls().unique())
    unreadable = days.filter(days["first"].is_null())["text"]
    return texts == texts if unreadable.is_empty() else ~texts.is_in(unreadable.implode())  # noqa: PLR0124  # keeps null


def _days(texts: pl.Series) -> pl.DataFrame:
    """Columns text, first, last of distinct texts (n,); both days are null outside the grammar."""
    if len(texts) > _MANY:
        return _read_many(texts)
    read = [(text, *_read(text)) for text in texts]
    return pl.DataFrame(read, schema={"text": pl.String, "first": pl.Date, "last": pl.Date}, orient="row")


@lru_cache(maxsize=20_000)  # the same few thousand texts are validated, then given their days
def _read(text: str) -> tuple[date, date] | tuple[None, None]:
    try:
        day = PartialDate.parse(text)
    except RegisterError:
        return None, None
    return day.first, day.last


def _read_many(texts: pl.Series) -> pl.DataFrame:
    one = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
    shaped = pl.when(pl.col("text").str.contains(f"^{one}(?:/{one})?$")).then(pl.col("text"))
    ends = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_columns(
        shaped.str.split_exact("/", 1).struct.rename_fields(["a", "b"]).struct.unnest()
    )
    a, b = pl.col("a"), pl.coalesce("b", "a")
    first = (a + pl.lit("-01-01").str.slice(a.str.len_bytes() - 4)).str.to_date("%Y-%m-%d", strict=False)
    start_of_b = (b + pl.lit("-12-01").str.slice(b.str.len_bytes() - 4)).str.to_date("%Y-%m-%d", strict=False)
    last = pl.when(b.str.len_bytes() == 10).then(start_of_b).otherwise(start_of_b.dt.month_end())
    in_grammar = (first >= FIRST_DAY) & (first <= last) & (last <= LAST_DAY)
    is_unknown = pl.col("text") == "unknown"
    return ends.select(
        "text",
        pl.when(is_unknown).then(FIRST_DAY).when(in_grammar).then(first).alias("first"),
        pl.when(is_unknown).then(LAST_DAY).when(in_grammar).then(last).alias("last"),
    )
