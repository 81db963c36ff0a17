"""Which cells does this delimited text file hold, and on which lines do they stand?

CSV as people send it: comma, semicolon or tab, a byte order mark, CR LF or LF, quoted cells with line ends in them. The
lines counted are those an editor shows. Nothing is repaired: a byte that is not in the encoding, a NUL, a quote that is
never closed or a header that stands twice is refused with its place; rows longer or shorter than the header are
problems, and are not read as rows.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from detente.errors import RegisterError, SourceError
from detente.register.grid import Grid, from_records

LIMIT_BYTES: Final = 50_000_000
DELIMITERS: Final = (",", ";", "\t")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SNIFFED_ROWS: Final = 20


def read(path: Path, *, encoding: str = "utf-8", delimiter: str | None = None, limit_bytes: int = LIMIT_BYTES) -> Grid:
    """The cells of a delimited file; `delimiter` None: comma, semicolon or tab, whichever parts the header.

    Raises
    ------
    SourceError : no such file, or larger than `limit_bytes` (before anything is read).
    RegisterError : unknown encoding, bytes outside it, NUL, no header, a header cell empty or twice, a broken quote.
    """
    text = decoded(raw_bytes(path, limit_bytes), encoding, path.name)
    return from_records(records(text, delimiter or _sniffed(text, path.name), path.name), path.name)


def raw_bytes(path: Path, limit_bytes: int = LIMIT_BYTES) -> bytes:
    """The bytes of a file that is there and not too large.

    Raises
    ------
    SourceError : absent, unreadable, or larger than `limit_bytes`.
    """
    refuse_too_large(path, limit_bytes)
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise _unreadable(path, trouble) from trouble


def refuse_too_large(path: Path, limit_bytes: int) -> None:
    """Look at the size before anything is read.

    Raises
    ------
    SourceError : absent, or larger than `limit_bytes`.
    """
    try:
        size = path.stat().st_size
    except OSError as trouble:
        raise _unreadable(path, trouble) from trouble
    if size > limit_bytes:
        raise SourceError(
            f"{path.name} has {size:,} bytes",
            where=str(path),
            expected=f"at most {limit_bytes:,} bytes",
            next_step="split the file, each part with the header",
        )


def decoded(raw: bytes, encoding: str, file: str) -> str:
    """The text of `raw`, without a byte order mark.

    Raises
    ------
    RegisterError : unknown encoding; bytes outside it, with offset and what to try; NUL.
    """
    try:
        text = raw.decode(encoding)
        text.encode("utf-8")
    except LookupError as trouble:
        raise RegisterError(
            f"{encoding!r} is no character encoding",
            where=file,
            expected="a name such as utf-8, cp1252, cp1251 or utf-16",
            next_step="name the encoding in which the file was saved",
        ) from trouble
    except UnicodeError as trouble:
        raise _wrong_encoding(raw, encoding, file, getattr(trouble, "start", 0)) from trouble
    if "\0" in text:
        raise _has_nul(raw, encoding, file, text.index("\0"))
    return text.removeprefix("\ufeff")


def records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank lines are none.

    Raises
    ------
    RegisterError : a delimiter of more than one character; text after a closing quote, or a quote that is never closed.
    """
    if len(delimiter) != 1 or delimiter in '\r\n"\0':
        raise RegisterError(
            f"{delimiter!r} is no delimiter", where=file, expected=", ; or a tab", next_step="declare it"
        )
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in rows:
            if any(row):
                yield begins, row
            begins = rows.line_num + 1
    except csv.Error as trouble:
        raise RegisterError(
            f"the record cannot be read as delimited text: {trouble}",
            where=f"{file}:{begins}",
            expected='a cell with quotes, delimiters or line ends stands in "...", and a quote in it is doubled',
            next_step="correct the quotes of this record",
        ) from trouble


def _sniffed(text: str, file: str) -> str:
    """The delimiter that parts the header in most cells, the first rows having as many."""
    best, most = ",", (False, 1)
    for delimiter in DELIMITERS:
        try:
            head = [len(row) for _, (_, row) in zip(range(_SNIFFED_ROWS), records(text, delimiter, file), strict=False)]
        except (
            RegisterError
        ):  # quotes that make no sense with this delimiter: it is another one, or none reads the file
            continue
        if head and (len(set(head)) == 1, head[0]) > most and head[0] > 1:
            best, most = delimiter, (len(set(head)) == 1, head[0])
    return best


def _wrong_encoding(raw: bytes, encoding: str, file: str, offset: int) -> RegisterError:
    line = raw.count(b"\n", 0, offset) + 1
    return RegisterError(
        f"byte {offset:,} (hexadecimal {raw[offset : offset + 1].hex() or 'none'}) is not {encoding}",
        where=f"{file}:{line} (byte offset {offset:,})",
        expected=f"text in {encoding}",
        next_step=f"try --encoding {_likely(raw)}, or save the file as UTF-8",
    )


def _has_nul(raw: bytes, encoding: str, file: str, index: int) -> RegisterError:
    offset = raw.index(b"\0") if b"\0" in raw else index
    likely = _likely(raw)
    return RegisterError(
        f"byte {offset:,} is NUL",
        where=f"{file} (byte offset {offset:,})",
        expected=f"text in {encoding} without NUL",
        next_step=f"try --encoding {likely}"
        if likely.startswith("utf-16")
        else "export the file again as CSV; this one is damaged or no text",
    )


def _likely(raw: bytes) -> str:
    """The encoding worth trying: UTF-16 shows by its mark or by every second byte being NUL; the rest is usual."""
    if raw.startswith(_UTF16):
        return "utf-16"
    odd, even = raw[1::2].count(0), raw[::2].count(0)
    if max(odd, even) > len(raw) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _unreadable(path: Path, trouble: OSError) -> SourceError:
    return SourceError(
        f"cannot read {path}: {trouble.strerror}", where=str(path), expected="a file", next_step="check the path"
    )
