"""The brief as JSON and back: the form in which a page is archived, compared, and shown later in another form.

One object on one line, keys in order of their code points, every span with its records, every chart with its
specification and its rows. `brief.schema.json` describes it (JSON Schema 2020-12); reading is as strict as the schema
and follows the classes of `page.py` and `spans.py`, so that a field added there is written and read without a line
here.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from detente.brief.explain import addressed
from detente.brief.page import Page
from detente.brief.spans import Day, Figure, Name, Span, Text, Words
from detente.errors import DetenteError
from detente.register.dates import PartialDate

FORMAT: Final = "detente-brief/1"
SPANS: Final[Mapping[str, type[Span]]] = {"text": Text, "figure": Figure, "day": Day, "name": Name, "words": Words}
_KINDS: Final[Mapping[type, str]] = {cls: kind for kind, cls in SPANS.items()}
_DERIVED: Final = {Figure: {"id"}, Day: {"id"}}  # written for those who read the file, made again from the page


def to_json(page: Page) -> str:
    """The page as one line of JSON; numbers carry the address by which `Brief.explain` knows them."""
    written = {"format": FORMAT, **_written(page)}
    for section, as_object in zip(page.sections, written["sections"], strict=True):
        for line, (item, line_object) in enumerate(zip(section.items, as_object["items"], strict=True), start=1):
            spans = [span for cell in line_object["cells"] for span in cell]
            for span_object, (_, address) in zip(spans, addressed(item.spans, section.name, line), strict=True):
                span_object.update({"id": address} if address else {})
    return json.dumps(written, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def read(text: str) -> dict[str, Any]:
    """The fields of the page that `to_json` wrote, for `Brief(**fields)`.

    Raises
    ------
    DetenteError : not JSON, another format, a field that is missing, unknown or of the wrong type (names the path to
        it), a digit in fixed words, or a line that rests on a row without a note.
    """
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as trouble:
        raise DetenteError(
            f"not JSON: {trouble}",
            expected="a brief as `--format json` writes it",
            next_step="give the whole file, unchanged",
        ) from trouble
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _wrong("this", "$.format", FORMAT)
    read_fields = _fields(Page, {key: inner for key, inner in value.items() if key != "format"}, "$")
    page = Page(**read_fields)
    alone = [record for record in page.records() if page.note_of(record) is None]
    if alone:
        raise DetenteError(
            f"no note for {alone[0]}",
            where="$.notes",
            expected="a note for every record of a line",
            next_step="give the file as it was written",
        )
    return read_fields


def _written(value: Any) -> Any:
    """A value of a page as what JSON can hold."""
    if isinstance(value, PartialDate):
        return {"text": value.text, "first": value.first.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(inner) for inner in value]
    if is_dataclass(value):
        kind = {"kind": _KINDS[type(value)]} if type(value) in _KINDS else {}
        return kind | {field.name: _written(getattr(value, field.name)) for field in fields(value)}
    return value


def _read(hint: Any, value: Any, path: str) -> Any:
    """A JSON value as what a field of type `hint` holds."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin in (Union, UnionType):
        return _one_of(inner, value, path)
    if origin is tuple:
        return _tuple(inner, value, path)
    if hint in (date, datetime, PartialDate):
        return _day(hint, value, path)
    if is_dataclass(hint):
        assert isinstance(hint, type), "hints are classes"
        return hint(**_fields(hint, value, path))
    return _plain(hint, value, path)


def _plain(hint: Any, value: Any, path: str) -> Any:
    """A word of a list, a text, a number or an object of another format."""
    if get_origin(hint) is Literal:
        fits, expected = value in get_args(hint), " or ".join(map(str, get_args(hint)))
    else:
        cls = get_origin(hint) or hint
        fits, expected = isinstance(value, (int, float) if cls is float else cls), cls.__name__
    if not fits or isinstance(value, bool):
        raise _wrong(value, path, expected)
    return value


def _one_of(hints: tuple[Any, ...], value: Any, path: str) -> Any:
    """A value or nothing; or a span, told by its kind."""
    if value is None and NoneType in hints:
        return None
    rest = [hint for hint in hints if hint is not NoneType]
    if len(rest) == 1:
        return _read(rest[0], value, path)
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in SPANS:
        raise _wrong(kind, f"{path}.kind", ", ".join(SPANS))
    return SPANS[kind](**_fields(SPANS[kind], {key: part for key, part in value.items() if key != "kind"}, path))


def _tuple(hints: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or (hints[-1] is not Ellipsis and len(value) != len(hints)):
        raise _wrong(value, path, "a list" if hints[-1] is Ellipsis else f"a list of {len(hints)}")
    each = hints[:1] * len(value) if hints[-1] is Ellipsis else hints
    return tuple(
        _read(hint, inner, f"{path}[{place}]") for place, (hint, inner) in enumerate(zip(each, value, strict=True))
    )


def _day(hint: type[date] | type[PartialDate], value: Any, path: str) -> Any:
    try:
        if hint is PartialDate:
            return PartialDate.parse(value["text"], not_after=date.fromisoformat(value["last"]))
        return hint.fromisoformat(value)  # type: ignore[union-attr]  # a date or datetime
    except (ValueError, TypeError, KeyError, DetenteError) as trouble:
        raise _wrong(value, path, "a day as it was written") from trouble


def _fields(cls: type, value: Any, path: str) -> dict[str, Any]:
    """The fields of one object, complete and no more."""
    if not isinstance(value, dict):
        raise _wrong(value, path, "an object")
    known: dict[str, Field[Any]] = {field.name: field for field in fields(cls)}
    unknown = sorted(value.keys() - known.keys() - _DERIVED.get(cls, set()))
    missing = [
        name
        for name, field in known.items()
        if name not in value and field.default is MISSING and field.default_factory is MISSING
    ]
    if unknown or missing:
        raise _wrong(f"{unknown[0]!r}" if unknown else f"no {missing[0]!r}", path, ", ".join(known))
    hints = get_type_hints(cls)
    built = {name: _read(hints[name], value[name], f"{path}.{name}") for name in known if name in value}
    fixed = built["text"] if cls is Text else built["label"] if cls is Name and not built["records"] else ""
    if any(character.isdigit() for character in fixed):
        raise DetenteError(
            f"a number without a source: {fixed!r}",
            where=path,
            expected="digits in a figure or a day",
            next_step="give the file as it was written",
        )
    return built


def _wrong(value: Any, path: str, expected: str) -> DetenteError:
    return DetenteError(
        f"not a brief: {str(value)[:80]}",
        where=path,
        expected=expected,
        next_step="give the file as `--format json` wrote it, with the same version of detente",
    )
