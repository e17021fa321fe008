"""What the tests of the Python package share."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import abonado
import pytest

Record = dict[str, Any]

SEGMENT: Record = {
    "kind": "segment",
    "org": "euskaltel",
    "legacy_id": 1,
    "segment_class": "POSTPAID_MOBILE",
    "body": {"segment_id": "OM_GOLD", "segment_value": "PREMIUM", "reason": "rfm"},
}


def script(path: Path) -> ModuleType:
    """Imports a script that is part of no package, under the name of its file."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def segment(legacy_id: int = 1, **body: Any) -> Record:
    """A record without faults, but for what is put into its body."""
    record = copy.deepcopy(SEGMENT)
    record["legacy_id"] = legacy_id
    record["body"].update(body)
    return record


def ndjson(*records: Record) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


CLEAN = ndjson(segment(1), segment(2))
FAULTY = ndjson(
    segment(1), segment(2, segment_id="XX"), segment(3, segment_value=7)
)  # SEG-001, DOC-003
WARNING = ndjson({**segment(1), "unheard_of": True})  # DOC-005

# The members of the object that a load's report is, in their order.
LOAD_KEYS = [
    "run",
    "state",
    "dry_run",
    "published",
    "records",
    "inserted",
    "updated",
    "skipped",
    "rejected",
    "errors",
    "warnings",
    "by_rule",
    "failures",
    "resumed_bytes",
    "seconds",
    "bytes",
]

LIVE: Record = {
    "kind": "legacy_subscription",
    "org": "euskaltel",
    "body": {"id": 1, "subscription_type": "MOBILE", "current_status": "ACTIVE"},
}
MAX: Record = {
    "kind": "max",
    "org": "euskaltel",
    "legacy_id": 1,
    "body": {
        "status": "ACTIVE",
        "creation_date": "2024-05-01T08:00:00Z",
        "activation_date": "2024-05-02T08:00:00Z",
        "last_status_reason": "CUSTOMER_REQUEST",
        "catalogue_commercial_product_id": "MAX_STANDARD",
        "legacy_account_id": 7,
        "creation_user": "shop",
        "bundle_related_info": {},
        "specific_data": {"service_id": "s-1", "product_id": "MAX"},
    },
}


def live(legacy_id: int = 1, org: str = "euskaltel", **members: Any) -> Record:
    """A v1 record without faults; ``members`` are those of the line beside its body."""
    record = copy.deepcopy(LIVE) | {"org": org, **members}
    record["body"]["id"] = legacy_id
    return record


def of_max(legacy_id: int = 1, org: str = "euskaltel", **body: Any) -> Record:
    """A v3 record without faults, but for what is put into its body."""
    record = copy.deepcopy(MAX) | {"org": org, "legacy_id": legacy_id}
    record["body"].update(body)
    return record


def v1(legacy_id: int = 1, org: str = "euskaltel", **body: Any) -> Record:
    """A v1 record without faults, but for what is put into its body."""
    record = live(legacy_id, org)
    record["body"].update(body)
    return record


def tariff(legacy_id: int, product: int, org: str = "telco") -> Record:
    """The tariff of a subscription, which it has since 2024-05-02."""
    name = {"id": product, "value": f"T{product}", "historic_date": "2024-05-02T00:00:00Z"}
    body = {"id": legacy_id, "product": name, "historical_changes": [name]}
    return {"kind": "product", "org": org, "body": body}


def catalogue(**compatible: list[int]) -> list[Record]:
    """Products by their number, such as ``p10=[20]``: 10 may change to 20."""
    return [
        {
            "kind": "catalogue_product",
            "body": {"id": int(name[1:]), "value": f"T{name[1:]}", "compatibilities": others},
        }
        for name, others in compatible.items()
    ]


LOADED = datetime(2026, 1, 1, tzinfo=timezone.utc)
# What operations are tried on.
SHOP: list[Record] = [
    of_max(1),
    {**v1(2, current_status_date="2024-05-02T00:00:00Z"), "billing_type": "POSTPAID"},
    v1(1, "masmovil", subscription_type="NETFLIX", current_status="ACTIVE"),
    v1(2, "masmovil", subscription_type="NETFLIX", current_status="PRE_ACTIVE"),
    v1(3, "telco"),
    tariff(3, 10),
    *catalogue(p10=[20, 30], p20=[10], p30=[], p40=[]),
]


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "abonado", *map(str, arguments)]


@pytest.fixture
def db() -> Iterator[abonado.Database]:
    """An empty store in memory."""
    with abonado.connect(":memory:") as database:
        yield database


@pytest.fixture
def shop(db: abonado.Database) -> abonado.Database:
    """A store in memory that holds SHOP."""
    assert db.load(SHOP, now=LOADED).ok
    return db


@pytest.fixture
def hide_package(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a package look as if it were not installed."""

    def hide(package: str) -> None:
        def without(name: str, *args: Any) -> Any:
            if name == package:
                raise ModuleNotFoundError(name, name=name)
            return import_module(name, *args)

        monkeypatch.setattr("importlib.import_module", without)

    return hide


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "subs.db"


@pytest.fixture
def cli(tmp_path: Path) -> Run:
    """Runs the command in a directory of its own; takes stdin=bytes."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command(*arguments),
            input=stdin,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "100"},
            capture_output=True,
            check=False,
            timeout=60,
        )

    return run
