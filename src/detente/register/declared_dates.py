"""How are the days of a user's file written, and what does 03/04/2025 mean?

Nobody can tell without being told, so nothing is guessed: a file whose days are not written as the register writes them
declares its formats (`%d.%m.%Y`). A format may stop at the month or the year; the day read keeps that precision. Months
in words are English; two-digit years are refused, because the century would be a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from detente.errors import RegisterError
from detente.register.dates import PartialDate

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_WORD: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" if month[3:] else month for month in _MONTHS)
_PIECES: Final = {
    "%Y": r"(?P<y>\d{4})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%b": rf"(?P<w>{_MONTH_WORD})\.?",
    "%B": rf"(?P<w>{_MONTH_WORD})\.?",
}
_ORDER_OF_DAY_AND_MONTH: Final = re.compile(r"(\d{1,2})([./ -])(\d{1,2})\2(\d{4})")
_HINTS: Final = (
    (re.compile(rf"\d{{1,2}}\.? (?:{_MONTH_WORD}) \d{{4}}", re.IGNORECASE), "%d %b %Y"),
    (re.compile(rf"(?:{_MONTH_WORD}) \d{{1,2}}, \d{{4}}", re.IGNORECASE), "%b %d, %Y"),
    (re.compile(rf"(?:{_MONTH_WORD}) \d{{4}}", re.IGNORECASE), "%b %Y"),
    (re.compile(r"\d{1,2}/\d{4}"), "%m/%Y"),
    (re.compile(r"\d{1,2}\.\d{4}"), "%m.%Y"),
)


@dataclass(frozen=True, slots=True)
class DeclaredDates:
    """The formats that a file declares, ready to read its days; make it with `of`."""

    formats: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, formats: Sequence[str]) -> Self:
        """From formats of `%d`, `%m`, `%Y`, `%b` and `%B` (English months) with anything between them.

        Raises
        ------
        RegisterError : another directive, one of them twice, no year, or a day without a month.
        """
        return cls(tuple(formats), tuple(_pattern(text) for text in formats))

    def read(self, text: str) -> str | None:
        """The partial date that `text` stands for; None if no format reads it, or two of them read different days.

        >>> DeclaredDates.of(["%d.%m.%Y", "%B %Y"]).read("3.4.2025")
        '2025-04-03'
        >>> DeclaredDates.of(["%d/%m/%Y", "%m/%d/%Y"]).read("03/04/2025") is None
        True
        """
        read = {day for pattern in self.patterns if (day := _read(pattern, text)) is not None}
        return read.pop() if len(read) == 1 else None


def hint(text: str) -> str | None:
    """What a person must say so that `text` can be read as a day; None where it has the shape of no format.

    >>> hint("03/04/2025")
    'day or month first? give --dates %d/%m/%Y'
    >>> hint("25.04.2025")
    'give --dates %d.%m.%Y'
    """
    numbers = _ORDER_OF_DAY_AND_MONTH.fullmatch(text)
    if numbers:
        first, mark, second, _ = numbers.groups()
        day_first, month_first = f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"
        if int(first) > 12 >= int(second):
            return f"give --dates {day_first}"
        return (
            f"give --dates {month_first}"
            if int(second) > 12 >= int(first)
            else f"day or month first? give --dates {day_first}"
        )
    return next((f"give --dates {_shell_word(written)}" for shape, written in _HINTS if shape.fullmatch(text)), None)


def _shell_word(written: str) -> str:
    return f"'{written}'" if " " in written else written


def _pattern(written: str) -> re.Pattern[str]:
    pieces = re.findall(r"%.?|[^%]+", written)
    directives = [piece for piece in pieces if piece.startswith("%")]
    parts = {"%B": "%b"}
    named = {parts.get(piece, piece) for piece in directives}
    has_month = bool(named & {"%m", "%b"})
    unclear = set(directives) - set(_PIECES) or len(named) < len(directives) or named >= {"%m", "%b"}
    if unclear or "%Y" not in named or ("%d" in named and not has_month):
        raise RegisterError(
            f"{written!r} is not a format of dates",
            where="dates",
            expected="%Y, with %m or %b (month in English), and %d where the day is written; such as %d.%m.%Y",
            next_step="write the format of the file's days; two-digit years must be written out in the file",
        )
    return re.compile("".join(_PIECES.get(piece) or re.escape(piece) for piece in pieces), re.IGNORECASE | re.ASCII)


def _read(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    said = match.groupdict()
    month = said.get("m") or (said.get("w") and _month_number(said["w"]))
    written = "-".join(part.zfill(2) for part in (said["y"], month, said.get("d")) if part)
    try:
        return PartialDate.parse(written).text
    except RegisterError:
        return None


def _month_number(word: str) -> str:
    return str(1 + next(n for n, month in enumerate(_MONTHS) if month.startswith(word.casefold()[:3])))
