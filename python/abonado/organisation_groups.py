"""Operations of an organisation by subject: segments, credit limits, Netflix, tariffs.

What they have in common is told at ``Organisation``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from . import _core
from .operations import Receipt
from .report import printable
from .requests import body_of, options_of, struct_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from .engine import Database

# `list` is a method below.
_Segments: TypeAlias = "list[_core.CreateSegmentRequest]"
_Limits: TypeAlias = "list[_core.CreditLimit]"

_ALL = ("compatibilities", "historical_changes")


class _Group:
    """A part of an organisation's operations; as thread-safe as its store."""

    def __init__(self, database: Database, org: str) -> None:
        self._database = database
        self._org = org

    @property
    def _engine(self) -> _core.Engine:
        return self._database._engine

    def _bodies(self, id: int, kind: str) -> list[Any]:  # noqa: A002
        row = self._engine.subscription(self._org, id, valid=None, known=None)
        return [document.body for document in row["documents"] if document.kind == kind]

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"<{name} of organisation {printable(self._org)!r} of {self._database!r}>"


class Segments(_Group):
    """Segments of subscriptions. Made by ``Organisation.segments``."""

    def create(
        self,
        id: int,  # noqa: A002
        *,
        segment_id: str,
        segment_value: str,
        reason: str,
        segment_class: str | None = None,
        user: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Create a segment, whose id has the prefix of the subscription's class.

        ``segment_class`` is a ``SegmentClass``; if None it is derived from what the store knows of
        the subscription, and where that is not enough any of the prefixes passes, with a warning.

        Raises ForbiddenError if the organisation is not one of ``MigrationOrg``, ArgumentError for
        a wrong body or prefix, NotFoundError, ConflictError if the subscription has that segment.
        """
        request = struct_of(
            _core.CreateSegmentRequest,
            segment_id=segment_id,
            segment_value=segment_value,
            reason=reason,
        )
        options = options_of(user, None, now, segment_class=segment_class)
        return Receipt._of(self._engine.create_segment(self._org, id, request, options=options))

    def delete(
        self,
        id: int,  # noqa: A002
        *,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Delete all segments of a subscription; that there are none is no error.

        Raises ForbiddenError if the organisation is not one of ``MigrationOrg``.
        """
        options = options_of(user, reason, now)
        return Receipt._of(self._engine.delete_segments(self._org, id, options=options))

    def list(self, id: int) -> _Segments:  # noqa: A002
        """The segments of a subscription. Raises NotFoundError if the store does not know it."""
        return self._bodies(id, "segment")


class CreditLimits(_Group):
    """Credit limits of subscriptions. Made by ``Organisation.credit_limits``."""

    def create(
        self,
        id: int,  # noqa: A002
        *,
        subscription_type: str,
        credit_limits: Iterable[_core.CreditLimit | dict[str, Any]],
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Create all of the limits, or none; those of earlier requests stay.

        ``subscription_type`` is MOBILE or LANDLINE, as stored; the limits are structs or dicts of
        wire names and values.

        Raises ArgumentError for a wrong body, type or organisation, NotFoundError, ConflictError if
        one of the limits exists.
        """
        request = struct_of(
            _core.CreateCreditLimitsRequest,
            subscription_type=subscription_type,
            credit_limits=[body_of(_core.CreditLimit, limit) for limit in credit_limits],
        )
        row = self._engine.create_credit_limits(
            self._org, id, request, options=options_of(user, reason, now)
        )
        return Receipt._of(row)

    def delete(
        self,
        id: int,  # noqa: A002
        *,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Delete all credit limits of a subscription.

        Raises ForbiddenError if the organisation is not one of ``MigrationOrg``, NotFoundError if
        there is no such subscription or it has no limits.
        """
        options = options_of(user, reason, now)
        return Receipt._of(self._engine.delete_credit_limits(self._org, id, options=options))

    def list(self, id: int) -> _Limits:  # noqa: A002
        """The limits of a subscription. Raises NotFoundError if the store does not know it."""
        return [limit for body in self._bodies(id, "credit_limits") for limit in body.credit_limits]


class Netflix(_Group):
    """Netflix subscriptions. Made by ``Organisation.netflix``."""

    def deactivate(
        self,
        id: int,  # noqa: A002
        *,
        deactivation_reason: str,
        deactivation_user: str | None = None,
        requested_deactivation_date: datetime | None = None,
        user: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Deactivate an active Netflix subscription, now or at a later date.

        Raises NotFoundError if there is no such subscription of that type, RefusedError if it is
        not ACTIVE.
        """
        request = struct_of(
            _core.DeactivateNetflixRequest,
            deactivation_reason=deactivation_reason,
            deactivation_user=deactivation_user,
            requested_deactivation_date=requested_deactivation_date,
        )
        options = options_of(user, None, now)
        return Receipt._of(self._engine.deactivate_netflix(self._org, id, request, options=options))

    def cancel(
        self,
        id: int,  # noqa: A002
        *,
        cancellation_reason: str,
        cancellation_user: str | None = None,
        requested_cancellation_date: datetime | None = None,
        user: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Cancel the activation of a Netflix subscription, now or at a later date.

        Raises NotFoundError if there is no such subscription of that type, RefusedError if it is
        not PRE_ACTIVE.
        """
        request = struct_of(
            _core.CancelActivationSubscriptionRequest,
            cancellation_reason=cancellation_reason,
            cancellation_user=cancellation_user,
            requested_cancellation_date=requested_cancellation_date,
        )
        options = options_of(user, None, now)
        return Receipt._of(self._engine.cancel_netflix(self._org, id, request, options=options))


class Products(_Group):
    """Tariffs of subscriptions. Made by ``Organisation.products``."""

    def get(
        self,
        id: int,  # noqa: A002
        *,
        include: Iterable[str] = _ALL,
    ) -> _core.SubscriptionProduct:
        """The tariff of a subscription, with what is scheduled.

        ``include`` are words of ``ProductInclude``: the tariffs that it may change to, and those
        that the subscription had, the newest first.

        Raises NotFoundError if there is no such subscription, or it has no tariff.
        """
        return self._engine.get_products(self._org, id, include=include)

    def change(
        self,
        id: int,  # noqa: A002
        *,
        product_id: int,
        scheduled_date: date | None = None,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Change the tariff: at once without a date or with today's in Madrid, else on that day.

        The receipt tells what is scheduled, and whether the risk policy lets it wait.

        Raises NotFoundError for an unknown subscription or product; RefusedError if the products
        are not compatible, the status does not allow it, or a change is pending; ArgumentError for
        a date that is past.
        """
        request = struct_of(
            _core.ChangeSubscriptionProductRequest,
            productId=product_id,
            scheduled_date=scheduled_date,
        )
        row = self._engine.change_product(
            self._org, id, request, options=options_of(user, reason, now)
        )
        return Receipt._of(row)

    def resolve_risk(
        self,
        id: int,  # noqa: A002
        *,
        approve: bool,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Let the change happen that awaits a risk decision, or drop it.

        Raises NotFoundError if none waits; as ``change`` does if it is no longer allowed, and then
        it goes on waiting.
        """
        row = self._engine.resolve_risk(
            self._org, id, approve=approve, options=options_of(user, reason, now)
        )
        return Receipt._of(row)

    def cancel(
        self,
        id: int,  # noqa: A002
        *,
        user: str | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Receipt:
        """Take the tariff change back that is pending or waiting. Raises NotFoundError."""
        row = self._engine.cancel_scheduled_change(
            self._org, id, None, options=options_of(user, reason, now)
        )
        return Receipt._of(row)
