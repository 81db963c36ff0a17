"""Are units read as what they are, and is everything else refused with a word of help?"""

import polars as pl
import pytest

from detente.errors import RegisterError
from detente.register import Register
from detente.register.units import Unit, is_unit


@pytest.mark.parametrize(
    "text, kind, of, scale, prices",
    [
        ("percent", "share", None, 0.01, None),
        ("percent of recipient imports", "share", "recipient imports", 0.01, None),
        ("USD bn, current prices", "money", "USD", 1e9, "current prices"),
        ("USD bn, 2021 prices and exchange rates", "money", "USD", 1e9, "2021 prices and exchange rates"),
        ("EUR m, 2015 prices", "money", "EUR", 1e6, "2015 prices"),
        ("JPY tn", "money", "JPY", 1e12, None),
        ("GBP", "money", "GBP", 1.0, None),
        ("persons", "count", "persons", 1.0, None),
    ],
)
def test_a_unit_knows_its_kind_scale_currency_and_prices(
    text: str, kind: str, of: str | None, scale: float, prices: str | None
) -> None:
    unit = Unit.parse(text)

    assert (kind, of, scale, prices, False) == (unit.kind, unit.of, unit.scale, unit.prices, unit.is_rounded)


@pytest.mark.parametrize("text", ["offices, about", "USD bn, about", "percent, about", "USD bn, current prices, about"])
def test_a_rounded_figure_says_so_in_its_unit(text: str) -> None:
    assert Unit.parse(text).is_rounded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "usd bn",
        "USD billion",
        "USDbn",
        "ABC bn",
        "percent of GNP",
        "percent of ",
        "persons about",
        "USD bn, 21 prices",
    ],
)
def test_a_unit_outside_the_list_is_refused(text: str) -> None:
    with pytest.raises(RegisterError, match="no unit of the register"):
        Unit.parse(text)


@pytest.mark.parametrize(
    "text, meant",
    [
        ("USD billion", "USD bn"),
        ("KRW billions ,current prices", "KRW bn, current prices"),
        ("person", "persons"),
        ("ships (about)", "ships, about"),
    ],
)
def test_the_unit_that_was_meant_is_named(text: str, meant: str) -> None:
    with pytest.raises(RegisterError) as refused:
        Unit.parse(text)

    assert f"write {meant!r} if that is meant" == refused.value.next_step


def test_every_unit_of_the_shipped_figures_pledges_and_transfers_is_on_the_list() -> None:
    tables = Register.reference().tables
    used = {unit for name in ("observations", "pledges", "transfers") for unit in tables[name]["unit"].drop_nulls()}

    assert len(used) > 20
    assert [] == sorted(unit for unit in used if not pl.select(is_unit(pl.lit(unit))).item())


def test_an_empty_cell_is_neither_a_unit_nor_none() -> None:
    answers = pl.DataFrame({"unit": ["percent", "furlongs", None]}).select(is_unit(pl.col("unit")))["unit"]

    assert [True, False, None] == answers.to_list()
