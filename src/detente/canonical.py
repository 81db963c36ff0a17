"""Which bytes, and which digest, stand for this value everywhere?

RFC 8785 (JSON Canonicalization Scheme) and SHA-256. Floats are refused: two programs may print one float in two ways,
and a digest must not depend on which of them ran. Write quantities as integers of a named unit or as strings.
"""

import hashlib

import rfc8785

from detente.errors import DetenteError

_SCALARS = (bool, int, str, type(None))


def encode(value: object) -> bytes:
    r"""`value` (None, bool, int, str, list, tuple, dict with str keys; nested) as RFC 8785 bytes.

    Raises
    ------
    DetenteError : a float, a key that is no string, an integer beyond 2**53 - 1, or any other type (names the path to
    it).

    >>> encode({"b": 1, "a": ["é", None, True]})
    b'{"a":["\xc3\xa9",null,true],"b":1}'
    """
    _refuse_what_has_no_one_form(value, "$")
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # the check above is what the type says
    except rfc8785.CanonicalizationError as trouble:
        raise DetenteError(
            f"value has no canonical JSON form: {trouble}",
            expected="integers within 2**53 - 1 and valid Unicode",
            next_step="write the value as a string",
        ) from trouble


def digest(value: object) -> str:
    """SHA-256 of `encode(value)` in lower-case hexadecimal (64 characters)."""
    return hashlib.sha256(encode(value)).hexdigest()


def _refuse_what_has_no_one_form(value: object, path: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise DetenteError(
                    f"key {key!r} is not a string", where=path, expected="string keys", next_step="name it in words"
                )
            _refuse_what_has_no_one_form(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _refuse_what_has_no_one_form(inner, f"{path}[{index}]")
    elif not isinstance(value, _SCALARS):
        raise DetenteError(
            f"{type(value).__name__} {value!r} has no canonical form",
            where=path,
            expected="null, true, false, integer, string, list or object",
            next_step="write floats and dates as strings, or as integers of a named unit",
        )
