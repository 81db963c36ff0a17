"""Where was it read, what else supports it, and what do the lists claim to cover?

A source without a `retrieved` date was named as where to check, not read.
"""

from detente.register.schema.columns import key, partial_date, text, word
from detente.register.schema.provenance import Provenance


class Source(Provenance):
    """A page, document, data set or person that facts rest on."""

    source = key("Key of the source", required=True, logical=True)
    title = text("Title", required=True)
    publisher = text("Publisher or author", required=True)
    url = text("Address")
    published = partial_date("Day of publication")
    retrieved = partial_date("Day it was read; empty means named as where to check")
    kind = word(
        "official",
        "parliament",
        "dataset",
        "thinktank",
        "trade",
        "agency",
        "press",
        "reference",
        "blog",
        "aggregator",
        "forum",
        "mirror",
        "compiled",
        "person",
        doc="Sort of source",
        required=True,
    )
    language = text("Language, BCP 47")
    terms = text("Terms of use that matter for shipping")


class Citation(Provenance):
    """A further source of a row or of one field of it."""

    table = word(doc="Table of the row supported", required=True)
    cited_record = key("Record supported", required=True)
    field = text("Column supported; empty means the whole row")
    quote = text("Short quotation", unit="at most 300 characters")


class CoverageDeclaration(Provenance):
    """What a list claims to cover: the licence to read "no row" as "no"."""

    table = word(doc="Table the declaration is about", required=True, logical=True)
    key = text("Column that names the subject", required=True, logical=True)
    subject = text("Value of that column, * for all, or a prefix ending in *", required=True, logical=True)
    completeness = word(
        "complete", "partial", "none", doc="Whether absence of a row means absence of the thing", required=True
    )
    statement = text("The claim in words", required=True)
