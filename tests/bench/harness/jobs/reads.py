"""Reading single subscriptions of a store, against selects of Python's sqlite3."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..case import Case, Facts, Unit, python, require_equal
from ..workshop import Workshop

HERE = "harness.jobs.reads"
CALLS = 5_000
KINDS = {"max": 1.0, "subscription": 1.0}
Answer = tuple[float, dict[str, Any]]

ONE_ROW = """
    SELECT d.id, s.*, d.*, v.* FROM organisations o
    JOIN subscriptions s ON s.org = o.id
    JOIN documents d
        ON d.subscription = s.id AND d.part = 'v3' AND d.key = '' AND d.known_to IS NULL
    JOIN v3_subscriptions v ON v.document = d.id
    WHERE o.name = ? AND s.legacy_id = ?"""
FOUND = """
    SELECT o.name, s.legacy_id FROM identifiers i
    JOIN documents d ON d.id = i.document AND d.known_to IS NULL
    JOIN subscriptions s ON s.id = d.subscription
    JOIN organisations o ON o.id = s.org
    WHERE i.filter_type = 'MSISDN' AND i.search = ? AND o.name = ? ORDER BY s.legacy_id"""
CHILDREN = tuple(
    f"SELECT * FROM {table} WHERE document = ?"
    for table in (
        "identifiers",
        "add_ons",
        "free_units_packages",
        "devices",
        "device_commitments",
        "promotions",
        "promotion_commitments",
        "bundles_history",
    )
)


def sample(store: str, path: str) -> Answer:
    """Runs in a child: subscriptions and numbers to ask for, spread over the store."""
    connection = sqlite3.connect(store)
    chance = random.Random(1)
    (largest,) = connection.execute("SELECT max(id) FROM subscriptions").fetchone()
    ids = [chance.randint(1, largest) for _ in range(min(CALLS, largest))]
    one = "SELECT o.name, s.legacy_id FROM subscriptions s JOIN organisations o ON o.id = s.org"
    asked = [connection.execute(f"{one} WHERE s.id = ?", [id_]).fetchone() for id_ in ids]
    number = (
        "SELECT o.name, i.search FROM identifiers i JOIN documents d ON d.id = i.document"
        " JOIN subscriptions s ON s.id = d.subscription JOIN organisations o ON o.id = s.org"
        " WHERE +i.filter_type = 'MSISDN' AND i.document >= ? ORDER BY i.document LIMIT 1"
    )
    found = (connection.execute(number, [id_]).fetchone() for id_ in ids)
    Path(path).write_text(json.dumps({"get": asked, "find": [row for row in found if row]}))
    return 0.0, {}


def timed(asked: list[tuple[str, Any]], call: Callable[[str, Any], list[str]]) -> Answer:
    """Seconds of all calls once they were made before, and the statuses that they answer."""
    for org, what in asked:
        call(org, what)
    start = time.perf_counter()
    answers = [call(org, what) for org, what in asked]
    seconds = time.perf_counter() - start
    return seconds, {"statuses": Counter(status for answer in answers for status in answer)}


def run_abonado(store: str, path: str, job: str) -> Answer:
    import abonado

    asked = json.loads(Path(path).read_text())[job]
    with abonado.connect(store) as db:
        orgs = {org: db.org(org) for org in {org for org, _ in asked}}
        if job == "get":
            return timed(asked, lambda org, id_: [orgs[org].get(id_).current_status])
        return timed(
            asked,
            lambda org, number: [s.current_status for s in orgs[org].find("MSISDN", number)],
        )


def run_sqlite3(store: str, path: str, job: str, whole: bool) -> Answer:
    """sqlite3 keeps the prepared statements of a connection."""
    asked = json.loads(Path(path).read_text())[job]
    connection = sqlite3.connect(store, cached_statements=128)
    connection.execute("PRAGMA cache_size = -65536")
    execute = connection.execute
    names = [name for name, *_ in execute(ONE_ROW, ("", 0)).description]
    status = names.index("status")

    def get(org: str, legacy_id: int) -> Any:
        row = execute(ONE_ROW, (org, legacy_id)).fetchone()
        if whole:
            for select in CHILDREN:
                execute(select, row[:1]).fetchall()
        return row[status]

    if job == "get":
        return timed(asked, lambda org, id_: [get(org, id_)])
    return timed(
        asked, lambda org, number: [get(*row) for row in execute(FOUND, (number, org)).fetchall()]
    )


def check(facts: Mapping[str, Facts]) -> list[str]:
    ours = facts["abonado"]["statuses"]
    for name, theirs in facts.items():
        require_equal(f"statuses read by {name}", theirs["statuses"], ours)
    return []


def cases(workshop: Workshop) -> Iterator[Case]:
    for size in workshop.sizes:
        store = workshop.store(size, KINDS)
        path = workshop.path(f"asked-{size}.json")
        workshop.call(f"{HERE}:sample", store=store, path=path)
        for job, what in (("get", "by legacy id"), ("find", "by MSISDN")):
            calls = len(json.loads(Path(path).read_text())[job])
            yield case(job, what, size, store, path, calls)


def case(job: str, what: str, size: int, store: str, path: str, calls: int) -> Case:
    found = "" if job == "get" else "the number in the index of identifiers, then "
    return Case(
        "reads",
        f"{job}, {size:,} subscriptions",
        (
            python(
                f"{HERE}:run_abonado",
                f"`{job}`: the subscription as a document, an object of Python",
                name="abonado",
                store=store,
                path=path,
                job=job,
            ),
            python(
                f"{HERE}:run_sqlite3",
                f"prepared selects of Python's sqlite3: {found}the joined row, then identifiers"
                f" and the seven lists ({1 + len(CHILDREN)} selects), as tuples",
                name="sqlite3, all rows",
                store=store,
                path=path,
                job=job,
                whole=True,
            ),
            python(
                f"{HERE}:run_sqlite3",
                f"the same: {found}the joined row alone, without identifiers and lists",
                name="sqlite3, one row",
                store=store,
                path=path,
                job=job,
                whole=False,
            ),
        ),
        Unit("µs a call", calls / 1e6, is_rate=False),
        f"{calls:,} random subscriptions of the store {what}, each asked for once before.",
        check,
    )
