"""Inputs and names that were made to do harm."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import abonado
import pyarrow
import pytest
from abonado.files import findings_beside
from conftest import CLEAN, FAULTY, command, segment
from watched_directories import CAN_WATCH, Watch

NASTY_NAMES = [
    "new\nline.ndjson",
    "\x1b[31mred\x1b[0m.ndjson",
    "\x07bell\r.ndjson",
    "-rf.ndjson",
    "--json",
    "<img src=x onerror=alert(1)>.ndjson",
    "quote'\";--.ndjson",
    "n" * 240 + ".ndjson",
    os.fsdecode(b"caf\xe9.ndjson"),
    "\u202eevil.ndjson",
]

NASTY_TEXTS = [
    "x'; DELETE FROM subscriptions; --",
    'x"; DROP TABLE documents; --',
    "x' OR '1'='1",
    "x\0y",
    "/* x",
    "?1",
    ":org",
    "%",
    "_" * 8,
    "\\",
    "x') UNION SELECT sql FROM sqlite_schema --",
]


def tree(directory: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}


# --- packed inputs --------------------------------------------------------------------------------


def zstd_bomb(mebibytes: int) -> bytes:
    """Blank lines, thousands of times smaller than they are."""
    packed: bytes = pyarrow.compress(b"\n" * (mebibytes << 20), codec="zstd", asbytes=True)
    assert len(packed) < (mebibytes << 20) // 1000
    return packed


def gzip_bomb(mebibytes: int) -> bytes:
    """The same; gzip makes nothing more than about 1030 times smaller."""
    pack = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)  # 16: as a gzip file
    packed = b"".join(pack.compress(b"\n" * (1 << 20)) for _ in range(mebibytes)) + pack.flush()
    assert len(packed) < (mebibytes << 20) // 1000
    return packed


# Packed bytes count as read 256 KiB at a time, for which gzip gives near 1000 times as much.
@pytest.mark.parametrize(("bomb", "most"), [(zstd_bomb, 100), (gzip_bomb, 300)])
def test_a_bomb_is_not_read_to_its_end(
    bomb: Callable[[int], bytes], most: int, tmp_path: Path
) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(bomb(500))
    report = abonado.validate([path])
    (failure,) = report.failures
    assert "1000 times its size" in failure.message
    assert str(path) in failure.message
    assert report.bytes < most << 20
    with abonado.connect(":memory:") as database:
        assert database.load(path).state == "failed"
    assert "1000 times" in abonado.validate(path.read_bytes()).failures[0].message


@pytest.mark.parametrize("bomb", [zstd_bomb, gzip_bomb])
def test_what_is_dense_but_small_is_read(bomb: Callable[[int], bytes], tmp_path: Path) -> None:
    path = tmp_path / "dense"
    path.write_bytes(bomb(60))
    assert abonado.validate(path).ok


def test_what_unpacks_a_hundred_times_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.gz"
    lines = b"".join(b'{"n":%d}\n' % (n % 1000) + b"\n" * 2000 for n in range(40_000))
    path.write_bytes(gzip.compress(lines, 1))
    assert not abonado.validate(path).failures


@pytest.mark.parametrize(
    ("option", "least", "told"),
    [
        ("max_line_bytes", 171, "a line of at most 170 bytes"),
        ("max_depth", 2, "nesting of at most 1"),
        ("max_elements", 2, "at most 1 of a sort"),
    ],
)
def test_a_line_beyond_a_limit_is_told_with_the_limit(option: str, least: int, told: str) -> None:
    line = json.dumps(segment(1)).encode()
    assert abonado.validate(line, **{option: least}).ok
    (finding,) = abonado.validate(line, **{option: least - 1}).findings
    assert (finding.rule, finding.expected) == ("DOC-006", told)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_name_reaches_no_terminal_and_no_page_as_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FAULTY)
    store = tmp_path / "s.db"
    path = f"./{name}"
    for words in (
        ["validate", path],
        ["load", str(store), path, "--rejects", "bad.ndjson"],
        ["rejects", "show", str(store)],
        ["runs", str(store)],
        ["validate", path + ".not-there"],
    ):
        done = subprocess.run(command(*words), capture_output=True, cwd=tmp_path, check=False)
        assert done.returncode in (0, 1, 3), done.stderr
        for output in (done.stdout, done.stderr):
            assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", output.replace(b"\r\n", b"\n"))
            assert "\u202e".encode() not in output
    page = tmp_path / "run.html"
    with abonado.connect(store) as database:
        database.report(1, page)
        html = page.read_text(encoding="utf-8") + database.run(1)._repr_html_()
    assert "<img src" not in html
    assert "\x1b" not in html


# --- what is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["itself", "symlink", "hard link", "other spelling"])
def test_no_output_is_written_over_an_input(kind: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.ndjson"
    dump.write_bytes(FAULTY)
    output = tmp_path / "out.ndjson"
    if kind == "symlink":
        output.symlink_to(dump)
    elif kind == "hard link":
        output.hardlink_to(dump)
    else:
        output = dump if kind == "itself" else tmp_path / "." / ".." / tmp_path.name / dump.name
    for source in (dump, [dump], str(dump)):
        with pytest.raises(abonado.ArgumentError, match="over the input"):
            abonado.validate(source, findings=output)
    with dump.open("rb") as stream, pytest.raises(abonado.ArgumentError, match="over the input"):
        abonado.validate(stream, findings=output)
    with abonado.connect(tmp_path / "s.db") as database:
        with pytest.raises(abonado.ArgumentError, match="written over"):
            database.load(dump, rejects=output)
        own = [tmp_path / "s.db", tmp_path / "link.db"]
        own[1].symlink_to(own[0])
        for path in own:
            with pytest.raises(abonado.ArgumentError):
                database.load(dump, rejects=path)
            with pytest.raises(abonado.ArgumentError):
                database.export(path)
            with pytest.raises(abonado.ArgumentError):
                database.report(1, path)
            with pytest.raises(abonado.OutputError):
                database.backup(path)
        assert database.check().ok
    assert dump.read_bytes() == FAULTY


@pytest.mark.parametrize(
    "words",
    [
        ["validate", "-", "--findings", "dump.ndjson"],
        ["load", "s.db", "-", "--rejects", "dump.ndjson"],
        ["rejects", "replay", "s.db", "-", "--rejects", "dump.ndjson"],
    ],
    ids=" ".join,
)
def test_no_output_is_written_over_standard_input(words: list[str], tmp_path: Path) -> None:
    dump = tmp_path / "dump.ndjson"
    dump.write_bytes(FAULTY)
    with abonado.connect(tmp_path / "s.db") as database:
        database.load(FAULTY)
    with dump.open("rb") as stdin:
        done = subprocess.run(
            command(*words), stdin=stdin, capture_output=True, cwd=tmp_path, check=False
        )
    assert done.returncode == 2, done.stderr
    assert b"dump.ndjson: " in done.stderr
    assert b"written over" in done.stderr
    assert dump.read_bytes() == FAULTY


VALIDATE = "validate dump.ndjson --findings"
LOAD = "load s.db dump.ndjson --rejects"
REPLAY = "rejects replay s.db --rejects"
SUGGEST = "rejects suggest s.db --apply safe --output"
REPORT = "report s.db 1 --html"


@pytest.mark.parametrize(
    ("command_line", "reads"),
    [
        *((line, "--status-reasons") for line in (VALIDATE, LOAD, REPLAY, SUGGEST)),
        *((line, "--redaction-key-file") for line in (VALIDATE, LOAD, REPLAY, REPORT)),
    ],
)
def test_no_output_is_written_over_the_file_of_an_option(
    command_line: str, reads: str, tmp_path: Path
) -> None:
    words = command_line.split()
    (tmp_path / "dump.ndjson").write_bytes(FAULTY)
    own = tmp_path / "own"
    own.write_text("CUSTOMER_REQUEST_IS_A_WORD\n")
    (tmp_path / "link").symlink_to(own)
    with abonado.connect(tmp_path / "s.db") as database:
        database.load(FAULTY)
    done = subprocess.run(
        command(*words, "link", reads, "own"), capture_output=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2, done.stderr
    assert f"{words[-1]} would be written over the file of {reads}" in done.stderr.decode()
    assert own.read_text() == "CUSTOMER_REQUEST_IS_A_WORD\n"


@pytest.mark.parametrize("reads", ["--redaction-key-file", "--status-reasons"])
@pytest.mark.parametrize("command_line", [LOAD, REPLAY])
def test_no_findings_beside_rejects_are_written_over_the_file_of_an_option(
    command_line: str, reads: str, tmp_path: Path
) -> None:
    (tmp_path / "dump.ndjson").write_bytes(FAULTY)
    own = tmp_path / "x.findings.key"
    own.write_text("CUSTOMER_REQUEST_IS_A_WORD\n")
    with abonado.connect(tmp_path / "s.db") as database:
        database.load(FAULTY)
    done = subprocess.run(
        command(*command_line.split(), "x.key", reads, own.name),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert f"--rejects would be written over the file of {reads}" in done.stderr.decode()
    assert own.read_text() == "CUSTOMER_REQUEST_IS_A_WORD\n"
    assert not (tmp_path / "x.key").exists()


@pytest.mark.parametrize(
    "name", ["bad.ndjson", "bad", "bad.tar.gz", ".bad", "..bad", "bad.", ".a.b", "b d.x y"]
)
def test_the_findings_of_rejects_are_where_they_are_looked_for(name: str, tmp_path: Path) -> None:
    for directory in (tmp_path / "plain", tmp_path / "dotted.d"):
        directory.mkdir()
        with abonado.connect(":memory:") as database:
            database.load(FAULTY, rejects=directory / name)
        beside = findings_beside(directory / name)
        assert sorted(directory.iterdir()) == sorted([directory / name, beside])


def test_a_key_without_end_is_refused(tmp_path: Path) -> None:
    dump, key = tmp_path / "dump.ndjson", tmp_path / "key"
    dump.write_bytes(CLEAN)
    key.write_bytes(b"k" * 4096)
    words = ["validate", str(dump), "--redact", "--redaction-key-file"]
    for path, code in ((str(key), 0), ("/dev/zero", 2)):
        done = subprocess.run(command(*words, path), capture_output=True, check=False, timeout=60)
        assert done.returncode == code, done.stderr
    assert b"--redaction-key-file" in done.stderr
    assert b"4096 bytes" in done.stderr


def test_labels_are_not_written_over_the_dump(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "dump.ndjson")
    for labels in ("dump.ndjson", "link"):
        with pytest.raises(abonado.ArgumentError, match="over the dump"):
            abonado.generate(tmp_path / "dump.ndjson", labels=tmp_path / labels)
        with (tmp_path / "open").open("wb") as stream:
            (tmp_path / "link to it").unlink(missing_ok=True)
            (tmp_path / "link to it").symlink_to(tmp_path / "open")
            for same in (tmp_path / "open", tmp_path / "link to it", stream):
                with pytest.raises(abonado.ArgumentError, match="over the dump"):
                    abonado.generate(stream, labels=same)
    assert not (tmp_path / "dump.ndjson").exists()


def test_nothing_is_written_that_was_not_named(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    dump = given / "dump.ndjson"
    dump.write_bytes(FAULTY)
    before = tree(tmp_path)
    abonado.validate(dump)
    assert tree(tmp_path) == before
    with abonado.connect(given / "s.db") as database:
        database.load(dump, rejects=given / "bad.ndjson")
        database.load(CLEAN, dry_run=True)
        database.export(given / "out.ndjson")
        database.report(1, given / "run.html")
        database.backup(given / "copy.db")
        database.check()
    names = {Path(path).name for path in set(tree(tmp_path)) - set(before)}
    named = {"s.db", "bad.ndjson", "bad.findings.ndjson", "out.ndjson", "run.html", "copy.db"}
    assert names - {"s.db-writer", "s.db-wal", "s.db-shm"} == named
    assert dump.read_bytes() == FAULTY


WRITER = """
import os, sys, abonado
given, out = sys.argv[1:]
dump = f"{given}/dump.ndjson"
report = abonado.validate(dump, threads=2)
assert report.invalid
repr(report), report._repr_html_(), report.causes(), report.plot()
abonado.validate(dump, findings=f"{out}/findings.ndjson")
abonado.generate(f"{out}/made.ndjson", records=2000, labels=f"{out}/labels.csv")
with abonado.connect(f"{given}/s.db") as database:
    run = database.load(dump, rejects=f"{out}/bad.ndjson").run
    assert database.load(f"{out}/made.ndjson", atomic=True).inserted
    database.load(f"{out}/made.ndjson", dry_run=True)
    database.org("euskaltel").segments.delete(1, user="me")
    segments = "/v3/orgs/euskaltel/migrations/subscriptions/1/segments"
    assert database.handle("DELETE", segments).status == 204
    database.query("SELECT * FROM v_documents ORDER BY content DESC, id")
    database.frame("subscriptions").to_arrow(), database.frame("segments").to_polars()
    database.replay(rule="SEG-001", rejects=f"{out}/again.ndjson")
    database.export(f"{out}/out.ndjson")
    database.report(run, f"{out}/run.html")
    database.backup(f"{out}/copy.db")
    assert database.check().ok
    database.digest(), list(database.rejects()), database.audit(), repr(database)
