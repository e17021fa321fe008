"""CSV files as dumps: the records of their rows, their lines, and what is kept of a bad row."""

from __future__ import annotations

import csv
import gzip
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import abonado
import pytest
from abonado.cli.output import Exit
from conftest import LOADED, Run

VECTORS = Path(__file__).parents[1] / "vectors/csv"
OK = sorted(VECTORS.glob("*/ok*.csv"))
BAD = sorted(VECTORS.glob("*/bad.csv"))
LIMIT = "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"
CREDIT = "/credit_limits/0/credit_limit_value"
LIMITS = "legacy_id,subscription_type,credit_limit_id,credit_limit_value,reason"


def org_of(path: Path) -> str | None:
    return None if path.parent.name == "catalogue_product" else "euskaltel"


def validate(path: Path, **options) -> abonado.Report:
    options = {"kind": path.parent.name, "org": org_of(path), "now": LOADED} | options
    return abonado.validate(path, **options)


def limits(tmp_path: Path, *rows: str, name: str = "limits.csv", header: str = LIMITS) -> Path:
    path = tmp_path / name
    path.write_bytes("\n".join([header, *rows, ""]).encode())
    return path


def places(report: abonado.Report) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.rule, finding.pointer) for finding in report.findings]


# --- vectors (contract: tests/README.md) ---------------------------------------------------------


def test_each_kind_has_vectors() -> None:
    kinds = {"credit_limits", "segment", "product", "catalogue_product"}
    assert {path.parent.name for path in OK} == {path.parent.name for path in BAD} == kinds


@pytest.mark.parametrize("path", OK, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_good_rows_are_the_records_beside_them(path: Path) -> None:
    assert places(validate(path)) == []
    digests = []
    for source, options in (
        (path, {"kind": path.parent.name, "org": org_of(path)}),
        (path.with_suffix(".ndjson"), {}),
    ):
        with abonado.connect(":memory:") as db:
            report = db.load(source, now=LOADED, **options)
            assert report.inserted == report.records > 1
            digests.append(db.digest())
    assert digests[0] == digests[1]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.parent.name)
def test_bad_rows_give_what_is_expected_of_them(path: Path) -> None:
    found = sorted(places(validate(path)))
    lines = path.with_suffix(".expected").read_text("utf-8").splitlines()
    expected = [(int(at), rule, "".join(rest)) for at, rule, *rest in map(str.split, lines)]
    assert found == sorted(expected)


# --- lines ---------------------------------------------------------------------------------------


def test_a_finding_names_the_line_of_the_file(tmp_path: Path) -> None:
    path = limits(
        tmp_path,
        "",
        f'1,MOBILE,{LIMIT},1,"in\r\nthree\nlines"',
        f"2,MOBILE,{LIMIT},-1,line 6",
        f"3,MOBILE,{LIMIT},1,line 7",
        f"3,MOBILE,{LIMIT},1,line 8",
        "",
        f"4,MOBILE,{LIMIT},-1,line 10",
    )
    report = abonado.validate(path, kind="credit_limits", org="euskaltel")
    assert places(report) == [
        (6, "CRL-003", "/credit_limits/0/credit_limit_value"),
        (7, "CRL-002", "/credit_limits/1/credit_limit_id"),
        (10, "CRL-003", "/credit_limits/0/credit_limit_value"),
    ]
    assert report.records == 4
    assert report.findings[0].value == "-1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(tmp_path: Path, end: str, last: bool) -> None:
    lines = [LIMITS, f"1,MOBILE,{LIMIT},1,a", f"2,MOBILE,{LIMIT},-1,b"]
    path = tmp_path / "x.csv"
    path.write_bytes((end.join(lines) + end * last).encode())
    report = abonado.validate(path, kind="credit_limits", org="euskaltel")
    assert places(report) == [(3, "CRL-003", "/credit_limits/0/credit_limit_value")]


