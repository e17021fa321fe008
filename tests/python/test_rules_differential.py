"""The engine and the model of its rules on the same mutated dumps: a single disagreement fails.

The dumps are the same each time; ``ABONADO_DIFFERENTIAL_EXAMPLES=500`` takes that many new ones of
each kind, of a dozen documents each, and prints what they came to.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import abonado
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rules_dumps import (
    KINDS,
    NOW,
    REASONS,
    RULES,
    USUAL,
    Asked,
    Drawn,
    Seeded,
    dump_of,
    dumps,
    options,
    simpler,
    swept,
)
from rules_model import Finding, judge

EXAMPLES = os.environ.get("ABONADO_DIFFERENTIAL_EXAMPLES")
BROKEN: Counter[str] = Counter()
SEEN: Counter[str] = Counter()
each_kind = settings(
    max_examples=int(EXAMPLES or 25),
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # the failure is made smaller here, by lines and members
    suppress_health_check=list(HealthCheck),
)


class Answer(NamedTuple):
    findings: Counter[Finding]
    records: int
    invalid: int


def engine(dump: bytes, asked: Asked, threads: int = 1) -> Answer:
    options = {"threads": threads, "max_findings_per_record": 10**6, **asked.engine}
    report = abonado.validate(dump, **options)
    rows = (Finding(f.line, f.rule, f.severity, f.pointer) for f in report.findings)
    return Answer(Counter(rows), report.records, report.invalid)


def model(dump: bytes, asked: Asked) -> Answer:
    verdict = judge(dump, asked.model)
    return Answer(Counter(verdict.findings), verdict.records, verdict.invalid)


def difference(ours: Answer, theirs: Answer) -> list[str]:
    """What each of them says and the other does not."""
    if ours == theirs:
        return []
    told = [f"counts: engine {ours[1:]}, model {theirs[1:]} (records, invalid)"]
    told += [f"only the engine: {finding}" for finding in (ours.findings - theirs.findings)]
    return told + [f"only the model:  {finding}" for finding in (theirs.findings - ours.findings)]


def differs(dump: bytes, asked: Asked) -> bool:
    return engine(dump, asked) != model(dump, asked)


def smallest(dump: bytes, asked: Asked) -> bytes:
    """Fewer lines, then fewer members, as long as the two disagree."""
    lines = dump.split(b"\n")
    i = 0
    while i < len(lines):
        fewer = lines[:i] + lines[i + 1 :]
        if differs(b"\n".join(fewer), asked):
            lines = fewer
        else:
            i += 1
    for i in range(len(lines)):
        while True:
            shorter = ([*lines[:i], less, *lines[i + 1 :]] for less in simpler(lines[i]))
            found = next((new for new in shorter if differs(b"\n".join(new), asked)), None)
            if found is None:
                break
            lines = found
    return b"\n".join(lines)


def compare(drawn: Drawn, asked: Asked) -> Answer:
    SEEN["documents"] += drawn.documents
    SEEN["dumps"] += 1
    ours, theirs = engine(drawn.dump, asked), model(drawn.dump, asked)
    BROKEN.update(finding.rule for finding in theirs.findings.elements())
    if ours != theirs:
        dump = smallest(drawn.dump, asked)
        told = "\n".join(difference(engine(dump, asked), model(dump, asked)))
        pytest.fail(f"{told}\noptions: {asked.engine}\ndump: {dump!r}", pytrace=False)
    assert engine(drawn.dump, asked, threads=2) == ours
    return ours


@pytest.fixture(scope="module", autouse=True)
def figures(pytestconfig: pytest.Config) -> Iterator[None]:
    yield
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    if EXAMPLES and capture:
        with capture.global_and_fixture_disabled():
            print(f"\n{SEEN['documents']:,} documents in {SEEN['dumps']:,} dumps")
            print("findings:", ", ".join(f"{rule} {n:,}" for rule, n in sorted(BROKEN.items())))


@pytest.mark.parametrize("kind", KINDS)
@each_kind
@given(data=st.data())
def test_records_of_a_kind(kind: str, data: st.DataObject) -> None:
    compare(data.draw(dumps([kind])), data.draw(options()))


@each_kind
@given(drawn=dumps(KINDS), asked=options())
def test_records_of_all_kinds(drawn: Drawn, asked: Asked) -> None:
    compare(drawn, asked)


@each_kind
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_bare_bodies(kind: str, data: st.DataObject) -> None:
    compare(data.draw(dumps([kind], bare=True)), data.draw(options(kind)))


USUALLY = Asked(replace(USUAL, status_reasons=REASONS), {"now": NOW, "status_reasons": REASONS})


@pytest.mark.parametrize("kind", KINDS)
def test_every_border_at_every_member(kind: str) -> None:
    lines = list(swept(kind))
    for i in range(0, len(lines), 200):
        some = lines[i : i + 200]
        compare(Drawn(b"\n".join(some), len(some)), USUALLY)


def test_a_dump_of_many_blocks() -> None:
    """Which two threads share; duplicates lie far from each other."""
    drawn = dump_of(Seeded(6), KINDS, most=1500)
    assert len(drawn.dump) > 4 * (128 << 10)
    found = compare(drawn, USUALLY).findings
    assert {"DUP-001", "DUP-002", "DUP-003"} <= {finding.rule for finding in found}


def test_the_mutations_break_every_rule() -> None:
    """Neither reading is silent on a rule that both have."""
    hand = Seeded(1)
    ours: Counter[str] = Counter()
    for _ in range(300):
        answer = compare(dump_of(hand, KINDS), USUALLY)
        ours.update(finding.rule for finding in answer.findings.elements())
    assert [rule for rule in RULES if not ours[rule]] == []
