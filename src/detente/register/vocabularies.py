"""In which order do the ordered words stand?

The order is that of the words in the schema; a weaker word stands later for confidence, a higher one later for
classification. The columns are Polars Enums, so `min`, `max` and sorting of a frame follow the same order.
"""

from typing import Final

import polars as pl

from detente.register.schema import TABLES


def words(table: str, column: str) -> tuple[str, ...]:
    """The closed vocabulary of a column, in order; empty where it is open."""
    return tuple(TABLES[table].about(column)["words"])


CONFIDENCE: Final = words("sources", "confidence")
STRENGTH: Final = words("provisions", "strength")
CLASSIFICATION: Final = words("provisions", "level")
BINDING: Final = words("agreements", "binding")
STAGE: Final = words("adoptions", "stage")

Confidence: Final = pl.Enum(CONFIDENCE)


def weakest(confidences: list[str]) -> str:
    """The least sure of several words of confidence.

    >>> weakest(["verified", "unverified", "reported"])
    'unverified'
    """
    return max(confidences, key=CONFIDENCE.index)
