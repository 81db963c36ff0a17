"""Which places does more than one side claim, and how are they marked on the map?

Reads the hand-typed list `reference/lists/claims.csv`: areas are hatched, lines dashed, small islands a mark. A row
says who claims, not who is right; control is in its note. When it lies: outlines are approximate, and the list is a
selection of well-known cases at about the date of the shapes.

Coordinates, degrees east and north: a point is `east north`; a line is `place; place; …` or `border:A|B`, optionally
cut to a box, `border:A|B@west south east north`; an area is `shape:KEY` or a ring `place; place; …`, optionally only
where it lies in the land of named shapes, `KEY,KEY: place; place; …`.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal, cast

from detente.errors import SourceError
from detente.figures.geo.projection import Point
from detente.figures.geo.shapes import Boundary, Polygon, world

ClaimKind = Literal["area", "line", "point"]
Box = tuple[float, float, float, float]

LIST: Final = "claims.csv"
EVERYWHERE: Final[Box] = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row of the list; `claimants` are actor keys, in the order of the alphabet."""

    area: str
    other_name: str
    claimants: tuple[str, ...]
    kind: ClaimKind
    coordinates: str
    source: str
    confidence: str
    note: str

    @property
    def names(self) -> str:
        """Both names where a name is contested."""
        return f"{self.area} / {self.other_name}" if self.other_name else self.area


@cache
def claims() -> tuple[Claim, ...]:
    """The shipped list, in its own order.

    Raises
    ------
    SourceError : a row that does not follow the columns of the list (with file and line).
    """
    text = files("detente.reference").joinpath("lists", LIST).read_text(encoding="utf-8")
    return tuple(read(text.splitlines()))


def read(lines: Iterable[str]) -> Iterator[Claim]:
    """Claims of CSV lines, the heading first."""
    reader = csv.DictReader(lines)
    for row in reader:
        if row["kind"] not in {"area", "line", "point"}:
            raise SourceError(
                f"{row['kind']!r} is not a kind of claim",
                where=f"{LIST}:{reader.line_num}:kind",
                expected="area, line or point",
                next_step="correct the cell",
            )
        claimants = tuple(sorted(row["claimants"].split(";")))
        yield Claim(**{**row, "claimants": claimants, "kind": cast("ClaimKind", row["kind"])})  # type: ignore[arg-type]  # a missing column is a TypeError at import of the list, never of a user's file


def point(claim: Claim) -> Point:
    """The place of a claim of kind point."""
    return _places(claim.coordinates)[0]


def area(claim: Claim) -> tuple[tuple[Polygon, ...], tuple[Polygon, ...]]:
    """(polygons, land they are cut to) of a claim of kind area."""
    shapes = world()
    if claim.coordinates.startswith("shape:"):
        polygons = shapes.polygons[claim.coordinates.removeprefix("shape:")]
        return polygons, polygons
    keys, _, places = claim.coordinates.rpartition(":")
    land = tuple(p for key in keys.split(",") for p in shapes.polygons[key]) if keys else shapes.land
    ring = _places(places)
    return (((*ring, ring[0]),),), land


def line(claim: Claim) -> list[list[Point]]:
    """The stretches of a claim of kind line."""
    if not claim.coordinates.startswith("border:"):
        return [_places(claim.coordinates)]
    sides, box = _border(claim)
    return [piece for border in world().boundaries if border.sides == sides for piece in split(border.line, box)[0]]


def undisputed(boundaries: Sequence[Boundary], listed: Iterable[Claim]) -> list[list[Point]]:
    """The boundaries without the stretches that claims of kind line take for themselves."""
    taken: dict[tuple[str, str], list[Box]] = {}
    for claim in listed:
        if claim.kind == "line" and claim.coordinates.startswith("border:"):
            sides, box = _border(claim)
            taken.setdefault(sides, []).append(box)
    left = []
    for border in boundaries:
        pieces = [list(border.line)]
        for box in taken.get(border.sides, []):
            pieces = [outside for piece in pieces for outside in split(piece, box)[1]]
        left += pieces
    return left


def split(places: Sequence[Point], box: Box) -> tuple[list[list[Point]], list[list[Point]]]:
    """(stretches inside the box, stretches outside it); cut where a segment crosses the edge.

    >>> split([(0.0, 0.0), (4.0, 0.0)], (1.0, -1.0, 2.0, 1.0))
    ([[(1.0, 0.0), (2.0, 0.0)]], [[(0.0, 0.0), (1.0, 0.0)], [(2.0, 0.0), (4.0, 0.0)]])
    """
    inside: list[list[Point]] = []
    outside: list[list[Point]] = []
    last: list[list[Point]] | None = None
    for start, end in pairwise(places):
        cuts = _cuts(start, end, box)
        for one, two in pairwise(_at(start, end, share) for share in cuts):
            middle = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
            within = box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]
            side = inside if within else outside
            if side is last:
                side[-1].append(two)
            else:
                side.append([one, two])
            last = side
    return inside, outside


def _cuts(start: Point, end: Point, box: Box) -> list[float]:
    """Shares of a segment, 0 and 1 included, at which it meets the lines of the box."""
    cuts = {0.0, 1.0}
    for axis, edge in ((0, box[0]), (0, box[2]), (1, box[1]), (1, box[3])):
        length = end[axis] - start[axis]
        if length and 0 < (edge - start[axis]) / length < 1:
            cuts.add((edge - start[axis]) / length)
    return sorted(cuts)


def _at(start: Point, end: Point, share: float) -> Point:
    if share in {0.0, 1.0}:
        return end if share else start
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _border(claim: Claim) -> tuple[tuple[str, str], Box]:
    sides, _, box = claim.coordinates.removeprefix("border:").partition("@")
    one, other = sorted(sides.split("|"))
    if not box:
        return (one, other), EVERYWHERE
    west, south, east, north = map(float, box.split())
    return (one, other), (west, south, east, north)


def _places(text: str) -> list[Point]:
    return [(float(east), float(north)) for east, north in (place.split() for place in text.split(";"))]
