"""What does every row of every table carry?

Provenance: which statement it is, in which version, when we learned it, when it held, where it was read, how surely,
and who asserts it. A correction is a new version of the same record; nothing is overwritten.
"""

import dataframely as dy

from detente.register.schema.columns import boolean, instant, integer, key, partial_date, ref, text, word


class Provenance(dy.Schema):
    """The twelve columns that close every table; primary key (`record`, `version`)."""

    record = key("Stable name of this statement, the same through all its versions", required=True)
    version = integer("Number of the version, from 1 without gaps", required=True, least=1)
    recorded_at = instant("When this register learned it", required=True)
    recorded_by = text("Person or import that recorded it", required=True)
    valid_from = partial_date("First day on which it held, or the day of an act or event")
    valid_to = partial_date("First day on which it no longer held; empty means not ended as far as known")
    source = ref("sources", "Principal source, or where to check an unverified row", required=True)
    locator = text("Article, page, table or row in the source")
    confidence = word("verified", "reported", "unverified", doc="How it was read", required=True)
    claimant = text("Who asserts it, where the value is contested")
    note = text("Remark for a reader, in own words")
    withdrawn = boolean("True if this version says that the statement should never have been made", required=True)
