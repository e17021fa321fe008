"""Lists of what a store and the library tell, as tables: a row each, a function for each table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from .axis import moment_text
from .style import framed
from .tables import chip, rule_name, severity_chip, table
from .text import Html, element, join

if TYPE_CHECKING:
    from ..answers import Migration
    from ..frames import FrameInfo
    from ..ledger import RejectGroup, Run
    from ..operations import AuditEntry, OperationInfo, ScheduledChange
    from ..report import RuleRow
    from ..ruleset import Rule

_MOST_ROWS = 100
_STATES = {
    "finished": "good",
    "done": "good",
    "replayed": "good",
    "failed": "error",
    "stopped": "error",
    "open": "warning",
    "interrupted": "warning",
}


class Table(NamedTuple):
    """How items become rows."""

    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    numbers: tuple[str, ...] = ()


def listing(items: Sequence[Any], what: str) -> Html:
    """A list as a table."""
    shape = TABLES[what]
    if not items:
        return framed(element("p", f"No {what}", class_="ab-head"))
    rows = (shape.cells(item) for item in islice(items, _MOST_ROWS))
    more = len(items) - _MOST_ROWS
    return framed(
        table(shape.columns, rows, numbers=shape.numbers),
        element("p", f"and {more:,} more") if more > 0 else Html(),
    )


def state_chip(state: str) -> Html:
    return chip(state, _STATES.get(state))


def _run(run: Run) -> tuple[str, ...]:
    names = ", ".join(run.inputs[:3]) + (" …" if len(run.inputs) > 3 else "")
    counts = (f"{getattr(run, name):,}" for name in _COUNTS)
    return str(run.id), run.kind, state_chip(run.state), moment_text(run.started), names, *counts


def _reject_group(group: RejectGroup) -> tuple[str, ...]:
    broken = sorted(group.by_rule.items(), key=lambda item: (-item[1], item[0]))
    rules = join(*(join(chip(f"{rule} {count:,}"), " ") for rule, count in broken))
    return str(group.run), state_chip(group.state), f"{group.rejects:,}", rules


def _rule_row(row: RuleRow) -> tuple[str, ...]:
    return rule_name(row.rule), severity_chip(row.severity), f"{row.count:,}", row.summary


def _entry(entry: AuditEntry) -> tuple[str, ...]:
    outcome = chip(entry.error, "error") if entry.error else chip("done", "good")
    who = (entry.org, str(entry.legacy_id), entry.user, entry.reason)
    return str(entry.id), moment_text(entry.at), entry.operation, *who, outcome


def _change(change: ScheduledChange) -> tuple[str, ...]:
    why = change.error or (change.risk_decision if change.state == "waiting" else None) or ""
    whose = (change.org, str(change.legacy_id), change.target)
    due = moment_text(change.scheduled_date)
    return str(change.id), due, *whose, state_chip(change.state), why


def _rule(rule: Rule) -> tuple[str, ...]:
    return (
        rule_name(rule.id),
        severity_chip(rule.severity),
        rule.subject,
        rule.summary,
        rule.grade,
    )


def _frame(info: FrameInfo) -> tuple[str, ...]:
    return info.name, f"{len(info.columns)}", info.doc


def _operation(info: OperationInfo) -> tuple[str, ...]:
    request = join(info.verb, " ", element("code", info.path)) if info.path else ""
    codes = ", ".join(map(str, info.errors))
    return element("code", info.name), request, str(info.success), codes, info.doc


def _migration(step: Migration) -> tuple[str, ...]:
    state = chip("applied", "good") if step.is_applied else chip("to do", "warning")
    return str(step.version), step.name, step.doc, state


_COUNTS = ("records", "inserted", "updated", "skipped", "rejected")

TABLES = {
    "runs": Table(("run", "kind", "state", "started", "inputs", *_COUNTS), _run, _COUNTS),
    "rejects": Table(("run", "state", "rejects", "rules"), _reject_group, ("rejects",)),
    "broken rules": Table(
        ("rule", "severity", "findings", "what must hold"), _rule_row, ("findings",)
    ),
    "audit entries": Table(
        ("entry", "at", "operation", "organisation", "subscription", "user", "reason", "outcome"),
        _entry,
    ),
    "changes": Table(
        ("change", "due", "organisation", "subscription", "to", "state", "why"), _change
    ),
    "rules": Table(("rule", "severity", "subject", "what must hold", "grade"), _rule),
    "frames": Table(("frame", "columns", "what"), _frame, ("columns",)),
    "operations": Table(("operation", "request", "success", "errors", "what"), _operation),
    "migrations": Table(("version", "name", "what", "state"), _migration),
}
