"""Which rows does a check look at?

The last version of every record that is not withdrawn, whatever its valid time: ended spells and plans are among them.
Checks of the versions themselves see all of them. A comparison of partial dates that cannot be told is null, and null
is never a finding: filters of the checks keep what is certainly at fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final

import polars as pl

from detente.register import dates, entry
from detente.register.checks.grounds import grounds
from detente.register.schema import TABLES
from detente.register.snapshot import Snapshot
from detente.register.versions import History

_PROVENANCE: Final = (
    "record",
    "recorded_at",
    "valid_from",
    "valid_from_first",
    "valid_from_last",
    "valid_to",
    "valid_to_first",
    "valid_to_last",
    "source",
    "locator",
    "confidence",
)


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of one register, as the checks need them."""

    histories: Mapping[str, History]
    _sharing: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """Names of the tables that have a current row."""
        return tuple(name for name in TABLES if not self.current(name).is_empty())

    @cached_property
    def revised(self) -> tuple[str, ...]:
        """Names of the tables in which some record has a version other than its first."""
        return tuple(name for name, history in self.histories.items() if (history.rows["version"] != 1).any())

    def current(self, table: str) -> pl.DataFrame:
        """The last version of every record of `table`, without the withdrawn ones."""
        return self.snapshot.recorded(table)

    def sharing_a_key(self, table: str) -> pl.DataFrame:
        """The current rows whose logical key another row has too: several statements about one thing."""
        if table not in self._sharing:
            rows = self.current(table)
            # Hashing is far cheaper than grouping; the rare chance pair is sorted out by whoever groups the few rows.
            keys = rows.select(TABLES[table].logical_key).hash_rows()
            self._sharing[table] = rows.filter(keys.is_duplicated()) if rows.height > 1 else rows.clear()
        return self._sharing[table]

    def versions(self, table: str) -> pl.DataFrame:
        """All versions, sorted by (record, version)."""
        return self.histories[table].rows

    @cached_property
    def snapshot(self) -> Snapshot:
        """Everything recorded, after all has happened: no check depends on a day."""
        return Snapshot(self.histories, dates.LAST_DAY, None, "recorded")

    @cached_property
    def provenance(self) -> pl.DataFrame:
        """Current rows of all tables in one frame: `table`, then what every row carries."""
        parts = [self.current(name).select(pl.lit(name).alias("table"), *_PROVENANCE) for name in self.filled]
        return (
            pl.concat(parts) if parts else self.current("actors").select(pl.lit("actors").alias("table"), *_PROVENANCE)
        )

    @cached_property
    def grounds(self) -> pl.DataFrame:
        """Rows called verified or reported, with the strength of what they rest on (`grounds.grounds`)."""
        return grounds(self.provenance, self.current("citations"), self.current("sources"))

    @cached_property
    def last_entry(self) -> date | None:
        """The day on which a current row was last recorded: how far what the register knows reaches."""
        days = [self.current(name)["recorded_at"].max() for name in self.filled]
        return max((day.date() for day in days if isinstance(day, datetime)), default=None)

    @cached_property
    def acts(self) -> pl.DataFrame:
        """Acts of the parties with their statements combined (`entry.acts`)."""
        return self.snapshot.once(entry.acts)

    @cached_property
    def entries(self) -> pl.DataFrame:
        """Entries into force, recorded or by rule (`entry.entries`)."""
        return entry.entries(self.snapshot, self.acts)
