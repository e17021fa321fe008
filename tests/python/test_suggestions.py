"""Mends that rules know: the patch of a finding, and rejects mended and replayed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import abonado
import jsonpatch
import pytest
from abonado import _core
from conftest import Run, ndjson

VECTORS = Path(__file__).parents[1] / "vectors"
MENDS = VECTORS / "mends"
CASES = [json.loads(line) for line in (MENDS / "cases.ndjson").read_bytes().splitlines()]
V3 = "subscription"


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    """A record of each kind."""
    lines = (MENDS / "records.ndjson").read_bytes().splitlines()
    return {record["kind"]: record for record in map(json.loads, lines)}


def set_at(record: dict[str, Any], path: str, value: Any) -> bytes:
    mended = jsonpatch.apply_patch(record, [{"op": "add", "path": path, "value": value}])
    return json.dumps(mended).encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_patch_makes_the_value_what_the_rule_asks_for(
    case: dict[str, Any], records: dict[str, dict[str, Any]]
) -> None:
    rule, path = case["rule"], case["path"]
    line = set_at(records[case["kind"]], path, case["value"])
    found = abonado.validate(line, naive=case.get("naive", "refuse")).findings
    finding = next(f for f in found if f.rule == rule and path.endswith(f.pointer))
    if "becomes" not in case:
        assert (finding.patch, finding.safe) == (None, None)
        return
    assert finding.patch is not None
    patch = json.loads(finding.patch)
    assert patch == [{"op": "replace", "path": path, "value": case["becomes"]}]
    assert finding.safe is case.get("is_safe", True)

    mended = _core.apply_patch(line, finding.patch)
    assert json.loads(mended) == jsonpatch.apply_patch(json.loads(line), patch)
    assert rule not in abonado.validate(mended).by_rule


def test_what_a_legacy_name_says_of_billing_is_kept(records: dict[str, dict[str, Any]]) -> None:
    record = records[V3]
    record = {k: v for k, v in record.items() if k != "billing_type"}
    line = set_at(record, "/body/type", "PRE-PAGO")
    [finding] = [f for f in abonado.validate(line).findings if f.rule == "DOC-007"]
    assert finding.safe is True
    assert json.loads(str(finding.patch)) == [
        {"op": "replace", "path": "/body/type", "value": "MOBILE"},
        {"op": "add", "path": "/billing_type", "value": "PREPAID"},
    ]
    mended = json.loads(_core.apply_patch(line, str(finding.patch)))
    assert (mended["billing_type"], mended["body"]["type"]) == ("PREPAID", "MOBILE")

    contradicted = set_at({**record, "billing_type": "POSTPAID"}, "/body/type", "PRE-PAGO")
    [finding] = [f for f in abonado.validate(contradicted).findings if f.rule == "DOC-007"]
    assert finding.safe is False


def test_the_former_name_of_a_member_becomes_its_name() -> None:
    path = VECTORS / "rules/DOC-014/bad.ndjson"
    for line in path.read_bytes().splitlines():
        found = [f for f in abonado.validate(line).findings if f.rule == "DOC-014"]
        assert found
        mended = line
        for finding in found:
            mended = _core.apply_patch(mended, str(finding.patch))
        assert mended == line.replace(b"catalogue_term_id", b"catalogue_id")
        assert abonado.validate(mended).by_rule == {}


def test_all_but_the_value_stays_byte_for_byte() -> None:
    line = rb'{ "org" : "Euskaltel" ,"kind":"segment","legacy_id":1, "body":{"segment_id":"OM\u005fX","segment_value":"1.50","reason":"r"} }'  # noqa: E501
    [finding] = [f for f in abonado.validate(line).findings if f.rule == "ENV-002"]
    assert _core.apply_patch(line, str(finding.patch)) == line.replace(b"Euskaltel", b"euskaltel")


@pytest.mark.parametrize(
    "patch",
    [
        '[{"op":"remove","path":"/a"}]',
        '[{"op":"replace","path":"/x","value":1}]',
        '[{"op":"add","path":"/a/b","value":1}]',
        '[{"op":"move","path":"/b/c","from":"/a"}]',
        '[{"op":"move","path":"/b","from":"/x"}]',
        '[{"op":"move","path":"/b","from":"/a"}]',
    ],
)
def test_a_patch_that_does_not_fit_is_refused(patch: str) -> None:
    with pytest.raises(abonado.ArgumentError, match="patch"):
        _core.apply_patch(b'{"a":1,"b":{}}', patch)


# --- rejects -------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path, records: dict[str, dict[str, Any]]) -> Path:
    """Five rejects: three can be mended, one in part, one not."""
    other = {**records["segment"], "legacy_id": 2}
    lines = [
        json.loads(set_at(records["segment"], "/org", "EUSKALTEL")),
        json.loads(set_at(other, "/kind", "SEGMENT")),
        json.loads(set_at(records[V3], "/body/creation_date", "2019-03-04 10:00:00")),
        {**records["credit_limits"], "legacy_id": "77", "body": {}},
        {**records["credit_limits"], "legacy_id": 78, "body": {"subscription_type": "MOBILE"}},
    ]
    path = tmp_path / "subs.db"
    with abonado.connect(path) as database:
        assert database.load(ndjson(*lines)).rejected == 5
    return path


def test_safe_mends_are_replayed_and_the_rest_stays(store: Path) -> None:
    with abonado.connect(store) as database:
        found = list(database.suggestions())
        assert [(row.reject.id, row.is_clean) for row in found] == [
            (1, True),
            (2, True),
            (4, False),
        ]
        report = database.apply_suggestions()
        assert (report.records, report.inserted, report.rejected) == (3, 2, 1)
        states = {reject.id: reject.state for reject in database.rejects()}
        assert states == {
            1: "replayed",
            2: "replayed",
            3: "open",
            4: "replayed",
            5: "open",
            6: "open",
        }
        [again] = list(database.rejects(id=6))
        assert (again.attempt, again.replaces) == (2, 4)

        report = database.apply_suggestions(naive="suggest")
        assert (report.inserted, report.rejected) == (1, 0)
        assert list(database.suggestions(apply="all", naive="suggest")) == []
        assert [reject.id for reject in database.rejects(state="open")] == [5, 6]


def test_the_command_shows_writes_and_replays(store: Path, tmp_path: Path, cli: Run) -> None:
    suggest = ("rejects", "suggest", store)
    shown = cli(*suggest, "--naive", "suggest")
    assert shown.returncode == 0
    assert (
        b"4 rejects can be mended, 4 of them without loss; 3 have no error left then"
        in shown.stdout
    )
    assert b'"2019-03-04T10:00:00Z"' in shown.stdout

    output = tmp_path / "mended.ndjson"
    assert cli(*suggest, "--apply", "safe", "--output", output).returncode == 0
    assert cli(*suggest, "--apply", "safe", "--output", "-").stdout == output.read_bytes()
    assert len(output.read_bytes().splitlines()) == 3
    assert cli(*suggest, "--apply", "safe", "--output", store).returncode == 2

    applied = cli(*suggest, "--apply", "safe", "--naive", "suggest", "--json")
    assert applied.returncode == 1
    report = json.loads(applied.stdout)
    assert (report["inserted"], report["rejected"]) == (3, 1)
    assert cli(*suggest, "--output", output).returncode == 2
    assert cli(*suggest, "--apply", "some").returncode == 2
    assert cli(*suggest, "--dry-run").returncode == 2
    assert cli(*suggest, "--apply", "safe", "-o", output, "--dry-run").returncode == 2
    assert cli(*suggest, "--apply", "safe", "-o", output, "--json").returncode == 2


def test_the_mend_is_in_the_file_of_findings(store: Path, tmp_path: Path, cli: Run) -> None:
    dump = tmp_path / "dump.ndjson"
    dump.write_bytes(b'{"kind":"SEGMENT","org":"euskaltel","legacy_id":1,"body":{}}\n')
    assert cli("validate", dump, "--findings", tmp_path / "found.ndjson").returncode == 1
    [found] = map(json.loads, (tmp_path / "found.ndjson").read_text().splitlines())
    assert found["patch"] == [{"op": "replace", "path": "/kind", "value": "segment"}]
    assert found["safe"] is True
