"""Is the HTML one file that asks nothing of anybody, leads every value to its note, and says what it lacks?"""

import base64
import hashlib
import re
import sys
from collections import Counter
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest

from detente.brief import Brief
from detente.brief.page import Note
from detente.brief.render.html import STYLE, style_sheet
from detente.errors import MissingPart
from detente.figures import theme
from detente.figures.bundle import vega_bundle
from tests.brief import drawn_page

ADDRESSES = {
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "//example.org": None,
    "ftp://example.org/file": None,
    'https://example.org/"onclick="alert(1)': None,
    "https://example.org/a b": None,
    "https://example.org/1?a=1&b=2#c": "https://example.org/1?a=1&b=2#c",
    "http://example.org/%E6%97%A5": "http://example.org/%E6%97%A5",
}


@pytest.fixture(scope="module")
def drawn() -> str:
    return drawn_page.page().to_html()


@pytest.fixture(scope="module")
def living() -> str:
    return drawn_page.page().to_html(interactive=True)


def parse(html: str) -> Element:
    """The tree of a file that has no fault at all."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def words(element: Element) -> str:
    return "".join(element.itertext())


def of_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def test_the_file_parses_without_a_fault(drawn: str) -> None:
    root = parse(drawn)

    assert ("en", "United States – Japan, as of 2026-11-22") == (root.get("lang"), root.findtext("head/title"))
    assert 1 == len(list(root.iter("h1"))) == len(list(root.iter("main")))


def test_nothing_is_loaded_and_nothing_runs(drawn: str) -> None:
    root = parse(drawn)
    inside = [
        value for element in root.iter() for key, value in element.items() if key in {"src", "srcset", "data", "action"}
    ]
    links = [element.get("href") or "" for element in root.iter() if element.get("href")]

    assert [] == inside
    assert [] == [*root.iter("script"), *root.iter("link")]
    assert [] == [key for element in root.iter() for key in element.keys() if key.startswith("on") or key == "style"]  # noqa: SIM118  # attributes, not children
    assert {"https://example.org"} == {link[:19] for link in links if not link.startswith("#")}
    assert not re.search(r"url\(|@import", style_sheet())


def test_links_that_leave_the_page_do_not_say_where_from(drawn: str) -> None:
    out = [link for link in parse(drawn).iter("a") if not (link.get("href") or "").startswith("#")]

    assert 4 == len(out)
    assert {"noreferrer"} == {link.get("rel") for link in out}


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(drawn: str) -> None:
    root = parse(drawn)
    [policy] = [
        meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    [style] = root.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'none'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_style_sheet_starts_with_the_colours_of_the_theme_and_has_none_of_its_own() -> None:
    own = STYLE.read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)\)", own))
    defined = set(re.findall(r"--([\w-]+):", theme.css_root()))

    assert style_sheet().startswith(theme.css_root() + own)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", own)
    assert used <= defined


def test_on_paper_the_colours_are_light_whatever_the_screen_shows() -> None:
    on_paper = style_sheet().rpartition("@media print {:root:root:root{")[2]

    assert f"--paper:{theme.LIGHT['paper']};" in on_paper
    assert f"--ink:{theme.LIGHT['ink']};" in on_paper


def test_every_id_is_unique_and_every_link_inside_the_page_arrives(drawn: str) -> None:
    root = parse(drawn)
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    inside = {href[1:] for element in root.iter() if (href := element.get("href") or "").startswith("#")}

    assert {1} == set(ids.values())
    assert inside
    assert inside <= set(ids)


def test_every_figure_and_day_is_a_link_to_its_note_with_source_and_date(drawn: str) -> None:
    root = parse(drawn)
    [pay] = [link for link in root.iter("a") if link.get("id") == "owes.2.1"]

    assert ("#note-1", "JPY 1,055.1 bn") == (pay.get("href"), words(pay))
    assert "Title of source 1, 1960-01-19 (verified)" == pay.get("title")


def test_a_note_names_its_claim_its_row_and_the_lines_that_rest_on_it(drawn: str) -> None:
    [note] = [element for element in parse(drawn).iter("li") if element.get("id") == "note-3"]

    assert "to be checked at: Title of source 3, A ministry, 1960-01-19, Article 3 channels/TRILHOT v3" in words(note)
    assert words(note).endswith("to be read again used in Who owes what 3")
    assert ["#owes.3"] == [link.get("href") for link in note.iter("a") if not link.get("rel")]


def test_only_unverified_values_are_in_italics_and_every_line_says_its_mark(drawn: str) -> None:
    root = parse(drawn)
    lines = [line for line in root.iter("li") if (line.get("id") or "").startswith("owes.")]

    assert ["2023-12-19", "1.40 %", "2.00 %"] == [words(value) for value in of_class(root, "unread")]
    assert ["verified: ", "reported: ", "unverified: ", ""] == [words(of_class(line, "mark")[0]) for line in lines]


def test_an_empty_section_says_why_and_a_cut_one_what_to_add(drawn: str) -> None:
    root = parse(drawn)

    assert [
        "none recorded (no list of posts in this register)",
        "none (the list is complete)",
        "not computed (no gate pack; give one with --packs)",
        "does not apply",
    ] == [words(element) for element in of_class(root, "empty")]
    assert ["and 3 more: --sections owes --pages 2"] == [words(element) for element in of_class(root, "more")]


def test_a_chart_is_one_described_image_with_its_numbers_below(drawn: str) -> None:
    root = parse(drawn)
    charts = list(root.iter("figure"))
    pictures = [element for chart in charts for element in chart.iter() if str(element.tag).endswith("svg")]
    rows = [row for row in charts[1].iter("tr") if row.find("td") is not None]

    assert ["img", "img"] == [picture.get("role") for picture in pictures]
    assert all(picture.get("aria-labelledby") for picture in pictures)
    assert ["Where they are", "What lasts and what is due"] == [words(caption) for caption in root.iter("figcaption")]
    assert ["Treaty", "Notice"] == [words(row.findall("td")[1]) for row in rows]


def test_without_boundaries_the_map_is_land_only_and_says_so() -> None:
    land = drawn_page.page().to_html(boundaries=False)

    assert "They are switched off here: land only." in land
    assert "disputed area" not in land


def test_without_vl_convert_the_page_says_how_to_get_it_and_keeps_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    vega_bundle.cache_clear()

    root = parse(drawn_page.page().to_html())
    said = [words(element) for chart in root.iter("figure") for element in of_class(chart, "empty")]

    assert 2 == len(said)
    assert all("pip install 'detente[figures]'" in why for why in said)
    assert ["open" in details.attrib for details in root.iter("details")] == [True, True]
    with pytest.raises(MissingPart, match="vl-convert"):
        drawn_page.page().to_html(interactive=True)


@pytest.mark.parametrize("address, linked", ADDRESSES.items())
def test_only_web_addresses_become_links_and_all_are_shown(address: str, linked: str | None) -> None:
    def with_address(note: Note) -> Note:
        return replace(note, url=address)

    page = drawn_page.page(drawn=False)
    root = parse(replace(page, notes=tuple(map(with_address, page.notes))).to_html())

    assert {linked} == {link.get("href") for link in root.iter("a") if link.get("rel")} or linked is None
    assert (linked is None) == (not [link for link in root.iter("a") if link.get("rel")])
    assert all(address in words(note) for note in of_class(root, "notes")[0].iter("li"))


def test_an_interactive_page_has_one_script_named_by_its_digest_and_its_charts_as_data(living: str) -> None:
    root = parse(living)
    scripts = Counter(script.get("type") for script in root.iter("script"))
    [module] = [script.text or "" for script in root.iter("script") if script.get("type") == "module"]
    digest = base64.b64encode(hashlib.sha256(module.encode()).digest()).decode()

    assert {"module": 1, "application/json": 2} == scripts
    assert f"script-src &#x27;sha256-{digest}&#x27;;" in living
    assert "eval" not in living.partition("Content-Security-Policy")[2][:300]


def test_a_name_in_a_specification_cannot_end_its_data_block() -> None:
    [_, timeline] = drawn_page.charts()
    assert timeline.chart is not None
    named = replace(timeline.chart, spec=timeline.chart.spec | {"name": "</script><b>"})

    hostile = replace(drawn_page.page(drawn=False), sections=(replace(timeline, chart=named),)).to_html(
        interactive=True
    )

    assert "</script><b>" not in hostile
    assert "\\u003c/script>" in hostile


def test_files_keep_their_size(drawn: str, living: str) -> None:
    assert len(drawn.encode()) <= 400_000
    assert len(living.encode()) <= 1_600_000


def test_the_same_page_gives_the_same_file(drawn: str) -> None:
    assert drawn == drawn_page.page().to_html()


def test_an_archived_page_needs_nothing_but_its_archive() -> None:
    page = drawn_page.page(drawn=False)

    assert page.to_html() == Brief.from_json(page.to_json()).to_html()
