"""Stores from Python: loads, history, reads, the ways out."""

from __future__ import annotations

import copy
import gzip
import io
import json
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import Database
from conftest import CLEAN, FAULTY, LOAD_KEYS, WARNING, live, ndjson, of_max, segment

UUID = "123e4567-e89b-12d3-a456-426614174000"
T1 = datetime(2026, 1, 1, tzinfo=timezone.utc)
T2 = T1 + timedelta(days=1)
COUNTS = ("records", "inserted", "updated", "skipped", "rejected")


def counts(report: abonado.LoadReport | abonado.Run) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in COUNTS)


# --- loads ----------------------------------------------------------------------------------------


def test_a_load_tells_what_it_did(db: Database) -> None:
    report = db.load(FAULTY)
    assert counts(report) == (3, 1, 0, 0, 2)
    assert (report.run, report.state, report.ok, report.dry_run) == (1, "finished", False, False)
    assert report.by_rule == {"DOC-003": 1, "SEG-001": 1}
    assert (report.errors, report.warnings, report.bytes) == (2, 0, len(FAULTY))
    assert report.examples["SEG-001"].line == 2
    assert (report.failures, report.resumed_bytes) == ((), 0)
    assert "3 records: 1 inserted" in repr(report)
    assert "line 2 /segment_id" in repr(report)
    assert pickle.loads(pickle.dumps(report)) == report


def test_a_report_as_a_dict(db: Database) -> None:
    told = db.load(FAULTY).to_dict()
    assert list(told) == LOAD_KEYS
    assert json.loads(json.dumps(told)) == told


def test_loaded_again_everything_is_skipped_and_it_says_so(db: Database) -> None:
    assert counts(db.load(CLEAN)) == (2, 2, 0, 0, 0)
    digest = db.digest()
    again = db.load(CLEAN)
    assert counts(again) == (2, 0, 0, 2, 0)
    assert "the store held all of it already" in again.summary()
    assert db.digest() == digest


def test_a_changed_record_is_updated_and_its_former_state_stays(db: Database) -> None:
    db.load([segment(1)], now=T1)
    report = db.load([segment(1, reason="new"), segment(2)], now=T2)
    assert counts(report) == (2, 1, 1, 0, 0)
    eus = db.org("euskaltel")

    def reason(**moment: Any) -> str:
        return eus.subscription(1, **moment).documents[0].body.reason

    assert (reason(), reason(known=T2), reason(known=T1)) == ("new", "new", "rfm")
    assert reason(known=T2 - timedelta(microseconds=1)) == "rfm"
    with pytest.raises(abonado.NotFoundError):
        eus.subscription(2, known=T1)
    with pytest.raises(abonado.NotFoundError):
        eus.subscription(1, known=T1 - timedelta(days=1))


def test_a_dry_run_counts_and_writes_nothing(db: Database, tmp_path: Path) -> None:
    db.load([segment(1)])
    digest, runs = db.digest(), db.runs()
    bad = tmp_path / "bad.ndjson"
    report = db.load(FAULTY + ndjson(segment(1, reason="x"), segment(9)), dry_run=True, rejects=bad)
    assert (report.run, report.dry_run) == (0, True)
    assert (report.inserted, report.skipped) == (1, 1)
    assert (report.rejected, report.ok) == (3, False)
    assert "dry run, nothing written" in report.summary()
    assert (db.digest(), db.runs(), list(db.rejects())) == (digest, runs, [])
    assert bad.read_bytes().splitlines()[0] == FAULTY.splitlines()[1]


@pytest.mark.parametrize(
    "options",
    [{"atomic": True}, {"max_errors": 1}, {"max_error_rate": 0.5}, {"max_errors": 0}],
    ids=str,
)
def test_past_a_limit_nothing_is_published(db: Database, options: dict[str, Any]) -> None:
    db.load([segment(50)])
    digest = db.digest()
    report = db.load(FAULTY, **options)
    assert (report.state, report.ok) == ("stopped", False)
    assert "nothing published" in report.summary()
    assert db.digest() == digest
    assert list(db.rejects()) == []
    assert [run.state for run in db.runs()] == ["finished", "stopped"]


@pytest.mark.parametrize(
    "options",
    [
        {"max_errors": 2},
        {"max_error_rate": 0.7},
        {"atomic": True, "max_errors": 2},
        {"max_error_rate": 1.0},
    ],
    ids=str,
)
def test_within_the_limit_it_is(db: Database, options: dict[str, Any]) -> None:
    report = db.load(FAULTY, **options)
    assert (report.state, report.inserted, report.rejected) == ("finished", 1, 2)


