"""Which cells stand on which lines of this file, and is it the file of a table at all?

A file of a package is strict: UTF-8, LF, commas, RFC 4180 quoting, one header with every column of the table, as many
cells in every row. A fault is named with its line, even where a quoted cell holds line ends. Files from elsewhere, with
other encodings, CR LF or headers of their own, come in through `intake`, not here.
"""

import csv
import io
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.register import problems
from detente.register.cells import Cells
from detente.register.schema import Table

_BOM: Final = b"\xef\xbb\xbf"
_PLAIN: Final = "UTF-8 without byte order mark, lines ending in LF"
_QUOTED: Final = '"(?:[^"]|"")*"'
_WELL_QUOTED: Final = f'^(?:{_QUOTED}|[^",]*)(?:,(?:{_QUOTED}|[^",]*))*$'


def read(table: Table, raw: bytes, file: str) -> tuple[Cells | None, pl.DataFrame]:
    """The cells of a CSV file of `table`, all texts, with their lines; or None and the problems of its structure."""
    found = _of_bytes(raw, file)
    if not found.is_empty():
        return None, found
    texts = _as_it_would_be_written(raw)
    if texts is not None and raw.count(b"\n") == texts.height + 1:
        header, lines = texts.columns, pl.int_range(2, texts.height + 2, eager=True)
    else:
        rows = _rows(raw.decode())
        header, found = _structure(table, rows, file)
        if not found.is_empty():
            return None, found
        texts, lines = pl.read_csv(raw, infer_schema=False), rows["line"].slice(1)
        assert texts.height == lines.len(), "after these checks there is one way to read the file"
        texts.columns = header
    found = of_header(table, header, file)
    positions = {column: place for place, column in enumerate(header)}
    return (Cells(table, texts, file, lines, positions) if found.is_empty() else None), found


def _as_it_would_be_written(raw: bytes) -> pl.DataFrame | None:
    """All columns String; None unless writing the cells gives the same bytes again, which proves the structure sound.

    Most files of a package were written by us. Asking this costs a third of looking at every line.
    """
    try:
        texts = pl.read_csv(raw, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    again = io.BytesIO()
    texts.write_csv(again)
    return texts if again.getbuffer() == raw else None


def _structure(table: Table, rows: pl.DataFrame, file: str) -> tuple[list[str], pl.DataFrame]:
    """The header, and the problems of quoting, or of the header and the widths of the rows."""
    badly_quoted = rows.filter(pl.col("quotes") > 0).filter(~pl.col("text").str.contains(_WELL_QUOTED))
    if not badly_quoted.is_empty():
        # What follows a stray quotation mark may be read in two ways: the first is reported, and nothing after it.
        line, text = badly_quoted["line"][0], badly_quoted["text"][0]
        rule, expected = "has a stray quotation mark", 'a cell in "..." as a whole, and "" for a mark inside it'
        return [], problems.one(file, line, "", 0, text, rule, expected)
    header = next(csv.reader([rows["text"][0]])) if not rows.is_empty() else []
    found = pl.concat([of_header(table, header, file), _of_widths(rows, len(header), file)])
    return header, found


def _of_bytes(raw: bytes, file: str) -> pl.DataFrame:
    """What no line of a package may hold, with the byte at which it stands."""
    found = [problems.none()]
    if raw.startswith(_BOM):
        found.append(_at_byte(raw, 0, file, "begins with a byte order mark", "leave out the first three bytes"))
    for byte, rule, remedy in (
        (b"\0", "holds a NUL", "remove it"),
        (b"\r", "holds a carriage return", "end lines with LF; `detente register import` takes CR LF"),
    ):
        place = raw.find(byte)
        if place >= 0:
            found.append(_at_byte(raw, place, file, rule, remedy))
    try:
        raw.decode()
    except UnicodeDecodeError as trouble:
        remedy = "save it as UTF-8, or `detente register import --encoding cp1252`"
        found.append(_at_byte(raw, trouble.start, file, "is not UTF-8", remedy))
    return pl.concat(found)


def _at_byte(raw: bytes, place: int, file: str, rule: str, remedy: str) -> pl.DataFrame:
    line, found = raw.count(b"\n", 0, place) + 1, raw[place : place + 1]
    return problems.one(file, line, "", 0, f"byte {place:,} (0x{found.hex()})", rule, _PLAIN, remedy)


def _rows(text: str) -> pl.DataFrame:
    """Columns line (the first of each row), text, quotes (marks in it); a row may run over several lines."""
    lines = (
        pl.select(pl.lit(text.removesuffix("\n")).str.split("\n").explode().alias("text"))
        if text
        else pl.DataFrame({"text": []}, schema={"text": pl.String})
    )
    marked = lines.with_columns(
        pl.int_range(1, pl.len() + 1).alias("line"), pl.col("text").str.count_matches('"', literal=True).alias("quotes")
    )
    if '"' not in text:
        return marked
    begins = (pl.col("quotes").cum_sum() - pl.col("quotes")) % 2 == 0
    begun = marked.with_columns(begins.alias("begins"))
    if begun["begins"].all():
        return marked
    row = pl.col("begins").cum_sum()
    return begun.group_by(row.alias("row"), maintain_order=True).agg(
        pl.col("text").str.join("\n"), pl.col("line").first(), pl.col("quotes").sum()
    )


def of_header(table: Table, header: list[str], file: str) -> pl.DataFrame:
    """Problems of the names of columns."""
    found = [problems.none()]
    if not header:
        found.append(problems.one(file, 1, "", 0, None, "has no header", ",".join(table.columns)))
    for place, name in enumerate(header):
        if name in header[:place]:
            first = problems.letters(header.index(name))
            found.append(
                problems.one(file, 1, name, place, name, f"stands twice, first in {first}1", "each column once")
            )
        elif name.startswith("x_"):
            if len(name) == 2 or not name.isprintable():
                found.append(problems.one(file, 1, name, place, name, "is no name", "x_ and a name in plain text"))
        elif name not in table.columns:
            found.append(_unknown_column(table, header, place, file))
    missing = [column for column in table.columns if column not in header] if header else []
    found += [
        problems.one(
            file, 1, column, len(header), None, "is missing", f"column {column} of {table.name}, empty if unknown"
        )
        for column in missing
    ]
    return pl.concat(found)


def _unknown_column(table: Table, header: list[str], place: int, file: str) -> pl.DataFrame:
    name = header[place]
    free = [column for column in table.columns if column not in header]
    match = process.extractOne(name.casefold(), free, score_cutoff=60)
    meant = f"{match[0]}, or x_{name} to keep it as your own" if match else f"prefix x_ to keep it: x_{name}"
    return problems.one(
        file, 1, name, place, name, f"is no column of {table.name}", "a column of the table, or x_...", meant
    )


def _of_widths(rows: pl.DataFrame, width: int, file: str) -> pl.DataFrame:
    """Rows with more or fewer cells than the header."""
    outside = pl.when(pl.col("quotes") == 0).then("text").otherwise(pl.col("text").str.replace_all(_QUOTED, ""))
    counted = rows.with_columns((outside.str.count_matches(",", literal=True) + 1).alias("cells"))
    ragged = counted.filter(pl.col("cells") != width)
    if not width or ragged.is_empty():
        return problems.none()
    return problems.many(
        pl.select(pl.format("{} cells", ragged["cells"])).to_series(),
        ragged["line"],
        file=file,
        column="",
        position=0,
        rule="has another number of cells than the header",
        expected=f"{width} cells",
    )
