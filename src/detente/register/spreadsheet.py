"""How does a register go through a spreadsheet program and come back, with every edit and nothing else?

`to_xlsx` writes the current rows, one sheet for each table, and on a hidden sheet what they were written from.
`from_xlsx` reads the workbook back against the same register: edited rows become new versions, new rows new records,
rows that are gone become questions. `merge_xlsx` does so when the register has moved on since: nothing is ever removed
from a register, so the rows that the workbook was written from are still there, and only a row changed on both sides
cannot be settled. What was read with a remark (a date that the program made of a text) is listed; with any problem
nothing is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from detente.errors import RegisterError
from detente.register import problems, references, versions, workbook_file
from detente.register.changes import ChangeSet
from detente.register.corrections import Act
from detente.register.csv_bytes import written_columns
from detente.register.rows import table_named
from detente.register.schema import TABLES
from detente.register.sheet_cells import NUMERIC
from detente.register.sheet_form import ABOUT, EXAMPLES, HIDDEN, Form
from detente.register.sheet_rows import QUESTIONS, REMARKS, read_rows
from detente.register.workbook import Workbook, open_workbook
from detente.register.workbook_origin import Origin, Tables, read_origin, write_origin, written


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edited workbook proposes.

    Parameters
    ----------
    change_set : new records and new versions; empty if nothing was edited.
    questions : table, record, version, why; rows that are gone or marked: withdraw them? Nothing is done about them.
    remarks : file, line, column, cell, record, read, remark; cells that were read as something else than they show.
    """

    change_set: ChangeSet
    questions: pl.DataFrame
    remarks: pl.DataFrame


def to_xlsx(tables: Tables, path: Path | str, *, digest: str, only: Sequence[str] | None = None) -> None:
    """Write the current rows (last versions, none withdrawn) as a workbook to be edited and sent back.

    Parameters
    ----------
    tables : table -> all versions of its rows, sorted by (record, version), as in `Register.tables`.
    digest : of that register.
    only : tables to write, empty ones too; None: those with current rows.

    Raises
    ------
    RegisterError : an unknown table; more rows than a sheet has; a text longer than a cell holds.
    MissingPart : xlsxwriter is not installed.
    """
    standing = {name: references.current(frame) for name, frame in tables.items()}
    filled = [name for name, frame in standing.items() if not frame.is_empty()]
    names = list(dict.fromkeys(table_named(name).name for name in (filled if only is None else only)))
    form, keys = Form(), _keys(standing, names)
    form.lines(ABOUT, _about(standing, names, digest), widths=(22, 100))
    for name in names:
        form.table(TABLES[name], standing[name].select(written_columns(TABLES[name], standing[name])), keys)
    write_origin(form, {name: standing[name] for name in names}, digest=digest)
    Path(path).write_bytes(form.finished())


def from_xlsx(
    path: Path | str,
    tables: Tables,
    *,
    digest: str,
    by: str,
    at: datetime,
    reason: str,
    limit: int = workbook_file.LIMIT,
) -> Proposal:
    """Read back a workbook that was written from this very register.

    Parameters
    ----------
    tables, digest : of the register, as given to `to_xlsx`.
    by, at, reason : who records the edits, when (an instant with a time zone), and why.
    limit : bytes the file may have.

    Raises
    ------
    SourceError : no such file, too large, damaged, not a workbook.
    RegisterError : written from another state of the register; a sheet or column gone or unknown; cells that cannot be
        taken, all of them together.
    MissingPart : fastexcel is not installed.
    """
    book = open_workbook(Path(path), limit=limit)
    origin = read_origin(book)
    if origin.digest not in (digest, ""):  # a form was written from no register
        raise RegisterError(
            "the workbook was written from another register, or from this one before it changed",
            where=book.file.name,
            expected=f"register {digest}, found {origin.digest}",
            next_step="merge it, row by row (three-way): `detente register import --merge`, or merge_xlsx",
        )
    return _proposal(book, origin, tables, digest, act=Act(by=by, at=versions.to_the_millisecond(at), reason=reason))


def merge_xlsx(
    path: Path | str,
    tables: Tables,
    *,
    digest: str,
    by: str,
    at: datetime,
    reason: str,
    limit: int = workbook_file.LIMIT,
) -> Proposal:
    """Read back a workbook that was written from an earlier state of this register (three-way, row by row).

    What only the workbook changed is proposed, what only the register changed stays; parameters as for `from_xlsx`.

    Raises
    ------
    SourceError, MissingPart : as `from_xlsx`.
    RegisterError : as `from_xlsx`; rows that the workbook was written from are not in this register; rows changed in
        both, all of them together.
    """
    book = open_workbook(Path(path), limit=limit)
    origin = read_origin(book)
    return _proposal(book, origin, tables, digest, act=Act(by=by, at=versions.to_the_millisecond(at), reason=reason))


