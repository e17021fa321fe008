"""Runs, rejects and resumption."""

from __future__ import annotations

import json
from datetime import timezone
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import Database
from conftest import CLEAN, FAULTY, ndjson, segment

BAD_LINES = FAULTY.splitlines()[1:]


# --- runs -----------------------------------------------------------------------------------------


def test_runs_are_remembered(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "dump.ndjson"
    path.write_bytes(FAULTY)
    db.load(path)
    db.load(CLEAN)
    first, second = db.runs()
    assert (first.id, first.kind, first.state, first.inputs) == (
        1,
        "load",
        "finished",
        (str(path),),
    )
    assert (first.records, first.rejected, first.by_rule) == (3, 2, {"DOC-003": 1, "SEG-001": 1})
    assert first.version == abonado.__version__
    assert first.ended is not None
    assert first.started.tzinfo is timezone.utc
    assert first.started <= first.ended <= second.started
    assert db.run(2) == second
    assert json.loads(json.dumps(first.to_dict()))["inputs"] == [str(path)]
    with pytest.raises(abonado.NotFoundError):
        db.run(3)


# --- rejects --------------------------------------------------------------------------------------


def test_rejects_are_kept_byte_for_byte_with_all_that_is_wrong(db: Database) -> None:
    strange = [b'{"kind":"\xff\xfe"}', b"  garbage \0 \x1b[2J\t", b'{"kind":"max"}   ']
    db.load(b"\n".join([*strange, *BAD_LINES]) + b"\r\n")
    rejects = list(db.rejects())
    assert [reject.raw.rstrip(b"\r") for reject in rejects] == [*strange, *BAD_LINES]
    first, last = rejects[0], rejects[-1]
    assert (last.kind, last.org, last.legacy_id, last.line) == ("segment", "euskaltel", 3, 5)
    assert (first.kind, first.legacy_id, first.byte_offset) == (None, None, 0)
    assert (last.attempt, last.state, last.replaces, last.replayed_in) == (1, "open", None, None)
    assert last.is_whole
    assert [finding.rule for finding in last.findings] == ["DOC-003"]
    assert last.findings[0].pointer == "/segment_value"


def test_the_files_of_rejects_hold_the_lines_and_what_is_wrong(
    db: Database, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.ndjson"
    db.load(FAULTY, rejects=bad)
    assert bad.read_bytes() == b"".join(line + b"\n" for line in BAD_LINES)
    findings = (tmp_path / "bad.findings.ndjson").read_text("utf-8")
    told = [json.loads(line) for line in findings.splitlines()]
    assert told == [reject.to_dict() for reject in db.rejects()]
    assert [list(row) for row in told] == [list(reject.to_dict()) for reject in db.rejects()]
    with pytest.raises(abonado.OutputError, match="/nowhere"):
        db.load([segment(7)], rejects="/nowhere/bad.ndjson")
    assert len(db.runs()) == 1


def test_rejects_are_selected(db: Database) -> None:
    db.load(FAULTY)
    db.load(
        ndjson(
            segment(5, segment_id="XX"),
            segment(6, segment_value=7),
            segment(8, segment_id="XX"),
        )
    )

    def ids(**which: Any) -> list[int]:
        return [reject.id for reject in db.rejects(**which)]

    assert ids() == [1, 2, 3, 4, 5]
    assert ids(run=1) == [1, 2]
    assert ids(rule="seg-001") == [1, 3, 5]
    assert ids(run=2, rule="SEG-001") == [3, 5]
    assert ids(id=2) == [2]
    assert ids(id=9) == ids(state="dropped") == []
    with pytest.raises(abonado.ArgumentError):
        db.rejects(state="lost")
    with pytest.raises(abonado.ArgumentError):
        db.rejects(rule="XXX-1")


def test_a_line_that_is_an_open_reject_already_is_not_kept_twice(
    db: Database, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.ndjson"
    for _ in range(2):
        assert db.load(FAULTY, rejects=bad).rejected == 2
        assert bad.read_bytes() == b"".join(line + b"\n" for line in BAD_LINES)
    # They stand where they were found last.
    assert [(reject.id, reject.run) for reject in db.rejects()] == [(1, 2), (2, 2)]


def test_a_line_that_a_person_settled_stays_settled(db: Database) -> None:
    db.load(FAULTY)
    assert db.drop_rejects(rule="SEG-001") == 1
    assert db.replay(rule="DOC-003").rejected == 1
    assert db.load(FAULTY).rejected == 2
    assert [(r.id, r.state, r.attempt) for r in db.rejects()] == [
        (1, "dropped", 1),
        (2, "replayed", 1),
        (3, "open", 2),
    ]


def test_the_same_bare_body_of_two_organisations_is_two_rejects(db: Database) -> None:
    body = b'{"id":1,"subscription_type":"MOBILE"}\n'
    for org in ("yoigo", "masmovil"):
        assert db.load(body, kind="legacy_subscription", org=org).rejected == 1
    assert [reject.org for reject in db.rejects()] == ["yoigo", "masmovil"]
    mended = body.replace(b"}", b',"current_status":"ACTIVE"}')
    assert db.replay(mended, run=2, kind="legacy_subscription", org="masmovil").inserted == 1
    assert [reject.state for reject in db.rejects()] == ["open", "replayed"]


def test_a_kept_line_does_not_undo_what_came_later(db: Database) -> None:
    old = ndjson({**segment(1), "unheard_of": 1})
    assert db.load(old, strict=True).rejected == 1
    db.load(ndjson(segment(1)))
    digest = db.digest()
    assert db.replay().skipped == 1
    assert db.digest() == digest
    assert [reject.state for reject in db.rejects()] == ["replayed"]


@pytest.mark.parametrize("name", ["dump.ndjson", "dump.findings.ndjson", "subs.db"])
def test_rejects_are_not_written_over_what_is_read(tmp_path: Path, name: str) -> None:
    dump, store = tmp_path / "dump.ndjson", tmp_path / "subs.db"
    dump.write_bytes(FAULTY)
    inputs = [dump, tmp_path / "dump.findings.ndjson"]
    inputs[1].write_bytes(FAULTY)
    with abonado.connect(store) as db:
        rejects = dump if name == "dump.findings.ndjson" else tmp_path / name
        with pytest.raises(abonado.ArgumentError):
            db.load(inputs if name != "dump.ndjson" else dump, rejects=rejects)
        assert db.digest() == abonado.connect(":memory:").digest()
    assert [path.read_bytes() for path in inputs] == [FAULTY, FAULTY]


def test_many_rejects_come_in_order(db: Database) -> None:
    db.load(b"x\n" * 1000)
    assert [reject.line for reject in db.rejects()] == list(range(1, 1001))


def test_rejects_may_be_dropped_while_they_are_read(db: Database) -> None:
    db.load(b"x\n" * 300)
    seen = 0
    for reject in db.rejects(state="open"):
        db.drop_rejects(id=reject.id)
        seen += 1
    assert seen == 300


def test_rejects_are_summed_up(db: Database) -> None:
    assert db.rejects_summary() == []
    db.load(FAULTY)
    db.load(ndjson(segment(5, segment_id="XX"), segment(6, segment_value=7)))
    db.drop_rejects(run=1, rule="SEG-001")
    assert db.rejects_summary() == [
        (1, "dropped", 1, {"SEG-001": 1}),
        (1, "open", 1, {"DOC-003": 1}),
        (2, "open", 2, {"DOC-003": 1, "SEG-001": 1}),
    ]


def test_dropped_rejects_stay_in_the_ledger(db: Database) -> None:
    db.load(FAULTY)
    assert db.drop_rejects(id=1) == 1
    assert db.drop_rejects(id=1) == 0
    assert [reject.state for reject in db.rejects()] == ["dropped", "open"]
    assert db.drop_rejects() == 1


def test_mended_lines_are_replayed(db: Database, tmp_path: Path) -> None:
    db.load(FAULTY)
    mended = tmp_path / "mended.ndjson"
    mended.write_bytes(ndjson(segment(3), segment(2, segment_id="YY")))
    again = tmp_path / "again.ndjson"
    report = db.replay(mended, rejects=again)
    assert (report.records, report.inserted, report.rejected) == (2, 1, 1)
    assert again.read_bytes() == mended.read_bytes().splitlines(keepends=True)[1]
    states = [(reject.legacy_id, reject.state, reject.attempt) for reject in db.rejects()]
    assert states == [(2, "replayed", 1), (3, "replayed", 1), (2, "open", 2)]
    first, _, last = db.rejects()
    assert (first.replayed_in, last.replaces, last.run) == (2, first.id, 2)
    assert db.run(2).kind == "replay"
    assert db.replay([segment(2)]).ok
    assert list(db.rejects(state="open")) == []
    with abonado.connect(":memory:") as other:
        other.load(ndjson(segment(1), segment(2), segment(3)))
        assert other.digest() == db.digest()


def test_kept_lines_are_replayed_under_other_options(db: Database) -> None:
    db.load(FAULTY)
    report = db.replay(rule="SEG-001", severities={"SEG-001": "warning"})
    assert (report.records, report.inserted, report.warnings) == (1, 1, 1)
    assert [reject.state for reject in db.rejects()] == ["replayed", "open"]
    assert db.replay(id=1).records == 0
    assert db.replay(dry_run=True).rejected == 1
    assert [reject.state for reject in db.rejects()] == ["replayed", "open"]


def test_a_replay_reads_one_file(db: Database, tmp_path: Path) -> None:
    with pytest.raises(abonado.InputError):
        db.replay(tmp_path / "missing")
    with pytest.raises(abonado.ArgumentError):
        db.replay([tmp_path / "a", tmp_path / "b"])


# --- resumption -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be committed in several parts."""
    path = tmp_path_factory.mktemp("large") / "dump.ndjson"
    abonado.generate(path, records=25_000, seed=4, defects={"SUB-001": 0.01})
    return path


@pytest.fixture(scope="module")
def undisturbed(large: Path) -> tuple[str, tuple[int, ...]]:
    with abonado.connect(":memory:") as db:
        report = db.load(large)
        return db.digest(), (report.records, report.inserted, report.rejected)


class StopAfter:
    """A callback that interrupts the load after so many records."""

    def __init__(self, records: int, error: type[BaseException] = KeyboardInterrupt) -> None:
        self.records = records
        self.error = error

    def __call__(self, progress: abonado.Progress) -> None:
        if progress.records > self.records:
            raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interrupted_load_goes_on_where_it_was(
    large: Path, undisturbed: tuple[str, tuple[int, ...]], store: Path, error: type[BaseException]
) -> None:
    with abonado.connect(store) as db:
        with pytest.raises(error):
            db.load(large, progress=StopAfter(18_000, error))
        [run] = db.runs()
        assert run.state == "interrupted"
        assert 0 < run.records < 25_000
    with abonado.connect(store) as db:
        report = db.load(large, resume=True)
        assert (report.run, report.state) == (1, "finished")
        assert 0 < report.resumed_bytes < report.bytes
        digest, counts = undisturbed
        assert (report.records, report.inserted, report.rejected) == counts
        assert db.digest() == digest
        assert len({reject.line for reject in db.rejects()}) == len(list(db.rejects())) == counts[2]


def test_an_interrupted_load_may_begin_anew(
    large: Path, undisturbed: tuple[str, tuple[int, ...]], db: Database
) -> None:
    with pytest.raises(KeyboardInterrupt):
        db.load(large, progress=StopAfter(18_000))
    report = db.load(large, resume=False)
    assert (report.run, report.resumed_bytes) == (2, 0)
    assert report.skipped > 0
    assert [run.state for run in db.runs()] == ["abandoned", "finished"]
    assert db.digest() == undisturbed[0]


def test_an_interrupted_load_in_one_transaction_publishes_nothing(
    large: Path, db: Database
) -> None:
    digest = db.digest()
    with pytest.raises(KeyboardInterrupt):
        db.load(large, max_errors=1_000_000, progress=StopAfter(18_000))
    assert db.digest() == digest
    assert db.counts() == {"subscriptions": 0}


def test_an_input_that_changed_is_not_resumed(large: Path, tmp_path: Path, db: Database) -> None:
    path = tmp_path / "dump.ndjson"
    path.write_bytes(large.read_bytes())
    with pytest.raises(KeyboardInterrupt):
        db.load(path, progress=StopAfter(18_000))
    path.write_bytes(abonado.generate(records=25_000, seed=5))
    with pytest.raises(abonado.ArgumentError, match="has changed"):
        db.load(path)
    assert db.load(path, resume=False).state == "finished"
