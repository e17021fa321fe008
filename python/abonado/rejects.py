"""How the rejects of a store are selected, read and summed up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .arguments import integer
from .ledger import Reject, RejectGroup
from .listing import Listing

if TYPE_CHECKING:
    from . import _core
    from .engine import Database

_PAGE = 256  # rejects that are read at once


def reject_filter(
    *,
    run: int | None,
    id: int | Iterable[int] | None,  # noqa: A002
    rule: str | None,
) -> _core._RejectFilter:
    """As the core takes it.

    Raises ArgumentError if there is no such rule, TypeError for numbers that are none.
    """
    from .ruleset import explain

    known = None if rule is None else explain(rule).id
    ids = None if id is None else list(id) if isinstance(id, Iterable) else [id]
    return {
        "run": None if run is None else integer("run", run),
        "ids": None if ids is None else [integer("id", one) for one in ids],
        "state": None,
        "rule": known,
    }


def read_rejects(database: Database, filter_: _core._RejectFilter) -> Iterator[Reject]:
    """A page at a time, so that memory stays flat however many there are."""
    sql = (
        "SELECT id FROM rejects WHERE id > ?1 AND (?2 IS NULL OR run = ?2)"
        " AND (?3 IS NULL OR id IN (SELECT value FROM json_each(?3)))"
        " AND (?4 IS NULL OR state = ?4) AND (?5 IS NULL OR EXISTS"
        " (SELECT 1 FROM reject_findings WHERE reject = rejects.id AND rule = ?5))"
        f" ORDER BY id LIMIT {_PAGE}"
    )
    named = None if filter_["ids"] is None else json.dumps(filter_["ids"])
    chosen = (filter_["run"], named, filter_["state"], filter_["rule"])
    last = 0
    while True:
        ids = [int(id_) for (id_,) in database.query(sql, (last, *chosen))]  # type: ignore[arg-type]
        for row in database._engine.rejects(ids):
            yield Reject._of(row, is_redacted=database.redacted)
        if len(ids) < _PAGE:
            return
        last = ids[-1]


def reject_groups(database: Database) -> list[RejectGroup]:
    rows = database.query(
        "SELECT run, state, NULL AS rule, count(*) FROM rejects GROUP BY run, state "
        "UNION ALL SELECT run, state, rule, count(DISTINCT rejects.id) FROM rejects "
        "JOIN reject_findings ON reject = rejects.id WHERE severity = 'error' "
        "GROUP BY run, state, rule ORDER BY 1, 2, 3"
    )
    groups: list[RejectGroup] = Listing([], "rejects")
    for run, state, rule, count in rows:
        if rule is None:
            groups.append(RejectGroup(int(run), str(state), int(count), {}))  # type: ignore[arg-type]
        else:
            groups[-1].by_rule[str(rule)] = int(count)  # type: ignore[arg-type]
    return groups
