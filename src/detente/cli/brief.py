"""`detente brief SUBJECT`: one page on an actor, a pair, an alliance or a region."""

from typing import Annotated, Literal

from cyclopts import Parameter

from detente.brief import compose
from detente.brief.render import render
from detente.cli.options import NOW, SHIPPED, From, Out, Time, day, deliver, instant

Form = Literal["text", "markdown", "html", "pdf", "json"]


def brief(
    *subject: str,
    time: Time = NOW,
    since: Annotated[str | None, Parameter(help="Compare with this day.")] = None,
    form: Annotated[Form, Parameter(name="--format", help="Form of the page.")] = "text",
    out: Out = None,
    sections: Annotated[str | None, Parameter(help="Only these sections, commas between.")] = None,
    pages: Annotated[int, Parameter(help="Pages of budget.")] = 1,
    notes: Annotated[bool, Parameter(negative=(), help="Append the numbered evidence (text).")] = False,
    interactive: Annotated[bool, Parameter(negative=(), help="Charts that answer the mouse (html).")] = False,
    ascii_only: Annotated[bool, Parameter(name="--ascii", negative=(), help="ASCII only, for logs (text).")] = False,
    source: From = SHIPPED,
) -> None:
    """One page on SUBJECT: an actor (USA), a pair (USA-JPN, or two words), an alliance (NATO) or a region (its name)."""
    page = compose(
        source.open(),
        "-".join(subject) if len(subject) == 2 else " ".join(subject),
        valid=day(time.on),
        known=instant(time.known),
        basis=time.basis,
        since=None if since is None else day(since),
        sections=sections.split(",") if sections else None,
        pages=pages,
    )
    deliver(render(page, form, notes=notes, interactive=interactive, ascii_only=ascii_only), out)
