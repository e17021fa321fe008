"""What a timeline shows, and where its bars stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .axis import Span, is_far, moment_text
from .text import shown

LETTER = 6.1  # width of a letter, about
MOST_LETTERS = 30


@dataclass(frozen=True)
class Bar:
    """Something that held for a time."""

    label: str
    start: datetime | None
    """None if it is not known."""
    end: datetime | None
    """None if it goes on."""
    tone: str
    """One of ``TONES``."""
    pointer: str = ""
    """Where it stands in its document."""
    faults: tuple[str, ...] = ()
    """What is wrong with it."""

    @property
    def when(self) -> str:
        """From when to when, for people."""
        if self.start is None and self.end is None:
            return "no dates"
        since = "unknown" if self.start is None else moment_text(self.start)
        until = "open" if self.end is None else moment_text(self.end)
        return f"{since} to {until}"


@dataclass(frozen=True)
class Mark:
    """Something that is to happen."""

    label: str
    at: datetime


@dataclass(frozen=True)
class Lane:
    """Bars, or marks, of one kind. Those of a ``sequence`` follow one another on one row."""

    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    is_sequence: bool = False


@dataclass(frozen=True)
class Placed:
    """A bar, and where it and its words stand."""

    bar: Bar
    left: float
    right: float
    words: str
    words_at: float
    anchor: str


def place_bar(bar: Bar, span: Span, now: datetime, is_sequence: bool) -> Placed:
    """Where a bar and its words stand: in it, right of it, or left of it."""
    start = None if bar.start is None or is_far(bar.start, now) else bar.start
    end = None if bar.end is None or is_far(bar.end, now) else bar.end
    left = span.left if start is None else span.x(start)
    right = span.right if end is None else span.x(end)
    right = max(left + 2, right)
    label = f"! {bar.label}" if bar.faults else bar.label
    words = shown(label, MOST_LETTERS)
    width = LETTER * len(words) + 10
    if is_sequence and right - left < width:
        fitting = int((right - left - 10) / LETTER)
        short = shown(label, fitting) if fitting > 5 else ""
        return Placed(bar, left, right, short, left + 5, "start")
    if right - left >= width:
        return Placed(bar, left, right, words, left + 5, "start")
    if right + width <= span.right:
        return Placed(bar, left, right, words, right + 5, "start")
    return Placed(bar, left, right, words, left - 5, "end")


def pack(bars: list[Placed]) -> list[list[Placed]]:
    """Bars on as few rows as they need, none over another or its words."""
    rows: list[list[Placed]] = []
    ends: list[float] = []
    for placed in sorted(bars, key=lambda p: (_reach(p)[0], p.right)):
        left, right = _reach(placed)
        for number, end in enumerate(ends):
            if end <= left + 0.5:
                rows[number].append(placed)
                ends[number] = right
                break
        else:
            rows.append([placed])
            ends.append(right)
    return rows


def _reach(placed: Placed) -> tuple[float, float]:
    width = LETTER * len(placed.words) + 5 if placed.words else 0
    if placed.anchor == "end":
        return min(placed.left, placed.words_at - width), placed.right
    return placed.left, max(placed.right, placed.words_at + width)