def test_every_form_of_source_gives_the_same_store(tmp_path: Path) -> None:
    dump = abonado.generate(records=200, seed=3)
    path = tmp_path / "dump.ndjson"
    path.write_bytes(dump)
    packed = tmp_path / "dump.gz"
    packed.write_bytes(gzip.compress(dump))
    lines = dump.splitlines()
    sources = [
        path,
        str(path),
        [path],
        packed,
        dump,
        io.BytesIO(dump),
        lines,
        [json.loads(line, parse_float=str) for line in lines[:0]] or iter(lines),
        [abonado.model.Envelope.from_json(line) for line in lines],
    ]
    digests = set()
    for source in sources:
        with abonado.connect(":memory:") as db:
            assert db.load(source).ok, source
            digests.add(db.digest())
    assert len(digests) == 1


def test_options_reach_the_rules(db: Database) -> None:
    assert db.load(WARNING).warnings == 1
    assert db.load(WARNING, strict=True).rejected == 1
    policy = abonado.SegmentPolicy(allow_list=("XX",))
    assert db.load(FAULTY, segments=policy).by_rule == {"DOC-003": 1, "SEG-002": 1}
    past = datetime(2000, 1, 1, tzinfo=timezone.utc)
    assert db.load([of_max(77)], now=past).by_rule == {"SUB-010": 1}
    assert db.load([of_max(78)], status_reasons=["none"]).warnings == 1
    assert db.load([live(1)["body"]], kind="legacy_subscription", org="yoigo").inserted == 1


@pytest.mark.parametrize(
    "options",
    [
        {"severities": {"SUB-001": "off"}},
        {"severities": {"XXX-1": "off"}},
        {"kind": "nothing"},
        {"kind": "segment", "org": "euskaltel"},
        {"max_error_rate": 1.5},
        {"resume": True},
        {"threads": 100_000},
        {"now": datetime(2024, 1, 1)},
        {"naive": "local"},
    ],
    ids=str,
)
def test_options_that_make_no_sense(db: Database, options: dict[str, Any]) -> None:
    with pytest.raises(abonado.ArgumentError):
        db.load(CLEAN, **options)
    assert db.counts() == {"subscriptions": 0}


