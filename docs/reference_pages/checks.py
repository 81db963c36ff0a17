"""Which checks of a register are there, and how grave is what each finds?"""

from itertools import groupby

from detente.register.checks import CHECKS
from reference_pages import markdown

HEAD = (
    "`detente register check` runs them all on the last version of every record. An *error* makes answers wrong"
    " whichever way it is read, and gives exit status 1; a *warning* is a row that needs another row, a better source"
    " or a second look; a *note* tells what the register is made of. `--strict NAME` counts the findings of one check"
    " as errors. A finding is made only where every reading of the dates is at fault."
)


def page() -> str:
    """Every named check, by family."""
    parts = ["# Checks", f"{len(CHECKS)} checks. {HEAD}"]
    for family, checks in groupby(CHECKS.values(), key=lambda check: check.family):
        rows = ((f"`{check.name}`", check.severity, markdown.cell(check.summary)) for check in checks)
        parts += [f"## {family.capitalize()}", markdown.table(["check", "severity", "finds"], rows)]
    return "\n\n".join(parts)
