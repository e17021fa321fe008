"""What callers give: numbers of numpy are numbers, and a wrong type is told by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import abonado
import numpy as np
import pandas as pd
import pytest
from abonado import model
from conftest import FAULTY, Record, segment

ONE, THREE = np.int64(1), np.int64(3)  # as a cell of a data frame gives them
Call = Callable[[abonado.Database], Any]

# Each is the same call with int and with a number of numpy.
WITH_NUMBERS: dict[str, Callable[[abonado.Database, Any, Any], Any]] = {
    "get": lambda db, _, three: db.org("telco").get(three),
    "subscription": lambda db, _, three: db.org("telco").subscription(three).legacy_id,
    "history": lambda db, _, three: db.org("telco").history(three),
    "shippings": lambda db, _, three: db.org("telco").shippings(three),
    "audit": lambda db, _, three: db.org("telco").audit(three),
    "scheduled": lambda db, _, three: db.org("telco").scheduled(three),
    "segments": lambda db, _, three: db.org("telco").segments.list(three),
    "products": lambda db, _, three: db.org("telco").products.get(three),
    "run": lambda db, one, _: db.run(one).id,
    "rejects": lambda db, one, _: [it.id for it in db.rejects(run=one + one, id=one)],
    "rejects, several": lambda db, one, _: db.replay(id=[one], dry_run=True).records,
    "query": lambda db, _, three: list(db.query("SELECT ? + 1", (three,))),
    "frame": lambda db, _, three: (
        db.frame("identifiers", where="subscription_legacy_id = ?", params=(three,))
        .to_arrow()
        .num_rows
    ),
    "model": lambda _, __, three: model.Product(id=three),
    "amount": lambda _, __, three: model.CreditLimit(
        credit_limit_id="MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
        credit_limit_value=three,
        reason="r",
    ),
    "generate": lambda _, one, three: abonado.generate(records=three, seed=one),
    "threads": lambda _, one, three: (
        abonado.validate(FAULTY, threads=one, max_findings=three).errors
    ),
}


@pytest.mark.parametrize("call", WITH_NUMBERS.values(), ids=WITH_NUMBERS)
def test_a_number_of_numpy_is_a_number(
    shop: abonado.Database, call: Callable[[abonado.Database, Any, Any], Any]
) -> None:
    shop.load(FAULTY)
    assert call(shop, ONE, THREE) == call(shop, 1, 3)


def test_records_hold_numbers_of_numpy(db: abonado.Database) -> None:
    row = pd.DataFrame({"legacy_id": [7]}).iloc[0]
    record: Record = {**segment(), "legacy_id": row["legacy_id"]}
    assert type(record["legacy_id"]) is not int
    assert abonado.validate([record]).ok
    assert db.load([record]).inserted == 1
    assert db.org("euskaltel").subscription(7).legacy_id == 7


def test_what_is_no_whole_number_is_none(shop: abonado.Database) -> None:
    for wrong in (np.float64(3), np.array([1, 2]), np.True_, True, "3"):
        with pytest.raises(TypeError, match="expected int, not"):
            shop.org("telco").get(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="id: expected int, not"):
            shop.run(wrong)  # type: ignore[arg-type]


# What is said of an argument of the wrong type: its name, what it is to be, what it is.
WRONG: dict[str, tuple[Call, str]] = {
    "progress": (lambda _: abonado.validate(b"", progress=5), "progress: expected True or a func"),
    "segments": (lambda _: abonado.validate(b"", segments=5), "segments: expected SegmentPolicy"),
    "status_reasons": (lambda _: abonado.validate(b"", status_reasons=5), "status_reasons: expec"),
    "max_findings": (lambda _: abonado.validate(b"", max_findings="x"), "max_findings: expected i"),
    "max_errors": (lambda _: abonado.validate(b"", max_errors=1.5), "max_errors: expected int"),
    "threads": (lambda _: abonado.validate(b"", threads="x"), "threads cannot be 'x'"),
    "timeout": (lambda _: abonado.connect(":memory:", timeout="x"), "timeout: expected a number"),
    "run": (lambda db: db.run("x"), "id: expected int, not str"),
    "report": (lambda db: db.report("x", "page.html"), "run: expected int, not str"),
    "max_rejects": (lambda db: db.report(1, "page.html", max_rejects="x"), "max_rejects: expec"),
    "of a run": (lambda db: db.rejects(run="x"), "run: expected int, not str"),
    "of an id": (lambda db: db.rejects(id=1.5), "id: expected int, not float"),
    "of ids": (lambda db: db.drop_rejects(id=["x"]), "id: expected int, not str"),
    "sql": (lambda db: db.query(5), "sql: expected str, not int"),
    "of a query": (lambda db: db.query("SELECT 1", timeout="x"), "timeout: expected a number of"),
    "verb": (lambda db: db.handle(5, "/x"), "verb: expected str, not int"),
    "body": (lambda db: db.handle("POST", "/x", body={"a": 1}), "body: expected str, not dict"),
    "check": (lambda db: db.check(max_findings=None), "max_findings: expected int, not NoneType"),
    "records": (lambda _: abonado.generate(records="x"), "records: expected int, not str"),
    "seed": (lambda _: abonado.generate(seed=0.5), "seed: expected int, not float"),
}


@pytest.mark.parametrize(("call", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_type_is_told_by_its_name(
    shop: abonado.Database, call: Call, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TypeError) as caught:
        call(shop)
    assert str(caught.value).startswith(told)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda _: abonado.validate(b"", max_errors=0), "max_errors is at least 1"),
        (lambda _: abonado.validate(b"", max_findings=-1), "max_findings is at least 0"),
        (lambda db: db.run(10**30), "id: the number does not fit into 64 bits"),
        (lambda db: db.rejects(id=2**63), "id: the number does not fit into 64 bits"),
        (lambda _: abonado.generate(records=-1), "records is at least 0"),
        (lambda _: abonado.generate(seed=2**64), "seed: the number does not fit into 64 bits"),
        (lambda _: abonado.connect(":memory:", timeout=10**400), "timeout is a number of seconds"),
    ],
)
def test_a_number_that_makes_no_sense(shop: abonado.Database, call: Call, told: str) -> None:
    with pytest.raises(abonado.ArgumentError, match=told):
        call(shop)


def test_what_is_as_large_as_it_may_be(shop: abonado.Database) -> None:
    assert abonado.generate(records=2, seed=2**64 - 1)
    with pytest.raises(abonado.NotFoundError):
        shop.run(2**63 - 1)


def test_a_body_is_text_or_its_bytes(shop: abonado.Database) -> None:
    asked = ("POST", "/organizations/telco/legacy-subscriptions/3/segments")
    assert shop.handle(*asked, body=b"{}") == shop.handle(*asked, body="{}")
