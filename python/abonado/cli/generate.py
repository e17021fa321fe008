"""``abonado generate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import abonado
from abonado.report import plural, size

from . import options as opt
from .output import bar, errors_as_exits, note, shares


def generate(
    records: Annotated[
        int, typer.Option(metavar="N", min=0, max=opt.LARGEST, help="How many.")
    ] = 1000,
    seed: Annotated[
        int, typer.Option(metavar="S", min=0, max=opt.LARGEST, help="Another seed, another dump.")
    ] = 1,
    defects: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE=SHARE,...", help="Share of the records that break a rule, 0 to 1."
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND[=WEIGHT],...", help="Kinds of records. Default: a mix of all."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: stdout.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a JSON object per defective line: its rules."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No bar and no summary.")] = False,
) -> None:
    """Examples:

    \b
      abonado generate --records 1000 > dump.ndjson
      abonado generate --defects SUB-001=0.01,SEG-001=0.01 -o dump.ndjson --labels labels.ndjson
      abonado generate --kinds max=2,disney=1 --seed 7

    Make a telecom-shaped dump. The same arguments give the same bytes on every machine.
    """
    with errors_as_exits():
        if str(output) == "-":
            output = None
        with bar(bytes_in=False, quiet=quiet or (output is None and sys.stdout.isatty())) as shown:
            task = shown.add_task("", total=records)

            def update(done: int, written: int) -> None:
                shown.update(
                    task, completed=done, description=f"{plural(done, 'record')}, {size(written)}"
                )

            report = abonado.generate(
                output or sys.stdout.buffer,
                records=records,
                seed=seed,
                defects=shares(defects, "--defects"),
                kinds=_weights(kinds),
                labels=labels,
                progress=None if shown.disable else update,
            )
        if not quiet:
            defective = f"{report.defective:,} of them defective"
            note(f"{plural(report.records, 'record')}, {defective} · {size(report.bytes)}")


def _weights(items: list[str] | None) -> dict[str, float] | None:
    parts = [
        part if "=" in part else f"{part}=1"
        for item in items or ()
        for part in item.split(",")
        if part
    ]
    return shares(parts, "--kinds") or None
