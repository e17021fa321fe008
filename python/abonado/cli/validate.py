"""``abonado validate``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import abonado
from abonado.errors import OutputError

from . import options as opt
from .output import Exit, bar, counter, errors_as_exits, note, print_findings

if TYPE_CHECKING:
    from abonado import Report


def validate(
    files: opt.Files,
    as_json: opt.Json = False,
    findings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a JSON object per finding.")
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
    max_errors: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, max=opt.LARGEST, help="Stop after more invalid records than this."
        ),
    ] = None,
    now: opt.Now = None,
    redact: opt.Redacted = False,
    redaction_key_file: opt.RedactKeyFile = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates/--no-duplicates", help="Look for duplicates (DUP rules).")
    ] = True,
    fail_on: opt.FailOn = "error",
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado validate dump.ndjson
      abonado validate a.ndjson.gz b.ndjson.zst --findings findings.ndjson
      zcat dump.gz | abonado validate - --json
      abonado validate bodies.ndjson --kind max --org euskaltel
      abonado validate limits.csv --kind credit_limits --org euskaltel
      abonado validate dump.parquet
      abonado validate dump.ndjson --severity DOC-005=off --max-errors 1000

    Check every record of a dump and tell all that is wrong with them. Several files are one dump.

    \b
    Exit codes: 0 clean (warnings alone are clean), 1 findings, 2 usage, 3 an input or output
    failed, 4 stopped by --max-errors, 130 interrupted, 143 ended by SIGTERM.
    """
    with errors_as_exits():
        opt.check_fail_on(fail_on)
        opt.refuse_overwriting(
            {"--findings": findings},
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
            "threads": threads,
            "kind": kind,
            "org": org,
            "max_errors": max_errors,
            "check_duplicates": duplicates,
            "findings": findings,
            "max_findings": 0,
        }
        report, failures = _run(sources, options, quiet)
        if as_json:
            print(json.dumps(report.to_dict()))
        elif not quiet:
            print_findings(report.rules)
        for failure in failures:
            note(failure)
        if report.stopped:
            note("stopped by --max-errors; the rest was not looked at")
        if not as_json and not quiet:
            sys.stdout.flush()
            print(report.summary())
    raise typer.Exit(_code(report, bool(failures), fail_on))


def _run(
    files: list[opt.FileName], options: dict[str, Any], quiet: bool
) -> tuple[Report, list[str]]:
    """The report, and what could not be read or written."""
    failures = []
    with bar(bytes_in=True, quiet=quiet) as shown:
        try:
            report = abonado.validate(files, **options, progress=counter(shown))
        except OutputError as error:
            if error.report is None:
                raise
            report = error.report
            failures.append(str(error))
    return report, [failure.message for failure in report.failures] + failures


def _code(report: Report, failed: bool, fail_on: str) -> Exit:
    if report.stopped:
        return Exit.STOPPED
    if failed:
        return Exit.CANNOT_RUN
    if report.errors or (fail_on == "warning" and report.warnings):
        return Exit.FINDINGS
    return Exit.CLEAN
