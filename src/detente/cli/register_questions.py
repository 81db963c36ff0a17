"""`detente register ...`, the verbs that ask: status, owed, as-of, history, diff, notices, coverage, duplicates, schema."""

from datetime import date, datetime
from typing import Annotated, Final

import polars as pl
from cyclopts import App, Parameter

from detente.cli.options import NOW, SHIPPED, From, Time, day, instant
from detente.cli.tables import TEXT, Print, show
from detente.errors import UnknownSubject
from detente.register import Snapshot
from detente.register.differences import changes
from detente.register.duplicates import duplicates as find_duplicates
from detente.register.notices import notices as notices_of
from detente.register.owed import Include
from detente.register.owed import owed as owed_by
from detente.register.references import nearest
from detente.register.rows import table_named
from detente.register.schema import TABLES
from detente.register.status import party_status

app = App(name="register", help="The record: read it, ask it, bring rows in and out.")
_DUTY: Final = {
    "agreement": "agreement", "article": "article", "kind": "kind", "trigger": "when", "strength": "how much", "binding": "bond",
    "area": "where", "conditions": "conditions", "since_first": "since", "in_force": "in force", "why": "why", "notice": "notice",
    "confidence": "confidence",
}  # fmt: skip


@app.command
def status(agreement: str, party: str | None = None, *, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED) -> None:
    """The status of each party of AGREEMENT, or of one PARTY, on a day."""
    snapshot = source.as_of(time)
    _must_know(agreement, snapshot.recorded("agreements")["agreement"], "agreement")
    rows = party_status(snapshot, agreement, party).drop("agreement", "binding")
    show(rows, out.shape, asked={"agreement": agreement, **_asked(snapshot)}, empty="no act recorded")


