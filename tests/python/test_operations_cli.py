"""The verbs of operations, as a shell sees them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import abonado
import pytest
from conftest import LOADED, MAX, SHOP, Run, tariff, v1

NOW = "2026-06-15T10:00:00Z"
AT = ["--now", NOW]
SEGMENT = ["segments", "create", "DB", "euskaltel", "2"]
LIMIT = "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"


@pytest.fixture
def filled(store: Path) -> Path:
    with abonado.connect(store) as db:
        assert db.load(SHOP, now=LOADED).ok
    return store


def told(done: subprocess.CompletedProcess[bytes]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def digest(filled: Path) -> str:
    with abonado.connect(filled, read_only=True) as db:
        return db.digest()


def segment(filled: Path, *more: str, id_: str = "OM_GOLD") -> list[str | Path]:
    body = [id_, "--value", "PREMIUM", "--reason", "rfm"]
    return ["segments", "create", filled, "euskaltel", "2", *body, *AT, *more]


def test_segments(cli: Run, filled: Path) -> None:
    done = cli(*segment(filled, "--user", "ane"))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"run 2 \xc2\xb7 done\n", b"")
    warned = cli(*segment(filled, "--json", id_="DEVICEOFFERSEGMENT"))
    assert told(warned)["warnings"][0]["rule"] == "SEG-002"
    assert warned.stderr.startswith(b"abonado: SEG-002 (warning)")
    lines = cli("segments", "list", filled, "euskaltel", "2").stdout.decode().splitlines()
    assert {line.split()[0] for line in lines} == {"segment", "OM_GOLD", "DEVICEOFFERSEGMENT", "2"}
    listed = told(cli("segments", "list", filled, "euskaltel", "2", "--json"))
    assert {"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm"} in listed
    gone = told(cli("segments", "delete", filled, "euskaltel", "2", "--json", "--reason", "left"))
    assert (gone["run"], gone["scheduled"], gone["risk_decision"]) == (4, None, None)
    assert told(cli("segments", "list", filled, "euskaltel", "2", "--json")) == []
    assert (
        cli("segments", "delete", filled, "euskaltel", "2").stdout == b"nothing had to be changed\n"
    )
    given = cli(*segment(filled, "--class", "convergent", id_="OC_1"))
    assert given.returncode == 0


def test_credit_limits(cli: Run, filled: Path) -> None:
    create = ["credit-limits", "create", filled, "euskaltel", "2", "MOBILE"]
    assert cli(*create, f"{LIMIT}=87.264463", "--reason", "rfm").returncode == 0
    again = cli(*create, f"{LIMIT}=1", "--reason", "rfm", "--json")
    assert again.returncode == 1
    assert json.loads(again.stdout)["error"]["code"] == "ABO_ALREADY_EXISTS"
    listed = cli("credit-limits", "list", filled, "euskaltel", "2", "--json")
    assert (
        listed.stdout
        == (
            f'[{{"credit_limit_id":"{LIMIT}","credit_limit_value":87.264463,"reason":"rfm"}}]\n'
        ).encode()
    )
    table = cli("credit-limits", "list", filled, "euskaltel", "2").stdout.decode().splitlines()
    assert table[1].split() == [LIMIT, "87.264463", "rfm"]
    assert table[-1] == "1 limit"
    assert cli("credit-limits", "delete", filled, "euskaltel", "2").returncode == 0
    assert cli("credit-limits", "delete", filled, "euskaltel", "2").returncode == 1
    twice = cli(*create, f"{LIMIT}=1", f"{LIMIT}=2", "--reason", "rfm", "--json")
    assert "CRL-002" in json.loads(twice.stdout)["error"]["message"]


def test_netflix_and_what_is_due(cli: Run, filled: Path) -> None:
    deactivate = ["netflix", "deactivate", filled, "masmovil", "1", "--reason", "BAJA VOLUNTARIA"]
    done = told(cli(*deactivate, "--user", "ane", "--json", *AT))
    assert done["scheduled"] is None
    later = "2026-07-01T00:00:00Z"
    cancel = ["netflix", "cancel", filled, "masmovil", "2", "--reason", "baja"]
    planned = cli(*cancel, "--at", later, *AT)
    assert b"change 1: masmovil 2 to CANCELLED, pending, due 2026-07-01T00:00:00Z" in planned.stdout
    [row] = told(cli("scheduled", filled, "--json"))
    assert (row["id"], row["status"], row["scheduled_date"]) == (1, "CANCELLED", later)
    assert told(cli("scheduled", filled, "--org", "telco", "--json")) == []
    assert told(cli("scheduled", filled, "--org", "masmovil", "--id", "2", "--json")) == [row]
    lines = cli("scheduled", filled).stdout.decode().splitlines()
    assert lines[1].split() == ["1", later, "masmovil", "2", "CANCELLED", "pending"]
    assert lines[-1] == "1 change"

    foreseen = cli("simulate", filled, "--until", later, "--json")
    assert told(foreseen)["done"] == 1
    assert told(cli("run-due", filled, "--now", NOW, "--json"))["outcomes"] == []
    report = told(cli("run-due", filled, "--now", later, "--json"))
    assert (report["done"], report["failed"], report["outcomes"][0]["state"]) == (1, 0, "done")
    assert report["outcomes"][0]["message"] == ""
    quiet = cli("run-due", filled, "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, b"", b"")
    assert cli("run-due", filled).stdout == b"0 changes due: 0 done, 0 failed\n"


def test_a_due_change_that_fails_is_exit_1(cli: Run, filled: Path) -> None:
    change = ["products", "change", filled, "telco", "3", "20", "--date", "2026-07-01", *AT]
    assert cli(*change).returncode == 0
    patch = ["patch", filled, "telco", "3", "MOBILE", "--status", "DEACTIVATED", *AT]
    assert cli(*patch).returncode == 0
    until = "2026-07-02T00:00:00Z"
    assert cli("simulate", filled, "--until", until).returncode == 1
    done = cli("run-due", filled, "--now", until)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[-1] == "1 change due: 0 done, 1 failed"
    assert cli("run-due", filled, "--now", until).returncode == 0


def test_products(cli: Run, filled: Path) -> None:
    shown = told(cli("products", "show", filled, "telco", "3", "--json"))
    assert list(shown) == ["id", "product", "historical_changes"]
    lines = cli("products", "show", filled, "telco", "3").stdout.decode().splitlines()
    assert lines[1].split() == ["now", "10", "T10", "2024-05-02T00:00:00Z"]
    assert [line.split()[:2] for line in lines[2:]] == [
        ["compatible", "20"],
        ["compatible", "30"],
        ["history", "10"],
    ]
    change = ["products", "change", filled, "telco", "3", "20", *AT]
    planned = told(cli(*change, "--date", "2026-07-01", "--json", "--user", "ane"))
    assert planned["scheduled"]["scheduled_date"] == "2026-06-30T22:00:00Z"
    assert planned["scheduled"]["user"] == "ane"
    assert b"\nscheduled" in cli("products", "show", filled, "telco", "3").stdout
    assert cli("products", "cancel", filled, "telco", "3", "--reason", "x").returncode == 0
    assert cli("products", "cancel", filled, "telco", "3").returncode == 1
    assert cli(*change).returncode == 0
    assert cli("products", "resolve-risk", filled, "telco", "3", "--approve").returncode == 1
    rows = cli("products", "catalogue", filled).stdout.decode().splitlines()
    assert rows[1].split() == ["10", "T10", "20,", "30"]
    assert rows[-1] == "4 products"
    listed = told(cli("products", "catalogue", filled, "--json"))
    assert [row["id"] for row in listed] == [10, 20, 30, 40]


def test_a_waiting_change_is_told_and_resolved(cli: Run, filled: Path) -> None:
    with abonado.connect(filled) as db:
        db.risk_policy = lambda question: "MANUAL"
        db.org("telco").products.change(3, product_id=20)
    lines = cli("scheduled", filled).stdout.decode().splitlines()
    assert lines[1].split()[-2:] == ["waiting", "MANUAL"]
    resolve = ["products", "resolve-risk", filled, "telco", "3", "--json"]
    assert cli(*resolve).returncode == 2
    assert told(cli(*resolve, "--refuse"))["scheduled"]["state"] == "cancelled"


def test_patch_and_history(cli: Run, filled: Path) -> None:
    patch = ["patch", filled, "euskaltel", "2", "MOBILE"]
    assert cli(*patch).stdout == b"nothing had to be changed\n"
    assert cli(*patch, "--status", "deactivated", "--reason", "by phone", *AT).returncode == 0
    refused = cli(*patch, "--status", "ACTIVE", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["errors"][0]["code"] == "ABO_STATUS_CONFLICT"
    assert refused.stderr.startswith(b"abonado: ABO_STATUS_CONFLICT: ")
    found = told(cli("history", filled, "euskaltel", "2", "--json"))
    assert [row["status"] for row in found["statuses"]] == ["DEACTIVATED", "ACTIVE"]
    assert (found["statuses"][0]["since"], found["tariffs"]) == (NOW, [])
    cli("products", "change", filled, "telco", "3", "20", *AT)
    lines = cli("history", filled, "telco", "3").stdout.decode().splitlines()
    assert [line.split()[-3:] for line in lines if "tariff" in line] == [
        ["tariff", "20", "T20"],
        ["tariff", "10", "T10"],
    ]
    unknown = cli("history", filled, "telco", "77", "--json")
    assert unknown.returncode == 1
    assert json.loads(unknown.stdout)["errors"][0]["code"] == "SUBSCRIPTION_NOT_FOUND"
    with abonado.connect(filled) as db:
        db.load([tariff(5, 10)])
    assert told(cli("history", filled, "telco", "5", "--json"))["statuses"] == []


def test_histories_are_newest_first_however_they_stand(cli: Run, filled: Path) -> None:
    steps = [
        {"status_date": "2024-01-01T00:00:00Z", "status": "PRE_ACTIVE"},
        {"status_date": "2024-02-01T00:00:00Z", "status": "ACTIVE"},
    ]
    with abonado.connect(filled) as db:
        db.load([v1(6, "yoigo", status_history=steps), v1(7, "yoigo", status_history=steps[::-1])])
    for id_ in ("6", "7"):
        found = told(cli("history", filled, "yoigo", id_, "--json"))
        assert [row["status"] for row in found["statuses"]] == ["ACTIVE", "PRE_ACTIVE"]


def test_get_and_find_as_v1_gives_them(cli: Run, filled: Path) -> None:
    got = cli("get", filled, "masmovil", "1", "--v1")
    assert told(got) == {
        "id": 1,
        "subscription_type": "NETFLIX",
        "current_status": "ACTIVE",
    }
    missing = cli("get", filled, "masmovil", "9", "--v1", "--json")
    assert missing.returncode == 1
    assert json.loads(missing.stdout)["errors"][0]["code"] == "SUBSCRIPTION_NOT_FOUND"
    cli(
        *("migrations", "max", filled, "euskaltel", "9", "-", "--identifier", "MSISDN=600111222"),
        stdin=json.dumps(MAX["body"]).encode(),
    )
    assert cli("find", filled, "euskaltel", "msisdn", "600111222").stdout == b"9\n"
    [found] = told(cli("find", filled, "euskaltel", "MSISDN", "+34600111222", "--json"))
    assert (found["id"], found["subscription_type"]) == (9, "MAX")
    none = cli("find", filled, "telecable", "MSISDN", "600111222", "--json")
    assert none.returncode == 1
    assert json.loads(none.stdout)["errors"][0]["code"] == "SUBSCRIPTION_NOT_FOUND"


def test_migrations(cli: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "max.json").write_text(json.dumps(MAX["body"]), encoding="utf-8")
    create = ["migrations", "max", filled, "euskaltel", "9", "max.json", "--json", *AT]
    assert told(cli(*create, "--billing-type", "postpaid"))["run"] > 0
    again = cli(*create)
    assert again.returncode == 1
    assert json.loads(again.stdout)["error"]["code"] == "ABO_ALREADY_EXISTS"
    for kind in ("disney", "amazon-prime"):
        wrong = cli("migrations", kind, filled, "euskaltel", "10", "max.json", "--json")
        assert wrong.returncode == 1
        assert json.loads(wrong.stdout)["error"]["code"] == "BAD_REQUEST"
    for body in (b"{", b"\xff", b"[]", b"{}"):
        broken = cli("migrations", "max", filled, "euskaltel", "10", "-", "--json", stdin=body)
        assert broken.returncode == 1, broken.stderr
        assert json.loads(broken.stdout)["error"]["code"] == "BAD_REQUEST"
        told_all = json.loads(broken.stdout)["error"]["message"].count(" (DOC-")
        assert told_all == (8 if body == b"{}" else 1)
    audit = cli("audit", filled, "--org", "euskaltel", "--id", "10", "--json").stdout
    refused = [json.loads(line)["operation"] for line in audit.splitlines()]
    assert refused.count("migrate_max") == 4
    assert cli("migrations", "max", filled, "euskaltel", "9", "missing.json").returncode == 3
    forbidden = cli("migrations", "max", filled, "yoigo", "9", "max.json", "--json")
    assert json.loads(forbidden.stdout)["error"]["code"] == "FORBIDDEN_ORGANIZATION"


def test_shippings(cli: Run, filled: Path) -> None:
    body = {
        "shipping_order_id": "s1",
        "kind": "SHIPPING",
        "requested_date": "2026-03-01T00:00:00Z",
        "device_id": "d1",
    }
    with abonado.connect(filled) as db:
        db.load([{"kind": "shipping", "org": "euskaltel", "legacy_id": 2, "body": body}])
    assert told(cli("shippings", filled, "euskaltel", "2", "--json")) == [body]
    lines = cli("shippings", filled, "euskaltel", "2").stdout.decode().splitlines()
    assert lines[1].split() == ["s1", "SHIPPING", "2026-03-01T00:00:00Z", "d1"]
    since = ["--since", "2026-04-01T00:00:00Z"]
    assert told(cli("shippings", filled, "euskaltel", "2", "--json", *since)) == []
    assert cli("shippings", filled, "nobody", "2").stdout == b"0 orders\n"


def test_a_scheduled_change_is_taken_back_by_its_number(cli: Run, filled: Path) -> None:
    at = ["--at", "2026-07-01T00:00:00Z", *AT]
    cli("patch", filled, "euskaltel", "2", "MOBILE", "--status", "DEACTIVATED", *at)
    cancel = ["cancel-scheduled", filled, "euskaltel", "2"]
    assert cli(*cancel, "1").returncode == 0
    again = cli(*cancel, "1", "--json")
    assert again.returncode == 1
    assert json.loads(again.stdout)["errors"][0]["code"] == "ABO_NOT_FOUND"


def test_audit(cli: Run, filled: Path) -> None:
    cli(*segment(filled, "--user", "\x1b[31m"))
    cli(*segment(filled, "--user", "ane"))
    lines = cli("audit", filled).stdout.decode().splitlines()
    assert lines[1].split()[:4] == [NOW, "create_segment", "euskaltel", "2"]
    assert lines[2].split()[-2:] == ["ane", "ABO_ALREADY_EXISTS"]
    assert lines[-1] == "2 operations"
    assert not any("\x1b" in line for line in lines)
    rows = cli("audit", filled, "--org", "euskaltel", "--id", "2", "--json").stdout.splitlines()
    first, second = map(json.loads, rows)
    assert first["after"]["documents"][0]["body"]["segment_id"] == "OM_GOLD"
    assert (second["error"], second["after"]) == ("ABO_ALREADY_EXISTS", None)
    assert cli("audit", filled, "--org", "telco", "--json").stdout == b""


def test_health(cli: Run, filled: Path) -> None:
    assert cli("health", filled).stdout == b"pass\n"
    assert told(cli("health", filled, "--json")) == {"persistence": "pass", "global": "pass"}
    assert cli("health", "missing.db").returncode == 3


def test_handle(cli: Run, filled: Path, tmp_path: Path) -> None:
    path = "/v3/orgs/euskaltel/migrations/subscriptions/2/segments"
    body = b'{"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm"}'
    done = cli("handle", filled, "post", path, "--body", "-", "--user", "ane", *AT, stdin=body)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"abonado: 201\n")
    (tmp_path / "body.json").write_bytes(body)
    again = cli("handle", filled, "POST", path, "--body", "body.json")
    assert (again.returncode, again.stderr) == (1, b"abonado: 409\n")
    assert json.loads(again.stdout)["error"]["code"] == "ABO_ALREADY_EXISTS"
    got = cli("handle", filled, "GET", "/v1/orgs/masmovil/subscriptions/1", "--json")
    answer = told(got)
    assert (answer["status"], json.loads(answer["body"])["id"]) == (200, 1)
    query = ["--query", "filter_type='MSISDN'&filter_value='345652'"]
    assert cli("handle", filled, "GET", "/v1/orgs/yoigo/subscriptions", *query).returncode == 1
    assert cli("handle", filled, "POST", path, "--body", "-", stdin=b"\xff{").returncode == 1
    assert cli("handle", filled, "GET", "/nowhere").returncode == 1
    assert json.loads(cli("audit", filled, "--json").stdout.splitlines()[0])["user"] == "ane"


def test_operations(cli: Run) -> None:
    lines = cli("operations").stdout.decode().splitlines()
    assert lines[0].split() == ["operation", "verb", "path", "success", "errors"]
    assert len(lines) == len(abonado.operations()) + 1
    rows = told(cli("operations", "--json"))
    assert [row["name"] for row in rows] == [info.name for info in abonado.operations()]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*SEGMENT, "OP_1", "--value=A", "--reason=r"], 1),
        ([*SEGMENT, " ", "--value=A", "--reason=r"], 1),
        (["segments", "create", "DB", "yoigo", "2", "OM_1", "--value=A", "--reason=r"], 1),
        (["segments", "create", "DB", "euskaltel", "77", "OM_1", "--value=A", "--reason=r"], 1),
        (["segments", "list", "DB", "euskaltel", "77"], 1),
        (["credit-limits", "list", "DB", "euskaltel", "77"], 1),
        (["credit-limits", "create", "DB", "euskaltel", "2", "TV", f"{LIMIT}=1", "--reason=r"], 1),
        (["credit-limits", "create", "DB", "euskaltel", "2", "MOBILE", "X=1", "--reason=r"], 1),
        (["netflix", "deactivate", "DB", "masmovil", "2", "--reason=r"], 1),
        (["patch", "DB", "euskaltel", "2", "TV"], 1),
        (["patch", "DB", "euskaltel", "2", "MOBILE", "--status", "GONE"], 1),
        (["products", "show", "DB", "euskaltel", "2"], 1),
        (["products", "change", "DB", "telco", "3", "40"], 1),
        (["products", "change", "DB", "telco", "3", "20", "--date", "2020-01-01"], 1),
        ([*SEGMENT, "OM_1", "--value=A"], 2),
        (["segments", "create", "DB", "", "2", "OM_1", "--value=A", "--reason=r"], 2),
        (["segments", "delete", "DB", "euskaltel", "0"], 2),
        (["segments", "delete", "DB", "euskaltel", "x"], 2),
        (["segments", "delete", "DB", "euskaltel", "2", "--now", "today"], 2),
        (["migrations", "max", "DB", "euskaltel", "0", "-"], 2),
        ([*SEGMENT, "G", "--value=A", "--reason=r", "--class=GOLD"], 2),
        (["credit-limits", "create", "DB", "euskaltel", "2", "MOBILE", LIMIT, "--reason=r"], 2),
        (["credit-limits", "create", "DB", "euskaltel", "2", "MOBILE", "X=y", "--reason=r"], 2),
        (["netflix", "cancel", "DB", "masmovil", "2", "--reason=r", "--at", "soon"], 2),
        (["patch", "DB", "euskaltel", "2", "MOBILE", "--at", NOW], 2),
        (["products", "change", "DB", "telco", "3", "20", "--date", "20260701"], 2),
        (["products", "change", "DB", "telco", "3", "T20"], 2),
        (["migrations", "max", "DB", "euskaltel", "9", "-", "--billing-type", "LATER"], 2),
        (["migrations", "max", "DB", "euskaltel", "9", "-", "--identifier", "MSISDN"], 2),
        (["get", "DB", "euskaltel", "2", "--v1", "--valid", NOW], 2),
        (["get", "DB", "euskaltel", "x", "--v1"], 2),
        (["find", "DB", "euskaltel", "NAME", "x", "--json"], 2),
        (["shippings", "DB", "euskaltel", "2", "--since", "2026-01-01"], 2),
        (["scheduled", "DB", "--id", "2"], 2),
        (["audit", "DB", "--id", "2"], 2),
        (["run-due", "DB", "--now", "today"], 2),
        (["simulate", "DB"], 2),
        (["segments", "delete", "missing.db", "euskaltel", "2"], 3),
        (["segments", "list", "missing.db", "euskaltel", "2"], 3),
        (["run-due", "missing.db"], 3),
        (["handle", "missing.db", "GET", "/v3/health"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes_of_what_is_not_done(
    cli: Run, filled: Path, arguments: list[str], code: int
) -> None:
    before = digest(filled)
    done = cli(*(filled if part == "DB" else part for part in arguments))
    assert (done.returncode, done.stdout) == (code, b""), done.stderr
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert digest(filled) == before


@pytest.mark.parametrize(
    "verb",
    [
        *("segments create", "segments delete", "segments list"),
        *("credit-limits create", "credit-limits delete", "credit-limits list"),
        *("netflix deactivate", "netflix cancel", "patch", "get", "find", "shippings"),
        *("products show", "products change", "products cancel", "products resolve-risk"),
        *("products catalogue", "history", "scheduled", "cancel-scheduled", "run-due"),
        *("simulate", "audit", "health", "migrations max", "migrations disney"),
        *("migrations amazon-prime", "handle", "operations"),
    ],
)
def test_help_begins_with_examples(cli: Run, verb: str) -> None:
    done = cli(*verb.split(), "--help")
    assert done.returncode == 0
    lines = [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]
    assert lines[1] == "Examples:"
    assert lines[2].startswith(f"abonado {verb}")
