"""Which options mean the same on every command, and what do they stand for?

The day and the register that is asked. Only this layer may ask the computer what day it is; the day is then printed
with the answer, and stands in the command that gives the same answer tomorrow.
"""

import shlex
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from detente.errors import RegisterError
from detente.register import Register, Snapshot
from detente.register.dates import PartialDate
from detente.register.versions import Basis

WORDS: Final[ContextVar[Sequence[str]]] = ContextVar("WORDS", default=())  # the words of the running command
Kinds = Annotated[str, Parameter(help="Kinds of duty, commas between: see `detente register schema provisions`.")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Time:
    """The day asked about, and what was known then."""

    on: Annotated[str | None, Parameter(help="The day asked about, YYYY-MM-DD; default: today.")] = None
    known: Annotated[str | None, Parameter(help="As known on this day (its end) or at this instant (UTC).")] = None
    basis: Annotated[Basis, Parameter(help="What this register knew, or what could have been known.")] = "recorded"

    def asked(self, snapshot: Snapshot) -> dict[str, object]:
        """The point in time as an answer repeats it; `again` is the command without the clock."""
        known = None if snapshot.known is None else written(snapshot.known)
        basis = "published (what could have been known)" if snapshot.basis == "published" else None
        return {"on": snapshot.valid, "known": known, "basis": basis, "again": again(self.on, snapshot.valid)}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class From:
    """The register asked."""

    register: Annotated[Path | None, Parameter(help="A register of yours (folder or .zip); default: the shipped.")] = (
        None
    )

    def open(self) -> Register:
        """The register that was named."""
        return Register.reference() if self.register is None else Register.open(self.register)

    def as_of(self, time: Time) -> Snapshot:
        """The register as of the day asked about."""
        return self.open().as_of(day(time.on), instant(time.known), basis=time.basis)


NOW: Final = Time()
SHIPPED: Final = From()


def day(text: str | None, option: str = "--on") -> date:
    """A day as typed; without one, today by this computer's clock."""
    if text is None:
        return datetime.now(tz=UTC).astimezone().date()
    return _one_day(text, option, "YYYY-MM-DD")


def instant(text: str | None, option: str = "--known") -> date | datetime | None:
    """A day or an instant (UTC unless it says otherwise) as typed; None stays None: everything recorded."""
    if text is None or "T" not in text:
        return None if text is None else _one_day(text, option, "YYYY-MM-DD, or 2024-01-31T12:00:00Z")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise _no_day(text, option, "YYYY-MM-DD, or 2024-01-31T12:00:00Z") from trouble
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def several(text: str) -> list[str]:
    """Words with commas between."""
    return [word.strip() for word in text.split(",") if word.strip()]


def written(moment: datetime) -> str:
    """An instant in UTC as the options read it; the end of a day is that day."""
    if moment.timetz() == datetime.max.replace(microsecond=999_000, tzinfo=UTC).timetz():
        return moment.date().isoformat()
    return moment.isoformat().replace("+00:00", "Z")


def again(on: str | None, today: date) -> str | None:
    """The running command with the day the clock gave; None where the command has its day."""
    return None if on else shlex.join(["detente", *WORDS.get(), "--on", today.isoformat()])


def _one_day(text: str, option: str, expected: str) -> date:
    try:
        read = PartialDate.parse(text)
    except RegisterError as trouble:
        raise _no_day(text, option, expected) from trouble
    if read.precision != "day":
        raise _no_day(text, option, expected)
    return read.first


def _no_day(text: str, option: str, expected: str) -> RegisterError:
    return RegisterError(f"{text!r} is not one day", where=option, expected=expected, next_step="give a full date")


def headed(asked: Mapping[str, object]) -> str:
    """What was asked, in one line: `from USA   to JPN   on 2026-11-22`."""
    return "   ".join(f"{key} {value}" for key, value in asked.items() if value is not None and key != "again")
