"""What was meant by a cell that the spreadsheet program turned into a number, a date or a truth value?

Cells are written as texts, but a program turns what is typed or pasted: `008` into 8, `1-2` into a day of this year,
`yes` in some languages into TRUE. What stood there before decides first: a cell that still says it, in the form that
is left of it, is unchanged. Then only what has one reading is taken, with a remark; everything else is refused with
what it may have been. When it lies: a whole number pasted into a column of texts is taken as its digits; leading zeros
are looked for only where the column had some.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal

from detente.register import dates

_YEARS: Final = range(dates.FIRST_DAY.year, dates.LAST_DAY.year + 1)
_EXACT: Final = 10**15  # a spreadsheet shows and keeps 15 digits
_RELIABLE: Final = date(1900, 3, 1)  # before it, the 1900 system counts a 29 February that never was
_SERIAL_DATES: Final = range(10_000, 110_000)  # 1927 to 2201; smaller numbers are rarely a lost date format


@dataclass(frozen=True, slots=True)
class Turned:
    """A cell that is no text: kind and value (`serial`: the number behind a date), and the text that stood there."""

    kind: Literal["number", "date", "truth"]
    before: str | None
    number: float = 0.0
    day: datetime | None = None
    serial: float = 0.0
    truth: bool = False

    @property
    def shown(self) -> str:
        """The value as a program would show it."""
        if self.kind == "date":
            return "no day" if self.day is None else _iso(self.day)
        return plain(self.number) if self.kind == "number" else str(self.truth).upper()


@dataclass(frozen=True, slots=True)
class Column:
    """Where the cell stands: type of the column (`own` for `x_...`), width of zero-padded digits if it has any."""

    type: str
    padded: int = 0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the cell says: `text`, with a `remark` if that is our reading; or, if `refused`, why and what to try."""

    text: str | None
    remark: str | None = None
    refused: str | None = None
    suggestion: str | None = None


def meaning(cell: Turned, column: Column) -> Meaning:
    """What `cell` says in `column`.

    >>> meaning(Turned("number", "008", number=8.0), Column("text")).text
    '008'
    >>> meaning(Turned("number", None, number=1951.0), Column("date*")).text
    '1951'
    """
    if cell.kind == "truth" and column.type == "bool":
        return Meaning(str(cell.truth).lower())
    if _still_says(cell):
        kept = (
            None
            if cell.shown == cell.before
            else f"{cell.shown} is what the sheet made of {cell.before!r}, which is kept"
        )
        return Meaning(cell.before, kept)
    if column.type == "own":
        return Meaning(_own(cell), f"the sheet made a {cell.kind} of it" if cell.kind == "date" else None)
    if column.type == "date*":
        return _date(cell)
    if cell.kind == "number" and column.type in ("text", "key", "ref", "word"):
        return _digits(cell, column)
    return _refused(cell, suggestion=_instant(cell) if column.type == "instant" else None)


def plain(number: float) -> str:
    """The number in its shortest form, whole numbers without a point.

    >>> plain(8.0), plain(0.1), plain(1e300)
    ('8', '0.1', '1e+300')
    """
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else repr(number)


def _still_says(cell: Turned) -> bool:
    before = cell.before
    if before is None:
        return False
    if cell.kind == "number":
        return _number(before) == cell.number
    if cell.kind == "truth":
        return before.casefold() == str(cell.truth).casefold()
    return cell.day is not None and (
        before == _iso(cell.day) or (_is_year(cell.serial) and before == plain(cell.serial))
    )


def _date(cell: Turned) -> Meaning:
    was = "" if cell.before is None else f"; before it was {cell.before!r}"
    if cell.kind == "number":
        if _is_year(cell.number):
            return Meaning(plain(cell.number), f"a number, read as the year {plain(cell.number)}{was}")
        return _refused(cell, suggestion=_of_serial(cell.number))
    if cell.kind == "truth" or cell.day is None or cell.day.date() < _RELIABLE:
        return _refused(cell)
    if cell.day.time() != time(0):
        return _refused(cell, suggestion=cell.day.date().isoformat())
    if _is_year(cell.serial):
        # 1951 typed under a date format is stored as day 1951 of the calendar; so is 4 May 1905.
        reading = f"the day {_iso(cell.day)} or the year {plain(cell.serial)}? a date format stores both alike"
        return Meaning(
            None, refused=f"{reading}{was}", suggestion=f"{_iso(cell.day)} or {plain(cell.serial)}, typed as text"
        )
    return Meaning(_iso(cell.day), f"a date of the sheet, read as the full day {_iso(cell.day)}{was}")


def _digits(cell: Turned, column: Column) -> Meaning:
    whole = cell.number.is_integer() and abs(cell.number) < _EXACT
    digits = plain(cell.number)
    if not whole:
        return _refused(cell, suggestion=digits if abs(cell.number) < _EXACT else None)
    if len(digits) < column.padded:
        return _refused(cell, suggestion=digits.zfill(column.padded))
    return Meaning(digits, f"a number, read as the text {digits!r}")


def _refused(cell: Turned, suggestion: str | None = None) -> Meaning:
    was = f", before it was {cell.before!r}" if cell.before is not None else ""
    return Meaning(None, refused=f"the sheet made a {cell.kind} of it{was}", suggestion=suggestion)


def _own(cell: Turned) -> str:
    if cell.kind == "date" and cell.day is not None:
        return _iso(cell.day)
    return cell.shown.lower() if cell.kind == "truth" else plain(cell.number if cell.kind == "number" else cell.serial)


def _iso(day: datetime) -> str:
    return day.date().isoformat() if day.time() == time(0) else day.isoformat(timespec="milliseconds")


def _instant(cell: Turned) -> str | None:
    return None if cell.day is None else f"{cell.day.isoformat(timespec='milliseconds')}Z, if that is UTC"


def _of_serial(number: float) -> str | None:
    """The day behind a number that lost its date format, if it is likely to be one (1900 system)."""
    if not (number.is_integer() and int(number) in _SERIAL_DATES):
        return None
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(number)).isoformat()


def _is_year(number: float) -> bool:
    return number.is_integer() and int(number) in _YEARS


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
