"""Can the picture be put on any page: safe, small, described, and in the page's colours?"""

import re
import sys
from datetime import date
from math import hypot
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, MissingPart
from detente.figures import Dot, Entry, Figure, enable_theme, timeline, to_svg, to_themed_svg, world_map
from detente.figures.svg_paths import compact
from detente.figures.theme import FONT, LIGHT
from tests.figures.drawn import strokes, texts

TODAY = date(2026, 11, 22)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><svg onload=alert(1)>",
    'class="x" d="M0,0" fill="#1b2329" clip2 url(#a)',
    "&lt;b&gt; &#0;",
    "\u202eright to left\u202c",
    "line\nbreak\ttab\u0000",
    "日本国 Ελλάδα Україна العربية",
    "A" * 10_000,
]


def small(name: str = "France") -> Figure:
    dot = Dot(actor="FRA", name=name, latitude=48.85, longitude=2.35)
    return world_map([dot], on=TODAY, title="A map", focus="europe")


def test_the_picture_is_one_image_with_a_title_and_a_description() -> None:
    root = ET.fromstring(to_svg(small()))  # noqa: S314  # our own output

    title, description = root[0], root[1]

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "A map"
    assert (description.text or "").startswith("Map on 2026-11-22. Named: France.")
    assert [] == [element for element in root.iter() if element is not root and element.get("role")]


def test_the_picture_scales_and_refers_to_nothing_outside() -> None:
    svg = to_svg(small())

    assert re.match(r'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 680 \d+"', svg)
    assert svg.count("http") == 1  # the namespace
    assert not re.search(r"\b(?:href|src|style|on\w+)=|<(?:script|style|image|use|foreignObject)\b", svg)


def test_pictures_on_one_page_share_no_id() -> None:
    one, other = (set(re.findall(r'\bid="([^"]+)"', to_svg(small(name)))) for name in ("France", "Gaul"))

    assert one
    assert not one & other


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_change_no_structure(name: str) -> None:
    plain, hostile = to_svg(small()), to_svg(small(name))
    tags = [[element.tag for element in ET.fromstring(svg).iter()] for svg in (plain, hostile)]  # noqa: S314  # our own output

    assert set(tags[0]) == set(tags[1])
    assert "<script" not in hostile
    assert not re.search("[\u202a-\u202e\u0000]", hostile)
    assert len(hostile) < len(plain) + 3000


@pytest.mark.parametrize("name", HOSTILE[:5])
def test_a_hostile_label_is_shown_as_it_was_typed(name: str) -> None:
    entry = Entry(label="x", group=name, kind="event", first=TODAY)

    assert name in texts(to_svg(timeline([entry], on=TODAY, title=name)))


def test_text_names_our_fonts() -> None:
    root = ET.fromstring(to_svg(small()))  # noqa: S314  # our own output

    assert {FONT} == {element.get("font-family") for element in root.iter("{http://www.w3.org/2000/svg}text")}


def test_the_themed_picture_follows_the_page_with_the_light_colours_in_reserve() -> None:
    svg = to_themed_svg(small())

    assert f'fill="var(--sunk, {LIGHT["sunk"]})"' in svg
    assert not re.search(r'(?:fill|stroke)="#', svg)
    assert texts(svg) == texts(to_svg(small()))


def test_the_specification_follows_the_schema() -> None:
    pytest.importorskip("altair", reason="extra `figures` not installed")

    assert small().chart().to_dict()["projection"]["type"] == "azimuthalEqualArea"


def test_a_notebook_can_take_our_theme() -> None:
    altair = pytest.importorskip("altair", reason="extra `figures` not installed")
    before = altair.theme.active

    enable_theme()

    assert altair.theme.active == "detente"
    altair.theme.enable(before)


@pytest.mark.parametrize("library", ["vl_convert", "altair"])
def test_a_missing_library_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    figure = small()
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(MissingPart) as absent:
        to_svg(figure) if library == "vl_convert" else figure.chart()

    assert "pip install 'detente[figures]'" in (absent.value.next_step or "")


def test_a_specification_that_cannot_be_drawn_is_an_error_of_ours() -> None:
    broken = Figure(spec={"mark": 7}, title="Broken", description="", table=small().table)

    with pytest.raises(DetenteError, match="'Broken' cannot be drawn"):
        to_svg(broken)


lines = st.lists(st.tuples(st.floats(0, 700), st.floats(0, 400)), min_size=2, max_size=40)


@given(line=lines)
def test_a_compacted_line_stays_within_a_third_of_a_pixel(line: list[tuple[float, float]]) -> None:
    path = "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in line)

    (drawn,) = strokes(compact(path))

    for x, y in line:
        assert min(away((x, y), a, b) for a, b in zip(drawn, [*drawn[1:], drawn[-1]], strict=True)) < 0.33


def away(spot: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Distance of a spot from a stretch."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across**2 + down**2
    share = 0 if length == 0 else max(0, min(1, ((spot[0] - start[0]) * across + (spot[1] - start[1]) * down) / length))
    return hypot(spot[0] - start[0] - share * across, spot[1] - start[1] - share * down)


def test_curves_are_left_as_they_are() -> None:
    circle = "M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0"

    assert compact(circle) == circle
