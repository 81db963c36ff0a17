"""How is an answer printed: aligned for a person, or as CSV or JSON for a machine?

Text tables keep numbers and keys whole: where a line would be too long, the widest columns of words are wrapped, never
cut, and wide characters count by their width. Columns without a value are left out. CSV and JSON have every column;
JSON has beside the rows what was asked.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

import polars as pl
from cyclopts import Parameter

from detente.brief.layout import WIDTH, display_width, pad, wrap
from detente.cli.delivery import Out, deliver
from detente.cli.options import headed

_GAP: Final = 3
Shape = Literal["text", "csv", "json"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Print:
    """How and where the answer is printed."""

    form: Annotated[Shape, Parameter(name="--format", help="For people or for machines.")] = "text"
    as_json: Annotated[
        bool, Parameter(name="--json", negative=(), show_default=False, help="The same as --format json.")
    ] = False
    out: Out = None

    @property
    def shape(self) -> Shape:
        """text, csv or json."""
        return "json" if self.as_json else self.form

    def answer(self, rows: pl.DataFrame, *, asked: Mapping[str, object], text: Sequence[str]) -> None:
        """Print `rows` for a machine, or `text` (lines) for a person; `asked` is what and as of when."""
        if self.shape == "json":
            content = _json(rows, asked)
        elif self.shape == "csv":
            content = rows.select(_plain(rows, column, ";") for column in rows.columns).write_csv()
        else:
            said = [f"again: {asked['again']}"] if asked.get("again") else []
            content = "\n".join([*text, *said]) + "\n"
        deliver(content, self.out)

    def table(self, rows: pl.DataFrame, *, asked: Mapping[str, object], empty: str) -> None:
        """Print `rows` as they are; `empty` says for a person what no row means."""
        self.answer(rows, asked=asked, text=[headed(asked), *(lines(rows) or [empty])])


TEXT: Final = Print()


def lines(rows: pl.DataFrame, width: int | None = None) -> list[str]:
    """A frame as aligned lines with a heading, no line for no row; columns without any value are left out."""
    plain = rows.select(_plain(rows, column, "; ") for column in rows.columns)
    kept = [column for column in plain.columns if (plain[column].fill_null("") != "").any()]
    texts = [[str(cell or "") for cell in row] for row in plain.select(kept).iter_rows()] if kept else []
    widths = _widths(kept, texts, width or terminal_width())
    return [line for row in [kept, *texts] for line in _row(row, widths)] if texts else []


def terminal_width() -> int:
    """Columns of the terminal, at least 80; 110 where there is none."""
    return max(80, shutil.get_terminal_size((WIDTH, 24)).columns)


def _widths(heads: Sequence[str], texts: Sequence[Sequence[str]], room: int) -> list[int]:
    """Natural widths, the widest narrowed until a line fits, but never below its heading and longest word."""
    columns = list(zip(heads, *texts, strict=True))
    widths = [max(display_width(cell) for cell in column) for column in columns]
    least = [
        max(display_width(head), *(display_width(word) for cell in cells for word in cell.split(" ")))
        for head, *cells in columns
    ]
    while sum(widths) + _GAP * (len(widths) - 1) > room:
        spare = [at for at in range(len(widths)) if widths[at] > least[at]]
        if not spare:
            break
        widths[max(spare, key=lambda at: widths[at])] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(cell) for cell in wrapped)
    padded = [
        [pad(cell[at] if at < len(cell) else "", w) for cell, w in zip(wrapped, widths, strict=True)]
        for at in range(height)
    ]
    return [(" " * _GAP).join(row).rstrip() for row in padded]


def _plain(frame: pl.DataFrame, column: str, between: str) -> pl.Expr:
    """A column as texts; a list with `between` between its parts."""
    dtype = frame.schema[column]
    if isinstance(dtype, pl.List):
        return pl.col(column).list.eval(pl.element().cast(pl.String)).list.join(between).alias(column)
    if isinstance(dtype, pl.Datetime):
        return pl.col(column).dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    if dtype == pl.Boolean:
        return pl.col(column).replace_strict([True, False], ["yes", "no"], default=None, return_dtype=pl.String)
    return pl.col(column).cast(pl.String)


def _json(rows: pl.DataFrame, asked: Mapping[str, object]) -> str:
    given = {key: value for key, value in asked.items() if value is not None}
    said = {key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in given.items()}
    frame = rows.select(_jsonable(rows, column) for column in rows.columns)
    return json.dumps({**said, "rows": frame.to_dicts()}, ensure_ascii=False, indent=1) + "\n"


def _jsonable(frame: pl.DataFrame, column: str) -> pl.Expr:
    is_text = isinstance(frame.schema[column], pl.Date | pl.Datetime | pl.Enum | pl.Duration)
    return _plain(frame, column, ";") if is_text else pl.col(column)
