"""A store of an older schema becomes one of today's, with all that it held."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import abonado
import pytest
from conftest import segment

OLD = Path(__file__).resolve().parents[1] / "vectors" / "stores" / "schema-1.db.gz"
DIGEST = "c6e0d3a92f9086cc691239a2dd4db3d2"  # told by the version that wrote the store


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    with gzip.open(OLD) as packed, path.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return path


def definitions(path: Path) -> dict[tuple[str, str], str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {(kind, name): sql for kind, name, sql in rows}


def test_an_older_store_is_refused_and_left_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(abonado.StoreUnusableError, match="abonado migrate"):
        abonado.connect(old)
    assert old.read_bytes() == before
    assert [step.is_applied for step in abonado.migrations(old)] == [True, False]


def test_migrated_it_holds_the_same_and_takes_operations(old: Path, tmp_path: Path) -> None:
    with abonado.connect(old, migrate=True) as db:
        assert db.digest() == DIGEST
        found = db.check()
        assert found.damage == ()
        assert found.report.errors == 0
        assert [run.id for run in db.runs()] == [1, 2]
        assert len(list(db.rejects(state="open"))) == 1
        (org, id_), *_ = db.query(
            "SELECT org, legacy_id FROM v_subscriptions WHERE v3_document IS NOT NULL"
        )
        db.org(str(org)).segments.create(
            int(id_),  # type: ignore[arg-type]
            segment_id="DEVICEOFFERSEGMENT",
            segment_value="v",
            reason="r",
        )
        db.load([segment(77)])
    new = tmp_path / "new.db"
    abonado.connect(new).close()
    assert definitions(old) == definitions(new)


def test_pending_tariff_changes_of_its_documents_are_scheduled(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        (told,) = connection.execute(
            "SELECT count(*) FROM subscription_products p JOIN documents d ON d.id = p.document "
            "WHERE d.known_to IS NULL "
            "AND json_extract(product_other, '$.scheduled.destination_product') IS NOT NULL "
            "AND json_extract(product_other, '$.scheduled.scheduled_date') IS NOT NULL "
            "AND json_extract(product_other, '$.scheduled.process_date') IS NULL"
        ).fetchone()
    with abonado.connect(old, migrate=True) as db:
        assert len(db.scheduled()) == told


def test_the_shell_migrates(old: Path) -> None:
    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "abonado", "migrate", str(old), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"{done.returncode} {done.stdout.strip()}"

    assert run("--check") == "1 1 step missing"
    assert run() == "0 1 step applied"
    assert run() == "0 up to date"
