"""Makes inputs, each once, in a directory of its own; in child processes, see ``rounds``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .case import Facts, python
from .inputs import Dump
from .rounds import run_once

MAX = {"max": 1.0}


@dataclass
class Workshop:
    """The inputs of one run of the harness."""

    directory: Path
    records: int
    sizes: tuple[int, ...]
    """Of stores, in subscriptions."""
    megabytes: tuple[int, ...]
    """Of dumps whose validation is looked at for memory."""
    note: Callable[[str], None]
    _made: dict[str, Any] = field(default_factory=dict)
    _lines: dict[str, list[int]] = field(default_factory=dict)

    def call(self, function: str, **arguments: Any) -> Facts:
        return run_once(python(function, "", name=function, **arguments), self.directory).facts

    def path(self, name: str) -> str:
        return str(self.directory / name)

    def dump(
        self,
        name: str,
        records: int,
        defects: Mapping[str, float],
        kinds: Mapping[str, float] = MAX,
    ) -> Dump:
        if name not in self._made:
            self.note(f"makes {name}: {records:,} records")
            facts = self.call(
                "harness.inputs:generate",
                path=self.path(f"{name}.ndjson"),
                records=records,
                defects=dict(defects),
                kinds=dict(kinds),
            )
            self._lines[name] = facts.pop("lines")
            self._made[name] = Dump(**facts)
        made: Dump = self._made[name]
        return made

    def rewritten(self, name: str, form: str, records: int) -> Dump:
        """The first records of the dump ``name`` in another form."""
        source: Dump = self._made[name]
        lines = [line for line in self._lines[name] if line <= records]
        path = self.path(f"{form.replace(' ', '-')}-{records}.ndjson")
        facts = self.call(
            "harness.inputs:rewrite",
            source=source.path,
            path=path,
            form=form,
            records=records,
            lines=lines,
        )
        return Dump(**facts)

    def store(self, records: int, kinds: Mapping[str, float]) -> str:
        """A store of that many subscriptions, without defects."""
        name = f"store-{records}-{'-'.join(kinds)}"
        if name not in self._made:
            dump = self.dump(f"{name}-dump", records, {}, kinds)
            self.note(f"makes {name}")
            path = self.path(f"{name}.db")
            facts = self.call("harness.inputs:load", store=path, dump=dump.path)
            assert facts["inserted"] == records, facts
            self.forget(f"{name}-dump")
            self._made[name] = path
        made: str = self._made[name]
        return made

    def forget(self, name: str) -> None:
        """Removes a dump, so that the disk need not hold all at a time."""
        Path(self._made.pop(name).path).unlink()
