"""Which references lead nowhere?

A reference names a key of another table, never a version. It leads somewhere when at least one statement about that key
stands, that is, its last version is not a withdrawal; or when an alias leads from it to such a key. `cited_record` of
`citations` names a record in the table beside it and is judged in the same way.

Of a statement that was corrected or withdrawn since, the older words are history: they may name what has gone, but not
what never was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl
from polars._typing import PolarsDataType
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from detente.register import problems
from detente.register.schema import TABLES

# What identifies a broken reference: the row that refers, the key it names, and the table that lacks it.
BROKEN: Final[dict[str, PolarsDataType]] = {
    "table": pl.String,
    "record": pl.String,
    "column": pl.String,
    "key": pl.String,
    "to": pl.String,
    "only_withdrawn": pl.Boolean,
}
_REPORT: Final = pl.Schema({**BROKEN, "version": pl.Int64, "reason": pl.String, "nearest": pl.List(pl.String)})
_NEAREST: Final = 3


def current(frame: pl.DataFrame) -> pl.DataFrame:
    """The last version of each record, without withdrawn ones; `frame` has all versions sorted by (record, version)."""
    is_last = (pl.col("record") != pl.col("record").shift(-1)).fill_null(value=True)
    return frame.filter(is_last & ~pl.col("withdrawn"))


def broken(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per reference that leads nowhere; `tables` have all versions, sorted by (record, version).

    Columns: table, record, column, key (what is named), to (the table it should be in), only_withdrawn (there were rows
    about the key, and none stands), version (of the referring row), reason (a clause that names the other end), nearest
    (up to three keys that stand, by edit distance).
    """
    ends = _Ends({name: frame for name, frame in tables.items() if not frame.is_empty()})
    found = [_leading_nowhere(ends, link) for link, named in _links(ends) if not named <= ends.keys(link).standing]
    return pl.concat([_REPORT.to_frame(), *found])


