"""Which lines connect them, who is on them, and how did they fail?

Path down, operator absent and principal declining are three causes and are never merged.
"""

from detente.register.schema.columns import duration, instant, integer, key, ref, text, word
from detente.register.schema.provenance import Provenance


class Channel(Provenance):
    """A line or mechanism between governments or forces."""

    channel = key("Key of the line or mechanism", required=True, logical=True)
    title = text("Name", required=True)
    level = word(
        "head_of_state",
        "head_of_government",
        "minister",
        "ministry",
        "agency",
        "military",
        "operational",
        "liaison",
        "party_ministry_navy",
        "ministry_coast_guard",
        doc="Level it connects",
        required=True,
    )
    medium = text("Technology, in words")
    agreement = ref("agreements", "Agreement it rests on")


class ChannelParty(Provenance):
    """Who is on a line."""

    channel = ref("channels", "Line", required=True, logical=True)
    party = ref("actors", "Who is on it", required=True, logical=True)
    role = word("end", "relay", "witness", "group", doc="In what role", required=True)


class ChannelEvent(Provenance):
    """The dated record of a line: opened, used, unanswered, cut, restored."""

    channel = ref("channels", "Line it happened on", required=True, logical=True)
    kind = word(
        "agreed",
        "installed",
        "opened",
        "extended",
        "upgraded",
        "tested",
        "attested",
        "used",
        "not_used",
        "unanswered",
        "declined",
        "delayed",
        "postponed",
        "path_failure",
        "reduced",
        "suspended",
        "severed",
        "restored",
        "closed",
        doc="What happened",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    at = instant("Moment, where known")
    initiator = ref("actors", "Who called, cut or acted")
    addressee = ref("actors", "Who was called")
    cause = word(
        "path",
        "gateway",
        "operator",
        "principal",
        "political",
        "weather",
        "unknown",
        doc="Why it failed: the path, the machine, the operator or the principal",
    )
    delay = duration("How long the answer took")
    incident = ref("incidents", "Incident it belongs to")
    evidence = text("Digest of the evidence")
    detail = text("What happened, in words")
