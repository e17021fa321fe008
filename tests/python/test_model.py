"""The structs in Python: round trips of what the field tables allow, and what is refused."""

from __future__ import annotations

import contextlib
import copy
import gc
import pickle
import sys
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from keyword import iskeyword
from typing import Any

import abonado
import pytest
from abonado import _core, enums, model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STRUCTS = {row["name"]: row for row in _core.structs()}
KINDS = {row["kind"]: row["body"] for row in _core.record_kinds()}
NOW = datetime(2024, 5, 1, 10, 30, tzinfo=timezone.utc)

# --- documents that the tables allow ------------------------------------------------------------

TEXT = st.text(max_size=8)
FILLED_TEXT = TEXT.map(lambda text: text + "x")
MICROS = st.integers(-(10**15), 10**15)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda values: st.lists(values, max_size=2) | st.dictionaries(TEXT, values, max_size=2),
    max_leaves=3,
)


def wire_instant(moment: datetime) -> str:
    text = moment.strftime("%H:%M:%S")
    fraction = f".{moment.microsecond:06}" if moment.microsecond else ""
    return f"{moment.date().isoformat()}T{text}{fraction}Z"


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "legacy_id": st.integers(1, 2**63 - 1),
    "boolean": st.booleans(),
    "amount": MICROS.map(lambda n: n // 10**6 if n % 10**6 == 0 else float(Decimal(n) / 10**6)),
    "instant": st.datetimes(timezones=st.just(timezone.utc)).map(wire_instant),
    "date": st.dates().map(date.isoformat),
    "uuid": st.uuids().map(str),
    "external_id": TEXT | st.integers(-(2**53), 2**53),
    "text_list": st.lists(TEXT, max_size=2),
}


def value_of(field: dict, depth: int) -> st.SearchStrategy[Any]:
    if field["words"] is not None:
        return st.sampled_from(field["words"])
    if field["type"] == "text" and field["required"]:
        return FILLED_TEXT
    if field["struct"] is None:
        return VALUES[field["type"]]
    part = documents(field["struct"], depth - 1)
    return st.lists(part, max_size=2) if field["type"] == "object_list" else part


@st.composite
def documents(draw: st.DrawFn, name: str, depth: int = 3) -> dict[str, Any]:
    fields = STRUCTS[name]["fields"]
    out: dict[str, Any] = {}
    for field in fields:
        if field["type"] == "body":
            continue
        if not field["required"] and (depth <= 0 or draw(st.integers(0, 2)) == 0):
            continue
        out[field["name"]] = draw(value_of(field, depth))
    if name == "Envelope":
        out["body"] = draw(documents(KINDS[out["kind"]], depth))
        if out["kind"] == "subscription":
            out["body"].setdefault("type", "MOBILE")
    known = {field[key] for field in fields for key in ("name", "alias")}
    unknown = st.dictionaries(TEXT.filter(lambda key: key not in known), JSON, max_size=1)
    return out | draw(unknown)


