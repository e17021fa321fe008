"""A line on standard error that tells how far a validation has come."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from .report import plural, size

if TYPE_CHECKING:
    from .validation import Progress

_EVERY = 0.2  # seconds


class ProgressLine:
    """Draws on a terminal and below the cell of a notebook, and nowhere else."""

    def __init__(self) -> None:
        self._start = self._last = monotonic()
        self._on = _draws(sys.stderr)
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        now = monotonic()
        done = progress.size is not None and progress.position >= progress.size
        if not self._on or (now - self._last < _EVERY and not done):
            return
        self._last = now
        rate = progress.position / max(now - self._start, 1e-6)
        parts = [
            plural(progress.records, "record"),
            plural(progress.errors, "error"),
            f"{size(rate)}/s",
        ]
        if progress.size:
            parts.insert(0, f"{100 * min(progress.position / progress.size, 1):3.0f} %")
            if rate > 0 and not done:
                parts.append(f"{(progress.size - progress.position) / rate:.0f} s left")
        line = " · ".join(parts)
        # Spaces, as a notebook knows no code that clears a line.
        sys.stderr.write("\r" + line.ljust(self._width))
        self._width = len(line)
        if done:
            sys.stderr.write("\n")
            self._on = False
        sys.stderr.flush()


def _draws(stream: TextIO | None) -> bool:
    """Whether a carriage return begins its line anew. ipykernel's stream says that it is no tty."""
    if stream is None:
        return False
    return stream.isatty() or type(stream).__module__.startswith("ipykernel.")
