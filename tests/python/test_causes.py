"""What the findings of a rule have in common."""

from __future__ import annotations

import io
import json
import pickle
import random
from collections import Counter
from pathlib import Path
from typing import Any

import abonado
import pytest


def subscriptions(count: int) -> list[dict[str, Any]]:
    """Clean v3 subscriptions, half of them of MYSIM, a tenth of each year from 2010 on."""
    lines = io.BytesIO()
    abonado.generate(lines, records=count, seed=11, kinds={"subscription": 1.0})
    records = [json.loads(line) for line in lines.getvalue().splitlines()]
    for i, record in enumerate(records):
        body = record["body"]
        body["creation_system"] = "MYSIM" if i % 2 else "APOLLO"
        body["creation_date"] = f"{2010 + i // 2 % 10}-05-06T07:08:09Z"
        body["status"] = "ACTIVE"
        body["activation_date"] = "2021-01-01T00:00:00Z"
        body["last_status_update"] = body["last_updated_date"] = "2022-01-01T00:00:00Z"
        for name in ("deactivation_date", "deactivation_user", "deactivation_system"):
            body.pop(name, None)
    return records


def is_of(record: dict[str, Any], system: str, year: int) -> bool:
    body = record["body"]
    return body["creation_system"] == system and body["creation_date"].startswith(str(year))


def causes_of(records: list[dict[str, Any]], rule: str) -> list[abonado.Cause]:
    return [cause for cause in abonado.validate(records).causes() if cause.rule == rule]


def test_the_system_and_year_that_the_faults_come_from_are_found() -> None:
    records = subscriptions(1000)
    for i, record in enumerate(records):
        if is_of(record, "MYSIM", 2013) or i == 0:
            del record["body"]["activation_date"]
    [cause, *rest] = causes_of(records, "SUB-001")
    assert dict(cause.facts) == {"system": "MYSIM", "year": 2013}
    assert (cause.faulty, cause.of_faulty, cause.records, cause.of_records) == (50, 51, 50, 1000)
    assert cause.member == "/activation_date"
    assert cause.lift == pytest.approx(50 / 51 / 0.05)
    assert rest == []
    assert cause.sentence == (
        "SUB-001: 50 of 51 faulty records (98%), created by MYSIM in 2013, "
        "as are 5% of all 1,000; at /activation_date."
    )


def test_two_causes_of_one_rule_are_told_apart() -> None:
    records = subscriptions(1000)
    for record in records:
        if is_of(record, "MYSIM", 2013):
            record["body"]["status"] = "ALIVE"
        if is_of(record, "APOLLO", 2017):
            record["body"]["creation_user"] = 4711
            record["body"]["status"] = "on"
    first, second = causes_of(records, "DOC-007")
    assert {first.sentence.split(", as")[0], second.sentence.split(", as")[0]} == {
        "DOC-007: 50 of 100 faulty records (50%), created by MYSIM in 2013",
        "DOC-007: 50 of 100 faulty records (50%), created by APOLLO in 2017",
    }
    assert {first.value, second.value} == {"ALIVE", "on"}


def test_faults_that_fall_anywhere_have_no_origin() -> None:
    records = subscriptions(1000)
    for record in records[::7]:
        record["body"]["creation_user"] = " "
    [cause] = causes_of(records, "DOC-013")
    assert dict(cause.facts) == {}
    assert cause.sentence == (
        'DOC-013: all 143 faulty records, with no origin in common; at /creation_user, mostly " ".'
    )


def test_a_second_cause_stands_out_against_all_records() -> None:
    """Once the worst are taken out, the rest is not called a cause for being what is left."""
    records = subscriptions(2000)
    for i, record in enumerate(records):
        bad = i % 5 == 0 if is_of(record, "MYSIM", 2013) else i % 40 == 0
        if record["body"]["creation_system"] == "MYSIM" and i % 3 == 0:
            bad = True
        if bad:
            record["body"]["creation_user"] = " "
    causes = causes_of(records, "DOC-013")
    assert causes
    assert all(cause.lift >= 1.25 for cause in causes if cause.facts)


