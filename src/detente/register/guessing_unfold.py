"""Which columns of this file unfold into rows of their own, probably?

Headers that are words of acts ("Signed", "In force") over days, and a list of states in one cell. The separator of a
list is the one whose parts are names of actors. A guess like any other: it counts when it is confirmed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.register.mapping import Unfold, word_column
from detente.register.names import fold
from detente.register.schema import TABLES, Table
from detente.register.value_types import Judge

SEPARATORS: Final = (";", ",", "/", "|", "+", "\n")
_ENOUGH: Final = 0.5
# What people write over the day of an act; a word of the vocabulary itself counts in every table.
_ACTS: Final[Mapping[str, str]] = {
    "signature": "signed",
    "date of signature": "signed",
    "signed on": "signed",
    "date signed": "signed",
    "ratified": "consented",
    "ratification": "consented",
    "date of ratification": "consented",
    "ratified on": "consented",
    "in force": "entered_into_force",
    "entry into force": "entered_into_force",
    "in force since": "entered_into_force",
    "effective": "entered_into_force",
    "ended": "terminated",
    "termination": "terminated",
    "end": "terminated",
    "accession": "acceded",
    "withdrawn": "exited",
    "withdrawal": "exited",
    "denounced": "notice_given",
    "notice": "notice_given",
    "expiry": "expired",
    "initialed": "initialled",
}


@dataclass(frozen=True, slots=True)
class _Child:
    """Rows that rows of a table unfold into: headers of a list of actors, the column it fills, what holds for all."""

    into: str
    lists: tuple[str, ...] = ()
    to: str | None = None
    constants: Mapping[str, str] | None = None
    has_acts: bool = False


_CHILDREN: Final[Mapping[str, tuple[_Child, ...]]] = {
    "participations": (_Child("participations", constants={"capacity": "party"}, has_acts=True),),
    "agreements": (
        _Child(
            "participations",
            ("parties", "signatories", "states parties", "members"),
            "party",
            {"capacity": "party"},
            has_acts=True,
        ),
    ),
    "activities": (
        _Child(
            "participants",
            ("participants", "participating countries", "countries", "nations", "partners"),
            "actor",
            {"role": "participant"},
        ),
        _Child("activity_events", has_acts=True),
    ),
    "channels": (
        _Child("channel_parties", ("parties", "ends"), "party", {"role": "end"}),
        _Child("channel_events", has_acts=True),
    ),
    "transfers": (_Child("transfer_events", has_acts=True),),
}


def guessed(
    table: Table, values: Mapping[str, Sequence[str]], judge: Judge, *, taken: Collection[str]
) -> tuple[tuple[Unfold, ...], dict[str, tuple[str, float]]]:
    """Unfoldings, and for each column that they read what it unfolds to and its score.

    `values` are the columns that may unfold, each with a sample of distinct values; `taken` are those that the file has
    in the register's own form: a file with `act` is not wide.
    """
    made: list[Unfold] = []
    said: dict[str, tuple[str, float]] = {}
    for child in _CHILDREN.get(table.name, ()):
        word = word_column(TABLES[child.into])
        acts = _acts(child, word, values, judge) if child.has_acts and word not in taken else {}
        listed = _list(child, values, judge)
        if (child.lists and listed is None) or not (acts or listed):
            continue  # days of a treaty without its parties are nobody's acts
        column, separator, score = listed or (None, None, 0.0)
        to = child.to if listed else None
        made.append(
            Unfold(
                into=child.into,
                acts=acts,
                list_column=column,
                to=to,
                separator=separator,
                constants=child.constants or {},
            )
        )
        said |= {source: (f"{child.into}: {act}", 0.9) for source, act in acts.items()}
        said |= {column: (f"{child.into}: {child.to}, separator {separator!r}", round(score, 2))} if column else {}
    return tuple(made), said


def _acts(child: _Child, word: str | None, values: Mapping[str, Sequence[str]], judge: Judge) -> dict[str, str]:
    assert word is not None, "acts are guessed for tables of acts and events only"
    known = {fold(w): w for w in TABLES[child.into].about(word)["words"]}
    usual = _ACTS if child.into == "participations" else {}
    found = {column: known.get(fold(column)) or usual.get(fold(column)) for column in values}
    return {column: act for column, act in found.items() if act and _are_days(values[column], judge)}


def _are_days(sample: Sequence[str], judge: Judge) -> bool:
    return sum(map(judge.is_day, sample)) >= _ENOUGH * len(sample)


def _list(child: _Child, values: Mapping[str, Sequence[str]], judge: Judge) -> tuple[str, str, float] | None:
    """The column, the separator and the share of parts that name an actor; None without a list."""
    found = [
        (column, separator, share)
        for column, sample in values.items()
        if fold(column) in child.lists
        for separator in SEPARATORS
        if (share := _share_of_actors(sample, separator, judge)) >= _ENOUGH
    ]
    return max(found, key=lambda guess: guess[2], default=None)


def _share_of_actors(sample: Sequence[str], separator: str, judge: Judge) -> float:
    """Share of the parts that name an actor; nought where nothing is parted."""
    parts = [part.strip() for text in sample for part in text.split(separator) if part.strip()]
    if len(parts) <= len(sample):
        return 0.0
    return sum(map(judge.is_actor, parts)) / len(parts)
