"""Where are the actors, and what ties them, on a given day?

Land and boundaries are drawn quietly under a dot for each seat of government and a great circle for each tie; areas
may be filled by a value. A border is a claim: the legend says whose boundaries these are, disputed lines are dashed
and disputed areas hatched, and `boundaries=False` leaves land only. When it lies: the shapes are of about 2018 at
1:110 million; for any other day the map says so and names the actors it cannot draw. Shapes are never measured.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import polars as pl

from detente.errors import DetenteError
from detente.figures import legend, theme
from detente.figures.figure import SCHEMA, Figure, Spec
from detente.figures.fill import Fill, groups
from detente.figures.geo import claims, shapes, view
from detente.figures.geo.projection import Projection
from detente.figures.map_ground import ground
from detente.figures.map_marks import Dot, Tie, dots_and_names, key_of_marks, on_sheet, tie_lines
from detente.figures.map_words import describe, gaps, sentences, table

Focus = Literal["world", "selected", "europe", "east_asia", "gulf", "west_africa"]


def world_map(
    dots: Sequence[Dot],
    ties: Sequence[Tie] = (),
    fill: Fill | None = None,
    *,
    on: date,
    title: str,
    focus: Focus = "world",
    boundaries: bool = True,
    width: int = theme.PAGE_WIDTH,
) -> Figure:
    """A map of `dots` and the `ties` between them on the day `on`.

    Parameters
    ----------
    dots : one per actor; names are shown for the roles "focus" and "selected".
    ties : between actors that have a dot; their kind decides the line, so that black and white print keeps it.
    fill : values of areas by actor key.
    focus : the whole world, a named region, or the region of the actors with a role other than "other".
    boundaries : whether lines between shapes, and claims on them, are drawn; land always is.
    width : of the sheet in px; type sizes do not change with it, so that a narrow sheet has fewer names.

    Raises
    ------
    DetenteError : a tie to an actor without a dot, two dots for one actor, a place off the earth, an unknown focus, or
        values that cannot be coloured.
    MissingPart : the shapes are not installed.
    """
    seats = {dot.actor: dot for dot in dots}
    _check(dots, ties, seats)
    drawn = [tie for tie in ties if seats[tie.one].place and seats[tie.other].place]
    projection = _projection(seats, drawn, focus, width)
    seen = on_sheet(seats.values(), projection)
    named = {dot.actor for dot, _ in seen if dot.role != "other"}
    listed = claims.claims() if boundaries else None
    below = ground(projection, fill, listed, on=on, named=named, framed=focus != "world")
    letters = {actor: group.letter for group in groups(fill) if group.letter for actor in group.actors} if fill else {}
    avoid = [(x - 7, y - 8, x + 7, y + 8) for x, y, _ in below.letters]
    marks, unnamed = dots_and_names(seen, drawn, projection, letters=letters, avoid=avoid)
    missing = gaps(seats, fill, on, seen={dot.actor for dot, _ in seen})
    disputed = below.disputed if focus != "world" else []
    lines = sentences(missing, unnamed, disputed, on=on, boundaries=boundaries)
    top = projection.height + theme.SPACES[1]
    key, depth = legend.lay_out(
        [*key_of_marks([dot for dot, _ in seen], drawn), *below.entries],
        lines,
        heading=fill.heading if fill else "",
        top=top,
        width=width,
    )
    return Figure(
        spec=_spec([*below.layers, *tie_lines(drawn, seats), *marks, *key], projection, top + depth),
        title=title,
        description=describe(seats.values(), drawn, fill, on=on, lines=lines),
        table=table(seats, ties, fill, missing, listed or ()),
    )


def claims_table() -> pl.DataFrame:
    """The disputed places that the map marks: one row per claim, with claimants (actor keys), source and confidence."""
    columns = ("area", "other_name", "kind", "source", "confidence", "note")
    rows = [
        {name: getattr(claim, name) for name in columns} | {"claimants": list(claim.claimants)}
        for claim in claims.claims()
    ]
    return pl.DataFrame(rows)


def not_drawable(actors: Iterable[str], on: date) -> list[str]:
    """The actors among `actors` whose area cannot be drawn on the day, in alphabetical order.

    >>> not_drawable(["FRA", "MLT", "DDR", "DEU"], date(1975, 6, 30))
    ['DDR', 'DEU', 'MLT']
    """
    return sorted(actor for actor in actors if not shapes.drawable(actor, on))


def _check(dots: Sequence[Dot], ties: Sequence[Tie], seats: dict[str, Dot]) -> None:
    if len(seats) < len(dots):
        twice = sorted({dot.actor for dot in dots if sum(other.actor == dot.actor for other in dots) > 1})
        raise DetenteError(
            f"more than one dot for {', '.join(twice)}",
            where="dots",
            expected="one dot per actor",
            next_step="choose the occurrence that is valid on the day",
        )
    for dot in dots:
        if dot.place and not (-180 <= dot.place[0] <= 180 and -90 <= dot.place[1] <= 90):
            raise DetenteError(
                f"{dot.actor} lies off the earth at {dot.latitude} north, {dot.longitude} east",
                where="dots",
                expected="latitude -90 to 90, longitude -180 to 180",
                next_step="correct capital_lat and capital_lon of the actor",
            )
    for tie in ties:
        absent = sorted({tie.one, tie.other} - seats.keys())
        if absent:
            raise DetenteError(
                f"a tie leads to {', '.join(absent)}, which has no dot",
                where="ties",
                expected="actors among the dots",
                next_step="add the dot, or leave the tie out",
            )


def _projection(seats: dict[str, Dot], ties: Sequence[Tie], focus: Focus, width: int) -> Projection:
    places = [dot.place for dot in seats.values() if dot.role != "other" and dot.place]
    ends = [
        (one, other) for tie in ties for one, other in [(seats[tie.one].place, seats[tie.other].place)] if one and other
    ]
    return view.choose(focus, places, ends, width)


def _spec(layers: list[Spec], projection: Projection, height: float) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": projection.width,
        "height": round(height),
        "padding": 0,
        "autosize": "none",
        "config": theme.altair_config(),
        "projection": projection.vega(),
        "layer": layers,
    }
