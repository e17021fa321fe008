"""The commands that read a store and look after it, as a shell sees them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import datetime, timezone
from pathlib import Path

import abonado
import pytest
from conftest import FAULTY, Run, live, ndjson, of_max, segment

UUID = "123e4567-e89b-12d3-a456-426614174000"


@pytest.fixture
def filled(store: Path) -> Path:
    """Two organisations with the same legacy ids, and a former state."""
    with abonado.connect(store) as db:
        records = [
            of_max(1, "euskaltel", id=UUID, legacy_account_id=111),
            of_max(1, "telecable", legacy_account_id=222),
            live(2, "euskaltel", identifiers={"MSISDN": "600123456"}),
            live(2, "telecable", identifiers={"MSISDN": "600123457"}),
        ]
        db.load(records, now=datetime(2026, 1, 1, tzinfo=timezone.utc))
        changed = of_max(1, "euskaltel", id=UUID, legacy_account_id=333)
        db.load([changed], now=datetime(2026, 2, 1, tzinfo=timezone.utc))
    return store


def test_runs(cli: Run, filled: Path) -> None:
    lines = cli("runs", filled).stdout.decode().splitlines()
    assert lines[1].split()[:5] == ["1", "load", "finished", "2026-01-01T00:00:00Z", "4"]
    assert lines[-1] == "2 runs"
    rows = json.loads(cli("runs", filled, "--json").stdout)
    assert [(row["id"], row["inserted"], row["updated"]) for row in rows] == [(1, 4, 0), (2, 0, 1)]


def test_get(cli: Run, filled: Path) -> None:
    first, document = cli("get", filled, "euskaltel", "1").stdout.decode().splitlines()
    assert first == "euskaltel 1 MAX ACTIVE"
    assert json.loads(document)["body"]["legacy_account_id"] == 333

    def account(*arguments: str) -> int:
        told = json.loads(cli("get", filled, *arguments, "--json").stdout)
        return told["documents"][0]["body"]["legacy_account_id"]

    assert account("euskaltel", UUID) == 333
    assert account("telecable", "1") == 222
    assert account("euskaltel", "1", "--known", "2026-01-15T00:00:00Z") == 111
    told = cli("get", filled, "euskaltel", "1", "--valid", "2024-05-01T12:00:00Z")
    assert told.stdout.startswith(b"euskaltel 1 MAX PRE_ACTIVE\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["get", "telecable", UUID], 1),
        (["get", "rcable", "1"], 1),
        (["get", "euskaltel", "1", "--known", "2020-01-01T00:00:00Z"], 1),
        (["get", "euskaltel", "x"], 2),
        (["get", "", "1"], 2),
        (["get", "euskaltel", "1", "--valid", "today"], 2),
        (["find", "euskaltel", "NAME", "x"], 2),
        (["query", "SELECT nothing"], 2),
        (["query", "DELETE FROM documents"], 2),
        (["query", "SELECT ?"], 2),
        (["query", "SELECT 1", "--csv", "--json"], 2),
        (["export", "--org", ""], 2),
        (["migrate", "--check", "--list"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_cannot_be_answered(cli: Run, filled: Path, arguments: list[str], code: int) -> None:
    name, *rest = arguments
    done = cli(name, filled, *rest)
    assert (done.returncode, done.stdout) == (code, b""), done.stderr
    assert done.stderr.startswith(b"abonado: ")
    assert b"Traceback" not in done.stderr


def test_find(cli: Run, filled: Path) -> None:
    found = cli("find", filled, "euskaltel", "msisdn", "+34600123456")
    assert (found.returncode, found.stdout) == (0, b"2\n")
    other = cli("find", filled, "telecable", "MSISDN", "600123456")
    assert (other.returncode, other.stdout) == (1, b"")


def test_query(cli: Run, filled: Path) -> None:
    sql = "SELECT org, account_id, x'00ff' AS b FROM v_subscriptions WHERE legacy_id = 1 ORDER BY 1"
    lines = cli("query", filled, sql).stdout.decode().splitlines()
    assert [line.split() for line in lines] == [
        ["org", "account_id", "b"],
        ["euskaltel", "333", "00ff"],
        ["telecable", "222", "00ff"],
        ["2", "rows"],
    ]
    rows = json.loads(cli("query", filled, sql, "--json").stdout)
    assert rows[0] == {"org": "euskaltel", "account_id": 333, "b": "00ff"}
    text = cli("query", filled, sql, "--csv", "--known", "2026-01-15T00:00:00Z").stdout.decode()
    assert list(csv.reader(io.StringIO(text)))[1] == ["euskaltel", "111", "00ff"]
    given = cli("query", filled, "SELECT ? AS a, ? AS b", "x\x1b[2J", "[red]")
    assert b"\x1b" not in given.stdout
    assert b"[red]" in given.stdout
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n WHERE i < 0"
    )
    stopped = cli("query", filled, endless, "--timeout", "0.05")
    assert stopped.returncode == 3
    assert b"longer than 50 ms" in stopped.stderr


def test_export_and_digest(cli: Run, filled: Path, tmp_path: Path) -> None:
    dump = cli("export", filled)
    assert dump.stderr == b"abonado: 4 documents\n"
    assert cli("export", filled, "-o", "out.ndjson", "--quiet").stdout == b""
    assert (tmp_path / "out.ndjson").read_bytes() == dump.stdout
    assert cli("load", "other.db", "-", stdin=dump.stdout).returncode == 0
    assert cli("digest", "other.db").stdout == cli("digest", filled).stdout
    assert len(json.loads(cli("digest", filled, "--json").stdout)["digest"]) == 32
    one = cli("export", filled, "--org", "telecable").stdout.splitlines()
    assert {json.loads(line)["org"] for line in one} == {"telecable"}
    assert cli("export", filled, "-o", "/dev/full").returncode == 3
    content = filled.read_bytes()
    assert cli("export", filled, "-o", filled).returncode == 2
    assert filled.read_bytes() == content


def test_backup(cli: Run, filled: Path) -> None:
    assert cli("backup", filled, "copy.db").returncode == 0
    assert cli("digest", "copy.db").stdout == cli("digest", filled).stdout
    again = cli("backup", filled, "copy.db")
    assert again.returncode == 3
    assert b"exists already" in again.stderr


def test_check(cli: Run, store: Path) -> None:
    cli("load", store, "-", "--severity", "SEG-001=warning", stdin=FAULTY)
    done = cli("check", store)
    assert done.returncode == 1
    assert b"SEG-001" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(b"no damage \xc2\xb7 2 records: 1 valid")
    assert cli("check", store, "--severity", "SEG-001=warning").returncode == 0
    assert cli("check", store, "--severity=SEG-001=warning", "--fail-on=warning").returncode == 1
    told = json.loads(cli("check", store, "--json").stdout)
    assert (told["ok"], told["damage"], told["by_rule"]) == (False, [], {"SEG-001": 1})


def test_damage_is_told(cli: Run, store: Path) -> None:
    cli("load", store, "-", stdin=ndjson(segment(1)))
    tables = [row["name"] for row in abonado._core.store_tables()]
    [table] = [name for name in tables if name.startswith("segment")]
    connection = sqlite3.connect(store)
    with connection:
        connection.execute(f"UPDATE {table} SET reason = 'other'")
    connection.close()
    done = cli("check", store)
    assert done.returncode == 1
    assert done.stderr.startswith(b"abonado: damage: ")
    assert done.stdout.startswith(b"1 damage ")


def test_migrate(cli: Run, store: Path) -> None:
    store.touch()
    assert cli("migrate", store, "--check").returncode == 1
    assert b"missing" in cli("migrate", store, "--list").stdout
    assert store.stat().st_size == 0
    assert cli("migrate", store).stdout.endswith(b"applied\n")
    assert cli("migrate", store).stdout == b"up to date\n"
    assert cli("migrate", store, "--check").returncode == 0
    assert b"applied" in cli("migrate", store, "--list").stdout
    steps = json.loads(cli("migrate", store, "--json").stdout)
    assert list(steps[0]) == ["version", "name", "doc", "is_applied"]
