"""Dumps full of values that can be recognised, and the search for them in whatever is said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote

import abonado

RULES = Path(__file__).parents[1] / "vectors" / "rules"

_FIRST_ID = 1_900_000_000  # as many digits as no count has, and within 32 bits
_SHORTEST = 7  # characters of a value that cannot be met by chance
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")

# Said of any dump: words of enums, examples of rules, a member that begins as a value does.
_EXAMPLES = (
    "+34612345678 +34912345678 00:1a:2b:3c:4d:5e DEVICEOFFERSEGMENT a string installation_date"
)
_WORDS = " ".join(
    str(member.value)
    for table in vars(abonado.enums).values()
    if isinstance(table, type) and issubclass(table, Enum)
    for member in table
)
_SAID_ANYWAY = f"{_WORDS} {_EXAMPLES}".lower()


def _with_long_ids(text: str) -> str:
    """Small legacy ids and ids of bodies as numbers of ten digits, equal ones as equal ones."""

    def longer(match: re.Match[str]) -> str:
        number = int(match[2])
        return f"{match[1]}{number + _FIRST_ID if 0 < number < 10_000_000 else number}"

    return re.sub(r'("(?:legacy_id|id)":\s*)(\d+)(?![\d.eE])', longer, text)


def vectors() -> dict[str, bytes]:
    """Every vector of a rule that breaks it, by rule."""
    out = {}
    for path in sorted(RULES.glob("*/bad.ndjson")):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        out[path.parent.name] = _with_long_ids(text).encode("utf-8", "surrogateescape")
    return out


def canaries(dump: bytes) -> set[str]:
    """The values of a dump that must not be said."""
    out: set[str] = set()
    for line in dump.decode("utf-8", "replace").splitlines():
        try:
            out.update(_leaves(json.loads(line)))
        except (ValueError, RecursionError):
            out.update(re.findall(r'"([^"\\]{7,})"\s*[,}\]]', line))
    return {value for value in out if _is_recognisable(value)}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in ("kind", "org"):
                yield from _leaves(member)
    elif isinstance(value, list):
        for element in value:
            yield from _leaves(element)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield repr(value)


def _is_recognisable(value: str) -> bool:
    if value.lower() in _SAID_ANYWAY or len(value.strip()) < _SHORTEST:
        return False
    return not value.isspace() and len(set(value)) > 2


def found(said: str, values: set[str]) -> set[str]:
    """The values that stand in a text, in any of their forms."""
    numbers = set(re.findall(r"\d+", re.sub(r"[\s().+-]", "", said)))
    return {
        value
        for value in values
        if _digits(value) in numbers or any(form in said for form in _forms(value))
    }


def _forms(value: str) -> set[str]:
    quoted = {quote(value, safe=safe, errors="surrogatepass") for safe in ("/", "")}
    return {value, *quoted, json.dumps(value)[1:-1], value.lower()}


def _digits(value: str) -> str:
    """A number as it is without what people write between its digits."""
    if _TIMES.match(value) or not re.fullmatch(r"[\d\s().+-]+", value):
        return ""
    digits = re.sub(r"\D", "", value)
    return digits if len(digits) >= 9 else ""
