"""Where are they, and what ties them? Dots at the seats of government, ties as great circles.

Drawn by `figures`; a page on paper or screen shows it, plain text does not. Ties are the strongest duty between two
actors (`register.owed_matrix`); the same ties stand in the table under the drawing. In an alliance of more than six
every member is tied to every other, and the land of the members is filled instead.
"""

from dataclasses import replace
from typing import Final, Literal

from detente import figures
from detente.brief.context import Context
from detente.brief.page import Chart, EmptyReason, Section
from detente.errors import MissingPart
from detente.register.owed import owed_matrix

_KINDS: Final = ("assist", "consult")
_TIED: Final = 6


def map_of(context: Context) -> Section:
    """The map of the subject's actors and the duties among them."""
    say = context.wording.text
    title = say("map.title")
    try:
        bordered, plain = _drawn(context)
    except MissingPart as missing:
        return Section(
            name="map", title=title, empty=EmptyReason("not_computed", f"{missing.message}; {missing.next_step}")
        )
    chart = replace(as_chart(bordered), without_boundaries=as_chart(plain))
    return Section(name="map", title=title, chart=chart, method="figures.world_map")


def _drawn(context: Context) -> tuple[figures.Figure, figures.Figure]:
    """The map with boundaries, and of land only."""
    dots, members = _dots(context), _members(context)
    # A register need not know every seat of government: who has none has no dot, and a tie needs two.
    placed = {dot.actor for dot in dots}
    ties = [tie for tie in _ties(context) if {tie.one, tie.other} <= placed]
    bordered, plain = (
        figures.world_map(
            dots,
            ties,
            members,
            on=context.snapshot.valid,
            title=f"{context.subject.title}, {context.snapshot.valid}",
            focus="selected" if context.subject.kind in ("alliance", "region") else "world",
            boundaries=boundaries,
        )
        for boundaries in (True, False)
    )
    return bordered, plain


def as_chart(figure: figures.Figure) -> Chart:
    """A drawing as the page keeps it: its specification and the rows of its table as text."""
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in figure.table.iter_rows())
    return Chart(
        title=figure.title,
        description=figure.description,
        spec=dict(figure.spec),
        columns=tuple(figure.table.columns),
        rows=rows,
    )


def _dots(context: Context) -> list[figures.Dot]:
    """A dot for each of the subject's actors; of one actor, the actor itself in focus and its partners beside it."""
    wanted: dict[str, Literal["selected", "focus"]] = dict.fromkeys(context.subject.actors, "selected")
    if context.subject.kind == "actor":
        partners = {actor for tie in _ties(context) for actor in (tie.one, tie.other)}
        wanted = {**dict.fromkeys(partners, "selected"), context.subject.key: "focus"}
    rows = context.snapshot.actors.unique("actor", keep="last", maintain_order=True)
    return [
        figures.Dot(
            actor=row["actor"],
            name=row["name"],
            latitude=row["capital_lat"],
            longitude=row["capital_lon"],
            role=wanted[row["actor"]],
        )
        for row in rows.sort("actor").iter_rows(named=True)
        if row["actor"] in wanted and row["capital_lat"] is not None
    ]


def _ties(context: Context) -> list[figures.Tie]:
    """One tie per pair, the heavier duty of the two directions; of an actor, its ties to everybody."""
    actors = list(context.subject.actors)
    if context.subject.kind == "alliance" and len(actors) > _TIED:
        return []
    if context.subject.kind == "actor":
        actors = sorted(set(context.snapshot.actors["actor"]))
    rows = owed_matrix(context.snapshot, actors, _KINDS)
    ties: dict[tuple[str, str], figures.Tie] = {}
    for row in rows.iter_rows(named=True):
        pair = (min(row["obligor"], row["obligee"]), max(row["obligor"], row["obligee"]))
        if context.subject.kind == "actor" and context.subject.key not in pair:
            continue
        if pair not in ties or (ties[pair].kind == "consult" and row["kind"] == "assist"):
            label = context.agreement(row["agreement"]).label
            ties[pair] = figures.Tie(one=pair[0], other=pair[1], label=label, kind=row["kind"], mark=row["confidence"])
    return list(ties.values())


def _members(context: Context) -> figures.Fill | None:
    """The members of a large alliance as filled land."""
    if context.subject.kind != "alliance" or len(context.subject.actors) <= _TIED:
        return None
    say = context.wording.text
    return figures.Fill(title=say("map.membership"), by=dict.fromkeys(context.subject.actors, say("map.member")))
