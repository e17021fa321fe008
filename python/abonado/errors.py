"""The exceptions of abonado.

A broken rule is a finding, a value in a report; an exception says that a call could not go on.
Programs look at the class or at ``code``, never at the text. What a call raises beside these is a
``TypeError`` or ``ValueError`` for an argument that is wrong in itself, and ``KeyboardInterrupt``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .report import Report


class Error(Exception):
    """The root of all errors of abonado.

    ``code`` is stable, for programs; ``pointer`` is the JSON Pointer of the datum at fault, or
    empty; ``details`` holds a pair of pointer and message for each fault, at least one.
    """

    code: str = "ABO_ERROR"
    """One of the table of errors; stable."""
    status: int = 500
    """The HTTP status that goes with the code."""

    def __init__(
        self,
        message: str,
        *,
        pointer: str = "",
        code: str | None = None,
        details: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.details = tuple(details) or ((pointer, message),)
        if code is not None:
            if code not in _table():
                raise ValueError(f"there is no error code {code}")
            self.code = code
            self.status, _ = _table()[code]

    @property
    def title(self) -> str:
        """What the code means, in a few words."""
        return _table().get(self.code, (0, ""))[1]

    def to_v1(self) -> dict[str, Any]:
        """The body ``{"errors": [...]}`` that a v1 or v2 operation answers with."""
        return self._body("errors")

    def to_v3(self) -> dict[str, Any]:
        """The body ``{"error": {...}}`` that a v3 operation answers with."""
        return self._body("error")

    def _body(self, form: str) -> dict[str, Any]:
        import json

        from . import _core

        code = self.code if self.code in _table() else StorageError.code
        body: dict[str, Any] = json.loads(_core.error_body(code, str(self), self.details, form))
        return body


class ArgumentError(Error, ValueError):
    """An option or argument of the call, or the body of a request, makes no sense."""

    code = "BAD_REQUEST"
    status = 400


class RefusedError(Error):
    """The state of the subscription does not allow the operation; ``code`` says which.

    INVALID_SUBSCRIPTION_STATUS, INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT or ABO_CHANGE_PENDING.
    """

    code = "INVALID_SUBSCRIPTION_STATUS"
    status = 400


class ForbiddenError(Error):
    """The operation is not for this organisation."""

    code = "FORBIDDEN_ORGANIZATION"
    status = 403


class ValidationError(Error):
    """A document is not of the type asked for; ``pointer`` names the first fault."""

    code = "ABO_INVALID_DOCUMENT"
    status = 400


class InputError(Error):
    """A file or stream cannot be read to its end."""

    code = "ABO_INPUT"


class OutputError(Error):
    """A file or stream cannot be written.

    ``report`` is the verdict of a validation that went on to its end without it, else None.
    """

    code = "ABO_OUTPUT"

    def __init__(
        self,
        message: str,
        *,
        pointer: str = "",
        code: str | None = None,
        details: Iterable[tuple[str, str]] = (),
        report: Report | None = None,
    ) -> None:
        super().__init__(message, pointer=pointer, code=code, details=details)
        self.report = report


class MissingExtraError(Error, ImportError):
    """A package is not installed that comes with an extra; the message names it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"this needs {package}: pip install 'abonado[{extra}]'")
        self.extra = extra


class CancelledError(Error):
    """The call was asked to stop. A signal raises ``KeyboardInterrupt`` instead."""

    code = "ABO_CANCELLED"


class NotFoundError(Error):
    """What the call names is not there; of an operation: what the organisation does not have.

    ``code`` is SUBSCRIPTION_NOT_FOUND, ABO_PRODUCT_NOT_FOUND or ABO_NOT_FOUND.
    """

    code = "ABO_NOT_FOUND"
    status = 404


class ConflictError(Error):
    """What was to be created is there (ABO_ALREADY_EXISTS), or the status may not follow the
    present one (ABO_STATUS_CONFLICT)."""

    code = "ABO_ALREADY_EXISTS"
    status = 409


class StorageError(Error):
    """A store cannot be read or written. The root of the errors of stores."""

    code = "ABO_STORAGE"


class StoreUnusableError(StorageError):
    """The file is no store, is damaged, or is of another version; it was left as it is."""

    code = "ABO_STORE_UNUSABLE"


class StoreBusyError(StorageError):
    """Another program or thread writes to the store, and went on for longer than was waited."""

    code = "ABO_STORE_BUSY"


class ClosedError(StorageError):
    """The handle was closed, or belongs to the process that this one was forked from."""

    code = "ABO_CLOSED"


@cache
def _table() -> dict[str, tuple[int, str]]:
    """HTTP status and title of each code."""
    from . import _core

    return {code: (status, title) for _, code, status, title in _core.error_table()}