@pytest.mark.parametrize("name", STRUCTS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_round_trip(name: str, data: st.DataObject) -> None:
    document = data.draw(documents(name))
    struct = getattr(model, name)
    value = struct.from_dict(document)
    assert value.to_dict() == document
    assert struct.from_json(value.to_json()) == value
    assert struct.from_json(value.to_json().encode()) == value
    assert value.replace() == value
    assert pickle.loads(pickle.dumps(value)) == value
    assert repr(value).startswith(f"{name}(")
    # What its attributes say makes the same value again.
    members = {field["name"] + "_" * iskeyword(field["name"]) for field in STRUCTS[name]["fields"]}
    attributes = {member: getattr(value, member) for member in members}
    assert struct(**attributes, unknown=value.unknown) == value


def test_unknown_members_keep_their_text() -> None:
    text = '{"segment_id":"OM","segment_value":"v","reason":"r","a/b":[1, 2.50, 1e400],"ñ":{ }}'
    value = model.CreateSegmentRequest.from_json(text)
    assert value.to_json() == text
    assert value.unknown == {"a/b": "[1, 2.50, 1e400]", "ñ": "{ }"}
    assert value.replace(reason="x").unknown == value.unknown
    assert value.replace(unknown={}).unknown == {}
    with pytest.raises(abonado.ValidationError):
        model.CreateSegmentRequest.from_json(text, strict=True)


# --- values ---------------------------------------------------------------------------------------


def add_on(**members: Any) -> model.AddOn:
    required = {
        "catalogue_add_on_id": "vas",
        "creation_date": NOW,
        "creation_user": "N/A",
        "last_updated_date": NOW,
        "status": "ACTIVE",
    }
    return model.AddOn(**(required | members))


def credit_limit(value: Any) -> model.CreditLimit:
    word = enums.CreditLimitId.MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT
    return model.CreditLimit(credit_limit_id=word, credit_limit_value=value, reason="r")


def test_instants_are_aware_and_in_utc() -> None:
    value = add_on(creation_date=datetime(2024, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))))
    assert value.creation_date == datetime(2023, 12, 31, 22, 30, tzinfo=timezone.utc)
    assert value.creation_date.tzinfo is timezone.utc
    assert '"creation_date":"2023-12-31T22:30:00Z"' in value.to_json()
    with pytest.raises(ValueError, match=r"AddOn\.creation_date: .*time zone"):
        add_on(creation_date=datetime(2024, 1, 1))
    with pytest.raises(TypeError, match=r"AddOn\.creation_date: .*str"):
        add_on(creation_date="2024-01-01T00:00:00Z")
    with pytest.raises(ValueError, match="years"):
        add_on(creation_date=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))))


@given(st.datetimes(timezones=st.just(timezone.utc)))
def test_every_instant_comes_back(moment: datetime) -> None:
    assert add_on(activation_date=moment).activation_date == moment


def test_a_naive_date_time_is_utc_only_if_asked() -> None:
    text = add_on().to_json().replace("10:30:00Z", "10:30:00")
    with pytest.raises(abonado.ValidationError) as caught:
        model.AddOn.from_json(text)
    assert caught.value.pointer == "/creation_date"
    assert model.AddOn.from_json(text, naive="utc") == add_on()
    with pytest.raises(ValueError, match="naive"):
        model.AddOn.from_json(text, naive="local")


def test_dates() -> None:
    request = model.ChangeSubscriptionProductRequest(productId=1, scheduled_date=date(2026, 12, 1))
    assert request.scheduled_date == date(2026, 12, 1)
    assert request.to_dict() == {"productId": 1, "scheduled_date": "2026-12-01"}
    with pytest.raises(TypeError, match="date"):
        request.replace(scheduled_date=NOW)


def test_amounts_are_exact() -> None:
    for amount in (
        Decimal("87.264463"),
        Decimal("-0.5"),
        Decimal("9223372036854.775807"),
        Decimal(0),
    ):
        value = credit_limit(amount)
        assert value.credit_limit_value == amount
        assert model.CreditLimit.from_dict(value.to_dict()) == value
    assert credit_limit(300).credit_limit_value == Decimal(300)
    assert credit_limit(Decimal("1E+5")).to_dict()["credit_limit_value"] == 100_000
    with pytest.raises(TypeError, match="float is not exact"):
        credit_limit(1.5)
    for amount in (Decimal("0.0000001"), Decimal("NaN"), Decimal("1E+999999"), 10**30):
        with pytest.raises(ValueError, match=r"CreditLimit\.credit_limit_value"):
            credit_limit(amount)


def test_uuids() -> None:
    text = "12345678-1234-1234-1234-1234567890AB"
    for value in (text, uuid.UUID(text)):
        assert model.BundleRelatedInfo(bundle_id=value).bundle_id == uuid.UUID(text)
    with pytest.raises(ValueError, match="uuid"):
        model.BundleRelatedInfo(bundle_id="no")
    with pytest.raises(TypeError, match="UUID"):
        model.BundleRelatedInfo(bundle_id=5)


def test_words() -> None:
    assert (
        add_on(status=enums.AddOnStatus.REQUESTED).status
        == enums.AddOnStatus.REQUESTED
        == "REQUESTED"
    )
    with pytest.raises(ValueError, match="REQUESTED, ACTIVE, CANCELLED, DEACTIVATED"):
        add_on(status="active")