@pytest.mark.parametrize(
    "options", [{"max_errors": -1}, {"threads": "x"}, {"nothing": 1}, {"max_error_rate": "x"}]
)
def test_options_of_a_wrong_type(db: Database, options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        db.load(CLEAN, **options)


def test_an_input_that_cannot_be_read_is_a_failure(db: Database, tmp_path: Path) -> None:
    good = tmp_path / "good.ndjson"
    good.write_bytes(CLEAN)
    report = db.load([tmp_path / "missing", good])
    assert (report.state, report.inserted, report.ok) == ("failed", 2, False)
    assert [failure.input for failure in report.failures] == [str(tmp_path / "missing")]
    report = db.load([tmp_path / "missing", FAULTY and good], atomic=True)
    assert report.state == "failed"


def test_what_a_source_or_a_callback_raises_is_raised_as_itself(db: Database) -> None:
    def records() -> Any:
        yield segment(1)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        db.load(records())

    def stop(progress: abonado.Progress) -> None:
        raise ZeroDivisionError(progress.records)

    with pytest.raises(ZeroDivisionError):
        db.load(CLEAN, progress=stop)
    assert db.load(CLEAN).ok


def test_progress(db: Database) -> None:
    seen: list[abonado.Progress] = []
    dump = abonado.generate(records=500)
    db.load(dump, progress=seen.append)
    assert (seen[-1].records, seen[-1].position, seen[-1].size) == (500, len(dump), len(dump))


# --- both documents of one subscription -----------------------------------------------------------


def test_documents_of_one_subscription_meet_and_come_out_member_for_member(db: Database) -> None:
    lived = live(1, identifiers={"MSISDN": "600123456"}) | {"unheard_of": {"a": [1.50]}}
    lived["body"]["strange"] = "kept"
    records = [lived, segment(1)]
    db.load(records)
    state = db.org("euskaltel").subscription(1)
    assert (state.org, state.legacy_id, state.type, state.status) == (
        "euskaltel",
        1,
        "MOBILE",
        "ACTIVE",
    )
    assert [document.kind for document in state.documents] == ["legacy_subscription", "segment"]
    assert [document.to_dict() for document in state.documents] == records
    assert state.document("segment") is state.documents[1]
    assert state.document("max") is None
    told = json.loads(state.to_json())
    assert told["documents"] == records
    assert list(told)[:4] == ["org", "legacy_id", "type", "status"]


# --- reading --------------------------------------------------------------------------------------


@pytest.fixture
def two(db: Database) -> Database:
    """Two organisations with the same legacy id."""
    db.load(
        [
            of_max(1, "euskaltel", id=UUID, legacy_account_id=111),
            of_max(1, "telecable", legacy_account_id=222),
            live(2, "euskaltel", identifiers={"MSISDN": "600123456"}),
            live(3, "telecable", identifiers={"MSISDN": "600123456"}),
            {**segment(1), "org": "telecable"},
        ],
        now=T1,
    )
    return db


def test_no_read_call_shows_what_another_organisation_has(two: Database) -> None:
    eus, tel, none = (two.org(name) for name in ("euskaltel", "telecable", "rcable"))
    accounts = {
        org.name: org.subscription(1).documents[0].body.legacy_account_id for org in (eus, tel)
    }
    assert accounts == {"euskaltel": 111, "telecable": 222}
    assert [len(org.subscription(1).documents) for org in (eus, tel)] == [1, 2]
    assert eus.subscription(UUID).legacy_id == 1
    snapshot = two.as_of(valid=T1, known=T1)
    assert snapshot.org("euskaltel").subscription(1).documents[0].body.legacy_account_id == 111
    for org, id_ in ((tel, UUID), (none, 1), (none, UUID), (eus, 3), (tel, 2)):
        with pytest.raises(abonado.NotFoundError) as caught:
            org.subscription(id_)
        assert (caught.value.code, caught.value.status) == ("SUBSCRIPTION_NOT_FOUND", 404)
        with pytest.raises(abonado.NotFoundError):
            snapshot.org(org.name).subscription(id_)
    assert [org.find_ids("MSISDN", "600123456") for org in (eus, tel, none)] == [[2], [3], []]
    assert eus.counts() == {"legacy_subscription": 1, "max": 1, "subscriptions": 2}
    assert tel.counts()["segment"] == 1
    assert none.counts() == {"subscriptions": 0}
    lines = [json.loads(line) for line in two.export(org="euskaltel").splitlines()]
    assert [(line["org"], line.get("legacy_id", 2)) for line in lines] == [
        ("euskaltel", 1),
        ("euskaltel", 2),
    ]
    assert two.export(org="rcable") == b""


@pytest.mark.parametrize("name", ["", None, 5])
def test_an_organisation_has_a_name(db: Database, name: Any) -> None:
    with pytest.raises((abonado.ArgumentError, TypeError)):
        db.org(name)
    if name is not None:
        with pytest.raises((abonado.ArgumentError, TypeError)):
            db.export(org=name)


def test_numbers_are_found_in_any_form(two: Database) -> None:
    eus = two.org("euskaltel")
    for value in ("600123456", "+34600123456", "0034600123456"):
        assert eus.find_ids("MSISDN", value) == [2]
    assert eus.find_ids(abonado.enums.FilterType.MSISDN, "600000000") == []
    with pytest.raises(abonado.ArgumentError, match="SUBSCRIPTIONEMAIL"):
        eus.find_ids("NAME", "x")


@pytest.mark.parametrize("id_", ["12", "x", True, 1.5, None, 2**70])
def test_what_is_no_id_of_a_subscription(db: Database, id_: Any) -> None:
    with pytest.raises((abonado.ArgumentError, TypeError)):
        db.org("euskaltel").subscription(id_)


def test_status_is_that_of_the_valid_time(two: Database) -> None:
    eus = two.org("euskaltel")

    def status(day: int) -> str | None:
        return eus.subscription(1, valid=datetime(2024, 5, day, tzinfo=timezone.utc)).status

    assert [status(day) for day in (1, 2, 3)] == [None, "PRE_ACTIVE", "ACTIVE"]


def test_query(two: Database) -> None:
    rows = two.query(
        "SELECT org, legacy_id, account_id FROM v_subscriptions WHERE account_id > ? ORDER BY 1",
        (0,),
    )
    assert rows.columns == ("org", "legacy_id", "account_id")
    assert list(rows) == [("euskaltel", 1, 111), ("telecable", 1, 222)]
    assert (len(rows), rows[1], rows[:1]) == (2, rows[-1], [rows[0]])
    assert rows.to_dicts()[0] == {"org": "euskaltel", "legacy_id": 1, "account_id": 111}
    assert repr(rows) == "<2 rows of org, legacy_id, account_id>"


def test_values_of_a_query_come_back_as_they_were(db: Database) -> None:
    values = (None, 1, -(2**63), 2.5, "ñ\0x", b"\0\xff", True)
    assert list(db.query("SELECT ?, ?, ?, ?, ?, ?, ?", values)) == [values]


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
)


