"""The command line, run in this process: exit status and what it wrote."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

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
    """Run `detente` with these words."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(word) for word in words])
    told = [stream.detach().getvalue().decode() for stream in (out, err) if stream.flush() is None]
    return Ran(status, *told)


def saved(register: Register, folder: Path) -> Path:
    """The folder into which `register` was written as a package."""
    register.save(folder, created=RECORDED)
    return folder
