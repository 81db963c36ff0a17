"""How many characters does a drawn line need?

Path data as D3 writes it (absolute `M`, `L`, `Z` with three decimals) becomes relative steps of a tenth of a px;
points that the eye cannot tell from the straight line between their neighbours are left out. Method: Douglas and
Peucker (1973), "Algorithms for the reduction of the number of points", Cartographica 10, tolerance in px. When it
lies: by a fifth of a px.
"""

import re
from math import hypot
from typing import Final

from detente.figures.geo.projection import Point

TOLERANCE: Final = 0.2  # px

_STRAIGHT: Final = re.compile(r"[MLZ\d., -]*")
_STEP: Final = re.compile(r"([MLZ])([^MLZ]*)")


def compact(path: str) -> str:
    """The same drawing in fewer characters; data with curves or relative steps come back as they are.

    >>> compact("M0,0L5.04,0.01L10,0L10,10Z")
    'm0,0h10v10z'
    """
    if not _STRAIGHT.fullmatch(path):
        return path
    written: list[str] = []
    at = (0, 0)
    for line, closed in _lines(path):
        tenths = [(round(x * 10), round(y * 10)) for x, y in simplify(line, TOLERANCE)]
        start = tenths[0]
        written.append(f"m{_number(start[0] - at[0])}{_second(start[1] - at[1])}")
        here = start
        for spot in tenths[1:]:
            if spot != here:
                written.append(_to(spot[0] - here[0], spot[1] - here[1]))
                here = spot
        if closed:
            written.append("z")
        at = start if closed else here
    return "".join(written)


def simplify(line: list[Point], tolerance: float) -> list[Point]:
    """The points of `line` that lie more than `tolerance` px off the line through those kept; both ends stay."""
    kept = [False] * len(line)
    kept[0] = kept[-1] = True
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        if last - first < 2:
            continue
        farthest = max(range(first + 1, last), key=lambda number: _off(line[number], line[first], line[last]))
        if _off(line[farthest], line[first], line[last]) > tolerance:
            kept[farthest] = True
            open_spans += [(first, farthest), (farthest, last)]
    return [spot for spot, keep in zip(line, kept, strict=True) if keep]


def _off(spot: Point, start: Point, end: Point) -> float:
    """Distance of a spot from the stretch between two others."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down
    share = 0.0 if length == 0 else ((spot[0] - start[0]) * across + (spot[1] - start[1]) * down) / length
    share = min(1.0, max(0.0, share))
    x, y = spot[0] - start[0] - share * across, spot[1] - start[1] - share * down
    return hypot(x, y)


def _lines(path: str) -> list[tuple[list[Point], bool]]:
    """Each stroke of the path and whether it is closed."""
    lines: list[tuple[list[Point], bool]] = []
    for step, numbers in _STEP.findall(path):
        if step == "Z":
            lines[-1] = (lines[-1][0], True)
            continue
        x, _, y = numbers.partition(",")
        if step == "M":
            lines.append(([], False))
        lines[-1][0].append((float(x), float(y)))
    return lines


def _to(right: int, down: int) -> str:
    """One relative step given in tenths of a px."""
    if down == 0:
        return f"h{_number(right)}"
    return f"v{_number(down)}" if right == 0 else f"l{_number(right)}{_second(down)}"


def _number(tenths: int) -> str:
    """A tenth of a number, as short as SVG allows."""
    whole, part = divmod(abs(tenths), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if tenths < 0 else text


def _second(tenths: int) -> str:
    """The second number of a pair: a minus sign parts it from the first, otherwise a comma does."""
    text = _number(tenths)
    return text if text.startswith("-") else f",{text}"
