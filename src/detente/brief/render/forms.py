"""In which form is a page wanted?

Text and Markdown for mails and logs, HTML to read and print, PDF to hand over, JSON to keep. All five carry the same
records; text does so with `notes=True`.
"""

from pathlib import Path
from typing import Final, Literal, get_args

from detente.brief.page import Page
from detente.brief.render.html import to_html
from detente.brief.render.json import to_json
from detente.brief.render.markdown import to_markdown
from detente.brief.render.pdf import to_pdf
from detente.brief.render.text import to_text
from detente.errors import DetenteError

Form = Literal["text", "markdown", "html", "pdf", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


def render(
    page: Page,
    form: Form,
    *,
    notes: bool = False,
    interactive: bool = False,
    ascii_only: bool = False,
    boundaries: bool = True,
    fonts: Path | None = None,
) -> str | bytes:
    """The page in one form: bytes for a PDF, text for all others. Options of other forms are without effect.

    Parameters
    ----------
    notes : append the numbered evidence (text; every other form always has it).
    interactive : charts that answer the mouse (html).
    ascii_only : nothing but ASCII, for logs (text).
    boundaries : whether maps draw boundaries (html, pdf); False: land only.
    fonts : a folder of fonts for writing that the bundled ones lack (pdf).

    Raises
    ------
    DetenteError : no such form.
    MissingPart : the form needs an extra that is not installed.
    """
    match form:
        case "text":
            return to_text(page, notes=notes, ascii_only=ascii_only)
        case "markdown":
            return to_markdown(page)
        case "html":
            return to_html(page, interactive=interactive, boundaries=boundaries)
        case "pdf":
            return to_pdf(page, boundaries=boundaries, fonts=fonts)
        case "json":
            return to_json(page)
        case _:
            raise DetenteError(
                f"no form {form!r}", where="form", expected=", ".join(FORMS), next_step="choose one of these"
            )
