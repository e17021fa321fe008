"""Files that are written must not be those that are read."""

from __future__ import annotations

import os
import stat
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from .validation import Path

STANDARD_INPUT = "-"
_STANDARD_INPUT_NUMBER = 0


def is_one_file(path: Path, other: object) -> bool:
    """Whether a path names a file by which something else is read or written: another path,
    whatever links lead there, ``-`` for standard input, or an open file.

    False for what is no regular file, such as a terminal or a pipe.
    """
    try:
        return _leads_to(path, other)
    except ValueError:  # a NUL, so that one of them is no name of a file
        return False


def _leads_to(path: Path, other: object) -> bool:
    try:
        written = FilePath(path).stat()
    except OSError:  # not there yet
        if not isinstance(other, (str, os.PathLike)) or os.fspath(other) == STANDARD_INPUT:
            return False
        return os.path.realpath(path) == os.path.realpath(other)
    if not stat.S_ISREG(written.st_mode):
        return False
    try:
        read = _stat(other)
    except OSError:
        return False
    return read is not None and os.path.samestat(written, read)


def _stat(item: object) -> os.stat_result | None:
    if isinstance(item, (str, os.PathLike)):
        is_standard = os.fspath(item) == STANDARD_INPUT
        return os.fstat(_STANDARD_INPUT_NUMBER) if is_standard else FilePath(item).stat()
    if hasattr(item, "fileno"):
        return os.fstat(item.fileno())
    name = getattr(item, "name", None)
    return FilePath(name).stat() if isinstance(name, str) else None


def findings_beside(rejects: Path) -> FilePath:
    """The second file that rejects are written to: what is wrong with those of ``bad.ndjson`` goes
    to ``bad.findings.ndjson``."""
    return FilePath(os.fsdecode(_core.findings_path(os.fsencode(rejects))))
