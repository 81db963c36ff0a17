"""Do the acts of the parties follow each other, and do the clauses fit who is bound?

An act may be missing from the record without having been missed in the world, so most findings here are warnings: one
more row would explain them. Two are contradictions inside the record: a duty under a designation, and a unilateral act
of two parties.
"""

from datetime import date
from typing import Final

import polars as pl

from detente import durations
from detente.errors import DetenteError
from detente.register.checks.findings import days, found, said, together
from detente.register.checks.tables import Tables
from detente.register.entry import END_ACTS, PAIR
from detente.register.entry_rules import by_rule

# What a designation never creates; it may open markets, stocks and training.
DUTIES: Final = ("assist", "offence", "neutral", "consult", "refrain", "prepare", "host")
_BOUND: Final = ("party", "guarantor")


def check_for_force_before_signature(tables: Tables) -> pl.DataFrame:
    """An agreement certainly entered into force for a party before that party signed it.

    Taking effect earlier is no fault: the days of the acts are compared, not their effect.
    """
    rows = tables.current("participations").filter((pl.col("occurrence") == 1) & pl.col("towards").is_null())
    signed = (
        rows.filter(pl.col("act") == "signed").group_by(PAIR).agg(pl.col("valid_from_first").min().alias("earliest"))
    )
    entered = (
        rows.filter(pl.col("act") == "entered_into_force")
        .group_by(PAIR, maintain_order=True)
        .agg(pl.col("record").alias("records"), pl.col("valid_from_last").max().alias("latest"))
        .join(signed, on=PAIR, maintain_order="left")
    )
    return found(
        entered.filter(pl.col("latest") < pl.col("earliest")),
        "participations",
        "valid_from",
        pl.format("in force for {} by {}, signed {} at the earliest", "party", "latest", "earliest"),
        "correct one of the days; an earlier effect belongs in `effective`",
    )


def check_for_end_without_entry(tables: Tables) -> pl.DataFrame:
    """A party left, or its agreement ended, and nothing says that it had ever been bound."""
    ended = tables.acts.filter(pl.col("act").is_in(END_ACTS)).join(
        tables.entries, on=PAIR, how="anti", maintain_order="left"
    )
    return found(
        ended,
        "participations",
        "act",
        pl.format(
            "{} {} {}, with no entry into force, accession or rule of entry",
            "party",
            pl.col("act").cast(pl.String),
            "agreement",
        ),
        "add the entry, or withdraw the end",
    )


def check_for_notice_without_force(tables: Tables) -> pl.DataFrame:
    """A party gave notice of leaving when it was certainly not bound yet, or nothing says that it ever was."""
    entered = tables.entries.group_by(PAIR).agg(
        pl.col("first").min().alias("earliest"), pl.lit(value=True).alias("bound")
    )
    notices = tables.acts.filter(pl.col("act") == "notice_given").join(
        entered, on=PAIR, how="left", maintain_order="left"
    )
    early = notices.filter(pl.col("bound").is_null() | (pl.col("day_last") < pl.col("earliest")))
    message = pl.format(
        "notice by {} on {}, bound from {}",
        "party",
        said("day_last"),
        pl.col("earliest").cast(pl.String).fill_null("no known day"),
    )
    return found(early, "participations", "valid_from", message, "add the entry, or correct the day of the notice")


def check_for_notice_and_effect_disagree(tables: Tables) -> pl.DataFrame:
    """A notice takes effect, or the party left, on a day other than the one its exit clause gives."""
    clauses = tables.current("provisions").filter(
        (pl.col("kind") == "exit") & (pl.col("effect") == "notice_end") & pl.col("notice_period").is_not_null()
    )
    terms = clauses.select("agreement", "obligor", "notice_period", "notice_counts_from", "not_before")
    notices = _notices(tables.acts).join(terms, on="agreement", maintain_order="left")
    own = pl.col("obligor").is_null() | pl.col("obligor").str.split(";").list.contains(pl.col("party"))
    due = _with_due_day(notices.filter(own))
    wrong = due.filter(
        (pl.col("out_last") < pl.col("due_first")) | (pl.col("out_first") > pl.col("due_last"))
    ).with_columns(days("day_first", "day_last"), days("out_first", "out_last"))
    return found(
        wrong,
        "participations",
        "effective",
        pl.format(
            "notice of {} on {} and {} give {}, recorded is {}",
            *("party", "day_first", "notice_period", "due_first", "out_first"),
        ),
        "check the day of the notice, of its receipt, and the clause",
    )


