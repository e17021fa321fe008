"""Operations from Python: what they answer, what they refuse, what will happen later, the log."""

from __future__ import annotations

import json
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import abonado
import pytest
from abonado import Database, _core, enums, model
from conftest import LOADED, MAX, SHOP, ndjson, of_max, v1

NOW = datetime(2026, 6, 15, 10, tzinfo=timezone.utc)
LATER = NOW + timedelta(days=10)
LIMIT = "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"
PREMIUM = "MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT"


def refusal(call: Any) -> abonado.Error:
    with pytest.raises(abonado.Error) as caught:
        call()
    return caught.value


def code(call: Any) -> tuple[str, int]:
    error = refusal(call)
    return error.code, error.status


def segment(db: Database, org: str = "euskaltel", id_: int = 2, **change: Any) -> abonado.Receipt:
    body = {"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm", **change}
    return db.org(org).segments.create(id_, **body, now=NOW)


# --- the table ------------------------------------------------------------------------------------


def test_the_table_of_operations_refers_to_what_there_is() -> None:
    structs = {row["name"] for row in _core.structs()}
    statuses = {status for _, _, status, _ in _core.error_table()}
    found = abonado.operations()
    assert len({info.name for info in found}) == len(found) > 15
    for info in found:
        assert {info.request, info.answer} - {None} <= structs
        assert set(info.errors) <= statuses
        assert info.form in ("errors", "error")
        assert json.loads(json.dumps(info.to_dict()))["name"] == info.name
    by_name = {info.name: info for info in found}
    segments = by_name["create_segment"]
    assert (segments.verb, segments.success, segments.form) == ("POST", 201, "error")
    assert by_name["change_product"].other_success == 202
    assert by_name["find_subscriptions"].answers_list
    assert by_name["run_due"].path is None


# --- segments and credit limits -------------------------------------------------------------------


def test_a_segment_is_created_once_listed_and_deleted(shop: Database) -> None:
    eus = shop.org("euskaltel")
    receipt = segment(shop, user="ane")
    assert (shop.run(receipt.run).kind, len(shop.runs())) == ("operation", 1)
    assert (receipt.warnings, receipt.scheduled, receipt.risk_decision) == ((), None, None)
    assert [one.to_dict() for one in eus.segments.list(2)] == [
        {"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm"}
    ]
    error = refusal(lambda: segment(shop))
    assert isinstance(error, abonado.ConflictError)
    assert (error.code, error.status) == ("ABO_ALREADY_EXISTS", 409)
    eus.segments.delete(2, user="ane", reason="left", now=NOW)
    assert eus.segments.list(2) == []
    eus.segments.delete(2)
    eus.segments.delete(77)


def test_a_segment_has_the_prefix_of_its_class(shop: Database) -> None:
    error = refusal(lambda: segment(shop, segment_id="OP_1"))
    assert isinstance(error, abonado.ArgumentError)
    assert (error.code, error.status) == ("BAD_REQUEST", 400)
    assert "SEG-001" in str(error)
    assert segment(shop, segment_id="OP_1", segment_class="PREPAID").run > 0
    assert segment(shop, segment_id="OC_1", segment_class=enums.SegmentClass.CONVERGENT).run > 0
    warnings = segment(shop, segment_id="DEVICEOFFERSEGMENT").warnings
    assert [(found.rule, found.severity) for found in warnings] == [("SEG-002", "warning")]
    unknown = segment(shop, id_=1, segment_id="OC_2").warnings
    assert [found.rule for found in unknown] == ["SEG-003"]
    assert code(lambda: segment(shop, segment_class="GOLD")) == ("BAD_REQUEST", 400)


