"""Is the PDF one page and its notes, tagged, linked, the same every time, and never a box in the place of a letter?"""

import io
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from detente.brief import Brief, compose
from detente.brief.page import Item
from detente.brief.render import glyphs
from detente.brief.spans import Words
from detente.errors import DetenteError, MissingPart
from detente.register import Register
from tests.brief import drawn_page

PAGE = drawn_page.page(drawn=False)
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(PAGE.to_pdf()))


def saying(text: str) -> Brief:
    line = Item(cells=((Words(text, (drawn_page.TREATY,)),),), mark="verified")
    return replace(PAGE, sections=(replace(PAGE.sections[0], items=(line,), more=0),))


def text_of(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


def test_the_same_page_gives_the_same_bytes() -> None:
    assert PAGE.to_pdf() == drawn_page.page(drawn=False).to_pdf()


def test_the_lines_are_one_page_and_the_notes_the_next(pdf: PdfReader) -> None:
    said, notes = (page.extract_text() for page in pdf.pages)

    assert "JPY 1,055.1 bn" in said
    assert "Title of source" not in said
    assert "Title of source 4" in notes


def test_it_is_dated_by_the_day_of_the_page_and_not_by_the_clock(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert "United States – Japan, as of 2026-11-22" == pdf.metadata.title
    assert str(pdf.metadata["/CreationDate"]).startswith("D:20261122")


def test_it_is_tagged_bookmarked_and_says_its_language(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]  # Any: a tree of PDF objects
    [page, sections, notes] = cast("list[Any]", pdf.outline)  # Any: bookmarks, and lists of those below one

    assert root["/MarkInfo"]["/Marked"]
    assert "en" == root["/Lang"]
    assert ("United States – Japan", "Notes") == (page.title, notes.title)
    assert ["Who owes what", "Burden", "Posts"] == [section.title for section in sections[:3]]


def test_every_value_and_every_note_number_is_a_link_that_arrives(pdf: PdfReader) -> None:
    links = [
        annotation.get_object()
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    inside = [link for link in links if "/Dest" in link or link["/A"]["/S"] == "/GoTo"]
    outside = {str(link["/A"]["/URI"]) for link in links if "/A" in link and link["/A"]["/S"] == "/URI"}

    # 8 values with rows; note numbers 1, 1-2, 3, 4, 4 behind their lines; from the notes back to 2 + 1 + 1 + 2 lines.
    assert 8 + 6 + 6 == len(inside)
    assert {f"https://example.org/{number}?a=1&b=2" for number in (1, 2, 3, 4)} == outside


def test_what_could_have_been_known_is_said_on_every_page(pdf: PdfReader) -> None:
    assert all("what could have been known" in page.extract_text() for page in pdf.pages)


def test_unverified_values_are_in_italics(pdf: PdfReader) -> None:
    styles: dict[str, set[str]] = {}

    def keep(text: str, _matrix: object, _place: object, font: dict[str, str] | None, _size: float) -> None:
        if font and text.strip():
            styles.setdefault(str(font["/BaseFont"]), set()).add(text.strip())

    pdf.pages[0].extract_text(visitor_text=keep)
    italic = " ".join(text for font, texts in styles.items() if "Italic" in font for text in texts)

    assert "2023-12-19" in italic
    assert "2027-03-31" not in italic


def test_charts_are_drawn_with_their_numbers_and_described() -> None:
    read = PdfReader(io.BytesIO(drawn_page.page().to_pdf()))
    size: Any = read.trailer["/Size"]  # Any: a PDF object, here a number
    objects: list[Any] = [read.get_object(number) for number in range(1, size)]  # Any: PDF objects
    told = [str(made["/Alt"]) for made in objects if isinstance(made, dict) and "/Alt" in made]

    assert any("Boundaries: Natural Earth 4.1" in page.extract_text() for page in read.pages)
    assert any(description.startswith("Map on 2026-11-22.") for description in told)
    assert any(description.startswith("Timeline from ") for description in told)


def test_writing_that_no_font_has_is_named_and_never_a_box() -> None:
    text = text_of(saying("Treaty 日本国 and 대한민국 and ไทย and Україна and Ελλάδα").to_pdf())

    assert "Treaty [CJK] and [Hangul] and [Thai] and Україна and Ελλάδα" in text
    assert "has no font stands as its name in brackets: Thai, CJK, Hangul." in text


def test_a_page_that_can_be_printed_says_nothing_of_fonts() -> None:
    assert "no font" not in text_of(saying("Côte d’Ivoire – Türkiye, São Tomé, Łódź").to_pdf())


@pytest.mark.skipif(not (DEJAVU / "DejaVuSans.ttf").exists(), reason="no DejaVu Sans on this computer")
def test_a_folder_of_fonts_is_used_for_what_the_bundled_ones_lack() -> None:
    page = saying("ⵜⴰⵎⴰⵣⵉⵖⵜ")  # in DejaVu Sans, in no bundled font

    assert "[Tifinagh]" in text_of(page.to_pdf())
    assert "ⵜⴰⵎⴰⵣⵉⵖⵜ" in text_of(page.to_pdf(fonts=DEJAVU))


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60))
def test_no_words_are_refused_by_the_typesetter(words: str) -> None:
    # PDF/UA forbids a character without a glyph, so that a box would be an error here.
    assert saying(words).to_pdf().startswith(b"%PDF")


def test_the_name_of_a_script_stands_for_a_run_of_its_letters() -> None:
    missing = frozenset("日本한국")

    assert "[CJK][Hangul], x" == glyphs.named("日本한국, x", missing)


def test_a_fonts_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"no folder .*none"):
        PAGE.to_pdf(fonts=tmp_path / "none")


def test_without_typst_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(MissingPart, match="typst is not installed") as missing:
        PAGE.to_pdf()

    assert "detente[documents]" in str(missing.value.next_step)


@pytest.mark.parametrize("subject", ["NATO", "USA"])
def test_shipped_pages_are_one_page_and_their_notes(subject: str) -> None:
    page = compose(Register.reference(), subject, valid=date(2026, 11, 22), since=date(2025, 11, 22))
    said = replace(page, sections=tuple(section for section in page.sections if section.chart is None))

    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(said.to_pdf())).pages]

    assert page.command in re.sub(r"\s+", " ", sheets[0])
    assert sheets[1].lstrip().startswith("Notes")
