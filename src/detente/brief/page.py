"""What is a brief, once composed? Sections of items, notes, and what made it.

Frozen and plain: every renderer reads the same object, `Brief.from_json` rebuilds it, and two briefs of one snapshot
are equal to the byte. `Brief` (in `brief.py`) is this page with its verbs: rendering, explaining, archiving.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from detente.brief.spans import Day, Figure, Mark, Name, Records, Span, Text, Words, records_of

EmptyKind = Literal["none_within_coverage", "none_recorded", "not_computed", "not_applicable"]
SubjectKind = Literal["actor", "pair", "alliance", "region"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a brief is about. `actors`: the actor; the pair, "we" first; members of an alliance or region on the day.

    `agreement` is the founding treaty of an alliance, where there is one.
    """

    kind: SubjectKind
    key: str
    title: str
    actors: tuple[str, ...]
    agreement: str | None = None


@dataclass(frozen=True, slots=True)
class EmptyReason:
    """Why a section has no line: nothing exists, nobody looked, it was not worked out, or it does not apply."""

    kind: EmptyKind
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line: `cells` of spans (one cell, or one per column of the section's table), its mark and its weight.

    `evidence` are records behind the line as a whole, beside those behind its numbers and names. Items of greater
    weight come first and are the last to be cut; weights are compared as tuples.
    """

    cells: tuple[tuple[Span, ...], ...]
    mark: Mark | None = None
    evidence: Records = ()
    weight: tuple[float, ...] = (0.0,)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans of the line, cell after cell."""
        return tuple(span for cell in self.cells for span in cell)

    @property
    def records(self) -> Records:
        """The records behind the line, in order of first use."""
        return tuple(dict.fromkeys((*self.evidence, *records_of(self.spans))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and its numbers: a Vega-Lite specification, what it shows, and the table that says the same.

    A map has a second form in `without_boundaries`, of land only, for those who may not print a border; a chart that
    draws no border leaves it None. `world_map(..., boundaries=False)` makes it: sentences and table change with it.
    """

    title: str
    description: str
    spec: dict[str, Any]  # Any: Vega-Lite is JSON
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    without_boundaries: "Chart | None" = None

    def __post_init__(self) -> None:
        """JSON has lists and no tuples: as a specification comes back from an archive, so it is held from the start."""
        object.__setattr__(self, "spec", json.loads(json.dumps(self.spec)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of the page. `more` counts the items left out; `minimum` is what must be shown of them."""

    name: str
    title: str
    items: tuple[Item, ...] = ()
    columns: tuple[str, ...] = ()
    more: int = 0
    minimum: int = 1
    empty: EmptyReason | None = None
    coverage: str = ""
    method: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The numbered evidence of a record: where it was read, or for an unverified row where to check it."""

    number: int
    record: str
    version: int
    table: str
    source: str
    title: str
    publisher: str
    url: str
    published: str
    locator: str
    claimant: str
    confidence: Mark
    remark: str

    @property
    def word(self) -> str:
        """Which claim the note may make of its source."""
        return "to be checked at" if self.confidence == "unverified" else "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page about a subject as of a day, as known at a moment."""

    subject: Subject
    valid: date
    known: datetime | None
    basis: str
    since: date | None
    language: str
    pages: int
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    digest: str = ""
    coverage: str = ""
    made_with: str = ""
    command: str = ""
    unverified: tuple[int, int] = field(default=(0, 0))

    def records(self) -> Records:
        """All records the shown lines rest on, in order of first use."""
        return tuple(
            dict.fromkeys(record for section in self.sections for item in section.items for record in item.records)
        )

    def note_of(self, record: str) -> Note | None:
        """The note of a record, if the page uses it."""
        return next((note for note in self.notes if note.record == record), None)


def printed(span: Span) -> str:
    """What a reader sees of a span."""
    match span:
        case Figure():
            return span.rendering
        case Day():
            return str(span.date)
        case Name():
            return span.label
        case Text() | Words():
            return span.text


def plain(spans: Sequence[Span]) -> str:
    """The words of a line without notes or marks."""
    return "".join(map(printed, spans))
