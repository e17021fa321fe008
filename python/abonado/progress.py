"""A line on standard error that tells how far a validation has come."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from .report import plural, size

if TYPE_CHECKING:
    from .validation import Progress

_EVERY = 0.2  # seconds


class ProgressLine:
    """Draws on a terminal, and nowhere else."""

    def __init__(self) -> None:
        self._start = self._last = monotonic()
        self._on = sys.stderr is not None and sys.stderr.isatty()

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
        sys.stderr.write("\r\x1b[K" + " · ".join(parts))
        if done:
            sys.stderr.write("\n")
            self._on = False
        sys.stderr.flush()
