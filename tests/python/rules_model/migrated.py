"""v3 subscriptions (seed 3): rules SUB, ADD, PRO, FUP, COM, BUN and DEV.

A rule about an order, of three dates or of a list, needs all of them; one about members that may
not be there looks at each by itself.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from .reading import Document, Findings
from .value_types import is_mac_address
from .words import OWN_KIND


def in_order(found: Findings, rule: str, of: Document, earlier: str, later: str) -> None:
    """``earlier`` <= ``later``, if both are there."""
    if of.has(earlier) and of.has(later) and of[earlier] > of[later]:
        found.add(rule, of.pointer(later))


def demand(found: Findings, rule: str, of: Document, statuses: AbstractSet[str], date: str) -> None:
    if of.get("status") in statuses and of.lacks(date):
        found.add(rule, of.pointer(date))


def forbid(found: Findings, rule: str, of: Document, statuses: AbstractSet[str], name: str) -> None:
    if of.get("status") in statuses and of.has(name):
        found.add(rule, of.pointer(name))


def check_subscription(
    body: Document, kind: str, now: int | None, reasons: AbstractSet[str] | None, found: Findings
) -> None:
    demand(found, "SUB-001", body, {"ACTIVE", "DEACTIVATED"}, "activation_date")
    forbid(found, "SUB-002", body, {"CANCELLED"}, "activation_date")
    demand(found, "SUB-003", body, {"DEACTIVATED"}, "deactivation_date")
    forbid(found, "SUB-004", body, {"ACTIVE", "CANCELLED"}, "deactivation_date")
    in_order(found, "SUB-005", body, "creation_date", "activation_date")
    in_order(found, "SUB-006", body, "activation_date", "deactivation_date")
    if body.readable("creation_date", "last_status_update", "last_updated_date"):
        in_order(found, "SUB-007", body, "creation_date", "last_status_update")
        before = "creation_date" if body.lacks("last_status_update") else "last_status_update"
        in_order(found, "SUB-007", body, before, "last_updated_date")
    for who in ("deactivation_user", "deactivation_system"):
        forbid(found, "SUB-008", body, {"ACTIVE", "CANCELLED"}, who)
    if body.has("type"):
        other = set(OWN_KIND.values())
        right = body["type"] == OWN_KIND[kind] if kind in OWN_KIND else body["type"] not in other
        if not right:
            found.add("SUB-009", body.pointer("type"))
    for date in ("creation_date", "last_updated_date"):
        if now is not None and body.has(date) and body[date] > now:
            found.add("SUB-010", body.pointer(date))
    if reasons and body.has("last_status_reason") and body["last_status_reason"] not in reasons:
        found.add("SUB-011", body.pointer("last_status_reason"))
    check_parts(body, found)


def check_parts(body: Document, found: Findings) -> None:
    for add_on in body.each("add_ons"):
        demand(found, "ADD-001", add_on, {"ACTIVE"}, "activation_date")
        demand(found, "ADD-002", add_on, {"DEACTIVATED"}, "deactivation_date")
        forbid(found, "ADD-003", add_on, {"REQUESTED", "CANCELLED"}, "activation_date")
        in_order(found, "ADD-004", add_on, "activation_date", "deactivation_date")
    for promotion in body.each("promotions"):
        demand(found, "PRO-001", promotion, {"ACTIVE"}, "activation_date")
        demand(found, "PRO-002", promotion, {"DEACTIVATED"}, "deactivation_date")
        demand(found, "PRO-003", promotion, {"EXPIRED"}, "expiration_date")
        if promotion.readable("activation_date", "deactivation_date", "expiration_date"):
            in_order(found, "PRO-004", promotion, "activation_date", "deactivation_date")
            in_order(found, "PRO-004", promotion, "activation_date", "expiration_date")
        check_commitments(promotion, found)
    for package in body.each("free_units_packages"):
        in_order(found, "FUP-001", package, "activation_date", "deactivation_date")
    for device in (body.object("devices_related_info") or Document()).each("devices"):
        if device.has("mac_address") and not is_mac_address(device["mac_address"]):
            found.add("DEV-001", device.pointer("mac_address"))
        check_commitments(device, found)
    check_periods(body, found)


def check_commitments(of: Document, found: Findings) -> None:
    for commitment in of.each("commitments"):
        if commitment.lacks("catalogue_id") and commitment.lacks("legacy_id"):
            found.add("COM-001", commitment.pointer("legacy_id"))
        for who in ("cancellation_user", "cancellation_system"):
            if commitment.has(who) and commitment.lacks("cancellation_date"):
                found.add("COM-002", commitment.pointer(who))


def check_periods(body: Document, found: Findings) -> None:
    """Each later period is held against those that began before it, or stand before it."""
    for period in body.each("bundles_history"):
        in_order(found, "BUN-001", period, "start_date", "end_date")
    periods = [
        (period["start_date"], period["end_date"], period)
        for period in body.whole("bundles_history") or []
        if period.has("start_date") and period.has("end_date")
    ]
    periods = [(start, end, period) for start, end, period in periods if start <= end]
    periods.sort(key=lambda p: p[0])
    for i, (start, end, period) in enumerate(periods):
        # Both reach into the other: periods that touch do not overlap.
        if any(s < end and start < e for s, e, _ in periods[:i]):
            found.add("BUN-002", period.pointer("start_date"))
