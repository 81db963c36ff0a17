"""What is disputed, who is in it, and what happened?

Disputes run over a spell, incidents happen on a day.
"""

from detente.register.schema.columns import boolean, key, number, ref, text, word
from detente.register.schema.provenance import Provenance


class Dispute(Provenance):
    """What is disputed."""

    dispute = key("Key of the dispute", required=True, logical=True)
    title = text("Name", required=True)
    kind = word(doc="Sort of dispute", required=True)
    about = text("What it is about")
    area = text("Where")


class DisputeSide(Provenance):
    """Who takes part in a dispute, on which side."""

    dispute = ref("disputes", "Dispute", required=True, logical=True)
    actor = ref("actors", "Who takes part", required=True, logical=True)
    side = word("a", "b", "other", doc="On which side", required=True)
    originator = boolean("Whether in it from the first day")


class Incident(Provenance):
    """What happened on a day."""

    incident = key("Key of the incident", required=True, logical=True)
    kind = word(doc="Sort of incident", required=True)
    title = text("What happened, as a headline", required=True)
    initiator = ref("actors", "Who acted")
    affected = ref("actors", "Who was affected")
    place = text("Where")
    lat = number("Latitude", unit="degrees north", least=-90.0, most=90.0)
    lon = number("Longitude", unit="degrees east", least=-180.0, most=180.0)
    dispute = ref("disputes", "Dispute it belongs to")
    detail = text("Remark")
