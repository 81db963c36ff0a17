"""Which words does a page use, in which language?

Fixed patterns, no generated prose. A pattern is a line of `language/<code>/<section>.yaml` with places in braces,
filled with spans: `{obligor} owes {obligee} assistance under {agreement}`. Numbers never stand in a pattern. A pattern
with `.one` and `.other` is chosen by a count. Facts keep their own language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from detente import yaml_reader
from detente.brief.spans import Span, Text
from detente.errors import DetenteError

LANGUAGES: Final = Path(__file__).parent / "language"
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Wording:
    """The patterns of one language: `section.key` -> pattern."""

    language: str
    patterns: Mapping[str, str]

    def line(self, key: str, count: float | None = None, /, **places: Span | tuple[Span, ...]) -> tuple[Span, ...]:
        """The pattern `key` with its places filled; a place given as a tuple may hold several spans, or none.

        Raises
        ------
        DetenteError : no such pattern in this language, or a place that nobody filled (names both).
        """
        pattern = self.pattern(key, count)
        spans: list[Span] = []
        for index, part in enumerate(_PLACE.split(pattern)):
            if index % 2 == 0:
                spans += [Text(part)] if part else []
                continue
            if part not in places:
                raise DetenteError(
                    f"nothing fills {{{part}}}",
                    where=f"wording {key}",
                    expected=", ".join(places),
                    next_step="correct the pattern",
                )
            given = places[part]
            spans += given if isinstance(given, tuple) else (given,)
        return tuple(spans)

    def text(self, key: str, count: float | None = None) -> str:
        """A pattern without places, as plain words: headings, legends, reasons."""
        return self.pattern(key, count)

    def pattern(self, key: str, count: float | None = None) -> str:
        """The pattern of `key`, in the form for `count`."""
        found = self.patterns.get(key if count is None else f"{key}.{'one' if count == 1 else 'other'}")
        if found is None:
            raise DetenteError(
                f"no wording {key!r} in language {self.language!r}",
                expected="a key of language/*.yaml",
                next_step="add the pattern",
            )
        return found


@lru_cache
def wording(language: str = "en") -> Wording:
    """The patterns of a language.

    Raises
    ------
    DetenteError : no such language.
    """
    folder = LANGUAGES / language
    if not re.fullmatch(r"[a-z]{2,3}", language) or not folder.is_dir():
        known = sorted(path.name for path in LANGUAGES.iterdir() if path.is_dir())
        raise DetenteError(
            f"no wording for language {language!r}", expected=", ".join(known), next_step="choose one of these"
        )
    patterns: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = yaml_reader.read(path)
        assert isinstance(content, dict), f"{path} maps keys to patterns"
        patterns |= {f"{path.stem}.{key}": str(pattern) for key, pattern in content.items()}
    return Wording(language, patterns)