@pytest.mark.parametrize("seed", range(8))
def test_chance_is_no_cause(seed: int) -> None:
    records = subscriptions(1500)
    chance = random.Random(seed)
    for record in records:
        if chance.random() < 0.04:
            record["body"]["creation_user"] = " "
    assert all(not cause.facts for cause in causes_of(records, "DOC-013"))


def test_many_findings_of_one_record_are_one_faulty_record() -> None:
    records = subscriptions(1000)
    promotion = {"promotion_id": 1}
    for i, record in enumerate(records):
        if i == 3:
            record["body"]["promotions"] = [promotion] * 40
        elif i % 97 == 5:
            record["body"]["promotions"] = [promotion]
    [cause] = causes_of(records, "DOC-004")
    assert (dict(cause.facts), cause.faulty) == ({}, 12)
    assert cause.findings > 40


def test_a_fact_that_adds_nothing_is_not_named() -> None:
    records = subscriptions(1000)
    for i, record in enumerate(records):
        record["body"]["type"] = "TV" if i % 100 == 1 else "MOBILE"
        if is_of(record, "MYSIM", 2013) and i % 100 != 1:
            record["body"]["creation_user"] = " "
    [cause] = causes_of(records, "DOC-013")
    assert dict(cause.facts) == {"system": "MYSIM", "year": 2013}


def test_what_cannot_be_read_has_a_base_too() -> None:
    good = subscriptions(300)
    bad = [{"kind": "foo", "org": "X", "body": {}} for _ in range(60)]
    for cause in abonado.validate(good + bad).causes():
        assert cause.of_records == 360 or cause.rule != "ENV-001"
        assert cause.records >= cause.faulty


def test_what_all_records_share_is_no_cause() -> None:
    records = [record for record in subscriptions(400) if is_of(record, "MYSIM", 2013)]
    for record in records:
        record["body"]["creation_user"] = 1
    [cause] = causes_of(records, "DOC-003")
    assert dict(cause.facts) == {}


def test_the_form_of_values_is_told() -> None:
    records = subscriptions(100)
    for i, record in enumerate(records):
        record["body"]["last_updated_date"] = f"2022-03-{i % 28 + 1:02} 10:00:{i % 60:02}"
    [cause] = causes_of(records, "DOC-008")
    assert (cause.form, cause.value) == ("9999-99-99 99:99:99", None)
    assert cause.sentence.endswith(
        'mostly of the form 9999-99-99 99:99:99 as "2022-03-01 10:00:00".'
    )


def test_kinds_that_cannot_break_a_rule_do_not_count() -> None:
    """Else every rule about segments would say that it is about segments."""
    lines = io.BytesIO()
    kinds = {"segment": 1.0, "subscription": 9.0}
    abonado.generate(lines, records=2000, seed=3, kinds=kinds, defects={"SEG-001": 0.02})
    [cause] = [c for c in abonado.validate(lines.getvalue()).causes() if c.rule == "SEG-001"]
    assert "kind" not in cause.facts
    assert cause.of_records < 400


def test_groups_are_those_of_a_count_by_hand() -> None:
    lines = io.BytesIO()
    defects = {rule.id: 0.02 for rule in abonado.rules() if rule.scope == "record"}
    abonado.generate(lines, records=4000, seed=8, defects=defects)
    report = abonado.validate(lines.getvalue(), threads=2)
    bodies = {i: json.loads(line) for i, line in enumerate(lines.getvalue().splitlines(), 1)}
    by_hand: Counter[tuple[Any, ...]] = Counter()
    for finding in report.findings:
        body = bodies[finding.line].get("body", {})
        system = body.get("creation_system") if isinstance(body, dict) else None
        by_hand[finding.rule, finding.kind, system] += 1
    grouped: Counter[tuple[Any, ...]] = Counter()
    for group in report.causes().groups:
        if group.rule.startswith("DUP"):
            continue
        grouped[group.rule, group.origin.kind, group.origin.system] += group.findings
    v3 = {"max", "disney", "amazon_prime", "subscription"}
    ours = {key: count for key, count in by_hand.items() if key[1] in v3 and key[0][:3] != "DUP"}
    assert {key: count for key, count in grouped.items() if key[1] in v3} == ours
    assert sum(report.causes().origins.values()) == report.records


