"""Which typed values do these texts stand for, and which texts stand for none?

Every way into the register (package, spreadsheet, a user's file) ends here: a frame of texts becomes a typed frame of
one table, or a frame of problems that says cell by cell what is wrong. Empty text is "no value".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl
from rapidfuzz import process

from detente.errors import RegisterError
from detente.register import dates, problems
from detente.register.schema import TABLES, Table

_WORD_LIMIT = 12
_EXPECTED = {
    "key": "letters, digits and . _ : / @ + * -, starting with a letter or digit, at most 200",
    "ref": "a key: letters, digits and . _ : / @ + * -",
    "refs": "keys with ; between",
    "text": "text in Unicode normal form C, not blank, without tabs, line ends or other control characters",
    "date*": dates.GRAMMAR,
    "dur": "an ISO 8601 duration such as P1Y, P6M, P90D or PT15M",
    "int": "a whole number",
    "float": "a number, with a point before decimals",
    "bool": "true or false",
    "instant": "a moment in UTC such as 2026-11-22T00:00:00.000Z",
    "word": "one word",
}
_EXPECTED_OF_OWN = "text without control characters other than tab and line end"


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of one table as they stand in a file.

    Parameters
    ----------
    texts : all columns String; columns that have their type already (from Parquet) are taken as they are.
    file : what problems are said to stand in.
    lines : line of each row in the file (n,).
    positions : column -> its place in the file, from 0.
    """

    table: Table
    texts: pl.DataFrame
    file: str
    lines: pl.Series
    positions: dict[str, int]


