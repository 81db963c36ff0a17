"""What do two registers, taken together, still claim to cover completely?

What both claim. A declaration of completeness that one side makes stands if the other makes one that contains it, or
has no rows of that table and so adds none; otherwise it is withdrawn, and where two declarations overlap one of the
overlap takes their place. Declarations of partial coverage license no conclusion and stay. When it lies: a list that
was complete stays complete when rows are added, so that a declaration may fall here only for want of a second one;
whoever knows better restates it (`Register.restate`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final

import polars as pl

from detente import canonical
from detente.register import dates
from detente.register.corrections import Act, next_version
from detente.register.dates import PartialDate
from detente.register.references import current
from detente.register.schema import TABLES
from detente.register.versions import to_the_millisecond
from detente.register.vocabularies import weakest

_TABLE: Final = TABLES["coverage"]

Tables = Mapping[str, pl.DataFrame]
Extent = tuple[str, PartialDate | None, PartialDate | None]
Claim = Mapping[str, Any]  # Any: the cells of one row of `coverage`, of every type


def narrowed(united: pl.DataFrame, ours: Tables, theirs: Tables, *, act: Act) -> pl.DataFrame:
    """The rows to add to `coverage`: declarations withdrawn, and the overlaps that take their place.

    Parameters
    ----------
    united : all versions of `coverage` of both sides.
    ours, theirs : table -> all versions of all rows, sorted by (record, version).

    Raises
    ------
    RegisterError : `act.at` lies before the moment at which a falling declaration was recorded.
    """
    mine, yours = _claims(ours), _claims(theirs)
    fallen = [*_unshared(mine, yours, theirs), *_unshared(yours, mine, ours)]
    names = sorted({claim["record"] for claim in fallen})
    standing = current(united).filter(pl.col("record").is_in(names))
    withdrawn = [next_version(row, "coverage", {}, act=act, withdrawn=True) for row in standing.iter_slices(1)]
    overlaps = {
        overlap["record"]: overlap
        for one, other in product(mine, yours)
        if (one["record"] in names or other["record"] in names) and (overlap := _overlap(one, other, act)) is not None
    }
    added = [overlap for record, overlap in sorted(overlaps.items()) if record not in set(united["record"])]
    return pl.concat(
        [_TABLE.empty(), *withdrawn, pl.DataFrame(added, schema=dict(_TABLE.dtypes), orient="row")], how="diagonal"
    )


def _claims(side: Tables) -> Sequence[Claim]:
    """The declarations of completeness that stand."""
    return current(side["coverage"]).filter(pl.col("completeness") == "complete").to_dicts()


def _unshared(claims: Sequence[Claim], others: Sequence[Claim], other_side: Tables) -> list[Claim]:
    """Those of `claims` that no declaration of the other side contains, where the other side has rows to add."""
    return [
        claim
        for claim in claims
        if _has_rows(other_side, claim["table"]) and not any(_contains(other, claim) for other in others)
    ]


def _has_rows(side: Tables, table: str) -> bool:
    return table in side and not side[table].is_empty()


def _contains(outer: Claim, inner: Claim) -> bool:
    """Whether what both claim is all that `inner` claims."""
    return _common(outer, inner) == (inner["subject"], _date(inner, "valid_from"), _date(inner, "valid_to"))


def _common(one: Claim, other: Claim) -> Extent | None:
    """Subject, start and end of what both claim; None where that is nothing."""
    subject = _narrower(one["subject"], other["subject"])
    if subject is None or any(one[column] != other[column] for column in ("table", "key")):
        return None
    starts, ends = ([_date(claim, end) for claim in (one, other)] for end in ("valid_from", "valid_to"))
    start, end = _chosen(starts, dates.latest), _chosen(ends, dates.earliest)
    return None if start is not None and end is not None and end.by(start.first) else (subject, start, end)


def _date(claim: Claim, column: str) -> PartialDate | None:
    return None if claim[column] is None else PartialDate.parse(claim[column])


def _chosen(
    given: Iterable[PartialDate | None], choose: Callable[[list[PartialDate]], PartialDate]
) -> PartialDate | None:
    """The later (or earlier) of the dates given, as it was written where it is one of them (of equals, the last)."""
    known = [date for date in given if date is not None]
    if not known:
        return None
    chosen = choose(known)
    return next((date for date in reversed(known) if (date.first, date.last) == (chosen.first, chosen.last)), chosen)


def _narrower(subject: str, other: str) -> str | None:
    """The subjects that both speak of: `*` is all, `UKR-*` a prefix, anything else itself; None where there are none.

    >>> _narrower("UKR-*", "*"), _narrower("UKR-*", "UKR-GBR"), _narrower("UKR-*", "FRA")
    ('UKR-*', 'UKR-GBR', None)
    """
    for wide, narrow in ((subject, other), (other, subject)):
        if wide == narrow or (wide.endswith("*") and narrow.startswith(wide.removesuffix("*"))):
            return narrow
    return None


def _overlap(one: Claim, other: Claim, act: Act) -> Claim | None:
    """A declaration of what both claim, where neither contains the other; None where there is nothing new to say."""
    first, second = sorted((one, other), key=lambda claim: str(claim["record"]))
    common = _common(first, second)
    if common is None or _contains(one, other) or _contains(other, one):
        return None
    subject, start, end = common
    names = canonical.digest([first["record"], second["record"]])
    return dict.fromkeys(_TABLE.columns) | {
        "table": first["table"],
        "key": first["key"],
        "subject": subject,
        "completeness": "complete",
        "statement": " / ".join(dict.fromkeys([first["statement"], second["statement"]])),
        "record": f"coverage/{names[:16]}",
        "version": 1,
        "recorded_at": to_the_millisecond(act.at),
        "recorded_by": act.by,
        "valid_from": None if start is None else start.text,
        "valid_to": None if end is None else end.text,
        "source": first["source"],
        "confidence": weakest([first["confidence"], second["confidence"]]),
        "note": f"what {first['record']} and {second['record']} have in common",
        "withdrawn": False,
    }
