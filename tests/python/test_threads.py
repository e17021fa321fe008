"""One store in many Python threads, processes that are forked, interpreters beside the main one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import textwrap
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import abonado
import pytest
from conftest import LOADED, SHOP, ndjson, segment

BINDINGS = Path(__file__).parents[2] / "bindings"

READERS = 8
SEGMENTS = 20


def race(*works: Callable[[], object]) -> None:
    """Run all at once; what one raises is raised here."""
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(begin, work) for work in works]:
            done.result(timeout=120)


def padded(padding: int) -> bytes:
    return ndjson(*(segment(100 + i, reason="r" * padding) for i in range(SEGMENTS)))


@pytest.fixture(params=["file", "memory"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[abonado.Database]:
    path = tmp_path / "subs.db" if request.param == "file" else ":memory:"
    with abonado.connect(path, timeout=60) as db:
        assert db.load(SHOP, now=LOADED).ok
        assert db.load(padded(1)).ok
        yield db


def reads(db: abonado.Database) -> list[Callable[[], object]]:
    telco = db.org("telco")
    return [
        lambda: telco.subscription(3).documents,
        lambda: telco.get(3),
        lambda: db.counts()["subscriptions"],
        lambda: db.frame("segments").to_arrow(),
        lambda: list(db.rejects()),
        lambda: db.runs(),
        lambda: db.export(os.devnull),
        lambda: db.digest(),
    ]


def test_many_read_while_one_writes(shared: abonado.Database) -> None:
    is_over = threading.Event()
    euskaltel = shared.org("euskaltel")
    calls = reads(shared)

    def read(number: int) -> Callable[[], None]:
        def work() -> None:
            count = 0
            while not is_over.is_set() or count < len(calls):
                assert calls[(number + count) % len(calls)]() is not None
                (row,) = shared.query(
                    "SELECT count(DISTINCT reason), count(*) FROM v_segments "
                    "WHERE segment_id = 'OM_GOLD'"
                )
                assert tuple(row) == (1, SEGMENTS)
                count += 1

        return work

    def write() -> None:
        try:
            for padding in range(2, 12):
                assert shared.load(padded(padding)).updated == SEGMENTS
                euskaltel.segments.create(
                    2, segment_id="OM_1", segment_value="V", reason="r", user="me"
                )
                euskaltel.segments.delete(2, user="me")
        finally:
            is_over.set()

    race(write, *(read(number) for number in range(READERS)))
    assert len(shared.org("euskaltel").audit()) == 20
    assert shared.check().ok


def test_many_write(shared: abonado.Database) -> None:
    def load(number: int) -> Callable[[], None]:
        def work() -> None:
            for i in range(6):
                assert shared.load([segment(1000 + 10 * number + i)]).inserted == 1

        return work

    race(*(load(number) for number in range(READERS)))
    assert len(shared.query("SELECT 1 FROM v_segments")) == SEGMENTS + 6 * READERS
    assert shared.check().ok


def test_one_closes_while_others_call(tmp_path: Path) -> None:
    for number in range(5):
        db = abonado.connect(tmp_path / f"{number}.db")
        db.load(padded(1))
        begun = threading.Semaphore(0)

        def until_closed(call: Callable[[], object], begun: threading.Semaphore = begun) -> None:
            while True:
                try:
                    call()
                except abonado.ClosedError:
                    return
                begun.release()

        def close(db: abonado.Database = db, begun: threading.Semaphore = begun) -> None:
            for _ in range(10):
                begun.acquire()
            db.close()

        calls = [db.digest, db.counts, db.runs, lambda db=db: db.load(padded(2))]
        race(close, *((lambda call=call: until_closed(call)) for call in calls))
        assert db.closed


def test_frames_are_read_in_threads_and_after_closing(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    with abonado.connect(tmp_path / "subs.db") as db:
        db.load(abonado.generate(records=300, seed=1))
        expected = db.frame("documents").to_polars()
        frame = db.frame("documents")
        streams = [frame.__arrow_c_stream__() for _ in range(4)]

    class Once:
        def __init__(self, stream: object) -> None:
            self._stream = stream

        def __arrow_c_stream__(self, _schema: object = None) -> object:
            return self._stream

    seen: list[object] = []
    race(
        *(
            (
                lambda stream=stream: seen.append(
                    polars.from_arrow(polars.DataFrame(Once(stream)).to_arrow())
                )
            )
            for stream in streams
        )
    )
    assert all(polars.DataFrame(frame).equals(expected) for frame in seen)


def test_validations_in_a_pool() -> None:
    dump = abonado.generate(records=1000, seed=1, defects={"SUB-001": 0.05, "DUP-001": 0.02})
    expected = abonado.validate(dump, threads=1).by_rule
    with ThreadPoolExecutor(READERS) as pool:
        found = list(
            pool.map(lambda n: abonado.validate(dump, threads=1 + n % 3).by_rule, range(16))
        )
    assert found == [expected] * 16


# --- processes and interpreters -------------------------------------------------------------------


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_forked_child_is_refused_and_does_no_harm(tmp_path: Path) -> None:
    program = """
    import os, sys, abonado
    db = abonado.connect(sys.argv[1])
    frame = db.frame("documents")
    child = os.fork()
    if child == 0:
        calls = [db.digest, db.counts, db.runs, lambda: db.load([]), frame.to_arrow]
        for call in calls:
            try:
                call()
            except abonado.ClosedError:
                continue
            os._exit(1)
        db.close()
        with abonado.connect(sys.argv[1]) as own:
            own.load(abonado.generate(records=5, seed=1))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert db.load(abonado.generate(records=5, seed=1)).skipped == 5
    print("good")
    """
    assert run(program, tmp_path / "subs.db").stdout == "good\n"


def test_exit_without_closing(tmp_path: Path) -> None:
    program = """
    import sys, threading, abonado
    db = abonado.connect(sys.argv[1])
    db.load(abonado.generate(records=50, seed=1))
    kept = [db.frame("documents"), iter(db.rejects()), db.org("euskaltel"), db.runs()]
    def read():
        while True:
            db.digest()
    threading.Thread(target=read, daemon=True).start()
    print("good", flush=True)
    """
    done = run(program, tmp_path / "subs.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "good\n", "")
    with abonado.connect(tmp_path / "subs.db") as db:
        assert db.check().ok


@pytest.mark.skipif(sys.version_info < (3, 13), reason="_interpreters came with Python 3.13")
def test_an_interpreter_with_a_gil_of_its_own_is_refused() -> None:
    program = """
    import _interpreters
    interpreter = _interpreters.create("isolated")
    failed = _interpreters.run_string(interpreter, "import abonado")
    print(failed.type.__name__)
    """
    assert run(program).stdout == "ImportError\n"


def test_the_module_does_not_say_that_it_needs_no_gil() -> None:
    """A free-threaded interpreter then turns the GIL on when it is imported."""
    sources = sorted(BINDINGS.glob("*.[ch]pp"))
    texts = {path.name: path.read_text("utf-8") for path in sources}
    assert "PYBIND11_MODULE(_core, m) {" in texts["module.cpp"]  # of which no option is asked
    says_so = re.compile(r"gil_not_used|SetGIL", re.IGNORECASE)
    assert [name for name, text in texts.items() if says_so.search(text)] == []


@pytest.mark.skipif(
    not (sysconfig.get_config_var("Py_GIL_DISABLED") and hasattr(sys, "_is_gil_enabled")),
    reason="this Python always has its GIL",
)
def test_importing_the_module_turns_the_gil_on() -> None:
    program = """
    import sys
    before = sys._is_gil_enabled()
    import abonado
    print(before, sys._is_gil_enabled())
    """
    assert run(program).stdout == "False True\n"
