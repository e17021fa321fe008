"""What is known of subscriptions, in plain Python: the state behind operations_model.py.

Made of the records of a dump, without anything of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")
MIGRATION_ORGS = ("euskaltel", "telecable", "rcable", "racctel")
LIFECYCLE = {
    ("PRE_ACTIVE", "ACTIVE"),
    ("ACTIVE", "DEACTIVATED"),
    ("PRE_ACTIVE", "CANCELLED"),
}
PREFIX = {"POSTPAID_MOBILE": "OM", "PREPAID": "OP", "CONVERGENT": "OC"}
GENERIC = {"DEVICEOFFERSEGMENT"}
KINDS = {"max": "MAX", "disney": "DISNEY", "amazon_prime": "AMAZONPRIME"}
FIXED = {"BROADBAND", "LANDLINE"}
OTT_IDS = ("service_id", "user_id", "entitlement_id")
INT32 = 2**31 - 1


class Refused(Exception):  # noqa: N818
    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


Error = tuple[int, str]
BAD = (400, "BAD_REQUEST")
UNKNOWN = (404, "SUBSCRIPTION_NOT_FOUND")
NO_PRODUCT = (404, "ABO_PRODUCT_NOT_FOUND")
NOTHING = (404, "ABO_NOT_FOUND")
FORBIDDEN = (403, "FORBIDDEN_ORGANIZATION")
EXISTS = (409, "ABO_ALREADY_EXISTS")
CONFLICT = (409, "ABO_STATUS_CONFLICT")
WRONG_STATUS = (400, "INVALID_SUBSCRIPTION_STATUS")
INCOMPATIBLE = (400, "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT")
PENDING = (400, "ABO_CHANGE_PENDING")


def refuse_if(condition: bool, error: Error) -> None:
    if condition:
        raise Refused(*error)


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


def start_of(day: date) -> datetime:
    """The instant at which a day begins in Madrid."""
    return datetime.combine(day, time(), MADRID).astimezone(timezone.utc)


def today(now: datetime) -> date:
    return now.astimezone(MADRID).date()


@dataclass
class Migrated:
    """A v3 body."""

    status: str
    creation: datetime
    activation: datetime | None
    deactivation: datetime | None
    updated: datetime | None  # last_status_update
    changed: datetime | None  # last_updated_date
    reason: str
    user: str | None  # deactivation_user
    uuid: str | None


@dataclass
class Legacy:
    """A v1 body."""

    status: str
    since: datetime | None
    history: list[tuple[datetime, str]]
    reason: str | None  # of cancellation_reason


@dataclass
class Tariff:
    product: int
    history: list[tuple[int, datetime]]
    own: set[int]  # compatibilities of the document itself


@dataclass
class Subscription:
    type: str | None = None
    billing: str | None = None
    bundles: set[int] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    v3: Migrated | None = None
    v1: Legacy | None = None
    tariff: Tariff | None = None
    segments: dict[str, tuple[str, str]] = field(default_factory=dict)
    limits: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    limits_type: str | None = None
    shippings: dict[str, datetime | None] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return any((self.v3, self.v1, self.tariff))

    @property
    def status(self) -> str | None:
        return self.v3.status if self.v3 else self.v1.status if self.v1 else None


@dataclass
class Change:
    """What is to happen later."""

    id: int
    org: str
    legacy_id: int
    kind: str
    state: str
    requested: datetime
    due: datetime
    target: int | str  # product or status
    user: str
    reason: str | None
    error: str | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        return self.due, self.id


class World:
    """What is known, as the records say it."""

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self.catalogue: dict[int, set[int]] = {}
        self.subscriptions: dict[tuple[str, int], Subscription] = {}
        self.changes: list[Change] = []
        for record in records:
            self.take(record)

    def take(self, record: dict[str, Any]) -> None:
        body, kind = record["body"], record["kind"]
        if kind == "catalogue_product":
            self.catalogue[body["id"]] = set(body.get("compatibilities", []))
            return
        key = record["org"], record.get("legacy_id", body.get("id"))
        of = self.subscriptions.setdefault(key, Subscription())
        of.billing = record.get("billing_type", body.get("billing_type", of.billing))
        of.identifiers |= set(record.get("identifiers", {}).items())
        if kind == "legacy_subscription":
            of.type = body["subscription_type"]
            of.bundles = {
                bundle["account_bundle_id"]
                for bundle in body.get("account_bundles", [])
                if bundle["status"] == "ACTIVE"
            }
            of.v1 = Legacy(
                body["current_status"],
                instant(body.get("current_status_date")),
                [(instant(e["status_date"]), e["status"]) for e in body.get("status_history", [])],
                body.get("cancellation_reason", {}).get("reason"),
            )
        elif kind == "product":
            product = body["product"]
            of.tariff = Tariff(
                product["id"],
                [(e["id"], instant(e["historic_date"])) for e in body["historical_changes"]],
                {other["id"] for other in product.get("compatibilities", [])},
            )
        elif kind == "shipping":
            of.shippings[body["shipping_order_id"]] = instant(body.get("requested_date"))
        elif kind == "segment":
            of.segments[body["segment_id"]] = body["segment_value"], body["reason"]
        elif kind == "credit_limits":
            of.limits_type = body["subscription_type"]
            for limit in body["credit_limits"]:
                value = Decimal(limit["credit_limit_value"])
                of.limits[limit["credit_limit_id"]] = value, limit["reason"]
        else:
            self.take_v3(of, KINDS.get(kind, body.get("type")), body)

    @staticmethod
    def take_v3(of: Subscription, type_: str, body: dict[str, Any]) -> None:
        of.type = type_
        of.v3 = Migrated(
            body["status"],
            instant(body["creation_date"]),
            instant(body.get("activation_date")),
            instant(body.get("deactivation_date")),
            instant(body.get("last_status_update")),
            instant(body.get("last_updated_date")),
            body["last_status_reason"],
            body.get("deactivation_user"),
            body.get("id"),
        )
        specific = body.get("specific_data", {})
        of.identifiers |= {("OTTEXTERNALID", specific[k]) for k in OTT_IDS if k in specific}
        for device in body.get("devices_related_info", {}).get("devices", []):
            for order in ("shipping_order_id", "pickup_order_id"):
                if order in device:
                    of.shippings.setdefault(device[order], None)

    def find_or_refuse(self, org: str, legacy_id: int) -> Subscription:
        found = self.subscriptions.get((org, legacy_id))
        if found is None or not found.exists:
            raise Refused(*UNKNOWN)
        return found

    # --- lifecycle ---------------------------------------------------------------------------

    def open_changes(self, org: str, legacy_id: int, kind: str) -> list[Change]:
        """Those that are pending or waiting, the next first."""
        mine = (c for c in self.changes if (c.org, c.legacy_id, c.kind) == (org, legacy_id, kind))
        return sorted((c for c in mine if c.state in ("pending", "waiting")), key=lambda c: c.order)

    def status_at(self, org: str, legacy_id: int, moment: datetime) -> str | None:
        """The status that it will have then, if all goes as it is planned."""
        status = self.subscriptions[org, legacy_id].status
        for change in self.open_changes(org, legacy_id, "status"):
            if change.due <= moment and (status, change.target) in LIFECYCLE:
                status = str(change.target)
        return status

    @staticmethod
    def step(of: Subscription, status: str, at: datetime, user: str, reason: str | None) -> None:
        """Stamp a status step on both bodies, never before what is known already."""
        known = [at]
        if of.v1:
            known += [of.v1.since, *(when for when, _ in of.v1.history)]
        if of.v3:
            known += [of.v3.creation, of.v3.activation, of.v3.deactivation, of.v3.updated]
        at = max(moment for moment in known if moment is not None)
        if v1 := of.v1:
            if not v1.history and v1.since is not None:
                v1.history.append((v1.since, v1.status))
            oldest_first = len(v1.history) > 1 and v1.history[0][0] < v1.history[-1][0]
            v1.history.insert(len(v1.history) if oldest_first else 0, (at, status))
            v1.status, v1.since = status, at
            if status in ("DEACTIVATED", "CANCELLED") and reason is not None:
                v1.reason = reason
        if v3 := of.v3:
            v3.status, v3.updated, v3.changed = status, at, at
            v3.reason = "N/A" if reason is None else reason
            if status == "CANCELLED":
                v3.activation = v3.deactivation = None
            else:
                v3.activation = v3.activation or at
            if status == "ACTIVE":
                v3.deactivation = v3.user = None
            if status == "DEACTIVATED":
                v3.deactivation, v3.user = at, user
