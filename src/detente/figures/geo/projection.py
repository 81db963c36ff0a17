"""Where on the sheet does a place lie?

The same arithmetic as D3's `equalEarth` and `azimuthalEqualArea`, forward and back, so that labels, hatching and the
frame can be laid out before anything is drawn. Both keep areas true. Sources: Savric, Patterson and Jenny (2019),
"The Equal Earth map projection", Int. J. Geogr. Inf. Sci. 33; Snyder (1987), "Map Projections", USGS Prof. Paper
1395, eq. 24-1 to 24-4. When it lies: far from the centre of an azimuthal map shapes are drawn out; the sphere stands
for the ellipsoid.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import acos, asin, atan2, ceil, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Final, Literal

Point = tuple[float, float]
Kind = Literal["equalEarth", "azimuthalEqualArea"]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = sqrt(3) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A projection with its window: degrees east and north in, px right and down out.

    `longitude`, `latitude` : centre in degrees (the latitude turns azimuthal maps only); `scale` : px to the radian
    at the centre; `width`, `height` : window in px, its middle is the centre moved by `shift` px.
    """

    kind: Kind
    longitude: float
    latitude: float
    scale: float
    width: int
    height: int
    shift: Point = (0.0, 0.0)

    def forward(self, place: Point) -> Point:
        """Px of a place given as (longitude, latitude) in degrees."""
        x, y = _RAW[self.kind](*self._turned(place))
        middle_x, middle_y = self._middle()
        return middle_x + self.scale * x, middle_y - self.scale * y

    def invert(self, spot: Point) -> Point:
        """(longitude, latitude) in degrees of a px spot on the map."""
        middle_x, middle_y = self._middle()
        x, y = (spot[0] - middle_x) / self.scale, (middle_y - spot[1]) / self.scale
        east, north = _unproject_equal_earth(x, y) if self.kind == "equalEarth" else _unproject_azimuthal(x, y)
        tilt = radians(self.latitude) if self.kind == "azimuthalEqualArea" else 0.0
        east, north = _tilt(east, north, -tilt)
        return (degrees(east) + self.longitude + 180) % 360 - 180, degrees(north)

    def outlines(self, ring: list[Point]) -> list[list[Point]]:
        """Px outlines of a closed ring of places: one, or two where the ring runs over the edge of a world map."""
        if self.kind != "equalEarth":
            return [[self.forward(place) for place in ring]]
        middle_x, middle_y = self._middle()
        easts = [self._turned(ring[0])[0]]
        for place in ring[1:]:
            step = self._turned(place)[0] - easts[-1]
            easts.append(easts[-1] + (step + pi) % (2 * pi) - pi)
        moves = [0.0] + [-2 * pi] * (max(easts) > pi) + [2 * pi] * (min(easts) < -pi)
        return [
            [
                (middle_x + self.scale * x, middle_y - self.scale * y)
                for east, place in zip(easts, ring, strict=True)
                for x, y in [_project_equal_earth(east + move, radians(place[1]))]
            ]
            for move in moves
        ]

    def sheet(self) -> list[Point]:
        """Px outline of everything that can be drawn: the whole earth, or the window of an azimuthal map."""
        if self.kind != "equalEarth":
            right, bottom = float(self.width), float(self.height)
            return [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)]
        middle_x, middle_y = self._middle()
        norths = [radians(north) for north in range(-90, 91, 3)]
        edge = [(pi, north) for north in norths] + [(-pi, north) for north in reversed(norths)]
        spots = [_project_equal_earth(*place) for place in edge]
        return [(middle_x + self.scale * x, middle_y - self.scale * y) for x, y in spots]

    def shows(self, spot: Point, margin: float = 0) -> bool:
        """Whether a px spot lies in the window, at least `margin` px from its edge."""
        return margin <= spot[0] <= self.width - margin and margin <= spot[1] <= self.height - margin

    def vega(self) -> dict[str, object]:
        """The `projection` of a Vega-Lite specification."""
        turn = [-self.longitude, -self.latitude] if self.kind == "azimuthalEqualArea" else [-self.longitude, 0]
        return {
            "type": self.kind,
            "rotate": turn,
            "scale": round(self.scale, 3),
            "translate": [round(part, 3) for part in self._middle()],
            "clipExtent": [[0, 0], [self.width, self.height]],
            "precision": 0.5,  # px by which an arc may leave its curve
        }

    def _middle(self) -> Point:
        return self.width / 2 + self.shift[0], self.height / 2 + self.shift[1]

    def _turned(self, place: Point) -> Point:
        """Radians from the centre of the projection."""
        east = (radians(place[0] - self.longitude) + pi) % (2 * pi) - pi
        if self.kind == "equalEarth":
            return east, radians(place[1])
        return _tilt(east, radians(place[1]), radians(self.latitude))


