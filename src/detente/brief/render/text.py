"""The brief as plain text: UTF-8, 110 columns, words kept whole, numbers never cut.

A mark (V, R, U) stands before each line and note numbers `(n)` after it; colour is never the only carrier and is added
by the command line on a terminal only. Charts have no place here: their rows are in the forms that can draw.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from detente.brief.layout import LABEL, MARK, WIDTH, display_width, pad, wrap
from detente.brief.page import Item, Note, Page, Section
from detente.brief.render import frame
from detente.brief.wording import Wording, wording

NARROWEST: Final = 60
_ASCII: Final = str.maketrans({
    "–": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "─": "-", "\u00a0": " ", "\u202f": " ",
})  # fmt: skip


def to_text(page: Page, *, width: int = WIDTH, notes: bool = False, ascii_only: bool = False) -> str:
    """The page in lines of at most `width` columns (60 or more); `notes` appends the numbered evidence.

    A word that is longer than a line stands alone and is not cut. `ascii_only` replaces dashes and quotation marks, and
    writes any other character as its escape, for logs.
    """
    width = max(width, NARROWEST)
    words, evidence = wording(page.language), frame.evidence(page)
    lines = [*_head(page, words, width), ""]
    for section in page.sections:
        if section.chart is None or section.items or section.empty:
            lines += _section(section, page, words, evidence, width)
    lines += ["", *_foot(page, words, width, notes=notes)]
    if notes and page.notes:
        lines += [
            "",
            words.text("page.notes").upper(),
            *(line for note in page.notes for line in _note(note, words, width)),
        ]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode() if ascii_only else text


def _head(page: Page, words: Wording, width: int) -> list[str]:
    title, stamp = frame.shown(page.subject.title).upper(), frame.as_of(page, words)
    fits = display_width(title) + display_width(stamp) + 2 <= width
    first = [pad(title, width - display_width(stamp)) + stamp] if fits else [*wrap(title, width), *wrap(stamp, width)]
    return [*first, *wrap(frame.made_from(page, words), width), *wrap(words.text("page.legend"), width), "─" * width]


def _section(section: Section, page: Page, words: Wording, evidence: Mapping[str, Note], width: int) -> list[str]:
    """Heading in the left column, one item a line beside it."""
    body: list[str] = []
    for item in section.items:
        body += _item(item, evidence, width)
    if (reason := frame.empty(section, words)) is not None:
        body += ["  " + line for line in wrap(reason, width - LABEL - MARK)]
    if (more := frame.more(section, page, words)) is not None:
        body += ["  " + line for line in wrap(" ".join(more), width - LABEL - MARK)]
    heading = wrap(section.title.upper(), LABEL - 1)
    rows = max(len(heading), len(body))
    return [
        pad(heading[row] if row < len(heading) else "", LABEL) + (body[row] if row < len(body) else "")
        for row in range(rows)
    ]


def _item(item: Item, evidence: Mapping[str, Note], width: int) -> list[str]:
    """Mark, words, and the notes of the whole line at its end."""
    reference = _reference([note.number for note in frame.noted(item.records, evidence)])
    first, *rest = wrap(f"{frame.line_of(item.cells)} {reference}".rstrip(), width - LABEL - MARK)
    return [f"{frame.LETTERS[item.mark]} {first}", *("  " + line for line in rest)]


def _reference(numbers: Sequence[int]) -> str:
    """`(1)`, `(1, 4)`, `(1-3)`; runs of numbers, given in their order, are a range."""
    listed = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in frame.runs(numbers))
    return f"({listed})" if listed else ""


def _foot(page: Page, words: Wording, width: int, *, notes: bool) -> list[str]:
    made = f"{words.text('page.remade_by')}: {frame.shown(page.command)}"
    where = [] if notes or not page.notes else [words.text("page.notes_where")]
    return [wrapped for line in [*frame.foot(page, words), made, *where] for wrapped in wrap(line, width)]


def _note(note: Note, words: Wording, width: int) -> list[str]:
    record = f"[{frame.shown(note.record)} v{note.version}]"
    parts = [f"{frame.claim_of(note, words)}: {frame.place_of(note)}", record, frame.shown(note.url), _remark(note)]
    first, *rest = wrap(" ".join(part for part in parts if part), width - 8)
    return [f"{f'({note.number})':>5} {frame.LETTERS[note.confidence]} {first}", *("        " + line for line in rest)]


def _remark(note: Note) -> str:
    return f"({frame.shown(note.remark)})" if note.remark else ""
