"""Frames and Parquet files as dumps: they say what the same records say as lines."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import _core, generation
from abonado.cli.output import Exit
from conftest import LOADED, Run, ndjson, segment, v1

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")
pd = pytest.importorskip("pandas")

# What a typed column cannot hold beside good values: broken lines, members twice or of other types,
# huge numbers. All else is the same for rows as for lines.
UNTYPED = {f"DOC-{i:03}" for i in (1, 2, 3, 5, 6, 11, 12)} | {"ENV-001"}
# Kinds whose members of one name have one type.
KINDS = [
    ("max", "disney", "amazon_prime", "subscription", "credit_limits", "segment"),
    ("legacy_subscription",),
    ("product",),
    ("shipping",),
]
UTC = timezone.utc
EXTERNAL = {
    field["name"]
    for struct in _core.structs()
    for field in struct["fields"]
    if field["type"] == "external_id"
}
FAULTY = ndjson(segment(1), segment(2, segment_id="XX"), segment(3, segment_value=" "))


def generated(kinds: Sequence[str], records: int, seed: int = 5, **defects: float) -> bytes:
    return abonado.generate(records=records, seed=seed, kinds=kinds, defects=defects)


@cache
def dump(kinds: Sequence[str]) -> bytes:
    """Records with each defect that they can have and a typed column can hold."""
    rules = []
    for rule in sorted(set(generation.injectable_rules()) - UNTYPED):
        with suppress(abonado.ArgumentError):
            generated(kinds, 1, **{rule: 1})
            rules.append(rule)
    data = generated(kinds, 1200, **dict.fromkeys(rules, 0.5 / len(rules)))
    return ndjson(*map(typed, records(data)))


def typed(value: Any) -> Any:
    """The same with identifiers, which may be numbers or texts, as texts.

    Nothing is scheduled: in all records that object would be empty, which Parquet and DuckDB have
    no type for.
    """
    if isinstance(value, list):
        return [typed(element) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: str(inner) if name in EXTERNAL and isinstance(inner, int) else typed(inner)
        for name, inner in value.items()
        if (name, inner) != ("scheduled", {})
    }


def records(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def polars_frame(data: bytes) -> Any:
    return pl.read_ndjson(io.BytesIO(data), infer_schema_length=None)


def arrow_table(data: bytes) -> Any:
    return pa.Table.from_pylist(records(data), schema=polars_frame(data).to_arrow().schema)


def parquet(data: bytes, path: Path, rows: int = 500) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(arrow_table(data), path, row_group_size=rows)
    return path


FORMS: dict[str, Callable[[bytes, Path], Any]] = {
    "polars": lambda data, _: polars_frame(data),
    "pandas": lambda data, _: pd.DataFrame(records(data)),
    "arrow": lambda data, _: arrow_table(data),
    "reader": lambda data, _: arrow_table(data).to_reader(max_chunksize=7),
    "duckdb": lambda data, _: __import__("duckdb").from_arrow(arrow_table(data)),
    "parquet": lambda data, path: parquet(data, path / "dump.parquet"),
    "bodies as text": lambda data, _: pl.DataFrame(
        [{**record, "body": json.dumps(record["body"], indent=1)} for record in records(data)],
        infer_schema_length=None,
    ),
}


def findings(source: Any, **options: Any) -> list[tuple[int, str, str, str | None]]:
    """Line, rule, pointer and value, the last without the form that objects have there."""
    found = abonado.validate(source, now=LOADED, **options).findings
    return [
        (f.line, f.rule, f.pointer, None if (f.value or "{")[0] in "[{n" else f.value)
        for f in found
    ]


@pytest.mark.parametrize("kinds", KINDS, ids=lambda kinds: kinds[0])
@pytest.mark.parametrize("form", FORMS)
def test_the_verdict_is_that_of_the_lines(form: str, kinds: Sequence[str], tmp_path: Path) -> None:
    expected = findings(dump(kinds))
    assert len({rule for _, rule, _, _ in expected}) >= (40 if len(kinds) > 1 else 5)
    assert sorted(findings(FORMS[form](dump(kinds), tmp_path))) == sorted(expected)


@pytest.mark.parametrize("kinds", KINDS, ids=lambda kinds: kinds[0])
@pytest.mark.parametrize("form", FORMS)
def test_the_store_is_that_of_the_lines(form: str, kinds: Sequence[str], tmp_path: Path) -> None:
    digests = []
    for source in (dump(kinds), FORMS[form](dump(kinds), tmp_path)):
        with abonado.connect(":memory:") as db:
            report = db.load(source, now=LOADED)
            assert report.inserted > 500
            digests.append((report.inserted, report.rejected, db.digest()))
    assert digests[0] == digests[1]


# --- rows ----------------------------------------------------------------------------------------


def test_flat_rows_of_bodies_with_the_members_of_their_paths() -> None:
    frame = pl.DataFrame(
        {
            "legacy_id": [1, 2],
            "segment_class": ["PREPAID", "POSTPAID_MOBILE"],
            "segment_id": ["OP", "OP"],
            "segment_value": ["A", "B"],
            "reason": ["r", "r"],
        }
    )
    with abonado.connect(":memory:") as db:
        report = db.load(frame, kind="segment", org="euskaltel", now=LOADED)
        assert (report.inserted, report.rejected) == (1, 1)
        (reject,) = db.rejects()
        assert (reject.line, reject.legacy_id, reject.findings[0].pointer) == (2, 2, "/segment_id")
        assert records(db.export()) == [
            {
                "kind": "segment",
                "org": "euskaltel",
                "legacy_id": 1,
                "segment_class": "PREPAID",
                "body": {"segment_id": "OP", "segment_value": "A", "reason": "r"},
            }
        ]


def test_a_row_says_its_own_kind_and_organisation_first() -> None:
    rows = [segment(1), {**segment(2), "org": None, "kind": None}]
    frame = pa.Table.from_pylist(rows)
    with abonado.connect(":memory:") as db:
        db.load(frame, kind="max", org="racctel", now=LOADED)
        assert [(r["org"], r["kind"]) for r in records(db.export())] == [("euskaltel", "segment")]
        assert next(iter(db.rejects())).org == "racctel"


def test_a_frame_of_a_store_says_how_its_rows_are_meant(db: abonado.Database) -> None:
    db.load([segment(1)])
    with pytest.raises(abonado.ArgumentError, match=r"no column body, .* the columns are org"):
        abonado.validate(db.frame("segments"))


def test_labels_of_pandas_rows_are_no_members() -> None:
    frame = pd.DataFrame([segment(i) for i in (1, 2, 3)])
    assert abonado.validate(frame[frame["legacy_id"] > 1], now=LOADED).summary().startswith("2 rec")
    assert findings(frame[frame["legacy_id"] > 1]) == []


def test_types_that_people_have() -> None:
    body = {
        "id": [1, 2],
        "subscription_type": pl.Series(["MOBILE", "MOBILE"], dtype=pl.Categorical),
        "current_status": pl.Series(["ACTIVE", "ACTIVE"], dtype=pl.Enum(["ACTIVE", "DEACTIVATED"])),
        "current_status_date": [datetime(2024, 5, 1, 10, tzinfo=timezone(timedelta(hours=2)))] * 2,
    }
    with abonado.connect(":memory:") as db:
        assert db.load(pl.DataFrame(body), kind="legacy_subscription", org="telco").ok
        stored = records(db.export())[0]["body"]
    assert stored["current_status_date"] == "2024-05-01T08:00:00Z"
    assert stored["current_status"] == "ACTIVE"


def test_a_timestamp_without_zone_is_for_the_rule_to_decide() -> None:
    frame = (
        pl.DataFrame([{**segment(1)}])
        .drop("body")
        .with_columns(
            pl.struct(
                id=1,
                subscription_type=pl.lit("MOBILE"),
                current_status=pl.lit("ACTIVE"),
                current_status_date=datetime(2024, 5, 1),
            ).alias("body"),
            kind=pl.lit("legacy_subscription"),
        )
        .drop("legacy_id", "segment_class")
    )
    assert findings(frame) == [(1, "DOC-008", "/current_status_date", "2024-05-01T00:00:00")]
    assert findings(frame, naive="utc") == []


def test_dates_and_amounts() -> None:
    limit = {"credit_limit_id": "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT", "reason": "r"}
    rows = [
        {
            "legacy_id": i + 1,
            "subscription_type": "MOBILE",
            "credit_limits": [{**limit, "credit_limit_value": value}],
        }
        for i, value in enumerate(
            [Decimal("87.264463"), Decimal("9000000000000.000001"), Decimal("0.1234567")]
        )
    ]
    frame = pa.Table.from_pylist(rows)
    assert findings(frame, kind="credit_limits", org="euskaltel") == [
        (3, "DOC-012", "/credit_limits/0/credit_limit_value", "0.1234567")
    ]
    installed = v1(subscription_additional_details={"installation_date": date(2024, 5, 1)})
    assert findings(pl.DataFrame([installed])) == []


def test_what_is_no_number_is_found() -> None:
    rows = [float("nan"), float("inf"), 7.5, 8.0, 2.0**60, None]
    frame = pl.DataFrame({"id": rows, "value": ["T"] * 6})
    assert [
        (f.line, f.rule, f.value)
        for f in abonado.validate(frame, kind="catalogue_product").findings
    ] == [
        (1, "DOC-003", '[["NaN"]]'),
        (2, "DOC-003", '[["Infinity"]]'),
        (3, "DOC-003", "7.5"),
        (5, "DOC-003", "1152921504606846976.0"),
        (6, "DOC-004", None),
    ]
    texts = pl.DataFrame({"id": [1], "value": [float("nan")]})
    assert findings(texts, kind="catalogue_product")[0][:3] == (1, "DOC-003", "/value")


HOSTILE = [
    'x","org":"yoigo',
    "\x00\x01\n\r\u2028\\",
    "\U0001f600" * 3,
    '"}}\n{"kind":"segment"}',
    "",
    "[[",
]


def test_hostile_texts_stay_where_they_are() -> None:
    rows = [segment(i + 1, segment_id="OM" + text) for i, text in enumerate(HOSTILE)]
    for frame in (pa.Table.from_pylist(rows), pl.DataFrame(rows)):
        with abonado.connect(":memory:") as db:
            assert db.load(frame, now=LOADED).inserted == len(HOSTILE)
            stored = sorted(records(db.export()), key=lambda record: record["legacy_id"])
        assert stored == [{**row, "body": row["body"]} for row in rows]


def test_a_body_of_text_cannot_reach_into_its_envelope() -> None:
    text = '{"segment_id":"OM","segment_value":"v","reason":"r"},"segment_class":"PREPAID"'
    frame = pl.DataFrame([{**segment(1), "body": text}]).drop("segment_class")
    assert [(f.rule, f.pointer, f.value) for f in abonado.validate(frame).findings] == [
        ("ENV-001", "/body", text)
    ]


# --- sources that cannot be read -----------------------------------------------------------------


def test_a_type_that_is_not_read_is_named_with_its_column() -> None:
    frame = pl.DataFrame([{**segment(1), "body": {"promotions": [{"blob": b"x"}]}}])
    with pytest.raises(abonado.ArgumentError, match=r"column body\.promotions\[\]\.blob .* vz"):
        abonado.validate(frame)


def test_a_lazy_frame_is_to_be_collected() -> None:
    with pytest.raises(abonado.ArgumentError, match=r"collect\(\)"):
        abonado.validate(polars_frame(FAULTY).lazy())


def test_a_reader_is_read_once() -> None:
    reader = arrow_table(FAULTY).to_reader()
    assert abonado.validate(reader).records == 3
    assert abonado.validate(reader).records == 0


class Bare:
    """Nothing but the protocol, and read once."""

    def __init__(self, table: Any) -> None:
        self._capsule = table.__arrow_c_stream__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._capsule


def test_a_stream_that_was_read_before_says_so() -> None:
    bare = Bare(arrow_table(FAULTY))
    assert abonado.validate(bare).records == 3
    with pytest.raises(abonado.ArgumentError, match="read before"):
        abonado.validate(bare)


def failing(error: BaseException) -> Any:
    table = arrow_table(FAULTY)

    def batches() -> Iterator[Any]:
        yield from table.to_batches()
        raise error

    return pa.RecordBatchReader.from_batches(table.schema, batches())


def test_a_stream_that_fails_is_an_input_that_was_not_read_to_its_end() -> None:
    for source in (failing(OSError("the network is down")), Bare(failing(OSError("is down")))):
        report = abonado.validate(source)
        assert report.records == 3
        (failure,) = report.failures
        assert failure.input == "<frame>"
        assert "is down" in failure.message


def test_what_a_reader_raises_is_raised(db: abonado.Database) -> None:
    with pytest.raises(ZeroDivisionError):
        abonado.validate(failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        db.load(failing(ZeroDivisionError()))
    assert db.runs()[-1].state == "interrupted"


def test_a_load_of_a_frame_is_resumed(tmp_path: Path) -> None:
    data = generated(KINDS[0], 20_000)
    table = polars_frame(data)

    def stop(progress: abonado.Progress) -> None:
        if progress.records > 12_000:
            raise InterruptedError

    with abonado.connect(tmp_path / "a.db") as db, abonado.connect(":memory:") as other:
        with pytest.raises(InterruptedError):
            db.load(table, progress=stop, now=LOADED)
        report = db.load(table, resume=True, now=LOADED)
        assert report.resumed_bytes > 0
        other.load(data, now=LOADED)
        assert db.digest() == other.digest()


def test_a_replay_reads_a_frame(db: abonado.Database) -> None:
    db.load(FAULTY, now=LOADED)
    mended = pa.Table.from_pylist([segment(2), segment(3)])
    assert db.replay(mended, now=LOADED).inserted == 2
    assert {reject.state for reject in db.rejects()} == {"replayed"}


# --- Parquet -------------------------------------------------------------------------------------


def test_files_of_several_forms_are_one_dump(tmp_path: Path) -> None:
    first = parquet(ndjson(segment(1), segment(2)), tmp_path / "a.PARQUET")
    second = tmp_path / "b.ndjson"
    second.write_bytes(ndjson(segment(3), segment(1, segment_value="OTHER")))
    missing = tmp_path / "c.parquet"
    damaged = tmp_path / "d.parquet"
    damaged.write_bytes(first.read_bytes()[:200])
    report = abonado.validate([first, second, missing, damaged], now=LOADED)
    assert report.records == 4
    assert [(f.line, f.rule) for f in report.findings] == [(2, "DUP-001")]
    assert [failure.input for failure in report.failures] == [str(missing), str(damaged)]
    assert report.failures[0].message == f"{missing}: No such file or directory"


WAITING = """
import os, sys, threading, time
import abonado
table, fifo = sys.argv[1:]
reports = []
reader = threading.Thread(target=lambda: reports.append(abonado.validate([table, fifo])))
reader.start()
time.sleep(0.3)  # by now it waits for the pipe's writer; this thread goes on
with open(fifo, "wb") as writer:
    writer.write(sys.stdin.buffer.read())
