"""Does the map show what it was given, say what it leaves out, and take no side?"""

import subprocess
import sys
from datetime import date

import pytest

from detente.errors import DetenteError
from detente.figures import Absent, Dot, Figure, Fill, Tie, to_svg, world_map
from detente.figures.map import Focus
from detente.figures.theme import LIGHT, SEQUENTIAL
from tests.figures.drawn import paths, projection, texts
from tests.shared import ROOT

TODAY = date(2026, 11, 22)
STANDING = "Boundaries: Natural Earth 4.1, de facto control, about 2018. Drawing them is not a position on any claim."

SEATS = {
    "USA": ("United States of America", 38.90, -77.04),
    "JPN": ("Japan", 35.68, 139.69),
    "KOR": ("Republic of Korea", 37.57, 126.98),
    "FRA": ("France", 48.85, 2.35),
    "DEU": ("Germany", 52.52, 13.41),
    "POL": ("Poland", 52.23, 21.01),
    "RUS": ("Russia", 55.76, 37.62),
    "MLT": ("Malta", 35.90, 14.51),
}


def dot(actor: str, **changes: object) -> Dot:
    name, latitude, longitude = SEATS[actor]
    known: dict[str, object] = {"actor": actor, "name": name, "latitude": latitude, "longitude": longitude}
    return Dot(**(known | changes))  # type: ignore[arg-type]  # a test's shorthand


def pair(focus: Focus = "world", *, boundaries: bool = True) -> Figure:
    """Japan and the United States with their tie."""
    tie = Tie(one="USA", other="JPN", label="treaty of 1960", kind="assist")
    dots = [dot("USA", role="focus"), dot("JPN", role="focus")]
    return world_map(dots, [tie], on=TODAY, title="A pair", focus=focus, boundaries=boundaries)


def legend_of(figure: Figure) -> str:
    return " ".join(texts(to_svg(figure)))


@pytest.mark.parametrize("focus", ["world", "selected", "east_asia"])
def test_dots_and_ties_lie_where_d3_puts_them(focus: Focus) -> None:
    tie = Tie(one="KOR", other="JPN", label="", kind="assist")
    figure = world_map([dot("KOR"), dot("JPN")], [tie], on=TODAY, title="Near", focus=focus)

    ((line,),) = [way for way in paths(to_svg(figure), stroke=LIGHT["accent"], stroke_width="2.2") if len(way[0]) > 1][
        :1
    ]
    sheet = projection(figure)

    for drawn, seat in ((line[0], "KOR"), (line[-1], "JPN")):
        _, latitude, longitude = SEATS[seat]
        assert drawn == pytest.approx(sheet.forward((longitude, latitude)), abs=0.15)


def test_a_tie_from_tokyo_to_los_angeles_crosses_the_pacific() -> None:
    dots = [dot("JPN"), dot("USA", latitude=34.05, longitude=-118.24)]
    figure = world_map(dots, [Tie(one="JPN", other="USA", label="", kind="assist")], on=TODAY, title="Across")

    strokes = paths(to_svg(figure), stroke=LIGHT["accent"], stroke_width="2.2")[0]
    way = [projection(figure).invert(spot) for spot in strokes[0]]

    assert len(strokes) == 1  # not torn at the edge of the sheet
    assert max(north for _, north in way) > 46  # the great circle, not the parallel of 35 degrees
    assert all(east > 138 or east < -117 for east, _ in way)


def test_a_tie_that_the_edge_must_cut_is_drawn_on_both_sides() -> None:
    ties = [Tie(one="USA", other="JPN", label="", kind="assist"), Tie(one="USA", other="FRA", label="", kind="consult")]
    atlantic = [Tie(one="USA", other="DEU", label=""), Tie(one="USA", other="POL", label="")]
    dots = [dot(actor) for actor in ("USA", "JPN", "FRA", "DEU", "POL")]

    figure = world_map(dots, [*ties, *atlantic], on=TODAY, title="Both oceans")

    assert len(paths(to_svg(figure), stroke=LIGHT["accent"], stroke_width="2.2")[0]) == 2


def test_the_legend_says_whose_boundaries_these_are() -> None:
    assert STANDING in legend_of(pair())
    assert STANDING in legend_of(pair(boundaries=False))


