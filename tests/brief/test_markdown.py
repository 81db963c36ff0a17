"""Does the Markdown read well raw, and mean the same to a parser?"""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from tests.brief import drawn_page

PAGE = drawn_page.page(drawn=False)


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(text)


def test_raw_it_is_headings_lines_with_marks_and_footnotes() -> None:
    raw = PAGE.to_markdown()

    assert raw.startswith("# United States – Japan\n\nas of 2026-11-22, as known at 2026-11-20 12:30Z, ")
    assert "## Who owes what\n\n*listed agreements only*\n\n- V Treaty of 1960: legal, since 1960-06 [^1]\n" in raw
    assert "- R Japan pays JPY 1,055.1 bn until 2027-03-31 under Article 2, “for the stationing” [^1] [^2]\n" in raw
    assert "and 3 more: `--sections owes --pages 2`" in raw
    assert "## Channels\n\n*none (the list is complete)*\n" in raw


def test_rows_with_the_same_parts_are_a_table() -> None:
    assert (
        "|  | actor | share of GDP | Notes |\n| --- | --- | --- | --- |\n| U | Japan | 1.40 % | [^4] |"
        in PAGE.to_markdown()
    )


def test_every_reference_has_its_footnote_and_every_footnote_a_reference() -> None:
    tokens = parse(PAGE.to_markdown())

    opened = [token.meta["label"] for token in tokens if token.type == "footnote_open"]
    used = {child.meta["label"] for token in tokens for child in token.children or () if child.type == "footnote_ref"}

    assert ["1", "2", "3", "4"] == sorted(opened) == sorted(used)


def test_a_footnote_names_claim_place_row_and_address() -> None:
    assert (
        "[^3]: U to be checked at: Title of source 3, A ministry, 1960-01-19, Article 3 (`channels/TRILHOT` v3) "
        "<https://example.org/3?a=1&b=2> to be read again\n"
    ) in PAGE.to_markdown()


def test_a_chart_is_its_description_and_its_table() -> None:
    raw = drawn_page.page().to_markdown()

    assert "**What lasts and what is due.** Timeline from " in raw
    assert "| Agreements | Treaty | spell |" in raw
