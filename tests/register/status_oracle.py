"""Party status in plain Python loops: the same rules as `register.status`, written again without frames.

Slow and obvious on purpose. It is the oracle of the tests and the peer of the benchmark; nothing in `src` imports it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from detente import durations
from detente.register.dates import FIRST_DAY, LAST_DAY

Row = Mapping[str, Any]
TIERS = ("verified", "reported", "unverified")
ENDS = ("exited", "expelled", "terminated", "expired", "superseded")
ENTRIES = ("entered_into_force", "acceded", "succeeded")


def reached(first: date | None, last: date | None, day: date) -> bool | None:
    """first..last <= day, in three values."""
    if last is not None and last <= day:
        return True
    return False if first is not None and first > day else None


def settle(statements: Iterable[tuple[date | None, date | None, str]], day: date) -> bool | None:
    """One question about several (first, last, confidence), tier by tier."""
    admitted: list[tuple[date, date]] = []
    for tier in TIERS:
        new = [(a or FIRST_DAY, b or LAST_DAY) for a, b, confidence in statements if confidence == tier]
        if admitted:
            new = [(a, b) for a, b in new if any(x <= a and b <= y for x, y in admitted)]
        admitted += new
        admitted = [(x, y) for x, y in admitted if not any((x, y) != (a, b) and x <= a and b <= y for a, b in admitted)]
        answers = {reached(a, b, day) for a, b in admitted}
        if {True, False} <= answers:
            return None
        if answers in ({True}, {False}):
            return answers.pop()
    return None


def interval(row: Row) -> tuple[date | None, date | None]:
    """When an act counts: when it is both done and effective; a notice when it is given."""
    done = row["valid_from_first"], row["valid_from_last"]
    if row["act"] == "notice_given" or row["effective_first"] is None:
        return done
    return max(done[0], row["effective_first"]), max(done[1], row["effective_last"])


def in_force(rows: Sequence[Row], agreement: Row, terms: Sequence[Row], day: date) -> bool | None:
    """Is the party of `rows` (all its acts under one agreement) bound on `day`, by acts and term clauses alone?"""
    acts: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        acts.setdefault((row["act"], row["occurrence"]), []).append(row)
    names = {name for name, _ in acts}
    wanted = set(ENTRIES) | (
        {"adopted"} if agreement["binding"] != "legal" and "entered_into_force" not in names else set()
    )
    events = []
    for (name, _), statements in acts.items():
        if name in wanted or name in ENDS:
            spans = [(*interval(row), row["confidence"]) for row in statements]
            first, last = narrowest(spans)
            begins = name in wanted
            events.append((first if begins else last, begins, name, settle(spans, day), first, last))
    events.sort(key=lambda event: (event[0] or FIRST_DAY, event[1]))
    verdicts: list[bool | None] = []
    spells: list[dict[bool, list[Any]]] = []
    for event in events:
        if event[1] and (not spells or spells[-1][False]):
            spells.append({True: [], False: []})
        if not spells:
            spells.append({True: [], False: []})
        spells[-1][event[1]].append(event)
    for spell_events in spells:
        entries, ends = spell_events[True], spell_events[False]
        if not entries:
            verdicts.append(False)
            continue
        entry = next(
            (event for event in sorted(entries, key=lambda e: (e[4], e[5])) if event[2] == "entered_into_force"), None
        )
        entry = entry or min(entries, key=lambda e: (e[4] or FIRST_DAY, e[5] or FIRST_DAY))
        if ends:
            values = [event[3] for event in ends]
            over = True if True in values else None if None in values else False
        else:
            over = term_over(entry[4], entry[5], terms, day)
        verdicts.append(both(entry[3], None if over is None else not over))
    return True if True in verdicts else None if None in verdicts else False


def narrowest(spans: list[tuple[date | None, date | None, str]]) -> tuple[date | None, date | None]:
    """The interval that all tiers together leave."""
    admitted: list[tuple[date | None, date | None]] = []
    for tier in TIERS:
        new = [(a, b) for a, b, confidence in spans if confidence == tier]
        if admitted:
            new = [
                (a, b)
                for a, b in new
                if any((x or FIRST_DAY) <= (a or FIRST_DAY) and (b or LAST_DAY) <= (y or LAST_DAY) for x, y in admitted)
            ]
        admitted += new
        admitted = [
            p
            for p in admitted
            if not any(
                p != q and (p[0] or FIRST_DAY) <= (q[0] or FIRST_DAY) and (q[1] or LAST_DAY) <= (p[1] or LAST_DAY)
                for q in admitted
            )
        ]
    firsts, lasts = [a for a, _ in admitted if a], [b for _, b in admitted if b]
    return (min(firsts) if firsts else None, max(lasts) if lasts else None)


def term_over(first: date | None, last: date | None, terms: Sequence[Row], day: date) -> bool | None:
    """Has a term clause ended the spell? Null where it passed and nobody recorded a renewal."""
    earliest: tuple[date, bool | None] | None = None
    for clause in terms:
        if clause["renewal"] in ("tacit", "indefinite", "with_parent"):
            continue
        if clause["last_day_first"] is not None:
            out = clause["last_day_first"] + timedelta(days=1), clause["last_day_last"] + timedelta(days=1)
        elif clause["term"] and first and last:
            length = durations.Duration.parse(clause["term"])
            out = durations.add(first, length), durations.add(last, length)
        else:
            continue
        passed = reached(*out, day)
        if passed is not False and clause["renewal"] != "none":
            passed = None
        if earliest is None or out[1] < earliest[0]:
            earliest = (out[1], passed)
    return False if earliest is None else earliest[1]


def both(a: bool | None, b: bool | None) -> bool | None:
    """Kleene and."""
    return False if False in (a, b) else None if None in (a, b) else True