def test_numbers() -> None:
    for wrong in (True, "1", 1.0):
        with pytest.raises(TypeError, match="legacy_id"):
            add_on(legacy_id=wrong)
    for wrong in (0, -1, 2**63):
        with pytest.raises(ValueError, match="legacy_id"):
            add_on(legacy_id=wrong)


def test_external_ids_keep_their_form() -> None:
    details = model.SubscriptionAdditionalDetails
    assert details(external_id=7).to_json() == '{"external_id":7}'
    assert details(external_id="007").to_json() == '{"external_id":"007"}'
    assert details(external_id=7) != details(external_id="7")
    with pytest.raises(ValueError, match="lose digits"):
        details(external_id=2**53 + 1)


def test_lists_are_tuples() -> None:
    limit = credit_limit(1)
    request = model.CreateCreditLimitsRequest(
        subscription_type="MOBILE", credit_limits=iter([limit])
    )
    assert request.credit_limits == (limit,)
    for wrong in (limit, "x", 5, {"a": 1}):
        with pytest.raises(TypeError, match="list"):
            request.replace(credit_limits=wrong)
    with pytest.raises(TypeError, match="element 1: expected CreditLimit, not int"):
        request.replace(credit_limits=[limit, 5])


def test_an_iterable_may_raise() -> None:
    def limits() -> Any:
        yield credit_limit(1)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        model.CreateCreditLimitsRequest(subscription_type="MOBILE", credit_limits=limits())


def test_parts_outlive_their_owner() -> None:
    request = model.CreateCreditLimitsRequest(
        subscription_type="MOBILE", credit_limits=[credit_limit(n) for n in range(9)]
    )
    limits = request.credit_limits
    del request
    assert [limit.credit_limit_value for limit in limits] == list(range(9))


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        add_on(id="\ud800")


# --- objects --------------------------------------------------------------------------------------


def test_immutable() -> None:
    value = add_on()
    with pytest.raises(AttributeError):
        value.status = "CANCELLED"
    with pytest.raises(AttributeError):
        value.other = 1
    with pytest.raises(TypeError):
        hash(value)
    changed = value.replace(status="CANCELLED", id="7")
    assert (value.status, value.id, changed.status, changed.id) == (
        "ACTIVE",
        None,
        "CANCELLED",
        "7",
    )
    assert changed.replace(id=None, status="ACTIVE") == value
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value


def test_what_is_missing_is_named() -> None:
    with pytest.raises(
        TypeError, match="AddOn needs catalogue_add_on_id, creation_date, creation_user"
    ):
        model.AddOn(status="ACTIVE")
    with pytest.raises(TypeError, match="AddOn needs status"):
        add_on().replace(status=None)
    with pytest.raises(TypeError, match="no member 'stauts'"):
        add_on(stauts="ACTIVE")
    with pytest.raises(TypeError):
        model.AddOn("positional")


def test_a_required_text_is_not_blank() -> None:
    with pytest.raises(ValueError, match=r"AddOn\.creation_user"):
        add_on(creation_user=" \t")


def test_repr_leaves_out_what_is_absent() -> None:
    assert repr(model.Bundle(id=1)) == "Bundle(id=1)"
    assert repr(model.Bundle()) == "Bundle()"
    assert (
        repr(model.Bundle(value="x", unknown={"a": "1"})) == "Bundle(value='x', unknown={'a': '1'})"
    )


def test_values_of_different_structs_differ() -> None:
    assert model.Bundle() != model.HistoricalProduct()
    assert model.Bundle() != {}


