"""With redact nothing that is said tells a value; and what is searched for would be found."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import abonado
import pytest
from conftest import command, segment
from leaks import canaries, found, vectors
from operations_records import limits, migration, product, tariff, v1, v3
from operations_records import segment as held_segment

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
KEY = "a key of sixteen bytes and more"
OPTIONS: dict[str, Any] = {
    "now": NOW,
    "severities": {"SUB-011": "error"},
    "status_reasons": ["no such reason"],
}

VECTORS = vectors()
ALL = b"\n".join(text.rstrip(b"\n") for text in VECTORS.values()) + b"\n"
CANARIES = canaries(ALL)


def run_cli(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), capture_output=True, text=True, env=env, check=False, timeout=120
    )


def told_by(report: abonado.Report | abonado.LoadReport) -> str:
    """All that a report can say."""
    causes = report.causes()
    parts = [repr(report), report._repr_html_(), report.summary(), json.dumps(report.to_dict())]
    parts += [repr(causes), causes._repr_html_(), repr(causes.groups), repr(causes.origins)]
    parts += [repr(list(causes)), repr(causes.to_arrow().to_pylist()), repr(report.rules)]
    parts.append(report.plot().to_json())
    if isinstance(report, abonado.Report):
        sample, together = report.sample(50), report.together()
        parts += [repr(sample), sample._repr_html_(), repr(together.groups)]
        parts += [together._repr_html_(), repr(list(report.findings))]
        parts += [repr(report.findings.to_arrow().to_pylist()), report.findings._repr_html_()]
        parts += [json.dumps(f.to_dict()) for f in report.findings]
    return "\n".join(parts)


def is_no_operation(answer: abonado.Response) -> bool:
    """Whether the path was none of the table's, so that nothing was asked."""
    return "ABO_NOT_FOUND" in (answer.body or "")


def refusals(database: abonado.Database) -> str:
    """What operations say that are refused, and requests."""
    told = []

    def take(call: Callable[[], object]) -> None:
        with pytest.raises(abonado.Error) as caught:
            call()
        error = caught.value
        told.append(f"{error} {error!r} {error.pointer} {error.details}")
        told.extend([json.dumps(error.to_v1()), json.dumps(error.to_v3())])

    org = database.org("euskaltel")
    number, text = 1912345678, "34698765432"
    ((there,), *_) = database.query(
        "SELECT legacy_id FROM v_subscriptions WHERE org = 'euskaltel' AND status IS NOT NULL"
    )
    for call in (
        lambda: org.get(number),
        lambda: org.subscription(number),
        lambda: org.subscription("c1a2b3d4-0000-4000-8000-00000000beef"),
        lambda: org.find("MSISDN", text),
        lambda: org.products.get(number),
        lambda: org.products.change(number, product_id=number),
        lambda: org.credit_limits.delete(number),
        lambda: org.segments.create(
            int(str(there)), segment_id="XX_CANARY_SEGMENT", segment_value="V", reason="r"
        ),
        lambda: org.cancel_scheduled(number, number),
        lambda: database.query(f'SELECT "{text}" FROM nowhere_{text}'),
        lambda: database.query(f"SELECT * FROM t WHERE '{text}"),
        lambda: database.org(text).get(number),
    ):
        take(call)
    answer = database.handle("GET", f"/v1/nowhere/{number}/{text}")
    assert is_no_operation(answer)
    told.append(repr(answer))
    find = "/v1/orgs/euskaltel/subscriptions?filter_type="
    for verb, path, body in (
        ("GET", f"/v1/orgs/euskaltel/subscriptions/{number}", None),
        ("GET", f"{find}{text}&filter_value=1", None),
        ("GET", f"{find}MSISDN&filter_value={text}", None),
        (
            "PATCH",
            f"/v1/orgs/euskaltel/subscriptions/{number}",
            {"subscription_type": text, text: number},
        ),
        ("GET", f"/v2/orgs/{text}/subscriptions/{number}/products", None),
        ("PATCH", f"/v2/orgs/euskaltel/subscriptions/{number}/products", {"productId": number}),
        ("DELETE", f"{V3}{number}/credit_limits", None),
        ("POST", f"{V3}{number}/max", {text: number}),
    ):
        answer = database.handle(verb, path, body=body and json.dumps(body))
        assert answer.status >= 400
        assert not is_no_operation(answer), path
        told.append(repr(answer))
    return "\n".join(told)


V3 = "/v3/orgs/euskaltel/migrations/subscriptions/"
REFUSED = {"1912345678", "34698765432", "c1a2b3d4-0000-4000-8000-00000000beef"}


def test_there_is_much_to_be_found() -> None:
    assert len(CANARIES) > 300
    assert "1900000001" in CANARIES


@pytest.mark.parametrize("redact", [False, True], ids=["plain", "redacted"])
def test_a_report_tells_no_value(redact: bool, tmp_path: Path) -> None:
    findings = tmp_path / "findings.ndjson"
    report = abonado.validate(ALL, redact=redact, findings=findings, **OPTIONS)
    # Every rule but those of lines that are too long and of stores is broken.
    assert set(VECTORS) - set(report.by_rule) <= {"CRL-005", "SUB-012"}
    leaked = found(told_by(report) + findings.read_text(), CANARIES)
    assert (leaked == set()) == redact, sorted(leaked)[:10]


@pytest.mark.parametrize("rule", VECTORS)
def test_no_rule_tells_a_value(rule: str) -> None:
    report = abonado.validate(VECTORS[rule], redact=True, **OPTIONS)
    assert not found(told_by(report), canaries(VECTORS[rule]))


@pytest.mark.parametrize("redact", [False, KEY], ids=["plain", "redacted"])
def test_a_store_tells_no_value(redact: bool | str, tmp_path: Path) -> None:
    dump, rejects = tmp_path / "dump.ndjson", tmp_path / "bad.ndjson"
    dump.write_bytes(ALL)
    with abonado.connect(tmp_path / "s.db", redact=redact) as database:
        report = database.load(dump, rejects=rejects, **OPTIONS)
        assert report.rejected > 50
        assert report.inserted > 20
        told = [told_by(report), (tmp_path / "bad.findings.ndjson").read_text()]
        for reject in database.rejects():
            told += [repr(reject), reject._repr_html_(), json.dumps(reject.to_dict())]
            told.append(repr(reject.findings))
        page = tmp_path / "run.html"
        database.report(report.run, page)
        again = database.replay(rule="SEG-001", **OPTIONS)
        told += [page.read_text(), told_by(again), repr(database), database._repr_html_()]
        check = database.check(**{**OPTIONS, "severities": {"SUB-011": "warning"}})
        assert check.report.warnings > 20
        told += [
            repr(check),
            check._repr_html_(),
            told_by(check.report),
            json.dumps(check.to_dict()),
        ]
        told.append(refusals(database))
        (org, legacy_id), *_ = database.query(
            "SELECT org, legacy_id FROM v_subscriptions WHERE status IS NOT NULL"
        )
        state = database.org(str(org)).subscription(int(legacy_id))  # type: ignore[arg-type]
        told += [repr(state), state._repr_html_(), repr(state.timeline())]
    leaked = found("\n".join(told), CANARIES | REFUSED | {"XX_CANARY_SEGMENT"})
    assert (leaked == set()) == bool(redact), sorted(leaked)[:10]
    if not redact:
        assert leaked >= REFUSED
    # The rejected lines are the data itself.
    assert found(rejects.read_text("utf-8", "replace"), CANARIES)


# --- requests ------------------------------------------------------------------------------------

MARIA, NETFLIX, NOBODY = 1_912_345_678, 1_912_345_679, 1_987_654_321
TARIFF, OTHER_TARIFF = 1_955_555_555, 1_966_666_666
PHONE, NAME, GOLD = "34698765432", "MARIA GARCIA LOPEZ", "OC_GOLD_OF_MARIA"
HELD = [
    v1(MARIA, "MOBILE", "ACTIVE", billing_type="POSTPAID"),
    v3(MARIA, type="MOBILE"),
    {**held_segment(MARIA, GOLD), "segment_class": "CONVERGENT"},
    limits(MARIA),
    tariff(MARIA, TARIFF),
    product(TARIFF),
    product(OTHER_TARIFF),
    v1(NETFLIX, "NETFLIX", "ACTIVE"),
]
A_SEGMENT = {"segment_id": GOLD, "segment_value": NAME, "reason": NAME}
A_MAX = migration("max", creation_user=NAME)
STEP = {"subscription_type": "MOBILE", "status_change": {"status": "PRE_ACTIVE", "user": NAME}}
V1, V2 = "/v1/orgs/euskaltel/", "/v2/orgs/euskaltel/subscriptions/"

