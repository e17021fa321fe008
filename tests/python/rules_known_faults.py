"""Where the engine is known to say something else than the documents do.

A fault has a line that shows it and says which findings it explains. What is mended is taken out: a
fault whose line the two agree on fails. Nothing else is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from rules_model import Finding, Options, judge
from rules_model.json_text import Members, Number, read_line
from rules_model.value_types import is_blank, read_instant
from rules_places import places

NAMING = {"/kind", "/org", "/legacy_id", "/body"}
V1_AND_V2 = {"legacy_subscription", "product", "shipping"}


class Line:
    """A line of a dump, and what the model says of it."""

    def __init__(self, text: bytes, options: Options) -> None:
        self.text, self.options = text, options
        try:
            read = read_line(text, options.max_depth)
        except Exception:
            read = None
        self.document = read if isinstance(read, Members) else Members([])
        body = self.document if options.kind else self.member("body")
        self.body = body if isinstance(body, Members) else Members([])
        self.kind = options.kind or self.member("kind")

    @cached_property
    def told(self) -> list[tuple[str, str]]:
        everything = replace(self.options, severities={})
        return [(f.rule, f.pointer) for f in judge(self.text, everything).findings]

    @property
    def doubled(self) -> set[str]:
        return {pointer for rule, pointer in self.told if rule == "DOC-002"}

    def member(self, name: str) -> Any:
        return dict(self.document.pairs).get(name)

    def arrays(self, name: str) -> Iterator[list[dict[str, Any]]]:
        """Those of this name, with what is an object in them."""
        for place in places(self.document):
            if place.name == name and place.is_member and isinstance(place.value, list):
                yield [dict(e.pairs) for e in place.value if isinstance(e, Members)]


class Fault(NamedTuple):
    name: str
    document: str
    """Which says otherwise."""
    line: bytes
    """On which the two disagree; several lines, where it takes them."""
    explains: Callable[[Finding, Line], object]
    """A finding that only one of them has."""


def of_a_doubled_member(finding: Finding, line: Line) -> bool:
    if line.doubled & NAMING:
        return True
    return any(f"{finding.pointer}/".startswith(f"{at}/") for at in line.doubled)


def of_a_blank_organisation(finding: Finding, line: Line) -> bool:
    return finding.pointer == "/org" and has_blank_organisation(line)


def has_blank_organisation(line: Line) -> bool:
    org = line.member("org")
    return isinstance(org, str) and not isinstance(org, Number) and is_blank(org)


def of_a_former_name(finding: Finding, line: Line) -> bool:
    name = finding.pointer.rpartition("/")[2]
    return finding.rule in ("DOC-002", "DOC-003") and name in ("catalogue_id", "catalogue_term_id")


def in_a_body_of_no_kind(finding: Finding, line: Line) -> bool:
    return finding.rule == "DOC-002" and bool(
        {("ENV-001", "/kind"), ("DOC-002", "/kind"), ("ENV-001", "/body")} & set(line.told)
    )


def of_unknown_nulls(finding: Finding, line: Line) -> bool:
    scheduled = finding.pointer.removesuffix("/destination_product") + "/"
    unknown = any(rule == "DOC-005" and at.startswith(scheduled) for rule, at in line.told)
    return finding.rule == "SCH-002" and unknown


def of_a_large_id(finding: Finding, line: Line) -> bool:
    names = finding.pointer.rsplit("/", 2)[1:]
    return finding.rule in ("DOC-003", "DOC-011") and names[0] == "compatibilities"


def moment(text: Any) -> int | None:
    return read_instant(text, naive=True) if isinstance(text, str) else None


def of_an_empty_period(finding: Finding, line: Line) -> bool:
    """It is at the beginning or the end of another one."""
    if finding.rule != "BUN-002":
        return False
    index = int(finding.pointer.split("/")[-2])
    periods = [
        (moment(period.get("start_date")), moment(period.get("end_date")))
        for array in line.arrays("bundles_history")
        for period in array
    ]
    start, end = periods[index]
    others = [at for i, period in enumerate(periods) for at in period if i != index]
    return start == end and start in others


def of_one_instant(finding: Finding, line: Line) -> bool:
    times = Counter(
        moment(entry.get("status_date"))
        for array in line.arrays("status_history")
        for entry in array
    )
    return finding.rule == "HIS-002" and max(times.values()) > 1


def of_product_0(finding: Finding, line: Line) -> bool:
    return finding.pointer == "/legacy_id" and is_product_0(line)


def is_product_0(line: Line) -> bool:
    return line.kind == "catalogue_product" and dict(line.body.pairs).get("id") in ("0", "-0")


def nothing(finding: Finding, line: Line) -> bool:
    """It shows in what is found across records: see ``takes_part_in_doubt``."""
    return False


def takes_part_in_doubt(line: Line) -> bool:
    """A record that takes part in what is found across records for one of the two only."""
    names = {"id", "segment_id", "shipping_order_id"}
    faults = {at for rule, at in line.told if rule.startswith(("DOC", "ENV-001"))}
    unreadable = bool(faults & ({f"/{name}" for name in names} | NAMING))
    of_the_catalogue = line.kind == "catalogue_product" and line.member("org") is not None
    rests_on_doubled = bool(line.doubled & (NAMING | {"/status", "/current_status"}))
    in_identifiers = any(at.startswith("/identifiers") for at in line.doubled)
    return (
        unreadable
        or of_the_catalogue
        or rests_on_doubled
        or in_identifiers
        or has_blank_organisation(line)
        or is_product_0(line)
    )


PERIOD = (
    b'{"legacy_bundle_id":1,"last_status_reason":"x","catalogue_bundled_product_id":"x",'
    b'"catalogue_bundled_commercial_product_id":"x","catalogue_commercial_product_id":"x",'
    b'"start_date":"2024-01-01T00:00:00Z","end_date":"2024-0%d-01T00:00:00Z"}'
)
HISTORY = (
    b'{"kind":"legacy_subscription","org":"x","body":{"id":1,"subscription_type":"TV",'
    b'"current_status":"ACTIVE","status_history":[%s]}}'
)
AT_ONCE = b'{"status_date":"2024-01-01T00:00:00Z","status":"%s"}'
LIVE = (
    b'{"kind":"legacy_subscription","org":"x","body":{"id":"%s","subscription_type":"TV",'
    b'"current_status":"ACTIVE"},"identifiers":{"MSISDN":"600000001"}}'
)
SHIPPING = b'{"kind":"shipping","org":"x","legacy_id":1,"body":{"kind":"PICKUP"}}'
PRODUCT = b'{"kind":"catalogue_product","org":"%s","body":{"id":%d}}'

FAULTS = [
    Fault(
        "the first value of a member that stands twice is read",
        "decision DOC-002: no rule looks at either value",
        b'{"kind":"catalogue_product","body":{"id":1,"value":7,"value":"x"}}',
        of_a_doubled_member,
    ),
    Fault(
        "an organisation of white space passes",
        "decision ENV-001: all that is wrong with what names a record; DOC-013 says what is blank",
        b'{"kind":"product","org":" ","body":{"id":1,"product":{"id":1}}}',
        of_a_blank_organisation,
    ),
    Fault(
        "a member under its former name is named by the new one",
        "section 4: the pointer is that of the body",
        b'{"kind":"max","org":"rcable","legacy_id":1,"body":'
        b'{"promotions":[{"commitments":[{"catalogue_term_id":7}]}]}}',
        of_a_former_name,
    ),
    Fault(
        "members of a body of no known kind are named from the line",
        "section 4: the pointer is that of the body",
        b'{"kind":"x","org":"rcable","legacy_id":1,"body":{"a":1,"a":1}}',
        in_a_body_of_no_kind,
    ),
    Fault(
        "a null of an unknown name schedules something",
        "decision SCH-002: nothing but nulls means that nothing is scheduled",
        b'{"kind":"product","org":"x","body":{"id":1,"product":{"id":1,"scheduled":{"x":null}}}}',
        of_unknown_nulls,
    ),
    Fault(
        "an id among the compatibilities that does not fit 64 bits is of the wrong type",
        "DOC-011: an integer fits its width",
        b'{"kind":"catalogue_product","body":{"id":1,"compatibilities":[9223372036854775808]}}',
        of_a_large_id,
    ),
    Fault(
        "an empty period overlaps the one before it in the list, at whose beginning it is",
        "decision BUN-002: periods that touch do not overlap",
        b'{"kind":"max","org":"rcable","legacy_id":1,"body":{"bundles_history":['
        + PERIOD % 5
        + b","
        + PERIOD % 1
        + b"]}}",
        of_an_empty_period,
    ),
    Fault(
        "entries of one instant are not tried in every order",
        "decision HIS-002: entries of one instant in whichever order is allowed",
        HISTORY % b",".join(AT_ONCE % s for s in (b"DEACTIVATED", b"PRE_ACTIVE", b"ACTIVE")),
        of_one_instant,
    ),
    Fault(
        "product 0 of the catalogue has no key",
        "DUP-001, ENV-001; seed 4: int64",
        b'{"kind":"catalogue_product","legacy_id":5,"body":{"id":0}}',
        of_product_0,
    ),
    Fault(
        "the key of a product of the catalogue holds an organisation",
        "section 3: its key is body.id",
        PRODUCT % (b"x", 5) + b"\n" + PRODUCT % (b"y", 5),
        nothing,
    ),
    Fault(
        "a shipping or segment without its id has a key",
        "decision DUP: records whose key cannot be read take no part",
        SHIPPING + b"\n" + SHIPPING,
        nothing,
    ),
    Fault(
        "a subscription whose id cannot be read has a number",
        "decision DUP: records whose key cannot be read take no part",
        LIVE % b"a" + b"\n" + LIVE % b"b",
        nothing,
    ),
]