def nearest(key: str, keys: Iterable[str], *, limit: int = _NEAREST) -> list[str]:
    """The keys that differ from `key` by the fewest edits, at most one in two letters; nearest first.

    >>> nearest("NATO1949", ["NAT1949", "WEU1948", "RIO1947"])
    ['NAT1949', 'RIO1947']
    """
    most = max(1, len(key) // 2)
    by_edits = Levenshtein.distance
    matches = process.extract(key, keys, scorer=by_edits, limit=limit, score_cutoff=most)  # type: ignore[arg-type]  # counts, typed as floats
    return [match[0] for match in matches]


@dataclass(frozen=True)
class _Link:
    """Column `column` of `table` names what stands in column `key` of table `target`."""

    table: str
    column: str
    target: str
    key: str


@dataclass(frozen=True)
class _Keys:
    """Keys of which a statement stands, and all that ever were; an alias counts as the key it leads to."""

    standing: frozenset[str]
    ever: frozenset[str]

    @cached_property
    def in_order(self) -> list[str]:
        """Those that stand, by name."""
        return sorted(self.standing)


@dataclass(frozen=True, eq=False)
class _Ends:
    """Where a reference may lead: tables with rows -> frame sorted by (record, version)."""

    rows: Mapping[str, pl.DataFrame]
    _keys: dict[tuple[str, str], _Keys] = field(default_factory=dict)

    @cached_property
    def standing(self) -> Mapping[str, pl.DataFrame]:
        return {name: current(frame) for name, frame in self.rows.items()}

    def keys(self, link: _Link) -> _Keys:
        """What the link may name."""
        end = link.target, link.key
        if end not in self._keys:
            self._keys[end] = self._read_keys(*end)
        return self._keys[end]

    def _read_keys(self, target: str, column: str) -> _Keys:
        if target not in self.rows:
            return _Keys(frozenset(), frozenset())
        stand, were = (frozenset(frame[column].unique()) for frame in (self.standing[target], self.rows[target]))
        return _Keys(
            stand | {alias for alias, end in self.aliases.items() if end in stand},
            were | {alias for alias, end in self.former_aliases.items() if end in were},
        )

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Alias that stands -> the key at the end of its chain."""
        return _followed(self.standing["aliases"]) if "aliases" in self.standing else {}

    @cached_property
    def former_aliases(self) -> Mapping[str, str]:
        """The same of all aliases that ever were."""
        return _followed(self.rows["aliases"]) if "aliases" in self.rows else {}


def _followed(aliases: pl.DataFrame) -> dict[str, str]:
    """Each alias with the end of its chain; one that runs in a ring leads nowhere and is left out."""
    targets = dict(aliases.select("alias", "target").iter_rows())
    ends = {}
    for alias, target in targets.items():
        seen, end = {alias}, target
        while end in targets and end not in seen:
            seen.add(end)
            end = targets[end]
        if end not in targets:
            ends[alias] = end
    return ends


def _links(ends: _Ends) -> Iterator[tuple[_Link, set[str]]]:
    """Every column that refers, and the keys it names."""
    for name, rows in ends.rows.items():
        columns = TABLES[name].references
        distinct = rows.select(pl.col(list(columns)).unique().implode()) if columns else pl.DataFrame()
        for (column, target), texts in zip(columns.items(), distinct.iter_columns(), strict=True):
            named = {key for text in texts[0] if text is not None for key in _split(name, column, text)}
            yield _Link(name, column, target, TABLES[target].logical_key[0]), named
    cited = (
        ends.rows["citations"].group_by("table", maintain_order=True).agg("cited_record")
        if "citations" in ends.rows
        else None
    )
    for target, records in cited.iter_rows() if cited is not None else ():
        yield _Link("citations", "cited_record", target, "record"), set(records)


def _split(table: str, column: str, text: str) -> list[str]:
    return text.split(";") if TABLES[table].about(column)["type"] == "refs" else [text]


def _leading_nowhere(ends: _Ends, link: _Link) -> pl.DataFrame:
    rows, standing = ends.rows[link.table], ends.standing[link.table]
    if link.column == "cited_record":  # the table is named beside it
        rows, standing = (frame.filter(pl.col("table") == link.target) for frame in (rows, standing))
    known = ends.keys(link)
    never = _naming(rows, link, known.ever)
    gone = _naming(standing, link, known.standing).filter(pl.col("key").is_in(list(known.ever)))
    named = pl.concat([never, gone])
    if named.is_empty():
        return _REPORT.to_frame()
    # Only so many are ever shown: a million lost keys must not be compared with a million others.
    distinct = named["key"].unique(maintain_order=True).head(problems.SHOWN)
    near = {lost: nearest(lost, known.in_order) for lost in distinct}
    reasons = {lost: _reason(ends, link, lost) for lost in distinct}
    return named.select(
        pl.lit(link.table).alias("table"),
        "record",
        pl.lit(link.column).alias("column"),
        "key",
        pl.lit(link.target).alias("to"),
        pl.col("key").is_in(list(known.ever)).alias("only_withdrawn"),
        "version",
        pl.col("key").replace_strict(reasons, default="leads nowhere", return_dtype=pl.String).alias("reason"),
        pl.Series("nearest", [near.get(lost, []) for lost in named["key"]], dtype=pl.List(pl.String)),
    )


def _naming(rows: pl.DataFrame, link: _Link, known: frozenset[str]) -> pl.DataFrame:
    """record, version, key of the references to a key that is not `known`."""
    texts = rows[link.column].unique(maintain_order=True).drop_nulls()
    keys = {text: _split(link.table, link.column, text) for text in texts}
    strays = {text: lost for text, several in keys.items() if (lost := [key for key in several if key not in known])}
    referring = rows.filter(pl.col(link.column).is_in(list(strays))) if strays else rows.clear()
    lost_keys = pl.Series("key", [strays[text] for text in referring[link.column]], dtype=pl.List(pl.String))
    return referring.select("record", "version", lost_keys).explode("key")


def _reason(ends: _Ends, link: _Link, lost: str) -> str:
    """Why `lost` leads nowhere, naming the row at the other end where there is one."""
    if link.target not in TABLES:
        return f"there is no table {link.target!r}"
    rows = ends.rows.get(link.target)
    about = rows.filter(pl.col(link.key) == lost) if rows is not None else None
    if about is None or about.is_empty():
        alias = f", though {lost} is an alias" if lost in ends.aliases else ""
        return f"no row of {link.target} has it{alias}"
    last = about.row(-1, named=True)
    version = int(last["version"])
    fate = f"is withdrawn (version {version})" if last["withdrawn"] else f"has another key since version {version + 1}"
    return f"{link.target} record {last['record']!r} {fate}"
