"""Which colour, type size, space and mark does every chart, page and screen use?

One table of tokens, in a light and a dark form; style sheets are compared with it and charts take their values from it.
The values are those of the workspace's visual language; contrast is measured with the formula of WCAG 2.2 (relative
luminance). When it lies: a printer in black and white keeps lightness only, so nothing is told by colour alone.
"""

from typing import Final, Literal, NamedTuple

Mode = Literal["light", "dark"]
Mark = Literal["verified", "reported", "unverified", "assumed"]

LIGHT: Final[dict[str, str]] = {
    "paper": "#ffffff",
    "surface": "#f6f7f8",
    "sunk": "#eceff1",
    "ink": "#1b2329",
    "quiet": "#55616b",
    "line": "#747f88",
    "accent": "#1f5f8b",
    "focus": "#0b57d0",
    "good": "#1e6b45",
    "warn": "#8a5a00",
    "bad": "#a32020",
    "unknown": "#5a656e",
    "assumed": "#7a4d8f",
}
DARK: Final[dict[str, str]] = {
    "paper": "#12171b",
    "surface": "#1a2126",
    "sunk": "#232b31",
    "ink": "#e6eaed",
    "quiet": "#a9b4bc",
    "line": "#6f7b84",
    "accent": "#7db8e0",
    "focus": "#8ab4f8",
    "good": "#6fc79a",
    "warn": "#e0b457",
    "bad": "#f08a80",
    "unknown": "#98a3ab",
    "assumed": "#c9a2dd",
}
GROUNDS: Final = ("paper", "surface", "sunk")
TEXT_TOKENS: Final = ("ink", "quiet", "accent", "good", "warn", "bad", "unknown", "assumed")
CONTROL_TOKENS: Final = ("line", "focus")

# More than six kinds of a thing are drawn as small multiples, never as a seventh colour.
SERIES: Final[dict[Mode, tuple[str, ...]]] = {
    "light": ("#033b7a", "#cc7f57", "#45785e", "#673256", "#7f6b00", "#499fb8"),
    "dark": ("#5282c1", "#d1714f", "#75cfae", "#a16d8e", "#fae8a3", "#cff2fe"),
}
# Small values lie near the paper, so the dark form runs the other way.
SEQUENTIAL: Final[dict[Mode, tuple[str, ...]]] = {
    "light": ("#e8eef4", "#b9cee1", "#7fa6c8", "#3f78a3", "#0f4370"),
    "dark": ("#0f4370", "#3f78a3", "#7fa6c8", "#b9cee1", "#e8eef4"),
}
DIVERGING: Final[dict[Mode, tuple[str, ...]]] = {
    "light": ("#8a4a10", "#d3a072", "#e9ecee", "#8fb2d0", "#1f5f8b"),
    "dark": ("#d9a066", "#8a5f35", "#2b343a", "#44708f", "#7db8e0"),
}

FONT: Final = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
FONT_CODE: Final = 'ui-monospace, "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", monospace'
SIZES: Final[dict[str, float]] = {
    "small": 12.5,
    "body": 14,
    "large": 16,
    "title": 20,
    "display": 26,
}  # px at 16 px to the rem
WEIGHTS: Final[dict[str, int]] = {"regular": 400, "strong": 600}
LINE_HEIGHT: Final = 1.45
SPACES: Final = (4, 8, 12, 16, 24, 40)  # px
PAGE_WIDTH: Final = 680  # px; 180 mm, the text width of an A4 page, at 96 px to the inch


class Sign(NamedTuple):
    """A confidence mark: glyph for text, word for those who do not see it, path of its filled part in a unit circle."""

    glyph: str
    word: str
    path: str


