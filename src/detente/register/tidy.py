"""How does a user's way of writing become the register's, without guessing?

Only what is certain or declared is changed: Unicode normal form C (a Mac writes é as two characters), blanks around
words and keys, days in declared formats, decimals with a declared comma, and actors by code or name. What cannot be
read is left as it stands and reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import polars as pl

from detente.errors import RegisterError
from detente.register import actor_cells, problems
from detente.register.cells import Cells
from detente.register.dates import PartialDate
from detente.register.declared_dates import DeclaredDates, hint
from detente.register.names import Code, Names

Decimal = Literal[".", ","]
_DATES_EXPECTED: Final = "a day as the register writes it (2025-04-03), or a declared format"


@dataclass(frozen=True, eq=False)
class Habits:
    """How a file writes: formats of its days, decimal mark, code of each column of actors (by column of the table)."""

    names: Names
    dates: DeclaredDates
    decimal: Decimal
    codes: Mapping[str, Code]
    keeps_keys: bool  # an export of a register: its actors are keys, and are left as they stand


@dataclass(frozen=True, eq=False)
class Tidied:
    """Cells as the register writes them, what could not be read, and which names were matched to which actors."""

    cells: Cells
    found: pl.DataFrame
    matched: pl.DataFrame


def tidied(cells: Cells, habits: Habits, days: pl.Series | None = None) -> Tidied:
    """`cells` as the register writes them; `days` (String partial dates, n) are those of rows without their own."""
    plain = _in_normal_form(cells)
    dated, found = _with_days(plain, habits.dates)
    pointed, more = _with_points(dated, habits.decimal)
    found = [*found, *more]
    actors = [c for c, table in pointed.table.references.items() if table == "actors" and c in pointed.texts.columns]
    if habits.keeps_keys:
        return Tidied(pointed, pl.concat([problems.none(), *found]), actor_cells.none_matched())
    on = _days(pointed.texts, days)
    read = {c: actor_cells.read(pointed, c, on, habits.names, habits.codes.get(c, "any")) for c in actors}
    texts = pointed.texts.with_columns(column.keys.alias(name) for name, column in read.items())
    return Tidied(
        replace(pointed, texts=texts),
        pl.concat([problems.none(), *found, *(column.found for column in read.values())]),
        pl.concat([actor_cells.none_matched(), *(column.matched for column in read.values())]),
    )


def _in_normal_form(cells: Cells) -> Cells:
    """Normal form C everywhere; blanks around a cell belong to texts only; a blank cell is empty, save in `x_...`."""
    about = {c: cells.table.about(c) for c in cells.texts.columns if c in cells.table.columns}
    stripped = [c for c, said in about.items() if said["type"] != "text" and (said["type"] != "word" or said["words"])]
    normal = cells.texts.with_columns(pl.col(c).str.normalize("NFC") for c in cells.texts.columns)
    bare = normal.with_columns(pl.col(c).str.strip_chars() for c in stripped)
    return replace(
        cells, texts=bare.with_columns(pl.when(pl.col(c).str.strip_chars() != "").then(pl.col(c)) for c in about)
    )


def _with_days(cells: Cells, formats: DeclaredDates) -> tuple[Cells, list[pl.DataFrame]]:
    found, texts = [], cells.texts
    for column in cells.table.dates:
        if column not in texts.columns:
            continue
        foreign = [text for text in texts[column].drop_nulls().unique() if not _is_day(text)]
        read = {text: day for text in foreign if (day := formats.read(text)) is not None}
        hints = {text: said for text in foreign if text not in read and (said := hint(text)) is not None}
        found += [
            _refused(cells, column, said, [t for t, h in hints.items() if h == said])
            for said in dict.fromkeys(hints.values())
        ]
        texts = texts.with_columns(pl.col(column).replace(read))
    return replace(cells, texts=texts), found


def _with_points(cells: Cells, decimal: Decimal) -> tuple[Cells, list[pl.DataFrame]]:
    """Numbers with the declared comma as the register writes them; a point in them could be one for thousands."""
    if decimal not in (".", ","):
        raise RegisterError(
            f"decimal {decimal!r}", expected="'.' or ','", next_step="say which mark stands before decimals"
        )
    columns = [c for c in cells.table.of_type("float") if c in cells.texts.columns]
    if decimal == "." or not columns:
        return cells, []
    pointed = {
        c: cells.texts[c].filter(cells.texts[c].str.contains(".", literal=True)).unique().to_list() for c in columns
    }
    found = [
        _refused(cells, c, "a point in a number whose decimal mark is a comma", texts)
        for c, texts in pointed.items()
        if texts
    ]
    texts = cells.texts.with_columns(pl.col(c).str.replace(",", ".", literal=True) for c in columns)
    return replace(cells, texts=texts), found


def _refused(cells: Cells, column: str, rule: str, texts: list[str]) -> pl.DataFrame:
    bad = cells.texts[column].is_in(texts).fill_null(value=False)
    is_day = column in cells.table.dates
    return problems.many(
        cells.texts[column].filter(bad),
        cells.lines.filter(bad),
        file=cells.file,
        column=column,
        position=cells.positions.get(column, len(cells.positions)),
        rule=rule,
        expected=_DATES_EXPECTED if is_day else "digits, and a comma before decimals; no mark between thousands",
    )


def _days(texts: pl.DataFrame, otherwise: pl.Series | None) -> pl.Series:
    """The day of each row: its own, else that of the row it hangs on, else none."""
    own = texts["valid_from"] if "valid_from" in texts.columns else pl.Series([None] * texts.height, dtype=pl.String)
    return own if otherwise is None else own.fill_null(otherwise)


def _is_day(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except RegisterError:
        return False
    return True
