"""Commands about what is to happen: scheduled changes, doing what is due, simulating it."""

from __future__ import annotations

from typing import Annotated

import typer

import abonado
from abonado import DueReport
from abonado.errors import ArgumentError
from abonado.report import plural

from . import options as opt
from .operation import acting, print_changes, print_json, print_receipt
from .output import Exit, bar, counter, errors_as_exits


def scheduled(
    store: opt.Store,
    org: opt.OnlyOrg = None,
    id: opt.AnyId = None,  # noqa: A002
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado scheduled subs.db
      abonado scheduled subs.db --org telco --id 214748364 --json

    List the changes that are pending, or waiting for a risk decision, the next first.
    """
    with errors_as_exits():
        if id is not None and org is None:
            raise ArgumentError("--id is that of a subscription of an --org")
        with abonado.connect(store, read_only=True) as database:
            found = database.scheduled() if org is None else database.org(org).scheduled(id)
        if as_json:
            print_json([change.to_dict() for change in found])
            return
        print_changes((change, change.risk_decision or "") for change in found)
        print(plural(len(found), "change"))


def cancel_scheduled(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    change: Annotated[
        int,
        typer.Argument(metavar="CHANGE", min=1, max=opt.LARGEST, help="Its number; see scheduled."),
    ],
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado cancel-scheduled subs.db yoigo 5652763 7 --user ane --reason "on request"

    Take a change back that is pending or waiting. Exit code 1: there is no such change.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "cancel_scheduled_change", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.cancel_scheduled(
                id, change, user=user, reason=reason, now=moment
            )
        print_receipt(receipt, as_json=as_json)


def run_due(
    store: opt.Store,
    now: opt.Moment = None,
    user: opt.User = None,
    as_json: opt.Json = False,
    quiet: opt.Quiet = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado run-due subs.db
      abonado run-due subs.db --now 2026-12-01T00:00:00Z --user nightly --json

    Do what is due, the oldest first. Each change is checked again; one that is no longer allowed
    fails and stops no other. A run that was stopped can be run again.

    \b
    Exit codes: 0 done, 1 a change failed, 2 usage, 3 cannot run, 130 interrupted, 143 ended by
    SIGTERM.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        with (
            abonado.connect(store, create=False, timeout=timeout) as database,
            bar(bytes_in=False, quiet=quiet) as shown,
        ):
            report = database.run_due(moment, user=user, progress=counter(shown))
        _print_report(report, as_json=as_json, quiet=quiet)
    raise typer.Exit(Exit.CLEAN if report.ok else Exit.FINDINGS)


def simulate(
    store: opt.Store,
    until: Annotated[
        str, typer.Option(metavar="TIME", help="As if run-due were called at this date-time.")
    ],
    as_json: opt.Json = False,
) -> None:
    """Examples:

    \b
      abonado simulate subs.db --until 2027-01-01T00:00:00Z
      abonado simulate subs.db --until 2027-01-01T00:00:00Z --json

    Tell what run-due would do, and change nothing. Exit code 1: a change would fail.
    """
    with errors_as_exits():
        moment = opt.instant(until, "--until")
        with abonado.connect(store, read_only=True) as database:
            report = database.simulate(moment)
        _print_report(report, as_json=as_json, quiet=False)
    raise typer.Exit(Exit.CLEAN if report.ok else Exit.FINDINGS)


def _print_report(report: DueReport, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        print_json(report.to_dict())
    elif not quiet:
        print_changes((outcome.change, outcome.message) for outcome in report.outcomes)
        print(report.summary())
