#!/usr/bin/env python3
"""Writes the part of _core.pyi that follows from the field tables: the classes of the model.

    gen_stub.py            write it
    gen_stub.py --check    exit 1 if it differs

What stands above the marker is written by hand.
"""

from __future__ import annotations

import sys
from keyword import iskeyword
from pathlib import Path

from abonado import _core

STUB = Path(__file__).resolve().parents[1] / "python" / "abonado" / "_core.pyi"
MARKER = "# --- Below: written by tools/gen_stub.py from the field tables. Do not edit. ---\n"
# What an attribute holds, and what else the constructor takes.
TYPES = {
    "text": "str",
    "integer": "int",
    "legacy_id": "int",
    "boolean": "bool",
    "amount": "Decimal",
    "instant": "datetime",
    "date": "date",
    "uuid": "UUID",
    "enumeration": "str",
    "external_id": "str | int",
    "text_list": "tuple[str, ...]",
}
TAKEN = {**TYPES, "amount": "Decimal | int", "uuid": "UUID | str", "text_list": "Iterable[str]"}
METHODS = {"from_json": "text: str | bytes", "from_dict": "value: dict[str, Any]"}


def held(field: _core._FieldRow) -> str:
    if field["type"] == "object":
        return str(field["struct"])
    if field["type"] == "object_list":
        return f"tuple[{field['struct']}, ...]"
    if field["type"] == "body":
        return "_Body"
    return TYPES[field["type"]]


def taken(field: _core._FieldRow) -> str:
    if field["type"] == "object_list":
        also = " | int" if field["struct"] == "Product" else ""
        return f"Iterable[{field['struct']}{also}]"
    return TAKEN.get(field["type"]) or held(field)


def attribute(field: _core._FieldRow) -> str:
    return field["name"] + "_" * iskeyword(field["name"])


def class_stub(row: _core._StructRow) -> str:
    name, fields = row["name"], row["fields"]
    hidden = {field["name"] for field in fields} & {"date", "datetime"}
    assert not hidden, f"an attribute of {name} hides the type {hidden}"
    lines = ["@final", f"class {name}:", "    def __init__("]
    lines += ["        self,", "        *,"]
    for field in sorted(fields, key=lambda field: not field["required"]):
        end = "," if field["required"] else " | None = None,"
        lines.append(f"        {attribute(field)}: {taken(field)}{end}")
    lines += ["        unknown: dict[str, str] | None = None,", "    ) -> None: ..."]
    for field in fields:
        end = "" if field["required"] else " | None"
        lines += ["    @property", f"    def {attribute(field)}(self) -> {held(field)}{end}: ..."]
    lines += ["    @property", "    def unknown(self) -> dict[str, str]: ..."]
    lines += ["    def replace(", "        self,", "        *,"]
    for field in fields:
        end = "" if field["required"] else " | None"
        lines.append(f"        {attribute(field)}: {taken(field)}{end} = ...,")
    lines += ["        unknown: dict[str, str] | None = ...,", f"    ) -> {name}: ..."]
    for method, argument in METHODS.items():
        lines += ["    @classmethod", f"    def {method}(", "        cls,", f"        {argument},"]
        lines += ["        *,", '        naive: Literal["refuse", "utc"] = "refuse",']
        lines += ["        strict: bool = False,", f"    ) -> {name}: ..."]
    lines += [
        "    def to_json(self) -> str: ...",
        "    def to_dict(self) -> dict[str, Any]: ...",
        "    def __eq__(self, other: object, /) -> bool: ...",
        "    __hash__: ClassVar[None]  # type: ignore[assignment]",
        f"    def __copy__(self) -> {name}: ...",
        f"    def __deepcopy__(self, memo: Any, /) -> {name}: ...",
        "    def __reduce__(self) -> tuple[Any, ...]: ...",
    ]
    return "\n".join(lines) + "\n"


def generated() -> str:
    bodies = dict.fromkeys(kind["body"] for kind in _core.record_kinds())
    union = "_Body: TypeAlias = (\n    " + "\n    | ".join(bodies) + "\n)\n"
    return MARKER + "\n" + "\n".join([union, *map(class_stub, _core.structs())])


def whole() -> str:
    by_hand = STUB.read_text(encoding="utf-8").partition(MARKER)[0]
    return by_hand + generated()


def main() -> None:
    if sys.argv[1:] == ["--check"]:
        if STUB.read_text(encoding="utf-8") != whole():
            sys.exit("_core.pyi differs from the field tables: run tools/gen_stub.py")
    else:
        STUB.write_text(whole(), encoding="utf-8")


if __name__ == "__main__":
    main()