def test_a_row_that_is_none_hides_no_other_and_is_kept(tmp_path: Path) -> None:
    path = limits(
        tmp_path,
        f"1,MOBILE,{LIMIT}",
        f"2,MOBILE,{LIMIT},-1,b",
        f'3,MOBILE,{LIMIT},1,"no end',
        f"4,MOBILE,{LIMIT},1,d",
    )
    with abonado.connect(":memory:") as db:
        bad = tmp_path / "bad.ndjson"
        report = db.load(path, kind="credit_limits", org="euskaltel", rejects=bad)
        assert (report.records, report.rejected) == (3, 3)
    first, second, third = bad.read_text("utf-8").splitlines()
    assert json.loads(first) == ["3 cells where the header has 5", f"1,MOBILE,{LIMIT}"]
    assert json.loads(second)["legacy_id"] == 2
    reason, text = json.loads(third)
    assert reason == "no row of CSV: unexpected end of data"
    assert text == f'3,MOBILE,{LIMIT},1,"no end\n4,MOBILE,{LIMIT},1,d'
    findings = (tmp_path / "bad.findings.ndjson").read_bytes().splitlines()
    assert [json.loads(line)["line"] for line in findings] == [2, 3, 4]


@pytest.fixture
def wide_cells() -> Iterator[None]:
    """A host that lets the csv module take cells of any length."""
    before = csv.field_size_limit(1 << 30)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("wide_cells")
def test_a_quote_without_end_hides_only_so_many_lines(tmp_path: Path) -> None:
    rows = [f"{i},MOBILE,{LIMIT},1,some text" for i in range(1, 10_001)]
    rows[0] = f'1,MOBILE,{LIMIT},1,"no end'
    bad = tmp_path / "bad.ndjson"
    with abonado.connect(":memory:") as db:
        path = limits(tmp_path, *rows)
        report = db.load(path, kind="credit_limits", org="euskaltel", rejects=bad)
        (reject,) = db.rejects()
    assert reject.line == 2
    reason, text = json.loads(reject.raw)
    assert reason == "no row of CSV: more than 131072 characters"
    hidden = text.split("\n")
    assert hidden == rows[: len(hidden)]
    assert len("\n".join(rows[: len(hidden) + 1])) >= 1 << 17
    assert report.inserted == len(rows) - len(hidden)  # none is lost between


