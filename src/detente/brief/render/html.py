"""The brief as one HTML file that asks nothing of anybody: no request, no script, no font, no tile.

An official paper on the screen and in print: the same lines in the same order, every value a link to its note and every
note a link back, unverified values in italics behind their sign. The policy in its head allows this one style sheet (by
digest) and nothing else. When it lies: the reader's system chooses the typeface, so lines may break elsewhere.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Final

from detente.brief.explain import addressed
from detente.brief.page import Item, Note, Page, Section
from detente.brief.render import frame
from detente.brief.render.html_charts import Live, drawn, live
from detente.brief.spans import Mark, Span, Text
from detente.brief.wording import Wording, wording
from detente.figures import theme

STYLE: Final = Path(__file__).parents[1] / "templates" / "brief.css"
_SHOWN: Final[tuple[Mark, ...]] = ("verified", "reported", "unverified")
_WHOLE: Final = 40  # characters (with their element) up to which a figure or day is kept on one line
_TITLE: Final = 240  # characters of the title that a value shows under the pointer; its note has the whole


def to_html(page: Page, *, interactive: bool = False, boundaries: bool = True) -> str:
    """The page as one file; `interactive` carries the Vega bundle, `boundaries=False` draws maps as land only.

    Raises
    ------
    MissingPart : `interactive` without vl-convert. A static page says in the place of a chart how to get it.
    """
    words, notes = wording(page.language), frame.evidence(page)
    style, script = style_sheet(), live(page, boundaries=boundaries) if interactive else Live("", {})
    body = [
        _signs(),
        "<main>",
        _head(page, words),
        *(_section(section, page, words, notes, script, boundaries=boundaries) for section in page.sections),
        _foot(page, words),
        _notes(page, words),
        "</main>",
        script.html,
    ]
    title = f"{frame.shown(page.subject.title)}, {words.text('page.as_of')} {page.valid}"
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<meta name="generator" content="{escape(page.made_with)}"><title>{escape(title)}</title><style>{style}</style>'
    )
    return f'<!DOCTYPE html>\n<html lang="{escape(page.language)}">\n<head>{head}</head>\n<body>\n' + "\n".join(filter(None, body)) + "\n</body>\n</html>\n"


def style_sheet() -> str:
    """The tokens of the theme, the page's own rules, and light colours for paper whatever the screen shows."""
    light = "".join(f"--{name}:{value};" for name, value in theme.tokens("light").items())
    return f"{theme.css_root()}{STYLE.read_text(encoding='utf-8')}@media print {{:root:root:root{{color-scheme:light;{light}}}}}\n"


def _policy(style: str, script: Live) -> str:
    """Nothing may be loaded; the one style sheet, and the one script where there is one, are named by their digests."""
    scripts = f"'{_digest(script.source)}'" if script.source else "'none'"
    return f"default-src 'none'; style-src '{_digest(style)}'; script-src {scripts}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _signs() -> str:
    """The confidence signs, drawn once: not every font has their glyphs."""
    drawings = []
    for mark in _SHOWN:
        outline = f'<path d="{theme.OUTLINES[mark]}" fill="none" stroke="currentColor" stroke-width=".28"/>'
        filled = f'<path d="{theme.MARKS[mark].path}" fill="currentColor"/>' if theme.MARKS[mark].path else ""
        drawings.append(f'<symbol id="sign-{mark}" viewBox="-1.15 -1.15 2.3 2.3">{outline}{filled}</symbol>')
    return f'<svg class="signs" aria-hidden="true" focusable="false">{"".join(drawings)}</svg>'


def _mark(mark: Mark | None, words: Wording, *, spoken: bool = True) -> str:
    """The sign, and its word for those who do not see it."""
    if mark is None:
        return '<span class="mark"></span>'
    word = words.text(f"render.mark_{mark}")
    said = f'<span class="sr">{escape(word)}: </span>' if spoken else ""
    return f'<span class="mark" title="{escape(word)}"><svg aria-hidden="true" focusable="false"><use href="#sign-{mark}"/></svg>{said}</span>'


def _head(page: Page, words: Wording) -> str:
    signs = "".join(f"<span>{_mark(mark, words, spoken=False)}{escape(words.text(f'render.mark_{mark}'))}</span>" for mark in _SHOWN)
    made = "; ".join([frame.made_from(page, words), page.coverage, frame.unverified(page, words)])
    return (
        f'<header><h1>{escape(frame.shown(page.subject.title))}</h1><p class="stamp">{escape(frame.as_of(page, words))}</p>'
        f'<p class="made">{escape(made)}</p><p class="legend">{signs}<span>{escape(words.text("render.legend_note"))}</span></p></header>'
    )


def _section(section: Section, page: Page, words: Wording, notes: Mapping[str, Note], script: Live, *, boundaries: bool) -> str:
    """A heading beside its lines; a chart across both columns."""
    name = escape(section.name)
    parts = []
    if (reason := frame.empty(section, words)) is not None:
        parts.append(f'<p class="empty">{escape(reason)}</p>')
    if section.items:
        parts.append(_table(section, words, notes) if section.columns else _lines(section, words, notes))
    if (more := frame.more(section, page, words)) is not None:
        parts.append(f'<p class="more">{escape(more[0])} <code>{escape(more[1])}</code></p>')
    coverage = f'<p class="coverage">{escape(frame.shown(section.coverage))}</p>' if section.coverage and section.items else ""
    body = f'<div class="body">{"".join(parts)}</div>' if parts else "<div></div>"
    chart = drawn(section.chart, section.name, words, script, boundaries=boundaries) if section.chart is not None else ""
    return (
        f'<section id="{name}" aria-labelledby="{name}.title"><div class="label"><h2 id="{name}.title">{escape(frame.shown(section.title))}</h2>'
        f"{coverage}</div>{body}{chart}</section>"
    )


