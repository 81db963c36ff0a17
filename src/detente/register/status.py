"""Is this party bound by this agreement on this day, and how sure are we?

No status is ever typed: it follows from dated acts, entry rules and term clauses, per party, in three values. A word
for people (`state`) stands beside the answer for machines (`in_force`), and a reason beside every unknown. When it
lies: tacit renewals are taken to have happened, and an act that nobody recorded has not.
"""

from typing import Final

import polars as pl

from detente.register.entry import ENTRY_ACTS, FALLS_WITH_PARENT, PAIR, acts
from detente.register.notices import notices
from detente.register.snapshot import Snapshot
from detente.register.spells import spells

STATES: Final = (
    "none", "initialled", "signed", "provisional", "in_force", "ended", "beneficiary", "not_party", "unknown",
)  # fmt: skip
_NO: Final = pl.lit(value=False)
_YES: Final = pl.lit(value=True)


def party_status(snapshot: Snapshot, agreement: str | None = None, party: str | None = None) -> pl.DataFrame:
    """The status of each party of each agreement on the snapshot's day.

    Parameters
    ----------
    agreement, party : keys to look at; None means all. A pair that is asked for and has no act is answered too:
        `not_party` where the agreement lists its parties completely, `unknown` where it does not.

    Returns
    -------
    agreement, party, capacity, binding, in_force (yes, no, null), state (a word of STATES), reason, since_first and
    since_last (Date; of the entry or the end that gives the state), confidence (that settles `in_force`), notice (open,
    suspended, maybe or null), exit_due_first, exit_due_last, suspended_towards (list; `*`: towards all), frozen,
    contested, claimants, records (behind the answer).
    """
    rows = snapshot.once(_every_status)
    rows = rows if agreement is None else rows.filter(pl.col("agreement") == agreement)
    rows = rows if party is None else rows.filter(pl.col("party") == party)
    return _absent(snapshot, rows, agreement, party) if agreement and party and rows.is_empty() else rows


def _every_status(snapshot: Snapshot) -> pl.DataFrame:
    done = snapshot.once(acts)
    rows = _worded(_with_parent_ends(snapshot, _bound(done, snapshot.once(spells))), done)
    rows = rows.join(snapshot.once(notices), on=PAIR, how="left", maintain_order="left")
    binding = (
        snapshot.recorded("agreements")
        .unique("agreement", keep="last", maintain_order=True)
        .select("agreement", "binding")
    )
    live = (pl.col("state") != "ended") & pl.col("notice").is_in(["open", "suspended", "maybe"])
    return rows.join(binding, on="agreement", how="left", maintain_order="left").select(
        *PAIR,
        "capacity",
        "binding",
        "in_force",
        "state",
        "reason",
        "since_first",
        "since_last",
        "confidence",
        *(pl.when(live).then(column).alias(column) for column in ("notice", "exit_due_first", "exit_due_last")),
        "suspended_towards",
        "frozen",
        "contested",
        "claimants",
        "records",
    )


def agreement_status(snapshot: Snapshot, agreement: str | None = None) -> pl.DataFrame:
    """Per agreement: how many parties are bound of how many listed; never a single word.

    Columns: agreement, in_force (certainly), maybe (null), ended, listed (parties with any act), complete (whether the
    list of parties is declared complete).
    """
    rows = party_status(snapshot, agreement).filter(pl.col("capacity") == "party")
    counted = rows.group_by("agreement", maintain_order=True).agg(
        (pl.col("in_force") == _YES).sum().alias("in_force"),
        pl.col("in_force").is_null().sum().alias("maybe"),
        (pl.col("state") == "ended").sum().alias("ended"),
        pl.len().alias("listed"),
    )
    lists = snapshot.recorded("agreements").unique("agreement", keep="last", maintain_order=True)
    return counted.join(
        lists.select("agreement", (pl.col("parties_listed") == "complete").alias("complete")),
        on="agreement",
        maintain_order="left",
    )


