"""The lanes of a subscription: what its documents date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .lanes import Bar, Lane, Mark

if TYPE_CHECKING:
    from ..answers import SubscriptionState
    from ..report import Finding

_STATUS_TONES = {
    "PRE_ACTIVE": "blue",
    "ACTIVE": "green",
    "DEACTIVATED": "grey",
    "CANCELLED": "red",
}
# Members of a body that say of which status it is, since when.
_STATUS_MEMBERS = ("/status", "/activation_date", "/deactivation_date", "/last_status_update")

Step = tuple["datetime | None", str]


def lanes_of(state: SubscriptionState, findings: Iterable[Finding] = ()) -> list[Lane]:
    """The lanes, with what is wrong marked."""
    v3 = _v3_body(state)
    lanes = [
        Lane("status", follow(statuses(state), "status"), is_sequence=True),
        Lane("tariff", follow(_tariffs(state)), is_sequence=True),
        Lane("bundles", tuple(_bundles(v3))),
        Lane("add-ons", tuple(_add_ons(v3))),
        Lane("packages", tuple(_packages(v3))),
        Lane("promotions", tuple(_promotions(v3))),
        Lane("commitments", tuple(_commitments(v3))),
        Lane("pending", marks=tuple(_pending(state))),
    ]
    found = list(findings)
    return [_faulty(lane, found) for lane in lanes] if found else lanes


def follow(steps: Iterable[Step], what: str = "tariff") -> tuple[Bar, ...]:
    """Bars of which each lasts until the next; the steps have the newest first."""
    bars: list[Bar] = []
    end = None
    for start, word in steps:
        tone = _STATUS_TONES.get(word, "grey") if what == "status" else "blue"
        bars.append(Bar(word, start, end, tone, _STATUS_MEMBERS[0] if what == "status" else ""))
        end = start
    return tuple(reversed(bars))


def statuses(state: SubscriptionState) -> list[Step]:
    """Since when it had which status, the newest first, as the documents of the state tell."""
    v1 = _body(state, "legacy_subscription")
    v3 = _v3_body(state)
    steps: list[Step] = []
    if v1 is not None:
        steps = [(entry.status_date, entry.status) for entry in v1.status_history or ()]
        steps = steps or [(v1.current_status_date, v1.current_status)]
    if v3 is not None:
        known = {word for _, word in steps}
        steps += [step for step in _v3_statuses(v3) if step[1] not in known]
    dated = sorted((s for s in steps if s[0] is not None), key=lambda step: str(step[0]))
    return [*reversed(dated), *(step for step in steps if step[0] is None)]


def _v3_statuses(body: Any) -> Iterator[Step]:
    since = body.last_status_update or body.creation_date
    if body.activation_date is not None and body.status != "ACTIVE":
        yield body.activation_date, "ACTIVE"
    dates = {"ACTIVE": body.activation_date, "DEACTIVATED": body.deactivation_date}
    yield dates.get(body.status) or since, body.status


def _tariffs(state: SubscriptionState) -> list[Step]:
    body = _body(state, "product")
    if body is None:
        return []
    entries: Sequence[Any] = body.historical_changes or (body.product,)
    return [
        (entry.historic_date, " ".join(str(p) for p in (entry.id, entry.value) if p is not None))
        for entry in entries
    ]


def _bundles(body: Any) -> Iterator[Bar]:
    for place, one in enumerate(getattr(body, "bundles_history", None) or ()):
        label = one.catalogue_bundled_product_id
        yield Bar(label, one.start_date, one.end_date, "violet", f"/bundles_history/{place}")


def _add_ons(body: Any) -> Iterator[Bar]:
    for place, one in enumerate(getattr(body, "add_ons", None) or ()):
        start = one.activation_date or one.creation_date
        label = one.catalogue_add_on_id
        yield Bar(label, start, one.deactivation_date, "teal", f"/add_ons/{place}")


def _packages(body: Any) -> Iterator[Bar]:
    for place, one in enumerate(getattr(body, "free_units_packages", None) or ()):
        label = one.catalogue_free_units_packages_id
        pointer = f"/free_units_packages/{place}"
        yield Bar(label, one.activation_date, one.deactivation_date, "rose", pointer)


def _promotions(body: Any) -> Iterator[Bar]:
    for place, one in enumerate(getattr(body, "promotions", None) or ()):
        start = one.activation_date or one.creation_date
        end = one.deactivation_date or one.expiration_date
        yield Bar(one.catalogue_promotion_id, start, end, "amber", f"/promotions/{place}")


def _commitments(body: Any) -> Iterator[Bar]:
    devices = getattr(getattr(body, "devices_related_info", None), "devices", None) or ()
    promotions = getattr(body, "promotions", None) or ()
    holders = [(f"/promotions/{place}", one) for place, one in enumerate(promotions)]
    holders += [(f"/devices_related_info/devices/{i}", d) for i, d in enumerate(devices)]
    for pointer, holder in holders:
        for place, one in enumerate(holder.commitments or ()):
            label = one.catalogue_id or str(one.legacy_id or one.id or "no id")
            end = one.cancellation_date or one.expiration_date
            yield Bar(label, one.creation_date, end, "grey", f"{pointer}/commitments/{place}")


def _pending(state: SubscriptionState) -> Iterator[Mark]:
    """What is to happen: as the store plans it, else as the tariff's document says."""
    for change in state.scheduled:
        risk = " (waits for risk)" if change.state == "waiting" else ""
        yield Mark(f"to {change.target}{risk}", change.scheduled_date)
    body = _body(state, "product")
    planned = None if body is None else body.product.scheduled
    if planned is None or planned.scheduled_date is None or planned.process_date is not None:
        return
    if not any(change.kind == "tariff" for change in state.scheduled):
        target = planned.destination_product
        number = "?" if target is None or target.id is None else str(target.id)
        yield Mark(f"to product {number}", planned.scheduled_date)


def _faulty(lane: Lane, findings: Sequence[Finding]) -> Lane:
    bars = list(lane.bars)
    for finding in findings:
        pointers = _STATUS_MEMBERS if lane.name == "status" else ()
        for place, bar in enumerate(bars):
            is_last = place == len(bars) - 1
            if _is_of(finding.pointer, bar.pointer) or (is_last and finding.pointer in pointers):
                faults = (*bar.faults, f"{finding.rule}: {finding.message}")
                bars[place] = replace(bar, faults=faults)
    return replace(lane, bars=tuple(bars))


def _is_of(pointer: str, whole: str) -> bool:
    """A finding is of the smallest part that it stands in: a commitment's is not its holder's."""
    if not whole or whole in _STATUS_MEMBERS:
        return False
    rest = pointer.removeprefix(whole) if (pointer + "/").startswith(whole + "/") else None
    return rest is not None and not rest.startswith("/commitments/")


def _v3_body(state: SubscriptionState) -> Any:
    """The body of the v3 document; only these have a list of add-ons, even if it is None."""
    bodies: Iterable[Any] = (document.body for document in state.documents)
    return next((body for body in bodies if hasattr(body, "bundles_history")), None)


def _body(state: SubscriptionState, kind: str) -> Any:
    document = state.document(kind)
    return None if document is None else document.body
