"""What the commands of operations share: refusals, receipts, tables of changes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

import abonado
from abonado import _core
from abonado.errors import Error
from abonado.ledger import instant_text
from abonado.operations import operation
from abonado.report import printable

from .output import Exit, note, print_table

if TYPE_CHECKING:
    from abonado import Organisation, Receipt, ScheduledChange

_V1 = "errors"


@contextmanager
def refusals(name: str, *, as_json: bool) -> Iterator[None]:
    """What an operation refuses is told, with --json as the documents write it, and exits with 1.

    What cannot run goes on: the statuses from 500 on.
    """
    try:
        yield
    except Error as error:
        if error.status >= 500:
            raise
        if as_json:
            is_v1 = operation(name).form == _V1
            print_json(error.to_v1() if is_v1 else error.to_v3())
            sys.stdout.flush()
        note(f"{error.code}: {error}")
        raise typer.Exit(Exit.FINDINGS) from None


@contextmanager
def acting(
    store: str,
    org: str,
    name: str,
    *,
    as_json: bool,
    timeout: float | None = None,
) -> Iterator[Organisation]:
    """An organisation of a store for one operation; read-only without a timeout for writers."""
    options: dict[str, Any] = {"read_only": True}
    if timeout is not None:
        options = {"create": False, "timeout": timeout}
    with abonado.connect(store, **options) as database:
        organisation = database.org(org)
        with refusals(name, as_json=as_json):
            yield organisation


def print_json(value: object) -> None:
    """One line, with amounts to their last digit."""
    print(_core.dumps(value))


def print_receipt(receipt: Receipt, *, as_json: bool) -> None:
    """What an operation did; warnings go to stderr."""
    for warning in receipt.warnings:
        note(f"{warning.rule} ({warning.severity}) {warning.pointer} {warning.message}")
    if as_json:
        print_json(receipt.to_dict())
    elif receipt.run == 0:
        print("nothing had to be changed")
    elif receipt.scheduled is not None and receipt.scheduled.state in ("pending", "waiting"):
        print(f"run {receipt.run} · {receipt.scheduled}")
    else:
        print(f"run {receipt.run} · done")


def print_changes(changes: Iterable[tuple[ScheduledChange, str]]) -> None:
    """A table of scheduled changes, each with a remark."""
    table = Table(
        "change", "due", "organisation", "subscription", "to", "state", box=None, pad_edge=False
    )
    table.add_column("", overflow="fold")
    for change, remark in changes:
        table.add_row(
            str(change.id),
            instant_text(change.scheduled_date),
            printable(change.org),
            str(change.legacy_id),
            printable(change.target),
            change.state,
            printable(remark),
        )
    print_table(table)
