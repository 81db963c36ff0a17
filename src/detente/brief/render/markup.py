"""How do words become part of a page without becoming part of its structure?

By type: `Markup` is finished HTML, every other string is words and is escaped when an element takes it in. There is no
way to put words on a page that goes past this.
"""

from collections.abc import Sequence
from html import escape
from typing import Final, Literal

_VOID: Final = {"meta"}


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
    return Markup(head if name in _VOID else f"{head}{together(inside)}</{name}>")


def together(parts: Sequence[str], between: str = "") -> Markup:
    """Words and elements one after the other, with `between` between them."""
    return Markup(_safe(between).join(_safe(part) for part in parts))


def _safe(part: str) -> str:
    return part if isinstance(part, Markup) else escape(part)


def _attribute(name: str, value: str | Literal[True, False] | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
