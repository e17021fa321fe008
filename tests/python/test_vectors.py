"""The vectors that both languages share (contract: tests/README.md), through the Python package."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import abonado
import pytest
from abonado import model

VECTORS = Path(__file__).parents[1] / "vectors"
RULES = VECTORS / "rules"
IDS = [rule.id for rule in abonado.rules()]
OF_STORE = [rule.id for rule in abonado.rules() if rule.scope == "store"]
OPTIONS: abonado.RuleOptions = {
    "now": datetime(2026, 1, 1, tzinfo=timezone.utc),
    "status_reasons": (RULES / "SUB-011/status_reasons.txt").read_text("utf-8").splitlines(),
    "severities": {"SUB-011": "error"},
}


class Verdict(NamedTuple):
    """What a validation and a load have in common."""

    ok: bool
    records: int
    by_rule: dict[str, int]
    errors: int
    warnings: int
    bytes: int
    findings: Sequence[abonado.Finding]


def verdict_from(
    report: abonado.Report | abonado.LoadReport, findings: Sequence[abonado.Finding]
) -> Verdict:
    counts = (getattr(report, name) for name in Verdict._fields[:-1])
    return Verdict(*counts, findings)


def verdict(source: Path | bytes) -> Verdict:
    report = abonado.validate(source, **OPTIONS)
    return verdict_from(report, report.findings)


def verdict_of(rule: str, name: str) -> Verdict:
    """On a vector of a rule. Those about what is stored are loaded, into an empty store."""
    path = RULES / rule / name
    if rule not in OF_STORE:
        return verdict(path)
    with abonado.connect(":memory:") as db:
        report = db.load(path, **OPTIONS)
        findings = [finding for reject in db.rejects() for finding in reject.findings]
    return verdict_from(report, findings)


def listed(path: Path) -> dict[str, str]:
    """The rest of each line by its first word."""
    rows = (line.partition(" ") for line in path.read_text("utf-8").split("\n") if line)
    return {first: rest for first, _, rest in rows if first != "#"}


# --- rules ----------------------------------------------------------------------------------


def test_every_directory_is_that_of_a_rule() -> None:
    assert sorted(path.name for path in RULES.iterdir()) == sorted(IDS)


@pytest.mark.parametrize("rule", IDS)
def test_ok_records_give_no_finding_at_all(rule: str) -> None:
    report = verdict_of(rule, "ok.ndjson")
    assert [str(finding) for finding in report.findings] == []
    assert (report.ok, report.by_rule) == (True, {})
    assert report.records > 0


@pytest.mark.parametrize("rule", IDS)
def test_bad_records_break_this_rule_and_no_other(rule: str) -> None:
    path = RULES / rule / "bad.ndjson"
    report = verdict_of(rule, "bad.ndjson")
    assert set(report.by_rule) == {rule}
    assert report.by_rule[rule] == len(report.findings) >= 1
    assert report.errors + report.warnings == len(report.findings)
    expected = (RULES / rule / "bad.expected").read_text("utf-8").splitlines()
    got = (f"{finding.line} {finding.pointer}".rstrip() for finding in report.findings)
    assert Counter(got) == Counter(expected)
    lines = path.read_bytes().split(b"\n")[:-1]
    if not rule.startswith("DUP-") and rule not in OF_STORE:
        assert {finding.line for finding in report.findings} == set(range(1, len(lines) + 1))


@pytest.mark.parametrize("rule", OF_STORE)
def test_what_is_stored_does_not_matter_to_a_validation(rule: str) -> None:
    assert verdict(RULES / rule / "bad.ndjson").by_rule == {}


@pytest.mark.parametrize("rule", IDS)
def test_offset_is_that_of_the_value(rule: str) -> None:
    text = (RULES / rule / "bad.ndjson").read_bytes()
    for finding in verdict_of(rule, "bad.ndjson").findings:
        before = text[: finding.byte_offset]
        if not finding.pointer:
            assert before.count(b"\n") == finding.line - 1
            continue
        assert before.count(b"\n") == finding.line - 1, finding
        if finding.value is None:  # a missing member: the object that lacks it
            assert text[finding.byte_offset :].startswith(b"{"), finding
        elif not before.endswith(b"["):  # a member, so its colon stands before it
            assert before.rstrip()[-1:] in (b":", b",", b"["), finding


def test_findings_are_the_same_from_bytes_and_from_a_file() -> None:
    for rule in IDS:
        path = RULES / rule / "bad.ndjson"
        from_file = [finding._replace(file="") for finding in verdict(path).findings]
        from_bytes = [finding._replace(file="") for finding in verdict(path.read_bytes()).findings]
        assert from_bytes == from_file


# --- json -----------------------------------------------------------------------------------


def struct_of(file: str) -> type:
    struct: type = getattr(model, file.partition(".")[0])
    return struct


def test_accepted_documents_are_written_as_listed() -> None:
    rows = listed(VECTORS / "json" / "accept" / "written.txt")
    assert sorted(rows) == sorted(path.name for path in (VECTORS / "json/accept").glob("*.json"))
    for file, written in rows.items():
        struct = struct_of(file)
        value = struct.from_json((VECTORS / "json" / "accept" / file).read_bytes())
        assert value.to_json() == written, file
        assert struct.from_json(written) == value, file


def test_rejected_documents_raise_an_error_with_the_pointer() -> None:
    rows = listed(VECTORS / "json" / "reject" / "pointers.txt")
    assert sorted(rows) == sorted(path.name for path in (VECTORS / "json/reject").glob("*.json"))
    for file, pointer in rows.items():
        text = (VECTORS / "json" / "reject" / file).read_bytes()
        with pytest.raises(abonado.ValidationError) as caught:
            print(file, struct_of(file).from_json(text))
        assert caught.value.pointer == pointer, file


# --- bodies of the documents ----------------------------------------------------------------

SEEDS = [line.split() for line in (VECTORS / "seeds/index.txt").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("file", "struct", "kind"), SEEDS)
def test_bodies_of_the_documents_survive_and_pass(file: str, struct: str, kind: str) -> None:
    text = (VECTORS / "seeds" / file).read_bytes()
    body = json.loads(text)
    assert json.loads(getattr(model, struct).from_json(text).to_json()) == body
    if kind == "-":
        return
    record = {"kind": kind, "org": "euskaltel", "body": body}
    if kind in ("segment", "credit_limits"):
        record["legacy_id"] = 12345
    report = verdict(json.dumps(record).encode())
    assert report.ok
    expected = {"legacy_subscription": {"HIS-003": 1}, "segment": {"SEG-002": 1}}
    assert report.by_rule == expected.get(kind, {})


# --- packed files ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        "small.ndjson",
        "small.ndjson.gz",
        "two-members.ndjson.gz",
        "small.ndjson.zst",
        "two-frames.ndjson.zst",
    ],
)
def test_packed_files_are_unpacked(file: str) -> None:
    report = verdict(VECTORS / "bulk" / file)
    assert [finding.line for finding in report.findings] == [3, 10]
    assert report.by_rule == {"SEG-001": 2}
    assert (report.records, report.errors, report.bytes) == (10, 2, 1615)