@app.command
def owed(
    obligor: str,
    obligee: str,
    *,
    kinds: Annotated[str, Parameter(help="Kinds of duty, commas between.")] = "assist,consult",
    include: Include = "in_force",
    time: Time = NOW,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """What OBLIGOR owes OBLIGEE on a day, heaviest first."""
    snapshot = source.as_of(time)
    for actor in (obligor, obligee):
        _must_know(actor, snapshot.recorded("actors")["actor"], "actor")
    rows = owed_by(snapshot, obligor, obligee, kinds.split(","), include)
    columns = [pl.col(column).alias(head) for column, head in _DUTY.items()]
    columns += [] if out.shape == "text" else [pl.col("records")]
    show(rows.select(columns), out.shape, asked={"from": obligor, "to": obligee, **_asked(snapshot)}, empty="none recorded")
    if out.shape == "text":
        print("listed agreements only: coverage of agreements is partial")


@app.command(name="as-of")
def as_of(
    *,
    table: Annotated[str, Parameter(help="Table to print.")] = "agreements",
    like: Annotated[str | None, Parameter(help="Only rows with this text in a cell.")] = None,
    time: Time = NOW,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """The rows of one table that held on a day, as known then, and which rows were not known yet."""
    shape, record = table_named(table), source.open()
    snapshot = record.as_of(day(time.on), instant(time.known), basis=time.basis)
    rows, today = (_like(getattr(view, table), like) for view in (snapshot, record.as_of(snapshot.valid)))
    columns = dict.fromkeys(("record", *shape.own, "valid_from", "valid_to", "source", "confidence"))
    show(rows.select(list(columns)), out.shape, asked={"table": table, **_asked(snapshot)}, empty="0 rows")
    unknown = today.join(rows.select("record"), on="record", how="anti", maintain_order="left")["record"]
    if out.shape == "text":
        print(f"{rows.height} {'row' if rows.height == 1 else 'rows'}")
        print(f"{unknown.len()} more not known then: {', '.join(unknown.head(20))}" if unknown.len() else "nothing more is known now")


@app.command
def history(record: str, *, out: Print = TEXT, source: From = SHIPPED) -> None:
    """All versions of one RECORD, oldest first."""
    rows = source.open().history(record)
    show(rows.drop(pl.col("^.*_(first|last)$")), out.shape, asked={"record": record}, empty="no version")


@app.command
def diff(
    a: str,
    b: str,
    *,
    learned: Annotated[bool, Parameter(negative=(), help="A and B are moments of knowledge, not days of the world.")] = False,
    on: Annotated[str | None, Parameter(help="With --learned: the day asked about.")] = None,
    out: Print = TEXT,
    source: From = SHIPPED,
) -> None:
    """What moved in the world between the days A and B, or what was learned between two moments."""
    record = source.open()
    ends = [record.as_of(day(on), instant(end)) if learned else record.as_of(day(end)) for end in (a, b)]
    found = changes(*ends)
    effects = found.by_learning if learned else found.moved
    asked = {"learned" if learned else "the world moved": f"{a} to {b}"}
    for name, rows in (("rows", effects.held), ("statuses", effects.statuses)):
        show(rows, out.shape, asked={**asked, "what": name}, empty="none recorded")


@app.command
def notices(*, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED) -> None:
    """Notices of leaving: open, suspended, revoked, or doubtful."""
    snapshot = source.as_of(time)
    show(notices_of(snapshot), out.shape, asked=_asked(snapshot), empty="none recorded")


@app.command
def coverage(*, time: Time = NOW, out: Print = TEXT, source: From = SHIPPED) -> None:
    """What the lists claim to cover: where no row means no."""
    snapshot = source.as_of(time)
    rows = snapshot.coverage.select("table", "key", "subject", "completeness", "statement", "valid_from", "valid_to")
    show(rows, out.shape, asked=_asked(snapshot), empty="nothing is declared: no absence can be read as no")


@app.command
def duplicates(table: str, *, out: Print = TEXT, source: From = SHIPPED) -> None:
    """Pairs of rows of TABLE that may be one thing, with the reasons."""
    show(find_duplicates(source.open().tables, table), out.shape, asked={"table": table}, empty="no pair")


@app.command
def schema(table: str | None = None, *, out: Print = TEXT) -> None:
    """The columns of TABLE, or the list of tables."""
    rows = _tables() if table is None else _columns(table)
    asked = {"tables": len(TABLES)} if table is None else {"table": table, "time": TABLES[table].time}
    show(rows, out.shape, asked=asked, empty="no column")


def _tables() -> pl.DataFrame:
    about = [(t.name, t.time, ", ".join(t.logical_key), " ".join((t.schema.__doc__ or "").split())) for t in TABLES.values()]
    return pl.DataFrame(about, schema=["table", "time", "key", "holds"], orient="row")


def _columns(name: str) -> pl.DataFrame:
    table = table_named(name)
    about = [(column, table.about(column)) for column in table.columns]
    rows = [
        (column, a["type"], "yes" if column in table.required else None, a["references"] or ", ".join(a["words"]) or None, a["unit"], a["doc"])
        for column, a in about
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("column", "type", "required", "table or words", "unit", "holds"), pl.String), orient="row")


def _asked(snapshot: Snapshot) -> dict[str, date | datetime | str | None]:
    """The point in time, as the answer repeats it."""
    known = None if snapshot.known is None else snapshot.known.isoformat().replace("+00:00", "Z")
    basis = "published: what could have been known" if snapshot.basis == "published" else None
    return {"on": snapshot.valid, "known": known, "basis": basis}


def _like(rows: pl.DataFrame, text: str | None) -> pl.DataFrame:
    if text is None:
        return rows
    words = [column for column, dtype in rows.schema.items() if isinstance(dtype, pl.String | pl.Enum)]
    return rows.filter(pl.any_horizontal(pl.col(column).cast(pl.String).str.contains(text, literal=True).fill_null(value=False) for column in words))


def _must_know(key: str, keys: pl.Series, what: str) -> None:
    if key not in keys:
        near = nearest(key, keys.unique().sort())
        raise UnknownSubject(f"no {what} {key!r} in this register", expected="a key as `detente register as-of` prints it", next_step=f"perhaps {', '.join(near)}" if near else "look it up")
