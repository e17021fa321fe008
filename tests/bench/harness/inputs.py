"""The inputs: dumps of the product's generator, rewritten in other forms, and stores of them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

SEED = 1
# Of rules that pydantic's models check in the same way.
FEW_DEFECTS = {"SUB-001": 0.005, "COM-001": 0.005}
MANY_DEFECTS = dict.fromkeys(
    [
        *("SUB-001", "SUB-002", "SUB-003", "SUB-004", "COM-001", "BUN-001"),
        *("DOC-003", "DOC-004", "DOC-007", "DOC-013"),
    ],
    0.005,
)


@dataclass(frozen=True)
class Dump:
    """An NDJSON file, and what its labels say about it."""

    path: str
    records: int
    bytes: int
    refused: int
    """Records that break a rule of severity error."""


def generate(
    path: str, records: int, defects: Mapping[str, float], kinds: Mapping[str, float]
) -> tuple[float, dict[str, Any]]:
    """Runs in a child: the generator's dump, and the numbers of the lines to be refused."""
    import abonado

    errors = {rule.id for rule in abonado.rules() if rule.severity == "error"}
    labels = Path(path + ".labels")
    start = time.perf_counter()
    abonado.generate(
        path, records=records, seed=SEED, defects=defects, kinds=kinds, labels=str(labels)
    )
    seconds = time.perf_counter() - start
    with labels.open("rb") as lines:
        rows = map(json.loads, lines)
        refused = [row["line"] for row in rows if not errors.isdisjoint(row["rules"])]
    labels.unlink()
    size = Path(path).stat().st_size
    return seconds, asdict(Dump(path, records, size, len(refused))) | {"lines": refused}


def rewrite(
    source: str, path: str, form: str, records: int, lines: list[int]
) -> tuple[float, dict[str, Any]]:
    """Runs in a child: the first records of a dump in another form, see ``rewriting``."""
    from .rewriting import FORMS

    rewritten = FORMS[form]()
    start = time.perf_counter()
    with Path(source).open("rb") as old, Path(path).open("wb") as new:
        new.writelines(map(rewritten, islice(old, records)))
    refused = sum(line <= records for line in lines)
    size = Path(path).stat().st_size
    return time.perf_counter() - start, asdict(Dump(path, records, size, refused))


def load(store: str, dump: str) -> tuple[float, dict[str, Any]]:
    """Runs in a child: a store of a dump."""
    import abonado

    start = time.perf_counter()
    with abonado.connect(store) as db:
        run = db.load(dump)
    return time.perf_counter() - start, {"records": run.records, "inserted": run.inserted}
