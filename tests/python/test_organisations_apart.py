"""Nobody can read, change or detect a subscription of another organisation by any operation.

The subscriptions are those of euskaltel; telecable asks for each of them, and for one that exists
nowhere. Both answers are the same, byte for byte, but for the id that was asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import abonado
import pytest
from abonado import Database, enums
from operations_records import (
    CATALOGUE,
    MSISDN,
    PRESENT,
    limits,
    migration,
    segment,
    shipping,
    tariff,
    uuid_of,
    v1,
    v3,
)
from operations_refusals import GOOD, MIGRATIONS
from operations_world import instant

NOW = instant(PRESENT)
OWNER, OTHER = "euskaltel", "telecable"
MOBILE, NETFLIX, WAITING, MAX = 70_000_001, 70_000_002, 70_000_003, 70_000_004
THEIRS = (MOBILE, NETFLIX, WAITING, MAX)
NOWHERE = 79_999_999
RECORDS = [
    *CATALOGUE,
    v1(MOBILE, "MOBILE", "ACTIVE", billing_type="POSTPAID") | {"identifiers": {"MSISDN": MSISDN}},
    tariff(MOBILE, 10),
    segment(MOBILE, "OM_GOLD"),
    limits(MOBILE),
    shipping(MOBILE, "SO-1"),
    v1(NETFLIX, "NETFLIX", "ACTIVE"),
    v1(WAITING, "NETFLIX", "PRE_ACTIVE"),
    v3(MAX, id=uuid_of(OWNER, MAX)),
    v1(1, "TV", "ACTIVE", OTHER),  # so that the store knows the other one
]


@pytest.fixture
def db() -> Iterator[Database]:
    with abonado.connect(":memory:") as database:
        assert database.load(RECORDS, now=NOW).ok
        of = database.org(OWNER)
        of.products.change(
            MOBILE, product_id=20, scheduled_date=NOW.date().replace(year=2027), now=NOW
        )
        step = {
            "status": "DEACTIVATED",
            "requested_status_change_date": "2027-01-01T00:00:00Z",
        }
        of.patch(NETFLIX, subscription_type="NETFLIX", status_change=step, now=NOW)
        yield database


def state(db: Database, org: str = OWNER) -> tuple[Any, ...]:
    """All that can be known of an organisation."""
    of = db.org(org)
    return db.export(org=org), of.scheduled(), of.audit(), of.counts()


REQUESTS = [name for name in GOOD if name not in ("health", "find_subscriptions")]


def request(name: str, org: str, id_: int) -> tuple[str, str, str | None]:
    path, query, body = GOOD[name]
    before, _, after = path.partition("/orgs/euskaltel/")
    parts = after.split("/")
    place = next(n for n, part in enumerate(parts) if part.isdigit())
    parts[place] = str(id_)
    return f"{before}/orgs/{org}/" + "/".join(parts), query, body and json.dumps(body)


@pytest.mark.parametrize("org", [OTHER, "rcable", "yoigo", "nobody"])
@pytest.mark.parametrize("id_", THEIRS)
@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_for_anothers_is_answered_as_for_one_that_is_nowhere(
    db: Database, name: str, id_: int, org: str
) -> None:
    verb = next(row.verb for row in abonado.operations() if row.name == name)
    before = state(db)
    answers = []
    for asked in (NOWHERE, id_):
        path, query, body = request(name, org, asked)
        answers.append(db.handle(verb, path, query, body, now=NOW))
    nowhere, theirs = answers
    assert theirs.status == nowhere.status
    if nowhere.body is None:
        assert theirs.body is None
    else:
        assert theirs.body == nowhere.body.replace(str(NOWHERE), str(id_))
    assert state(db) == before


@pytest.mark.parametrize("filter_type", enums.FilterType)
def test_a_search_finds_nothing_of_anothers(db: Database, filter_type: str) -> None:
    path = f"/v1/orgs/{OTHER}/subscriptions"
    for theirs, nowhere in ((MSISDN, "+34600009999"), (f"s-{MAX}", "s-0")):
        answers = [
            db.handle("GET", path, f"filter_type={filter_type}&filter_value={value}")
            for value in (theirs, nowhere)
        ]
        assert answers[0].status == answers[1].status == 404
        assert answers[0].body == (answers[1].body or "").replace(nowhere, theirs)
        assert db.org(OTHER).find_ids(filter_type, theirs) == []


Call = Callable[[abonado.Organisation, int], Any]
CALLS: dict[str, Call] = {
    "subscription": lambda of, id_: of.subscription(id_),
    "get": lambda of, id_: of.get(id_),
    "patch": lambda of, id_: of.patch(id_, subscription_type="MOBILE", now=NOW),
    "shippings": lambda of, id_: of.shippings(id_),
    "scheduled": lambda of, id_: of.scheduled(id_),
    "cancel_scheduled": lambda of, id_: of.cancel_scheduled(id_, 1, now=NOW),
    "segments.create": lambda of, id_: of.segments.create(
        id_, segment_id="OM", segment_value="x", reason="x", now=NOW
    ),
    "segments.delete": lambda of, id_: of.segments.delete(id_, now=NOW),
    "segments.list": lambda of, id_: of.segments.list(id_),
    "credit_limits.create": lambda of, id_: of.credit_limits.create(
        id_, now=NOW, **limits(1)["body"]
    ),
    "credit_limits.delete": lambda of, id_: of.credit_limits.delete(id_, now=NOW),
    "credit_limits.list": lambda of, id_: of.credit_limits.list(id_),
    "netflix.deactivate": lambda of, id_: of.netflix.deactivate(
        id_, deactivation_reason="x", now=NOW
    ),
    "netflix.cancel": lambda of, id_: of.netflix.cancel(id_, cancellation_reason="x", now=NOW),
    "products.get": lambda of, id_: of.products.get(id_),
    "products.change": lambda of, id_: of.products.change(id_, product_id=20, now=NOW),
    "products.approve": lambda of, id_: of.products.resolve_risk(id_, approve=True, now=NOW),
    "products.refuse": lambda of, id_: of.products.resolve_risk(id_, approve=False, now=NOW),
    "products.cancel": lambda of, id_: of.products.cancel(id_, now=NOW),
}


def told(call: Call, of: abonado.Organisation, id_: int) -> str:
    """What a caller learns: the answer, or all that the error says."""
    try:
        answer = call(of, id_)
    except abonado.Error as error:
        parts = (type(error), error.code, error.status, error.pointer, error.to_v1(), error.to_v3())
        return f"{error} {parts}"
    return f"warnings {answer.warnings}" if isinstance(answer, abonado.Receipt) else str(answer)


@pytest.mark.parametrize("id_", THEIRS)
@pytest.mark.parametrize("name", CALLS)
def test_a_method_tells_of_anothers_what_it_tells_of_one_that_is_nowhere(
    db: Database, name: str, id_: int
) -> None:
    before = state(db)
    of = db.org(OTHER)
    nowhere = told(CALLS[name], of, NOWHERE)
    assert told(CALLS[name], of, id_) == nowhere.replace(str(NOWHERE), str(id_))
    assert state(db) == before


def test_the_number_of_anothers_change_is_no_key_to_it(db: Database) -> None:
    before = state(db)
    of = db.org(OTHER)
    for change in db.org(OWNER).scheduled():
        for id_ in (1, change.legacy_id):  # one's own subscription, and theirs
            texts = []
            for number in (change.id, 99):
                with pytest.raises(abonado.NotFoundError) as caught:
                    of.cancel_scheduled(id_, number, now=NOW)
                texts.append(re.sub(rf"\b{number}$", "n", str(caught.value)))
            assert texts[0] == texts[1]
    assert state(db) == before
    assert of.scheduled() == []


def test_what_one_does_is_in_nobody_elses_audit(db: Database) -> None:
    before = state(db)
    of = db.org(OTHER)
    of.patch(
        1, subscription_type="TV", status_change={"status": "DEACTIVATED"}, user="eve", now=NOW
    )
    with pytest.raises(abonado.NotFoundError):
        of.products.change(MOBILE, product_id=20, user="eve", now=NOW)
    assert state(db) == before
    assert {entry.org for entry in of.audit()} == {OTHER}
    assert [entry.org for entry in db.audit()].count(OTHER) == len(of.audit())


def test_the_same_id_may_be_had_by_both(db: Database) -> None:
    before = state(db)
    for kind, name in zip(MIGRATIONS.values(), THEIRS, strict=False):
        path = f"/v3/orgs/{OTHER}/migrations/subscriptions/{name}/{kind}"
        answer = db.handle("POST", path, None, json.dumps(migration(kind)), now=NOW)
        assert answer.status == 201, answer.body
    assert state(db) == before
    segments = f"/v3/orgs/{OTHER}/migrations/subscriptions/{MOBILE}/segments"
    assert db.handle("DELETE", segments, now=NOW).status == 204
    assert state(db) == before
    assert db.check().ok


def test_a_number_of_anothers_is_warned_of_nowhere(db: Database) -> None:
    body = abonado.model.Max.from_json(json.dumps(migration("max")))
    receipt = db.org(OTHER).migrate(9, body, identifiers={"MSISDN": MSISDN}, now=NOW)
    assert receipt.warnings == ()


def test_a_uuid_of_anothers_is_refused_without_a_word_of_whose_it_is(db: Database) -> None:
    """DUP-002: a uuid names one subscription of the store; so much shows, and no more."""
    before = state(db)
    path = f"/v3/orgs/{OTHER}/migrations/subscriptions/9/max"
    body = json.dumps(migration("max", id=uuid_of(OWNER, MAX)))
    answer = db.handle("POST", path, None, body, now=NOW)
    assert answer.status == 400
    assert OWNER not in (answer.body or "")
    assert str(MAX) not in (answer.body or "")
    assert state(db) == before
