"""What is measured: cases, and the contestants of each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parents[1]
ROOT = BENCH.parents[1]
PROGRAMS = ROOT / "build" / "bench"
SCRATCH = "{scratch}"
"""Stands in arguments for a directory that is made for one run and removed after it."""

Facts = dict[str, Any]


@dataclass(frozen=True)
class Contestant:
    """A program that does the work once and prints ``{"seconds": s, "facts": {…}}``."""

    name: str
    command: tuple[str, ...]
    what: str
    """How it does it, and what it does not check: a sentence for the page."""
    environment: Mapping[str, str] = field(default_factory=dict)
    one_core: bool = False
    """Kept to one core by the operating system, whatever threads it starts."""


def python(
    call: str, what: str, *, name: str, one_core: bool = False, **arguments: Any
) -> Contestant:
    """A contestant that is a function, ``module:function``, called with ``arguments``."""
    command = (sys.executable, "-m", "harness.child", call, json.dumps(arguments))
    return Contestant(name, command, what, {"POLARS_MAX_THREADS": "1"}, one_core)


def program(file: str, *arguments: str, name: str, what: str, one_core: bool = False) -> Contestant:
    """A contestant in C++, built by ``make bench``."""
    return Contestant(name, (str(PROGRAMS / file), *arguments), what, one_core=one_core)


@dataclass(frozen=True)
class Unit:
    """What the seconds of a run are told as: ``amount / seconds``, or its inverse of a call."""

    name: str
    amount: float
    is_rate: bool = True

    def of(self, seconds: float) -> float:
        return self.amount / seconds if self.is_rate else seconds / self.amount


@dataclass(frozen=True)
class Case:
    """Contestants over one input. The first is ours, to which the others are set in relation."""

    job: str
    name: str
    contestants: tuple[Contestant, ...]
    unit: Unit
    what: str
    """The input, in a sentence for the page."""
    check: Callable[[Mapping[str, Facts]], list[str]]
    """Compares the facts of the contestants by name: sentences about what is equal and what is
    not. Raises MismatchError for what has to be equal."""
    once: bool = False
    """Measured in one round, without warm-up: where memory counts, not time."""


class MismatchError(Exception):
    """Contestants, or a contestant and the generator's labels, do not agree."""


def require_equal(what: str, *values: object) -> None:
    if any(value != values[0] for value in values[1:]):
        raise MismatchError(f"{what}: {' and '.join(map(str, values))}")
