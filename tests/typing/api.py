"""The public calls as a user's type checker sees them: checked by mypy, never run."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import assert_type

import polars as pl

from detente import (
    Brief,
    BriefDiff,
    ChangeSet,
    DetenteError,
    PartialDate,
    Register,
    RegisterError,
    Snapshot,
    UnknownSubject,
    agreement_status,
    between,
    brief,
    changes,
    diff_briefs,
    duplicates,
    merge,
    owed,
    owed_matrix,
    party_status,
)
from detente.register.checks import Findings
from detente.register.differences import Changes
from detente.register.merge import Merged

AT = datetime(2026, 11, 22, tzinfo=UTC)
DAY = date(2026, 11, 22)

register = assert_type(Register.reference(), Register)
assert_type(Register.open(Path("folder")), Register)
assert_type(Register.empty().tables, Mapping[str, pl.DataFrame])
assert_type(register.validate(strict=["check_for_stale_rows"]), Findings)
assert_type(register.digest(), str)
assert_type(register.history("NAT1949"), pl.DataFrame)
register.save("folder", created=AT)

snapshot = assert_type(register.as_of(DAY, AT, basis="published"), Snapshot)
assert_type(snapshot.agreements, pl.DataFrame)
assert_type(snapshot.recorded("agreements"), pl.DataFrame)
assert_type(snapshot.absent("memberships", organisation="NATO", member="FRA"), bool | None)
assert_type(snapshot.covered("memberships", organisation="NATO"), bool)

assert_type(party_status(snapshot, "NAT1949", "POL"), pl.DataFrame)
assert_type(agreement_status(snapshot), pl.DataFrame)
assert_type(between(snapshot, "USA", "JPN"), pl.DataFrame)
assert_type(owed(snapshot, "USA", "JPN", kinds=("assist",), include="all"), pl.DataFrame)
assert_type(owed_matrix(snapshot, ["USA", "JPN"]), pl.DataFrame)
assert_type(duplicates(register.tables, "activities"), pl.DataFrame)

change = assert_type(
    register.correct("agreements", "NAT1949", {"title": "x"}, by="a", at=AT, reason="b", source=None), ChangeSet
)
assert_type(register.apply(change), Register)
assert_type(changes(snapshot, register.as_of(DAY)), Changes)
assert_type(merge(register, register, by="a", at=AT), Merged)

page = assert_type(brief.compose(register, "USA-JPN", valid=DAY, since=DAY), Brief)
assert_type(page.to_text(), str)
assert_type(page.to_html(), str)
assert_type(page.to_pdf(), bytes)
assert_type(Brief.from_json(page.to_json()), Brief)
assert_type(diff_briefs(page, page), BriefDiff)

day = assert_type(PartialDate.parse("1951-09"), PartialDate)
assert_type(day.by(DAY), bool | None)
assert_type(day.first, date)

trouble: DetenteError = RegisterError("m", where="w", expected="e", next_step="n")
trouble = UnknownSubject("m")
assert_type(trouble.next_step, str | None)
