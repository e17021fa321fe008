"""Days, weeks, months, quarters and years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..errors import ArgumentError

MOST_PERIODS = 2_000
_ENOUGH = 120  # for a picture
FREQUENCIES = ("day", "week", "month", "quarter", "year")
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


def days_of(first: date, last: date, frequency: str | None) -> list[date]:
    """As ``period_ends``; None stands for the finest frequency that gives few enough.

    Raises ArgumentError for a frequency that there is not, or that gives too many.
    """
    if frequency is None:
        days = (last - first).days
        spans = zip(FREQUENCIES, (1, 7, 31, 92, 366), strict=True)
        frequency = next((name for name, span in spans if days < _ENOUGH * span), "year")
    elif frequency not in FREQUENCIES:
        raise ArgumentError(f"frequency is one of {', '.join(FREQUENCIES)}, not {frequency}")
    ends = []
    for end in period_ends(first, last, frequency):
        ends.append(end)
        if len(ends) > MOST_PERIODS:
            raise ArgumentError(
                f"{first} to {last} has more than {MOST_PERIODS:,} periods of a {frequency}:"
                " give since, or a longer frequency"
            )
    return ends


def day_of(name: str, value: date | None) -> date | None:
    """A day that was given. Raises TypeError for a datetime, whose day depends on a time zone."""
    if value is None or type(value) is date:
        return value
    raise TypeError(f"{name} is a date, not {type(value).__name__}")
