"""Which registers could a user hand us? Hypothesis strategies for valid cells, frames and whole registers.

    registers(tables=("participations",), max_records=4, max_versions=3)  # a `Register` that opens: references lead on
    frames("observations")              # a typed frame of one table, valid by itself; its references lead nowhere
    cells("agreements", "title")        # one valid, non-empty value of one column, as it stands in a typed frame
    partial_dates() · days() · keys() · texts() · instants() · own_texts() · durations()

`tables` are the tables asked for; the ones they refer to come along with a row or two each, so that every reference
finds its key. Without `tables`, a few are drawn from all 47. Values are valid but unkind: keys that look like numbers
or dates, leading zeros, texts that a spreadsheet would run, right-to-left and astral characters, floats of 17 digits,
partial dates of every precision, versions that were corrected, withdrawn and restated, columns of the user's own.
Sense is not drawn: a generated agreement may end before it begins, and named checks may well complain.
"""

import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final

import polars as pl
from hypothesis import strategies as st

from detente.register import Register
from detente.register.dates import PartialDate
from detente.register.references import current
from detente.register.schema import TABLES, Table

Row = dict[str, Any]  # Any: a cell is a str, int, float, bool, datetime or None

_TELLING_TEXTS: Final = (
    "=1+1",
    '=HYPERLINK("x")',
    "+49",
    "-5",
    "@sum",
    "007",
    "1E5",
    "TRUE",
    "1-2",
    "2024-02-30",
    'a "quoted", word',
    " space before and after ",
    "Äußerstes, Łódź, Ωmega",
    "שלום, עולם",
    "معاهدة الدفاع",
    "\u202eright to left override",
    "\U0001f91d handshake",
    "𐍈 gothic",
    "\u2028 line separator",
    "zero\u200bwidth",
    "null",
    "NaN",
    "#N/A",
    ";",
)
_TELLING_KEYS: Final = ("008", "1e5", "TRUE", "2024-01", "NaN", "A.b", "x:1", "a/b", "u@v", "p+q", "s*", "k-1", "Null")
_FIRST_INSTANT: Final = datetime(1990, 1, 1, tzinfo=UTC)


