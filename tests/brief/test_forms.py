"""Do five forms say the same, each number with its source, whatever a person has typed?"""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pypdf import PdfReader

from detente.brief import Brief, compose
from detente.brief.render import FORMS, render
from detente.errors import DetenteError
from detente.register import Register
from tests.brief import drawn_page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></main>",
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd") $x^2$ *bold* @label <label> \\ \u0007',
    "a|b\n|---|\n[^1]: note\n# heading\n- item\n```",
    "[link](javascript:alert(1)) ![image](x) `code` <b> &amp; ~~gone~~ $x$",
    "\u202eright to left\u202c \u2066isolated",
    "\x1b[31mred\x1b[0m\x00\x07",
    "javascript:alert(1)",
    'https://example.org/"onclick=alert(1)//',
    "A" * 10_000,
]


@pytest.fixture(scope="module")
def reference() -> Register:
    return Register.reference()


@pytest.fixture(scope="module", params=["USA-JPN", "NATO", "region:Asia-Pacific", "IND", "KOR-PRK"])
def shipped(reference: Register, request: pytest.FixtureRequest) -> Brief:
    page = compose(reference, request.param, valid=date(2026, 11, 22), since=date(2025, 11, 22))
    # Drawings rest on no row of their own and take a moment each.
    return replace(page, sections=tuple(section for section in page.sections if section.chart is None))


def pdf_text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def in_text(page: Brief) -> set[tuple[str, int]]:
    joined = re.sub(r"\s+", " ", str(render(page, "text", notes=True)))
    return {(record, int(version)) for record, version in re.findall(r"\[([^\[\]]+) v(\d+)\]", joined)}


def in_markdown(page: Brief) -> set[tuple[str, int]]:
    return {(record, int(version)) for record, version in re.findall(r"\(`([^`]+)` v(\d+)\)", page.to_markdown())}


def in_html(page: Brief) -> set[tuple[str, int]]:
    root = html5lib.parse(page.to_html(), namespaceHTMLElements=False)
    rows = ["".join(code.itertext()).rpartition(" v") for code in root.iter("code") if code.get("class") == "record"]
    return {(record, int(version)) for record, _, version in rows}


def in_pdf(page: Brief) -> set[tuple[str, int]]:
    """What of the page's own rows the PDF prints; the typesetter may break a row's key over two lines."""
    printed = re.sub(r"\s+", "", pdf_text(page.to_pdf()))
    return {
        (note.record, note.version)
        for note in page.notes
        if f"{note.record}v{note.version}".replace(" ", "") in printed
    }


def in_json(page: Brief) -> set[tuple[str, int]]:
    return {(note["record"], note["version"]) for note in json.loads(page.to_json())["notes"]}


READERS: list[Callable[[Brief], set[tuple[str, int]]]] = [in_text, in_markdown, in_html, in_pdf, in_json]


@pytest.mark.parametrize("rows_of", READERS, ids=lambda reader: reader.__name__)
def test_every_form_shows_the_same_rows_in_the_same_versions(rows_of: Callable[[Brief], set[tuple[str, int]]]) -> None:
    expected = {(drawn_page.TREATY, 1), (drawn_page.PAY, 2), (drawn_page.HOTLINE, 3), (drawn_page.FIGURE, 4)}

    assert expected == rows_of(drawn_page.page(drawn=False))


@pytest.mark.parametrize("rows_of", READERS, ids=lambda reader: reader.__name__)
def test_every_form_of_a_shipped_page_shows_the_rows_its_lines_rest_on(
    shipped: Brief, rows_of: Callable[[Brief], set[tuple[str, int]]]
) -> None:
    lines = {record for section in shipped.sections for item in section.items for record in item.records}

    assert lines == {record for record, _ in rows_of(shipped)}


def numerals_without_a_source(root: Element) -> Iterator[str]:
    """Texts with a digit that are in no link, note, head, foot, command or chart of an HTML page."""
    exempt = {"a", "header", "footer", "h2", "code", "figure", "title", "style", "script", "ol"}

    def walk(element: Element) -> Iterator[str]:
        if element.tag in exempt or element.get("class") == "more":
            return
        yield element.text or ""
        for child in element:
            yield from walk(child)
            yield child.tail or ""

    body = root.find("body")
    assert body is not None
    return (text for text in walk(body) if any(character.isdigit() for character in text.replace("(", "")))


def test_no_number_of_a_page_stands_without_a_link_to_its_source() -> None:
    root = html5lib.parse(drawn_page.page(drawn=False).to_html(), namespaceHTMLElements=False)

    assert [] == list(numerals_without_a_source(root))


def test_no_number_of_a_shipped_page_stands_without_a_link_to_its_source(shipped: Brief) -> None:
    root = html5lib.parse(shipped.to_html(), namespaceHTMLElements=False)

    assert [] == list(numerals_without_a_source(root))


def tags(html: str) -> list[str]:
    """The elements of a page, but for the places where a long word may break."""
    found = [
        str(element.tag) for element in html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html).iter()
    ]
    return [tag for tag in found if tag != "wbr"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_no_element_of_the_html(words: str) -> None:
    plain = drawn_page.page(drawn=False)

    calm, hostile = (drawn_page.said_with(plain, said).to_html() for said in ("words", words))

    assert tags(calm) == tags(hostile)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", hostile)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_no_block_of_the_markdown(words: str) -> None:
    plain, reader = drawn_page.page(drawn=False), MarkdownIt("commonmark").enable("table").use(footnote_plugin)

    def blocks(said: str) -> list[str]:
        tokens = reader.parse(drawn_page.said_with(plain, said).to_markdown())
        marks = [
            child.type
            for token in tokens
            for child in token.children or ()
            if child.type not in {"text", "text_special"}
        ]
        return [token.type for token in tokens] + marks

    assert blocks("words") == blocks(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_in_their_lines_of_the_text(words: str) -> None:
    page = drawn_page.said_with(drawn_page.page(drawn=False), words)

    text = str(render(page, "text", notes=True))

    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    assert [section.title.upper().split()[0] for section in page.sections] == [
        line.split()[0]
        for line in text.splitlines()
        if re.match(r"(WHO OWES|BURDEN|POSTS|CHANNELS|GATES|TRANSFERS)", line)
    ]


@pytest.mark.parametrize("words", [*HOSTILE[:10], "A" * 200])
def test_hostile_words_are_printed_and_not_obeyed_by_the_typesetter(words: str) -> None:
    plain = drawn_page.page(drawn=False)

    pages = [PdfReader(io.BytesIO(drawn_page.said_with(plain, said).to_pdf())) for said in ("words", words)]
    links = [[len(sheet.get("/Annots", [])) for sheet in page.pages] for page in pages]

    assert len(pages[0].outline) == len(pages[1].outline)
    assert sum(links[0]) <= sum(links[1])  # a long link is one annotation a line
    visible = re.sub(r"\W+", "", "".join(character for character in words if character.isprintable()))
    assert visible[:40] in re.sub(r"\W+", "", pdf_text(drawn_page.said_with(plain, words).to_pdf()))


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_rests_on_nothing_is_still_a_page_in_every_form(form: str) -> None:
    empty = replace(drawn_page.page(drawn=False), sections=drawn_page.empties(), notes=(), unverified=(0, 0))

    assert render(empty, form)  # type: ignore[arg-type]  # each of FORMS


def test_a_form_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(DetenteError, match="no form 'docx'") as refused:
        render(drawn_page.page(drawn=False), "docx")  # type: ignore[arg-type]  # the fault

    assert refused.value.expected == "text, markdown, html, pdf, json"
