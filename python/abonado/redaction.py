"""Values that are kept out of reports, logs and errors."""

from __future__ import annotations

import secrets
from typing import TypeAlias

from . import _core
from .arguments import text

Redact: TypeAlias = "bool | str | bytes"

_RANDOM_BYTES = 32


def key_of(redact: Redact) -> bytes | None:
    """The secret that an option gives: a random one for True, None for False."""
    if redact is False or redact is None:
        return None
    if redact is True:
        return secrets.token_bytes(_RANDOM_BYTES)
    if not isinstance(redact, (str, bytes)):
        raise TypeError(f"redact is True, False or a key, not {type(redact).__name__}")
    return _bytes(redact) if isinstance(redact, str) else redact


def redacted(value: str, key: str | bytes, *, member: str = "") -> str:
    """The hash that stands for a value wherever it was redacted with this key.

    ``member`` is the name of the member that holds it: of ``MSISDN`` and ``LANDLINENUMBER`` the
    number in E.164 is hashed. Of a legacy id the digits of the hash are those of the number that
    stands for it: ``int(redacted("12345", key)[1:], 16)``.

    Raises ArgumentError for a key of less than 16 bytes.
    """
    secret = key_of(key)
    if secret is None:
        raise TypeError("redacted() needs a key")
    return _core.redacted(_bytes(text("value", value)), secret, member)


def told(value: str, key: bytes | None) -> str:
    """A value as a message tells it: quoted or, with a key, its hash."""
    return repr(value) if key is None else redacted(value, key)


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")
