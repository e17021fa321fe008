"""The DOC rules: a document held against its schema.

What is wrong with a member is one finding. The member is ``UNREADABLE`` then, also one that is
required and missing, and a rule that needs it is not evaluated. An optional member that is missing
or null is not there at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from . import documents as of
from .json_text import Members, Number
from .value_types import INT64, MOST_EXACT, is_blank, read_amount, read_date, read_instant
from .value_types import read_uuid as uuid_from


class _Unreadable:
    def __repr__(self) -> str:
        return "UNREADABLE"


UNREADABLE: Any = _Unreadable()


def step(pointer: str, name: str | int) -> str:
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


class Document(dict[str, Any]):
    """The members of an object that are there, and where it stands."""

    at: str
    empty = False  # has no member, or nothing but nulls

    def has(self, name: str) -> bool:
        """It is there, and can be read."""
        return name in self and self[name] is not UNREADABLE

    def lacks(self, name: str) -> bool:
        return name not in self

    def readable(self, *names: str) -> bool:
        """None of them has a finding of its own: a rule that needs them all can be evaluated."""
        return all(self.get(name) is not UNREADABLE for name in names)

    def pointer(self, name: str) -> str:
        return step(self.at, name)

    def each(self, name: str) -> list[Document]:
        """The objects of an array that can be read."""
        found = self.get(name)
        return [e for e in found if e is not UNREADABLE] if isinstance(found, list) else []

    def whole(self, name: str) -> list[Document] | None:
        """The objects of an array, if it is there and all of them can be read as such."""
        found = self.get(name)
        return found if isinstance(found, list) and UNREADABLE not in found else None

    def object(self, name: str) -> Document | None:
        found = self.get(name)
        return found if isinstance(found, Document) else None


class Findings(list[tuple[str, str]]):
    """Rule and pointer of what a record breaks."""

    def add(self, rule: str, pointer: str) -> None:
        self.append((rule, pointer))


class Reader:
    def __init__(self, findings: Findings, naive: bool) -> None:
        self.findings, self.naive = findings, naive

    def wrong(self, rule: str, at: str) -> Any:
        self.findings.add(rule, at)
        return UNREADABLE

    def read(self, value: Any, type_: Any, at: str) -> Any:
        return getattr(self, f"read_{type(type_).__name__.lower()}")(value, type_, at)

    # --- objects and arrays ----------------------------------------------------------------------

    def read_nested(self, value: Any, type_: of.Nested, at: str) -> Any:
        if not isinstance(value, Members):
            return self.wrong("DOC-003", at)
        return self.read_struct(value, type_.struct, at)

    def read_struct(self, value: Members, struct: of.Struct, at: str) -> Document:
        document = Document()
        document.at, document.empty = at, all(member is None for _, member in value.pairs)
        names = [struct.former.get(name, name) for name, _ in value.pairs]
        times = Counter(names)
        spellings: dict[str, set[str]] = {}
        for name, (written, member) in zip(names, value.pairs, strict=True):
            at_member = step(at, written)
            if name not in struct.members:
                if not struct.open:
                    self.findings.add("DOC-005", at_member)
                continue
            if written != name:
                self.findings.add("DOC-014", at_member)
            if times[name] > 1:  # no rule looks at either value
                document[name] = UNREADABLE
                before = spellings.setdefault(name, set())
                if before and written not in before:  # twice() cannot know
                    self.findings.add("DOC-002", at_member)
                before.add(written)
            elif member is not None:
                document[name] = self.read_member(member, struct, name, at_member)
        for name, type_ in struct.members.items():
            if type_.required and document.lacks(name):
                document[name] = self.wrong("DOC-004", step(at, name))
        return document

    def read_member(self, value: Any, struct: of.Struct, name: str, at: str) -> Any:
        type_ = struct.members[name]
        # What an open struct is seen to hold is kept as it is where it is something else.
        if struct.open and isinstance(type_, of.Array) and not isinstance(value, list):
            return UNREADABLE
        return self.read(value, type_, at)

    def read_array(self, value: Any, type_: of.Array, at: str) -> Any:
        if not isinstance(value, list):
            return self.wrong("DOC-003", at)
        return [self.read(element, type_.of, step(at, i)) for i, element in enumerate(value)]

    def read_idorproduct(self, value: Any, type_: of.IdOrProduct, at: str) -> Any:
        if isinstance(value, Number):
            return self.read_integer(value, of.Integer(), at)
        return self.read(value, type_.product, at)

    # --- strings ---------------------------------------------------------------------------------

    def read_text(self, value: Any, type_: of.Text, at: str) -> Any:
        if not is_string(value):
            return self.wrong("DOC-003", at)
        return self.wrong("DOC-013", at) if type_.required and is_blank(value) else value

    def read_word(self, value: Any, type_: of.Word, at: str) -> Any:
        if not is_string(value):
            return self.wrong("DOC-003", at)
        return value if value in type_.words else self.wrong("DOC-007", at)

    def read_instant(self, value: Any, _: of.Instant, at: str) -> Any:
        if not is_string(value):
            return self.wrong("DOC-003", at)
        instant = read_instant(value, self.naive)
        return self.wrong("DOC-008", at) if instant is None else instant

    def read_date(self, value: Any, _: of.Date, at: str) -> Any:
        if not is_string(value):
            return self.wrong("DOC-003", at)
        return read_date(value) or self.wrong("DOC-009", at)

    def read_uuid(self, value: Any, _: of.Uuid, at: str) -> Any:
        if not is_string(value):
            return self.wrong("DOC-003", at)
        return uuid_from(value) or self.wrong("DOC-010", at)

    # --- numbers ---------------------------------------------------------------------------------

    def read_integer(self, value: Any, type_: of.Integer, at: str) -> Any:
        if not isinstance(value, Number) or not value.is_integer:
            return self.wrong("DOC-003", at)
        least = 1 if type_.legacy_id else -INT64 - 1
        return self.within(value, least, INT64, at)

    def read_amount(self, value: Any, _: of.Amount, at: str) -> Any:
        if not isinstance(value, Number):
            return self.wrong("DOC-003", at)
        amount = read_amount(value)
        return self.wrong("DOC-012", at) if amount is None else amount

    def read_externalid(self, value: Any, _: of.ExternalId, at: str) -> Any:
        if is_string(value):
            return value
        if not isinstance(value, Number) or not value.is_integer:
            return self.wrong("DOC-003", at)
        return self.within(value, -MOST_EXACT, MOST_EXACT, at)

    def within(self, value: Number, least: int, most: int, at: str) -> Any:
        fits = len(value) <= 20 and least <= int(value) <= most
        return int(value) if fits else self.wrong("DOC-011", at)

    def read_flag(self, value: Any, _: of.Flag, at: str) -> Any:
        return value if isinstance(value, bool) else self.wrong("DOC-003", at)


def is_string(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def twice(value: Any, at: str = "") -> Iterator[str]:
    """DOC-002: where a member stands again, in whatever object, known or not."""
    if isinstance(value, list):
        for i, element in enumerate(value):
            yield from twice(element, step(at, i))
    if not isinstance(value, Members):
        return
    seen: set[str] = set()
    for name, member in value.pairs:
        if name in seen:
            yield step(at, name)
        seen.add(name)
        yield from twice(member, step(at, name))
