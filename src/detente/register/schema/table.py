"""What can be asked of a table: its columns in order, its logical key, what it refers to, how it lies in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import dataframely as dy
import polars as pl

from detente.register.schema.provenance import Provenance

Time = Literal["spell", "act", "event", "child", "figure", "reference"]


@dataclass(frozen=True)
class Table:
    """One table: `name`, its dataframely `schema`, and how its rows lie in time.

    spell: holds from `valid_from` until `valid_to` · act, event: happened on `valid_from` · figure: describes a period
    · child: runs with its parent where it has no dates of its own · reference: always there.
    """

    name: str
    schema: type[dy.Schema]
    time: Time

    @cached_property
    def _columns(self) -> Mapping[str, dy.Column]:
        """Asked once: dataframely walks through the class at every call."""
        return self.schema.columns()

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Its own columns, in order; `sources` declares `source` itself, since a source is its own source."""
        provenance, columns = Provenance.columns(), self.schema.columns()
        return tuple(name for name, column in columns.items() if provenance.get(name) is not column)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order in which they are written: its own, then provenance."""
        return (*self.own, *(name for name in Provenance.column_names() if name not in self.own))

    @cached_property
    def logical_key(self) -> tuple[str, ...]:
        """Columns that say which thing a row speaks of; `record` where the table has no key of its own."""
        return tuple(column for column in self.own if self.about(column)["logical_key"]) or ("record",)

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Partial-date columns, each followed in frames by `_first` and `_last`."""
        return self.of_type("date*")

    @cached_property
    def references(self) -> Mapping[str, str]:
        """Column -> table it refers to (`ref` and `refs`)."""
        return {column: str(self.about(column)["references"]) for column in self.of_type("ref", "refs")}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Columns that may not be empty."""
        return tuple(name for name in self.columns if not self._columns[name].nullable)

    @cached_property
    def dtypes(self) -> Mapping[str, pl.DataType]:
        """Column -> Polars type, in the order of `columns`."""
        return {column: self._columns[column].dtype for column in self.columns}

    def of_type(self, *types: str) -> tuple[str, ...]:
        """Columns of these types: key, ref, refs, text, word, date*, instant, dur, int, float, bool."""
        return tuple(column for column in self.columns if self.about(column)["type"] in types)

    def about(self, column: str) -> Mapping[str, Any]:
        """Metadata of a column: type, doc, unit, references, words, logical_key, personal."""
        metadata = self._columns[column].metadata
        assert metadata is not None, "every column is made by detente.register.schema.columns"
        return metadata

    def rules(self, column: str) -> dy.Column:
        """What dataframely asks of a cell: bounds, lengths, patterns."""
        return self._columns[column]

    def empty(self) -> pl.DataFrame:
        """No rows, all columns with their types."""
        return pl.DataFrame(schema=dict(self.dtypes))
