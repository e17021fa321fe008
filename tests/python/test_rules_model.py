"""The model of the rules (rules_model) against the vectors: it reads the documents as they do."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import abonado
import pytest
from rules_model import Options, judge
from rules_model.json_text import Members, NotJson, TooDeep, read_line
from rules_model.value_types import read_instant

VECTORS = Path(__file__).parents[1] / "vectors"
RULES = VECTORS / "rules"
OF_STORE = {rule.id for rule in abonado.rules() if rule.scope == "store"}
IDS = sorted(path.name for path in RULES.iterdir() if path.name not in OF_STORE)
OPTIONS = Options(
    now=read_instant("2026-01-01T00:00:00Z", naive=False),
    status_reasons=(RULES / "SUB-011/status_reasons.txt").read_text("utf-8").splitlines(),
    severities={"SUB-011": "error"},
)


@pytest.mark.parametrize("rule", IDS)
def test_ok_records_give_no_finding_at_all(rule: str) -> None:
    verdict = judge((RULES / rule / "ok.ndjson").read_bytes(), OPTIONS)
    assert verdict.findings == []
    assert verdict.records > 0


@pytest.mark.parametrize("rule", IDS)
def test_bad_records_break_this_rule_and_no_other(rule: str) -> None:
    findings = judge((RULES / rule / "bad.ndjson").read_bytes(), OPTIONS).findings
    assert {finding.rule for finding in findings} == {rule}
    expected = (RULES / rule / "bad.expected").read_text("utf-8").splitlines()
    assert Counter(f"{f.line} {f.pointer}".rstrip() for f in findings) == Counter(expected)


def test_severities_are_those_of_the_rule_table() -> None:
    for rule in abonado.rules():
        if rule.id not in OF_STORE:
            assert Options().severity(rule.id) == rule.severity, rule.id


SEEDS = [line.split() for line in (VECTORS / "seeds/index.txt").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("file", "kind"), [(file, kind) for file, _, kind in SEEDS if kind != "-"])
def test_bodies_of_the_documents_pass(file: str, kind: str) -> None:
    record = {
        "kind": kind,
        "org": "euskaltel",
        "body": json.loads((VECTORS / "seeds" / file).read_bytes()),
    }
    if kind in ("segment", "credit_limits"):
        record["legacy_id"] = 12345
    expected = {"legacy_subscription": ["HIS-003"], "segment": ["SEG-002"]}
    findings = judge(json.dumps(record).encode(), OPTIONS).findings
    assert [finding.rule for finding in findings] == expected.get(kind, [])


# --- json: the codec's vectors, where a dump has such a struct ----------------------------------

JSON = VECTORS / "json"
WITH_DETAILS = (
    b'{"kind":"legacy_subscription","org":"x","body":{"id":1,"subscription_type":"TV",'
    b'"current_status":"ACTIVE","subscription_additional_details":%s}}'
)
LIMITS = b'"body":{"subscription_type":"MOBILE","credit_limits":[%s]}}'
# Where a struct stands, and its pointer.
PLACES = {
    "CreateSegmentRequest": (b'{"kind":"segment","org":"rcable","legacy_id":1,"body":%s}', ""),
    "CreditLimit": (
        b'{"kind":"credit_limits","org":"rcable","legacy_id":1,' + LIMITS,
        "/credit_limits/0",
    ),
    "Product": (b'{"kind":"catalogue_product","body":%s}', ""),
    "SubscriptionAdditionalDetails": (WITH_DETAILS, "/subscription_additional_details"),
}


def listed(path: Path) -> dict[str, str]:
    """The rest of each line by its first word."""
    rows = (line.partition(" ") for line in path.read_text("utf-8").split("\n") if line)
    return {first: rest for first, _, rest in rows if first != "#"}


REJECTED = listed(JSON / "reject/pointers.txt")
FILES = [*(JSON / "accept").glob("*.json"), *(JSON / "reject").glob("*.json")]


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda path: path.stem)
def test_texts_are_read_as_the_codec_reads_them(path: Path) -> None:
    struct = path.name.split(".")[0]
    text = path.read_bytes().strip(b"\n")
    if struct not in PLACES:
        assert is_object(text) == (path.name not in REJECTED or REJECTED[path.name] != "")
        return
    line, at = PLACES[struct]
    findings = judge(line.replace(b"%s", text), OPTIONS).findings
    errors = {f.pointer for f in findings if f.severity == "error" and f.rule.startswith("DOC")}
    pointer = REJECTED.get(path.name)
    assert errors == (set() if pointer is None else {at + pointer if pointer else ""})


def is_object(text: bytes) -> bool:
    try:
        return isinstance(read_line(text, max_depth=64), Members)
    except (NotJson, TooDeep):
        return False
