"""Is nothing lost, and nothing left behind, whatever happens while a package is replaced?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.register import Register, package, package_places
from tests.register.test_package_faults import sound_package

CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_exchange_that_fails_half_way_is_undone(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a").write_bytes(b"new a")
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(name.encode())

    # The file `b` that should come in is not there: the second rename fails.
    with pytest.raises(FileNotFoundError):
        package_places._exchange(tmp_path, tmp_path / "new", {"a": b"", "b": b""}, ["c"])  # noqa: SLF001  # half a save

    assert {"a": b"a", "b": b"b", "c": b"c"} == {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    assert ["a"] == names(tmp_path / "new")


def test_a_save_that_was_cut_off_is_told_from_no_package(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    (folder / ".detente-old-x").mkdir()
    (folder / "datapackage.json").rename(folder / ".detente-old-x" / "datapackage.json")

    with pytest.raises(SourceError, match=r"has no datapackage\.json") as refused:
        Register.open(folder)

    assert "a save was cut off: move the files in .detente-old-x back" == refused.value.next_step


def test_nothing_is_left_behind_by_a_save(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    Register.open(folder).save(folder, created=CREATED)
    Register.open(folder).save(tmp_path / "package.zip", created=CREATED)

    assert ["package", "package.zip"] == names(tmp_path)
    assert [] == [name for name in names(folder) if name.startswith(".")]
    assert package.about(folder) == package.about(tmp_path / "package.zip")
