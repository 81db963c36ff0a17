"""What fits on one page?

A4 portrait at nine points, or 60 lines of 110 columns: 11 lines for head and foot, the rest for sections. Each section
gets its minimum, then the rest goes by the order of the sections and the weight of their items, whole items only. What
does not fit is counted; if not even the minimum of all sections fits, the last of them are named at the foot.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.brief.layout import LABEL, MARK, WIDTH, wrap
from detente.brief.page import Item, Section, plain

LINES: Final = 60
FRAME: Final = 11
# Five open questions are asked of a reader; the rest is counted.
MOST_PER_PAGE: Final = {"openquestions": 5}


def fit(sections: Sequence[Section], pages: int) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections cut to `pages` pages, and the names of those that did not fit at all; their order never changes."""
    room = LINES * pages - FRAME
    kept: list[Section] = list(sections)
    dropped: list[str] = []
    while kept and sum(_minimum(section) for section in kept) > room:
        dropped.insert(0, kept.pop().name)
    room -= sum(_minimum(section) for section in kept)
    fitted = []
    for section in kept:
        ordered = sorted(section.items, key=lambda item: item.weight, reverse=True)
        most = pages * MOST_PER_PAGE.get(section.name, len(ordered))
        shown, spare = ordered[: section.minimum], ordered[section.minimum : most]
        for item in spare:
            needed = lines_of(item)
            if needed > room:
                break
            room -= needed
            shown.append(item)
        fitted.append(replace(section, items=tuple(shown), more=section.more + len(ordered) - len(shown)))
    return tuple(fitted), tuple(dropped)


def lines_of(item: Item) -> int:
    """Lines the item takes in the text form, with room for its note numbers."""
    words = "  ".join(plain(cell) for cell in item.cells) + " " + "0" * (4 * min(len(item.records), 3) + 2)
    return len(wrap(words, WIDTH - LABEL - MARK))


def _minimum(section: Section) -> int:
    if not section.items:
        return 1
    heaviest = sorted(section.items, key=lambda item: item.weight, reverse=True)[: section.minimum]
    more = 1 if len(section.items) > section.minimum else 0
    return sum(lines_of(item) for item in heaviest) + more
