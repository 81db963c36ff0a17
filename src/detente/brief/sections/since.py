"""What moved in the world since that day, and what did we learn? Two lists under one tally, never mixed.

From `brief.since`: derived statuses that changed come first, then events; then statuses that read otherwise because of
what was learned, then corrections with the field, the old and the new value. Rows that are merely new are counted.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from detente.brief.context import Context, as_mark
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.since import Learned, World, learned, world
from detente.brief.spans import Day, Mark, Name, Records, Span, Words, amount, count
from detente.register.dates import FIRST_DAY, PartialDate
from detente.register.lines import channel_status
from detente.register.schema import TABLES
from detente.register.status import party_status

_TALLY, _STATUS, _EVENT, _READS, _ROW = 9.0, 8.0, 7.0, 6.0, 5.0
_COMPARATORS: Final = {">=": "at_least", "<=": "at_most", "=": "exactly"}
_THINGS: Final = {
    "activity": ("activities", "activity"),
    "channel": ("channels", "channel"),
    "transfer": ("transfers", "transfer"),
    "post": ("posts", "post"),
}


def since(context: Context) -> Section:
    """What changed since `context.since`; without such a day the section does not apply."""
    say = context.wording.text
    if context.since is None:
        return Section(name="since", title=say("since.title"), empty=EmptyReason("not_applicable"))
    moved, known = context.once(world), learned(context)
    items = [_status(context, row, "since.world", _STATUS) for row in moved.statuses.iter_rows(named=True)]
    items += _events(context, moved)
    ours = [] if known.first else [*_learned(context, known)]
    return Section(
        name="since",
        title=f"{say('since.title')} {context.since}",
        items=(_tally(context, items, known), *items, *ours),
        minimum=min(2, 1 + len(items) + len(ours)),
        coverage=say("since.coverage"),
        method="register.changes",
    )


def _tally(context: Context, items: list[Item], known: Learned) -> Item:
    moved = context.line("since.world_none")
    if items:
        records = tuple(dict.fromkeys(record for item in items for record in item.evidence[:1]))
        moved = context.line("since.world_some", len(items), n=count(len(items), "", records))
    spans = context.line("since.tally", world=moved, learned=_learned_tally(context, known))
    return context.item(spans, mark=None, weight=(_TALLY,))


def _learned_tally(context: Context, known: Learned) -> tuple[Span, ...]:
    if known.first:
        first = _first_entry(context)
        return context.line("since.learned_first", day=first) if first else context.line("since.learned_none")
    kinds = {"added": known.added, "corrected": known.revised, "withdrawn": known.withdrawn, "restated": known.restated}
    parts: list[Span] = []
    for kind, rows in kinds.items():
        records = tuple(rows["record"].unique(maintain_order=True))
        if records:
            parts += context.line("page.comma") if parts else ()
            parts += context.line(f"since.{kind}", len(records), n=count(len(records), "", records))
    return context.line("since.learned_some", counts=tuple(parts)) if parts else context.line("since.learned_none")


def _first_entry(context: Context) -> tuple[Span, ...]:
    """The day on which the first row of all was recorded."""
    firsts = [
        context.snapshot.recorded(name).sort("recorded_at", "record").head(1).select("recorded_at", "record")
        for name in TABLES
    ]
    rows = pl.concat(firsts).sort("recorded_at", maintain_order=True)
    return () if rows.is_empty() else (Day(PartialDate.on(rows["recorded_at"][0].date()), (rows["record"][0],)),)


def _status(context: Context, row: Mapping[str, Any], axis: str, weight: float) -> Item:
    """One derived status that is another now."""
    records = tuple(row["acts"])
    mine = set(row["who"]) == set(context.subject.actors) or not row["who"]
    soft = row["status"] == "party" and party_status(context.snapshot, row["thing"])["binding"][0] != "legal"
    since_day, why, mark = _since_and_why(context, row, records)
    what = context.line(
        "since.status",
        thing=_thing(context, row["status"], row["thing"]),
        who=() if mine else context.line("since.who", parties=context.actors(row["who"])),
        new=_answer(context, row["field"], row["new"], records, soft=soft),
        before=context.line("since.before", old=_answer(context, row["field"], row["old"], records, soft=soft))
        if _worth_saying(row)
        else (),
        since=since_day,
        why=why,
    )
    rank = (weight, 1.0 if row["status"] == "party" else 0.0)
    return context.item(context.line(axis, what=what), mark=mark, weight=rank, evidence=records[:3])


def _worth_saying(row: Mapping[str, Any]) -> bool:
    """What it was before; that an exercise held was planned, and that what is new was nothing, goes without saying."""
    return row["old"] is not None and row["status"] != "activity"


def _since_and_why(
    context: Context, row: Mapping[str, Any], records: Records
) -> tuple[tuple[Span, ...], tuple[Span, ...], Mark | None]:
    """The day and the reason of the new answer, where the status gives them; and how sure it is."""
    sure = context.mark_of(records)
    if row["status"] == "channel" and row["field"] == "state":
        line = channel_status(context.snapshot, row["thing"]).row(0, named=True)
        since = PartialDate.parse(line["since"]) if line["since"] else None
        return _since_day(context, since.first, since.last, records) if since else (), (), sure
    if row["status"] != "party":
        return (), (), sure
    status = party_status(context.snapshot, row["thing"]).filter(pl.col("party").is_in(row["who"])).row(0, named=True)
    if row["field"] != "state":
        return (), (), as_mark(status["confidence"])
    why: tuple[Span, ...] = ()
    if status["reason"] and status["state"] != "in_force":
        why = context.line("since.why", reason=Words(status["reason"].replace("_", " "), records))
    since_day = _since_day(context, status["since_first"], status["since_last"], records)
    return since_day, why, as_mark(status["confidence"]) or sure


def _since_day(context: Context, first: date | None, last: date | None, records: Records) -> tuple[Span, ...]:
    """Since when; nothing where the day is not known at all."""
    if first is None or first <= FIRST_DAY:
        return ()
    return context.line("since.since_day", day=context.when(first, last, records))


def _answer(context: Context, field: str, answer: str | None, records: Records, *, soft: bool) -> tuple[Span, ...]:
    """A status in the words of the language; towards whom, by the names of the actors."""
    if answer is None and field != "state":
        return context.line(f"since.no_{field}")
    if answer == "true":
        return context.line(f"since.yes_{field}")
    if field == "state" and answer == "in_force" and soft:
        return context.line("since.in_effect")
    if field == "suspended_towards" and answer is not None and answer != "*":
        return context.line("since.suspended_towards", whom=context.actors(answer.split(";")))
    if field == "suspended_towards":
        return context.line("since.suspended_towards_all")
    word = _word(context, answer or "none", records)
    return context.line("since.notice", state=word) if field == "notice" else word


def _word(context: Context, word: str, records: Records) -> tuple[Span, ...]:
    if f"words.{word}" in context.wording.patterns:
        return context.line(f"words.{word}")
    return (Words(word.replace("_", " "), records),)


def _thing(context: Context, status: str, key: str) -> Span:
    if status == "party":
        return context.agreement(key)
    table, column = _THINGS[status]
    rows = context.snapshot.recorded(table).filter(pl.col(column) == key)
    record = (rows["record"][-1],)
    label = {"transfers": "item", "posts": "post"}.get(table, "title")
    return Name(key, rows[label][-1], record)


def _events(context: Context, moved: World) -> Iterator[Item]:
    """What happened, newest first within its kind; and who left."""
    for table, rows in moved.events.items():
        for row in rows.iter_rows(named=True):
            yield _event(context, row, _told(context, table, row), "valid_from")
    for row in moved.left.iter_rows(named=True):
        yield _event(context, row, _membership(context, row, "since.left", "valid_to"), "valid_to")


def _event(context: Context, row: Mapping[str, Any], what: tuple[Span, ...], day: str) -> Item:
    last = row[f"{day}_last"]
    rank = (_EVENT, float(last.toordinal()) if last else 0.0)
    return context.item(
        context.line("since.world", what=what), mark=as_mark(row["confidence"]), weight=rank, evidence=(row["record"],)
    )


def _told(context: Context, table: str, row: Mapping[str, Any]) -> tuple[Span, ...]:
    record = (row["record"],)
    places: dict[str, Any] = {"day": context.when(row["valid_from_first"], row["valid_from_last"], record)}
    if table == "memberships":
        return _membership(context, row, "since.joined", "valid_from")
    if table == "statements":
        about = context.line("since.about", about=Words(row["about"], record)) if row["about"] else ()
        return context.line(
            "since.statement",
            **places,
            actor=context.actor(row["actor"]),
            kind=context.line(f"statements.kind_{row['kind']}"),
            about=about,
        )
    if table == "incidents":
        return context.line("since.incident", **places, title=Words(row["title"], record))
    if table == "pledges":
        return _pledge(context, row, places)
    if table == "participations":
        return context.line(
            "since.act",
            **places,
            actor=context.actor(row["party"]),
            kind=_word(context, row["act"], record),
            thing=context.agreement(row["agreement"]),
        )
    status = table.removesuffix("_events")
    kind = _word(context, row["kind" if status == "channel" else "event"], record)
    return context.line(f"since.{status}_event", **places, thing=_thing(context, status, row[status]), kind=kind)


def _pledge(context: Context, row: Mapping[str, Any], places: dict[str, Any]) -> tuple[Span, ...]:
    record = (row["record"],)
    return context.line(
        "since.pledge",
        **places,
        actor=context.actor(row["actor"]),
        comparator=context.line(f"since.{_COMPARATORS[row['comparator']]}"),
        value=(
            amount(row["value"], row["unit"], record),
            *context.line("since.of", indicator=Words(row["indicator"].replace("_", " "), record)),
        ),
        due=context.line("since.due", due=context.when(row["due_first"], row["due_last"], record))
        if row["due"]
        else (),
        terms=context.line("since.terms", terms=Words(row["terms"], record)) if row["terms"] else (),
    )


def _membership(context: Context, row: Mapping[str, Any], pattern: str, column: str) -> tuple[Span, ...]:
    day = context.when(row[f"{column}_first"], row[f"{column}_last"], (row["record"],))
    return context.line(
        pattern, member=context.actor(row["member"]), organisation=context.actor(row["organisation"]), day=day
    )


def _learned(context: Context, known: Learned) -> Iterator[Item]:
    for row in known.statuses.iter_rows(named=True):
        yield _status(context, row, "since.learned", _READS)
    for row in known.revised.iter_rows(named=True):
        places: dict[str, Any] = {
            "field": Words(row["field"].replace("_", " "), (row["record"],)),
            "old": _cell(context, row, "old"),
            "new": _cell(context, row, "new"),
        }
        yield _version(context, row, "since.revised", **places)
    for pattern, rows in (("since.gone", known.withdrawn), ("since.back", known.restated)):
        for row in rows.iter_rows(named=True):
            yield _version(context, row, pattern)


def _version(context: Context, row: Mapping[str, Any], pattern: str, **places: Span | tuple[Span, ...]) -> Item:
    record = (row["record"],)
    reason = context.line("since.reason", reason=Words(row["reason"], record)) if row["reason"] else ()
    what = context.line(pattern, about=Words(row["about"], record), reason=reason, **places)
    rank = (_ROW, row["at"].timestamp())
    return context.item(
        context.line("since.learned", what=what), mark=context.mark_of(record), weight=rank, evidence=record
    )


def _cell(context: Context, row: Mapping[str, Any], side: str) -> tuple[Span, ...]:
    return (Words(row[side], (row["record"],)),) if row[side] is not None else context.line("since.empty_cell")
