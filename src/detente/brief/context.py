"""What does every section of a brief know? The subject, the snapshot, the one before it, and the words of the language.

Sections are pure functions of a context. It hands out spans for actors and agreements under their names of the day, and
nothing in it reads the clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from detente.brief.page import Item, Subject
from detente.brief.spans import Mark, Name, Span
from detente.brief.wording import Wording
from detente.register import Register, Snapshot
from detente.register.vocabularies import weakest


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

    @cached_property
    def before(self) -> Snapshot | None:
        """The same knowledge, as of `since`."""
        s = self.snapshot
        return None if self.since is None else self.register.as_of(self.since, s.known, basis=s.basis)

    def line(self, key: str, /, count: float | None = None, **places: Span | tuple[Span, ...]) -> tuple[Span, ...]:
        """A pattern of the language filled with spans (`Wording.line`)."""
        return self.wording.line(key, count, **places)

    def actor(self, key: str) -> Name:
        """An actor under its name of the day; an actor of another time under the last name it had."""
        return _named(key, *self._actor_names.get(key, (key, "")))

    def agreement(self, key: str) -> Name:
        """An agreement under its title."""
        return _named(key, *self._agreement_titles.get(key, (key, "")))

    def actors(self, keys: Iterable[str]) -> tuple[Span, ...]:
        """Several actors, commas between."""
        return self.listed(self.actor(key) for key in keys)

    def listed(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans with the language's comma between."""
        return self.listed_parts((span,) for span in spans)

    def listed_parts(self, parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
        """Groups of spans with the language's comma between."""
        comma = self.line("page.comma")
        return tuple(span for index, part in enumerate(parts) for span in ((*comma, *part) if index else part))

    def item(self, *cells: tuple[Span, ...], mark: str | None, weight: tuple[float, ...], evidence: Iterable[str] = ()) -> Item:
        """A line; `mark` is the weakest confidence behind it, `evidence` the records it rests on as a whole."""
        return Item(cells=cells, mark=as_mark(mark), evidence=tuple(evidence), weight=weight)

    def is_about(self, column: str) -> pl.Expr:
        """Rows whose `column` is one of the subject's actors, or the subject itself."""
        return pl.col(column).is_in([*self.subject.actors, self.subject.key])

    @cached_property
    def _actor_names(self) -> Mapping[str, tuple[str, str]]:
        rows = self.snapshot.recorded("actors").sort("occurrence", maintain_order=True)
        current = self.snapshot.actors.sort("occurrence", maintain_order=True)
        return {key: (name, record) for frame in (rows, current) for key, name, record in frame.select("actor", "name", "record").iter_rows()}

    @cached_property
    def _agreement_titles(self) -> Mapping[str, tuple[str, str]]:
        rows = self.snapshot.recorded("agreements").select("agreement", "title", "record")
        return {key: (title, record) for key, title, record in rows.iter_rows()}


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
