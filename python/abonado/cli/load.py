"""``abonado load``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import abonado
from abonado.report import plural, size

from . import options as opt
from .output import Exit, bar, counter, errors_as_exits, note, print_findings

if TYPE_CHECKING:
    from abonado import Database, LoadReport, Progress, Run


def load(
    store: opt.Store,
    files: opt.Files,
    as_json: opt.Json = False,
    rejects: opt.Rejects = None,
    dry_run: opt.DryRun = False,
    atomic: opt.Atomic = False,
    max_errors: opt.MaxRejected = None,
    max_error_rate: opt.MaxErrorRate = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--no-resume",
            help="Demand an unfinished load of these files, or begin anew. Default: go on if there "
            "is one.",
            show_default=False,
        ),
    ] = None,
    threads: opt.Threads = None,
    kind: opt.Kind = None,
    org: opt.Org = None,
    strict: opt.Strict = False,
    naive: opt.Naive = "refuse",
    severity: opt.Severities = None,
    allow_segment: opt.AllowSegment = None,
    segment_class: opt.SegmentClass = None,
    status_reasons: opt.StatusReasons = None,
    now: opt.Now = None,
    redact: opt.Redacted = False,
    redaction_key_file: opt.RedactKeyFile = None,
    fail_on: opt.FailOn = "error",
    timeout: opt.Timeout = 5.0,
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado load subs.db dump.ndjson --rejects bad.ndjson
      abonado load subs.db dump.ndjson --dry-run
      abonado load subs.db a.ndjson.gz b.ndjson.zst --max-error-rate 0.01
      zcat dump.gz | abonado load subs.db - --json
      abonado load subs.db dump.ndjson --atomic --severity DOC-005=off
      abonado load subs.db dump.parquet
      abonado load subs.db history.csv --kind product --org telco

    Load a dump into a store, which is made if it is not there. Several files are one dump. Records
    that break a rule are kept as rejects; what the store holds already is skipped. A load that was
    interrupted goes on where it was when it is run again.

    \b
    Exit codes: 0 clean, 1 some records were rejected, 2 usage, 3 the store, an input or an output
    failed, 4 stopped by --max-errors, --max-error-rate or --atomic: nothing published,
    130 interrupted, 143 ended by SIGTERM: run it again.
    """
    with errors_as_exits():
        opt.check_fail_on(fail_on)
        opt.refuse_overwriting(
            {"--rejects": rejects},
            {"--status-reasons": status_reasons, "--redaction-key-file": redaction_key_file},
        )
        sources = opt.files(files)
        options: dict[str, Any] = {
            **opt.rule_options(
                strict=strict,
                naive=naive,
                severity=severity,
                allow_segment=allow_segment,
                segment_class=segment_class,
                status_reasons=status_reasons,
                now=now,
            ),
            "redact": opt.redaction(redact, redaction_key_file),
            "rejects": rejects,
            "dry_run": dry_run,
            "atomic": atomic,
            "max_errors": max_errors,
            "max_error_rate": max_error_rate,
            "resume": resume,
            "threads": threads,
            "kind": kind,
            "org": org,
        }
        # A dry run on a store that is not there yet must not make it.
        path = ":memory:" if dry_run and not Path(store).exists() else store
        with abonado.connect(path, timeout=timeout, redact=options.pop("redact")) as database:
            report = run(
                database,
                lambda db, progress: db.load(sources, **options, progress=progress),
                as_json=as_json,
                quiet=quiet,
            )
    raise typer.Exit(code_of(report, fail_on))


def run(
    database: Database,
    call: Callable[[Database, Callable[[Progress], object] | None], LoadReport],
    *,
    as_json: bool,
    quiet: bool,
) -> LoadReport:
    """Makes a call that loads, under a bar, and tells what it did."""
    before = _last_run(database)
    try:
        with bar(bytes_in=True, quiet=quiet) as shown:
            report = call(database, counter(shown))
    except KeyboardInterrupt as error:
        raise type(error)(_interrupted(before, _last_run(database))) from None
    if as_json:
        print(json.dumps(report.to_dict()))
    elif not quiet:
        print_findings(report.rules)
    for failure in report.failures:
        note(failure.message)
    if report.resumed_bytes and not quiet:
        note(f"run {report.run} was resumed: {size(report.resumed_bytes)} were loaded before")
    if report.state == "stopped":
        note(f"stopped: {plural(report.rejected, 'record')} rejected; nothing was published")
    if not as_json and not quiet:
        sys.stdout.flush()
        print(report.summary())
    return report


def _last_run(database: Database) -> Run | None:
    runs = database.runs()
    return runs[-1] if runs else None


def _interrupted(before: Run | None, last: Run | None) -> str:
    """What became of a load that got Ctrl-C, as the ledger has it."""
    if last is not None and last.state == "interrupted":
        return "interrupted; it is safe to resume: run the same command again"
    if last is None or last == before or last.state != "finished":
        return "interrupted; nothing was published"
    return f"interrupted when run {last.id} had ended: all of it is loaded"


def code_of(report: LoadReport, fail_on: str) -> Exit:
    if report.state == "stopped":
        return Exit.STOPPED
    if report.failures:
        return Exit.CANNOT_RUN
    if report.rejected or (fail_on == "warning" and report.warnings):
        return Exit.FINDINGS
    return Exit.CLEAN
