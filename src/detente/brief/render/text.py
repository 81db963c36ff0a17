"""The brief as plain text: UTF-8, 110 columns, words kept whole, numbers never cut.

A mark (V, R, U) stands before each line and note numbers `(n)` after it; colour is never the only carrier and is added
by the command line on a terminal only.
"""

from collections.abc import Sequence
from typing import Final

from detente.brief.layout import LABEL, MARK, WIDTH, display_width, pad, wrap
from detente.brief.page import Brief, Item, Note, Section, plain
from detente.brief.wording import Wording, wording

_MARKS: Final = {"verified": "V", "reported": "R", "unverified": "U", None: " "}
_ASCII: Final = str.maketrans({"–": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})  # noqa: RUF001  # what is replaced


def to_text(brief: Brief, *, width: int = WIDTH, notes: bool = False, ascii_only: bool = False) -> str:
    """The page in lines of at most `width` columns (60 or more); `notes` appends the numbered evidence.

    `ascii_only` replaces dashes and quotation marks, and writes any other character as its escape, for logs.
    """
    words = wording(brief.language)
    numbers = {note.record: note.number for note in brief.notes}
    lines = [*_head(brief, words, width), ""]
    for section in brief.sections:
        lines += _section(section, brief, words, numbers, width)
    lines += ["", *_foot(brief, words, width)]
    if notes:
        lines += ["", words.text("page.notes").upper(), *(line for note in brief.notes for line in _note(note, words, width))]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode() if ascii_only else text


def _head(brief: Brief, words: Wording, width: int) -> list[str]:
    known = words.text("page.known_all") if brief.known is None else f"{words.text('page.known_at')} {brief.known:%Y-%m-%d %H:%MZ}"
    basis = [words.text("page.published")] if brief.basis == "published" else []
    stamp = f"{words.text('page.as_of')} {brief.valid}, " + ", ".join([known, *basis])
    register = f"{brief.made_with} ({words.text('page.digest')} {brief.digest[:12]})"
    share = words.text("page.unverified_items").format(count=brief.unverified[0], of=brief.unverified[1])
    title = brief.subject.title.upper()
    first = pad(title, width - display_width(stamp)) + stamp if display_width(title) + display_width(stamp) + 2 <= width else f"{title}\n{stamp}"
    second = f"{register}; {brief.coverage}"
    return [first, *wrap(f"{second}; {share}", width), words.text("page.legend"), "─" * width]


def _section(section: Section, brief: Brief, words: Wording, numbers: dict[str, int], width: int) -> list[str]:
    """Heading in the left column, one item a line beside it."""
    body: list[str] = []
    for item in section.items:
        body += _item(item, numbers, width)
    if section.empty is not None and not section.items:
        body += wrap("  " + _empty(section, words), width - LABEL)
    if section.more:
        command = f"{brief.command} --sections {section.name} --pages {brief.pages + 1}"
        body += wrap("  " + words.text("page.more").format(count=section.more, command=command), width - LABEL)
    heading = wrap(section.title.upper(), LABEL - 1)
    rows = max(len(heading), len(body))
    return [pad(heading[row] if row < len(heading) else "", LABEL) + (body[row] if row < len(body) else "") for row in range(rows)]


def _item(item: Item, numbers: dict[str, int], width: int) -> list[str]:
    """Mark, words, and the notes of the whole line at its end."""
    words = "  ".join(plain(cell) for cell in item.cells)
    reference = _reference(item.records, numbers)
    first, *rest = wrap(f"{words} {reference}" if reference else words, width - LABEL - MARK)
    return [f"{_MARKS[item.mark]} {first}", *("  " + line for line in rest)]


def _reference(records: Sequence[str], numbers: dict[str, int]) -> str:
    """`(1)`, `(1, 4)`, `(1-3)`; runs of numbers are a range."""
    found = sorted({numbers[record] for record in records if record in numbers})
    if not found:
        return ""
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "(" + ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs) + ")"


def _empty(section: Section, words: Wording) -> str:
    assert section.empty is not None, "called for empty sections"
    lead = words.text(f"page.{section.empty.kind}")
    tail = section.empty.why or section.coverage
    return f"{lead} ({tail})" if tail else lead


def _foot(brief: Brief, words: Wording, width: int) -> list[str]:
    left_out = words.text("page.left_out").format(names=", ".join(brief.left_out), pages=brief.pages + 1)
    lines = [*([left_out] if brief.left_out else []), *brief.warnings, f"{words.text('page.remade_by')}: {brief.command}", words.text("page.notes_where")]
    return [wrapped for line in lines for wrapped in wrap(line, width)]


def _note(note: Note, words: Wording, width: int) -> list[str]:
    place = ", ".join(part for part in (note.title, note.publisher, note.published, note.locator) if part)
    claim = f"; {note.claimant}" if note.claimant else ""
    word = words.text("page.to_be_checked_at" if note.confidence == "unverified" else "page.source")
    text = f"{word}: {place}{claim} [{note.record} v{note.version}] {note.url}".rstrip()
    first, *rest = wrap(text, width - 8)
    return [f"{f'({note.number})':>5} {_MARKS[note.confidence]} {first}", *("        " + line for line in rest)]
