"""What binds us, what is due, what has changed, and what do we not know? One page on a subject, as of a day.

A brief computes nothing itself: its sections call the packages below and arrange what they answer. A section that meets
trouble prints the trouble and the next step; the rest of the page stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import detente
from detente.brief import budget
from detente.brief import sections as parts
from detente.brief import subject as subjects
from detente.brief.brief import Brief
from detente.brief.context import Context
from detente.brief.notes import notes_of
from detente.brief.page import EmptyReason, Section, Subject
from detente.brief.wording import Wording, wording
from detente.errors import DetenteError, RegisterError
from detente.register import Register, Snapshot, versions
from detente.register.schema import FACTS
from detente.register.versions import Basis

SECTIONS: Final[Mapping[str, Callable[[Context], Section]]] = parts.SECTIONS
_FAILED: Final = "failed"


def compose(
    register: Register,
    subject: str | Subject,
    *,
    valid: date,
    known: date | datetime | None = None,
    basis: Basis = "recorded",
    since: date | None = None,
    sections: Sequence[str] | None = None,
    packs: object | None = None,
    pages: int = 1,
    language: str = "en",
) -> Brief:
    """The brief on `subject` as of `valid`, as known at `known` (a day: its end; None: everything recorded).

    Parameters
    ----------
    subject : `USA`, `USA-JPN` (the first is "we"), `NATO`, a treaty key, `region:Asia-Pacific`, or a name.
    since : compare with this day: what moved in the world, and what was learned since.
    sections : names of the sections wanted; None means all that apply.
    packs : rule packs for the gates; without them the gate section says that it was not computed.
    pages : pages of budget, at least 1.

    Raises
    ------
    RegisterError : unknown or ambiguous subject, `since` after `valid`, an unknown section, fewer than one page.
    """
    _refuse_what_cannot_be(since, valid, sections, pages)
    return compose_from(
        register,
        register.as_of(valid, known, basis=basis),
        subject,
        since=since,
        sections=sections,
        packs=packs,
        pages=pages,
        language=language,
    )


def compose_from(
    register: Register,
    snapshot: Snapshot,
    subject: str | Subject,
    *,
    since: date | None = None,
    sections: Sequence[str] | None = None,
    packs: object | None = None,
    pages: int = 1,
    language: str = "en",
) -> Brief:
    """As `compose`, on a snapshot that the caller keeps: many briefs of one day share its work."""
    about = _about(register, snapshot, subject)
    words = wording(language)
    context = Context(register, snapshot, about, since, words, packs)
    wanted = [name for name in SECTIONS if sections is None or name in sections]
    composed = [_section(name, context) for name in wanted]
    applicable = [section for section in composed if section.empty is None or section.empty.kind != "not_applicable"]
    fitted, dropped = budget.fit(applicable, pages)
    records = tuple(dict.fromkeys(record for section in fitted for item in section.items for record in item.records))
    marks = [item.mark for section in fitted for item in section.items if item.mark is not None]
    brief = Brief(
        subject=about,
        valid=snapshot.valid,
        known=snapshot.known,
        basis=snapshot.basis,
        since=since,
        language=language,
        pages=pages,
        sections=fitted,
        notes=notes_of(snapshot, records),
        left_out=dropped,
        warnings=(
            *_before_the_first(register, snapshot, words),
            *(section.empty.why for section in fitted if section.empty and section.method == _FAILED),
        ),
        coverage=_coverage(snapshot, words),
        made_with=f"detente {detente.__version__}",
        unverified=(marks.count("unverified"), len(marks)),
    )
    return replace(brief, digest=snapshot.digest, command=_command(brief, sections))


def _about(register: Register, snapshot: Snapshot, subject: str | Subject) -> Subject:
    if isinstance(subject, Subject):
        return subject
    if snapshot.known is None:
        return subjects.parse(subject, snapshot)
    return subjects.parse_then(subject, snapshot, register.as_of(snapshot.valid))


def _section(name: str, context: Context) -> Section:
    """A section, or the trouble it met in its place."""
    try:
        return SECTIONS[name](context)
    except DetenteError as trouble:
        why = f"{trouble.message}; {trouble.next_step}" if trouble.next_step else trouble.message
        return Section(
            name=name,
            title=context.wording.text(f"{name}.title"),
            empty=EmptyReason("not_computed", why),
            method=_FAILED,
        )


def _refuse_what_cannot_be(since: date | None, valid: date, sections: Sequence[str] | None, pages: int) -> None:
    if since is not None and since > valid:
        raise RegisterError(
            f"since {since} is after {valid}",
            where="since",
            expected="an earlier day",
            next_step="exchange the two days",
        )
    unknown = [name for name in sections or () if name not in SECTIONS]
    if unknown:
        raise RegisterError(
            f"no section {unknown[0]!r}", where="sections", expected=", ".join(SECTIONS), next_step="choose from these"
        )
    if pages < 1:
        raise RegisterError(
            f"{pages} pages", where="pages", expected="1 or more", next_step="leave it out for one page"
        )


def _before_the_first(register: Register, snapshot: Snapshot, words: Wording) -> list[str]:
    """Said when nothing was recorded by the moment asked about: since when there is anything, and where to look."""
    if snapshot.known is None or any(not snapshot.recorded(table).is_empty() for table in FACTS):
        return []
    firsts = [frame["recorded_at"].min() for frame in register.tables.values() if not frame.is_empty()]
    first = min((moment for moment in firsts if isinstance(moment, datetime)), default=None)
    return [words.text("page.none_by_then").format(day=first.date())] if first else [words.text("page.none_at_all")]


def _coverage(snapshot: Snapshot, words: Wording) -> str:
    """How many agreements stand behind the page, and how many of them somebody has read."""
    agreements, read = snapshot.once(_agreements_read)
    return words.text("page.coverage").format(agreements=agreements, read=read)


def _agreements_read(snapshot: Snapshot) -> tuple[int, int]:
    agreements = snapshot.recorded("agreements").unique("agreement", keep="last", maintain_order=True)
    return agreements.height, agreements.filter(agreements["confidence"] != "unverified").height


def _command(brief: Brief, sections: Sequence[str] | None) -> str:
    """The command that makes this page again; it carries the day, so it never asks the clock."""
    known = "" if brief.known is None else f" --known {versions.written(brief.known)}"
    key = f'"{brief.subject.key}"' if " " in brief.subject.key else brief.subject.key
    options = [
        f" --on {brief.valid}{known}",
        f" --basis {brief.basis}" if brief.basis != "recorded" else "",
        f" --since {brief.since}" if brief.since else "",
        f" --sections {','.join(sections)}" if sections else "",
        f" --pages {brief.pages}" if brief.pages != 1 else "",
    ]
    return f"detente brief {key}{''.join(options)}"
