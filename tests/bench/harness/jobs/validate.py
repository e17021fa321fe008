"""Validating NDJSON: all rules on one thread, against what checks less, and what only reads."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..case import Case, Contestant, Facts, Unit, program, python, require_equal
from ..inputs import FEW_DEFECTS, MANY_DEFECTS, Dump
from ..workshop import Workshop

HERE = "harness.jobs.validate"
PART = 4
"""The other forms have a fourth of the records: they are there for ratios."""
FORMS_TOLD = {
    "shuffled": "Members of each object in an order of their own",
    "escaped": r"Spaces around commas and colons, `\u` for all but ASCII and in one text of eight",
    "long lists": "Lists of add-ons, packages and promotions, each element a dozen times",
}
Answer = tuple[float, dict[str, Any]]


def run_abonado(path: str, threads: int = 1) -> Answer:
    import abonado

    start = time.perf_counter()
    report = abonado.validate(path, threads=threads)
    seconds = time.perf_counter() - start
    facts = {"records": report.records, "refused": report.invalid}
    return seconds, {**facts, "by_rule": dict(report.by_rule)}


def run_pydantic(path: str) -> Answer:
    from ..peers.pydantic_max import Validator

    validator = Validator()
    records = 0
    start = time.perf_counter()
    with Path(path).open("rb") as lines:
        for line in lines:
            records += 1
            validator.check(line)
    seconds = time.perf_counter() - start
    return seconds, {"records": records, "refused": validator.rejected}


def run_msgspec(path: str) -> Answer:
    import msgspec

    from ..peers.msgspec_max import decoder

    decode = decoder().decode
    records = refused = 0
    start = time.perf_counter()
    with Path(path).open("rb") as lines:
        for line in lines:
            records += 1
            try:
                decode(line)
            except msgspec.DecodeError:
                refused += 1
    return time.perf_counter() - start, {"records": records, "refused": refused}


def run_jsonschema(path: str) -> Answer:
    import jsonschema_rs
    import orjson

    from ..peers.schema_max import schema

    is_valid = jsonschema_rs.validator_for(schema(), validate_formats=True).is_valid
    loads = orjson.loads
    records = refused = 0
    start = time.perf_counter()
    with Path(path).open("rb") as lines:
        for line in lines:
            records += 1
            try:
                refused += not is_valid(loads(line))
            except orjson.JSONDecodeError:
                refused += 1
    return time.perf_counter() - start, {"records": records, "refused": refused}


def contestants(path: str) -> tuple[Contestant, ...]:
    return (
        python(
            f"{HERE}:run_abonado", "all rules, DUP included; one thread", name="abonado", path=path
        ),
        python(
            f"{HERE}:run_pydantic",
            "the same rules, but no member twice is seen (DOC-002) and more forms of dates and"
            " uuids pass (DOC-008, DOC-010): one TypeAdapter, `validate_json` a line",
            name="pydantic v2",
            path=path,
        ),
        python(
            f"{HERE}:run_msgspec",
            "one Decoder of Structs without garbage collection: types, required members, words;"
            " no rule across members",
            name="msgspec",
            path=path,
        ),
        python(
            f"{HERE}:run_jsonschema",
            "`orjson.loads`, then `is_valid` of one validator with the product's JSON Schema of"
            " the kind, formats and patterns included; no rule across members",
            name="jsonschema-rs",
            path=path,
        ),
        program(
            "simdjson_walk",
            path,
            name="simdjson On-Demand",
            what="visits every member, reads every scalar by its type; C++, `-O3 -march=native`;"
            " no rule",
        ),
    )


def readers(path: str) -> tuple[Contestant, ...]:
    return (
        python(
            "harness.peers.readers:polars",
            "`read_ndjson` with the schema given, one thread; dates and uuids stay texts, no rule",
            name="polars",
            path=path,
        ),
        python(
            "harness.peers.readers:duckdb",
            "`read_json` with the columns given into a table in memory, one thread; dates and"
            " uuids stay texts, no rule",
            name="DuckDB",
            path=path,
        ),
    )


def check(dump: Dump, facts: Mapping[str, Facts]) -> list[str]:
    ours = facts["abonado"]
    for name, theirs in facts.items():
        require_equal(f"records read by {name}", theirs["records"], dump.records)
    require_equal("refused, and the labels of the dump", ours["refused"], dump.refused)
    require_equal("refused by pydantic too", facts["pydantic v2"]["refused"], dump.refused)
    counts = [
        f"{name} {theirs['refused']:,}" for name, theirs in facts.items() if "refused" in theirs
    ]
    return [
        f"Refused of {dump.records:,} records: {', '.join(counts)}; by the labels of the dump"
        f" {dump.refused:,}."
    ]


def case(name: str, what: str, dump: Dump, with_readers: bool = False) -> Case:
    return Case(
        "validate",
        name,
        contestants(dump.path) + readers(dump.path) * with_readers,
        Unit("MB/s", dump.bytes / 1e6),
        f"{what}: {dump.records:,} records, {dump.bytes / 1e6:,.0f} MB.",
        lambda facts: check(dump, facts),
    )


def cases(workshop: Workshop) -> Iterator[Case]:
    plain = workshop.dump("plain", workshop.records, FEW_DEFECTS)
    yield case("plain", "As the generator writes it, 1 % of the records defective", plain, True)
    some = max(1, workshop.records // PART)
    for form, what in FORMS_TOLD.items():
        yield case(
            form, f"{what}, the first of the same records", workshop.rewritten("plain", form, some)
        )
    many = workshop.dump("defective", some, MANY_DEFECTS)
    yield case("defective", "5 % of the records break one of ten rules", many)
