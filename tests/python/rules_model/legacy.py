"""v1 subscriptions (seed 2): rules HIS."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, permutations

from .reading import Document, Findings
from .words import LIFECYCLE


def check_legacy_subscription(body: Document, found: Findings) -> None:
    ended = body.get("current_status") in ("CANCELLED", "DEACTIVATED")
    if body.has("current_status") and body.has("cancellation_reason") and not ended:
        found.add("HIS-003", body.pointer("cancellation_reason"))
    history = body.whole("status_history")
    if not history or not all(entry.readable("status_date", "status") for entry in history):
        return
    newest = max(entry["status_date"] for entry in history)
    last = {entry["status"] for entry in history if entry["status_date"] == newest}
    if body.has("current_status") and body["current_status"] not in last:
        found.add("HIS-001", body.pointer("current_status"))
    check_steps(history, found)


def check_steps(history: list[Document], found: Findings) -> None:
    """Each step is one of the lifecycle. Entries of one instant, in the order that breaks least."""
    ascending = history[0]["status_date"] <= history[-1]["status_date"]
    in_time = sorted(history if ascending else history[::-1], key=lambda e: e["status_date"])
    before: Document | None = None
    for _, group in groupby(in_time, key=lambda e: e["status_date"]):
        entries = list(group)
        if len(entries) <= 5:
            orders = [(forbidden(before, order), order) for order in permutations(entries)]
            entries = list(min(orders, key=lambda known: known[0])[1])
        for entry in entries:
            if not allowed(before, entry):
                found.add("HIS-002", entry.pointer("status"))
            before = entry


def allowed(before: Document | None, entry: Document) -> bool:
    return before is None or (before["status"], entry["status"]) in LIFECYCLE


def forbidden(before: Document | None, order: Sequence[Document]) -> int:
    steps = zip((before, *order), order, strict=False)
    return sum(not allowed(one, next_) for one, next_ in steps)
