"""How does a chart become a picture that a page can carry?

vl-convert draws the specification without a browser or the network. The result is then made safe to put several times
on one page and small enough to mail: a title and a description, numbered ids of its own, one decimal of a px. When it
lies: text is laid out for the widths of `text.py`; the reader's font may be a little wider or narrower.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from detente.errors import DetenteError
from detente.figures.figure import Figure, missing
from detente.figures.svg_paths import compact
from detente.figures.text import clean
from detente.figures.theme import tokens

VEGA_LITE: Final = "6.4"

_TAG: Final = re.compile(r"<[^<>]*>")  # text is escaped, so that nothing typed by a person looks like a tag
_ROOT: Final = re.compile(r"<svg\b[^>]*>")
_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_PATH: Final = re.compile(r' d="([^"]*)"')
_CLIP: Final = re.compile(r"\bclip\d+\b")
_NOISE: Final = re.compile(r' (?:(?:role|aria-roledescription|aria-hidden|class)="[^"]*"|transform="translate\(0,0\)")')
_LONG: Final = re.compile(r"-?\d+\.\d{3,}")
_COLOUR: Final = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')


def to_svg(figure: Figure) -> str:
    """The chart as one `<svg>` element in the light colours; for print, PDF and anything that is not a page.

    It has `role="img"`, a title and a description, refers to nothing outside itself, and scales with its container.

    Raises
    ------
    MissingPart : vl-convert is not installed.
    DetenteError : the specification cannot be drawn.
    """
    drawn = _draw(figure)
    # vl-convert 1.9 numbers clip paths over the life of the process; ours are numbered over the picture.
    clips = {name: f"clip-{number}" for number, name in enumerate(dict.fromkeys(_CLIP.findall(drawn)))}
    drawn = _TAG.sub(lambda tag: _tidy(tag[0], clips), drawn)
    ident = "fig-" + hashlib.sha256((figure.title + figure.description + drawn).encode()).hexdigest()[:10]
    drawn = _TAG.sub(lambda tag: tag[0].replace(' id="', f' id="{ident}-').replace("url(#", f"url(#{ident}-"), drawn)
    size = _SIZE.search(drawn)
    assert size is not None, "vl-convert gives every picture its viewBox"
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 {size[1]} {size[2]}" role="img"'
        f' aria-labelledby="{ident}-title {ident}-desc"><title id="{ident}-title">{escape(clean(figure.title))}</title>'
        f'<desc id="{ident}-desc">{escape(clean(figure.description))}</desc>'
    )
    return _ROOT.sub(lambda _: root, drawn, count=1)


def _tidy(tag: str, clips: Mapping[str, str]) -> str:
    """One tag with short paths and numbers, own names, and without the roles that a single image does not have."""
    if tag.startswith("<svg"):
        return tag
    tag = _PATH.sub(lambda found: f' d="{compact(found[1])}"', _NOISE.sub("", tag))
    tag = _CLIP.sub(lambda found: clips[found[0]], tag)
    return _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), tag)


def to_themed_svg(figure: Figure) -> str:
    """As `to_svg`, with colours that follow the page: `var(--ink, #1b2329)`, so that one picture serves light and dark.

    For pages that carry `theme.css_root()`; programs that do not know style sheets show nothing of it.
    """
    names: dict[str, str] = {}
    for name, colour in tokens().items():
        names.setdefault(colour, name)

    def follow(found: re.Match[str]) -> str:
        name = names.get(found[2])
        return f'{found[1]}="var(--{name}, {found[2]})"' if name else found[0]

    return _TAG.sub(lambda tag: _COLOUR.sub(follow, tag[0]), to_svg(figure))


def _draw(figure: Figure) -> str:
    """The picture as vl-convert makes it."""
    try:
        import vl_convert  # noqa: PLC0415  # the extra `figures`; 84 MB that only a picture needs
    except ModuleNotFoundError as absent:
        raise missing("vl-convert-python") from absent
    try:
        return vl_convert.vegalite_to_svg(figure.spec, vl_version=VEGA_LITE)
    except ValueError as refused:  # what vl-convert raises for every fault of a specification
        raise DetenteError(
            f"the chart {figure.title!r} cannot be drawn: {refused}",
            next_step="report it with the specification (`Figure.spec`)",
        ) from refused
