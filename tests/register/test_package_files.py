"""Is everything that could harm a reader turned away before it is read, and is nothing lost when writing fails?"""

import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.register import Register, package_files
from tests.register.test_package_faults import sound_package

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows that tests do not have")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return path


@LINKS
@pytest.mark.parametrize("name", ["actors.csv", "datapackage.json"])
def test_a_link_in_a_package_is_not_followed(name: str, tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)

    with pytest.raises(SourceError, match=f"{name} is a link"):
        Register.open(folder)


@LINKS
def test_a_pipe_in_a_package_is_not_waited_for(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / "actors.csv").unlink()
    os.mkfifo(folder / "actors.csv")

    with pytest.raises(SourceError, match=r"actors\.csv is no file"):
        Register.open(folder)


def test_a_folder_in_the_place_of_a_table_is_no_table(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / "actors.csv").unlink()
    (folder / "actors.csv").mkdir()

    with pytest.raises(SourceError, match=r"actors\.csv is no file"):
        Register.open(folder)


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_file_over_the_limit_is_refused_before_it_is_read(form: str, tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    path = folder if form == "folder" else zipped(folder, tmp_path / "package.zip")

    with pytest.raises(SourceError, match="has 1,") as refused:
        Register.open(path, limit=1000)

    assert "datapackage.json has" in refused.value.message
    assert "at most 1,000" == refused.value.expected


def test_a_limit_that_is_raised_lets_the_file_in(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")

    assert Register.open(folder, limit=2000).digest() == Register.open(folder).digest()


def test_all_files_together_have_a_limit_too(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    names = [f"table{number}.csv" for number in range(11)]
    for name in names:
        (folder / name).write_bytes(b"x" * 100)

    with pytest.raises(SourceError, match="the whole package has 1,100 bytes"):
        package_files.read_safely(package_files.Folder(folder), names, "here", limit=100)


def test_a_zip_bomb_is_refused_by_the_size_it_would_have(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / "actors.csv").write_bytes(b"0" * 60_000_000)
    bomb = zipped(folder, tmp_path / "bomb.zip")

    assert bomb.stat().st_size < 100_000
    with pytest.raises(SourceError, match=r"actors\.csv has 60,000,000 bytes"):
        Register.open(bomb)


def test_a_zip_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    bomb = zipped(sound_package(tmp_path / "package"), tmp_path / "bomb.zip")
    with zipfile.ZipFile(bomb) as archive:
        true_size = archive.getinfo("actors.csv").file_size
    raw = bomb.read_bytes()
    said = raw.replace(true_size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert raw != said
    bomb.write_bytes(said)

    with pytest.raises(SourceError, match=r"actors\.csv"):
        Register.open(bomb)


def damaged(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[60:90] = bytes(30)
    path.write_bytes(raw)


def linked(path: Path) -> None:
    entry = zipfile.ZipInfo("aliases.csv")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    _put(path, entry, b"/etc/passwd")


def twice(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        _put(path, zipfile.ZipInfo("actors.csv"), b"actor\n", keep=True)


def nested(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        files = {f"package/{name}": archive.read(name) for name in archive.namelist()}
    path.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)


def locked(path: Path) -> None:
    # The flag of encryption, in every entry of the directory of the zip.
    path.write_bytes(re.sub(rb"(PK\x01\x02.{4})\x00", rb"\1" + b"\x01", path.read_bytes(), flags=re.DOTALL))


def _put(path: Path, entry: zipfile.ZipInfo, raw: bytes, *, keep: bool = False) -> None:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if keep or name != entry.filename}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(entry, raw)


@pytest.mark.parametrize(
    "harm, says",
    [
        (damaged, "damaged"),
        (linked, "aliases.csv is a link"),
        (twice, "actors.csv stands in it 2 times"),
        (nested, "in a zip at its top"),
        (locked, "is encrypted"),
        (lambda path: path.write_bytes(b"PK"), "is no zip file that can be read"),
        (lambda path: path.write_bytes(b"actor\nAAA\n"), "is no zip file that can be read"),
        (lambda path: path.unlink(), "is not there"),
    ],
)
def test_a_zip_that_is_not_in_order_is_refused(harm: Callable[[Path], object], says: str, tmp_path: Path) -> None:
    path = zipped(sound_package(tmp_path / "package"), tmp_path / "package.zip")
    harm(path)

    with pytest.raises(SourceError) as refused:
        Register.open(path)

    assert says in str(refused.value)


def test_other_files_in_a_zip_are_left_alone(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / "README.txt").write_text("read me", encoding="utf-8")

    assert Register.open(zipped(folder, tmp_path / "package.zip")).digest() == Register.open(folder).digest()
