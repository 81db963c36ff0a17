"""Which references lead nowhere?

A reference names a key of another table, never a version. It leads somewhere when at least one statement about that key
stands, that is, its last version is not a withdrawal; or when an alias leads from it to such a key. `cited_record` of
`citations` names a record in the table beside it and is judged in the same way.

Of a statement that was corrected or withdrawn since, the older words are history: they may name what has gone, but not
what never was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from detente.register import problems
from detente.register.schema import TABLES

# What identifies a broken reference: the row that refers, the key it names, and the table that lacks it.
BROKEN: Final = {
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

    Columns: table, record, column, key (what is named), to (the table it should be in), only_withdrawn (rows about the
    key exist, and none stands), version (of the referring row), reason (a clause for a message), nearest (up to three
    keys that stand, by edit distance).
    """
    ends = _Ends({name: frame for name, frame in tables.items() if not frame.is_empty()})
    found = [
        _leading_nowhere(ends, name, column, target)
        for name in ends.rows
        for column, target in TABLES[name].references.items()
    ]
    if "citations" in ends.rows:
        found += _citing_nothing(ends)
    return pl.concat([_REPORT.to_frame(), *(frame for frame in found if not frame.is_empty())])


def nearest(key: str, keys: Iterable[str], *, limit: int = _NEAREST) -> list[str]:
    """The keys that differ from `key` by the fewest edits, at most one in two letters; nearest first, then by name.

    >>> nearest("NATO1949", ["NAT1949", "WEU1948", "RIO1947"])
    ['NAT1949', 'WEU1948']
    """
    most = max(1, len(key) // 2)
    matches = process.extract(key, sorted(keys), scorer=Levenshtein.distance, limit=limit, score_cutoff=most)
    return [match[0] for match in matches]


@dataclass(frozen=True)
class _Ends:
    """Where a reference may lead: tables with rows -> frame sorted by (record, version)."""

    rows: Mapping[str, pl.DataFrame]

    @cached_property
    def standing(self) -> Mapping[str, pl.DataFrame]:
        return {name: current(frame) for name, frame in self.rows.items()}

    def keys(self, target: str, column: str) -> "_Keys":
        """Keys of `target` that stand, and that ever were; an alias counts as the key it leads to."""
        if target not in self.rows:
            return _Keys(frozenset(), frozenset())
        stand = frozenset(self.standing[target][column].unique())
        were = frozenset(self.rows[target][column].unique())
        return _Keys(
            stand | {alias for alias, end in self._aliases["standing"].items() if end in stand},
            were | {alias for alias, end in self._aliases["ever"].items() if end in were},
        )

    @cached_property
    def _aliases(self) -> Mapping[str, Mapping[str, str]]:
        """Alias -> the key at the end of its chain, of the rows that stand and of all rows."""
        frames = {"standing": self.standing, "ever": self.rows}
        return {
            which: _followed(dict(tables["aliases"].select("alias", "target").iter_rows())) if "aliases" in tables else {}
            for which, tables in frames.items()
        }


@dataclass(frozen=True)
class _Keys:
    standing: frozenset[str]
    ever: frozenset[str]


def _followed(targets: Mapping[str, str]) -> dict[str, str]:
    """Each alias with the end of its chain; one that runs in a ring leads nowhere and is left out."""
    ends = {}
    for alias in targets:
        seen, end = {alias}, targets[alias]
        while end in targets and end not in seen:
            seen.add(end)
            end = targets[end]
        if end not in targets:
            ends[alias] = end
    return ends


def _leading_nowhere(ends: _Ends, name: str, column: str, target: str) -> pl.DataFrame:
    known = ends.keys(target, TABLES[target].logical_key[0])
    is_list = TABLES[name].about(column)["type"] == "refs"
    never = _naming(ends.rows[name], column, known.ever, is_list=is_list)
    gone = _naming(ends.standing[name], column, known.standing, is_list=is_list).join(
        never, on=["record", "version", "key"], how="anti", maintain_order="left"
    )
    return _report(ends, name, column, target, pl.concat([never, gone]), known)


def _naming(rows: pl.DataFrame, column: str, known: frozenset[str], *, is_list: bool) -> pl.DataFrame:
    """record, version, key of the references to a key that is not `known`."""
    named = rows[column].drop_nulls().unique()
    split = {text: text.split(";") if is_list else [text] for text in named}
    strange = {text: [key for key in keys if key not in known] for text, keys in split.items()}
    strange = {text: keys for text, keys in strange.items() if keys}
    referring = rows.filter(pl.col(column).is_in(list(strange))) if strange else rows.clear()
    keys = referring[column].replace_strict(list(strange), list(strange.values()), return_dtype=pl.List(pl.String))
    return referring.select("record", "version", keys.alias("key")).explode("key", empty_as_null=False)


def _citing_nothing(ends: _Ends) -> list[pl.DataFrame]:
    """The same for `cited_record`, table by table."""
    found = []
    for cited in ends.rows["citations"]["table"].unique().sort():
        only = {
            which: rows.filter(pl.col("table") == cited)
            for which, rows in (("all", ends.rows["citations"]), ("standing", ends.standing["citations"]))
        }
        known = _Keys(
            frozenset(ends.standing[cited]["record"]) if cited in ends.rows else frozenset(),
            frozenset(ends.rows[cited]["record"]) if cited in ends.rows else frozenset(),
        )
        never = _naming(only["all"], "cited_record", known.ever, is_list=False)
        gone = _naming(only["standing"], "cited_record", known.standing, is_list=False).join(
            never, on=["record", "version", "key"], how="anti", maintain_order="left"
        )
        found.append(_report(ends, "citations", "cited_record", cited, pl.concat([never, gone]), known))
    return found


def _report(
    ends: _Ends, name: str, column: str, target: str, named: pl.DataFrame, known: _Keys
) -> pl.DataFrame:
    """`named` (record, version, key) in the columns of a report."""
    raise AssertionError
