"""What the operations do, told once more in plain Python and nothing of the engine.

Written from SPEC sections 4 to 7; test_operations_stateful.py holds the engine against it. Each
operation answers its documented status, or raises ``Refused`` and has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from operations_tariffs import Tariffs
from operations_world import (
    BAD,
    CONFLICT,
    EXISTS,
    FIXED,
    FORBIDDEN,
    GENERIC,
    INT32,
    KINDS,
    LIFECYCLE,
    MIGRATION_ORGS,
    PREFIX,
    UNKNOWN,
    WRONG_STATUS,
    Refused,
    Subscription,
    refuse_if,
)


class Model(Tariffs):
    """All of them."""

    def answer(
        self, operation: str, org: str, legacy_id: int, now: datetime, **given: Any
    ) -> tuple[int, str | None]:
        """Status, and the code of a refusal."""
        try:
            return getattr(self, operation)(org, legacy_id, now, **given), None
        except Refused as refused:
            return refused.status, refused.code

    # --- segments and credit limits --------------------------------------------------------------

    def segment_class(self, org: str, legacy_id: int) -> str | None:
        """None: any class passes."""
        of = self.subscriptions[org, legacy_id]
        for (other_org, other_id), other in self.subscriptions.items():
            if other_org == org and other_id != legacy_id and other.bundles & of.bundles:
                sides = {of.type, other.type}
                if "MOBILE" in sides and sides & FIXED:
                    return "CONVERGENT"
        if of.billing == "POSTPAID":
            return "POSTPAID_MOBILE" if of.type == "MOBILE" else "NONE"
        return of.billing

    def create_segment(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        segment_id: str,
        segment_value: str = "PREMIUM",
        reason: str = "rfm",
        segment_class: str | None = None,
    ) -> int:
        refuse_if(org not in MIGRATION_ORGS, FORBIDDEN)
        refuse_if(not all(text.strip() for text in (segment_id, segment_value, reason)), BAD)
        of = self.find_or_refuse(org, legacy_id)
        refuse_if(segment_id in of.segments, EXISTS)
        class_ = segment_class or self.segment_class(org, legacy_id)
        prefixes = tuple(PREFIX.values()) if class_ is None else PREFIX.get(class_, ())
        refuse_if(segment_id not in GENERIC and not segment_id.startswith(prefixes), BAD)
        of.segments[segment_id] = segment_value, reason
        return 201

    def delete_segments(self, org: str, legacy_id: int, now: datetime) -> int:
        refuse_if(org not in MIGRATION_ORGS, FORBIDDEN)
        if of := self.subscriptions.get((org, legacy_id)):
            of.segments.clear()
        return 204

    def create_credit_limits(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        subscription_type: str,
        credit_limits: list[tuple[str, str, str]],  # id, value, reason
    ) -> int:
        refuse_if(org not in MIGRATION_ORGS or legacy_id > INT32, BAD)
        ids = [id_ for id_, _, _ in credit_limits]
        refuse_if(not ids or len(set(ids)) < len(ids), BAD)
        refuse_if(not all(id_.startswith(subscription_type + "_") for id_ in ids), BAD)
        refuse_if(any(Decimal(value) < 0 for _, value, _ in credit_limits), BAD)
        of = self.find_or_refuse(org, legacy_id)
        refuse_if(of.type not in (None, subscription_type), BAD)
        refuse_if(of.limits_type not in (None, subscription_type), BAD)
        refuse_if(any(id_ in of.limits for id_ in ids), EXISTS)
        of.limits_type = subscription_type
        of.limits |= {id_: (Decimal(value), reason) for id_, value, reason in credit_limits}
        return 201

    def delete_credit_limits(self, org: str, legacy_id: int, now: datetime) -> int:
        refuse_if(org not in MIGRATION_ORGS, FORBIDDEN)
        of = self.find_or_refuse(org, legacy_id)
        refuse_if(not of.limits, UNKNOWN)
        of.limits.clear()
        of.limits_type = None
        return 204

    # --- migrations ------------------------------------------------------------------------------

    def migrate(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        kind: str,
        body: dict[str, Any],
        identifiers: dict[str, str] | None = None,
        billing_type: str | None = None,
    ) -> int:
        refuse_if(org not in MIGRATION_ORGS, FORBIDDEN)
        active, gone = body.get("activation_date"), body.get("deactivation_date")
        status = body["status"]
        refuse_if((active is None) != (status == "CANCELLED"), BAD)
        refuse_if((gone is None) == (status == "DEACTIVATED"), BAD)
        of = self.subscriptions.get((org, legacy_id), Subscription())
        uuid = body.get("id")
        refuse_if(of.v3 is not None, EXISTS)
        refuse_if(uuid is not None and self.has_uuid(uuid, but=(org, legacy_id)), BAD)
        refuse_if(of.type not in (None, KINDS[kind]) or bool(of.limits), BAD)
        self.subscriptions[org, legacy_id] = of
        of.billing = billing_type or of.billing
        of.identifiers |= set((identifiers or {}).items())
        self.take_v3(of, KINDS[kind], body)
        return 201

    def has_uuid(self, uuid: str, but: tuple[str, int]) -> bool:
        others = (of for key, of in self.subscriptions.items() if key != but)
        return any(of.v3 and of.v3.uuid == uuid for of in others)

    # --- status steps ----------------------------------------------------------------------------

    def judge_and_step(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        step: tuple[str, datetime | None, str, str | None],  # status, requested, user, reason
        allowed: Callable[[str | None], bool],
        error: tuple[int, str],
    ) -> None:
        status, requested, user, reason = step
        of = self.subscriptions[org, legacy_id]
        if requested is None or requested <= now:
            refuse_if(not allowed(of.status), error)
            self.step(of, status, now, user, reason)
        else:
            refuse_if(not allowed(self.status_at(org, legacy_id, requested)), error)
            self.keep(org, legacy_id, "status", "pending", now, requested, status, user, reason)

    def deactivate_netflix(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        reason: str,
        user: str | None = None,
        requested: datetime | None = None,
        status: str = "DEACTIVATED",
        needs: str = "ACTIVE",
        success: int = 204,
    ) -> int:
        refuse_if(not reason.strip(), BAD)
        refuse_if(self.find_or_refuse(org, legacy_id).type != "NETFLIX", UNKNOWN)
        step = (status, requested, user or "N/A", reason)
        self.judge_and_step(org, legacy_id, now, step, lambda at: at == needs, WRONG_STATUS)
        return success

    def cancel_netflix(self, org: str, legacy_id: int, now: datetime, **given: Any) -> int:
        return self.deactivate_netflix(
            org, legacy_id, now, status="CANCELLED", needs="PRE_ACTIVE", success=202, **given
        )

    def patch_subscription(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        subscription_type: str,
        status: str | None = None,
        reason: str | None = None,
        user: str | None = None,
        requested: datetime | None = None,
    ) -> int:
        of = self.find_or_refuse(org, legacy_id)
        refuse_if(of.type not in (None, subscription_type), BAD)
        if status is not None:
            step = (status, requested, user or "N/A", reason)
            self.judge_and_step(
                org, legacy_id, now, step, lambda at: (at, status) in LIFECYCLE, CONFLICT
            )
        return 202
