"""The records that the tests of the operations begin with."""

from __future__ import annotations

import uuid
from typing import Any

Record = dict[str, Any]

CREATED, ACTIVATED = "2024-05-01T08:00:00Z", "2024-05-02T08:00:00Z"
PRESENT = "2026-03-27T10:00:00Z"
MSISDN = "+34600000001"
ADDRESS = "Ana@Example.com"


def v1(legacy_id: int, type_: str, status: str, org: str = "euskaltel", **body: Any) -> Record:
    """A v1 body whose history, newest first, leads to that status."""
    way = {
        "PRE_ACTIVE": [],
        "ACTIVE": ["PRE_ACTIVE"],
        "DEACTIVATED": ["ACTIVE", "PRE_ACTIVE"],
        "CANCELLED": ["PRE_ACTIVE"],
    }[status]
    dates = [f"2024-05-0{3 - n}T08:00:00Z" for n in range(len(way) + 1)]
    history = [
        {"status_date": when, "status": word}
        for when, word in zip(dates, [status, *way], strict=True)
    ]
    return {
        "kind": "legacy_subscription",
        "org": org,
        "body": {
            "id": legacy_id,
            "subscription_type": type_,
            "current_status": status,
            "current_status_date": dates[0],
            "status_history": history,
            **body,
        },
    }


def v3(legacy_id: int, status: str = "ACTIVE", org: str = "euskaltel", **body: Any) -> Record:
    """A v3 body of a Max, of another type if ``type`` is given."""
    type_ = body.get("type", "MAX")
    dates = {
        "ACTIVE": {"activation_date": ACTIVATED},
        "DEACTIVATED": {"activation_date": ACTIVATED, "deactivation_date": "2024-06-01T08:00:00Z"},
        "CANCELLED": {},
    }[status]
    specific = {"service_id": f"s-{legacy_id}", "product_id": "MAX"}
    return {
        "kind": "max" if type_ == "MAX" else "subscription",
        "org": org,
        "legacy_id": legacy_id,
        "body": {
            "status": status,
            **dates,
            "last_status_reason": "CUSTOMER_REQUEST",
            "catalogue_commercial_product_id": "MAX_STANDARD",
            "legacy_account_id": 7,
            "creation_date": CREATED,
            "creation_user": "shop",
            "bundle_related_info": {},
            **({"specific_data": specific} if type_ == "MAX" else {}),
            **body,
        },
    }


def migration(kind: str, number: int = 1, status: str = "ACTIVE", **body: Any) -> Record:
    """What migrates a Max, Disney or Amazon Prime subscription."""
    specific = {
        "max": {"service_id": f"m-{number}", "product_id": "MAX"},
        "disney": {"user_id": f"u-{number}", "service_id": f"d-{number}", "product_id": "DISNEY"},
        "amazon_prime": {
            "entitlement_id": f"e-{number}",
            "bundle_id": "AP-2",
            "tier_id": "YEAR",
            "product_id": "PRIME",
        },
    }[kind]
    return v3(number, status, **{"specific_data": specific, **body})["body"]


def tariff(
    legacy_id: int,
    product: int,
    org: str = "euskaltel",
    compatibilities: list[int] | None = None,
    since: str = ACTIVATED,
) -> Record:
    held = {"id": product, "value": f"TARIFF {product}", "historic_date": since}
    given = [] if compatibilities is None else compatibilities
    extra = {} if compatibilities is None else {"compatibilities": [{"id": n} for n in given]}
    return {
        "kind": "product",
        "org": org,
        "body": {
            "id": legacy_id,
            "product": {**held, **extra},
            "bundle": {"id": 4400, "value": "FIBRA 600Mb + TARIFA MÁS 10GB"},
            "historical_changes": [held],
        },
    }


def product(id_: int, *compatibilities: int) -> Record:
    return {
        "kind": "catalogue_product",
        "body": {"id": id_, "value": f"TARIFF {id_}", "compatibilities": list(compatibilities)},
    }


def segment(legacy_id: int, segment_id: str, org: str = "euskaltel", **members: Any) -> Record:
    body = {"segment_id": segment_id, "segment_value": "PREMIUM", "reason": "rfm"}
    return {"kind": "segment", "org": org, "legacy_id": legacy_id, "body": body, **members}


def limits(legacy_id: int, org: str = "euskaltel", type_: str = "MOBILE") -> Record:
    limit = {
        "credit_limit_id": f"{type_}_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
        "credit_limit_value": 300,
        "reason": "rfm",
    }
    body = {"subscription_type": type_, "credit_limits": [limit]}
    return {"kind": "credit_limits", "org": org, "legacy_id": legacy_id, "body": body}


def shipping(legacy_id: int, order: str, org: str = "euskaltel", **body: Any) -> Record:
    body = {"shipping_order_id": order, "kind": "SHIPPING", **body}
    return {"kind": "shipping", "org": org, "legacy_id": legacy_id, "body": body}


def uuid_of(org: str, legacy_id: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{legacy_id}.{org}"))


CATALOGUE = [product(10, 10, 20, 30), product(20, 10, 30), product(30, 10, 40), product(40, 10)]
NEVER_COMPATIBLE, NOT_IN_CATALOGUE = 50, 777
CATALOGUE.append(product(NEVER_COMPATIBLE))


def subscriptions(org: str) -> list[Record]:
    """Of every shape that the operations tell apart; the same legacy ids for every organisation."""
    shared = {"account_bundles": [{"account_bundle_id": 70, "status": "ACTIVE"}]}
    oldest_first = v1(7, "BROADBAND", "ACTIVE", org, billing_type="POSTPAID", **shared)
    oldest_first["body"]["status_history"].reverse()
    bare = v1(3, "NETFLIX", "ACTIVE", org)
    del bare["body"]["status_history"]
    any_org = [
        v1(1, "MOBILE", "PRE_ACTIVE", org, billing_type="POSTPAID")
        | {"identifiers": {"MSISDN": MSISDN}},
        tariff(1, 10, org),
        v1(2, "MOBILE", "ACTIVE", org, billing_type="PREPAID")
        | {"identifiers": {"SUBSCRIPTIONEMAIL": ADDRESS}},
        tariff(2, 20, org),
        bare,
        v1(4, "NETFLIX", "PRE_ACTIVE", org),
        oldest_first,
        tariff(8, 99, org, [10, 20]),  # a tariff and nothing else, and not in the catalogue
        v1(9, "LANDLINE", "DEACTIVATED", org) | {"identifiers": {"MSISDN": MSISDN}},
        shipping(2, "SO-1", org, requested_date="2026-03-01T09:00:00Z"),
        shipping(2, "SO-2", org),
    ]
    migrated = [
        v3(
            5,
            org=org,
            id=uuid_of(org, 5),
            devices_related_info={
                "devices": [
                    {
                        "catalogue_commercial_device_id": "ROUTER",
                        "shipping_order_id": "SO-5",
                        "pickup_order_id": "PU-5",
                    }
                ],
            },
        )
        | {"billing_type": "POSTPAID"},
        tariff(5, 30, org, [10]),
        v1(6, "MOBILE", "ACTIVE", org, billing_type="POSTPAID", **shared),
        v3(6, org=org, type="MOBILE"),
        tariff(6, 99, org, [20, 30]),
        limits(6, org),
        segment(6, "OC_OLD", org),
        v1(11, "DISNEY", "PRE_ACTIVE", org),
    ]
    return any_org + (migrated if org in ("euskaltel", "telecable") else [])