def between(snapshot: Snapshot, a: str, b: str) -> pl.DataFrame:
    """Every agreement under which both have acted: is it in force between the two?

    Both must be bound, and neither have suspended or objected towards the other. Columns: agreement, binding, in_force,
    `a` and `b` (structs of their rows of `party_status`), confidence (the weaker of the two), records.
    """
    rows = party_status(snapshot)
    objections = snapshot.once(_live_objections)
    ours, theirs = (rows.filter((pl.col("party") == who) & (pl.col("capacity") == "party")) for who in (a, b))
    pairs = ours.join(theirs, on="agreement", suffix="_b", maintain_order="left")
    barred = pairs.join(
        objections.filter((pl.col("party").is_in([a, b])) & (pl.col("towards").is_in([a, b, "*"])))
        .select("agreement")
        .unique(),
        on="agreement",
        how="semi",
    )["agreement"]
    kept = [column for column in ours.columns if column not in ("agreement", "binding")]
    return pairs.select(
        "agreement",
        "binding",
        (pl.col("in_force") & pl.col("in_force_b") & ~pl.col("agreement").is_in(barred.to_list())).alias("in_force"),
        pl.struct(kept).alias("a"),
        pl.struct(pl.col(f"{column}_b").alias(column) for column in kept).alias("b"),
        pl.max_horizontal("confidence", "confidence_b").alias("confidence"),
        pl.concat_list("records", "records_b").list.unique(maintain_order=True).alias("records"),
    )


def _bound(done: pl.DataFrame, lives: pl.DataFrame) -> pl.DataFrame:
    """One row per pair that ever acted: in force in any spell, and the facts of the spell that decides."""
    lives = lives.with_columns(
        pl.col("entry_value").fill_null(pl.when(pl.col("entry_act").is_null()).then(False)).alias("entry_value"),  # noqa: FBT003
    ).with_columns((pl.col("entry_value") & ~pl.col("end_value")).alias("spell_value"))
    # The spell that decides is the one in force, else the open one, else the last that began.
    decisive = lives.with_columns(
        pl.when(pl.col("spell_value") == _YES)
        .then(2)
        .when(pl.col("spell_value").is_null())
        .then(1)
        .otherwise(0)
        .alias("_rank"),
        (pl.col("entry_value") == _YES).fill_null(value=False).alias("_begun"),
    ).sort(*PAIR, "_rank", "_begun", "spell", maintain_order=True)
    per_pair = decisive.group_by(PAIR, maintain_order=True).agg(
        pl.col("spell_value").any(ignore_nulls=False).alias("in_force"),
        pl.all().exclude("spell_value", "_rank", "_begun").last(),
    )
    capacities = (
        done.sort("act")
        .group_by(PAIR, maintain_order=True)
        .agg(
            pl.col("capacity").min(),
            pl.col("records").list.explode(keep_nulls=False, empty_as_null=False).alias("act_records"),
        )
    )
    return capacities.join(per_pair, on=PAIR, how="left", maintain_order="left").with_columns(
        pl.col("in_force").fill_null(pl.when(pl.col("spell").is_null()).then(_NO))
    )


