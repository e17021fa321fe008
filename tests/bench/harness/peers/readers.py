"""What reads the same file into tables and checks nothing but JSON and the types of columns."""

from __future__ import annotations

import time
from typing import Any

from harness.fields import fields

Answer = tuple[float, dict[str, Any]]


def polars(path: str) -> Answer:
    """read_ndjson with the schema given, so that none is inferred; one thread."""
    import polars as pl

    scalars = {"integer": pl.Int64, "legacy_id": pl.Int64, "boolean": pl.Boolean}

    def of(struct: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for field, held in fields(struct):
            kind = pl.Struct(of(held)) if held else scalars.get(field["type"], pl.String)
            out[field["name"]] = pl.List(kind) if field["type"] == "object_list" else kind
        return out

    schema = of("Envelope")
    assert pl.thread_pool_size() == 1
    start = time.perf_counter()
    frame = pl.read_ndjson(path, schema=schema)
    seconds = time.perf_counter() - start
    return seconds, {"records": frame.height, "check": int(frame["legacy_id"].sum())}


def duckdb(path: str) -> Answer:
    """read_json with the columns given into a table in memory; one thread."""
    import duckdb

    scalars = {"integer": "BIGINT", "legacy_id": "BIGINT", "boolean": "BOOLEAN"}

    def of(struct: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for field, held in fields(struct):
            members = (
                ", ".join(f'"{name}" {kind}' for name, kind in of(held).items()) if held else ""
            )
            kind = f"STRUCT({members})" if held else scalars.get(field["type"], "VARCHAR")
            out[field["name"]] = kind + "[]" * (field["type"] == "object_list")
        return out

    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SELECT ?", [path])  # imports what DuckDB imports when first used
    select = f"SELECT * FROM read_json(?, format = 'newline_delimited', columns = {of('Envelope')})"
    start = time.perf_counter()
    connection.execute(f"CREATE TABLE dump AS {select}", [path])
    seconds = time.perf_counter() - start
    row = connection.execute("SELECT count(*), sum(legacy_id) FROM dump").fetchone()
    assert row is not None
    return seconds, {"records": row[0], "check": int(row[1])}
