"""What a call used is given back: memory of the engine and of Python, open files, threads."""

from __future__ import annotations

import ctypes
import gc
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import abonado
import pyarrow as pa
import pytest
from conftest import CLEAN, FAULTY, LOADED, SHOP, Record, ndjson, segment

DUMP = ndjson(*(segment(number) for number in range(1, 300)))

# A work is done until nothing is left of so many rounds at a stretch, or too many are done: caches
# fill up and stay, leaks go on, also those of every thirtieth or sixtieth call.
STRETCH = 64
ROUNDS = 16  # after which it is counted
MOST = 384


class HeapFacts(ctypes.Structure):
    """What mallinfo2() of the C library answers; of all that, the bytes that are in use."""

    _fields_ = (
        ("free_facts", ctypes.c_size_t * 4),
        ("mapped", ctypes.c_size_t),
        ("more_free_facts", ctypes.c_size_t * 2),
        ("used", ctypes.c_size_t),
        ("last_free_facts", ctypes.c_size_t * 2),
    )


libc = ctypes.CDLL(None)
if not hasattr(libc, "mallinfo2"):
    pytest.skip("the heap is counted with glibc", allow_module_level=True)
libc.mallinfo2.restype = HeapFacts


class Held(NamedTuple):
    """What the process holds: bytes of the C heap, blocks of Python, open files, threads."""

    heap: int
    blocks: int
    files: int
    threads: int

    @classmethod
    def now(cls) -> Held:
        gc.collect()
        # The cache of attributes holds what C code looked them up by, a string for each address.
        sys._clear_type_cache()
        heap = libc.mallinfo2()
        files, threads = (sum(1 for _ in Path("/proc/self", it).iterdir()) for it in ("fd", "task"))
        return cls(heap.used + heap.mapped, sys.getallocatedblocks(), files, threads)

    def beyond(self, earlier: Held) -> Held:
        return Held(*(now - then for now, then in zip(self, earlier, strict=True)))

    @property
    def is_nothing(self) -> bool:
        """Of a stretch: less than four bytes and a quarter of a block a round; no file, thread."""
        return (
            self.heap < 4 * STRETCH
            and self.blocks < STRETCH // 4
            and self.files <= 0
            and self.threads <= 0
        )


