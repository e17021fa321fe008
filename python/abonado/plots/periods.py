"""Days, weeks, months, quarters and years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..errors import ArgumentError

MOST_PERIODS = 2_000
_ENOUGH = 120  # for a picture
# And how many days one has at most.
FREQUENCIES = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_DAY = timedelta(days=1)


def period_end(day: date, frequency: str) -> date:
    """The last day of the period that a day is in."""
    if frequency == "day":
        return day
    if frequency == "week":
        sunday = day.toordinal() + 6 - day.weekday()
        return date.fromordinal(min(sunday, date.max.toordinal()))
    month = {"month": day.month, "quarter": day.month + (-day.month) % 3, "year": 12}[frequency]
    if month == 12:
        return date(day.year, 12, 31)
    return date(day.year, month + 1, 1) - _DAY


def period_ends(first: date, last: date, frequency: str) -> Iterator[date]:
    """The last days of all periods from a day to another, which ends the last period."""
    while True:
        end = min(period_end(first, frequency), last)
        yield end
        if end >= last:
            return
        first = end + _DAY


def check_frequency(frequency: str | None) -> None:
    """Raises ArgumentError for a frequency that there is not."""
    if frequency is not None and frequency not in FREQUENCIES:
        raise ArgumentError(f"frequency is one of {', '.join(FREQUENCIES)}, not {frequency}")


def days_of(first: date, last: date, frequency: str | None) -> list[date]:
    """As ``period_ends``; None stands for the finest frequency that gives few enough.

    Raises ArgumentError for a frequency that gives too many.
    """
    frequency = frequency or _finest(first, last)
    if _latest(first, last, frequency, MOST_PERIODS) > first:
        raise ArgumentError(
            f"{first} to {last} has more than {MOST_PERIODS:,} periods of a {frequency}:"
            " give a later since, or a longer frequency"
        )
    return list(period_ends(first, last, frequency))


def beginning(first: date, last: date, frequency: str | None) -> date:
    """The first day, or a later one from which on there are not too many periods for a picture."""
    if frequency is None:
        return _latest(first, last, _finest(first, last), _ENOUGH)
    return _latest(first, last, frequency, MOST_PERIODS)


def _finest(first: date, last: date) -> str:
    for name in FREQUENCIES:
        if _latest(first, last, name, _ENOUGH) == first:
            return name
    return "year"


def _latest(first: date, last: date, frequency: str, most: int) -> date:
    """The first day, or that of the last periods if there are more than these."""
    # From here on there are more than these, so that no others have to be counted.
    near = date.fromordinal(max(1, last.toordinal() - most * FREQUENCIES[frequency]))
    ends = list(period_ends(max(first, near), last, frequency))
    return first if len(ends) <= most else ends[-most - 1] + _DAY


def day_of(name: str, value: date | None) -> date | None:
    """A day that was given. Raises TypeError for a datetime, whose day depends on a time zone."""
    if value is None or type(value) is date:
        return value
    raise TypeError(f"{name} is a date, not {type(value).__name__}")
