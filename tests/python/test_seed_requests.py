"""The requests of the five documents, one by one: tests/vectors/requests/index.ndjson."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import abonado
import pytest
from operations_world import instant

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
ROWS = [json.loads(line) for line in (VECTORS / "requests/index.ndjson").read_text().splitlines()]


def literal(text: str) -> Any:
    """JSON with numbers as they are written, so that 300 is not 300.0."""
    return json.loads(text, parse_float=lambda n: f"float {n}", parse_int=lambda n: f"int {n}")


def shape(value: Any) -> Any:
    """Names of members and JSON types; of a list, those of its elements."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shape(element) for element in value]
    return type(value)


def without(document: Any, pointer: str) -> None:
    *way, last = pointer.split("/")[1:]
    for name in way:
        document = document[name]
    document.pop(last, None)


def documented(row: dict[str, Any]) -> Any:
    document = literal((VECTORS / row["answer"]).read_text())
    for name, value in row.get("but", {}).items():
        document[name] = f"int {value}"
    for pointer in row.get("without", []):
        without(document, pointer)
    return [document] if row.get("list") else document


def ask(row: dict[str, Any], path: str, query: str | None) -> abonado.Response:
    body = (VECTORS / row["body"]).read_text() if "body" in row else None
    now = instant(row["now"])
    with abonado.connect(":memory:") as db:
        dump = (VECTORS / f"requests/stores/{row['store']}.ndjson").read_bytes()
        assert db.load(dump, now=now).rejected == 0
        if "risk" in row:
            db.risk_policy = lambda asked: row["risk"]
        digest = db.digest()
        answer = db.handle(row["verb"], path, query, body, now=now)
        if row["verb"] == "GET" or answer.status >= 400:
            assert db.digest() == digest
        assert db.check().ok
    return answer


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["request"])
def test_a_documented_request_has_its_documented_answer(row: dict[str, Any]) -> None:
    answer = ask(row, row["path"], row.get("query"))
    assert answer.status == row["status"], answer.body
    if "answer" not in row:
        assert answer.body is None
        return
    expected, got = documented(row), literal(answer.body or "")
    for pointer in row.get("without_both", []):
        without(expected, pointer)
        without(got, pointer)
    if row["same"] == "shape":
        assert shape(got) == shape(expected)
    else:  # with the members in the document's order
        assert json.dumps(got, indent=1) == json.dumps(expected, indent=1)


@pytest.mark.parametrize("row", [r for r in ROWS if "query" in r], ids=lambda row: row["request"])
def test_the_path_may_carry_the_query(row: dict[str, Any]) -> None:
    apart = ask(row, row["path"], row["query"])
    assert ask(row, f"{row['path']}?{row['query']}", None) == apart


def test_every_documented_body_is_in_the_table() -> None:
    named = {row[member] for row in ROWS for member in ("body", "answer") if member in row}
    documented = {f"seeds/{path.name}" for path in (VECTORS / "seeds").glob("*.json")}
    assert documented <= named
    own = {f"requests/{path.name}" for path in (VECTORS / "requests").glob("*.json")}
    assert own <= named
    stores = {path.stem for path in (VECTORS / "requests/stores").iterdir()}
    assert stores == {row["store"] for row in ROWS}


def test_every_operation_with_a_path_is_in_the_table() -> None:
    def matches(template: str, path: str) -> bool:
        parts = list(zip(template.split("/"), path.split("/"), strict=False))
        return template.count("/") == path.count("/") and all(
            part.startswith("{") or part == given for part, given in parts
        )

    for operation in abonado.operations():
        if not operation.path:
            continue
        rows = [
            row
            for row in ROWS
            if row["verb"] == operation.verb and matches(operation.path, row["path"])
        ]
        statuses = {row["status"] for row in rows}
        assert statuses >= {s for s in (operation.success, operation.other_success) if s}, operation
