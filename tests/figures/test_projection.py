"""Does a place come back from the sheet, and do great circles take the short way?"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.figures.geo.hatch import hatch
from detente.figures.geo.projection import Kind, Point, Projection, centroid, great_circle
from detente.figures.geo.shapes import world
from detente.figures.geo.view import ZOOMS, choose
from detente.geography import great_circle_km

places = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


def sheet(kind: Kind, middle: Point) -> Projection:
    return Projection(kind=kind, longitude=middle[0], latitude=middle[1], scale=150, width=680, height=400)


@given(place=places, middle=places)
def test_a_place_on_a_world_map_comes_back(place: Point, middle: Point) -> None:
    projection = sheet("equalEarth", middle)

    back = projection.invert(projection.forward(place))

    assert great_circle_km(place[1], place[0], back[1], back[0]) < 0.01


@given(place=places, middle=places)
def test_a_place_on_a_regional_map_comes_back_unless_it_lies_opposite(place: Point, middle: Point) -> None:
    projection = sheet("azimuthalEqualArea", middle)

    back = projection.invert(projection.forward(place))

    if great_circle_km(place[1], place[0], middle[1], middle[0]) < 18_000:
        assert great_circle_km(place[1], place[0], back[1], back[0]) < 0.01


@given(one=places, other=places)
def test_a_great_circle_is_as_long_as_the_distance(one: Point, other: Point) -> None:
    way = great_circle(one, other, step=5)

    legs = [great_circle_km(a[1], a[0], b[1], b[0]) for a, b in pairwise(way)]

    assert sum(legs) == pytest.approx(great_circle_km(one[1], one[0], other[1], other[0]), abs=0.5)


def test_the_middle_of_places_about_the_date_line_lies_on_it() -> None:
    east, north = centroid([(170.0, 10.0), (-170.0, 10.0)])

    assert abs(east) == pytest.approx(180)
    assert north > 10  # the middle on the sphere lies poleward of the parallel


@pytest.mark.parametrize("zoom", sorted(ZOOMS))
def test_a_region_fills_its_window(zoom: str) -> None:
    west, south, east, north = ZOOMS[zoom]

    projection = choose(zoom, [], [], 680)  # type: ignore[arg-type]  # the keys are the zooms

    corners = [(west, south), (east, north), (west, north)]
    # Half a px: the height of the window is a whole number.
    assert all(projection.shows(projection.forward(place), margin=-0.5) for place in corners)
    assert 0.5 <= projection.height / projection.width <= 0.65


def test_far_actors_are_shown_on_a_world_map_and_near_ones_on_a_regional_one() -> None:
    tokyo, washington, seoul = (139.69, 35.68), (-77.04, 38.90), (126.98, 37.57)

    assert choose("selected", [tokyo, washington], [], 680).kind == "equalEarth"
    assert choose("selected", [tokyo, seoul], [], 680).kind == "azimuthalEqualArea"


def test_hatching_stays_inside_the_area_it_marks() -> None:
    projection = choose("europe", [], [], 680)
    box = (((10.0, 46.0), (20.0, 46.0), (20.0, 52.0), (10.0, 52.0), (10.0, 46.0)),)

    lines = hatch([box], projection)

    assert len(lines) > 10
    # Edges along parallels are arcs of great circles, which rise a little above them.
    assert all(9.99 <= east <= 20.01 and 45.99 <= north <= 52.2 for line in lines for east, north in line)


def test_hatching_leaves_holes_open() -> None:
    projection = choose("europe", [], [], 680)
    south_africa = world().polygons["ZAF"]
    around = choose("selected", [(18.0, -34.0), (31.0, -25.0)], [], 680)

    lesotho = (27.8, 28.6, -30.0, -29.4)  # well inside
    spots = [place for line in hatch(south_africa, around, gap=2) for place in line]

    assert spots
    assert not any(lesotho[0] < e < lesotho[1] and lesotho[2] < n < lesotho[3] for e, n in spots)
    assert hatch(south_africa, projection) == []


def test_hatching_of_a_land_cut_by_the_edge_of_the_map_appears_on_both_sides() -> None:
    pacific = Projection(kind="equalEarth", longitude=60, latitude=0, scale=120, width=680, height=300)
    eastern_siberia = (((110.0, 60.0), (-110.0, 60.0), (-110.0, 70.0), (110.0, 70.0), (110.0, 60.0)),)

    spots = [pacific.forward(place) for line in hatch([eastern_siberia], pacific) for place in line]

    assert min(x for x, _ in spots) < 340 < max(x for x, _ in spots)
