"""Is every disputed place in the list well formed, neutral in form, and drawable?"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.figures import claims_table
from detente.figures.geo import claims as book
from detente.figures.geo.hatch import hatch
from detente.figures.geo.projection import Projection
from detente.figures.geo.shapes import world

CASES = {
    "Kashmir",
    "Aksai Chin",
    "Arunachal Pradesh",
    "Crimea",
    "Golan Heights",
    "West Bank",
    "Western Sahara",
    "Senkaku Islands",
    "Dokdo",
    "Southern Kuril Islands",
    "Paracel Islands",
    "Spratly Islands",
    "Taiwan",
    "Abkhazia",
    "South Ossetia",
    "Kosovo",
    "Falkland Islands",
    "Northern Cyprus",
    "Abyei",
    "Hala'ib Triangle",
}


def named(kind: str) -> list[book.Claim]:
    return [claim for claim in book.claims() if claim.kind == kind]


def test_the_well_known_cases_are_there() -> None:
    assert CASES <= {claim.area for claim in book.claims()}


def test_contested_names_are_both_given() -> None:
    names = {claim.area: claim.names for claim in book.claims()}

    assert names["Senkaku Islands"] == "Senkaku Islands / Diaoyu Islands / Diaoyutai"
    assert "Takeshima" in names["Dokdo"]
    assert "Northern Territories" in names["Southern Kuril Islands"]
    assert "Islas Malvinas" in names["Falkland Islands"]


def test_claimants_are_actors(shared: Callable[[str], Path]) -> None:
    with shared("facts/countries.csv").open(encoding="utf-8", newline="") as lines:
        actors = {row["actor"] for row in csv.DictReader(lines)}

    assert {claimant for claim in book.claims() for claimant in claim.claimants} <= actors


def test_every_claim_has_a_source_and_says_how_well_it_is_known() -> None:
    table = claims_table()

    assert table["source"].str.len_chars().min() > 0  # type: ignore[operator]  # a number for a table that is not empty
    assert set(table["confidence"]) <= {"reported", "unverified"}


@pytest.mark.parametrize("claim", named("area"), ids=lambda claim: claim.area)
def test_an_area_can_be_hatched(claim: book.Claim) -> None:
    polygons, land = book.area(claim)
    east, north = polygons[0][0][0]
    about = Projection(kind="azimuthalEqualArea", longitude=east, latitude=north, scale=3000, width=900, height=900)

    assert hatch(polygons, about, within=land, gap=3)


@pytest.mark.parametrize("claim", named("line"), ids=lambda claim: claim.area)
def test_a_line_is_a_stretch_of_a_drawn_boundary(claim: book.Claim) -> None:
    stretches = book.line(claim)

    assert stretches
    assert all(len(stretch) >= 2 for stretch in stretches)


def test_a_disputed_line_is_taken_out_of_the_plain_boundaries() -> None:
    green_line = next(claim for claim in named("line") if claim.area.startswith("Northern Cyprus"))

    plain = book.undisputed(world().boundaries, [green_line])

    assert len(plain) == len(world().boundaries) - 1


def test_a_line_that_is_disputed_in_part_is_cut_there() -> None:
    whole = [(0.0, 0.0), (10.0, 0.0)]

    inside, outside = book.split(whole, (4.0, -1.0, 6.0, 1.0))

    assert [[(4.0, 0.0), (6.0, 0.0)]] == inside
    assert [[(0.0, 0.0), (4.0, 0.0)], [(6.0, 0.0), (10.0, 0.0)]] == outside


def test_it_refuses_a_kind_it_does_not_know() -> None:
    heading = "area,other_name,claimants,kind,coordinates,source,confidence,note"

    with pytest.raises(SourceError, match="river") as refused:
        list(book.read([heading, "Somewhere,,FRA;DEU,river,1 2,a map,unverified,"]))

    assert refused.value.where == "claims.csv:2:kind"
