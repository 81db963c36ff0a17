"""Where did two registers record one version differently, and how is that settled by a person?

Neither side is preferred. A conflict holds all that both sides recorded from the first differing version on. Settled
*in sequence*, both sides' versions stand in the record in the order in which they were recorded, and the side chosen is
said again at the end by whoever chose. Settled *apart*, the sides spoke of two things under one name by accident, and
one of them gets another name. Either way every cell stays in the history.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from detente.errors import RegisterError
from detente.register.corrections import Act, with_reason
from detente.register.csv_bytes import csv_bytes, written_columns
from detente.register.schema import TABLES
from detente.register.versions import to_the_millisecond

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Conflict:
    """One record of which two registers have different versions.

    version : the first that differs; ours, theirs : the versions of each side from there on, typed rows of `table`.
    """

    table: str
    record: str
    version: int
    ours: pl.DataFrame
    theirs: pl.DataFrame

    def __str__(self) -> str:
        """The fields that differ, in one sentence."""
        columns = written_columns(TABLES[self.table], self.ours)
        fields = [c for c in columns if not self.ours[c][:1].equals(self.theirs[c][:1], null_equal=True)]
        return f"{self.table}, record {self.record}: version {self.version} differs in {', '.join(fields)}"

    def in_sequence(self, keep: Side, *, act: Act) -> pl.DataFrame:
        """Rows that follow the versions on which both agree: those of both sides, then the side kept, said by `act.by`.

        Raises
        ------
        RegisterError : `act.at` lies before one of the versions.
        """
        in_order = in_order_of_recording(self.table, self.ours, self.theirs)
        if to_the_millisecond(act.at) < in_order["recorded_at"][-1]:
            raise RegisterError(
                f"record {self.record!r} was changed after {act.at.isoformat()}",
                where=self.table,
                expected=f"not before {in_order['recorded_at'][-1].isoformat()}",
                next_step="give the moment of the decision",
            )
        chosen = (self.ours if keep == "ours" else self.theirs)[-1:]
        said = chosen.with_columns(
            pl.lit(act.by).alias("recorded_by"),
            pl.lit(to_the_millisecond(act.at)).cast(chosen.schema["recorded_at"]).alias("recorded_at"),
            pl.lit(with_reason(chosen["note"][0], act.reason)).alias("note"),
        )
        rows = pl.concat([in_order, said], how="diagonal")
        return rows.with_columns(pl.int_range(self.version, self.version + pl.len()).alias("version"))

    def apart(self, record: str) -> pl.DataFrame:
        """Rows of two records: ours under the name they had, theirs under `record`.

        Raises
        ------
        RegisterError : the two agree on earlier versions, so they do speak of one thing.
        """
        if self.version > 1 or record == self.record:
            raise RegisterError(
                f"record {self.record!r} is one statement, corrected in two ways",
                where=self.table,
                expected="two first versions that differ, and a new name for one of them",
                next_step="settle it in sequence",
            )
        return pl.concat([self.ours, self.theirs.with_columns(pl.lit(record).alias("record"))], how="diagonal")


def in_order_of_recording(table: str, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """The versions of both sides of one record, renumbered from the first of them as they were recorded."""
    both = pl.concat([ours, theirs], how="diagonal")
    # Recorded at one moment: the bytes decide, so that the order does not depend on which side is ours.
    order = pl.Series("_order", [csv_bytes(TABLES[table], row) for row in both.iter_slices(1)])
    in_order = both.with_columns(order).sort("recorded_at", "version", "_order").drop("_order")
    first = pl.col("version").min()
    return in_order.with_columns((first + pl.int_range(pl.len())).alias("version"))
