"""One section of a page, as a reader sees it: for tests that ask about one section and nothing else."""

from datetime import date, datetime

from detente.brief import Brief, compose
from detente.brief.page import Section, plain
from detente.register import Register


def section(
    register: Register, name: str, subject: str, on: str, *, since: str | None = None, known: datetime | None = None
) -> Section:
    """The section `name` of the page on `subject`, with room for all its lines."""
    found = [
        part
        for part in page(register, subject, on, since=since, known=known, sections=[name]).sections
        if part.name == name
    ]
    assert len(found) == 1, f"the page has no section {name}"
    return found[0]


def lines(
    register: Register, name: str, subject: str, on: str, *, since: str | None = None, known: datetime | None = None
) -> list[str]:
    """Its lines in words, heaviest first, without notes."""
    return [plain(item.spans) for item in section(register, name, subject, on, since=since, known=known).items]


def page(
    register: Register,
    subject: str,
    on: str,
    *,
    since: str | None = None,
    known: datetime | None = None,
    sections: list[str] | None = None,
    pages: int = 20,
) -> Brief:
    """The page on `subject` as of `on`."""
    since_day = None if since is None else date.fromisoformat(since)
    return compose(
        register, subject, valid=date.fromisoformat(on), since=since_day, known=known, sections=sections, pages=pages
    )
