"""The page about the figures, from the JSON file alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

HEAD = """\
<!-- Written by tests/bench/run.py from benchmarks.json. Do not edit. -->

# Benchmarks

`make bench` measures on the optimised wheel, with inputs of the product's generator. Each
contestant is a process of its own in each round; all contestants of a table run in each round,
beginning with another one each time, so that whatever else the machine does weighs on all alike.
What is timed is the work alone, without the start of Python and imports; inputs are in the page
cache. One round warms up and is not counted. A ratio is that of two runs of the same round. Told
are the median of the rounds, the smallest and the largest. Peak memory is that of the whole
process, Python and libraries included.
"""
AIMS = """
## What was to be reached

Ratios are per core unless it says otherwise: times as fast as the other, or times its time.

| job | against | aim | reached | |
|---|---|---|---|---|
"""
DASH = "\N{EN DASH}"
JOBS = {
    "validate": "Validate",
    "forms": "Order and escapes",
    "threads": "Threads",
    "memory": "Memory",
    "load": "Load",
    "reads": "Single subscriptions",
    "frames": "Frames",
}
"""The jobs in the order of the page, with their headings."""


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(values: Mapping[str, float]) -> str:
    if values["min"] == values["max"]:
        return number(values["median"])
    return f"{number(values['median'])} ({number(values['min'])}{DASH}{number(values['max'])})"


def table(case: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n### {JOBS[case['job']]}: {case['name']}\n\n{case['what']}\n\n"
    first = case["contestants"][0]["name"]
    yield f"| | {case['unit']} | times the seconds of {first} | peak MB |\n"
    yield "|---|---|---|---|\n"
    for row in case["contestants"]:
        yield (
            f"| {row['name']} | {spread(row['figure'])} | {spread(row['ratio'])}"
            f" | {row['peak_mb']:,.0f} |\n"
        )
    if case["checks"]:
        yield "\n" + " ".join(case["checks"]) + "\n"


def contestants(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What each contestant of a job does, once."""
    told = {row["name"]: row["what"] for case in cases for row in case["contestants"]}
    yield "\n"
    for name, what in told.items():
        yield f"* {name}: {what}.\n"


def page(record: Mapping[str, Any]) -> str:
    out = [HEAD]
    facts = record["machine"] | {"rounds": str(record["rounds"]), "measured": record["date"]}
    out.append("\n| | |\n|---|---|\n")
    out += [f"| {name} | {value} |\n" for name, value in facts.items()]
    out.append(f"| versions | {', '.join(map(' '.join, record['versions'].items()))} |\n")
    out.append(AIMS)
    for row in record["aims"]:
        met = "yes" if row["met"] else "**no**"
        out.append(
            f"| {row['what']} | {row['against']} | {row['aim']} | {row['reached']} | {met} |\n"
        )
    for job, heading in JOBS.items():
        cases = [case for case in record["cases"] if case["job"] == job]
        if cases:
            out.append(f"\n## {heading}\n")
            out += contestants(cases)
            for case in cases:
                out += table(case)
    return "".join(out)
