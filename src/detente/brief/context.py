"""What does every section of a brief know? The subject, the snapshot, the one before it, and the words of the language.

Sections are pure functions of a context. It hands out spans for actors and agreements under their names of the day, and
nothing in it reads the clock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, TypeVar, cast

import polars as pl

from detente.brief.page import Item, Subject
from detente.brief.spans import Day, Mark, Name, Records, Span
from detente.brief.wording import Wording
from detente.register import Register, Snapshot
from detente.register.dates import FIRST_DAY, LAST_DAY, PartialDate
from detente.register.schema import TABLES
from detente.register.vocabularies import weakest

Derived = TypeVar("Derived")
_NAMING: Final = {
    "participations": ("agreement", "party"),
    "provisions": ("agreement",),
    "memberships": ("organisation", "member", "under"),
    "observations": ("actor", "counterpart"),
    "channel_parties": ("party",),
}


@dataclass(frozen=True)
class Context:
    """One page in the making.

    `since`: the day to compare with, or None; `packs`: rule packs for the gates, or None.
    """

    register: Register
    snapshot: Snapshot
    subject: Subject
    since: date | None
    wording: Wording
    packs: object | None = None
    _derived: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, derive: "Callable[[Context], Derived]") -> Derived:
        """`derive(self)`, worked out once for this page: several sections ask the same."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        return cast("Derived", self._derived[derive])

    @cached_property
    def before(self) -> Snapshot | None:
        """The same knowledge, as of `since`."""
        s = self.snapshot
        return None if self.since is None else self.register.as_of(self.since, s.known, basis=s.basis)

    def line(self, key: str, count: float | None = None, /, **places: Span | tuple[Span, ...]) -> tuple[Span, ...]:
        """A pattern of the language filled with spans (`Wording.line`)."""
        return self.wording.line(key, count, **places)

    def when(self, first: date | None, last: date | None, records: Records) -> tuple[Span, ...]:
        """A day as precise as it is known: `2017-11` rather than its two ends; words where nothing is known."""
        if first is None or last is None or first <= FIRST_DAY:
            return self.line("page.day_unknown")
        if last >= LAST_DAY:
            return self.line("page.day_open", day=Day(PartialDate.on(first), records))
        return (Day(shortest(first, last), records),)

    def actor(self, key: str) -> Name:
        """An actor under its name of the day; an actor of another time under the last name it had."""
        return _named(key, *(self._actor_names.get(key) or self._known_since(self._later_names, key)))

    def agreement(self, key: str) -> Name:
        """An agreement under its title."""
        return _named(key, *(self._agreement_titles.get(key) or self._known_since(self._later_titles, key)))

    def actors(self, keys: Iterable[str]) -> tuple[Span, ...]:
        """Several actors, commas between."""
        return self.listed(self.actor(key) for key in keys)

    def listed(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans with the language's comma between; a semicolon where a name has a comma in it."""
        several = list(spans)
        if len(several) > 1 and any(isinstance(span, Name) and "," in span.label for span in several):
            semicolon = self.line("page.semicolon")
            return tuple(
                part for index, span in enumerate(several) for part in ((*semicolon, span) if index else (span,))
            )
        return self.listed_parts((span,) for span in several)

    def listed_parts(self, parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
        """Groups of spans with the language's comma between."""
        comma = self.line("page.comma")
        return tuple(span for index, part in enumerate(parts) for span in ((*comma, *part) if index else part))

    def item(
        self, *cells: tuple[Span, ...], mark: str | None, weight: tuple[float, ...], evidence: Iterable[str] = ()
    ) -> Item:
        """A line; `mark` is the weakest confidence behind it, `evidence` the records it rests on as a whole."""
        return Item(cells=cells, mark=as_mark(mark), evidence=tuple(evidence), weight=weight)

    def mark_of(self, records: Iterable[str]) -> Mark | None:
        """The weakest confidence of these records, for a line that rests on rows and not on a status."""
        wanted = list(dict.fromkeys(records))
        found = (self.snapshot.recorded(name) for name in TABLES)
        return weakest_mark(
            confidence
            for rows in found
            if not rows.is_empty()
            for confidence in rows.filter(pl.col("record").is_in(wanted))["confidence"]
        )

    def is_about(self, column: str) -> pl.Expr:
        """Rows whose `column` is one of the subject's actors, or the subject itself."""
        return pl.col(column).is_in([*self.subject.actors, self.subject.key])

    @cached_property
    def _actor_names(self) -> Mapping[str, tuple[str, str]]:
        rows = self.snapshot.recorded("actors").sort("occurrence", maintain_order=True)
        current = self.snapshot.actors.sort("occurrence", maintain_order=True)
        return {
            key: (name, record)
            for frame in (rows, current)
            for key, name, record in frame.select("actor", "name", "record").iter_rows()
        }

    @cached_property
    def _agreement_titles(self) -> Mapping[str, tuple[str, str]]:
        return _titles(self.snapshot)

    @cached_property
    def _later_names(self) -> Mapping[str, str]:
        rows = self.register.as_of(self.snapshot.valid).recorded("actors").sort("occurrence", maintain_order=True)
        return dict(rows.select("actor", "name").iter_rows())

    @cached_property
    def _later_titles(self) -> Mapping[str, str]:
        return {key: title for key, (title, _) in _titles(self.register.as_of(self.snapshot.valid)).items()}

    def _known_since(self, names: Mapping[str, str], key: str) -> tuple[str, str]:
        """What was not known by name then goes by its later name, on the evidence of a row that names its key.

        Knowledge by publication has such rows: an act that was public, of a treaty whose own row came from elsewhere.
        """
        for table, columns in _NAMING.items():
            rows = self.snapshot.recorded(table)
            found = rows.filter(pl.any_horizontal(pl.col(column) == key for column in columns))["record"]
            if found.len():
                return names.get(key, key), str(found[0])
        return "".join(character for character in names.get(key, key) if not character.isdigit()), ""


def _titles(snapshot: Snapshot) -> Mapping[str, tuple[str, str]]:
    rows = snapshot.recorded("agreements").select("agreement", "title", "record")
    return {key: (title, record) for key, title, record in rows.iter_rows()}


def shortest(first: date, last: date) -> PartialDate:
    """The day between two, in the shortest writing that says the same.

    >>> str(shortest(date(2017, 11, 1), date(2017, 11, 30))), str(shortest(date(2016, 1, 1), date(2017, 12, 31)))
    ('2017-11', '2016/2017')
    """
    whole = PartialDate.between(first, last)
    for length in (4, 7):
        ends = dict.fromkeys((first.isoformat()[:length], last.isoformat()[:length]))
        written = PartialDate.parse("/".join(ends))
        if (written.first, written.last) == (first, last):
            return written
    return whole


def _named(key: str, label: str, record: str) -> Name:
    """A name without a digit is no number and needs no note; a line is not the better for notes on who Japan is."""
    return Name(key, label, (record,) if record and any(character.isdigit() for character in label) else ())


def as_mark(confidence: str | None) -> Mark | None:
    """A word of confidence as a mark."""
    assert confidence in (None, "verified", "reported", "unverified"), confidence
    return confidence  # type: ignore[return-value]  # just checked


def weakest_mark(confidences: Iterable[str | None]) -> Mark | None:
    """The least sure of several; None if nothing is known of any."""
    known = [confidence for confidence in confidences if confidence is not None]
    return as_mark(weakest(known)) if known else None
