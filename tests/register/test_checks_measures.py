"""Which figures look odd and are not, and which labels of periods are understood?"""

import pytest

from tests.register.typed_texts import named

HEAD = "record,actor,indicator,period,value,unit,vintage,valid_from,valid_to\n"
ACTORS = "ABCDEFGH"
SHARES = [1.30, 2.11, 1.90, 3.43, 2.06, 2.12, 3.08, 1.49]


def edition(vintage: str, shares: list[float], year: int = 2024) -> str:
    """Rows of one edition: the shares of eight actors in one year."""
    rows = zip(ACTORS, shares, strict=False)
    return "".join(
        f"{actor}/{year}/{vintage},{actor},share,{year},{share},percent,{vintage},{year}-01-01,{year + 1}-01-01\n"
        for actor, share in rows
    )


def copies(rows: str) -> int:
    return len(named("check_for_same_values_under_another_vintage", {"observations": HEAD + rows}))


def dated(period: str, valid_from: str, valid_to: str) -> list[list[str]]:
    row = f"figure,A,share,{period},1.0,percent,,{valid_from},{valid_to}\n"
    return named("check_for_period_and_time_disagree", {"observations": HEAD + row})


def test_the_made_up_editions_would_be_found_as_copies() -> None:
    assert 1 == copies(edition("2024-06", SHARES) + edition("2025-04", SHARES))


def test_half_of_the_figures_equal_is_not_most() -> None:
    revised = [share + 0.01 * (place % 2) for place, share in enumerate(SHARES)]

    assert 0 == copies(edition("2024-06", SHARES) + edition("2025-04", revised))


def test_figures_of_a_year_long_settled_stay_the_same_from_edition_to_edition() -> None:
    assert 0 == copies(edition("2024-06", SHARES, 2014) + edition("2025-04", SHARES, 2014))


def test_a_few_equal_figures_are_chance() -> None:
    assert 0 == copies(edition("2024-06", SHARES[:7]) + edition("2025-04", SHARES[:7]))


def test_one_value_for_all_is_a_rule_and_no_copy() -> None:
    assert 0 == copies(edition("2024-06", [2.0] * 8) + edition("2025-04", [2.0] * 8))


def test_actors_that_only_one_edition_has_do_not_count() -> None:
    others = edition("2025-04", [9.9] * 8).replace("/2024/2025-04,", "/more/2025-04,Z")

    assert 1 == copies(edition("2024-06", SHARES) + edition("2025-04", SHARES) + others)


@pytest.mark.parametrize(
    "period, valid_from, valid_to",
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2020-24", "2020-01-01", "2025-01-01"),
        ("2024-2025", "2024-01-01", "2026-01-01"),
        ("1998-02", "1998-01-01", "2003-01-01"),
        ("2024-06", "2024-06-01", "2024-07-01"),
        ("FY2021", "2021-04-01", "2022-04-01"),
        ("FY2021", "2020-10-01", "2021-10-01"),
        ("FY2022-2026", "2022-04-01", "2027-04-01"),
        ("2024-25", "2024-04-01", "2025-04-01"),
        ("2024/25", "2024-04-01", "2025-04-01"),
        ("summer 2024", "2024-06", "2024-09"),
    ],
)
def test_a_period_agrees_with_its_days(period: str, valid_from: str, valid_to: str) -> None:
    assert dated(period, valid_from, valid_to) == []


@pytest.mark.parametrize(
    "period, valid_from, valid_to",
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024", "2024-04-01", "2025-04-01"),
        ("2024", "2024", ""),
        ("2024", "", ""),
        ("2024", "2024-01-01", "2026-01-01"),
        ("2024-2025", "2024-01-01", "2025-01-01"),
        ("2024-06", "2024-06-01", "2024-06-30"),
        ("FY2021", "2021-04-01", "2023-04-01"),
        ("FY2021", "2022-04-01", "2023-04-01"),
        ("FY2021", "2019-10-01", "2020-10-01"),
    ],
)
def test_a_period_disagrees_with_its_days(period: str, valid_from: str, valid_to: str) -> None:
    assert [["figure"]] == dated(period, valid_from, valid_to)


def test_fiscal_years_of_two_actors_may_begin_on_two_days() -> None:
    rows = (
        "j,JPN,share,FY2021,1.0,percent,,2021-04-01,2022-04-01\nu,USA,share,FY2021,1.0,percent,,2020-10-01,2021-10-01\n"
    )

    assert named("check_for_period_and_time_disagree", {"observations": HEAD + rows}) == []


def test_an_edition_that_revises_two_close_figures_has_not_exchanged_them() -> None:
    rows = (
        "a,A,share,2023,2.10,percent,2024-06,,\n"
        "b,A,share,2024,2.12,percent,2024-06,,\n"
        "c,A,share,2023,2.12,percent,2025-04,,\n"
        "d,A,share,2024,2.10,percent,2025-04,,\n"
    )

    assert named("check_for_exchanged_pair", {"observations": HEAD + rows}) == []


def test_one_figure_that_recurs_in_another_year_is_no_exchange() -> None:
    rows = (
        "a,A,share,2014,3.71,percent,2024-06,,\n"
        "b,A,share,2024,3.38,percent,2024-06,,\n"
        "c,A,share,2014,3.38,percent,2025-04,,\n"
        "d,A,share,2024,3.40,percent,2025-04,,\n"
    )

    assert named("check_for_exchanged_pair", {"observations": HEAD + rows}) == []


def test_figures_of_two_actors_are_not_exchanged() -> None:
    rows = (
        "a,A,share,2014,3.71,percent,2024-06,,\n"
        "b,B,share,2024,3.38,percent,2024-06,,\n"
        "c,A,share,2014,3.38,percent,2025-04,,\n"
        "d,B,share,2024,3.71,percent,2025-04,,\n"
    )

    assert named("check_for_exchanged_pair", {"observations": HEAD + rows}) == []


def test_two_definitions_of_one_year_are_two_figures() -> None:
    rows = """\
        record,actor,indicator,period,value,unit,basis
        a,A,share,2024,2.1,percent,NATO
        b,A,share,2024,1.9,percent,SIPRI
        """

    assert named("check_for_two_values_one_vintage", {"observations": rows}) == []


def test_one_value_read_twice_is_one_value() -> None:
    rows = "record,actor,indicator,period,value,unit\na,A,share,2024,2.1,percent\nb,A,share,2024,2.10,percent\n"

    assert named("check_for_two_values_one_vintage", {"observations": rows}) == []


def test_an_indicator_that_nobody_defines_needs_no_definition() -> None:
    rows = "record,actor,indicator,period,value,unit\na,A,defence_attaches,2003,4,persons\n"

    assert named("check_for_basis_unknown", {"observations": rows}) == []


def test_an_empty_unit_of_a_transfer_is_not_unknown() -> None:
    cases = "record,transfer,supplier,recipient,item,category,unit\nT,T,A,B,frigates,ships,\n"

    assert named("check_for_unit_unknown", {"transfers": cases}) == []
