"""Does the comparison of two pages name what a reader would mark with a pencil, and nothing else?"""

from dataclasses import replace
from datetime import date

from detente.brief import Brief, diff_briefs
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Figure, Text
from detente.register.dates import PartialDate
from tests.brief import drawn_page

PAGE = drawn_page.page(drawn=False)
OWES = PAGE.sections[0]


def with_items(*items: Item) -> Brief:
    return replace(PAGE, sections=(replace(OWES, items=items), *PAGE.sections[1:]))


def line(amount: str, *records: str) -> Item:
    return Item(cells=((Text("pays "), Figure(None, "JPY", amount, records)),), mark="reported")


def test_a_page_differs_in_nothing_from_itself() -> None:
    difference = diff_briefs(PAGE, drawn_page.page(drawn=False))

    assert not difference
    assert "" == difference.to_text()


def test_a_line_more_is_new_and_a_line_less_is_gone() -> None:
    treaty, *rest = OWES.items

    [more] = diff_briefs(with_items(*rest), PAGE).sections
    [less] = diff_briefs(PAGE, with_items(*rest)).sections

    assert ((treaty,), (), ()) == (more.new, more.gone, more.changed)
    assert ((), (treaty,), ()) == (less.new, less.gone, less.changed)


def test_a_line_on_the_same_rows_with_other_words_is_one_line_changed() -> None:
    before, after = line("JPY 1 bn", drawn_page.PAY), line("JPY 2 bn", drawn_page.PAY)

    [section] = diff_briefs(with_items(before), with_items(after)).sections

    assert ((), (), ((before, after),)) == (section.new, section.gone, section.changed)


def test_a_line_on_other_rows_is_another_line() -> None:
    before, after = line("JPY 1 bn", drawn_page.PAY), line("JPY 1 bn more", drawn_page.TREATY)

    [section] = diff_briefs(with_items(before), with_items(after)).sections

    assert ((after,), (before,)) == (section.new, section.gone)


def test_each_line_has_one_partner_the_one_it_shares_most_rows_with() -> None:
    near, far = line("JPY 1 bn", drawn_page.PAY, drawn_page.TREATY), line("JPY 3 bn", drawn_page.PAY)
    after = line("JPY 2 bn", drawn_page.PAY, drawn_page.TREATY)

    [section] = diff_briefs(with_items(far, near), with_items(after)).sections

    assert (((near, after),), (far,)) == (section.changed, section.gone)


def test_a_corrected_row_is_named_where_the_words_stand() -> None:
    first, *others = PAGE.notes
    corrected = replace(PAGE, notes=(replace(first, version=2), *others))

    difference = diff_briefs(PAGE, corrected)

    assert ((), ((drawn_page.TREATY, 1, 2),)) == (difference.sections, difference.corrected)
    assert f"v {drawn_page.TREATY}: version 1 -> 2\n" == difference.to_text()


def test_the_head_says_which_day_and_which_register_were_compared() -> None:
    other = replace(PAGE, valid=date(2026, 11, 23), digest="ff")

    head = diff_briefs(PAGE, other).head

    assert (("valid", "2026-11-22", "2026-11-23"), ("digest", PAGE.digest, "ff")) == head


def test_a_section_that_is_empty_for_another_reason_is_named() -> None:
    posts = Section(name="posts", title="Posts", empty=EmptyReason("none_within_coverage"))
    after = replace(PAGE, sections=tuple(posts if s.name == "posts" else s for s in PAGE.sections))

    assert (
        "POSTS\n~ none recorded (no list of posts in this register) -> none within coverage\n"
        == diff_briefs(PAGE, after).to_text()
    )


def test_a_section_of_one_page_only_is_compared_with_nothing() -> None:
    since = Section(name="since", title="Since", items=(Item(cells=((Day(PartialDate.parse("2026"), ()),),)),))
    after = replace(PAGE, sections=(*PAGE.sections, since))

    [section] = diff_briefs(PAGE, after).sections

    assert ("since", since.items) == (section.name, section.new)
