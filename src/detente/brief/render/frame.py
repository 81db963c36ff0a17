"""What stands around the lines of a page, the same in every form: head, reasons, foot, and the words of a note?

Plain strings without markup; each form sets and escapes them in its own way. Everything that a person typed passes
`shown`, which takes away what could reverse or break the page it is put on.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from detente.brief.page import Note, Page, Section, printed
from detente.brief.spans import Mark, Records, Span, Text
from detente.brief.wording import Wording
from detente.errors import DetenteError
from detente.register.vocabularies import weakest

LETTERS: Final[Mapping[Mark | None, str]] = {"verified": "V", "reported": "R", "unverified": "U", None: " "}

DIGITS: Final = 12  # of a digest: enough to tell two registers apart; the JSON form has the whole

# Joiners shape letters in Persian, Hindi and others; every other format character (direction marks and overrides, soft
# hyphens, tags) can make a page say something else than its characters do.
_JOINERS: Final = "\u200c\u200d"


def shown(text: str) -> str:
    r"""`text` on one line, without control, direction and private characters.

    >>> shown("Re\u202eversed\x1b[31m\n now")
    'Reversed[31m now'
    """
    spaced = (" " if character.isspace() else character for character in text)
    kept = (c for c in spaced if c in _JOINERS or not unicodedata.category(c).startswith("C"))
    return re.sub(" {2,}", " ", "".join(kept))


def words_of(span: Span) -> str:
    """What a reader sees of a span, safe to set."""
    return shown(printed(span))


def line_of(cells: Sequence[Sequence[Span]]) -> str:
    """The words of a line, cells two spaces apart."""
    return "  ".join("".join(map(words_of, cell)) for cell in cells)


def evidence(page: Page) -> dict[str, Note]:
    """The notes of the page by record."""
    return {note.record: note for note in page.notes}


def noted(records: Records, notes: Mapping[str, Note]) -> list[Note]:
    """The notes of several records, by number, each once."""
    return sorted(
        {record: notes[record] for record in records if record in notes}.values(), key=lambda note: note.number
    )


def runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in rising order, those that follow on one another together.

    >>> runs([1, 14, 15, 16])
    [[1], [14, 15, 16]]
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def mark_of(span: Span, notes: Mapping[str, Note]) -> Mark | None:
    """The weakest confidence behind a value; None where no row stands behind it."""
    if isinstance(span, Text):
        return None
    found = [note.confidence for note in noted(span.records, notes)]
    return weakest(found) if found else None  # type: ignore[arg-type,return-value]  # words of confidence are marks


def as_of(page: Page, words: Wording) -> str:
    """`as of 2026-11-22, all that is recorded`, with the basis where it is not what the register recorded."""
    known = (
        words.text("page.known_all")
        if page.known is None
        else f"{words.text('page.known_at')} {page.known:%Y-%m-%d %H:%MZ}"
    )
    basis = [words.text("page.published")] if page.basis == "published" else []
    return f"{words.text('page.as_of')} {page.valid}, " + ", ".join([known, *basis])


def made_from(page: Page, words: Wording) -> str:
    """What made the page and of which register, on how much it is based, and how much of it nobody has verified."""
    made = f"{page.made_with} ({words.text('page.digest')} {page.digest[:DIGITS]})"
    share = words.text("page.unverified_items").format(count=page.unverified[0], of=page.unverified[1])
    return shown(f"{made}; {page.coverage}; {share}")


def empty(section: Section, words: Wording) -> str | None:
    """Why a section has no line; None where it has one, or shows a chart."""
    if section.items or section.empty is None:
        return None
    lead = words.text(f"page.{section.empty.kind}")
    tail = shown(section.empty.why or section.coverage)
    return f"{lead} ({tail})" if tail else lead


def more(section: Section, page: Page, words: Wording) -> tuple[str, str] | None:
    """The count of the lines left out, in words, and what to add to the command at the foot of the page to see them."""
    if not section.more:
        return None
    options = f"--sections {section.name} --pages {page.pages + 1}"
    return words.text("page.more").format(count=section.more, command="").rstrip(), options


def not_drawn(trouble: DetenteError, words: Wording) -> str:
    """What stands in the place of a chart that cannot be drawn: why, and how to get it."""
    why = f"{trouble.message}; {trouble.next_step}" if trouble.next_step else trouble.message
    return f"{words.text('page.not_computed')} ({shown(why)})"


def foot(page: Page, words: Wording) -> list[str]:
    """What found no room, and what went wrong."""
    left_out = words.text("page.left_out").format(names=", ".join(page.left_out), pages=page.pages + 1)
    return [*([left_out] if page.left_out else []), *map(shown, page.warnings)]


def claim_of(note: Note, words: Wording) -> str:
    """Which claim a note may make of its source: `source`, or for an unverified row `to be checked at`."""
    return words.text("page.to_be_checked_at" if note.confidence == "unverified" else "page.source")


def place_of(note: Note) -> str:
    """Where to read it: title, publisher, date, locator, and who claims it."""
    parts = (note.title, note.publisher, note.published, note.locator, note.claimant)
    return ", ".join(shown(part) for part in parts if part)


def address_of(note: Note) -> str | None:
    """The address of the source if a page may link to it: http or https, without characters no address has."""
    return note.url if re.fullmatch(r"https?://[^\s<>\"'`\\^{}|\x00-\x1f\x7f]+", note.url) else None


def uses(page: Page) -> dict[str, dict[str, list[tuple[str, int]]]]:
    """Where each record is used: record -> title of the section -> its lines, as (name of the section, line)."""
    used: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for section in page.sections:
        for line, item in enumerate(section.items, start=1):
            for record in item.records:
                used.setdefault(record, {}).setdefault(shown(section.title), []).append((section.name, line))
    return used
