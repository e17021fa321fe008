"""Validating on one thread and on two: how much faster, and the same findings byte for byte."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..case import SCRATCH, Case, Facts, Unit, python, require_equal
from ..inputs import MANY_DEFECTS
from ..workshop import Workshop
from .validate import run_abonado as run_validate

HERE = "harness.jobs.threads"
TIMES = 3
"""As many records as the other jobs have, that many times."""


def run_abonado(path: str, threads: int, scratch: str) -> tuple[float, dict[str, Any]]:
    """The findings are written in a second run, which is not timed."""
    from datetime import datetime, timezone

    import abonado

    before = time.process_time()
    seconds, facts = run_validate(path, threads)
    cores = (time.process_time() - before) / seconds
    findings = Path(scratch) / "findings.ndjson"
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)  # told in findings
    abonado.validate(path, threads=threads, findings=findings, now=now)
    text = findings.read_bytes()
    told = {"bytes": len(text), "digest": hashlib.sha256(text).hexdigest()}
    return seconds, {**facts, "findings": told, "cores": cores}


def check(facts: Mapping[str, Facts]) -> list[str]:
    """What cores they had tells whether a machine that does other work too can show the ratio."""
    one, two = facts.values()
    for name in ("records", "refused", "by_rule", "findings"):
        require_equal(f"{name} with one thread and with two", one[name], two[name])
    return [
        f"The files of findings are equal byte for byte: {one['findings']['bytes']:,} bytes, of"
        f" {one['refused']:,} refused records.",
        f"In the last round one thread had {one['cores']:.2f} cores, two had {two['cores']:.2f}.",
    ]


def cases(workshop: Workshop) -> Iterator[Case]:
    dump = workshop.dump("threads", workshop.records * TIMES, MANY_DEFECTS)
    yield Case(
        "threads",
        "validate",
        tuple(
            python(
                f"{HERE}:run_abonado",
                f"`validate(threads={threads})`",
                name=f"{threads} thread{'s' * (threads > 1)}",
                path=dump.path,
                threads=threads,
                scratch=SCRATCH,
            )
            for threads in (1, 2)
        ),
        Unit("MB/s", dump.bytes / 1e6),
        f"Max lines, 5 % of them defective: {dump.records:,} records, {dump.bytes / 1e6:,.0f} MB.",
        check,
    )
    workshop.forget("threads")
