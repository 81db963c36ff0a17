"""Which files are opened as workbooks, and what exactly stands in their cells?"""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import RegisterError, SourceError
from detente.register import Register
from detente.register.workbook import open_workbook
from tests.small import register
from tests.workbooks import edited, merge, read, write

MIXED: tuple[object, ...] = (
    "1951",
    1951,
    0.1 + 0.2,
    1e-300,
    1e300,
    12345678901234567,
    True,
    "TRUE",
    "true",
    date(2024, 1, 2),
    datetime(2024, 1, 2, 3, 4, 5, 678000),  # noqa: DTZ001  # a workbook has no zones
    " x ",
    "2024-01-02",
    "2024-01-02 00:00:00",
    "NA",
    "nan",
    "1e5",
    8,
    -5,
    0.5,
    0,
)


def mixed_book(path: Path) -> Path:
    """A sheet whose second column has a cell of every kind."""
    book = openpyxl.Workbook()
    book.active.title = "mixed"
    book.active.append(["record", "anything"])
    for number, value in enumerate(MIXED):
        book.active.append([f"r{number}", value])
    book.save(path)
    return path


# --- kinds of cells ---------------------------------------------------------------------------------------------------


def test_every_cell_is_of_the_kind_that_openpyxl_says(tmp_path: Path) -> None:
    path = mixed_book(tmp_path / "mixed.xlsx")
    kinds = open_workbook(path).sheet("mixed").kinds
    told = [c.value for c in openpyxl.load_workbook(path)["mixed"]["B"][1:]]

    assert [v if isinstance(v, str) else None for v in told] == kinds.texts["anything"].to_list()
    assert [v if isinstance(v, bool) else None for v in told] == kinds.truths["anything"].to_list()
    assert [v if isinstance(v, datetime) else None for v in told] == kinds.days["anything"].to_list()
    numbers = [v if isinstance(v, int | float) and not isinstance(v, bool) else None for v in told]
    assert numbers == kinds.numbers["anything"].to_list()


def test_a_sheet_says_when_its_values_are_not_all_there(tmp_path: Path) -> None:
    book = open_workbook(mixed_book(tmp_path / "mixed.xlsx"))

    assert book.sheet("mixed").complete
    # As numbers, texts such as NA are nothing: a reader that guessed would have lost them.
    assert not book.sheet("mixed", expected=["record", "anything"], numeric=["anything"]).complete


def test_columns_are_read_as_expected_wherever_they_stand(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "moved.xlsx")
    sheet = book.add_worksheet("t")
    sheet.write_row(0, 2, ["x_own", "value", "record"])
    sheet.write_row(1, 2, ["own", 1e-300, "r1"])
    book.close()
    read_back = open_workbook(tmp_path / "moved.xlsx").sheet("t", expected=["value", "record"], numeric=["value"])

    assert {"x_own": 2, "value": 3, "record": 4} == dict(read_back.positions)
    assert [("own", 1e-300, "r1")] == read_back.values.rows()


def test_the_header_is_the_first_line_even_if_it_is_empty(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "low.xlsx")
    book.add_worksheet("t").write_row(1, 0, ["record"])
    book.close()
    sheet = open_workbook(tmp_path / "low.xlsx").sheet("t")

    assert ["a column without a name has cells"] == sheet.problems["rule"].to_list()
    assert [2] == sheet.lines.to_list()


def test_an_empty_sheet_has_no_columns_and_no_rows(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "empty.xlsx")
    book.add_worksheet("t")
    book.close()
    sheet = open_workbook(tmp_path / "empty.xlsx").sheet("t")

    assert ({}, 0, True) == (dict(sheet.positions), sheet.lines.len(), sheet.complete)


def test_times_and_spans_are_dates_too_and_keep_their_serial_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for value in ("span", time(12, 0), timedelta(hours=36)):
        book.active.append([value])
    book.save(tmp_path / "spans.xlsx")
    kinds = open_workbook(tmp_path / "spans.xlsx").sheet("Sheet").kinds

    assert [0.5, 1.5] == kinds.serials["span"].to_list()


@pytest.mark.parametrize("number", [1e300, -1e300, 1e18, -1e12, 3e6])
def test_a_number_out_of_all_calendars_is_only_a_number(tmp_path: Path, number: float) -> None:
    book = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    book.add_worksheet("t").write_column(0, 0, ["number", number, "text"])
    book.close()
    kinds = open_workbook(tmp_path / "far.xlsx").sheet("t").kinds

    assert [number, None] == kinds.numbers["number"].to_list()
    assert [None, "text"] == kinds.texts["number"].to_list()


