"""How are actors and ties marked on the map?

A dot at the seat of government, larger for the actors the page is about; a great circle for a tie, its kind told by
width and dash, its confidence by lightness.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from detente.figures import legend, pixels
from detente.figures.figure import Spec
from detente.figures.geo.projection import Point, Projection, great_circle
from detente.figures.labels import Wanted, place
from detente.figures.text import brief, clean, shorten
from detente.figures.theme import LIGHT, Mark

Role = Literal["focus", "selected", "other"]
TieKind = Literal["assist", "consult", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """An actor on the map: key, name of the day, seat of government in degrees (None: not recorded), and its part."""

    actor: str
    name: str
    latitude: float | None
    longitude: float | None
    role: Role = "selected"

    @property
    def place(self) -> Point | None:
        """(longitude, latitude), where a seat is recorded."""
        return None if self.latitude is None or self.longitude is None else (self.longitude, self.latitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie between two actors (keys), in words; `mark` is the confidence of the record behind it."""

    one: str
    other: str
    label: str
    kind: TieKind = "other"
    mark: Mark = "verified"


class Line(NamedTuple):
    """How a kind of tie is drawn: words of the key, width in px, dash in px."""

    words: str
    width: float
    dash: tuple[float, ...]


TIES: Final[Mapping[TieKind, Line]] = {
    "assist": Line("duty to assist", 2.2, ()),
    "consult": Line("duty to consult", 1.6, (7, 3)),
    "other": Line("other tie", 1.4, (1.5, 3)),
}
RADIUS: Final[Mapping[Role, float]] = {"focus": 4.5, "selected": 3.2, "other": 1.8}
WORDS: Final[Mapping[Role, str]] = {"focus": "subject", "selected": "actor named", "other": "other actor"}
ROLES: Final[tuple[Role, ...]] = ("focus", "selected", "other")
PALE: Final = 0.55  # opacity of what rests on unverified records
MANY: Final = 12  # ties above which lines are drawn thinner
EDGE: Final = 4.0  # px from the frame within which half a dot would be cut off
NAME_ROOM: Final = 190.0  # px of one name


def tie_lines(ties: Sequence[Tie], seats: Mapping[str, Dot]) -> list[Spec]:
    """Layers of great circles: one per kind and strength of evidence, weak kinds below strong ones."""
    layers: list[Spec] = []
    thinner = 1.0 if len(ties) <= MANY else 0.6
    for kind in ("other", "consult", "assist"):
        for pale in (True, False):
            lines = [
                _feature(tie, one, other)
                for tie in ties
                if tie.kind == kind and (tie.mark == "unverified") == pale
                for one, other in [(seats[tie.one].place, seats[tie.other].place)]
                if one and other
            ]
            if lines:
                layers.append({"data": {"values": lines}, "mark": _line_mark(kind, pale=pale, thinner=thinner)})
    return layers


def on_sheet(dots: Iterable[Dot], projection: Projection) -> list[tuple[Dot, Point]]:
    """Dots that lie in the window, with their spots in px; the subject of the page first."""
    seen = [(dot, projection.forward(dot.place)) for dot in dots if dot.place]
    seen = [(dot, spot) for dot, spot in seen if projection.shows(spot, margin=EDGE)]
    return sorted(seen, key=lambda pair: (ROLES.index(pair[0].role), pair[0].actor))


