"""Whom does this text ask about: an actor, a pair, an alliance or a region?

`USA` · `USA-JPN` (the order is kept: the first is "we") · `NATO` (an organisation or grouping, or the key of a treaty)
· `region:Asia-Pacific`, or the region's name · any name an actor has on the day. Nothing ambiguous is taken silently.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from detente.brief.page import Subject
from detente.errors import UnknownSubject
from detente.register import Snapshot
from detente.register.names import Names, Spell

_BODIES: Final = ("organisation", "grouping")
_NEVER: Final = ("aggregate", "designation")


def parse_then(text: str, snapshot: Snapshot, later: Snapshot) -> Subject:
    """As `parse`; a name that was not known by then is looked up in what is known `later`, its members are not.

    A page on what was known long ago is asked for by names that are known now.

    Raises
    ------
    UnknownSubject : as `parse`, of the later knowledge.
    """
    try:
        return parse(text, snapshot)
    except UnknownSubject:
        about = parse(text, later)
    if about.kind == "alliance":
        return replace(about, actors=_members(about.key, snapshot) or _parties(about.key, snapshot))
    return about


def parse(text: str, snapshot: Snapshot) -> Subject:
    """The subject that `text` names on the snapshot's day.

    Raises
    ------
    UnknownSubject : unknown (with the nearest names), ambiguous (with the candidates), an actor that did not exist on
        the day (with its days and its predecessor or successor), a pair of one, or an aggregate or designation.
    """
    text = " ".join(text.split())
    names = snapshot.once(Names.of)
    region = _region(text, snapshot)
    if region is not None:
        actors = snapshot.regions.filter((pl.col("region") == region) & (pl.col("scheme") == "subject"))[
            "actor"
        ].unique(maintain_order=True)
        return Subject("region", f"region:{region}", region, tuple(actors.sort()))
    if names.match(text, snapshot.valid).actor is None and (pair := _pair(text, snapshot, names)) is not None:
        return pair
    agreement = snapshot.recorded("agreements").filter(pl.col("agreement") == text)
    if not agreement.is_empty() and names.match(text, snapshot.valid).actor is None:
        return Subject("alliance", text, agreement["title"][-1], _parties(text, snapshot), text)
    spell = actor(text, snapshot)
    if spell.kind in _NEVER:
        raise _may_not_be(spell)
    if spell.kind in _BODIES:
        return _alliance(spell, snapshot)
    return Subject("actor", spell.actor, spell.name, (spell.actor,))


def actor(text: str, snapshot: Snapshot) -> Spell:
    """The spell of the one actor that `text` names on the day.

    Raises
    ------
    UnknownSubject : as `parse`.
    """
    names = snapshot.once(Names.of)
    found = names.match(text, snapshot.valid)
    if found.how == "ambiguous":
        raise UnknownSubject(
            f"{text!r} may be {found.either()}",
            expected="; ".join(str(spell) for spell in found.candidates),
            next_step="write the key",
        )
    if found.actor is None or found.spell is None:
        nearest = names.nearest(text, snapshot.valid)
        raise UnknownSubject(
            f"nobody is called {text!r} on {snapshot.valid}",
            expected="a key such as JPN, a pair such as USA-JPN, a body such as NATO, a treaty key, or region:NAME",
            next_step=f"perhaps {', '.join(str(spell) for spell in nearest)}"
            if nearest
            else "look for it with `detente register as-of --table actors`",
        )
    if not found.holds:
        raise UnknownSubject(
            f"{found.spell} did not exist on {snapshot.valid}",
            expected=f"a day between {found.spell.valid_from} and {found.spell.valid_to or 'now'}",
            next_step=_relatives(found.actor, snapshot) or "choose another day",
        )
    return found.spell


def _pair(text: str, snapshot: Snapshot, names: Names) -> Subject | None:
    """Two actors with a hyphen between; keys may hold hyphens themselves, so every hyphen is tried."""
    for at in (index for index, character in enumerate(text) if character == "-"):
        ours, theirs = text[:at].strip(), text[at + 1 :].strip()
        if not ours or not theirs or any(names.match(side, None).how == "unknown" for side in (ours, theirs)):
            continue
        if any(names.match(side, None).region for side in (ours, theirs)):
            continue
        we, they = actor(ours, snapshot), actor(theirs, snapshot)
        if we.actor == they.actor:
            raise UnknownSubject(
                f"{text!r} is a pair of one", expected="two different actors", next_step=f"ask for {we.actor} alone"
            )
        for spell in (we, they):
            if spell.kind in _NEVER:
                raise _may_not_be(spell)
        return Subject("pair", f"{we.actor}-{they.actor}", f"{we.name} – {they.name}", (we.actor, they.actor))
    return None


def _alliance(spell: Spell, snapshot: Snapshot) -> Subject:
    """An organisation or grouping with its members of the day and the treaty that makes them members."""
    under = snapshot.recorded("memberships").filter(pl.col("organisation") == spell.actor)["under"].drop_nulls()
    treaty = under.mode().sort()[0] if under.len() else None
    return Subject("alliance", spell.actor, spell.name, _members(spell.actor, snapshot), treaty)


def _members(organisation: str, snapshot: Snapshot) -> tuple[str, ...]:
    rows = snapshot.memberships.filter((pl.col("organisation") == organisation) & (pl.col("status") == "member"))
    return tuple(rows["member"].unique(maintain_order=True).sort())


def _parties(agreement: str, snapshot: Snapshot) -> tuple[str, ...]:
    rows = snapshot.recorded("participations").filter(
        (pl.col("agreement") == agreement) & (pl.col("capacity") == "party")
    )
    return tuple(rows["party"].unique(maintain_order=True).sort())


def _region(text: str, snapshot: Snapshot) -> str | None:
    """The region that is asked for by its name, or after `region:`; None where the text is something else."""
    known = snapshot.regions.filter(pl.col("scheme") == "subject")["region"].unique(maintain_order=True).sort()
    wanted = text.removeprefix("region:").strip()
    found = next((str(region) for region in known if region.casefold() == wanted.casefold()), None)
    if found is None and text.startswith("region:"):
        raise UnknownSubject(f"no region {wanted!r}", expected=", ".join(known), next_step="choose one of these")
    return found


def _relatives(key: str, snapshot: Snapshot) -> str:
    """Who was there instead: predecessors and successors, with their days."""
    links = snapshot.recorded("successions").filter((pl.col("predecessor") == key) | (pl.col("successor") == key))
    others = {
        row["predecessor"] if row["successor"] == key else row["successor"] for row in links.iter_rows(named=True)
    }
    spells = snapshot.once(Names.of).spells
    there = [
        spell
        for other in sorted(others)
        for spell in spells.get(other, ())
        if spell.may_hold(snapshot.valid, snapshot.valid)
    ]
    return f"ask for {' or '.join(str(spell) for spell in there)}" if there else ""


def _may_not_be(spell: Spell) -> UnknownSubject:
    return UnknownSubject(
        f"{spell} is a {spell.kind}: nobody promises anything to it",
        expected="a state, an organisation, a grouping, a treaty or a region",
        next_step="ask for one of its members",
    )
