"""The command line, run in this process: exit status and what it wrote."""

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from detente.cli import main
from detente.register import Register
from tests.small import RECORDED


@dataclass(frozen=True)
class Ran:
    """One command: its exit status, what it printed and what it complained of."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it printed, line by line."""
        return self.out.splitlines()


def detente(*words: str | Path) -> Ran:
    """Run `detente` with these words, on a terminal of 110 columns."""
    out, err = _screen(), _screen()
    with patch.dict(os.environ, COLUMNS="110"), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(word) for word in words])
    return Ran(status, _told(out), _told(err))


def _screen() -> io.TextIOWrapper:
    """A text stream that writes through at once, as `main` finds it."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)


def _told(screen: io.TextIOWrapper) -> str:
    written = screen.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


def saved(register: Register, folder: Path) -> Path:
    """The folder into which `register` was written as a package."""
    register.save(folder, created=RECORDED)
    return folder
