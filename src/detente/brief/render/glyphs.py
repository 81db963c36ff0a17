"""Can this be printed, or would the paper show an empty box?

The typesetter prints a box for a character that no font has, without a word of warning (typst 0.15). So it is asked
before: each character is drawn alone, and its drawing compared with that of a character no font can have. What cannot
be printed is replaced by the name of its script in brackets, and the page says so.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

NOWHERE: Final = "\U0010fffd"  # private use, the last plane: no font that is read here draws it
PROBE: Final = """#set page(width: 60pt, height: 40pt, margin: 5pt)
#let probe = json(bytes(sys.inputs.probe))
#set text(font: probe.fonts, fallback: true)
#for (place, character) in probe.characters.enumerate() [#if place > 0 [#pagebreak()]#text(character)]
"""
_GLYPH: Final = re.compile(r'href="#(g[0-9A-F]+)"')
_ASCII: Final = 128


def unprintable(texts: Iterable[str], draw: Callable[[str], list[str]]) -> frozenset[str]:
    """The characters of `texts` that would come out as boxes.

    `draw` gives a page of SVG for each character of the probe, whose first is `NOWHERE`. Plain ASCII is in every font
    and not asked about.
    """
    asked = sorted(
        {character for text in texts for character in text if ord(character) >= _ASCII and character.isprintable()}
    )
    if not asked:
        return frozenset()
    box, *drawings = [set(_GLYPH.findall(drawing)) for drawing in draw(json.dumps([NOWHERE, *asked]))]
    assert box, "the typesetter draws something for what it cannot draw"
    return frozenset(character for character, glyphs in zip(asked, drawings, strict=True) if glyphs & box)


def named(text: str, missing: frozenset[str]) -> str:
    """`text` with each run of missing characters replaced by the name of its script.

    >>> named("Treaty 日本国 of 1960", frozenset("日本国"))
    'Treaty [CJK] of 1960'
    """
    if not missing.intersection(text):
        return text
    runs = groupby(text, key=lambda character: script(character) if character in missing else "")
    return "".join(f"[{name}]" if name else "".join(characters) for name, characters in runs)


def script(character: str) -> str:
    """The writing a character belongs to: the first word of its Unicode name.

    >>> script("日"), script("한")
    ('CJK', 'Hangul')
    """
    word = unicodedata.name(character, "unknown").split()[0].split("-")[0]
    return word if word == "CJK" else word.capitalize()
