"""A program that is killed in the middle of operations: each one that was answered is there.

``ABONADO_KILL_ROUNDS`` says how often, as for ``test_kill.py``.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import abonado
import pytest
from conftest import LOADED, SHOP

ROUNDS = int(os.environ.get("ABONADO_KILL_ROUNDS", "6"))

pytestmark = pytest.mark.kill

# Segments are made, one by one; after each five one call deletes them all. What is done is told by
# its number.
OPERATIONS = """
import itertools, sys, abonado
with abonado.connect(sys.argv[1]) as db:
    segments = db.org("euskaltel").segments
    for number in itertools.count(int(sys.argv[2])):
        if number % 6 == 5:
            segments.delete(2, user=str(number))
        else:
            segments.create(
                2, segment_id=f"OM_{number}", segment_value="V", reason="r", user=str(number)
            )
        print(number, flush=True)
"""


def killed(store: Path, first: int, seconds: float) -> int:
    """Do operations from a number on until the kill; the number of the last that was answered."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(OPERATIONS), store, str(first)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        begun = process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        answered = [int(line) for line in (begun + process.stdout.read()).splitlines()]
    assert process.returncode == -signal.SIGKILL
    assert answered == list(range(first, first + len(answered)))
    return answered[-1]


def there_should_be(done: int) -> list[str]:
    """The segments after that many operations."""
    return [f"OM_{number}" for number in range(done - done % 6, done) if number % 6 != 5]


def test_answered_operations_are_there(
    tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    store = tmp_path / "subs.db"
    with abonado.connect(store) as db:
        assert db.load(SHOP, now=LOADED).ok
    moments = random.Random(20261122)
    done = 0
    for _ in range(ROUNDS):
        answered = killed(store, done, moments.uniform(0, 0.2)) + 1
        with abonado.connect(store) as db:
            assert db.check().ok
            audited = [int(entry.user) for entry in db.org("euskaltel").audit(2)]
            # One more may have been done whose answer did not come out.
            assert len(audited) in (answered, answered + 1)
            assert audited == list(range(len(audited)))
            done = len(audited)
            rows = db.query("SELECT segment_id FROM v_segments ORDER BY document")
            assert [row[0] for row in rows] == there_should_be(done)
    record_property("kills_survived", ROUNDS)
    record_property("operations_kept", done)
    print(f"{ROUNDS} kills survived, {done} operations kept")
