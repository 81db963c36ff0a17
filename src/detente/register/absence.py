"""Is there no such thing, and how many are there?

A thing is counted once, however many statements speak of it: they are combined first (`settle.py`). It is there, it is
not, or it cannot be told on this day; and the lack of any row means "no" only inside a complete list (`coverage.py`).
When it lies: a list declared complete that is not turns "nobody wrote it down" into "no".
"""

from collections.abc import Mapping

import polars as pl

from detente.register.coverage import BEYOND, Asked, Count, Value, checked, covered
from detente.register.settle import settle


def absent(snapshot: Asked, table: str, /, **subject: Value) -> bool | None:
    """Is there no such thing on the snapshot's day?

    Parameters
    ----------
    table : where it would stand.
    subject : columns of that table and their values (None: empty), such as `organisation="NATO", member="SWE"`.

    Returns
    -------
    False where a row says so, null where one may, true where none does and the list is complete, else null. For events:
    has none happened by the day; for figures: does none exist whose period has begun.

    Raises
    ------
    RegisterError : no such table or column, or a word that the column does not have.
    """
    found = _things(snapshot, table, subject)["value"]
    if not found.is_empty() and found.fill_null(value=True).any():
        return False if found.any() else None
    if covered(snapshot, table, **subject):
        return True
    wider = {column: value for column, value in subject.items() if column not in BEYOND.get(table, ())}
    return True if len(wider) < len(subject) and absent(snapshot, table, **wider) else None


def count(snapshot: Asked, table: str, /, **subject: Value) -> Count:
    """How many such things there are on the snapshot's day, several statements about one thing counted once.

    Parameters and errors as for `absent`.
    """
    things = _things(snapshot, table, subject).filter(pl.col("value").fill_null(value=True))
    certain = things.filter("value").height
    records = things["records"].explode(keep_nulls=False, empty_as_null=False).to_list()
    return Count(certain, things.height - certain, covered(snapshot, table, **subject), tuple(records))


def _things(snapshot: Asked, table: str, subject: Mapping[str, Value]) -> pl.DataFrame:
    """The things that answer to `subject`: `value` (there on the day: yes, no, null) and `records`, one row each."""
    schema = checked(table, subject)
    wanted = [
        pl.col(column).cast(pl.String).eq_missing(pl.lit(value).cast(pl.String)) for column, value in subject.items()
    ]
    # A table without a logical key has as many things as records.
    key, named = ["thing"], pl.struct(schema.logical_key).alias("thing")
    if schema.time in ("child", "reference"):
        rows: pl.DataFrame = getattr(snapshot, table).filter(wanted)
        holds = pl.col("holds") if schema.time == "child" else pl.lit(value=True)
        surely = holds.fill_null(value=False).any()
        return rows.group_by(named, maintain_order=True).agg(
            pl.when(surely).then(True).alias("value"),  # noqa: FBT003  # a value, not a switch
            pl.col("record").alias("records"),
        )
    told = snapshot.recorded(table).filter(wanted).with_columns(named)
    begun = settle(told, key, snapshot.valid).select(*key, "value", "records")
    if schema.time != "spell":
        return begun
    over = settle(told.filter(pl.col("valid_to").is_not_null()), key, snapshot.valid, "valid_to").select(
        *key, pl.col("value").alias("over"), pl.lit(value=True).alias("ends")
    )
    # No end recorded: not ended as far as known. An end recorded whose day cannot tell stays open.
    ended = pl.when(pl.col("ends").is_null()).then(False).otherwise("over")  # noqa: FBT003
    return begun.join(over, on=key, how="left", maintain_order="left").select(
        (pl.col("value") & ~ended).alias("value"), "records"
    )
