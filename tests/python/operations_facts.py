"""What documents say, as plain values: of the engine's export, and of the model."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

from abonado import Database
from operations_world import Change, Subscription, World, instant

Documents = list[dict[str, Any]]
V3_KINDS = ("max", "disney", "amazon_prime", "subscription")


def exported(db: Database) -> Documents:
    return [json.loads(line, parse_float=Decimal) for line in db.export().splitlines()]


def key_of(document: dict[str, Any]) -> tuple[str, int]:
    return document["org"], document.get("legacy_id", document["body"].get("id"))


def facts_of_documents(documents: Documents) -> dict[tuple[str, int], dict[str, Any]]:
    """By organisation and legacy id."""
    facts: dict[tuple[str, int], dict[str, Any]] = {}
    for document in documents:
        kind, body = document["kind"], document["body"]
        if kind == "catalogue_product":
            continue
        of = facts.setdefault(key_of(document), {})
        if kind == "segment":
            said = (body["segment_value"], body["reason"])
            of.setdefault("segments", {})[body["segment_id"]] = said
        elif kind == "credit_limits":
            of["limits"] = (
                body["subscription_type"],
                {
                    limit["credit_limit_id"]: (
                        Decimal(limit["credit_limit_value"]),
                        limit["reason"],
                    )
                    for limit in body["credit_limits"]
                },
            )
        elif kind == "product":
            history = body["historical_changes"]
            of["tariff"] = (
                body["product"]["id"],
                [(entry["id"], instant(entry["historic_date"])) for entry in history],
            )
            of["scheduled"] = scheduled_of(body["product"])
        elif kind == "legacy_subscription":
            history = body.get("status_history", [])
            of["v1"] = (
                body["current_status"],
                instant(body.get("current_status_date")),
                [(instant(entry["status_date"]), entry["status"]) for entry in history],
                (body.get("cancellation_reason") or {}).get("reason"),
            )
        elif kind in V3_KINDS:
            dates = ("activation_date", "deactivation_date", "last_status_update")
            of["v3"] = (
                body["status"],
                *(instant(body.get(name)) for name in (*dates, "last_updated_date")),
                body["last_status_reason"],
                body.get("deactivation_user"),
            )
    return facts


def scheduled_of(product: dict[str, Any]) -> tuple[Any, ...] | None:
    """What is to come; one that was processed is not."""
    scheduled = product.get("scheduled") or {}
    if not scheduled or scheduled.get("process_date") is not None:
        return None
    when = (instant(scheduled.get(name)) for name in ("request_date", "scheduled_date"))
    return (scheduled["destination_product"]["id"], *when)


def facts_of_model(world: World) -> dict[tuple[str, int], dict[str, Any]]:
    facts = {}
    for key, of in world.subscriptions.items():
        if said := _facts_of(of, world.open_changes(*key, "tariff")):
            facts[key] = said
    return facts


def _facts_of(of: Subscription, changes: list[Change]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if of.segments:
        facts["segments"] = of.segments
    if of.limits:
        facts["limits"] = of.limits_type, of.limits
    if of.tariff:
        facts["tariff"] = of.tariff.product, of.tariff.history
        coming = [change for change in changes if change.state == "pending"]
        facts["scheduled"] = (
            (coming[0].target, coming[0].requested, coming[0].due) if coming else None
        )
    if v1 := of.v1:
        facts["v1"] = v1.status, v1.since, v1.history, v1.reason
    if v3 := of.v3:
        dates = v3.activation, v3.deactivation, v3.updated, v3.changed
        facts["v3"] = v3.status, *dates, v3.reason, v3.user
    return facts


def broken_rules(documents: Documents) -> list[str]:
    """SUB-001 to SUB-004 and TAR-001 to TAR-003, looked for in plain Python."""
    broken = []
    for document in documents:
        kind, body = document["kind"], document["body"]
        if kind in V3_KINDS:
            status = body["status"]
            was_active = body.get("activation_date") is not None
            is_over = body.get("deactivation_date") is not None
            verdicts = {
                "SUB-001": was_active or status == "CANCELLED",
                "SUB-002": not was_active or status != "CANCELLED",
                "SUB-003": is_over or status != "DEACTIVATED",
                "SUB-004": not is_over or status == "DEACTIVATED",
            }
        elif kind == "product":
            history = body["historical_changes"]
            complete = all({"id", "historic_date"} <= set(entry) for entry in history)
            dates = [instant(entry.get("historic_date")) for entry in history] if complete else []
            verdicts = {
                "TAR-001": all(a >= b for a, b in pairwise(dates)),
                "TAR-002": history[0]["id"] == body["product"]["id"],
                "TAR-003": complete,
            }
        else:
            continue
        broken += [f"{rule} {key_of(document)}" for rule, holds in verdicts.items() if not holds]
    return broken
