"""The sections of a page, in the order in which they stand; each file is one pure function of a context."""

from collections.abc import Callable

from detente.brief.context import Context
from detente.brief.page import Section
from detente.brief.sections.burden import burden
from detente.brief.sections.channels import channels
from detente.brief.sections.commitments import commitments
from detente.brief.sections.exercises import exercises
from detente.brief.sections.gates import gates
from detente.brief.sections.headline import headline
from detente.brief.sections.map import map_of
from detente.brief.sections.members import members
from detente.brief.sections.openquestions import openquestions
from detente.brief.sections.owes import owes
from detente.brief.sections.posts import posts
from detente.brief.sections.since import since
from detente.brief.sections.statements import statements
from detente.brief.sections.timeline import timeline
from detente.brief.sections.transfers import transfers
from detente.brief.sections.windows import windows

SECTIONS: dict[str, Callable[[Context], Section]] = {
    "headline": headline,
    "members": members,
    "commitments": commitments,
    "owes": owes,
    "windows": windows,
    "statements": statements,
    "exercises": exercises,
    "posts": posts,
    "channels": channels,
    "burden": burden,
    "gates": gates,
    "transfers": transfers,
    "since": since,
    "openquestions": openquestions,
    "map": map_of,
    "timeline": timeline,
}
