"""Which figure, of whom, for when, in which edition and on which definition?

Every edition and definition of a figure is kept; none is averaged. `decimals` keeps the printed precision.
"""

from detente.register.schema.columns import boolean, integer, number, partial_date, ref, text, word
from detente.register.schema.provenance import Provenance


class Observation(Provenance):
    """One figure for one actor and period, in one edition, on one definition."""

    actor = ref("actors", "Whom the figure describes", required=True, logical=True)
    counterpart = ref("actors", "Second actor of a figure about two", logical=True)
    indicator = word(doc="What is measured", required=True, logical=True)
    period = text("Label of the period, dated by valid time", required=True, logical=True)
    value = number("The figure", required=True, unit="see unit")
    decimals = integer("Digits after the point as published", least=0)
    unit = text("Unit with scale, currency and price base, from a closed list", required=True)
    basis = text("Definition used", logical=True)
    vintage = partial_date("Edition the figure was published in", logical=True)
    estimate = boolean("Whether the publisher calls it an estimate", required=True)
