"""Reports, runs, stores and answers for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..report import Failure, Finding, Report, RuleRow, plural, size
from .axis import moment_text
from .style import framed
from .tables import (
    SEVERITIES,
    chip,
    count_bar,
    place,
    rule_name,
    severity_chip,
    share_bar,
    table,
    tiles,
)
from .text import Html, element, join, safe, share

if TYPE_CHECKING:
    from ..causes import Cause, Causes
    from ..engine import Database
    from ..ledger import LoadReport, Run
    from ..operations import DueReport
    from ..samples import Sample, Together

Facts = Sequence[tuple[str, str]]

_MOST_SETS = 30
_MOST_CAUSES = 5  # that a report tells


def report(found: Report) -> Html:
    """What a validation found."""
    return framed(report_parts(found))


def report_parts(found: Report) -> Html:
    """The same, to stand among others."""
    verdict = _verdict(found.invalid, found.records, "record", "invalid", found.ok)
    facts = [
        ("records", f"{found.records:,}"),
        ("valid", f"{found.valid:,}"),
        ("invalid", f"{found.invalid:,}"),
        ("errors", f"{found.errors:,}"),
        ("warnings", f"{found.warnings:,}"),
    ]
    remarks = [_read(found.bytes, found.seconds)]
    remarks += ["stopped, the rest was not looked at"] if found.stopped else []
    shares = [("good", found.valid), ("error", found.invalid)]
    label = f"{found.valid:,} valid, {found.invalid:,} invalid"
    bar = share_bar(shares, label)
    shared = _standing_out(found.causes())
    return _page(verdict, facts, bar, remarks, found.failures, found.rules, shared)


def _standing_out(found: Iterable[Cause]) -> Html:
    """Where the faults come from, as far as that stands out."""
    told = [cause.sentence for cause in found if cause.facts][:_MOST_CAUSES]
    if not told:
        return Html()
    items = (element("li", safe(sentence, 2000)) for sentence in told)
    return join(element("p", "What stands out", class_="ab-head"), element("ul", *items))


def load_report(found: LoadReport) -> Html:
    """What a load or a replay did."""
    verdict = _verdict(found.rejected, found.records, "record", "rejected", found.ok)
    remarks = [f"run {found.run}" if found.run else "dry run, nothing written"]
    remarks += [] if found.state == "finished" else [found.state]
    remarks += [] if found.published or found.dry_run else ["nothing published"]
    remarks.append(_read(found.bytes, found.seconds))
    shared = Html() if found._causes is None else _standing_out(found.causes())
    bar = _outcome(found)
    parts = _page(verdict, _counts(found), bar, remarks, found.failures, found.rules, shared)
    return framed(parts)


def run(found: Run) -> Html:
    """A run of the ledger."""
    state = chip(found.state, "good" if found.state == "finished" else "warning")
    ended = "" if found.ended is None else f" to {moment_text(found.ended)}"
    remarks = [
        f"{moment_text(found.started)}{ended}",
        size(found.bytes),
        f"version {found.version}",
        ", ".join(found.inputs),
    ]
    return framed(
        element("p", f"Run {found.id}, {found.kind} ", state, class_="ab-head"),
        tiles(_counts(found)),
        _outcome(found),
        _rule_counts(found.by_rule),
        element("p", " · ".join(filter(None, remarks)), class_="ab-muted"),
    )


def database(found: Database, schema: int) -> Html:
    """What is known of a store without asking it."""
    told = f" · {'closed' if found.closed else 'open'} · schema {schema}"
    return framed(element("p", element("b", "store "), element("code", found.path), told))


def sample(found: Sample) -> Html:
    """A few findings of each rule."""
    columns = ("rule", "severity", "where", "what is wrong", "expected")
    rows = (
        (
            rule_name(f.rule),
            severity_chip(f.severity),
            place(f.line, f.pointer),
            wrong(f),
            f.expected,
        )
        for f in found
    )
    return framed(table(columns, rows))


def causes(found: Causes) -> Html:
    """What the findings of each rule share, a sentence each."""
    if not found:
        return framed(element("p", "No findings", class_="ab-head"))
    rows = (
        (
            rule_name(cause.rule),
            severity_chip(cause.severity),
            count_bar(cause.faulty, cause.of_faulty, cause.severity),
            safe(cause.sentence.removeprefix(f"{cause.rule}: "), 2000),
            _example(cause.example),
        )
        for cause in found
    )
    columns = ("rule", "severity", "records", "what most of them share", "such as")
    part = Html() if found.is_whole else element("p", "not of all findings", class_="ab-muted")
    return framed(table(columns, rows, numbers=["records"]), part)


def together(found: Together) -> Html:
    """Sets of rules by the number of records that break them."""
    most = max((group.records for group in found.groups), default=0)
    rows = (
        (
            join(*(join(chip(rule), " ") for rule in group.rules)),
            count_bar(group.records, most, "error"),
            join(place(group.first.line, ""), " of ", group.first.file),
        )
        for group in found.groups[:_MOST_SETS]
    )
    more = len(found.groups) - _MOST_SETS
    return framed(
        element("p", found.summary(), class_="ab-head"),
        table(("broken together", "records", "the first"), rows, numbers=["records"]),
        element("p", f"and {plural(more, 'more set')}") if more > 0 else Html(),
    )


def answer(columns: Sequence[str], rows: Iterable[Iterable[str]], more: int) -> Html:
    """Rows of a query."""
    rest = element("p", f"and {plural(more, 'more row')}") if more > 0 else Html()
    return framed(table(columns, rows), rest)


def frame(name: str, columns: Iterable[Iterable[str]]) -> Html:
    """What a frame holds, by its columns."""
    head = element("p", f"frame {name}", class_="ab-head")
    return framed(head, table(("column", "type", "what"), columns))


def due(found: DueReport) -> Html:
    """What became of the changes that were due."""
    columns = ("change", "due", "organisation", "subscription", "to", "state", "why")
    rows = (
        (
            str(o.change.id),
            moment_text(o.change.scheduled_date),
            o.change.org,
            str(o.change.legacy_id),
            o.change.target,
            chip(o.change.state, "good" if o.ok else "error"),
            o.message,
        )
        for o in found.outcomes
    )
    return framed(element("p", found.summary(), class_="ab-head"), table(columns, rows))


def ordered_rules(by_rule: Mapping[str, int]) -> list[tuple[str, int, str, str]]:
    """Rule, count, severity and summary: errors first, the most frequent first."""
    from ..ruleset import explain

    rows = []
    for rule, count in by_rule.items():
        known = explain(rule)
        severity = known.severity if known.severity in SEVERITIES else "warning"
        rows.append((rule, count, severity, known.summary))
    return sorted(rows, key=lambda row: (row[2] != "error", -row[1]))


def _rule_counts(by_rule: Mapping[str, int]) -> Html:
    """Broken rules of which only the numbers are known."""
    if not by_rule:
        return Html()
    most = max(by_rule.values())
    rows = (
        (rule_name(rule), severity_chip(severity), count_bar(count, most, severity), summary)
        for rule, count, severity, summary in ordered_rules(by_rule)
    )
    columns = ("rule", "severity", "findings", "what must hold")
    return table(columns, rows, numbers=["findings"])


def _verdict(bad: int, all_: int, what: str, word: str, is_ok: bool) -> Html:
    """The answer first: how many are bad, and whether that is all."""
    if not all_:
        text = f"No {what}s"
    elif bad:
        text = f"{bad:,} of {plural(all_, what)} {word} ({share(bad, all_)})"
    else:
        text = f"{plural(all_, what)}, none {word}"
    state = chip("clean", "good") if is_ok else Html() if bad else chip("not clean", "error")
    return element("p", text, " ", state, class_="ab-head")


def _page(
    verdict: Html,
    facts: Facts,
    bar: Html,
    remarks: Sequence[str],
    failures: Sequence[Failure],
    rules: Sequence[RuleRow],
    shared: Html,
) -> Html:
    lost = (
        element("p", chip("not read to its end", "error"), " ", failure.message)
        for failure in failures
    )
    quiet = element("p", " · ".join(filter(None, remarks)), class_="ab-muted")
    return join(verdict, tiles(facts), bar, *lost, _rules(rules), shared, quiet)


def _rules(rows: Sequence[RuleRow]) -> Html:
    if not rows:
        return Html()
    most = max(row.count for row in rows)
    shown = (
        (
            rule_name(row.rule),
            severity_chip(row.severity),
            count_bar(row.count, most, row.severity),
            row.summary,
            _example(row.example),
        )
        for row in sorted(rows, key=lambda row: (row.severity != "error", -row.count))
    )
    columns = ("rule", "severity", "findings", "what must hold", "the first that does not")
    return table(columns, shown, numbers=["findings"])


def _example(finding: Finding) -> Html:
    return join(place(finding.line, finding.pointer), element("div", wrong(finding)))


def wrong(finding: Finding) -> Html:
    """The value and what is said of it, which reads as a sentence."""
    value = join(element("code", finding.value), " ") if finding.value else Html()
    return join(value, element("span", finding.message, class_="ab-muted"))


def _counts(found: LoadReport | Run) -> Facts:
    names = ("records", "inserted", "updated", "skipped", "rejected", "warnings")
    return [(name, f"{getattr(found, name):,}") for name in names]


def _outcome(found: LoadReport | Run) -> Html:
    loaded = found.inserted + found.updated + found.skipped
    label = f"{loaded:,} are in the store, {found.rejected:,} rejected"
    return share_bar([("good", loaded), ("error", found.rejected)], label)


def _read(count: int, seconds: float) -> str:
    speed = f", {size(count / seconds)}/s" if seconds > 0 and count >= 1_000_000 else ""
    return f"{size(count)} in {seconds:.2f} s{speed}"