def test_a_query_is_stopped_after_its_time(two: Database) -> None:
    with pytest.raises(abonado.CancelledError, match="longer than 50 ms"):
        two.query(ENDLESS, timeout=0.05)
    assert two.query("SELECT 1", timeout=60)[0] == (1,)
    assert two.as_of(known=datetime(2100, 1, 1, tzinfo=timezone.utc)).query("SELECT 1", timeout=60)
    for wrong in (-1, float("nan"), 1e9):
        with pytest.raises(abonado.ArgumentError, match="timeout"):
            two.query("SELECT 1", timeout=wrong)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO runs (id) VALUES (5)",
        "DELETE FROM documents",
        "DROP VIEW v_runs",
        "CREATE TABLE x (y)",
        "PRAGMA user_version = 7",
        "selec",
        "SELECT nothing FROM nowhere",
        "SELECT ?",
        "SELECT ?, ?",
    ],
)
def test_a_query_does_not_write_and_bad_sql_is_told(two: Database, sql: str) -> None:
    digest = two.digest()
    with pytest.raises(abonado.ArgumentError):
        two.query(sql)
    assert two.digest() == digest


@pytest.mark.parametrize(
    "wrong",
    [
        lambda db: db.as_of(valid="2026-01-01"),
        lambda db: db.load(CLEAN, severities=["SUB-001"]),
        lambda _: abonado.validate(CLEAN, severities=["SUB-001"]),
        lambda _: abonado.explain(5),
    ],
)
def test_arguments_of_another_type_are_told(db: Database, wrong: Callable[[Any], Any]) -> None:
    with pytest.raises(abonado.ArgumentError):
        wrong(db)


@pytest.mark.parametrize(
    "params",
    [
        pytest.param(("a", object()), id="object"),
        pytest.param("text", id="text"),
        pytest.param((2**70,), id="2**70"),
        pytest.param(({},), id="dict in it"),
        pytest.param({"b": 1, "a": 2}, id="names"),
        pytest.param({"a"}, id="set"),
    ],
)
def test_parameters_of_a_query_are_values(db: Database, params: Any) -> None:
    with pytest.raises((TypeError, abonado.ArgumentError)):
        db.query("SELECT 1", params)


