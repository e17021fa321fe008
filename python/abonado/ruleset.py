"""The rule table, for people and programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from . import _core
from .errors import ArgumentError
from .listing import Listing


@dataclass(frozen=True)
class Rule:
    """A row of the rule table."""

    id: str
    severity: str
    """``error`` rejects the record, ``warning`` lets it through, ``off`` is not checked."""
    subject: str
    """The struct it is about, or ``document``, ``dump`` or ``store``."""
    summary: str
    """What must hold."""
    source: str
    grade: str
    """``stated`` by the API documents, on another page of the ``portal``, or ``decided`` here."""
    scope: str
    """What has to be known to check it: the ``text``, the ``record``, the whole ``dump``, or what
    the ``store`` holds."""
    stored_on: str | None
    """The struct whose table holds the rule as a CHECK, so that nothing can break it; or None."""
    stored: str | None
    """That CHECK: an SQL expression over the table's columns, true when the rule holds."""
    kinds: tuple[str, ...]
    """The kinds of records that can break it."""

    def _repr_html_(self) -> str:
        from .html.records import rule

        return rule(self)


@cache
def _table() -> dict[str, Rule]:
    return {row["id"]: Rule(**row) for row in _core.rules()}


def rules() -> list[Rule]:
    """All rules in the order of the reference."""
    return Listing(_table().values(), "rules")


def explain(id: str) -> Rule:  # noqa: A002
    """The rule with this id. Raises ArgumentError if there is none."""
    if not isinstance(id, str):
        raise ArgumentError(f"a rule is named by a text such as SUB-001, not {type(id).__name__}")
    rule = _table().get(id.upper())
    if rule is None:
        from difflib import get_close_matches

        near = get_close_matches(id.upper(), _table())
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise ArgumentError(f"there is no rule {id}{hint}")
    return rule


def markdown() -> str:
    """The rule table as a page of Markdown."""
    lines = ["| id | severity | subject | rule | grade | source |", "|---|---|---|---|---|---|"]
    for rule in rules():
        cells = (rule.id, rule.severity, rule.subject, rule.summary, rule.grade, rule.source)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"
