"""``abonado credit-limits``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.table import Table

from abonado.errors import ArgumentError
from abonado.model import CreditLimit
from abonado.report import plural, printable
from abonado.requests import struct_of

from . import options as opt
from .operation import acting, print_json, print_receipt
from .output import errors_as_exits, pairs, print_table

credit_limits = typer.Typer(
    no_args_is_help=True,
    help="Credit limits of subscriptions: create some, delete all, list them.",
    rich_markup_mode=None,
)


@credit_limits.command(short_help="Create credit limits, all or none.")
def create(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    subscription_type: Annotated[
        str, typer.Argument(metavar="TYPE", help="MOBILE or LANDLINE, as stored.")
    ],
    limits: Annotated[
        list[str], typer.Argument(metavar="LIMIT=AMOUNT", help="Id and amount of each limit.")
    ],
    reason: opt.BodyReason,
    user: opt.User = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado credit-limits create subs.db euskaltel 12345 MOBILE \\
        MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT=300 --reason rfm --user ane

    Create credit limits, all or none; those of earlier requests stay.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        amounts = _amounts(limits)
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "create_credit_limits", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.credit_limits.create(
                id,
                subscription_type=subscription_type.upper(),
                credit_limits=[
                    struct_of(
                        CreditLimit, credit_limit_id=key, credit_limit_value=value, reason=reason
                    )
                    for key, value in amounts
                ],
                user=user,
                reason=reason,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)


@credit_limits.command(short_help="Delete all credit limits of a subscription.")
def delete(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado credit-limits delete subs.db euskaltel 12345 --user ane --reason "on request"

    Delete all credit limits of a subscription. Exit code 1: it has none, or is not known.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "delete_credit_limits", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.credit_limits.delete(id, user=user, reason=reason, now=moment)
        print_receipt(receipt, as_json=as_json)


@credit_limits.command("list", short_help="List the credit limits of a subscription.")
def list_limits(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado credit-limits list subs.db euskaltel 12345
      abonado credit-limits list subs.db euskaltel 12345 --json

    List the credit limits of a subscription. Exit code 1: there is no such subscription.
    """
    with (
        errors_as_exits(),
        acting(store, org, "create_credit_limits", as_json=as_json) as organisation,
    ):
        found = organisation.credit_limits.list(id)
        if as_json:
            print_json(found)
            return
        table = Table("limit", box=None, pad_edge=False)
        table.add_column("amount", justify="right")
        table.add_column("reason", overflow="fold")
        for one in found:
            table.add_row(one.credit_limit_id, f"{one.credit_limit_value:f}", printable(one.reason))
        print_table(table)
        print(plural(len(found), "limit"))


def _amounts(limits: list[str]) -> list[tuple[str, Decimal]]:
    """Each limit with its amount; one that is given twice stays so, to be refused."""
    out = []
    for text in limits:
        [(key, value)] = pairs([text.replace(",", "\0")], "LIMIT").items()
        try:
            out.append((key.upper(), Decimal(value)))
        except InvalidOperation:
            raise ArgumentError(f"LIMIT: {key} is an amount such as 87.264463") from None
    return out
