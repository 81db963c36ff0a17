"""What binds them: instruments in force, by kind of bond; what is only signed; what has ended.

Between two: every instrument that binds both, those they made together towards a third named apart. Of an actor: by
subject, with partners. Of an alliance: its treaty, party by party. Of a region: the instruments inside it, and the
guarantors outside. From `register.status` and `register.obligations`. Legal, political or unilateral is always said.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, as_mark, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Records, Span, Words
from detente.brief.treaties import counted, of_alliance, of_region, partners_of, political
from detente.register.dates import FIRST_DAY
from detente.register.notices import notices
from detente.register.obligations import duties
from detente.register.status import between, party_status
from detente.register.vocabularies import words

_BOND: Final = {"legal": 2.0, "unilateral": 1.0, "political": 0.0}
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}
_SUBJECTS: Final = words("agreements", "subject")
_ENDED_WITH: Final = "ended with "


def commitments(context: Context) -> Section:
    """Instruments in force, signed and ended, as the kind of subject asks."""
    lines = {"actor": _of_actor, "pair": _of_pair, "alliance": of_alliance, "region": of_region}[context.subject.kind]
    items = tuple(lines(context))
    say = context.wording.text
    return Section(
        name="commitments",
        title=say("commitments.title"),
        items=items,
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("commitments.none")),
        coverage=say("commitments.coverage"),
        method="register.party_status, register.between",
    )


def _of_pair(context: Context) -> Iterator[Item]:
    we, they = context.subject.actors
    rows = between(context.snapshot, we, they).join(_facts(context), on="agreement", maintain_order="left")
    towards = _third(context, we, they)
    states = pl.col("a").struct.field("state"), pl.col("b").struct.field("state")
    live = pl.col("in_force").fill_null(value=True)
    together = rows.filter(live & pl.col("agreement").is_in(list(towards)))
    own = rows.filter(live & ~pl.col("agreement").is_in(list(towards)))
    ended = rows.filter(~live & ((states[0] == "ended") | (states[1] == "ended")))
    signed = rows.filter(~live & (states[0] != "ended") & (states[1] != "ended"))
    yield from _tally(context, own, together, ended, towards)
    for row in own.iter_rows(named=True):
        yield _instrument(context, row, "commitments.instrument", weight=10)
    yield from _of_one_alone(context, [*rows["agreement"]])
    for row in together.iter_rows(named=True):
        yield _instrument(
            context, row, "commitments.together", weight=5, third=context.actors(towards[row["agreement"]])
        )
    for row in signed.iter_rows(named=True):
        yield _instrument(context, row, "commitments.signed", weight=3)
    for row in ended.iter_rows(named=True):
        yield _instrument(context, row, "commitments.ended", weight=1, why=_why(context, row))


def _tally(
    context: Context, own: pl.DataFrame, together: pl.DataFrame, ended: pl.DataFrame, towards: Mapping[str, list[str]]
) -> Iterator[Item]:
    """One line of counts, where there is anything to count."""
    everything = pl.concat([own, together, ended])
    if everything.is_empty():
        return
    soft = own.filter(pl.col("binding") == "political")
    third = sorted({actor for agreement in together["agreement"] for actor in towards[agreement]})
    parts: list[tuple[Span, ...]] = []
    if not own.is_empty():
        parts.append(context.line("commitments.counted_in_force", own.height, n=counted(own)))
    if not soft.is_empty():
        parts.append(context.line("commitments.counted_political", n=counted(soft)))
    if not together.is_empty():
        whom = partners_of(context, third, together)
        parts.append(context.line("commitments.counted_together", n=counted(together), third=whom))
    if not ended.is_empty():
        parts.append(context.line("commitments.counted_ended", n=counted(ended)))
    spans = context.listed_parts(parts)
    yield context.item(spans, mark=weakest_mark(everything["confidence"]), weight=(20.0,))


def _instrument(
    context: Context, row: Mapping[str, Any], pattern: str, *, weight: float, **places: tuple[Span, ...]
) -> Item:
    """One agreement: its title, bond and subject, since when, and whether a notice of leaving is open."""
    records = tuple(row["records"])
    if pattern == "commitments.ended" and (row["since_first"] is None or row["since_first"] <= FIRST_DAY):
        pattern = "commitments.ended_undated"
    spans = context.line(
        pattern,
        agreement=context.agreement(row["agreement"]),
        bond=context.line(f"commitments.bond_{row['binding']}"),
        subject=context.line(f"commitments.subject_{row['subject']}"),
        since=context.when(row["since_first"], row["since_last"], records),
        maybe=(*_doubt(context, row), *_notice(context, row)),
        **places,
    )
    mark = as_mark(row["confidence"]) or context.mark_of(records)
    rank = (weight, _BOND[row["binding"]], 1.0 if row["in_force"] else 0.0, _SURE.get(mark or "", 0.0))
    return context.item(spans, mark=mark, weight=rank, evidence=records[:3])


def _doubt(context: Context, row: Mapping[str, Any]) -> tuple[Span, ...]:
    return () if row["in_force"] is not None else context.line("commitments.maybe", why=_why(context, row))


def _notice(context: Context, row: Mapping[str, Any]) -> tuple[Span, ...]:
    """A notice of leaving by either side, and when it takes effect."""
    for side in _sides(row):
        if side["notice"]:
            word = context.line(f"commitments.notice_{side['notice']}")
            due = (
                context.line(
                    "commitments.exit_due",
                    day=context.when(side["exit_due_first"], side["exit_due_last"], tuple(row["records"])),
                )
                if side["exit_due_first"]
                else ()
            )
            return context.line(
                "commitments.under_notice", notice=context.listed_parts(part for part in (word, due) if part)
            )
    return ()


def _sides(row: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The status of each side of a pair; a unilateral act has one side."""
    return [row[side] for side in ("a", "b") if side in row] or [row]


