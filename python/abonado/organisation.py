"""What one organisation has in a store, and the operations that it may ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _core
from .answers import SubscriptionState
from .errors import ArgumentError
from .frames import Frame, FrameValue, frame_of
from .history import History, read_history
from .listing import Listing
from .operations import AuditEntry, Receipt, ScheduledChange
from .organisation_groups import CreditLimits, Netflix, Products, Segments
from .plots import Plots
from .report import printable
from .requests import body_of, identifiers_of, options_of, struct_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from .engine import Database
    from .snapshot import Snapshot

_OPEN = ("waiting", "pending")  # states of a change that is to happen


class Organisation:
    """What one organisation has in a store. Made by ``Database.org``; as thread-safe as that.

    Each operation acts for this organisation and sees nothing of any other. One that writes is one
    transaction, is in the audit log (also when it is refused, and then has changed nothing), and
    takes

    * ``user``: who asks; "N/A" if None and the body names nobody.
    * ``reason``: why, for the audit log; the body's if None.
    * ``now``: when it happens, with a time zone; the present if None.

    An operation that is refused raises an ``Error`` with the documented ``code``: ArgumentError
    (BAD_REQUEST), RefusedError, ForbiddenError, NotFoundError or ConflictError. Arguments that no
    document could hold are an ArgumentError too, or a TypeError; they do not come to the audit log.
    """

    def __init__(self, database: Database, name: str) -> None:
        refuse_nameless(name)
        self._database = database
        self._name = name

    @property
    def name(self) -> str:
        """As in paths and envelopes."""
        return self._name

    @property
    def segments(self) -> Segments:
        """Segments of subscriptions."""
        return Segments(self._database, self._name)

    @property
    def credit_limits(self) -> CreditLimits:
        """Credit limits of subscriptions."""
        return CreditLimits(self._database, self._name)

    @property
    def netflix(self) -> Netflix:
        """Netflix subscriptions: deactivating them, cancelling their activation."""
        return Netflix(self._database, self._name)

    @property
    def products(self) -> Products:
        """Tariffs of subscriptions."""
        return Products(self._database, self._name)

    @property
    def plot(self) -> Plots:
        """Charts of what it has."""
        return Plots(self._database, self._name)

    # --- reading ---------------------------------------------------------------------------------

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[FrameValue] = (),
        *,
        as_of: Snapshot | None = None,
        valid: datetime | None = None,
        known: datetime | None = None,
    ) -> Frame:
        """``Database.frame`` with this organisation's rows only.

        Raises ArgumentError for a frame whose rows are of no organisation too.
        """
        return frame_of(
            self._database,
            name,
            columns,
            where,
            params,
            org=self._name,
            as_of=as_of,
            valid=valid,
            known=known,
        )

    def subscription(
        self,
        id: int | str | UUID,  # noqa: A002
        *,
        valid: datetime | None = None,
        known: datetime | None = None,
    ) -> SubscriptionState:
        """The subscription with this legacy id (int) or uuid, now or ``as_of`` a moment.

        Raises NotFoundError if the organisation has none of that id, or did not at that moment.
        """
        row = self._database._engine.subscription(self._name, id, valid=valid, known=known)
        if valid is not None or known is not None:
            return SubscriptionState._of(row, is_redacted=self._database.redacted)
        changes = self.scheduled(row["legacy_id"])
        planned = (c for c in changes if c.state in _OPEN)
        return SubscriptionState._of(row, planned, is_redacted=self._database.redacted)

    def get(self, id: int) -> _core.GetSubscription:  # noqa: A002
        """The subscription as the v1 platform gives it.

        Made of the v3 body where there is no v1 body. Raises NotFoundError if there is neither.
        """
        return self._database._engine.get_subscription(self._name, id)

    def find(self, filter_type: str, value: str) -> list[_core.GetSubscription]:
        """The subscriptions with that identifier as the v1 platform gives them, by legacy id.

        ``filter_type`` is a ``FilterType``. Numbers are found in any form of E.164, e-mail
        addresses in any case. Raises NotFoundError if there is none; ``find_ids`` does not.
        """
        return self._database._engine.find_subscriptions(self._name, filter_type, value)

    def find_ids(self, filter_type: str, value: str) -> list[int]:
        """Legacy ids of the subscriptions that ``find`` finds, ascending; maybe none."""
        return self._database._engine.find_ids(self._name, filter_type, value)

    def history(self, id: int) -> History:  # noqa: A002
        """The statuses and tariffs that a subscription had.

        Raises NotFoundError if there is no such subscription.
        """
        return read_history(self, id)

    def shippings(
        self,
        id: int,  # noqa: A002
        *,
        requested_date: datetime | None = None,
    ) -> list[_core.GetSubscriptionShipping]:
        """What was sent or picked up for a subscription, its devices included; maybe nothing.

        ``requested_date`` leaves out those that were asked for earlier, or have no date.
        """
        return self._database._engine.shippings(self._name, id, requested_date=requested_date)

    def scheduled(self, id: int | None = None) -> list[ScheduledChange]:  # noqa: A002
        """What is to happen to a subscription, or to all if ``id`` is None, the next first."""
        rows = self._database._engine.scheduled(self._name, id)
        return Listing((ScheduledChange._of(row) for row in rows), "changes")

    def audit(self, id: int | None = None) -> list[AuditEntry]:  # noqa: A002
        """The audit log of a subscription, or of all if ``id`` is None, the oldest first."""
        rows = self._database._engine.audit(self._name, id)
        return Listing((AuditEntry._of(row) for row in rows), "audit entries")

    def counts(self) -> dict[str, int]:
        """Subscriptions, and current documents by kind."""
        return self._database._engine.counts(self._name)

    # --- operations ------------------------------------------------------------------------------

    def migrate(
        self,
        id: int,  # noqa: A002
        body: _core.Max | _core.Disney | _core.AmazonPrime,
        *,
        billing_type: str | None = None,
        identifiers: _core.Identifiers | Mapping[str, str] | None = None,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Create a Max, Disney or Amazon Prime subscription.

        ``billing_type`` and ``identifiers`` are what a dump's line says beside the body.

        Raises ForbiddenError if the organisation is not one of ``MigrationOrg``, ArgumentError with
        all ``details`` if the body breaks rules, ConflictError if the subscription exists already.
        """
        if isinstance(identifiers, Mapping):
            identifiers = identifiers_of(identifiers)
        options = options_of(user, reason, now, billing_type=billing_type, identifiers=identifiers)
        return Receipt._of(self._database._engine.migrate(self._name, id, body, options=options))

    def patch(
        self,
        id: int,  # noqa: A002
        *,
        subscription_type: str,
        status_change: _core.PatchStatusChange | dict[str, Any] | None = None,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Change the status of a subscription, now or at the date that the change asks for.

        ``subscription_type`` has to be the stored one. ``status_change`` is a struct or a dict of
        wire names and values; without one nothing changes, and the receipt's run is 0.

        Raises NotFoundError, ArgumentError if the type is another one, ConflictError if the status
        may not follow the one that the subscription has, or will have then.
        """
        change = None if status_change is None else body_of(_core.PatchStatusChange, status_change)
        request = struct_of(
            _core.PatchSubscription, subscription_type=subscription_type, status_change=change
        )
        row = self._database._engine.patch_subscription(
            self._name, id, request, options=options_of(user, reason, now)
        )
        return Receipt._of(row)

    def cancel_scheduled(
        self,
        id: int,  # noqa: A002
        change: int | ScheduledChange,
        *,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Take back a change that is pending or waiting, by its number or as it was told.

        Raises NotFoundError if the subscription has no such change.
        """
        number = change.id if isinstance(change, ScheduledChange) else change
        if number is None:
            raise TypeError("a change is named by its number; for a tariff see products.cancel")
        row = self._database._engine.cancel_scheduled_change(
            self._name, id, number, options=options_of(user, reason, now)
        )
        return Receipt._of(row)

    def __repr__(self) -> str:
        return f"<organisation {printable(self._name)!r} of {self._database!r}>"


def refuse_nameless(org: str) -> None:
    if not isinstance(org, str):
        raise TypeError(f"an organisation is named by a str, not {type(org).__name__}")
    if not org:
        raise ArgumentError("the name of the organisation is empty")
