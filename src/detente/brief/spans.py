"""What is a line of a brief made of, so that no number stands without its source?

Spans. A digit can enter a page only inside a `Figure` or a `Day`, or inside words that are quoted from a record
(`Name`, `Words`); all four carry the records they rest on. `Text` is the fixed wording between them and refuses digits,
so a number typed into a sentence is an error and not a habit.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from detente.register.dates import PartialDate

Mark = Literal["verified", "reported", "unverified"]
Records = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed wording; no digits."""

    text: str

    def __post_init__(self) -> None:
        """A digit here would be a number without a source."""
        assert not any(character.isdigit() for character in self.text), (
            f"digits belong in a Figure or a Day: {self.text!r}"
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed (`rendering`, unit included), what it is, and the records and method that made it."""

    value: float | None
    unit: str
    rendering: str
    records: Records
    method: str = "as recorded"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A partial date, as precise as it is known."""

    date: PartialDate
    records: Records


@dataclass(frozen=True, slots=True)
class Name:
    """An actor, agreement, channel or other thing by its key, with the words a reader knows it by."""

    key: str
    label: str
    records: Records = ()

    def __post_init__(self) -> None:
        """A label with a digit in it must lead to its row, as every number does."""
        assert self.records or not any(character.isdigit() for character in self.label), f"{self.key} needs its record"


@dataclass(frozen=True, slots=True)
class Words:
    """Words as a record has them: an article, an area, a quotation, a title."""

    text: str
    records: Records


Span = Text | Figure | Day | Name | Words


def number(value: float, *, decimals: int | None = None) -> str:
    """A number with the digits it was published with, thousands by comma, and a true minus sign.

    >>> number(2.0, decimals=2), number(1055.1), number(-12345)
    ('2.00', '1,055.1', '−12,345')
    """
    exact = Decimal(str(value))
    places = decimals if decimals is not None else 0 if exact == exact.to_integral_value() else None
    # Formatting rounds half to even like `quantize`, and unlike it has room for any number of digits.
    printed = f"{exact:,f}" if places is None else f"{exact:,.{places}f}"
    return printed.replace("-", "−")  # the sign of a negative number, not a hyphen


def amount(
    value: float, unit: str, records: Records, *, decimals: int | None = None, method: str = "as recorded"
) -> Figure:
    """A figure in its unit: percent after the number, `JPY bn` as "JPY 1,055.1 bn", anything else after it.

    >>> amount(1055.1, "JPY bn over FY2022-FY2026", ("r",)).rendering
    'JPY 1,055.1 bn over FY2022-FY2026'
    >>> amount(2.0, "percent", ("r",), decimals=2).rendering
    '2.00 %'
    """
    printed, head, tail = number(value, decimals=decimals), *[*unit.split(" ", 1), ""][:2]
    if unit == "percent" or unit.startswith("percent "):
        rendering = f"{printed} %" + unit.removeprefix("percent")
    elif len(head) == 3 and head.isupper():
        rendering = f"{head} {printed} {tail}".rstrip()
    else:
        rendering = f"{printed} {unit}"
    return Figure(value, unit, rendering, records, method)


def count(
    certain: int, noun: str, records: Records, *, possible: int = 0, method: str = "counted from the rows named"
) -> Figure:
    """A count of rows, certain and possible kept apart.

    >>> count(431, "", ("r",), possible=12).rendering
    '431 certain + 12 possible'
    """
    printed = f"{number(certain)} certain + {number(possible)} possible" if possible else number(certain)
    return Figure(certain, noun, f"{printed} {noun}".rstrip(), records, method, low=certain, high=certain + possible)


def records_of(spans: tuple[Span, ...]) -> Records:
    """The records behind a line, in order of first use."""
    return tuple(dict.fromkeys(record for span in spans if not isinstance(span, Text) for record in span.records))