def _lines(section: Section, words: Wording, notes: Mapping[str, Note]) -> str:
    lines = []
    for line, item in enumerate(section.items, start=1):
        cells = "&ensp; ".join(_cells(item, section.name, line, notes))
        lines.append(f'<li id="{escape(section.name)}.{line}">{_mark(item.mark, words)}{cells}{_references(item, notes)}</li>')
    return f'<ul class="lines">{"".join(lines)}</ul>'


def _table(section: Section, words: Wording, notes: Mapping[str, Note]) -> str:
    """Rows with the same parts, a sign before and the notes after."""
    sign, refs = escape(words.text("render.legend_title")), escape(words.text("page.notes"))
    head = "".join(f'<th scope="col">{escape(frame.shown(column))}</th>' for column in section.columns)
    rows = []
    for line, item in enumerate(section.items, start=1):
        cells = [f"<td>{cell}</td>" for cell in _cells(item, section.name, line, notes)]
        cells += ["<td></td>"] * (len(section.columns) - len(cells))
        rows.append(
            f'<tr id="{escape(section.name)}.{line}"><td>{_mark(item.mark, words)}</td>{"".join(cells)}<td>{_references(item, notes)}</td></tr>'
        )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(frame.shown(section.title))}"><table class="lines"><thead><tr>'
        f'<th scope="col"><span class="sr">{sign}</span></th>{head}<th scope="col">{refs}</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _cells(item: Item, section: str, line: int, notes: Mapping[str, Note]) -> list[str]:
    """The cells of a line, each value a link to its first note; figures and days carry their address as id."""
    numbered = iter(addressed(item.spans, section, line))
    return ["".join(_span(*next(numbered), notes) for _ in cell) for cell in item.cells]


def _span(span: Span, address: str, notes: Mapping[str, Note]) -> str:
    said = f"<bdi>{escape(frame.words_of(span))}</bdi>" if not isinstance(span, Text) else escape(frame.words_of(span))
    behind = [] if isinstance(span, Text) else frame.noted(span.records, notes)
    if not behind:
        return said
    classes = [*(["unread"] if frame.mark_of(span, notes) == "unverified" else []), *(["whole"] if address and len(said) <= _WHOLE else [])]
    style = f' class="{" ".join(classes)}"' if classes else ""
    ident = f' id="{escape(address)}"' if address else ""
    first = behind[0]
    source = ", ".join(frame.shown(part) for part in (first.title, first.published) if part)[:_TITLE]
    return f'<a href="#note-{first.number}"{ident}{style} title="{escape(f"{source} ({first.confidence})")}">{said}</a>'


def _references(item: Item, notes: Mapping[str, Note]) -> str:
    """`(1, 14–17)`: every note of the line, a run by its ends."""
    numbers = [note.number for note in frame.noted(item.records, notes)]
    if not numbers:
        return ""
    ends = ["–".join(_to_note(number) for number in dict.fromkeys((run[0], run[-1]))) for run in frame.runs(numbers)]
    return f' <span class="refs">({", ".join(ends)})</span>'


def _to_note(number: int) -> str:
    return f'<a href="#note-{number}">{number}</a>'


def _foot(page: Page, words: Wording) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in frame.foot(page, words))
    return f"<footer>{said}<p>{escape(words.text('page.remade_by'))} <code>{escape(frame.shown(page.command))}</code></p></footer>"


def _notes(page: Page, words: Wording) -> str:
    """The numbered evidence, each note with the lines that rest on it."""
    if not page.notes:
        return ""
    used = _uses(page)
    listed = "".join(_note(note, words, used.get(note.record, ())) for note in page.notes)
    return f'<section class="notes" aria-labelledby="notes.title"><h2 id="notes.title">{escape(words.text("page.notes"))}</h2><ol>{listed}</ol></section>'


def _uses(page: Page) -> dict[str, list[tuple[str, int, str]]]:
    """Where each record is used: (section, line, title of the section)."""
    used: dict[str, list[tuple[str, int, str]]] = {}
    for section in page.sections:
        for line, item in enumerate(section.items, start=1):
            for record in item.records:
                used.setdefault(record, []).append((section.name, line, frame.shown(section.title)))
    return used


def _note(note: Note, words: Wording, used: Iterable[tuple[str, int, str]]) -> str:
    address = frame.address_of(note)
    link = f' <a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>' if address else f" {escape(frame.shown(note.url))}" if note.url else ""
    remark = f' <span class="remark">{escape(frame.shown(note.remark))}</span>' if note.remark else ""
    back: dict[str, list[str]] = {}
    for section, line, title in used:
        back.setdefault(title, []).append(f'<a href="#{escape(section)}.{line}">{line}</a>')
    where = "; ".join(f"{escape(title)} {', '.join(lines)}" for title, lines in back.items())
    uses = f' <span class="used">{escape(words.text("render.used_in"))} {where}</span>' if where else ""
    return (
        f'<li id="note-{note.number}"><span class="n">{note.number}</span>{_mark(note.confidence, words)}<div>'
        f"{escape(frame.claim_of(note, words))}: <bdi>{escape(frame.place_of(note))}</bdi>"
        f' <code class="record">{escape(frame.shown(note.record))} v{note.version}</code>{link}{remark}{uses}</div></li>'
    )
