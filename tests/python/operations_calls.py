"""Calls an operation of the model's name, by a method of the package or as a request.

Both answer (status, code of the error or None, what was answered).
"""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import abonado
from abonado import Database, model

Answer = tuple[int, "str | None", Any]

SUCCESS = {
    "create_segment": 201,
    "delete_segments": 204,
    "create_credit_limits": 201,
    "delete_credit_limits": 204,
    "migrate": 201,
    "deactivate_netflix": 204,
    "cancel_netflix": 202,
    "patch_subscription": 202,
    "change_product": 201,
}
V1, V2, V3 = "/v1/orgs/{}", "/v2/orgs/{}", "/v3/orgs/{}/migrations/subscriptions/{}"
PATHS = {
    "create_segment": ("POST", V3 + "/segments"),
    "delete_segments": ("DELETE", V3 + "/segments"),
    "create_credit_limits": ("POST", V3 + "/credit_limits"),
    "delete_credit_limits": ("DELETE", V3 + "/credit_limits"),
    "migrate": ("POST", V3 + "/{kind}"),
    "deactivate_netflix": ("POST", V1 + "/netflix/{}/deactivate"),
    "cancel_netflix": ("POST", V1 + "/netflix/{}/cancel"),
    "patch_subscription": ("PATCH", V1 + "/subscriptions/{}"),
    "change_product": ("PATCH", V2 + "/subscriptions/{}/products"),
    "get_subscription": ("GET", V1 + "/subscriptions/{}"),
    "find_subscriptions": ("GET", V1 + "/subscriptions"),
    "list_shippings": ("GET", V1 + "/subscriptions/{}/shippings"),
    "get_products": ("GET", V2 + "/subscriptions/{}/products"),
}
# What the documents call the members of a status step.
STEP = {
    "deactivate_netflix": (
        "deactivation_reason",
        "deactivation_user",
        "requested_deactivation_date",
    ),
    "cancel_netflix": ("cancellation_reason", "cancellation_user", "requested_cancellation_date"),
    "patch_subscription": (
        "status_change_reason",
        "status_change_user",
        "requested_status_change_date",
    ),
}


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def step_members(operation: str, given: dict[str, Any]) -> dict[str, Any]:
    names = dict(zip(("reason", "user", "requested"), STEP[operation], strict=True))
    return {names[k]: v for k, v in given.items() if k in names and v is not None}


def limit_members(rows: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    names = ("credit_limit_id", "credit_limit_value", "reason")
    return [dict(zip(names, (i, Decimal(value), r), strict=True)) for i, value, r in rows]


def to_json(value: Any) -> str:
    """As JSON, with amounts as the literals they are."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{to_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(to_json, value)) + "]"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return json.dumps(rfc3339(value))
    return json.dumps(value.isoformat() if isinstance(value, date) else value)


def status_change(given: dict[str, Any]) -> dict[str, Any] | None:
    if given.get("status") is None:
        return None
    return {"status": given["status"], **step_members("patch_subscription", given)}


def body_of(operation: str, given: dict[str, Any]) -> dict[str, Any] | None:
    if operation == "create_segment":
        defaults = {"segment_value": "PREMIUM", "reason": "rfm"}
        return defaults | {k: v for k, v in given.items() if k != "segment_class"}
    if operation == "create_credit_limits":
        rows = limit_members(given["credit_limits"])
        return {"subscription_type": given["subscription_type"], "credit_limits": rows}
    if operation == "migrate":
        return given["body"]
    if operation == "patch_subscription":
        change = status_change(given)
        asked = {"subscription_type": given["subscription_type"]}
        return asked if change is None else {**asked, "status_change": change}
    if operation in STEP:
        return step_members(operation, given)
    if operation == "change_product":
        asked = {"productId": given["product_id"], "scheduled_date": given.get("scheduled_date")}
        return {name: value for name, value in asked.items() if value is not None}
    return None


def code_of(body: str) -> str:
    """Of an error in either form."""
    told = json.loads(body)
    return told["error"]["code"] if "error" in told else told["errors"][0]["code"]


def by_handle(
    db: Database, operation: str, org: str, legacy_id: int, now: datetime, **given: Any
) -> Answer:
    verb, template = PATHS[operation]
    path = template.format(quote(org, safe=""), legacy_id, kind=given.get("kind"))
    body = body_of(operation, given)
    extra = {"user": given["user"]} if operation == "change_product" and given.get("user") else {}
    text = None if body is None else to_json(body)
    answer = db.handle(verb, path, given.get("query"), text, now=now, **extra)
    if answer.status >= 400:
        return answer.status, code_of(answer.body or ""), None
    return answer.status, None, None if answer.body is None else json.loads(answer.body)


def by_method(
    db: Database, operation: str, org: str, legacy_id: int, now: datetime, **given: Any
) -> Answer:
    try:
        receipt = _call(db, operation, org, legacy_id, now, given)
    except abonado.Error as error:
        return error.status, error.code, None
    if operation == "change_product" and receipt.risk_decision is not None:
        return 202, None, {"risk_decision": receipt.risk_decision}
    return SUCCESS.get(operation, 200), None, receipt


def _call(
    db: Database, operation: str, org: str, id_: int, now: datetime, given: dict[str, Any]
) -> Any:
    of = db.org(org)
    if operation == "create_segment":
        return of.segments.create(id_, now=now, **{**(body_of(operation, given) or {}), **given})
    if operation == "delete_segments":
        return of.segments.delete(id_, now=now)
    if operation == "create_credit_limits":
        return of.credit_limits.create(id_, now=now, **(body_of(operation, given) or {}))
    if operation == "delete_credit_limits":
        return of.credit_limits.delete(id_, now=now)
    if operation == "migrate":
        kinds = {"max": model.Max, "disney": model.Disney, "amazon_prime": model.AmazonPrime}
        extra = {k: given[k] for k in ("identifiers", "billing_type") if k in given}
        body = kinds[given["kind"]].from_json(to_json(given["body"]))
        return of.migrate(id_, body, now=now, **extra)
    if operation == "patch_subscription":
        change = status_change(given)
        type_ = given["subscription_type"]
        return of.patch(id_, subscription_type=type_, status_change=change, now=now)
    if operation in STEP:
        verb = {"deactivate_netflix": "deactivate", "cancel_netflix": "cancel"}[operation]
        return getattr(of.netflix, verb)(id_, now=now, **step_members(operation, given))
    if operation == "change_product":
        return of.products.change(id_, now=now, **given)
    if operation == "resolve_risk":
        return of.products.resolve_risk(id_, now=now, **given)
    if operation == "cancel_change":
        if given["kind"] == "tariff":
            return of.products.cancel(id_, now=now)
        steps = [change for change in of.scheduled(id_) if change.kind == "status"]
        return of.cancel_scheduled(id_, steps[0] if steps else 10**6, now=now)
    raise AssertionError(operation)
