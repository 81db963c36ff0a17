"""Does a register come back from a package as it went in, and does the reader of the standard accept the package?"""

import json
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import RegisterError, SourceError
from detente.register import Register, package
from detente.register.descriptor import About
from detente.register.schema import TABLES
from tests import small
from tests.register.test_package_faults import sound_package
from tests.shared import ROOT
from tests.strategies import registers

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
STATES = {
    "actors": [{"actor": "AAA", "kind": "state", "name": "Aland"}, {"actor": "BBB", "kind": "state", "name": "Beeland"}]
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def descriptor(folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return said


def resource(folder: Path, table: str) -> dict[str, Any]:
    return next(one for one in descriptor(folder)["resources"] if one["name"] == table)


def same_rows(one: Register, other: Register) -> bool:
    return all(frame.equals(other.tables[name]) for name, frame in one.tables.items() if not frame.is_empty())


# --- there and back -------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(registers())
def test_saving_what_was_opened_changes_no_byte(register: Register) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "package"
        register.save(folder, created=CREATED)
        saved, opened = contents(folder), Register.open(folder)
        opened.save(folder, created=CREATED)

        assert same_rows(register, opened)
        assert saved == contents(folder)


@settings(max_examples=10)
@given(registers())
def test_saving_a_zip_that_was_opened_changes_no_byte(register: Register) -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / "package.zip"
        register.save(path, created=CREATED)
        saved, opened = path.read_bytes(), Register.open(path)
        opened.save(path, created=CREATED)

        assert same_rows(register, opened)
        assert saved == path.read_bytes()


@settings(max_examples=10)
@given(registers())
def test_parquet_keeps_every_cell(register: Register) -> None:
    with TemporaryDirectory() as place:
        register.save(Path(place) / "package", created=CREATED, form="parquet")

        assert same_rows(register, Register.open(Path(place) / "package"))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_comes_back(table: str) -> None:
    @settings(max_examples=2, database=None)
    @given(registers(tables=(table,)))
    def come_back(register: Register) -> None:
        with TemporaryDirectory() as place:
            register.save(Path(place) / "package", created=CREATED)
            opened = Register.open(Path(place) / "package")

        assert register.tables[table].equals(opened.tables[table])

    come_back()


def test_the_reference_register_is_saved_as_it_is_shipped(tmp_path: Path) -> None:
    shipped = ROOT / "src" / "detente" / "reference" / "register"
    Register.reference().save(tmp_path / "package", created=CREATED)

    assert contents(shipped) == contents(tmp_path / "package")


def test_a_register_without_a_row_comes_back(tmp_path: Path) -> None:
    Register.empty().save(tmp_path / "package", created=CREATED)

    assert {"datapackage.json", "sources.csv"} == set(contents(tmp_path / "package"))
    assert all(frame.is_empty() for frame in Register.open(tmp_path / "package").tables.values())


def test_columns_of_the_user_are_kept_as_texts(tmp_path: Path) -> None:
    frames = small.register(**STATES).tables
    own = {"x_priority": pl.Series([3, None]), "x_remark": pl.Series(["first\nsecond", ""])}
    register = Register.of({**frames, "actors": frames["actors"].with_columns(**own)})
    register.save(tmp_path / "package", created=CREATED)

    kept = Register.open(tmp_path / "package").tables["actors"].select("x_priority", "x_remark").rows()

    assert [("3", "first\nsecond"), (None, None)] == kept


def test_a_table_is_written_in_the_order_of_the_schema_whatever_the_caller_had(tmp_path: Path) -> None:
    register = small.register(**STATES)
    package.write(dict(reversed(list(register.tables.items()))), tmp_path / "one", created=CREATED)
    package.write(register.tables, tmp_path / "other", created=CREATED)

    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_a_zip_says_nothing_of_the_day_and_the_machine_it_was_made_on(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path / "package.zip", created=CREATED)

    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        entries = archive.infolist()

    assert ["datapackage.json", "actors.csv", "sources.csv"] == [entry.filename for entry in entries]
    assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in entries}
    assert {3} == {entry.create_system for entry in entries}


def test_rows_may_stand_in_any_order_in_a_file_edited_by_hand(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    before = Register.open(folder).digest()
    header, *rows = (folder / "actors.csv").read_text(encoding="utf-8").splitlines()
    (folder / "actors.csv").write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    package.seal(folder)

    assert before == Register.open(folder).digest()


# --- the standard ---------------------------------------------------------------------------------------------------


def complaints(folder: Path) -> list[list[Any]]:
    """What frictionless, which knows the standard and not us, has against a package."""
    found: list[list[Any]] = frictionless.validate(str(folder / "datapackage.json")).flatten(
        ["name", "rowNumber", "fieldName", "type", "note"]
    )
    return found


@settings(max_examples=15)
@given(registers())
def test_the_reader_of_the_standard_has_nothing_against_a_package(register: Register) -> None:
    with TemporaryDirectory() as place:
        register.save(Path(place) / "package", created=CREATED)

        assert [] == complaints(Path(place) / "package")


@settings(max_examples=10)
@given(registers(tables=("aliases", "agreements", "participations", "citations")))
def test_the_reader_of_the_standard_has_nothing_against_references(register: Register) -> None:
    with TemporaryDirectory() as place:
        register.save(Path(place) / "package", created=CREATED)

        assert [] == complaints(Path(place) / "package")


def test_the_reader_of_the_standard_has_nothing_against_an_empty_register(tmp_path: Path) -> None:
    Register.empty().save(tmp_path / "package", created=CREATED)

    assert [] == complaints(tmp_path / "package")


def test_the_reader_of_the_standard_has_nothing_against_the_reference_register() -> None:
    assert [] == complaints(ROOT / "src" / "detente" / "reference" / "register")


@pytest.mark.parametrize(
    "column, text",
    [
        ("actor", "A A"),
        ("kind", "kingdom"),
        ("name", ""),
        ("occurrence", "0"),
        ("valid_from", "1951-9"),
        ("recorded_at", "yesterday"),
        ("withdrawn", "no"),
        ("source", "unknown-book"),
    ],
)
def test_the_reader_of_the_standard_sees_a_wrong_cell_by_the_descriptor_alone(
    column: str, text: str, tmp_path: Path
) -> None:
    small.register(**STATES).save(tmp_path / "package", created=CREATED)
    path = tmp_path / "package" / "actors.csv"
    rows = pl.read_csv(path, infer_schema=False).with_row_index()
    wrong = rows.with_columns(pl.when(pl.col("index") == 1).then(pl.lit(text)).otherwise(column).alias(column))
    path.write_bytes(wrong.drop("index").write_csv().encode())

    assert {kind for _, _, _, kind, _ in complaints(tmp_path / "package")} - {"hash-count", "byte-count"}


def test_a_reference_is_a_foreign_key_when_its_keys_stand_in_the_other_table(tmp_path: Path) -> None:
    small.register(**STATES, agreements=[{"agreement": "AB", "depositary": "AAA;BBB"}]).save(
        tmp_path / "package", created=CREATED
    )
    schema = resource(tmp_path / "package", "agreements")["schema"]

    keys = {key["fields"][0]: key["reference"] for key in schema["foreignKeys"]}

    assert {"fields": ["agreement"]} == keys["parent"]
    assert {"resource": "sources", "fields": ["source"]} == keys["source"]
    assert "depositary" not in keys
    assert "actors" == next(f["detente:references"] for f in schema["fields"] if f["name"] == "depositary")


def test_a_reference_that_an_alias_leads_on_is_no_foreign_key(tmp_path: Path) -> None:
    aliases = [{"alias": "OLD", "target": "AAA", "reason": "renamed"}]
    memberships = [{"organisation": "BBB", "member": "OLD", "status": "member"}]
    small.register(**STATES, aliases=aliases, memberships=memberships).save(tmp_path / "package", created=CREATED)

    keys = {key["fields"][0] for key in resource(tmp_path / "package", "memberships")["schema"]["foreignKeys"]}

    assert {"organisation", "under", "source"} - {"under"} == keys


def test_a_field_says_its_type_its_unit_its_rules_and_one_sentence(tmp_path: Path) -> None:
    figure = {"actor": "AAA", "indicator": "milex", "period": "1951", "value": 1.5, "unit": "USD"}
    small.register(**STATES, observations=[figure]).save(tmp_path / "package", created=CREATED)
    fields = {f["name"]: f for f in resource(tmp_path / "package", "observations")["schema"]["fields"]}
    latitude = {f["name"]: f for f in resource(tmp_path / "package", "actors")["schema"]["fields"]}["capital_lat"]

    assert "number" == latitude["type"]
    assert "degrees north" == latitude["detente:unit"]
    assert "Latitude of the seat of government" == latitude["description"]
    assert {"minimum": -90, "maximum": 90} == latitude["constraints"]
    assert {"required": True, "enum": ["verified", "reported", "unverified"]} == fields["confidence"]["constraints"]
    assert ("datetime", "boolean") == (fields["recorded_at"]["type"], fields["estimate"]["type"])


# --- what a package says of itself ----------------------------------------------------------------------------------


def test_title_version_and_licences_are_kept(tmp_path: Path) -> None:
    about = About(
        name="a-desk",
        title="Our agreements",
        version="3",
        licences=({"name": "CC-BY-4.0", "title": "Attribution"},),
        further={"contributors": [{"title": "The desk"}], "keywords": ["a", "b"]},
    )
    Register.of(small.register(**STATES).tables, about=about).save(tmp_path / "package", created=CREATED)

    assert about == Register.open(tmp_path / "package").about


def test_the_descriptor_says_when_it_was_made_and_where_its_sources_are(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path / "package", created=CREATED)
    said = descriptor(tmp_path / "package")

    assert "2026-11-22T00:00:00.000Z" == said["created"]
    assert [{"title": "1 sources, one by one, in the table sources", "path": "sources.csv"}] == said["sources"]


@pytest.mark.parametrize("wrong", [{"name": "Our Register"}, {"licences": ({},)}])
def test_a_package_says_nothing_of_itself_that_a_reader_refuses(wrong: dict[str, Any]) -> None:
    with pytest.raises(RegisterError):
        About(**wrong)


def test_further_properties_replace_none_of_ours(tmp_path: Path) -> None:
    about = About(title="Ours", further={"title": "Theirs", "homepage": "h"})
    Register.of({}, about=about).save(tmp_path / "package", created=CREATED)

    assert ("Ours", "h") == tuple(descriptor(tmp_path / "package")[name] for name in ("title", "homepage"))


def test_a_moment_without_a_time_zone_is_no_moment(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no time zone"):
        Register.empty().save(tmp_path / "package", created=datetime(2026, 11, 22))  # noqa: DTZ001  # the fault

    assert not (tmp_path / "package").exists()


# --- replacing ------------------------------------------------------------------------------------------------------


def test_tables_of_the_old_package_do_not_linger_and_other_files_stay(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path / "package", created=CREATED)
    (tmp_path / "package" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "package" / "letters").mkdir()
    small.register().save(tmp_path / "package", created=CREATED)

    assert ["datapackage.json", "letters", "notes.txt", "sources.csv"] == names(tmp_path / "package")
    assert "mine" == (tmp_path / "package" / "notes.txt").read_text(encoding="utf-8")


def test_another_form_replaces_the_files_of_the_first(tmp_path: Path) -> None:
    register = small.register(**STATES)
    register.save(tmp_path / "package", created=CREATED)
    register.save(tmp_path / "package", created=CREATED, form="parquet")

    assert {"datapackage.json", "actors.parquet", "sources.parquet"} == set(contents(tmp_path / "package"))


def test_a_file_with_the_name_of_a_table_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("mine", encoding="utf-8")

    with pytest.raises(SourceError, match=r"actors\.csv is in the way"):
        small.register(**STATES).save(tmp_path, created=CREATED)

    assert {"actors.csv": b"mine"} == contents(tmp_path)


def test_a_folder_whose_descriptor_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")

    with pytest.raises(SourceError, match="is not JSON"):
        small.register().save(tmp_path, created=CREATED)

    assert {"datapackage.json": b"{"} == contents(tmp_path)


def test_a_package_is_as_readable_as_any_other_file_of_its_user(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    small.register().save(tmp_path / "package", created=CREATED)
    small.register().save(tmp_path / "package.zip", created=CREATED)

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert mode(tmp_path / "folder") == mode(tmp_path / "package")
    assert {mode(tmp_path / "plain")} == {
        mode(tmp_path / "package" / "sources.csv"),
        mode(tmp_path / "package.zip"),
    }


def test_what_could_not_be_opened_again_is_not_written(tmp_path: Path) -> None:
    register = small.register(actors=[{"actor": "AAA", "kind": "state", "name": "Aland", "parent": "ZZZ"}])

    with pytest.raises(RegisterError, match="nothing was taken") as refused:
        register.save(tmp_path / "package", created=CREATED)

    assert 'actors.csv:2:5 (E2) parent "ZZZ": leads nowhere' in str(refused.value)
    assert not (tmp_path / "package").exists()


def test_a_cell_that_no_file_can_hold_is_not_written(tmp_path: Path) -> None:
    register = small.register(actors=[{"actor": "AAA", "kind": "state", "name": "A\x00land"}])

    with pytest.raises(RegisterError, match="1 cell in 1 row"):
        register.save(tmp_path / "package", created=CREATED)


@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_a_place_that_cannot_be_written_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SourceError, match=f"{name} cannot be written"):
        small.register().save(tmp_path / "file" / name, created=CREATED)


FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from detente.errors import SourceError
from detente.register import Register
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
register = Register.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    register.save(sys.argv[2], created=datetime(2030, 1, 1, tzinfo=UTC))
except SourceError as trouble:
    print(trouble.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no way to bound the size of a file on Windows")
@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_a_disk_that_is_full_leaves_the_old_package_whole(name: str, tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path / name, created=CREATED)
    before = (tmp_path / name).read_bytes() if name.endswith("zip") else contents(tmp_path / name)
    large = str(ROOT / "src" / "detente" / "reference" / "register")

    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, large, str(tmp_path / name)], capture_output=True, text=True, check=True
    )

    assert f"{name} cannot be written: File too large" == done.stdout.strip()
    assert before == ((tmp_path / name).read_bytes() if name.endswith("zip") else contents(tmp_path / name))
    assert [name] == names(tmp_path)


# --- sealing --------------------------------------------------------------------------------------------------------


def test_a_package_edited_by_hand_opens_once_it_is_sealed(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path, created=CREATED)
    path = tmp_path / "actors.csv"
    path.write_bytes(path.read_bytes().replace(b"Beeland", b"Bayland"))
    with pytest.raises(SourceError, match="not the file that was described"):
        Register.open(tmp_path)

    package.seal(tmp_path)

    assert ["Aland", "Bayland"] == Register.open(tmp_path).tables["actors"]["name"].to_list()


def test_sealing_what_was_not_edited_changes_nothing(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path, created=CREATED)
    before = contents(tmp_path)

    package.seal(tmp_path)

    assert before == contents(tmp_path)


def test_sealing_takes_in_a_table_that_was_put_there(tmp_path: Path) -> None:
    other = small.register(**STATES)
    other.save(tmp_path / "other", created=CREATED)
    small.register().save(tmp_path / "package", created=CREATED)
    (tmp_path / "package" / "actors.csv").write_bytes((tmp_path / "other" / "actors.csv").read_bytes())

    package.seal(tmp_path / "package")

    assert other.digest() == Register.open(tmp_path / "package").digest()


def test_sealing_keeps_what_the_user_wrote_in_the_descriptor(tmp_path: Path) -> None:
    small.register().save(tmp_path, created=CREATED)
    said = descriptor(tmp_path) | {"title": "Ours", "homepage": "our desk"}
    (tmp_path / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")

    package.seal(tmp_path, created=datetime(2027, 1, 1, tzinfo=UTC))

    kept = descriptor(tmp_path)
    assert ("Ours", "our desk", "2027-01-01T00:00:00.000Z") == (kept["title"], kept["homepage"], kept["created"])


def test_a_folder_of_tables_is_sealed_into_a_package(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path, created=CREATED)
    (tmp_path / "datapackage.json").unlink()

    with pytest.raises(RegisterError, match="nothing says when"):
        package.seal(tmp_path)
    package.seal(tmp_path, created=CREATED)

    assert 2 == Register.open(tmp_path).tables["actors"].height


def test_a_table_that_was_deleted_by_hand_is_not_sealed_away(tmp_path: Path) -> None:
    small.register(**STATES).save(tmp_path, created=CREATED)
    (tmp_path / "actors.csv").unlink()

    with pytest.raises(RegisterError, match=r"actors\.csv is listed and is no table here"):
        package.seal(tmp_path)


def test_a_zip_is_not_sealed(tmp_path: Path) -> None:
    small.register().save(tmp_path / "package.zip", created=CREATED)

    with pytest.raises(SourceError, match="is no folder"):
        package.seal(tmp_path / "package.zip")


# --- all of a stage together ----------------------------------------------------------------------------------------


def test_all_digests_that_differ_are_told_together(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    for name in ("actors.csv", "sources.csv"):
        (folder / name).write_bytes((folder / name).read_bytes() + b"\n")

    with pytest.raises(SourceError) as refused:
        Register.open(folder)

    assert "actors.csv is not the file" in refused.value.message
    assert ["sources.csv is not the file" in problem for problem in refused.value.problems] == [True]


def test_problems_of_all_tables_are_told_together(tmp_path: Path) -> None:
    folder = sound_package(tmp_path / "package")
    for name, find, put in (("actors.csv", b"BBB,1,state", b"BBB,1,stat"), ("aliases.csv", b"renamed", b"")):
        (folder / name).write_bytes((folder / name).read_bytes().replace(find, put))

    with pytest.raises(RegisterError) as refused:
        package.seal(folder)

    assert ["actors.csv:3:3 (C3)", "aliases.csv:2:3 (C2)"] == [p[: p.index(")") + 1] for p in refused.value.problems]


# --- the same question, in a register opened from a package ----------------------------------------------------------


@settings(max_examples=20)
@given(registers(tables=("agreements", "actors")), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_a_question_has_the_same_answer_after_saving_and_opening(register: Register, day: date) -> None:
    with TemporaryDirectory() as place:
        register.save(Path(place) / "package", created=CREATED)
        opened = Register.open(Path(place) / "package")

    assert register.as_of(day).digest == opened.as_of(day).digest
