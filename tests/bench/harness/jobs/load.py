"""Loading a clean dump into a store, against loaders that make the same rows."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..case import SCRATCH, Case, Facts, Unit, program, python, require_equal
from ..inputs import Dump
from ..workshop import MAX, Workshop

HERE = "harness.jobs.load"
COMMIT_EVERY = 4 << 20
"""Bytes of input between commits, as a load does."""
PART = 2
"""Half of the records: the slowest peer takes a minute of a hundred thousand."""
# Those of a load (core/src/store), for every contestant.
PRAGMAS = (
    "page_size = 8192",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "cache_size = -65536",
    "synchronous = NORMAL",
    "journal_size_limit = 67108864",
)
RUN = (
    "INSERT INTO runs (id, kind, state, started, version, rules)"
    " VALUES (1, 'load', 'finished', 0, '', '')"
)
Answer = tuple[float, dict[str, Any]]
Tables = dict[str, list[tuple[Any, ...]]]


def run_abonado(path: str, target: str) -> Answer:
    import abonado

    file = Path(target) / "ours.db"
    start = time.perf_counter()
    with abonado.connect(file) as db:
        run = db.load(path)
    seconds = time.perf_counter() - start
    return seconds, {"records": run.records, "inserted": run.inserted, **contents(file)}


def run_pydantic_sqlalchemy(path: str, source: str, target: str) -> Answer:
    """insert() with a list of dicts, of which SQLAlchemy makes one executemany."""
    import sqlalchemy as sa

    from ..peers.pydantic_max import Validator
    from ..peers.rows import columns

    file = Path(target) / "theirs.db"
    make_empty(source, file)
    engine = sa.create_engine(f"sqlite:///{file}")
    sa.event.listen(engine, "connect", lambda connection, _: set_pragmas(connection))
    metadata = sa.MetaData()
    metadata.reflect(engine)
    check = Validator().check
    inserts = {name: sa.insert(metadata.tables[name]) for name in columns()}
    names = columns()
    start = time.perf_counter()
    with engine.connect() as connection:
        for tables in batches(path, check):
            with connection.begin():
                for table, rows in tables.items():
                    if rows:
                        members = names[table]
                        values = [dict(zip(members, row, strict=True)) for row in rows]
                        connection.execute(inserts[table], values)
    engine.dispose()
    return time.perf_counter() - start, contents(file)


def run_msgspec_sqlite3(path: str, source: str, target: str) -> Answer:
    """executemany with tuples, a transaction a batch."""
    from ..peers.msgspec_max import decoder
    from ..peers.rows import columns

    file = Path(target) / "theirs.db"
    make_empty(source, file)
    connection = sqlite3.connect(file, isolation_level=None)
    set_pragmas(connection)
    inserts = {
        table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for table, names in columns().items()
    }
    decode = decoder().decode
    start = time.perf_counter()
    for tables in batches(path, decode):
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in tables.items():
            connection.executemany(inserts[table], rows)
        connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - start, contents(file)


def batches(path: str, read: Callable[[bytes], Any]) -> Iterator[Tables]:
    from ..peers.rows import Rows

    rows = Rows()
    size = 0
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            record = read(line)
            if record is not None:
                rows.add(record, line, number)
            size += len(line)
            if size >= COMMIT_EVERY:
                yield rows.take()
                size = 0
    yield rows.take()


def set_pragmas(connection: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def make_empty(source: str, target: Path) -> None:
    """A file of the store's schema, indexes included, with the run that documents refer to."""
    with sqlite3.connect(source) as old:
        made = old.execute(
            "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
            " ORDER BY rowid"
        ).fetchall()
    new = sqlite3.connect(target, isolation_level=None)
    set_pragmas(new)
    for (sql,) in made:
        new.execute(sql)
    new.execute(RUN)
    new.close()


def contents(file: Path) -> dict[str, Any]:
    """Rows of all that documents make, and a hash of their values but the documents' own hashes."""
    from ..peers.rows import columns

    digest = hashlib.blake2b(digest_size=16)
    rows = 0
    connection = sqlite3.connect(file)
    for table, names in columns().items():
        told = ", ".join(name for name in names if name != "content")
        order = ", ".join(names[:3])  # begins with the key, whichever it is
        for row in connection.execute(f"SELECT {told} FROM {table} ORDER BY {order}"):
            digest.update(repr(row).encode())
            rows += 1
    connection.close()
    return {"rows": rows, "digest": digest.hexdigest()}


def check(dump: Dump, facts: Mapping[str, Facts]) -> list[str]:
    ours = facts["abonado load"]
    require_equal("inserted", ours["inserted"], ours["records"], dump.records)
    for name, theirs in facts.items():
        if "digest" in theirs:
            require_equal(f"values in the tables of {name}", theirs["digest"], ours["digest"])
    return [
        f"{ours['rows']:,} rows, of equal values in the stores of all; the C program copies them."
    ]


def case(dump: Dump, store: str) -> Case:
    per_commit = max(1, dump.records * COMMIT_EVERY // dump.bytes)
    return Case(
        "load",
        "into an empty store",
        (
            python(
                f"{HERE}:run_abonado",
                "`Database.load`: all rules, duplicates in dump and store, ledger;"
                " on one core, as the peers",
                name="abonado load",
                one_core=True,
                path=dump.path,
                target=SCRATCH,
            ),
            python(
                f"{HERE}:run_abonado",
                "the same on all cores",
                name="abonado load, all cores",
                path=dump.path,
                target=SCRATCH,
            ),
            program(
                "sqlite_inserts",
                store,
                f"{SCRATCH}/theirs.db",
                str(per_commit),
                *PRAGMAS,
                name="prepared C inserts",
                one_core=True,
                what="the rows of the loaded store, read beforehand: no JSON, no checks, no ledger",
            ),
            python(
                f"{HERE}:run_pydantic_sqlalchemy",
                "models of all rules; `insert()` with lists of dicts, a transaction a batch;"
                " no ledger",
                name="pydantic + SQLAlchemy Core",
                one_core=True,
                path=dump.path,
                source=store,
                target=SCRATCH,
            ),
            python(
                f"{HERE}:run_msgspec_sqlite3",
                "types only; `executemany` with tuples, a transaction a batch; no ledger",
                name="msgspec + sqlite3",
                one_core=True,
                path=dump.path,
                source=store,
                target=SCRATCH,
            ),
        ),
        Unit("records/s", dump.records),
        f"Max lines without defects: {dump.records:,} records, {dump.bytes / 1e6:,.0f} MB.",
        lambda facts: check(dump, facts),
    )


def cases(workshop: Workshop) -> Iterator[Case]:
    records = max(1, workshop.records // PART)
    yield case(workshop.dump("clean", records, {}), workshop.store(records, MAX))
