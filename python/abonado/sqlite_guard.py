"""Two copies of SQLite in one process, kept from harming each other.

POSIX drops all locks that a process has on a file as soon as it closes any descriptor of that file.
SQLite knows this and counts its descriptors, but each copy of it counts only its own. A wheel that
carries SQLite is such a second copy beside that of Python's ``sqlite3``: if both had one store open
and one closed it, the other would go on without its locks, and another process could write into
what it reads. So a store that is open here is refused to ``sqlite3`` of another copy, and the other
way round. Where both share the system's library nothing is refused.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from . import _core
from .errors import StorageError

if TYPE_CHECKING:
    from .validation import Path

_open_stores: dict[str, int] = {}
"""How many handles a store has, by its real path."""
_lock = threading.Lock()


def entered(handle: object, path: Path) -> Callable[[], object]:
    """Say that a handle of a store is being opened.

    Returns what is to be called when it is closed; forgetting the handle does the same. Raises
    StorageError if ``sqlite3`` of another copy has the store open.
    """
    _watch()
    name = os.path.realpath(os.fsdecode(path))
    with _lock:
        if name not in _open_stores and _sqlite3_has(name) and not shares_sqlite():
            raise StorageError(_refusal(name, "has a connection of sqlite3"))
        _open_stores[name] = _open_stores.get(name, 0) + 1
    leave = weakref.finalize(handle, _leave, name)
    leave.atexit = False
    return leave


def _leave(name: str) -> None:
    with _lock:
        _open_stores[name] -= 1
        if not _open_stores[name]:
            del _open_stores[name]


@cache
def shares_sqlite() -> bool:
    """Whether ``sqlite3`` of Python and this package use one copy of SQLite."""
    import _sqlite3
    import ctypes

    def place(module: Any) -> int | None:
        # Without a file it is part of the interpreter.
        library = ctypes.PyDLL(getattr(module, "__file__", None))
        function = getattr(library, "sqlite3_libversion", None)
        return None if function is None else ctypes.cast(function, ctypes.c_void_p).value

    ours = place(_core)
    return ours is not None and ours == place(_sqlite3)


@cache
def _watch() -> None:
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "sqlite3.connect" or not _open_stores:
        return
    name = _real_path(arguments[0])
    if name in _open_stores and not shares_sqlite():
        raise StorageError(_refusal(name, "is open"))


def _real_path(database: object) -> str | None:
    """The file that ``sqlite3.connect`` is asked for."""
    if not isinstance(database, (str, bytes, os.PathLike)):
        return None
    name = os.fsdecode(database)
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    return os.path.realpath(name)


def _sqlite3_has(name: str) -> bool:
    """Whether this process has the file open, and ``sqlite3`` could have opened it."""
    if "_sqlite3" not in sys.modules:
        return False
    try:
        store = os.stat(name)  # noqa: PTH116
        held = os.listdir("/proc/self/fd")  # noqa: PTH208
    except OSError:
        return False
    for number in held:
        try:
            if os.path.samestat(store, os.fstat(int(number))):
                return True
        except OSError:
            continue  # that of the listing itself
    return False


def _refusal(name: str, how: str) -> str:
    return (
        f"{name}: {how}, and sqlite3 of this Python is another copy of SQLite than abonado's: "
        "each would take the other's locks away. Read it by query() and frame(), copy it by "
        "backup(), or use another process"
    )
