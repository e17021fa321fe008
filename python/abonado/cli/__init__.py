"""The command ``abonado``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from abonado import __version__

from .generate import generate
from .output import Exit
from .rules import rules
from .validate import validate

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command(short_help="Check every record of a dump.")(validate)
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
    """Check dumps of telecom subscriptions, and make synthetic ones.

    \b
    Examples:
      abonado validate dump.ndjson
      abonado generate --records 1000 --defects SUB-001=0.01 | abonado validate -
      abonado rules explain SUB-001

    \b
    Exit codes: 0 clean, 1 findings, 2 usage, 3 cannot run, 4 stopped by a threshold,
    130 interrupted.
    """


def main() -> None:
    """Entry point of the shell."""
    try:
        app(prog_name="abonado")
    except KeyboardInterrupt:  # before a command runs, or after
        sys.exit(Exit.INTERRUPTED)
