"""Small worlds for the tests of the brief: two states and an alliance with a history, and worlds that hypothesis draws.

`history()` is the fixed one. Arland and Borland have a treaty of assistance, a line, an exercise and a gift of radars;
Corland is beside them. `worlds()` draws registers in which nearly every row concerns the same three states, so that
every section of a page has something to say, and in which names are as unkind as a user's file may hold.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from detente.register import Register
from detente.register.vocabularies import words
from tests import small

Row = Mapping[str, Any]

STATES = ("ARL", "BRL", "CRL")
ACTORS: list[Row] = [
    {"actor": "ARL", "kind": "state", "name": "Arland", "valid_from": "1900-01-01"},
    {"actor": "BRL", "kind": "state", "name": "Borland", "valid_from": "1900-01-01"},
    {"actor": "CRL", "kind": "state", "name": "Corland", "valid_from": "1900-01-01"},
    {"actor": "UNION", "kind": "organisation", "name": "Union of the Coast", "valid_from": "1900-01-01"},
]


def pact(key: str = "PACT", **more: Any) -> Row:
    return {"agreement": key, "title": f"Pact {key.title()}", "valid_from": "2000-01-01", **more}


def act(agreement: str, party: str, word: str, day: str, **more: Any) -> Row:
    return {"agreement": agreement, "party": party, "act": word, "valid_from": day, **more}


def in_force(agreement: str, *parties: str, day: str = "2000-02-01", **more: Any) -> list[Row]:
    return [act(agreement, party, "entered_into_force", day, **more) for party in parties]


def clause(agreement: str, kind: str, **more: Any) -> Row:
    return {"agreement": agreement, "kind": kind, "record": f"{agreement}/{kind}", **more}


def history(**more: list[Row]) -> Register:
    """Arland and Borland bound to assist each other since 2000-02-01; either may leave by one year's notice."""
    tables: dict[str, list[Row]] = {
        "actors": ACTORS,
        "agreements": [pact()],
        "participations": in_force("PACT", "ARL", "BRL"),
        "provisions": [
            clause("PACT", "assist", article="Art 3", trigger="armed_attack", strength="each_decides"),
            clause(
                "PACT",
                "exit",
                trigger="on_notice",
                notice_period="P1Y",
                effect="notice_end",
                notice_counts_from="given",
            ),
        ],
    }
    return small.register(**{name: [*tables.get(name, []), *more.get(name, [])] for name in {**tables, **more}})


