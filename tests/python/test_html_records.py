"""Rejects, checks, findings and lists in a notebook: complete, bounded, and texts stay texts."""

from __future__ import annotations

import copy
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import Database
from abonado.html.listings import TABLES
from abonado.html.text import shown
from conftest import CLEAN, FAULTY, LOADED, SHOP, ndjson, of_max, segment
from test_html import each, is_harmless


def texts(one: Any) -> str:
    return " ".join(is_harmless(one._repr_html_()).texts)


def is_plain(text: str) -> bool:
    return all(letter.isprintable() for letter in text.replace("\n", ""))


@pytest.mark.parametrize("value", each())
def test_hostile_values(db: Database, value: str) -> None:
    records = [segment(1, segment_id=value), {**segment(2, segment_id="XX"), "org": value}]
    db.load([*records, {**of_max(3, creation_user=value), value[:500]: 1}])
    line = value.encode("utf-8", "surrogatepass")[:5000].replace(b"\n", b" ")
    db.load(b'{"a": "' + line + b"\xff\n")
    rejects = list(db.rejects())
    assert len(rejects) == 3
    for one in rejects:
        assert is_plain(repr(one))
        assert len(repr(one)) < 200
        assert f"Reject {one.id}" in texts(one)
    assert shown(rejects[0].findings[0].value or "") in texts(rejects[0])
    findings = abonado.validate(records).findings
    assert shown(findings[0].value or "") in texts(findings)

    org = db.org(value if value.strip() else "x")
    with pytest.raises(abonado.NotFoundError):
        org.patch(
            3, subscription_type="MAX", status_change={"status": "ACTIVE"}, user=value, reason=value
        )
    for listed in (db.runs(), db.rejects_summary(), db.audit(), abonado.validate(records).rules):
        is_harmless(listed._repr_html_())  # type: ignore[attr-defined]
    assert shown(value) in texts(db.audit())
    report = abonado.validate(records)
    for damage in (("",), (value,), (value,) * 100):
        found = abonado.answers.CheckReport(False, damage, report)
        assert is_plain(repr(found))
        assert shown(damage[0]) in texts(found)


def test_a_reject_tells_its_fate(db: Database) -> None:
    db.load(FAULTY)
    [first, second] = db.rejects()
    assert "euskaltel segment 2 open" in " ".join(texts(first).split())
    assert "SEG-001" in texts(first)
    assert repr(first) == "<reject 1, open: euskaltel segment 2, line 2, SEG-001>"
    assert '"segment_id": "XX"' in texts(first)
    db.replay([segment(2, segment_id="YY")])
    [first, second, third] = db.rejects()
    assert "replayed in run 2" in texts(first)
    assert "attempt 2 · replaces reject 1" in texts(third)
    assert "DOC-003" in texts(second)


def test_a_long_line_is_cut_and_says_so(db: Database) -> None:
    db.load(ndjson(segment(1, segment_id="x" * 100_000)))
    [one] = db.rejects()
    assert f"the line, {len(one.raw):,} bytes, of which this is the beginning" in texts(one)
    assert len(one._repr_html_()) < 20_000
    assert len(repr(one)) < 200


def test_a_check_tells_damage_first(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([*SHOP], now=LOADED)
        sound = db.check()
        assert texts(sound).startswith("No damage")
        assert "sound" in texts(sound)
        assert repr(sound).startswith("No damage\n")
    with sqlite3.connect(store) as raw:
        raw.execute("UPDATE documents SET content = zeroblob(16) WHERE id = 1")
    with abonado.connect(store) as db:
        found = db.check()
    assert not found.ok
    assert found.damage
    assert shown(found.damage[0]) in texts(found)
    assert "not sound" in texts(found)
    assert f"damage: {found.damage[0]}" in repr(found)
    many = abonado.answers.CheckReport(False, ("x",) * 1000, found.report)
    assert "1,000 places are damaged" in texts(many)
    assert "and 950 more" in texts(many)


def test_of_many_findings_the_first_are_shown() -> None:
    dump = abonado.generate(records=400, seed=1, defects={"SUB-001": 0.2})
    findings = abonado.validate(dump).findings
    found = texts(findings)
    assert found.startswith(f"{len(findings)} findings")
    assert f"and {len(findings) - 20} more" in found
    assert found.count("/activation_date") == 20
    assert texts(abonado.validate(CLEAN).findings) == "0 findings"
    assert repr(abonado.validate(CLEAN).findings) == "<0 findings>"


def test_an_operation_tells_what_it_did(shop: Database) -> None:
    change = {"status": "DEACTIVATED", "requested_status_change_date": "2090-09-01T00:00:00Z"}
    receipt = shop.org("masmovil").patch(1, subscription_type="NETFLIX", status_change=change)
    assert f"Done in run {receipt.run}" in texts(receipt)
    assert "masmovil 1 to DEACTIVATED, pending" in texts(receipt)
    nothing = shop.org("masmovil").patch(1, subscription_type="NETFLIX")
    assert texts(nothing) == "Nothing had to be changed"
    assert "1 Sep 2090" in texts(shop.scheduled())
    assert "pending" in texts(shop.org("masmovil").scheduled())
    assert "patch_subscription" in texts(shop.org("masmovil").audit())


def test_a_rule_is_explained() -> None:
    rule = abonado.explain("SUB-001")
    for part in (rule.id, rule.severity, rule.summary, rule.source, rule.grade):
        assert part in texts(rule)


def listings(db: Database) -> dict[str, Any]:
    return {
        "runs": db.runs(),
        "rejects": db.rejects_summary(),
        "broken rules": abonado.validate(FAULTY).rules,
        "audit entries": db.audit(),
        "changes": db.scheduled(),
        "rules": abonado.rules(),
        "frames": abonado.frames(),
        "operations": abonado.operations(),
        "migrations": abonado.migrations(":memory:"),
    }


def test_each_list_is_a_table_and_still_a_list(shop: Database) -> None:
    shop.load(FAULTY)
    change = {"status": "DEACTIVATED", "requested_status_change_date": "2090-09-01T00:00:00Z"}
    shop.org("masmovil").patch(1, subscription_type="NETFLIX", status_change=change)
    found = listings(shop)
    assert found.keys() == TABLES.keys()
    for what, items in found.items():
        assert items, what
        assert isinstance(items, list)
        assert items == list(items) == copy.copy(items)
        reader = is_harmless(items._repr_html_())
        assert reader.tags.count("tr") == 1 + min(len(items), 100)
        assert reader.tags.count("th") == len(TABLES[what].columns)
    again = pickle.loads(pickle.dumps(found["rules"]))
    assert (again, again._repr_html_()) == (found["rules"], found["rules"]._repr_html_())


def test_empty_lists_say_so(db: Database) -> None:
    assert texts(db.runs()) == "No runs"
    assert texts(db.rejects_summary()) == "No rejects"
    assert texts(db.audit()) == "No audit entries"
    assert texts(db.scheduled()) == "No changes"


def test_of_a_long_list_the_first_are_shown(db: Database) -> None:
    for number in range(1, 111):
        db.load(ndjson(segment(number)))
    assert "and 10 more" in texts(db.runs())
