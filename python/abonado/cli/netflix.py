"""``abonado netflix``."""

from __future__ import annotations

import typer

from . import options as opt
from .operation import acting, print_receipt
from .output import errors_as_exits

netflix = typer.Typer(
    no_args_is_help=True,
    help="Netflix subscriptions: deactivate one, cancel its activation.",
    rich_markup_mode=None,
)


@netflix.command(short_help="Deactivate an active Netflix subscription.")
def deactivate(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    reason: opt.BodyReason,
    at: opt.AtTime = None,
    user: opt.User = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado netflix deactivate subs.db masmovil 1 --reason "BAJA VOLUNTARIA" --user ane
      abonado netflix deactivate subs.db masmovil 1 --reason baja --at 2026-12-01T00:00:00Z

    Deactivate a Netflix subscription that is ACTIVE, now or later.

    \b
    Exit codes: 0 done or scheduled, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        date = opt.instant(at, "--at")
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "deactivate_netflix", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.netflix.deactivate(
                id,
                deactivation_reason=reason,
                deactivation_user=user,
                requested_deactivation_date=date,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)


@netflix.command(short_help="Cancel the activation of a Netflix subscription.")
def cancel(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    reason: opt.BodyReason,
    at: opt.AtTime = None,
    user: opt.User = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado netflix cancel subs.db masmovil 1 --reason "BAJA VOLUNTARIA" --user ane

    Cancel the activation of a Netflix subscription that is PRE_ACTIVE, now or later.

    \b
    Exit codes: 0 done or scheduled, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        date = opt.instant(at, "--at")
        moment = opt.instant(now, "--now")
        with acting(store, org, "cancel_netflix", as_json=as_json, timeout=timeout) as organisation:
            receipt = organisation.netflix.cancel(
                id,
                cancellation_reason=reason,
                cancellation_user=user,
                requested_cancellation_date=date,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)
