"""``abonado migrations``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias
from urllib.parse import quote

import typer

from abonado import model
from abonado.enums import BillingType
from abonado.errors import ArgumentError, Error
from abonado.operations import operation
from abonado.requests import body_of, identifiers_of

from . import options as opt
from .operation import acting, print_receipt
from .output import errors_as_exits, pairs

if TYPE_CHECKING:
    from datetime import datetime

    from abonado import Organisation

migrations = typer.Typer(
    no_args_is_help=True,
    help="Create subscriptions that come from another platform. For the schema see migrate.",
    rich_markup_mode=None,
)

Billing: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TYPE", help="PREPAID or POSTPAID.")
]
Identifiers: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--identifier", metavar="NAME=VALUE", help="Such as MSISDN=600123456; may be repeated."
    ),
]


def _migrate(
    struct: Any,
    name: str,
    store: str,
    org: str,
    id: int,  # noqa: A002
    body_file: str,
    *,
    billing_type: str | None,
    identifiers: list[str] | None,
    user: str | None,
    reason: str | None,
    now: str | None,
    as_json: bool,
    timeout: float,
) -> None:
    with errors_as_exits():
        billing = opt.word(billing_type, BillingType, "--billing-type")
        found_by = identifiers_of(pairs(identifiers, "--identifier")) if identifiers else None
        moment = opt.instant(now, "--now")
        text = opt.body(body_file)
        with acting(store, org, name, as_json=as_json, timeout=timeout) as organisation:
            receipt = organisation.migrate(
                id,
                _body(organisation, struct, name, id, text, user=user, now=moment),
                billing_type=billing,
                identifiers=found_by,
                user=user,
                reason=reason,
                now=moment,
            )
        print_receipt(receipt, as_json=as_json)


def _body(
    organisation: Organisation,
    struct: Any,
    name: str,
    id: int,  # noqa: A002
    text: bytes,
    *,
    user: str | None,
    now: datetime | None,
) -> Any:
    """The struct of a body. One that cannot be read goes to the operation as it is, which refuses
    it for all its faults, which are raised, and says so in the audit log."""
    try:
        return body_of(struct, text)
    except ArgumentError:
        row = operation(name)
        path = str(row.path).format(org=quote(organisation.name, safe=""), legacy_id=id)
        response = organisation._database.handle(
            row.verb, path, body=opt.json_text(text), user=user, now=now
        )
        refusal = json.loads(response.body or "null")
        if not refusal:
            raise
        raise Error(refusal["error"]["message"], code=refusal["error"]["code"]) from None


@migrations.command("max", short_help="Create a Max subscription.")
def migrate_max(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    body_file: opt.BodyFile,
    billing_type: Billing = None,
    identifiers: Identifiers = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado migrations max subs.db euskaltel 12345 max.json --user ane
      abonado migrations max subs.db euskaltel 12345 - --json < max.json

    Create a Max subscription.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    _migrate(
        model.Max,
        "migrate_max",
        store,
        org,
        id,
        body_file,
        billing_type=billing_type,
        identifiers=identifiers,
        user=user,
        reason=reason,
        now=now,
        as_json=as_json,
        timeout=timeout,
    )


@migrations.command("disney", short_help="Create a Disney subscription.")
def migrate_disney(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    body_file: opt.BodyFile,
    billing_type: Billing = None,
    identifiers: Identifiers = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado migrations disney subs.db euskaltel 12345 disney.json --user ane
      abonado migrations disney subs.db euskaltel 12345 - --json < disney.json

    Create a Disney subscription.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    _migrate(
        model.Disney,
        "migrate_disney",
        store,
        org,
        id,
        body_file,
        billing_type=billing_type,
        identifiers=identifiers,
        user=user,
        reason=reason,
        now=now,
        as_json=as_json,
        timeout=timeout,
    )


@migrations.command("amazon-prime", short_help="Create an Amazon Prime subscription.")
def migrate_amazon_prime(
    store: opt.Store,
    org: opt.OrgName,
    id: opt.LegacyId,  # noqa: A002
    body_file: opt.BodyFile,
    billing_type: Billing = None,
    identifiers: Identifiers = None,
    user: opt.User = None,
    reason: opt.Reason = None,
    now: opt.Moment = None,
    as_json: opt.Json = False,
    timeout: opt.Timeout = 5.0,
) -> None:
    """Examples:

    \b
      abonado migrations amazon-prime subs.db euskaltel 12345 amazon-prime.json --user ane
      abonado migrations amazon-prime subs.db euskaltel 12345 - --json < amazon-prime.json

    Create an Amazon Prime subscription.

    \b
    Exit codes: 0 done, 1 refused, 2 usage, 3 cannot run.
    """
    _migrate(
        model.AmazonPrime,
        "migrate_amazon_prime",
        store,
        org,
        id,
        body_file,
        billing_type=billing_type,
        identifiers=identifiers,
        user=user,
        reason=reason,
        now=now,
        as_json=as_json,
        timeout=timeout,
    )
