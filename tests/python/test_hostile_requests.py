"""Requests that no document shows: nothing outside the documented sets is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import abonado
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from operations_records import PRESENT
from operations_refusals import GOOD, MIGRATIONS, RECORDS
from operations_world import instant
from test_operation_errors import ROWS, check_error_body

NOW = instant(PRESENT)
LARGEST = str(2**63 - 1)
HOSTILE = [
    "",
    " ",
    "'; DROP TABLE documents; --",
    '"',
    "%",
    "%zz",
    "%00",
    "\x00",
    "../../etc/passwd",
    "%2e%2e%2f",
    "1%2F2",
    "{org}",
    "<script>alert(1)</script>",
    "é😀",
    "%F0%9F%98%80",
    "%ff%fe",
    "١٢٣",
    "1" * 400,
    LARGEST,
    "9223372036854775808",
    "18446744073709551617",
    *["-1", "+1", "0", "1.0", "1e3", "0x1", "1;2", "1#x"],
]


@pytest.fixture(scope="module")
def db() -> Iterator[abonado.Database]:
    with abonado.connect(":memory:") as database:
        assert database.load(RECORDS, now=NOW).ok
        yield database


def hold_to_the_table(row: abonado.OperationInfo, answer: abonado.Response) -> None:
    """The answer is one of the row; or of no row, where the text left the path."""
    if answer.status in (row.success, row.other_success):
        expected = answer.status in (200,) or bool(row.other_success == answer.status)
        assert (answer.body is not None) == expected
        return
    if answer.status == 405:
        assert 405 in row.errors
        assert answer.body is None
        return
    assert answer.status == 404 or answer.status in row.errors, answer
    check_error_body(answer.body, row.form, answer.status)


def with_text(path: str, place: str, text: str) -> str:
    """The path with its organisation or legacy id replaced."""
    parts = path.split("/")
    at = 3 if place == "org" else next(n for n, part in enumerate(parts) if part.isdigit())
    return "/".join([*parts[:at], text, *parts[at + 1 :]])


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (name, place)
        for name, (path, _, _) in GOOD.items()
        for place in ("org", "id")
        if name != "health" and (place == "org" or any(map(str.isdigit, path.split("/"))))
    ],
)
def test_text_in_a_path_is_text(db: abonado.Database, name: str, place: str) -> None:
    path, query, body = GOOD[name]
    before = db.digest(), db.scheduled()
    for text in HOSTILE:
        if name in MIGRATIONS and text == LARGEST:
            continue  # an id like any other, which may be created
        asked = with_text(path, place, text)
        answer = db.handle(ROWS[name].verb, asked, query, body and json.dumps(body), now=NOW)
        hold_to_the_table(ROWS[name], answer)
        assert answer.status >= 400 or name in ("delete_segments", "list_shippings"), asked
    assert (db.digest(), db.scheduled()) == before


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "x",
        "//",
        "/v1",
        "/v3",
        "/v4/health",
        "/v3/health/",
        "/v3/Health",
        "/V3/health",
        "/v3/orgs/euskaltel/migrations/subscriptions/1",
        "/v3/orgs/euskaltel/migrations/subscriptions/1/segments/OM_1",
        "/v3/orgs/euskaltel/migrations/subscriptions/1/netflix",
        "/v1/orgs/euskaltel",
        "/v1/orgs/euskaltel/netflix/3",
        "/v1/orgs/euskaltel/netflix/3/deactivate/now",
        "/v2/orgs/euskaltel/subscriptions/1",
        "/v2/orgs/euskaltel/subscriptions/1/products/10",
        "https://subscriptions.masstack.com/v3/health",
        "/" * 10_000,
        "/v1/orgs/" + "a" * 100_000,
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST", "PATCH", "DELETE", "PUT", "", "get", "G\x00ET"])
def test_an_unknown_path_is_404(db: abonado.Database, verb: str, path: str) -> None:
    answer = db.handle(verb, path, None, None, now=NOW)
    assert answer.status == 404
    form = "error" if path.startswith("/v3/") else "errors"
    told = json.loads(answer.body or "")
    if path.startswith(("/v1/", "/v2/", "/v3/")):
        assert list(told) == [form]
    assert check_error_body(answer.body, next(iter(told)), 404) in (
        "ABO_NOT_FOUND",
        "SUBSCRIPTION_NOT_FOUND",
    )


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.path])
def test_a_wrong_verb(db: abonado.Database, name: str) -> None:
    path, query, body = GOOD[name]
    taken = {row.verb for n, row in ROWS.items() if row.path and GOOD[n][0] == path}
    same = {row.verb for row in ROWS.values() if row.path == ROWS[name].path}
    before = db.digest()
    for verb in {"GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "post"} - taken - same:
        answer = db.handle(verb, path, query, body and json.dumps(body), now=NOW)
        if path.startswith("/v2/"):
            assert (answer.status, answer.body) == (405, None)
        else:
            assert answer.status == 404
            assert check_error_body(answer.body, ROWS[name].form, 404) == "ABO_NOT_FOUND"
    assert db.digest() == before


@pytest.mark.parametrize("name", [n for n, (_, _, body) in GOOD.items() if body is not None])
@pytest.mark.parametrize(
    "body",
    [
        None,
        "\x00",
        "\ud800",
        "﻿{}",
        '{"a":' * 1000 + "1" + "}" * 1000,
        "[" * 100_000,
        '"' + "x" * 1_000_000 + '"',
        '{"reason":"a","reason":"b"}',
        '{"reason":"\\ud800"}',
        "{} {}",
        "NaN",
        '{"productId":1e400}',
        '{"productId":NaN}',
    ],
    ids=lambda body: ascii(body)[:20],
)
def test_a_malformed_body_is_400(db: abonado.Database, name: str, body: str | None) -> None:
    path, query, _ = GOOD[name]
    before = db.digest()
    try:
        answer = db.handle(ROWS[name].verb, path, query, body, now=NOW)
    except (TypeError, UnicodeEncodeError):  # no text: it cannot be sent at all
        assert body == "\ud800"
        return
    assert answer.status == 400, answer.body
    check_error_body(answer.body, ROWS[name].form, 400)
    assert db.digest() == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("create_segment", {"segment_id": "OM_{}", "segment_value": "{}", "reason": "{}"}),
        ("deactivate_netflix", {"deactivation_reason": "{}", "deactivation_user": "{}"}),
        (
            "patch_subscription",
            {
                "subscription_type": "MOBILE",
                "status_change": {"status": "ACTIVE", "status_change_reason": "{}"},
            },
        ),
    ],
)
@pytest.mark.parametrize(
    "text", ["'; DROP TABLE documents; --", "\u202e\x1b[31m", "😀" * 10_000, "\x7f\t\r\n"]
)
def test_hostile_text_in_a_body_is_kept_as_it_is(
    name: str, body: dict[str, Any], text: str
) -> None:
    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(member) for key, member in value.items()}
        return value.format(text)

    with abonado.connect(":memory:") as db:
        db.load(RECORDS, now=NOW)
        path, query, _ = GOOD[name]
        answer = db.handle(ROWS[name].verb, path, query, json.dumps(fill(body)), now=NOW)
        assert answer.status == ROWS[name].success, answer.body
        assert db.check().ok
        audited = [entry for entry in db.audit() if entry.error is None][-1]
        assert (text in audited.reason) or any(
            text in value for value in audited.after["documents"][0]["body"].values()
        )


@pytest.mark.parametrize(
    "query",
    [
        "&",
        "=",
        "?",
        "&&&=",
        "filter_type",
        "filter_type=",
        "filter_type=MSISDN&filter_value=",
        "filter_type=MSISDN&filter_value='",
        "filter_type='MSISDN'&filter_value=''",
        "filter_type=MSISDN&filter_type=EXTERNALID&filter_value=1",
        "filter_type=MSISDN&filter_value=%",
        "filter_type=MSISDN&filter_value=%00",
        "filter_type=MSISDN&filter_value=%ff",
        "filter_type=MSISDN&filter_value=" + "6" * 100_000,
        "a=b&" * 10_000,
        "requested_date=x",
        "requested_date=",
        'query={"include":["compatibilities"],"include":[]}',
        "query=" + "[" * 100_000,
        'query={"filter":"x"}',
        "query=%7B",
    ],
    ids=lambda query: query[:40],
)
@pytest.mark.parametrize("name", ["find_subscriptions", "list_shippings", "get_products"])
def test_a_hostile_query(db: abonado.Database, name: str, query: str) -> None:
    answer = db.handle("GET", GOOD[name][0], query, None, now=NOW)
    hold_to_the_table(ROWS[name], answer)


WORDS = (
    "v1 v2 v3 orgs euskaltel yoigo migrations subscriptions segments credit_limits max netflix",
    "deactivate cancel products shippings health 1 3 5 99",
)
words = st.sampled_from(" ".join(WORDS).split())
ways = st.lists(words | st.text(max_size=5), max_size=8).map(lambda parts: "/" + "/".join(parts))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
MEMBERS = (
    "segment_id segment_value reason subscription_type credit_limits status_change status",
    "productId scheduled_date deactivation_reason requested_deactivation_date",
)
members = st.sampled_from(" ".join(MEMBERS).split())
bodies = (
    st.dictionaries(members, json_values, max_size=5).map(json.dumps)
    | json_values.map(json.dumps)
    | st.text(max_size=20)
)


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    verb=st.sampled_from(["GET", "POST", "PATCH", "DELETE"]) | st.text(max_size=4),
    path=ways | st.sampled_from([path for path, _, _ in GOOD.values()]),
    query=st.none() | st.text(max_size=20),
    body=st.none() | bodies,
)
def test_any_request_is_answered(
    db: abonado.Database, verb: str, path: str, query: str | None, body: str | None
) -> None:
    before = db.digest()
    answer = db.handle(verb, path, query, body, now=NOW)
    assert answer.status in {200, 201, 202, 204, 400, 403, 404, 405, 409}
    if answer.status >= 400:
        assert db.digest() == before
    if answer.status >= 400 and answer.status != 405:
        form = next(iter(json.loads(answer.body or "")))
        check_error_body(answer.body, form, answer.status)
