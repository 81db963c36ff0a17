"""How does a chart stand in a page: as a picture, as its table, and where asked for as one that answers the mouse?

The picture is drawn by `figures` with colours that follow the page, light or dark. The numbers stand below it in a table.
An interactive page carries Vega itself and the specifications as data, and replaces each picture once Vega has drawn it;
where scripts are off, the picture stays.
"""

import json
from collections.abc import Mapping
from html import escape
from typing import Final, NamedTuple

import polars as pl

from detente.brief.page import Chart, Page
from detente.brief.render import frame
from detente.brief.wording import Wording
from detente.errors import DetenteError
from detente.figures import Figure, to_themed_svg
from detente.figures.bundle import vega_bundle

# `ast` reads expressions without building code from text, which the policy forbids; Vega's own style sheet would be
# refused as well, so the page styles its menu.
_START: Final = """
for (const place of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  window.vegaEmbed(place, spec, {ast: true, defaultStyle: false, renderer: "svg", tooltip: {disableDefaultStyle: true},
    actions: {export: true, source: false, compiled: false, editor: false}})
    .then(() => { place.hidden = false; place.previousElementSibling.hidden = true; });
}
"""


class Live(NamedTuple):
    """What makes a page interactive: the script, and by section the specification as a data block; empty when static."""

    source: str
    blocks: Mapping[str, str]

    @property
    def html(self) -> str:
        """The script element, or nothing."""
        return f'<script type="module">{self.source}</script>' if self.source else ""


def figure_of(chart: Chart, *, boundaries: bool = True) -> Figure:
    """The chart as `figures` draws it; the form without boundaries where it has one and it is wanted."""
    chosen = chart.without_boundaries if chart.without_boundaries is not None and not boundaries else chart
    rows = pl.DataFrame([*chosen.rows], schema=[*chosen.columns], orient="row") if chosen.rows else pl.DataFrame()
    return Figure(spec=chosen.spec, title=chosen.title, description=chosen.description, table=rows)


def live(page: Page, *, boundaries: bool) -> Live:
    """Vega, the script that starts it, and the specifications of the page's charts; empty where it has none.

    Raises
    ------
    MissingPart : vl-convert, which carries the bundle, is not installed.
    """
    charts = {section.name: section.chart for section in page.sections if section.chart is not None}
    if not charts:
        return Live("", {})
    specs = {name: figure_of(chart, boundaries=boundaries).spec for name, chart in charts.items()}
    return Live(vega_bundle() + _START, {name: json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c") for name, spec in specs.items()})


def drawn(chart: Chart, name: str, words: Wording, script: Live, *, boundaries: bool) -> str:
    """The picture with its title and its table; where it cannot be drawn, why, and the table open."""
    figure = figure_of(chart, boundaries=boundaries)
    try:
        picture, is_drawn = f'<div class="still">{to_themed_svg(figure)}</div>', True
    except DetenteError as trouble:
        why = f"{trouble.message}; {trouble.next_step}" if trouble.next_step else trouble.message
        picture, is_drawn = f'<p class="empty">{escape(words.text("page.not_computed"))} ({escape(frame.shown(why))})</p>', False
    ident = f"spec-{escape(name)}"
    if name in script.blocks and is_drawn:
        picture += f'<div class="live" data-chart="{ident}" hidden></div><script type="application/json" id="{ident}">{script.blocks[name]}</script>'
    caption = f"<figcaption>{escape(frame.shown(figure.title))}</figcaption>"
    return f"<figure>{caption}{picture}{_table(figure, words, is_open=not is_drawn)}</figure>"


def _table(figure: Figure, words: Wording, *, is_open: bool) -> str:
    """The same numbers for those who do not see the picture, or want to copy them."""
    if figure.table.is_empty():
        return ""
    title = escape(words.text("render.table"))
    head = "".join(f'<th scope="col">{escape(frame.shown(column))}</th>' for column in figure.table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(frame.shown(str(value)))}</td>" for value in row) + "</tr>" for row in figure.table.iter_rows())
    label = escape(frame.shown(figure.title))
    return (
        f"<details{' open' if is_open else ''}><summary>{title}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )
