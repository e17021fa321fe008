"""JSON as RFC 8259 has it, keeping what Python's own reader loses.

Members that stand twice, the text of numbers, and where a text nests too deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
LITERALS = {"true": True, "false": False, "null": None}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?")
SPACE = re.compile(r"[ \t\n\r]*")
PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
MOST_EXPONENT = 2**31 - 1


class NotJson(Exception):  # noqa: N818
    pass


class TooDeep(Exception):  # noqa: N818
    pass


class TooLarge(Exception):  # noqa: N818
    """A number with an exponent beyond 32 bits, which no reader is asked to read."""


class Number(str):
    """The text of a number."""

    __slots__ = ()

    @property
    def is_integer(self) -> bool:
        return not set(self) & set(".eE")


@dataclass(frozen=True)
class Members:
    """An object: its members in their order, those that stand twice too."""

    pairs: list[tuple[str, Any]]


def read_line(line: bytes, max_depth: int) -> Any:
    """The line's value, or NotJson, TooDeep or TooLarge, whichever comes first."""
    # Bytes that are no UTF-8 become lone surrogates, which a string refuses where they stand.
    reader = _Reader(line.decode("utf-8", "surrogateescape"), max_depth)
    value = reader.value(1)
    reader.space()
    if reader.at != len(reader.text):
        raise NotJson
    return value


class _Reader:
    def __init__(self, text: str, max_depth: int) -> None:
        self.text, self.at, self.max_depth = text, 0, max_depth

    def space(self) -> None:
        match = SPACE.match(self.text, self.at)
        assert match
        self.at = match.end()

    def next_is(self, mark: str) -> bool:
        self.space()
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def expect(self, mark: str) -> None:
        if not self.next_is(mark):
            raise NotJson

    def value(self, depth: int) -> Any:
        self.space()
        first = self.text[self.at : self.at + 1]
        if first in ("{", "["):
            if depth > self.max_depth:
                raise TooDeep
            return self.object(depth) if first == "{" else self.array(depth)
        if first == '"':
            return self.string()
        if number := NUMBER.match(self.text, self.at):
            self.at = number.end()
            if abs(int(number[1] or 0)) > MOST_EXPONENT:
                raise TooLarge
            return Number(number[0])
        for word, value in LITERALS.items():
            if self.next_is(word):
                return value
        raise NotJson

    def object(self, depth: int) -> Members:
        self.expect("{")
        pairs: list[tuple[str, Any]] = []
        if self.next_is("}"):
            return Members(pairs)
        while True:
            self.space()
            name = self.string()
            self.expect(":")
            pairs.append((name, self.value(depth + 1)))
            if not self.next_is(","):
                self.expect("}")
                return Members(pairs)

    def array(self, depth: int) -> list[Any]:
        self.expect("[")
        values: list[Any] = []
        if self.next_is("]"):
            return values
        while True:
            values.append(self.value(depth + 1))
            if not self.next_is(","):
                self.expect("]")
                return values

    def string(self) -> str:
        if self.text[self.at : self.at + 1] != '"':
            raise NotJson
        self.at += 1
        parts = []
        while True:
            plain = PLAIN.match(self.text, self.at)
            assert plain
            parts.append(plain[0])
            self.at = plain.end()
            mark = self.text[self.at : self.at + 1]
            self.at += 1
            if mark == '"':
                return "".join(parts)
            if mark != "\\":
                raise NotJson
            parts.append(self.escape())

    def escape(self) -> str:
        mark = self.text[self.at : self.at + 1]
        self.at += 1
        if mark != "u":
            if mark not in ESCAPES or not mark:
                raise NotJson
            return ESCAPES[mark]
        unit = self.hex4()
        if 0xD800 <= unit < 0xDC00 and self.text.startswith("\\u", self.at):
            self.at += 2
            low = self.hex4()
            if not 0xDC00 <= low < 0xE000:
                raise NotJson
            return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= unit < 0xE000:
            raise NotJson  # half a character
        return chr(unit)

    def hex4(self) -> int:
        digits = self.text[self.at : self.at + 4]
        if not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise NotJson
        self.at += 4
        return int(digits, 16)
