"""Dumps and options for the engine and the model: generated records that mutations befell."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Any, NamedTuple

import abonado
from hypothesis import strategies as st
from rules_borders import PHONES, UUIDS
from rules_model import Options
from rules_model.json_text import Members, Number, read_line
from rules_model.value_types import read_instant
from rules_model.words import MIGRATION_ORGS
from rules_mutations import BORDERS, MUTATIONS
from rules_places import Hand, Place, places
from rules_texts import SPACES, Writer, damaged, written

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
RULES = [rule.id for rule in abonado.rules() if rule.scope != "store"]
REASONS = ["PORTABILIDAD", "IMPAGO", "N/A", "ALTA NUEVA"]
NOWS = [NOW + timedelta(microseconds=1), NOW - timedelta(days=400), NOW + timedelta(days=4000)]
NOWS += [datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=h))) for h in (0, 1, -1)]
KINDS = [
    *("max", "disney", "amazon_prime", "subscription", "legacy_subscription"),
    *("credit_limits", "segment", "product", "catalogue_product", "shipping"),
]


ANY_ORG = {"legacy_subscription", "product", "catalogue_product", "shipping"}


@cache
def integers(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class Seeded:
    """A Hand that takes the same each time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def number(self, most: int) -> int:
        return self.random.randint(0, most)

    def pick(self, values: Sequence[Any]) -> Any:
        return self.random.choice(values)