@pytest.mark.parametrize("options", [{"create": False}, {"read_only": True}], ids=str)
def test_an_empty_file_is_no_store(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(abonado.errors.StoreUnusableError, match="is empty"):
        abonado.connect(path, **options)
    assert path.read_bytes() == b""
    with abonado.connect(path) as made:
        assert made.check().ok


def test_a_snapshot_shows_what_was_known(db: Database) -> None:
    db.load([segment(1)], now=T1)
    db.load([segment(1, reason="new")], now=T2)
    sql = "SELECT reason FROM v_segment_requests WHERE subscription_legacy_id = ?"
    tables = [row[0] for row in db.query("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    view = next(name for name in tables if "segment" in name)
    sql = f"SELECT reason FROM {view} WHERE subscription_legacy_id = ?"
    assert list(db.query(sql, (1,))) == [("new",)]
    assert list(db.as_of(known=T1).query(sql, (1,))) == [("rfm",)]
    assert list(db.query(sql, (1,), known=T1)) == [("rfm",)]
    assert list(db.as_of(known=T1 - timedelta(days=1)).query(sql, (1,))) == []
    assert list(db.query(sql, (1,))) == [("new",)]
    snapshot = db.as_of(known=T1)
    assert (snapshot.known, snapshot.valid) == (T1, None)
    assert snapshot.org("euskaltel").subscription(1).documents[0].body.reason == "rfm"


def test_moments_have_a_time_zone(db: Database) -> None:
    naive = datetime(2026, 1, 1)
    for call in (
        lambda: db.as_of(known=naive),
        lambda: db.as_of(valid=naive),
        lambda: db.query("SELECT 1", known=naive),
        lambda: db.org("x").subscription(1, valid=naive),
    ):
        with pytest.raises(abonado.ArgumentError, match="time zone"):
            call()


# --- the ways out ---------------------------------------------------------------------------------


def test_an_export_loads_into_an_equal_store(db: Database, tmp_path: Path) -> None:
    db.load(abonado.generate(records=1000, seed=9))
    path = tmp_path / "out.ndjson"
    count = db.export(path)
    assert (
        count
        == len(path.read_bytes().splitlines())
        == sum(db.counts().values()) - db.counts()["subscriptions"]
    )
    stream = io.BytesIO()
    assert db.export(stream) == count
    assert db.export() == path.read_bytes() == stream.getvalue()
    with abonado.connect(":memory:") as other:
        assert other.digest() != db.digest()
        assert other.load(path).ok
        assert other.digest() == db.digest()
        assert other.export() == db.export()
        assert other.check().ok
    assert len(db.digest()) == 32


def test_an_export_that_cannot_be_written(db: Database) -> None:
    db.load(abonado.generate(records=2000))
    for path in ("/nowhere/x", "/dev/full"):
        with pytest.raises(abonado.OutputError, match=path):
            db.export(path)

    class Broken:
        def write(self, data: bytes) -> int:
            raise BlockingIOError

    with pytest.raises(BlockingIOError):
        db.export(Broken())  # type: ignore[call-overload]


def test_an_output_does_not_destroy_the_store(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load(CLEAN)
        for call in (
            lambda: db.export(store),
            lambda: db.load(FAULTY, rejects=store),
            lambda: db.replay(rejects=f"{store}-wal"),
        ):
            with pytest.raises(abonado.ArgumentError, match="the store itself"):
                call()
        with pytest.raises(abonado.OutputError):
            db.backup(store)
        assert db.counts()["segment"] == 2


def test_a_backup_is_a_store_of_its_own(db: Database, tmp_path: Path) -> None:
    db.load(CLEAN)
    path = tmp_path / "copy.db"
    db.backup(path)
    with abonado.connect(path) as other:
        assert other.digest() == db.digest()
        other.load([segment(9)])
        assert other.digest() != db.digest()
    with pytest.raises(abonado.OutputError, match="exists already"):
        db.backup(path)


def test_a_check_finds_broken_rules(db: Database) -> None:
    db.load([segment(1, segment_id="XX")], severities={"SEG-001": "warning"})
    found = db.check()
    assert (found.ok, found.damage, found.report.by_rule) == (False, (), {"SEG-001": 1})
    assert [finding.legacy_id for finding in found.report.findings] == [1]
    assert db.check(severities={"SEG-001": "warning"}).ok
    assert len(db.check(max_findings=0).report.findings) == 0
    assert json.loads(json.dumps(found.to_dict()))["ok"] is False
    with pytest.raises(abonado.ArgumentError):
        db.check(max_findings=-1)


# --- the handle -----------------------------------------------------------------------------------


def test_notebooks_see_no_data_as_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    (tmp_path / "<script>").mkdir()
    with abonado.connect(tmp_path / "<script>" / "x.db") as db:
        report = db.load([{**segment(1), f"{evil}\x1b": 1}, segment(2, segment_id=evil)])
        rows = db.query(f"SELECT '{evil}' AS \"{evil}\", NULL, x'00ff'")
        for shown in (db, report, rows, db.check().report):
            html = shown._repr_html_()
            assert "<script>" not in html
            assert "&lt;script&gt;" in html or shown is not db
            assert "\x1b" not in html
        assert "00ff" in rows._repr_html_()
        schema = len(abonado.migrations(":memory:"))
        assert f"open · schema {schema}" in db._repr_html_()
    assert f"closed · schema {schema}" in db._repr_html_()
    assert "closed" in repr(db)
    many = abonado.Rows(("n",), [(n,) for n in range(60)])
    assert "and 10 more rows" in many._repr_html_()


def test_a_handle_is_neither_pickled_nor_copied(db: Database) -> None:
    for call in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="connect to its path"):
            call(db)


def test_a_store_cannot_be_closed_under_its_caller(db: Database) -> None:
    with pytest.raises(abonado.ArgumentError, match="within a call"):
        db.load(CLEAN, progress=lambda progress: db.close())
    with pytest.raises(abonado.ArgumentError, match="within a call"):
        db.check(progress=lambda progress: db.close())
    assert not db.closed
    assert db.load(CLEAN).ok


def test_migrations(store: Path) -> None:
    with abonado.connect(store):
        pass
    steps = abonado.migrations(store)
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    assert all(step.is_applied and step.name and step.doc for step in steps)
