"""Where does the name of a dot stand so that every name can be read?

Names are set one after the other, the important first, at the first of eight places around the dot where no other
name or dot is; then farther out with a thin leader; then the short name the same way. What still does not fit is
handed back, so that the chart can say so. Source of the order of places: Imhof (1975), "Positioning names on maps",
Am. Cartographer 2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from detente.figures.geo.projection import Point
from detente.figures.text import width_px
from detente.figures.theme import SIZES

Align = Literal["left", "center", "right"]
Box = tuple[float, float, float, float]  # left, top, right, bottom in px

HEIGHT: Final = SIZES["small"] * 1.15
GAP: Final = 3.0

# Direction (right, down) and alignment, best first.
_PLACES: Final[tuple[tuple[float, float, Align], ...]] = (
    (1.0, 0.0, "left"),
    (-1.0, 0.0, "right"),
    (0.75, -0.8, "left"),
    (0.75, 0.8, "left"),
    (0.0, -1.0, "center"),
    (0.0, 1.0, "center"),
    (-0.75, -0.8, "right"),
    (-0.75, 0.8, "right"),
)
_AWAY: Final = (0.0, 13.0, 26.0)  # px beyond the dot; the farther ones get a leader


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A dot that wants a name: its spot and radius in px, the name and a shorter one (or the same)."""

    key: str
    spot: Point
    radius: float
    name: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name in its place: anchor in px, vertical middle, and the dot's edge where a leader starts (or None)."""

    key: str
    text: str
    anchor: Point
    align: Align
    leader: Point | None


def place(
    wanted: Sequence[Wanted], *, window: Box, avoid: Iterable[Box] = (), crossed: Sequence[Point] = ()
) -> list[Label]:
    """Labels for `wanted`, in order of importance; who is not among them found no room.

    Parameters
    ----------
    window : where names may stand.
    avoid : boxes that no name may cover.
    crossed : spots (px) that a name should rather not cover, such as points along the ties.
    """
    taken = [*avoid, *(_around(dot.spot, dot.radius + 1) for dot in wanted)]
    labels = []
    for dot in wanted:
        best: tuple[float, Label, Box] | None = None
        for rank, (text, away) in enumerate(
            (text, away) for text in dict.fromkeys((dot.name, dot.short)) for away in _AWAY
        ):
            for order, spot in enumerate(_PLACES):
                label, box = _at(dot, text, away, spot)
                spoiled = [box, *_pieces(dot, label)]
                if not _inside(box, window) or any(_meet(one, other) for other in taken for one in spoiled):
                    continue
                cost = 4.0 * rank + order + 3.0 * sum(_covers(box, spot) for spot in crossed)
                if best is None or cost < best[0]:
                    best = (cost, label, box)
        if best is not None:
            labels.append(best[1])
            taken += [best[2], *_pieces(dot, best[1])]
    return labels


def _at(dot: Wanted, text: str, away: float, spot: tuple[float, float, Align]) -> tuple[Label, Box]:
    right, down, align = spot
    reach = dot.radius + GAP + away
    x = dot.spot[0] + right * reach
    y = dot.spot[1] + down * (reach + (HEIGHT / 2 if align == "center" else 0.35 * HEIGHT))
    width = width_px(text)
    left = {"left": x, "center": x - width / 2, "right": x - width}[align]
    leader = (dot.spot[0] + right * dot.radius, dot.spot[1] + down * dot.radius) if away else None
    label = Label(key=dot.key, text=text, anchor=(x, y), align=align, leader=leader)
    return label, (left, y - HEIGHT / 2, left + width, y + HEIGHT / 2)


def _pieces(dot: Wanted, label: Label) -> list[Box]:
    """Small boxes along the leader, which no name and no other dot may touch."""
    if label.leader is None:
        return []
    (from_x, from_y), (to_x, to_y) = label.leader, label.anchor
    # The first piece lies beside the dot's own box, which is taken.
    shares = [share / 8 for share in range(2, 8)]
    spots = [(from_x + share * (to_x - from_x), from_y + share * (to_y - from_y)) for share in shares]
    return [_around(spot, 1.0) for spot in spots if not _covers(_around(dot.spot, dot.radius + 2.1), spot)]


def _around(spot: Point, radius: float) -> Box:
    return spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(box: Box, window: Box) -> bool:
    return window[0] <= box[0] and window[1] <= box[1] and box[2] <= window[2] and box[3] <= window[3]


def _covers(box: Box, spot: Point) -> bool:
    return box[0] <= spot[0] <= box[2] and box[1] <= spot[1] <= box[3]
