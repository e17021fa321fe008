"""How fast a dump of Max bodies is validated, against pydantic v2 models of the same bodies.

Prints the rates of both on the same lines in one run (medians of five rounds after a warm-up, one
thread), their ratio, and the peak memory of ``abonado validate --json`` over the whole dump. Both
must reject the same records.

    python tests/bench/bench_validate.py [--megabytes 400] [--sample 60]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import abonado
from pydantic_max import Validator

BYTES_PER_RECORD = 1_300  # of a generated Max line, about; the size is checked below
DEFECTS = {"SUB-001": 0.01, "COM-001": 0.01}
ROUNDS = 5


def make_dump(path: Path, megabytes: int) -> None:
    records = max(1_000, megabytes * 1_000_000 // BYTES_PER_RECORD)
    abonado.generate(path, records=records, seed=1, kinds={"max": 1.0}, defects=DEFECTS)
    while path.stat().st_size < megabytes * 1_000_000:
        records = int(records * megabytes * 1_000_000 / path.stat().st_size * 1.02)
        abonado.generate(path, records=records, seed=1, kinds={"max": 1.0}, defects=DEFECTS)


def run_pydantic(lines: list[bytes]) -> tuple[float, int]:
    validator = Validator()
    start = time.perf_counter()
    for line in lines:
        validator.check(line)
    return time.perf_counter() - start, validator.rejected


def run_abonado(dump: bytes) -> tuple[float, int]:
    start = time.perf_counter()
    report = abonado.validate(dump, threads=1)
    return time.perf_counter() - start, report.invalid


def run_whole(path: Path, threads: int) -> None:
    """Validate the dump in a process of its own and print its rate and peak memory."""
    command = [sys.executable, "-m", "abonado", "validate", str(path), "--json"]
    with subprocess.Popen([*command, "--threads", str(threads)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        report = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    megabytes = report["bytes"] / 1e6
    print(
        f"whole dump, {threads} thread(s): {megabytes:.0f} MB in {report['seconds']:.2f} s"
        f" = {megabytes / report['seconds']:.0f} MB/s, peak memory {usage.ru_maxrss / 1024:.0f} MB"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=400, help="size of the dump")
    parser.add_argument(
        "--sample", type=int, default=60, help="megabytes that both programs read in each round"
    )
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "max.ndjson"
        make_dump(path, options.megabytes)
        # Before the sample is read: a new process begins with the peak of the one that starts it.
        for threads in (1, 2):
            run_whole(path, threads)
        with path.open("rb") as file:
            sample = file.read(options.sample * 1_000_000)
        sample = sample[: sample.rfind(b"\n") + 1]
        lines = sample.splitlines()

        ours, theirs = [], []
        for _ in range(ROUNDS + 1):
            seconds, our_rejects = run_abonado(sample)
            ours.append(len(sample) / seconds / 1e6)
            seconds, their_rejects = run_pydantic(lines)
            theirs.append(len(sample) / seconds / 1e6)
        ours, theirs = ours[1:], theirs[1:]  # the first round warms up
        print(
            f"sample: {len(lines)} records, {len(sample) / 1e6:.0f} MB, one thread, {ROUNDS} rounds"
        )
        for name, rates, rejects in (
            ("abonado", ours, our_rejects),
            ("pydantic v2", theirs, their_rejects),
        ):
            print(
                f"{name:12} {statistics.median(rates):8.1f} MB/s"
                f"  ({min(rates):.1f}-{max(rates):.1f})  {rejects} records rejected"
            )
        # A round's two runs are neighbours in time, so that the machine's moods weigh on both.
        ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
        print(
            f"ratio        {statistics.median(ratios):8.1f}"
            f"       ({min(ratios):.1f}-{max(ratios):.1f})"
        )

        if our_rejects != their_rejects:
            print("the verdicts differ", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
