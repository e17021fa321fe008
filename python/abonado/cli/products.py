"""``abonado products``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

import abonado
from abonado.errors import ArgumentError
from abonado.ledger import instant_text
from abonado.report import plural, printable

from . import options as opt
from .operation import acting, print_json, print_receipt
from .output import errors_as_exits, print_table

products = typer.Typer(
    no_args_is_help=True,
    help="Tariffs: show a subscription's, change it, take a change back, list the catalogue.",
    rich_markup_mode=None,
)


@products.command(short_help="Show the tariff of a subscription.")
def show(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    as_json: opt.Json = False,
) -> None:
    """Examples:

    \b
      abonado products show subs.db telco 214748364
      abonado products show subs.db telco 214748364 --json

    Show the tariff of a subscription, what is scheduled, what it may change to, and what it had.
    Exit code 1: there is no such subscription, or it has no tariff.
    """
    with errors_as_exits(), acting(store, org, "get_products", as_json=as_json) as organisation:
        found = organisation.products.get(id)
        if as_json:
            print(found.to_json())
            return
        table = Table("what", "product", "name", "date", box=None, pad_edge=False)

        def add(what: str, product: int | None, name: str | None, date: object) -> None:
            when = "" if date is None else instant_text(date)  # type: ignore[arg-type]
            table.add_row(what, str(product), printable(name or ""), when)

        product = found.product
        add("now", product.id, product.value, product.historic_date)
        scheduled = product.scheduled
        if scheduled is not None and scheduled.destination_product is not None:
            to = scheduled.destination_product
            add("scheduled", to.id, to.value, scheduled.scheduled_date)
        for one in product.compatibilities or ():
            add("compatible", one.id, one.value, None)
        for former in found.historical_changes or ():
            add("history", former.id, former.value, former.historic_date)
        print_table(table)


@products.command(short_help="Change the tariff of a subscription.")
def change(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    product: Annotated[
        int, typer.Argument(metavar="PRODUCT", max=opt.LARGEST, help="Id of the tariff wanted.")
    ],
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="On that day in Madrid. Default: at once.")
    ] = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado products change subs.db telco 214748364 77
      abonado products change subs.db telco 214748364 77 --date 2026-12-01 --user ane

    Change the tariff of a subscription, at once or on a day; see run-due.

    \b
    Exit codes: 0 done or scheduled, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        day = opt.day(date, "--date")
        moment = opt.instant(now, "--now")
        with acting(store, org, "change_product", as_json=as_json, timeout=timeout) as organisation:
            receipt = organisation.products.change(
                id, product_id=product, scheduled_date=day, user=user, reason=reason, now=moment
            )
        print_receipt(receipt, as_json=as_json)


@products.command(short_help="Take a tariff change back.")
def cancel(
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
      abonado products cancel subs.db telco 214748364 --user ane --reason "on request"

    Take the tariff change back that is pending or waiting. Exit code 1: there is none.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "cancel_scheduled_change", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.products.cancel(id, user=user, reason=reason, now=moment)
        print_receipt(receipt, as_json=as_json)


@products.command("resolve-risk", short_help="Decide on a change that awaits a risk decision.")
def resolve_risk(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    approve: Annotated[
        bool | None,
        typer.Option("--approve/--refuse", help="Let it happen, or drop it.", show_default=False),
    ] = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado products resolve-risk subs.db telco 214748364 --approve --user ane
      abonado products resolve-risk subs.db telco 214748364 --refuse --reason "too high"

    Let the tariff change happen that awaits a risk decision, or drop it. Exit code 1: none waits,
    or it is no longer allowed.
    """
    with errors_as_exits():
        if approve is None:
            raise ArgumentError("resolve-risk takes one of --approve and --refuse")
        moment = opt.instant(now, "--now")
        with acting(store, org, "resolve_risk", as_json=as_json, timeout=timeout) as organisation:
            receipt = organisation.products.resolve_risk(
                id, approve=approve, user=user, reason=reason, now=moment
            )
        print_receipt(receipt, as_json=as_json)


@products.command(short_help="List all tariffs.")
def catalogue(
    store: opt.Store,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado products catalogue subs.db
      abonado products catalogue subs.db --json

    List all tariffs with those that each may change to.
    """
    with errors_as_exits(), abonado.connect(store, read_only=True) as database:
        found = database.catalogue()
        if as_json:
            print_json([one.to_dict() for one in found])
            return
        table = Table("product", "name", "may change to", box=None, pad_edge=False)
        for one in found:
            others = ", ".join(str(other.id) for other in one.compatibilities or ())
            table.add_row(str(one.id), printable(one.value or ""), others)
        print_table(table)
        print(plural(len(found), "product"))