class Drawing:
    """A Hand that hypothesis leads."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self.draw = draw

    def number(self, most: int) -> int:
        return self.draw(integers(most))

    def pick(self, values: Sequence[Any]) -> Any:
        return values[self.number(len(values) - 1)]


@cache
def documents() -> dict[str, list[Members]]:
    """Generated records of each kind, half of them with a defect that the generator knows."""
    defects = dict.fromkeys(RULES, 0.9 / len(RULES))
    lines = abonado.generate(records=1000, seed=2, now=NOW, defects=defects).splitlines()
    for kind in KINDS:
        lines += abonado.generate(records=60, seed=1, kinds=[kind], now=NOW).splitlines()
    found: dict[str, list[Members]] = {kind: [] for kind in KINDS}
    for line in lines:
        try:
            document = read_line(line, max_depth=64)
        except Exception:  # a defect of the text itself
            continue
        kind = dict(document.pairs).get("kind") if isinstance(document, Members) else None
        if kind in found and len(line) < 10_000:
            found[kind].append(document)
    return found


def swept(kind: str) -> Iterator[bytes]:
    """Every border value at every member that it is for, each in a small document that has it."""
    clean = documents()[kind][-60:]
    missing = {(place.within, place.name) for document in clean for place in places(document)}
    for document in sorted(clean, key=lambda document: len(places(document))):
        for place in places(document):
            if (place.within, place.name) not in missing:
                continue
            missing.remove((place.within, place.name))
            former = place.value
            for values, chosen in BORDERS:
                for value in values if chosen(place) else ():
                    place.put(value)
                    yield Writer().text(document).encode()
                    place.put(former)


def crowd(document: Members, hand: Hand) -> None:
    """Few names for many records: keys, uuids and numbers come again."""
    chosen = {
        "legacy_id": [Number("1"), Number("2")],
        "org": ["euskaltel", "telecable"],
        "MSISDN": PHONES[:4],
        "segment_id": ["OM_1", "OM_2"],
        "shipping_order_id": ["SO-1", "SO-2"],
    }
    body = next((p.value for p in places(document) if p.name == "body"), None)
    for holder in (document, body):
        for i, (name, value) in enumerate(holder.pairs if isinstance(holder, Members) else []):
            if name in chosen:
                holder.pairs[i] = (name, hand.pick(chosen[name]))
            elif name == "id":
                ids = chosen["legacy_id"] if isinstance(value, Number) else UUIDS[:3]
                holder.pairs[i] = (name, hand.pick(ids))
            elif name == "identifiers" and isinstance(value, Members):
                value.pairs[:] = [("MSISDN", hand.pick(chosen["MSISDN"]))]


class Drawn(NamedTuple):
    dump: bytes
    documents: int


def dump_of(hand: Hand, kinds: Sequence[str], bare: bool = False, most: int = 24) -> Drawn:
    """A dump of documents with none to four mutations each. ``bare``: bodies without envelopes."""
    crowded = hand.number(3) == 0
    lines: list[bytes] = []
    count = 1 + hand.number(most - 1)
    for _ in range(count):
        kind = hand.pick(kinds)
        document = copy.deepcopy(hand.pick(documents()[kind]))
        if crowded:
            crowd(document, hand)
        for _ in range(hand.number(4)):
            hand.pick(MUTATIONS)(document, hand)
        if bare:
            document = next((p.value for p in places(document) if p.name == "body"), document)
        again = lines and crowded and hand.number(5) == 0
        lines.append(hand.pick(lines) if again else damaged(written(document, hand), hand))
        if hand.number(15) == 0:
            lines.append(hand.pick(SPACES).encode())
    end = hand.pick([b"\n", b"\n", b"\n", b"\r\n"])
    start = hand.pick([b"", b"", b"", b"\xef\xbb\xbf"])
    return Drawn(start + end.join(lines) + hand.pick([b"", end]), count)


@st.composite
def dumps(draw: Callable[..., Any], kinds: Sequence[str], bare: bool = False) -> Drawn:
    return dump_of(Drawing(draw), kinds, bare)


class Asked(NamedTuple):
    """The same options for the model and for the engine."""

    model: Options
    engine: dict[str, Any]


USUAL = Options(now=read_instant("2026-01-01T00:00:00Z", naive=False))


@st.composite
def options(draw: Callable[..., Any], kind: str | None = None) -> Asked:
    """Mostly the usual ones. ``kind``: for bare bodies of this kind."""
    hand = Drawing(draw)
    given: dict[str, Any] = {}
    engine: dict[str, Any] = {"now": NOW}
    if hand.number(2) == 0:
        engine["now"] = hand.pick(NOWS)
        given["now"] = read_instant(engine["now"].isoformat(), naive=False)
    if hand.number(3) == 0:
        given["strict"] = engine["strict"] = True
    if hand.number(3) == 0:
        given["naive"], engine["naive"] = True, "utc"
    if hand.number(1):
        given["status_reasons"] = engine["status_reasons"] = hand.pick([REASONS, REASONS, []])
    if hand.number(2) == 0:
        levels = {hand.pick(RULES): hand.pick(["off", "warning", "error"]) for _ in range(6)}
        given["severities"] = engine["severities"] = levels
    if hand.number(3) == 0:
        prefixes = hand.pick([("OM", "OP", "OC"), ("O", "P", "XX"), ("OM_", "DEVICE", "om")])
        generic = hand.pick([("DEVICEOFFERSEGMENT",), (), ("OM", "XX", "OM_GOLD")])
        class_ = hand.pick([None, "POSTPAID_MOBILE", "PREPAID", "CONVERGENT", "NONE"])
        classes = ("POSTPAID_MOBILE", "PREPAID", "CONVERGENT")
        given |= {"prefixes": dict(zip(classes, prefixes, strict=True)), "default_class": class_}
        given["generic_segments"] = generic
        engine["segments"] = abonado.SegmentPolicy(*prefixes, generic, class_)
    if hand.number(7) == 0:
        given["max_depth"] = engine["max_depth"] = hand.pick([2, 5, 6, 8, 63, 65, 200])
    if hand.number(9) == 0:
        given["max_line_bytes"] = engine["max_line_bytes"] = hand.pick([300, 700, 1500])
    if kind is not None:
        org = "masmovil" if kind in ANY_ORG else hand.pick(sorted(MIGRATION_ORGS))
        given |= {"kind": kind, "org": org}
        engine |= {"kind": kind, "org": org}
    return Asked(Options(**{"now": USUAL.now, **given}), engine)


def simpler(line: bytes) -> list[bytes]:
    """The line with one value less, each; nothing for a line that cannot be read."""
    try:
        document = read_line(line, max_depth=64)
    except Exception:
        return []
    found = []
    for i in range(len(places(document))):
        less = copy.deepcopy(document)
        place: Place = places(less)[i]
        place.drop()
        found.append(written(less, _Nothing()))
    return found


class _Nothing:
    """A Hand that always takes the first."""

    def number(self, most: int) -> int:
        return 0

    def pick(self, values: Sequence[Any]) -> Any:
        return values[0]
