"""How do words become part of a page without becoming part of its structure?

By type: `Markup` is finished HTML, every other string is words and is escaped when an element takes it in. There is no
way to put words on a page that goes past this.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final, Literal

_VOID: Final = {"meta"}
_TEXT_ONLY: Final = {"title"}  # elements in which a tag is read as text
# Browsers search for a place to break a long word among all its characters, one by one: 10,000 letters take them a
# minute. A place given every so often takes that search away and copies as nothing.
_LONG: Final = re.compile(r"\S{48}(?=\S)")


class Markup(str):
    """HTML that may stand as it is."""

    __slots__ = ()


def element(name: str, /, *inside: str, **attributes: str | bool | None) -> Markup:
    """One element with words or other elements inside, and its attributes.

    In attribute names `_` stands for `-`, and one at the end falls away (`class_`). None and False leave an attribute
    out, True writes its name alone.

    >>> element("a", "1 < 2", href="#note-1", class_="whole")
    '<a href="#note-1" class="whole">1 &lt; 2</a>'
    """
    written = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    head = f"<{name}{written}>"
    if name in _VOID:
        return Markup(head)
    content = "".join(map(escape, inside)) if name in _TEXT_ONLY else together(inside)
    return Markup(f"{head}{content}</{name}>")


def together(parts: Sequence[str], between: str = "") -> Markup:
    """Words and elements one after the other, with `between` between them."""
    return Markup(_safe(between).join(_safe(part) for part in parts))


def _safe(part: str) -> str:
    if isinstance(part, Markup):
        return part
    starts = [0, *(found.end() for found in _LONG.finditer(part)), len(part)]
    return "<wbr>".join(escape(part[start:end]) for start, end in pairwise(starts))


def _attribute(name: str, value: str | Literal[True, False] | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
