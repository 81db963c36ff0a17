"""Which duties run from whom to whom on this day, clause by clause?

Every provision is expanded once into ordered pairs: its obligors (or every party) towards its obligees (or every other
party), each with the status of both sides. A multilateral treaty is stored once and expanded here; nobody else expands
treaties. Memberships and designations create no duty. When it lies: a clause nobody entered owes nothing here.
"""

from typing import Final

import polars as pl

from detente.register.snapshot import Snapshot
from detente.register.status import party_status

MODEL_KINDS: Final = {
    "assist": "defence",
    "offence": "offence",
    "neutral": "neutrality",
    "refrain": "non_aggression",
    "consult": "consultation",
}
_CLAUSES: Final = ("term", "exit", "interpret")
_CLAUSE: Final = (
    "article",
    "trigger",
    "strength",
    "area",
    "regions",
    "adversaries",
    "except_adversaries",
    "unprovoked_only",
    "minimum_attackers",
    "void_if_aggressor",
    "duty",
    "amount",
    "unit",
)
_YES: Final = pl.lit(value=True)


def duties(snapshot: Snapshot) -> pl.DataFrame:
    """One row per (provision, obligor, obligee), in force or not.

    Columns
    -------
    obligation (record of the provision), agreement, article, kind, obligor, obligee, trigger, strength, binding, area,
    regions, adversaries, except_adversaries, unprovoked_only, minimum_attackers, void_if_aggressor, duty, amount, unit,
    in_force (of the duty between the two: yes, no, null), why (state and reason where it is not a plain yes),
    since_first, since_last (the later of both sides), confidence (weakest of both sides and the clause), notice
    (open, suspended, maybe: of either side), records.
    """
    return snapshot.once(_expanded)


def obligation_rows(snapshot: Snapshot) -> pl.DataFrame:
    """The duties that models of war and deterrence read: those in force, or possibly so, one row per ordered pair.

    Columns: obligation, agreement, obligor, obligee, kind (defence, offence, neutrality, non_aggression, consultation),
    adversaries, except_adversaries, regions (null: anywhere; but see `area`), area (words; with `regions` empty, a
    place no model can test), unprovoked_only, aggressor_excluded, minimum_attackers, void_if_aggressor, strength,
    binding, in_force (true or null), confidence, records.
    """
    rows = duties(snapshot).filter(pl.col("kind").is_in(list(MODEL_KINDS)) & pl.col("in_force").fill_null(value=True))
    return rows.select(
        "obligation",
        "agreement",
        "obligor",
        "obligee",
        pl.col("kind").cast(pl.String).replace_strict(MODEL_KINDS).alias("kind"),
        "adversaries",
        "except_adversaries",
        "regions",
        "area",
        pl.col("unprovoked_only").fill_null(value=False),
        pl.lit(value=True).alias("aggressor_excluded"),
        pl.col("minimum_attackers").fill_null(1),
        pl.col("void_if_aggressor").fill_null(value=False),
        "strength",
        "binding",
        "in_force",
        "confidence",
        "records",
    )


def _expanded(snapshot: Snapshot) -> pl.DataFrame:
    designations = snapshot.recorded("agreements").filter(pl.col("form") == "designation")["agreement"]
    clauses = snapshot.provisions.filter(
        ~pl.col("kind").is_in(_CLAUSES) & ~pl.col("agreement").is_in(designations.to_list())
    )
    clauses = clauses.rename({"record": "obligation", "confidence": "clause_confidence"}).select(
        "obligation", "agreement", "kind", "obligor", "obligee", *_CLAUSE, "clause_confidence", "holds"
    )
    status = party_status(snapshot)
    parties = (
        status.filter(pl.col("capacity") == "party")
        .group_by("agreement", maintain_order=True)
        .agg(pl.col("party").alias("_parties"))
    )
    pairs = clauses.join(parties, on="agreement", how="left", maintain_order="left").with_columns(
        pl.coalesce(pl.col("obligor").str.split(";"), "_parties").alias("obligor"),
        pl.col("obligee").is_not_null().alias("_named"),
        pl.coalesce(pl.col("obligee").str.split(";"), "_parties").alias("obligee"),
    )
    pairs = pairs.drop("_parties").explode("obligor").explode("obligee").filter(pl.col("obligor") != pl.col("obligee"))
    sides = status.select(
        "agreement",
        "party",
        "capacity",
        "binding",
        "in_force",
        "state",
        "reason",
        "since_first",
        "since_last",
        "confidence",
        "notice",
        "suspended_towards",
        "records",
    )
    joined = pairs.join(
        sides.rename({"party": "obligor"}).drop("capacity"),
        on=["agreement", "obligor"],
        how="left",
        maintain_order="left",
    ).join(
        sides.rename({"party": "obligee"}).drop("binding"),
        on=["agreement", "obligee"],
        how="left",
        suffix="_theirs",
        maintain_order="left",
    )
    return _judged(joined)


def _judged(pairs: pl.DataFrame) -> pl.DataFrame:
    """Whether each duty is live, and why it is not."""
    # A named beneficiary need not be a party: the promise binds the obligor alone.
    needs_both = pl.col("capacity").is_not_null() & (pl.col("capacity") == "party")
    theirs = pl.when(needs_both).then("in_force_theirs").when("_named").then(_YES).otherwise("in_force_theirs")
    withheld = _suspends(pl.col("suspended_towards"), pl.col("obligee"))
    doubtful = _suspends(pl.col("suspended_towards_theirs"), pl.col("obligor"))
    live = pl.col("holds") & pl.col("in_force") & theirs & ~withheld
    side = (
        pl.when(pl.col("in_force") != _YES)
        .then(pl.struct("state", "reason"))
        .otherwise(pl.struct(pl.col("state_theirs").alias("state"), pl.col("reason_theirs").alias("reason")))
    )
    stands = side.struct.field("state") + pl.coalesce(pl.lit(": ") + side.struct.field("reason"), pl.lit(""))
    why = (
        pl.when(withheld)
        .then(pl.lit("suspended by the obligor"))
        .when(live & doubtful)
        .then(pl.lit("suspended by the other side"))
        .when((live != _YES).fill_null(value=True))
        .then(stands)
    )
    none = pl.lit([], pl.List(pl.String))
    return pairs.select(
        "obligation",
        "agreement",
        "kind",
        "obligor",
        "obligee",
        "binding",
        *_CLAUSE,
        pl.when(live & doubtful).then(None).otherwise(live).alias("in_force"),
        why.alias("why"),
        pl.max_horizontal("since_first", pl.when(needs_both).then("since_first_theirs")).alias("since_first"),
        pl.max_horizontal("since_last", pl.when(needs_both).then("since_last_theirs")).alias("since_last"),
        pl.max_horizontal("confidence", pl.when(needs_both).then("confidence_theirs"), "clause_confidence").alias(
            "confidence"
        ),
        pl.coalesce("notice", "notice_theirs").alias("notice"),
        pl.concat_list(
            pl.concat_list("obligation"), pl.col("records").fill_null(none), pl.col("records_theirs").fill_null(none)
        )
        .list.unique(maintain_order=True)
        .alias("records"),
    )


def _suspends(towards: pl.Expr, whom: pl.Expr) -> pl.Expr:
    return (towards.list.contains("*") | towards.list.contains(whom)).fill_null(value=False)
