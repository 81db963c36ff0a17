"""Are the shipped shapes our actors' shapes, made from the published ones by a script that anyone can run?"""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.errors import SourceError
from detente.figures import not_drawable
from detente.figures.geo import make_shapes
from detente.figures.geo.make_shapes import main
from detente.figures.geo.make_shapes import make_shapes as make
from detente.figures.geo.shapes import world

Shared = Callable[[str], Path]

# States of countries.csv that are too small for 1:110 million. A change here changes the map and is meant to be seen.
WITHOUT_SHAPE = """
    AND ATG BHR BRB COM CPV DMA FSM GRD KIR KNA LCA LIE MCO MDV
    MHL MLT MUS NRU PLW SGP SMR STP SYC TON TUV VAT VCT WSM
"""


def published(shared: Shared) -> Any:  # Any: parsed JSON
    return json.loads(shared("data/maps/countries-110m.json").read_text(encoding="utf-8"))


def countries(shared: Shared) -> list[dict[str, str]]:
    with shared("facts/countries.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_shipped_file_is_what_the_script_makes_today(shared: Shared, tmp_path: Path) -> None:
    made = tmp_path / "countries.topo.json"

    main([str(shared("data/maps/countries-110m.json")), str(shared("facts/countries.csv")), str(made)])

    assert made.read_bytes() == make_shapes.TARGET.read_bytes()


def test_the_shipped_file_is_small_and_comes_with_its_notice() -> None:
    notice = make_shapes.TARGET.with_name("NOTICE").read_text(encoding="utf-8")

    assert make_shapes.TARGET.stat().st_size <= 110_000
    assert "Natural Earth 4.1" in notice
    assert "Copyright 2013-2019 Michael Bostock" in notice


def test_every_state_has_its_shape_except_those_listed(shared: Shared) -> None:
    actors = {row["actor"] for row in countries(shared)}

    assert actors - world().actors == set(WITHOUT_SHAPE.split())
    assert world().actors <= actors


def test_kosovo_is_an_actor_and_the_other_shapes_without_number_are_land_only() -> None:
    shapes = world()

    assert "XKX" in shapes.actors
    assert {"northern-cyprus", "somaliland", "western-sahara"} <= shapes.polygons.keys() - shapes.actors


def test_the_join_does_not_read_the_names_of_numbered_shapes(shared: Shared) -> None:
    shapes = published(shared)
    before = make(shapes, countries(shared))
    for shape in shapes["objects"]["countries"]["geometries"]:
        if "id" in shape:
            shape["properties"]["name"] = "France"

    assert make(shapes, countries(shared)) == before


def test_it_refuses_a_further_shape_without_number(shared: Shared) -> None:
    shapes = published(shared)
    shapes["objects"]["countries"]["geometries"].append(
        {"type": "Polygon", "arcs": [], "properties": {"name": "Atlantis"}}
    )

    with pytest.raises(SourceError, match="Atlantis"):
        make(shapes, countries(shared))


def test_it_refuses_a_number_that_is_nobodys(shared: Shared) -> None:
    without_france = [row for row in countries(shared) if row["actor"] != "FRA"]

    with pytest.raises(SourceError, match="250"):
        make(published(shared), without_france)


def test_rings_are_closed_and_on_the_earth() -> None:
    for polygons in world().polygons.values():
        for ring in (ring for polygon in polygons for ring in polygon):
            assert ring[0] == ring[-1]
            assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)


def test_neighbours_share_a_boundary_and_islands_have_none() -> None:
    sides = {boundary.sides for boundary in world().boundaries}

    assert {("DEU", "FRA"), ("CAN", "USA"), ("SRB", "XKX")} <= sides
    assert not any("JPN" in pair or "AUS" in pair for pair in sides)


def test_a_shape_is_not_drawn_for_a_day_before_it_was_the_actors_land() -> None:
    actors = ["CZE", "DDR", "DEU", "FRA", "RUS", "SDN"]

    assert ["CZE", "DDR", "DEU", "RUS", "SDN"] == not_drawable(actors, date(1975, 6, 30))
    assert ["DDR", "SDN"] == not_drawable(actors, date(2011, 7, 8))
    assert ["DDR"] == not_drawable(actors, date(2018, 1, 1))
