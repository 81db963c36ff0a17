"""How does somebody write down rows of a table for the first time?

With an empty form: a sheet with header, notes, drop-down lists and text format, and beside it a sheet of examples that
is never read. The first example fills every column and says in its texts what belongs there; the second fills only
what is required. The form is a workbook written from no row at all, so `from_xlsx` reads it against any register. When
it lies: the examples are made from the schema; their keys lead nowhere.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import RegisterError
from detente.register import cells
from detente.register.rows import table_named
from detente.register.schema import Table
from detente.register.sheet_form import ABOUT, EXAMPLES, Form
from detente.register.workbook_origin import write_origin

SUFFIXES: Final = (".xlsx", ".csv")
_BY_REGISTER: Final = ("version", "recorded_at", "recorded_by", "withdrawn")
_EXAMPLE: Final = {"date*": "1951-09-08", "instant": "2026-11-22T09:00:00.000Z", "dur": "P1Y", "bool": "true"}


def template(table: str, path: Path | str, *, keys: Mapping[str, Sequence[str]] | None = None) -> None:
    """Write an empty form for rows of `table`; what stands at `path` is replaced.

    Parameters
    ----------
    path : ends in .xlsx (header, notes, drop-down lists, examples) or .csv (the header; it has no place for more).
    keys : table -> keys that references to it may name, for the drop-down lists.

    Raises
    ------
    RegisterError : an unknown table, or another suffix.
    MissingPart : xlsxwriter is not installed (.xlsx only).
    """
    about, path = table_named(table), Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise RegisterError(
            f"{path.suffix!r} is no kind of form",
            where=str(path),
            expected=" or ".join(SUFFIXES),
            next_step="name it so",
        )
    empty = about.empty().drop(_BY_REGISTER)
    if path.suffix.lower() == ".csv":
        path.write_bytes(empty.write_csv().encode())
        return
    form = Form()
    form.lines(ABOUT, _about(about), widths=(22, 100))
    form.table(about, empty, keys or {})
    form.table(about, example_rows(about).drop(_BY_REGISTER), {}, name=EXAMPLES)
    write_origin(form, {about.name: about.empty()}, digest="")
    path.write_bytes(form.finished())


def example_rows(table: Table) -> pl.DataFrame:
    """Two typed rows that the schema takes: one with every column filled, one with what is required."""
    full = {column: _example(table, column) for column in table.columns}
    least = {column: text if column in table.required else None for column, text in full.items()}
    texts = pl.DataFrame(
        [full, least | {"record": f"{full['record']}-2"}], schema=dict.fromkeys(table.columns, pl.String)
    )
    lines = pl.Series([2, 3])
    typed, refused = cells.read(cells.Cells(table, texts, EXAMPLES, lines, dict.fromkeys(table.columns, 0)))
    assert refused.is_empty(), "examples are made from the rules that they are read by"
    return typed


def _example(table: Table, column: str) -> str:
    about, bounds = table.about(column), table.schema.columns()[column]
    kind = about["type"]
    if about["words"]:
        return str(about["words"][0])
    if kind in ("int", "float"):
        least = getattr(bounds, "min", None)
        return str(least if least is not None else 1)
    if kind in ("ref", "refs"):
        return f"key-in-{about['references']}" + (f";other-key-in-{about['references']}" if kind == "refs" else "")
    return {"key": f"example-{table.name}", "word": "one_word", "text": str(about["doc"]), **_EXAMPLE}[kind]


def _about(table: Table) -> list[tuple[str, str]]:
    """What the first sheet says to the person who opens the form."""
    return [
        ("Détente", f"A form for rows of {table.name}, to be filled in and sent back."),
        (table.name, "Write here, one row for each statement. Each header has a note: point at it."),
        (EXAMPLES, "Two rows, one with all cells filled, one with those that are required. This sheet is never read."),
        ("Required", ", ".join(column for column in table.required if column not in (*_BY_REGISTER, "record"))),
        ("record", "May stay empty: the row is named by what it says."),
        ("Dates", "1951, 1951-09, 1951-09-08, 2014-07/2022-05 (on a day between), or unknown; as texts."),
        ("No value", "An empty cell: not known. It is neither zero nor no."),
        ("Columns of your own", "Begin the name with x_; they are kept and not interpreted."),
        ("Values only", "Formulas, merged cells and errors are refused; paste values."),
        ("To send it back", "Save as .xlsx and give it back to whoever sent it, under any file name."),
    ]