# Verb, path, body; the status of the answer, and the values that it tells without redaction.
REQUESTS: list[tuple[str, str, Any, int, set[object]]] = [
    ("POST", f"{V3}{MARIA}/segments", A_SEGMENT, 409, {GOLD}),
    ("POST", f"{V3}{NOBODY}/segments", A_SEGMENT, 404, {NOBODY}),
    ("POST", f"{V3}{MARIA}/segments", {**A_SEGMENT, "segment_id": PHONE}, 400, set()),
    ("POST", f"{V3}{MARIA}/segments", {PHONE: NAME}, 400, set()),
    ("DELETE", f"/v3/orgs/{PHONE}/migrations/subscriptions/{MARIA}/segments", None, 403, {PHONE}),
    ("POST", f"{V3}{MARIA}/credit_limits", limits(MARIA)["body"], 409, set()),
    ("POST", f"{V3}{MARIA}/credit_limits", {"subscription_type": NAME}, 400, set()),
    ("DELETE", f"{V3}{NOBODY}/credit_limits", None, 404, {NOBODY}),
    ("POST", f"{V3}{MARIA}/max", A_MAX, 409, {MARIA}),
    ("POST", f"{V3}{NETFLIX}/disney", migration("disney", creation_user=NAME), 400, set()),
    ("POST", f"{V3}1/amazon_prime", {**A_MAX, "activation_date": PHONE}, 400, set()),
    ("POST", f"{V1}netflix/{MARIA}/deactivate", {"deactivation_reason": NAME}, 404, {MARIA}),
    ("POST", f"{V1}netflix/{NETFLIX}/cancel", {"cancellation_reason": NAME}, 400, set()),
    ("POST", f"{V1}netflix/{MARIA}/cancel", {"cancellation_reason": NAME}, 404, {MARIA}),
    ("GET", f"{V1}subscriptions/{NOBODY}", None, 404, {NOBODY}),
    ("GET", f"/v1/orgs/{PHONE}/subscriptions/{MARIA}", None, 404, {PHONE, MARIA}),
    ("GET", f"{V1}subscriptions?filter_type={PHONE}&filter_value=1", None, 400, {PHONE}),
    ("GET", f"{V1}subscriptions?filter_type=MSISDN&filter_value={PHONE}", None, 404, {PHONE}),
    ("GET", f"{V1}subscriptions/{NOBODY}/shippings?requested_date={PHONE}", None, 200, set()),
    ("PATCH", f"{V1}subscriptions/{MARIA}", STEP, 409, set()),
    ("PATCH", f"{V1}subscriptions/{NOBODY}", STEP, 404, {NOBODY}),
    ("PATCH", f"{V1}subscriptions/{MARIA}", {"subscription_type": NAME}, 400, set()),
    ("GET", f"{V2}{NOBODY}/products", None, 404, {NOBODY}),
    ("GET", f"{V2}{NETFLIX}/products", None, 404, {NETFLIX}),
    ("GET", f"{V2}{MARIA}/products?query={PHONE}", None, 400, set()),
    ("GET", f"{V2}{PHONE}0000000000/products", None, 400, set()),
    ("PATCH", f"{V2}{MARIA}/products", {"productId": NOBODY}, 404, {NOBODY}),
    ("PATCH", f"{V2}{MARIA}/products", {"productId": PHONE}, 400, set()),
    (
        "PATCH",
        f"{V2}{MARIA}/products",
        {"productId": OTHER_TARIFF},
        400,
        {OTHER_TARIFF, TARIFF},
    ),
]


def matches(row: abonado.OperationInfo, verb: str, path: str) -> bool:
    places = re.sub(r"\{\w+\}", "[^/]+", row.path or "")
    return row.verb == verb and re.fullmatch(places, path.partition("?")[0]) is not None


def test_the_requests_are_of_every_operation_that_has_a_path_with_values() -> None:
    asked = {
        row.name
        for row in abonado.operations()
        for verb, path, *_ in REQUESTS
        if matches(row, verb, path)
    }
    assert asked == {row.name for row in abonado.operations() if row.path} - {"health"}
    conflicts = {path[:3] for _, path, _, status, _ in REQUESTS if status == 409}
    assert conflicts == {"/v1", "/v3"}  # the documents of v2 have no conflict