def _notices(acts: pl.DataFrame) -> pl.DataFrame:
    """Notices with `out_first`, `out_last`: the day of effect they state, else of the exit after them, else null."""
    given = acts.filter(pl.col("act") == "notice_given")
    # A notice that was suspended or taken back did not bring about the exit.
    kept = given.join(
        acts.filter(pl.col("act").is_in(["notice_suspended", "notice_revoked"])),
        on=PAIR,
        how="anti",
        maintain_order="left",
    )
    exits = acts.filter(pl.col("act") == "exited").select(*PAIR, pl.col("first", "last").name.prefix("left_"))
    left = (
        kept.join(exits, on=PAIR)
        .filter(pl.col("left_last") >= pl.col("day_first"))
        .group_by(*PAIR, "occurrence")
        .agg(pl.col("left_first", "left_last").min())
    )
    is_stated = pl.col("effect_first") > pl.col("day_last")
    return given.join(left, on=[*PAIR, "occurrence"], how="left", maintain_order="left").with_columns(
        pl.when(is_stated).then(f"effect_{end}").otherwise(f"left_{end}").alias(f"out_{end}")
        for end in ("first", "last")
    )


def _with_due_day(notices: pl.DataFrame) -> pl.DataFrame:
    """`due_first`, `due_last`: the first day out by the clause (rules X1, X2, X5 and X6 of exit clocks)."""
    texts = {"day_first": "due_first", "day_last": "due_last"}
    for day, due in texts.items():
        pairs = notices.select(day, "notice_period").unique().drop_nulls()
        ends = [_after(given, period) for given, period in pairs.iter_rows()]
        notices = notices.join(
            pairs.with_columns(pl.Series(due, ends, pl.Date)),
            on=[day, "notice_period"],
            how="left",
            maintain_order="left",
        )
    # The day of notice may not count; receipt comes later than the notice, and a first term can hold a party longer.
    is_open = (pl.col("notice_counts_from") == "received").fill_null(value=False) | pl.col("not_before").is_not_null()
    return notices.with_columns(
        pl.when(is_open).then(date.max).otherwise(pl.col("due_last").dt.offset_by("1d")).alias("due_last")
    )


def _after(given: date, period: str) -> date | None:
    """The day a period ends; None where it has none (hours, or past the end of the calendar)."""
    try:
        return durations.add(given, durations.Duration.parse(period))
    except DetenteError:
        return None


def check_for_entry_rule_mismatch(tables: Tables) -> pl.DataFrame:
    """The recorded entry into force lies on another day than the agreement's own rule of entry gives."""
    recorded = tables.acts.filter(pl.col("act") == "entered_into_force").select(*PAIR, "first", "last", "records")
    rules = by_rule(tables.snapshot, recorded["agreement"].unique()).select(*PAIR, "act", "first", "last")
    # A date fixed in the text cannot be worked out: the recorded act is all there is.
    derived = rules.filter(pl.col("act") != "rule:fixed_date").with_columns(pl.col("act").str.strip_prefix("rule:"))
    both = recorded.join(derived, on=PAIR, suffix="_by_rule", maintain_order="left")
    apart = both.filter((pl.col("last") < pl.col("first_by_rule")) | (pl.col("first") > pl.col("last_by_rule")))
    agreements = (
        apart.select(
            "agreement", "party", "act", "records", days("first", "last"), days("first_by_rule", "last_by_rule")
        )
        .group_by("agreement", "act", "first", "first_by_rule", maintain_order=True)
        .agg("party", pl.col("records").list.explode(keep_nulls=False, empty_as_null=False))
    )
    parties = pl.col("party").list.join(", ")
    message = pl.format("{} for {}: {}, by its rule {} {}", "agreement", parties, "first", "act", "first_by_rule")
    return found(
        agreements, "participations", "valid_from", message, "correct the rule of the agreement or the day of the act"
    )


