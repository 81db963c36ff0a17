"""How does a cell of a frame read to a person: a day, a closed word, a verdict that may be unknown?"""

from calendar import monthrange
from datetime import date

import polars as pl


def day_text(first: date | None, last: date | None) -> str | None:
    """A partial date as it is written, as short as its days allow; None where there is none.

    >>> day_text(date(2017, 11, 1), date(2017, 11, 30)), day_text(date(2023, 6, 30), date(2023, 7, 2))
    ('2017-11', '2023-06-30/2023-07-02')
    """
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first.year:04}"
    whole_month = first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if (first, last) == whole_month else f"{first}/{last}"


def with_partial_dates(rows: pl.DataFrame) -> pl.DataFrame:
    """Each pair of days `c_first`, `c_last` as one column `c` of partial dates, in its place."""
    for name in [column.removesuffix("_first") for column in rows.columns if column.endswith("_first")]:
        first, last = f"{name}_first", f"{name}_last"
        if name not in rows.columns:
            texts = [day_text(*days) for days in rows.select(first, last).iter_rows()]
            rows = rows.with_columns(pl.Series(first, texts, pl.String)).rename({first: name})
        rows = rows.drop(first, last, strict=False)
    return rows


def plain_word(column: str) -> pl.Expr:
    """A closed word without underscores: `armed attack`."""
    return pl.col(column).cast(pl.String).str.replace_all("_", " ", literal=True)


def perhaps(column: str) -> pl.Expr:
    """`perhaps` where it cannot be told, nothing where it is certain: for a verdict that is never no."""
    return pl.when(pl.col(column).is_null()).then(pl.lit("perhaps")).alias(column)


def verdict(column: str) -> pl.Expr:
    """yes, no or unknown."""
    return pl.col(column).replace_strict([True, False], ["yes", "no"], default="unknown", return_dtype=pl.String)


def counted(number: int, noun: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
