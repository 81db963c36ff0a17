"""One value, one sequence of bytes, one digest."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import canonical
from detente.errors import DetenteError

scalars = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


def test_keys_are_sorted_by_utf_16_and_text_is_not_escaped_more_than_needed() -> None:
    # The example of RFC 8785, section 3.2.3, without its number.
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    assert ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"] == list(
        json.loads(canonical.encode(value))
    )


@given(values)
def test_the_bytes_read_back_and_the_digest_is_theirs(value: object) -> None:
    encoded = canonical.encode(value)

    assert value == json.loads(encoded)
    assert hashlib.sha256(encoded).hexdigest() == canonical.digest(value)


@pytest.mark.parametrize(
    "value, where",
    [
        ({"share": 0.1}, "$.share"),
        ([1, [2.5]], "$[1][0]"),
        ({1: "one"}, "$"),
        ({"day": object()}, "$.day"),
        ({"b": b"x"}, "$.b"),
    ],
)
def test_it_refuses_what_has_no_single_form_and_says_where(value: object, where: str) -> None:
    with pytest.raises(DetenteError) as refused:
        canonical.encode(value)
    assert where == refused.value.where


def test_an_integer_that_other_readers_would_round_is_refused() -> None:
    with pytest.raises(DetenteError, match="no canonical JSON form"):
        canonical.encode(2**60)