def check_for_obligor_not_party(tables: Tables) -> pl.DataFrame:
    """A clause names as debtor one who is no party, or as creditor one who is neither party nor beneficiary."""
    listed = tables.current("agreements").filter(pl.col("parties_listed") == "complete").select("agreement").unique()
    clauses = tables.current("provisions").join(listed, on="agreement", how="semi", maintain_order="left")
    acts = tables.current("participations")
    bound = acts.filter(pl.col("capacity").is_in(_BOUND)).select(PAIR)
    return together([_strangers(clauses, "obligor", bound), _strangers(clauses, "obligee", acts.select(PAIR))])


def _strangers(clauses: pl.DataFrame, column: str, bound: pl.DataFrame) -> pl.DataFrame:
    named = clauses.filter(pl.col(column).is_not_null()).select(
        "record", "agreement", pl.col(column).str.split(";").alias("party")
    )
    strangers = named.explode("party", empty_as_null=False).join(bound, on=PAIR, how="anti", maintain_order="left")
    message = pl.format("{} has no act under {}, whose parties are listed in full", "party", "agreement")
    return found(strangers, "provisions", column, message, "add the act, or correct the clause")


def check_for_beneficiary_without_duty(tables: Tables) -> pl.DataFrame:
    """An agreement names a beneficiary, and no clause owes it anything."""
    clauses = tables.current("provisions").filter(pl.col("obligee").is_not_null())
    owed = clauses.select("agreement", pl.col("obligee").str.split(";").alias("party")).explode(
        "party", empty_as_null=False
    )
    named = tables.current("participations").filter(pl.col("act") == "named_beneficiary")
    idle = named.join(owed, on=PAIR, how="anti", maintain_order="left").unique(PAIR, keep="first", maintain_order=True)
    message = pl.format("{} is a beneficiary of {} and is owed nothing", "party", "agreement")
    return found(idle, "participations", "capacity", message, "add the clause with the beneficiary as obligee")


def check_for_agreement_without_provision(tables: Tables) -> pl.DataFrame:
    """An agreement has no clause, so nothing is owed under it and nobody can leave it."""
    rows = tables.current("agreements").unique("agreement", keep="first", maintain_order=True)
    bare = rows.join(tables.current("provisions"), on="agreement", how="anti", maintain_order="left")
    return found(
        bare,
        "agreements",
        "agreement",
        pl.format("{} has no provision", "agreement"),
        "add what is owed, the term and the exit clause",
    )


def check_for_designation_with_duty(tables: Tables) -> pl.DataFrame:
    """A designation carries a duty to defend, consult or host, which designations never create."""
    designations = tables.current("agreements").filter(pl.col("form") == "designation")
    duties = tables.current("provisions").filter(pl.col("kind").is_in(DUTIES))
    wrong = duties.join(designations, on="agreement", how="semi", maintain_order="left")
    message = pl.format("duty to {} under the designation {}", pl.col("kind").cast(pl.String), "agreement")
    return found(
        wrong,
        "provisions",
        "kind",
        message,
        "a major non-NATO ally is owed no defence: withdraw the clause, or name the instrument it stands in",
    )


def check_for_unilateral_with_two_parties(tables: Tables) -> pl.DataFrame:
    """A unilateral instrument has more than one party."""
    alone = tables.current("agreements").filter(pl.col("binding") == "unilateral")
    parties = (
        tables.current("participations")
        .filter(pl.col("capacity") == "party")
        .join(alone, on="agreement", how="semi", maintain_order="left")
        .group_by("agreement", maintain_order=True)
        .agg(pl.col("party").unique(maintain_order=True), pl.col("record").alias("records"))
    )
    message = pl.format("{} is unilateral and has the parties {}", "agreement", pl.col("party").list.join(", "))
    return found(
        parties.filter(pl.col("party").list.len() > 1),
        "participations",
        "capacity",
        message,
        "make the others beneficiaries, or correct `binding`",
    )


def check_for_membership_without_participation(tables: Tables) -> pl.DataFrame:
    """A membership rests on a treaty whose parties are listed in full, and the member has no act under it."""
    listed = tables.current("agreements").filter(pl.col("parties_listed") == "complete").select("agreement").unique()
    members = tables.current("memberships").join(
        listed, left_on="under", right_on="agreement", how="semi", maintain_order="left"
    )
    bare = members.join(
        tables.current("participations"), left_on=["under", "member"], right_on=PAIR, how="anti", maintain_order="left"
    )
    message = pl.format("{} is a member under {} and has no act there", "member", "under")
    return found(bare, "memberships", "under", message, "add the act, or correct `under`")
