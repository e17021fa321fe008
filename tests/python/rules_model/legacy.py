"""v1 subscriptions (seed 2): rules HIS."""

from __future__ import annotations

from itertools import chain, groupby, islice, pairwise, permutations, product

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
    instants = [list(group) for _, group in groupby(in_time, key=lambda e: e["status_date"])]
    orders = [permutations(entries) if len(entries) < 6 else [entries] for entries in instants]
    # Of several that break as little, the first: the document's own.
    whole = (list(chain.from_iterable(order)) for order in product(*orders))
    for entry in min((forbidden(entries) for entries in islice(whole, 5000)), key=len):
        found.add("HIS-002", entry.pointer("status"))


def forbidden(entries: list[Document]) -> list[Document]:
    steps = ((before["status"], entry["status"], entry) for before, entry in pairwise(entries))
    return [entry for one, next_, entry in steps if (one, next_) not in LIFECYCLE]
