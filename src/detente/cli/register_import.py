"""`detente register import`: rows of a file, or an edited workbook, into a register.

Without `--into` nothing is written: the command says what it would take (a dry run). With it, all rows are taken or
none, unless `--partial` asks for the complete agreements and activities only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import polars as pl
from cyclopts import Parameter

from detente.cli.delivery import deliver, refuse_existing
from detente.cli.options import SHIPPED, From
from detente.cli.register_day import app
from detente.cli.tables import lines
from detente.cli.words import counted
from detente.errors import RegisterError
from detente.register import Register, mapping_file, problems
from detente.register.changes import ChangeSet
from detente.register.intake import Intake, read

REFUSED: Final = 2


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a file is read."""

    map: Annotated[Path | None, Parameter(help="Map of the columns (YAML); without it the map is guessed.")] = None
    save_map: Annotated[Path | None, Parameter(help="Write the guessed map into this new file, to correct it.")] = None
    dates: Annotated[list[str] | None, Parameter(negative=(), help="A format of the file's days, as %d/%m/%Y.")] = None
    constant: Annotated[
        list[str] | None, Parameter(negative=(), help="COLUMN=VALUE for every row, as source=KEY; may be repeated.")
    ] = None
    encoding: Annotated[str, Parameter(help="Encoding of a CSV file.")] = "utf-8"
    partial: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Take what is complete and say what was left.")
    ] = False
    problems: Annotated[Path | None, Parameter(help="Write all refused cells into this new CSV file.")] = None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Writing:
    """Where the rows go, and who answers for them."""

    into: Annotated[
        Path | None, Parameter(help="New register to write, or the one of --register; without it nothing is written.")
    ] = None
    by: Annotated[str, Parameter(show_default=False, help="Who records it.")] = ""
    reason: Annotated[str, Parameter(show_default=False, help="Why, in one sentence.")] = ""
    merge: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Workbook of an earlier state of the register: merge.")
    ] = False

    @property
    def said(self) -> dict[str, str]:
        """Author and reason; a dry run needs neither."""
        return {"author": self.by or "dry run", "reason": self.reason or "dry run"}

    def check(self, source: From) -> None:
        """Refuse what would fail at the end."""
        if self.into is None:
            return
        refuse_existing(self.into, but=source.register)
        for option, text in (("--by", self.by), ("--reason", self.reason)):
            if not text.strip():
                raise RegisterError(
                    f"no {option}", where=option, expected="a name; a sentence", next_step=f"give {option}"
                )

    def write(self, register: Register, changes: ChangeSet, now: datetime) -> None:
        """Apply the changes and write the register; or say what would be written."""
        after = register.apply(changes, now=now)
        print("\n".join(f"{name}: {counted(rows.height, 'row')} to add" for name, rows in changes.rows.items()))
        if self.into is None:
            print("dry run, nothing written: give --into PATH --by NAME --reason TEXT to write the register with them")
        else:
            after.save(self.into, created=now)
            print(f"written: {self.into}")


FREE: Final = Reading()
DRY: Final = Writing()


@app.command(name="import")
def import_(
    file: Annotated[Path, Parameter(help="CSV file or workbook.")],
    *,
    table: Annotated[str | None, Parameter(help="Table of the rows; none: a workbook that `export` wrote.")] = None,
    reading: Reading = FREE,
    writing: Writing = DRY,
    source: From = SHIPPED,
) -> int:
    """Read rows of FILE into the register, all or none; a dry run unless --into says where they go."""
    writing.check(source)
    register, now = source.open(), datetime.now(tz=UTC)
    if table is None:
        changes = _edited(file, register, writing, now)
    else:
        taken = _read(file, table, register, reading, now=now, by=writing.said["author"])
        _tell(taken, reading)
        if not taken.rows:
            return REFUSED
        changes = taken.changeset(base=register.digest(), **writing.said)
    writing.write(register, changes, now)
    return 0


def _edited(file: Path, register: Register, writing: Writing, now: datetime) -> ChangeSet:
    """What an edited workbook of `export` proposes; its questions and remarks are told, not acted on."""
    from detente.register.spreadsheet import from_xlsx, merge_xlsx

    if file.suffix.casefold() != ".xlsx":
        raise RegisterError(
            f"{file.name} of which table?", where="--table", expected="a table", next_step="give --table"
        )
    reader = merge_xlsx if writing.merge else from_xlsx
    said = writing.said
    digest = register.digest()
    proposal = reader(file, register.tables, digest=digest, by=said["author"], at=now, reason=said["reason"])
    for name, frame in (("question", proposal.questions), ("remark", proposal.remarks)):
        if not frame.is_empty():
            print("\n".join([counted(frame.height, name), *lines(frame)]))
    return proposal.change_set


def _read(file: Path, table: str, register: Register, reading: Reading, *, now: datetime, by: str) -> Intake:
    return read(
        file,
        table,
        reading.map,
        tables=register.tables,
        recorded_at=now,
        dates=reading.dates,
        encoding=reading.encoding,
        partial=reading.partial,
        constants={"recorded_by": by, **_constants(reading.constant)},
    )


def _constants(said: Sequence[str] | None) -> dict[str, str]:
    """`source=compiled-states` as column and value."""
    parts = [text.partition("=") for text in said or ()]
    wrong = [f"{column}{sign}{value}" for column, sign, value in parts if not (column and sign and value)]
    if wrong:
        raise RegisterError(
            f"{wrong[0]!r} gives no column a value",
            where="--constant",
            expected="COLUMN=VALUE, such as confidence=reported",
            next_step="correct it",
        )
    return {column: value for column, _, value in parts}


def _tell(taken: Intake, reading: Reading) -> None:
    """Say what was refused, guessed, matched, left out and ignored; nothing of it silently."""
    if not taken.problems.is_empty():
        _tell_problems(taken, reading)
    if not taken.guesses.is_empty():
        print("\n".join(["the columns are only guessed, nothing taken:", *lines(taken.guesses)]))
        if reading.save_map is not None:
            deliver(mapping_file.written(taken.column_map), reading.save_map)
        first = f"correct {reading.save_map}" if reading.save_map else "give --save-map FILE, correct it"
        print(f"next: {first}, and give it as --map")
    for head, frame in (("taken for actors:", taken.matched), ("left:", taken.left)):
        if taken.rows and not frame.is_empty():
            print("\n".join([head, *lines(frame.head(problems.SHOWN))]))
    if taken.ignored:
        print(f"columns ignored: {', '.join(taken.ignored)}")


def _tell_problems(taken: Intake, reading: Reading) -> None:
    """The first refused cells in full, and where all of them are."""
    cells, found = taken.problems, problems.SHOWN
    rows = counted(cells.select(pl.struct("file", "line").n_unique()).item(), "row")
    fate = "the complete ones are taken" if taken.rows else "nothing written"
    print(f"refused: {counted(cells.height, 'cell')} in {rows} of {taken.height:,}, {fate}")
    print("\n".join(problems.sentences(cells.head(found))))
    if cells.height > found:
        counts = cells.group_by("column", "rule", maintain_order=True).len().sort("len", descending=True)
        print("\n".join(lines(counts)))
    if reading.problems is not None:
        deliver(cells.write_csv(), reading.problems)
        print(f"all of them: {reading.problems}")
    elif cells.height > found:
        print(f"{found} of {cells.height:,} shown; give --problems FILE for all")