reader.join()
print(reports[0].records)
"""


def test_a_pipe_among_tables_stops_no_other_thread(tmp_path: Path) -> None:
    table = parquet(ndjson(segment(1), segment(2)), tmp_path / "a.parquet")
    os.mkfifo(tmp_path / "fifo")
    done = subprocess.run(
        [sys.executable, "-c", WAITING, table, tmp_path / "fifo"],
        input=ndjson(segment(3)),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (b"3\n", b"")


def test_a_damaged_page_comes_after_the_rows_before_it(tmp_path: Path) -> None:
    path = parquet(generated(KINDS[0], 3000), tmp_path / "x.parquet", rows=1000)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    report = abonado.validate(path)
    assert report.records < 3000
    (failure,) = report.failures
    assert failure.message.startswith(f"{path}: ")


def test_the_command_reads_parquet(tmp_path: Path, cli: Run) -> None:
    parquet(FAULTY, tmp_path / "dump.parquet")
    done = cli("validate", "dump.parquet", "--json")
    assert done.returncode == Exit.FINDINGS, done.stderr
    assert json.loads(done.stdout)["by_rule"] == {"DOC-013": 1, "SEG-001": 1}
    done = cli("load", "subs.db", "dump.parquet", "--json")
    assert json.loads(done.stdout)["inserted"] == 1


# --- missing extras ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "extra"),
    [
        ("'dump.parquet'", "arrow"),
        ("__import__('pandas').DataFrame({'a': [1]})", "pandas"),
    ],
)
def test_without_pyarrow_the_extra_is_named(source: str, extra: str) -> None:
    code = f"""
