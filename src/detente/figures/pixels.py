"""How is a mark put at a spot that has been worked out already?

Layers of a Vega-Lite specification whose positions are px of the sheet, without scales or axes: labels, legends,
bars. Each function takes rows and gives one layer; the style of a layer holds for all its rows.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from detente.figures.figure import Spec
from detente.figures.geo.projection import Point
from detente.figures.theme import LIGHT, SIZES, WEIGHTS

Box = tuple[float, float, float, float]  # left, top, right, bottom

_BY_PX: Final[Mapping[str, object]] = {"type": "quantitative", "scale": None, "axis": None}


def words(
    rows: Sequence[tuple[float, float, str]],
    colour: str,
    *,
    align: str = "left",
    strong: bool = False,
    halo: bool = False,
) -> list[Spec]:
    """Lines of text, vertical middle at y; with a halo in the colour of the paper where they stand on something."""
    mark = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "fontSize": SIZES["small"],
        "fontWeight": WEIGHTS["strong" if strong else "regular"],
        "clip": False,
    }
    data = {"values": [{"x": _short(x), "y": _short(y), "text": text} for x, y, text in rows]}
    encoding = _at("x", "y") | {"text": {"field": "text", "type": "nominal"}}
    inked: Spec = {"data": data, "mark": mark | {"color": colour}, "encoding": encoding}
    if not halo:
        return [inked]
    ring = {"color": LIGHT["paper"], "stroke": LIGHT["paper"], "strokeWidth": 3, "strokeJoin": "round"}
    return [{"data": data, "mark": mark | ring, "encoding": encoding}, inked]


def strokes(lines: Sequence[Sequence[Point]], colour: str, width: float, **style: object) -> Spec:
    """Broken lines; `style` are properties of Vega-Lite's rule (strokeDash, strokeCap, opacity)."""
    rows = [
        {"x": _short(start[0]), "y": _short(start[1]), "x2": _short(end[0]), "y2": _short(end[1])}
        for line in lines
        for start, end in pairwise(line)
    ]
    mark = {"type": "rule", "color": colour, "strokeWidth": width, "clip": False, **style}
    return {"data": {"values": rows}, "mark": mark, "encoding": _at("x", "y") | _to()}


def boxes(rows: Sequence[Box], colour: str | None, **style: object) -> Spec:
    """Filled rectangles; None leaves them empty, for an outline given in `style`."""
    values = [{"x": _short(a), "y": _short(b), "x2": _short(c), "y2": _short(d)} for a, b, c, d in rows]
    mark = {"type": "rect", "fill": colour, "clip": False, **style}
    return {"data": {"values": values}, "mark": mark, "encoding": _at("x", "y") | _to()}


def signs(spots: Sequence[Point], radius: float, style: Mapping[str, object], *, shape: str = "circle") -> Spec:
    """Symbols of `radius` px; `shape` is "circle" or the path of a sign in a unit circle."""
    # Vega gives the size of a circle as an area, that of a path as the square of the side of its box.
    size = 3.14159 * radius**2 if shape == "circle" else (2 * radius) ** 2
    values = [{"x": _short(x), "y": _short(y)} for x, y in spots]
    mark = {"type": "point", "shape": shape, "size": round(size, 2), "opacity": 1, "clip": False, **style}
    return {"data": {"values": values}, "mark": mark, "encoding": _at("x", "y")}


def _at(across: str, down: str) -> dict[str, object]:
    return {"x": {"field": across, **_BY_PX}, "y": {"field": down, **_BY_PX}}


def _to() -> dict[str, object]:
    return {"x2": {"field": "x2"}, "y2": {"field": "y2"}}


def _short(px: float) -> float:
    """Two decimals of a px are more than a printer shows, and the same on every machine."""
    return round(px, 2)
