"""A loader that is killed at any moment and run again ends in the same store.

The variable ABONADO_KILL_ROUNDS says how often it is killed in all: a few times in the suite, 100
times by ``make test-kill``.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import abonado
import pytest

ROUNDS = int(os.environ.get("ABONADO_KILL_ROUNDS", "6"))
RECORDS = 30_000
DEFECTS = {"SUB-001": 0.02, "DOC-001": 0.01, "DUP-001": 0.02, "DUP-002": 0.01, "BUN-002": 0.02}

pytestmark = pytest.mark.kill


def command(store: Path, dump: Path) -> list[str]:
    return [sys.executable, "-m", "abonado", "load", str(store), str(dump), "--json", "--quiet"]


def load(store: Path, dump: Path) -> dict[str, Any]:
    done = subprocess.run(command(store, dump), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr  # there are rejects
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def is_killed(store: Path, dump: Path, after: float) -> bool:
    """Start a load and kill it after some seconds; false if it was quicker."""
    with subprocess.Popen(
        command(store, dump), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        return process.returncode == -signal.SIGKILL


def is_done(store: Path, runs_before: int) -> bool:
    """Whether the killed load had come to its end: killed between its last commit and its exit."""
    try:
        with abonado.connect(store, read_only=True) as db:
            runs = db.runs()
    except abonado.StorageError:  # killed before it had made the file
        return False
    return len(runs) > runs_before and runs[-1].state == "finished"


def is_sound(store: Path) -> bool:
    """Whether all that is in the store is whole; asked of a copy, so that none mends it here."""
    with tempfile.TemporaryDirectory(dir=store.parent) as directory:
        for end in ("", "-wal", "-journal"):
            path = store.with_name(store.name + end)
            if path.exists():
                shutil.copy(path, directory)
        with abonado.connect(Path(directory, store.name)) as db:
            return db.check().ok


def state_of(store: Path) -> dict[str, Any]:
    """What must not depend on how often the loader was killed."""
    with abonado.connect(store, read_only=True) as db:
        rejects = [
            (r.run, r.line, r.byte_offset, r.attempt, r.state, r.raw, [f.rule for f in r.findings])
            for r in db.rejects()
        ]
        run = db.runs()[-1]
        history = list(db.query("SELECT count(*), count(known_to) FROM documents"))
        return {
            "digest": db.digest(),
            "counts": db.counts(),
            "rejects": rejects,
            "run": run.to_dict() | {"started": None, "ended": None},
            "documents": history,
        }


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A dump, and a later one of the same subscriptions with changes."""
    directory = tmp_path_factory.mktemp("kill")
    first, second = directory / "first.ndjson", directory / "second.ndjson"
    abonado.generate(first, records=RECORDS, seed=5, defects=DEFECTS)
    with first.open("rb") as old, second.open("wb") as new:
        for number, line in enumerate(old):
            changed = line.replace(b'"creation_user":"', b'"creation_user":"x', 1)
            new.write(changed if number % 3 == 0 else line)
    return first, second


@pytest.mark.parametrize("again", [False, True], ids=["first load", "load of changes"])
def test_killed_loads_end_in_the_store_of_an_undisturbed_one(
    dumps: tuple[Path, Path], tmp_path: Path, again: bool, record_property: pytest.RecordProperty
) -> None:
    first, second = dumps
    dump = second if again else first

    def prepared(name: str) -> Path:
        store = tmp_path / name
        if again:
            load(store, first)
        return store

    undisturbed = prepared("undisturbed.db")
    begin = time.monotonic()
    load(undisturbed, dump)
    seconds = time.monotonic() - begin
    expected = state_of(undisturbed)
    assert expected["rejects"]

    runs_before = 1 if again else 0
    moments = random.Random(20261122)
    kills = 0
    while kills < (ROUNDS + 1) // 2:
        store = prepared("killed.db")
        # Every seventh time right after it began to go on.
        while is_killed(store, dump, moments.uniform(0, seconds / (10 if kills % 7 == 6 else 1))):
            kills += 1
            assert is_sound(store)
            if is_done(store, runs_before):
                break
        assert state_of(store) == expected
        assert is_sound(store)
        for path in tmp_path.glob(f"{store.name}*"):
            path.unlink()
    record_property("kills_survived", kills)
    print(f"{kills} kills survived by {'loads of changes' if again else 'first loads'}")
