"""How far is it between two places?

Great-circle distance on a sphere (haversine), radius 6,378.137 km, the convention of the data sets on capitals. When it
lies: by up to half a per cent, since the earth is flattened. Shapes of the map are for drawing and are never measured.
"""

from math import asin, cos, radians, sin, sqrt

import polars as pl

EARTH_RADIUS_KM = 6378.137


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Distance in km between two places given in degrees north and east; 0 .. 20,038.

    >>> round(great_circle_km(38.90, -77.04, 35.68, 139.69))
    10917
    """
    north, east = radians(lat_b - lat_a) / 2, radians(lon_b - lon_a) / 2
    chord = sin(north) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def distance_km(lat_a: pl.Expr, lon_a: pl.Expr, lat_b: pl.Expr, lon_b: pl.Expr) -> pl.Expr:
    """`great_circle_km` for columns of a frame (degrees north and east, km).

    >>> places = pl.DataFrame({"lat_a": [38.90], "lon_a": [-77.04], "lat_b": [35.68], "lon_b": [139.69]})
    >>> places.select(distance_km(*(pl.col(name) for name in places.columns)).round()).item()
    10917.0
    """
    north, east = (lat_b - lat_a).radians() / 2, (lon_b - lon_a).radians() / 2
    chord = north.sin() ** 2 + lat_a.radians().cos() * lat_b.radians().cos() * east.sin() ** 2
    return 2 * EARTH_RADIUS_KM * pl.min_horizontal(chord.sqrt(), pl.lit(1.0)).arcsin()
