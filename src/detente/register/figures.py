"""Which figures are there of an actor, in every edition and on every definition?

Nothing is averaged and nothing is dropped: a figure of one year may stand in several editions and on several
definitions, and whoever reads one must see which. When it lies: an edition that nobody transcribed is not there, so
the newest row need not be the newest figure published.
"""

import polars as pl

from detente.register.dates import PartialDate
from detente.register.snapshot import Snapshot

_SAME: tuple[str, ...] = ("counterpart", "period", "basis")


def figures(
    snapshot: Snapshot,
    actor: str,
    indicator: str,
    *,
    basis: str | None = None,
    vintage: str = "all",
    counterpart: str | None = None,
) -> pl.DataFrame:
    """Every edition of a figure whose period has begun, the newest edition first and within it the latest period.

    Parameters
    ----------
    basis : one definition, as written; None: every definition, beside each other.
    vintage : `all`; `newest`, per counterpart, period and definition (a row without an edition is kept: it may be it);
        or one edition, as written (`2024-06`).
    counterpart : the second actor of a figure about two; None: figures with any counterpart or with none.

    Returns
    -------
    The rows of `observations` with `begun` (null: the period may not have begun).

    Raises
    ------
    RegisterError : `vintage` is neither of the words nor a date.
    """
    rows = snapshot.observations.filter((pl.col("actor") == actor) & (pl.col("indicator") == indicator))
    rows = rows if basis is None else rows.filter(pl.col("basis") == basis)
    rows = rows if counterpart is None else rows.filter(pl.col("counterpart") == counterpart)
    if vintage == "newest":
        edition = pl.struct("vintage_last", "vintage_first").rank("dense").over(_SAME)
        known = pl.col("vintage").is_not_null()
        rows = rows.filter(~known | (edition == edition.filter(known).max().over(_SAME)))
    elif vintage != "all":
        rows = rows.filter(pl.col("vintage") == PartialDate.parse(vintage).text)
    return rows.sort(
        "vintage_last", "vintage_first", "valid_from_last", "basis", "counterpart", "record",
        descending=[True, True, True, False, False, False],
        nulls_last=True,
    )  # fmt: skip
