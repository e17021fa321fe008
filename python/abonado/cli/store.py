"""Commands that read a store, and those that look after it."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

import abonado
from abonado.answers import cell_text
from abonado.errors import ArgumentError
from abonado.ledger import instant_text
from abonado.report import plural, printable

from . import options as opt
from .output import (
    Exit,
    bar,
    counter,
    errors_as_exits,
    note,
    print_findings,
    print_table,
)


def runs(store: opt.Store, as_json: opt.Json = False) -> None:
    """Examples:

    \b
      abonado runs subs.db
      abonado runs subs.db --json

    List loads and replays, the oldest first. Operations are listed by audit.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        found = database.runs()
        if as_json:
            print(json.dumps([run.to_dict() for run in found], ensure_ascii=False))
            return
        table = Table("run", "what", "state", "started", box=None, pad_edge=False)
        for name in ("records", "inserted", "updated", "skipped", "rejected"):
            table.add_column(name, justify="right")
        table.add_column("inputs", overflow="fold")
        for run in found:
            counts = (run.records, run.inserted, run.updated, run.skipped, run.rejected)
            table.add_row(
                str(run.id),
                run.kind,
                run.state,
                instant_text(run.started),
                *(f"{count:,}" for count in counts),
                printable(", ".join(run.inputs)),
            )
        print_table(table)
        print(plural(len(found), "run"))


def query(
    store: opt.Store,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT.")],
    params: Annotated[
        list[str] | None, typer.Argument(metavar="[VALUE]...", help="Texts for its parameters (?).")
    ] = None,
    valid: opt.Valid = None,
    known: opt.Known = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0, help="Stop it after that time.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a head.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an array of objects; bytes as hexadecimal digits.")
    ] = False,
) -> None:
    """Examples:

    \b
      abonado query subs.db "SELECT org, status, count(*) FROM v_subscriptions GROUP BY 1, 2"
      abonado query subs.db "SELECT * FROM v_subscriptions WHERE org = ?" euskaltel --csv
      abonado query subs.db "SELECT * FROM v_add_ons" --known 2026-01-01T00:00:00Z --json

    Run a SELECT. The readable views (v_...) show what is known now, or at a moment.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        if as_csv and as_json:
            raise ArgumentError("query takes one of --csv and --json")
        rows = database.query(
            sql,
            params or (),
            valid=opt.instant(valid, "--valid"),
            known=opt.instant(known, "--known"),
            timeout=timeout,
        )
        if as_json:
            print(json.dumps(rows.to_dicts(), ensure_ascii=False, default=bytes.hex))
        elif as_csv:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(rows.columns)
            writer.writerows([cell_text(cell) for cell in row] for row in rows)
        else:
            table = Table(*map(printable, rows.columns), box=None, pad_edge=False)
            for row in rows:
                table.add_row(*(printable(cell_text(cell)) for cell in row))
            print_table(table)
            print(plural(len(rows), "row"))


def export(
    store: opt.Store,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: stdout.")
    ] = None,
    org: Annotated[
        str | None, typer.Option(metavar="ORG", help="Only of this organisation.")
    ] = None,
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado export subs.db > dump.ndjson
      abonado export subs.db --org euskaltel -o euskaltel.ndjson

    Write each current document as a line of a dump. It loads into an equal store.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        target = None if output is None or str(output) == "-" else output
        hidden = quiet or (target is None and sys.stdout.isatty())
        with bar(bytes_in=True, quiet=hidden) as shown:
            count = database.export(target or sys.stdout.buffer, org=org, progress=counter(shown))
        if not quiet:
            note(plural(count, "document"))


def check(
    store: opt.Store,
    as_json: opt.Json = False,
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
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado check subs.db
      abonado check subs.db --severity SEG-001=warning --json

    Look for damage, and check all rules over all that is current.

    \b
    Exit codes: 0 clean, 1 damage or a broken rule, 2 usage, 3 the store cannot be read.
    """
    with errors_as_exits():
        opt.check_fail_on(fail_on)
        options: dict[str, Any] = opt.rule_options(
            strict=strict,
            naive=naive,
            severity=severity,
            allow_segment=allow_segment,
            segment_class=segment_class,
            status_reasons=status_reasons,
            now=now,
        )
        key = opt.redaction(redact, redaction_key_file)
        with (
            abonado.connect(store, read_only=True, redact=key) as database,
            bar(bytes_in=True, quiet=quiet) as shown,
        ):
            found = database.check(**options, max_findings=0, progress=counter(shown))
        if as_json:
            print(json.dumps(found.to_dict()))
        elif not quiet:
            print_findings(found.report.rules)
        for damage in found.damage:
            note(f"damage: {damage}")
        if not as_json and not quiet:
            sys.stdout.flush()
            damaged = plural(len(found.damage), "damage") if found.damage else "no damage"
            print(f"{damaged} · {found.report.summary()}")
        is_clean = found.ok and not (fail_on == "warning" and found.report.warnings)
    raise typer.Exit(Exit.CLEAN if is_clean else Exit.FINDINGS)


def backup(
    store: opt.Store,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy, not there yet.")],
) -> None:
    """Examples:

    \b
      abonado backup subs.db subs-2026-01-31.db

    Copy a store to another file while others go on reading and writing it.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        database.backup(file)


def digest(store: opt.Store, as_json: opt.Json = False) -> None:
    """Examples:

    \b
      abonado digest subs.db

    Print 32 hexadecimal digits over all current documents, equal for stores that hold the same.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        text = database.digest()
        print(json.dumps({"digest": text}) if as_json else text)


def migrate(
    store: opt.Store,
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if a step is missing.")
    ] = False,
    only_list: Annotated[bool, typer.Option("--list", help="List the steps.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado migrate subs.db --list
      abonado migrate subs.db --check
      abonado migrate subs.db

    Bring the schema of a store up to date, each step in one transaction.
    """
    with errors_as_exits():
        if only_check and only_list:
            raise ArgumentError("migrate takes one of --check and --list")
        before = abonado.migrations(store)
        missing = [step for step in before if not step.is_applied]
        if missing and not only_check and not only_list:
            abonado.connect(store, create=False, migrate=True, timeout=timeout).close()
        if as_json:
            print(json.dumps([step._asdict() for step in abonado.migrations(store)]))
        elif only_list:
            table = Table("version", "step", "what", "state", box=None, pad_edge=False)
            for step in before:
                state = "applied" if step.is_applied else "missing"
                table.add_row(str(step.version), step.name, step.doc, state)
            print_table(table)
        else:
            told = "missing" if only_check else "applied"
            print(f"{plural(len(missing), 'step')} {told}" if missing else "up to date")
    raise typer.Exit(Exit.FINDINGS if only_check and missing else Exit.CLEAN)
