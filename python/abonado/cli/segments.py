"""``abonado segments``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from abonado.enums import SegmentClass
from abonado.report import plural, printable

from . import options as opt
from .operation import acting, print_json, print_receipt
from .output import errors_as_exits, print_table

segments = typer.Typer(
    no_args_is_help=True,
    help="Segments of subscriptions: create one, delete all, list them.",
    rich_markup_mode=None,
)


@segments.command(short_help="Create a segment.")
def create(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    segment_id: Annotated[str, typer.Argument(metavar="SEGMENT", help="Id, such as OM_GOLD.")],
    value: Annotated[str, typer.Option(metavar="VALUE", help="Value of the segment.")],
    reason: opt.BodyReason,
    segment_class: Annotated[
        str | None,
        typer.Option(
            "--class", metavar="CLASS", help="Segment class. Default: what the store knows."
        ),
    ] = None,
    user: opt.User = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado segments create subs.db euskaltel 12345 OM_GOLD --value PREMIUM --reason rfm
      abonado segments create subs.db euskaltel 12345 OC_1 --value A --reason rfm --class CONVERGENT

    Create a segment, whose id has the prefix of the subscription's class.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        given_class = opt.word(segment_class, SegmentClass, "--class")
        moment = opt.instant(now, "--now")
        with acting(store, org, "create_segment", as_json=as_json, timeout=timeout) as organisation:
            receipt = organisation.segments.create(
                id,
                segment_id=segment_id,
                segment_value=value,
                reason=reason,
                segment_class=given_class,
                user=user,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)


@segments.command(short_help="Delete all segments of a subscription.")
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
      abonado segments delete subs.db euskaltel 12345 --user ane --reason "left the programme"

    Delete all segments of a subscription. That there are none is no error.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    with errors_as_exits():
        moment = opt.instant(now, "--now")
        with acting(
            store, org, "delete_segments", as_json=as_json, timeout=timeout
        ) as organisation:
            receipt = organisation.segments.delete(id, user=user, reason=reason, now=moment)
        print_receipt(receipt, as_json=as_json)


@segments.command("list", short_help="List the segments of a subscription.")
def list_segments(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado segments list subs.db euskaltel 12345
      abonado segments list subs.db euskaltel 12345 --json

    List the segments of a subscription. Exit code 1: there is no such subscription.
    """
    with (
        errors_as_exits(),
        acting(store, org, "create_segment", as_json=as_json) as organisation,
    ):
        found = organisation.segments.list(id)
        if as_json:
            print_json(found)
            return
        table = Table("segment", "value", "reason", box=None, pad_edge=False)
        for one in found:
            table.add_row(*map(printable, (one.segment_id, one.segment_value, one.reason)))
        print_table(table)
        print(plural(len(found), "segment"))
