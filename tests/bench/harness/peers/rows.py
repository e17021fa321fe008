"""The rows that records make in the tables of a store, as a careful loader of one's own makes them.

It takes what pydantic or msgspec read: objects whose attributes are the members of the documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from operator import attrgetter
from typing import Any

from harness.fields import fields

from .numbers import e164

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
Row = tuple[Any, ...]


class Shape:
    """Columns of a struct, and their values from an object."""

    def __init__(self, struct: str, prefix: str = "") -> None:
        kinds = [(field["name"], field["type"]) for field, held in fields(struct) if held is None]
        self.columns = tuple(prefix + name for name, _ in kinds)
        self._get = attrgetter(*(name for name, _ in kinds))
        self._is_one = len(kinds) == 1
        self._instants = [i for i, (_, kind) in enumerate(kinds) if kind == "instant"]
        self._uuids = [i for i, (_, kind) in enumerate(kinds) if kind == "uuid"]

    def row(self, item: Any) -> list[Any]:
        out: list[Any] = [self._get(item)] if self._is_one else list(self._get(item))
        for i in self._instants:
            if out[i] is not None:
                out[i] = (out[i] - EPOCH) // MICROSECOND
        for i in self._uuids:
            if out[i] is not None:
                out[i] = out[i].bytes
        return out


class Lists:
    """Rows of a list of a document, and of the commitments of its elements."""

    def __init__(
        self, table: str, struct: str, items: Callable[[Any], Any], inner: str = ""
    ) -> None:
        self.table, self.inner = table, inner
        self.shape = Shape(struct)
        self.items = items
        self.commitments = Shape("Commitment")


LISTS = (
    Lists("add_ons", "AddOn", attrgetter("add_ons")),
    Lists("free_units_packages", "FreeUnitsPackage", attrgetter("free_units_packages")),
    Lists(
        "devices",
        "Device",
        lambda body: body.devices_related_info and body.devices_related_info.devices,
        "device_commitments",
    ),
    Lists("promotions", "Promotion", attrgetter("promotions"), "promotion_commitments"),
    Lists("bundles_history", "SubscriptionBundleHistory", attrgetter("bundles_history")),
)
BODY = Shape("Max")
BUNDLE = Shape("BundleRelatedInfo", "bundle_related_info_")
SPECIFIC = Shape("MaxSpecificData", "specific_data_")


def columns() -> dict[str, tuple[str, ...]]:
    """The columns of each table that get a value, tables that others refer to first."""
    out: dict[str, tuple[str, ...]] = {
        "organisations": ("id", "name"),
        "subscriptions": ("id", "org", "legacy_id", "type"),
        "documents": (
            *("id", "subscription", "kind", "part", "key", "content"),
            *("billing_type", "segment_class", "known_from", "input", "line"),
        ),
        "v3_subscriptions": ("document", *BODY.columns, *BUNDLE.columns, *SPECIFIC.columns),
        "identifiers": ("document", "position", "filter_type", "value", "search", "is_derived"),
    }
    for part in LISTS:
        out[part.table] = ("document", "position", *part.shape.columns)
        if part.inner:
            out[part.inner] = ("document", "owner", "position", *part.commitments.columns)
    return out


class Rows:
    """Collects the rows of record after record of one run into an empty store."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in columns()}
        self._orgs: dict[str, int] = {}
        self._documents = 0

    def add(self, record: Any, line: bytes, number: int) -> None:
        tables, body = self.tables, record.body
        org = self._orgs.get(record.org)
        if org is None:
            org = self._orgs[record.org] = len(self._orgs) + 1
            tables["organisations"].append((org, record.org))
        self._documents = document = self._documents + 1
        tables["subscriptions"].append((document, org, record.legacy_id, "MAX"))
        content = hashlib.blake2b(line, digest_size=16).digest()
        extra = (record.billing_type, record.segment_class, 1, 0, number)
        tables["documents"].append((document, document, "max", "v3", "", content, *extra))
        row = (
            BODY.row(body) + BUNDLE.row(body.bundle_related_info) + SPECIFIC.row(body.specific_data)
        )
        tables["v3_subscriptions"].append((document, *row))
        tables["identifiers"] += identifiers(record, document)
        for part in LISTS:
            for position, item in enumerate(part.items(body) or ()):
                tables[part.table].append((document, position, *part.shape.row(item)))
                if part.inner:
                    tables[part.inner] += [
                        (document, position, place, *part.commitments.row(commitment))
                        for place, commitment in enumerate(item.commitments or ())
                    ]

    def take(self) -> dict[str, list[Row]]:
        """What was collected since the last time."""
        out, self.tables = self.tables, {name: [] for name in self.tables}
        return out


NAMES = tuple(field["name"] for field, _ in fields("Identifiers"))


def identifiers(record: Any, document: int) -> Iterator[Row]:
    given = record.identifiers
    found = [(name, getattr(given, name), 0) for name in NAMES] if given is not None else []
    found.append(("OTTEXTERNALID", record.body.specific_data.service_id, 1))
    present = (item for item in found if item[1] is not None)
    for position, (name, value, derived) in enumerate(present):
        yield document, position, name, value, searched(name, value), derived


def searched(name: str, value: str) -> str:
    if name in ("MSISDN", "LANDLINENUMBER"):
        return e164(value) or value
    return value.lower() if name == "SUBSCRIPTIONEMAIL" else value
