"""Who can work with whom: standards, who uses them, and what a mission requires.

Adoption is a claim with a source; absence of a row is unknown.
"""

from detente.register.schema.columns import boolean, integer, key, number, partial_date, ref, refs, text, word
from detente.register.schema.provenance import Provenance


class Standard(Provenance):
    """One edition of a standard."""

    standard = key("Key of one edition of a standard", required=True, logical=True)
    designation = text("Official number")
    title = text("Title", required=True)
    organisation = text("Issuing body", required=True)
    family = text("Line of editions it belongs to")
    edition_order = integer("Place in that line")
    published = partial_date("Day of publication")
    status = word("proposed", "current", "superseded", "cancelled", doc="Stage of the edition itself")


class Adoption(Provenance):
    """Who uses which standard, on which side, how far."""

    actor = ref("actors", "Who uses it", required=True, logical=True)
    standard = ref("standards", "What is used", required=True, logical=True)
    role = word("both", "provide", "accept", doc="On which side of an exchange", required=True, logical=True)
    degree = number("Degree of implementation", unit="0-1", least=0.0, most=1.0)
    stage = word("none", "intended", "ratified", "fielding", "proven", doc="Stage in words")
    gateway = boolean("Whether only through a gateway")


class Profile(Provenance):
    """A set of requirements."""

    profile = key("Key of the set of requirements", required=True, logical=True)
    title = text("Title", required=True)
    kind = word("baseline", "spiral", "yardstick", "mission", doc="Sort of profile", required=True)
    supersedes = ref("profiles", "Profile it replaces")
    dated = partial_date("Day on the specification")


class Requirement(Provenance):
    """What a profile requires for a service."""

    profile = ref("profiles", "Profile that requires it", required=True)
    service = text("Service it is required for", required=True)
    function = text("Function the service belongs to", required=True)
    level = integer("Level it counts towards", unit="1-3")
    standard = ref("standards", "What is required", required=True)
    match = word("edition", "family", doc="Whether the very edition is needed", required=True)
    obligation = word("mandatory", "conditional", "recommended", "optional", doc="How strongly", required=True)
    relevance = number("Weight beside the obligation; empty means 1", unit="0-1", least=0.0, most=1.0)
    any_of = text("Label shared by alternatives")
    channel = word(
        "logistics",
        "information",
        "secure_communications",
        "geospatial",
        "presence",
        doc="Legal gate it passes; no row of channels",
    )
    condition = text("When a conditional one applies, in words")


class Thread(Provenance):
    """A mission thread: who must exchange what."""

    thread = key("Key of the mission thread", required=True, logical=True)
    title = text("Title", required=True)


class Needline(Provenance):
    """One exchange of a mission thread."""

    thread = ref("threads", "Thread it belongs to", required=True, logical=True)
    needline = text("Name within the thread", required=True, logical=True)
    provider = ref("actors", "Who provides", required=True)
    consumer = ref("actors", "Who accepts", required=True)
    service = text("Service exchanged", required=True)
    weight = number("Weight, above 0", required=True)
    route = refs("actors", "Actors passed in order; empty means direct")
