"""JSON Schema of the documents, from the field tables.

A schema says what one member may hold; rules that look at more than one member are not in it.
"""

from __future__ import annotations

import re
from typing import Any

from . import _core
from .arguments import LARGEST
from .errors import ArgumentError

Schema = dict[str, Any]

_REFERENCE = re.compile(r"#/\$defs/(\w+)")
_VALUES: dict[str, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "minimum": -LARGEST - 1, "maximum": LARGEST},
    "legacy_id": {"type": "integer", "minimum": 1, "maximum": LARGEST},
    "boolean": {"type": "boolean"},
    "amount": {"type": "number", "$comment": "at most 6 fraction digits"},
    "instant": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "external_id": {"type": ["string", "integer"]},
    "text_list": {"type": "array", "items": {"type": "string"}},
    "body": {"type": "object"},
}


def json_schema(struct: str = "Envelope") -> Schema:
    """The JSON Schema (2020-12) of a struct by its name; ``Envelope`` is a line of a dump.

    Raises ArgumentError for an unknown name.
    """
    rows = {row["name"]: row for row in _core.structs()}
    if struct not in rows:
        raise ArgumentError(f"there is no struct {struct}; there are {', '.join(sorted(rows))}")
    needed = [struct]
    definitions: Schema = {}
    while needed:
        name = needed.pop()
        if name not in definitions:
            definitions[name] = schema = _struct(rows[name])
            needed += _REFERENCE.findall(str(schema))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": struct,
        "$ref": f"#/$defs/{struct}",
        "$defs": dict(sorted(definitions.items())),
    }


def _struct(row: _core._StructRow) -> Schema:
    properties = {}
    for field in row["fields"]:
        properties[field["name"]] = _member(field)
        if field["alias"]:
            properties[field["alias"]] = {**_member(field), "deprecated": True}
    out: Schema = {"type": "object", "description": row["doc"], "properties": properties}
    required = [field["name"] for field in row["fields"] if field["required"]]
    if required:
        out["required"] = required
    if row["name"] == "Envelope":
        out["allOf"] = [_kind(kind) for kind in _core.record_kinds()]
    return out


def _member(field: _core._FieldRow) -> Schema:
    if field["seen_only"]:  # not documented: anything may stand there
        return {"description": field["doc"]}
    value = _value(field)
    if not field["required"]:  # null and absent are the same
        value = {"anyOf": [value, {"type": "null"}]}
    elif field["type"] == "text":
        value["pattern"] = r"\S"
    return {"description": field["doc"], **value}


def _value(field: _core._FieldRow) -> Schema:
    if field["words"] is not None:
        return {"enum": list(field["words"])}
    if field["struct"] is None:
        return dict(_VALUES[field["type"]])
    reference: Schema = {"$ref": f"#/$defs/{field['struct']}"}
    if field["type"] == "object":
        return reference
    if field["struct"] == "Product":  # a catalogue may name a product by its id alone
        reference = {"anyOf": [reference, {"type": "integer"}]}
    return {"type": "array", "items": reference}


def _kind(kind: _core._KindRow) -> Schema:
    """What the envelope of a kind has to hold."""
    body: Schema = {"$ref": f"#/$defs/{kind['body']}"}
    if kind["body"] == "SubscriptionBase" and kind["type"] is None:
        body = {"allOf": [body, {"required": ["type"]}]}
    properties: Schema = {"body": body}
    if kind["is_v3"]:
        orgs = next(table for table in _core.enum_tables() if table["name"] == "MigrationOrg")
        properties["org"] = {"enum": list(orgs["words"])}
    then: Schema = {"properties": properties}
    required = ["org"] * kind["needs_org"] + ["legacy_id"] * kind["key_in_envelope"]
    if required:
        then["required"] = required
    return {"if": {"properties": {"kind": {"const": kind["kind"]}}}, "then": then}
