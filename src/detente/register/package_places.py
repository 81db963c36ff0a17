"""How is a package replaced without half a file?

Everything is written apart first; only whole and on the disk does it take the place of the old package, so a full disk
leaves what was there. A zip is exchanged in one act. When it lies: the files of a folder cannot be. A power cut between
the renames leaves the old files in a folder named `.detente-old-...` inside it and no descriptor, and `open` says so.
"""

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from detente.register.package_files import DESCRIPTOR, explained

OLD_FILES: Final = ".detente-old-"  # begins the name of the folder that holds the old files while they are exchanged
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can say; the same bytes on every day


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` as a zip in the order of the mapping; an old one is replaced in one act.

    The order, times and modes are fixed. How well they are pressed is up to the zlib of the machine.

    Raises
    ------
    SourceError : the disk is full, or the folder cannot be written; what was there is untouched.
    """
    with explained(path, "cannot be written"):
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
    with explained(path, "cannot be written"):
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
    old = Path(tempfile.mkdtemp(dir=path, prefix=OLD_FILES))
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
