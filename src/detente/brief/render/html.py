"""The brief as one HTML file that asks nothing of anybody: no request, no script, no font, no tile.

An official paper on the screen and in print: the same lines in the same order, every value a link to its note and every
note a link back, unverified values in italics behind their sign. The policy in its head allows this one style sheet
(by digest) and nothing else. When it lies: the reader's system chooses the typeface, so lines may break elsewhere.
"""

import base64
import hashlib
from pathlib import Path
from typing import Final

from detente.brief.page import Page, Section
from detente.brief.render import frame
from detente.brief.render.html_charts import STILL, Live, drawn, live
from detente.brief.render.html_lines import MARKS, lines, notes_list, sign, signs, table
from detente.brief.render.markup import Markup, element, together
from detente.brief.wording import Wording, wording
from detente.figures import theme

STYLE: Final = Path(__file__).parents[1] / "templates" / "brief.css"


def to_html(page: Page, *, interactive: bool = False, boundaries: bool = True) -> str:
    """The page as one file; `interactive` carries the Vega bundle, `boundaries=False` draws maps as land only.

    The lines come first, ended by their foot; charts and notes follow.

    Raises
    ------
    MissingPart : `interactive` without vl-convert. A static page says in the place of a chart how to get it.
    """
    words, style = wording(page.language), style_sheet()
    script = live(page, boundaries=boundaries) if interactive else STILL
    said = [section for section in page.sections if section.chart is None]
    charts = [section for section in page.sections if section.chart is not None]
    body = element(
        "main",
        _head(page, words),
        *(_section(section, page, words) for section in said),
        _foot(page, words),
        *(_chart(section, words, script, boundaries=boundaries) for section in charts),
        notes_list(page, words),
    )
    root = element(
        "html",
        _meta(page, words, style, script),
        element("body", signs(), body, script.element()),
        lang=page.language,
    )
    return f"<!DOCTYPE html>\n{root}\n"


def style_sheet() -> str:
    """The tokens of the theme, the page's own rules, and light colours for paper whatever the screen shows."""
    light = "".join(f"--{name}:{value};" for name, value in theme.tokens("light").items())
    on_paper = f"@media print {{:root:root:root{{color-scheme:light;{light}}}}}\n"
    return theme.css_root() + STYLE.read_text(encoding="utf-8") + on_paper


def _meta(page: Page, words: Wording, style: str, script: Live) -> Markup:
    title = f"{frame.shown(page.subject.title)}, {words.text('page.as_of')} {page.valid}"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content=frame.shown(page.made_with)),
        element("title", title),
        element("style", Markup(style)),
    )


def _policy(style: str, script: Live) -> str:
    """Nothing may be loaded; the one style sheet, and the one script where there is one, are named by their digests."""
    scripts = _digest(script.source) if script.source else "'none'"
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {scripts}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(page: Page, words: Wording) -> Markup:
    legend = [element("span", sign(mark, words, is_spoken=False), words.text(f"render.mark_{mark}")) for mark in MARKS]
    return element(
        "header",
        element("h1", frame.shown(page.subject.title)),
        element("p", frame.as_of(page, words), class_="stamp"),
        element("p", frame.made_from(page, words), class_="made"),
        element("p", *legend, element("span", words.text("render.legend_screen")), class_="legend"),
    )


def _section(section: Section, page: Page, words: Wording) -> Markup:
    """A heading beside its lines, or beside the reason why there are none."""
    parts: list[str] = []
    if (reason := frame.empty(section, words)) is not None:
        parts.append(element("p", reason, class_="empty"))
    if section.items:
        notes = frame.evidence(page)
        parts.append(table(section, words, notes) if section.columns else lines(section, words, notes))
    if (more := frame.more(section, page, words)) is not None:
        parts.append(element("p", more[0], " ", element("code", more[1]), class_="more"))
    return _headed(section, element("div", *parts, class_="body"))


def _chart(section: Section, words: Wording, script: Live, *, boundaries: bool) -> Markup:
    """A heading above its chart."""
    assert section.chart is not None, "called for sections with a chart"
    return _headed(section, drawn(section.chart, section.name, words, script, boundaries=boundaries))


def _headed(section: Section, body: Markup) -> Markup:
    title = f"{section.name}.title"
    coverage = frame.shown(section.coverage) if section.coverage and section.items else ""
    label = element(
        "div",
        element("h2", frame.shown(section.title), id=title),
        element("p", coverage, class_="coverage") if coverage else "",
        class_="label",
    )
    kind = "drawing" if section.chart is not None else None
    return element("section", label, body, id=section.name, class_=kind, aria_labelledby=title)


def _foot(page: Page, words: Wording) -> Markup:
    said = [element("p", line) for line in frame.foot(page, words)]
    command = element("code", frame.shown(page.command))
    return element("footer", *said, element("p", together([words.text("page.remade_by"), command], " ")))
