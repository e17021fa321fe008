"""Single things for a notebook: a reject, a check, findings, a rule, a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import plural
from .listings import state_chip
from .style import framed
from .tables import chip, folded, place, rule_name, severity_chip, table
from .text import Html, element, safe
from .views import report_parts, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answers import CheckReport
    from ..ledger import Reject
    from ..operations import Receipt
    from ..report import Finding, Findings
    from ..ruleset import Rule

_MOST_RAW = 4_000  # characters of a line
_MOST_FINDINGS = 20
_MOST_DAMAGE = 50


def reject(found: Reject) -> Html:
    """A rejected record: what is wrong with it, its fate, its line."""
    who = " ".join(str(part) for part in (found.org, found.kind, found.legacy_id) if part)
    title = f"Reject {found.id}: {who or 'not readable'} "
    remarks = [
        f"line {found.line:,} of {found.input}",
        f"rejected in run {found.run}",
        f"attempt {found.attempt}" if found.attempt > 1 else "",
        f"replaces reject {found.replaces}" if found.replaces is not None else "",
        f"replayed in run {found.replayed_in}" if found.replayed_in is not None else "",
    ]
    text = found.raw[: _MOST_RAW * 4].decode("utf-8", "backslashreplace")
    is_cut = len(text) > _MOST_RAW or not found.is_whole
    words = f"the line, {len(found.raw):,} bytes" + (", of which this is the beginning" * is_cut)
    line = folded(words, element("code", safe(text, _MOST_RAW)))
    return framed(
        element("p", title, state_chip(found.state), class_="ab-head"),
        table(("rule", "severity", "where", "what is wrong", "expected"), _rows(found.findings)),
        Html() if found._is_redacted else line,
        element("p", " · ".join(filter(None, remarks)), class_="ab-muted"),
    )


def check(found: CheckReport) -> Html:
    """What a check of a store found: damage first, then what the rules say."""
    state = chip("sound", "good") if found.ok else chip("not sound", "error")
    more = len(found.damage) - _MOST_DAMAGE
    return framed(
        element("p", found.summary(), " ", state, class_="ab-head"),
        *(element("p", chip("damage", "error"), " ", text) for text in found.damage[:_MOST_DAMAGE]),
        element("p", f"and {more:,} more") if more > 0 else Html(),
        report_parts(found.report),
    )


def findings(found: Findings) -> Html:
    """The first of many."""
    more = len(found) - _MOST_FINDINGS
    rest = f"and {more:,} more; to_polars(), to_pandas() and to_arrow() have them all"
    columns = ("rule", "severity", "where", "what is wrong", "expected")
    return framed(
        element("p", plural(len(found), "finding"), class_="ab-head"),
        table(columns, _rows(found[:_MOST_FINDINGS])) if len(found) else Html(),
        element("p", rest, class_="ab-muted") if more > 0 else Html(),
    )


def rule(found: Rule) -> Html:
    """A row of the rule table."""
    told = [
        ("subject", found.subject),
        ("source", found.source),
        ("grade", found.grade),
        ("needs", found.scope),
    ]
    return framed(
        element("p", f"{found.id} ", severity_chip(found.severity), class_="ab-head"),
        element("p", found.summary),
        element("p", " · ".join(f"{name}: {text}" for name, text in told), class_="ab-muted"),
    )


def receipt(found: Receipt) -> Html:
    """What an operation did."""
    done = f"Done in run {found.run}" if found.run else "Nothing had to be changed"
    planned = element("p", str(found.scheduled)) if found.scheduled is not None else Html()
    columns = ("rule", "severity", "where", "what is wrong", "expected")
    warnings = table(columns, _rows(found.warnings, lines=False)) if found.warnings else Html()
    return framed(element("p", done, class_="ab-head"), planned, warnings)


def _rows(found: Iterable[Finding], *, lines: bool = True) -> Iterable[tuple[str, ...]]:
    for f in found:
        where = place(f.line, f.pointer) if lines else element("code", f.pointer)
        yield rule_name(f.rule), severity_chip(f.severity), where, wrong(f), f.expected
