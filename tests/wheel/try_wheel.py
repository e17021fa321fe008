"""What somebody does who has just installed the wheel: validates, loads, queries.

try_wheel.py [LIBRARY...]: the wheel carries these as shared libraries. One whose libraries are all
linked statically carries none.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timezone
from importlib.metadata import distribution
from pathlib import Path

PACKAGES = Path(sys.prefix) / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"


def abonado_says(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        ["abonado", *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


# What manylinux counts on: the C library, that of the compiler, the loader, zlib.
SYSTEM = re.compile(
    r"(linux-vdso|ld-linux[\w-]*|ld-musl[\w-]*|libgcc_s|libstdc\+\+"
    r"|lib(c|m|dl|rt|pthread|z)|libc\.musl[\w-]*)\.so(\.\d+)*"
)


def mapped_libraries() -> set[str]:
    lines = Path("/proc/self/maps").read_text("utf-8").splitlines()
    return {line.split()[-1] for line in lines if ".so" in line}


def needed_libraries(module: Path) -> dict[str, str]:
    """Name and place of each library that the loader takes for a module; without a place: none."""
    (loader,) = {it for it in mapped_libraries() if re.match(r"ld-(linux|musl|\d)", Path(it).name)}
    done = subprocess.run(
        [loader, "--list", str(module)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split(" (0x")[0].strip() for line in done.stdout.splitlines()]
    needed = dict(line.split(" => ") if " => " in line else (line, "") for line in lines)
    return {Path(name).name: place for name, place in needed.items()}


# --- what is in it -------------------------------------------------------------------------------
files = {str(file) for file in distribution("abonado").files or ()}
assert {"abonado/py.typed", "abonado/_core.pyi", "abonado/__init__.py"} <= files
assert any(name.endswith("licenses/LICENSE") for name in files), "the licence is missing"

import abonado  # noqa: E402 - what is above has to hold first

ours: set[str] = set()
if sys.platform == "linux":
    ours = {Path(name).name for name in mapped_libraries() if Path(name).is_relative_to(PACKAGES)}
    assert {name.split("-")[0] for name in ours} >= set(sys.argv[1:]), "a library is not carried"
    for name, place in needed_libraries(Path(abonado._core.__file__)).items():
        is_carried = Path(place).resolve().is_relative_to(PACKAGES.resolve())
        assert is_carried or SYSTEM.fullmatch(name), f"{name} comes from the system: {place}"

# --- validate, load, query -----------------------------------------------------------------------
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
generated = abonado.generate(
    "dump.ndjson", records=2000, defects={"SUB-001": 0.02}, seed=7, now=NOW
)
report = abonado.validate("dump.ndjson", now=NOW)
assert report.records == 2000
assert report.invalid == generated.defective == report.by_rule["SUB-001"] > 0
with abonado.connect("subs.db") as database:
    loaded = database.load("dump.ndjson", now=NOW)
    assert loaded.rejected == report.invalid
    assert loaded.inserted + loaded.rejected == 2000
    (row,) = database.query("SELECT count(*) FROM documents")
    assert row[0] == loaded.inserted
    assert database.check().ok

    # --- two copies of SQLite in one process -----------------------------------------------------
    import sqlite3

    assert not abonado.sqlite_guard.shares_sqlite()
    refused = ""
    try:
        sqlite3.connect("subs.db")
    except abonado.StorageError as error:
        refused = str(error)
    assert "another copy of SQLite" in refused, "sqlite3 opened a store that is open"
    database.backup("copy.db")
with sqlite3.connect("copy.db") as connection:
    assert connection.execute("SELECT count(*) FROM documents").fetchone() == (loaded.inserted,)
    # The other way round: the copy is open in sqlite3.
    if sys.platform == "linux":
        refused = ""
        try:
            abonado.connect("copy.db")
        except abonado.StorageError as error:
            refused = str(error)
        assert "has a connection of sqlite3" in refused, "a store was opened that sqlite3 has open"
connection.close()
with abonado.connect("copy.db") as copy:
    assert copy.check().ok

# --- the same from the shell ---------------------------------------------------------------------
now = NOW.isoformat()
code, said = abonado_says("validate", "dump.ndjson", "--now", now, "--json")
assert code == 1, said
assert f'"invalid":{report.invalid}' in said.replace(" ", ""), said
code, said = abonado_says("load", "subs.db", "dump.ndjson", "--now", now, "--json")
assert code == 1, said
code, said = abonado_says("query", "subs.db", "SELECT count(*) AS n FROM documents", "--json")
assert code == 0, said
assert str(loaded.inserted) in said, said
assert abonado_says("check", "subs.db")[0] == 0
print(f"{distribution('abonado').version}: {len(files)} files, carries {', '.join(sorted(ours))}")
