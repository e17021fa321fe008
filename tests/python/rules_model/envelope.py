"""A line of a dump: what names the record (ENV), and what stands beside its body (IDN)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import documents as of
from .documents_shown import BESIDE_THE_BODY, BODIES
from .json_text import Members, Number
from .reading import UNREADABLE, Document, Reader, is_string, step
from .value_types import INT32, INT64, is_blank, is_iccid, is_imsi, is_phone_number
from .words import MIGRATION_ORGS

V3_KINDS = {"max", "disney", "amazon_prime", "subscription", "credit_limits", "segment"}
NAMED_BY_BODY = {"legacy_subscription", "product", "catalogue_product"}


@dataclass
class Envelope:
    """What names a record is None where it is not there, UNREADABLE where it cannot be read."""

    kind: Any
    org: Any
    legacy_id: Any
    body: Any
    beside: Document


def read_envelope(line: Members, reader: Reader) -> Envelope:
    """ENV-001 for all that is wrong with what names a record, whatever the fault."""
    naming: dict[str, Any] = {"kind": None, "org": None, "legacy_id": None, "body": None}
    rest = []
    for name, value in line.pairs:
        if name not in naming:
            rest.append((name, value))
        else:
            written_once = [n for n, _ in line.pairs].count(name) == 1
            naming[name] = value if written_once else UNREADABLE
    wrong = reader.wrong

    kind = naming["kind"]
    if kind is not UNREADABLE and not (is_string(kind) and kind in BODIES):
        kind = wrong("ENV-001", "/kind")
    known = kind if kind is not UNREADABLE else None

    org = naming["org"]
    needed = known is not None and known != "catalogue_product"
    if org is not UNREADABLE and (org is not None or needed):
        if not is_string(org) or (needed and is_blank(org)):
            org = wrong("ENV-001", "/org")
        elif known in V3_KINDS and org not in MIGRATION_ORGS:
            reader.findings.add("ENV-002", "/org")

    legacy_id = naming["legacy_id"]
    needed = known is not None and known not in NAMED_BY_BODY
    if legacy_id is not UNREADABLE and (legacy_id is not None or needed):
        legacy_id = read_legacy_id(legacy_id, INT32 if known == "credit_limits" else INT64)
        if legacy_id is None:
            legacy_id = wrong("ENV-001", "/legacy_id")

    body = naming["body"]
    if body is not UNREADABLE and not isinstance(body, Members):
        body = wrong("ENV-001", "/body")
    others = reader.read_struct(Members(rest), BESIDE_THE_BODY, "")
    return Envelope(kind, org, legacy_id, body, others)


def read_legacy_id(value: Any, most: int) -> int | None:
    if not isinstance(value, Number) or not value.is_integer or len(value) > 20:
        return None
    return int(value) if 1 <= int(value) <= most else None


def check_agreement(envelope: Envelope, body: Document, reader: Reader) -> None:
    """The legacy_id of a record that its body names agrees with the body."""
    if envelope.kind not in NAMED_BY_BODY or envelope.legacy_id in (None, UNREADABLE):
        return
    if body.has("id") and body["id"] != envelope.legacy_id:
        reader.findings.add("ENV-001", "/legacy_id")


def check_identifiers(line: Document, reader: Reader) -> None:
    identifiers = line.object("identifiers")
    if identifiers is None:
        return
    for name, rule, well_formed in (
        ("MSISDN", "IDN-001", lambda text: is_phone_number(text, landline=False)),
        ("LANDLINENUMBER", "IDN-001", lambda text: is_phone_number(text, landline=True)),
        ("IMSI", "IDN-002", is_imsi),
        ("ICCID", "IDN-003", is_iccid),
    ):
        if identifiers.has(name) and not well_formed(identifiers[name]):
            reader.findings.add(rule, step("/identifiers", name))


def bare(line: Members, kind: str, org: str, reader: Reader) -> Envelope:
    """The envelope of a line that is a body; nothing tells its legacy id."""
    if kind in V3_KINDS and org not in MIGRATION_ORGS:
        reader.findings.add("ENV-002", "/org")
    nothing = reader.read_struct(Members([]), of.Struct({}), "")
    return Envelope(kind, org, None, line, nothing)
