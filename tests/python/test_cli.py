"""The command line, as a shell sees it."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from conftest import CLEAN, FAULTY, WARNING, Run, command, ndjson, segment

LARGE = "99999999999999999999"
KEYS = ["records", "valid", "invalid", "errors", "warnings", "by_rule", "seconds", "bytes"]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.ndjson"
    path.write_bytes(FAULTY)
    return path


# --- validate: verdict and exit code -------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (CLEAN, [], 0),
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (WARNING, ["--strict"], 1),
        (FAULTY, [], 1),
        (FAULTY, ["--severity", "SEG-001=warning,DOC-003=off"], 0),
        (FAULTY, ["--severity", "SEG-001=off", "--severity", "DOC-003=off"], 0),
        (
            FAULTY,
            ["--allow-segment", "XX", "--severity", "DOC-003=off", "--severity=SEG-002=off"],
            0,
        ),
        (FAULTY, ["--max-errors", "1"], 4),
        (FAULTY, ["--max-errors", "2"], 1),
        (CLEAN + b"garbage\n" + CLEAN.replace(b": 2", b": 4").replace(b": 1", b": 3"), [], 1),
        (CLEAN[:-20], [], 1),
        (b"", [], 0),
    ],
)
def test_exit_codes(cli: Run, content: bytes, options: list[str], code: int) -> None:
    done = cli("validate", "-", *options, stdin=content)
    assert done.returncode == code, done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["validate", "-", "--nothing"],
        ["validate", "-", "--severity", "XXX-1=off"],
        ["validate", "-", "--severity", "SUB-001"],
        ["validate", "-", "--severity", "SUB-001=bad"],
        ["validate", "-", "--kind", "nothing"],
        ["validate", "-", "--now", "today"],
        ["validate", "-", "--max-errors", "0"],
        ["validate", "-", "--threads", "none"],
        ["validate", "-", "--threads", "257"],
        ["validate", ""],
        ["validate", "dump.ndjson", ""],
        ["validate", "-", "--findings", "-"],
        ["load", "s.db", ""],
        ["load", "s.db", "-", "--rejects", "-"],
        ["validate", "-", "--max-errors", LARGE],
        ["load", "s.db", "-", "--max-errors", LARGE],
        ["generate", "--records", LARGE],
        ["generate", "--seed", LARGE],
        ["report", "s.db", LARGE, "--html", "p.html"],
        ["report", "s.db", "1", "--html", "p.html", "--max-rejects", LARGE],
        ["rejects", "show", "s.db", "--id", LARGE],
        ["rejects", "replay", "s.db", "--id", LARGE],
        ["rejects", "drop", "s.db", "--run", LARGE],
        ["migrations", "max", "s.db", "euskaltel", "5", "-", "--identifier", "FOO=1"],
        ["validate", "-", "--fail-on", "info"],
        ["validate", "-", "--segment-class", "bad"],
        ["validate", "-", "--naive", "local"],
        ["generate", "--defects", "SUB-001"],
        ["generate", "--defects", "SUB-001=x"],
        ["generate", "--defects", "XXX-1=0.1"],
        ["generate", "--kinds", "nothing"],
        ["rules", "explain", "XXX-1"],
        ["rules", "export"],
        ["nothing"],
    ],
    ids=" ".join,
)
def test_usage(cli: Run, arguments: list[str]) -> None:
    done = cli(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["{2026}.ndjson", " ", "-", "a\nb.ndjson"])
def test_a_file_is_a_path_whatever_its_name(cli: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FAULTY)
    done = cli("validate", f"./{name}" if name == "-" else name, "--json", stdin=CLEAN)
    assert done.returncode == 1
    assert json.loads(done.stdout)["records"] == len(FAULTY.splitlines())


NOT_UTF_8 = os.fsdecode(b"\xff")


@pytest.mark.parametrize(
    "words",
    [
        ["validate", "dump.ndjson", "--now", NOT_UTF_8],
        ["validate", "dump.ndjson", "--kind", "max", "--org", NOT_UTF_8],
        ["generate", "--records", "1", "--kinds", NOT_UTF_8],
        ["query", "s.db", NOT_UTF_8],
        ["get", "s.db", NOT_UTF_8, "1"],
        ["audit", "s.db", "--org", NOT_UTF_8],
        ["handle", "s.db", "GET", f"/v1/{NOT_UTF_8}"],
    ],
    ids=lambda words: words[0],
)
def test_what_is_no_text_is_refused_unless_it_names_a_file(words: list[str], dump: Path) -> None:
    subprocess.run(command("load", "s.db", "dump.ndjson"), cwd=dump.parent, check=False)
    done = subprocess.run(command(*words), capture_output=True, cwd=dump.parent, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(b"abonado: an argument is not UTF-8: ")
    assert done.stderr.count(b"\n") == 1
    (dump.parent / NOT_UTF_8).write_bytes(CLEAN)
    named = subprocess.run(command("validate", NOT_UTF_8), cwd=dump.parent, check=False)
    assert named.returncode == 0


@pytest.mark.parametrize("words", [["query", "s.db", "SELECT 'é'"], ["validate", "dump.ndjson"]])
def test_what_standard_output_cannot_show_is_told(words: list[str], dump: Path) -> None:
    subprocess.run(command("load", "s.db", "dump.ndjson"), cwd=dump.parent, check=False)
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        command(*words), capture_output=True, cwd=dump.parent, check=False, env=ascii_only
    )
    assert done.returncode == 3
    assert b"PYTHONIOENCODING=utf-8" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "words",
    [["validate", "dump.ndjson"], ["load", "s.db", "dump.ndjson"], ["generate"], ["rules", "list"]],
    ids=" ".join,
)
def test_standard_output_that_is_closed(words: list[str], dump: Path) -> None:
    shell = ["sh", "-c", '"$@" >&-', "sh", *command(*words)]
    done = subprocess.run(shell, capture_output=True, cwd=dump.parent, check=False)
    assert (done.returncode, done.stderr) == (3, b"abonado: standard output is closed\n")
    assert [path.name for path in dump.parent.iterdir()] == ["dump.ndjson"]


def test_other_standard_streams_that_are_closed(dump: Path) -> None:
    def run(redirections: str, *words: str) -> tuple[int, bytes]:
        shell = ["sh", "-c", f'"$@" {redirections}', "sh", *command(*words)]
        done = subprocess.run(shell, capture_output=True, cwd=dump.parent, check=False)
        return done.returncode, done.stdout

    code, out = run("2>&-", "load", "s.db", "dump.ndjson", "--json")
    assert (code, json.loads(out)["records"]) == (1, len(FAULTY.splitlines()))
    assert run("2>&-", "validate", "missing.ndjson", "--quiet") == (3, b"")
    assert run("<&-", "validate", "-", "--quiet") == (3, b"")
    assert run("<&- >&- 2>&-", "runs", "s.db") == (3, b"")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["rules", "list"]], ids=" ".join)
def test_standard_output_that_is_full(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command(*words), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith(b"abonado: ")
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_table_and_summary(cli: Run, dump: Path) -> None:
    done = cli("validate", dump)
    lines = done.stdout.decode().splitlines()
    assert lines[0].split()[:3] == ["rule", "severity", "count"]
    assert any(line.startswith("SEG-001") and " error " in line for line in lines)
    assert any("line 2 /segment_id" in line for line in lines)
    assert lines[-1].startswith("3 records: 1 valid, 2 invalid · 2 errors, 0 warnings")
    assert done.stderr == b""  # no bar where there is no terminal
    assert b"\x1b" not in done.stdout


def test_quiet(cli: Run, dump: Path) -> None:
    done = cli("validate", dump, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_json(cli: Run, dump: Path) -> None:
    done = cli("validate", dump, "--json")
    assert done.returncode == 1
    [line] = done.stdout.splitlines()
    report = json.loads(line)
    assert list(report) == KEYS
    assert report["by_rule"] == {"DOC-003": 1, "SEG-001": 1}
    assert (report["records"], report["valid"], report["bytes"]) == (3, 1, len(FAULTY))


def test_findings(cli: Run, dump: Path, tmp_path: Path) -> None:
    cli("validate", dump, "--findings", "f.ndjson")
    rows = [json.loads(line) for line in (tmp_path / "f.ndjson").read_text().splitlines()]
    assert [row["rule"] for row in rows] == ["SEG-001", "DOC-003"]
    assert "file" not in rows[0]
    cli("validate", dump, "-", "--findings", "f.ndjson", stdin=b"garbage\n")
    rows = [json.loads(line) for line in (tmp_path / "f.ndjson").read_text().splitlines()]
    assert {row["file"] for row in rows} == {str(dump), "<stdin>"}


def test_bodies_and_naive(cli: Run) -> None:
    body = {"segment_id": "OM", "segment_value": "v", "reason": "r"}
    options = ["--kind", "segment", "--org", "euskaltel", "--segment-class", "POSTPAID_MOBILE"]
    assert cli("validate", "-", *options, stdin=ndjson(body)).returncode == 0
    account = {"account_bundles": [{"creation_date": "2024-01-01T00:00:00"}]}
    live = {"id": 1, "subscription_type": "MAX", "current_status": "ACTIVE"} | account
    options = ["--kind", "legacy_subscription", "--org", "yoigo"]
    assert cli("validate", "-", *options, stdin=ndjson(live)).returncode == 1
    assert cli("validate", "-", *options, "--naive", "utc", stdin=ndjson(live)).returncode == 0


def test_now_and_status_reasons(cli: Run, tmp_path: Path) -> None:
    dump = cli("generate", "--records", "20", "--kinds", "max").stdout
    past = cli("validate", "-", "--now", "2000-01-01T00:00:00Z", "--json", stdin=dump)
    assert list(json.loads(past.stdout)["by_rule"]) == ["SUB-010"]
    (tmp_path / "reasons").write_text("ONE\n\nTWO\n")
    done = cli("validate", "-", "--status-reasons", "reasons", "--json", stdin=dump)
    assert list(json.loads(done.stdout)["by_rule"]) == ["SUB-011"]
    assert cli("validate", "-", "--status-reasons", "missing", stdin=dump).returncode == 3


def test_duplicates(cli: Run) -> None:
    twice = CLEAN + CLEAN
    assert b"DUP-001" in cli("validate", "-", stdin=twice).stdout
    assert b"DUP-001" not in cli("validate", "-", "--no-duplicates", stdin=twice).stdout


# --- validate: what cannot be read or written ----------------------------------------------------


def test_an_unreadable_file_does_not_hide_the_rest(cli: Run, dump: Path) -> None:
    done = cli("validate", "missing.ndjson", dump, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["records"] == 3
    assert done.stderr.decode() == "abonado: missing.ndjson: No such file or directory\n"


def test_half_a_gz(cli: Run, tmp_path: Path) -> None:
    packed = gzip.compress(ndjson(*(segment(n) for n in range(1, 20_001))))
    (tmp_path / "half.gz").write_bytes(packed[: len(packed) // 2])
    done = cli("validate", "half.gz")
    assert done.returncode == 3
    assert b"half.gz" in done.stderr
    assert b"1 input not read to the end" in done.stdout.splitlines()[-1]


def test_half_a_file(cli: Run, tmp_path: Path) -> None:
    half = FAULTY[: len(FAULTY) - 40]
    done = cli("validate", "-", "--json", stdin=half)
    assert json.loads(done.stdout)["by_rule"] == {"DOC-001": 1, "SEG-001": 1}


@pytest.mark.parametrize(("path", "has_verdict"), [("nowhere/f", False), ("/dev/full", True)])
def test_findings_that_cannot_be_written(
    cli: Run, dump: Path, path: str, has_verdict: bool
) -> None:
    done = cli("validate", dump, "--findings", path)
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"abonado: {path}: ")
    assert (b"3 records" in done.stdout) == has_verdict


def test_data_does_not_reach_the_terminal_as_control_characters(cli: Run) -> None:
    record = {**segment(1), "evil\x1b[2J\n[red]": 1}
    done = cli("validate", "-", stdin=ndjson(record))
    assert b"\x1b" not in done.stdout
    assert b"[red]" in done.stdout


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    for arguments in (["generate", "--records", "200000"], ["rules", "export", "--json-schema"]):
        with subprocess.Popen(
            command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read().count(b"\n") <= 1
            assert process.wait(timeout=30) == 0


# --- Ctrl-C ---------------------------------------------------------------------------------------


def interrupted(process: subprocess.Popen[bytes]) -> None:
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert time.monotonic() - start < 1
    assert process.stderr is not None
    assert process.stderr.read() == b"abonado: interrupted\n"


def is_open(process: subprocess.Popen[bytes], path: Path) -> bool:
    for handle in Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            if handle.readlink() == path:
                return True
    return False


def until_open(process: subprocess.Popen[bytes], path: Path) -> None:
    """Waits until the program has opened the file: by then its command is under way."""
    end = time.monotonic() + 60
    while not is_open(process, path):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            pytest.fail(f"{path} was not opened")
        time.sleep(0.02)


def test_ctrl_c_while_waiting_for_a_fifo(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("validate", fifo), **pipes) as process, fifo.open("wb") as writer:
        writer.write(FAULTY)
        writer.flush()
        time.sleep(0.2)
        interrupted(process)


def test_ctrl_c_while_nobody_writes_to_a_fifo(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("validate", fifo), **pipes) as process:
        until_open(process, fifo)
        interrupted(process)


def test_a_fifo_is_read_whole_however_late_it_is_written(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("validate", fifo, "--json"), **pipes) as process:
        time.sleep(0.5)
        with fifo.open("wb") as writer:
            for line in CLEAN.splitlines(keepends=True):
                writer.write(line)
                writer.flush()
                time.sleep(0.1)
        out, _ = process.communicate(timeout=20)
    assert json.loads(out)["records"] == len(CLEAN.splitlines())


def test_ctrl_c_in_the_midst_of_input() -> None:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command("validate", "-"), **pipes) as process:
        started = threading.Event()

        def feed() -> None:
            block = CLEAN * 1000
            try:
                for count in range(10_000_000):
                    process.stdin.write(block)
                    if count == 20:
                        started.set()
            except (BrokenPipeError, ValueError):
                pass

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        assert started.wait(20)
        interrupted(process)
        feeder.join(20)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def test_ctrl_c_while_generating(tmp_path: Path) -> None:
    dump = tmp_path / "dump.ndjson"
    arguments = ["generate", "--records", "1000000000", "--output", str(dump)]
    with subprocess.Popen(command(*arguments), stderr=subprocess.PIPE) as process:
        until_open(process, dump)
        interrupted(process)


# --- generate and rules --------------------------------------------------------------------------


def test_generate(cli: Run, tmp_path: Path) -> None:
    arguments = [
        "generate",
        "--records",
        "500",
        "--seed",
        "3",
        "--defects",
        "SUB-001=0.1,SEG-001=0.1",
    ]
    done = cli(*arguments, "--output", "d.ndjson", "--labels", "l.ndjson")
    assert (done.returncode, done.stdout) == (0, b"")
    labels = [json.loads(line) for line in (tmp_path / "l.ndjson").read_text().splitlines()]
    assert done.stderr.decode().startswith(f"abonado: 500 records, {len(labels)} of them defective")
    assert cli(*arguments).stdout == (tmp_path / "d.ndjson").read_bytes()

    cli("validate", "d.ndjson", "--findings", "f.ndjson")
    found = [json.loads(line) for line in (tmp_path / "f.ndjson").read_text().splitlines()]
    assert sorted((row["line"], row["rule"]) for row in found) == sorted(
        (label["line"], rule) for label in labels for rule in label["rules"]
    )


def test_generate_kinds(cli: Run) -> None:
    done = cli("generate", "--records", "50", "--kinds", "max=3,disney", "--quiet")
    assert {json.loads(line)["kind"] for line in done.stdout.splitlines()} == {"max", "disney"}
    assert done.stderr == b""


def test_generate_that_cannot_be_written(cli: Run) -> None:
    for path in ("nowhere/d.ndjson", "/dev/full"):
        done = cli("generate", "--output", path)
        assert done.returncode == 3
        assert done.stderr.decode().startswith(f"abonado: {path}: ")


def test_rules(cli: Run) -> None:
    assert cli("rules", "list").stdout.decode().splitlines()[1].startswith("DOC-001")
    rows = json.loads(cli("rules", "list", "--json").stdout)
    assert list(rows[0]) == [
        "id",
        "severity",
        "subject",
        "summary",
        "source",
        "grade",
        "scope",
        "stored_on",
        "stored",
        "kinds",
    ]
    told = cli("rules", "explain", "sub-001").stdout.decode()
    assert "activation_date" in told
    assert "  stored   " in told
    assert "  stored   " not in cli("rules", "explain", "SUB-005").stdout.decode()
    schema = json.loads(cli("rules", "export", "--json-schema").stdout)
    assert schema["$ref"] == "#/$defs/Envelope"
    assert cli("rules", "export", "--markdown").stdout.decode().count("\n| ") == len(rows)
    near = cli("rules", "explain", "SUB-0001")
    assert near.returncode == 2
    assert b"SUB-001" in near.stderr


@pytest.mark.parametrize(
    "name",
    [
        "validate",
        "generate",
        "rules list",
        "rules explain",
        "rules export",
        "load",
        "rejects summary",
        "rejects show",
        "rejects replay",
        "rejects drop",
        "runs",
        "get",
        "find",
        "query",
        "export",
        "check",
        "backup",
        "digest",
        "migrate",
    ],
)
def test_help_starts_with_examples(cli: Run, name: str) -> None:
    done = cli(*name.split(), "--help")
    lines = [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]
    assert lines[1] == "Examples:"
    assert lines[2].startswith(f"abonado {name}")


def test_version(cli: Run) -> None:
    import abonado

    assert cli("--version").stdout.decode() == f"abonado {abonado.__version__}\n"
