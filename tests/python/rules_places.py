"""The places of a document at which rules_mutations.py changes it, and the hand that chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from rules_model.json_text import Members, Number


class Hand(Protocol):
    def number(self, most: int) -> int:
        """From 0 to ``most``."""

    def pick(self, values: Sequence[Any]) -> Any: ...


class Place(NamedTuple):
    """A value's place: a member of an object, or an element of an array."""

    holder: list[Any]
    index: int
    name: str
    """Of the member, or of the array's."""
    within: str
    """The name of what holds it."""

    @property
    def value(self) -> Any:
        held = self.holder[self.index]
        return held[1] if isinstance(held, tuple) else held

    @property
    def is_member(self) -> bool:
        return isinstance(self.holder[self.index], tuple)

    def put(self, value: Any) -> None:
        self.holder[self.index] = (self.name, value) if self.is_member else value

    def drop(self) -> None:
        del self.holder[self.index]


def places(value: Any, name: str = "") -> list[Place]:
    """All of them, from the outside in."""
    found = []
    held = value.pairs if isinstance(value, Members) else value if isinstance(value, list) else []
    for i, element in enumerate(held):
        inner_name, inner = element if isinstance(element, tuple) else (name, element)
        found.append(Place(held, i, inner_name, name))
        found += places(inner, inner_name)
    return found


def is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, Number)


def is_date(place: Place) -> bool:
    return place.name.endswith("_date") or place.name == "last_status_update"