@pytest.mark.parametrize("redact", [False, KEY], ids=["plain", "redacted"])
def test_an_answer_to_a_request_tells_no_value(redact: bool | str) -> None:
    values = {str(it) for it in (MARIA, NETFLIX, NOBODY, TARIFF, OTHER_TARIFF, PHONE, NAME, GOLD)}
    with abonado.connect(":memory:", redact=redact) as database:
        assert database.load(HELD, now=NOW).inserted == len(HELD)
        for verb, path, body, status, told in REQUESTS:
            answer = database.handle(verb, path, body=body and json.dumps(body), now=NOW)
            assert answer.status == status, answer
            assert not is_no_operation(answer), path
            expected = set() if redact else {str(value) for value in told}
            assert found(repr(answer), values) == expected, answer


# --- the shell, and keys -------------------------------------------------------------------------


@pytest.mark.parametrize("redact", [[], ["--redact"]], ids=["plain", "redacted"])
def test_the_shell_tells_no_value(redact: list[str], tmp_path: Path) -> None:
    dump, store = tmp_path / "dump.ndjson", str(tmp_path / "s.db")
    dump.write_bytes(ALL)
    now = ["--now", "2026-01-01T00:00:00Z"]
    told = []
    for words in (
        ["validate", str(dump), *now, "--findings", str(tmp_path / "f.ndjson"), *redact],
        ["validate", str(dump), *now, "--json", *redact],
        ["load", store, str(dump), *now, "--rejects", str(tmp_path / "bad.ndjson"), *redact],
        ["rejects", "show", store, *redact],
        ["rejects", "show", store, "--json", *redact],
        ["rejects", "replay", store, *now, *redact],
        ["check", store, *now, *redact],
        ["report", store, "1", "--html", str(tmp_path / "run.html"), *redact],
    ):
        done = run_cli(*words)
        assert done.returncode in (0, 1), done.stderr
        told += [done.stdout, done.stderr]
    told += [
        (tmp_path / name).read_text() for name in ("f.ndjson", "run.html", "bad.findings.ndjson")
    ]
    leaked = found("\n".join(told), CANARIES)
    assert (leaked == set()) == bool(redact), sorted(leaked)[:10]


def test_a_key_makes_values_join() -> None:
    dump = [segment(1912345678, segment_id="XX_SAME_SEGMENT")]
    first, other = (abonado.validate(dump, redact=key) for key in (KEY, KEY.encode()))
    assert [*first.findings] == [*other.findings]
    (finding,) = first.findings
    assert finding.value == abonado.redacted("XX_SAME_SEGMENT", KEY)
    # A legacy id is the same digits as a number.
    assert finding.legacy_id == int(abonado.redacted("1912345678", KEY)[1:], 16)
    (random,) = abonado.validate(dump, redact=True).findings
    assert random.value not in (finding.value, "XX_SAME_SEGMENT")
    assert finding.patch is None
    assert finding.pointer == "/segment_id"


def test_forms_of_one_value_join() -> None:
    forms = ("612 345 678", "+34612345678", "0034-612345678")
    assert len({abonado.redacted(form, KEY, member="MSISDN") for form in forms}) == 1
    assert abonado.redacted("612345678", KEY) != abonado.redacted("+34612345678", KEY)
    same = ("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00")
    assert len({abonado.redacted(instant, KEY) for instant in same}) == 1


def test_words_of_the_tables_stay_and_others_do_not() -> None:
    wrong = {"kind": "max", "org": "euskaltel", "legacy_id": 5, "body": {"status": "MARIA GARCIA"}}
    told = repr([*abonado.validate([wrong], redact=KEY).findings])
    assert "MARIA" not in told
    assert "one of ACTIVE" in told
    assert "/status" in told
    unknown = segment(1, **{"612345678": 1})
    (finding,) = abonado.validate([unknown], redact=KEY).findings
    assert finding.pointer == "/" + abonado.redacted("612345678", KEY)
    assert "612345678" not in finding.message


NO_HEADER = "612345678,ane@example.org,CAF\xc9_1"


