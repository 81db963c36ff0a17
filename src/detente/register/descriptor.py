"""What does `datapackage.json` say of the register beside it?

Data Package 2.0: what it is, made when, under which licence, and for each file its bytes, digest and Table Schema, so
that programs which know nothing of this one can read and check the tables. What the standard has no word for stands
under `detente:`. A descriptor read is only what somebody wrote: `package` holds the files against it.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

import polars as pl

from detente.errors import RegisterError, SourceError
from detente.register import table_schema, versions
from detente.register.schema import TABLES
from detente.register.table_schema import PROFILE

Form = Literal["csv", "parquet"]

FORMAT: Final = "register 1"
MEDIATYPES: Final[Mapping[Form, str]] = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_DIALECT: Final = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_OURS: Final = {"$schema", "name", "title", "version", "created", "licenses", "sources", "detente:format", "resources"}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a package says of itself as a whole.

    Parameters
    ----------
    name : lower-case letters, digits and . _ -
    licences : as Data Package has them: `name` (of the Open Definition, such as CC-BY-4.0), `title`, `path`.
    further : other properties of the descriptor (contributors, keywords, ...), kept as they are.
    """

    name: str = "register"
    title: str = "Register of defence diplomacy"
    version: str | None = None
    licences: Sequence[Mapping[str, str]] = ()
    further: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever JSON a user wrote there

    def __post_init__(self) -> None:
        """Refuse what a reader would refuse.

        Raises
        ------
        RegisterError : a name outside the standard, or a licence without a text.
        """
        if not _NAME.fullmatch(self.name):
            raise RegisterError(
                f"name {self.name!r}", expected="lower-case letters, digits and . _ -", next_step="choose another name"
            )
        for licence in self.licences:
            if not licence or not all(isinstance(text, str) for text in licence.values()):
                raise RegisterError(
                    f"licence {dict(licence)!r}",
                    expected="name, title or path, each a text",
                    next_step="name the licence",
                )


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a package, as the descriptor has it: not yet judged."""

    name: str
    path: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A descriptor read."""

    about: About
    created: datetime | None
    resources: tuple[Resource, ...]


def write(about: About, created: datetime, tables: Mapping[str, pl.DataFrame], raw: Mapping[str, bytes]) -> bytes:
    """`datapackage.json`: `tables` are typed frames by name, `raw` the bytes of their files by file name."""
    resources = [_resource(path, content, tables) for path, content in raw.items()]
    whole = {
        "$schema": PROFILE.format("datapackage"),
        "name": about.name,
        "title": about.title,
        **({"version": about.version} if about.version else {}),
        "created": _instant(created),
        **({"licenses": [dict(licence) for licence in about.licences]} if about.licences else {}),
        **({"sources": _sources(tables["sources"], raw)} if "sources" in tables else {}),
        "detente:format": FORMAT,
        **{name: value for name, value in about.further.items() if name not in _OURS},
        "resources": resources,
    }
    return _bytes(whole)


def _bytes(whole: object) -> bytes:
    return (json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _instant(moment: date | datetime) -> str:
    known = versions.moment(moment)
    assert known is not None, "only a missing moment has none"
    return known.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sources(sources: pl.DataFrame, raw: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Each row names its own source; the descriptor says where they are listed instead of listing them again."""
    count = sources["source"].n_unique()
    path = next(path for path in raw if path.startswith("sources."))
    return [{"title": f"{count:,} sources, one by one, in the table sources", "path": path}]


def _resource(path: str, content: bytes, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    name, _, form = path.partition(".")
    table = TABLES[name]
    return {
        "$schema": PROFILE.format("dataresource"),
        "name": name,
        "type": "table",
        "description": (table.schema.__doc__ or "").strip().splitlines()[0],
        "path": path,
        "format": form,
        "mediatype": MEDIATYPES["csv" if form == "csv" else "parquet"],
        **({"encoding": "utf-8", "dialect": _DIALECT} if form == "csv" else {}),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "detente:time": table.time,
        "detente:logicalKey": list(table.logical_key),
        "schema": table_schema.of(table, tables),
    }


def read(raw: bytes, where: str) -> Descriptor:
    """What the descriptor says.

    Raises
    ------
    SourceError : not JSON, or not the descriptor of a register.
    """
    try:
        said = json.loads(raw.decode(), object_pairs_hook=_once)
        # Infinities and halves of characters can be read, but not written again.
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as trouble:
        raise _no_descriptor(f"is not JSON: {trouble}", where) from trouble
    if not isinstance(said, dict) or not isinstance(said.get("resources"), list):
        raise _no_descriptor("lists no resources", where)
    form = said.get("detente:format", FORMAT)
    if form != FORMAT:
        raise SourceError(
            f"the package is of the format {form!r}",
            where=where,
            expected=FORMAT,
            next_step="open it with a newer detente",
        )
    return Descriptor(
        _about(said, where), _created(said, where), tuple(_read_resource(r, where) for r in said["resources"])
    )


def _about(said: Mapping[str, Any], where: str) -> About:
    texts = {key: said[key] for key in ("name", "title", "version") if key in said}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise _no_descriptor(f"has {key} {value!r}", where, "a text")
    licences = said.get("licenses", [])
    if not isinstance(licences, list) or not all(isinstance(licence, dict) for licence in licences):
        raise _no_descriptor(f"has licenses {licences!r}", where, "a list of licences, each with name, title and path")
    further = {key: value for key, value in said.items() if key not in _OURS}
    try:
        return About(**texts, licences=tuple(licences), further=further)
    except RegisterError as trouble:
        raise _no_descriptor(f"has {trouble.message}", where, str(trouble.expected)) from trouble


def _created(said: Mapping[str, Any], where: str) -> datetime | None:
    if "created" not in said:
        return None
    try:
        return versions.moment(datetime.fromisoformat(said["created"]))
    except (TypeError, ValueError, RegisterError) as trouble:
        raise _no_descriptor(
            f"has created {said['created']!r}", where, "an instant such as 2026-11-22T00:00:00Z"
        ) from trouble


def _read_resource(said: object, where: str) -> Resource:
    if not isinstance(said, dict) or not isinstance(said.get("name"), str) or not isinstance(said.get("path"), str):
        raise _no_descriptor("has a resource without one name and one path", where)
    size, digest = said.get("bytes"), said.get("hash")
    is_ours = isinstance(digest, str) and re.fullmatch("sha256:[0-9a-f]{64}", digest)
    return Resource(
        said["name"],
        said["path"],
        size if isinstance(size, int) else None,
        str(digest).removeprefix("sha256:") if is_ours else None,
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a name that stands in it twice could be read in two ways."""
    whole = dict(pairs)
    if len(whole) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return whole


def _no_descriptor(
    fault: str, where: str, expected: str = "the descriptor that `detente register export` writes"
) -> SourceError:
    return SourceError(
        f"datapackage.json {fault}",
        where=where,
        expected=expected,
        next_step="restore it; `detente register seal` makes the rest new",
    )
