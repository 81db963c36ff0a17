"""What lies in this package, is it safe to read, and how is it replaced without half a file?

A package is a folder, or a zip, of plain files beside one `datapackage.json`. Reading: every name, kind and size is
judged before a byte is parsed; links, paths and bombs are refused. Writing: everything is written apart first; only
whole and on the disk does it take the place of the old package, so a full disk leaves what was there. When it lies:
several files cannot be exchanged in one act. A power cut between the renames of a folder leaves its old files in a
folder named `.detente-old-...` inside it, and no descriptor, which `open` refuses.
"""

import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from detente.errors import SourceError

DESCRIPTOR: Final = "datapackage.json"
LIMIT: Final = 50_000_000  # bytes of one file; the whole may have ten times as many
_WHOLE: Final = 10
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can say; the same bytes on every day


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
        with _explained(self.path, "cannot be read"):
            return {entry.name for entry in os.scandir(self.path)}

    def size(self, name: str) -> int:
        """Bytes of a plain file."""
        place = self.path / name
        with _explained(place, "cannot be read"):
            about = place.lstat()
        if stat.S_ISLNK(about.st_mode):
            raise _unsafe(name, str(self.path), "is a link", "a plain file beside the descriptor")
        if not stat.S_ISREG(about.st_mode):
            raise _unsafe(name, str(self.path), "is no file", "a plain file beside the descriptor")
        return about.st_size

    def read(self, name: str) -> bytes:
        """The bytes, as many as were said and no more."""
        size = self.size(name)
        with _explained(self.path / name, "cannot be read"), (self.path / name).open("rb") as file:
            return _bounded(file.read(size + 1), size, name, str(self.path))


class Archive:
    """A package as a zip."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _explained(path, "is no zip file that can be read"), zipfile.ZipFile(path) as archive:
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
            _explained(self.path, f"{name} in it is damaged"),
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


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` as a zip in the order of the mapping; an old one is replaced in one act.

    The order, times and modes are fixed. How well they are pressed is up to the zlib of the machine.

    Raises
    ------
    SourceError : the disk is full, or the folder cannot be written; what was there is untouched.
    """
    with _explained(path, "cannot be written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _scratch(path.parent, f".{path.name}-new-") as scratch:
            with (scratch / path.name).open("xb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                    for name, raw in files.items():
                        archive.writestr(_entry(name), raw)
                os.fsync(file.fileno())
            (scratch / path.name).replace(path)


def write_folder(path: Path, files: Mapping[str, bytes], *, replaced: Iterable[str]) -> None:
    """Write `files` into a folder in place of `replaced` (names of the old package); other files are left alone.

    Raises
    ------
    SourceError : the disk is full, or the folder cannot be written; what was there is untouched.
    """
    with _explained(path, "cannot be written"):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with _scratch(path.parent, f".{path.name}-new-") as scratch:
                (scratch / path.name).mkdir()
                _write_all(scratch / path.name, files)
                (scratch / path.name).rename(path)
            return
        # Inside the folder, not beside it: renames stay on one disk even where the folder is a mounted one.
        with _scratch(path, ".detente-new-") as new:
            _write_all(new, files)
            _exchange(path, new, files, replaced)


def _exchange(path: Path, new: Path, files: Mapping[str, bytes], replaced: Iterable[str]) -> None:
    """Put the files in `new` in place of the old. The descriptor goes first and comes last: between, nothing opens."""
    old = Path(tempfile.mkdtemp(dir=path, prefix=".detente-old-"))
    outgoing = sorted(
        {*replaced, *files} & {entry.name for entry in os.scandir(path)}, key=lambda name: name != DESCRIPTOR
    )
    incoming = sorted(files, key=lambda name: name == DESCRIPTOR)
    moved: list[tuple[Path, Path]] = []
    try:
        for name in outgoing:
            (path / name).rename(old / name)
            moved.append((old / name, path / name))
        for name in incoming:
            (new / name).rename(path / name)
            moved.append((path / name, new / name))
    except BaseException:
        for here, there in reversed(moved):
            here.rename(there)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _scratch(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder for this save alone; what is made in it has the rights of any new file of this user."""
    place = Path(tempfile.mkdtemp(dir=folder, prefix=prefix))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, raw in files.items():
        with (folder / name).open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same bytes from Windows: file modes as on Unix
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


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
def _explained(path: Path, fault: str) -> Iterator[None]:
    """What the system or the zip reader says, as an error of ours."""
    try:
        yield
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise SourceError(
            f"{path.name} {fault}: {reason}",
            where=str(path),
            next_step="check the path, the rights and the space on the disk",
        ) from trouble
