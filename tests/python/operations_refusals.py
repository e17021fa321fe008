"""A request for every documented error of every operation, on the store of ``RECORDS``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from operations_records import CATALOGUE, NEVER_COMPATIBLE, migration, subscriptions

RECORDS = [*CATALOGUE, *subscriptions("euskaltel"), *subscriptions("yoigo")]
NOWHERE = 99  # a legacy id that no organisation has

V3 = "/v3/orgs/{}/migrations/subscriptions/{}"
SEGMENT = {"segment_id": "OM_1", "segment_value": "PREMIUM", "reason": "rfm"}
LIMIT = {
    "credit_limit_id": "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
    "credit_limit_value": 300,
    "reason": "rfm",
}
LIMITS = {"subscription_type": "MOBILE", "credit_limits": [LIMIT]}
LANDLINE = {
    "subscription_type": "LANDLINE",
    "credit_limits": [
        {**LIMIT, "credit_limit_id": "LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"},
    ],
}
DEACTIVATE = {"deactivation_reason": "BAJA"}
CANCEL = {"cancellation_reason": "BAJA"}
STEP = {"subscription_type": "MOBILE", "status_change": {"status": "ACTIVE"}}
MIGRATIONS = {
    "migrate_max": "max",
    "migrate_disney": "disney",
    "migrate_amazon_prime": "amazon_prime",
}

# What can be asked for and is answered with success; the store of RECORDS holds what it needs.
GOOD: dict[str, tuple[str, str, Any]] = {
    "create_segment": (V3.format("euskaltel", 1) + "/segments", "", SEGMENT),
    "delete_segments": (V3.format("euskaltel", 6) + "/segments", "", None),
    "create_credit_limits": (V3.format("euskaltel", 1) + "/credit_limits", "", LIMITS),
    "delete_credit_limits": (V3.format("euskaltel", 6) + "/credit_limits", "", None),
    **{
        name: (V3.format("euskaltel", 12) + f"/{kind}", "", migration(kind))
        for name, kind in MIGRATIONS.items()
    },
    "deactivate_netflix": ("/v1/orgs/euskaltel/netflix/3/deactivate", "", DEACTIVATE),
    "cancel_netflix": ("/v1/orgs/euskaltel/netflix/4/cancel", "", CANCEL),
    "get_subscription": ("/v1/orgs/euskaltel/subscriptions/1", "", None),
    "patch_subscription": ("/v1/orgs/euskaltel/subscriptions/1", "", STEP),
    "find_subscriptions": (
        "/v1/orgs/euskaltel/subscriptions",
        "filter_type=MSISDN&filter_value=600000001",
        None,
    ),
    "list_shippings": ("/v1/orgs/euskaltel/subscriptions/2/shippings", "", None),
    "get_products": ("/v2/orgs/euskaltel/subscriptions/1/products", "", None),
    "change_product": ("/v2/orgs/euskaltel/subscriptions/1/products", "", {"productId": 20}),
    "health": ("/v3/health", "", None),
}


@dataclass(frozen=True)
class Case:
    operation: str
    status: int
    code: str | None
    path: str
    query: str = ""
    body: Any = None
    verb: str | None = None  # None: the operation's
    spoilt: bool = False  # the store, before it is asked

    @property
    def text(self) -> str | None:
        return self.body if isinstance(self.body, str | None) else json.dumps(self.body)

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}-{self.code}"


def _refused(operation: str, status: int, code: str, *changes: tuple[str, Any]) -> list[Case]:
    """Requests that differ from the good one in part of the path, or in the body."""
    path, query, body = GOOD[operation]
    cases = []
    for old, new in changes:
        other = path.replace(old, new) if old else path
        cases.append(Case(operation, status, code, other, query, body if old else new))
    return cases


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def _step(**change: Any) -> dict[str, Any]:
    return {"subscription_type": "MOBILE", "status_change": change}


NOT_FOUND, BAD = "SUBSCRIPTION_NOT_FOUND", "BAD_REQUEST"
FORBIDDEN, EXISTS = "FORBIDDEN_ORGANIZATION", "ABO_ALREADY_EXISTS"
NOT_JSON: tuple[Any, ...] = ("", "{", "[]", "null", "'x'", '{"a":1}', "{'segment_id': 'OM_1'}")
BODIES: list[tuple[str, Any]] = [("", text) for text in NOT_JSON]

CASES: list[Case] = [
    *_refused(
        "create_segment",
        400,
        BAD,
        *BODIES,
        ("", {**SEGMENT, "segment_id": "OP_1"}),
        ("", {**SEGMENT, "segment_id": " "}),
        ("", _without(SEGMENT, "reason")),
        ("", {**SEGMENT, "segment_value": 7}),
        ("/1/", "/0/"),
        ("/1/", "/x/"),
        ("/1/", "/-1/"),
        ("/1/", "/9223372036854775808/"),
    ),
    *_refused("create_segment", 403, FORBIDDEN, ("euskaltel", "yoigo"), ("euskaltel", "nobody")),
    *_refused("create_segment", 404, NOT_FOUND, ("/1/", f"/{NOWHERE}/")),
    Case(
        "create_segment",
        409,
        EXISTS,
        V3.format("euskaltel", 6) + "/segments",
        "",
        {**SEGMENT, "segment_id": "OC_OLD"},
    ),
    *_refused("delete_segments", 403, FORBIDDEN, ("euskaltel", "yoigo")),
    *_refused(
        "create_credit_limits",
        400,
        BAD,
        *BODIES,
        ("", LANDLINE),
        ("", {**LIMITS, "credit_limits": []}),
        ("", {**LIMITS, "credit_limits": [LIMIT, LIMIT]}),
        ("", {**LIMITS, "credit_limits": [{**LIMIT, "credit_limit_value": -1}]}),
        ("", {**LIMITS, "credit_limits": [{**LIMIT, "credit_limit_value": 0.0000001}]}),
        ("", {**LIMITS, "subscription_type": "TV"}),
        ("euskaltel", "yoigo"),
        ("/1/", "/2147483648/"),
    ),
    *_refused("create_credit_limits", 404, NOT_FOUND, ("/1/", f"/{NOWHERE}/")),
    *_refused("create_credit_limits", 409, EXISTS, ("/1/", "/6/")),
    *_refused("delete_credit_limits", 403, FORBIDDEN, ("euskaltel", "yoigo")),
    *_refused("delete_credit_limits", 404, NOT_FOUND, ("/6/", f"/{NOWHERE}/"), ("/6/", "/1/")),
    *[
        case
        for name, kind in MIGRATIONS.items()
        for case in (
            *_refused(
                name,
                400,
                BAD,
                *BODIES,
                ("", _without(migration(kind), "specific_data")),
                ("", _without(migration(kind), "activation_date")),
                ("", migration(kind, status="CANCELLED", activation_date="2024-05-02T08:00:00Z")),
                ("", migration(kind, type="MOBILE")),
                ("/12/", "/1/"),  # a MOBILE subscription in all other documents
            ),
            *_refused(name, 403, FORBIDDEN, ("euskaltel", "yoigo")),
            *_refused(name, 409, EXISTS, ("/12/", "/5/")),
        )
    ],
    *_refused("deactivate_netflix", 400, "INVALID_SUBSCRIPTION_STATUS", ("/3/", "/4/")),
    *_refused("deactivate_netflix", 400, BAD, *BODIES),
    *_refused("deactivate_netflix", 404, NOT_FOUND, ("/3/", f"/{NOWHERE}/"), ("/3/", "/1/")),
    *_refused("cancel_netflix", 400, "INVALID_SUBSCRIPTION_STATUS", ("/4/", "/3/")),
    *_refused("cancel_netflix", 400, BAD, *BODIES),
    *_refused("cancel_netflix", 404, NOT_FOUND, ("/4/", f"/{NOWHERE}/"), ("/4/", "/1/")),
    *_refused("get_subscription", 404, NOT_FOUND, ("s/1", f"s/{NOWHERE}"), ("s/1", "s/x")),
    *_refused("get_subscription", 404, NOT_FOUND, ("euskaltel", "nobody"), ("s/1", "s/8")),
    *_refused(
        "patch_subscription",
        400,
        BAD,
        *BODIES,
        ("", {**STEP, "subscription_type": "TV"}),
        ("", _step(status="SOLD")),
        ("", _step()),
        ("", _step(status="ACTIVE", requested_status_change_date="2027-13-01T00:00:00Z")),
    ),
    *_refused("patch_subscription", 404, NOT_FOUND, ("s/1", f"s/{NOWHERE}")),
    *_refused(
        "patch_subscription",
        409,
        "ABO_STATUS_CONFLICT",
        ("", _step(status="DEACTIVATED")),
        ("", _step(status="PRE_ACTIVE")),
    ),
    *[
        Case(
            "find_subscriptions", 400, "MISSING_QUERY_PARAMS", GOOD["find_subscriptions"][0], query
        )
        for query in (
            "",
            "filter_type=MSISDN",
            "filter_value=600000001",
            "filter_type=NIF&filter_value=1",
            "filter_type=msisdn&filter_value=600000001",
            "Filter_type=MSISDN&filter_value=1",
        )
    ],
    Case(
        "find_subscriptions",
        404,
        NOT_FOUND,
        GOOD["find_subscriptions"][0],
        "filter_type=MSISDN&filter_value=999",
    ),
    *_refused("find_subscriptions", 404, NOT_FOUND, ("euskaltel", "nobody")),
    *[
        Case("get_products", 400, BAD, GOOD["get_products"][0], query)
        for query in ("query={", "query=[]", "query=1", 'query={"include":7}', "query='{'")
    ],
    *_refused(
        "get_products", 400, BAD, ("/1/", "/x/"), ("/1/", "/0/"), ("/1/", "/99999999999999999999/")
    ),
    *_refused("get_products", 404, NOT_FOUND, ("/1/", f"/{NOWHERE}/")),
    *_refused("get_products", 404, "ABO_PRODUCT_NOT_FOUND", ("/1/", "/3/")),
    *_refused(
        "change_product",
        400,
        BAD,
        *BODIES,
        ("", {"productId": "20"}),
        ("", {"productId": 20, "scheduled_date": "2026-03-26"}),
        ("", {"productId": 20, "scheduled_date": "2026-02-29"}),
        ("", {"productId": 20, "scheduled_date": "2026-04-01T00:00:00Z"}),
        ("", {"productId": 2**63}),
        ("/1/", "/x/"),
    ),
    *_refused(
        "change_product",
        400,
        "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT",
        ("", {"productId": NEVER_COMPATIBLE}),
        ("", {"productId": 40}),
    ),
    *_refused("change_product", 400, "INVALID_SUBSCRIPTION_STATUS", ("/1/", "/8/")),
    *_refused("change_product", 404, NOT_FOUND, ("/1/", f"/{NOWHERE}/")),
    *_refused(
        "change_product", 404, "ABO_PRODUCT_NOT_FOUND", ("/1/", "/3/"), ("", {"productId": 777})
    ),
    *[
        Case(name, 405, None, GOOD[name][0], "", None, verb)
        for name in ("get_products", "change_product")
        for verb in ("POST", "DELETE", "PUT", "TRACE", "get")
    ],
    *[
        Case(name, 500, None if name == "health" else "ABO_STORAGE", *request, None, True)
        for name, request in GOOD.items()
        if name not in ("get_products", "change_product")  # the documents have no 500 for these
    ],
]

# What a row documents and no request can meet.
UNREACHABLE = {
    (
        name,
        404,
    ): "the subscription is created, so none has to be there; an unknown organisation is 403"
    for name in MIGRATIONS
}
