"""Which version of each statement was known at a moment?

The highest version learned by then, unless that version withdraws the statement. Rows stand sorted by (record,
version), so a row's successor is the next row; a row is the one known at `known` exactly when it was learned by then
and no later version of it had been: two comparisons a row, no grouping.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final, Literal, get_args

import polars as pl

from detente.errors import RegisterError

Basis = Literal["recorded", "published"]
BASES: Final[tuple[Basis, ...]] = get_args(Basis)
_END_OF_DAY: Final = time(23, 59, 59, 999000, tzinfo=UTC)


def moment(known: date | datetime | None) -> datetime | None:
    """`known` as an instant in UTC; a day means its end; None (everything recorded) stays None.

    Raises
    ------
    RegisterError : an instant without a time zone.
    """
    if isinstance(known, datetime):
        if known.tzinfo is None:
            raise RegisterError(
                f"{known.isoformat()} has no time zone", expected="an instant in UTC", next_step="write it with Z"
            )
        return known.astimezone(UTC)
    return None if known is None else datetime.combine(known, _END_OF_DAY)


def to_the_millisecond(at: datetime) -> datetime:
    """`at` in UTC, cut to the millisecond, which is how the register keeps instants.

    Raises
    ------
    RegisterError : no time zone.
    """
    instant = moment(at)
    assert instant is not None, "only a missing instant has no moment"
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def written(known: datetime) -> str:
    """An instant as a person would ask for it: the day, where it is the end of one.

    >>> written(datetime.combine(date(2024, 1, 1), _END_OF_DAY)), written(datetime(2024, 1, 1, 12, tzinfo=UTC))
    ('2024-01-01', '2024-01-01T12:00:00Z')
    """
    return str(known.date()) if known.timetz() == _END_OF_DAY else known.isoformat().replace("+00:00", "Z")


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` sorted by (record, version), the order every table keeps."""
    record, previous = pl.col("record"), pl.col("record").shift()
    is_after = (record > previous) | ((record == previous) & (pl.col("version") > pl.col("version").shift()))
    return frame if frame.select(is_after.fill_null(value=True).all()).item() else frame.sort("record", "version")


def learned_at(table: str, frame: pl.DataFrame, sources: pl.DataFrame, basis: Basis) -> pl.Series:
    """When each row could be known (Datetime, n rows).

    `recorded`: when this register recorded it. `published`: for verified and reported rows the end of the last possible
    day on which the source (for observations: the edition) came out, where that is earlier; an unverified row's source
    is only where to look.
    """
    if basis == "recorded" or frame.is_empty():
        return frame["recorded_at"]
    day = frame.select("source").join(
        sources.group_by("source", maintain_order=True).agg(pl.col("published_last").last()),
        on="source",
        how="left",
        maintain_order="left",
    )["published_last"]
    if table == "observations":
        day = frame["vintage_last"].fill_null(day)
    published = (day.cast(pl.Datetime("ms")) + timedelta(days=1, milliseconds=-1)).dt.replace_time_zone("UTC")
    read = frame["confidence"] != "unverified"
    chosen = pl.DataFrame({"recorded": frame["recorded_at"], "published": published, "read": read})
    return chosen.select(
        pl.when("read").then(pl.min_horizontal("recorded", "published")).otherwise("recorded").alias("learned")
    )["learned"]


def superseded_at(frame: pl.DataFrame, learned: pl.Series) -> pl.Series:
    """When a later version of the same record was first learned (Datetime, null: never); rows in order."""
    rows = frame.select("record").with_columns(learned.alias("learned"))
    # Later versions are learned later when `learned` is what was recorded; by publication a correction may rest on an
    # older page, so the earliest of all later versions counts.
    following = pl.col("learned").shift(-1)
    same = pl.col("record") == pl.col("record").shift(-1)
    next_learned = rows.select(pl.when(same).then(following))["learned"]
    if bool((next_learned >= learned).fill_null(value=True).all()):
        return next_learned
    earliest_later = pl.col("learned").reverse().cum_min().shift(1).reverse().over("record")
    return rows.select(earliest_later.alias("learned"))["learned"]


def known_rows(frame: pl.DataFrame, learned: pl.Series, superseded: pl.Series, known: datetime | None) -> pl.DataFrame:
    """The version of each record known at `known` (None: the last), without those it withdraws."""
    if known is None:
        return frame.filter(superseded.is_null() & ~frame["withdrawn"])
    return frame.filter((learned <= known) & (superseded.is_null() | (superseded > known)) & ~frame["withdrawn"])


@dataclass(frozen=True, eq=False)
class History:
    """One table with all versions of all its rows, sorted by (record, version), ready to be asked as of a moment."""

    table: str
    rows: pl.DataFrame
    sources: pl.DataFrame

    def known(self, known: datetime | None, basis: Basis) -> pl.DataFrame:
        """The rows known at `known`, one version of each record, none that is withdrawn."""
        learned, superseded = self._times(basis)
        return known_rows(self.rows, learned, superseded, known)

    def learned_by(self, known: datetime | None, basis: Basis) -> pl.DataFrame:
        """All versions learned by `known` (None: all), superseded and withdrawing ones included."""
        return self.rows if known is None else self.rows.filter(self._times(basis)[0] <= known)

    def _times(self, basis: Basis) -> tuple[pl.Series, pl.Series]:
        return self._recorded_times if basis == "recorded" else self._published_times

    @cached_property
    def _recorded_times(self) -> tuple[pl.Series, pl.Series]:
        learned = learned_at(self.table, self.rows, self.sources, "recorded")
        return learned, superseded_at(self.rows, learned)

    @cached_property
    def _published_times(self) -> tuple[pl.Series, pl.Series]:
        learned = learned_at(self.table, self.rows, self.sources, "published")
        return learned, superseded_at(self.rows, learned)
