"""Détente: the open workbench for defence diplomacy. These are its public names.

A name is imported when it is first asked for, so that a lower layer stands without the ones above it.

>>> from datetime import date
>>> from detente import Register, owed
>>> duties = owed(Register.reference().as_of(date(2026, 11, 22)), "USA", "JPN")
>>> duties["agreement"].to_list()
['USJPN1960']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente import brief, register
    from detente.brief import Brief, BriefDiff, diff_briefs
    from detente.errors import DetenteError, MissingPart, RegisterError, SourceError, UnknownSubject
    from detente.register import Register, Snapshot
    from detente.register.changes import ChangeSet
    from detente.register.dates import PartialDate
    from detente.register.differences import changes
    from detente.register.duplicates import duplicates
    from detente.register.merge import merge
    from detente.register.owed import owed, owed_matrix
    from detente.register.status import agreement_status, between, party_status

__version__ = "2026.11"
__all__ = [
    "Brief",
    "BriefDiff",
    "ChangeSet",
    "DetenteError",
    "MissingPart",
    "PartialDate",
    "Register",
    "RegisterError",
    "Snapshot",
    "SourceError",
    "UnknownSubject",
    "agreement_status",
    "between",
    "brief",
    "changes",
    "diff_briefs",
    "duplicates",
    "merge",
    "owed",
    "owed_matrix",
    "party_status",
    "register",
]
_HOMES = {
    "detente": ("brief", "register"),
    "detente.brief": ("Brief", "BriefDiff", "diff_briefs"),
    "detente.errors": ("DetenteError", "MissingPart", "RegisterError", "SourceError", "UnknownSubject"),
    "detente.register": ("Register", "Snapshot"),
    "detente.register.changes": ("ChangeSet",),
    "detente.register.dates": ("PartialDate",),
    "detente.register.differences": ("changes",),
    "detente.register.duplicates": ("duplicates",),
    "detente.register.merge": ("merge",),
    "detente.register.owed": ("owed", "owed_matrix"),
    "detente.register.status": ("agreement_status", "between", "party_status"),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A public name, from the module where it lives."""
        for home, names in _HOMES.items():
            if name in names:
                return import_module(f"detente.{name}") if home == "detente" else getattr(import_module(home), name)
        raise AttributeError(f"detente has no public name {name!r}")
