"""The sections of a page, in the order in which they stand; each file is one pure function of a context."""

from collections.abc import Callable

from detente.brief.context import Context
from detente.brief.page import Section
from detente.brief.sections.burden import burden
from detente.brief.sections.channels import channels
from detente.brief.sections.commitments import commitments
from detente.brief.sections.exercises import exercises
from detente.brief.sections.gates import gates
from detente.brief.sections.map import map_of
from detente.brief.sections.owes import owes
from detente.brief.sections.posts import posts
from detente.brief.sections.statements import statements
from detente.brief.sections.timeline import timeline
from detente.brief.sections.transfers import transfers

SECTIONS: dict[str, Callable[[Context], Section]] = {
    "commitments": commitments,
    "owes": owes,
    "statements": statements,
    "exercises": exercises,
    "posts": posts,
    "channels": channels,
    "burden": burden,
    "gates": gates,
    "transfers": transfers,
    "map": map_of,
    "timeline": timeline,
}
