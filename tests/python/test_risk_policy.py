"""A function of Python that decides whether a tariff change has to wait."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import abonado
import pytest
from abonado import Database, RiskQuestion
from conftest import LOADED, SHOP, catalogue, tariff, v1

NOW = datetime(2026, 6, 15, 10, tzinfo=timezone.utc)
DAY = date(2026, 7, 1)


def change(db: Database, **more: Any) -> abonado.Receipt:
    return db.org("telco").products.change(3, product_id=20, user="ane", now=NOW, **more)


def product(db: Database) -> int:
    return db.org("telco").products.get(3).product.id


def test_it_is_asked_and_none_lets_the_change_pass(shop: Database) -> None:
    asked: list[RiskQuestion] = []
    shop.risk_policy = asked.append
    assert shop.risk_policy is not None
    assert change(shop).risk_decision is None
    assert asked == [RiskQuestion("telco", 3, 10, 20, None, "ane")]
    assert product(shop) == 20


def test_a_decision_lets_the_change_wait_until_it_is_resolved(shop: Database) -> None:
    shop.risk_policy = lambda question: f"CHECK {question.scheduled_date}"
    receipt = change(shop, scheduled_date=DAY)
    assert receipt.risk_decision == "CHECK 2026-07-01"
    assert receipt.scheduled is not None
    assert receipt.scheduled.state == "waiting"
    products = shop.org("telco").products
    assert shop.run_due(datetime(2027, 1, 1, tzinfo=timezone.utc)).outcomes == ()
    approved = products.resolve_risk(3, approve=True, user="boss", now=NOW)
    assert approved.risk_decision is None
    assert [planned.state for planned in shop.scheduled()] == ["pending"]
    products.cancel(3, now=NOW)
    change(shop)
    products.resolve_risk(3, approve=False, user="boss", now=NOW)
    assert (shop.scheduled(), product(shop)) == ([], 10)


def test_a_request_that_has_to_wait_is_accepted_with_the_decision(shop: Database) -> None:
    shop.risk_policy = lambda question: "MANUAL"
    answer = shop.handle(
        "PATCH", "/v2/orgs/telco/subscriptions/3/products", None, '{"productId": 20}', now=NOW
    )
    assert answer == abonado.Response(202, '{"risk_decision":"MANUAL"}')


@pytest.mark.parametrize(
    "error", [KeyError("mine"), KeyboardInterrupt, abonado.ForbiddenError("no")]
)
def test_what_it_raises_refuses_the_change_and_is_raised_as_itself(
    shop: Database, error: BaseException | type[BaseException]
) -> None:
    def policy(question: RiskQuestion) -> None:
        raise error

    digest = shop.digest()
    shop.risk_policy = policy
    kind = error if isinstance(error, type) else type(error)
    with pytest.raises(kind) as caught:
        change(shop)
    assert caught.value is error or isinstance(error, type)
    with pytest.raises(kind):
        shop.handle("PATCH", "/v2/orgs/telco/subscriptions/3/products", None, '{"productId": 20}')
    assert (shop.digest(), shop.scheduled(), product(shop)) == (digest, [], 10)
    shop.risk_policy = None
    assert shop.risk_policy is None
    change(shop)
    assert product(shop) == 20


@pytest.mark.parametrize("answer", [True, 5, b"x", "\ud800"], ids=repr)
def test_it_answers_a_text_or_none(shop: Database, answer: Any) -> None:
    shop.risk_policy = lambda question: answer
    with pytest.raises((TypeError, ValueError), match="risk policy"):
        change(shop)
    assert product(shop) == 10


def test_it_is_a_function(shop: Database) -> None:
    with pytest.raises(TypeError, match="function"):
        shop.risk_policy = "MANUAL"  # type: ignore[assignment]
    assert shop.risk_policy is None


def test_it_may_read_the_store_and_not_close_it(shop: Database) -> None:
    seen: list[Any] = []

    def policy(question: RiskQuestion) -> None:
        org = shop.org(question.org)
        seen.append(org.products.get(question.legacy_id).product.id)
        seen.append(org.get(question.legacy_id).current_status)
        seen.append(shop.query("SELECT count(*) FROM runs")[0][0])
        with pytest.raises(abonado.ArgumentError, match="within a call"):
            shop.close()

    shop.risk_policy = policy
    change(shop)
    assert seen == [10, "ACTIVE", 1]


def test_it_cannot_write_to_the_store_within_the_operation(store: Path) -> None:
    with abonado.connect(store, timeout=0.2) as db:
        db.load(SHOP, now=LOADED)

        def policy(question: RiskQuestion) -> None:
            with pytest.raises(abonado.StoreBusyError):
                db.org("euskaltel").segments.delete(1)

        db.risk_policy = policy
        change(db)
        assert product(db) == 20


def test_each_thread_gets_what_its_own_policy_call_raised(store: Path) -> None:
    ids = range(1, 9)
    with abonado.connect(store, timeout=60) as db:
        db.load(
            [
                *catalogue(p10=[20], p20=[]),
                *(record for id_ in ids for record in (v1(id_, "telco"), tariff(id_, 10))),
            ],
            now=LOADED,
        )

        def policy(question: RiskQuestion) -> str | None:
            if question.legacy_id % 2:
                raise KeyError(question.legacy_id)
            return str(question.legacy_id)

        db.risk_policy = policy
        told: dict[int, object] = {}

        def act(id_: int) -> None:
            try:
                receipt = db.org("telco").products.change(id_, product_id=20, now=NOW)
                told[id_] = receipt.risk_decision
            except KeyError as error:
                told[id_] = error.args[0]

        threads = [threading.Thread(target=act, args=(id_,)) for id_ in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told == {id_: id_ if id_ % 2 else str(id_) for id_ in ids}


def test_a_policy_that_holds_its_store_keeps_neither_alive() -> None:
    db = abonado.connect(":memory:")
    db.risk_policy = lambda question, held=db: str(held)
    gone = weakref.ref(db)
    del db
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("path", [":memory:", "subs.db"])
def test_exit_with_a_policy_that_holds_its_store_is_clean(tmp_path: Path, path: str) -> None:
    code = f"""
import abonado, os
os.chdir({str(tmp_path)!r})
db = abonado.connect({path!r})
def policy(question):
    return db.path
db.risk_policy = policy
db.load([])
keep = [db.org("telco").products, db.org("telco")]
print(db.risk_policy is policy)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
