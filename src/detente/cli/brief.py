"""`detente brief SUBJECT`: one page on an actor, a pair, an alliance or a region."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from detente.brief import Brief, compose
from detente.brief.page import Subject
from detente.brief.render import Form, render
from detente.brief.subject import parse
from detente.cli.delivery import Out, deliver
from detente.cli.options import NOW, SHIPPED, From, Time, day, instant, several
from detente.errors import RegisterError, UnknownSubject
from detente.register import Register, Snapshot


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Rendering:
    """How the page looks."""

    form: Annotated[Form, Parameter(name="--format", help="Form of the page.")] = "text"
    notes: Annotated[bool, Parameter(negative=(), show_default=False, help="Append the numbered evidence (text).")] = (
        False
    )
    interactive: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Charts that answer the mouse (html).")
    ] = False
    ascii_only: Annotated[
        bool, Parameter(name="--ascii", negative=(), show_default=False, help="ASCII only, for logs (text).")
    ] = False
    no_boundaries: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Maps with land only (html, pdf).")
    ] = False
    fonts: Annotated[Path | None, Parameter(help="Folder of fonts for further scripts (pdf).")] = None

    def of(self, page: Brief) -> str | bytes:
        """The page in its form."""
        return render(
            page,
            self.form,
            notes=self.notes,
            interactive=self.interactive,
            ascii_only=self.ascii_only,
            boundaries=not self.no_boundaries,
            fonts=self.fonts,
        )


PLAIN: Final = Rendering()


def brief(
    *subject: str,
    time: Time = NOW,
    since: Annotated[str | None, Parameter(help="Compare with this day, YYYY-MM-DD.")] = None,
    sections: Annotated[str | None, Parameter(help="Only these sections, commas between.")] = None,
    pages: Annotated[int, Parameter(help="Pages to fill.")] = 1,
    strict: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Refuse where a check finds an error on the page.")
    ] = False,
    look: Rendering = PLAIN,
    out: Out = None,
    source: From = SHIPPED,
) -> None:
    """One page on SUBJECT: an actor (USA), a pair (USA-JPN, or two words), an alliance (NATO) or a region."""
    register = source.open()
    snapshot = register.as_of(day(time.on), instant(time.known), basis=time.basis)
    page = compose(
        register,
        _subject(subject, snapshot),
        valid=snapshot.valid,
        known=snapshot.known,
        basis=time.basis,
        since=None if since is None else day(since, "--since"),
        sections=None if sections is None else several(sections),
        pages=pages,
    )
    if source.register is not None:
        page = replace(page, command=f"{page.command} --register {source.register}")
    if strict:
        _refuse_errors(register, page)
    deliver(look.of(page), out)


def _subject(words: tuple[str, ...], snapshot: Snapshot) -> str | Subject:
    """Two words are one name (`South Korea`) where somebody has it, else a pair."""
    if not words:
        raise RegisterError(
            "no subject", where="SUBJECT", expected="USA, USA-JPN, NATO or region:Asia-Pacific", next_step="name one"
        )
    try:
        return parse(" ".join(words), snapshot)
    except UnknownSubject:
        return "-".join(words) if len(words) == 2 else " ".join(words)


def _refuse_errors(register: Register, page: Brief) -> None:
    """Raise where a check finds an error in a row of the page."""
    errors = register.validate().touching(page.records()).errors
    if errors:
        raise RegisterError(
            f"{len(errors)} errors in rows of this page",
            where=errors[0].where,
            expected="a register without errors on the page",
            next_step=errors[0].next_step,
            problems=[f"{error.where}: {error.message}" for error in errors],
        )
