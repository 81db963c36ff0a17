"""Which errors are there, and what is each raised for?"""

import inspect

from detente import errors
from reference_pages import markdown

HEAD = (
    "A message has four parts: the thing, the place, what was expected, and the next step. All classes derive from"
    " `DetenteError`. The command line prints the message on standard error; its exit statuses stand with the"
    " [commands](commands.md)."
)


def page() -> str:
    """Every class of error, and what it is raised for."""
    family = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.DetenteError)]
    rows = [
        (f"`{c.__name__}`", markdown.cell(markdown.summary(c)))
        for c in sorted(family, key=lambda c: (len(c.mro()), c.__name__))
    ]
    return "\n\n".join(["# Errors", HEAD, markdown.table(["class", "raised for"], rows)])
