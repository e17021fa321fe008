"""A run of the ledger as one HTML file: counts, rules, and rejects that a browser filters."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..report import plural, size
from .axis import moment_text
from .style import stylesheet
from .tables import chip, count_bar, severity_chip, share_bar, table, tiles
from .text import Html, element, join, share, shown
from .views import ordered_rules

if TYPE_CHECKING:
    from ..engine import Database
    from ..ledger import Reject, Run
    from ..report import Finding

_MOST_RAW = 4_000  # characters of a line
_MOST_VALUE = 400
# Nothing is fetched, whatever the data holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def run_page(database: Database, run: Run, max_rejects: int) -> tuple[bytes, int]:
    """The page, and how many rejects are in it."""
    rejects = [_reject(one) for one in islice(database.rejects(run=run.id), max_rejects)]
    title = f"Run {run.id}: {run.rejected:,} of {plural(run.records, 'record')} rejected"
    page = element(
        "html",
        element(
            "head",
            Html('<meta charset="utf-8">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
            Html('<meta name="viewport" content="width=device-width">'),
            element("title", title),
            Html(f"<style>{stylesheet()}{_file('run_page.css')}</style>"),
        ),
        element(
            "body",
            element("main", _head(run), _rules(run), _rejects(run, len(rejects))),
            Html(f'<script type="application/json" id="data">{_data(rejects)}</script>'),
            Html(f"<script>{_file('run_page.js')}</script>"),
        ),
        lang="en",
        class_="abonado",
    )
    return ("<!DOCTYPE html>\n" + page + "\n").encode(), len(rejects)


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _data(rejects: list[dict[str, Any]]) -> str:
    """JSON that can not end the element which it stands in."""
    text = json.dumps(rejects, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _reject(reject: Reject) -> dict[str, Any]:
    raw = reject.raw[: _MOST_RAW * 4].decode("utf-8", "backslashreplace")
    if reject._is_redacted:
        raw = "(redacted)"
    return {
        "id": reject.id,
        "state": reject.state,
        "attempt": reject.attempt,
        "replayed": reject.replayed_in,
        "org": shown(reject.org or ""),
        "kind": shown(reject.kind or ""),
        "legacy": "" if reject.legacy_id is None else str(reject.legacy_id),
        "input": shown(reject.input),
        "line": reject.line,
        "raw": shown(raw, _MOST_RAW),
        "cut": len(reject.raw) if len(raw) > _MOST_RAW or not reject.is_whole else 0,
        "findings": [_finding(finding) for finding in reject.findings],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "pointer": shown(finding.pointer, _MOST_VALUE),
        "message": shown(finding.message, _MOST_VALUE),
        "value": shown(finding.value or "", _MOST_VALUE),
        "expected": shown(finding.expected, _MOST_VALUE),
    }


def _head(run: Run) -> Html:
    names = ("records", "inserted", "updated", "skipped", "rejected", "errors", "warnings")
    loaded = run.inserted + run.updated + run.skipped
    label = f"{loaded:,} are in the store, {run.rejected:,} rejected"
    ended = "" if run.ended is None else f" to {moment_text(run.ended)}"
    facts = [
        f"{moment_text(run.started)}{ended} UTC",
        size(run.bytes),
        f"abonado {run.version}",
        ", ".join(run.inputs),
    ]
    verdict = f"{run.rejected:,} of {plural(run.records, 'record')} rejected"
    verdict += f" ({share(run.rejected, run.records)})" if run.rejected else ""
    return join(
        element("h1", f"Run {run.id}, {run.kind} ", _state(run.state)),
        element("p", verdict, class_="ab-head"),
        tiles((name, f"{getattr(run, name):,}") for name in names),
        share_bar([("good", loaded), ("error", run.rejected)], label),
        element("p", " · ".join(filter(None, facts)), class_="ab-muted"),
    )


def _state(state: str) -> Html:
    return chip(state, "good" if state == "finished" else "warning")


def _rules(run: Run) -> Html:
    """The broken rules; each is a button that filters by it."""
    if not run.by_rule:
        return Html()
    most = max(run.by_rule.values())
    rows = []
    for rule, count, severity, summary in ordered_rules(run.by_rule):
        button = element("button", rule, type="button", data_rule=rule)
        bar = count_bar(count, most, severity)
        rows.append((button, severity_chip(severity), bar, summary))
    columns = ("rule", "severity", "findings", "what must hold")
    return join(element("h2", "Rules"), table(columns, rows, numbers=["findings"]))


def _rejects(run: Run, count: int) -> Html:
    if not count:
        return join(element("h2", "Rejects"), element("p", "This page holds none."))
    left_out = run.rejected - count
    remark = f"The first {count:,} of {run.rejected:,}; the store has them all."
    form = element(
        "form",
        _choice("rule", "Rule"),
        _choice("severity", "Severity"),
        _choice("state", "State"),
        _choice("org", "Organisation"),
        element("label", "Text", Html('<input type="search" id="text" autocomplete="off">')),
        element("button", "Clear", type="reset"),
        id="filters",
    )
    pager = element(
        "nav",
        element("button", "Previous", type="button", id="previous"),
        element("span", "", id="page"),
        element("button", "Next", type="button", id="next"),
        aria_label="Pages",
    )
    return join(
        element("h2", "Rejects"),
        element("p", remark, class_="ab-muted") if left_out > 0 else Html(),
        form,
        element("p", "", id="count", role="status"),
        element("noscript", element("p", "The list of rejects needs JavaScript.")),
        element("div", "", id="rejects"),
        pager,
    )


def _choice(name: str, label: str) -> Html:
    every = element("option", "all", value="")
    return element("label", label, element("select", every, id=name))