@pytest.mark.parametrize("json", ["", "x", '1,"b":2', "1 2", "{", "nul", '{"a":1,"a":2}'])
def test_unknown_members_are_json(json: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        model.Bundle(unknown={"a": json})


def test_a_member_is_not_also_unknown() -> None:
    with pytest.raises(ValueError, match="'id'"):
        model.Bundle(unknown={"id": "1"})
    with pytest.raises(ValueError, match="catalogue_term_id"):
        model.Commitment(unknown={"catalogue_term_id": "1"})
    seen = model.BundleRelatedInfo.from_json(
        '{"bundle_id":7}'
    )  # not documented, so anything may stand there
    assert seen.unknown == {"bundle_id": "7"}
    text = "12345678-1234-1234-1234-1234567890ab"
    assert seen.replace(bundle_id=text).to_dict() == {"bundle_id": text}


def test_an_envelope_holds_the_body_of_its_kind() -> None:
    body = model.CreateSegmentRequest(segment_id="OM", segment_value="v", reason="r")
    envelope = model.Envelope(kind="segment", org="euskaltel", legacy_id=5, body=body)
    assert envelope.body == body
    assert model.Envelope.from_json(envelope.to_json()) == envelope
    with pytest.raises(ValueError, match="kind max is Max"):
        envelope.replace(kind="max")
    with pytest.raises(TypeError, match="body"):
        envelope.replace(body=model.Bundle())


def test_a_catalogue_names_products_by_id() -> None:
    body = model.Product(id=1, compatibilities=[2, model.Product(id=3)])
    envelope = model.Envelope(kind="catalogue_product", body=body)
    assert envelope.to_dict()["body"] == {"id": 1, "compatibilities": [2, {"id": 3}]}
    assert model.Envelope.from_dict(envelope.to_dict()) == envelope
    assert [product.id for product in body.compatibilities or ()] == [2, 3]


def test_a_keyword_gets_an_underscore() -> None:
    health = model.HealthResponse(global_="pass")
    assert health.global_ == "pass"
    assert health.to_dict() == {"global": "pass"}
    assert (
        repr(health.replace(persistence="fail"))
        == "HealthResponse(persistence='fail', global_='pass')"
    )


def test_misuse_of_the_class_raises() -> None:
    with pytest.raises(TypeError):
        repr(model.AddOn.__new__(model.AddOn))
    with pytest.raises(TypeError):
        model.AddOn.status.fget(model.Bundle())
    with pytest.raises(TypeError):
        type("Sub", (model.AddOn,), {})


# --- from_json and from_dict -------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "[]", "{", '{"id":1}{}', '{"id":1,"id":2}', '{"id":1e400}'])
def test_from_json_refuses(text: str) -> None:
    with pytest.raises(abonado.ValidationError) as caught:
        model.Bundle.from_json(text)
    assert caught.value.code == "ABO_INVALID_DOCUMENT"


def test_a_fault_is_named_by_its_pointer() -> None:
    body = {"subscription_type": "MOBILE", "credit_limits": [credit_limit(1).to_dict(), {}]}
    with pytest.raises(abonado.ValidationError) as caught:
        model.CreateCreditLimitsRequest.from_dict(body)
    assert caught.value.pointer.startswith("/credit_limits/1/")


def test_from_dict_takes_python_values() -> None:
    value = add_on(legacy_id=1)
    members = {"creation_date": NOW, "last_updated_date": NOW, "status": enums.AddOnStatus.ACTIVE}
    assert model.AddOn.from_dict(value.to_dict() | members) == value
    limit = credit_limit(Decimal("0.1"))
    assert (
        model.CreditLimit.from_dict({**limit.to_dict(), "credit_limit_value": Decimal("0.1")})
        == limit
    )


def test_from_dict_refuses_what_is_no_json() -> None:
    loop: list[Any] = []
    loop.append(loop)
    for value, error in [
        ({"a": float("nan")}, ValueError),
        ({"a": {1}}, TypeError),
        ({1: 2}, TypeError),
        ({"a": loop}, RecursionError),
        ([], TypeError),
    ]:
        with pytest.raises(error):
            model.Bundle.from_dict(value)


def test_no_reference_is_lost() -> None:
    """Attributes, lists and failures leave the reference counts as they were."""
    value = add_on()
    request = model.CreateCreditLimitsRequest(
        subscription_type="MOBILE", credit_limits=[credit_limit(1)]
    )

    def use_all() -> None:
        assert value.id is None
        assert request.credit_limits[0].replace() == request.credit_limits[0]
        with contextlib.suppress(ValueError):
            value.replace(status="x")

    def counts() -> list[int]:
        gc.collect()
        shared = (None, NotImplemented, value, request, model.AddOn, model.CreditLimit)
        return [sys.getrefcount(item) for item in shared]

    use_all()
    before = counts()
    for _ in range(10_000):
        use_all()
    assert all(now < then + 1000 for now, then in zip(counts(), before, strict=True))
