"""Days in declared formats."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RegisterError
from detente.register.declared_dates import DeclaredDates, hint


@pytest.mark.parametrize(
    "written, text, day",
    [
        ("%d.%m.%Y", "3.4.2025", "2025-04-03"),
        ("%d.%m.%Y", "03.04.2025", "2025-04-03"),
        ("%m/%d/%Y", "03/04/2025", "2025-03-04"),
        ("%Y%m%d", "20250403", "2025-04-03"),
        ("%m/%Y", "4/2025", "2025-04"),
        ("%B %Y", "April 2025", "2025-04"),
        ("%d %b %Y", "3 sept. 2025", None),
        ("%d %b %Y", "3 Sep. 2025", "2025-09-03"),
        ("%d %b %Y", "3 September 2025", "2025-09-03"),
        ("%d %b %Y", "3 may 2025", "2025-05-03"),
        ("in %Y", "in 1951", "1951"),
        ("%d.%m.%Y", "31.02.2025", None),
        ("%d.%m.%Y", "31.02.25", None),
        ("%d.%m.%Y", "03.04.2025 ", None),
        ("%d.%m.%Y", "03.04.1066", None),
        ("%d.%m.%Y", "٠٣.04.2025", None),
    ],
)
def test_a_day_keeps_the_precision_of_its_format(written: str, text: str, day: str | None) -> None:
    assert day == DeclaredDates.of([written]).read(text)


def test_two_formats_that_read_one_text_differently_read_nothing() -> None:
    both = DeclaredDates.of(["%d/%m/%Y", "%m/%d/%Y"])

    assert (None, "2025-04-25", "2025-03-03") == (
        both.read("03/04/2025"),
        both.read("25/04/2025"),
        both.read("03/03/2025"),
    )


@pytest.mark.parametrize("written", ["%d.%m.%y", "%d.%m", "%d %Y", "%m %b %Y", "%Y %Y", "%H:%M %Y", "%", "2025", ""])
def test_a_format_that_leaves_something_open_is_refused(written: str) -> None:
    with pytest.raises(RegisterError, match="is not a format of dates"):
        DeclaredDates.of([written])


@pytest.mark.parametrize(
    "text, said",
    [
        ("03/04/2025", "day or month first? give --dates %d/%m/%Y"),
        ("3-4-2025", "day or month first? give --dates %d-%m-%Y"),
        ("04.25.2025", "give --dates %m.%d.%Y"),
        ("25.04.2025", "give --dates %d.%m.%Y"),
        ("April 2025", "give --dates '%b %Y'"),
        ("April 3, 2025", "give --dates '%b %d, %Y'"),
        ("4/2025", "give --dates %m/%Y"),
        ("soon", None),
        ("03/04/25", None),
    ],
)
def test_a_hint_says_what_to_declare(text: str, said: str | None) -> None:
    assert said == hint(text)


FORMATS = ("%d.%m.%Y", "%m/%d/%Y", "%Y-%d-%m", "%d %B %Y", "%b %d, %Y", "%Y%m%d")


@given(st.dates(date(1500, 1, 1), date(2200, 12, 31)), st.sampled_from(FORMATS))
def test_a_day_written_in_a_format_is_read_back(day: date, written: str) -> None:
    text = day.strftime(written)

    assert day.isoformat() == DeclaredDates.of([written]).read(text)


@given(st.dates(date(1500, 1, 1), date(2200, 12, 31)), st.sampled_from(("%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%B %Y")))
def test_what_a_hint_says_can_be_declared_and_then_reads_the_text(day: date, written: str) -> None:
    text = day.strftime(written)
    said = hint(text)
    assert said is not None

    declared = said.split("--dates ")[1].strip("'")
    assert DeclaredDates.of([declared]).read(text) is not None
