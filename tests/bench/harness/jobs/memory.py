"""Peak memory of validating, whatever the size of the input, DUP checks included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..case import Case, Facts, Unit, python, require_equal
from ..inputs import FEW_DEFECTS, Dump
from ..workshop import Workshop

BYTES_PER_RECORD = 1_523  # of a generated Max line, about


def check(dump: Dump, facts: Mapping[str, Facts]) -> list[str]:
    for theirs in facts.values():
        require_equal(
            "records and refused",
            [theirs["records"], theirs["refused"]],
            [dump.records, dump.refused],
        )
    return []


def cases(workshop: Workshop) -> Iterator[Case]:
    for megabytes in workshop.megabytes:
        name = f"memory-{megabytes}"
        dump = workshop.dump(name, megabytes * 1_000_000 // BYTES_PER_RECORD, FEW_DEFECTS)
        yield Case(
            "memory",
            f"{megabytes:,} MB",
            (
                python(
                    "harness.jobs.validate:run_abonado",
                    "`validate(threads=2)`, duplicates included",
                    name="abonado",
                    path=dump.path,
                    threads=2,
                ),
            ),
            Unit("MB/s", dump.bytes / 1e6),
            f"{dump.records:,} records, {dump.bytes / 1e6:,.0f} MB.",
            lambda facts, dump=dump: check(dump, facts),  # type: ignore[misc]
            once=True,
        )
        workshop.forget(name)