def great_circle(start: Point, end: Point, step: float = 2.0) -> list[Point]:
    """Places along the shortest way from `start` to `end`, both included, at most `step` degrees of arc apart.

    >>> [round(latitude) for _, latitude in great_circle((-90.0, 60.0), (90.0, 60.0), step=20)]
    [60, 75, 90, 75, 60]
    """
    one, two = _vector(start), _vector(end)
    angle = acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(one, two, strict=True)))))
    if angle < 1e-9 or pi - angle < 1e-9:  # the same place, or opposite ones: every way is as short
        return [start, end]
    pieces = max(1, ceil(degrees(angle) / step))
    way = []
    for piece in range(pieces + 1):
        share = piece / pieces
        near, far = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
        x, y, z = (near * a + far * b for a, b in zip(one, two, strict=True))
        way.append((degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))))
    return way


def along(line: list[Point], step: float = 2.0) -> list[Point]:
    """A broken line with places put in between, so that it bends as D3 bends it."""
    return [line[0], *(place for start, end in pairwise(line) for place in great_circle(start, end, step)[1:])]


def centroid(places: list[Point]) -> Point:
    """The middle of places on the sphere; (0, 0) when they cancel out."""
    x, y, z = (sum(parts) for parts in zip(*map(_vector, places), strict=True))
    return (degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))) if hypot(x, y, z) > 1e-9 else (0.0, 0.0)


def _vector(place: Point) -> tuple[float, float, float]:
    east, north = radians(place[0]), radians(place[1])
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _tilt(east: float, north: float, angle: float) -> Point:
    """Radians after the sphere is tilted so that latitude `angle` comes to the equator."""
    x, y, z = cos(east) * cos(north), sin(east) * cos(north), sin(north)
    risen = z * cos(angle) - x * sin(angle)
    return atan2(y, x * cos(angle) + z * sin(angle)), asin(max(-1.0, min(1.0, risen)))


def _project_equal_earth(east: float, north: float) -> Point:
    level = asin(_M * sin(north))
    two = level * level
    six = two * two * two
    slope = _A1 + 3 * _A2 * two + six * (7 * _A3 + 9 * _A4 * two)
    return east * cos(level) / (_M * slope), level * (_A1 + _A2 * two + six * (_A3 + _A4 * two))


def _unproject_equal_earth(x: float, y: float) -> Point:
    level = y
    for _ in range(12):  # Newton; four steps reach 1e-9 anywhere on the map
        two = level * level
        six = two * two * two
        over = level * (_A1 + _A2 * two + six * (_A3 + _A4 * two)) - y
        level -= over / (_A1 + 3 * _A2 * two + six * (7 * _A3 + 9 * _A4 * two))
    two = level * level
    six = two * two * two
    slope = _A1 + 3 * _A2 * two + six * (7 * _A3 + 9 * _A4 * two)
    return _M * x * slope / cos(level), asin(max(-1.0, min(1.0, sin(level) / _M)))


def _project_azimuthal(east: float, north: float) -> Point:
    # 1e-12 keeps the point opposite the centre finite; it lies far outside every window.
    stretch = sqrt(2 / max(1e-12, 1 + cos(east) * cos(north)))
    return stretch * cos(north) * sin(east), stretch * sin(north)


def _unproject_azimuthal(x: float, y: float) -> Point:
    away = hypot(x, y)
    if away < 1e-12:
        return 0.0, 0.0
    arc = 2 * asin(min(1.0, away / 2))
    return atan2(x * sin(arc), away * cos(arc)), asin(max(-1.0, min(1.0, y * sin(arc) / away)))


_RAW: Final = {"equalEarth": _project_equal_earth, "azimuthalEqualArea": _project_azimuthal}