@pytest.mark.parametrize("number", [1e300, 1e18, 3e6, -1])
def test_a_date_out_of_all_calendars_has_no_day(tmp_path: Path, number: float) -> None:
    path = dated(tmp_path, number)
    kinds = open_workbook(path).sheet("t").kinds

    assert [None] == kinds.days["date"].to_list()
    assert 1 == kinds.serials["date"].count()


def test_a_date_over_which_the_reader_breaks_down_is_an_error_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the sheet cannot be read"):
        open_workbook(dated(tmp_path, -1e12)).sheet("t")


def dated(folder: Path, number: float) -> Path:
    book = xlsxwriter.Workbook(folder / "dated.xlsx")
    sheet = book.add_worksheet("t")
    sheet.write_string(0, 0, "date")
    sheet.write_number(1, 0, number, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return folder / "dated.xlsx"


# --- files that are no workbooks --------------------------------------------------------------------------------------


@pytest.fixture
def base() -> Register:
    return register(actors=[{"actor": "ALB", "kind": "state", "name": "Albania"}])


@pytest.fixture
def path(base: Register, tmp_path: Path) -> Path:
    return write(base, tmp_path / "out.xlsx", "actors")


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Write the archive again with one member changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members.get(member, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def refusal(path: Path, base: Register) -> SourceError:
    with pytest.raises(SourceError) as refused:
        read(path, base)
    assert refused.value.next_step
    return refused.value


def test_a_file_that_is_not_there(base: Register, tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(tmp_path / "gone.xlsx", base).message


def test_a_folder(base: Register, tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path, base).message


@pytest.mark.parametrize("content", [b"", b"record,actor\nALB,ALB\n", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_archive(base: Register, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.xlsx"
    path.write_bytes(content)

    assert refusal(path, base).message == "not a workbook"


def test_an_old_or_protected_workbook(base: Register, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))

    assert "protected with a password" in refusal(path, base).message


def test_an_archive_without_a_workbook(base: Register, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert refusal(path, base).message == "a zip archive without a workbook in it"


def test_a_file_over_the_limit_is_refused_before_it_is_unpacked(path: Path) -> None:
    size = path.stat().st_size
    from_there = open_workbook(path, limit=size)

    assert "actors" in from_there.names
    with pytest.raises(SourceError, match=f"too large: more than {size - 1:,} bytes"):
        open_workbook(path, limit=size - 1)


def test_an_archive_that_unpacks_to_too_much(base: Register, path: Path) -> None:
    rewritten(path, "xl/media/picture.bin", lambda _: bytes(700_000_000))

    assert "too large: unpacks to more than 600,000,000 bytes" in refusal(path, base).message


def test_an_archive_that_lies_about_how_much_it_unpacks_to(base: Register, path: Path) -> None:
    rewritten(path, "xl/worksheets/sheet2.xml", lambda xml: xml + b" " * 100_000)
    packed = path.read_bytes()
    true_size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet2.xml").file_size
    path.write_bytes(packed.replace(true_size.to_bytes(4, "little"), (true_size - 100_000).to_bytes(4, "little")))

    assert "the workbook is damaged" in refusal(path, base).message


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_workbook_that_was_cut_off(base: Register, path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])

    assert refusal(path, base).message == "not a workbook"


def test_a_workbook_with_a_flipped_bit(base: Register, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/sharedStrings.xml").header_offset
    content = bytearray(path.read_bytes())
    content[start + 60] ^= 0x10
    path.write_bytes(bytes(content))

    assert "the workbook is damaged" in refusal(path, base).message


@settings(max_examples=60)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_refused_in_our_words_or_read(changes: list[tuple[float, int]]) -> None:
    base = register(actors=[{"actor": "ALB", "kind": "state", "name": "Albania"}])
    with tempfile.TemporaryDirectory() as folder:
        path = write(base, Path(folder) / "out.xlsx", "actors")
        content = bytearray(path.read_bytes())
        for place, byte in changes:
            content[int(place * len(content))] = byte
        path.write_bytes(bytes(content))

        with contextlib.suppress(SourceError, RegisterError):
            assert read(path, base).change_set.is_empty


def test_an_archive_whose_members_lie_nowhere(base: Register, path: Path) -> None:
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")  # the end of the directory says how long it is, and where it begins
    content[end + 16 : end + 20] = (2**31).to_bytes(4, "little")
    path.write_bytes(bytes(content))

    assert "the workbook is damaged" in refusal(path, base).message


def test_a_workbook_in_an_unknown_encoding(base: Register, path: Path) -> None:
    rewritten(path, "xl/workbook.xml", lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="X-FILES"'))

    assert "the workbook is damaged" in refusal(path, base).message


def test_a_member_that_stands_twice(base: Register, path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<workbook/>")

    assert "holds one member twice" in refusal(path, base).message


def test_two_sheets_of_one_name(base: Register, path: Path) -> None:
    rewritten(path, "xl/workbook.xml", lambda xml: xml.replace(b'name="_rows"', b'name="actors"'))

    assert "two sheets or two parts have one name" in refusal(path, base).message


def test_a_workbook_that_declares_entities(base: Register, path: Path) -> None:
    rewritten(
        path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbook", b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook", 1)
    )

    assert refusal(path, base).message == "the workbook declares entities of its own"


def test_a_sheet_that_is_no_xml(base: Register, path: Path) -> None:
    rewritten(path, "xl/worksheets/sheet2.xml", lambda _: b"<worksheet><sheetData><row")

    assert "the sheet cannot be read" in refusal(path, base).message


@pytest.mark.parametrize("ref", ['r="XFD1048576"', "r='XFD1048576'", 'r="CZ1048576"', '\nr="XFD9"', 'r = "XFD9"'])
def test_a_stray_cell_that_would_unfold_to_billions(base: Register, path: Path, ref: str) -> None:
    far = f'<row r="1048576"><c {ref}><v>1</v></c></row></sheetData>'.encode()
    rewritten(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"</sheetData>", far))

    assert "cells are strewn over" in refusal(path, base).message


def test_a_stray_cell_not_far_away_is_only_a_row(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["actors"].cell(5_000, 1).value = "FRA"

    with pytest.raises(RegisterError) as refused:
        read(path, base)
    assert all("actors:5000:" in problem for problem in refused.value.problems)


def test_a_long_text_that_is_named_by_very_many_cells(base: Register, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        last = archive.read("xl/sharedStrings.xml").count(b"<si>")
    text = b"<si><t>" + b"A" * 3_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="B%d" t="s"><v>%d</v></c>' % (row, last) for row in range(3, 1_000))
    rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace(b"</sst>", text))
    rewritten(
        path,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>"),
    )

    assert "its texts unfold to more than 2,000,000,000 characters" in refusal(path, base).message


def test_a_workbook_of_ones_own_has_no_origin(base: Register, tmp_path: Path) -> None:
    path = mixed_book(tmp_path / "own.xlsx")

    with pytest.raises(RegisterError, match="does not say what it was written from") as refused:
        read(path, base)
    assert "detente register import" in str(refused.value.next_step)


def test_an_origin_that_was_tampered_with_is_found_out(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["_base"]["B2"].value = "another register"
        book["_rows"]["D1"].value = "0" * 64

    with pytest.raises(RegisterError, match="1 of the 1 rows it was written from are not here"):
        merge(path, base)


def test_an_origin_that_names_an_unknown_table(base: Register, path: Path) -> None:
    with edited(path) as book:
        book["_base"]["B3"].value = "actors;treaties"

    with pytest.raises(RegisterError, match="no table 'treaties'"):
        read(path, base)


def test_sheets_with_a_prefix_on_every_tag_are_searched_too(base: Register, path: Path) -> None:
    """Some programs write <x:c> for <c>; a formula hides in neither."""

    def prefixed(xml: bytes) -> bytes:
        space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        tagged = xml.replace(space, space.replace(b"xmlns=", b"xmlns:x="))
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            tagged = tagged.replace(b"<" + tag + b" ", b"<x:" + tag + b" ").replace(
                b"<" + tag + b">", b"<x:" + tag + b">"
            )
            tagged = tagged.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        head, _, rest = tagged.partition(b"<x:sheetData")
        body = rest.partition(b"</x:sheetData>")[0]
        start = head[: head.index(b"<x:worksheet")]
        root = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        return start + root + b"<x:sheetData" + body + b"</x:sheetData></x:worksheet>"

    rewritten(path, "xl/worksheets/sheet2.xml", prefixed)
    assert read(path, base).change_set.is_empty
    rewritten(
        path,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"</x:row></x:sheetData>", b'<x:c r="K2"><x:f>1+1</x:f></x:c></x:row></x:sheetData>'),
    )

    with pytest.raises(RegisterError) as refused:
        read(path, base)
    assert any("(K2)" in problem and "a formula" in problem for problem in refused.value.problems)


def test_a_workbook_is_read_from_the_bytes_that_were_judged(path: Path) -> None:
    book = open_workbook(path)
    path.write_bytes(b"something else by now")

    assert isinstance(book.sheet("actors").values, pl.DataFrame)
    assert zipfile.is_zipfile(io.BytesIO(book.file.content))
