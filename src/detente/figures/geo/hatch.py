"""How does an area show that nothing is known about it, where fill patterns do not exist?

Vega-Lite has no patterns. The hatching is therefore drawn: parallel lines on the sheet, cut to the area by the
even-odd rule, and turned back into places so that every program draws them in the map's own projection. The lines of
all areas lie on one lattice. When it lies: an area narrower than the gap may fall between two lines; it keeps its
outline.
"""

from collections.abc import Callable, Iterable, Sequence
from math import ceil, cos, hypot, radians, sin

from detente.figures.geo.projection import Point, Projection, along, centroid
from detente.figures.geo.shapes import Polygon

Spans = list[tuple[float, float]]

BEND = 0.3  # px by which a stretch may leave its straight line, because D3 bends it along a great circle
SHORTEST = 0.6  # px


def hatch(
    areas: Iterable[Polygon],
    projection: Projection,
    *,
    within: Iterable[Polygon] | None = None,
    gap: float = 5.0,
    angle: float = 45.0,
) -> list[list[Point]]:
    """Lines (lists of places, degrees) that hatch `areas` in the window of `projection`.

    Parameters
    ----------
    within : only what lies in these polygons too; None for no such limit.
    gap : px between two lines.
    angle : degrees by which the lines rise to the right.
    """
    turn = radians(angle)
    along_x, along_y = cos(turn), -sin(turn)

    def lattice(spot: Point) -> Point:
        """(along the line, across the lines) in px."""
        return spot[0] * along_x + spot[1] * along_y, -spot[0] * along_y + spot[1] * along_x

    def sheet(spot: Point) -> Point:
        return spot[0] * along_x - spot[1] * along_y, spot[0] * along_y + spot[1] * along_x

    masks = [_scan(_rings(areas, projection), lattice, gap), _scan([projection.sheet()], lattice, gap)]
    masks.append(_scan([_window(projection)], lattice, gap))
    if within is not None:
        masks.append(_scan(_rings(within, projection), lattice, gap))
    lines = []
    for number in sorted(set.intersection(*map(set, masks))):
        spans = masks[0][number]
        for mask in masks[1:]:
            spans = _both(spans, mask[number])
        for start, end in spans:
            if end - start >= SHORTEST:
                lines.append(_straight(sheet((start, number * gap)), sheet((end, number * gap)), projection))
    return lines


def _straight(start: Point, end: Point, projection: Projection) -> list[Point]:
    """Places of a line that is straight on the sheet, as many as it takes."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    one, other = projection.invert(start), projection.invert(end)
    bent = projection.forward(centroid([one, other]))
    if hypot(start[0] - end[0], start[1] - end[1]) < 4 or hypot(bent[0] - middle[0], bent[1] - middle[1]) < BEND:
        return [one, other]
    return [*_straight(start, middle, projection), *_straight(middle, end, projection)[1:]]


def _rings(areas: Iterable[Polygon], projection: Projection) -> list[list[Point]]:
    return [spots for area in areas for ring in area for spots in projection.outlines(along(list(ring), step=4.0))]


def _window(projection: Projection) -> list[Point]:
    right, bottom = float(projection.width), float(projection.height)
    return [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)]


def _scan(rings: Sequence[Sequence[Point]], lattice: Callable[[Point], Point], gap: float) -> dict[int, Spans]:
    """Line number -> spans of the line inside the rings by the even-odd rule."""
    crossings: dict[int, list[float]] = {}
    for ring in rings:
        spots = [lattice(spot) for spot in ring]
        for (from_along, from_across), (to_along, to_across) in zip(spots, [*spots[1:], spots[0]], strict=True):
            low, high = sorted((from_across / gap, to_across / gap))
            # Half-open, so that a corner on a line counts once.
            for number in range(ceil(low), ceil(high)):
                share = (number * gap - from_across) / (to_across - from_across)
                crossings.setdefault(number, []).append(from_along + share * (to_along - from_along))
    return {
        number: list(zip(ordered[::2], ordered[1::2], strict=False))
        for number, found in crossings.items()
        for ordered in [sorted(found)]
    }


def _both(one: Spans, other: Spans) -> Spans:
    """What two lists of ordered spans have in common."""
    shared = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(start, end) for start, end in shared if start < end]
