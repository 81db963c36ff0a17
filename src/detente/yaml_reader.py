"""What did a person write in this YAML file, and on which line?

A strict subset: mappings, lists and scalars. Every scalar is text (no 'NO' that becomes false, no 1951-09 that becomes
a date); anchors, aliases, tags, merge keys and duplicate keys are refused; line and column are kept for every value, so
that whoever reads the values can point at the place.
"""

from pathlib import Path
from typing import Final

import yaml

from detente.errors import SourceError

MAX_BYTES: Final = 5_000_000


class Text(str):
    """A scalar as written, with the place it came from."""

    __slots__ = ("column", "line", "path")
    line: int
    column: int
    path: str

    @property
    def where(self) -> str:
        """`file:line:column`, counted from 1."""
        return f"{self.path}:{self.line}:{self.column}"


Value = Text | list["Value"] | dict[Text, "Value"]


def read(path: Path) -> Value:
    """The one document of a YAML file: `Text`, lists, and dictionaries with `Text` keys in file order.

    Raises
    ------
    SourceError : unreadable, not UTF-8, over 5 MB, no YAML, more than one document, or a construct that is not allowed.
    """
    try:
        raw = path.read_bytes()
    except OSError as trouble:
        raise SourceError(
            f"cannot read {path}: {trouble.strerror}", where=str(path), next_step="check the path"
        ) from trouble
    if len(raw) > MAX_BYTES:
        raise SourceError(
            f"{path} has {len(raw):,} bytes",
            where=str(path),
            expected=f"at most {MAX_BYTES:,}",
            next_step="split the file",
        )
    try:
        return parse(raw.decode("utf-8"), str(path))
    except UnicodeDecodeError as trouble:
        raise SourceError(
            f"byte {trouble.start} is not UTF-8", where=str(path), expected="UTF-8", next_step="save as UTF-8"
        ) from trouble


def parse(text: str, path: str = "<text>") -> Value:
    """As `read`, from text; `path` is used in messages only.

    >>> parse("country: NO")
    {'country': 'NO'}
    """
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            _refuse_indirection(event, path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise SourceError(
            f"not YAML: {trouble.problem}", where=place, expected="plain YAML", next_step="correct the line"
        ) from trouble
    except yaml.YAMLError as trouble:
        raise SourceError(
            f"not YAML: {trouble}", where=path, expected="plain YAML", next_step="correct the file"
        ) from trouble
    if node is None:
        raise SourceError(
            "the file is empty", where=path, expected="one YAML document", next_step="write the first key"
        )
    return _build(node, path)


def _refuse_indirection(event: yaml.Event, path: str) -> None:
    mark = event.start_mark
    place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise SourceError(
            "anchors and aliases are not used here", where=place, expected="the value itself", next_step="write it out"
        )
    if tag := getattr(event, "tag", None):
        raise SourceError(f"tag {tag!r} is not used here", where=place, expected="a plain value", next_step="remove it")


def _build(node: yaml.Node, path: str) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return _text(node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, path) for child in node.value]
    mapping: dict[Text, Value] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            place = f"{path}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            raise SourceError(
                "a key must be a plain word", where=place, expected="word: value", next_step="write the keys out"
            )
        key = _text(key_node, path)
        if key in mapping:
            raise SourceError(
                f"key {key!r} stands twice", where=key.where, expected="each key once", next_step="remove one of them"
            )
        mapping[key] = _build(value_node, path)
    return mapping


def _text(node: yaml.ScalarNode, path: str) -> Text:
    text = Text(node.value)
    text.path, text.line, text.column = path, node.start_mark.line + 1, node.start_mark.column + 1
    return text
