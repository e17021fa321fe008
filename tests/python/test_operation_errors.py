"""Every operation is driven into each of its documented errors, and answers none beside them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import abonado
import pytest
from operations_records import PRESENT
from operations_refusals import CASES, GOOD, RECORDS, UNREACHABLE, Case
from operations_world import instant

NOW = instant(PRESENT)
ROWS = {row.name: row for row in abonado.operations()}
CODES = {
    400: {
        "BAD_REQUEST",
        "INVALID_SUBSCRIPTION_STATUS",
        "MISSING_QUERY_PARAMS",
        "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT",
        "ABO_CHANGE_PENDING",
    },
    403: {"FORBIDDEN_ORGANIZATION"},
    404: {"SUBSCRIPTION_NOT_FOUND", "ABO_PRODUCT_NOT_FOUND", "ABO_NOT_FOUND"},
    409: {"ABO_ALREADY_EXISTS", "ABO_STATUS_CONFLICT"},
    500: {"ABO_STORAGE", "ABO_STORE_BUSY"},
}
FAIL = {"persistence": "fail", "global": "fail"}
REFERENCE = "https://developers.masstack.com/en/guides/subscriptions/errorcatalogue"
# SPEC section 6.
DOCUMENTED = {
    "create_segment": ("POST", 201, {400, 403, 404, 409, 500}, "error"),
    "delete_segments": ("DELETE", 204, {403, 500}, "error"),
    "create_credit_limits": ("POST", 201, {400, 404, 409, 500}, "error"),
    "delete_credit_limits": ("DELETE", 204, {403, 404, 500}, "error"),
    "migrate_max": ("POST", 201, {400, 403, 404, 409, 500}, "error"),
    "migrate_disney": ("POST", 201, {400, 403, 404, 409, 500}, "error"),
    "migrate_amazon_prime": ("POST", 201, {400, 403, 404, 409, 500}, "error"),
    "deactivate_netflix": ("POST", 204, {400, 404, 500}, "errors"),
    "cancel_netflix": ("POST", 202, {400, 404, 500}, "errors"),
    "get_subscription": ("GET", 200, {404, 500}, "errors"),
    "patch_subscription": ("PATCH", 202, {400, 404, 409, 500}, "errors"),
    "find_subscriptions": ("GET", 200, {400, 404, 500}, "errors"),
    "list_shippings": ("GET", 200, {500}, "errors"),
    "get_products": ("GET", 200, {400, 404, 405}, "errors"),
    "change_product": ("PATCH", 201, {400, 404, 405}, "errors"),
    "health": ("GET", 200, {500}, "error"),
}


@pytest.fixture
def db() -> Iterator[abonado.Database]:
    with abonado.connect(":memory:") as database:
        assert database.load(RECORDS, now=NOW).ok
        yield database


def check_error_body(body: str | None, form: str, status: int) -> str:
    """The body of an error has this form; returns its code."""
    told = json.loads(body or "")
    assert list(told) == [form]
    if form == "error":
        assert list(told["error"]) == ["code", "message", "reference"]
        one = told["error"]
        reference = one["reference"]
    else:
        assert isinstance(told["errors"], list)
        assert told["errors"]
        assert all(list(one) == ["code", "title", "ref", "details"] for one in told["errors"])
        one = told["errors"][0]
        reference = one["ref"]
    assert all(isinstance(value, str) and value for value in one.values())
    assert reference.startswith(REFERENCE)
    assert one["code"] in CODES[status], one
    return one["code"]


@contextlib.contextmanager
def broken(path: Path, *, pending: bool = False) -> Iterator[abonado.Database]:
    """A store whose file another program spoils while it is open."""
    with abonado.connect(path) as db:
        db.load(RECORDS, now=NOW)
        if pending:
            day = NOW.date() + timedelta(days=1)
            db.org("euskaltel").products.change(1, product_id=20, scheduled_date=day, now=NOW)
        with contextlib.closing(sqlite3.connect(path)) as behind, behind:
            behind.execute("PRAGMA legacy_alter_table = ON")
            behind.execute("ALTER TABLE documents RENAME TO mislaid")
        yield db


def test_the_table_of_operations_is_that_of_the_documents() -> None:
    told = {
        name: (row.verb, row.success, set(row.errors), row.form)
        for name, row in ROWS.items()
        if row.path
    }
    assert told == DOCUMENTED
    others = {name: row.other_success for name, row in ROWS.items() if row.other_success}
    assert others == {"change_product": 202}


def test_there_is_a_case_for_every_documented_error() -> None:
    documented = {(name, status) for name, row in ROWS.items() if row.path for status in row.errors}
    assert {(case.operation, case.status) for case in CASES} == documented - set(UNREACHABLE)
    assert set(UNREACHABLE) <= documented


@pytest.mark.parametrize("name", GOOD)
def test_the_good_request_is_answered_with_success(db: abonado.Database, name: str) -> None:
    path, query, body = GOOD[name]
    text = None if body is None else json.dumps(body)
    answer = db.handle(ROWS[name].verb, path, query, text, now=NOW)
    assert answer.status == ROWS[name].success, answer.body


@pytest.mark.parametrize("case", [c for c in CASES if not c.spoilt], ids=str)
def test_a_documented_error_and_no_trace_of_it(db: abonado.Database, case: Case) -> None:
    row = ROWS[case.operation]
    before = db.digest(), db.scheduled(), db.counts()
    answer = db.handle(case.verb or row.verb, case.path, case.query, case.text, now=NOW)
    assert (answer.status, before) == (case.status, (db.digest(), db.scheduled(), db.counts()))
    if case.status == 405:
        assert answer.body is None
    else:
        assert check_error_body(answer.body, row.form, case.status) == case.code


@pytest.mark.parametrize("case", [c for c in CASES if c.spoilt], ids=str)
def test_a_store_that_is_spoilt(store: Path, case: Case) -> None:
    row = ROWS[case.operation]
    if case.operation == "health":
        test_health_of_a_store_that_cannot_be_read_or_written(store)
        return
    with broken(store) as db:
        answer = db.handle(row.verb, case.path, case.query, case.text, now=NOW)
    assert answer.status == 500, answer.body
    assert check_error_body(answer.body, row.form, 500) == case.code


def test_health_of_a_store_that_cannot_be_read_or_written(store: Path) -> None:
    with abonado.connect(store) as db:
        assert db.handle("GET", "/v3/health").status == 200
    with abonado.connect(store, read_only=True) as db:
        answer = db.handle("GET", "/v3/health")
        assert (answer.status, json.loads(answer.body or "")) == (500, FAIL)
    with (
        abonado.connect(store, timeout=0.1) as db,
        contextlib.closing(sqlite3.connect(store)) as behind,
    ):
        # A store that somebody is writing to can be written: a long load is no sickness.
        behind.execute("BEGIN IMMEDIATE")
        assert db.handle("GET", "/v3/health").status == 200
        behind.rollback()
    with broken(store) as db:
        assert db.handle("GET", "/v3/health").status == 500


@pytest.mark.parametrize("name", ["get_products", "change_product"])
def test_where_no_500_is_documented_a_spoilt_store_is_raised(store: Path, name: str) -> None:
    path, query, body = GOOD[name]
    with broken(store) as db, pytest.raises(abonado.StorageError):
        db.handle(ROWS[name].verb, path, query, body and json.dumps(body), now=NOW)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.path and row.writes])
def test_a_store_that_is_only_read_takes_no_operation(store: Path, name: str) -> None:
    path, query, body = GOOD[name]
    with abonado.connect(store) as db:
        db.load(RECORDS, now=NOW)
    with abonado.connect(store, read_only=True) as db:
        ask = (ROWS[name].verb, path, query, None if body is None else json.dumps(body))
        if 500 in ROWS[name].errors:
            assert db.handle(*ask, now=NOW).status == 500
        else:
            with pytest.raises(abonado.StorageError):
                db.handle(*ask, now=NOW)


def test_a_second_change_while_one_is_pending(db: abonado.Database) -> None:
    path, _, _ = GOOD["change_product"]
    asked = '{"productId":20,"scheduled_date":"2026-04-01"}'
    assert db.handle("PATCH", path, None, asked, now=NOW).status == 201
    digest = db.digest()
    for body in (asked, '{"productId":20}', '{"productId":50,"scheduled_date":"2026-05-01"}'):
        answer = db.handle("PATCH", path, None, body, now=NOW)
        assert answer.status == 400
        assert check_error_body(answer.body, "errors", 400) == "ABO_CHANGE_PENDING"
    assert db.digest() == digest


# --- the operations without a path ----------------------------------------------------------------


def test_what_only_methods_do_meets_its_errors_too(db: abonado.Database) -> None:
    org = db.org("euskaltel")
    met: dict[str, set[int]] = {"resolve_risk": set(), "cancel_scheduled_change": set()}

    def refused(name: str, call: Any) -> str:
        with pytest.raises(abonado.Error) as caught:
            call()
        assert caught.value.status in ROWS[name].errors, caught.value
        met[name].add(caught.value.status)
        return caught.value.code

    for id_, code in ((1, "ABO_NOT_FOUND"), (8, "ABO_NOT_FOUND"), (99, "SUBSCRIPTION_NOT_FOUND")):
        for approve in (True, False):
            resolve = lambda: org.products.resolve_risk(id_, approve=approve, now=NOW)  # noqa: B023, E731
            assert refused("resolve_risk", resolve) == code
        cancels = (
            lambda: org.products.cancel(id_, now=NOW),  # noqa: B023
            lambda: org.cancel_scheduled(id_, 1, now=NOW),  # noqa: B023
        )
        for cancel in cancels:
            assert refused("cancel_scheduled_change", cancel) == code
    db.risk_policy = lambda asked: "REVIEW"
    assert org.products.change(1, product_id=20, now=NOW).risk_decision == "REVIEW"
    db.load([{**RECORDS[0], "body": {"id": 10, "compatibilities": [30]}}], now=NOW)
    code = refused("resolve_risk", lambda: org.products.resolve_risk(1, approve=True, now=NOW))
    assert code == "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT"
    assert [change.state for change in org.scheduled(1)] == ["waiting"]
    assert met["resolve_risk"] == {400, 404}
    assert met["cancel_scheduled_change"] == {404}


def test_run_due_on_a_spoilt_store(store: Path) -> None:
    with broken(store, pending=True) as db:
        for call in (db.run_due, db.simulate):
            with pytest.raises(abonado.StorageError):
                call(NOW + timedelta(days=2))
