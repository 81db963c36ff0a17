"""What lies in this package, and is it safe to read?

A package is a folder, or a zip, of plain files beside one `datapackage.json`. Kind and size of each are judged before a
byte is parsed: links, and files larger than they say or than was agreed, are refused. When it lies: between the look at
a file and its reading somebody else may exchange it; the digests then tell.
"""

import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from detente.errors import SourceError

DESCRIPTOR: Final = "datapackage.json"
LIMIT: Final = 50_000_000  # bytes of one file; the whole may have ten times as many
_WHOLE: Final = 10


class Files(Protocol):
    """The plain files at the top of a package."""

    def names(self) -> set[str]:
        """Names of what is there."""

    def size(self, name: str) -> int:
        """Bytes of a file. Raises SourceError: absent, a link, or nothing that can be read."""

    def read(self, name: str) -> bytes:
        """Its bytes. Raises SourceError: damaged, or more bytes than it said."""


class Folder:
    """A package as a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> set[str]:
        """Names of what is there."""
        with explained(self.path, "cannot be read"):
            return {entry.name for entry in os.scandir(self.path)}

    def size(self, name: str) -> int:
        """Bytes of a plain file."""
        place = self.path / name
        with explained(place, "cannot be read"):
            about = place.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise _unsafe(name, str(self.path), "is a link", "a plain file beside the descriptor")
        if not stat.S_ISREG(about.st_mode):
            raise _unsafe(name, str(self.path), "is no file", "a plain file beside the descriptor")
        return about.st_size

    def read(self, name: str) -> bytes:
        """The bytes, as many as were said and no more."""
        size = self.size(name)
        with explained(self.path / name, "cannot be read"), (self.path / name).open("rb") as file:
            return _bounded(file.read(size + 1), size, name, str(self.path))


class Archive:
    """A package as a zip."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with explained(path, "is no zip file that can be read"), zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        for name, times in Counter(entry.filename for entry in entries).items():
            if times > 1:
                raise _unsafe(name, str(path), f"stands in it {times} times", "each file once")
        self._entries = {entry.filename: entry for entry in entries}

    def names(self) -> set[str]:
        """Names of what is there."""
        return set(self._entries)

    def size(self, name: str) -> int:
        """Bytes of a plain file, as the zip says."""
        if name not in self._entries:
            raise SourceError(f"{name} is not there", where=str(self.path), next_step="get the package again")
        entry = self._entries[name]
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _unsafe(name, str(self.path), "is a link", "a plain file at the top of the zip")
        if entry.flag_bits & 1:
            raise _unsafe(name, str(self.path), "is encrypted", "a plain file at the top of the zip")
        return entry.file_size

    def read(self, name: str) -> bytes:
        """The bytes, as many as were said and no more."""
        size = self.size(name)
        with (
            explained(self.path, f"{name} in it is damaged"),
            zipfile.ZipFile(self.path) as archive,
            archive.open(name) as file,
        ):
            return _bounded(file.read(size + 1), size, name, str(self.path))


def files_of(path: Path) -> Files:
    """The files of the package at `path`.

    Raises
    ------
    SourceError : nothing there, or neither a folder nor a zip.
    """
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise SourceError(
            f"{path} is not there",
            where=str(path),
            expected="a package: a folder or a .zip",
            next_step="check the path",
        )
    return Archive(path)


def read_safely(files: Files, names: Iterable[str], where: str, *, limit: int) -> dict[str, bytes]:
    """Name -> bytes of all `names`, after the size of every one has been judged.

    Raises
    ------
    SourceError : a file absent, linked, damaged, or over `limit`; all of them together over ten times `limit`.
    """
    sizes, troubles = {}, []
    for name in names:
        try:
            sizes[name] = files.size(name)
        except SourceError as trouble:
            troubles.append(trouble)
    troubles += [_too_large(name, size, limit, where) for name, size in sizes.items() if size > limit]
    if not troubles and sum(sizes.values()) > _WHOLE * limit:
        troubles.append(_too_large("the whole package", sum(sizes.values()), _WHOLE * limit, where))
    refuse_together(troubles)
    return {name: files.read(name) for name in sizes}


def refuse_together(troubles: list[SourceError]) -> None:
    """Raise the first of the troubles of a stage, with a sentence for each of the others."""
    if troubles:
        first, *others = troubles
        sentences = [": ".join(part for part in (trouble.where, trouble.message) if part) for trouble in others]
        raise SourceError(
            first.message, where=first.where, expected=first.expected, next_step=first.next_step, problems=sentences
        )


def _bounded(raw: bytes, size: int, name: str, where: str) -> bytes:
    if len(raw) != size:
        raise _unsafe(name, where, f"has not the {size:,} bytes it says", "a file of the size it says")
    return raw


def _too_large(name: str, size: int, limit: int, where: str) -> SourceError:
    return SourceError(
        f"{name} has {size:,} bytes",
        where=where,
        expected=f"at most {limit:,}",
        next_step="if you trust it, open it with a higher limit",
    )


def _unsafe(name: str, where: str, fault: str, expected: str) -> SourceError:
    return SourceError(f"{name} {fault}", where=where, expected=expected, next_step="ask who made the package")


@contextmanager
def explained(path: Path, fault: str) -> Iterator[None]:
    """What the system or the zip reader says, as an error of ours."""
    try:
        yield
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        ValueError,
    ) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise SourceError(
            f"{path.name} {fault}: {reason}",
            where=str(path),
            next_step="check the path, the rights and the space on the disk",
        ) from trouble
