"""`detente register ...`, what held on a day: status, owed, notices, coverage."""

from typing import Annotated

import polars as pl
from cyclopts import App, Parameter

from detente.brief.subject import actor as actor_named
from detente.cli import standing
from detente.cli.options import NOW, SHIPPED, From, Kinds, Time, headed, several
from detente.cli.tables import TEXT, Print, lines
from detente.cli.words import plain_word, verdict, with_partial_dates
from detente.errors import UnknownSubject
from detente.register import Snapshot
from detente.register.notices import notices as notices_of
from detente.register.owed import Include
from detente.register.owed import owed as owed_by
from detente.register.references import nearest
from detente.register.status import party_status

app = App(name="register", help="The record: read it, ask it, bring rows in and out.")


@app.command
def status(
    agreement: str, party: str | None = None, *, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED
) -> None:
    """The status of each party of AGREEMENT, or of one PARTY, on a day."""
    snapshot = source.as_of(time)
    _must_know(agreement, snapshot.recorded("agreements")["agreement"], "agreement")
    who = None if party is None else _actor(party, snapshot)
    rows = party_status(snapshot, agreement, who)
    asked = {"agreement": agreement, "party": who, **time.asked(snapshot)}
    text = standing.of_all(snapshot, agreement, rows) if who is None else standing.of_one(snapshot, rows)
    out.answer(rows, asked=asked, text=text)


@app.command
def owed(
    obligor: str,
    obligee: str,
    *,
    kinds: Kinds = "assist,consult",
    include: Annotated[
        Include, Parameter(help="In force (or perhaps so), signed only, or all with what ended.")
    ] = "in_force",
    time: Time = NOW,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """What OBLIGOR owes OBLIGEE on a day, heaviest first."""
    snapshot = source.as_of(time)
    ours, theirs = (_actor(name, snapshot) for name in (obligor, obligee))
    rows = owed_by(snapshot, ours, theirs, several(kinds), include)
    asked = {"from": ours, "to": theirs, **time.asked(snapshot)}
    complete = snapshot.covered("agreements")
    found = lines(standing.duties(rows)) or ["none" if complete else "none recorded"]
    said = [] if complete else ["listed agreements only: coverage of agreements is partial"]
    out.answer(rows, asked=asked, text=[headed(asked), *found, *said])


@app.command
def notices(*, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED) -> None:
    """Notices of leaving: open, suspended, revoked, taken effect, or perhaps open."""
    snapshot = source.as_of(time)
    rows, asked = notices_of(snapshot), time.asked(snapshot)
    shown = with_partial_dates(rows.sort("agreement", "party")).select(
        "agreement",
        "party",
        plain_word("notice"),
        "given",
        pl.col("exit_due").alias("exit due"),
        pl.col("notice_confidence").alias("confidence"),
    )
    out.answer(rows, asked=asked, text=[headed(asked), *(lines(shown) or ["none recorded"])])


@app.command
def coverage(*, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED) -> None:
    """What the lists claim to cover on a day: where no row means no."""
    snapshot = source.as_of(time)
    columns = ["table", "key", "subject", "completeness", "statement", "valid_from", "valid_to"]
    rows = snapshot.coverage.select(*columns, verdict("holds"))
    out.table(rows, asked=time.asked(snapshot), empty="nothing is declared for this day: no absence can be read as no")


def _actor(text: str, snapshot: Snapshot) -> str:
    """The key of an actor: a recorded key is taken as it is, whatever the day; a name is looked up on the day."""
    return text if text in snapshot.recorded("actors")["actor"] else actor_named(text, snapshot).actor


def _must_know(key: str, keys: pl.Series, what: str) -> None:
    if key in keys:
        return
    near = nearest(key, keys.unique().sort())
    raise UnknownSubject(
        f"no {what} {key!r} in this register",
        expected=f"a key, such as {', '.join(near)}" if near else "a key",
        next_step=f"look for it with `detente register as-of --table {what}s --like TEXT`",
    )