with abonado.connect(f"{given}/s.db", read_only=True) as database:
    database.counts()
print(os.getpid())
"""


@pytest.mark.skipif(not CAN_WATCH, reason="inotify is of Linux")
def test_no_file_is_made_that_was_not_named_not_even_for_a_moment(tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("given", "out", "work", "temporary", "home")}
    for place in places.values():
        place.mkdir()
    given, out = places["given"], places["out"]
    (given / "dump.ndjson").write_bytes(FAULTY)
    with Watch(places.values()) as watch:
        done = subprocess.run(
            [sys.executable, "-B", "-c", WRITER, str(given), str(out)],
            cwd=places["work"],
            env={**os.environ, "TMPDIR": str(places["temporary"]), "HOME": str(places["home"])},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        made = watch.made()
    named = {
        *(out / name for name in ("findings.ndjson", "made.ndjson", "labels.csv", "out.ndjson")),
        *(out / name for name in ("bad.ndjson", "bad.findings.ndjson")),
        *(out / name for name in ("again.ndjson", "again.findings.ndjson")),
        *(out / name for name in ("run.html", "copy.db")),
        given / "s.db",
        given / "s.db-writer",
    }
    of_sqlite = {given / f"s.db-{end}" for end in ("wal", "shm", "journal")}
    part = out / f"copy.db.{done.stdout.strip()}.part"
    for_a_moment = {*of_sqlite, part, part.with_name(part.name + "-journal")}
    assert made >= named | {part}  # what is made is seen, also what is gone
    assert made - named <= for_a_moment
    left = {path for place in places.values() for path in place.iterdir()}
    assert left - of_sqlite == named | {given / "dump.ndjson"}


# --- SQL ------------------------------------------------------------------------------------------


def requests_with(text: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Verb, path, query and body of requests that hold the text, all of which are refused."""
    org = quote(text, safe="")
    yield "GET", f"/v1/orgs/{org}/subscriptions/1", None, None
    yield "GET", f"/v1/orgs/{org}/subscriptions", "filter_type=MSISDN&filter_value=1", None
    find = f"filter_type=MSISDN&filter_value={org}"
    yield "GET", "/v1/orgs/euskaltel/subscriptions", find, None
    yield "GET", f"/v2/orgs/{org}/subscriptions/1/products", None, None
    yield "PATCH", f"/v2/orgs/{org}/subscriptions/1/products", None, '{"productId":1}'
    segments = "migrations/subscriptions/1/segments"
    body = json.dumps({"segment_id": text, "segment_value": text, "reason": text})
    yield "DELETE", f"/v3/orgs/{org}/{segments}", None, None
    yield "POST", f"/v3/orgs/{org}/{segments}", None, body
    yield "POST", f"/v3/orgs/euskaltel/{segments}", None, body


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_a_text_is_a_text_to_the_store(text: str, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with abonado.connect(path) as database:
        database.load([segment(1), segment(2)])
        before, schema = database.digest(), database.query("SELECT sql FROM sqlite_schema")
        for call in (
            lambda: database.org(text).get(1),
            lambda: database.org("euskaltel").find("MSISDN", text),
            lambda: database.org("euskaltel").subscription(text),
            lambda: list(database.rejects(rule=text)),
            lambda: list(database.rejects(state=text)),
            lambda: database.drop_rejects(rule=text),
            lambda: database.frame(text),
            lambda: database.frame("subscriptions", columns=[text]),
            lambda: database.org(text).segments.delete(1, user=text, reason=text),
        ):
            try:
                call()
            except (abonado.Error, ValueError, TypeError):
                continue
        for request in requests_with(text):
            answer = database.handle(*request)
            assert answer.status in (400, 403, 404), request
            assert "ABO_NOT_FOUND" not in (answer.body or ""), request  # the path is of the table
        assert database.query("SELECT ?", (text,))[0][0] == text
        assert len(database.query("SELECT * FROM v_subscriptions WHERE org = ?", (text,))) == 0
        assert database.export(org=text) == b""
        assert database.digest() == before
        # As data it is its own row and no other's.
        report = database.load([segment(3, segment_id="OM_" + text, reason=text)])
        assert report.inserted == 1
        assert list(database.query("SELECT sql FROM sqlite_schema")) == list(schema)
        rows = database.query("SELECT count(*) FROM subscriptions")
        assert rows[0][0] == 3
        assert database.check().ok


@pytest.mark.parametrize(
    ("grows", "told"),
    [
        (False, "a value that JSON has, not object"),
        (True, "an object changed while it was written"),
    ],
)
def test_a_record_that_changes_while_it_is_written_is_refused(grows: bool, told: str) -> None:
    """The code of a value takes away what holds it, and takes its memory for something else."""
    taken: list[bytearray] = []

    class Changing:
        def to_json(self) -> str:
            if grows:
                record["more"] = 1
            else:
                record.clear()
            taken.extend(bytearray(size) for size in range(32, 96, 8) for _ in range(2000))
            return "1"

    value = Changing()
    record: dict[str, object] = {"a": value if grows else [value, object(), object()], "b": 2}
    with pytest.raises((TypeError, ValueError), match=told):
        abonado.validate([record])


@pytest.mark.parametrize("number", [10**5000, -(10**4300)], ids=["large", "small"])
def test_an_integer_that_python_does_not_write_is_refused(number: int) -> None:
    class Number:
        def __index__(self) -> int:
            return number

    for value in (number, Number()):
        with pytest.raises(ValueError, match="more digits than Python writes"):
            abonado.validate([{"legacy_id": value}])
    with pytest.raises(ValueError, match="more digits than Python writes"):
        abonado.model.Max.from_dict({"legacy_account_id": number})


@pytest.mark.parametrize(
    "option", ["threads", "max_depth", "max_errors", "max_error_rate", "max_line_bytes"]
)
def test_an_option_beyond_all_bounds_is_named(option: str) -> None:
    with (
        abonado.connect(":memory:") as database,
        pytest.raises(TypeError, match=f"^{option} cannot be a value of type int$"),
    ):
        database.load(CLEAN, **{option: 10**5000})  # type: ignore[arg-type]


def test_a_name_of_an_output_does_not_end_at_a_nul(tmp_path: Path) -> None:
    kept = tmp_path / "kept.ndjson"
    kept.write_bytes(CLEAN)
    name = f"{kept}\0more"
    with kept.open("rb") as source, pytest.raises(abonado.ArgumentError, match="NUL"):
        abonado.validate(source, findings=name)
    with pytest.raises(abonado.ArgumentError, match="NUL"):
        abonado.validate(kept, findings=name)
    with pytest.raises(abonado.ArgumentError, match="NUL"):
        abonado.generate(name, records=1)
    with abonado.connect(tmp_path / "s.db") as database:
        with pytest.raises(abonado.ArgumentError, match="NUL"):
            database.export(name)
        with pytest.raises(abonado.ArgumentError, match="NUL"):
            database.load(CLEAN, rejects=name)
    assert kept.read_bytes() == CLEAN
