"""Charts: results and records drawn as Vega-Lite specifications, each with its description and its table."""

from detente.figures.figure import Figure, enable_theme
from detente.figures.fill import Absent, Fill
from detente.figures.map import claims_table, not_drawable, world_map
from detente.figures.map_marks import Dot, Tie
from detente.figures.svg import to_svg, to_themed_svg
from detente.figures.timeline import Entry, timeline

__all__ = [
    "Absent",
    "Dot",
    "Entry",
    "Figure",
    "Fill",
    "Tie",
    "claims_table",
    "enable_theme",
    "not_drawable",
    "timeline",
    "to_svg",
    "to_themed_svg",
    "world_map",
]
