"""What did the picture come out as? Readers of SVG and specifications for the tests of figures."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from detente.figures import Figure
from detente.figures.geo.projection import Point, Projection

STEP = re.compile(r"([mlhvMLz])([^mlhvMLzZ]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    """Every line of text in the picture, in the order drawn, without the halos."""
    found = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314  # our own output
    return [element.text or "" for element in found if element.get("stroke") is None]


def paths(svg: str, **attributes: str) -> list[list[list[Point]]]:
    """Strokes (lists of spots in px) of each path with these attributes; `stroke_width` stands for `stroke-width`."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    elements = ET.fromstring(svg).iter(f"{SVG}path")  # noqa: S314  # our own output
    return [
        strokes(element.get("d", ""))
        for element in elements
        if all(element.get(name) == value for name, value in wanted.items())
    ]


def strokes(path: str) -> list[list[Point]]:
    """Absolute spots of path data without curves, one list for each stroke."""
    found: list[list[Point]] = []
    x = y = 0.0
    for step, text in STEP.findall(path.replace("Z", "z")):
        numbers = [float(number) for number in NUMBER.findall(text)]
        if step == "z":
            x, y = found[-1][0]
            continue
        if step.isupper():
            x = y = 0.0
        across, down = {"h": (numbers[0], 0.0), "v": (0.0, numbers[0])}.get(step, tuple(numbers[:2]))
        x, y = x + across, y + down
        if step in "mM":
            found.append([])
        found[-1].append((x, y))
    return found


def projection(figure: Figure) -> Projection:
    """The projection that the specification asks D3 for."""
    asked: Any = json.loads(json.dumps(figure.spec))["projection"]  # Any: parsed JSON
    (_, (width, height)), (middle_x, middle_y) = asked["clipExtent"], asked["translate"]
    return Projection(
        kind=asked["type"],
        longitude=-asked["rotate"][0],
        latitude=-asked["rotate"][1],
        scale=asked["scale"],
        width=width,
        height=height,
        shift=(middle_x - width / 2, middle_y - height / 2),
    )
