"""When can they, or we, leave; by which day must notice be given; what ends if nobody acts?

The treaty office's calendar for the subject (`brief.coming`, from `register.exits`), nearest day first. A last day is
the last day in force; where the text leaves open how days are counted, the safe day and the arguable one are both said.
When it lies: an agreement whose clauses nobody recorded has no line, which does not mean that it has no end.
"""

from typing import Any, Final

from detente.brief.coming import Coming, coming
from detente.brief.context import Context
from detente.brief.page import EmptyReason, Item, Section
from detente.brief.spans import Day, Figure, Records, Span, number
from detente.register.dates import LAST_DAY, PartialDate

_NEAREST_IN_REGION: Final = 5
_SURE: Final = {"verified": 2.0, "reported": 1.0, "unverified": 0.0}


def windows(context: Context) -> Section:
    """What comes due under the agreements of the subject."""
    say, found = context.wording.text, context.once(coming)
    found = found[:_NEAREST_IN_REGION] if context.subject.kind == "region" else found
    items = tuple(_item(context, each, place) for place, each in enumerate(found))
    return Section(
        name="windows",
        title=say("windows.title"),
        items=items,
        minimum=min(3, len(items)) or 1,
        empty=None if items else EmptyReason("none_recorded", say("windows.none")),
        coverage=say("windows.coverage"),
        method="register.exits.calendar",
    )


def _item(context: Context, each: Coming, place: int) -> Item:
    row = each.row
    sure = _SURE.get(str(row["confidence"]), 0.0)
    return context.item(
        line(context, each), mark=row["confidence"], weight=(-float(place), sure), evidence=row["records"][:2]
    )


def line(context: Context, each: Coming) -> tuple[Span, ...]:
    """One agreement and what comes due under it, in words."""
    who = () if each.everyone else context.line("windows.who", parties=context.actors(each.parties))
    return context.line(
        "windows.line",
        agreement=context.agreement(each.agreement),
        who=who,
        what=_what(context, each),
        tail=_tail(context, each),
    )


def _what(context: Context, each: Coming) -> tuple[Span, ...]:
    row, records = each.row, each.row["records"]
    if row["due"] is None:
        return _any_day(context, row, records)
    day = (
        _either(context, row["due_first"], row["due_last"], records)
        if row["due"] == "last_notice_day"
        else _between(context, row["due_first"], row["due_last"], records)
    )
    pattern = str(row["due"])
    if pattern == "last_day":
        over = row["days_left"] < 0
        pattern = (
            "last_day_overdue"
            if over
            else {"ends": "last_day", "ends_unless_renewed": "last_day_unless"}.get(
                row["at_term_end"], "last_day_unknown"
            )
        )
    vague = row["due_first"] != row["due_last"] and row["due"] != "last_notice_day"
    places = {"day": day, "left": left(context, row["days_left"], records, vague=vague)}
    if pattern == "last_notice_day":
        places["term"] = _term(context, row, records)
    return context.line(f"windows.{pattern}", **places)


def left(context: Context, days: int, records: Records, *, vague: bool) -> tuple[Span, ...]:
    """`, in 129 days`, or how long ago; of a vague day, how soon it may be."""
    if days == 0:
        return context.line("windows.perhaps_today" if vague else "windows.today")
    printed = f"{number(abs(days))} {context.wording.text('windows.days', abs(days))}"
    figure = Figure(days, "days", printed, records[:1], "days from the day of the page")
    return context.line(
        "windows.overdue" if days < 0 else "windows.left_at_least" if vague else "windows.left", days=figure
    )


def _term(context: Context, row: Any, records: Records) -> tuple[Span, ...]:
    """What a notice by that day is for: leaving at the end of the term, which otherwise goes on."""
    if row["term_end_first"] is None or row["notice_passed"]:
        return ()
    pattern = {"renews": "term_renews", "runs_on": "term_runs_on"}.get(row["at_term_end"], "term_out")
    return context.line(
        f"windows.{pattern}", day=_between(context, row["term_end_first"], row["term_end_last"], records)
    )


def _tail(context: Context, each: Coming) -> tuple[Span, ...]:
    """The day for notice that passed, a notice that is doubtful or held up, and whether the bond is certain."""
    row, records = each.row, each.row["records"]
    parts: list[Span] = []
    if (
        row["notice_safe"] is not None
        and row["due"] not in ("last_notice_day", "exit_due")
        and row["notice_passed"] is not False
    ):
        pattern = "windows.notice_passed" if row["notice_passed"] else "windows.notice_between"
        parts += context.line(pattern, day=_either(context, row["notice_safe"], row["notice_arguable"], records))
    if row["notice"] and row["due"] != "exit_due":
        parts += context.line(f"windows.notice_{row['notice']}")
    if row["in_force"] is None and not (row["due"] == "last_day" and row["days_left"] < 0):
        parts += context.line("windows.in_force_maybe")
    return tuple(parts)


def _any_day(context: Context, row: Any, records: Records) -> tuple[Span, ...]:
    first, last = row["exit_first"], row["exit_last"]
    if last is None or last >= LAST_DAY:
        out = context.line("windows.out_from", first=_on(first, records))
    elif first == last:
        out = (_on(first, records),)
    else:
        out = context.line("windows.out_between", first=_on(first, records), last=_on(last, records))
    if row["opens_first"] is None:
        return context.line("windows.always", out=out)
    return context.line(
        "windows.any_day", day=_between(context, row["opens_first"], row["opens_last"], records), out=out
    )


def _either(context: Context, safe: Any, arguable: Any, records: Records) -> tuple[Span, ...]:
    """The day, or both where the way of counting is open."""
    if safe == arguable:
        return (_on(safe, records),)
    return context.line("windows.safe_or_arguable", safe=_on(safe, records), arguable=_on(arguable, records))


def _between(context: Context, first: Any, last: Any, records: Records) -> tuple[Span, ...]:
    return context.when(first, last or LAST_DAY, records[:1])


def _on(day: Any, records: Records) -> Day:
    return Day(PartialDate.on(day), records[:1])
