"""The brief as a PDF: one A4 page and its notes, tagged, the same bytes whenever the page is the same.

The page goes to the typesetter as data, never as source, so that nothing typed by a person is a command. Only the
fonts bundled with it are used, or those of a folder that is given; what they lack is named instead of printed as a box.
When it lies: a page whose lines are far longer than the budget reckoned takes a second sheet before its notes.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from detente.brief.page import Chart, Item, Note, Page, Section
from detente.brief.render import frame
from detente.brief.render.glyphs import PROBE, named, script, unprintable
from detente.brief.render.html_charts import figure_of
from detente.brief.render.html_lines import WHOLE
from detente.brief.spans import Day, Figure, Span, Text
from detente.brief.wording import Wording, wording
from detente.errors import DetenteError, MissingPart
from detente.figures import theme, to_svg

if TYPE_CHECKING:
    import typst

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "brief.typ"
FONTS: Final = ["Libertinus Serif", "DejaVu Sans Mono"]
Data = dict[str, Any]  # Any: JSON


def to_pdf(page: Page, *, boundaries: bool = True, fonts: Path | None = None) -> bytes:
    """The page as PDF/UA: tagged, with bookmarks, language and the date of the page.

    Parameters
    ----------
    boundaries : False draws maps as land only.
    fonts : a folder of font files (.ttf, .otf) for writing that the bundled fonts lack.

    Raises
    ------
    MissingPart : typst is not installed.
    DetenteError : `fonts` is no folder, or the typesetter refuses the page.
    """
    if fonts is not None and not fonts.is_dir():
        raise DetenteError(
            f"no folder {fonts}", where="fonts", expected="a folder of .ttf or .otf files", next_step="correct the path"
        )
    words, compiler = wording(page.language), _compiler(fonts)
    data = _data(page, words, boundaries=boundaries)
    missing = unprintable(_texts(data), partial(_drawings, compiler))
    if missing:
        data = _replaced(data, missing)
        scripts = ", ".join(dict.fromkeys(script(letter) for letter in sorted(missing)))
        data["foot"].append(words.text("render.missing_glyphs").format(scripts=scripts))
    [pdf] = _compile(compiler, TEMPLATE.read_bytes(), {"page": json.dumps(data)}, "pdf", pdf_standards="ua-1")
    return pdf


def _compiler(fonts: Path | None) -> "typst.Compiler":
    """A typesetter that knows the bundled fonts and those of the folder, and none of this computer."""
    try:
        import typst  # noqa: PLC0415  # the extra `documents`
    except ModuleNotFoundError as absent:
        raise MissingPart(
            "no PDF can be made: typst is not installed",
            expected="the extra `documents`",
            next_step="python -m pip install 'detente[documents]', or print the html form",
        ) from absent
    return typst.Compiler(ignore_system_fonts=True, font_paths=[str(fonts)] if fonts else [])


def _compile(
    compiler: "typst.Compiler", source: bytes, inputs: dict[str, str], form: Literal["pdf", "svg"], **options: Any
) -> list[bytes]:
    try:
        made = compiler.compile(input=source, format=form, sys_inputs=inputs, **options)
    except RuntimeError as refused:  # typst.TypstError is one, and so is what the binding itself raises
        raise DetenteError(
            f"the typesetter refuses the page: {refused}", next_step="report it, with the page as --format json"
        ) from refused
    assert made is not None, "nothing is written to a file"
    return made if isinstance(made, list) else [made]


def _drawings(compiler: "typst.Compiler", listed: str) -> list[str]:
    """An SVG for each letter of a JSON list, set in the fonts of the page."""
    probe = f'{{"fonts": {json.dumps(FONTS)}, "letters": {listed}}}'
    return [drawing.decode() for drawing in _compile(compiler, PROBE.encode(), {"probe": probe}, "svg")]


def _data(page: Page, words: Wording, *, boundaries: bool) -> Data:
    """Everything the template sets, in its order."""
    notes = frame.evidence(page)
    title, as_of = frame.shown(page.subject.title), frame.as_of(page, words)
    return {
        "title": f"{title}, {words.text('page.as_of')} {page.valid}",
        "subject": title,
        "as_of": as_of,
        "running": f"{title}, {as_of}; {words.text('page.digest')} {page.digest[: frame.DIGITS]}",
        "made": frame.made_from(page, words),
        "made_with": frame.shown(page.made_with),
        "day": [page.valid.year, page.valid.month, page.valid.day],
        "language": page.language,
        "pages": page.pages,
        "fonts": FONTS,
        "colours": {name: theme.LIGHT[name] for name in ("ink", "quiet", "line", "accent")},
        "legend": [
            {"mark": mark, "word": words.text(f"render.mark_{mark}")} for mark in ("verified", "reported", "unverified")
        ],
        "words": {
            "notes": words.text("page.notes"),
            "legend": words.text("render.legend_print"),
            "made_by": words.text("page.remade_by"),
            "used_in": words.text("render.used_in"),
        },
        "sections": [_section(section, page, words, notes, boundaries=boundaries) for section in page.sections],
        "foot": frame.foot(page, words),
        "command": frame.shown(page.command),
        "notes": _notes(page, words),
    }


def _section(section: Section, page: Page, words: Wording, notes: Mapping[str, Note], *, boundaries: bool) -> Data:
    more = frame.more(section, page, words)
    return {
        "title": frame.shown(section.title),
        "coverage": frame.shown(section.coverage) if section.coverage and section.items else None,
        "empty": frame.empty(section, words),
        "columns": [frame.shown(column) for column in section.columns],
        "items": [
            _item(item, f"{section.name}.{line}", notes, len(section.columns))
            for line, item in enumerate(section.items, start=1)
        ],
        "more": " ".join(more) if more else None,
        "chart": None if section.chart is None else _chart(section.chart, words, boundaries=boundaries),
    }


def _item(item: Item, label: str, notes: Mapping[str, Note], columns: int) -> Data:
    cells = [[_span(span, notes) for span in cell] for cell in item.cells]
    runs = frame.runs([note.number for note in frame.noted(item.records, notes)])
    return {
        "label": f"line-{label}",
        "mark": item.mark or "",
        "cells": cells + [[]] * (columns - len(cells)),
        "notes": [[run[0], run[-1]] for run in runs],
    }


def _span(span: Span, notes: Mapping[str, Note]) -> Data:
    text = frame.words_of(span)
    behind = [] if isinstance(span, Text) else frame.noted(span.records, notes)
    return {
        "text": text,
        "note": behind[0].number if behind else None,
        "unread": frame.mark_of(span, notes) == "unverified",
        "whole": isinstance(span, Day | Figure) and len(text) <= WHOLE,
    }


def _chart(chart: Chart, words: Wording, *, boundaries: bool) -> Data:
    """The picture in light colours, or why there is none."""
    figure = figure_of(chart, boundaries=boundaries)
    said = {"title": frame.shown(figure.title), "description": frame.shown(figure.description)}
    try:
        return said | {"picture": to_svg(figure), "why": None}
    except DetenteError as trouble:
        return said | {"picture": None, "why": frame.not_drawn(trouble, words)}


def _notes(page: Page, words: Wording) -> list[Data]:
    uses = frame.uses(page)
    return [
        {
            "number": note.number,
            "mark": note.confidence,
            "claim": frame.claim_of(note, words),
            "place": frame.place_of(note),
            "record": f"{frame.shown(note.record)} v{note.version}",
            "address": frame.address_of(note),
            "written": frame.shown(note.url),
            "remark": frame.shown(note.remark) or None,
            "uses": [
                {
                    "title": title,
                    "lines": [{"number": line, "label": f"line-{section}.{line}"} for section, line in places],
                }
                for title, places in uses.get(note.record, {}).items()
            ],
        }
        for note in page.notes
    ]


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data of a page, pictures too: their words are set in the same fonts."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for inner in data.values():
            yield from _texts(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from _texts(inner)


def _replaced(data: Any, missing: frozenset[str]) -> Any:
    """The data with what cannot be printed replaced by its name."""
    if isinstance(data, str):
        return named(data, missing)
    if isinstance(data, Mapping):
        return {key: _replaced(inner, missing) for key, inner in data.items()}
    return [_replaced(inner, missing) for inner in data] if isinstance(data, list) else data
