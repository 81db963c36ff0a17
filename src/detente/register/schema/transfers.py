"""Which arms went where: cases, their dated events, and holdings.

`delivered` is only for sources that do not say arrived, accepted or verified.
"""

from detente.register.schema.columns import integer, key, number, ref, text, word
from detente.register.schema.provenance import Provenance


class Transfer(Provenance):
    """One case of arms supplied by one actor to another."""

    transfer = key("Key of the case", required=True, logical=True)
    supplier = ref("actors", "Who supplies", required=True)
    recipient = ref("actors", "Who receives", required=True)
    item = text("What is transferred", required=True)
    category = word(
        "air_defence",
        "combat_aircraft",
        "uncrewed_aircraft",
        "tanks",
        "missiles",
        "ships",
        "submarines",
        "mixed",
        "other",
        doc="Category",
        required=True,
    )
    quantity = number("How many", unit="items")
    value = number("Value", unit="see unit")
    unit = text("Currency and scale of the value")
    value_kind = word("contract", "notified", "announced", "estimate", doc="What the value is the value of")


class TransferEvent(Provenance):
    """What happened to a case; its stage follows from these."""

    transfer = ref("transfers", "Case it happened to", required=True, logical=True)
    event = word(
        "announced",
        "notified",
        "licensed",
        "refused",
        "selected",
        "contracted",
        "shipped",
        "arrived",
        "accepted",
        "delivered",
        "verified",
        "suspended",
        "resumed",
        "cancelled",
        "ended",
        doc="What happened; delivered is for sources that do not say which",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    by = text("Who decided")
    reason = text("Why")
    instrument = text("Paper that records it")


class Holding(Provenance):
    """What an actor holds or has ordered."""

    actor = ref("actors", "Who holds", required=True, logical=True)
    item = text("What is held", required=True, logical=True)
    category = word(doc="Category, as in transfers", required=True)
    quantity = number("How many", unit="items")
    state = word(
        "in_service", "ordered", "operated_or_ordered", "retired", doc="In what state", required=True, logical=True
    )
