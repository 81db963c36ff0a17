"""Which colour does an area have, and what does the colour say?

Numbers fall into at most five classes of equal width with round limits; a number with a centre (a change, a balance)
into five about it; words are at most six categories, each with a letter so that colour is not the only carrier.
Unknown and not covered are neither: they are hatched and dotted. When it lies: the class hides differences inside it;
the table has the numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, isfinite, log10
from typing import Final

from detente.errors import DetenteError
from detente.figures.theme import DIVERGING, SEQUENTIAL, SERIES

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
CLASSES: Final = 5


class Absent(StrEnum):
    """Why an area has no value."""

    UNKNOWN = "unknown"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Values of areas by actor key, all numbers or all words, or `Absent`; `centre` is the middle of a balance."""

    title: str
    by: Mapping[str, float | str]
    unit: str = ""
    centre: float | None = None

    @property
    def heading(self) -> str:
        """Title and unit, as they stand over the key."""
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The actors of one colour; `letter` for categories."""

    label: str
    colour: str
    actors: tuple[str, ...]
    letter: str = ""


def groups(fill: Fill) -> list[Group]:
    """Classes or categories in the order of the key, without the absent; empty classes are left out.

    Raises
    ------
    DetenteError : numbers and words mixed, a number that is not finite, more than six categories.
    """
    present = {actor: value for actor, value in fill.by.items() if not isinstance(value, Absent)}
    numbers = {actor: float(value) for actor, value in present.items() if not isinstance(value, str)}
    if not present:
        return []
    if not numbers:
        return _categories({actor: str(value) for actor, value in present.items()})
    if len(numbers) < len(present) or not all(map(isfinite, numbers.values())):
        raise DetenteError(
            f"the values of {fill.title!r} are not all numbers",
            where="fill",
            expected="finite numbers only, or words only; Absent.UNKNOWN where nothing is known",
            next_step="convert the column before it is drawn",
        )
    return _about(numbers, fill.centre) if fill.centre is not None else _classes(numbers)


def number(value: float) -> str:
    """A number as the pages write it: thin space in thousands, a real minus sign, no trailing zeros.

    >>> number(-1234.5)
    '−1\u2009234.5'
    """
    return f"{value:,.6g}".replace(",", "\u2009").replace("-", "\u2212")


def _categories(words: Mapping[str, str]) -> list[Group]:
    names = list(dict.fromkeys(words.values()))
    if len(names) == 1:  # filled or not is all there is to tell, so one quiet tone needs no letter
        return [Group(label=names[0], colour=SEQUENTIAL["light"][1], actors=tuple(sorted(words)))]
    palette = SERIES["light"]
    if len(names) > len(palette):
        raise DetenteError(
            f"{len(names)} categories are more than a map can tell apart",
            where="fill",
            expected=f"at most {len(palette)}",
            next_step="draw several small maps, or join categories",
        )
    return [
        Group(
            label=name,
            colour=colour,
            letter=letter,
            actors=tuple(sorted(a for a, word in words.items() if word == name)),
        )
        for name, colour, letter in zip(names, palette, "ABCDEF", strict=False)
    ]


def _classes(numbers: Mapping[str, float]) -> list[Group]:
    low, high = min(numbers.values()), max(numbers.values())
    if low == high:
        return [Group(label=number(low), colour=SEQUENTIAL["light"][2], actors=tuple(sorted(numbers)))]
    step = _round_step((high - low) / CLASSES)
    while ceil(high / step) - floor(low / step) > CLASSES:
        step = _round_step(step * 1.01)
    first = floor(low / step)
    members: dict[int, list[str]] = {}
    for actor, value in sorted(numbers.items()):
        # The upper limit belongs to the class, so that the highest number does not open one of its own.
        members.setdefault(max(0, ceil(value / step - 1e-9) - 1 - first), []).append(actor)
    count = ceil(high / step) - first
    colours = SEQUENTIAL["light"][CLASSES - count :] if count < CLASSES else SEQUENTIAL["light"]
    return [
        Group(
            label=f"{number((first + place) * step)} to {number((first + place + 1) * step)}",
            colour=colours[place],
            actors=tuple(actors),
        )
        for place, actors in sorted(members.items())
    ]


def _about(numbers: Mapping[str, float], centre: float) -> list[Group]:
    reach = max(abs(value - centre) for value in numbers.values())
    step = _round_step(reach / 2.5) if reach else 1.0
    members: dict[int, list[str]] = {}
    for actor, value in sorted(numbers.items()):
        members.setdefault(max(-2, min(2, round((value - centre) / step))), []).append(actor)
    return [
        Group(
            label=f"{number(centre + (place - 0.5) * step)} to {number(centre + (place + 0.5) * step)}",
            colour=DIVERGING["light"][place + 2],
            actors=tuple(actors),
        )
        for place, actors in sorted(members.items())
    ]


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`."""
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-12))
