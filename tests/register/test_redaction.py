"""The one change in place: content goes, keys, times and a digest stay."""

from datetime import UTC, date, datetime

import pytest

from detente.errors import RegisterError
from detente.register import Register, redaction
from tests.small import register

AT = datetime(2026, 6, 1, tzinfo=UTC)
NONCE = "00112233445566778899aabbccddeeff"
HELD = "POST/BBB/arrived/1"


@pytest.fixture
def base() -> Register:
    arrived = {"post": "POST", "receiving_state": "BBB", "event": "arrived"} | {
        "person_key": "p-17",
        "instrument": "note 4",
    }
    return register(
        actors=[{"actor": key, "kind": "state", "name": key} for key in ("AAA", "BBB")],
        posts=[{"post": "POST", "sending": "AAA", "seat": "BBB", "kind": "defence"}],
        accreditations=[
            arrived | {"valid_from": "2020"},
            arrived | {"valid_from": "2020-03", "version": 2, "instrument": "note 4, by Colonel B."},
        ],
    )


def redacted(base: Register, *columns: str, record: str = HELD, nonce: str = NONCE) -> Register:
    return base.redact("accreditations", record, columns, by="A. Officer", at=AT, reason="retention ended", nonce=nonce)


def test_personal_content_goes_from_every_version(base: Register) -> None:
    after = redacted(base, "instrument")

    assert [None, None] == after.history(HELD)["person_key"].to_list()
    assert [None, None] == after.history(HELD)["instrument"].to_list()


def test_keys_and_both_times_stay(base: Register) -> None:
    kept = ["post", "receiving_state", "event", "record", "version", "recorded_at", "valid_from", "source"]

    assert base.history(HELD).select(kept).equals(redacted(base).history(HELD).select(kept))


def test_free_text_stays_unless_it_is_named(base: Register) -> None:
    assert ["note 4", "note 4, by Colonel B."] == redacted(base).history(HELD)["instrument"].to_list()


def test_the_note_says_who_when_and_why_and_holds_the_digest_of_the_row(base: Register) -> None:
    row = base.tables["accreditations"][1]
    note = redacted(base).history(HELD)["note"][1]

    assert note.startswith("redacted 2026-06-01T00:00:00.000Z by A. Officer: retention ended; was sha256 ")
    assert note.endswith(redaction.digest_of("accreditations", row, NONCE))
    assert not note.endswith(redaction.digest_of("accreditations", row, NONCE[::-1]))


def test_a_column_that_may_not_be_empty_says_that_it_was_redacted(base: Register) -> None:
    assert ["[redacted]"] * 2 == redacted(base, "recorded_by").history(HELD)["recorded_by"].to_list()


def test_versions_without_such_content_stay_as_they_are(base: Register) -> None:
    noted = base.apply(base.correct("posts", "POST", {"office": "Room 3"}, by="A", at=AT, reason="seen"))

    after = noted.redact("posts", "POST", ["office"], by="A", at=AT, reason="asked", nonce=NONCE)

    assert noted.tables["posts"].row(0) == after.tables["posts"].row(0)
    assert [None, None] == after.tables["posts"]["office"].to_list()


def test_a_note_can_be_redacted_and_then_holds_only_the_remark(base: Register) -> None:
    noted = base.apply(base.correct("posts", "POST", {"note": "Colonel B. sits here"}, by="A", at=AT, reason="seen"))

    after = noted.redact("posts", "POST", ["note"], by="A", at=AT, reason="asked", nonce=NONCE)

    assert "Colonel" not in str(after.tables["posts"]["note"].to_list())
    assert after.tables["posts"]["note"][1].startswith("redacted ")


@pytest.mark.parametrize("column", ["post", "valid_from", "event", "confidence", "record", "source"])
def test_keys_dates_and_words_are_not_redacted(base: Register, column: str) -> None:
    with pytest.raises(RegisterError, match=f"column '{column}' is not redacted"):
        redacted(base, column)


def test_a_record_without_content_a_short_nonce_or_an_unknown_record_is_refused(base: Register) -> None:
    with pytest.raises(RegisterError, match="nothing to redact"):
        base.redact("posts", "POST", ["office"], by="A", at=AT, reason="asked", nonce=NONCE)
    with pytest.raises(RegisterError, match="nonce is too short"):
        redacted(base, nonce="ff")
    with pytest.raises(RegisterError, match="no record 'nobody'"):
        redacted(base, record="nobody")


def test_redacting_twice_finds_nothing_the_second_time(base: Register) -> None:
    with pytest.raises(RegisterError, match="nothing to redact"):
        redacted(redacted(base))


def test_a_redacted_register_still_answers(base: Register) -> None:
    assert [HELD] == redacted(base).as_of(date(2021, 1, 1)).accreditations["record"].to_list()
