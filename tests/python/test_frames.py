"""Frames: every reader sees the same rows, typed; of a moment, an organisation, a condition."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import abonado
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import FAULTY, ndjson, of_max, tariff, v1
from polars.testing import assert_frame_equal

UTC = dt.timezone.utc
NAMES = [frame.name for frame in abonado.frames()]
JANUARY = dt.datetime(2026, 1, 1, tzinfo=UTC)
FEBRUARY = dt.datetime(2026, 2, 1, tzinfo=UTC)
BUNDLE = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


def limits(legacy_id: int, value: str, org: str = "euskaltel") -> dict[str, Any]:
    limit = {
        "credit_limit_id": "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
        "credit_limit_value": float(value),
        "reason": "r",
    }
    body = {"subscription_type": "MOBILE", "credit_limits": [limit]}
    return {"kind": "credit_limits", "org": org, "legacy_id": legacy_id, "body": body}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[abonado.Database]:
    """Two organisations' generated records, and some rejects."""
    with abonado.connect(tmp_path_factory.mktemp("frames") / "s.db") as db:
        db.load(abonado.generate(records=1500, seed=3, defects={"SUB-001": 0.05}))
        yield db


@pytest.fixture
def small() -> Iterator[abonado.Database]:
    with abonado.connect(":memory:") as db:
        db.load(
            ndjson(
                of_max(1, bundle_related_info={"bundle_id": str(BUNDLE)}),
                of_max(2, org="telecable"),
                v1(3),
                tariff(3, 10, org="euskaltel"),
                limits(3, "12.5"),
            ),
            now=JANUARY,
        )
        yield db


# --- each reader ----------------------------------------------------------------------------------


