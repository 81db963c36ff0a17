"""How many lines of 110 columns does a line of a brief take, and how is it wrapped?

Words are kept whole, wide characters (Chinese, Japanese, Hangul) count twice, and combining marks not at all. The
budget and the text renderer measure with the same ruler.
"""

import unicodedata
from typing import Final

WIDTH: Final = 110
LABEL: Final = 14
MARK: Final = 2


def display_width(text: str) -> int:
    """Columns of a terminal that `text` takes.

    >>> display_width("Japan"), display_width("日本")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Me")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces; a longer word stands alone and is not cut."""
    lines, current = [], ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if current and display_width(joined) > width:
            lines.append(current)
            current = word
        else:
            current = joined
    return [*lines, current]


def pad(text: str, width: int) -> str:
    """`text` filled with spaces to `width` columns."""
    return text + " " * max(0, width - display_width(text))
