"""Great circles against distances that others have published."""

import pytest

from detente.geography import great_circle_km


@pytest.mark.parametrize(
    "a, b, km",
    [
        # A quarter and a half of the circumference follow from the radius alone.
        ((0.0, 0.0), (0.0, 90.0), 10018.754),
        ((90.0, 0.0), (-90.0, 0.0), 20037.508),
        ((12.5, 41.9), (12.5, 41.9), 0.0),
    ],
)
def test_distances_that_follow_from_the_radius(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert great_circle_km(*a, *b) == pytest.approx(km, abs=0.001)


def test_paris_to_new_york_as_in_the_usual_worked_example() -> None:
    # 5,837 km on a sphere of 6,371 km (a textbook value), scaled to the radius used here.
    assert great_circle_km(48.8566, 2.3522, 40.7128, -74.0060) == pytest.approx(5837 * 6378.137 / 6371, rel=0.001)


def test_the_way_back_is_as_long() -> None:
    assert great_circle_km(35.7, 139.7, 38.9, -77.0) == great_circle_km(38.9, -77.0, 35.7, 139.7)
