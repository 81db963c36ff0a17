"""Which column of a user's file is which column of the register?

A column map says so for every column of the file: a column of the table, a column of the user's own (`x_...`), or
ignored. It also says what the cells cannot: in which code actors are written, what the file's own words mean, how its
days are written, what holds for every row, and how wide rows unfold into acts and lists. A map is kept as a small
YAML file (`mapping_file.py`), where a place in the messages is a line of that file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import process

from detente.errors import RegisterError
from detente.register import names
from detente.register.declared_dates import DeclaredDates
from detente.register.rows import table_named
from detente.register.schema import Table
from detente.yaml_reader import Text

OWN: Final = "x_"
_CODES: Final = tuple(code for code in names.CODES if code != "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfold:
    """How one wide row becomes several rows of table `into`.

    Attributes
    ----------
    acts : column of the file that holds days -> word of the act or event; each filled cell is a row of that day.
    list_column, to, separator : a column with several values in a cell, the column they fill, and what stands between
        them.
    constants : values of every row made; the rest is taken from the wide row.
    """

    into: str
    acts: Mapping[str, str] = field(default_factory=dict)
    list_column: str | None = None
    to: str | None = None
    separator: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file that it reads."""
        return (*self.acts, *((self.list_column,) if self.list_column else ()))

    @property
    def columns_made(self) -> tuple[str, ...]:
        """Columns of `into` that it fills from them."""
        return (*(("valid_from",) if self.acts else ()), *((self.to,) if self.to else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What every column of one kind of file means; make it in code, or read it from a file (`mapping_file`).

    Attributes
    ----------
    columns : column of the file -> column of `table`, or `x_...`.
    codes : column of the file -> code in which it names actors (`key`, `iso3`, `iso2`, `iso_numeric`, `cow`, `gw`,
        `name`).
    values : column of the file -> word in the file -> word of the register.
    """

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    unfold: tuple[Unfold, ...] = ()

    @property
    def accounted(self) -> frozenset[str]:
        """Columns of the file that it maps, ignores or unfolds."""
        unfolded = (column for entry in self.unfold for column in entry.columns)
        return frozenset((*self.columns, *self.ignored, *unfolded))

    @property
    def named(self) -> frozenset[str]:
        """Every column of the file that it speaks of."""
        return self.accounted | frozenset((*self.codes, *self.values))


def refuse_nonsense(column_map: ColumnMap, where: str) -> None:
    """Compare a map with the schema.

    Raises
    ------
    RegisterError : a table or column that is not there, two columns of the file for one of the table, a column both
        mapped and ignored, an unknown code, a format of dates that cannot be read, an unfolding that says too little.
    """
    table = table_named(column_map.table)
    for source, target in column_map.columns.items():
        if not target.startswith(OWN) and target not in table.columns:
            raise _no_column(target, table, _place(target, where), f"to which {source!r} is mapped")
    _refuse_twice(column_map.columns.values(), where)
    for source in column_map.ignored:
        if source in column_map.columns:
            raise RegisterError(
                f"column {source!r} is both mapped and ignored",
                where=_place(source, where),
                expected="one of the two",
                next_step="remove it from `columns` or from `ignored`",
            )
    for source, code in column_map.codes.items():
        if code not in _CODES:
            raise RegisterError(
                f"{code!r} is no code of actors (column {source!r})",
                where=_place(code, where),
                expected=", ".join(_CODES),
                next_step="name the code in which the column is written",
            )
    _refuse_constants(column_map.constants, table, where)
    DeclaredDates.of(column_map.dates)
    for entry in column_map.unfold:
        _refuse_half_an_unfolding(entry, where)


def word_column(table: Table) -> str | None:
    """The column of a table of acts or events that says which act or event a row is."""
    return next((column for column in ("act", "event", "kind") if column in table.logical_key), None)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be."""
    match = process.extractOne(name.casefold().replace(" ", "_"), list(known), score_cutoff=60)
    return str(match[0]) if match else None


def _refuse_twice(targets: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for target in targets:
        if target in seen:
            raise RegisterError(
                f"two columns of the file are mapped to {target!r}",
                where=_place(target, where),
                expected="one column each",
                next_step="keep one, give the other a name that begins with x_, or ignore it",
            )
        seen.add(target)


def _refuse_constants(constants: Mapping[str, str], table: Table, where: str) -> None:
    for column in constants:
        if column not in table.columns:
            raise _no_column(column, table, _place(column, where), "which is given as a constant")


def _refuse_half_an_unfolding(entry: Unfold, where: str) -> None:
    into = table_named(entry.into)
    place = _place(entry.into, where)
    word_of_act = word_column(into)
    if entry.acts and word_of_act is None:
        raise RegisterError(
            f"rows of {entry.into} are not acts or events",
            where=place,
            expected="acts only for a table of acts or events, such as participations or activity_events",
            next_step="unfold a list into it, or choose another table",
        )
    listed = (entry.list_column, entry.to, entry.separator)
    if not entry.columns or (any(part is not None for part in listed) and not all(listed)):
        raise RegisterError(
            f"the unfolding into {entry.into} says too little",
            where=place,
            expected="acts (column: word), or list, to and separator, or all of them",
            next_step="say which columns hold days, or which holds a list, what it fills and what stands between",
        )
    if entry.to is not None and entry.to not in into.columns:
        raise _no_column(entry.to, into, _place(entry.to, where), "which the list is to fill")
    for source, word in entry.acts.items():
        known = into.about(word_of_act or "")["words"]
        if word not in known:
            raise RegisterError(
                f"{word!r} is no {word_of_act} of {entry.into} (column {source!r})",
                where=_place(word, where),
                expected=", ".join(known),
                next_step=f"did you mean {nearest(word, known)!r}?" if nearest(word, known) else "choose one of them",
            )
    _refuse_constants(entry.constants, into, where)


def _no_column(name: str, table: Table, place: str, why: str) -> RegisterError:
    near = nearest(name, table.columns)
    return RegisterError(
        f"{table.name} has no column {name!r}, {why}",
        where=place,
        expected=f"a column of {table.name}, such as {near!r}" if near else ", ".join(table.columns),
        next_step="correct the name; prefix x_ to keep a column of your own",
    )


def _place(text: str, where: str) -> str:
    return text.where if isinstance(text, Text) else where