def test_what_no_body_could_hold_is_a_bad_request(shop: Database) -> None:
    eus = shop.org("euskaltel")
    for call in (
        lambda: segment(shop, segment_id=" "),
        lambda: eus.credit_limits.create(2, subscription_type="TV", credit_limits=[], user="ane"),
        lambda: eus.credit_limits.create(
            2,
            subscription_type="MOBILE",
            credit_limits=[{"credit_limit_id": LIMIT, "credit_limit_value": 1}],
        ),
        lambda: eus.patch(2, subscription_type="SHIP"),
        lambda: eus.patch(2, subscription_type="MOBILE", status_change={"status": "GONE"}),
        lambda: eus.netflix.cancel(
            2, cancellation_reason="x", requested_cancellation_date=datetime(2026, 1, 1)
        ),
        lambda: eus.products.get(2, include=["everything"]),
        lambda: eus.find("NAME", "x"),
        lambda: eus.find_ids("NAME", "x"),
        lambda: eus.get(2**70),
    ):
        error = refusal(call)
        assert isinstance(error, abonado.ArgumentError), error
        assert (error.code, error.status) == ("BAD_REQUEST", 400)


@pytest.mark.parametrize("id_", ["2", 1.5, None, True])
def test_an_id_is_an_int(shop: Database, id_: Any) -> None:
    eus = shop.org("euskaltel")
    for call in (
        lambda: eus.get(id_),
        lambda: eus.segments.delete(id_),
        lambda: eus.products.cancel(id_),
        lambda: eus.shippings(id_),
    ):
        with pytest.raises(TypeError):
            call()


def test_values_of_a_wrong_type_are_type_errors(shop: Database) -> None:
    eus = shop.org("euskaltel")
    for call in (
        lambda: segment(shop, segment_id=None),
        lambda: segment(shop, reason=5),
        lambda: eus.segments.delete(2, user=5),
        lambda: eus.segments.delete(2, now="today"),
        lambda: eus.migrate(9, {"status": "ACTIVE"}),
        lambda: eus.products.change(2, product_id=20, scheduled_date=NOW),
        lambda: eus.cancel_scheduled(2, None),
        lambda: eus.products.get(2, include="compatibilities"),
    ):
        with pytest.raises(TypeError):
            call()


def test_credit_limits_are_created_all_or_none(shop: Database) -> None:
    limits = shop.org("euskaltel").credit_limits
    one = {"credit_limit_id": LIMIT, "credit_limit_value": 87.264463, "reason": "rfm"}
    two = model.CreditLimit(credit_limit_id=PREMIUM, credit_limit_value=Decimal(5), reason="rfm")
    limits.create(2, subscription_type="MOBILE", credit_limits=[one], now=NOW)
    error = refusal(
        lambda: limits.create(2, subscription_type="MOBILE", credit_limits=[two, one], now=NOW)
    )
    assert (type(error), error.code) == (abonado.ConflictError, "ABO_ALREADY_EXISTS")
    limits.create(2, subscription_type="MOBILE", credit_limits=(two,), now=NOW)
    found = limits.list(2)
    assert [limit.credit_limit_id for limit in found] == [LIMIT, PREMIUM]
    assert found[0].credit_limit_value == Decimal("87.264463")
    limits.delete(2, now=NOW)
    assert limits.list(2) == []
    assert code(lambda: limits.delete(2)) == ("SUBSCRIPTION_NOT_FOUND", 404)


def test_every_fault_of_a_body_is_in_the_details(shop: Database) -> None:
    bad = [
        {"credit_limit_id": LIMIT, "credit_limit_value": -1, "reason": "x"},
        {"credit_limit_id": LIMIT, "credit_limit_value": 1, "reason": "x"},
    ]
    error = refusal(
        lambda: shop.org("euskaltel").credit_limits.create(
            2, subscription_type="MOBILE", credit_limits=bad
        )
    )
    told = " ".join(message for _, message in error.details)
    assert len(error.details) == 2
    assert "CRL-002" in told
    assert "CRL-003" in told
    assert error.pointer == error.details[0][0] != ""


# --- migrations, status steps ---------------------------------------------------------------------


def body(**change: Any) -> model.Max:
    return model.Max.from_dict({**MAX["body"], **change})


