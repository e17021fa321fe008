"""The command ``abonado``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from abonado import __version__

from . import store
from .generate import generate
from .load import load
from .output import Exit
from .rejects import rejects
from .rules import rules
from .validate import validate

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command(short_help="Check every record of a dump.")(validate)
app.command(short_help="Load a dump into a store.")(load)
app.add_typer(rejects, name="rejects")
app.command(short_help="List the loads of a store.")(store.runs)
app.command(short_help="Show a subscription, now or at a moment.")(store.get)
app.command(short_help="Find subscriptions by an identifier.")(store.find)
app.command(short_help="Run a SELECT.")(store.query)
app.command(short_help="Write a store as a dump.")(store.export)
app.command(short_help="Look for damage and broken rules in a store.")(store.check)
app.command(short_help="Copy a store.")(store.backup)
app.command(short_help="Print a number that equal stores share.")(store.digest)
app.command(short_help="Bring the schema of a store up to date.")(store.migrate)
app.command(short_help="Make a labelled synthetic dump.")(generate)
app.add_typer(rules, name="rules")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"abonado {__version__}")
        raise typer.Exit


@app.callback()
def _abonado(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Check dumps of telecom subscriptions, load them into stores, and read these.

    \b
    Examples:
      abonado validate dump.ndjson
      abonado load subs.db dump.ndjson --rejects bad.ndjson
      abonado rejects summary subs.db
      abonado generate --records 1000 --defects SUB-001=0.01 | abonado validate -
      abonado rules explain SUB-001

    \b
    Exit codes: 0 clean, 1 findings, 2 usage, 3 cannot run, 4 stopped by a threshold and nothing
    published, 130 interrupted.
    """


def main() -> None:
    """Entry point of the shell."""
    try:
        app(prog_name="abonado")
    except KeyboardInterrupt:  # before a command runs, or after
        sys.exit(Exit.INTERRUPTED)
