"""What did the checks find, how grave is it, and whom does it touch?

A check returns a frame (`FOUND`); all of them together are `Findings`, kept as one frame because a careless import can
give a million of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import polars as pl

from detente.results import SEVERITIES, Finding, Result, Severity

_TEXTS: Final = ("field", "message", "next_step")
FOUND: Final = pl.Schema([("table", pl.String()), ("records", pl.List(pl.String)), *((t, pl.String()) for t in _TEXTS)])
SCHEMA: Final = pl.Schema([("check", pl.String()), ("severity", pl.Enum(SEVERITIES)), *FOUND.items()])


def found(
    rows: pl.DataFrame, table: str | pl.Expr, field: str | pl.Expr, message: str | pl.Expr, next_step: str | pl.Expr
) -> pl.DataFrame:
    """One finding per row of `rows`, touching its `records` (list; the first is the one to look at) or its `record`.

    A text is the same for all rows; what must be read from a column is an expression.
    """
    if rows.is_empty():
        return nothing()
    records = pl.col("records") if "records" in rows.columns else pl.concat_list("record")
    texts = zip(_TEXTS, (field, message, next_step), strict=True)
    return rows.select(
        _text(table).alias("table"), records.alias("records"), *(_text(text).alias(name) for name, text in texts)
    )


def nothing() -> pl.DataFrame:
    """No finding."""
    return FOUND.to_frame()


def together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The findings of several parts of one check."""
    return pl.concat([nothing(), *(frame for frame in frames if not frame.is_empty())])


def said(column: str) -> pl.Expr:
    """A cell as words for a message; an empty one says so (a message with a null inside would be null)."""
    return pl.col(column).cast(pl.String).fill_null("empty")


def days(first: str, last: str) -> pl.Expr:
    """Two columns of days as one partial date: the day, or `first/last`; named as `first`."""
    one, other = pl.col(first).cast(pl.String), pl.col(last).cast(pl.String)
    return pl.when(one == other).then(one).otherwise(pl.format("{}/{}", one, other)).alias(first)


def _text(text: str | pl.Expr) -> pl.Expr:
    return pl.lit(text) if isinstance(text, str) else text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Findings(Result):
    """All findings on one register, errors first.

    `frame`: check, severity, table, records (list; the first is the one to look at), field, message, next_step.
    """

    frame: pl.DataFrame

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One by one, errors first."""
        return tuple(
            Finding(
                check=row["check"],
                severity=row["severity"],
                where=f"{row['table']} {row['records'][0]}",
                message=row["message"],
                next_step=row["next_step"],
            )
            for row in self.frame.iter_rows(named=True)
        )

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many of each severity; none is 0, for every check was run."""
        counted = Counter(self.frame["severity"].to_list())
        return {severity: counted[severity] for severity in SEVERITIES}

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Those of severity error."""
        return replace(self, frame=self.frame.filter(pl.col("severity") == "error")).findings

    def touching(self, records: Iterable[str]) -> Self:
        """Those that name at least one of these records."""
        wanted = pl.col("records").list.eval(pl.element().is_in(list(records))).list.any()
        return replace(self, frame=self.frame.filter(wanted))

    def to_frame(self) -> pl.DataFrame:
        """`frame`."""
        return self.frame
