"""What did a person decide about two keys that looked like one thing?

`same`, `different` or `related`; kept in a file of its own beside the register, so that a pair is not proposed again
and the next reader sees who decided and why. Decisions are added and never changed: the last one about a pair counts.
To act on `same`, see `unite.py`. When it lies: a judgement names keys, and says nothing once a key is united away.
"""

from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

import polars as pl

from detente.errors import RegisterError, SourceError
from detente.register.csv_bytes import INSTANT
from detente.register.versions import to_the_millisecond

Decision = Literal["same", "different", "related"]
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)
JUDGEMENT: Final = pl.Schema(
    [
        ("table", pl.String()),
        ("left", pl.String()),
        ("right", pl.String()),
        ("decision", pl.Enum(DECISIONS)),
        ("by", pl.String()),
        ("at", pl.Datetime("ms", "UTC")),
        ("reason", pl.String()),
    ]
)
NO_JUDGEMENTS: Final = pl.DataFrame(schema=JUDGEMENT)
FILE_NAME: Final = "judgements.csv"


def judge(
    judged: pl.DataFrame, table: str, pair: tuple[str, str], decision: Decision, *, by: str, at: datetime, reason: str
) -> pl.DataFrame:
    """`judged` with one decision more, on two keys of `table`; their order does not matter.

    Raises
    ------
    RegisterError : an unknown decision, one key twice, no author or reason, an instant without a time zone.
    """
    left, right = sorted(pair)
    if left == right or decision not in DECISIONS or not by.strip() or not reason.strip():
        raise RegisterError(
            f"not a judgement: {decision!r} on {left!r} and {right!r}",
            where=table,
            expected=f"one of {', '.join(DECISIONS)} on two keys, with an author and a reason",
            next_step="say which, who and why",
        )
    row = (table, left, right, decision, by, to_the_millisecond(at), reason)
    return pl.concat([judged, pl.DataFrame([row], schema=JUDGEMENT, orient="row")])


def last_word(judged: pl.DataFrame, table: str) -> pl.DataFrame:
    """The decision that counts for each pair of keys of `table`: the last one written down."""
    return judged.filter(pl.col("table") == table).unique(["left", "right"], keep="last", maintain_order=True)


def write(judged: pl.DataFrame, path: Path) -> None:
    """Write all decisions as CSV, oldest first; the same decisions give the same bytes."""
    path.write_bytes(judged.with_columns(pl.col("at").dt.strftime(INSTANT)).write_csv().encode())


def read(path: Path) -> pl.DataFrame:
    """Read what `write` wrote; without the file there are no decisions yet.

    Raises
    ------
    SourceError : a file of another kind.
    """
    if not path.exists():
        return NO_JUDGEMENTS
    try:
        texts = pl.read_csv(path, infer_schema=False)
        instants = pl.col("at").str.to_datetime(INSTANT, time_unit="ms").dt.replace_time_zone("UTC")
        return texts.with_columns(instants).cast(JUDGEMENT).select(JUDGEMENT.names())
    except pl.exceptions.PolarsError as trouble:
        raise SourceError(
            f"not a file of judgements: {str(trouble).splitlines()[0]}",
            where=str(path),
            expected=f"CSV with the columns {', '.join(JUDGEMENT.names())}",
            next_step="restore it from a copy; decisions made since then are to be made again",
        ) from trouble
