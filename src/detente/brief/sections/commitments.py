"""What binds them: instruments in force, by kind of bond; what is only signed; what has ended.

Between two: every instrument that binds both, those they made together towards a third named apart. Of an actor: by
subject, with partners. Of an alliance: its treaty, party by party. Of a region: the instruments inside it, and the
guarantors outside. From `register.status` and `register.obligations`. Legal, political or unilateral is always said.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente.brief.context import Context, weakest_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Records, Span, Words, count
from detente.register.dates import PartialDate
from detente.register.obligations import duties
from detente.register.owed import owed
from detente.register.status import between, party_status

_BOND: Final = {"legal": 2.0, "unilateral": 1.0, "political": 0.0}
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}
_CAP: Final = 6


def commitments(context: Context) -> Section:
    """Instruments in force, signed and ended, as the kind of subject asks."""
    lines = {"actor": _of_actor, "pair": _of_pair, "alliance": _of_treaty, "region": _of_region}[context.subject.kind]
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
    live = rows.filter(pl.col("in_force").fill_null(value=True))
    together = live.filter(pl.col("agreement").is_in(list(towards)))
    own = live.filter(~pl.col("agreement").is_in(list(towards)))
    ended = rows.filter((states[0] == "ended") | (states[1] == "ended"))
    signed = rows.filter(~pl.col("in_force").fill_null(value=True) & (states[0] != "ended") & (states[1] != "ended"))
    yield from _tally(context, own, together, ended)
    for row in own.iter_rows(named=True):
        yield _instrument(context, row, "commitments.instrument", weight=10)
    for row in together.iter_rows(named=True):
        yield _instrument(context, row, "commitments.together", weight=5, third=context.actors(towards[row["agreement"]]))
    for row in signed.iter_rows(named=True):
        yield _instrument(context, row, "commitments.signed", weight=3)
    for row in ended.iter_rows(named=True):
        yield _instrument(context, row, "commitments.ended", weight=1, why=_why(context, row))


def _tally(context: Context, own: pl.DataFrame, together: pl.DataFrame, ended: pl.DataFrame) -> Iterator[Item]:
    """One line of counts, where there is anything to count."""
    everything = pl.concat([own, together, ended])
    if everything.is_empty():
        return
    parts = [
        context.line("commitments.counted_in_force", own.height, n=_counted(own)),
        context.line("commitments.counted_political", n=_counted(own.filter(pl.col("binding") == "political"))),
        context.line("commitments.counted_together", n=_counted(together)),
        context.line("commitments.counted_ended", n=_counted(ended)),
    ]
    shown = [part for part, frame in zip(parts, (own, own, together, ended), strict=True) if not frame.is_empty()]
    comma = context.line("page.comma")
    spans = tuple(span for index, part in enumerate(shown) for span in ((*comma, *part) if index else part))
    yield context.item(spans, mark=weakest_mark(everything["confidence"]), weight=(20.0,))


def _instrument(context: Context, row: dict[str, object], pattern: str, *, weight: float, **places: tuple[Span, ...]) -> Item:
    """One agreement: its title, bond and subject, and since when."""
    records = tuple(row["records"])  # type: ignore[arg-type]  # a list column
    first, last = row["since_first"], row["since_last"]
    since: tuple[Span, ...] = (Day(PartialDate.between(first, last), records),) if first and last else context.line("commitments.day_unknown")  # type: ignore[arg-type]
    maybe = () if row["in_force"] is not None else context.line("commitments.maybe", why=_why(context, row))
    spans = context.line(
        pattern,
        agreement=context.agreement(str(row["agreement"])),
        bond=context.line(f"commitments.bond_{row['binding']}"),
        subject=context.line(f"commitments.subject_{row['subject']}"),
        since=since,
        maybe=maybe,
        **places,
    )
    rank = (weight, _BOND[str(row["binding"])], _SURE.get(str(row["confidence"]), 0.0))
    return context.item(spans, mark=row["confidence"], weight=rank, evidence=records)  # type: ignore[arg-type]  # a word of confidence


def _why(context: Context, row: dict[str, object]) -> tuple[Span, ...]:
    """The reason the status gives, from whichever side has one; it may name another agreement, hence quoted."""
    reason = next((str(side["reason"]) for side in (row["a"], row["b"]) if side["reason"]), "")  # type: ignore[index]  # structs
    records: Records = tuple(row["records"])  # type: ignore[arg-type]
    return (Words(reason.replace("_", " "), records),) if reason else context.line("commitments.no_reason")


def _of_actor(context: Context) -> Iterator[Item]:
    [actor] = context.subject.actors
    status = party_status(context.snapshot).filter(pl.col("capacity") == "party")
    mine = status.filter((pl.col("party") == actor) & pl.col("in_force").fill_null(value=True)).join(_facts(context), on="agreement")
    others = status.filter((pl.col("party") != actor) & pl.col("in_force").fill_null(value=True)).select("agreement", pl.col("party").alias("partner"))
    for (subject,), group in mine.sort("subject").group_by("subject", maintain_order=True):
        partners = others.filter(pl.col("agreement").is_in(group["agreement"].to_list()))["partner"].value_counts(sort=True)
        named = partners.sort(["count", "partner"], descending=[True, False])["partner"].to_list()
        spans = context.line(
            "commitments.by_subject",
            group.height,
            subject=context.line(f"commitments.subject_{subject}"),
            n=_counted(group),
            political=_political(context, group),
            partners=_partners(context, named, group),
        )
        yield context.item(spans, mark=weakest_mark(group["confidence"]), weight=(10.0, float(group.height)))
    signed = status.filter((pl.col("party") == actor) & (pl.col("state") == "signed"))
    if not signed.is_empty():
        yield context.item(context.line("commitments.signed_only", signed.height, n=_counted(signed)), mark=weakest_mark(signed["confidence"]), weight=(3.0,))


def _of_treaty(context: Context) -> Iterator[Item]:
    """The founding treaty: how many parties are bound; every party that stands apart is named."""
    treaty = context.subject.agreement
    if treaty is None:
        return
    rows = party_status(context.snapshot, treaty).filter(pl.col("capacity") == "party")
    bound = rows.filter(pl.col("in_force") == pl.lit(value=True))
    facts = _facts(context).filter(pl.col("agreement") == treaty).row(0, named=True)
    if not bound.is_empty():
        spans = context.line(
            "commitments.treaty",
            bound.height,
            agreement=context.agreement(treaty),
            bond=context.line(f"commitments.bond_{facts['binding']}"),
            n=_counted(bound),
            of=_counted(rows),
        )
        yield context.item(spans, mark=weakest_mark(bound["confidence"]), weight=(20.0,))
    apart = rows.filter(
        (pl.col("in_force") != pl.lit(value=True)).fill_null(value=True)
        | pl.col("frozen").fill_null(value=True)
        | (pl.col("notice").is_not_null())
        | (pl.col("suspended_towards").list.len() > 0)
    )
    for row in apart.iter_rows(named=True):
        yield _apart(context, row)


def _apart(context: Context, row: dict[str, object]) -> Item:
    """A party whose bond is not plain: ended, frozen, under notice, suspended or uncertain."""
    records = tuple(row["records"])  # type: ignore[arg-type]
    flags: list[tuple[Span, ...]] = [context.line(f"commitments.state_{row['state']}")]
    flags += [context.line("commitments.frozen")] if row["frozen"] else []
    if row["suspended_towards"]:
        whom = [str(actor) for actor in row["suspended_towards"]]  # type: ignore[attr-defined]
        flags.append(context.line("commitments.suspended_all") if "*" in whom else context.line("commitments.suspended", whom=context.actors(whom)))
    if row["notice"]:
        flags.append(context.line(f"commitments.notice_{row['notice']}"))
        if row["exit_due_first"]:
            flags.append(context.line("commitments.exit_due", day=Day(PartialDate.between(row["exit_due_first"], row["exit_due_last"]), records)))  # type: ignore[arg-type]
    if row["since_first"] and row["state"] == "ended":
        flags.append((Day(PartialDate.between(row["since_first"], row["since_last"]), records),))  # type: ignore[arg-type]
    comma = context.line("page.comma")
    described = tuple(span for index, flag in enumerate(flags) for span in ((*comma, *flag) if index else flag))
    spans = context.line("commitments.party", party=context.actor(str(row["party"])), described=described)
    weight = 1.0 if row["state"] == "ended" else 10.0
    return context.item(spans, mark=row["confidence"], weight=(weight,), evidence=records)  # type: ignore[arg-type]


def _of_region(context: Context) -> Iterator[Item]:
    """Treaties of assistance inside the region, with their pairs; then who outside has promised to come."""
    inside = pl.col("obligor").is_in(list(context.subject.actors)) & pl.col("obligee").is_in(list(context.subject.actors))
    comes_in = ~pl.col("obligor").is_in(list(context.subject.actors)) & pl.col("obligee").is_in(list(context.subject.actors))
    rows = owed(context.snapshot, None, None, ("assist",))
    for (agreement,), group in rows.filter(inside).group_by("agreement", maintain_order=True):
        members = sorted(set(group["obligor"]) | set(group["obligee"]))
        spans = context.line(
            "commitments.inside",
            agreement=context.agreement(str(agreement)),
            bond=context.line(f"commitments.bond_{group['binding'][0]}"),
            members=_partners(context, members, group),
        )
        yield context.item(spans, mark=weakest_mark(group["confidence"]), weight=(10.0, float(group.height)), evidence=group["obligation"].unique(maintain_order=True))
    for (guarantor,), group in rows.filter(comes_in).group_by("obligor", maintain_order=True):
        spans = context.line("commitments.guarantor", guarantor=context.actor(str(guarantor)), partners=_partners(context, sorted(set(group["obligee"])), group))
        yield context.item(spans, mark=weakest_mark(group["confidence"]), weight=(5.0, float(group.height)), evidence=group["obligation"].unique(maintain_order=True))


def _facts(context: Context) -> pl.DataFrame:
    rows = context.snapshot.recorded("agreements").unique("agreement", keep="last", maintain_order=True)
    if context.subject.kind != "pair":
        return rows.select("agreement", pl.col("subject").cast(pl.String)) if context.subject.kind == "actor" else rows.select("agreement", "subject", "binding")
    [we, they] = context.subject.actors
    since = party_status(context.snapshot).filter(pl.col("party").is_in([we, they])).group_by("agreement").agg(pl.col("since_first").max(), pl.col("since_last").max())
    return rows.select("agreement", pl.col("subject").cast(pl.String)).join(since, on="agreement", how="left", maintain_order="left")


def _third(context: Context, we: str, they: str) -> dict[str, list[str]]:
    """Agreements whose every duty runs towards others than these two -> those others."""
    rows = duties(context.snapshot).filter(pl.col("obligor").is_in([we, they]))
    towards = rows.group_by("agreement", maintain_order=True).agg(pl.col("obligee").unique(maintain_order=True))
    return {agreement: obligees for agreement, obligees in towards.iter_rows() if not {we, they} & set(obligees)}


def _counted(rows: pl.DataFrame) -> Span:
    records = tuple(dict.fromkeys(record for group in rows["records"] for record in group[:1]))
    return count(rows.height, "", records)


def _political(context: Context, rows: pl.DataFrame) -> tuple[Span, ...]:
    soft = rows.filter(pl.col("binding") == "political")
    return () if soft.is_empty() else context.line("commitments.of_which_political", n=_counted(soft))


def _partners(context: Context, keys: list[str], rows: pl.DataFrame) -> tuple[Span, ...]:
    """The first few by name and the rest by number."""
    shown = context.actors(keys[:_CAP])
    if len(keys) <= _CAP:
        return shown
    records = tuple(dict.fromkeys(record for group in rows["records"] for record in group[:1]))
    return (*shown, *context.line("commitments.and_others", n=count(len(keys) - _CAP, "", records)))
