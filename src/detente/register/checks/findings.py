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

FOUND: Final = pl.Schema(
    {
        "table": pl.String,
        "records": pl.List(pl.String),
        "field": pl.String,
        "message": pl.String,
        "next_step": pl.String,
    }
)
SCHEMA: Final = pl.Schema({"check": pl.String, "severity": pl.Enum(SEVERITIES), **FOUND})


def found(
    rows: pl.DataFrame, table: str | pl.Expr, field: str | pl.Expr, message: str | pl.Expr, next_step: str | pl.Expr
) -> pl.DataFrame:
    """One finding per row of `rows`: `record` (String) or `records` (list) names whom it touches, first the one to look at.

    `field` and the texts are words; what must be read from a column is an expression.
    """
    if rows.is_empty():
        return nothing()
    records = pl.col("records") if "records" in rows.columns else pl.concat_list("record")
    texts = {"field": field, "message": message, "next_step": next_step}
    return rows.select(
        _text(table).alias("table"),
        records.alias("records"),
        *(_text(text).alias(name) for name, text in texts.items()),
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
