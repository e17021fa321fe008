"""The product's JSON Schema, cut down to the one kind that the dumps hold."""

from __future__ import annotations

from typing import Any

import abonado

from harness.fields import BODY


def schema() -> dict[str, Any]:
    """Types, required members, words, formats and patterns, but none of the other kinds' bodies."""
    out = abonado.json_schema("Envelope")
    envelope = out["$defs"]["Envelope"]
    rule = next(
        rule
        for rule in envelope.pop("allOf")
        if rule["if"]["properties"]["kind"] == {"const": BODY.lower()}
    )
    envelope["properties"] |= {
        "kind": rule["if"]["properties"]["kind"],
        **rule["then"]["properties"],
    }
    envelope["required"] += rule["then"]["required"]
    return out
