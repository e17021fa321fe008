"""What speed is to be reached, and whether it was: one row each, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

Record = Mapping[str, Any]
"""A case as it is written to the JSON file."""


TIMES = "\N{MULTIPLICATION SIGN}"


class Reached(TypedDict):
    """A row of the page."""

    what: str
    against: str
    aim: str
    reached: str
    met: bool


@dataclass(frozen=True)
class Aim:
    """``value`` gives the figure of a run, or None if its job was left out."""

    what: str
    against: str
    bound: float
    value: Callable[[Sequence[Record]], float | None]
    is_least: bool = True
    unit: str = TIMES

    def of(self, cases: Sequence[Record]) -> Reached | None:
        value = self.value(cases)
        if value is None:
            return None
        return {
            "what": self.what,
            "against": self.against,
            "aim": f"{'≥' if self.is_least else '≤'} {self.bound:g}{self.unit}",
            "reached": f"{value:.3g}{self.unit}" if value < 1000 else f"{value:,.0f}{self.unit}",
            "met": value >= self.bound if self.is_least else value <= self.bound,
        }


def contestant(case: Record, name: str) -> Any:
    return next((row for row in case["contestants"] if row["name"] == name), None)


def times_as_fast(job: str, name: str, peer: str) -> Callable[[Sequence[Record]], float | None]:
    """Median over the rounds of the peer's seconds to ours."""

    def value(cases: Sequence[Record]) -> float | None:
        found = (
            contestant(case, peer) for case in cases if case["job"] == job and case["name"] == name
        )
        row = next(found, None)
        return row and row["ratio"]["median"]

    return value


def form_time(form: str) -> Callable[[Sequence[Record]], float | None]:
    """Our time for records in another form to that for the same in their plain one."""
    return times_as_fast("forms", "validate", form)


def threads(cases: Sequence[Record]) -> float | None:
    seconds = times_as_fast("threads", "validate", "2 threads")(cases)
    return seconds and 1 / seconds


def peak(cases: Sequence[Record]) -> float | None:
    peaks = [
        row["peak_mb"] for case in cases if case["job"] == "memory" for row in case["contestants"]
    ]
    return max(peaks, default=None)


def read_time(call: str) -> Callable[[Sequence[Record]], float | None]:
    """Our time to that of all rows by sqlite3, at the largest store."""

    def value(cases: Sequence[Record]) -> float | None:
        found = reads_of(cases, call)
        return 1 / contestant(found[-1], "sqlite3, all rows")["ratio"]["median"] if found else None

    return value


def reads_of(cases: Sequence[Record], call: str) -> list[Record]:
    """From the smallest store to the largest."""
    return [c for c in cases if c["job"] == "reads" and c["name"].startswith(f"{call},")]


def growth(call: str) -> Callable[[Sequence[Record]], float | None]:
    """Our time at the largest store to that at the smallest."""

    def value(cases: Sequence[Record]) -> float | None:
        found = reads_of(cases, call)
        ours = [contestant(case, "abonado")["figure"]["median"] for case in found]
        return ours[-1] / ours[0] if ours else None

    return value


def frame(cases: Sequence[Record]) -> float | None:
    case = next((case for case in cases if case["job"] == "frames"), None)
    return 1 / contestant(case, "polars from Parquet")["ratio"]["median"] if case else None


NDJSON = "validate NDJSON, all rules, one thread"
LOAD = "load into SQLite, one core"
LOADED = ("load", "into an empty store")
AIMS = (
    Aim(
        NDJSON,
        "pydantic v2 models with the same rules, `validate_json` a line",
        20,
        times_as_fast("validate", "plain", "pydantic v2"),
    ),
    Aim(
        NDJSON,
        "msgspec Structs, decode only, no cross-field rules",
        4,
        times_as_fast("validate", "plain", "msgspec"),
    ),
    Aim(
        NDJSON,
        "jsonschema-rs with an equivalent schema",
        15,
        times_as_fast("validate", "plain", "jsonschema-rs"),
    ),
    Aim(
        NDJSON,
        "simdjson On-Demand walk of the same bytes, no rules",
        1.1,
        times_as_fast("validate", "plain", "simdjson On-Demand"),
    ),
    *(
        Aim(
            f"validate NDJSON, {what}, time",
            "itself, the same records as the generator writes them",
            1.5,
            form_time(form),
            is_least=False,
        )
        for form, what in (
            ("shuffled", "members in any order"),
            ("escaped", r"spaces and `\u` escapes"),
        )
    ),
    Aim("validate NDJSON, two threads", "one thread", 1.8, threads),
    Aim(
        "validate, peak memory at any size of input, duplicates included",
        "itself",
        200,
        peak,
        is_least=False,
        unit=" MB",
    ),
    Aim(
        LOAD,
        "prepared C inserts of the same rows, no checks, same pragmas",
        0.8,
        times_as_fast(*LOADED, "prepared C inserts"),
    ),
    Aim(
        LOAD,
        "pydantic + SQLAlchemy Core executemany",
        15,
        times_as_fast(*LOADED, "pydantic + SQLAlchemy Core"),
    ),
    Aim(LOAD, "msgspec + sqlite3 executemany", 5, times_as_fast(*LOADED, "msgspec + sqlite3")),
    *(
        aim
        for call, what in (("get", "get by legacy id"), ("find", "find by MSISDN"))
        for aim in (
            Aim(
                f"{what}, time at the largest store",
                "sqlite3 prepared selects of the same rows",
                2,
                read_time(call),
                is_least=False,
            ),
            Aim(
                f"{what}, time at the largest store",
                "itself at the smallest",
                1.5,
                growth(call),
                is_least=False,
            ),
        )
    ),
    Aim(
        "frame of subscriptions to polars, time",
        "polars reading the same table from Parquet",
        3,
        frame,
        is_least=False,
    ),
)


def reached(cases: Sequence[Record]) -> list[Reached]:
    rows = (aim.of(cases) for aim in AIMS)
    return [row for row in rows if row is not None]
