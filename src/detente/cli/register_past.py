"""`detente register ...`, what was known and what changed: as-of, history, diff."""

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import polars.selectors as cs
from cyclopts import Parameter

from detente.cli import knowledge
from detente.cli.options import NOW, SHIPPED, From, Time, again, day, headed, instant
from detente.cli.register_day import app
from detente.cli.tables import TEXT, Print, lines
from detente.cli.words import counted
from detente.errors import RegisterError
from detente.register import Register
from detente.register.dates import PartialDate
from detente.register.differences import changes
from detente.register.rows import table_named

Learned = Annotated[
    bool, Parameter(negative=(), show_default=False, help="A and B are moments of knowledge, not days of the world.")
]


@app.command(name="as-of")
def as_of(
    *,
    table: Annotated[str, Parameter(help="Table to print.")] = "agreements",
    like: Annotated[str | None, Parameter(help="Only rows that have this text in a cell, as written.")] = None,
    time: Time = NOW,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """The rows of one table that held on a day, as known then, and which rows were not known yet."""
    shape, register = table_named(table), source.open()
    snapshot = register.as_of(day(time.on), instant(time.known), basis=time.basis)
    rows = knowledge.like(getattr(snapshot, table), like)
    asked = {"table": table, **time.asked(snapshot)}
    found = [counted(rows.height, "row"), *lines(knowledge.shown(snapshot, shape, rows))]
    if snapshot.known is not None:
        now_known = knowledge.like(getattr(register.as_of(snapshot.valid), table), like)
        found += knowledge.not_known(snapshot, table, now_known)
    columns = [*dict.fromkeys(("record", *shape.columns)), *(c for c in knowledge.VERDICTS if c in rows.columns)]
    out.answer(rows.select(columns), asked=asked, text=[headed(asked), *found])


@app.command
def history(record: str, *, out: Print = TEXT, source: From = SHIPPED) -> None:
    """All versions of one RECORD, oldest first, with what each changed."""
    rows = source.open().history(record)
    rows = rows.drop(cs.ends_with("_first", "_last"))
    out.answer(rows, asked={"record": record}, text=knowledge.versions(rows))


@app.command
def diff(
    a: str,
    b: str,
    *,
    learned: Learned = False,
    on: Annotated[str | None, Parameter(help="With --learned: the day asked about; default: today.")] = None,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """What changed from A to B: two days of the world, two moments of knowledge, or two registers (paths)."""
    asked: dict[str, object] = {"from": a, "to": b}
    if Path(a).exists() and Path(b).exists() and not learned:
        rows = knowledge.learned(changes(Register.open(a), Register.open(b)).learned)
    elif learned:
        register, valid = source.open(), day(on)
        found = changes(register.as_of(valid, instant(a, "A")), register.as_of(valid, instant(b, "B")))
        rows = pl.concat([knowledge.learned(found.learned), knowledge.effects(found.by_learning)])
        asked |= {"learned about": valid, "again": again(on, valid)}
    else:
        register = source.open()
        rows = knowledge.effects(changes(*(register.as_of(_day_or_path(end)) for end in (a, b))).moved)
    out.table(rows, asked=asked, empty="none recorded")


def _day_or_path(text: str) -> date:
    try:
        read = PartialDate.parse(text)
    except RegisterError:
        read = None
    if read is None or read.precision != "day":
        raise RegisterError(
            f"{text!r} is neither a day nor a register",
            where="diff",
            expected="two days (YYYY-MM-DD), or two paths of registers",
            next_step="correct it; for moments of knowledge add --learned",
        )
    return read.first
