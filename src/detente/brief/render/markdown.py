"""The brief as Markdown: CommonMark with footnotes, made to read well raw as well.

A heading for each section, a line for each item with its mark before and its notes after, a table only where rows have
the same parts. Whatever a person typed is escaped, so that it stays words. When it lies: readers that do not know
footnotes print `[^1]` as it stands, with the note still at the end.
"""

import re
from collections.abc import Mapping
from typing import Final

from detente.brief.page import Chart, Item, Note, Page, Section
from detente.brief.render import frame
from detente.brief.wording import Wording, wording

# Every sign that can begin something in CommonMark, in tables or in footnotes. A line never begins with typed words.
_SIGNS: Final = re.compile(r"([\\`*_\[\]<>&|~$])")


def to_markdown(page: Page) -> str:
    """The page with its notes as footnotes, numbered as in every other form."""
    words, evidence = wording(page.language), frame.evidence(page)
    blocks = [*_head(page, words)]
    for section in page.sections:
        blocks += _section(section, page, words, evidence)
    blocks += _foot(page, words)
    blocks += [_note(note, words) for note in page.notes]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    r"""`text` as words that mean nothing to Markdown.

    >>> escaped("a|b *c* <d>")
    'a\\|b \\*c\\* \\<d\\>'
    """
    return _SIGNS.sub(r"\\\1", frame.shown(text))


def _head(page: Page, words: Wording) -> list[str]:
    said = [frame.as_of(page, words), frame.made_from(page, words)]
    marks = ", ".join(
        f"{frame.LETTERS[mark]} {words.text(f'render.mark_{mark}')}" for mark in ("verified", "reported", "unverified")
    )
    return [f"# {escaped(page.subject.title)}", "; ".join(map(escaped, said)), marks]


def _section(section: Section, page: Page, words: Wording, evidence: Mapping[str, Note]) -> list[str]:
    blocks = [f"## {escaped(section.title)}"]
    if (reason := frame.empty(section, words)) is not None:
        blocks.append(f"*{escaped(reason).strip()}*")
    elif section.coverage and section.items:
        blocks.append(f"*{escaped(section.coverage).strip()}*")
    if section.items:
        lines = (
            _table(section, words, evidence)
            if section.columns
            else [f"- {_line(item, evidence)}" for item in section.items]
        )
        blocks.append("\n".join(lines))
    if section.chart is not None:
        blocks += _chart(section.chart)
    if (more := frame.more(section, page, words)) is not None:
        blocks.append(f"{escaped(more[0])} {_code(more[1])}")
    return blocks


def _line(item: Item, evidence: Mapping[str, Note]) -> str:
    """Mark, words, notes."""
    mark = frame.LETTERS[item.mark].strip()
    return " ".join(part for part in (mark, escaped(frame.line_of(item.cells)), _references(item, evidence)) if part)


def _table(section: Section, words: Wording, evidence: Mapping[str, Note]) -> list[str]:
    """Rows with the same parts: a column for the mark, one for each part, one for the notes."""
    head = ["", *map(escaped, section.columns), escaped(words.text("page.notes"))]
    rows = []
    for item in section.items:
        cells = [escaped(frame.line_of([cell])) for cell in item.cells]
        cells += [""] * (len(section.columns) - len(cells))
        rows.append([frame.LETTERS[item.mark].strip(), *cells, _references(item, evidence)])
    return _rows(head, rows)


def _rows(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]


def _references(item: Item, evidence: Mapping[str, Note]) -> str:
    return " ".join(f"[^{note.number}]" for note in frame.noted(item.records, evidence))


def _chart(chart: Chart) -> list[str]:
    """A chart is what it shows, in words, and its table."""
    blocks = [f"**{escaped(chart.title).strip()}.** {escaped(chart.description)}"]
    if chart.rows:
        blocks.append("\n".join(_rows([*map(escaped, chart.columns)], [[*map(escaped, row)] for row in chart.rows])))
    return blocks


def _foot(page: Page, words: Wording) -> list[str]:
    return [
        "---",
        *map(escaped, frame.foot(page, words)),
        f"{escaped(words.text('page.remade_by'))} {_code(frame.shown(page.command))}",
    ]


def _code(text: str) -> str:
    """Words set as code: fenced by one grave accent more than they hold in a row."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{text}{room}{fence}"


def _note(note: Note, words: Wording) -> str:
    address = frame.address_of(note)
    parts = [
        f"[^{note.number}]: {frame.LETTERS[note.confidence]}",
        f"{escaped(frame.claim_of(note, words))}: {escaped(frame.place_of(note))}",
        f"({_code(frame.shown(note.record))} v{note.version})",
        f"<{address}>" if address else escaped(note.url),
        escaped(note.remark),
    ]
    return " ".join(part for part in parts if part)
