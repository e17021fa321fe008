"""``abonado rejects suggest``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

import abonado
from abonado.errors import ArgumentError
from abonado.report import plural, printable

from . import options as opt
from .load import code_of, run
from .output import errors_as_exits, note, print_table

if TYPE_CHECKING:
    from abonado.suggestions import Apply as Level

Apply = Annotated[
    str | None,
    typer.Option(
        metavar="safe|all",
        help="Mend and replay: safe for what loses nothing, all for all that is known.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the mended lines, replay nothing."),
]


def suggest(
    store: opt.Store,
    apply: Apply = None,
    output: Output = None,
    of_run: opt.OfRun = None,
    id: opt.OfId = None,  # noqa: A002
    rule: opt.OfRule = None,
    as_json: opt.Json = False,
    rejects: opt.Rejects = None,
    dry_run: opt.DryRun = False,
    kind: opt.Kind = None,
    org: opt.Org = None,
    strict: opt.Strict = False,
    naive: opt.Naive = "refuse",
    severity: opt.Severities = None,
    allow_segment: opt.AllowSegment = None,
    segment_class: opt.SegmentClass = None,
    status_reasons: opt.StatusReasons = None,
    now: opt.Now = None,
    fail_on: opt.FailOn = "error",
    timeout: opt.Timeout = 5.0,
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado rejects suggest subs.db
      abonado rejects suggest subs.db --apply safe
      abonado rejects suggest subs.db --naive suggest --apply safe
      abonado rejects suggest subs.db --apply all --output mended.ndjson

    Tell which open rejects the rules know how to mend: case, spaces around, legacy type names,
    forms of dates, uuids and numbers; and whether that loses nothing of what they say (safe). With
    --apply they are mended and replayed, or with --output written to a file.

    Exit codes: 0, or those of load with --apply.
    """
    with errors_as_exits():
        opt.check_fail_on(fail_on)
        opt.refuse_overwriting(
            {"--rejects": rejects, "--output": None if output == "-" else output},
            {"--status-reasons": status_reasons},
        )
        if output is not None and apply is None:
            raise ArgumentError("--output goes with --apply")
        replays = apply is not None and output is None
        if not replays and (rejects is not None or dry_run):
            raise ArgumentError("--rejects and --dry-run go with --apply, which replays")
        if output is not None and as_json:
            raise ArgumentError("--json tells what is done, which with --output is nothing")
        rules = opt.rule_options(
            strict=strict,
            naive=naive,
            severity=severity,
            allow_segment=allow_segment,
            segment_class=segment_class,
            status_reasons=status_reasons,
            now=now,
        )
        level = None if apply is None else _level(apply)
        which: dict[str, Any] = {"run": of_run, "id": id, "rule": rule, "kind": kind, "org": org}
        if level is None or output is not None:
            with abonado.connect(store, read_only=True) as database:
                found = database.suggestions(apply=level or "all", **which, **rules)
                if output is not None:
                    database._refuse_own_file(output)
                    _write(found, output)
                elif as_json:
                    _print_json(found)
                else:
                    _print_summary(found)
            return
        with abonado.connect(store, create=False, timeout=timeout) as database:
            report = run(
                database,
                lambda db, progress: db.apply_suggestions(
                    apply=level,
                    rejects=rejects,
                    dry_run=dry_run,
                    progress=progress,
                    **which,
                    **rules,
                ),
                as_json=as_json,
                quiet=quiet,
            )
    raise typer.Exit(code_of(report, fail_on))


def _level(word: str) -> Level:
    if word == "safe":
        return "safe"
    if word == "all":
        return "all"
    raise ArgumentError(f"--apply is safe or all, not {word}")


def _write(found: Iterable[abonado.Suggestion], output: str) -> None:
    count = 0
    with nullcontext(sys.stdout.buffer) if output == "-" else Path(output).open("wb") as file:
        for row in found:
            file.write(row.mended + b"\n")
            count += 1
    note(f"{plural(count, 'line')} mended")


def _print_json(found: Iterable[abonado.Suggestion]) -> None:
    for row in found:
        patch = [step for finding in row.applied for step in json.loads(str(finding.patch))]
        told = {
            "reject": row.reject.id,
            "safe": all(finding.safe for finding in row.applied),
            "patch": patch,
            "remaining": [finding.to_dict() for finding in row.remaining],
        }
        print(json.dumps(told, ensure_ascii=False))


def _print_summary(found: Iterable[abonado.Suggestion]) -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    examples: dict[tuple[str, bool], abonado.Finding] = {}
    rejects = clean = safe_ones = 0
    for row in found:
        rejects += 1
        safe_ones += all(finding.safe for finding in row.applied)
        clean += row.is_clean
        for finding in row.applied:
            key = (finding.rule, bool(finding.safe))
            counts[key] += 1
            examples.setdefault(key, finding)
    table = Table("rule", "safe", box=None, pad_edge=False)
    table.add_column("mends", justify="right")
    table.add_column("such as", overflow="fold")
    for (rule, safe), count in sorted(counts.items()):
        shown = _example(examples[rule, safe])
        table.add_row(rule, "yes" if safe else "no", f"{count:,}", shown)
    if counts:
        print_table(table)
    sys.stdout.flush()
    told = f"{plural(rejects, 'reject')} can be mended, {safe_ones:,} of them without loss"
    print(f"{told}; {clean:,} have no error left then")


def _example(finding: abonado.Finding) -> str:
    step = json.loads(str(finding.patch))[0]
    now = step["path"].rsplit("/", 1)[1] if step["op"] == "move" else json.dumps(step["value"])
    was = finding.pointer if step["op"] == "move" else f"{finding.pointer} {finding.value}"
    return printable(f"{was} → {now}")
