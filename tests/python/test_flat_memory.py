"""However long a dump is, validating and loading it takes the memory of a short one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import abonado
import pytest

# A record has about 1.2 kB. Keys that are to stand once are kept, some 24 bytes each.
DEFECTS = {"DUP-001": 0.01, "DUP-002": 0.01, "SUB-001": 0.01}
MIB = 1024  # KiB

if not Path("/proc/self/status").exists():
    pytest.skip("the peak of a process is read from /proc", allow_module_level=True)

# Not ru_maxrss: a child's begins with that of the process that started it.
PEAK = """
def peak():
    with open("/proc/self/status") as status:
        return next(line.split()[1] for line in status if line.startswith("VmHWM:"))
"""
VALIDATE = """
import sys, abonado
report = abonado.validate(sys.argv[1], threads=2)
print(report.records, report.by_rule["DUP-001"], peak())
"""
LOAD = """
import sys, abonado
with abonado.connect(sys.argv[1] + ".db") as db:
    report = db.load(sys.argv[1], threads=2)
print(report.records, report.rejected, peak())
"""
KEEP = """
import sys
kept = open(sys.argv[1], "rb").read()
print(kept.count(b"\\n"), 1, peak())
"""


def dump(path: Path, records: int) -> Path:
    abonado.generate(path, records=records, seed=1, defects=DEFECTS)
    return path


def peak_of(program: str, path: Path, records: int) -> int:
    """KiB of memory that a process took at most; of the dump's records some are found wrong."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + program, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    seen, wrong, peak = map(int, done.stdout.split())
    assert seen == records
    assert wrong > 0
    return peak


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flat")


@pytest.fixture(scope="module")
def short(directory: Path) -> Path:
    return dump(directory / "short.ndjson", 8_000)


@pytest.fixture(scope="module")
def long(directory: Path) -> Path:
    path = dump(directory / "long.ndjson", 80_000)
    assert path.stat().st_size > 95_000_000
    return path


def test_validating_a_long_dump_takes_no_more_memory(short: Path, long: Path) -> None:
    peaks = [peak_of(VALIDATE, path, n) for path, n in ((short, 8_000), (long, 80_000))]
    assert peaks[1] - peaks[0] < 32 * MIB, peaks


def test_what_is_kept_would_be_seen(short: Path, long: Path) -> None:
    """Also from a process that is large itself, as this one may be."""
    large = bytearray(b"x") * (300 * MIB * 1024)
    peaks = [peak_of(KEEP, path, n) for path, n in ((short, 8_000), (long, 80_000))]
    assert peaks[1] - peaks[0] > 64 * MIB, peaks
    del large


def test_loading_long_lines_takes_no_more_memory(short: Path, directory: Path) -> None:
    """The same records, so that the store and what SQLite keeps of it are the same."""
    wide = directory / "wide.ndjson"
    lines = short.read_bytes().splitlines()
    with wide.open("wb") as file:
        file.writelines(line.replace(b"{", b"{" + b" " * 10_000, 1) + b"\n" for line in lines)
    peaks = [peak_of(LOAD, path, 8_000) for path in (short, wide)]
    assert peaks[1] - peaks[0] < 32 * MIB, peaks


def test_loading_a_long_dump_takes_no_more_memory_but_for_pages_of_the_store(
    directory: Path,
) -> None:
    """SQLite keeps pages of it, up to 64 MiB a connection: near 1 kB for each of these records."""
    records = (4_000, 32_000)
    paths = [dump(directory / f"{n}.ndjson", n) for n in records]
    peaks = [peak_of(LOAD, path, n) for path, n in zip(paths, records, strict=True)]
    assert peaks[1] - peaks[0] < 45 * MIB, peaks
