"""Which statements did both sides make, each under a name of its own?

Two records, one from each register, each with a single version that stands, and alike in everything but their names and
who recorded them when. One keeps its name, the other becomes an alias whose row tells who had recorded it and when; so
the statement is there once and no cell is gone. A name that somebody uses (a citation, a key of the same spelling) is
never given up; where neither name can be, both statements stay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.register.csv_bytes import INSTANT, written_columns
from detente.register.references import current
from detente.register.schema import TABLES

_WHO_AND_WHEN: Final = ("record", "version", "recorded_at", "recorded_by")
_LONGEST_KEY: Final = 200
_PREFIX: Final = "alias/"
