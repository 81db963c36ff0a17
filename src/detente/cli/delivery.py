"""Where does an answer go: to the screen, or whole into a new file?

Nothing that is there is overwritten, and no half file is ever there: it is written under another name and renamed.
"""

import contextlib
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.errors import DetenteError

Out = Annotated[Path | None, Parameter(help="Write into this new file instead of printing.")]


def deliver(content: str | bytes, out: Path | None) -> None:
    """Print `content`, or write it into the new file `out`.

    Raises
    ------
    DetenteError : the file exists or cannot be written; bytes for a terminal.
    """
    if out is not None:
        _write(content.encode() if isinstance(content, str) else content, out)
    elif isinstance(content, str):
        print(content, end="" if content.endswith("\n") else "\n")
    elif sys.stdout.isatty():
        raise DetenteError(
            "this form is not for a terminal", where="--out", expected="a file", next_step="give --out FILE"
        )
    else:
        sys.stdout.buffer.write(content)


def refuse_existing(path: Path, *, but: Path | None = None) -> None:
    """Raise where something is at `path`, unless it is `but`."""
    if path.exists() and not (but is not None and but.exists() and path.samefile(but)):
        raise DetenteError(
            f"{path} exists", where=str(path), expected="a new name", next_step="choose another name, or remove it"
        )


def _write(content: bytes, out: Path) -> None:
    refuse_existing(out)
    temporary = out.with_name(f".{out.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(out)
    except OSError as trouble:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise DetenteError(
            f"cannot write {out}: {trouble.strerror}",
            where=str(out),
            expected="a folder that can be written, with room left",
            next_step="choose another place",
        ) from trouble
