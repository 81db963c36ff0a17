"""How is a frame printed: aligned for a person, or as CSV or JSON for a machine?

Text tables keep numbers and keys whole: when a line would be too long, the widest columns of words are wrapped, never cut.
Lists of records are joined by semicolons. JSON has the day asked about beside the rows.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

import polars as pl
from cyclopts import Parameter

from detente.brief.layout import display_width, pad, wrap

_GAP: Final = 3


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Print:
    """How the answer is printed."""

    form: Annotated[Literal["text", "csv", "json"], Parameter(name="--format", help="text, csv or json.")] = "text"
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="The same as --format json.")] = False

    @property
    def shape(self) -> str:
        """text, csv or json."""
        return "json" if self.as_json else self.form


TEXT: Final = Print()


def show(frame: pl.DataFrame, form: str, *, asked: Mapping[str, object], empty: str) -> None:
    """Print `frame`; `asked` (what and as of when) heads it, `empty` stands where there is no row."""
    rows = frame.select(_plain(frame, column) for column in frame.columns)
    if form == "json":
        answer = {**{key: _scalar(value) for key, value in asked.items()}, "rows": frame.select(_jsonable(frame, c) for c in frame.columns).to_dicts()}
        print(json.dumps(answer, ensure_ascii=False, indent=1, default=str))
    elif form == "csv":
        print(rows.write_csv(), end="")
    else:
        print("   ".join(f"{key} {value}" for key, value in asked.items() if value is not None))
        print(empty if rows.is_empty() else "\n".join(lines(rows)))


def lines(rows: pl.DataFrame, width: int | None = None) -> list[str]:
    """A frame of texts as aligned lines with a heading; columns without any value are left out."""
    kept = [column for column in rows.columns if rows[column].null_count() < rows.height]
    texts = [[str(cell or "") for cell in row] for row in rows.select(kept).iter_rows()]
    room = width or max(80, shutil.get_terminal_size((110, 24)).columns)
    widths = _widths(kept, texts, room)
    return [line for row in [kept, *texts] for line in _row(row, widths)]


def _widths(heads: Sequence[str], texts: Sequence[Sequence[str]], room: int) -> list[int]:
    """Natural widths, the widest narrowed until a line fits, but never below the longest word of the column."""
    columns = list(zip(heads, *texts, strict=True))
    widths = [max(display_width(cell) for cell in column) for column in columns]
    least = [max(display_width(word) for cell in column for word in cell.split(" ")) for column in columns]
    while sum(widths) + _GAP * (len(widths) - 1) > room:
        spare = [at for at in range(len(widths)) if widths[at] > least[at]]
        if not spare:
            break
        widths[max(spare, key=lambda at: widths[at])] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(cell) for cell in wrapped)
    return [
        (" " * _GAP).join(pad(cell[at] if at < len(cell) else "", width) for cell, width in zip(wrapped, widths, strict=True)).rstrip()
        for at in range(height)
    ]


def _plain(frame: pl.DataFrame, column: str) -> pl.Expr:
    dtype = frame.schema[column]
    if isinstance(dtype, pl.List):
        return pl.col(column).list.eval(pl.element().cast(pl.String)).list.join(";").alias(column)
    if isinstance(dtype, pl.Datetime):
        return pl.col(column).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if dtype == pl.Boolean:
        return pl.col(column).replace_strict([True, False], ["yes", "no"], default="?", return_dtype=pl.String)
    return pl.col(column).cast(pl.String)


def _jsonable(frame: pl.DataFrame, column: str) -> pl.Expr:
    dtype = frame.schema[column]
    return _plain(frame, column) if isinstance(dtype, pl.Date | pl.Datetime | pl.Enum) else pl.col(column)


def _scalar(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
