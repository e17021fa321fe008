"""The axis of time: which span is shown, and where it is ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_FAR = timedelta(days=366 * 40)  # from now: beyond, a date means "never" or "always"
_LEAST = timedelta(hours=2)
_MOST_TICKS = 8
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Hours, days, months that a step may take, each up to where the next unit is the better one.
_HOURS = (1, 3, 6, 12)
_DAYS = (1, 2, 4, 7, 14)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)


@dataclass(frozen=True)
class Span:
    """What is shown, from left to right."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where an instant stands; one outside stands on the edge."""
        part = (at - self.start) / (self.end - self.start)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)

    def ticks(self) -> list[tuple[float, str]]:
        """Places and words of the axis: years, months, days or hours, whatever fits."""
        for step in _steps():
            found = list(_until(step, self.start, self.end))
            if len(found) <= _MOST_TICKS:
                words = [label for _, label in found]
                days = [n for n, word in enumerate(words) if ":" not in word]
                if days and not any(str(at.year) == label for at, label in found):
                    words[days[0]] += f" {found[days[0]][0].year}"  # it has to stand somewhere
                return [(self.x(at), word) for (at, _), word in zip(found, words, strict=True)]
        return []


def span_of(
    instants: Iterable[datetime | None], now: datetime, *, left: float, right: float
) -> Span:
    """The span of what is dated; dates that only mean "never" are left out."""
    near = [at for at in instants if at is not None and not is_far(at, now)]
    first, last = (min(near), max(near)) if near else (now, now)
    pad = max((last - first) * 0.02, (_LEAST - (last - first)) / 2, timedelta())
    return Span(first - pad, last + pad, left, right)


def is_far(at: datetime, now: datetime) -> bool:
    """Whether a date is too far off to be one that was meant."""
    return abs(at - now) > _FAR


def day_text(at: datetime) -> str:
    """A day for people, without depending on the locale."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def moment_text(at: datetime) -> str:
    """A day, with the time unless it is midnight."""
    utc = at.astimezone(timezone.utc)
    time = f" {utc:%H:%M}" if (utc.hour, utc.minute) != (0, 0) else ""
    return day_text(utc) + time


def _steps() -> Iterator[tuple[str, int]]:
    yield from (("hour", n) for n in _HOURS)
    yield from (("day", n) for n in _DAYS)
    yield from (("month", n) for n in _MONTH_STEPS)


def _until(step: tuple[str, int], start: datetime, end: datetime) -> Iterator[tuple[datetime, str]]:
    """Ticks within a span, at most one more than are wanted."""
    unit, size = step
    at, count = _floor(unit, size, start), 0
    while at <= end and count <= _MOST_TICKS:
        if at >= start:
            count += 1
            yield at, _label(unit, size, at)
        at = _next(unit, size, at)


def _floor(unit: str, size: int, at: datetime) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in ("hour", "day"):
        return midnight
    months = (at.year * 12 + at.month - 1) // size * size
    return midnight.replace(year=max(months // 12, 1), month=months % 12 + 1, day=1)


def _next(unit: str, size: int, at: datetime) -> datetime:
    if unit == "hour":
        return at + timedelta(hours=size)
    if unit == "day":
        return at + timedelta(days=size)
    months = at.year * 12 + at.month - 1 + size
    return at.replace(year=months // 12, month=months % 12 + 1)


def _label(unit: str, size: int, at: datetime) -> str:
    if unit == "hour" and at.hour:
        return f"{at:%H:%M}"
    if unit in ("hour", "day"):
        return f"{at.day} {_MONTHS[at.month - 1]}"
    if size >= 12:
        return str(at.year)
    return str(at.year) if at.month == 1 else _MONTHS[at.month - 1]
