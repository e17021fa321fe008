"""The text of a document, as bytes: other orders, spaces and escapes, and what is no JSON."""

from __future__ import annotations

import json
from typing import Any

from rules_model.json_text import Members, Number
from rules_places import Hand

SPACES = ["", " ", "\t", "  ", "\r"]
BAD_BYTES = [
    b"\xff",
    b"\xc3",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\xf1",
]
BAD_BYTES += [
    b"\x00",
    b"\x01",
    b"\x1f",
    b'"',
    b"\\",
    b",",
    b"}",
    b"]",
    b"{",
    b"[",
    b"0",
    b"\\ud800",
]
BAD_BYTES += [b"\\u00", b"\\x", b"/**/", b"NaN", b"+1", b"01", b"1.", b"tru", b"\xef\xbb\xbf", b":"]


class Writer:
    def __init__(self, hand: Hand | None = None, escape_every: int = 0, space: str = "") -> None:
        self.hand, self.escape_every, self.space = hand, escape_every, space

    def text(self, value: Any) -> str:
        s = self.space
        if isinstance(value, Members):
            pairs = list(value.pairs)
            if self.hand and len(pairs) > 1 and self.hand.number(1):
                turn = self.hand.number(len(pairs) - 1)
                pairs = pairs[turn:] + pairs[:turn]
            members = (f"{s}{self.string(n)}{s}:{s}{self.text(v)}{s}" for n, v in pairs)
            return f"{{{','.join(members)}}}"
        if isinstance(value, list):
            return f"[{','.join(f'{s}{self.text(element)}{s}' for element in value)}]"
        if isinstance(value, str):
            return str(value) if isinstance(value, Number) else self.string(value)
        return {True: "true", False: "false", None: "null"}[value]

    def string(self, text: str) -> str:
        if not self.escape_every:
            return json.dumps(text, ensure_ascii=False)
        every = self.escape_every
        parts = []
        for i, character in enumerate(text):
            if i % every:
                parts.append(json.dumps(character, ensure_ascii=False)[1:-1])
            else:
                units = character.encode("utf-16-be")
                parts += [f"\\u{units[k] << 8 | units[k + 1]:04x}" for k in range(0, len(units), 2)]
        return f'"{"".join(parts)}"'


def written(document: Any, hand: Hand) -> bytes:
    """Mostly as a program writes it; else in another order, with spaces or escapes."""
    form = hand.number(9)
    shuffled = hand if form in (5, 6, 7) else None
    escapes = {7: 1, 8: 7}.get(form, 0)
    space = hand.pick(SPACES) if form in (6, 8) else ""
    return Writer(shuffled, escapes, space).text(document).encode()


def damaged(text: bytes, hand: Hand) -> bytes:
    """One line of ten is cut, or has bytes in it that do not belong there."""
    what = hand.number(39)
    if what > 3:
        return text
    at = hand.number(len(text))
    if what == 0:
        return text[:at]
    if what == 1:
        return text[:at] + text[at + 1 + hand.number(20) :]
    bad: bytes = hand.pick(BAD_BYTES)
    return text[:at] + bad + text[at + (what == 2) :]
