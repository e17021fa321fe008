"""The same records in forms that the generator does not write.

Each form is a class whose objects turn line after line, newline included. The verdict on a record
stays the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

SEED = 1
REPEATED_LISTS = ("add_ons", "free_units_packages", "promotions")
REPEATS = 12


def _line(
    record: Any, *, ensure_ascii: bool = False, separators: tuple[str, str] = (",", ":")
) -> bytes:
    text = json.dumps(record, ensure_ascii=ensure_ascii, separators=separators)
    return text.encode() + b"\n"


class Shuffled:
    """The members of each object in an order of their own."""

    def __init__(self) -> None:
        self._random = random.Random(SEED)

    def __call__(self, line: bytes) -> bytes:
        return _line(self._shuffled(json.loads(line)))

    def _shuffled(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        members = [(name, self._shuffled(item)) for name, item in value.items()]
        self._random.shuffle(members)
        return dict(members)


class Escaped:
    """Spaces around commas and colons; ``\\u`` for all that is not ASCII, and one text in eight."""

    MARK = "\x7f"
    """Not in any generated text: stands before the character that is to be escaped."""

    def __init__(self) -> None:
        self._random = random.Random(SEED)

    def __call__(self, line: bytes) -> bytes:
        record = self._marked(json.loads(line))
        plain = _line(record, ensure_ascii=True, separators=(" , ", " : "))
        first, *others = plain.split(b"\\u007f")
        return first + b"".join(b"\\u%04x" % part[0] + part[1:] for part in others)

    def _marked(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._marked(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._marked(item) for item in value]
        is_chosen = isinstance(value, str) and value[:1].isalnum() and value[0].isascii()
        return self.MARK + value if is_chosen and self._random.random() < 1 / 8 else value


class LongLists:
    """Lists of add-ons, packages and promotions, each element a dozen times."""

    def __call__(self, line: bytes) -> bytes:
        record = json.loads(line)
        for name in REPEATED_LISTS:
            if isinstance(items := record["body"].get(name), list):
                record["body"][name] = items * REPEATS
        return _line(record)


FORMS: dict[str, Callable[[], Callable[[bytes], bytes]]] = {
    "shuffled": Shuffled,
    "escaped": Escaped,
    "long lists": LongLists,
}
