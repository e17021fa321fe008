"""Commands about the store as a service: its audit log, its health, requests as documents show."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

import abonado
from abonado.enums import HealthState
from abonado.errors import ArgumentError
from abonado.ledger import instant_text
from abonado.report import plural, printable

from . import options as opt
from .operation import print_json
from .output import Exit, errors_as_exits, note, print_table


def audit(
    store: opt.Store,
    org: opt.OnlyOrg = None,
    id: opt.AnyId = None,  # noqa: A002
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
) -> None:
    """Examples:

    \b
      abonado audit subs.db
      abonado audit subs.db --org euskaltel --id 12345 --json

    List who did what, when and why, the oldest first, refused operations included. --json adds
    what was changed, before and after.
    """
    with errors_as_exits():
        if id is not None and org is None:
            raise ArgumentError("--id is that of a subscription of an --org")
        with abonado.connect(store, read_only=True) as database:
            found = database.audit() if org is None else database.org(org).audit(id)
        if as_json:
            for entry in found:
                print_json(entry.to_dict())
            return
        table = Table(
            "at", "operation", "organisation", "subscription", "user", box=None, pad_edge=False
        )
        table.add_column("run", justify="right")
        table.add_column("why, or why not", overflow="fold")
        for entry in found:
            table.add_row(
                instant_text(entry.at),
                entry.operation,
                printable(entry.org),
                str(entry.legacy_id),
                printable(entry.user),
                "" if entry.run is None else str(entry.run),
                printable(entry.error or entry.reason),
            )
        print_table(table)
        print(plural(len(found), "operation"))


def health(store: opt.Store, as_json: opt.Json = False, timeout: opt.Timeout = 5.0) -> None:
    """Examples:

    \b
      abonado health subs.db
      abonado health subs.db --json

    Tell whether a store can be read and written. Exit code 3: it cannot.
    """
    with errors_as_exits(), abonado.connect(store, create=False, timeout=timeout) as database:
        found = database.health()
        print(found.to_json() if as_json else found.global_)
    raise typer.Exit(Exit.CLEAN if found.global_ == HealthState.PASS else Exit.CANNOT_RUN)


def handle(
    store: opt.Store,
    verb: Annotated[str, typer.Argument(metavar="VERB", help="GET, POST, PATCH or DELETE.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="May carry the query.")],
    query: Annotated[
        str | None, typer.Option(metavar="QUERY", help="What stands behind the question mark.")
    ] = None,
    body: Annotated[
        str | None, typer.Option(metavar="FILE", help="The body as JSON; - is stdin.")
    ] = None,
    user: opt.User = None,
    now: opt.Moment = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one object: status, and body as a text.")
    ] = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado handle subs.db GET /v1/orgs/yoigo/subscriptions/5652763
      abonado handle subs.db DELETE /v3/orgs/euskaltel/migrations/subscriptions/12345/segments
      abonado handle subs.db PATCH /v1/orgs/yoigo/subscriptions/5652763 --body patch.json

    Answer a request as the API documents write it: the body on stdout, the status on stderr.

    \b
    Exit codes: 0 status below 400, 1 refused, 2 usage, 3 cannot run or status 500.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        text = None if body is None else opt.json_text(opt.body(body))
        with abonado.connect(store, create=False, timeout=timeout) as database:
            response = database.handle(verb.upper(), path, query, text, user=user, now=moment)
        if as_json:
            print(json.dumps(response.__dict__, ensure_ascii=False))
        else:
            note(str(response.status))
            if response.body is not None:
                print(response.body)
    server_error, client_error = 500, 400
    if response.status >= server_error:
        raise typer.Exit(Exit.CANNOT_RUN)
    raise typer.Exit(Exit.FINDINGS if response.status >= client_error else Exit.CLEAN)


def operations(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado operations
      abonado operations --json

    List the operations: verb and path, status of success, statuses of refusals.
    """
    with errors_as_exits():
        found = abonado.operations()
        if as_json:
            print_json([info.to_dict() for info in found])
            return
        table = Table("operation", "verb", "path", "success", "errors", box=None, pad_edge=False)
        for info in found:
            success = [str(code) for code in (info.success, info.other_success) if code]
            errors = " ".join(map(str, info.errors))
            verb = info.verb if info.path else ""
            table.add_row(info.name, verb, info.path or "", " ".join(success), errors)
        print_table(table)