def read(cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed rows (columns of the table, then `x_...`, all rows kept) and the problems.

    The rows are good only if there are no problems. Columns of the table that the file lacks are empty; whether that is
    allowed is for the caller to say.
    """
    texts = _without_empty_texts(cells)
    own = [column for column in texts.columns if column.startswith("x_")]
    read_as = _conversions(cells.table.name)
    typed = texts.select(
        *(column if texts.schema[column] == dtype else read_as[column] for column, dtype in cells.table.dtypes.items()),
        *own,
    )
    unreadable = {
        column: texts[column].is_not_null() & typed[column].is_null()
        for column in cells.table.columns
        if typed[column].null_count() > texts[column].null_count()
    }
    found = [_report(cells, texts, column, bad, "not readable") for column, bad in unreadable.items()]
    found += [
        _report(cells, texts, column, bad, rule) for column, bad, rule in _broken_rules(cells.table, typed, unreadable)
    ]
    return typed, pl.concat([problems.none(), *found])


def _without_empty_texts(cells: Cells) -> pl.DataFrame:
    """The texts with null for an empty one, and with the columns that the file lacks."""
    texts = cells.texts
    lacking = [column for column in cells.table.columns if column not in texts.columns]
    return texts.with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)),
        *(pl.lit(None, pl.String).alias(column) for column in lacking),
    )


@cache
def _conversions(table: str) -> dict[str, pl.Expr]:
    """Column -> its texts as typed values, null where they are not readable."""
    return {column: _convert(TABLES[table], column) for column in TABLES[table].columns}


def _convert(table: Table, column: str) -> pl.Expr:
    kind, text, dtype = table.about(column)["type"], pl.col(column), table.dtypes[column]
    if kind == "int":
        return pl.when(text.str.contains(r"^-?[0-9]{1,19}$")).then(text).cast(pl.Int64, strict=False)
    if kind == "float":
        plain = pl.when(text.str.contains(r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")).then(text)
        value = plain.cast(pl.Float64, strict=False)
        return pl.when(value.is_finite()).then(value).alias(column)
    if kind == "bool":
        return pl.when(text == "true").then(True).when(text == "false").then(False).alias(column)  # noqa: FBT003  # values
    if kind == "instant":
        # Without the shape, a lenient parser would take a date for midnight; an instant must say its time.
        shape = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?Z$"
        shaped = pl.when(text.str.contains(shape)).then(text.str.strip_suffix("Z"))
        moment = shaped.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="ms", strict=False)
        return moment.dt.replace_time_zone("UTC").alias(column)
    return text.cast(dtype, strict=False).alias(column)


def _broken_rules(
    table: Table, typed: pl.DataFrame, unreadable: Mapping[str, pl.Series]
) -> Iterator[tuple[str, pl.Series, str]]:
    """Column, cells (Boolean, n) and rule of the cells that break one, each once; unreadable cells are passed over."""
    # Most tables break none: ask for one Boolean a rule first, and only then which cells.
    rules, own = _rules(table.name), _rules_of_own(typed.columns)
    asked = [*_asked(table.name), *([[rule.all().alias(name) for name, rule in own.items()]] if own else [])]
    kept = {
        name: is_kept for questions in asked for name, is_kept in typed.select(questions).row(0, named=True).items()
    }
    failing = {name: rule for name, rule in {**rules, **own}.items() if kept[name] is False}
    told = dict(unreadable)
    for name, verdict in zip(failing, typed.select(**failing).iter_columns(), strict=True):
        column, _, rule = name.rpartition("|")
        bad = ~verdict.fill_null(value=True)
        if column in told:
            bad &= ~told[column]
        told[column] = told[column] | bad if column in told else bad
        if bad.any():
            yield column, bad, "is required" if rule == "nullability" else "not allowed"


@cache
def _rules(table: str) -> dict[str, pl.Expr]:
    """`column|rule` -> what must be true of a cell."""
    schema = TABLES[table].schema
    rules = schema._validation_rules(with_cast=False)  # noqa: SLF001  # nothing public tells which cell broke which rule
    return {name: rule.expr for name, rule in rules.items()}


@cache
def _asked(table: str) -> list[list[pl.Expr]]:
    """Does every cell keep the rule? Rules that look inside texts stand apart: beside the others they are slower."""
    questions = {name: rule.all().alias(name) for name, rule in _rules(table).items()}
    inside = [question for name, question in questions.items() if "|check__" in name]
    return [[question for name, question in questions.items() if "|check__" not in name], *([inside] if inside else [])]


def _rules_of_own(columns: Iterable[str]) -> dict[str, pl.Expr]:
    """What must be true of a user's own cells: nothing that a line of CSV or a sheet cannot hold."""
    control = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    return {f"{column}|control": ~pl.col(column).str.contains(control) for column in columns if column.startswith("x_")}


def _report(cells: Cells, texts: pl.DataFrame, column: str, bad: pl.Series, rule: str) -> pl.DataFrame:
    is_own = column not in cells.table.columns
    return problems.many(
        texts[column].filter(bad).cast(pl.String),
        cells.lines.filter(bad),
        file=cells.file,
        column=column,
        position=cells.positions.get(column, len(cells.positions)),
        rule=rule,
        expected=_EXPECTED_OF_OWN if is_own else expected(cells.table, column),
        suggest=(lambda _: None) if is_own else suggestion(cells.table, column),
    )


def expected(table: Table, column: str) -> str:
    """What a cell of this column may hold, in one line."""
    about = table.about(column)
    words = about["words"]
    if words:
        return (
            "one of " + ", ".join(words)
            if len(words) <= _WORD_LIMIT
            else f"one of {len(words)} words, see `detente register schema {table.name}`"
        )
    bounds = table.rules(column)
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    if about["type"] not in ("int", "float"):
        return _EXPECTED[about["type"]]
    limits = [f"{words} {limit:g}" for words, limit in (("at least", least), ("at most", most)) if limit is not None]
    return ", ".join([_EXPECTED[about["type"]], *limits])


def suggestion(table: Table, column: str) -> Callable[[str], str | None]:
    """A function from a refused text to what was probably meant, or None."""
    about = table.about(column)
    if about["words"]:
        return lambda text: _nearest(text, about["words"])
    if about["type"] == "date*":
        return suggest_date
    if about["type"] == "bool":
        return lambda text: {"yes": "true", "1": "true", "y": "true", "no": "false", "0": "false", "n": "false"}.get(
            text.casefold()
        )
    return lambda _: None


def _nearest(text: str, words: tuple[str, ...]) -> str | None:
    match = process.extractOne(text.casefold().replace(" ", "_"), words, score_cutoff=60)
    return str(match[0]) if match else None


def suggest_date(text: str) -> str | None:
    """What a date outside the grammar was probably meant to be; never applied silently.

    >>> suggest_date("Q3 2025"), suggest_date("2024-2-3"), suggest_date("c. 1950")
    ('2025-07/2025-09', '2024-02-03', '1949/1951')
    """
    for pattern, rewrite in _DATE_HABITS:
        match = re.fullmatch(pattern, text.strip(), flags=re.IGNORECASE)
        if match:
            meant = rewrite(match)
            return meant if _is_date(meant) else None
    return None


def _is_date(text: str) -> bool:
    try:
        dates.PartialDate.parse(text)
    except RegisterError:
        return False
    return True


def _quarter(match: re.Match[str]) -> str:
    first = 3 * int(match["q"]) - 2
    return f"{match['y']}-{first:02d}/{match['y']}-{first + 2:02d}"


_DATE_HABITS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"Q(?P<q>[1-4])[ /-]?(?P<y>\d{4})", _quarter),
    (r"(?P<y>\d{4})[ /-]?Q(?P<q>[1-4])", _quarter),
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", lambda m: f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}"),
    (r"(?P<y>\d{4})-(?P<m>\d)", lambda m: f"{m['y']}-{int(m['m']):02d}"),
    (r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})", lambda m: f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}"),
    (r"(?:c|ca|circa|about)\.? *(?P<y>\d{4})", lambda m: f"{int(m['y']) - 1}/{int(m['y']) + 1}"),
    (r"(?P<a>\d{4})\s*(?:-|–|to)\s*(?P<b>\d{4})", lambda m: f"{m['a']}/{m['b']}"),
)
