"""What does `detente` do with a line of words? Parse it, call the package, print the answer, set the exit status.

0 done · 1 a check failed · 2 unreadable input or wrong use · 3 unknown subject, or evidence incomplete. Trouble goes to
stderr in its four parts; input never ends in a traceback.
"""

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

import detente
from detente.cli import register_files  # its verbs join those of the questions
from detente.cli.brief import brief
from detente.errors import DetenteError, UnknownSubject

app = App(name="detente", help="The open workbench for defence diplomacy.", version=detente.__version__)
app.command(brief)
app.command(register_files.app)


def main(tokens: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        result = app(tokens, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except DetenteError as trouble:
        print(trouble, file=sys.stderr)
        return 3 if isinstance(trouble, UnknownSubject) else 2
    return result if isinstance(result, int) else 0
