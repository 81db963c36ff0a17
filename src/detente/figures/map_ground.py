"""What lies under the dots: land, filled areas, boundaries and claims?

Every layer is GeoJSON cut to what the window can show. Land is one shape without inner lines, so that switching
boundaries off leaves none. Filled areas come above land, hatching above them, lines above all.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from detente.figures import legend, pixels
from detente.figures.figure import Spec
from detente.figures.fill import Absent, Fill, groups
from detente.figures.geo import claims, shapes
from detente.figures.geo.hatch import hatch
from detente.figures.geo.projection import Point, Projection
from detente.figures.geo.shapes import Polygon
from detente.figures.theme import LIGHT

HAIRLINE: Final = 0.5
QUIET: Final = 0.75  # opacity of coasts and boundaries
UNKNOWN_GAP: Final = 5.0  # px between lines; rising
CLAIM_GAP: Final = 3.0  # px between lines; falling, so that the two hatchings are never taken for one another
DASHED: Final[dict[str, object]] = {"strokeDash": [3, 2]}
DOTTED: Final[dict[str, object]] = {"strokeDash": [0.1, 5], "strokeCap": "round"}
TINT: Final = 0.55  # categories are tinted, so that names stay readable on them; classes are drawn as they are
SQUARE: Final = "M-1,-1H1V1H-1Z"
POLE: Final = -60.0  # land whose every place lies south of this is Antarctica; it is not drawn


@dataclass(slots=True)
class Ground:
    """Layers from the bottom up, samples for the key, and the letters of categories (px middle and letter)."""

    layers: list[Spec] = field(default_factory=list)
    entries: list[legend.Sample] = field(default_factory=list)
    letters: list[tuple[float, float, str]] = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)


def ground(
    projection: Projection,
    fill: Fill | None,
    listed: Sequence[claims.Claim] | None,
    *,
    on: date,
    named: Container[str],
    framed: bool,
) -> Ground:
    """Everything under ties and dots.

    Parameters
    ----------
    listed : claims to draw, with the boundaries; None for land only.
    named : actors whose dot has a name, which carries the letter of their category instead of their area.
    """
    base = LIGHT["sunk"] if fill is None else LIGHT["paper"]
    made = Ground([_areas(_land(projection), base, stroke=LIGHT["line"], strokeWidth=0.4, strokeOpacity=QUIET)])
    if fill is not None:
        _add_fill(made, fill, projection, on=on, named=named)
    if listed is not None:
        lines = claims.undisputed(shapes.world().boundaries, listed)
        made.layers.append(_lines(_near(lines, projection), LIGHT["line"], HAIRLINE, opacity=QUIET))
        _add_claims(made, listed, projection)
    if framed:
        edge = (0.0, 0.0, float(projection.width), float(projection.height))
        made.layers.append(pixels.boxes([edge], None, stroke=LIGHT["line"], strokeWidth=HAIRLINE))
    if made.letters:
        made.layers += pixels.words(made.letters, LIGHT["ink"], align="center", halo=True)
    return made


def _add_fill(made: Ground, fill: Fill, projection: Projection, *, on: date, named: Container[str]) -> None:
    """Colours, then hatching for unknown and dots for not covered; only shapes that hold on the day."""
    for group in groups(fill):
        opacity = TINT if group.letter else 1.0
        areas = _polygons(group.actors, on)
        edge = {"stroke": LIGHT["paper"], "strokeWidth": HAIRLINE}
        made.layers.append(_areas(areas, group.colour, fillOpacity=opacity, **edge))
        made.entries.append(
            legend.Sample(f"{group.letter} {group.label}".strip(), legend.patch(group.colour, fillOpacity=opacity))
        )
        if group.letter:
            lettered = [actor for actor in group.actors if actor not in named]
            made.letters += [(x, y, group.letter) for x, y in _middles(lettered, projection, on)]
    unknown = _polygons([actor for actor, value in fill.by.items() if value is Absent.UNKNOWN], on)
    if unknown:
        made.layers.append(_lines(hatch(unknown, projection, gap=UNKNOWN_GAP), LIGHT["unknown"], 0.8))
        made.entries.append(legend.Sample("unknown", legend.hatched(LIGHT["unknown"], UNKNOWN_GAP, rising=True)))
    outside = _polygons([actor for actor, value in fill.by.items() if value is Absent.NOT_COVERED], on)
    if outside:
        rows = hatch(outside, projection, gap=4.0, angle=0.0)
        made.layers.append(_lines(rows, LIGHT["unknown"], 1.3, **DOTTED))
        made.entries.append(legend.Sample("not covered", _dotted_sample))


def _add_claims(made: Ground, listed: Iterable[claims.Claim], projection: Projection) -> None:
    """Claims in the window: areas hatched, lines dashed, islands a small open square; with samples and names."""
    areas: list[list[Point]] = []
    lines: list[list[Point]] = []
    islands: list[Point] = []
    for claim in listed:
        if claim.kind == "area":
            polygons, land = claims.area(claim)
            found = hatch(polygons, projection, within=land, gap=CLAIM_GAP, angle=-45.0)
            areas += found
        elif claim.kind == "line":
            found = [way for way in claims.line(claim) if any(projection.shows(projection.forward(p)) for p in way)]
            lines += found
        else:
            found = [
                [place] for place in [claims.point(claim)] if projection.shows(projection.forward(place), margin=3)
            ]
            islands += [projection.forward(place) for [place] in found]
        # The lines of a place are listed after its area and named after it: "Kashmir: Line of Control".
        if found and claim.area.partition(":")[0] not in {name.partition(" / ")[0] for name in made.disputed}:
            made.disputed.append(claim.names)
    if areas:
        made.layers.append(_lines(areas, LIGHT["line"], 0.6))
        made.entries.append(
            legend.Sample("disputed area", legend.hatched(LIGHT["line"], CLAIM_GAP, rising=False, width=0.6))
        )
    if lines:
        made.layers.append(_lines(lines, LIGHT["quiet"], 0.9, **DASHED))
        made.entries.append(legend.Sample("disputed line", legend.line(LIGHT["quiet"], 0.9, **DASHED)))
    if islands:
        made.layers.append(_islands(islands))
        made.entries.append(legend.Sample("disputed islands", lambda left, y: [_islands([(left + 5, y)])], width=10))


def _areas(polygons: Iterable[Polygon], colour: str, **style: object) -> Spec:
    geometry: dict[str, object] = {
        "type": "MultiPolygon",
        "coordinates": [[list(ring) for ring in polygon] for polygon in polygons],
    }
    return _geoshape(geometry, {"filled": True, "fill": colour, "strokeJoin": "round", **style})


def _lines(lines: Iterable[Sequence[Point]], colour: str, width: float, **style: object) -> Spec:
    coordinates = [[(round(east, 3), round(north, 3)) for east, north in line] for line in lines]
    geometry: dict[str, object] = {"type": "MultiLineString", "coordinates": coordinates}
    return _geoshape(geometry, {"filled": False, "stroke": colour, "strokeWidth": width, **style})


def _geoshape(geometry: dict[str, object], style: dict[str, object]) -> Spec:
    feature = {"type": "Feature", "geometry": geometry, "properties": {}}
    return {"data": {"values": [feature]}, "mark": {"type": "geoshape", "clip": False, **style}}


def _land(projection: Projection) -> list[Polygon]:
    """Land that the window can show."""
    return [p for p in shapes.world().land if max(north for _, north in p[0]) > POLE and _may_show(p[0], projection)]


def _polygons(actors: Iterable[str], on: date) -> list[Polygon]:
    world = shapes.world()
    return [polygon for actor in actors if shapes.drawable(actor, on) for polygon in world.polygons[actor]]


def _near(lines: Iterable[Sequence[Point]], projection: Projection) -> list[list[Point]]:
    return [list(line) for line in lines if _may_show(line, projection)]


def _may_show(places: Sequence[Point], projection: Projection) -> bool:
    """Whether the box around the places on the sheet meets the window; a wide box may enclose it."""
    left, top, right, bottom = _extent(places, projection)
    return right >= 0 and left <= projection.width and bottom >= 0 and top <= projection.height


def _extent(places: Sequence[Point], projection: Projection) -> pixels.Box:
    """The box around places on the sheet, px."""
    spots = [projection.forward(place) for place in places]
    across, down = [x for x, _ in spots], [y for _, y in spots]
    return min(across), min(down), max(across), max(down)


def _size(box: pixels.Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _middles(actors: Iterable[str], projection: Projection, on: date) -> list[Point]:
    """Px middles of the largest polygon of each actor, where there is room for a letter."""
    spots = []
    for actor in actors:
        polygons = _polygons([actor], on)
        if polygons:
            left, top, right, bottom = max((_extent(polygon[0], projection) for polygon in polygons), key=_size)
            middle = ((left + right) / 2, (top + bottom) / 2)
            if min(right - left, bottom - top) > 16 and projection.shows(middle, margin=8):
                spots.append(middle)
    return spots


def _islands(spots: Sequence[Point]) -> Spec:
    style = {"fill": LIGHT["paper"], "stroke": LIGHT["quiet"], "strokeWidth": 0.9}
    return pixels.signs(spots, 2.2, style, shape=SQUARE)


def _dotted_sample(left: float, y: float) -> list[Spec]:
    rows = [[(left + 2, y + down), (left + legend.WIDE, y + down)] for down in (-3.0, 1.0)]
    return [*legend.patch(LIGHT["paper"])(left, y), pixels.strokes(rows, LIGHT["unknown"], 1.3, **DOTTED)]
