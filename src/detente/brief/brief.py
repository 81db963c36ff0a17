"""What can be done with a page once it is composed?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from detente.brief import explain as explanations
from detente.brief.explain import Explanation
from detente.brief.layout import WIDTH
from detente.brief.page import Page
from detente.brief.render import json as archive
from detente.brief.render.html import to_html
from detente.brief.render.markdown import to_markdown
from detente.brief.render.pdf import to_pdf
from detente.brief.render.text import to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Page):
    """A page that can be shown in five forms, asked about its numbers, archived and compared."""

    def to_text(self, *, width: int = WIDTH, notes: bool = False, ascii_only: bool = False) -> str:
        """Plain text in lines of `width` columns (`render.text`)."""
        return to_text(self, width=width, notes=notes, ascii_only=ascii_only)

    def to_markdown(self) -> str:
        """CommonMark with footnotes (`render.markdown`)."""
        return to_markdown(self)

    def to_html(self, *, interactive: bool = False, boundaries: bool = True) -> str:
        """One file that asks nothing of anybody (`render.html`).

        Raises
        ------
        MissingPart : `interactive` without the extra `figures`.
        """
        return to_html(self, interactive=interactive, boundaries=boundaries)

    def to_pdf(self, *, boundaries: bool = True, fonts: Path | None = None) -> bytes:
        """A4 with the notes behind, tagged, the same bytes every time (`render.pdf`).

        Raises
        ------
        MissingPart : the extra `documents` is not installed.
        DetenteError : `fonts` is no folder.
        """
        return to_pdf(self, boundaries=boundaries, fonts=fonts)

    def to_json(self) -> str:
        """The form for archives (`render.json`)."""
        return archive.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The brief that `to_json` wrote; equal to the one it was written from.

        Raises
        ------
        DetenteError : `text` is not a brief of this format (names the path to what is wrong).
        """
        return cls(**archive.read(text))

    def explain(self, number_id: str) -> Explanation:
        """What stands behind the figure or day with this address, such as `owes.3.2` (`brief.explain`).

        Raises
        ------
        DetenteError : no such address on this page.
        """
        return explanations.explain(self, number_id)