def test_a_subscription_is_migrated_once(shop: Database) -> None:
    eus = shop.org("euskaltel")
    receipt = eus.migrate(
        9,
        body(),
        billing_type="POSTPAID",
        identifiers={"MSISDN": "600111222"},
        user="ane",
        reason="wave 1",
        now=NOW,
    )
    assert receipt.run > 0
    assert eus.subscription(9).status == "ACTIVE"
    assert eus.find_ids("MSISDN", "+34600111222") == [9]
    [found] = eus.find(enums.FilterType.MSISDN, "600111222")
    assert found == eus.get(9)
    assert (found.id, found.subscription_type, found.billing_type) == (9, "MAX", "POSTPAID")
    assert code(lambda: eus.migrate(9, body())) == ("ABO_ALREADY_EXISTS", 409)
    given = model.Identifiers(SUBSCRIPTIONEMAIL="ane@example.org")
    eus.migrate(10, body(), identifiers=given, now=NOW)
    assert eus.find_ids("SUBSCRIPTIONEMAIL", "ane@example.org") == [10]
    error = refusal(lambda: shop.org("yoigo").migrate(9, body()))
    assert (type(error), error.code) == (abonado.ForbiddenError, "FORBIDDEN_ORGANIZATION")
    broken = refusal(lambda: eus.migrate(11, body(activation_date=None), now=NOW))
    assert "SUB-001" in str(broken)
    assert refusal(lambda: eus.migrate(11, body(), billing_type="LATER")).code == "BAD_REQUEST"
    assert refusal(lambda: eus.migrate(11, body(), identifiers={"MSISDN": "\ud800"})).status == 400


def test_a_patch_takes_a_step_now_or_later(shop: Database) -> None:
    eus = shop.org("euskaltel")
    assert eus.patch(2, subscription_type="MOBILE").run == 0
    assert code(lambda: eus.patch(2, subscription_type="TV")) == ("BAD_REQUEST", 400)
    step = model.PatchStatusChange(
        status="DEACTIVATED", status_change_user="ane", requested_status_change_date=LATER
    )
    planned = eus.patch(2, subscription_type="MOBILE", status_change=step, now=NOW).scheduled
    assert planned is not None
    assert (planned.kind, planned.state, planned.status) == ("status", "pending", "DEACTIVATED")
    assert (planned.scheduled_date, planned.request_date, planned.user) == (LATER, NOW, "ane")
    assert eus.subscription(2).status == "ACTIVE"
    eus.cancel_scheduled(2, planned, now=NOW)
    assert eus.scheduled(2) == []
    assert code(lambda: eus.cancel_scheduled(2, planned.id)) == ("ABO_NOT_FOUND", 404)
    eus.patch(2, subscription_type="MOBILE", status_change={"status": "DEACTIVATED"}, now=NOW)
    assert eus.subscription(2).status == "DEACTIVATED"
    assert eus.get(2).current_status_date == NOW
    again = {"status": "ACTIVE"}
    assert code(lambda: eus.patch(2, subscription_type="MOBILE", status_change=again, now=NOW)) == (
        "ABO_STATUS_CONFLICT",
        409,
    )


def test_netflix_needs_the_status_that_the_operation_ends(shop: Database) -> None:
    mas = shop.org("masmovil")
    error = refusal(lambda: mas.netflix.deactivate(2, deactivation_reason="baja"))
    assert isinstance(error, abonado.RefusedError)
    assert (error.code, error.status) == ("INVALID_SUBSCRIPTION_STATUS", 400)
    assert code(lambda: mas.netflix.cancel(1, cancellation_reason="baja")) == (
        "INVALID_SUBSCRIPTION_STATUS",
        400,
    )
    assert code(lambda: mas.netflix.cancel(9, cancellation_reason="baja")) == (
        "SUBSCRIPTION_NOT_FOUND",
        404,
    )
    mas.netflix.deactivate(1, deactivation_reason="baja", deactivation_user="ane", now=NOW)
    assert mas.get(1).current_status == "DEACTIVATED"
    assert mas.get(1).cancellation_reason.reason == "baja"
    planned = mas.netflix.cancel(
        2, cancellation_reason="baja", requested_cancellation_date=LATER, now=NOW
    ).scheduled
    assert mas.scheduled() == [planned]
    assert shop.run_due(LATER).done == 1
    assert mas.get(2).current_status == "CANCELLED"