@pytest.mark.usefixtures("wide_cells")
def test_a_row_of_many_short_cells_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(LIMITS + "\n" + '"\n",' * 150_000, "utf-8")
    tracemalloc.start()
    report = abonado.validate(path, kind="credit_limits", org="euskaltel", max_findings=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert places(report) == [(2, "DOC-001", "")]
    assert "more than 131072 characters" in report.findings[0].value
    assert peak < 8 << 20


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("length", [*range((1 << 17) - 3, (1 << 17) + 4), 40 << 20])
def test_a_line_that_is_too_long_is_no_row(tmp_path: Path, length: int, end: str) -> None:
    start = f"1,MOBILE,{LIMIT},-1,"
    long = start + "x" * (length - len(start))
    path = tmp_path / "x.csv"
    path.write_bytes(end.join([LIMITS, long, "", f"2,MOBILE,{LIMIT},-1,b", ""]).encode())
    tracemalloc.start()
    report = abonado.validate(path, kind="credit_limits", org="euskaltel")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    is_long = length + len(end) > 1 << 17
    first = (2, "DOC-001", "") if is_long else (2, "CRL-003", CREDIT)
    assert places(report) == [first, (4, "CRL-003", CREDIT)]
    assert peak < 8 << 20


def test_empty_lines_before_the_header_are_not_kept(tmp_path: Path) -> None:
    path = limits(tmp_path, f"1,MOBILE,{LIMIT},-1,a", header="\n" * 200_000 + LIMITS)
    report = abonado.validate(path, kind="credit_limits", org="euskaltel")
    assert places(report) == [(200_002, "CRL-003", CREDIT)]


def test_a_record_of_too_many_rows_is_refused_as_a_whole(tmp_path: Path) -> None:
    header, *good = (VECTORS / "product/ok.csv").read_text("utf-8").splitlines()
    history, other = good[:3], good[3]
    path = limits(tmp_path, *[history[0]] * 200_000, *history, other, header=header)
    with abonado.connect(":memory:") as db:
        report = db.load(path, kind="product", org="euskaltel", now=LOADED)
        assert (report.records, report.inserted, report.rejected) == (2, 1, 1)
        (reject,) = db.rejects()
        assert json.loads(db.export())["body"]["id"] == int(other.partition(",")[0])
    assert reject.line == 2
    assert [finding.rule for finding in reject.findings] == ["DOC-001"]
    assert json.loads(reject.raw) == ["a record of more than 200000 rows", *history[0].split(",")]


def test_bytes_that_are_no_utf_8_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(f"{LIMITS}\n1,MOBILE,{LIMIT},1,\xf1and\xfa\n".encode("latin-1"))
    with abonado.connect(":memory:") as db:
        db.load(path, kind="credit_limits", org="euskaltel")
        (reject,) = db.rejects()
    assert reject.line == 2
    assert b"\xf1and\xfa" in reject.raw
    assert [finding.rule for finding in reject.findings] == ["DOC-001"]


def test_a_reject_is_mended_and_replayed(tmp_path: Path) -> None:
    path = limits(tmp_path, f"1,MOBILE,{LIMIT},-1,a", f"2,MOBILE,{LIMIT},2,b")
    bad = tmp_path / "bad.ndjson"
    with abonado.connect(":memory:") as db:
        assert db.load(path, kind="credit_limits", org="euskaltel", rejects=bad).rejected == 1
        bad.write_bytes(bad.read_bytes().replace(b":-1", b":1"))
        assert db.replay(bad).inserted == 1
        again = db.load(path, kind="credit_limits", org="euskaltel")
        assert (again.skipped, again.rejected) == (1, 1)


# --- the header ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("legacy_id,value", r"kind segment has no column 'value'; there are segment_id, "),
        ("legacy_id, reason", "no column ' reason'"),
        ("reason,legacy_id,reason", "the columns reason and reason say the same"),
        ("reason;legacy_id,segment_id", "separated by more than one"),
        ('reason,"legacy_id', "the header cannot be read"),
        ("", "there is no header"),
        (f"reason,{'x' * (1 << 17)}", "the header has more than 131072 characters"),
        ("sep=|\nlegacy_id|reason", r"sep= names one of comma, semicolon and tab, not '\|'"),
        ("sep=;;\nlegacy_id;reason", "sep= names .*, not ';;'"),
        ("sep=;", "there is no header"),
    ],
)
def test_a_header_that_makes_no_sense(tmp_path: Path, header: str, message: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{header}\n", "utf-8")
    with pytest.raises(abonado.ArgumentError, match=message) as caught:
        abonado.validate(path, kind="segment", org="euskaltel")
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("packed", [True, False])
def test_utf_16_is_called_by_its_name(tmp_path: Path, coding: str, mark: str, packed: bool) -> None:
    content = f"{mark}{LIMITS}\r\n1,MOBILE,{LIMIT},1,a\r\n".encode(coding)
    path = tmp_path / ("x.csv.gz" if packed else "x.csv")
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(abonado.ArgumentError, match="is UTF-16; save it as UTF-8") as caught:
        abonado.validate(path, kind="credit_limits", org="euskaltel")
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line", ["sep={}", "SEP={}", '"sep={}"', "\ufeffsep={}", "\nsep={}"])
def test_a_first_line_that_names_the_delimiter(tmp_path: Path, line: str, delimiter: str) -> None:
    rows = [LIMITS, f"1,MOBILE,{LIMIT},-1,a"]
    header, row = (text.replace(",", delimiter) for text in rows)
    path = limits(tmp_path, header, row, header=line.format(delimiter))
    report = abonado.validate(path, kind="credit_limits", org="euskaltel")
    assert places(report) == [(3 + line.count("\n"), "CRL-003", CREDIT)]


def test_a_short_name_that_two_members_have(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,historic_date\n", "utf-8")
    with pytest.raises(abonado.ArgumentError, match=r"one of product\.historic_date, .*historical"):
        abonado.validate(path, kind="product")


def test_a_kind_must_be_given(tmp_path: Path) -> None:
    path = limits(tmp_path)
    with pytest.raises(abonado.ArgumentError, match="kind"):
        abonado.validate(path)
    with pytest.raises(abonado.ArgumentError, match=r"kind is one of max, .* not limits"):
        abonado.validate(path, kind="limits")


def test_full_and_short_names_and_members_of_the_envelope(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "org,identifiers.MSISDN,legacy_id,subscription_type,credit_limits.credit_limit_id,"
        "credit_limit_value,credit_limits.reason\n"
        f"euskaltel,600000000,1,MOBILE,{LIMIT},1e1,a\n",
        "utf-8",
    )
    with abonado.connect(":memory:") as db:
        assert db.load(path, kind="credit_limits").ok
        dump = json.loads(db.export())
    assert dump["org"] == "euskaltel"
    assert dump["identifiers"] == {"MSISDN": "600000000"}
    assert dump["body"]["credit_limits"] == [
        {"credit_limit_id": LIMIT, "credit_limit_value": 10, "reason": "a"}
    ]


# --- files ---------------------------------------------------------------------------------------


def test_packed_files_and_several_are_one_dump(tmp_path: Path) -> None:
    first = limits(tmp_path, f"1,MOBILE,{LIMIT},1,a")
    second = tmp_path / "two.CSV.gz"
    second.write_bytes(gzip.compress(f"{LIMITS}\n1,MOBILE,{LIMIT},2,b\n".encode()))
    report = abonado.validate([first, second], kind="credit_limits", org="euskaltel")
    assert places(report) == [(2, "DUP-001", "/legacy_id")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    rows = "".join(f"{i},MOBILE,{LIMIT},1,a\n" for i in range(1, 100))
    cut.write_bytes(gzip.compress(f"{LIMITS}\n{rows}".encode())[:-9])
    missing = tmp_path / "missing.csv"
    report = abonado.validate([missing, cut], kind="credit_limits", org="euskaltel")
    assert [failure.message for failure in report.failures] == [
        f"{missing}: No such file or directory",
        f"{cut}: the gzip data is cut off",
    ]
    assert report.records > 50


def test_with_a_kind_no_other_files_are_read(tmp_path: Path) -> None:
    path = limits(tmp_path)
    with pytest.raises(abonado.ArgumentError, match=r"other\.ndjson would be .* of bare bodies"):
        abonado.validate([path, tmp_path / "other.ndjson"], kind="credit_limits")


def test_a_large_file_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        print(LIMITS, file=file)
        for i in range(5_000):
            print(f"1,MOBILE,{LIMIT},{i},{'text ' * 20}", file=file)
            print(f"{i + 2},MOBILE,{LIMIT},{i},{'text ' * 20}", file=file)
    tracemalloc.start()
    report = abonado.validate(path, kind="credit_limits", org="euskaltel", max_findings=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.records == 10_000
    assert peak < 4 << 20


# --- the command line ----------------------------------------------------------------------------


def test_the_command_reads_it(tmp_path: Path, cli: Run) -> None:
    limits(tmp_path, f"1,MOBILE,{LIMIT},1,a", f"2,MOBILE,{LIMIT},-1,b")
    of = ("--kind", "credit_limits", "--org", "euskaltel")
    done = cli("validate", "limits.csv", *of, "--json")
    assert done.returncode == Exit.FINDINGS, done.stderr
    assert json.loads(done.stdout)["by_rule"] == {"CRL-003": 1}
    done = cli("load", "subs.db", "limits.csv", *of, "--json")
    assert json.loads(done.stdout)["inserted"] == 1
    done = cli("validate", "limits.csv")
    assert done.returncode == Exit.USAGE
    assert b"the kind of the rows" in done.stderr
