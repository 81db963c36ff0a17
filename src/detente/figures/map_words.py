"""What does the map say in words: its legend, its description, its table?

The sentence on boundaries always stands. What cannot be drawn is named with the reason, never left to be missed.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente.figures.fill import Absent, Fill, number
from detente.figures.geo import shapes
from detente.figures.geo.claims import Claim
from detente.figures.map_marks import TIES, Dot, Tie
from detente.figures.text import brief

STANDING: Final = (
    "Boundaries: Natural Earth 4.1, de facto control, about 2018. Drawing them is not a position on any claim."
)
MOST_NAMED: Final = 12  # actors named in the description; the table has them all

SCHEMA: Final = {
    "part": pl.String,
    "actor": pl.String,
    "name": pl.String,
    "with_actor": pl.String,
    "with_name": pl.String,
    "what": pl.String,
    "value": pl.String,
    "unit": pl.String,
    "mark": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "not_drawn": pl.String,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Actors that are not on the map, or not as an area, with names; each in alphabetical order of keys."""

    no_seat: tuple[str, ...]
    outside: tuple[str, ...]
    no_shape: tuple[str, ...]
    other_day: tuple[str, ...]
    names: Mapping[str, str]

    def listed(self, actors: Sequence[str]) -> str:
        """`Soviet Union (RUS), Yugoslavia (YUG)`; the key alone where no name is known."""
        return ", ".join(f"{self.names[actor]} ({actor})" if actor in self.names else actor for actor in actors)


def gaps(seats: Mapping[str, Dot], fill: Fill | None, on: date, *, seen: Container[str]) -> Gaps:
    """What is not drawn on the day; `seen` are the actors whose dot lies in the window.

    Before the year of the shapes every actor on the map is judged; from then on those of `fill`, because a dot needs no
    shape.
    """
    filled = set(fill.by) if fill is not None else set()
    judged = filled | (set(seats) if on.year < shapes.YEAR else set())
    lost = sorted(actor for actor in judged if not shapes.drawable(actor, on))
    # On an earlier day a shape may be missing because the state is gone; from the year of the shapes on it is size.
    early = on.year < shapes.YEAR
    return Gaps(
        no_seat=tuple(sorted(actor for actor, dot in seats.items() if dot.place is None)),
        outside=tuple(
            sorted(actor for actor, dot in seats.items() if dot.place and dot.role != "other" and actor not in seen)
        ),
        no_shape=() if early else tuple(lost),
        other_day=tuple(lost) if early else (),
        names={actor: brief(dot.name) for actor, dot in seats.items()},
    )


def sentences(
    missing: Gaps, unnamed: Sequence[str], disputed: Sequence[str], *, on: date, boundaries: bool
) -> list[str]:
    """The text under the map, most binding first."""
    said = [STANDING + ("" if boundaries else " They are switched off here: land only.")]
    if on.year < shapes.YEAR:
        said.append(f"The day shown is {on}: shapes, boundaries and disputes are of about {shapes.YEAR}.")
    elif on.year > shapes.YEAR:
        said.append(f"The day shown is {on}: changes of control since about {shapes.YEAR} are not drawn.")
    if missing.other_day:
        said.append(f"Areas not drawable on this date: {missing.listed(missing.other_day)}.")
    if missing.no_shape:
        said.append(f"No area at this scale: {missing.listed(missing.no_shape)}.")
    if missing.outside:
        said.append(f"Outside this part of the map: {missing.listed(missing.outside)}.")
    if missing.no_seat:
        said.append(f"Not on the map, no seat of government recorded: {missing.listed(missing.no_seat)}.")
    if unnamed:
        said.append(f"Name shortened, by key or left out for want of room: {', '.join(unnamed)}.")
    if disputed:
        said.append(f"Disputed, in view: {'; '.join(disputed)}.")
    return said


def describe(dots: Iterable[Dot], ties: Sequence[Tie], fill: Fill | None, *, on: date, lines: Sequence[str]) -> str:
    """The map in sentences, for those who do not see it."""
    names = {dot.actor: brief(dot.name) for dot in dots}
    shown = [brief(dot.name) for dot in dots if dot.role != "other"]
    more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
    said = [f"Map on {on}."]
    if shown:
        said.append(f"Named: {', '.join(shown[:MOST_NAMED])}{more}.")
    for kind, drawn in TIES.items():
        pairs = [f"{names[tie.one]} and {names[tie.other]}" for tie in ties if tie.kind == kind]
        if pairs:
            more = f" and {len(pairs) - MOST_NAMED} more" if len(pairs) > MOST_NAMED else ""
            said.append(f"{drawn.words.capitalize()} ({len(pairs)}): {'; '.join(pairs[:MOST_NAMED])}{more}.")
    if fill is not None:
        absent = sum(isinstance(value, Absent) for value in fill.by.values())
        unit = f", {fill.unit}" if fill.unit else ""
        said.append(f"Areas by {brief(fill.title)}{unit}: {len(fill.by) - absent} with a value, {absent} without.")
    return " ".join([*said, *lines])


def _why_no_dot(dot: Dot, missing: Gaps) -> str | None:
    if dot.actor in missing.no_seat:
        return "no seat of government recorded"
    return "outside this part of the map" if dot.actor in missing.outside else None


def table(
    seats: Mapping[str, Dot], ties: Sequence[Tie], fill: Fill | None, missing: Gaps, listed: Sequence[Claim]
) -> pl.DataFrame:
    """What the map shows, a row for each `actor`, `tie`, `area` and `claim` (column `part`).

    Degrees north and east; why something is not drawn; of a claim both names, the claimants (keys) and how well it is
    known.
    """
    rows: list[dict[str, object]] = [
        {
            "part": "actor",
            "actor": dot.actor,
            "name": dot.name,
            "what": dot.role,
            "latitude": dot.latitude,
            "longitude": dot.longitude,
            "not_drawn": _why_no_dot(dot, missing),
        }
        for dot in seats.values()
    ]
    for tie in ties:
        one, other = seats[tie.one], seats[tie.other]
        without = "no seat of government recorded" if one.place is None or other.place is None else None
        rows.append({
            "part": "tie", "actor": tie.one, "name": one.name, "with_actor": tie.other, "with_name": other.name,
            "what": TIES[tie.kind].words, "value": tie.label, "mark": tie.mark, "not_drawn": without,
        })  # fmt: skip
    if fill is not None:
        for actor, value in fill.by.items():
            reason = "no shape on this date" if actor in missing.other_day else None
            rows.append({
                "part": "area", "actor": actor, "name": missing.names.get(actor), "what": fill.title,
                "value": str(value) if isinstance(value, str) else number(value), "unit": fill.unit or None,
                "not_drawn": "no shape at this scale" if actor in missing.no_shape else reason,
            })  # fmt: skip
    rows += [
        {
            "part": "claim",
            "name": claim.names,
            "what": claim.kind,
            "value": "; ".join(claim.claimants),
            "mark": claim.confidence,
        }
        for claim in listed
    ]
    return pl.DataFrame(rows, schema=SCHEMA)
