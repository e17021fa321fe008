"""The labels of generated dumps are the verdict: on thousands of random dumps, for every rule."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from typing import Any

import abonado
import pytest
from abonado import _core
from abonado.generation import injectable_rules
from hypothesis import given, settings
from hypothesis import strategies as st

# Of a store that holds something already there is nothing to generate.
RULES = [rule.id for rule in abonado.rules() if rule.scope != "store"]
KINDS = [row["kind"] for row in _core.record_kinds()]
Verdict = dict[int, set[str]]


def generated(**options: Any) -> tuple[bytes, Verdict]:
    labels = io.BytesIO()
    dump = abonado.generate(labels=labels, **options)
    rows = map(json.loads, labels.getvalue().splitlines())
    return dump, {row["line"]: set(row["rules"]) for row in rows}


def found(dump: bytes, threads: int = 1) -> Verdict:
    report = abonado.validate(
        dump,
        threads=threads,
        severities={"SUB-011": "error"},
        status_reasons=_core.generated_status_reasons(),
    )
    verdict: Verdict = defaultdict(set)
    for finding in report.findings:
        verdict[finding.line].add(finding.rule)
    return dict(verdict)


def test_every_rule_of_a_dump_has_an_injector() -> None:
    assert injectable_rules() == RULES


@given(
    seed=st.integers(0, 2**64 - 1),
    records=st.integers(0, 60),
    rules=st.lists(st.sampled_from(RULES), max_size=8, unique=True),
    share=st.floats(0.01, 1),
)
@settings(max_examples=2_000, deadline=None)
def test_labels_are_the_findings(seed: int, records: int, rules: list[str], share: float) -> None:
    defects = {rule: share / len(rules) for rule in rules}
    dump, labels = generated(records=records, seed=seed, defects=defects)
    assert found(dump) == labels


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**64 - 1))
def test_dumps_without_defects_are_clean(kind: str, seed: int) -> None:
    report = abonado.validate(abonado.generate(records=50, seed=seed, kinds=[kind]), threads=1)
    assert report.records == 50
    assert list(report.findings) == []


def test_a_large_dump_with_every_rule() -> None:
    dump, labels = generated(records=50_000, seed=1, defects=dict.fromkeys(RULES, 0.005))
    assert set.union(*labels.values()) == set(RULES)
    assert found(dump, threads=2) == labels
