"""How is a column map kept in a file?

As YAML that a person can read and correct; saving a map is the confirmation of what was guessed. Every text is as
written (no `NO` that becomes false), and what is wrong is said with the line it stands on.

    table: participations
    columns:
      Treaty: agreement
      State: party
    ignored:
      - Row
    codes:
      State: cow
    values:
      Treaty:
        North Atlantic: NAT1949
    dates:
      - "%d.%m.%Y"
    constants:
      source: mfa-treaty-list
      confidence: reported
    unfold:
      - into: participations
        acts:
          Signed: signed
          In force: entered_into_force
        constants:
          capacity: party
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from detente import yaml_reader
from detente.errors import SourceError
from detente.register.mapping import ColumnMap, Unfold, refuse_nonsense
from detente.yaml_reader import Text, Value

_KEYS: Final = ("table", "columns", "ignored", "codes", "values", "dates", "constants", "unfold")
_UNFOLD_KEYS: Final = ("into", "acts", "list", "to", "separator", "constants")


def read(path: Path | str) -> ColumnMap:
    """Read a map that a person wrote or `save` left.

    Raises
    ------
    SourceError : no YAML, or not the keys of a map (with file:line:column).
    RegisterError : a table or column that is not there, two columns for one, an unknown code or format of dates.
    """
    return _column_map(yaml_reader.read(Path(path)), str(path))


def parse(text: str, path: str = "<mapping>") -> ColumnMap:
    """As `read`, from text; `path` is used in messages only."""
    return _column_map(yaml_reader.parse(text, path), path)


def save(column_map: ColumnMap, path: Path | str) -> None:
    """Write a map, and so confirm it.

    Raises
    ------
    SourceError : the file cannot be written.
    """
    try:
        Path(path).write_text(written(column_map), encoding="utf-8", newline="\n")
    except OSError as trouble:
        raise SourceError(
            f"cannot write {path}: {trouble.strerror}", where=str(path), next_step="check the folder"
        ) from trouble


def written(column_map: ColumnMap) -> str:
    """The map as YAML; the same map gives the same text."""
    lines = [f"table: {quoted(column_map.table)}"]
    lines += [*_mapping("columns", column_map.columns), *_sequence("ignored", column_map.ignored)]
    lines += _mapping("codes", column_map.codes)
    lines += ["values:"] if column_map.values else []
    for column, words in column_map.values.items():
        lines += _mapping(column, words, indent=2)
    lines += [*_sequence("dates", column_map.dates), *_mapping("constants", column_map.constants)]
    lines += ["unfold:"] if column_map.unfold else []
    for entry in column_map.unfold:
        lines += [f"  - into: {quoted(entry.into)}"]
        for name, text in (("list", entry.list_column), ("to", entry.to), ("separator", entry.separator)):
            lines += [f"    {name}: {quoted(text)}"] if text is not None else []
        lines += [*_mapping("acts", entry.acts, indent=4), *_mapping("constants", entry.constants, indent=4)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A YAML scalar that reads back as `text`: plain where that is safe, else in double quotes with escapes.

    >>> quoted("In force"), quoted("%d.%m.%Y"), quoted("a: b")
    ('In force', '"%d.%m.%Y"', '"a: b"')
    """
    if (
        text
        and all(c.isascii() and (c.isalnum() or c in " _./()-") for c in text)
        and text[0].isalnum()
        and text[-1] != " "
    ):
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    if c.isprintable():
        return c
    return f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"


def _mapping(name: str, pairs: Mapping[str, str], indent: int = 0) -> list[str]:
    pad = " " * indent
    lines = [f"{pad}{quoted(name)}:"] if pairs else []
    return lines + [f"{pad}  {quoted(key)}: {quoted(value)}" for key, value in pairs.items()]


def _sequence(name: str, texts: Sequence[str]) -> list[str]:
    return ([f"{name}:"] if texts else []) + [f"  - {quoted(text)}" for text in texts]


# --- what the YAML says ---------------------------------------------------------------------------------------------


def _column_map(value: Value, path: str) -> ColumnMap:
    said = _section(value, path, _KEYS)
    if "table" not in said:
        raise SourceError("the map names no table", where=path, expected="table: NAME", next_step="add it")
    made = ColumnMap(
        table=_word(said["table"], path),
        columns=_words(said.get("columns", {}), path),
        ignored=tuple(_list(said.get("ignored", []), path)),
        codes=_words(said.get("codes", {}), path),
        values={column: _words(inner, path) for column, inner in _section(said.get("values", {}), path).items()},
        dates=tuple(_list(said.get("dates", []), path)),
        constants=_words(said.get("constants", {}), path),
        unfold=tuple(_unfold(entry, path) for entry in _entries(said.get("unfold", []), path)),
    )
    refuse_nonsense(made, path)
    return made


def _section(value: Value, path: str, known: Sequence[str] = ()) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise _not(value, path, "name: value")
    for key in value:
        if known and key not in known:
            raise SourceError(
                f"{key!r} is nothing a map says", where=key.where, expected=", ".join(known), next_step="check the word"
            )
    return dict(value.items())


def _words(value: Value, path: str) -> dict[str, str]:
    return {key: _word(inner, path) for key, inner in _section(value, path).items()}


def _list(value: Value, path: str) -> list[str]:
    return [_word(inner, path) for inner in _entries(value, path)]


def _entries(value: Value, path: str) -> list[Value]:
    if not isinstance(value, list):
        raise _not(value, path, "a list, each line beginning with -")
    return value


def _word(value: Value, path: str) -> str:
    if not isinstance(value, Text):
        raise _not(value, path, "one word or text")
    return value


def _unfold(value: Value, path: str) -> Unfold:
    said = _section(value, path, _UNFOLD_KEYS)
    if "into" not in said:
        raise SourceError("an unfolding names no table", where=path, expected="into: TABLE", next_step="add it")
    listed = {key: _word(said[key], path) for key in ("list", "to", "separator") if key in said}
    return Unfold(
        into=_word(said["into"], path),
        acts=_words(said.get("acts", {}), path),
        list_column=listed.get("list"),
        to=listed.get("to"),
        separator=listed.get("separator"),
        constants=_words(said.get("constants", {}), path),
    )


def _not(value: Value, path: str, expected: str) -> SourceError:
    place = value.where if isinstance(value, Text) else path
    return SourceError(
        "this is not what belongs here",
        where=place,
        expected=expected,
        next_step="see `detente register import --help`",
    )
