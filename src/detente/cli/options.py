"""The options that mean the same on every command, and the two questions only the outermost layer may ask."""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from detente.errors import DetenteError, RegisterError
from detente.register import Register, Snapshot
from detente.register.dates import PartialDate
from detente.register.versions import Basis

Out = Annotated[Path | None, Parameter(help="Write into this new file instead of printing.")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Time:
    """The day asked about, and what was known then."""

    on: Annotated[str | None, Parameter(help="The day asked about, YYYY-MM-DD; default: today.")] = None
    known: Annotated[str | None, Parameter(help="As known at this day (its end) or instant (UTC); default: all recorded.")] = None
    basis: Annotated[Basis, Parameter(help="recorded: what this register knew; published: what could have been known.")] = "recorded"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class From:
    """The register asked."""

    register: Annotated[Path | None, Parameter(help="A register of your own (folder or .zip); default: the shipped one.")] = None

    def open(self) -> Register:
        """The register that was named."""
        return Register.reference() if self.register is None else Register.open(self.register)

    def as_of(self, time: Time) -> Snapshot:
        """The register as of the day asked about."""
        return self.open().as_of(day(time.on), instant(time.known), basis=time.basis)


NOW: Final = Time()
SHIPPED: Final = From()


def day(text: str | None) -> date:
    """`--on` as a day; without it, today by this computer's clock."""
    if text is None:
        return datetime.now(tz=UTC).astimezone().date()
    read = PartialDate.parse(text)
    if read.precision != "day":
        raise RegisterError(f"--on {text} is not one day", expected="YYYY-MM-DD", next_step="choose a day in it")
    return read.first


def instant(text: str | None) -> date | datetime | None:
    """`--known` as a day or an instant in UTC."""
    if text is None:
        return None
    if "T" not in text:
        return day(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise RegisterError(f"--known {text}", expected="YYYY-MM-DD or 2024-01-01T12:00:00Z", next_step="correct it") from trouble
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def deliver(content: str | bytes, out: Path | None) -> None:
    """Print, or write whole into a new file: under a temporary name first, so that no half file is ever there.

    Raises
    ------
    DetenteError : the file exists, or cannot be written.
    """
    if out is None:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            print(content, end="")
        return
    if out.exists():
        raise DetenteError(f"{out} exists", where=str(out), expected="a new file", next_step="choose another name or remove it")
    temporary = out.with_name(f".{out.name}.part")
    try:
        temporary.write_bytes(content if isinstance(content, bytes) else content.encode())
        temporary.replace(out)
    except OSError as trouble:
        temporary.unlink(missing_ok=True)
        raise DetenteError(f"cannot write {out}: {trouble.strerror}", where=str(out), expected="a folder that can be written", next_step="choose another place") from trouble
