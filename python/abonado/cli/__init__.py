"""The command ``abonado``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from abonado import __version__

from . import due, service, store, subscriptions
from .credit_limits import credit_limits
from .generate import generate
from .load import load
from .migrations import migrations
from .netflix import netflix
from .output import Exit, end_when_asked, exit_of, keep_standard_streams, note
from .products import products
from .rejects import rejects
from .report import report
from .rules import rules
from .segments import segments
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
app.command(short_help="Write a page about a load, with its rejects.")(report)
app.command(short_help="Show a subscription, now or at a moment.")(subscriptions.get)
app.command(short_help="Find subscriptions by an identifier.")(subscriptions.find)
app.command(short_help="List the statuses and tariffs that a subscription had.")(
    subscriptions.history
)
app.command(short_help="List what was sent or picked up.")(subscriptions.shippings)
app.command(short_help="Change the status of a subscription.")(subscriptions.patch)
app.add_typer(products, name="products")
app.add_typer(segments, name="segments")
app.add_typer(credit_limits, name="credit-limits")
app.add_typer(netflix, name="netflix")
app.add_typer(migrations, name="migrations")
app.command(short_help="List the changes that are to happen.")(due.scheduled)
app.command("cancel-scheduled", short_help="Take a change back that is to happen.")(
    due.cancel_scheduled
)
app.command("run-due", short_help="Do what is due.")(due.run_due)
app.command(short_help="Tell what run-due would do.")(due.simulate)
app.command(short_help="List who did what, when and why.")(service.audit)
app.command(short_help="Answer a request of the API documents.")(service.handle)
app.command(short_help="List the operations of the API documents.")(service.operations)
app.command(short_help="Tell whether a store can be read and written.")(service.health)
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
    """Check dumps of telecom subscriptions, load them into stores, read and change these.

    \b
    Examples:
      abonado validate dump.ndjson
      abonado load subs.db dump.ndjson --rejects bad.ndjson
      abonado rejects summary subs.db
      abonado products change subs.db telco 214748364 77 --date 2026-12-01
      abonado generate --records 1000 --defects SUB-001=0.01 | abonado validate -
      abonado rules explain SUB-001

    \b
    Exit codes: 0 clean, 1 findings or refused, 2 usage, 3 cannot run, 4 stopped by a threshold and
    nothing published, 130 interrupted (Ctrl-C), 143 ended (SIGTERM).
    """


def main() -> None:
    """Entry point of the shell."""
    keep_standard_streams()
    try:
        end_when_asked()
        app(prog_name="abonado")
    except OSError as error:  # help and version that cannot be written
        note(str(error))
        sys.exit(Exit.CANNOT_RUN)
    except KeyboardInterrupt as error:  # before a command runs, or after
        interruption = error
    except SystemExit as ended:
        # Typer takes one for its own that comes while it reads the arguments, and knows no SIGTERM.
        cause = getattr(ended.__context__, "__cause__", None)
        if not isinstance(cause, KeyboardInterrupt):
            raise
        interruption = cause
    note("interrupted")
    sys.exit(exit_of(interruption))
