"""The audit log: who, when, why, before and after; and nobody changes it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import abonado
import pytest
from operations_records import CATALOGUE, PRESENT, subscriptions
from operations_world import instant

NOW = instant(PRESENT)
ORG = "euskaltel"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET user = 'eve'",
        "UPDATE audit SET at = 0",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_what_was_audited_is_never_changed_nor_taken_away(store: Path, sql: str) -> None:
    with abonado.connect(store) as db:
        db.load([*CATALOGUE, *subscriptions(ORG)], now=NOW)
        db.org(ORG).products.change(1, product_id=20, user="ana", reason="offer", now=NOW)
        before = db.audit()
    with contextlib.closing(sqlite3.connect(store)) as behind:
        with pytest.raises(sqlite3.DatabaseError):
            behind.execute(sql)
        behind.rollback()
    with abonado.connect(store) as db:
        assert db.audit() == before


def test_before_and_after_are_the_documents_that_changed(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([*CATALOGUE, *subscriptions(ORG)], now=NOW)
        org = db.org(ORG)
        tariff = [d for d in org.subscription(1).documents if d.kind == "product"]
        org.products.change(1, product_id=20, user="ana", reason="offer", now=NOW)
        (entry,) = org.audit(1)
        assert (entry.operation, entry.user, entry.reason) == ("change_product", "ana", "offer")
        assert (entry.at, entry.error) == (NOW, None)
        assert entry.before == {"documents": [d.to_dict() for d in tariff], "scheduled": []}
        now = [d for d in org.subscription(1).documents if d.kind == "product"]
        assert entry.after == {"documents": [d.to_dict() for d in now], "scheduled": []}
        assert entry.run == max(run for (run,) in db.query("SELECT id FROM runs"))


def test_a_refusal_is_audited_with_its_code_and_nothing_else(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([*CATALOGUE, *subscriptions(ORG)], now=NOW)
        with pytest.raises(abonado.RefusedError):
            db.org(ORG).products.change(1, product_id=50, user="ana", reason="offer", now=NOW)
        (entry,) = db.audit()
        assert (entry.run, entry.before, entry.after) == (None, None, None)
        assert entry.error == "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT"
        assert (entry.org, entry.legacy_id, entry.user, entry.at) == (ORG, 1, "ana", NOW)
    with abonado.connect(store, read_only=True) as db:
        assert db.audit() == [entry]


def test_what_was_due_is_audited_as_a_change_of_its_own(store: Path) -> None:
    with abonado.connect(store) as db:
        db.load([*CATALOGUE, *subscriptions(ORG)], now=NOW)
        org = db.org(ORG)
        for id_ in (1, 2):
            to = {1: 20, 2: 10}[id_]
            day = NOW.date().replace(month=5)
            org.products.change(id_, product_id=to, scheduled_date=day, user="ana", now=NOW)
        db.load([{"kind": "catalogue_product", "body": {"id": 20, "value": "TARIFF 20"}}], now=NOW)
        later = NOW.replace(year=2027)
        report = db.run_due(later, user="night")
        assert (report.done, report.failed) == (1, 1)
        for id_, error in ((1, None), (2, "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT")):
            entry = org.audit(id_)[-1]
            assert (entry.operation, entry.user, entry.at) == ("run_due", "night", later)
            (change,) = entry.after["scheduled"]
            assert (change["state"], change.get("error")) == ("failed" if error else "done", error)
            (former,) = entry.before["scheduled"]
            assert former["state"] == "pending"