def test_without_boundaries_only_land_is_drawn() -> None:
    svg = to_svg(pair(boundaries=False))

    lines = [way for way in paths(svg, stroke=LIGHT["line"]) if len(way) > 20]

    assert len(lines) == 1  # the coasts, which the land itself carries
    assert "disputed" not in " ".join(texts(svg))
    assert "switched off" in " ".join(texts(svg))
    assert pair(boundaries=False).table.filter(part="claim").is_empty()


def test_disputed_lines_are_dashed_and_areas_hatched() -> None:
    svg = to_svg(pair("east_asia"))

    assert paths(svg, stroke=LIGHT["quiet"], stroke_dasharray="3,2")
    assert len(paths(svg, stroke=LIGHT["line"], stroke_width="0.6")[0]) > 20
    assert "Senkaku Islands / Diaoyu Islands / Diaoyutai" in " ".join(texts(svg))


def test_claims_are_in_the_table_with_their_claimants() -> None:
    claims = pair().table.filter(part="claim")

    assert ("CHN; JPN; TWN", "reported") in claims.select("value", "mark").rows()


def test_a_day_in_1975_is_said_to_be_outside_the_shapes_and_the_undrawable_are_listed() -> None:
    dots = [
        dot("USA"),
        dot("FRA"),
        dot("RUS", name="Soviet Union"),
        Dot(actor="DDR", name="German Democratic Republic", latitude=52.52, longitude=13.41),
    ]

    words = legend_of(world_map(dots, on=date(1975, 6, 30), title="Then"))

    assert "The day shown is 1975-06-30: shapes, boundaries and disputes are of about 2018." in words
    assert "not drawable on this date: German Democratic Republic (DDR), Soviet Union (RUS)." in words


def test_a_day_after_the_shapes_is_said_to_be_after_them() -> None:
    assert "changes of control since about 2018 are not drawn" in legend_of(pair())


def test_an_area_is_not_filled_for_a_day_on_which_the_shape_was_another() -> None:
    values = Fill(title="share", by={"RUS": 5.0, "FRA": 1.0})

    figure = world_map([], fill=values, on=date(1975, 6, 30), title="Then")

    drawn = [
        colour
        for colour in SEQUENTIAL["light"]
        for way in paths(to_svg(figure), fill=colour)
        if way and len(way[0]) > 5
    ]
    areas = figure.table.filter(part="area").select("actor", "not_drawn")
    assert [
        SEQUENTIAL["light"][1]
    ] == drawn  # France, in the lowest of four classes; the samples of the key have four corners
    assert [("RUS", "no shape on this date"), ("FRA", None)] == areas.rows()


def test_unknown_is_hatched_and_never_the_colour_of_a_small_number() -> None:
    values = Fill(title="share", by={"FRA": 0.0, "POL": 5.0, "DEU": Absent.UNKNOWN})

    svg = to_svg(world_map([], fill=values, on=TODAY, title="Unknown", focus="europe"))

    assert len(paths(svg, stroke=LIGHT["unknown"], stroke_width="0.8")[0]) > 10
    lightest = [way for way in paths(svg, fill=SEQUENTIAL["light"][0]) if way and len(way[0]) > 5]
    assert len(lightest) == 1  # France alone
    assert "unknown" in texts(svg)


def test_what_is_not_covered_is_dotted() -> None:
    values = Fill(title="share", by={"FRA": 1.0, "DEU": Absent.NOT_COVERED})

    svg = to_svg(world_map([], fill=values, on=TODAY, title="Not covered", focus="europe"))

    assert paths(svg, stroke=LIGHT["unknown"], stroke_linecap="round")
    assert "not covered" in texts(svg)


def test_a_category_is_told_by_its_letter_too() -> None:
    values = Fill(title="status", by={"FRA": "member", "DEU": "member", "POL": "partner"})

    found = texts(to_svg(world_map([dot("FRA")], fill=values, on=TODAY, title="Letters", focus="europe")))

    assert {"A member", "B partner", "France (A)", "A", "B"} <= set(found)


def test_an_actor_too_small_for_a_shape_is_named() -> None:
    values = Fill(title="share", by={"MLT": 1.0, "FRA": 2.0})

    assert "No area at this scale: Malta (MLT)." in legend_of(
        world_map([dot("MLT")], fill=values, on=TODAY, title="Small")
    )


def test_an_actor_without_a_seat_is_named() -> None:
    words = legend_of(world_map([dot("FRA"), dot("POL", latitude=None)], on=TODAY, title="No seat"))

    assert "no seat of government recorded: Poland (POL)." in words


