"""Does the page of a brief stand in a browser: offline, silent, readable on any screen, in light, dark and print?"""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from detente.figures import theme
from tests.brief import drawn_page

OPEN_DETAILS = "document.querySelectorAll('details').forEach(details => details.open = true)"
# Colours of every text on the page and of the ground it stands on, by the browser's own reckoning.
COLOURS = """
() => [...document.querySelectorAll('main *')]
  .filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => [getComputedStyle(e).color, getComputedStyle(document.querySelector('main')).backgroundColor])
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page as files: static, interactive, and with words of 10,000 letters; by their addresses."""
    folder = tmp_path_factory.mktemp("pages")
    page = drawn_page.page()
    long = drawn_page.said_with(drawn_page.page(drawn=False), "A" * 10_000)
    pages = {"static": page.to_html(), "interactive": page.to_html(interactive=True), "long": long.to_html()}
    for name, html in pages.items():
        Path(folder, f"{name}.html").write_text(html, encoding="utf-8")
    return {name: Path(folder, f"{name}.html").as_uri() for name in pages}


class Sheet:
    """A page of the browser with what it asked for and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture
def sheet(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Sheet]:
    """An offline page; indirect parameters: width in px and colour scheme."""
    given: tuple[int, Literal["light", "dark"]] = getattr(request, "param", (1280, "light"))
    width, scheme = given
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    yield Sheet(context.new_page())
    context.close()


@pytest.mark.parametrize("name", ["static", "interactive"])
def test_it_asks_for_nothing_and_complains_of_nothing(sheet: Sheet, files: dict[str, str], name: str) -> None:
    sheet.page.goto(files[name])
    sheet.page.evaluate(OPEN_DETAILS)
    sheet.page.wait_for_load_state("networkidle")

    assert [files[name]] == sheet.requests
    assert [] == sheet.complaints


@pytest.mark.parametrize("sheet", [(320, "light"), (380, "light"), (820, "dark"), (1280, "light")], indirect=True)
@pytest.mark.parametrize("name", ["static", "long"])
def test_nothing_runs_off_the_screen(sheet: Sheet, files: dict[str, str], name: str) -> None:
    sheet.page.goto(files[name])
    sheet.page.evaluate(OPEN_DETAILS)

    assert sheet.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("sheet", [(380, "light"), (1280, "light"), (1280, "dark")], indirect=True)
def test_it_has_no_fault_of_accessibility(sheet: Sheet, files: dict[str, str]) -> None:
    sheet.page.goto(files["static"])
    sheet.page.evaluate(OPEN_DETAILS)

    found = Axe().run(sheet.page).response["violations"]

    assert [] == [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


@pytest.mark.parametrize("sheet", [(1280, "light"), (1280, "dark")], indirect=True)
def test_every_text_has_a_contrast_of_four_and_a_half(sheet: Sheet, files: dict[str, str]) -> None:
    def as_hex(colour: str) -> str:
        red, green, blue = (int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(","))
        return f"#{red:02x}{green:02x}{blue:02x}"

    sheet.page.goto(files["static"])

    pairs = {(as_hex(text), as_hex(ground)) for text, ground in sheet.page.evaluate(COLOURS)}

    assert pairs
    assert [] == [pair for pair in pairs if theme.contrast(*pair) < 4.5]


def test_the_page_follows_the_wish_for_dark_and_paper_is_light_all_the_same(
    browser: Browser, files: dict[str, str]
) -> None:
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    page.goto(files["static"])
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"

    on_screen = page.evaluate(ground)
    page.emulate_media(media="print", color_scheme="dark")
    on_paper = page.evaluate(ground)
    context.close()

    assert ("rgb(18, 23, 27)", "rgb(255, 255, 255)") == (on_screen, on_paper)


def test_a_value_leads_to_its_note_and_the_note_leads_back(sheet: Sheet, files: dict[str, str]) -> None:
    sheet.page.goto(files["static"])

    sheet.page.get_by_text("2023-12-19").click()
    at_note = sheet.page.url
    sheet.page.locator("#note-3 .used a").click()

    assert (f"{files['static']}#note-3", f"{files['static']}#owes.3") == (at_note, sheet.page.url)


def test_print_has_the_same_lines_and_the_notes_on_a_page_of_their_own(sheet: Sheet, files: dict[str, str]) -> None:
    sheet.page.goto(files["static"])

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(sheet.page.pdf(prefer_css_page_size=True))).pages]

    assert "JPY 1,055.1 bn" in pages[0]
    assert "none recorded (no list of posts in this register)" in pages[0]
    assert pages[-1].lstrip().startswith("Notes")
    assert not any("Title of source" in page for page in pages[:-1])


def test_an_interactive_page_draws_its_charts_itself(sheet: Sheet, files: dict[str, str]) -> None:
    sheet.page.goto(files["interactive"])
    sheet.page.wait_for_selector(".live:not([hidden]) svg")

    assert 2 == sheet.page.locator(".live:not([hidden]) svg.marks").count()
    assert [False, False] == [still.is_visible() for still in sheet.page.locator(".still").all()]


def test_where_scripts_are_off_the_pictures_stay(browser: Browser, files: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(files["interactive"])
    seen = [still.is_visible() for still in page.locator(".still svg").all()]
    context.close()

    assert [True, True] == seen


def test_hostile_words_run_nothing(browser: Browser, tmp_path: Path) -> None:
    attack = '"><img src=x onerror="document.title=1"><script>document.title=2</script>'
    page = drawn_page.said_with(drawn_page.page(drawn=False), attack)
    file = tmp_path / "hostile.html"
    file.write_text(replace(page, command=attack, digest=attack, made_with=attack).to_html(), encoding="utf-8")
    context = browser.new_context(offline=True)
    opened = Sheet(context.new_page())
    opened.page.goto(file.as_uri())
    title = opened.page.title()
    context.close()

    assert ([file.as_uri()], []) == (opened.requests, opened.complaints)
    assert title.startswith(attack)
