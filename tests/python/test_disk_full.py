"""A disk without room: the command says where, nothing is lost, and it goes on later."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import abonado
import pytest
from conftest import LOADED, SHOP, Run

SIZE = 8 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = shutil.which("mount") is not None and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", path],
            capture_output=True,
            check=False,
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("a file system of its own can be mounted only by root")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than the disk holds."""
    path = tmp_path_factory.mktemp("dump") / "dump.ndjson"
    abonado.generate(path, records=12_000, seed=3, defects={"SUB-001": 0.3})
    assert path.stat().st_size > SIZE
    return path


def fill(disk: Path, *, but: int) -> Path:
    """Leave only some bytes."""
    path = disk / "filler"
    status = os.statvfs(disk)
    with path.open("wb") as file:
        file.write(b"x" * (status.f_bavail * status.f_frsize - but))
    return path


def grow(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=512m", disk], check=True)


def refused(done: subprocess.CompletedProcess[bytes], path: Path) -> str:
    """One line on stderr that names the path, and the code of what cannot run."""
    told = done.stderr.decode()
    assert done.returncode == 3, (done.returncode, told)
    assert told.startswith(f"abonado: {path}"), told
    assert told.count("\n") == 1
    return told


def test_a_load_goes_on_when_there_is_room(cli: Run, disk: Path, dump: Path) -> None:
    store = disk / "subs.db"
    told = refused(cli("load", store, dump, "--quiet"), store)
    assert "the disk is full; what was committed before is safe" in told
    with abonado.connect(store, read_only=True) as db:
        assert db.check().ok
        assert db.runs()[0].state == "running"
    grow(disk)
    done = cli("load", store, dump, "--json")
    assert done.returncode == 1, done.stderr
    with abonado.connect(store) as db, abonado.connect(":memory:") as whole:
        report = whole.load(dump)
        told_of = json.loads(done.stdout)
        assert (told_of["run"], told_of["records"]) == (1, report.records)
        assert told_of["resumed_bytes"] > 0
        assert db.digest() == whole.digest()
        assert len(list(db.rejects())) == len(list(whole.rejects()))


def test_an_operation_is_not_done_by_half(cli: Run, disk: Path) -> None:
    store = disk / "subs.db"
    db = abonado.connect(store)
    db.load(SHOP, now=LOADED)
    before = db.digest()
    filler = fill(disk, but=4096)
    options = ("2", "OM_1", "--value", "V", "--reason", "r")
    refused(cli("segments", "create", store, "euskaltel", *options), store)
    segments = db.org("euskaltel").segments
    with pytest.raises(abonado.StorageError, match="the disk is full"):
        segments.create(2, segment_id="OM_1", segment_value="V", reason="r")
    assert db.digest() == before
    assert not db.org("euskaltel").audit()
    filler.unlink()
    # The same handle goes on.
    assert segments.create(2, segment_id="OM_1", segment_value="V", reason="r").run
    assert db.check().ok


def test_copies_and_exports_are_not_left_by_half(cli: Run, disk: Path, tmp_path: Path) -> None:
    store = tmp_path / "subs.db"
    with abonado.connect(store) as db:
        db.load(abonado.generate(records=2000, seed=1))
        digest = db.digest()
    fill(disk, but=256 << 10)
    told = refused(cli("backup", store, disk / "copy.db"), disk / "copy.db")
    assert "full" in told
    assert [path.name for path in disk.iterdir()] == ["filler"]
    refused(cli("export", store, "-o", disk / "dump.ndjson"), disk / "dump.ndjson")
    (disk / "filler").unlink()
    assert cli("backup", store, disk / "copy.db").returncode == 0
    assert abonado.connect(disk / "copy.db").digest() == digest


def test_rejects_files_are_written_by_the_next_load(
    cli: Run, disk: Path, dump: Path, store: Path
) -> None:
    fill(disk, but=64 << 10)
    rejects = disk / "bad.ndjson"
    refused(cli("load", store, dump, "--rejects", rejects, "--quiet"), rejects)
    with abonado.connect(store) as db:
        assert db.runs()[-1].state == "finished"
        kept = [reject.raw for reject in db.rejects()]
    grow(disk)
    # The ledger has them; the next load of the same writes nothing twice, and the files from it.
    again = cli("load", store, dump, "--rejects", rejects, "--quiet")
    assert again.returncode == 1, again.stderr
    assert rejects.read_bytes() == b"".join(line + b"\n" for line in kept)
