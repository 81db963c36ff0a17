"""`as_of` again, in plain Python loops over dictionaries: slow, obvious, and sharing no code with the register.

Dates are read here by hand, months by their lengths; three values are True, False and None.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

Row = dict[str, Any]  # Any: a cell
Span = tuple[date, date]
PARENT = {"provisions": ("agreements", "agreement"), "participants": ("activities", "activity")}


def span(text: str, recorded: datetime) -> Span:
    """First and last day of a partial date; an unknown day is not later than its recording."""
    if text == "unknown":
        return date(1500, 1, 1), recorded.date()
    first, _, last = text.partition("/")
    return _days(first)[0], _days(last or first)[1]


def _days(text: str) -> Span:
    year, month, day = (int(part) if part else None for part in (text[:4], text[5:7], text[8:]))
    assert year is not None
    end_month = month or 12
    return date(year, month or 1, day or 1), date(year, end_month, day or calendar.monthrange(year, end_month)[1])


def by(text: str | None, recorded: datetime, day: date) -> bool | None:
    """Had it come by `day`?"""
    if text is None:
        return None
    first, last = span(text, recorded)
    return True if last <= day else False if first > day else None


def unless(*, starts: bool | None, ended: bool | None) -> bool | None:
    if starts is False or ended is True:
        return False
    return None if starts is None or ended is None else True


def learned(table: str, row: Row, sources: Iterable[Row], basis: str) -> datetime:
    recorded: datetime = row["recorded_at"]
    if basis == "recorded" or row["confidence"] == "unverified":
        return recorded
    told, told_at = row.get("vintage") if table == "observations" else None, recorded
    if told is None:
        for source in sources:  # in order of record and version: the last statement about the source counts
            if source["source"] == row["source"]:
                told, told_at = source["published"], source["recorded_at"]
    if told is None:
        return recorded
    return min(recorded, datetime.combine(span(told, told_at)[1], time(23, 59, 59, 999000), UTC))


def known(tables: Mapping[str, list[Row]], table: str, at: datetime | None, basis: str) -> list[Row]:
    """The highest version of each record learned by `at`, unless it withdraws the record."""
    best: dict[str, Row] = {}
    for row in tables[table]:
        if at is None or learned(table, row, tables["sources"], basis) <= at:
            held = best.get(row["record"])
            best[row["record"]] = row if held is None or row["version"] > held["version"] else held
    return [row for row in best.values() if not row["withdrawn"]]


def verdict(when: str, row: Row, day: date) -> bool | None:
    starts = by(row["valid_from"], row["recorded_at"], day)
    if when != "spell":
        return starts
    ended = False if row["valid_to"] is None else by(row["valid_to"], row["recorded_at"], day)
    return unless(starts=starts, ended=ended)


def selected(
    tables: Mapping[str, list[Row]], table: str, when: str, *, day: date, at: datetime | None, basis: str
) -> dict[tuple[str, int], bool | None]:
    """(record, version) -> verdict of the rows of `table` that hold, or may hold, on `day` as known at `at`."""
    found: dict[tuple[str, int], bool | None] = {}
    for row in known(tables, table, at, basis):
        if when == "reference":
            told: bool | None = True
        elif when == "child":
            parents, key = PARENT[table]
            of_parents = [verdict("spell", p, day) for p in known(tables, parents, at, basis) if p[key] == row[key]]
            told = child(row, of_parents, day)
        else:
            told = verdict(when, row, day)
        if told is not False:
            found[row["record"], row["version"]] = told
    return found


def child(row: Row, parents: list[bool | None], day: date) -> bool | None:
    """A child without dates of its own runs with its parent; one with dates holds by itself in the parent's life."""
    if all(answer is False for answer in parents):
        return False
    runs_with = True if True in parents else None
    starts = runs_with if row["valid_from"] is None else by(row["valid_from"], row["recorded_at"], day)
    ended = False if row["valid_to"] is None else by(row["valid_to"], row["recorded_at"], day)
    return unless(starts=starts, ended=ended)
