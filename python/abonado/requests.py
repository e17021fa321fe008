"""Requests of operations, made of what a caller gives: what no document could hold is a bad one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from . import _core
from .errors import ArgumentError, Error, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

T = TypeVar("T")


def struct_of(struct: Callable[..., T], **members: Any) -> T:
    """The struct with these members. Raises ArgumentError for a value that it cannot have."""
    try:
        return struct(**members)
    except Error:
        raise
    except ValueError as error:
        raise ArgumentError(str(error)) from None


def identifiers_of(given: Mapping[str, str]) -> _core.Identifiers:
    """Identifiers by their names. Raises ArgumentError for a name that there is none of."""
    try:
        return struct_of(_core.Identifiers, **given)
    except TypeError as error:
        raise ArgumentError(str(error)) from None


def body_of(struct: type[T], value: T | dict[str, Any] | str | bytes) -> T:
    """A struct as it is, or read from a dict of wire names or from JSON.

    Raises ArgumentError with the pointer of the first fault.
    """
    reader: Any = struct
    try:
        if isinstance(value, dict):
            return reader.from_dict(value)  # type: ignore[no-any-return]
        if isinstance(value, (str, bytes)):
            return reader.from_json(value)  # type: ignore[no-any-return]
    except ValidationError as error:
        raise ArgumentError(str(error), pointer=error.pointer) from None
    return value


def options_of(
    user: str | None, reason: str | None, now: datetime | None, **more: Any
) -> dict[str, Any]:
    """The options of an operation as the core takes them."""
    return {"user": user, "reason": reason, "now": now, **more}