def _proposal(book: Workbook, origin: Origin, tables: Tables, digest: str, *, act: Act) -> Proposal:
    """All sheets against the rows they were written from; refused as a whole, or taken as a whole."""
    _refuse_other_sheets(book, origin)
    read = {}
    for name in origin.tables:
        table, was = TABLES[name], written(origin, name, tables, digest=digest)
        expected = written_columns(table, was.rows)
        sheet = book.sheet(name, expected=expected, numeric=table.of_type(*NUMERIC))
        read[name] = read_rows(table, sheet, was, act=act)
    refused = pl.concat([problems.none(), *(rows.problems for rows in read.values())])
    problems.refuse(refused, book.file.name, next_step="correct the cells in the workbook, and read it again")
    return Proposal(
        ChangeSet(digest, {name: rows.rows for name, rows in read.items()}, act.reason, act.by, act.at),
        pl.concat([pl.DataFrame(schema=QUESTIONS), *(rows.questions for rows in read.values())]),
        pl.concat([pl.DataFrame(schema=REMARKS), *(rows.remarks for rows in read.values()), _unread(book, origin)]),
    )


def _refuse_other_sheets(book: Workbook, origin: Origin) -> None:
    """Sheets that were written must be there under their names; others that are named like tables were not written.

    Raises
    ------
    RegisterError : names the sheets.
    """
    gone = [name for name in origin.tables if name not in book.names]
    added = [name for name in book.names if name in TABLES and name not in origin.tables]
    if gone:
        raise RegisterError(
            f"sheet {', '.join(gone)} is missing",
            where=book.file.name,
            expected=f"the sheets that were written: {', '.join(origin.tables)}",
            next_step=f"name it so again; there is {', '.join(_others(book, origin)) or 'no other sheet'}",
        )
    if added:
        raise RegisterError(
            f"sheet {', '.join(added)} was not written with this workbook",
            where=book.file.name,
            expected=f"the sheets that were written: {', '.join(origin.tables)}",
            next_step="write a workbook with that table too, or give the sheet another name",
        )


def _others(book: Workbook, origin: Origin) -> list[str]:
    """Sheets that somebody added."""
    return [name for name in book.names if name not in (*origin.tables, ABOUT, EXAMPLES, *HIDDEN)]


def _unread(book: Workbook, origin: Origin) -> pl.DataFrame:
    """A remark for each sheet that is no table's."""
    rows = [
        (f"{book.file.name}!{name}", None, None, None, None, None, "not read: the sheet is not one of those written")
        for name in _others(book, origin)
    ]
    return pl.DataFrame(rows, schema=REMARKS, orient="row")


def _keys(standing: Tables, names: Sequence[str]) -> dict[str, list[str]]:
    """Table -> the keys that references in these tables may name."""
    named = {target for name in names for target in TABLES[name].references.values()}
    return {
        name: standing[name][TABLES[name].logical_key[0]].unique().sort().to_list()
        for name in named
        if name in standing
    }


def _about(standing: Tables, names: Sequence[str], digest: str) -> list[tuple[str, str]]:
    """What the first sheet says to the person who opens the workbook."""
    return [
        ("Détente", "Rows of a register of defence diplomacy, to be read, edited and sent back."),
        ("Register", digest),
        *((name, f"{standing[name].height:,} rows") for name in names),
        (
            "To correct a row",
            "Change its cells. It comes back as a new version; what was there before stays on record.",
        ),
        ("To add a row", "Write it below the others. The record may stay empty: it is named by what the row says."),
        (
            "To remove a row",
            "Delete it. You will be asked whether to withdraw it; nothing is withdrawn by deleting alone.",
        ),
        ("Leave as they are", "The header, record, version, recorded_at, recorded_by, and the names of the sheets."),
        ("Dates", "1951, 1951-09, 1951-09-08, 2014-07/2022-05 (on a day between), or unknown; as texts."),
        ("No value", "An empty cell: not known. It is neither zero nor no."),
        ("Columns of your own", "Begin the name with x_; they are kept and not interpreted."),
        (
            "Values only",
            "Formulas, merged cells and errors are refused; paste values. Rows may be sorted and filtered.",
        ),
        ("To send it back", "Save as .xlsx and give it back to whoever sent it, under any file name."),
    ]