def test_shippings_since_a_date(shop: Database) -> None:
    shop.load(
        [
            {
                "kind": "shipping",
                "org": "euskaltel",
                "legacy_id": 2,
                "body": {"shipping_order_id": name, "kind": "SHIPPING", "requested_date": when},
            }
            for name, when in (("s1", "2026-01-01T00:00:00Z"), ("s2", "2026-03-01T00:00:00Z"))
        ]
    )
    eus = shop.org("euskaltel")
    assert {one.shipping_order_id for one in eus.shippings(2)} == {"s1", "s2"}
    since = datetime(2026, 2, 1, tzinfo=timezone.utc)
    assert [one.shipping_order_id for one in eus.shippings(2, requested_date=since)] == ["s2"]
    assert eus.shippings(77) == []


# --- tariffs --------------------------------------------------------------------------------------


def test_a_tariff_is_changed_at_once(shop: Database) -> None:
    products = shop.org("telco").products
    receipt = products.change(3, product_id=20, user="ane", now=NOW)
    assert receipt.run > 0
    found = products.get(3)
    assert (found.product.id, found.product.value, found.product.historic_date) == (20, "T20", NOW)
    assert [entry.id for entry in found.historical_changes] == [20, 10]
    assert [one.id for one in found.product.compatibilities] == [10]
    assert products.get(3, include=()).historical_changes is None
    assert [one.id for one in shop.catalogue()] == [10, 20, 30, 40]


def test_what_a_tariff_change_is_refused_with(shop: Database) -> None:
    products = shop.org("telco").products
    change = products.change
    day = date(2026, 6, 14)
    assert code(lambda: change(77, product_id=20)) == ("SUBSCRIPTION_NOT_FOUND", 404)
    assert code(lambda: change(3, product_id=99)) == ("ABO_PRODUCT_NOT_FOUND", 404)
    assert code(lambda: change(3, product_id=40)) == (
        "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT",
        400,
    )
    assert code(lambda: change(3, product_id=20, scheduled_date=day, now=NOW)) == (
        "BAD_REQUEST",
        400,
    )
    change(3, product_id=20, scheduled_date=date(2026, 7, 1), now=NOW)
    error = refusal(lambda: change(3, product_id=30, now=NOW))
    assert (type(error), error.code) == (abonado.RefusedError, "ABO_CHANGE_PENDING")
    assert code(lambda: products.resolve_risk(3, approve=True)) == ("ABO_NOT_FOUND", 404)
    products.cancel(3, now=NOW)
    assert code(lambda: products.cancel(3)) == ("ABO_NOT_FOUND", 404)
    assert code(lambda: shop.org("euskaltel").products.get(2)) == ("ABO_PRODUCT_NOT_FOUND", 404)


def test_a_scheduled_change_happens_when_it_is_due(shop: Database) -> None:
    products = shop.org("telco").products
    receipt = products.change(3, product_id=20, scheduled_date=date(2026, 7, 1), now=NOW)
    [planned] = shop.scheduled()
    assert planned == receipt.scheduled
    due = datetime(2026, 6, 30, 22, tzinfo=timezone.utc)  # the first of July in Madrid
    assert (planned.scheduled_date, planned.product, planned.target) == (due, 20, "product 20")
    shown = products.get(3).product.scheduled
    assert (shown.scheduled_date, shown.destination_product.id) == (due, 20)
    assert shop.run_due(due - timedelta(microseconds=1)).outcomes == ()

    digest, runs = shop.digest(), len(shop.runs())
    foreseen = shop.simulate(due)
    assert [outcome.ok for outcome in foreseen.outcomes] == [True]
    assert (shop.digest(), len(shop.runs()), shop.scheduled()) == (digest, runs, [planned])

    seen: list[abonado.Progress] = []
    report = shop.run_due(due + timedelta(hours=3), user="nightly", progress=seen.append)
    assert (report.done, report.failed, report.ok) == (1, 0, True)
    [outcome] = report.outcomes
    assert (outcome.ok, outcome.message, outcome.change.state) == (True, "", "done")
    assert products.get(3).product.historic_date == due
    assert shop.scheduled() == []
    assert shop.run_due(LATER + timedelta(days=99)).outcomes == ()


