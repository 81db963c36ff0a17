"""Which references lead nowhere?

A reference names a key of another table, never a version. It leads somewhere when at least one statement about that key
stands, that is, its last version is not a withdrawal; or when an alias leads from it to such a key. `cited_record` of
`citations` names a record in the table beside it and is judged in the same way.

Of a statement that was corrected or withdrawn since, the older words are history: they may name what has gone, but not
what never was.
"""

from collections.abc import Iterable, Mapping
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
    found = [
        _leading_nowhere(ends, name, column, target, key=TABLES[target].logical_key[0])
        for name in ends.rows
        for column, target in TABLES[name].references.items()
    ]
    if "citations" in ends.rows:
        tables_cited = ends.rows["citations"]["table"].unique().sort()
        found += [_leading_nowhere(ends, "citations", "cited_record", cited, key="record") for cited in tables_cited]
    return pl.concat([_REPORT.to_frame(), *(frame for frame in found if not frame.is_empty())])


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

    def keys(self, target: str, column: str) -> _Keys:
        """What stands in `column` of table `target`."""
        if (target, column) not in self._keys:
            self._keys[target, column] = self._read_keys(target, column)
        return self._keys[target, column]

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


def _leading_nowhere(ends: _Ends, name: str, column: str, target: str, *, key: str) -> pl.DataFrame:
    """References in `column` of table `name` to what column `key` of `target` does not have."""
    rows, standing = ends.rows[name], ends.standing[name]
    if column == "cited_record":  # the table is named beside it
        rows, standing = (frame.filter(pl.col("table") == target) for frame in (rows, standing))
    known = ends.keys(target, key)
    is_list = TABLES[name].about(column)["type"] == "refs"
    named = _naming(rows, column, known.ever, is_list=is_list)
    if known.standing != known.ever:
        gone = _naming(standing, column, known.standing, is_list=is_list)
        named = pl.concat([named, gone.filter(pl.col("key").is_in(list(known.ever)))])
    if named.is_empty():
        return _REPORT.to_frame()
    # Only so many are ever shown: a million lost keys must not be compared with a million others.
    distinct = named["key"].unique(maintain_order=True).head(problems.SHOWN)
    near = {lost: nearest(lost, known.in_order) for lost in distinct}
    reasons = {lost: _reason(ends, target, key, lost) for lost in distinct}
    return named.select(
        pl.lit(name).alias("table"),
        "record",
        pl.lit(column).alias("column"),
        "key",
        pl.lit(target).alias("to"),
        pl.col("key").is_in(list(known.ever)).alias("only_withdrawn"),
        "version",
        pl.col("key").replace_strict(reasons, default="leads nowhere", return_dtype=pl.String).alias("reason"),
        pl.Series("nearest", [near.get(lost, []) for lost in named["key"]], dtype=pl.List(pl.String)),
    )


def _naming(rows: pl.DataFrame, column: str, known: frozenset[str], *, is_list: bool) -> pl.DataFrame:
    """record, version, key of the references to a key that is not `known`."""
    texts = rows[column].unique(maintain_order=True).drop_nulls()
    keys = {text: text.split(";") if is_list else [text] for text in texts}
    strays = {text: lost for text, several in keys.items() if (lost := [key for key in several if key not in known])}
    referring = rows.filter(pl.col(column).is_in(list(strays))) if strays else rows.clear()
    lost_keys = pl.Series("key", [strays[text] for text in referring[column]], dtype=pl.List(pl.String))
    return referring.select("record", "version", lost_keys).explode("key")


def _reason(ends: _Ends, target: str, column: str, lost: str) -> str:
    """Why `lost` leads nowhere, naming the row at the other end where there is one."""
    if target not in TABLES:
        return f"there is no table {target!r}"
    rows = ends.rows.get(target)
    about = rows.filter(pl.col(column) == lost) if rows is not None else None
    if about is None or about.is_empty():
        alias = f", though {lost} is an alias" if lost in ends.aliases else ""
        return f"no row of {target} has it{alias}"
    last = about.row(-1, named=True)
    version = int(last["version"])
    fate = f"is withdrawn (version {version})" if last["withdrawn"] else f"has another key since version {version + 1}"
    return f"{target} record {last['record']!r} {fate}"
