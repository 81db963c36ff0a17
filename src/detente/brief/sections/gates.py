"""Which doors are open between them: logistics, information, presence? Answered by rule packs, or not at all.

Until a pack of gate rules is given the section says that it was not computed: an agreement on record is not yet an
open gate, and the page does not pretend so.
"""

from detente.brief.context import Context
from detente.brief.page import EmptyReason, Section


def gates(context: Context) -> Section:
    """The state of each gate, once packs can be evaluated."""
    say = context.wording.text
    applies = context.subject.kind in ("pair", "alliance")
    reason = EmptyReason("not_computed", say("gates.no_pack")) if applies else EmptyReason("not_applicable")
    return Section(name="gates", title=say("gates.title"), empty=reason, method="interoperability.gates")