@cache
def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Text in normal form C, not blank, without control characters."""
    drawn = st.text(st.characters(exclude_categories=("Cc", "Cn", "Cs")), min_size=1, max_size=max_size)
    plain = drawn.map(lambda text: unicodedata.normalize("NFC", text)).filter(lambda text: bool(text.strip()))
    return st.sampled_from(_TELLING_TEXTS) | plain


@cache
def own_texts() -> st.SearchStrategy[str]:
    """What a user may keep in an `x_...` column: any text, line ends and tabs included, no other control character."""
    anything = st.text(st.characters(codec="utf-8", exclude_characters=_refused_controls()), max_size=12)
    return st.sampled_from(("two\nlines", 'a "b",\n"', "\ttab", " ", *_TELLING_TEXTS)) | anything.filter(bool)


@cache
def keys() -> st.SearchStrategy[str]:
    """Names of things: letters, digits and a few marks, starting with a letter or digit."""
    rest = st.text(string.ascii_letters + string.digits + "._:/@+*-", max_size=7)
    built = st.tuples(st.sampled_from(string.ascii_letters + string.digits), rest).map("".join)
    return st.sampled_from(_TELLING_KEYS) | built


def days() -> st.SearchStrategy[date]:
    """Calendar days, most of them in the time of living treaties, some at the ends of the calendar."""
    return st.dates(date(1945, 1, 1), date(2030, 12, 31)) | st.dates(date(1500, 1, 1), date(2200, 12, 31))


@cache
def partial_dates() -> st.SearchStrategy[str]:
    """Texts of the grammar: year, month, day, range, `unknown`."""
    one = st.tuples(days(), st.sampled_from((4, 7, 10))).map(lambda drawn: drawn[0].isoformat()[: drawn[1]])
    return one | st.tuples(one, one).map(_range) | st.just("unknown")


@cache
def durations() -> st.SearchStrategy[str]:
    """ISO 8601 durations of whole parts."""
    part = st.integers(0, 40)
    return st.one_of(
        st.builds("P{}Y".format, part),
        st.builds("P{}Y{}M{}D".format, part, part, part),
        st.builds("P{}W".format, part),
        st.builds("PT{}H{}M".format, part, part),
        st.builds("P{}DT{}S".format, part, part),
    )


@cache
def instants() -> st.SearchStrategy[datetime]:
    """Moments in UTC, to the millisecond."""
    return st.integers(0, 40 * 365 * 86_400_000).map(_instant)


@cache
def cells(table: str, column: str) -> st.SearchStrategy[Any]:
    """Valid values of one column, never empty; a reference is any key."""
    about, bounds = TABLES[table].about(column), TABLES[table].schema.columns()[column]
    kind = about["type"]
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    if kind == "word" and about["words"]:
        return st.sampled_from(about["words"])
    by_kind: Mapping[str, Callable[[], st.SearchStrategy[Any]]] = {
        "key": keys,
        "ref": keys,
        "refs": lambda: st.lists(keys(), min_size=1, max_size=3).map(";".join),
        "text": texts,
        "word": texts,
        "date*": partial_dates,
        "instant": instants,
        "dur": durations,
        "bool": st.booleans,
        "int": lambda: _whole_numbers(least, most),
        "float": lambda: _floats(least, most),
    }
    return by_kind[kind]()


@st.composite
def frames(draw: st.DrawFn, table: str, *, max_records: int = 4, max_versions: int = 3) -> pl.DataFrame:
    """A typed frame of one table, versions in order; its references are keys that lead nowhere."""
    names = draw(st.lists(keys(), min_size=1, max_size=max_records, unique=True))
    own = draw(_own_columns())
    rows: list[Row] = []
    for record in names:
        first = _statement(draw, TABLES[table], record, {}) | _own_cells(draw, own)
        rows += _versions(draw, TABLES[table], first, most=max_versions, may_end_withdrawn=True)
    return _frame(TABLES[table], rows, own)


@st.composite
def registers(
    draw: st.DrawFn, tables: Sequence[str] | None = None, *, max_records: int = 4, max_versions: int = 3
) -> Register:
    """A register whose every reference leads to a key that is not withdrawn, or to an alias of one.

    Parameters
    ----------
    tables : those to fill, each with at most `max_records` records of `max_versions` versions; None draws up to three.
    """
    wanted = tables or draw(st.lists(st.sampled_from(sorted(TABLES)), min_size=1, max_size=3, unique=True))
    filled = _with_parents(wanted)
    named = [name for name in filled if _is_keyed(name) or name == "aliases"]
    several = min(2, max_records)
    known = _apart({name: draw(st.lists(keys(), min_size=1, max_size=several, unique=True)) for name in named})
    targets = _alias_targets(draw, known)
    pools = {
        name: [*known[name], *(alias for alias, target in targets.items() if target in known[name])]
        for name in named
        if name != "aliases"
    }
    made: dict[str, pl.DataFrame] = {}
    for name in sorted(filled, key=lambda name: name == "citations"):  # last: they cite what is there
        size = draw(st.integers(1, max_records)) if name in wanted else 1
        context = _Context(pools, known.get(name, []), targets, made)
        made[name] = _table(draw, TABLES[name], context, size=size, most=max_versions if name in wanted else 1)
    return Register.of(made)


def _is_keyed(table: str) -> bool:
    """Whether rows of the table can be referred to: its logical key begins with a key column."""
    first = TABLES[table].logical_key[0]
    return first != "record" and table != "aliases" and TABLES[table].about(first)["type"] == "key"


@dataclass(frozen=True)
class _Context:
    """What the rows of one table may refer to.

    `pools` are the keys and aliases of each table, `names` the keys this table must have, `targets` alias -> key,
    `made` the tables drawn so far.
    """

    pools: Mapping[str, list[str]]
    names: list[str]
    targets: Mapping[str, str]
    made: Mapping[str, pl.DataFrame]


def _table(draw: st.DrawFn, table: Table, context: _Context, *, size: int, most: int) -> pl.DataFrame:
    size = max(size, len(context.names))
    records = draw(st.lists(keys(), min_size=size, max_size=size, unique=True))
    own = draw(_own_columns())
    rows: list[Row] = []
    for place, record in enumerate(records):
        fixed, is_first_of_its_key = {}, place < len(context.names)
        if context.names:
            fixed[table.logical_key[0]] = (
                context.names[place] if is_first_of_its_key else draw(st.sampled_from(context.names))
            )
        fixed |= _special_cells(draw, table, context, fixed)
        first = _statement(draw, table, record, fixed, context.pools) | _own_cells(draw, own)
        rows += _versions(draw, table, first, most=most, may_end_withdrawn=not is_first_of_its_key)
    return _frame(table, rows, own)


def _special_cells(draw: st.DrawFn, table: Table, context: _Context, fixed: Row) -> Row:
    """Cells that are references in sense, though not in type."""
    if table.name == "aliases":
        return {"target": context.targets[fixed["alias"]]}
    if table.name == "citations":
        standing = {name: current(frame)["record"].to_list() for name, frame in context.made.items()}
        cited = draw(st.sampled_from(sorted(name for name, records in standing.items() if records)))
        columns = st.none() | st.sampled_from(TABLES[cited].columns)
        return {"table": cited, "cited_record": draw(st.sampled_from(standing[cited])), "field": draw(columns)}
    if table.name == "coverage":
        covered = draw(st.sampled_from(sorted(TABLES)))
        return {"table": covered, "key": draw(st.sampled_from(TABLES[covered].columns))}
    return {}


def _statement(
    draw: st.DrawFn, table: Table, record: str, fixed: Row, pools: Mapping[str, list[str]] | None = None
) -> Row:
    """The first version of one record: what is required, and a few of the other columns."""
    optional = [c for c in table.columns if c not in table.required and c not in fixed and _fillable(table, c, pools)]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=6, unique=True))
    row: Row = dict.fromkeys(table.columns)
    for column in (*table.required, *chosen):
        row[column] = _draw_cell(draw, table, column, pools)
    row |= {"record": record, "version": 1, "withdrawn": False} | fixed
    return _from_before_to(row)


def _versions(draw: st.DrawFn, table: Table, first: Row, *, most: int, may_end_withdrawn: bool) -> list[Row]:
    """`first` and its corrections: recorded no earlier, a few cells changed, perhaps withdrawn and restated."""
    rows = [first]
    fixed = {"record", "version", "recorded_at", "withdrawn", *table.logical_key, *table.references}
    free = [c for c in table.columns if c not in fixed and (table.name, c) not in _MEANINGFUL and c != "source"]
    for version in range(2, draw(st.integers(1, most)) + 1):
        row = dict(rows[-1])
        for column in draw(st.lists(st.sampled_from(free), max_size=3, unique=True)):
            row[column] = _draw_cell(draw, table, column, None)
        wait = timedelta(milliseconds=draw(st.integers(0, 10**10)))
        row |= {"version": version, "recorded_at": row["recorded_at"] + wait, "withdrawn": draw(st.booleans())}
        rows.append(_from_before_to(row))
    if not may_end_withdrawn:
        rows[-1]["withdrawn"] = False
    return rows


# Columns that name other rows or tables without being of type ref.
_MEANINGFUL: Final = {
    ("aliases", "target"),
    ("citations", "table"),
    ("citations", "cited_record"),
    ("citations", "field"),
    ("coverage", "table"),
    ("coverage", "key"),
}


def _fillable(table: Table, column: str, pools: Mapping[str, list[str]] | None) -> bool:
    if (table.name, column) in _MEANINGFUL:
        return False
    return pools is None or column not in table.references or table.references[column] in pools


def _draw_cell(draw: st.DrawFn, table: Table, column: str, pools: Mapping[str, list[str]] | None) -> Any:
    if pools is None or column not in table.references:
        return draw(cells(table.name, column))
    pool = st.sampled_from(pools[table.references[column]])
    if table.about(column)["type"] == "ref":
        return draw(pool)
    return ";".join(draw(st.lists(pool, min_size=1, max_size=2, unique=True)))


def _frame(table: Table, rows: list[Row], own: list[str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(table.dtypes) | dict.fromkeys(own, pl.String), orient="row")


@cache
def _own_columns() -> st.SearchStrategy[list[str]]:
    names = ("x_remark", "x_1", "x_Größe", 'x_a,"b"')
    return st.lists(st.sampled_from(names), max_size=2, unique=True).map(sorted)


def _own_cells(draw: st.DrawFn, own: list[str]) -> Row:
    return {column: draw(st.none() | own_texts()) for column in own}


def _with_parents(wanted: Sequence[str]) -> list[str]:
    """The tables asked for, those their references lead to, and those that these cannot do without."""
    filled = dict.fromkeys(wanted)
    for name in wanted:
        filled |= dict.fromkeys(TABLES[name].references.values())
    pending = list(filled)
    while pending:
        table = TABLES[pending.pop()]
        needed = [target for column, target in table.references.items() if column in table.required]
        pending += [target for target in needed if target not in filled]
        filled |= dict.fromkeys(needed)
    return list(filled)


def _apart(known: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same keys, an alias never being the key of anything."""
    taken = {key for name, names in known.items() if name != "aliases" for key in names}
    return {
        name: list(dict.fromkeys(f"old.{key}" if name == "aliases" and key in taken else key for key in names))
        for name, names in known.items()
    }


