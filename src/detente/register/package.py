"""How does a register travel? As a Data Package: one file per table beside a descriptor with their digests.

A folder, or a zip of the same files; CSV, or Parquet. The same register gives the same CSV bytes on every machine, and
opening and saving again changes none of them. All of it is read or nothing, in stages: safety and digests, then the
structure of the files, then rows, then versions and references between rows; all problems of a stage are told together.

A digest guards against damage and forgetting, not against a forger, who would write a new one: who said what, and when,
is the ledger's business.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.errors import RegisterError, SourceError
from detente.register import cells, csv_texts, descriptor, package_files, parquet_bytes, problems, table_rows
from detente.register.cells import Cells
from detente.register.csv_bytes import csv_bytes
from detente.register.descriptor import About, Descriptor, Form, Resource
from detente.register.package_files import DESCRIPTOR, LIMIT, Files, refuse_together
from detente.register.package_places import OLD_FILES, write_archive, write_folder
from detente.register.schema import TABLES

_ALWAYS: Final = "sources"  # a package has at least one resource; an empty register has this table without a row
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-]+\.[a-z]+")
_SEAL: Final = "edited by hand? run `detente register seal`; otherwise get the package again"


def read(path: Path, *, limit: int = LIMIT) -> dict[str, pl.DataFrame]:
    """Typed rows of every table in the package at `path` (folder or `.zip`): table -> frame, in the order of the file.

    Parameters
    ----------
    limit : most bytes of one file; the whole package may have ten times as many.

    Raises
    ------
    SourceError : not a package; damaged, unsafe or oversized; a file that is not the one its digest was made of.
    RegisterError : not the files of tables; cells the schema refuses; versions or references that do not fit together.
    """
    files = package_files.files_of(path)
    said = _descriptor(files, path, limit)
    _refuse_unsafe(said, files, path)
    raw = package_files.read_safely(files, [resource.path for resource in said.resources], str(path), limit=limit)
    refuse_together(
        [trouble for resource in said.resources for trouble in _differing(resource, raw[resource.path], path)]
    )
    return _opened(raw, path, limit)


def about(path: Path, *, limit: int = LIMIT) -> About:
    """What the package at `path` says of itself: name, title, version, licences.

    Raises
    ------
    SourceError : not a package, or its descriptor cannot be read.
    """
    return _descriptor(package_files.files_of(path), path, limit).about


def write(
    tables: Mapping[str, pl.DataFrame],
    path: Path,
    *,
    created: datetime,
    about: About | None = None,
    form: Form = "csv",
) -> None:
    """Write a package of all `tables` with rows into a folder, or into a zip where `path` ends in `.zip`.

    An old package there is replaced whole; files that are no part of it are left alone.

    Raises
    ------
    RegisterError : rows or references that could not be read back; `created` without a time zone.
    SourceError : the place cannot be written, or a file there that belongs to no package is in the way.
    """
    filled = {name: frame for name, frame in tables.items() if not frame.is_empty()}
    filled.setdefault(_ALWAYS, TABLES[_ALWAYS].empty())
    _refuse_what_would_not_open(filled)
    bytes_of = csv_bytes if form == "csv" else parquet_bytes.parquet_bytes
    # In the order of the schema, whatever order the caller had.
    raw = {f"{name}.{form}": bytes_of(TABLES[name], filled[name]) for name in TABLES if name in filled}
    whole = {DESCRIPTOR: descriptor.write(about or About(), created, filled, raw), **raw}
    if path.suffix.casefold() == ".zip":
        write_archive(path, whole)
    else:
        write_folder(path, whole, replaced=_old_files(path))


def seal(folder: Path, *, created: datetime | None = None, limit: int = LIMIT) -> None:
    """Make the descriptor of a package that was edited by hand fit its files again: bytes, digests, schemas.

    Every CSV or Parquet file named after a table counts, listed so far or not; the files themselves are not touched.

    Parameters
    ----------
    created : when; None keeps what the descriptor says.

    Raises
    ------
    RegisterError, SourceError : as `read`, except for digests; or a listed file is gone. Nothing is sealed then.
    """
    if not folder.is_dir():
        raise SourceError(
            f"{folder} is no folder",
            where=str(folder),
            expected="a folder of tables",
            next_step="unpack a zip before editing it",
        )
    files = package_files.files_of(folder)
    said = _descriptor(files, folder, limit) if DESCRIPTOR in files.names() else Descriptor(About(), None, ())
    made = created or said.created
    if made is None:
        raise RegisterError("nothing says when the package was made", where=str(folder), next_step="give `created`")
    present = sorted(files.names() & _table_files())
    gone = sorted({resource.path for resource in said.resources} - set(present))
    if gone:
        raise RegisterError(
            f"{gone[0]} is listed and is no table here",
            where=str(folder / DESCRIPTOR),
            expected="every file that is listed",
            next_step="put it back, or take its resource out of the descriptor",
        )
    raw = package_files.read_safely(files, present, str(folder), limit=limit)
    ordered = {name: raw[name] for table in TABLES for name in present if name.partition(".")[0] == table}
    tables = _opened(ordered, folder, limit)
    sealed = {DESCRIPTOR: descriptor.write(said.about, made, tables, ordered)}
    write_folder(folder, sealed, replaced=())


def _descriptor(files: Files, path: Path, limit: int) -> Descriptor:
    there = files.names()
    if DESCRIPTOR not in there:
        cut_off = sorted(name for name in there if name.startswith(OLD_FILES))
        raise SourceError(
            f"{path.name} has no {DESCRIPTOR}",
            where=str(path),
            expected="a package: tables and their descriptor, in a zip at its top",
            next_step=f"a save was cut off: move the files in {cut_off[0]} back"
            if cut_off
            else "check the path; for a folder of tables without one, run `detente register seal`",
        )
    raw = package_files.read_safely(files, [DESCRIPTOR], str(path), limit=limit)
    return descriptor.read(raw[DESCRIPTOR], str(path / DESCRIPTOR))


def _refuse_unsafe(said: Descriptor, files: Files, path: Path) -> None:
    """Stage 1, before any file is read: paths that leave the package, and tables nobody vouches for."""
    names = [resource.name for resource in said.resources]
    troubles = [
        SourceError(
            f"{resource.path!r} is no plain file name",
            where=str(path / DESCRIPTOR),
            expected="a file beside the descriptor: no folder, no '..', no address",
            next_step="ask who made the package",
        )
        for resource in said.resources
        if not _PLAIN_NAME.fullmatch(resource.path)
    ]
    troubles += [
        SourceError(
            f"table {resource.name!r} is listed in {resource.path!r}, {names.count(resource.name)} times in all",
            where=str(path / DESCRIPTOR),
            expected=f"once, in {resource.name}.csv or {resource.name}.parquet",
            next_step=_SEAL,
        )
        for resource in said.resources
        if resource.path.partition(".")[0] != resource.name or names.count(resource.name) > 1
    ]
    troubles += [
        SourceError(
            f"{name} is not in the descriptor",
            where=str(path),
            expected="every table listed, with its digest",
            next_step=_SEAL,
        )
        for name in sorted((files.names() & _table_files()) - {resource.path for resource in said.resources})
    ]
    refuse_together(troubles)


def _differing(resource: Resource, raw: bytes, path: Path) -> Iterable[SourceError]:
    """The file is not the one the descriptor speaks of."""
    found = hashlib.sha256(raw).hexdigest()
    if resource.sha256 != found:
        yield SourceError(
            f"{resource.path} is not the file that was described: sha256 {found}, {len(raw):,} bytes",
            where=str(path),
            expected=f"sha256 {resource.sha256}" if resource.sha256 else f"a sha256 of it in {DESCRIPTOR}",
            next_step=_SEAL,
        )
    elif resource.size is not None and resource.size != len(raw):
        yield SourceError(
            f"{resource.path} has {len(raw):,} bytes", where=str(path), expected=f"{resource.size:,}", next_step=_SEAL
        )


def _opened(raw: Mapping[str, bytes], path: Path, limit: int) -> dict[str, pl.DataFrame]:
    """Stages 2 to 4 on the bytes of the files, by name."""
    texts = _structured(raw, path, limit)
    read = {name: cells.read(text) for name, text in texts.items()}
    problems.refuse(
        pl.concat([problems.none(), *(found for _, found in read.values())]),
        str(path),
        next_step="correct the cells, then seal",
    )
    tables = {name: typed for name, (typed, _) in read.items()}
    problems.refuse(table_rows.not_fitting(tables, texts), str(path), next_step="correct the rows, then seal")
    return tables


def _structured(raw: Mapping[str, bytes], path: Path, limit: int) -> dict[str, Cells]:
    """Stage 2: table -> its cells, when all files are what their names say."""
    texts: dict[str, Cells] = {}
    found = [problems.none()]
    for name, content in raw.items():
        table, _, form = name.partition(".")
        if table not in TABLES or form not in descriptor.MEDIATYPES:
            found.append(_no_table(name))
        elif table in texts:
            found.append(problems.one(name, 1, "", 0, name, "is a second file of one table", "one file for each table"))
        else:
            read = (
                csv_texts.read(TABLES[table], content, name)
                if form == "csv"
                else parquet_bytes.read(TABLES[table], content, name, limit=limit)
            )
            found.append(read[1])
            texts |= {table: read[0]} if read[0] else {}
    problems.refuse(pl.concat(found), str(path), next_step="correct the files, then seal", noun="fault")
    return texts


def _no_table(name: str) -> pl.DataFrame:
    match = process.extractOne(name.casefold(), sorted(_table_files()), score_cutoff=60)
    expected = "a table of the register with the ending .csv or .parquet"
    return problems.one(name, 1, "", 0, name, "is no table", expected, match[0] if match else None)


def _refuse_what_would_not_open(tables: Mapping[str, pl.DataFrame]) -> None:
    """The rows as the reader will judge them: what is saved can be opened."""
    rows = {name: table_rows.as_written(TABLES[name], frame) for name, frame in tables.items()}
    found = [cells.read(row)[1] for row in rows.values()]
    found.append(table_rows.not_fitting({name: row.texts for name, row in rows.items()}, rows))
    problems.refuse(pl.concat(found), "register", next_step="correct the rows; nothing was written")


def _old_files(path: Path) -> set[str]:
    """Files of the package that lies in the folder now.

    Raises
    ------
    SourceError : a file with the name of a table belongs to no package, and would be overwritten or taken for one.
    """
    if not path.is_dir():
        return set()
    files = package_files.files_of(path)
    there = files.names()
    said = _descriptor(files, path, LIMIT) if DESCRIPTOR in there else Descriptor(About(), None, ())
    old = {resource.path for resource in said.resources} & _table_files()
    strange = sorted(there & _table_files() - old)
    if strange:
        raise SourceError(
            f"{strange[0]} is in the way and belongs to no package",
            where=str(path),
            expected="an empty folder, or a package to replace",
            next_step="choose another folder, or move the file",
        )
    return old


def _table_files() -> set[str]:
    return {f"{table}.{form}" for table in TABLES for form in descriptor.MEDIATYPES}
