"""``abonado load`` and ``abonado rejects``, as a shell sees them."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import abonado
import pytest
from conftest import CLEAN, FAULTY, LOAD_KEYS, WARNING, Run, command, live, ndjson, segment

BAD_LINES = b"".join(line + b"\n" for line in FAULTY.splitlines()[1:])


def digest(store: Path) -> str:
    with abonado.connect(store, read_only=True) as db:
        return db.digest()


# --- load -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (CLEAN, [], 0),
        (b"", [], 0),
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (WARNING, ["--strict"], 1),
        (FAULTY, [], 1),
        (FAULTY, ["--dry-run"], 1),
        (FAULTY, ["--severity", "SEG-001=warning"], 1),
        (FAULTY, ["--max-errors", "2"], 1),
        (FAULTY, ["--max-errors", "1"], 4),
        (FAULTY, ["--max-errors", "0"], 4),
        (FAULTY, ["--max-error-rate", "0.7"], 1),
        (FAULTY, ["--max-error-rate", "0.5"], 4),
        (FAULTY, ["--atomic"], 4),
        (CLEAN, ["--atomic"], 0),
        (FAULTY, ["--dry-run", "--max-errors", "0"], 4),
    ],
)
def test_exit_codes(cli: Run, store: Path, content: bytes, options: list[str], code: int) -> None:
    done = cli("load", store, "-", *options, stdin=content)
    assert done.returncode == code, done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    if code == 4:
        assert b"nothing was published" in done.stderr
        assert not store.exists() or digest(store) == abonado.connect(":memory:").digest()


@pytest.mark.parametrize(
    "arguments",
    [
        ["load"],
        ["load", "subs.db"],
        ["load", "subs.db", "-", "--nothing"],
        ["load", "subs.db", "-", "--severity", "SUB-001=off"],
        ["load", "subs.db", "-", "--max-errors", "-1"],
        ["load", "subs.db", "-", "--max-error-rate", "2"],
        ["load", "subs.db", "-", "--resume"],
        ["load", "subs.db", "-", "--resume", "--atomic"],
        ["load", "subs.db", "-", "--kind", "segment", "--org", "euskaltel"],
        ["load", "subs.db", "-", "--fail-on", "info"],
        ["load", "subs.db", "-", "--rejects", "subs.db"],
        ["load", "", "-"],
        ["rejects", "show", "subs.db", "--state", "lost"],
        ["rejects", "show", "subs.db", "--rule", "XXX-1"],
        ["rejects", "show", "subs.db", "--raw", "--json"],
        ["rejects", "drop", "subs.db"],
        ["rejects", "drop", "subs.db", "--all", "--run", "1"],
    ],
    ids=" ".join,
)
def test_usage(cli: Run, store: Path, arguments: list[str]) -> None:
    abonado.connect(store).close()
    done = cli(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_a_dry_run_does_not_make_a_store(cli: Run, tmp_path: Path) -> None:
    store = tmp_path / "none.db"
    done = cli("load", store, "-", "--dry-run", "--json", stdin=CLEAN)
    assert done.returncode == 0
    assert json.loads(done.stdout)["inserted"] == 2
    assert list(tmp_path.iterdir()) == []


def test_table_and_summary(cli: Run, store: Path) -> None:
    done = cli("load", store, "-", stdin=FAULTY)
    lines = done.stdout.decode().splitlines()
    assert lines[0].split()[:3] == ["rule", "severity", "count"]
    assert any("line 2 /segment_id" in line for line in lines)
    assert lines[-1].startswith("3 records: 1 inserted, 0 updated, 0 skipped, 2 rejected")
    assert done.stderr == b""  # no bar where there is no terminal
    again = cli("load", store, "-", stdin=CLEAN[: len(CLEAN) // 2])
    assert again.stdout.decode().rstrip().endswith("the store held all of it already")
    dry = cli("load", store, "-", "--dry-run", stdin=CLEAN)
    assert dry.stdout.decode().startswith("dry run, nothing written · 2 records: 1 inserted")


def test_quiet(cli: Run, store: Path) -> None:
    done = cli("load", store, "-", "--quiet", stdin=FAULTY)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_json(cli: Run, store: Path) -> None:
    [line] = cli("load", store, "-", "--json", stdin=FAULTY).stdout.splitlines()
    report = json.loads(line)
    assert list(report) == LOAD_KEYS
    assert report["by_rule"] == {"DOC-003": 1, "SEG-001": 1}
    assert [report[name] for name in LOAD_KEYS[:9]] == [1, "finished", False, True, 3, 1, 0, 0, 2]
    assert report["bytes"] == len(FAULTY)


def test_rejects_go_to_files(cli: Run, store: Path, tmp_path: Path) -> None:
    cli("load", store, "-", "--rejects", "bad.ndjson", stdin=FAULTY)
    assert (tmp_path / "bad.ndjson").read_bytes() == BAD_LINES
    rows = (tmp_path / "bad.findings.ndjson").read_text("utf-8").splitlines()
    assert [json.loads(row)["findings"][0]["rule"] for row in rows] == ["SEG-001", "DOC-003"]
    done = cli("load", store, "-", "--rejects", "nowhere/bad.ndjson", stdin=FAULTY)
    assert done.returncode == 3
    assert b"nowhere/bad.ndjson: No such file" in done.stderr


def test_a_missing_input_does_not_hide_the_rest(cli: Run, store: Path) -> None:
    done = cli("load", store, "missing.ndjson", "-", "--json", stdin=CLEAN)
    assert done.returncode == 3
    assert json.loads(done.stdout)["inserted"] == 2
    assert done.stderr.decode() == "abonado: missing.ndjson: No such file or directory\n"


def test_bodies(cli: Run, store: Path) -> None:
    options = ["--kind", "legacy_subscription", "--org", "yoigo"]
    assert cli("load", store, "-", *options, stdin=ndjson(live(4)["body"])).returncode == 0
    assert cli("get", store, "yoigo", "4").stdout.startswith(b"yoigo 4 MOBILE ACTIVE\n")


# --- Ctrl-C ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large() -> bytes:
    """Long enough to be committed in several parts."""
    return abonado.generate(records=25_000, seed=6)


def interrupted(store: Path, part: bytes, *options: str, committed: bool) -> bytes:
    """What a load writes on stderr that gets Ctrl-C when it waits for more than a part."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command("load", store, "-", *options), **pipes) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(part)
        process.stdin.flush()
        deadline = time.monotonic() + 20
        with abonado.connect(store, read_only=True) as db:
            while committed and db.runs()[0].records == 0:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert time.monotonic() - start < 2
        return process.stderr.read()


