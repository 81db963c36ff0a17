"""What do they do together: exercises, visits, talks, and the posts that keep contact.

The window of an activity is its valid time; a changed plan is a new version, so slippage can be read back.
"""

from detente.register.schema.columns import instant, integer, key, number, ref, text, word
from detente.register.schema.provenance import Provenance


class Activity(Provenance):
    """One edition of an exercise, visit, dialogue or the like; its window is the valid time."""

    activity = key("Key of the activity or edition", required=True, logical=True)
    title = text("Title", required=True)
    series = text("Series it belongs to")
    edition = integer("Number in the series", least=1)
    kind = word(
        "initiative",
        "exchange",
        "visit",
        "dialogue",
        "staff_talks",
        "seminar",
        "exercise",
        "conference",
        "course",
        "training_team",
        "port_call",
        "overflight",
        "standards_meeting",
        "reimbursement_review",
        "ceremony",
        "attache_arrival",
        "delivery_support",
        doc="Sort of activity",
        required=True,
    )
    domain = word(
        "land",
        "maritime",
        "air",
        "cyber",
        "command_post",
        "multi_domain",
        "special_forces",
        "strategic",
        "humanitarian",
        doc="Domain of an exercise",
    )
    place = text("Where it is held")
    parent = ref("activities", "Activity it is part of")
    country = ref("actors", "Country where it is held")
    office = text("Office that runs it")
    authority = text("Legal or budget authority it rests on")
    starts_at = instant("Start to the minute, where that matters")
    ends_at = instant("End to the minute, where that matters")
    planned_cost = number("Planned cost", unit="currency")
    currency = text("ISO 4217 code of the cost")
    load = number("Load on the partner's staff", unit="staff days")
    features = text("Features that matter for cover and clearances, `;` between")
    relationship_only = text("Reason for having no objective")
    external_id = text("Number in another system")


class ActivityEvent(Provenance):
    """What happened to an activity, from proposed to closed; its status follows from these."""

    activity = ref("activities", "Activity it happened to", required=True, logical=True)
    event = word(
        "proposed",
        "planned",
        "approved",
        "confirmed",
        "postponed",
        "reduced",
        "part_postponed",
        "invitation_withdrawn",
        "cancelled",
        "held",
        "not_held",
        "reported",
        "closed",
        doc="What happened",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    actor = ref("actors", "State concerned")
    by = text("Who decided")
    reason = text("Why")
    instrument = text("Paper that records it")


class Participant(Provenance):
    """Who took part in what role; a headcount has a claimant and a basis."""

    activity = ref("activities", "Activity taken part in", required=True, logical=True)
    actor = ref("actors", "Who took part; empty for the total", logical=True)
    role = word(
        "host",
        "lead",
        "participant",
        "support",
        "guest",
        "observer",
        "instructor",
        "student",
        "total",
        doc="In what role",
        required=True,
        logical=True,
    )
    unit = text("Formation sent")
    planned = integer("Headcount planned", least=0, unit="persons")
    personnel = integer("Headcount, or lower end of a range", least=0, unit="persons")
    personnel_to = integer("Upper end of a range", least=0, unit="persons")
    personnel_basis = word(
        "announced", "counted", "claimed", "estimated", "reported", doc="Where the headcount comes from"
    )
    nations = integer("Number of states, in the total", least=1, unit="states")
    equipment = text("Ships, aircraft and vehicles, in words")


class Post(Provenance):
    """A post of an attaché or office, not the person who holds it."""

    post = key("Key of the post, not of the person", required=True, logical=True)
    sending = ref("actors", "State that sends", required=True)
    seat = ref("actors", "State of residence", required=True)
    kind = word(
        "defence",
        "military",
        "naval",
        "air",
        "security_cooperation_office",
        "liaison",
        "adviser",
        "military_representative",
        doc="Sort of post",
        required=True,
    )
    service = text("Service of the holder")
    office = text("Office or command it belongs to")


class Accreditation(Provenance):
    """What happened to the accreditation of a post in one receiving state."""

    post = ref("posts", "Post to be accredited", required=True, logical=True)
    receiving_state = ref("actors", "State that receives", required=True, logical=True)
    event = word(
        "nominated",
        "consent_requested",
        "consented",
        "refused",
        "no_reply",
        "arrived",
        "notified",
        "calls_made",
        "in_function",
        "departing",
        "ended",
        "persona_non_grata",
        "recalled",
        doc="What happened",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    person_key = text("Pseudonymous key of the holder; names live in the workspace", personal=True)
    instrument = text("Note or letter")