import sys
sys.modules["pyarrow"] = None
import abonado
try:
    abonado.validate({source}, kind="segment")
except abonado.MissingExtraError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert f"abonado[{extra}]" in done.stdout, done.stderr


def test_polars_needs_no_pyarrow() -> None:
    code = """
import sys
sys.modules["pyarrow"] = None
import abonado, polars
frame = polars.DataFrame({"id": [1, None], "value": ["a", "b"]})
print([f.line for f in abonado.validate(frame, kind="catalogue_product").findings])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "[2]\n", done.stderr


# --- Ctrl-C --------------------------------------------------------------------------------------

ENDLESS = """
import sys, threading, time, abonado, pyarrow as pa
batch = pa.RecordBatch.from_pylist([{{"id": i, "value": "T"}} for i in range(1000)])
def batches():
    print("up", flush=True)
    while True:
        {pause}
        yield batch
reader = pa.RecordBatchReader.from_batches(batch.schema, batches())
class Bare:
    def __arrow_c_stream__(self, requested_schema=None):
        return reader.__arrow_c_stream__()
try:
    abonado.validate({source}, kind="catalogue_product", check_duplicates=False)
except KeyboardInterrupt:
    print(time.time())
"""


@pytest.mark.parametrize("source", ["reader", "Bare()"])
@pytest.mark.parametrize("pause", ["pass", "time.sleep(60)"])
def test_control_c_stops_a_stream(source: str, pause: str) -> None:
    import time

    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS.format(source=source, pause=pause)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        time.sleep(0.3)
        sent = time.time()
        process.send_signal(signal.SIGINT)
        try:
            out, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    assert float(out) - sent < 1  # 100 ms on a machine that does nothing else
