"""Which part of the world is on the sheet?

The whole earth, a named region, or what is needed to show the actors asked for: near ones on an azimuthal map about
their middle, far ones on a world map turned to their side of the earth. Both keep areas true and the north of the
middle up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import radians
from typing import Final, Literal

from detente.errors import DetenteError
from detente.figures.geo.projection import Kind, Point, Projection, along, centroid, great_circle
from detente.geography import great_circle_km

Zoom = Literal["world", "selected", "europe", "east_asia", "gulf", "west_africa"]
Box = tuple[float, float, float, float]

# west, south, east, north in degrees
ZOOMS: Final[Mapping[str, Box]] = {
    "europe": (-11.0, 35.0, 42.0, 70.5),
    "east_asia": (97.0, -1.0, 147.0, 52.0),
    "gulf": (33.0, 12.0, 64.0, 39.5),
    "west_africa": (-18.5, 3.0, 16.5, 25.5),
}
WORLD: Final[Box] = (-180.0, -56.0, 180.0, 84.0)  # without Antarctica
ATLANTIC, PACIFIC = 11.0, 160.0  # middle meridians: the cut lies in the Bering Strait or between Brazil and Africa

NEAR_KM: Final = 5000  # from the middle of the actors; farther ones are shown on a world map
LEAST_SPAN: Final = 16.0  # degrees; closer in, shapes at 1:110 million are only corners
MARGIN: Final = 0.12  # of the width, around what must be seen; room for names and for the land about it
TALLEST, FLATTEST = 0.64, 0.5  # height of a map by its width


def choose(zoom: Zoom, places: Sequence[Point], ties: Sequence[tuple[Point, Point]], width: int) -> Projection:
    """The projection and window for a zoom.

    Parameters
    ----------
    places : (longitude, latitude) that "selected" must show; without any it shows the world.
    ties : pairs of places whose great circles it must show as well.
    width : of the window, in px; the height follows.

    Raises
    ------
    DetenteError : no such zoom.
    """
    if zoom in ZOOMS:
        return _fit("azimuthalEqualArea", _outline(ZOOMS[zoom]), width, margin=0)
    if zoom not in {"world", "selected"}:
        raise DetenteError(
            f"{zoom!r} is not a part of the map",
            where="focus",
            expected=", ".join(["world", "selected", *ZOOMS]),
            next_step="choose one of them",
        )
    needed = list(places) + [spot for tie in ties for spot in great_circle(*tie)]
    if zoom == "world" or not needed:
        return _whole(ties, width)
    middle = centroid(needed)
    if max(great_circle_km(middle[1], middle[0], north, east) for east, north in needed) <= NEAR_KM:
        return _fit("azimuthalEqualArea", needed, width, margin=MARGIN * width)
    return _fit("equalEarth", needed, width, margin=MARGIN * width)


def _whole(ties: Sequence[tuple[Point, Point]], width: int) -> Projection:
    """All land, cut where fewer ties are torn apart."""
    middle = min((ATLANTIC, PACIFIC), key=lambda meridian: sum(_torn(tie, meridian) for tie in ties))
    sheet = Projection(kind="equalEarth", longitude=middle, latitude=0, scale=1, width=2, height=2)
    edge = [
        sheet.forward((middle + east, north)) for north in (WORLD[1], 0.0, WORLD[3]) for east in (-179.999, 179.999)
    ]
    return _window(sheet, edge, width, margin=2, flattest=0)


def _torn(tie: tuple[Point, Point], middle: float) -> bool:
    """Whether the great circle crosses the edge of a map with this middle meridian."""
    easts = [(east - middle + 180) % 360 for east, _ in great_circle(*tie)]
    return any(abs(one - other) > 180 for one, other in pairwise(easts))


def _fit(kind: Kind, places: Sequence[Point], width: int, *, margin: float) -> Projection:
    middle = centroid(list(places))
    sheet = Projection(kind=kind, longitude=middle[0], latitude=middle[1], scale=1, width=2, height=2)
    spots = [sheet.forward(place) for place in places]
    return _window(sheet, spots, width, margin=margin)


def _window(
    sheet: Projection, spots: Sequence[Point], width: int, *, margin: float, flattest: float = FLATTEST
) -> Projection:
    """The window that holds spots of a map at scale 1 whose middle is (1, 1)."""
    left, right = min(x for x, _ in spots) - 1, max(x for x, _ in spots) - 1
    top, bottom = min(y for _, y in spots) - 1, max(y for _, y in spots) - 1
    least = radians(LEAST_SPAN)
    across, down = max(right - left, least), max(bottom - top, least * FLATTEST)
    height = width * min(TALLEST, max(flattest, down / across))
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down)
    middle = (top + bottom) / 2
    if sheet.kind == "equalEarth":
        # No paper for the empty sea about the poles: the window ends where the land does.
        north, south = (sheet.forward((sheet.longitude, latitude))[1] - 1 for latitude in (WORLD[3], WORLD[1]))
        high, low = max(north, middle - height / scale / 2), min(south, middle + height / scale / 2)
        high, low = min(high, top), max(low, bottom)
        middle, height = (high + low) / 2, (low - high) * scale
    shift = (-scale * (left + right) / 2, -scale * middle)
    return replace(sheet, scale=scale, width=width, height=round(height), shift=shift)


def _outline(box: Box) -> list[Point]:
    west, south, east, north = box
    corners = [(west, south), (west, north), (east, north), (east, south), (west, south)]
    # Parallels are no great circles: the corners and the middles of the sides are what must fit.
    return [*along(corners, step=90), ((west + east) / 2, south), ((west + east) / 2, north)]
