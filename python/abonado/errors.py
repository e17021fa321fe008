"""The exceptions of abonado.

A broken rule is a finding, a value in a report; an exception says that a call could not go on.
Programs look at the class or at ``code``, never at the text. What a call raises beside these is a
``TypeError`` or ``ValueError`` for an argument that is wrong in itself, and ``KeyboardInterrupt``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .report import Report


class Error(Exception):
    """The root of all errors of abonado.

    ``code`` is stable, for programs; ``status`` is the HTTP status that goes with it; ``pointer``
    is the JSON Pointer of the datum at fault, or empty.
    """

    code: str = "ABO_ERROR"
    status: int = 500

    def __init__(self, message: str, *, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


class ArgumentError(Error, ValueError):
    """An option or argument of the call makes no sense."""

    code = "BAD_REQUEST"
    status = 400


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

    def __init__(self, message: str, *, pointer: str = "", report: Report | None = None) -> None:
        super().__init__(message, pointer=pointer)
        self.report = report


class CancelledError(Error):
    """The call was asked to stop. A signal raises ``KeyboardInterrupt`` instead."""

    code = "ABO_CANCELLED"


class NotFoundError(Error):
    """What the call names is not there."""

    code = "ABO_NOT_FOUND"
    status = 404


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
