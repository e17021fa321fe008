"""``abonado validate``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

import abonado
from abonado import _core
from abonado.errors import ArgumentError, OutputError
from abonado.report import plural, printable, shortened

from .output import Exit, bar, errors_as_exits, note, pairs

if TYPE_CHECKING:
    from abonado import Report

_PLAIN_WIDTH = 160  # of a table that does not go to a terminal


def validate(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="NDJSON, plain, gzip or zstd; - is stdin."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    findings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a JSON object per finding.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Default: one per core.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="The lines are bare bodies of this kind.")
    ] = None,
    org: Annotated[
        str | None, typer.Option(metavar="ORG", help="Organisation of the bare bodies.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Unknown members are errors.")] = False,
    naive: Annotated[
        str, typer.Option(metavar="utc", help="Read date-times without offset as UTC.")
    ] = "refuse",
    severity: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE=LEVEL", help="error, warning or off; may be repeated."),
    ] = None,
    allow_segment: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Segment id that any class may carry; may be repeated."),
    ] = None,
    segment_class: Annotated[
        str | None,
        typer.Option(metavar="CLASS", help="Segment class of records that do not say theirs."),
    ] = None,
    status_reasons: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The words of last_status_reason, one a line (SUB-011)."),
    ] = None,
    max_errors: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Stop after more invalid records than this."),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Nothing was created after this date-time (SUB-010)."),
    ] = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates/--no-duplicates", help="Look for duplicates (DUP rules).")
    ] = True,
    fail_on: Annotated[
        str, typer.Option(metavar="LEVEL", help="error, or warning: warnings are not clean.")
    ] = "error",
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", help="Print errors and what --json asks for, nothing else."),
    ] = False,
) -> None:
    """Examples:

    \b
      abonado validate dump.ndjson
      abonado validate a.ndjson.gz b.ndjson.zst --findings findings.ndjson
      zcat dump.gz | abonado validate - --json
      abonado validate bodies.ndjson --kind max --org euskaltel
      abonado validate dump.ndjson --severity DOC-005=off --max-errors 1000

    Check every record of a dump and tell all that is wrong with them. Several files are one dump.

    \b
    Exit codes: 0 clean (warnings alone are clean), 1 findings, 2 usage, 3 an input or output
    failed, 4 stopped by --max-errors, 130 interrupted.
    """
    with errors_as_exits():
        if fail_on not in ("error", "warning"):
            raise ArgumentError(f"--fail-on is error or warning, not {fail_on}")
        options: dict[str, Any] = {
            "threads": threads,
            "kind": kind,
            "org": org,
            "strict": strict,
            "naive": naive,
            "severities": pairs(severity, "--severity"),
            "segments": _segments(allow_segment, segment_class),
            "status_reasons": _words(status_reasons),
            "max_errors": max_errors,
            "now": _instant(now),
            "check_duplicates": duplicates,
            "findings": findings,
            "max_findings": 0,
        }
        report, failures = _run(files, options, quiet)
        if as_json:
            print(json.dumps(report.to_dict()))
        elif not quiet:
            _print_table(report)
        for failure in failures:
            note(failure)
        if report.stopped:
            note("stopped by --max-errors; the rest was not looked at")
        if not as_json and not quiet:
            sys.stdout.flush()
            print(report.summary())
    raise typer.Exit(_code(report, bool(failures), fail_on))


def _run(files: list[str], options: dict[str, Any], quiet: bool) -> tuple[Report, list[str]]:
    """The report, and what could not be read or written."""
    failures = []
    with bar(bytes_in=True, quiet=quiet) as shown:
        task = shown.add_task("", total=None)

        def update(progress: abonado.Progress) -> None:
            found = f"{plural(progress.records, 'record')}, {plural(progress.errors, 'error')}"
            shown.update(task, completed=progress.position, total=progress.size, description=found)

        try:
            report = abonado.validate(files, **options, progress=None if shown.disable else update)
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


def _print_table(report: Report) -> None:
    rows = report.rules
    if not rows:
        return
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False)
    table = Table("rule", "severity", box=None, pad_edge=False, header_style="bold")
    table.add_column("count", justify="right")
    table.add_column("what must hold, and the first that does not", overflow="fold")
    for row in rows:
        style = "red" if row.severity == "error" else "yellow"
        example = Text(shortened(str(row.example)), style="dim")
        table.add_row(
            row.rule,
            Text(row.severity, style),
            f"{row.count:,}",
            Text(row.summary + "\n").append(example),
        )
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _segments(allowed: list[str] | None, default_class: str | None) -> abonado.SegmentPolicy:
    policy = abonado.SegmentPolicy()
    return abonado.SegmentPolicy(
        allow_list=(*policy.allow_list, *(allowed or ())), default_class=default_class
    )


def _words(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ArgumentError(f"{path} is not UTF-8") from None
    words = [line for line in lines if line.strip()]
    if not words:
        raise ArgumentError(f"{path} holds no words")
    return words


def _instant(text: str | None) -> object:
    if text is None:
        return None
    instant = _core.parse_instant(text)
    if instant is None:
        raise ArgumentError(
            f"--now is a date-time such as 2026-01-31T12:00:00Z, not {printable(text)}"
        )
    return instant
