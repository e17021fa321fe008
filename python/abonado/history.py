"""The statuses and tariffs that a subscription had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .answers import NOT_SHOWN
from .enums import ProductInclude
from .errors import NotFoundError
from .ledger import instant_text
from .report import plural, printable

if TYPE_CHECKING:
    from datetime import datetime

    from ._core import GetSubscription, SubscriptionProduct
    from .organisation import Organisation


class StatusSince(NamedTuple):
    """A status from when a subscription had it."""

    since: datetime | None
    """None if no document says."""
    status: str
    """A ``LiveStatus``."""


class TariffSince(NamedTuple):
    """A tariff from when a subscription had it."""

    since: datetime | None
    """None if no document says."""
    id: int | None
    value: str | None
    """Its name."""

    @property
    def name(self) -> str:
        """Number and name, for people."""
        return " ".join(str(part) for part in (self.id, self.value) if part is not None)


@dataclass(frozen=True, repr=False)
class History:
    """What a subscription was and had, the newest first. Immutable; safe from any thread."""

    org: str
    legacy_id: int
    statuses: tuple[StatusSince, ...]
    """Empty if no document tells a status."""
    tariffs: tuple[TariffSince, ...]
    """Empty if no document tells a tariff."""
    _is_redacted: bool = field(default=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado history --json`` prints: instants as RFC 3339."""
        return {
            "statuses": [{**s._asdict(), "since": _text(s.since)} for s in self.statuses],
            "tariffs": [{**t._asdict(), "since": _text(t.since)} for t in self.tariffs],
        }

    def rows(self) -> list[tuple[str, str, str]]:
        """Since when, what and which, for people."""
        told = [(s.since, "status", s.status) for s in self.statuses]
        told += [(t.since, "tariff", t.name) for t in self.tariffs]
        return [(_text(since) or "", what, printable(value)) for since, what, value in told]

    def __repr__(self) -> str:
        if self._is_redacted:
            return NOT_SHOWN
        counts = f"{_count(self.statuses, 'status')}, {plural(len(self.tariffs), 'tariff')}"
        lines = [printable(f"{self.org} {self.legacy_id}: {counts}")]
        lines += [f"{since:27} {what:6} {value}".rstrip() for since, what, value in self.rows()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from .html.subscription import history, not_shown

        return not_shown() if self._is_redacted else history(self)


def read_history(organisation: Organisation, id: int) -> History:  # noqa: A002
    """As ``Organisation.history`` tells it."""
    try:
        statuses = _statuses(organisation.get(id))
    except NotFoundError:  # it may have a tariff all the same
        statuses = ()
    try:
        tariffs = _tariffs(
            organisation.products.get(id, include=[ProductInclude.HISTORICAL_CHANGES])
        )
    except NotFoundError:
        tariffs = ()
    if not statuses and not tariffs:
        organisation.get(id)  # raises if there is no such subscription
    return History(
        organisation.name, id, statuses, tariffs, _is_redacted=organisation._database.redacted
    )


def _statuses(found: GetSubscription) -> tuple[StatusSince, ...]:
    entries = [StatusSince(entry.status_date, entry.status) for entry in found.status_history or ()]
    if not entries:
        return (StatusSince(found.current_status_date, found.current_status),)
    first, last = entries[0].since, entries[-1].since
    if first is not None and last is not None and first < last:
        entries.reverse()  # some bodies have the oldest on top
    return tuple(entries)


def _tariffs(found: SubscriptionProduct) -> tuple[TariffSince, ...]:
    entries: tuple[Any, ...] = found.historical_changes or (found.product,)
    return tuple(TariffSince(entry.historic_date, entry.id, entry.value) for entry in entries)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)


def _count(entries: tuple[StatusSince, ...], word: str) -> str:
    return f"1 {word}" if len(entries) == 1 else f"{len(entries):,} {word}es"