_UNKIND = st.sampled_from(
    [
        "Arland",
        "Republic of 007",
        "<script>alert(1)</script>",
        '#import "x"',
        "a | b",
        "\u202eright to left",
        "日本国",
        "x" * 10_000,
        "two\nlines",
        "*bold* _it_ [l](javascript:x)",
        "&amp;",
        "Micro, States of",
    ]
)
_STATE = st.sampled_from(STATES)
_DAY = st.one_of(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str),
    st.sampled_from(["unknown", "2001", "2010-06", "2009/2012-03", "2024-02-29"]),
)
_SURE = st.sampled_from(["verified", "reported", "unverified"])
_RECORDED = st.sampled_from(
    [datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
)


def _word(table: str, column: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words(table, column))


def _rows(
    columns: Mapping[str, st.SearchStrategy[Any]], most: int = 4, *, least: int = 0
) -> st.SearchStrategy[list[Row]]:
    drawn = st.fixed_dictionaries(
        {
            **columns,
            "confidence": _SURE,
            "recorded_at": _RECORDED,
            "claimant": st.none() | _UNKIND,
            "note": st.none() | _UNKIND,
        }
    )
    return st.lists(drawn, min_size=least, max_size=most)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_PACT, _GAME, _LINE, _CASE = (
    st.sampled_from([f"{key}{number}" for number in (1, 2)]) for key in ("PACT", "GAME", "LINE", "CASE")
)
_PERIODS = st.sampled_from(["P1Y", "P6M", "P90D", "P5Y"])
_TABLES: Mapping[str, st.SearchStrategy[list[Row]]] = {
    "participations": _rows(
        {
            "agreement": _PACT,
            "party": _STATE,
            "act": st.just("entered_into_force") | _word("participations", "act"),
            "valid_from": _DAY,
            "effective": _maybe(_DAY),
            "capacity": st.sampled_from(["party", "party", "beneficiary"]),
            "occurrence": st.integers(1, 2),
            "towards": _maybe(_STATE),
        },
        12,
        least=4,
    ),
    "provisions": _rows(
        {
            "agreement": _PACT,
            "kind": st.sampled_from(["assist", "consult", "finance", "term", "exit"]) | _word("provisions", "kind"),
            "obligor": _maybe(_STATE),
            "obligee": _maybe(_STATE),
            "article": _maybe(_UNKIND),
            "trigger": _maybe(_word("provisions", "trigger")),
            "strength": _maybe(_word("provisions", "strength")),
            "area": _maybe(_UNKIND),
            "notice_period": _maybe(_PERIODS),
            "effect": _maybe(_word("provisions", "effect")),
            "term": _maybe(_PERIODS),
            "last_day": _maybe(_DAY),
            "renewal": _maybe(_word("provisions", "renewal")),
            "renewal_term": _maybe(_PERIODS),
            "amount": _maybe(st.floats(0, 1e18)),
            "unit": st.just("USD bn"),
        },
        6,
        least=2,
    ),
    "memberships": _rows(
        {
            "organisation": st.just("UNION"),
            "member": _STATE,
            "status": _word("memberships", "status"),
            "occurrence": st.integers(1, 2),
            "under": st.none() | st.just("PACT1"),
            "valid_from": _DAY,
            "valid_to": _maybe(_DAY),
        }
    ),
    "regions": _rows(
        {"region": st.just("Coast"), "actor": _STATE, "scheme": st.just("subject"), "valid_from": st.just("1900-01-01")}
    ),
    "statements": _rows(
        {
            "statement": st.sampled_from(["S1", "S2"]),
            "actor": _STATE,
            "addressee": _maybe(_STATE),
            "office": _maybe(_UNKIND),
            "kind": _word("statements", "kind"),
            "about": _UNKIND,
            "text": _UNKIND,
            "text_kind": _word("statements", "text_kind"),
            "agreement": _maybe(_PACT),
            "valid_from": _DAY,
        }
    ),
    "participants": _rows(
        {
            "activity": _GAME,
            "actor": _maybe(_STATE),
            "role": _word("participants", "role"),
            "personnel": _maybe(st.integers(0, 10**6)),
        },
        6,
    ),
    "activity_events": _rows(
        {
            "activity": _GAME,
            "event": _word("activity_events", "event"),
            "occurrence": st.integers(1, 2),
            "valid_from": _DAY,
            "reason": _maybe(_UNKIND),
        }
    ),
    "channel_parties": _rows({"channel": _LINE, "party": _STATE, "role": st.just("end"), "valid_from": _DAY}, 6),
    "channel_events": _rows(
        {
            "channel": _LINE,
            "kind": _word("channel_events", "kind"),
            "occurrence": st.integers(1, 2),
            "cause": _maybe(_word("channel_events", "cause")),
            "valid_from": _DAY,
            "detail": _maybe(_UNKIND),
        },
        6,
    ),
    "transfer_events": _rows(
        {
            "transfer": _CASE,
            "event": _word("transfer_events", "event"),
            "occurrence": st.integers(1, 2),
            "valid_from": _DAY,
        }
    ),
    "observations": _rows(
        {
            "actor": _STATE,
            "counterpart": _maybe(_STATE),
            "indicator": st.sampled_from(["defence_expenditure_share_of_gdp", "host_nation_support"]),
            "period": st.sampled_from(["2023", "2024"]),
            "value": st.floats(0, 1e9),
            "decimals": _maybe(st.integers(0, 3)),
            "unit": st.sampled_from(["percent", "USD bn"]),
            "basis": st.sampled_from(["one", "other"]),
            "vintage": _maybe(st.sampled_from(["2023-06", "2024-06", "2025-06"])),
            "valid_from": _DAY,
        }
    ),
    "pledges": _rows(
        {
            "pledge": st.sampled_from(["P1", "P2"]),
            "actor": st.sampled_from([*STATES, "UNION"]),
            "measured_on": _word("pledges", "measured_on"),
            "indicator": st.just("troops"),
            "comparator": st.sampled_from([">=", "<=", "="]),
            "value": st.floats(0, 1e6),
            "unit": st.just("persons"),
            "due": _maybe(_DAY),
            "terms": _maybe(_UNKIND),
            "valid_from": _DAY,
        },
        2,
    ),
    "incidents": _rows(
        {
            "incident": st.sampled_from(["I1", "I2"]),
            "kind": st.just("collision"),
            "title": _UNKIND,
            "initiator": _STATE,
            "affected": _STATE,
            "valid_from": _DAY,
        },
        2,
    ),
}


@st.composite
def worlds(draw: st.DrawFn) -> Register:
    """A register about three states, their union, two agreements, two exercises, two lines and two transfers."""
    tables = {name: _apart(draw(rows)) for name, rows in _TABLES.items()}
    tables["actors"] = [{**row, "name": draw(_UNKIND)} if row["actor"] in STATES else row for row in ACTORS]
    tables["agreements"] = [
        pact(
            key,
            title=draw(_UNKIND),
            binding=draw(_word("agreements", "binding")),
            subject=draw(_word("agreements", "subject")),
            parent="PACT1" if key == "PACT2" and draw(st.booleans()) else None,
            relation=draw(_maybe(_word("agreements", "relation"))),
        )
        for key in ("PACT1", "PACT2")
    ]
    tables["activities"] = [
        {
            "activity": key,
            "title": draw(_UNKIND),
            "kind": "exercise",
            "domain": "land",
            "valid_from": draw(_maybe(_DAY)),
            "valid_to": draw(_maybe(_DAY)),
        }
        for key in ("GAME1", "GAME2")
    ]
    tables["channels"] = [
        {"channel": key, "title": draw(_UNKIND), "level": "military", "valid_from": draw(_DAY)}
        for key in ("LINE1", "LINE2")
    ]
    tables["transfers"] = [
        {
            "transfer": key,
            "supplier": "ARL",
            "recipient": draw(st.sampled_from(["BRL", "CRL"])),
            "item": draw(_UNKIND),
            "category": "other",
            "quantity": draw(_maybe(st.floats(0, 1e4))),
            "value": draw(_maybe(st.floats(0, 1e4))),
            "unit": "USD bn",
            "valid_from": draw(_DAY),
        }
        for key in ("CASE1", "CASE2")
    ]
    return small.register(**tables)


def subjects() -> st.SearchStrategy[str]:
    """A subject of each kind."""
    return st.sampled_from(["ARL", "ARL-BRL", "UNION", "PACT1", "region:Coast"])


def _apart(rows: list[Row]) -> list[Row]:
    """The same rows, each its own record; what began in vain after it ended is turned round."""
    return [{**row, "record": f"r{place}"} | _in_order(row) for place, row in enumerate(rows)]


def _in_order(row: Row) -> dict[str, Any]:
    starts, ends = row.get("valid_from"), row.get("valid_to")
    return (
        {"valid_to": None}
        if ends is not None and (starts == "unknown" or ends == "unknown" or str(ends)[:4] < str(starts)[:4])
        else {}
    )
