"""What does `detente` do with a line of words? Parse it, call the package, print the answer, set the exit status.

0 done · 1 a check failed · 2 unreadable input or wrong use · 3 unknown subject, or evidence incomplete. Trouble goes to
stderr in its four parts; input never ends in a traceback. Stopped from the keyboard, or by a reader that has gone
(`| head`), it ends without a word, with the status a shell gives to such an end.
"""

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Final

from cyclopts import App, CycloptsError
from polars.exceptions import PolarsError

import detente
from detente.cli import register_files, register_import, register_past  # noqa: F401  # their verbs join the noun
from detente.cli.brief import brief
from detente.cli.options import WORDS
from detente.cli.register_day import app as register
from detente.errors import DetenteError, UnknownSubject

INTERRUPTED: Final = 130  # 128 + SIGINT
READER_GONE: Final = 141  # 128 + SIGPIPE

app = App(
    name="detente",
    help="The open workbench for defence diplomacy.",
    version=detente.__version__,
    suppress_keyboard_interrupt=False,
)
app.command(brief)
app.command(register)
app.register_install_completion_command()


def main(tokens: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if tokens is None else list(tokens)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console that lacks a sign shows its number
    try:
        status = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered would raise once more at exit.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _run(words: Sequence[str]) -> int:
    token = WORDS.set(words)
    try:
        result = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except BrokenPipeError:
        raise
    except (CycloptsError, DetenteError, OSError, PolarsError) as trouble:
        print(_in_four_parts(trouble, words), file=sys.stderr)
        return 3 if isinstance(trouble, UnknownSubject) else 2
    finally:
        WORDS.reset(token)
    return result if isinstance(result, int) else 0


def _in_four_parts(trouble: Exception, words: Sequence[str]) -> DetenteError:
    """Any trouble as one of ours."""
    match trouble:
        case DetenteError():
            return trouble
        case CycloptsError():
            chain = " ".join(["detente", *(trouble.command_chain or ())])
            return DetenteError(str(trouble).strip(), next_step=f"see `{chain} --help`")
        case OSError():
            where = None if trouble.filename is None else str(trouble.filename)
            return DetenteError(
                trouble.strerror or str(trouble),
                where=where,
                expected="a file or folder that can be read and written",
                next_step="check the path, its rights and the room left",
            )
        case _:
            return DetenteError(
                f"the rows could not be worked on: {str(trouble).splitlines()[0]}",
                where=" ".join(["detente", *words]),
                expected="a register that `detente register check` accepts",
                next_step="run the check; if it finds nothing, report the command",
            )
