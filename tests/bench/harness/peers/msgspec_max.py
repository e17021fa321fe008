"""Structs of msgspec, made of the product's field tables.

As its documentation recommends for speed: one Decoder, reused, and Structs without cyclic garbage
collection. Types, required members, words of enums and the range of legacy ids are checked while
decoding; rules across members are not.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import msgspec

from harness.fields import BODY, fields

TYPES: dict[str, Any] = {
    "text": str,
    "legacy_id": Annotated[int, msgspec.Meta(gt=0)],
    "boolean": bool,
    "instant": Annotated[datetime, msgspec.Meta(tz=True)],
    "uuid": UUID,
}
REQUIRED_TEXT = Annotated[str, msgspec.Meta(min_length=1)]
KIND = "max"


@cache
def struct(name: str = "Envelope") -> Any:
    members: list[Any] = []
    kind: Any
    for field, held in fields(name):
        if held is not None:
            kind = struct(held)
            if field["type"] == "object_list":
                kind = list[kind]
        elif field["name"] == "kind":
            kind = Literal[KIND]
        elif field["words"] is not None:
            kind = Literal[field["words"]]
        elif field["type"] == "text" and field["required"]:
            kind = REQUIRED_TEXT
        else:
            kind = TYPES[field["type"]]
        members.append(
            (field["name"], kind) if field["required"] else (field["name"], Optional[kind], None)  # noqa: UP045
        )
    return msgspec.defstruct(name, members, kw_only=True, gc=False)


def decoder() -> msgspec.json.Decoder[Any]:
    assert BODY.lower() == KIND
    return msgspec.json.Decoder(struct())
