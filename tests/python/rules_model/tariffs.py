"""v2 products (seed 4): rules TAR and SCH."""

from __future__ import annotations

from itertools import pairwise

from .migrated import in_order
from .reading import UNREADABLE, Document, Findings


def check_subscription_product(body: Document, found: Findings) -> None:
    product = body.object("product")
    for entry in body.each("historical_changes"):
        for name in ("id", "historic_date"):
            if entry.lacks(name):
                found.add("TAR-003", entry.pointer(name))
    check_order(body, product, found)
    if product is not None:
        check_product(product, found)


def check_order(body: Document, product: Document | None, found: Findings) -> None:
    """The current product first, and newer ones before older ones."""
    history = body.whole("historical_changes")
    if history is None:
        return
    if product is not None and product.has("id"):
        if not history:
            found.add("TAR-002", body.pointer("historical_changes"))
        elif history[0].has("id") and history[0]["id"] != product["id"]:
            found.add("TAR-002", history[0].pointer("id"))
    dated = [entry for entry in history if entry.has("historic_date")]
    for newer, entry in pairwise(dated):
        if entry["historic_date"] > newer["historic_date"]:
            found.add("TAR-001", entry.pointer("historic_date"))


def check_product(product: Document, found: Findings) -> None:
    """What is scheduled for it, and for every product within it."""
    check_destination(product, found)
    scheduled = product.object("scheduled")
    if scheduled is not None:
        if scheduled.readable("request_date", "scheduled_date", "process_date"):
            in_order(found, "SCH-001", scheduled, "request_date", "scheduled_date")
            in_order(found, "SCH-001", scheduled, "request_date", "process_date")
        if not scheduled.empty and scheduled.lacks("destination_product"):
            found.add("SCH-002", scheduled.pointer("destination_product"))
        destination = scheduled.object("destination_product")
        if destination is not None:
            check_product(destination, found)
    for other in product.each("compatibilities"):
        if isinstance(other, Document):
            check_product(other, found)


def check_destination(product: Document, found: Findings) -> None:
    """It is among the compatibilities, if these are given and not empty."""
    scheduled = product.object("scheduled")
    destination = None if scheduled is None else scheduled.object("destination_product")
    given = product.get("compatibilities")
    if destination is None or not destination.has("id") or not isinstance(given, list) or not given:
        return
    ids = [e.get("id", UNREADABLE) if isinstance(e, Document) else e for e in given]
    if UNREADABLE not in ids and destination["id"] not in ids:
        found.add("SCH-003", destination.pointer("id"))