def _with_parent_ends(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """Agreements that fall with their parent end when it has ended, for each party of both.

    Those are annexes, extensions and interpretations, and those whose term clause runs with the parent. A parent that
    never began, or whose parties nobody listed, ends nothing.
    """
    agreements = snapshot.recorded("agreements").filter(pl.col("parent").is_not_null())
    by_clause = snapshot.provisions.filter((pl.col("kind") == "term") & (pl.col("renewal") == "with_parent"))[
        "agreement"
    ]
    falls = pl.col("agreement").is_in(by_clause.to_list()) | pl.col("relation").cast(pl.String).is_in(FALLS_WITH_PARENT)
    links = agreements.filter(falls).select("agreement", "parent").unique("agreement", keep="last", maintain_order=True)
    rows = rows.with_columns(pl.lit(None, pl.String).alias("ended_with"))
    for _ in range(links.height):  # at most as many steps as there are links in the longest chain
        over = (pl.col("end_value") == _YES) | pl.col("ended_with").is_not_null()
        parents = rows.select(
            pl.col("agreement").alias("parent"),
            "party",
            pl.when(pl.col("in_force").is_null())
            .then(None)
            .otherwise(over & (pl.col("in_force") == _NO))
            .alias("_over"),
            pl.lit(value=True).alias("_listed"),
            *(pl.coalesce(f"end_effect_{end}", f"end_{end}").alias(f"_end_{end}") for end in ("first", "last")),
        )
        joined = rows.join(links, on="agreement", how="left", maintain_order="left").join(
            parents, on=["parent", "party"], how="left", maintain_order="left"
        )
        falling = pl.col("_listed") & pl.col("_over") & (pl.col("in_force") != _NO)
        after = joined.with_columns(
            pl.when("_listed").then(pl.col("in_force") & ~pl.col("_over")).otherwise("in_force").alias("in_force"),
            pl.when(falling).then("parent").otherwise("ended_with").alias("ended_with"),
            *(
                pl.when(falling).then(f"_end_{end}").otherwise(f"end_{end}").alias(f"end_{end}")
                for end in ("first", "last")
            ),
        ).select(rows.columns)
        if after["in_force"].equals(rows["in_force"]):
            break
        rows = after
    return rows


def _worded(rows: pl.DataFrame, done: pl.DataFrame) -> pl.DataFrame:
    """State word, reason and flags for each pair."""
    rows = rows.join(_milestones(done), on=PAIR, how="left", maintain_order="left").with_columns(
        ((pl.col("end_value") == _YES) | pl.col("ended_with").is_not_null()).fill_null(value=False).alias("_ended")
    )
    state = (
        pl.when(pl.col("in_force") == _YES).then(pl.lit("in_force"))
        .when(pl.col("in_force").is_null()).then(pl.lit("unknown"))
        .when("_ended").then(pl.lit("ended"))
        .when(pl.col("provisional") == _YES).then(pl.lit("provisional"))
        .when((pl.col("beneficiary") == _YES) | (pl.col("capacity") == "beneficiary")).then(pl.lit("beneficiary"))
        .when(pl.col("signed") == _YES).then(pl.lit("signed"))
        .when(pl.col("signed").is_null() & pl.col("signed_recorded")).then(pl.lit("unknown"))
        .when(pl.col("initialled") == _YES).then(pl.lit("initialled"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    entered, over = state == "in_force", state == "ended"
    reason = _reason(state)
    none = pl.lit([], pl.List(pl.String))
    return rows.with_columns(
        state.alias("state"),
        reason.alias("reason"),
        *(
            pl.when(over)
            .then(pl.coalesce(f"end_effect_{end}", f"end_{end}"))
            .when(entered)
            .then(f"entry_effect_{end}")
            .when(state == "signed")
            .then(f"signed_{end}")
            .alias(f"since_{end}")
            for end in ("first", "last")
        ),
        pl.when(over)
        .then(pl.coalesce("end_confidence", "entry_confidence"))
        .when(entered)
        .then("entry_confidence")
        .when(pl.col("in_force").is_not_null())
        .then(pl.coalesce("signed_confidence", "entry_confidence"))
        .alias("confidence"),
        pl.col("contested").fill_null(value=False),
        pl.col("claimants").fill_null(none),
        pl.concat_list(
            pl.col("entry_records").fill_null(none),
            pl.col("end_records").fill_null(none),
            pl.when(state.is_in(["in_force", "ended", "unknown"])).then(none).otherwise("act_records"),
        )
        .list.unique(maintain_order=True)
        .alias("records"),
        pl.col("suspended_towards").fill_null(none),
    )


def _reason(state: pl.Expr) -> pl.Expr:
    """Why the state is what it is, where the word alone does not say it."""
    open_, entered = pl.col("in_force").is_null(), (pl.col("entry_value") == _YES).fill_null(value=False)
    return (
        pl.when((state == "in_force") & (pl.col("entry_act") != "entered_into_force")).then("entry_act")
        .when(open_ & pl.col("contested")).then(pl.lit("contested"))
        .when(open_ & entered & pl.col("end_reason").is_not_null()).then("end_reason")
        .when(open_ & entered).then(pl.lit("day of the end not known well enough"))
        .when(open_).then(pl.lit("day of entry into force not known well enough"))
        .when(pl.col("ended_with").is_not_null()).then(pl.lit("ended with ") + pl.col("ended_with"))
        .when(state == "ended").then("end_act")
        .when((state == "signed") & pl.col("entry_act").is_null()).then(pl.lit("entry into force not recorded"))
        .when(state == "unknown").then(pl.lit("day of signature not known well enough"))
    )  # fmt: skip


def _milestones(done: pl.DataFrame) -> pl.DataFrame:
    """Per pair: whether it had signed, initialled, applied provisionally, frozen, suspended (towards whom)."""
    done = done.with_columns(pl.col("act").cast(pl.String))
    signing = pl.col("act").is_in(["signed", "adopted", "consented"])
    entering = pl.col("act").is_in(ENTRY_ACTS)

    def happened(*names: str) -> pl.Expr:
        return pl.col("value").filter(pl.col("act").is_in(names)).any(ignore_nulls=False)

    resumed = pl.col("last").filter((pl.col("act") == "resumed") & (pl.col("value") == _YES)).max()
    suspended = (pl.col("act") == "suspended") & (pl.col("value") == _YES)
    return done.group_by(PAIR, maintain_order=True).agg(
        happened("signed", "adopted", "consented").alias("signed"),
        signing.any().alias("signed_recorded"),
        pl.col("first").filter(signing).min().alias("signed_first"),
        pl.col("last").filter(signing).min().alias("signed_last"),
        pl.col("confidence").filter(signing).min().alias("signed_confidence"),
        happened("initialled").alias("initialled"),
        happened("applied_provisionally").alias("provisional"),
        happened("named_beneficiary").alias("beneficiary"),
        (happened("froze") & ~resumed.is_not_null()).alias("frozen"),
        pl.col("towards")
        .fill_null("*")
        .filter(suspended & (resumed.is_null() | (pl.col("first") > resumed)))
        .alias("suspended_towards"),
        (pl.col("contested") & (entering | pl.col("act").is_in(["exited", "terminated", "expired"])))
        .any()
        .alias("contested"),
        pl.col("claimants").filter("contested").list.explode(keep_nulls=False, empty_as_null=False).alias("claimants"),
    )


def _live_objections(snapshot: Snapshot) -> pl.DataFrame:
    """Suspensions and objections in effect: agreement, party, towards (`*`: everybody)."""
    done = (
        snapshot.once(acts)
        .filter(pl.col("value") == _YES)
        .with_columns(pl.col("act").cast(pl.String), pl.col("towards").fill_null("*"))
    )
    resumed = done.filter(pl.col("act") == "resumed").select(*PAIR, "towards", pl.col("last").alias("_resumed"))
    standing = done.filter(pl.col("act").is_in(["suspended", "objected"])).join(
        resumed, on=[*PAIR, "towards"], how="left"
    )
    return standing.filter(pl.col("_resumed").is_null() | (pl.col("first") > pl.col("_resumed"))).select(
        *PAIR, "towards"
    )


def _absent(snapshot: Snapshot, rows: pl.DataFrame, agreement: str, party: str) -> pl.DataFrame:
    """The answer for a pair without a recorded act."""
    found = snapshot.recorded("agreements").filter(pl.col("agreement") == agreement)
    if found.is_empty():
        return rows
    complete = found["parties_listed"][-1] == "complete"
    answer = {
        "agreement": agreement,
        "party": party,
        "binding": found["binding"][-1],
        "in_force": False if complete else None,
        "state": "not_party" if complete else "unknown",
        "reason": "not among the parties listed" if complete else "the list of parties is not complete",
        "suspended_towards": [],
        "contested": False,
        "claimants": [],
        "records": [found["record"][-1]],
    }
    return pl.concat(
        [
            rows,
            pl.DataFrame([answer], schema_overrides=dict(rows.schema)).select(
                pl.col(c) if c in answer else pl.lit(None, dtype=t).alias(c) for c, t in rows.schema.items()
            ),
        ],
        how="vertical_relaxed",
    )
