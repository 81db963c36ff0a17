"""`detente brief SUBJECT`: one page on an actor, a pair, an alliance or a region."""

from typing import Annotated, Literal

from cyclopts import Parameter

from detente.brief import compose
from detente.brief.render import render
from detente.cli.options import Known, KnownBasis, On, Out, Package, day, deliver, instant
from detente.register import Register

Form = Literal["text", "markdown", "html", "pdf", "json"]


def brief(
    *subject: str,
    on: On = None,
    known: Known = None,
    basis: KnownBasis = "recorded",
    since: Annotated[str | None, Parameter(help="Compare with this day.")] = None,
    form: Annotated[Form, Parameter(name="--format", help="Form of the page.")] = "text",
    out: Out = None,
    sections: Annotated[str | None, Parameter(help="Only these sections, commas between.")] = None,
    pages: Annotated[int, Parameter(help="Pages of budget.")] = 1,
    notes: Annotated[bool, Parameter(negative=(), help="Append the numbered evidence (text).")] = False,
    interactive: Annotated[bool, Parameter(negative=(), help="Charts that answer the mouse (html).")] = False,
    ascii_only: Annotated[bool, Parameter(name="--ascii", negative=(), help="ASCII only, for logs (text).")] = False,
    register: Package = None,
) -> None:
    """One page on SUBJECT: an actor (USA), a pair (USA-JPN, or two words), an alliance (NATO) or a region (its name)."""
    page = compose(
        Register.reference() if register is None else Register.open(register),
        "-".join(subject) if len(subject) == 2 else " ".join(subject),
        valid=day(on),
        known=instant(known),
        basis=basis,
        since=None if since is None else day(since),
        sections=sections.split(",") if sections else None,
        pages=pages,
    )
    deliver(render(page, form, notes=notes, interactive=interactive, ascii_only=ascii_only), out)
