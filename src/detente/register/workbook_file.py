"""Is this file a workbook that can be opened without harm, and which of its cells hold no plain value?

An .xlsx file is a zip archive of XML. Before a library reads it, every member is unpacked within a limit and its
checksum compared, and each sheet is searched for what a reader of values would pass over in silence: formulas, errors,
merged cells, a stray cell that would unfold the sheet to billions of empty ones. The searches are on bytes (ECMA-376,
part 1, section 18.3.1); they read no value. When it lies: a writer that spreads one tag over comments would be
misunderstood; none is known.
"""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import polars as pl

from detente.errors import SourceError

LIMIT: Final = 50_000_000  # bytes on disk
_UNPACKED: Final = 12  # times the limit; sheets written by spreadsheets pack to a sixth or a tenth
_MEMBERS: Final = 5_000
_ROOM: Final = 30_000_000  # cells that a sheet may unfold to, or 200 times those it has
_TEXT_ROOM: Final = 2_000_000_000  # characters that shared texts may unfold to
_WIDEST: Final = 702  # columns A to ZZ

# What zipfile and ElementTree raise over bytes that are not what they claim: ValueError for an offset below zero,
# LookupError for an encoding of no known name, RuntimeError for a method of packing that they do not know.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, LookupError, RuntimeError)
_NOT_A_WORKBOOK: Final = "an Excel workbook (.xlsx)"
# One pass of a fast engine: a formula, an error, merged cells, a cell beyond column BZ or line 99,999, or a reference
# written in a way that this pattern would not see.
_NOT_PLAIN: Final = (
    r' r="(?:[A-Z]{3}|[C-Z][A-Z]|[A-Z]{1,2}[0-9]{6}|[a-z])|<f[ />]|<mergeCell| t="e"|'
    r" [rt]='|\nr|\tr|\rr| r | r= |\nt|\tt|\rt| t | t= "
)
_CELL_REF: Final = rb"""\sr\s*=\s*["']([A-Za-z]{1,3})\d"""


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What the bytes of one sheet say before its values are read.

    `values` is the number of cells that hold one; `formulas`, `errors` and `merged` name cells ("D17") and ranges.
    """

    values: int
    formulas: tuple[str, ...]
    errors: tuple[str, ...]
    merged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A file that was opened safely: its bytes, the XML of each sheet (in the order of the tabs) and of the texts."""

    name: str
    content: bytes = field(repr=False)
    sheets: Mapping[str, bytes] = field(repr=False)
    texts: bytes = field(repr=False)
    longest: int  # of the shared texts, in bytes
    from_1904: bool  # dates count from 1904-01-01

    def sheet(self, name: str) -> SheetXml:
        """What the bytes of one sheet say.

        Raises
        ------
        SourceError : the sheet would unfold to more cells or characters than can be held.
        """
        xml, place = self.sheets[name], f"{self.name}!{name}"
        root = re.search(rb"<(\w+:)?worksheet\b", xml)
        prefix = (root[1] if root else None) or b""
        values = xml.count(b"</%bv>" % prefix) + xml.count(b"</%bis>" % prefix)
        if values * self.longest > _TEXT_ROOM:
            _refuse_texts_that_unfold(xml, self.texts, place)
        if not prefix and _is_plain(xml):
            return SheetXml(values, (), (), ())
        _refuse_a_sheet_that_unfolds(xml, prefix, place)
        return SheetXml(
            values,
            _cells_with(xml, prefix, rb"<%bf[\s/>]" % prefix),
            _cells_with(xml, prefix, rb"""<%bc\s[^>]*?\st\s*=\s*["']e["']""" % prefix),
            tuple(ref.decode() for ref in re.findall(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([^"']+)""", xml)),
        )


def open_file(path: Path, *, limit: int = LIMIT) -> WorkbookFile:
    """The file, if it can be read without harm.

    Parameters
    ----------
    limit : bytes the file may have; unpacked it may have twelve times as many.

    Raises
    ------
    SourceError : no such file; over the limit, packed or unpacked; damaged; encrypted; not an .xlsx workbook.
    """
    content = _read_within(path, limit)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _unpack(archive, path.name, _UNPACKED * limit)
        sheets = _sheets(members, path.name)
    except _DAMAGED as trouble:
        raise SourceError(
            f"the workbook is damaged: {trouble}",
            where=path.name,
            expected=_NOT_A_WORKBOOK,
            next_step="open it in a spreadsheet program and save it again as .xlsx",
        ) from trouble
    texts = members.get("xl/sharedstrings.xml", b"")
    return WorkbookFile(
        path.name,
        content,
        sheets=sheets,
        texts=texts,
        longest=max(map(len, texts.split(b"si>"))),
        from_1904=re.search(rb"""\sdate1904\s*=\s*["'](?:1|true)["']""", members["xl/workbook.xml"]) is not None,
    )


def _read_within(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as trouble:
        raise SourceError(
            f"cannot be read: {trouble.strerror}", where=str(path), expected="a file", next_step="check the path"
        ) from trouble
    if len(content) > limit:
        raise _too_large(f"more than {limit:,} bytes", path.name)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise SourceError(
            "an old workbook (.xls), or one that is protected with a password",
            where=path.name,
            expected=_NOT_A_WORKBOOK,
            next_step="save it as .xlsx without a password",
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise SourceError(
            "not a workbook",
            where=path.name,
            expected=_NOT_A_WORKBOOK,
            next_step="save it as .xlsx; a CSV file is read with `detente register import`",
        )
    return content


def _unpack(archive: zipfile.ZipFile, file: str, room: int) -> dict[str, bytes]:
    """Name (lower case, as readers compare it) -> content of every member, unpacked to its true end.

    What an archive says about its own sizes is only a claim.
    """
    members = archive.infolist()
    names = Counter(_plain_name(member.filename) for member in members)
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > room:
        raise _too_large(f"unpacks to more than {room:,} bytes or {_MEMBERS:,} members", file)
    if max(names.values(), default=0) > 1 or any(member.flag_bits & 1 for member in members):
        raise SourceError(
            "the archive is encrypted or holds one member twice",
            where=file,
            expected=_NOT_A_WORKBOOK,
            next_step="save it again in a spreadsheet program",
        )
    unpacked = {}
    for member in members:
        content = _unpacked(archive, member, file, room)
        unpacked[_plain_name(member.filename)] = content
        room -= len(content)
    return unpacked


def _plain_name(member: str) -> str:
    return member.replace("\\", "/").lower()


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, room: int) -> bytes:
    declared, member.file_size = member.file_size, room + 1
    with archive.open(member) as stream:
        content = stream.read(room + 1)
    member.file_size = declared
    if len(content) > room:
        raise _too_large(f"unpacks to more than {room:,} bytes", file)
    if len(content) != declared:
        raise zipfile.BadZipFile(f"{member.filename} is not as long as it says")
    return content


def _sheets(members: Mapping[str, bytes], file: str) -> dict[str, bytes]:
    """Name of each worksheet -> its XML."""
    try:
        book = _tree(members["xl/workbook.xml"], file)
        relations = _tree(members["xl/_rels/workbook.xml.rels"], file)
    except (KeyError, ET.ParseError) as trouble:
        raise SourceError(
            "a zip archive without a workbook in it",
            where=file,
            expected=_NOT_A_WORKBOOK,
            next_step="save it as .xlsx (not .xlsb or .ods)",
        ) from trouble
    targets = {relation.get("Id"): _member(relation.get("Target", "")) for relation in relations}
    sheets = [sheet for sheet in book.iter() if sheet.tag.endswith("}sheet")]
    # The namespace of r:id differs between the transitional and the strict form of the format.
    links = [next((value for key, value in sheet.items() if key.endswith("}id")), None) for sheet in sheets]
    found = {sheet.get("name", ""): targets.get(link, "") for sheet, link in zip(sheets, links, strict=True)}
    if len(found) < len(sheets) or len(targets) < len(relations):
        raise zipfile.BadZipFile("two sheets or two parts have one name")
    return {name: members[member] for name, member in found.items() if member in members}


def _member(target: str) -> str:
    """Name of the member that a relation of the workbook leads to."""
    name = _plain_name(target)
    return name.removeprefix("/") if name.startswith(("/", "xl/")) else f"xl/{name}"


def _tree(xml: bytes, file: str) -> ET.Element:
    if b"<!DOCTYPE" in xml:
        raise SourceError(
            "the workbook declares entities of its own",
            where=file,
            expected=_NOT_A_WORKBOOK,
            next_step="ask where it comes from; no spreadsheet program writes this",
        )
    return ET.fromstring(xml)  # noqa: S314  # without a DOCTYPE there is nothing to expand


def _is_plain(xml: bytes) -> bool:
    """Whether nothing in the sheet needs a closer look."""
    suspicious = pl.Series([xml]).cast(pl.String, strict=False).str.contains(_NOT_PLAIN)
    return not bool(suspicious.fill_null(value=True).item())


def _refuse_a_sheet_that_unfolds(xml: bytes, prefix: bytes, place: str) -> None:
    """A reader fills the whole rectangle up to the last cell, so that one stray cell can ask for all memory."""
    width = max((_column(letters) for letters in set(re.findall(_CELL_REF, xml))), default=1)
    digits = len(str(xml.count(b"<%brow" % prefix)))
    while _has_row_of(xml, digits + 1):
        digits += 1
    while digits > 1 and not _has_row_of(xml, digits):
        digits -= 1
    cells = xml.count(b"<%bc " % prefix)
    if width > _WIDEST or width * 10**digits > max(_ROOM, 200 * cells):
        raise SourceError(
            f"{cells:,} cells are strewn over {width:,} columns and up to {10**digits - 1:,} rows",
            where=place,
            expected=f"a table of at most {_WIDEST} columns, without cells far away from it",
            next_step="delete what stands right of and below the table, and save again",
        )


def _has_row_of(xml: bytes, digits: int) -> bool:
    """Whether a cell stands in a row whose number has (at least) so many digits."""
    return re.search(rb"""\sr\s*=\s*["'][A-Za-z]{1,3}\d{%d}""" % digits, xml) is not None


def _refuse_texts_that_unfold(xml: bytes, texts: bytes, place: str) -> None:
    """A text is stored once and named by every cell that holds it: a small file can ask for very many long texts."""
    lengths = [len(text) for text in re.findall(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", texts, flags=re.DOTALL)]
    named = Counter(re.findall(rb"""\st=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d+)<""", xml))
    if sum(times * lengths[int(index)] for index, times in named.items() if int(index) < len(lengths)) > _TEXT_ROOM:
        raise _too_large(f"its texts unfold to more than {_TEXT_ROOM:,} characters", place)


def _cells_with(xml: bytes, prefix: bytes, pattern: bytes) -> tuple[str, ...]:
    """References of the cells in which `pattern` is found, in the order of the sheet."""
    tags = (xml[xml.rfind(b"<%bc" % prefix, 0, place.end()) : place.end() + 100] for place in re.finditer(pattern, xml))
    refs = (re.search(rb"""\sr\s*=\s*["']([A-Za-z]+\d+)""", tag) for tag in tags)
    return tuple(ref[1].decode().upper() if ref else "a cell" for ref in refs)


def _column(letters: bytes) -> int:
    """Number of a column from 1: b"A" is 1, b"AA" is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _too_large(what: str, place: str) -> SourceError:
    return SourceError(
        f"too large: {what}",
        where=place,
        expected="a workbook within the limit",
        next_step="export fewer tables to one workbook, or raise the limit where you know the file",
    )