def test_an_actor_outside_the_region_is_named() -> None:
    assert "Outside this part of the map: United States of America (USA)." in legend_of(pair("east_asia"))


def test_only_the_actors_of_the_page_have_names() -> None:
    found = texts(to_svg(world_map([dot("FRA"), dot("POL", role="other")], on=TODAY, title="Names", focus="europe")))

    assert "France" in found
    assert "Poland" not in found


def test_an_unverified_tie_is_paler_and_the_key_says_so() -> None:
    tie = Tie(one="FRA", other="POL", label="", kind="consult", mark="unverified")

    svg = to_svg(world_map([dot("FRA"), dot("POL")], [tie], on=TODAY, title="Pale", focus="europe"))

    assert paths(svg, stroke_dasharray="7,3", opacity="0.55")
    assert "paler: unverified" in texts(svg)


def test_the_same_numbers_are_in_the_table() -> None:
    tie = pair().table.filter(part="tie").row(0, named=True)

    assert ("USA", "JPN", "duty to assist", "treaty of 1960") == tuple(
        tie[name] for name in ("actor", "with_actor", "what", "value")
    )


def test_the_description_tells_the_map_to_those_who_do_not_see_it() -> None:
    assert pair().description.startswith(
        "Map on 2026-11-22. Named: United States of America, Japan. "
        "Duty to assist (1): United States of America and Japan."
    )


def test_a_full_world_map_stays_small() -> None:
    actors = [chr(65 + n // 26) + chr(65 + n % 26) + "X" for n in range(60)]
    dots = [
        Dot(actor=actor, name=f"State {actor}", latitude=-50 + n * 2.1, longitude=-170 + n * 5.6)
        for n, actor in enumerate(actors)
    ]
    ties = [Tie(one=actors[0], other=actor, label="", kind="assist") for actor in actors[1:]]
    values = Fill(title="share", by=dict.fromkeys(("RUS", "USA", "CHN", "CAN", "BRA", "AUS", "IND"), Absent.UNKNOWN))

    assert len(to_svg(world_map(dots, ties, values, on=TODAY, title="Full"))) < 150_000
    assert len(to_svg(pair())) < 60_000


def test_the_same_map_has_the_same_bytes_in_every_process() -> None:
    program = (
        "from datetime import date\n"
        "from detente.figures import Absent, Dot, Fill, to_svg, world_map\n"
        "dots = [Dot(actor=a, name=a, latitude=40.0 + n, longitude=9.0 + n) for n, a in enumerate('FGHIJ')]\n"
        "fill = Fill(title='t', by={'FRA': 1.0, 'DEU': 2.0, 'POL': Absent.UNKNOWN})\n"
        "svg = to_svg(world_map(dots, fill=fill, on=date(2026, 11, 22), title='T', focus='europe'))\n"
        "assert svg == to_svg(world_map(dots, fill=fill, on=date(2026, 11, 22), title='T', focus='europe'))\n"
        "print(svg)\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip

    assert outputs[0] == outputs[1]
    assert outputs[0].startswith("<svg")


def test_it_refuses_a_tie_to_an_actor_without_a_dot() -> None:
    with pytest.raises(DetenteError, match="a tie leads to JPN"):
        world_map([dot("USA")], [Tie(one="USA", other="JPN", label="")], on=TODAY, title="Loose")


def test_it_refuses_two_dots_for_one_actor() -> None:
    with pytest.raises(DetenteError, match="more than one dot for USA"):
        world_map([dot("USA"), dot("USA")], on=TODAY, title="Twice")


def test_it_refuses_a_place_off_the_earth() -> None:
    with pytest.raises(DetenteError, match="off the earth"):
        world_map([dot("USA", latitude=91.0)], on=TODAY, title="Off")


def test_it_refuses_a_part_of_the_map_it_does_not_know() -> None:
    with pytest.raises(DetenteError, match="'atlantis' is not a part of the map") as refused:
        world_map([], on=TODAY, title="Nowhere", focus="atlantis")  # type: ignore[arg-type]  # what a query string brings

    assert "east_asia" in (refused.value.expected or "")


def test_a_map_of_nobody_is_a_map() -> None:
    assert STANDING in legend_of(world_map([], on=TODAY, title="Nobody", focus="selected"))