def _of_one_alone(context: Context, shared: Sequence[str]) -> Iterator[Item]:
    """What one of the two has bound itself to alone, towards the other."""
    we, they = context.subject.actors
    promised = duties(context.snapshot).filter(
        pl.col("obligor").is_in([we, they])
        & pl.col("obligee").is_in([we, they])
        & ~pl.col("agreement").is_in(list(shared))
    )
    facts = context.snapshot.recorded("agreements").unique("agreement", keep="last", maintain_order=True)
    facts = facts.select(
        "agreement",
        pl.col("subject").cast(pl.String),
        pl.col("valid_from_first").alias("made_first"),
        pl.col("valid_from_last").alias("made_last"),
    )
    status = (
        party_status(context.snapshot)
        .filter(pl.col("capacity") == "party")
        .join(
            promised.select("agreement", party="obligor").unique(maintain_order=True),
            on=["agreement", "party"],
            how="semi",
            maintain_order="left",
        )
    )
    for row in (
        status.filter(pl.col("in_force").fill_null(value=True))
        .join(facts, on="agreement", maintain_order="left")
        .iter_rows(named=True)
    ):
        made = context.when(row["made_first"], row["made_last"], row["records"][:1])
        retroactive = (
            row["since_first"] is not None and row["made_first"] is not None and row["since_first"] < row["made_first"]
        )
        yield _instrument(
            context,
            row,
            "commitments.alone",
            weight=9,
            by=(context.actor(row["party"]),),
            made=context.line("commitments.made", day=made) if retroactive else (),
        )


def _why(context: Context, row: Mapping[str, Any]) -> tuple[Span, ...]:
    """The reason the status gives, from whichever side has one, and the notice that led to it."""
    reason = next((str(side["reason"]) for side in _sides(row) if side["reason"] and side["state"] != "in_force"), "")
    records: Records = tuple(row["records"])
    if not reason:
        return context.line("commitments.no_reason")
    if reason.startswith(_ENDED_WITH):
        return context.line("commitments.ended_with", agreement=context.agreement(reason.removeprefix(_ENDED_WITH)))
    given = context.snapshot.once(notices).filter(
        (pl.col("agreement") == row["agreement"]) & (pl.col("notice") == "taken_effect")
    )
    if reason not in ("exited", "terminated") or given.is_empty():
        return (Words(reason.replace("_", " "), records),)
    act = given.row(0, named=True)
    return context.line(
        "commitments.by_notice", day=context.when(act["given_first"], act["given_last"], tuple(act["notice_records"]))
    )


def _of_actor(context: Context) -> Iterator[Item]:
    [actor] = context.subject.actors
    status = party_status(context.snapshot).filter(pl.col("capacity") == "party")
    mine = status.filter((pl.col("party") == actor) & pl.col("in_force").fill_null(value=True)).join(
        _subjects(context), on="agreement", maintain_order="left"
    )
    others = status.filter((pl.col("party") != actor) & pl.col("in_force").fill_null(value=True)).select(
        "agreement", pl.col("party").alias("partner")
    )
    for (subject,), group in mine.sort("subject").group_by("subject", maintain_order=True):
        partners = others.filter(pl.col("agreement").is_in(group["agreement"].to_list()))["partner"].value_counts(
            sort=True
        )
        named = partners.sort(["count", "partner"], descending=[True, False])["partner"].to_list()
        spans = context.line(
            "commitments.by_subject",
            group.height,
            subject=context.line(f"commitments.subject_{subject}"),
            n=counted(group),
            political=political(context, group),
            partners=partners_of(context, named, group),
        )
        yield context.item(
            spans, mark=weakest_mark(group["confidence"]), weight=(10.0, -float(_SUBJECTS.index(str(subject))))
        )
    signed = status.filter((pl.col("party") == actor) & (pl.col("state") == "signed"))
    if not signed.is_empty():
        yield context.item(
            context.line("commitments.signed_only", signed.height, n=counted(signed)),
            mark=weakest_mark(signed["confidence"]),
            weight=(3.0,),
        )


def _subjects(context: Context) -> pl.DataFrame:
    """agreement, subject."""
    rows = context.snapshot.recorded("agreements").unique("agreement", keep="last", maintain_order=True)
    return rows.select("agreement", pl.col("subject").cast(pl.String))


def _facts(context: Context) -> pl.DataFrame:
    """agreement, subject, and the later of the days from which it has its status for the two."""
    status = party_status(context.snapshot).filter(pl.col("party").is_in(list(context.subject.actors)))
    since = status.group_by("agreement", maintain_order=True).agg(
        pl.col("since_first").max(), pl.col("since_last").max()
    )
    return _subjects(context).join(since, on="agreement", how="left", maintain_order="left")


def _third(context: Context, we: str, they: str) -> dict[str, list[str]]:
    """Agreements whose every duty runs towards others than these two -> those others."""
    rows = duties(context.snapshot).filter(pl.col("obligor").is_in([we, they]))
    towards = rows.group_by("agreement", maintain_order=True).agg(pl.col("obligee").unique(maintain_order=True))
    return {agreement: obligees for agreement, obligees in towards.iter_rows() if not {we, they} & set(obligees)}
