"""Does the manual build without a warning, load nothing from elsewhere, and do the links of the top pages hold?"""

import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

from tests.shared import ROOT

# What a browser fetches by itself when a page is opened; a plain link is not among them.
LOADED = {"img": "src", "script": "src", "iframe": "src", "link": "href", "source": "src", "object": "data"}
FAR = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the manual, built as `make docs` builds it."""
    built = tmp_path_factory.mktemp("manual")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--builder", "html", "docs", str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return built


def test_a_page_of_the_manual_loads_nothing_from_elsewhere(manual: Path) -> None:
    pages = sorted(manual.rglob("*.html"))
    fetched = [
        f"{page.relative_to(manual)}: {address}"
        for page in pages
        for node in html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False).iter()
        if (address := node.get(LOADED.get(node.tag, ""), "")) and FAR.match(address)
    ]

    assert (manual / "index.html") in pages
    assert fetched == []


def test_a_style_sheet_of_the_manual_loads_nothing_from_elsewhere(manual: Path) -> None:
    reference = re.compile(r"(?:url\(|@import\s+)['\"]?(?:https?:)?//", re.IGNORECASE)
    sheets = sorted(manual.rglob("*.css"))

    assert sheets
    assert [sheet.name for sheet in sheets if reference.search(sheet.read_text(encoding="utf-8"))] == []


def test_a_browser_asks_for_nothing_but_the_files_of_the_manual(manual: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((manual / "index.html").as_uri())
    page.close()

    assert asked
    assert [url for url in asked if not url.startswith(manual.as_uri())] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_a_link_to_a_file_finds_the_file(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)\s]+)\)", text) if not FAR.search(t)]

    assert [t for t in targets if not (ROOT / t.split("#")[0]).exists()] == []


def test_every_target_that_the_readme_names_is_in_the_makefile() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert {"run", "test"} <= targets
    assert set(re.findall(r"(?<=`)make ([a-z]+)", text)) <= targets
