"""``abonado report`` from a shell."""

from __future__ import annotations

from pathlib import Path

import abonado
import pytest
from abonado import Database
from conftest import FAULTY, Run


@pytest.fixture
def filled(store: Path) -> Path:
    with abonado.connect(store) as db:
        db.load(FAULTY)
    return store


def test_a_page_is_written(cli: Run, filled: Path, tmp_path: Path) -> None:
    done = cli("report", filled, "1", "--html", "out.html")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"abonado: run 1 with 2 rejects\n"
    page = (tmp_path / "out.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>\n<html")
    assert page.endswith(b"</html>\n")
    assert cli("report", filled, "1", "--html", "out.html", "--quiet").stderr == b""
    stdout = cli("report", filled, "1", "--html", "-", "--quiet").stdout
    assert stdout == page
    fewer = cli("report", filled, "1", "--html", "-", "--max-rejects", "1")
    assert fewer.stderr == b"abonado: run 1 with 1 reject\n"
    assert b"The first 1 of 2" in fewer.stdout


def test_exit_codes(cli: Run, filled: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    for arguments, code in (
        ([filled, "7", "--html", "out.html"], 1),
        ([filled, "1"], 2),
        ([filled, "1", "--html", filled], 2),
        ([filled, "1", "--html", f"{filled}-wal"], 2),
        ([filled, "1", "--html", "/nowhere/out.html"], 3),
        ([tmp_path / "none.db", "1", "--html", "out.html"], 3),
    ):
        assert cli("report", *arguments).returncode == code, arguments
    assert filled.read_bytes() == before
    assert not (tmp_path / "out.html").exists()
    assert not (tmp_path / "none.db").exists()


def test_a_page_from_python(db: Database, tmp_path: Path) -> None:
    db.load(FAULTY)
    with pytest.raises(abonado.ArgumentError):
        db.report(1, tmp_path / "x.html", max_rejects=-1)
    with pytest.raises(abonado.NotFoundError):
        db.report(2, tmp_path / "x.html")
    with pytest.raises(abonado.OutputError, match="/dev/full"):
        db.report(1, "/dev/full")
    assert not (tmp_path / "x.html").exists()
