"""Charts: results and records drawn as Vega-Lite specifications, each with its description and its table."""

from detente.figures.figure import Figure
from detente.figures.fill import Absent, Fill
from detente.figures.map import claims_table, not_drawable, world_map
from detente.figures.map_marks import Dot, Tie
from detente.figures.svg import to_svg, to_themed_svg

__all__ = ["Absent", "Dot", "Figure", "Fill", "Tie", "claims_table", "not_drawable", "to_svg", "to_themed_svg", "world_map"]
