"""Segments (seed 0) and credit limits (seed 1): rules SEG and CRL."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from .reading import Document, Findings


def check_segment(
    body: Document,
    line: Document,
    prefixes: Mapping[str, str],
    generic: AbstractSet[str],
    default_class: str | None,
    found: Findings,
) -> None:
    """Exactly one of the three rules speaks, or none."""
    if not body.has("segment_id"):
        return
    id_, at = body["segment_id"], body.pointer("segment_id")
    if id_ in generic:
        found.add("SEG-002", at)
        return
    if not line.lacks("segment_class") and not line.has("segment_class"):
        return  # it is there, and cannot be read
    class_ = line.get("segment_class", default_class)
    if class_ is None:
        known = id_.startswith(tuple(prefixes.values()))
        found.add("SEG-003" if known else "SEG-001", at)
    elif class_ == "NONE" or not id_.startswith(prefixes[class_]):
        found.add("SEG-001", at)


def check_credit_limits(body: Document, found: Findings) -> None:
    type_ = body["subscription_type"] if body.has("subscription_type") else None
    if body.get("credit_limits") == []:
        found.add("CRL-004", body.pointer("credit_limits"))
    ids = set()
    for limit in body.each("credit_limits"):
        if limit.has("credit_limit_id"):
            id_, at = limit["credit_limit_id"], limit.pointer("credit_limit_id")
            if type_ is not None and id_.split("_")[0] != type_:
                found.add("CRL-001", at)
            if id_ in ids:
                found.add("CRL-002", at)
            ids.add(id_)
        if limit.has("credit_limit_value") and limit["credit_limit_value"] < 0:
            found.add("CRL-003", limit.pointer("credit_limit_value"))
