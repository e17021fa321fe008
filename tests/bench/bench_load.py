"""How fast a dump is loaded into a store, against prepared C inserts of the same rows.

The peer (``sqlite_inserts``, built by ``make bench``) reads the rows of the loaded store beforehand
and inserts them into an empty file of the same schema, with the same pragmas and as many commits,
and checks nothing. Prints the rates of both in one run (medians of the rounds), their ratio, and
the peak memory of ``abonado load`` in a process of its own.

    python tests/bench/bench_load.py [--records 200000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import abonado

PEER = Path(__file__).resolve().parents[2] / "build" / "bench" / "sqlite_inserts"
COMMIT_EVERY = 4 << 20  # bytes of input, as a load does


def run_load(store: Path, dump: Path) -> tuple[float, int]:
    """Load in a process of its own; seconds and peak kilobytes."""
    command = [sys.executable, "-m", "abonado", "load", str(store), str(dump), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        report = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert report["inserted"] == report["records"], report
    return report["seconds"], usage.ru_maxrss


def run_peer(source: Path, target: Path, per_commit: int) -> tuple[float, int]:
    done = subprocess.run(
        [PEER, source, target, str(per_commit)], capture_output=True, text=True, check=True
    )
    seconds, rows = done.stdout.split()
    return float(seconds), int(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        dump = Path(directory) / "dump.ndjson"
        abonado.generate(dump, records=options.records, seed=1)
        size = dump.stat().st_size
        per_commit = max(1, options.records * COMMIT_EVERY // size)
        ours, theirs, peaks = [], [], []
        rows = 0
        for number in range(options.rounds):
            store = Path(directory) / f"ours{number}.db"
            copy = Path(directory) / f"theirs{number}.db"
            seconds, peak = run_load(store, dump)
            ours.append(seconds)
            peaks.append(peak)
            seconds, rows = run_peer(store, copy, per_commit)
            theirs.append(seconds)
            for path in Path(directory).glob("*.db*"):
                path.unlink()
        print(f"dump: {options.records} records, {size / 1e6:.0f} MB, {rows} rows")
        for name, seconds in (("abonado load", ours), ("prepared C inserts", theirs)):
            middle = statistics.median(seconds)
            print(
                f"{name:18} {middle:6.2f} s ({min(seconds):.2f}-{max(seconds):.2f})"
                f"  {options.records / middle:9.0f} records/s  {rows / middle:9.0f} rows/s"
            )
        ratios = [their / our for our, their in zip(ours, theirs, strict=True)]
        print(
            f"ratio              {statistics.median(ratios):6.2f}"
            f"  ({min(ratios):.2f}-{max(ratios):.2f})"
        )
        print(f"peak memory of a load: {max(peaks) / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
