"""What does this file of a user's say, in rows of the register, and which of its cells can nobody read?

A file is read whole or not at all: columns by a map (given, or guessed and then to be confirmed), days only in declared
formats, actors by code or dated name, wide rows unfolded, keys made where there are none, every cell judged by the schema
and every reference by the register it is read for. Nothing is written here: what was read is a change set for
`Register.apply`. With any problem there are no rows; `partial` takes complete agreements or activities only, each with all
its rows, and says what was left.

When it lies: a map that was confirmed without a look reads the wrong column for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import RegisterError, SourceError
from detente.register import delimited, guessing, intake_rows, mapping_file, problems, unfold, workbook_grid
from detente.register.changes import ChangeSet
from detente.register.csv_bytes import INSTANT
from detente.register.declared_dates import DeclaredDates
from detente.register.grid import Grid
from detente.register.mapping import OWN, ColumnMap, nearest, refuse_nonsense
from detente.register.names import Names, Tables
from detente.register.rows import table_named
from detente.register.tidy import Decimal, Habits

TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm")
