"""The command line: runs the jobs, checks what has to be equal, writes JSON and page."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import machine
from .aims import reached
from .case import PROGRAMS, ROOT, Case
from .jobs import forms, frames, load, memory, reads, threads, validate
from .page import page
from .rounds import measure
from .workshop import Workshop

JOBS = {
    "memory": memory,
    "validate": validate,
    "forms": forms,
    "threads": threads,
    "load": load,
    "reads": reads,
    "frames": frames,
}
SIZES = (10_000, 100_000, 1_000_000)
MEGABYTES = (5, 500)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description="Measure abonado beside its peers.")
    parser.add_argument("--records", type=int, default=100_000, help="of the dumps (100000)")
    parser.add_argument("--rounds", type=int, default=5, help="after one that warms up (5)")
    parser.add_argument("--only", choices=JOBS, action="append", help="this job; may be repeated")
    parser.add_argument("--sizes", type=int, nargs="+", help=f"of stores {SIZES}")
    parser.add_argument("--large", action="store_true", help="5 GB of input, a store of 10^7")
    parser.add_argument(
        "--quick", action="store_true", help="small inputs, one round: does it run?"
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="directory for benchmarks.json and benchmarks.md; docs/reference if all jobs are"
        " measured in full, otherwise nothing is written",
    )
    options = parser.parse_args(argv)
    if options.quick:
        options.records, options.rounds, options.sizes = 200, 1, options.sizes or [100]
    options.sizes = sorted(options.sizes or SIZES + (10_000_000,) * options.large)
    options.megabytes = (1,) if options.quick else MEGABYTES + (5_000,) * options.large
    if options.output is None and not (options.quick or options.only):
        options.output = ROOT / "docs" / "reference"
    return options


def without_missing_programs(case: Case, note: Any) -> Case:
    """In a quick run: peers in C++ that nobody has built are left out, and said to be."""
    built = []
    for contestant in case.contestants:
        program = Path(contestant.command[0])
        if program.parent == PROGRAMS and not program.exists():
            note(f"{case.job}: {contestant.name} is left out, {program.name} is not built")
        else:
            built.append(contestant)
    return Case(**{**vars(case), "contestants": tuple(built)})


def run(options: argparse.Namespace, directory: Path, note: Any) -> dict[str, Any]:
    """What was measured, as it is written. Raises MismatchError, CalledProcessError."""
    facts = machine.facts()  # the load before, not that of the benchmarks
    workshop = Workshop(directory, options.records, tuple(options.sizes), options.megabytes, note)
    done = []
    for job, module in JOBS.items():
        if options.only and job not in options.only:
            continue
        for case in module.cases(workshop):
            if options.quick:
                case = without_missing_programs(case, note)
            rounds = 1 if case.once else options.rounds
            measured = measure(case, rounds, not (case.once or options.quick), directory, note)
            checks = case.check({row["name"]: row["facts"] for row in measured})
            told = {"job": job, "name": case.name, "what": case.what, "unit": case.unit.name}
            done.append({**told, "contestants": measured, "checks": checks})
    return {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "rounds": options.rounds,
        "machine": facts,
        "versions": machine.versions() | simdjson_of(done),
        "aims": reached(done),
        "cases": done,
    }


def simdjson_of(cases: list[dict[str, Any]]) -> dict[str, str]:
    for case in cases:
        for row in case["contestants"]:
            if "implementation" in row["facts"]:
                return {"simdjson": f"{row['facts']['version']} ({row['facts']['implementation']})"}
    return {}


def write(record: dict[str, Any], directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (directory / "benchmarks.json").write_text(text + "\n", encoding="utf-8")
    (directory / "benchmarks.md").write_text(page(record), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    options = arguments(argv)

    def note(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as directory:
        record = run(options, Path(directory), note)
    if options.output is not None:
        write(record, options.output)
    print(page(record), end="")
    return 0
