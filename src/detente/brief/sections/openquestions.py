"""What do we not know that bears on this page, and what would settle it?

Computed and ranked by `brief.openquestions`; at most five stand on a page, the rest is counted. Each names the source
in which the unverified row is to be checked, or what would have to be recorded.
"""

from typing import Any, Final

import polars as pl

from detente.brief.context import Context
from detente.brief.openquestions import Question, questions
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Name, Records, Span, Words, amount, count


def openquestions(context: Context) -> Section:
    """The open questions about the subject, ranked."""
    say = context.wording.text
    items = tuple(_item(context, question) for question in context.once(questions))
    return Section(
        name="openquestions",
        title=say("openquestions.title"),
        items=items,
        minimum=min(2, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("openquestions.none")),
        coverage=say("openquestions.coverage"),
        method="register.party_status, register.exits.calendar, register.figures, coverage",
    )


def _item(context: Context, question: Question) -> Item:
    told = question.told or {}
    what = _WHAT[question.kind](context, question, told)
    spans = context.line("openquestions.question", what=what, settle=_settle(context, question, told))
    return context.item(
        spans, mark=None, weight=(-float(question.rank), question.weight), evidence=question.records[:3]
    )


def _about_agreement(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    places: dict[str, Any] = {"agreement": context.agreement(question.about)}
    if question.kind == "cannot_tell":
        places["reason"] = Words(told["reason"], question.records)
    if question.kind == "contested":
        places["who"] = (
            context.listed(Words(who, question.records) for who in told["who"])
            if told["who"]
            else context.line("openquestions.claimant_unnamed")
        )
    if question.kind == "signed":
        places["day"] = context.when(told["day"][0], told["day"][1], question.records[:1])
    return context.line(f"openquestions.{question.kind}", **places)


def _unverified(context: Context, question: Question, _told: Any) -> tuple[Span, ...]:
    n = len(question.records)
    return context.line(
        "openquestions.unverified", n, agreement=context.agreement(question.about), n=count(n, "", question.records)
    )


def _contested_figure(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    """The values side by side, claimants in alphabetical order."""
    parts: list[Span] = []
    claims = sorted(
        zip(told["claimant"], told["value"], told["decimals"], told["record"], strict=True),
        key=lambda claim: (claim[0] or "", claim[1]),
    )
    for who, value, decimals, record in claims:
        name = (Words(who, (record,)),) if who else context.line("openquestions.claimant_unnamed")
        parts += context.line("openquestions.or") if parts else ()
        parts += context.line(
            "openquestions.value", value=amount(value, told["unit"], (record,), decimals=decimals), who=name
        )
    return context.line(
        "openquestions.contested_figure",
        indicator=Words(told["indicator"].replace("_", " "), question.records),
        period=Words(told["period"], question.records),
        values=tuple(parts),
    )


def _presumed_held(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    n = len(question.records)
    return context.line(
        "openquestions.presumed_held",
        n,
        n=count(n, "", question.records),
        title=Name(question.about, told["title"], question.records[:1]),
    )


def _no_list(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    return context.line("openquestions.no_list", what=Words(told["what"], question.records))


def _old_figure(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    return context.line(
        "openquestions.old_figure",
        who=context.actor(told["actor"]),
        indicator=Words(told["indicator"].replace("_", " "), question.records),
        vintage=Words(told["vintage"], question.records),
        newest=Words(told["newest"], question.records),
    )


_WHAT: Final = {
    **dict.fromkeys(("cannot_tell", "contested", "signed", "term_ended"), _about_agreement),
    "unverified": _unverified,
    "contested_figure": _contested_figure,
    "presumed_held": _presumed_held,
    "no_list": _no_list,
    "old_figure": _old_figure,
}
_WANTED: Final = {"signed": "entry", "term_ended": "renewal", "no_list": "list"}


def _settle(context: Context, question: Question, told: Any) -> tuple[Span, ...]:
    """What would settle it: a text to be read, or a fact to be recorded."""
    if question.kind == "presumed_held":
        reports = context.line("openquestions.wanted_report", len(question.records))
        return context.line("openquestions.settle_record", wanted=reports)
    if question.kind in _WANTED:
        return context.line(
            "openquestions.settle_record", wanted=context.line(f"openquestions.wanted_{_WANTED[question.kind]}")
        )
    if question.kind == "old_figure":
        edition = context.line("openquestions.wanted_edition", newest=Words(told["newest"], question.records))
        return context.line("openquestions.settle_record", wanted=edition)
    return context.line("openquestions.settle_read", source=_source(context, question.records))


def _source(context: Context, records: Records) -> tuple[Span, ...]:
    """The sources of the rows in question by title, each once."""
    rows = context.snapshot.sources_of(records).unique("source", keep="first", maintain_order=True)
    titles = rows.select("cited_record", pl.coalesce("title", "source").alias("title")).head(2)
    return context.listed(Words(title, (record,)) for record, title in titles.iter_rows())
