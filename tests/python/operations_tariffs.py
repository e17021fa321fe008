"""Tariff changes and what is due, in plain Python: the part of operations_model.py with a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from operations_world import (
    BAD,
    CONFLICT,
    INCOMPATIBLE,
    LIFECYCLE,
    NO_PRODUCT,
    NOTHING,
    PENDING,
    WRONG_STATUS,
    Change,
    Refused,
    Tariff,
    World,
    refuse_if,
    start_of,
    today,
)

Risk = Callable[[int], "str | None"]


class Tariffs(World):
    """``risk`` says of a wanted product for which risk_decision its change has to wait, if any."""

    def __init__(self, records: Iterable[dict[str, Any]], risk: Risk) -> None:
        super().__init__(records)
        self.risk = risk
        self.decision: str | None = None  # of the last change_product

    def keep(self, org: str, legacy_id: int, kind: str, state: str, *rest: Any) -> None:
        id_ = len(self.changes) + 1
        self.changes.append(Change(id_, org, legacy_id, kind, state, *rest))

    def tariff_or_refuse(self, org: str, legacy_id: int, product: int) -> Tariff:
        of = self.find_or_refuse(org, legacy_id)
        refuse_if(of.tariff is None or product not in self.catalogue, NO_PRODUCT)
        refuse_if(of.status not in ("ACTIVE", "PRE_ACTIVE"), WRONG_STATUS)
        return of.tariff

    def compatible(self, tariff: Tariff) -> set[int]:
        return self.catalogue.get(tariff.product, tariff.own)

    def change_product(
        self,
        org: str,
        legacy_id: int,
        now: datetime,
        *,
        product_id: int,
        scheduled_date: date | None = None,
        user: str | None = None,
        reason: str | None = None,
    ) -> int:
        tariff = self.tariff_or_refuse(org, legacy_id, product_id)
        day = scheduled_date or today(now)
        refuse_if(day < today(now), BAD)
        refuse_if(bool(self.open_changes(org, legacy_id, "tariff")), PENDING)
        refuse_if(product_id not in self.compatible(tariff), INCOMPATIBLE)
        self.decision = self.risk(product_id)
        state = "pending" if self.decision is None else "waiting"
        if state == "pending" and day == today(now):
            self.apply(tariff, product_id, now)
            return 201
        due = start_of(day) if scheduled_date else now
        who = user or "N/A"
        self.keep(org, legacy_id, "tariff", state, now, due, product_id, who, reason)
        return 201 if state == "pending" else 202

    @staticmethod
    def apply(tariff: Tariff, product: int, at: datetime) -> None:
        below = tariff.history[0][1] if tariff.history else at
        tariff.history.insert(0, (product, max(at, below)))
        tariff.product = product

    def resolve_risk(self, org: str, legacy_id: int, now: datetime, *, approve: bool) -> int:
        self.find_or_refuse(org, legacy_id)
        open_ = self.open_changes(org, legacy_id, "tariff")
        waiting = next((change for change in open_ if change.state == "waiting"), None)
        if waiting is None:
            raise Refused(*NOTHING)
        if not approve:
            waiting.state = "cancelled"
            return 200
        tariff = self.tariff_or_refuse(org, legacy_id, int(waiting.target))
        refuse_if(waiting.target not in self.compatible(tariff), INCOMPATIBLE)
        if waiting.due > now:
            waiting.state = "pending"
        else:
            waiting.state = "done"
            self.apply(tariff, int(waiting.target), max(waiting.due, now))
        return 200

    def cancel_change(self, org: str, legacy_id: int, now: datetime, *, kind: str) -> int:
        """The tariff change, or the status step that is next."""
        self.find_or_refuse(org, legacy_id)
        open_ = self.open_changes(org, legacy_id, kind)
        refuse_if(not open_, NOTHING)
        open_[0].state = "cancelled"
        return 200

    def run_due(self, now: datetime) -> list[Change]:
        due = [change for change in self.changes if change.state == "pending"]
        due = sorted((change for change in due if change.due <= now), key=lambda c: c.order)
        for change in due:
            change.error = self.perform(change)
            change.state = "done" if change.error is None else "failed"
        return due

    def perform(self, change: Change) -> str | None:
        of = self.subscriptions[change.org, change.legacy_id]
        if change.kind == "status":
            if (of.status, change.target) not in LIFECYCLE:
                return CONFLICT[1]
            self.step(of, str(change.target), change.due, change.user, change.reason)
            return None
        try:
            tariff = self.tariff_or_refuse(change.org, change.legacy_id, int(change.target))
            refuse_if(change.target not in self.compatible(tariff), INCOMPATIBLE)
        except Refused as refused:
            return refused.code
        self.apply(tariff, int(change.target), change.due)
        return None
