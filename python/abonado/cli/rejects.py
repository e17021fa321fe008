"""``abonado rejects``."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

import abonado
from abonado.errors import ArgumentError
from abonado.report import plural, printable

from . import options as opt
from .load import code_of, run
from .output import errors_as_exits, note, print_table
from .suggest import suggest

rejects = typer.Typer(
    no_args_is_help=True,
    help="What a store did not load: sum it up, show it, try it again, give it up.",
    rich_markup_mode=None,
)


@rejects.command(short_help="Count rejects by run, state and rule.")
def summary(store: opt.Store, as_json: opt.Json = False) -> None:
    """Examples:

    \b
      abonado rejects summary subs.db
      abonado rejects summary subs.db --json

    Count rejects by run, state and rule. A record that breaks several rules counts for each.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        groups = database.rejects_summary()
        if as_json:
            print(json.dumps([group._asdict() for group in groups]))
            return
        table = Table("run", "state", "rule", box=None, pad_edge=False)
        table.add_column("rejects", justify="right")
        for group in groups:
            table.add_row(str(group.run), group.state, "", f"{group.rejects:,}")
            for rule, count in group.by_rule.items():
                table.add_row("", "", rule, f"{count:,}")
        print_table(table)
        waiting = sum(group.rejects for group in groups if group.state == "open")
        print(f"{plural(waiting, 'reject')} open of {sum(group.rejects for group in groups):,}")


@rejects.command(short_help="Show rejects with all that is wrong with them.")
def show(
    store: opt.Store,
    run: opt.OfRun = None,
    id: opt.OfId = None,  # noqa: A002
    rule: opt.OfRule = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="open, replayed or dropped.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Print the lines alone, byte for byte, to be mended.")
    ] = False,
    redact: opt.Redacted = False,
    redaction_key_file: opt.RedactKeyFile = None,
) -> None:
    """Examples:

    \b
      abonado rejects show subs.db --state open --rule SUB-001
      abonado rejects show subs.db --state open --raw > bad.ndjson
      abonado rejects show subs.db --id 7 --json

    Show rejects, in the order in which they were found, with all that is wrong with them.
    """
    with (
        errors_as_exits(),
        abonado.connect(
            store, read_only=True, redact=opt.redaction(redact, redaction_key_file)
        ) as database,
    ):
        if raw and as_json:
            raise ArgumentError("show takes one of --json and --raw")
        if raw and database.redacted:
            raise ArgumentError("--raw prints the lines as they are: it takes no --redact")
        cut = 0
        for reject in database.rejects(run=run, id=id, rule=rule, state=state):
            if raw:
                sys.stdout.buffer.write(reject.raw + b"\n")
                cut += not reject.is_whole
            elif as_json:
                print(json.dumps(reject.to_dict(), ensure_ascii=False))
            else:
                _print_reject(reject)
        if cut:
            note(f"{plural(cut, 'line')} too long to keep: only the beginning is there")


@rejects.command(short_help="Try open rejects again, mended or as they are.")
def replay(
    store: opt.Store,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="The lines, mended; - is stdin. Default: as kept."),
    ] = None,
    of_run: opt.OfRun = None,
    id: opt.OfId = None,  # noqa: A002
    rule: opt.OfRule = None,
    as_json: opt.Json = False,
    rejects: opt.Rejects = None,
    dry_run: opt.DryRun = False,
    atomic: opt.Atomic = False,
    max_errors: opt.MaxRejected = None,
    max_error_rate: opt.MaxErrorRate = None,
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
      abonado rejects replay subs.db mended.ndjson --rejects still-bad.ndjson
      abonado rejects replay subs.db --severity SEG-001=warning

    Try open rejects again: the lines of a file, mended, each taken for the open reject that it
    names or was; or the kept lines themselves. What fails again is a new reject.

    Exit codes are those of load.
    """
    with errors_as_exits():
        opt.check_fail_on(fail_on)
        opt.refuse_overwriting(
            {"--rejects": rejects},
            {"--status-reasons": status_reasons, "--redaction-key-file": redaction_key_file},
        )
        source = None if file is None else opt.files([file])
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
            "run": of_run,
            "id": id,
            "rule": rule,
            "rejects": rejects,
            "dry_run": dry_run,
            "atomic": atomic,
            "max_errors": max_errors,
            "max_error_rate": max_error_rate,
            "threads": threads,
            "kind": kind,
            "org": org,
        }
        with abonado.connect(
            store, create=False, timeout=timeout, redact=options.pop("redact")
        ) as database:
            report = run(
                database,
                lambda db, progress: db.replay(source, **options, progress=progress),
                as_json=as_json,
                quiet=quiet,
            )
    raise typer.Exit(code_of(report, fail_on))


rejects.command(short_help="Mend what rules know to mend.")(suggest)


@rejects.command(short_help="Give open rejects up.")
def drop(
    store: opt.Store,
    run: opt.OfRun = None,
    id: opt.OfId = None,  # noqa: A002
    rule: opt.OfRule = None,
    all: Annotated[bool, typer.Option("--all", help="All that are open.")] = False,  # noqa: A002
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado rejects drop subs.db --id 7
      abonado rejects drop subs.db --run 3 --rule SUB-001
      abonado rejects drop subs.db --all

    Give open rejects up. They stay in the ledger as dropped.
    """
    with errors_as_exits():
        if all == (run is not None or id is not None or rule is not None):
            raise ArgumentError("drop takes --all, or which rejects: --run, --id, --rule")
        with abonado.connect(store, create=False, timeout=timeout) as database:
            dropped = database.drop_rejects(run=run, id=id, rule=rule)
        print(
            json.dumps({"dropped": dropped}) if as_json else f"{plural(dropped, 'reject')} dropped"
        )


def _print_reject(reject: abonado.Reject) -> None:
    names = [str(name) for name in (reject.kind, reject.org, reject.legacy_id) if name is not None]
    place = f"run {reject.run}, line {reject.line} of {reject.input}"
    attempt = "" if reject.attempt == 1 else f", attempt {reject.attempt}"
    print(printable(f"reject {reject.id} ({reject.state}): {' '.join(names)} · {place}{attempt}"))
    for finding in reject.findings:
        wrong = " ".join(filter(None, (finding.pointer, finding.message)))
        expected = f"; expected {finding.expected}" if finding.expected else ""
        print(printable(f"  {finding.rule} ({finding.severity}) {wrong}{expected}"))
