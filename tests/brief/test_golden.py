"""Do the pages of the acceptance cases still say, line by line, what a person read and found true?

The pages lie in `golden/`; how to change one is told there. They rest on the shipped register.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from detente.brief import compose
from detente.brief.render.text import to_text
from detente.register import Register

GOLDEN = Path(__file__).parent / "golden"
# Two pages where a case asks for more lines than one page holds.
CASES = {
    "usa-jpn": ("USA-JPN", date(2026, 11, 22), date(2025, 11, 22), 2),
    "usa-twn-1979": ("USA-TWN", date(1979, 6, 30), date(1978, 6, 30), 1),
    "usa-twn-1980": ("USA-TWN", date(1980, 1, 1), date(1979, 6, 30), 1),
    "kor-prk": ("KOR-PRK", date(2023, 11, 1), date(2022, 11, 1), 1),
    "kor-prk-2021-09": ("KOR-PRK", date(2021, 9, 15), None, 1),
    "kor-prk-2021-10": ("KOR-PRK", date(2021, 10, 5), None, 1),
    "chn-jpn": ("CHN-JPN", date(2026, 1, 1), date(2025, 1, 1), 1),
    "usa-chn": ("USA-CHN", date(2024, 12, 31), None, 1),
    "nato": ("NATO", date(2026, 11, 22), date(2023, 1, 1), 1),
    "csto": ("CSTO", date(2024, 6, 1), date(2023, 6, 1), 1),
    "gbr-ukr": ("GBR-UKR", date(2025, 6, 1), None, 1),
    "ind-usa": ("IND-USA", date(2026, 11, 22), date(2025, 10, 1), 2),
    "fra-mli": ("FRA-MLI", date(2022, 8, 1), date(2022, 1, 1), 1),
    "asia-pacific": ("region:Asia-Pacific", date(2026, 11, 22), date(2025, 6, 22), 2),
    "aukus": ("AUKUS", date(2026, 11, 22), None, 1),
    "ind": ("IND", date(2026, 11, 22), None, 1),
}


@cache
def shipped() -> Register:
    return Register.reference()


def page(subject: str, on: date, since: date | None, pages: int) -> list[str]:
    """The lines of the page, the digest taken out."""
    text = to_text(compose(shipped(), subject, valid=on, since=since, pages=pages))
    return re.sub(r"\(digest \w+\)", "(digest ...)", text).splitlines()


@pytest.mark.parametrize("name", CASES)
def test_the_page_says_what_was_read(name: str) -> None:
    read = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()

    assert page(*CASES[name]) == read


def test_every_page_that_was_read_is_asked_for() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(CASES)
