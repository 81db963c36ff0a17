"""Does the text form keep its columns, its marks and its notes, on a terminal and in a log?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.layout import display_width
from detente.brief.page import Item, Section
from detente.brief.spans import Words
from tests.brief import drawn_page

PAGE = drawn_page.page(drawn=False)


def saying(words: str) -> Section:
    return Section(name="posts", title="Posts", items=(Item(cells=((Words(words, (drawn_page.TREATY,)),),)),))


def test_the_lines_of_a_page_stand_as_they_are_read() -> None:
    lines = PAGE.to_text().splitlines()

    assert [
        "WHO OWES WHAT V Treaty of 1960: legal, since 1960-06 (1)",
        "              R Japan pays JPY 1,055.1 bn until 2027-03-31 under Article 2, “for the stationing” (1-2)",
        "              U line of the leaders open since 2023-12-19 (3)",
        "                no note, no mark",
        "                and 3 more: --sections owes --pages 2",
        "BURDEN        U Japan  1.40 % (4)",
        "              U France  2.00 % (4)",
        "POSTS           none recorded (no list of posts in this register)",
        "CHANNELS        none (the list is complete)",
        "GATES           not computed (no gate pack; give one with --packs)",
        "TRANSFERS       does not apply",
    ] == [line for line in lines if line][lines.index("") :][:11]


def test_the_head_says_day_knowledge_basis_register_and_share_of_unverified() -> None:
    head = PAGE.to_text().partition("─")[0]

    assert "UNITED STATES – JAPAN" in head
    assert "as of 2026-11-22, as known at 2026-11-20 12:30Z, what could have been known" in head
    assert "detente 2026.11 (digest 3f9c3f9c3f9c)" in head
    assert "3 of 5 items unverified" in head


def test_notes_stand_behind_the_page_where_they_are_asked_for() -> None:
    without, noted = PAGE.to_text(), PAGE.to_text(notes=True)

    assert "Title of source" not in without
    assert "(n) notes: --notes" in without
    assert "(n) notes: --notes" not in noted
    assert (
        "  (3) U to be checked at: Title of source 3, A ministry, 1960-01-19, Article 3 [channels/TRILHOT v3]" in noted
    )


def test_ascii_for_logs_has_nothing_else() -> None:
    page = replace(PAGE, sections=(saying("Łódź – “quoted” 日本 − …"),))

    text = page.to_text(notes=True, ascii_only=True)

    assert text.isascii()
    assert r"\u0141\xf3d\u017a - " + '"quoted"' + r" \u65e5\u672c - ..." in text


@pytest.mark.parametrize("width", [60, 80, 110])
@given(words=st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_line_is_wider_than_asked_unless_one_word_is(words: str, width: int) -> None:
    page = replace(PAGE, sections=(saying(words),))

    for line in page.to_text(width=width, notes=True).splitlines():
        assert display_width(line) <= width or len(line.split()) <= 3  # heading, mark, word


def test_a_page_asked_for_in_less_than_sixty_columns_has_sixty() -> None:
    assert PAGE.to_text(width=60) == PAGE.to_text(width=1)


def test_a_chart_without_lines_takes_no_line_of_the_text() -> None:
    assert PAGE.to_text() == drawn_page.page().to_text()
