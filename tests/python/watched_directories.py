"""Which files appear in directories, told by inotify of Linux while others write there."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

_IN_CREATE, _IN_MOVED_TO = 0x100, 0x80
_IN_Q_OVERFLOW = 0x4000
_EVENT = struct.Struct("iIII")

_libc = ctypes.CDLL(None, use_errno=True)
CAN_WATCH = hasattr(_libc, "inotify_init1")


class Watch:
    """Keeps the names of all that is made in the directories, also if it is gone again."""

    def __init__(self, directories: Iterable[Path]) -> None:
        self._file = _libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self._file >= 0, os.strerror(ctypes.get_errno())
        self._watched: dict[int, Path] = {}
        for directory in directories:
            number = _libc.inotify_add_watch(
                self._file, os.fsencode(directory), _IN_CREATE | _IN_MOVED_TO
            )
            assert number >= 0, os.strerror(ctypes.get_errno())
            self._watched[number] = directory

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def made(self) -> set[Path]:
        """What was made since it was asked last."""
        found = set()
        while True:
            try:
                events = os.read(self._file, 1 << 16)
            except BlockingIOError:
                return found
            at = 0
            while at < len(events):
                number, mask, _, length = _EVENT.unpack_from(events, at)
                at += _EVENT.size
                assert not mask & _IN_Q_OVERFLOW, "more was made than the kernel remembers"
                name = events[at : at + length].rstrip(b"\0")
                found.add(self._watched[number] / os.fsdecode(name))
                at += length
