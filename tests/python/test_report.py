"""validate() from Python: sources, options, the report, progress, interruption."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import model
from conftest import CLEAN, FAULTY, WARNING, ndjson, segment

RECORDS = [json.loads(line) for line in FAULTY.splitlines()]


def by_rule(source: Any, **options: Any) -> dict[str, int]:
    return abonado.validate(source, **options).by_rule


# --- sources -------------------------------------------------------------------------------------


def test_every_form_of_source_gives_the_same_verdict(tmp_path: Path) -> None:
    path = tmp_path / "dump.ndjson"
    path.write_bytes(FAULTY)
    packed = tmp_path / "dump.ndjson.gz"
    packed.write_bytes(gzip.compress(FAULTY))
    lines = FAULTY.splitlines(keepends=True)
    with path.open("rb") as binary, path.open() as text, gzip.open(packed) as unpacked:
        sources = [
            path,
            str(path),
            [path],
            packed,
            FAULTY,
            bytearray(FAULTY),
            memoryview(FAULTY),
            gzip.compress(FAULTY),
            io.BytesIO(FAULTY),
            io.StringIO(FAULTY.decode()),
            binary,
            text,
            unpacked,
            RECORDS,
            iter(RECORDS),
            lines,
            [line.decode() for line in lines],
            tuple(lines),
        ]
        for source in sources:
            report = abonado.validate(source)
            assert report.by_rule == {"DOC-003": 1, "SEG-001": 1}, source
            assert (report.records, report.valid, report.invalid) == (3, 1, 2)
            assert [finding.line for finding in report.findings] == [2, 3]


def test_several_paths_are_one_dump(tmp_path: Path) -> None:
    paths = [tmp_path / "a.ndjson", tmp_path / "b.ndjson"]
    for path in paths:
        path.write_bytes(FAULTY)
    report = abonado.validate(paths, findings=tmp_path / "findings.ndjson")
    assert report.by_rule["SEG-001"] == 2
    assert report.by_rule["DUP-001"] >= 1  # the same content again
    assert {finding.file for finding in report.findings} == set(map(str, paths))
    rows = [json.loads(line) for line in (tmp_path / "findings.ndjson").read_text().splitlines()]
    assert {row["file"] for row in rows} == set(map(str, paths))


def test_a_record_stays_one_line() -> None:
    pretty = [json.dumps(record, indent=2) for record in RECORDS]
    assert [finding.line for finding in abonado.validate(pretty).findings] == [2, 3]


def test_envelopes_are_records() -> None:
    envelopes = [model.Envelope.from_dict(segment(n)) for n in (1, 2)]
    assert abonado.validate(envelopes).records == 2


def test_bare_bodies() -> None:
    bodies = [record["body"] for record in RECORDS]
    options = {"kind": "segment", "org": "euskaltel"}
    assert by_rule(bodies, **options)["DOC-003"] == 1


def test_nothing_is_clean() -> None:
    for source in (b"", [], io.BytesIO(), iter(())):
        report = abonado.validate(source)
        assert (report.ok, report.records) == (True, 0)


@pytest.mark.parametrize("source", ['{"kind":1}', "a\nb", {}, 5, None])
def test_what_is_no_source_is_refused(source: Any) -> None:
    with pytest.raises(abonado.ArgumentError):
        abonado.validate(source)


def test_a_record_that_is_no_json_raises() -> None:
    with pytest.raises(TypeError, match="set"):
        abonado.validate([{"a": {1}}])


def test_an_exception_of_the_source_is_raised_as_itself() -> None:
    def records() -> Any:
        yield segment(1)
        raise KeyError("mine")

    class Stream:
        def read(self, size: int) -> bytes:
            raise ZeroDivisionError

    with pytest.raises(KeyError, match="mine"):
        abonado.validate(records())
    with pytest.raises(ZeroDivisionError):
        abonado.validate(Stream())


def test_what_came_before_the_end_of_a_broken_source_counts(tmp_path: Path) -> None:
    packed = gzip.compress(ndjson(*(segment(n) for n in range(1, 20001))))
    path = tmp_path / "half.ndjson.gz"
    path.write_bytes(packed[: len(packed) // 2])
    with gzip.open(path) as unpacked:
        reports = [abonado.validate(path), abonado.validate(unpacked)]
    for report in reports:
        assert not report.ok
        assert 1000 < report.records < 20000
        [failure] = report.failures
        assert failure.input == str(path)
        assert failure.message


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    good = tmp_path / "good.ndjson"
    good.write_bytes(CLEAN)
    report = abonado.validate([tmp_path / "missing", good, tmp_path])
    assert [failure.input for failure in report.failures] == [
        str(tmp_path / "missing"),
        str(tmp_path),
    ]
    assert (report.ok, report.records, report.invalid) == (False, 2, 0)


# --- the report -----------------------------------------------------------------------------------


def test_report() -> None:
    report = abonado.validate(FAULTY + WARNING.replace(b'"legacy_id": 1', b'"legacy_id": 4'))
    assert not report.ok
    assert (report.errors, report.warnings) == (2, 1)
    assert report.bytes > len(FAULTY)
    assert list(report.to_dict()) == [
        "records",
        "valid",
        "invalid",
        "errors",
        "warnings",
        "by_rule",
        "seconds",
        "bytes",
    ]
    assert json.loads(json.dumps(report.to_dict())) == report.to_dict()
    assert report.to_dict()["by_rule"] == {"DOC-003": 1, "DOC-005": 1, "SEG-001": 1}
    rows = {row.rule: row for row in report.rules}
    assert (rows["SEG-001"].severity, rows["SEG-001"].count, rows["SEG-001"].example.line) == (
        "error",
        1,
        2,
    )
    text = repr(report)
    assert "4 records: 2 valid, 2 invalid" in text
    assert "line 2 /segment_id" in text


def test_findings_are_a_sequence() -> None:
    findings = abonado.validate(FAULTY).findings
    assert len(findings) == 2
    finding = findings[0]
    assert (finding.line, finding.kind, finding.org, finding.legacy_id) == (
        2,
        "segment",
        "euskaltel",
        2,
    )
    assert (finding.rule, finding.severity, finding.pointer, finding.value) == (
        "SEG-001",
        "error",
        "/segment_id",
        "XX",
    )
    assert FAULTY[finding.byte_offset :].startswith(b'"XX"')
    assert finding.expected
    assert finding.file == "<bytes>"
    assert findings[-1] == findings[1] == list(findings)[1]
    assert findings[:1] == [finding]
    assert finding in findings
    with pytest.raises(IndexError):
        findings[2]


def test_findings_are_kept_up_to_a_limit() -> None:
    dump = ndjson(*(segment(n, segment_id="XX") for n in range(1, 31)))
    report = abonado.validate(dump, max_findings=10)
    assert (len(report.findings), report.errors, report.findings_kept_all) == (10, 30, False)
    assert abonado.validate(dump).findings_kept_all


def test_html_escapes_data() -> None:
    evil = "<script>alert(1)</script>\x1b[31m"
    html = abonado.validate([segment(1), {**segment(2), evil: 1}])._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    assert "http" not in html
    assert "\x1b" not in repr(abonado.validate([{**segment(2), evil: 1}]))


def test_bytes_that_are_not_utf8_are_a_finding() -> None:
    report = abonado.validate(b'{"kind":"\xff\xfe"}\n\0\n' + CLEAN)
    assert report.by_rule == {"DOC-001": 2}
    assert report.valid == 2
    assert report.findings[0].value is not None
    json.dumps([finding.to_dict() for finding in report.findings])


def test_findings_file(tmp_path: Path) -> None:
    path = tmp_path / "findings.ndjson"
    report = abonado.validate(FAULTY, findings=path, max_findings=0)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["rule"] for row in rows] == ["SEG-001", "DOC-003"]
    assert list(rows[0]) == [
        "line",
        "byte_offset",
        "kind",
        "org",
        "legacy_id",
        "rule",
        "severity",
        "pointer",
        "message",
        "value",
        "expected",
    ]
    assert len(report.findings) == 0


def test_findings_that_cannot_be_written() -> None:
    with pytest.raises(abonado.OutputError, match="/nowhere") as caught:
        abonado.validate(FAULTY, findings="/nowhere/findings")
    assert caught.value.report is None
    with pytest.raises(abonado.OutputError, match="/dev/full") as caught:
        abonado.validate(FAULTY, findings="/dev/full")
    assert caught.value.report is not None
    assert caught.value.report.records == 3


# --- options --------------------------------------------------------------------------------------


def test_options_reach_the_rules() -> None:
    assert by_rule(FAULTY, severities={"SEG-001": "off"}) == {"DOC-003": 1}
    assert abonado.validate(WARNING).warnings == 1
    assert abonado.validate(WARNING, strict=True).errors == 1
    policy = abonado.SegmentPolicy(allow_list=("XX",))
    assert abonado.validate(FAULTY, segments=policy).errors == 1
    assert abonado.validate(FAULTY, max_line_bytes=10).by_rule == {"DOC-006": 3}
    assert abonado.validate(ndjson(segment(1), segment(1))).by_rule == {"DUP-001": 1}
    assert abonado.validate(ndjson(segment(1), segment(1)), check_duplicates=False).by_rule == {}
    assert (
        abonado.validate(FAULTY, threads=1).by_rule == abonado.validate(FAULTY, threads=3).by_rule
    )


def test_now_and_status_reasons() -> None:
    dump = abonado.generate(records=50, kinds=["max"])
    past = datetime(2000, 1, 1, tzinfo=timezone.utc)
    assert "SUB-010" in by_rule(dump, now=past)
    assert by_rule(dump) == {}
    assert list(by_rule(dump, status_reasons=["none of these"])) == ["SUB-011"]
    assert abonado.validate(dump, status_reasons=["none of these"]).errors == 0


def test_max_errors_stops() -> None:
    dump = ndjson(*(segment(n, segment_id="XX") for n in range(1, 100)))
    report = abonado.validate(dump, max_errors=3)
    assert report.stopped
    assert not report.ok
    assert abonado.validate(dump, max_errors=99).stopped is False


@pytest.mark.parametrize(
    "options",
    [
        {"severities": {"XXX-1": "off"}},
        {"severities": {"SUB-001": "bad"}},
        {"kind": "nothing"},
        {"org": "euskaltel"},
        {"naive": "local"},
        {"max_errors": 0},
        {"max_findings": -1},
        {"max_depth": 0},
        {"threads": 100_000},
        {"now": datetime(2024, 1, 1)},
        {"segments": abonado.SegmentPolicy(default_class="bad")},
    ],
    ids=str,
)
def test_options_that_make_no_sense(options: dict[str, Any]) -> None:
    with pytest.raises(abonado.ArgumentError):
        abonado.validate(FAULTY, **options)


@pytest.mark.parametrize(
    "options", [{"threads": -1}, {"threads": "x"}, {"org": 5}, {"now": "today"}], ids=str
)
def test_options_of_a_wrong_type(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        abonado.validate(FAULTY, **options)


# --- while it runs -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large() -> bytes:
    return b"".join(
        CLEAN.replace(b'"legacy_id": 1', b'"legacy_id": %d' % n) for n in range(200_000)
    )


@pytest.mark.parametrize("threads", [1, 2])
def test_progress(large: bytes, threads: int) -> None:
    seen: list[abonado.Progress] = []
    report = abonado.validate(large, progress=seen.append, threads=threads, check_duplicates=False)
    assert seen
    assert seen[-1].records == report.records
    assert seen[-1].position == seen[-1].size == len(large)
    assert sorted(seen) == seen


@pytest.mark.parametrize("threads", [1, 2])
def test_an_exception_in_progress_stops_the_run(large: bytes, threads: int) -> None:
    def stop(progress: abonado.Progress) -> None:
        raise ZeroDivisionError(progress.records)

    with pytest.raises(ZeroDivisionError):
        abonado.validate(large, progress=stop, threads=threads)


def test_other_threads_run_meanwhile(large: bytes) -> None:
    counted = 0
    ended = threading.Event()

    def count() -> None:
        nonlocal counted
        while not ended.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        report = abonado.validate(large, threads=1)
    finally:
        ended.set()
        thread.join()
    assert counted > report.seconds * 100  # 1000 if the machine did nothing else


def test_two_runs_at_once(large: bytes) -> None:
    reports: list[abonado.Report] = []
    threads = [
        threading.Thread(
            target=lambda: reports.append(abonado.validate(large, check_duplicates=False))
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.records for report in reports] == [400_000, 400_000]


@pytest.mark.parametrize(
    "source",
    [
        "iter(lambda: '{}', None)",
        "Endless()",
        "os.pipe()[0] and open(os.pipe()[0], 'rb', buffering=0)",
    ],
)
def test_ctrl_c(source: str) -> None:
    code = f"""
import abonado, os, sys
class Endless:
    def read(self, size): return b'{{}}\\n' * 1000
print('ready', flush=True)
try:
    abonado.validate({source}, severities={{'ENV-001': 'off'}}, check_duplicates=False)
except KeyboardInterrupt:
    sys.exit(7)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.3)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 7
        assert time.monotonic() - start < 2