def test_a_change_that_is_no_longer_allowed_fails_and_says_why(shop: Database) -> None:
    products = shop.org("telco").products
    products.change(3, product_id=20, scheduled_date=date(2026, 7, 1), now=NOW)
    step = {"status": "DEACTIVATED"}
    shop.org("telco").patch(3, subscription_type="MOBILE", status_change=step, now=NOW)
    foreseen = shop.simulate(LATER + timedelta(days=9))
    report = shop.run_due(LATER + timedelta(days=9))
    assert (report.done, report.failed, report.ok) == (0, 1, False)
    [outcome] = report.outcomes
    assert (outcome.ok, outcome.change.state) == (False, "failed")
    assert outcome.change.error == "INVALID_SUBSCRIPTION_STATUS"
    assert outcome.message
    assert [o.change.error for o in foreseen.outcomes] == [outcome.change.error]
    assert outcome.message in repr(report)


def test_what_progress_raises_stops_run_due_which_can_be_run_again(db: Database) -> None:
    count = 4000
    db.load([v1(id_) for id_ in range(1, count + 1)], now=LOADED)
    step = {"status": "DEACTIVATED", "requested_status_change_date": "2026-06-20T00:00:00Z"}
    for id_ in range(1, count + 1):
        db.org("euskaltel").patch(id_, subscription_type="MOBILE", status_change=step, now=NOW)
    seen: list[abonado.Progress] = []

    def stop(progress: abonado.Progress) -> None:
        seen.append(progress)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.run_due(LATER, progress=stop)
    [told] = seen
    assert 0 < told.records < count
    assert len(db.scheduled()) == count - told.records
    assert db.run_due(LATER).done == count - told.records
    assert db.scheduled() == []


# --- errors ---------------------------------------------------------------------------------------


def test_an_error_is_written_as_either_generation_of_documents_has_it(shop: Database) -> None:
    error = refusal(lambda: shop.org("yoigo").get(5652763))
    assert isinstance(error, abonado.NotFoundError)
    [item] = error.to_v1()["errors"]
    assert list(item) == ["code", "title", "ref", "details"]
    assert (item["code"], item["title"]) == ("SUBSCRIPTION_NOT_FOUND", error.title)
    assert item["ref"].startswith("https://")
    detail = error.to_v3()["error"]
    assert list(detail) == ["code", "message", "reference"]
    assert (detail["code"], detail["reference"]) == (item["code"], item["ref"])
    model.ErrorMessage.from_dict(error.to_v1())
    model.ErrorResponse.from_dict(error.to_v3())
    answer = shop.handle("GET", "/v1/orgs/yoigo/subscriptions/5652763")
    assert (answer.status, json.loads(answer.body or "")) == (404, error.to_v1())


def test_errors_are_pickled_with_all_they_say() -> None:
    details = (("/a", "one"), ("/b", "two"))
    error = abonado.RefusedError("text", pointer="/a", code="ABO_CHANGE_PENDING", details=details)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.to_v1()) == (type(error), "text", error.to_v1())
    assert (again.code, again.status, again.details) == ("ABO_CHANGE_PENDING", 400, details)
    assert abonado.Error("of no code").to_v3()["error"]["code"] == "ABO_STORAGE"


# --- requests -------------------------------------------------------------------------------------


def test_requests_are_answered_as_the_documents_write_them(shop: Database) -> None:
    path = "/v3/orgs/euskaltel/migrations/subscriptions/2/segments"
    text = '{"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm"}'
    created = shop.handle("POST", path, body=text, user="ane", now=NOW)
    assert (created.status, created.body) == (201, None)
    again = shop.handle("POST", path, None, text)
    assert again.status == 409
    assert json.loads(again.body or "")["error"]["code"] == "ABO_ALREADY_EXISTS"
    assert shop.handle("POST", path, None, "{").status == 400
    assert shop.handle("DELETE", path) == abonado.Response(204, None)
    found = shop.handle("GET", "/v1/orgs/masmovil/subscriptions/1")
    assert (found.status, json.loads(found.body or "")["id"]) == (200, 1)
    listed = shop.handle("GET", "/v1/orgs/x/subscriptions", "filter_type=NAME&filter_value=1")
    assert json.loads(listed.body or "")["errors"][0]["code"] == "MISSING_QUERY_PARAMS"
    assert shop.handle("GET", "/nowhere").status == 404
    assert shop.audit()[0].user == "ane"