def test_the_verdict_on_causes_does_not_depend_on_threads() -> None:
    lines = io.BytesIO()
    abonado.generate(lines, records=20_000, seed=2, defects={"SUB-001": 0.05, "DOC-007": 0.02})
    one, two = (abonado.validate(lines.getvalue(), threads=n).causes() for n in (1, 2))
    assert one.groups == two.groups
    assert one.origins == two.origins
    assert repr(one) == repr(two)


def test_findings_that_were_not_kept_count() -> None:
    records = subscriptions(300)
    for record in records:
        record["body"]["creation_user"] = " "
    report = abonado.validate(records, max_findings=5)
    [cause] = [c for c in report.causes() if c.rule == "DOC-013"]
    assert (len(report.findings), cause.of_faulty) == (5, 300)


def test_names_beyond_count_are_put_together() -> None:
    records = subscriptions(600)
    for i, record in enumerate(records):
        record["body"]["creation_system"] = f"SYSTEM {i}"
        record["body"]["creation_user"] = " "
    causes = abonado.validate(records).causes()
    assert not causes.is_whole
    assert sum(causes.origins.values()) == 600
    assert sum(group.findings for group in causes.groups if group.rule == "DOC-013") == 600
    assert "(other)" in {origin.system for origin in causes.origins}
    assert all("(other)" not in cause.facts.values() for cause in causes)
    assert "not of all findings" in repr(causes)


def test_a_load_tells_its_causes(tmp_path: Path) -> None:
    records = subscriptions(200)
    for record in records:
        if is_of(record, "MYSIM", 2013):
            del record["body"]["activation_date"]
    with abonado.connect(tmp_path / "subs.db") as database:
        [cause] = database.load(records).causes()
        report = database.load(records)
    assert dict(cause.facts) == {"system": "MYSIM", "year": 2013}
    copied = pickle.loads(pickle.dumps(report))
    assert copied == report
    with pytest.raises(abonado.ArgumentError, match="causes"):
        copied.causes()


def test_a_report_shows_what_stands_out() -> None:
    records = subscriptions(1000)
    assert "What stands out" not in abonado.validate(records)._repr_html_()
    for record in records:
        if is_of(record, "MYSIM", 2013):
            del record["body"]["activation_date"]
    shown = abonado.validate(records)._repr_html_()
    assert "all 50 faulty records, created by MYSIM in 2013, as are 5% of all 1,000" in shown


def test_groups_are_a_frame() -> None:
    records = subscriptions(200)
    for record in records:
        record["body"]["creation_user"] = 1
    causes = abonado.validate(records).causes()
    frame = causes.to_polars()
    assert frame["findings"].sum() == 200
    assert tuple(frame.columns) == causes.columns
    assert set(frame["system"]) == {"MYSIM", "APOLLO"}


def test_hostile_values_are_shown_as_text() -> None:
    records = subscriptions(60)
    for record in records:
        record["body"]["creation_system"] = "<script>alert(1)</script>\u202e"
        record["body"]["status"] = "<script>alert(2)</script>"
    causes = abonado.validate(records).causes()
    html = causes._repr_html_()
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "\u202e" not in repr(causes)


def test_no_findings_have_no_causes() -> None:
    causes = abonado.validate(b"").causes()
    assert (list(causes), causes.groups, causes.origins, repr(causes)) == (
        [],
        [],
        {},
        "no findings",
    )
