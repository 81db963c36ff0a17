"""When did each party's bond begin: which act, or which rule of the agreement, brought it into force?

An agreement binds a party from the party's own entry; there is no single date for a treaty (Vienna Convention on the
Law of Treaties, arts. 24 and 28). A recorded act (entered into force, acceded, succeeded; adopted, for instruments that
are not legally binding) beats the rule; where there is none, the agreement's entry rule is worked out from the parties'
own signatures or consents, moved by its delay and to its anchor day. When it lies: consents that nobody recorded make
the rule wait for ever.
"""

from typing import Final

import polars as pl

from detente.register.entry_rules import by_rule
from detente.register.settle import settle
from detente.register.snapshot import Snapshot

ACT: Final = ("agreement", "party", "act", "occurrence", "towards")
PAIR: Final = ("agreement", "party")
ENTRY_ACTS: Final = ("entered_into_force", "acceded", "succeeded")
FALLS_WITH_PARENT: Final = ("annexed to", "extends", "interprets")  # relations that do not outlive the parent
END_ACTS: Final = ("exited", "expelled", "terminated", "expired", "superseded")


def acts(snapshot: Snapshot) -> pl.DataFrame:
    """Every act of every party, its statements combined: one row per (agreement, party, act, occurrence, towards).

    Columns of `settle` (`value`: had it taken effect by the day?), then `capacity`, `basis` and, of the act's first
    record, `day_first`, `day_last` (the day it was done) and `effect_first`, `effect_last` (when it takes effect).
    """
    rows = snapshot.recorded("participations").with_columns(
        pl.coalesce("effective_first", "valid_from_first").alias("effect_first"),
        pl.coalesce("effective_last", "valid_from_last").alias("effect_last"),
    )
    # A statute with retroactive effect had none before it was enacted: an act counts when it is both done and
    # effective. A notice counts when it is given; its effective day is the one on which it takes the party out.
    given = pl.col("act") == "notice_given"
    rows = rows.with_columns(
        pl.when(given)
        .then(f"valid_from_{end}")
        .otherwise(pl.max_horizontal(f"effect_{end}", f"valid_from_{end}"))
        .alias(f"counts_{end}")
        for end in ("first", "last")
    )
    settled = settle(rows, ACT, snapshot.valid, "counts")
    of_record = rows.select(
        pl.col("record").alias("_record"),
        "capacity",
        "basis",
        pl.col("valid_from_first").alias("day_first"),
        pl.col("valid_from_last").alias("day_last"),
        "effect_first",
        "effect_last",
    )
    return (
        settled.with_columns(pl.col("records").list.first().alias("_record"))
        .join(of_record, on="_record", how="left", maintain_order="left")
        .drop("_record")
    )


def entries(snapshot: Snapshot, done: pl.DataFrame) -> pl.DataFrame:
    """Every entry into force, recorded or by rule: the columns of `acts`, with `act` the act or `rule:NAME`.

    Parameters
    ----------
    done : the acts of the same snapshot (`acts(snapshot)`).
    """
    done = done.with_columns(pl.col("act").cast(pl.String))
    binding = snapshot.recorded("agreements").select("agreement", pl.col("binding").cast(pl.String))
    explicit = done.filter(pl.col("act").is_in(ENTRY_ACTS))
    adopted = (
        done.filter(pl.col("act") == "adopted")
        .join(binding.filter(pl.col("binding") != "legal"), on="agreement", how="semi", maintain_order="left")
        .join(explicit.filter(pl.col("act") == "entered_into_force"), on=PAIR, how="anti", maintain_order="left")
    )
    recorded = pl.concat([explicit, adopted])
    open_to_rules = done.join(recorded, on=PAIR, how="anti")["agreement"].unique()
    ruled = by_rule(snapshot, open_to_rules).join(recorded, on=PAIR, how="anti", maintain_order="left")
    return pl.concat([recorded, ruled])
