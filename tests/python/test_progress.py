"""The line on a terminal that tells how far long work has come."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import abonado
import nbformat
import pytest
from abonado import Progress
from abonado.progress import ProgressLine
from nbclient import NotebookClient

SECOND = 1.0


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True

    def states(self) -> list[str]:
        """What stood in the line, one after the other."""
        return self.getvalue().rstrip("\n").split("\r")[1:]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the line sees, as a list of one number."""
    time = [100.0]
    monkeypatch.setattr("abonado.progress.monotonic", lambda: time[0])
    return time


def drawn(clock: list[float], *steps: Progress, every: float = SECOND) -> Terminal:
    """What a terminal was sent while the work went on."""
    with redirect_stderr(Terminal()) as terminal:
        line = ProgressLine()
        for step in steps:
            clock[0] += every
            line(step)
    return terminal


def test_share_rate_and_what_is_left(clock: list[float]) -> None:
    terminal = drawn(clock, Progress(25_000, 100_000, 50, 1, 0))
    assert terminal.states() == [" 25 % · 50 records · 1 error · 25.0 kB/s · 3 s left"]


def test_the_end_leaves_the_line_and_is_told_once(clock: list[float]) -> None:
    end = Progress(1000, 1000, 1, 0, 0)
    terminal = drawn(clock, end, end)
    assert terminal.states() == ["100 % · 1 record · 0 errors · 1.0 kB/s"]
    assert terminal.getvalue().endswith("\n")


def test_nothing_stays_of_a_longer_state(clock: list[float]) -> None:
    long, short = Progress(500, 1000, 1, 0, 0), Progress(1000, 1000, 1, 0, 0)
    first, last = drawn(clock, long, short).states()
    assert len(last) == len(first)
    assert last.rstrip() == "100 % · 1 record · 0 errors · 500 B/s"


def test_it_is_drawn_a_few_times_a_second(clock: list[float]) -> None:
    steps = [Progress(position, 1000, position, 0, 0) for position in range(100)]
    assert 4 <= len(drawn(clock, *steps, every=0.01).states()) <= 5


def test_a_stream_has_no_share(clock: list[float]) -> None:
    (told,) = drawn(clock, Progress(2000, None, 3, 0, 1)).states()
    assert told == "3 records · 0 errors · 2.0 kB/s"


def test_what_is_no_terminal_gets_nothing(clock: list[float]) -> None:
    with redirect_stderr(StringIO()) as stream:
        line = ProgressLine()
        clock[0] += SECOND
        line(Progress(1, 1, 1, 0, 0))
    assert stream.getvalue() == ""


def test_python_has_it_on_a_terminal(tmp_path: Path) -> None:
    dump = tmp_path / "dump.ndjson"
    abonado.generate(dump, records=3000, seed=1)
    code = "import sys, abonado; print(abonado.validate(sys.argv[1], progress=True).ok)"
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb") as read:
        done = subprocess.run(
            [sys.executable, "-c", code, dump], stdout=subprocess.PIPE, stderr=theirs, check=False
        )
        os.close(theirs)
        told = read.read1().decode()
    assert done.stdout == b"True\n"
    assert re.search(r"\r100 % · 3,000 records · 0 errors · [^\r]+\r\n$", told), told


def test_a_notebook_has_it() -> None:
    notebook = nbformat.v4.new_notebook()
    code = """
import abonado, sys
dump = abonado.generate(records=20_000, seed=1)
abonado.validate(dump, progress=True)
"""
    notebook.cells = [nbformat.v4.new_code_cell(code)]
    NotebookClient(notebook).execute()
    told = [it.text for it in notebook.cells[0].outputs if it.get("name") == "stderr"]
    assert "100 % · 20,000 records" in "".join(told)
