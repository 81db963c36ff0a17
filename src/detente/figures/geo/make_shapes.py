"""How do the world's shapes come to carry our actor keys?

Reads the TopoJSON of world-atlas 2.0.2 (Natural Earth 4.1 at 1:110 million) and `countries.csv`, and writes the same
arcs with our keys: `python -m detente.figures.geo.make_shapes SHAPES COUNTRIES [OUT]`. The join is by ISO 3166-1
number, never by name. When it lies: the shapes are of about 2018 and are drawn by de facto control, whoever holds the
key.
"""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from detente.errors import SourceError

TARGET: Final = Path(__file__).with_name("countries.topo.json")

# The three shapes without an ISO number, by the only mark they carry, and what becomes of each. None: land without
# an actor. A fourth one would stop the run instead of being drawn as nobody's.
WITHOUT_NUMBER: Final[Mapping[str, str | None]] = {"Kosovo": "XKX", "N. Cyprus": None, "Somaliland": None}

# Numbered shapes whose number is no actor of ours: dependencies and territories. Drawn as land; the name is a handle
# for the list of claims.
LAND_WITHOUT_ACTOR: Final[Mapping[str, str]] = {
    "010": "antarctica",
    "238": "falklands",
    "260": "french-southern-lands",
    "304": "greenland",
    "540": "new-caledonia",
    "630": "puerto-rico",
    "732": "western-sahara",
}
PLACES: Final[Mapping[str, str]] = {"N. Cyprus": "northern-cyprus", "Somaliland": "somaliland"}

# First day on which the shape is roughly the actor's land, where the actor is older than its land. A shape is not
# filled for an earlier day: the key RUS of 1975 is the Soviet Union. Days as in `successions.csv`, `countries.csv`.
SINCE: Final[Mapping[str, str]] = {
    "DEU": "1990-10-03",  # five more states join
    "ETH": "1993-05-24",  # Eritrea leaves
    "IDN": "2002-05-20",  # Timor-Leste leaves
    "MYS": "1965-08-09",  # Singapore leaves
    "PAK": "1971-12-16",  # Bangladesh leaves
    "RUS": "1991-12-26",  # the Soviet Union ends
    "SDN": "2011-07-09",  # South Sudan leaves
    "SRB": "2008-02-17",  # Kosovo is a shape of its own from here
    "VNM": "1976-07-02",  # north and south become one
    "ZAF": "1990-03-21",  # Namibia leaves
}


def make_shapes(shapes: Mapping[str, object], countries: Sequence[Mapping[str, str]]) -> bytes:
    """The shapes keyed by actor, as bytes that are the same on every machine.

    Parameters
    ----------
    shapes : parsed TopoJSON with the objects `countries` (ids are ISO 3166-1 numbers as text) and `land`.
    countries : rows of `countries.csv`; `actor`, `iso_numeric` and `entered` are read.

    Raises
    ------
    SourceError : a shape without number that has no rule here, or a number that is neither an actor's nor listed.
    """
    by_number = {row["iso_numeric"].zfill(3): row for row in countries if row["iso_numeric"]}
    objects = shapes["objects"]
    assert isinstance(objects, dict), "TopoJSON has its objects in a mapping"
    geometries = [_keyed(shape, by_number) for shape in objects["countries"]["geometries"]]
    made = {
        "arcs": shapes["arcs"],
        "objects": {
            "countries": {"geometries": geometries, "type": "GeometryCollection"},
            "land": objects["land"],
        },
        "transform": shapes["transform"],
        "type": "Topology",
    }
    return (json.dumps(made, separators=(",", ":"), sort_keys=True, ensure_ascii=True) + "\n").encode("ascii")


def _keyed(shape: Mapping[str, object], by_number: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    """One shape: `id` is the actor, `properties.since` its first day; `properties.place` names land without one."""
    kept = {"arcs": shape["arcs"], "type": shape["type"]}
    number, properties = shape.get("id"), shape["properties"]
    assert isinstance(properties, dict), "world-atlas gives every shape its properties"
    label = str(properties["name"])
    if number is None:
        if label not in WITHOUT_NUMBER:
            raise SourceError(
                f"shape {label!r} has no ISO number",
                expected=f"one of {', '.join(sorted(WITHOUT_NUMBER))}",
                next_step="say in WITHOUT_NUMBER of make_shapes.py whose land it is, or that it is nobody's",
            )
        actor = WITHOUT_NUMBER[label]
        if actor is None:
            return kept | {"properties": {"place": PLACES[label]}}
        row = next((row for row in by_number.values() if row["actor"] == actor), None)
    elif str(number) in LAND_WITHOUT_ACTOR:
        return kept | {"properties": {"place": LAND_WITHOUT_ACTOR[str(number)]}}
    else:
        row = by_number.get(str(number))
    if row is None:
        raise SourceError(
            f"shape {label!r} (ISO number {number}) is of no actor in countries.csv",
            expected="a row with that iso_numeric",
            next_step="add the actor, or list the number in LAND_WITHOUT_ACTOR of make_shapes.py",
        )
    since = max(row["entered"], SINCE.get(row["actor"], ""))
    return kept | {"id": row["actor"]} | ({"properties": {"since": since}} if since else {})


def main(arguments: Sequence[str]) -> None:
    """Read SHAPES and COUNTRIES, write OUT (default: the file that the package ships)."""
    if len(arguments) not in {2, 3}:
        raise SystemExit("usage: python -m detente.figures.geo.make_shapes SHAPES.json COUNTRIES.csv [OUT]")
    shapes = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    with Path(arguments[1]).open(encoding="utf-8", newline="") as lines:
        countries = list(csv.DictReader(lines))
    target = Path(arguments[2]) if len(arguments) == 3 else TARGET
    target.write_bytes(make_shapes(shapes, countries))


if __name__ == "__main__":
    main(sys.argv[1:])
