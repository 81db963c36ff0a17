"""How does a chart stand in a page: as a picture, as its table, and where asked for as one that answers the mouse?

The picture is drawn by `figures` with colours that follow the page, light or dark. The numbers stand below it in a
table. An interactive page carries Vega itself and the specifications as data, and replaces each picture once Vega has
drawn it; where scripts are off, the picture stays.
"""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from detente.brief.page import Chart, Page
from detente.brief.render import frame
from detente.brief.render.html_lines import scrolling
from detente.brief.render.markup import Markup, element, together
from detente.brief.wording import Wording
from detente.errors import DetenteError
from detente.figures import Figure, to_themed_svg
from detente.figures.bundle import vega_bundle

# `ast` reads expressions without making code from text, which the policy forbids, and so it would Vega's style sheet.
_START: Final = """
for (const place of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const actions = {export: true, source: false, compiled: false, editor: false};
  window.vegaEmbed(place, spec, {ast: true, defaultStyle: false, renderer: "svg", actions,
    tooltip: {disableDefaultStyle: true}})
    .then(() => { place.hidden = false; place.previousElementSibling.hidden = true; });
}
"""


class Live(NamedTuple):
    """What makes a page interactive: the script, and by section the specification as JSON; both empty when static."""

    source: str
    specs: Mapping[str, str]

    def element(self) -> Markup:
        """The script element, or nothing."""
        return element("script", Markup(self.source), type="module") if self.source else Markup("")


STILL: Final = Live("", {})


def live(page: Page, *, boundaries: bool) -> Live:
    """Vega, the script that starts it, and the specifications of the page's charts; `STILL` where it has none.

    Raises
    ------
    MissingPart : vl-convert, which carries the bundle, is not installed.
    """
    charts = {section.name: section.chart for section in page.sections if section.chart is not None}
    if not charts:
        return STILL
    specs = {name: figure_of(chart, boundaries=boundaries).spec for name, chart in charts.items()}
    # No `<` in a data block, so that nothing in a name can end it.
    written = {name: json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c") for name, spec in specs.items()}
    return Live(vega_bundle() + _START, written)


def figure_of(chart: Chart, *, boundaries: bool) -> Figure:
    """The chart as `figures` draws it; without boundaries where it has such a form and it is wanted."""
    chosen = chart.without_boundaries if chart.without_boundaries is not None and not boundaries else chart
    rows = pl.DataFrame([*chosen.rows], schema=[*chosen.columns], orient="row") if chosen.rows else pl.DataFrame()
    return Figure(spec=chosen.spec, title=chosen.title, description=chosen.description, table=rows)


def drawn(chart: Chart, name: str, words: Wording, script: Live, *, boundaries: bool) -> Markup:
    """The picture with its title and its table; where it cannot be drawn, why, and the table open."""
    figure = figure_of(chart, boundaries=boundaries)
    caption = element("figcaption", frame.shown(figure.title))
    try:
        picture = element("div", Markup(to_themed_svg(figure)), class_="still")
    except DetenteError as trouble:
        why = element("p", frame.not_drawn(trouble, words), class_="empty")
        return element("figure", caption, why, _table(figure, words, is_open=True))
    return element("figure", caption, picture, _live(name, script), _table(figure, words, is_open=False))


def _live(name: str, script: Live) -> Markup:
    """The place for the living chart, hidden until it is there, and its specification; nothing on a static page."""
    if name not in script.specs:
        return Markup("")
    ident = f"{name}.spec"
    data = element("script", Markup(script.specs[name]), type="application/json", id=ident)
    return together([element("div", class_="live", data_chart=ident, hidden=True), data])


def _table(figure: Figure, words: Wording, *, is_open: bool) -> Markup:
    """The same numbers for those who do not see the picture, or want to copy them."""
    if figure.table.is_empty():
        return Markup("")
    head = [element("th", frame.shown(column.replace("_", " ")), scope="col") for column in figure.table.columns]
    rows = [
        element("tr", *(element("td", frame.shown(str(value))) for value in row)) for row in figure.table.iter_rows()
    ]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    summary = element("summary", words.text("render.table"))
    return element("details", summary, scrolling(table, frame.shown(figure.title)), open=is_open)
