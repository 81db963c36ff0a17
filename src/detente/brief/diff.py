"""What do two pages say differently, line by line?

Lines of one section are one line when they rest mostly on the same rows; then their words are compared. A row that was
corrected is reported even where the words stand. When it lies: a line that rests on other rows than before is seen as
one gone and one new, though a reader may call it the same; a line cut for want of room is seen as gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief.page import Item, Page, Section, plain

SHARED = 0.5  # rows in common, of all the rows behind the two lines, from which on they are one line


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDiff:
    """Lines of one section that are new, gone, or say something else (before, after); the reasons for being empty."""

    name: str
    title: str
    new: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    changed: tuple[tuple[Item, Item], ...] = ()
    empty: tuple[str, str] = ("", "")

    def __bool__(self) -> bool:
        """Whether the section says anything else."""
        return bool(self.new or self.gone or self.changed or self.empty[0] != self.empty[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefDiff:
    """What the second page says differently from the first.

    `head`: subject, day, knowledge, digest and other words of the head that differ, as (what, before, after).
    `corrected`: rows behind both pages that stand in another version, as (record, version before, version after).
    """

    head: tuple[tuple[str, str, str], ...]
    sections: tuple[SectionDiff, ...]
    corrected: tuple[tuple[str, int, int], ...]

    def __bool__(self) -> bool:
        """Whether the two pages differ at all."""
        return bool(self.head or self.sections or self.corrected)

    def to_text(self) -> str:
        """One line for each difference: `+` new, `-` gone, `~` before and after, `v` a row in another version."""
        lines = [f"~ {what}: {before} -> {after}" for what, before, after in self.head]
        for section in self.sections:
            lines.append(section.title.upper())
            lines += [f"- {_words(item)}" for item in section.gone]
            lines += [f"+ {_words(item)}" for item in section.new]
            lines += [f"~ {_words(before)}\n  {_words(after)}" for before, after in section.changed]
            lines += [f"~ {before or '-'} -> {after or '-'}" for before, after in [section.empty] if before != after]
        lines += [f"v {record}: version {before} -> {after}" for record, before, after in self.corrected]
        return "".join(f"{line}\n" for line in lines)


def diff_briefs(before: Page, after: Page) -> BriefDiff:
    """What `after` says differently from `before`, by section and line; a false value where they say the same.

    Two pages of different subjects may be compared; the head then says so.
    """
    names = dict.fromkeys(section.name for page in (after, before) for section in page.sections)
    pairs = [(name, _section(before, name), _section(after, name)) for name in names]
    compared = [_compare(name, one, other) for name, one, other in pairs]
    versions = {note.record: note.version for note in before.notes}
    return BriefDiff(
        head=tuple(_head(before, after)),
        sections=tuple(section for section in compared if section),
        corrected=tuple(
            (note.record, versions[note.record], note.version)
            for note in after.notes
            if versions.get(note.record, note.version) != note.version
        ),
    )


def _head(before: Page, after: Page) -> list[tuple[str, str, str]]:
    said = [
        (name, str(getattr(before, name)), str(getattr(after, name)))
        for name in ("valid", "known", "basis", "since", "digest", "coverage")
    ]
    everything = [("subject", before.subject.title, after.subject.title), *said]
    return [(what, one, other) for what, one, other in everything if one != other]


def _section(page: Page, name: str) -> Section | None:
    return next((section for section in page.sections if section.name == name), None)


def _compare(name: str, before: Section | None, after: Section | None) -> SectionDiff:
    shown = after or before
    assert shown is not None, "a name comes from one of the two pages"
    old = list(before.items) if before else []
    new = [item for item in (after.items if after else ()) if not _take(old, item)]
    pairs = _pairs(old, new)
    return SectionDiff(
        name=name,
        title=shown.title,
        new=tuple(item for item in new if all(item is not other for _, other in pairs)),
        gone=tuple(item for item in old if all(item is not one for one, _ in pairs)),
        changed=tuple(pairs),
        empty=(_reason(before), _reason(after)),
    )


def _take(items: list[Item], wanted: Item) -> bool:
    """Remove from `items` one that a reader cannot tell from `wanted`; whether there was one."""
    for item in items:
        if (item.cells, item.mark) == (wanted.cells, wanted.mark):
            items.remove(item)
            return True
    return False


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Lines that are one line before and after: those with most rows in common first, each line once."""
    shared = [(_shared(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    found: dict[int, int] = {}
    for share, i, j in sorted(shared, key=lambda candidate: (-candidate[0], candidate[1:])):
        if share >= SHARED and i not in found and j not in found.values():
            found[i] = j
    return [(old[i], new[j]) for i, j in sorted(found.items())]


def _shared(one: Item, other: Item) -> float:
    """Rows behind both lines, of the rows behind either; 0 to 1."""
    mine, theirs = set(one.records), set(other.records)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _reason(section: Section | None) -> str:
    if section is None or section.empty is None or section.items:
        return ""
    return (
        f"{section.empty.kind.replace('_', ' ')} ({section.empty.why})"
        if section.empty.why
        else section.empty.kind.replace("_", " ")
    )


def _words(item: Item) -> str:
    return "  ".join(plain(cell) for cell in item.cells)