def dots_and_names(
    seen: Sequence[tuple[Dot, Point]],
    ties: Sequence[Tie],
    projection: Projection,
    *,
    letters: Mapping[str, str],
    avoid: Iterable[pixels.Box],
) -> tuple[list[Spec], list[str]]:
    """(layers, names that are shortened, shown by key only or left out: `EST Estonia`).

    Parameters
    ----------
    letters : of the category of an actor, which stands behind its name.
    avoid : boxes in px that names keep off.
    """
    layers: list[Spec] = []
    for role in reversed(ROLES):
        spots = [spot for dot, spot in seen if dot.role == role]
        if spots:
            layers.append(pixels.signs(spots, RADIUS[role], _dot_style(role)))
    wanted = [
        Wanted(
            key=dot.actor,
            spot=spot,
            radius=RADIUS[dot.role],
            name=shorten(dot.name, NAME_ROOM) + _behind(dot, letters),
            short=clean(dot.actor) + _behind(dot, letters),
        )
        for dot, spot in seen
        if dot.role != "other"
    ]
    small = [_box(spot, RADIUS["other"]) for dot, spot in seen if dot.role == "other"]
    window = (1.0, 1.0, projection.width - 1.0, projection.height - 1.0)
    labels = place(
        wanted,
        window=window,
        avoid=[*small, *avoid],
        crossed=_course(ties, {dot.actor: dot for dot, _ in seen}, projection),
    )
    leaders = [[label.leader, label.anchor] for label in labels if label.leader]
    if leaders:
        layers.append(pixels.strokes(leaders, LIGHT["quiet"], 0.6))
    strong = {dot.actor for dot, _ in seen if dot.role == "focus"}
    for align in ("left", "center", "right"):
        for focus in (False, True):
            rows = [
                (*label.anchor, label.text)
                for label in labels
                if label.align == align and (label.key in strong) == focus
            ]
            if rows:
                layers += pixels.words(rows, LIGHT["ink"], align=align, strong=focus, halo=True)
    shown = {label.key: label.text for label in labels}
    whole = {dot.actor: brief(dot.name) for dot, _ in seen if dot.role != "other"}
    return layers, [f"{actor} {name}" for actor, name in whole.items() if not shown.get(actor, "").startswith(name)]


def _behind(dot: Dot, letters: Mapping[str, str]) -> str:
    return f" ({letters[dot.actor]})" if dot.actor in letters else ""


def key_of_marks(dots: Iterable[Dot], ties: Sequence[Tie]) -> list[legend.Sample]:
    """Samples of the dots and lines that are on the map."""
    roles = {dot.role for dot in dots if dot.place}
    # A map with one sort of dot explains itself.
    shown = [role for role in ROLES if role in roles and len(roles) > 1]
    entries = [legend.Sample(WORDS[role], _sample(role), width=11) for role in shown]
    for kind, drawn in TIES.items():
        if any(tie.kind == kind for tie in ties):
            dash = {"strokeDash": list(drawn.dash)} if drawn.dash else {}
            entries.append(legend.Sample(drawn.words, legend.line(LIGHT["accent"], drawn.width, **dash)))
    if any(tie.mark == "unverified" for tie in ties):
        entries.append(legend.Sample("paler: unverified", legend.line(LIGHT["accent"], 2.2, opacity=PALE)))
    return entries


def _feature(tie: Tie, one: Point, other: Point) -> dict[str, object]:
    """GeoJSON of a tie; D3 draws great circles by itself, the places in between only make the curve smooth."""
    way = [(round(east, 3), round(north, 3)) for east, north in great_circle(one, other, step=1.5)]
    geometry: dict[str, object] = {"type": "LineString", "coordinates": way}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"one": tie.one, "other": tie.other, "label": brief(tie.label)},
    }


def _line_mark(kind: TieKind, *, pale: bool, thinner: float) -> dict[str, object]:
    drawn = TIES[kind]
    mark: dict[str, object] = {
        "type": "geoshape",
        "filled": False,
        "stroke": LIGHT["accent"],
        "strokeWidth": round(drawn.width * thinner, 2),
        "strokeCap": "butt",
        "clip": False,
    }
    return mark | ({"strokeDash": list(drawn.dash)} if drawn.dash else {}) | ({"opacity": PALE} if pale else {})


def _dot_style(role: Role) -> dict[str, object]:
    if role == "other":
        return {"fill": LIGHT["quiet"], "strokeWidth": 0}
    return {"fill": LIGHT["accent" if role == "focus" else "ink"], "stroke": LIGHT["paper"], "strokeWidth": 1}


def _sample(role: Role) -> legend.Draw:
    return lambda left, y: [pixels.signs([(left + 5.5, y)], RADIUS[role], _dot_style(role))]


def _course(ties: Sequence[Tie], dots: Mapping[str, Dot], projection: Projection) -> list[Point]:
    """Spots along the ties, so that names keep off them where they can."""
    ends = [(dots[tie.one].place, dots[tie.other].place) for tie in ties if tie.one in dots and tie.other in dots]
    return [
        projection.forward(spot) for one, other in ends if one and other for spot in great_circle(one, other, step=1.0)
    ]


def _box(spot: Point, radius: float) -> pixels.Box:
    return spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius
