"""The frame of all subscriptions of a store, against polars reading the same table from Parquet."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from ..case import Case, Facts, Unit, python, require_equal
from ..workshop import Workshop
from .reads import KINDS

HERE = "harness.jobs.frames"
MILLION = 1_000_000
Answer = tuple[float, dict[str, Any]]


def write_parquet(store: str, path: str) -> Answer:
    """Runs in a child: the frame as a file."""
    import abonado

    with abonado.connect(store) as db:
        db.frame("subscriptions").to_polars().write_parquet(path)
    return 0.0, {}


def sums(*values: Any) -> dict[str, Any]:
    return {"sums": [int(value) for value in values]}


def run_polars(store: str) -> Answer:
    import abonado
    import polars as pl  # noqa: F401, its import is not timed

    with abonado.connect(store) as db:
        start = time.perf_counter()
        frame = db.frame("subscriptions").to_polars()
        seconds = time.perf_counter() - start
    return seconds, sums(frame.height, frame["legacy_id"].sum(), frame["account_id"].sum())


def run_pandas(store: str) -> Answer:
    import abonado
    import pandas as pd  # noqa: F401
    import pyarrow as pa  # noqa: F401

    with abonado.connect(store) as db:
        start = time.perf_counter()
        frame = db.frame("subscriptions").to_pandas()
        seconds = time.perf_counter() - start
    return seconds, sums(len(frame), frame["legacy_id"].sum(), frame["account_id"].sum())


def run_duckdb(store: str) -> Answer:
    import abonado
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SELECT ?", [store])  # imports what DuckDB imports when first used
    with abonado.connect(store) as db:
        start = time.perf_counter()
        frame = db.frame("subscriptions")  # noqa: F841, DuckDB finds the table by its name
        connection.execute("CREATE TABLE subscriptions AS SELECT * FROM frame")
        seconds = time.perf_counter() - start
    select = "SELECT count(*), sum(legacy_id), sum(account_id) FROM subscriptions"
    return seconds, sums(*(connection.execute(select).fetchone() or ()))


def run_parquet(path: str) -> Answer:
    import polars as pl

    start = time.perf_counter()
    frame = pl.read_parquet(path)
    seconds = time.perf_counter() - start
    return seconds, sums(frame.height, frame["legacy_id"].sum(), frame["account_id"].sum())


def check(facts: Mapping[str, Facts]) -> list[str]:
    require_equal("sums of columns", *(fact["sums"] for fact in facts.values()))
    return ["Count, and sums of two columns, are equal in all."]


def cases(workshop: Workshop) -> Iterator[Case]:
    size = min(workshop.sizes, key=lambda size: abs(size - MILLION))
    store, path = workshop.store(size, KINDS), workshop.path("frame.parquet")
    workshop.call(f"{HERE}:write_parquet", store=store, path=path)
    yield Case(
        "frames",
        f"{size:,} subscriptions",
        (
            python(f"{HERE}:run_polars", "`frame.to_polars()`", name="to polars", store=store),
            python(
                f"{HERE}:run_parquet",
                "`read_parquet` of the same table, that polars wrote",
                name="polars from Parquet",
                path=path,
            ),
            python(f"{HERE}:run_pandas", "`frame.to_pandas()`", name="to pandas", store=store),
            python(
                f"{HERE}:run_duckdb",
                "a table of DuckDB made of the frame",
                name="to DuckDB",
                store=store,
            ),
        ),
        Unit("rows/s", size),
        "The frame `subscriptions` with all its columns; polars and DuckDB on one thread.",
        check,
    )