def _alias_targets(draw: st.DrawFn, known: Mapping[str, list[str]]) -> dict[str, str]:
    keys_in_use = sorted({key for name, names in known.items() if name != "aliases" for key in names})
    return {alias: draw(st.sampled_from(keys_in_use)) for alias in known.get("aliases", [])}


def _from_before_to(row: Row) -> Row:
    """The same row, its spell not running backwards for certain."""
    starts, ends = row["valid_from"], row["valid_to"]
    if starts and ends and PartialDate.parse(ends).before(PartialDate.parse(starts).first):
        row |= {"valid_from": ends, "valid_to": starts}
    return row


def _range(ends: tuple[str, str]) -> str:
    first, last = sorted((PartialDate.parse(end) for end in ends), key=lambda end: (end.first, end.last))
    return f"{first}/{last}"


def _whole_numbers(least: int | None, most: int | None) -> st.SearchStrategy[int]:
    small = st.integers(least if least is not None else -10, 200)
    return small | st.integers(least if least is not None else -(2**63), most if most is not None else 2**63 - 1)


def _floats(least: float | None, most: float | None) -> st.SearchStrategy[float]:
    telling = [0.1 + 0.2, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 2.0, 1e16, 123456789.12345679, 1 / 3]
    allowed = [x for x in telling if (least is None or x >= least) and (most is None or x <= most)]
    return st.sampled_from(allowed) | st.floats(least, most, allow_nan=False, allow_infinity=False)


def _instant(milliseconds: int) -> datetime:
    return _FIRST_INSTANT + timedelta(milliseconds=milliseconds)


def _refused_controls() -> str:
    return "".join(chr(code) for code in (*range(32), *range(0x7F, 0xA0)) if chr(code) not in "\n\t")
