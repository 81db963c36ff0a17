"""Who is there: states by spell, organisations, offices, firms and units; who belongs to what.

A code belongs to a spell and never to an actor. When it lies: a spell whose code nobody entered looks like an actor
without one.
"""

from detente.register.schema.columns import integer, key, number, ref, text, word
from detente.register.schema.provenance import Provenance


class Actor(Provenance):
    """States, organisations, groupings, designations, offices, firms, units and aggregates; one row per spell."""

    actor = key("Key of the actor through all its spells", required=True, logical=True)
    occurrence = integer(
        "Number of the spell: one actor may have had several names, codes or extents",
        required=True,
        logical=True,
        least=1,
    )
    kind = word(
        "state",
        "organisation",
        "grouping",
        "designation",
        "office",
        "firm",
        "unit",
        "aggregate",
        doc="What sort of actor it is",
        required=True,
    )
    name = text("Name in English during this spell", required=True)
    parent = ref("actors", "Owner, superior or parent body")
    iso2 = text("ISO 3166-1 alpha-2 code during this spell")
    iso3 = text("ISO 3166-1 alpha-3 code during this spell")
    iso_numeric = text("ISO 3166-1 numeric code, three digits with leading zeros")
    cow = integer("Correlates of War state number during this spell")
    gw = integer("Gleditsch-Ward state number during this spell")
    capital = text("Seat of government during this spell")
    capital_lat = number("Latitude of the seat of government", unit="degrees north", least=-90.0, most=90.0)
    capital_lon = number("Longitude of the seat of government", unit="degrees east", least=-180.0, most=180.0)


class Succession(Provenance):
    """Who continued, absorbed or split from whom; old records keep the old actor."""

    predecessor = ref("actors", "Actor before", required=True, logical=True)
    successor = ref("actors", "Actor after", required=True, logical=True)
    kind = word(
        "continued_by",
        "succeeded_by",
        "absorbed_by",
        "merged_into",
        "split_into",
        "renamed",
        doc="What happened to the predecessor",
        required=True,
    )


class Membership(Provenance):
    """Who belonged to what, one row per spell; a designation creates no duty."""

    organisation = ref("actors", "Body or grouping joined", required=True, logical=True)
    member = ref("actors", "Actor that belongs to it", required=True, logical=True)
    status = word(
        "member",
        "associate",
        "observer",
        "signatory",
        "affiliate",
        "designated",
        "treated_as_designated",
        doc="In what capacity",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the spell, for those that left and came back", required=True, logical=True, least=1)
    under = ref("agreements", "Treaty whose participation makes the membership")


class Region(Provenance):
    """Which actor lies in which region, under a named scheme."""

    region = text("Name of the region", required=True, logical=True)
    actor = ref("actors", "Actor placed in it", required=True, logical=True)
    scheme = word(doc="Which division of the world", required=True, logical=True)


class Alias(Provenance):
    """Old, merged and external keys; resolving one is shown, never silent."""

    alias = key("Other or former key", required=True, logical=True)
    target = key("Key in use now", required=True)
    reason = word("renamed", "merged", "external", "typo", doc="Why there are two keys", required=True)
