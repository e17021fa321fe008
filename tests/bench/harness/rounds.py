"""Runs the contestants of a case, round by round, each in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypedDict

from .case import BENCH, SCRATCH, Case, Contestant, Facts


class Spread(TypedDict):
    """Median, smallest and largest of the rounds."""

    median: float
    min: float
    max: float


class Measured(TypedDict):
    """A contestant of a case."""

    name: str
    what: str
    seconds: list[float]
    figure: Spread
    """In the unit of the case."""
    ratio: Spread
    """Its seconds to those of the first contestant, in the same round."""
    peak_mb: float
    """Peak memory of its process, MB; Python and the libraries it imports included."""
    facts: Facts


class Run(NamedTuple):
    seconds: float
    peak_mb: float
    facts: Facts


def spread(values: list[float]) -> Spread:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def keep_to_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run_once(contestant: Contestant, directory: Path) -> Run:
    """One run. Raises CalledProcessError if the contestant fails.

    The starting process has to stay small: its peak is where a child's count begins.
    """
    with tempfile.TemporaryDirectory(dir=directory) as scratch:
        command = [part.replace(SCRATCH, scratch) for part in contestant.command]
        if any(SCRATCH in part for part in contestant.command):
            os.sync()  # what others have left to write is not to weigh on this one
        environment = {**os.environ, **contestant.environment}
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            cwd=BENCH,
            env=environment,
            preexec_fn=keep_to_one_core if contestant.one_core else None,
        ) as child:
            assert child.stdout is not None
            output = child.stdout.read()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise subprocess.CalledProcessError(child.returncode, command)
    answer = json.loads(output)
    return Run(answer["seconds"], usage.ru_maxrss * 1024 / 1e6, answer["facts"])


def measure(
    case: Case, rounds: int, warm_up: bool, directory: Path, note: Callable[[str], None]
) -> list[Measured]:
    """All contestants in each round, so that what else the machine does weighs on all alike.

    Each round begins with another one. The round that warms up is not counted.
    """
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in case.contestants}
    count = len(case.contestants)
    for number in range(-1 if warm_up else 0, rounds):
        for place in range(count):
            contestant = case.contestants[(place + number) % count]
            run = run_once(contestant, directory)
            note(f"{case.job} {case.name}: {contestant.name} {run.seconds:.2f} s")
            if number >= 0:
                runs[contestant.name].append(run)
    ours = runs[case.contestants[0].name]
    return [
        {
            "name": contestant.name,
            "what": contestant.what,
            "seconds": [run.seconds for run in runs[contestant.name]],
            "figure": spread([case.unit.of(run.seconds) for run in runs[contestant.name]]),
            "ratio": spread(
                [
                    theirs.seconds / our.seconds
                    for our, theirs in zip(ours, runs[contestant.name], strict=True)
                ]
            ),
            "peak_mb": max(run.peak_mb for run in runs[contestant.name]),
            "facts": runs[contestant.name][-1].facts,
        }
        for contestant in case.contestants
    ]
