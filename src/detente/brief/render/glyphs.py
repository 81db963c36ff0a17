"""Can this be printed, or would the paper show an empty box?

The typesetter prints a box for what no font has, without a word of warning (typst 0.15). So it is asked before: each
letter, with the marks that sit on it, is drawn alone, and its drawing searched for the box that stands for a character
no font can have. What cannot be printed is replaced by the name of its script in brackets, and the page says so.
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
#for (place, letter) in probe.letters.enumerate() [#if place > 0 [#pagebreak()]#text(letter)]
"""
_GLYPH: Final = re.compile(r'href="#(g[0-9A-F]+)"')
_JOINERS: Final = "\u200c\u200d"


def letters(text: str) -> list[str]:
    """`text` as letters, each with the marks and joiners that follow it: what a font must have as one.

    >>> letters("nɲ̃")
    ['n', 'ɲ̃']
    """
    found: list[str] = []
    for character in text:
        if found and (
            unicodedata.category(character).startswith("M") or character in _JOINERS or found[-1][-1] in _JOINERS
        ):
            found[-1] += character
        else:
            found.append(character)
    return found


def unprintable(texts: Iterable[str], draw: Callable[[str], list[str]]) -> frozenset[str]:
    """The letters of `texts` that would come out as boxes.

    `draw` gives a page of SVG for each letter of a JSON list, the first of which is `NOWHERE`. Plain ASCII is in every
    font and not asked about.
    """
    asked = sorted({letter for text in texts if not text.isascii() for letter in letters(text) if not letter.isascii()})
    if not asked:
        return frozenset()
    box, *drawings = [set(_GLYPH.findall(drawing)) for drawing in draw(json.dumps([NOWHERE, *asked]))]
    assert box, "the typesetter draws something for what it cannot draw"
    return frozenset(letter for letter, glyphs in zip(asked, drawings, strict=True) if glyphs & box)


def named(text: str, missing: frozenset[str]) -> str:
    """`text` with each run of missing letters replaced by the name of its script.

    >>> named("Treaty 日本国 of 1960", frozenset("日本国"))
    'Treaty [CJK] of 1960'
    """
    if text.isascii() or not missing:
        return text
    runs = groupby(letters(text), key=lambda letter: script(letter) if letter in missing else "")
    return "".join(f"[{name}]" if name else "".join(run) for name, run in runs)


def script(letter: str) -> str:
    """The writing a letter belongs to: the first word of its Unicode name; of plain letters with a mark, the mark's.

    >>> script("日"), script("한"), script("0\u20d0")
    ('CJK', 'Hangul', 'Combining')
    """
    telling = next((character for character in letter if not character.isascii()), letter[0])
    word = unicodedata.name(telling, "unknown").split()[0].split("-")[0]
    return word if word == "CJK" else word.capitalize()