def kept(work: Callable[[], object]) -> Held | None:
    """What a stretch of rounds of a work leaves behind for good; None if there is nothing."""
    work()
    held = [Held.now()]
    for _ in range(MOST // ROUNDS):
        for _ in range(ROUNDS):
            work()
        held.append(Held.now())
        if len(held) > STRETCH // ROUNDS:
            grown = held[-1].beyond(held[-1 - STRETCH // ROUNDS])
            if grown.is_nothing:
                return None
    return grown


# --- the counting counts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: bytes(600),
        object,
        lambda: abonado.validate(CLEAN),
        lambda: abonado.connect(":memory:"),
    ],
    ids=["memory", "objects", "reports", "stores"],
)
def test_what_is_kept_is_counted(make: Callable[[], object]) -> None:
    held: list[object] = []
    assert kept(lambda: held.append(make())) is not None


def test_files_are_counted() -> None:
    with ExitStack() as held:
        told = kept(lambda: held.enter_context(Path(os.devnull).open("rb")))
    assert told is not None
    assert told.files == STRETCH


@pytest.mark.parametrize("period", [31, STRETCH])
@pytest.mark.parametrize(
    "make",
    [lambda: bytes(5000), lambda: [object() for _ in range(200)]],
    ids=["memory", "objects"],
)
def test_what_is_kept_now_and_then_is_counted(make: Callable[[], object], period: int) -> None:
    held: list[object] = []
    rounds = itertools.count(1)

    def work() -> None:
        it = make()
        if next(rounds) % period == 0:
            held.append(it)

    assert kept(work) is not None


def test_a_file_that_is_kept_now_and_then_is_counted() -> None:
    rounds = itertools.count(1)
    with ExitStack() as held:

        def work() -> None:
            if next(rounds) % STRETCH == 0:
                held.enter_context(Path(os.devnull).open("rb"))

        told = kept(work)
    assert told is not None
    assert told.files == 1


def test_what_is_given_back_is_not_counted() -> None:
    """Caches that fill up in the first hundred calls, and what lives until the next call."""
    rounds = itertools.count(1)
    held: dict[int, object] = {}

    def work() -> None:
        held[min(next(rounds), 100)] = bytes(5000)

    assert kept(work) is None


# --- what is done with abonado --------------------------------------------------------------------


def reads_findings(_: Path) -> None:
    report = abonado.validate(FAULTY, threads=2)
    assert len(list(report.findings)) == 2
    assert report.findings.to_arrow().num_rows == 2
    assert str(report)
    assert report.to_dict()


def reads_no_file(directory: Path) -> None:
    assert abonado.validate(directory / "none.ndjson").failures


def has_a_source_that_raises(_: Path) -> None:
    def records() -> Iterator[Record]:
        yield segment(1)
        raise KeyError("the source's own")

    with pytest.raises(KeyError):
        abonado.validate(records())


def stops_in_the_middle(_: Path) -> None:
    def stop(_: abonado.Progress) -> None:
        raise KeyboardInterrupt

    with abonado.connect(":memory:") as database, pytest.raises(KeyboardInterrupt):
        database.load(DUMP, progress=stop)
    with pytest.raises(KeyboardInterrupt):
        abonado.validate(DUMP, progress=stop, threads=2)


def reads_frames(_: Path) -> None:
    bodies = [segment(number)["body"] for number in range(20)]
    columns = {"org": ["telco"] * 20, "legacy_id": list(range(1, 21)), "body": bodies}
    report = abonado.validate(pa.table(columns), kind="segment")
    assert report.records == 20


def reads_csv(directory: Path) -> None:
    path = directory / "segments.csv"
    path.write_text("org,legacy_id,segment_id\ntelco,1,OM_GOLD\ntelco,2,XX\n")
    assert abonado.validate(path, kind="segment").records == 2


def reads_what_is_broken(_: Path) -> None:
    assert not abonado.validate(b'{"kind":"segment","org":\n\x00\n[' + b"[" * 100).ok
    assert abonado.validate(b"\x28\xb5\x2f\xfd broken").failures


def loads_a_file(directory: Path) -> None:
    path = directory / "s.db"
    with abonado.connect(path) as database:
        assert database.load(FAULTY).rejected == 2
        assert len(list(database.rejects())) == 2
        assert database.check().ok
    for file in directory.glob("s.db*"):
        file.unlink()


def opens_what_is_no_store(directory: Path) -> None:
    path = directory / "text.db"
    path.write_text("no store, but long enough to be looked at as if it were one" * 20)
    with pytest.raises(abonado.Error):
        abonado.connect(path)


def serves_requests(_: Path) -> None:
    with abonado.connect(":memory:") as database:
        database.load(SHOP, now=LOADED)
        shop = database.org("telco")
        assert shop.get(3).id == 3
        assert shop.subscription(3).documents
        with pytest.raises(abonado.NotFoundError):
            shop.get(99)
        assert database.handle("GET", "/nowhere").status == 404
        assert database.query("SELECT count(*) FROM subscriptions")
        with pytest.raises(abonado.Error):
            database.query("SELEC")


def reads_half_a_frame(_: Path) -> None:
    with abonado.connect(":memory:") as database:
        database.load(SHOP, now=LOADED)
        reader = pa.RecordBatchReader.from_stream(database.frame("subscriptions"))
        assert reader.read_next_batch().num_rows


def leaves_a_store_open(directory: Path) -> None:
    database = abonado.connect(directory / "open.db")
    database.load(ndjson(segment(1)))
    rejects = iter(database.rejects())
    assert next(rejects, None) is None


def makes_models(_: Path) -> None:
    text = json.dumps(segment(1)["body"])
    value = abonado.model.CreateSegmentRequest.from_json(text)
    assert abonado.model.CreateSegmentRequest.from_json(value.to_json()) == value
    with pytest.raises(abonado.Error):
        abonado.model.CreateSegmentRequest.from_json(text[:-1])


@pytest.mark.parametrize(
    "work",
    [
        reads_findings,
        reads_no_file,
        has_a_source_that_raises,
        stops_in_the_middle,
        reads_frames,
        reads_csv,
        reads_what_is_broken,
        loads_a_file,
        opens_what_is_no_store,
        serves_requests,
        reads_half_a_frame,
        leaves_a_store_open,
        makes_models,
    ],
    ids=lambda work: work.__name__,
)
def test_nothing_is_kept(work: Callable[[Path], None], tmp_path: Path) -> None:
    assert kept(lambda: work(tmp_path)) is None
