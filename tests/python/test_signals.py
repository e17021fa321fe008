"""Ctrl-C and SIGTERM end what is under way in good order: soon, with its code, and nothing lost."""

from __future__ import annotations

import fcntl
import json
import signal
import subprocess
import sys
import termios
import textwrap
import time
from pathlib import Path
from typing import IO, Any

import abonado
import pytest
from conftest import Run, command

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) "
    "SELECT max(i) FROM n"
)

pytestmark = pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)


def unread(pipe: IO[bytes]) -> int:
    """Bytes that were written to a pipe and not read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def ended(
    arguments: list[str | Path], number: signal.Signals, begun: Path | None, stdin: bytes = b""
) -> tuple[int, str]:
    """Exit code and stderr of a command that gets the signal once it has begun to wait for more."""
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command(*arguments), **pipes) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(stdin)
        process.stdin.flush()
        deadline = time.monotonic() + 20
        while unread(process.stdin) or (begun is not None and not begun.exists()):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        # A command that reads nothing has its imports to do first.
        time.sleep(1.0)
        assert process.poll() is None
        start = time.monotonic()
        process.send_signal(number)
        code = process.wait(timeout=20)
        assert time.monotonic() - start < 2
        return code, process.stderr.read().decode()


def test_load_is_resumed(cli: Run, store: Path, number: signal.Signals) -> None:
    dump = abonado.generate(records=500, seed=1)
    code, told = ended(["load", store, "-"], number, store, dump[:100_000])
    assert code == CODES[number]
    assert told == "abonado: interrupted; it is safe to resume: run the same command again\n"
    done = cli("load", store, "-", "--json", "--resume", stdin=dump)
    assert json.loads(done.stdout)["records"] == 500
    with abonado.connect(":memory:") as db:
        db.load(dump)
        assert abonado.connect(store).digest() == db.digest()


def test_replay_can_be_done_again(cli: Run, store: Path, number: signal.Signals) -> None:
    assert cli("load", store, "-", stdin=b'{"kind":"max"}\n').returncode == 1
    code, told = ended(["rejects", "replay", store, "-"], number, store, b'{"kind":"max"}\n')
    assert (code, told.count("\n")) == (CODES[number], 1)
    with abonado.connect(store) as db:
        assert [reject.state for reject in db.rejects(state="open")] == ["open"]
        assert db.check().ok


def test_validate_tells_nothing_more(number: signal.Signals) -> None:
    assert ended(["validate", "-"], number, None, b"\n") == (
        CODES[number],
        "abonado: interrupted\n",
    )


WHEN = {
    "before": "typer.core.TyperGroup.make_context",
    "as it begins": "typer.core.TyperGroup._main_shell_completion",
    "within": "abonado.connect",
}


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("is_text", [False, True], ids=["code", "text"])  # annotations are texts
def test_at_any_time_of_a_command(
    tmp_path: Path, when: str, is_text: bool, number: signal.Signals
) -> None:
    kill = f"os.kill(os.getpid(), {number:d})"
    (tmp_path / "interrupted.py").write_text(
        f"""
import os, runpy, sys, typer.core, abonado.cli
{WHEN[when]} = lambda *_, **__: {f"eval({kill!r})" if is_text else kill}
sys.argv = ["abonado", "query", "subs.db", "SELECT 1"]
runpy.run_module("abonado", run_name="__main__")
"""
    )
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (CODES[number], "abonado: interrupted\n")


def test_query(store: Path, number: signal.Signals) -> None:
    abonado.connect(store).close()
    code, told = ended(["query", store, ENDLESS], number, None)
    assert (code, told) == (CODES[number], "abonado: interrupted\n")


LONG_CALLS = {
    "query": f"db.query({ENDLESS!r})",
    "digest": "db.digest()",
    "export": "db.export(os.devnull)",
    "check": "db.check()",
    "backup": "db.backup(copy); os.unlink(copy)",
}


@pytest.mark.parametrize("call", LONG_CALLS)
def test_long_calls_of_python(
    store: Path, tmp_path: Path, number: signal.Signals, call: str
) -> None:
    """In Python SIGTERM is the program's own; here it raises what Ctrl-C raises."""
    with abonado.connect(store) as db:
        db.load(abonado.generate(records=3000, seed=2))
    program = f"""
    import os, signal, sys, abonado
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    copy = {str(tmp_path / "copy.db")!r}
    def go_on():  # interrupted between two rounds, Python 3.11 forgets a try around the loop
        while True: {LONG_CALLS[call]}
    with abonado.connect({str(store)!r}) as db:
        print("ready", flush=True)
        try:
            go_on()
        except KeyboardInterrupt:
            # The handle is as good as before.
            print(db.counts()["subscriptions"] > 0, os.path.exists(copy))
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        start = time.monotonic()
        process.send_signal(number)
        told, _ = process.communicate(timeout=20)
        assert time.monotonic() - start < 2
    assert told.split()[0] == "True"
    # A copy that is there is whole; half a copy is not.
    assert not list(tmp_path.glob("*.part*"))
    if (tmp_path / "copy.db").exists():
        assert abonado.connect(tmp_path / "copy.db").digest() == abonado.connect(store).digest()
