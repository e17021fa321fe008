"""The product's field tables as the types of peers, so that no second list of members is kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from abonado import _core

BODY = "Max"
"""The body that the dumps of the benchmarks hold."""


@cache
def structs() -> dict[str, Any]:
    return {row["name"]: row for row in _core.structs()}


def fields(struct: str) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each member of a struct, and the struct that it holds, one or a list of them, if any."""
    for field in structs()[struct]["fields"]:
        yield field, BODY if field["type"] == "body" else field["struct"]
