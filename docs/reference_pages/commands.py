"""Which verbs does the command line know, and which options has each?"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from cyclopts import App
from cyclopts.argument import Argument

from detente.cli.main import app
from reference_pages import markdown

HEAD = (
    "`detente VERB --help` prints the same. Options that begin with two dashes may stand anywhere after the verb."
    " Without `--on` the command asks this computer for the day; everything else that an answer depends on is in the"
    " command."
)
STATUSES = (
    ("0", "done; a brief with gaps is done"),
    ("1", "a check found an error, or a merge has conflicts"),
    ("2", "input that cannot be read, or wrong use"),
    ("3", "a subject, agreement or actor that this register does not know"),
)


def page() -> str:
    """Every verb with what it takes."""
    parts = ["# Commands", HEAD]
    for path, verb in verbs(app):
        given = [argument for argument in verb.assemble_argument_collection() if argument.names != ("*",)]
        places = [a for a in given if a.field_info.is_positional]
        usage = " ".join([path, *(_place(argument) for argument in places)])
        parts += [f"## {path}", _sentence(verb.help), f"`{usage} [options]`"]
        options = [_row(argument) for argument in given if argument not in places]
        parts.append(markdown.table(["option", "takes", "meaning"], options))
    parts += ["## Exit status", markdown.table(["status", "means"], STATUSES)]
    return "\n\n".join(parts)


def verbs(over: App, path: str = "detente") -> Iterator[tuple[str, App]]:
    """Every command that does something, with the words that call it."""
    for name in over:
        if name.startswith("-"):
            continue
        under = over[name]
        if under.default_command is None:
            yield from verbs(under, f"{path} {name}")
        else:
            yield f"{path} {name}", under


def _place(argument: Argument) -> str:
    name = argument.names[0].lstrip("-").upper()
    return (
        name
        if argument.required or (name.isupper() and argument.field_info.default is argument.field_info.empty)
        else f"[{name}]"
    )


def _row(argument: Argument) -> list[str]:
    default = argument.field_info.default
    meaning = _sentence(argument.parameter.help)
    if argument.show_default and default not in (None, False, "") and "default:" not in meaning:
        meaning = f"{meaning} Default: `{default}`.".strip()
    return [f"`{argument.names[0]}`", _takes(argument), markdown.cell(meaning)]


def _takes(argument: Argument) -> str:
    """What follows the option: nothing, a word of a list, a path, a number or words."""
    choices = argument.get_choices()
    if choices:
        return " · ".join(f"`{choice}`" for choice in choices)
    kinds = {argument.hint, *get_args(argument.hint)}
    if bool in kinds:
        return ""
    return "path" if Path in kinds else "number" if int in kinds else "text"


def _sentence(text: str | None) -> str:
    """Help as one paragraph."""
    return " ".join((text or "").split()).replace("%%", "%")