def sums(table: pa.Table) -> dict[str, int]:
    """Of each integer column."""
    import pyarrow.compute as pc

    return {
        name: pc.sum(table[name]).as_py() or 0
        for name, kind in zip(table.column_names, table.schema.types, strict=True)
        if pa.types.is_integer(kind)
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_reader_sees_the_same(db: abonado.Database, name: str) -> None:
    frame = db.frame(name)
    table = frame.to_arrow()
    table.validate(full=True)
    polars, pandas = frame.to_polars(), frame.to_pandas()
    relation = duckdb.sql("SELECT * FROM frame")  # found by its name, as in a notebook
    assert tuple(table.column_names) == frame.columns
    assert tuple(polars.columns) == tuple(pandas.columns) == frame.columns
    assert tuple(relation.columns) == frame.columns
    rows = relation.aggregate("count(*)").fetchall()[0][0]
    assert len(table) == polars.height == len(pandas) == rows
    for column, expected in sums(table).items():
        assert (polars[column].sum(), pandas[column].sum()) == (expected, expected)
        total = relation.aggregate(f'coalesce(sum("{column}"), 0)').fetchall()[0][0]
        assert int(total) == expected


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_those_of_the_tables(db: abonado.Database, name: str) -> None:
    tables = {
        "scheduled": ["scheduled_changes"],
        "commitments": ["device_commitments", "promotion_commitments"],
    }.get(name, [name])
    counts = [db.query(f"SELECT count(*) FROM v_{table}")[0][0] for table in tables]
    assert len(db.frame(name).to_arrow()) == sum(counts)


def test_the_frames_people_ask_for_have_rows(db: abonado.Database) -> None:
    asked = {frame for frame in NAMES if len(db.frame(frame).to_arrow()) > 0}
    assert asked >= {
        "subscriptions",
        "add_ons",
        "promotions",
        "commitments",
        "devices",
        "bundles_history",
        "status_history",
        "tariff_history",
        "segments",
        "credit_limits",
        "identifiers",
        "runs",
        "rejects",
    }
    assert {"scheduled", "audit"} <= set(NAMES)
    commitments = db.frame("commitments").to_polars()
    assert set(commitments["of"]) == {"device", "promotion"}


def test_batches_stream(db: abonado.Database) -> None:
    reader = pa.RecordBatchReader.from_stream(db.frame("identifiers"))
    assert sum(len(batch) for batch in reader) == len(db.frame("identifiers").to_arrow())


def test_schema_without_a_stream(db: abonado.Database) -> None:
    for name in NAMES:
        frame = db.frame(name)
        assert pa.schema(frame) == frame.to_arrow().schema


# --- types ----------------------------------------------------------------------------------------


def test_types_of_arrow(small: abonado.Database) -> None:
    schema = small.frame("subscriptions").to_arrow().schema
    assert schema.field("creation_date").type == pa.timestamp("us", "UTC")
    assert schema.field("status").type == pa.dictionary(pa.int8(), pa.string())
    assert schema.field("legacy_id").type == pa.int64()
    limit = small.frame("credit_limits").to_arrow()
    assert limit.schema.field("credit_limit_value").type == pa.decimal128(38, 6)
    assert limit["credit_limit_value"].to_pylist() == [Decimal("12.5")]


def test_values_in_polars(small: abonado.Database) -> None:
    frame = small.frame("subscriptions").to_polars().sort("legacy_id")
    assert frame["org"].to_list() == ["euskaltel", "telecable", "euskaltel"]
    assert frame["type"].cast(pl.String).to_list() == ["MAX", "MAX", "MOBILE"]
    assert isinstance(frame.schema["status"], pl.Categorical | pl.Enum)
    assert frame.schema["creation_date"] == pl.Datetime("us", "UTC")
    assert frame["creation_date"].to_list()[0] == dt.datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert frame["creation_date"].to_list()[2] is None
    assert frame["bundle_id"].to_list() == [str(BUNDLE), None, None]
    assert frame["product_id"].to_list() == [None, None, 10]
    assert small.frame("credit_limits").to_polars().schema["credit_limit_value"] == pl.Decimal(
        38, 6
    )


def test_values_in_pandas(small: abonado.Database) -> None:
    frame = small.frame("subscriptions").to_pandas().sort_values("legacy_id")
    assert str(frame["creation_date"].dtype) == "datetime64[us, UTC]"
    assert isinstance(frame["status"].dtype, pd.CategoricalDtype)
    assert frame["product_id"].dtype == pd.Int64Dtype()
    assert frame["product_id"].iloc[2] == 10
    value = small.frame("credit_limits").to_pandas()["credit_limit_value"]
    assert value.sum() == Decimal("12.5")


def test_values_in_duckdb(small: abonado.Database) -> None:
    frame = small.frame("credit_limits")  # noqa: F841
    types = "typeof(credit_limit_value), credit_limit_id"
    row = duckdb.sql(f"SELECT credit_limit_value, {types} FROM frame").fetchall()[0]
    assert row[0] == Decimal("12.5")
    assert row[1] == "DECIMAL(38,6)"
    assert row[2] == "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"


# --- what is asked for ----------------------------------------------------------------------------


def test_columns_in_the_order_asked_for(small: abonado.Database) -> None:
    frame = small.frame("subscriptions", ["status", "legacy_id"])
    assert frame.columns == ("status", "legacy_id")
    assert frame.to_polars().columns == ["status", "legacy_id"]
    assert frame.schema == {"status": "dictionary<int8, utf8>", "legacy_id": "int64"}
    assert "status" in repr(frame)
    assert "dictionary&lt;int8, utf8&gt;" in frame._repr_html_()


@pytest.mark.parametrize(
    ("name", "where", "value", "rows"),
    [
        ("subscriptions", "creation_date = ?", dt.datetime(2024, 5, 1, 8, tzinfo=UTC), 2),
        ("subscriptions", "bundle_id = ?", BUNDLE, 1),
        ("credit_limits", "credit_limit_value > ?", Decimal("12.49"), 1),
        ("credit_limits", "credit_limit_value > ?", Decimal("12.5"), 0),
        ("subscriptions", "type = ? OR 0", "MAX", 2),
        ("identifiers", "is_derived = ?", True, None),
    ],
)
def test_where(small: abonado.Database, name: str, where: str, value: Any, rows: int) -> None:
    found = len(small.frame(name, where=where, params=(value,)).to_arrow())
    assert rows is None or found == rows


@pytest.mark.parametrize(
    "where",
    [
        "1); DELETE FROM documents; --",
        "1) UNION SELECT * FROM runs --",
        "1; DROP TABLE documents",
        "id IN (SELECT id FROM documents)",
        "id IN documents",
        "1 /*",
        "'",
        "unheard = 1",
        "count(*) > 1",
        "(1",
        "1)(",
        "1\0",
    ],
)
def test_hostile_conditions_are_refused(small: abonado.Database, where: str) -> None:
    before = small.digest()
    with pytest.raises(abonado.ArgumentError, match="where"):
        small.frame("runs", where=where)
    with pytest.raises(abonado.ArgumentError, match="where"):
        small.org("euskaltel").frame("subscriptions", where=where.replace("id", "legacy_id"))
    assert small.digest() == before


def test_what_makes_no_sense_is_refused_at_once(small: abonado.Database) -> None:
    with pytest.raises(abonado.ArgumentError, match="there are organisations, subscriptions"):
        small.frame("clients")
    with pytest.raises(abonado.ArgumentError, match="it has org, legacy_id"):
        small.frame("subscriptions", ["nothing"])
    with pytest.raises(abonado.ArgumentError, match="1 parameters"):
        small.frame("runs", where="id = ?")
    for wrong in ({"columns": "id"}, {"params": "id"}, {"columns": []}):
        with pytest.raises(abonado.ArgumentError):
            small.frame("runs", **wrong)
    with pytest.raises(TypeError, match="parameter 1"):
        small.frame("runs", where="id = ?", params=(object(),))
    with pytest.raises(abonado.ArgumentError, match="time zone"):
        small.frame("runs", known=dt.datetime(2026, 1, 1))


def test_head(small: abonado.Database) -> None:
    frame = small.frame("subscriptions")
    assert frame.head(2).to_polars().height == frame.head(2).head(5).to_polars().height == 2
    assert frame.head(0).to_polars().height == 0
    with pytest.raises(abonado.ArgumentError):
        frame.head(-1)


def test_an_organisation_has_only_its_rows(small: abonado.Database) -> None:
    org = small.org("euskaltel")
    assert org.frame("subscriptions").to_polars()["legacy_id"].sort().to_list() == [1, 3]
    everything = org.frame("subscriptions", where="1 OR org = 'telecable'").to_polars()
    assert set(everything["org"]) == {"euskaltel"}
    with pytest.raises(abonado.ArgumentError, match="no organisation"):
        org.frame("runs")
    assert small.org("nobody").frame("subscriptions").to_polars().height == 0


def test_as_of_a_moment(small: abonado.Database) -> None:
    changed = of_max(1, creation_system="SECOND")
    small.load(ndjson(changed, of_max(9)), now=FEBRUARY)
    past = small.as_of(known=JANUARY + dt.timedelta(days=1))
    assert small.frame("subscriptions").to_polars().height == 4
    for frame in (
        past.frame("subscriptions"),
        small.frame("subscriptions", as_of=past),
        small.frame("subscriptions", known=past.known),
    ):
        assert frame.to_polars()["legacy_id"].sort().to_list() == [1, 2, 3]
    assert past.org("telecable").frame("subscriptions").to_polars().height == 1
    systems = ("v3_subscriptions", ["creation_system"], "subscription_legacy_id = 1")
    assert small.frame(*systems).to_polars()["creation_system"].to_list() == ["SECOND"]
    assert past.frame(*systems).to_polars()["creation_system"].to_list() == [None]
    before = small.as_of(valid=dt.datetime(2020, 1, 1, tzinfo=UTC))
    assert before.frame("subscriptions").to_polars()["status"].null_count() == 4
    with pytest.raises(abonado.ArgumentError, match="both"):
        small.frame("subscriptions", as_of=past, valid=JANUARY)


# --- streams --------------------------------------------------------------------------------------


def test_a_stream_shows_one_state_and_outlives_the_store(tmp_path: Path) -> None:
    db = abonado.connect(tmp_path / "s.db")
    db.load(ndjson(of_max(1), of_max(2)))
    frame = db.frame("subscriptions")
    reader = pa.RecordBatchReader.from_stream(frame)
    db.load(ndjson(of_max(3)))
    assert len(frame.to_arrow()) == 3  # each reading starts anew
    db.close()
    assert len(reader.read_all()) == 2
    with pytest.raises(abonado.ClosedError):
        frame.to_arrow()


def test_a_capsule_that_nobody_reads_is_given_back(db: abonado.Database) -> None:
    for _ in range(300):  # more than a process may have open, if they stayed
        db.frame("identifiers").__arrow_c_stream__()
        db.frame("identifiers").__arrow_c_schema__()


def test_threads(db: abonado.Database) -> None:
    frame = db.frame("identifiers")
    expected = frame.to_polars()
    seen: list[pl.DataFrame] = []
    readers = [threading.Thread(target=lambda: seen.append(frame.to_polars())) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    for other in seen:
        assert_frame_equal(other, expected, categorical_as_str=True)
    assert len(seen) == 4


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc"
)
def test_memory_stays_flat(tmp_path: Path) -> None:
    """The batches of a frame go as they are read."""
    code = f"""
import abonado, pyarrow as pa
def peak():  # KiB; not ru_maxrss, which begins with the peak of this process's parent
    with open("/proc/self/status") as status:
        return int(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
with abonado.connect({str(tmp_path / "s.db")!r}) as db:
    db.load(abonado.generate(records=30_000, seed=1))
    assert len(db.frame("identifiers").head(1).to_arrow()) == 1
    def read():
        frame = db.frame("subscriptions")
        return sum(len(batch) for batch in pa.RecordBatchReader.from_stream(frame))
    rows = read()
    before = peak()
    assert all(read() == rows for _ in range(20))
    print((peak() - before) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 32


# --- findings -------------------------------------------------------------------------------------


def test_findings_are_a_frame() -> None:
    report = abonado.validate(FAULTY)
    findings = report.findings
    frame = findings.to_polars()
    assert tuple(frame.columns) == findings.columns == tuple(findings.schema)
    assert frame.height == len(findings) == len(findings.to_arrow()) == len(findings.to_pandas())
    assert pa.schema(findings) == findings.to_arrow().schema
    assert duckdb.sql("SELECT count(*) FROM findings").fetchall() == [(len(findings),)]
    for row, finding in zip(frame.iter_rows(named=True), findings, strict=True):
        assert row.pop("input") == finding.file
        told = {name: row.pop(name) for name in ("system", "year", "type")}
        assert told == {"system": None, "year": None, "type": None}  # segments say none of it
        assert row == {key: value for key, value in finding._asdict().items() if key != "file"}
    assert isinstance(frame.schema["rule"], pl.Categorical | pl.Enum)


def test_findings_of_a_clean_dump() -> None:
    findings = abonado.validate(ndjson(of_max(1))).findings
    assert findings.to_polars().height == 0
    assert findings.to_polars().columns == list(findings.columns)


def test_a_stream_of_findings_outlives_its_report() -> None:
    reader = pa.RecordBatchReader.from_stream(abonado.validate(FAULTY).findings)
    assert len(reader.read_all()) > 0


# --- extras ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "package", "extra"),
    [
        ("to_polars", "polars", "polars"),
        ("to_pandas", "pandas", "pandas"),
        ("to_arrow", "pyarrow", "arrow"),
    ],
)
def test_a_missing_extra_is_named(
    small: abonado.Database,
    hide_package: Callable[[str], None],
    method: str,
    package: str,
    extra: str,
) -> None:
    hide_package(package)
    with pytest.raises(abonado.MissingExtraError, match=rf"abonado\[{extra}\]") as caught:
        getattr(small.frame("runs"), method)()
    assert isinstance(caught.value, ImportError)
