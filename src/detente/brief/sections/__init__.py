"""The sections of a page, in the order in which they stand; each file is one pure function of a context."""

from collections.abc import Callable

from detente.brief.context import Context
from detente.brief.page import Section
from detente.brief.sections.channels import channels
from detente.brief.sections.commitments import commitments
from detente.brief.sections.gates import gates
from detente.brief.sections.owes import owes
from detente.brief.sections.posts import posts
from detente.brief.sections.statements import statements
from detente.brief.sections.transfers import transfers

SECTIONS: dict[str, Callable[[Context], Section]] = {
    "commitments": commitments,
    "owes": owes,
    "statements": statements,
    "posts": posts,
    "channels": channels,
    "gates": gates,
    "transfers": transfers,
}