def test_health(shop: Database) -> None:
    found = shop.health()
    assert (found.persistence, found.global_) == ("pass", "pass")


# --- the audit log --------------------------------------------------------------------------------


def test_who_did_what_when_and_why_refusals_included(shop: Database) -> None:
    eus = shop.org("euskaltel")
    run = segment(shop, user="ane").run
    refusal(lambda: segment(shop))
    eus.segments.delete(2, user="iker", reason="left", now=LATER)
    created, refused, deleted = eus.audit(2)
    assert (created.operation, created.org, created.legacy_id) == ("create_segment", "euskaltel", 2)
    assert (created.user, created.reason, created.at, created.run) == ("ane", "rfm", NOW, run)
    assert (created.error, refused.error) == (None, "ABO_ALREADY_EXISTS")
    assert (refused.run, refused.before, refused.after) == (None, None, None)
    assert created.before == {"documents": [], "scheduled": []}
    assert created.after is not None
    [document] = created.after["documents"]
    assert document["body"]["segment_id"] == "OM_GOLD"
    assert deleted.before == created.after
    assert (deleted.user, deleted.reason, deleted.at) == ("iker", "left", LATER)
    assert shop.audit() == eus.audit()
    assert shop.org("telecable").audit() == []
    assert [entry.id for entry in shop.audit()] == sorted(entry.id for entry in shop.audit())


def test_the_user_of_the_body_is_the_user_unless_one_is_given(shop: Database) -> None:
    netflix = shop.org("masmovil").netflix
    netflix.deactivate(1, deactivation_reason="baja", deactivation_user="body", now=NOW)
    netflix.cancel(2, cancellation_reason="baja", user="me", cancellation_user="body", now=NOW)
    segment(shop)
    assert [entry.user for entry in shop.audit()] == ["body", "me", "N/A"]


def test_a_refused_operation_leaves_nothing_but_its_refusal(shop: Database) -> None:
    digest, runs, counts = shop.digest(), shop.runs(), shop.counts()
    for call in (
        lambda: segment(shop, segment_id="OP_1"),
        lambda: shop.org("euskaltel").migrate(1, body()),
        lambda: shop.org("telco").products.change(3, product_id=40),
    ):
        refusal(call)
    assert (shop.digest(), shop.runs(), shop.counts()) == (digest, runs, counts)
    assert [bool(entry.error) for entry in shop.audit()] == [True] * 3


# --- one organisation, one handle -----------------------------------------------------------------


def test_no_operation_shows_what_another_organisation_has(shop: Database) -> None:
    shop.org("telco").products.change(3, product_id=20, scheduled_date=date(2026, 7, 1), now=NOW)
    for name in ("telecable", "yoigo"):
        org = shop.org(name)
        absent = ("SUBSCRIPTION_NOT_FOUND", 404)
        assert code(lambda o=org: o.get(3)) == absent
        assert code(lambda o=org: o.patch(3, subscription_type="MOBILE")) == absent
        assert code(lambda o=org: o.products.get(3)) == absent
        assert code(lambda o=org: o.products.change(3, product_id=20)) == absent
        assert org.shippings(3) == org.scheduled() == org.scheduled(3) == []
        own = org.audit(3)  # what it was itself refused
        assert {(entry.org, entry.error, entry.after) for entry in own} == {(name, absent[0], None)}
        assert code(lambda o=org: o.products.cancel(3))[1] == 404


def test_a_closed_handle_refuses_operations(shop: Database) -> None:
    eus = shop.org("euskaltel")
    shop.close()
    for call in (
        lambda: eus.get(1),
        lambda: eus.segments.delete(1),
        lambda: eus.scheduled(),
        lambda: shop.run_due(NOW),
        lambda: shop.simulate(NOW),
        lambda: shop.audit(),
        lambda: shop.catalogue(),
        lambda: shop.handle("GET", "/v3/health"),
    ):
        with pytest.raises(abonado.ClosedError):
            call()


