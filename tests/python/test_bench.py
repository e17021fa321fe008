"""The benchmarks: that they run, that what they say is right. No test looks at speed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import abonado
import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "tests" / "bench"
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module of the harness."""
    monkeypatch.syspath_prepend(str(BENCH))
    from importlib import import_module

    return lambda name: import_module(f"harness.{name}")


def test_all_jobs_run(tmp_path: Path) -> None:
    command = [sys.executable, BENCH / "run.py", "--quick", "--output", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "benchmarks.json").read_text("utf-8"))
    assert {case["job"] for case in record["cases"]} == {
        *("memory", "validate", "forms", "threads", "load", "reads", "frames")
    }
    for case in record["cases"]:
        for row in case["contestants"]:
            assert row["figure"]["min"] > 0, (case["name"], row["name"])
            assert row["peak_mb"] > 5, (case["name"], row["name"])
    built = {path.stem for path in (ROOT / "build" / "bench").glob("*") if path.is_file()}
    left_out = {"simdjson_walk": 1, "sqlite_inserts": 1}
    assert len(record["aims"]) == 16 - sum(n for name, n in left_out.items() if name not in built)
    assert (tmp_path / "benchmarks.md").read_text("utf-8") == done.stdout


def test_page_is_made_of_the_figures(harness: Callable[[str], Any]) -> None:
    record = json.loads((REFERENCE / "benchmarks.json").read_text("utf-8"))
    assert harness("page").page(record) == (REFERENCE / "benchmarks.md").read_text("utf-8")
    assert harness("aims").reached(record["cases"]) == record["aims"]


@pytest.mark.parametrize("form", ["shuffled", "escaped", "long lists"])
def test_other_forms_have_the_same_verdict(harness: Callable[[str], Any], form: str) -> None:
    inputs = harness("inputs")
    dump = abonado.generate(records=300, seed=4, kinds=["max"], defects=inputs.MANY_DEFECTS)
    rewritten = harness("rewriting").FORMS[form]()
    lines = dump.splitlines(keepends=True)
    other = [rewritten(line) for line in lines]
    assert sum(map(bytes.__ne__, lines, other)) > 200

    def broken(text: bytes) -> list[tuple[int, str]]:
        return sorted({(finding.line, finding.rule) for finding in abonado.validate(text).findings})

    assert broken(b"".join(other)) == broken(dump) != []
    if form != "long lists":
        assert list(map(json.loads, other)) == list(map(json.loads, lines))


def test_escapes_and_spaces_are_there(harness: Callable[[str], Any]) -> None:
    dump = abonado.generate(records=50, seed=4, kinds=["max"])
    rewritten = harness("rewriting").Escaped()
    text = b"".join(map(rewritten, dump.splitlines(keepends=True)))
    assert text.isascii()
    assert b'" : ' in text
    assert b'"\\u004d' in text  # an M
    assert b"\\u00d3" in text  # an O with an accent


def test_a_wrong_verdict_ends_the_run(harness: Callable[[str], Any]) -> None:
    case, validate = harness("case"), harness("jobs.validate")
    dump = harness("inputs").Dump(path="", records=10, bytes=1, refused=2)
    facts = {name: {"records": 10, "refused": 2} for name in ("abonado", "pydantic v2")}
    assert "abonado 2" in validate.check(dump, facts)[0]
    for name, wrong in (("abonado", {"refused": 3}), ("pydantic v2", {"records": 9})):
        with pytest.raises(case.MismatchError):
            validate.check(dump, {**facts, name: {**facts[name], **wrong}})


def test_ratios_are_of_runs_of_one_round(
    harness: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rounds, case = harness("rounds"), harness("case")
    seconds = {"ours": iter([9.0, 1.0, 2.0, 4.0]), "theirs": iter([9.0, 3.0, 4.0, 4.0])}
    monkeypatch.setattr(
        rounds,
        "run_once",
        lambda contestant, _: rounds.Run(next(seconds[contestant.name]), 1.0, {}),
    )
    contestants = tuple(case.Contestant(name, (), "") for name in seconds)
    measured = rounds.measure(
        case.Case("job", "name", contestants, case.Unit("MB/s", 8.0), "", lambda _: []),
        rounds=3,
        warm_up=True,
        directory=tmp_path,
        note=lambda _: None,
    )
    ours, theirs = measured
    assert ours["seconds"] == [1.0, 2.0, 4.0]
    assert ours["figure"] == {"median": 4.0, "min": 2.0, "max": 8.0}
    assert theirs["ratio"] == {"median": 2.0, "min": 1.0, "max": 3.0}
