"""What fits on one page?

A4 portrait at nine points, or 60 lines of 110 columns: 11 lines for head and foot, the rest for sections. Each section
gets its minimum, then the rest goes by the order of the sections and the weight of their items, whole items only. What
does not fit is counted. Where the minima do not fit, the greatest of them shrink to one item; if that is not enough,
the last sections are named at the foot. Drawings take no room here: they stand behind the page, in the forms that can
draw.
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
    kept, dropped = _with_room_for_all(sections, room)
    room -= sum(_height(section) for section in kept)
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


def _with_room_for_all(sections: Sequence[Section], room: int) -> tuple[list[Section], list[str]]:
    """The sections with minima that fit together, and the names of those for which there is no room."""
    kept, dropped = list(sections), list[str]()
    while sum(_height(section) for section in kept) > room:
        # The first section is the page in short, and never shrinks.
        greatest = max((section.minimum for section in kept[1:]), default=1)
        if greatest > 1:
            place = max(place for place, section in enumerate(kept) if place and section.minimum == greatest)
            kept[place] = replace(kept[place], minimum=greatest - 1)
        else:
            last = max((place for place, section in enumerate(kept) if _height(section)), default=None)
            if last is None:
                break
            dropped.insert(0, kept.pop(last).name)
    return kept, dropped


def _height(section: Section) -> int:
    """Lines that the minimum of a section takes, with the count of the rest, or the reason why it is empty."""
    if not section.items:
        return 0 if section.chart is not None and section.empty is None else 1
    heaviest = sorted(section.items, key=lambda item: item.weight, reverse=True)[: section.minimum]
    more = 1 if len(section.items) > section.minimum else 0
    heading = len(wrap(section.title, LABEL - 1))
    return max(heading, sum(lines_of(item) for item in heaviest) + more)
