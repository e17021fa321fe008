"""The hot paths on fixed inputs, each between two marks for Valgrind's callgrind.

usage: valgrind --tool=callgrind --instr-atstart=no ... python hot_paths.py MARKS DIRECTORY

MARKS is the library made of marks.c. The input and the store go to DIRECTORY, and so does
units.json: how many records, calls or rows each path did.
"""

from __future__ import annotations

import ctypes
import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import abonado
from abonado.enums import FilterType

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from harness.rewriting import FORMS

RECORDS = 2000
READS = 300
# Shares of records that break a rule, together 5 %: decoding, formats, rules on one record.
DEFECTS = {"DOC-003": 0.01, "DOC-008": 0.01, "DOC-011": 0.01, "SEG-001": 0.01, "SUB-001": 0.01}


class Marks:
    """The marks, and the units that were done between them."""

    def __init__(self, library: Path) -> None:
        self._c = ctypes.CDLL(str(library))
        self._c.end.argtypes = [ctypes.c_char_p]
        self._c.read_all.argtypes = [ctypes.c_void_p]
        self._c.read_all.restype = ctypes.c_int64
        self.units: dict[str, int] = {}

    @contextmanager
    def path(self, name: str, units: int) -> Iterator[None]:
        self.units[name] = units
        self._c.begin()
        yield
        self._c.end(name.encode())

    def read_all(self, frame: abonado.Frame) -> int:
        capsule = frame.__arrow_c_stream__()
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        rows: int = self._c.read_all(pointer(capsule, b"arrow_array_stream"))
        return rows


def main() -> None:
    marks, directory = Marks(Path(sys.argv[1])), Path(sys.argv[2])
    clean, faulty = directory / "clean.ndjson", directory / "faulty.ndjson"
    abonado.generate(clean, records=RECORDS, seed=7)
    abonado.generate(faulty, records=RECORDS, seed=7, defects=DEFECTS)
    rewritten = {form: directory / f"{form}.ndjson" for form in ("shuffled", "escaped")}
    for form, dump in rewritten.items():
        dump.write_bytes(b"".join(map(FORMS[form](), clean.open("rb"))))
    lines = directory / "findings.ndjson"
    abonado.validate(faulty, findings=lines)  # what is made once is made now
    gc.disable()

    with marks.path("validate", RECORDS):
        report = abonado.validate(clean, threads=1)
    assert report.valid == RECORDS
    for form, dump in rewritten.items():
        with marks.path(f"validate, {form}", RECORDS):
            report = abonado.validate(dump, threads=1)
        assert report.valid == RECORDS
    with marks.path("validate, 5 % defective", RECORDS):
        report = abonado.validate(faulty, threads=1, findings=lines)
    assert report.invalid > RECORDS * 0.04

    with abonado.connect(directory / "store.db") as database:
        database.load(faulty, dry_run=True)
        with marks.path("load", RECORDS):
            loaded = database.load(clean, threads=1)
        assert loaded.inserted == RECORDS
        reads(marks, database)
    (directory / "units.json").write_text(json.dumps(marks.units))


def reads(marks: Marks, database: abonado.Database) -> None:
    rows = database.query(
        "SELECT org, subscription_legacy_id, value FROM v_identifiers"
        " WHERE filter_type = 'MSISDN' ORDER BY org, subscription_legacy_id LIMIT ?",
        [READS],
    )
    known = [
        (database.org(str(org)), int(str(number)), str(msisdn)) for org, number, msisdn in rows
    ]
    assert len(known) == READS
    known[0][0].subscription(known[0][1])
    known[0][0].find(FilterType.MSISDN, known[0][2])
    with marks.path("subscription by legacy id", READS):
        for org, number, _ in known:
            org.subscription(number)
    with marks.path("find by MSISDN", READS):
        for org, _, msisdn in known:
            org.find(FilterType.MSISDN, msisdn)
    paths = [f"/v1/orgs/{org.name}/subscriptions/{number}" for org, number, _ in known]
    assert database.handle("GET", paths[0]).status == 200
    with marks.path("handle GET", READS):
        for path in paths:
            database.handle("GET", path)
    total = marks.read_all(database.frame("subscriptions"))
    with marks.path("frame of subscriptions", total):
        marks.read_all(database.frame("subscriptions"))


if __name__ == "__main__":
    main()
