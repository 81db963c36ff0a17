"""Do all words of a page come from the tables of its language, and no number from them?"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.brief import compose, wording
from detente.brief.page import plain
from detente.brief.spans import Name, Text, Words
from detente.errors import DetenteError
from detente.register import Register
from tests.brief.worlds import history

ENGLISH = sorted((wording.LANGUAGES / "en").glob("*.yaml"))
PATTERN = re.compile(r"^(?P<key>\S+): (?P<quoted>\".*\"|'.*')$")


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which every fixed word is wrapped in brackets: what stands outside came from somewhere else."""
    shutil.copytree(wording.LANGUAGES / "en", tmp_path / "qps")
    for path in (tmp_path / "qps").glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(
            "\n".join(re.sub(r'^(\S+: ")(.*)(")$', _bracketed, line) for line in lines) + "\n", encoding="utf-8"
        )
    monkeypatch.setattr(wording, "LANGUAGES", tmp_path)
    wording.wording.cache_clear()
    yield "qps"
    wording.wording.cache_clear()


def _bracketed(match: re.Match[str]) -> str:
    """`"{a} owes {b}"` -> `"{a}⟦ owes ⟧{b}"`."""
    parts = re.split(r"(\{\w+\})", match[2])
    return match[1] + "".join(part if part.startswith("{") or not part else f"⟦{part}⟧" for part in parts) + match[3]


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_a_pattern_holds_no_digit(path: Path) -> None:
    patterns = [
        match["quoted"] for line in path.read_text(encoding="utf-8").splitlines() if (match := PATTERN.match(line))
    ]

    assert [pattern for pattern in patterns if any(character.isdigit() for character in pattern)] == []


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_a_pattern_for_one_has_one_for_others_with_the_same_places(path: Path) -> None:
    patterns = {key: value for key, value in wording.wording().patterns.items() if key.startswith(f"{path.stem}.")}

    for key, pattern in patterns.items():
        if key.endswith(".one"):
            other = patterns[key.removesuffix("one") + "other"]
            assert set(re.findall(r"\{\w+\}", pattern)) == set(re.findall(r"\{\w+\}", other)), key


def test_a_pattern_is_filled_in_the_order_of_its_places() -> None:
    words = wording.Wording("en", {"owes.duty": "{obligee} is owed by {obligor}"})

    spans = words.line("owes.duty", obligor=Name("ARL", "Arland"), obligee=Name("BRL", "Borland"))

    assert plain(spans) == "Borland is owed by Arland"


def test_a_place_that_nobody_fills_is_refused_by_name() -> None:
    words = wording.Wording("en", {"owes.duty": "{obligor} owes"})

    with pytest.raises(DetenteError, match=r"\{obligor\}"):
        words.line("owes.duty")


def test_a_language_that_is_not_there_is_refused_with_those_there_are() -> None:
    with pytest.raises(DetenteError, match="no wording for language") as caught:
        wording.wording("xx")

    assert caught.value.expected is not None
    assert "en" in caught.value.expected


@pytest.mark.parametrize("subject", ["ARL-BRL", "ARL", "PACT"])
def test_every_fixed_word_of_a_page_comes_from_the_tables(pseudo: str, subject: str) -> None:
    page = compose(history(), subject, valid=date(2010, 1, 1), since=date(1999, 1, 1), language=pseudo, pages=9)

    loose = [
        span.text
        for section in page.sections
        for item in section.items
        for span in item.spans
        if isinstance(span, Text) and not (span.text.startswith("⟦") and span.text.endswith("⟧"))
    ]
    assert loose == []
    assert [section.title for section in page.sections if not section.title.startswith("⟦")] == []


def test_words_of_a_record_stay_in_their_own_language(pseudo: str) -> None:
    page = compose(Register.reference(), "NATO", valid=date(2026, 11, 20), language=pseudo, sections=["statements"])

    quoted = [
        span.text
        for section in page.sections
        for item in section.items
        for span in item.spans
        if isinstance(span, Words)
    ]
    assert any("collective defence as enshrined in Article 5" in text for text in quoted)