_DISC: Final = "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z"
MARKS: Final[dict[Mark, Sign]] = {
    "verified": Sign("●", "verified", _DISC),
    "reported": Sign("◐", "reported", "M0,-1A1,1,0,0,0,0,1Z"),
    "unverified": Sign("○", "unverified", ""),
    "assumed": Sign("△", "assumed", ""),
}
OUTLINES: Final[dict[Mark, str]] = {
    "verified": _DISC,
    "reported": _DISC,
    "unverified": _DISC,
    "assumed": "M0,-1L1,0.8L-1,0.8Z",
}


def tokens(mode: Mode = "light") -> dict[str, str]:
    """Every colour (`#rrggbb`) by its token; palettes are numbered from 1: `series-1`, `sequential-1`, `diverging-1`.

    >>> tokens()["ink"], tokens("dark")["series-2"]
    ('#1b2329', '#d1714f')
    """
    named = dict(LIGHT if mode == "light" else DARK)
    for name, palette in (("series", SERIES), ("sequential", SEQUENTIAL), ("diverging", DIVERGING)):
        named |= {f"{name}-{number}": colour for number, colour in enumerate(palette[mode], start=1)}
    return named


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white).

    Source: WCAG 2.2, definition of relative luminance.

    >>> luminance("#ffffff")
    1.0
    """
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 12)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, the same in either order.

    Source: WCAG 2.2, definition of contrast ratio.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def css_root() -> str:
    """The `:root` custom properties that every style sheet starts with: light, then dark by preference and by choice.

    Lengths in rem (type) and px (space). A page forces a form with `data-theme="light"` or `"dark"` on its root
    element.
    """
    fixed = {
        "font": FONT,
        "font-code": FONT_CODE,
        **{f"size-{name}": f"{px / 16:g}rem" for name, px in SIZES.items()},
        **{f"weight-{name}": str(weight) for name, weight in WEIGHTS.items()},
        "line-height": f"{LINE_HEIGHT:g}",
        **{f"space-{number}": f"{px}px" for number, px in enumerate(SPACES, start=1)},
    }
    light, dark = _declarations(tokens() | fixed, "  "), _declarations(tokens("dark"), "  ")
    by_preference = _declarations(tokens("dark"), "    ")
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f'@media (prefers-color-scheme: dark) {{\n  :root:not([data-theme="light"]) {{\n{by_preference}  }}\n}}\n'
        f':root[data-theme="light"] {{\n  color-scheme: light;\n}}\n'
        f':root[data-theme="dark"] {{\n  color-scheme: dark;\n{dark}}}\n'
    )


def _declarations(values: dict[str, str], indent: str) -> str:
    """One custom property to a line."""
    return "".join(f"{indent}--{name}: {value};\n" for name, value in values.items())


def altair_config(mode: Mode = "light") -> dict[str, object]:
    """The `config` of a Vega-Lite specification in our type and colours; marks carry no ARIA of their own.

    A chart is one image with a title, a description and a table beside it; a label on every mark would be read aloud
    mark by mark and fails accessibility checks on maps.
    """
    colour = tokens(mode)
    small, body = SIZES["small"], SIZES["body"]
    titled = {
        "labelColor": colour["quiet"],
        "labelFontSize": small,
        "titleColor": colour["ink"],
        "titleFontSize": small,
    }
    return {
        "aria": False,
        "background": colour["paper"],
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **titled,
            "titleFontWeight": WEIGHTS["regular"],
            "domainColor": colour["line"],
            "tickColor": colour["line"],
            "gridColor": colour["sunk"],
        },
        "legend": {**titled, "titleFontWeight": WEIGHTS["strong"]},
        "title": {"color": colour["ink"], "fontSize": body, "fontWeight": WEIGHTS["strong"], "anchor": "start"},
        "text": {"color": colour["ink"], "fontSize": small},
        "range": {
            "category": list(SERIES[mode]),
            "ordinal": list(SEQUENTIAL[mode]),
            "ramp": list(SEQUENTIAL[mode]),
            "heatmap": list(SEQUENTIAL[mode]),
            "diverging": list(DIVERGING[mode]),
        },
    }
