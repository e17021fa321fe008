"""How fast a frame of all subscriptions reaches polars, against polars reading it from Parquet.

Generates and loads a dump, then reads the frame `subscriptions` into polars, pandas and DuckDB and
checks that counts and sums are equal; polars writes the same table to Parquet and reads it back.
Prints medians of the rounds.

    python tests/bench/bench_frames.py [--records 200000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import abonado
import duckdb
import polars as pl

Result = TypeVar("Result")


def timed(rounds: int, call: Callable[[], Result]) -> tuple[float, Result]:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        dump, parquet = Path(directory) / "dump.ndjson", Path(directory) / "frame.parquet"
        abonado.generate(dump, records=options.records, seed=1)
        with abonado.connect(Path(directory) / "s.db") as db:
            db.load(dump)
            dump.unlink()
            frame = db.frame("subscriptions")
            ours, polars = timed(options.rounds, frame.to_polars)
            in_pandas, pandas = timed(options.rounds, frame.to_pandas)
            sql = "SELECT count(*), sum(legacy_id), sum(account_id) FROM frame"
            in_duckdb, answer = timed(options.rounds, lambda: duckdb.sql(sql).fetchone())
        polars.write_parquet(parquet)
        theirs, read = timed(options.rounds, lambda: pl.read_parquet(parquet))
        assert read.height == polars.height
        sums = (polars.height, polars["legacy_id"].sum(), polars["account_id"].sum())
        assert sums == (len(pandas), pandas["legacy_id"].sum(), pandas["account_id"].sum())
        assert sums == answer
    print(f"{sums[0]:,} subscriptions; count and sums equal in polars, pandas and DuckDB")
    print(f"polars {ours:.2f} s · pandas {in_pandas:.2f} s · DuckDB {in_duckdb:.2f} s")
    print(f"polars from Parquet {theirs:.2f} s · ratio {ours / theirs:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
