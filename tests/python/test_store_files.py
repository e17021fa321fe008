"""Files that are no stores, several processes, forks, handles that are closed or left open."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import abonado
import pytest
from abonado import errors
from conftest import CLEAN, Run, command, segment


def python(code: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# --- files that are no stores ---------------------------------------------------------------------


def newer(path: Path) -> None:
    with abonado.connect(path) as db:
        db.load(CLEAN)
    sqlite(path, "PRAGMA user_version = 99")


def foreign(path: Path) -> None:
    sqlite(path, "CREATE TABLE theirs (x)")


def text(path: Path) -> None:
    path.write_bytes(CLEAN)


def damaged(path: Path) -> None:
    with abonado.connect(path) as db:
        db.load(abonado.generate(records=200))
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)


def sqlite(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute(sql)
    finally:
        connection.close()


@pytest.mark.parametrize("make", [newer, foreign, text, damaged], ids=lambda f: f.__name__)
def test_what_is_no_store_is_left_as_it_is(
    cli: Run, store: Path, make: Callable[[Path], None]
) -> None:
    make(store)
    content = store.read_bytes()
    for options in ({}, {"read_only": True}, {"create": False}, {"migrate": True}):
        with pytest.raises(abonado.StoreUnusableError) as caught:
            abonado.connect(store, **options)
        assert str(store) in str(caught.value)
    assert (caught.value.code, caught.value.status) == ("ABO_STORE_UNUSABLE", 500)
    assert isinstance(caught.value, abonado.StorageError)
    every = make is newer
    for arguments in (
        ["load", store, "-"],
        ["check", store],
        *([["get", store, "euskaltel", "1"], ["migrate", store]] if every else []),
        *([["rejects", "summary", store], ["export", store]] if every else []),
    ):
        done = cli(*arguments, stdin=CLEAN)
        assert done.returncode == 3, arguments
        assert done.stdout == b""
        assert done.stderr.decode().startswith(f"abonado: {store}: ")
        assert done.stderr.count(b"\n") == 1
    assert store.read_bytes() == content


def test_a_newer_store_says_so(store: Path) -> None:
    newer(store)
    with pytest.raises(abonado.StoreUnusableError, match="newer abonado"):
        abonado.connect(store)
    with pytest.raises(abonado.StoreUnusableError, match="newer abonado"):
        abonado.migrations(store)


def test_a_directory_is_no_store(cli: Run, tmp_path: Path) -> None:
    with pytest.raises(abonado.StoreUnusableError, match="directory"):
        abonado.connect(tmp_path)
    assert cli("load", tmp_path, "-", stdin=CLEAN).returncode == 3


def test_a_file_that_is_not_there_is_made_only_by_a_load(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "subs.db"
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(abonado.StorageError, match="no such file"):
            abonado.connect(path, **options)
    with pytest.raises(abonado.StorageError):
        abonado.connect(tmp_path / "no" / "subs.db")
    for arguments in (
        ["runs", path],
        ["query", path, "SELECT 1"],
        ["digest", path],
        ["backup", path, "copy"],
        ["rejects", "replay", path],
        ["rejects", "drop", path, "--all"],
        ["migrate", path],
        ["migrate", path, "--list"],
    ):
        done = cli(*arguments)
        assert (done.returncode, done.stdout) == (3, b"")
        assert b"there is no such file" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert cli("load", path, "-", stdin=CLEAN).returncode == 0


@pytest.mark.parametrize("timeout", [-1, float("nan"), 1e9])
def test_a_timeout_is_a_number_of_seconds(timeout: float) -> None:
    with pytest.raises(abonado.ArgumentError, match="timeout"):
        abonado.connect(":memory:", timeout=timeout)


@pytest.fixture
def public() -> Iterator[Path]:
    """A directory that every user may read."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_directory_that_cannot_be_written(public: Path) -> None:
    store = public / "subs.db"
    with abonado.connect(store) as db:
        db.load(CLEAN)
    content = store.read_bytes()
    code = """
import os, sys
from pathlib import Path
import abonado, abonado.cli, abonado.errors
store = Path(sys.argv[1])
def main(*arguments):
    sys.argv = ["abonado", *map(str, arguments)]
    try:
        abonado.cli.main()
    except SystemExit as exit:
        print(exit.code)
main("load", ":memory:", "-", "--quiet")  # imports what another user may not read
for path in store.parent.iterdir(): path.chmod(0o444)
store.parent.chmod(0o555)
if os.geteuid() == 0: os.setuid(65534)  # root may write anywhere
for call in (
    lambda: abonado.connect(store).load(b""),
    lambda: abonado.connect(store.parent / "new.db"),
):
    try:
        call()
    except abonado.StorageError as error:
        assert str(store.parent) in str(error)
    else:
        sys.exit("was written")
main("load", store, "-")
main("load", store.parent / "new.db", "-")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(store)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        # What counts which lines were reached could not write either.
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
    )
    public.chmod(0o755)
    assert (done.returncode, done.stdout) == (0, "0\n3\n3\n"), done.stderr
    assert done.stderr.count("\n") == done.stderr.count(f"abonado: {public}") == 2
    assert store.read_bytes() == content


def test_a_store_that_is_read_only(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load(CLEAN)
    content = store.read_bytes()
    with abonado.connect(store, read_only=True) as db:
        assert db.counts()["segment"] == 2
        for call in (lambda: db.load(CLEAN), db.drop_rejects, db.replay):
            with pytest.raises(abonado.StorageError, match="reading only"):
                call()
    assert store.read_bytes() == content


# --- what a raw shell cannot do -------------------------------------------------------------------


def test_a_raw_shell_cannot_break_a_rule_that_the_schema_holds(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load(abonado.generate(records=300, kinds=["max", "subscription"]))
    connection = sqlite3.connect(store)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "UPDATE v3_subscriptions SET activation_date = NULL WHERE status = 'ACTIVE'"
        )
    connection.close()


def test_a_change_by_others_is_damage(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([segment(1)])
    tables = [row["name"] for row in abonado._core.store_tables()]
    [table] = [name for name in tables if name.startswith("segment")]
    sqlite(store, f"UPDATE {table} SET reason = 'other'")
    with abonado.connect(store, read_only=True) as db:
        found = db.check()
    assert not found.ok
    assert len(found.damage) == 1
    assert "another hash" in found.damage[0]


# --- several processes and threads ----------------------------------------------------------------


@pytest.fixture
def other_writer(store: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the middle of a load, until its stdin is closed."""
    with abonado.connect(store) as db:
        db.load([segment(1)])
    with subprocess.Popen(
        command("load", store, "-", "--quiet"), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        deadline = time.monotonic() + 20
        with abonado.connect(store, read_only=True) as db:
            while len(db.runs()) < 2:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        yield process
        if process.stdin and not process.stdin.closed:
            process.stdin.close()


def test_a_second_writer_waits_and_then_is_told(
    cli: Run, other_writer: subprocess.Popen[bytes], store: Path
) -> None:
    with abonado.connect(store, timeout=0.3) as db:
        start = time.monotonic()
        with pytest.raises(abonado.StoreBusyError, match=str(other_writer.pid)) as caught:
            db.load([segment(2)])
        assert 0.3 <= time.monotonic() - start < 5
        assert caught.value.code == "ABO_STORE_BUSY"
        assert db.org("euskaltel").subscription(1).legacy_id == 1  # readers are not kept waiting
    done = cli("load", store, "-", "--timeout", "0.1", stdin=CLEAN)
    assert done.returncode == 3
    assert b"is writing to the store" in done.stderr


def test_a_second_writer_goes_on_once_the_first_has_ended(
    other_writer: subprocess.Popen[bytes], store: Path
) -> None:
    assert other_writer.stdin is not None
    threading.Timer(0.5, other_writer.stdin.close).start()
    with abonado.connect(store, timeout=30) as db:
        start = time.monotonic()
        assert db.load([segment(2)]).inserted == 1
        assert time.monotonic() - start > 0.2
    assert other_writer.wait(timeout=20) == 0


def test_other_threads_read_while_one_loads(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([segment(1)])
        reads = 0

        def read(progress: abonado.Progress) -> None:
            thread = threading.Thread(target=read_once)
            thread.start()
            thread.join(20)

        def read_once() -> None:
            nonlocal reads
            reads += db.org("euskaltel").counts()["segment"]

        db.load(abonado.generate(records=5000), progress=read)
        assert reads > 0
        assert db.query("SELECT count(*) FROM runs")[0] == (2,)


def test_threads_load_one_after_the_other(store: Path) -> None:
    with abonado.connect(store, timeout=60) as db:
        reports: list[abonado.LoadReport] = []
        threads = [
            threading.Thread(
                target=lambda n=n: reports.append(
                    db.load([segment(100 * n + i) for i in range(1, 51)])
                )
            )
            for n in range(1, 5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(report.run for report in reports) == [1, 2, 3, 4]
        assert db.counts()["segment"] == 200


# --- handles --------------------------------------------------------------------------------------


def test_a_closed_handle_says_so(store: Path) -> None:
    db = abonado.connect(store)
    eus, snapshot = db.org("euskaltel"), db.as_of()
    db.load(CLEAN)
    db.close()
    db.close()
    assert db.closed
    assert db.path == str(store)
    for call in (
        lambda: db.load(CLEAN),
        db.replay,
        db.runs,
        lambda: list(db.rejects()),
        db.counts,
        db.digest,
        db.export,
        db.check,
        lambda: db.backup(f"{store}2"),
        lambda: db.query("SELECT 1"),
        lambda: eus.subscription(1),
        eus.counts,
        lambda: snapshot.org("euskaltel").subscription(1),
    ):
        with pytest.raises(abonado.ClosedError, match="closed"):
            call()
    assert issubclass(abonado.ClosedError, errors.StorageError)


def test_a_with_statement_closes(store: Path) -> None:
    with abonado.connect(store) as db:
        assert not db.closed
    assert db.closed
    with pytest.raises(ZeroDivisionError), abonado.connect(store) as db:
        raise ZeroDivisionError
    assert db.closed


def test_a_forked_process_connects_anew(store: Path) -> None:
    code = """
import abonado, os, sys
db = abonado.connect(sys.argv[1])
db.load(sys.stdin.buffer.read() or [])
child = os.fork()
if child == 0:
    assert db.closed
    try:
        db.counts()
    except abonado.ClosedError as error:
        assert "forked" in str(error)
    else:
        os._exit(1)
    db.close()
    with abonado.connect(sys.argv[1]) as own:
        own.load([])
    del db
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert not db.closed
print(len(db.runs()), db.check().ok)
"""
    assert python(code, store) == "2 True\n"


@pytest.mark.parametrize("path", [":memory:", "subs.db"])
def test_exit_without_closing_is_clean(tmp_path: Path, path: str) -> None:
    code = """
import abonado, os, sys
os.chdir(sys.argv[1])
db = abonado.connect(sys.argv[2])
db.load(abonado.generate(records=500, defects={"SUB-001": 0.1}))
rejects = db.rejects()
next(rejects)
state = db.org("euskaltel")
print(db.closed)
"""
    assert python(code, tmp_path, path) == "False\n"
    if path != ":memory:":
        with abonado.connect(tmp_path / path) as db:
            assert db.check().ok


def test_reject_lines_survive_a_reconnection(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load(b"garbage\n")
    with abonado.connect(store) as db:
        assert [reject.raw for reject in db.rejects()] == [b"garbage"]


def test_paths_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"st\xf6re.db")
    with abonado.connect(path) as db:
        db.load([segment(1)])
        repr(db)
        db._repr_html_().encode("utf-8", "surrogateescape")
    assert path.exists()
    assert json.loads(json.dumps([run.to_dict() for run in _runs(path)]))


def _runs(path: Path) -> list[abonado.Run]:
    with abonado.connect(path, read_only=True) as db:
        return db.runs()
