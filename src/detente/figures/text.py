"""How much room does a line of text take, and what may stand in it?

Nothing is measured with a font, because the reader's font is not known here: widths are those of Helvetica (Adobe's
font metrics, which Arial and Liberation Sans share) with a seventh added for wider faces. When it lies: scripts
outside Latin, Greek and Cyrillic are counted by their East Asian width only.
"""

import unicodedata
from typing import Final

from detente.figures.theme import SIZES

WIDER: Final = 1.14  # DejaVu Sans, the widest face that a system is likely to offer
LONGEST: Final = 80  # characters of one name in a sentence; the table beside the chart has the whole

# Thousandths of the type size for the printable ASCII characters, from the space on.
_WIDTHS: Final = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)


def width_px(text: str, size: float = SIZES["small"]) -> float:
    """Room for one line of `text` at `size` px, on the safe side.

    >>> width_px("") == 0 and width_px("Oslo") < width_px("Washington")
    True
    """
    return sum(map(_thousandths, text)) * size * WIDER / 1000


def _thousandths(character: str) -> int:
    place = ord(character) - 32
    if 0 <= place < len(_WIDTHS):
        return _WIDTHS[place]
    if unicodedata.combining(character):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WF" else 600


def clean(text: str) -> str:
    r"""`text` on one line without control and format characters, which could reverse a page or break the file.

    >>> clean("Cote\u202e d'Ivoire\n")
    "Cote d'Ivoire"
    """
    kept = (" " if character.isspace() else character for character in text)
    # Cc control, Cf format (direction marks, zero width), Cs half a character, Co private, Cn not assigned.
    return " ".join("".join(c for c in kept if not unicodedata.category(c).startswith("C")).split())


def brief(text: str) -> str:
    """`text` cleaned, and cut to `LONGEST` characters with an ellipsis where it is longer."""
    text = clean(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def shorten(text: str, room: float, size: float = SIZES["small"]) -> str:
    """`text` cut to `room` px with an ellipsis; unchanged where it fits.

    >>> shorten("Treaty of Mutual Cooperation", 80)
    'Treaty of…'
    """
    text = clean(text)[: 10 * LONGEST]  # no sheet has room for more
    if width_px(text, size) <= room:
        return text
    while text and width_px(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, room: float, size: float = SIZES["small"]) -> list[str]:
    """Lines of whole words, each at most `room` px; a word longer than the room has a line of its own, shortened."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}".strip()
        if line and width_px(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer if width_px(longer, size) <= room else shorten(longer, room, size)
    return [*lines, line] if line else lines
