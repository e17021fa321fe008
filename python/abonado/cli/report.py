"""``abonado report``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import abonado
from abonado.report import plural

from . import options as opt
from .output import errors_as_exits, note


def report(
    store: opt.Store,
    run: Annotated[
        int, typer.Argument(metavar="RUN", max=opt.LARGEST, help="Number of the run; see runs.")
    ],
    html: Annotated[
        str, typer.Option("--html", metavar="FILE", help="The page to write; - is stdout.")
    ],
    max_rejects: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=opt.LARGEST, help="How many rejects the page holds at most."
        ),
    ] = 10_000,
    redact: opt.Redacted = False,
    redaction_key_file: opt.RedactKeyFile = None,
    quiet: opt.Quiet = False,
) -> None:
    """Examples:

    \b
      abonado report subs.db 1 --html run-1.html
      abonado report subs.db 1 --html - > run-1.html

    Write one HTML file about a run: counts, broken rules, and its rejects with their findings and
    lines, to be filtered in a browser. It needs no network. Exit code 1: there is no such run.
    """
    with errors_as_exits():
        page = None if html == "-" else html
        opt.refuse_overwriting({"--html": page}, {"--redaction-key-file": redaction_key_file})
        key = opt.redaction(redact, redaction_key_file)
        with abonado.connect(store, read_only=True, redact=key) as database:
            count = database.report(run, page or sys.stdout.buffer, max_rejects=max_rejects)
        if not quiet:
            note(f"run {run} with {plural(count, 'reject')}")