def test_an_interrupted_load_is_safe_to_resume(cli: Run, store: Path, large: bytes) -> None:
    told = interrupted(store, large[:20_000_000], committed=True)
    assert told == b"abonado: interrupted; it is safe to resume: run the same command again\n"
    done = cli("load", store, "-", "--json", "--resume", stdin=large)
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert (report["run"], report["records"], report["inserted"]) == (1, 25_000, 25_000)
    assert 0 < report["resumed_bytes"] <= 20_000_000
    assert done.stderr.decode().startswith("abonado: run 1 was resumed: ")
    with abonado.connect(":memory:") as db:
        db.load(large)
        assert db.digest() == digest(store)


def test_an_interrupted_load_in_one_transaction_says_so(store: Path, large: bytes) -> None:
    told = interrupted(store, large[:3_000_000], "--max-errors", "10", committed=False)
    assert told == b"abonado: interrupted; nothing was published\n"
    assert digest(store) == abonado.connect(":memory:").digest()


# --- rejects --------------------------------------------------------------------------------------


@pytest.fixture
def faulty(cli: Run, store: Path) -> Path:
    assert cli("load", store, "-", stdin=FAULTY).returncode == 1
    return store


def test_a_summary_of_rejects(cli: Run, faulty: Path) -> None:
    lines = cli("rejects", "summary", faulty).stdout.decode().splitlines()
    assert [line.split() for line in lines[1:-1]] == [
        ["1", "open", "2"],
        ["DOC-003", "1"],
        ["SEG-001", "1"],
    ]
    assert lines[-1] == "2 rejects open of 2"
    told = json.loads(cli("rejects", "summary", faulty, "--json").stdout)
    assert told == [
        {"run": 1, "state": "open", "rejects": 2, "by_rule": {"DOC-003": 1, "SEG-001": 1}}
    ]


def test_rejects_are_shown(cli: Run, faulty: Path) -> None:
    shown = cli("rejects", "show", faulty).stdout.decode()
    assert "reject 1 (open): segment euskaltel 2 · run 1, line 2 of <stdin>" in shown
    assert "  SEG-001 (error) /segment_id" in shown
    one = cli("rejects", "show", faulty, "--rule", "DOC-003", "--json").stdout.splitlines()
    assert [json.loads(line)["reject"] for line in one] == [2]
    assert cli("rejects", "show", faulty, "--state", "dropped").stdout == b""


def test_raw_rejects_come_out_byte_for_byte(cli: Run, store: Path) -> None:
    dump = b'{"kind":"\xff\xfe"}\n \x1b[2J\0garbage\t\n' + FAULTY
    cli("load", store, "-", stdin=dump)
    expected = dump.replace(FAULTY, BAD_LINES)
    assert cli("rejects", "show", store, "--raw").stdout == expected
    assert b"\x1b" not in cli("rejects", "show", store).stdout


def test_mended_rejects_are_replayed(cli: Run, faulty: Path) -> None:
    raw = cli("rejects", "show", faulty, "--raw").stdout
    mended = raw.replace(b'"XX"', b'"OM_X"')
    done = cli("rejects", "replay", faulty, "-", "--rejects", "left.ndjson", stdin=mended)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[-1].startswith("2 records: 1 inserted")
    assert (faulty.parent / "left.ndjson").read_bytes() == BAD_LINES.splitlines(True)[1]
    assert b"1 reject open of 3" in cli("rejects", "summary", faulty).stdout
    assert cli("rejects", "drop", faulty, "--id", "3").stdout == b"1 reject dropped\n"
    told = cli("rejects", "drop", faulty, "--all", "--json").stdout
    assert json.loads(told) == {"dropped": 0}
    assert cli("rejects", "replay", faulty, "missing").returncode == 3


def test_kept_rejects_are_replayed_under_other_options(cli: Run, faulty: Path) -> None:
    arguments = ["rejects", "replay", faulty, "--rule", "SEG-001", "--json"]
    assert cli(*arguments).returncode == 1
    done = cli(*arguments, "--severity", "SEG-001=warning")
    assert (done.returncode, json.loads(done.stdout)["inserted"]) == (0, 1)


def test_a_reader_that_has_enough(faulty: Path) -> None:
    with abonado.connect(faulty) as db:
        db.load(b"x\n" * 5000)
    for arguments in (["rejects", "show", faulty, "--raw"], ["rejects", "show", faulty]):
        with subprocess.Popen(
            command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=30) == 0


def test_segments_may_come_from_stdin_and_files_at_once(
    cli: Run, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.ndjson").write_bytes(CLEAN)
    done = cli("load", store, "a.ndjson", "-", stdin=ndjson(segment(7)))
    assert done.stdout.startswith(b"3 records: 3 inserted")
