"""Where does this number on the page come from?

Every figure and day has an address on its page, `owes.3.2`: the second figure or day of the third line of the section
on who owes what. It holds for the page as it stands: another day, or more room, may give it to another number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.brief.page import Item, Note, Page, Section, plain, printed
from detente.brief.spans import Day, Figure, Span
from detente.errors import DetenteError


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A number of a page: as printed, as a value in its unit, how it was made, in which line, and from which rows."""

    number_id: str
    printed: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    method: str
    section: str
    line: str
    notes: tuple[Note, ...]

    def __str__(self) -> str:
        """The number, its method, and a line for each row behind it."""
        known = self.low is not None and self.high is not None and self.low < self.high
        between = f", from {self.low:g} to {self.high:g}" if known else ""
        head = f"{self.printed} [{self.number_id}]{between}: {self.method}\n  in: {self.section}: {self.line}"
        rows = [
            f"  ({note.number}) {note.confidence}, {note.word}: {note.title} [{note.record} v{note.version}]"
            for note in self.notes
        ]
        return "\n".join([head, *rows])


def explain(page: Page, number_id: str) -> Explanation:
    """What stands behind the figure or day with this address.

    Raises
    ------
    DetenteError : no such address on this page (names the addresses there are).
    """
    found = numbers(page)
    if number_id not in found:
        there = [*found]
        listed = ", ".join(there[:8]) + (f" and {len(there) - 8} more" if len(there) > 8 else "")
        raise DetenteError(
            f"no number {number_id!r} on this page",
            where=page.subject.key,
            expected=listed or "none: the page has no number",
            next_step="take the address from the html or json form",
        )
    section, item, span = found[number_id]
    notes = tuple(note for record in span.records if (note := page.note_of(record)) is not None)
    made = (
        (span.value, span.low, span.high, span.unit, span.method)
        if isinstance(span, Figure)
        else (None, None, None, "day", "as recorded")
    )
    value, low, high, unit, method = made
    line = "  ".join(plain(cell) for cell in item.cells)
    return Explanation(
        number_id=number_id,
        printed=printed(span),
        value=value,
        low=low,
        high=high,
        unit=unit,
        method=method,
        section=section.title,
        line=line,
        notes=notes,
    )


def numbers(page: Page) -> Mapping[str, tuple[Section, Item, Figure | Day]]:
    """Every figure and day of the page by its address, in reading order, with the section and line it stands in."""
    found: dict[str, tuple[Section, Item, Figure | Day]] = {}
    for section in page.sections:
        for line, item in enumerate(section.items, start=1):
            for span, address in addressed(item.spans, section.name, line):
                if isinstance(span, Figure | Day):
                    found[address] = (section, item, span)
    return found


def addressed(spans: Sequence[Span], section: str, line: int) -> Iterator[tuple[Span, str]]:
    """The spans of a line, each with its address; words and names have none (an empty string)."""
    place = 0
    for span in spans:
        if isinstance(span, Figure | Day):
            place += 1
            yield span, f"{section}.{line}.{place}"
        else:
            yield span, ""