def test_moments_of_operations_have_a_time_zone(shop: Database) -> None:
    naive = datetime(2026, 1, 1)
    eus = shop.org("euskaltel")
    for call in (
        lambda: eus.segments.delete(2, now=naive),
        lambda: eus.shippings(2, requested_date=naive),
        lambda: shop.run_due(naive),
        lambda: shop.simulate(naive),
        lambda: shop.handle("GET", "/v3/health", now=naive),
        lambda: abonado.connect(":memory:", now=naive),
    ):
        with pytest.raises(abonado.ArgumentError, match="time zone"):
            call()


def test_a_connection_has_the_rules_and_the_lifecycle_of_its_operations() -> None:
    policy = abonado.SegmentPolicy(postpaid_mobile_prefix="GM")
    back = [("ACTIVE", "DEACTIVATED"), ("DEACTIVATED", enums.LiveStatus.ACTIVE)]
    with abonado.connect(":memory:", segments=policy, lifecycle=back) as db:
        db.load(ndjson(*SHOP), now=LOADED)
        assert segment(db, segment_id="GM_1").run > 0
        assert code(lambda: segment(db, segment_id="OM_1")) == ("BAD_REQUEST", 400)
        eus = db.org("euskaltel")
        for status in ("DEACTIVATED", "ACTIVE"):
            eus.patch(2, subscription_type="MOBILE", status_change={"status": status}, now=NOW)
        assert eus.get(2).current_status == "ACTIVE"


@pytest.mark.parametrize(
    "options",
    [
        {"lifecycle": [("ACTIVE", "GONE")]},
        {"lifecycle": [("ACTIVE",)]},
        {"severities": {"XXX-1": "off"}},
        {"naive": "local"},
    ],
    ids=str,
)
def test_a_connection_refuses_options_that_make_no_sense(options: dict[str, Any]) -> None:
    with pytest.raises(abonado.ArgumentError):
        abonado.connect(":memory:", **options)


# --- values ---------------------------------------------------------------------------------------


def test_values_are_pickled_compared_and_printed(shop: Database) -> None:
    receipt = shop.org("telco").products.change(
        3, product_id=20, scheduled_date=date(2026, 7, 1), user="\x1b[31m", now=NOW
    )
    warned = segment(shop, segment_id="DEVICEOFFERSEGMENT")
    report = shop.run_due(LATER + timedelta(days=9))
    entry = shop.audit()[0]
    answer = shop.handle("GET", "/v3/health")
    for value in (receipt, warned, report, report.outcomes[0], entry, answer):
        assert pickle.loads(pickle.dumps(value)) == value
    for told in (receipt, warned, report, report.outcomes[0], entry):
        assert json.loads(_core.dumps(told.to_dict()))
        with pytest.raises(AttributeError):
            told.run = 5  # type: ignore[misc]
    assert receipt.to_dict()["scheduled"]["scheduled_date"] == "2026-06-30T22:00:00Z"
    assert warned.to_dict()["warnings"][0]["rule"] == "SEG-002"
    assert "1 change due: 1 done, 0 failed" in repr(report)
    assert "\x1b" not in repr(report) + str(receipt.scheduled) + report._repr_html_()
    assert repr(shop.org("telco").products).startswith("<Products of organisation 'telco' of <abo")
    with pytest.raises(TypeError):
        pickle.dumps(shop.org("telco").segments)


def test_amounts_are_printed_to_their_last_digit() -> None:
    exact = Decimal("1234567890123.123456")
    assert _core.dumps({"amount": exact, "day": date(2026, 1, 2)}) == (
        '{"amount":1234567890123.123456,"day":"2026-01-02"}'
    )


def test_what_operations_wrote_is_exported_and_loaded(shop: Database) -> None:
    segment(shop)
    shop.org("euskaltel").migrate(9, body(), now=NOW)
    assert shop.check().ok
    with abonado.connect(":memory:") as other:
        assert other.load(shop.export()).ok
        assert other.digest() == shop.digest()
    assert shop.load([of_max(9)]).skipped + shop.load([of_max(9)]).skipped == 2
