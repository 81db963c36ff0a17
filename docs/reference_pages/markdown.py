"""How is a table, a cell or a docstring written as Markdown, the same on every machine?"""

import inspect
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    head, *lines = (f"| {' | '.join(line)} |" for line in (heads, *rows))
    return "\n".join([head, "|---" * len(heads) + "|", *lines])


def cell(text: str) -> str:
    """Plain words that stay inside their cell."""
    return text.replace("|", "\\|").replace("*", "\\*")


def summary(documented: object) -> str:
    """First paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(documented) or "").split("\n\n")[0].split())
