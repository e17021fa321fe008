"""``abonado rules``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import abonado
from abonado.errors import ArgumentError
from abonado.ruleset import markdown

from .output import errors_as_exits

rules = typer.Typer(
    no_args_is_help=True,
    help="Tell what is checked: list the rules, explain one, export them.",
    rich_markup_mode=None,
)


@rules.command("list", short_help="List the rules.")
def list_rules(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """Examples:

    \b
      abonado rules list
      abonado rules list --json

    List the rules in the order of the reference.
    """
    with errors_as_exits():
        rows = abonado.rules()
        if as_json:
            print(json.dumps([asdict(rule) for rule in rows], ensure_ascii=False))
            return
        table = Table("rule", "severity", "subject", "what must hold", box=None, pad_edge=False)
        for rule in rows:
            table.add_row(rule.id, rule.severity, rule.subject, rule.summary)
        Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False).print(
            table
        )


@rules.command(short_help="Tell what a rule says and where it comes from.")
def explain(rule: Annotated[str, typer.Argument(metavar="ID", help="Such as SUB-001.")]) -> None:
    """Examples:

    \b
      abonado rules explain SUB-001

    Tell what a rule says and where it comes from.
    """
    with errors_as_exits():
        found = abonado.explain(rule)
        print(f"{found.id} ({found.severity})")
        for name in ("summary", "subject", "source", "grade", "scope", "stored"):
            if getattr(found, name) is not None:
                print(f"  {name:8} {getattr(found, name)}")


@rules.command(short_help="Write the rules for other programs or for a page.")
def export(
    json_schema: Annotated[
        bool, typer.Option("--json-schema", help="JSON Schema of a line of a dump.")
    ] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="The rule table.")] = False,
) -> None:
    """Examples:

    \b
      abonado rules export --json-schema > envelope.schema.json
      abonado rules export --markdown > rules.md

    Write the rules for other programs or for a page. The schema says what each member may hold;
    rules that look at more than one member are not in it.
    """
    with errors_as_exits():
        if json_schema == as_markdown:
            raise ArgumentError("export takes one of --json-schema and --markdown")
        if json_schema:
            print(json.dumps(abonado.json_schema(), indent=2, ensure_ascii=False))
        else:
            print(markdown(), end="")