@pytest.mark.parametrize("first", [NO_HEADER, "sep=612345678"], ids=["cells", "separator"])
def test_a_csv_file_without_a_header_tells_no_cell(first: str, tmp_path: Path) -> None:
    path, good = tmp_path / "rows.csv", tmp_path / "good.ndjson"
    path.write_bytes(first.encode("latin-1") + b"\n")
    good.write_text(json.dumps(segment(1)))
    secret = first.split(",")[0].removeprefix("sep=")
    options: dict[str, Any] = {"kind": "segment", "org": "euskaltel"}
    store = tmp_path / "s.db"

    def of_store(of_handle: str | bool, of_call: str | bool, *, replays: bool = False) -> None:
        with abonado.connect(store, redact=of_handle) as database:
            call = database.replay if replays else database.load
            call(path, redact=of_call, **options)

    for call, is_told in (
        (lambda: abonado.validate(path, **options), True),
        (lambda: abonado.validate(path, redact=True, **options), False),
        (lambda: abonado.validate([path], redact=KEY, **options), False),
        (lambda: of_store(False, False), True),
        (lambda: of_store(KEY, False), False),
        (lambda: of_store(False, KEY), False),
        (lambda: of_store(True, False, replays=True), False),
    ):
        with pytest.raises(abonado.ArgumentError) as caught:
            call()
        assert (repr(secret) in str(caught.value)) == is_told
        assert (secret in str(caught.value)) == is_told
        assert str(path) in str(caught.value)
    with pytest.raises(abonado.ArgumentError, match=abonado.redacted(secret, KEY)):
        abonado.validate(path, redact=KEY, **options)
    done = run_cli("validate", str(path), "--kind", "segment", "--org", "euskaltel", "--redact")
    assert done.returncode == 2
    assert secret not in done.stderr


def test_names_of_columns_that_there_are_stay(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    for header, told in (
        ("value", "the column value may be one of product.value, "),
        ("reason,reason", "the columns reason and reason say the same"),
        ("CAF\xc9", abonado.redacted("CAF\udcc9", KEY)),
    ):
        path.write_bytes(header.encode("latin-1") + b"\n")
        kind = "segment" if "reason" in header else "product"
        with pytest.raises(abonado.ArgumentError, match=told):
            abonado.validate(path, kind=kind, redact=KEY)


@pytest.mark.parametrize("org", ["612345678", "X1234567L", "maria@example.com", "n" * 33])
def test_an_organisation_that_is_no_name_is_hashed(org: str) -> None:
    record = {**segment(1, segment_id="XX"), "org": org}
    told = told_by(abonado.validate([record], redact=KEY, now=NOW))
    assert org not in told


def test_a_short_key_is_refused() -> None:
    with pytest.raises(abonado.ArgumentError, match="16 bytes"):
        abonado.validate(b"", redact="short")
    with pytest.raises(TypeError):
        abonado.validate(b"", redact=7)  # type: ignore[arg-type]


def test_the_key_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    dump, key = tmp_path / "d.ndjson", tmp_path / "key"
    dump.write_text(json.dumps(segment(1, segment_id="XX_SAME_SEGMENT")))
    key.write_text(KEY + "\n")
    hashed = abonado.redacted("XX_SAME_SEGMENT", KEY)
    out = tmp_path / "f.ndjson"
    words = ["validate", str(dump), "--findings", str(out), "--quiet"]
    run_cli(*words, "--redaction-key-file", str(key))
    assert hashed in out.read_text()
    run_cli(*words, "--redact", env={**os.environ, "ABONADO_REDACTION_KEY": KEY})
    assert hashed in out.read_text()
    run_cli(*words, "--redact")
    assert hashed not in out.read_text()
    assert "XX_SAME" not in out.read_text()


def test_lines_are_not_shown_redacted(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    with abonado.connect(store) as database:
        database.load([segment(1912345678, segment_id="XX_SAME_SEGMENT")], now=NOW)
    done = run_cli("rejects", "show", str(store), "--raw", "--redact")
    assert done.returncode == 2
    assert "XX_SAME" not in done.stdout
    # What an unredacted load kept is redacted when it is read.
    with abonado.connect(store, redact=KEY) as database:
        (reject,) = database.rejects()
        assert "XX_SAME" not in repr(reject.findings) + reject._repr_html_()
        assert b"XX_SAME_SEGMENT" in reject.raw
        assert reject.legacy_id == int(abonado.redacted("1912345678", KEY)[1:], 16)
