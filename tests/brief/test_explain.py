"""Can every number of a page be asked where it comes from?"""

import pytest

from detente.brief.explain import numbers
from detente.errors import DetenteError
from tests.brief import drawn_page

PAGE = drawn_page.page(drawn=False)


def test_every_figure_and_day_has_an_address_in_reading_order() -> None:
    assert ["owes.1.1", "owes.2.1", "owes.2.2", "owes.3.1", "burden.1.1", "burden.2.1"] == [*numbers(PAGE)]


def test_a_figure_tells_its_value_interval_method_line_and_rows() -> None:
    told = PAGE.explain("owes.2.1")

    assert ("JPY 1,055.1 bn", 1055.1, 946.5, 1100.0) == (told.printed, told.value, told.low, told.high)
    assert "Japan pays JPY 1,055.1 bn until 2027-03-31 under Article 2, “for the stationing”" == told.line
    assert [(drawn_page.PAY, 2), (drawn_page.TREATY, 1)] == [(note.record, note.version) for note in told.notes]


def test_a_day_tells_its_rows() -> None:
    told = PAGE.explain("owes.3.1")

    assert ("2023-12-19", "day", None) == (told.printed, told.unit, told.value)
    assert [drawn_page.HOTLINE] == [note.record for note in told.notes]


def test_in_words_an_unverified_row_is_to_be_checked_and_an_interval_is_said() -> None:
    assert "(3) unverified, to be checked at: Title of source 3 [channels/TRILHOT v3]" in str(PAGE.explain("owes.3.1"))
    assert str(PAGE.explain("owes.2.1")).startswith("JPY 1,055.1 bn [owes.2.1], from 946.5 to 1100: as recorded\n")


def test_an_address_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(DetenteError, match=r"no number 'owes\.9\.9'") as refused:
        PAGE.explain("owes.9.9")

    assert refused.value.expected == "owes.1.1, owes.2.1, owes.2.2, owes.3.1, burden.1.1, burden.2.1"
