"""A store is never open in two copies of SQLite at once; one shared copy may do as it likes."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import abonado
import pytest
from abonado import sqlite_guard


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "subs.db"
    abonado.connect(path).close()
    return path


@pytest.fixture
def another_copy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sqlite_guard, "shares_sqlite", lambda: False)
    yield
    gc.collect()
    assert sqlite_guard._open_stores == {}


def sqlite3_reads(database: object, **options: object) -> bool:
    connection = sqlite3.connect(database, **options)
    try:
        return connection.execute("SELECT count(*) FROM documents").fetchone() == (0,)
    finally:
        connection.close()


def test_this_build_uses_the_librarys_copy_as_python_does(store: Path) -> None:
    assert sqlite_guard.shares_sqlite()
    with abonado.connect(store):
        assert sqlite3_reads(store)


@pytest.mark.usefixtures("another_copy")
def test_an_open_store_is_refused_to_another_copy_by_whatever_name(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(store)
    monkeypatch.chdir(tmp_path)
    names = [store, str(store), os.fsencode(store), link, "subs.db", f"file:{store}?mode=ro"]
    with abonado.connect(store) as database:
        for name in names:
            with pytest.raises(abonado.StorageError, match="another copy of SQLite"):
                sqlite3_reads(name, uri=True)
        assert sqlite3.connect(":memory:").execute("SELECT 1").fetchone() == (1,)
        assert database.counts()["subscriptions"] == 0
    assert all(sqlite3_reads(name, uri=True) for name in names)


@pytest.mark.usefixtures("another_copy")
def test_a_store_that_another_copy_has_open_is_not_opened(store: Path) -> None:
    connection = sqlite3.connect(store)
    with pytest.raises(abonado.StorageError, match="has a connection of sqlite3"):
        abonado.connect(store)
    connection.close()
    abonado.connect(store).close()


@pytest.mark.usefixtures("another_copy")
def test_a_store_may_be_open_here_any_number_of_times(store: Path) -> None:
    first = abonado.connect(store)
    with abonado.connect(store, read_only=True):
        first.close()
        first.close()
        with pytest.raises(abonado.StorageError):
            sqlite3_reads(store)
    assert sqlite3_reads(store)


@pytest.mark.usefixtures("another_copy")
def test_a_handle_that_is_forgotten_or_never_opened_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(abonado.StorageError):
        abonado.connect(tmp_path / "nowhere" / "subs.db")
    forgotten = abonado.connect(tmp_path / "subs.db")
    del forgotten
    gc.collect()
    assert sqlite3_reads(tmp_path / "subs.db")
