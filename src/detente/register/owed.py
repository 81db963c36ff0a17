"""Who owes what to whom on this day?

A reading of the expanded duties (`obligations.duties`): what is in force, or possibly so and marked; what is signed
only; and, if asked, what has ended and why. When it lies: only listed agreements count, and their coverage is partial.
"""

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from detente.errors import RegisterError
from detente.register.obligations import duties
from detente.register.schema import TABLES
from detente.register.snapshot import Snapshot

Include = Literal["in_force", "signed", "all"]
_KINDS: Final = TABLES["provisions"].about("kind")["words"]
_COLUMNS: Final = (
    "agreement",
    "article",
    "kind",
    "obligor",
    "obligee",
    "trigger",
    "strength",
    "binding",
    "area",
    "conditions",
    "duty",
    "amount",
    "unit",
    "in_force",
    "why",
    "since_first",
    "since_last",
    "confidence",
    "notice",
    "obligation",
    "records",
)


def owed(
    snapshot: Snapshot,
    obligor: str | None,
    obligee: str | None,
    kinds: Sequence[str] = ("assist",),
    include: Include = "in_force",
) -> pl.DataFrame:
    """What `obligor` owes `obligee` (None: anybody), heaviest first.

    Parameters
    ----------
    kinds : kinds of provision.
    include : `in_force`, also those of which it cannot be told (in_force null, `why` says so); `signed`, agreements
        signed by both sides but not in force; `all`, these and those that ended, with why.

    Raises
    ------
    RegisterError : a kind that no provision can have.
    """
    wrong = [kind for kind in kinds if kind not in _KINDS]
    if wrong:
        raise RegisterError(
            f"{wrong[0]!r} is no kind of provision", expected=", ".join(_KINDS), next_step="choose from these"
        )
    rows = duties(snapshot).filter(pl.col("kind").is_in(list(kinds)))
    rows = rows if obligor is None else rows.filter(pl.col("obligor") == obligor)
    rows = rows if obligee is None else rows.filter(pl.col("obligee") == obligee)
    live = pl.col("in_force").fill_null(value=True)
    signed = ~live & pl.col("why").str.starts_with("signed").fill_null(value=False)
    rows = rows.filter({"in_force": live, "signed": signed, "all": pl.lit(value=True)}[include])
    weight = pl.col("kind").cast(pl.String).replace_strict({kind: place for place, kind in enumerate(kinds)})
    return (
        rows.with_columns(_conditions().alias("conditions"))
        .sort(weight, _bond(), pl.col("strength"), "since_first", "agreement", nulls_last=True, maintain_order=True)
        .select(_COLUMNS)
    )


def owed_matrix(snapshot: Snapshot, actors: Sequence[str], kinds: Sequence[str] = ("assist",)) -> pl.DataFrame:
    """The strongest duty of each ordered pair of `actors`.

    Columns: obligor, obligee, agreement, kind, strength, binding, in_force, confidence, obligation, records. Pairs
    without a duty are left out: no row means none among listed agreements.
    """
    rows = owed(snapshot, None, None, kinds).filter(
        pl.col("obligor").is_in(list(actors)) & pl.col("obligee").is_in(list(actors))
    )
    return (
        rows.sort(_bond(), pl.col("strength"), nulls_last=True, maintain_order=True)
        .unique(["obligor", "obligee"], keep="first", maintain_order=True)
        .select(
            "obligor",
            "obligee",
            "agreement",
            "kind",
            "strength",
            "binding",
            "in_force",
            "confidence",
            "obligation",
            "records",
        )
        .sort("obligor", "obligee")
    )


def _bond() -> pl.Expr:
    """Weight of the bond: a law binds more than a unilateral act, and that more than a political declaration."""
    return pl.col("binding").cast(pl.String).replace_strict({"legal": 0, "unilateral": 1, "political": 2}, default=3)


def _conditions() -> pl.Expr:
    """The conditions of a duty in words, `;` between; null where none are recorded."""
    parts = [
        pl.lit("only against ") + pl.col("adversaries"),
        pl.lit("not against ") + pl.col("except_adversaries"),
        pl.when("unprovoked_only").then(pl.lit("unprovoked attack only")),
        pl.when(pl.col("minimum_attackers") > 1).then(
            pl.lit("at least ") + pl.col("minimum_attackers").cast(pl.String) + pl.lit(" attackers")
        ),
        pl.when("void_if_aggressor").then(pl.lit("void if the other is the aggressor")),
    ]
    joined = pl.concat_str(parts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
