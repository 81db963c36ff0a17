"""Which outlines and boundaries does the package ship, and who lies on either side of each?

Decodes `countries.topo.json` (arcs shared between neighbours, quantised and delta-coded) into lists of places.
Method: the TopoJSON format specification 1.0. When it lies: at 1:110 million islands and enclaves are missing; some
actors have no shape at all (`Shapes.actors` says which have).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from detente.errors import MissingPart
from detente.figures.geo.projection import Point

Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]

SOURCE = "Natural Earth 4.1, de facto control, about 2018"
YEAR = 2018


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line between two shapes; `sides` are actor keys or names of places, in alphabetical order."""

    sides: tuple[str, str]
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Polygons by actor key or place name, degrees east and north; `since` is the first day (ISO) of an extent."""

    polygons: Mapping[str, tuple[Polygon, ...]]
    since: Mapping[str, str]
    actors: frozenset[str]
    land: tuple[Polygon, ...]
    boundaries: tuple[Boundary, ...]


@cache
def world() -> Shapes:
    """The shipped shapes, read once.

    Raises
    ------
    MissingPart : the file is not where the package put it.
    """
    try:
        text = files("detente.figures.geo").joinpath("countries.topo.json").read_text(encoding="ascii")
    except FileNotFoundError as absent:
        raise MissingPart(
            "the shapes of the map are not installed",
            where="detente/figures/geo/countries.topo.json",
            next_step="install the package again, or make the file with detente.figures.geo.make_shapes",
        ) from absent
    return _read(json.loads(text))


def _read(topology: dict[str, Any]) -> Shapes:  # Any: parsed JSON whose form the maker of the file guarantees
    arcs = _arcs(topology)
    polygons: dict[str, tuple[Polygon, ...]] = {}
    since: dict[str, str] = {}
    owners: dict[int, list[str]] = {}
    actors = set()
    for shape in topology["objects"]["countries"]["geometries"]:
        properties = shape.get("properties", {})
        key = shape.get("id") or properties["place"]
        polygons[key] = tuple(_polygons(shape, arcs))
        if "id" in shape:
            actors.add(key)
        if "since" in properties:
            since[key] = properties["since"]
        for number in _numbers(shape["arcs"]):
            owners.setdefault(number, []).append(key)
    boundaries = tuple(
        Boundary((min(sides), max(sides)), arcs[number])
        for number, sides in sorted(owners.items())
        if len(sides) == 2 and sides[0] != sides[1]
    )
    land = tuple(p for shape in topology["objects"]["land"]["geometries"] for p in _polygons(shape, arcs))
    return Shapes(polygons, since, frozenset(actors), land, boundaries)


def _arcs(topology: dict[str, Any]) -> list[tuple[Point, ...]]:  # Any: as above
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        places = []
        for right, up in steps:
            x, y = x + right, y + up
            # Three decimals are 0.1 km, a tenth of a px on the closest zoom.
            places.append((round(x * east + west, 3), round(y * north + south, 3)))
        arcs.append(tuple(places))
    return arcs


def _numbers(nested: list[Any] | int) -> Iterator[int]:  # Any: arc lists nest to a depth the geometry decides
    if isinstance(nested, int):
        yield nested if nested >= 0 else ~nested
    else:
        for inner in nested:
            yield from _numbers(inner)


def _polygons(shape: dict[str, Any], arcs: list[tuple[Point, ...]]) -> Iterator[Polygon]:  # Any: as above
    many = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in many:
        yield tuple(_ring(numbers, arcs) for numbers in polygon)


def _ring(numbers: list[int], arcs: list[tuple[Point, ...]]) -> Ring:
    """Arcs end to end; ~n is arc n backwards; the place where two arcs meet is kept once."""
    places: list[Point] = []
    for number in numbers:
        piece = arcs[number] if number >= 0 else arcs[~number][::-1]
        places.extend(piece[1:] if places else piece)
    return tuple(places)


def drawable(actor: str, on: date) -> bool:
    """Whether the shipped shape of `actor` is roughly its land on the day; False where it has none."""
    shapes = world()
    return actor in shapes.actors and shapes.since.get(actor, "") <= on.isoformat()
