"""Commands on one subscription: read it, find it, change its status."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

import abonado
from abonado.enums import FilterType
from abonado.errors import ArgumentError
from abonado.ledger import instant_text
from abonado.report import plural, printable

from . import options as opt
from .operation import acting, print_json, print_receipt
from .output import Exit, errors_as_exits, print_table


def get(
    store: opt.Store,
    org: opt.OrgName,
    id: Annotated[str, typer.Argument(metavar="ID", help="Legacy id or uuid.")],  # noqa: A002
    v1: Annotated[
        bool, typer.Option("--v1", help="Print it as the v1 platform gives it, by legacy id.")
    ] = False,
    valid: opt.Valid = None,
    known: opt.Known = None,
    as_json: opt.Json = False,
) -> None:
    """Examples:

    \b
      abonado get subs.db euskaltel 12345
      abonado get subs.db euskaltel 12345 --v1
      abonado get subs.db euskaltel 12345 --valid 2025-01-01T00:00:00Z --json
      abonado get subs.db euskaltel 123e4567-e89b-12d3-a456-426614174000

    Show a subscription with its documents, now or at a moment. Exit code 1: there is none.
    """
    with errors_as_exits():
        most = 19  # digits that a legacy id may have
        key: int | str = int(id) if id.isascii() and id.isdigit() and len(id) <= most else id
        moment = {
            "valid": opt.instant(valid, "--valid"),
            "known": opt.instant(known, "--known"),
        }
        if v1:
            if isinstance(key, str) or any(moment.values()):
                raise ArgumentError("--v1 shows the present, by legacy id")
            with acting(store, org, "get_subscription", as_json=as_json) as organisation:
                print(organisation.get(key).to_json())
            return
        with abonado.connect(store, read_only=True) as database:
            state = database.org(org).subscription(key, **moment)
        if as_json:
            print(state.to_json())
            return
        words = [state.org, str(state.legacy_id), state.type or "", state.status or "no status"]
        print(printable(" ".join(filter(None, words))))
        if state.product_id is not None or state.product:
            print(printable(f"product {state.product_id or ''} {state.product or ''}".rstrip()))
        for document in state.documents:
            print(document.to_json())


def find(
    store: opt.Store,
    org: opt.OrgName,
    filter_type: opt.FilterWord,
    value: opt.FilterValue,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an array of them as the v1 platform gives them.")
    ] = False,
) -> None:
    """Examples:

    \b
      abonado find subs.db euskaltel MSISDN 600123456
      abonado find subs.db euskaltel SUBSCRIPTIONEMAIL ane@example.org --json

    Print the legacy ids of the subscriptions with an identifier. Exit code 1: there is none.
    """
    with errors_as_exits():
        filter_word = opt.word(filter_type, FilterType, "FILTER")
        with acting(store, org, "find_subscriptions", as_json=as_json) as organisation:
            if as_json:
                print_json(organisation.find(filter_word, value))
                return
            ids = organisation.find_ids(filter_word, value)
        for id_ in ids:
            print(id_)
    raise typer.Exit(Exit.CLEAN if ids else Exit.FINDINGS)


def shippings(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only those that were asked for then or later."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado shippings subs.db yoigo 5652763
      abonado shippings subs.db yoigo 5652763 --since 2026-01-01T00:00:00Z --json

    List what was sent or picked up for a subscription, its devices included. None is no error.
    """
    with errors_as_exits():
        requested_date = opt.instant(since, "--since")
        with acting(store, org, "list_shippings", as_json=as_json) as organisation:
            found = organisation.shippings(id, requested_date=requested_date)
        if as_json:
            print_json(found)
            return
        table = Table("order", "what", "asked for", "device", box=None, pad_edge=False)
        for one in found:
            when = "" if one.requested_date is None else instant_text(one.requested_date)
            device = one.device_id or one.serial_number or ""
            table.add_row(printable(one.shipping_order_id), one.kind, when, printable(device))
        print_table(table)
        print(plural(len(found), "order"))


def patch(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    subscription_type: Annotated[
        str, typer.Argument(metavar="TYPE", help="Type of the subscription, as stored.")
    ],
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Status to reach. Default: none.")
    ] = None,
    at: opt.AtTime = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado patch subs.db yoigo 5652763 MOBILE --status ACTIVE --user ane --reason "by phone"
      abonado patch subs.db yoigo 5652763 MOBILE --status DEACTIVATED --at 2026-12-01T00:00:00Z

    Change the status of a subscription, now or later.

    \b
    Exit codes: 0 done or scheduled, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        if status is None and at is not None:
            raise ArgumentError("--at is when the subscription is to have the --status")
        change: dict[str, Any] | None = None
        if status is not None:
            opt.instant(at, "--at")
            change = {
                "status": status.upper(),
                "status_change_user": user,
                "status_change_reason": reason,
                "requested_status_change_date": at,
            }
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "patch_subscription", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.patch(
                id,
                subscription_type=subscription_type.upper(),
                status_change=change,
                user=user,
                reason=reason,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)


def history(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    as_json: opt.Json = False,
) -> None:
    """Examples:

    \b
      abonado history subs.db yoigo 5652763
      abonado history subs.db yoigo 5652763 --json

    List the statuses and the tariffs that a subscription had, the newest first. Exit code 1: there
    is no such subscription.
    """
    with (
        errors_as_exits(),
        acting(store, org, "get_subscription", as_json=as_json) as organisation,
    ):
        told = organisation.history(id)
        if as_json:
            print_json(told.to_dict())
            return
        table = Table("since", "what", "value", box=None, pad_edge=False)
        for row in told.rows():
            table.add_row(*row)
        print_table(table)
