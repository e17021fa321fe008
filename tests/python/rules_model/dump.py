"""A dump as a whole: its lines, the verdict on each record, and what stands in it twice (DUP)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import envelope as env
from .documents_shown import BODIES, SUBSCRIPTION_KINDS
from .json_text import Members, NotJson, TooDeep, TooLarge, read_line
from .legacy import check_legacy_subscription
from .migrated import check_subscription
from .migrations import check_credit_limits, check_segment
from .reading import UNREADABLE, Document, Findings, Reader, twice
from .tariffs import check_product, check_subscription_product
from .value_types import phone_number

WARNINGS = {
    *("DOC-005", "DOC-014", "SUB-005", "SUB-006", "SUB-007", "SUB-008", "SUB-010", "FUP-001"),
    *("ADD-001", "ADD-002", "ADD-003", "ADD-004", "PRO-001", "PRO-002", "PRO-003", "PRO-004"),
    *("COM-002", "BUN-002", "DEV-001", "SEG-002", "SEG-003", "SCH-001", "SCH-003", "HIS-002"),
    *("HIS-003", "IDN-001", "IDN-002", "IDN-003", "DUP-003"),
}
UTF_8_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Options:
    now: int | None = None
    """As ``value_types.read_instant`` tells it."""
    strict: bool = False
    naive: bool = False
    severities: Mapping[str, str] = field(default_factory=dict)
    status_reasons: Collection[str] = ()
    prefixes: Mapping[str, str] = field(
        default_factory=lambda: {"POSTPAID_MOBILE": "OM", "PREPAID": "OP", "CONVERGENT": "OC"}
    )
    generic_segments: Collection[str] = ("DEVICEOFFERSEGMENT",)
    default_class: str | None = None
    max_depth: int = 64
    max_line_bytes: int = 16 * 2**20
    kind: str | None = None
    """Lines are bare bodies of this kind, and of ``org``."""
    org: str = ""

    def severity(self, rule: str) -> str:
        usual = "warning" if rule in WARNINGS else "error"
        if rule == "SUB-011":
            usual = "warning" if self.status_reasons else "off"
        if rule == "DOC-005" and self.strict:
            usual = "error"
        return self.severities.get(rule, usual)


class Finding(NamedTuple):
    line: int
    rule: str
    severity: str
    pointer: str


class Verdict(NamedTuple):
    findings: list[Finding]
    records: int
    invalid: int


class Record(NamedTuple):
    line: int
    text: bytes
    kind: str
    org: str | None
    legacy_id: int | None
    body: Document
    beside: Document


def judge(dump: bytes, options: Options) -> Verdict:
    """All findings of a dump, those of each line and those across its records."""
    findings: list[Finding] = []
    records: list[Record] = []
    count = 0
    lines = dump.removeprefix(UTF_8_BYTE_ORDER_MARK).split(b"\n")
    for number, line in enumerate(lines, 1):
        text = line.removesuffix(b"\r")
        if not text.strip(b" \t\r\n"):
            continue
        count += 1
        found = Findings()
        record = read_record(number, text, options, found)
        if record:
            records.append(record)
        findings += [Finding(number, rule, options.severity(rule), at) for rule, at in found]
    findings += across(records, options)
    told = [finding for finding in findings if finding.severity != "off"]
    return Verdict(told, count, len({f.line for f in told if f.severity == "error"}))


def read_record(number: int, text: bytes, options: Options, found: Findings) -> Record | None:
    """The record, if it takes part in what is looked at across records."""
    if len(text) > options.max_line_bytes:
        found.add("DOC-006", "")
        return None
    try:
        line = read_line(text, options.max_depth)
    except (NotJson, TooDeep, TooLarge) as fault:
        found.add({NotJson: "DOC-001", TooDeep: "DOC-006", TooLarge: "DOC-012"}[type(fault)], "")
        return None
    if not isinstance(line, Members):
        found.add("DOC-001", "")
        return None
    reader = Reader(found, options.naive)
    for at in twice(line):  # what is in the body is named from the body
        in_body = options.kind is None and at.startswith("/body/")
        found.add("DOC-002", at.removeprefix("/body") if in_body else at)
    if options.kind is None:
        envelope = env.read_envelope(line, reader)
    else:
        envelope = env.bare(line, options.kind, options.org, reader)
    return check_record(number, text, envelope, options, reader)


def check_record(
    number: int, text: bytes, envelope: env.Envelope, options: Options, reader: Reader
) -> Record | None:
    found, kind = reader.findings, envelope.kind
    env.check_identifiers(envelope.beside, reader)
    if kind is UNREADABLE or envelope.body is UNREADABLE:
        return None
    body = reader.read_struct(envelope.body, BODIES[kind], "")
    env.check_agreement(envelope, body, reader)
    if kind in SUBSCRIPTION_KINDS - {"legacy_subscription"}:
        check_subscription(body, kind, options.now, set(options.status_reasons), found)
    elif kind == "legacy_subscription":
        check_legacy_subscription(body, found)
    elif kind == "segment":
        generic = set(options.generic_segments)
        class_ = options.default_class
        check_segment(body, envelope.beside, options.prefixes, generic, class_, found)
    elif kind == "credit_limits":
        check_credit_limits(body, found)
    elif kind == "product":
        check_subscription_product(body, found)
    elif kind == "catalogue_product":
        check_product(body, found)
    if options.severity("ENV-001") != "off" and any(rule == "ENV-001" for rule, _ in found):
        return None
    id_ = body.get("id") if kind in env.NAMED_BY_BODY else envelope.legacy_id
    names = (envelope.org, id_)
    if UNREADABLE in names:
        return None
    return Record(number, text, kind, envelope.org, id_, body, envelope.beside)


# --- across records ------------------------------------------------------------------------------


def across(records: list[Record], options: Options) -> list[Finding]:
    """The first of a key stands, each later one has the finding."""
    contents: dict[Any, bytes] = {}
    owners: dict[Any, Any] = {}
    findings = []

    def tell(record: Record, rule: str, at: str, same_content: bool = False) -> None:
        severity = options.severity(rule)
        if same_content and severity == "error":
            severity = "warning"
        findings.append(Finding(record.line, rule, severity, at))

    for record in records:
        key = key_of(record)
        if key is not None:
            first = contents.setdefault(key, record.text)
            if first is not record.text:
                at = "/id" if record.kind in env.NAMED_BY_BODY else "/legacy_id"
                tell(record, "DUP-001", at, same_content=first == record.text)
        # What names a bare body is what it holds: the same uuid in another one is a fault.
        subscription = record.org, record.legacy_id or record.text
        if record.kind in env.V3_KINDS and record.body.has("id"):
            uuid = "uuid", record.body["id"]
            if owners.setdefault(uuid, subscription) != subscription:
                tell(record, "DUP-002", "/id")
        number = number_of(record)
        rings_at = owners.setdefault(("MSISDN", record.org, number), subscription)
        if number and rings_at != subscription:
            tell(record, "DUP-003", "/identifiers/MSISDN")
    return findings


def key_of(record: Record) -> tuple[Any, ...] | None:
    if record.legacy_id is None:
        return None  # a bare body: nothing tells which subscription it is
    further = {"segment": "segment_id", "shipping": "shipping_order_id"}.get(record.kind)
    org = None if record.kind == "catalogue_product" else record.org
    if further is None:
        return record.kind, org, record.legacy_id
    if not record.body.has(further):
        return None
    return record.kind, org, record.legacy_id, record.body[further]


def number_of(record: Record) -> str | None:
    """The MSISDN of a live subscription."""
    identifiers = record.beside.object("identifiers")
    if identifiers is None or not identifiers.has("MSISDN"):
        return None
    v1 = record.kind == "legacy_subscription"
    status = record.body.get("current_status" if v1 else "status")
    live = status in ("ACTIVE", "PRE_ACTIVE") if v1 else status == "ACTIVE"
    number = phone_number(identifiers["MSISDN"])
    return number if live and number.startswith("+") else None
