"""What the commands share: exit codes, messages, bars. Data goes to stdout, all else to stderr."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table
from rich.text import Text

from abonado.errors import ArgumentError, Error, NotFoundError
from abonado.report import plural, printable, shortened

if TYPE_CHECKING:
    from abonado import Progress as Done
    from abonado.report import RuleRow

_PLAIN_WIDTH = 160  # of a table that does not go to a terminal


class Exit(IntEnum):
    """How a command ends."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    CANNOT_RUN = 3
    STOPPED = 4
    INTERRUPTED = 130
    TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): what is under way ends as after Ctrl-C."""


def end_when_asked() -> None:
    """Makes SIGTERM end a command in good order, as Ctrl-C does; only for a process of its own."""

    def end(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        raise Terminated

    signal.signal(signal.SIGTERM, end)


def keep_standard_streams() -> None:
    """Puts something in the place of standard streams that are closed, as a file that is opened
    would take it, and be read or written for it. Exits if output is one of them."""
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:  # opened for the wrong way, so that its use is an error
            os.open(os.devnull, os.O_RDONLY if number else os.O_WRONLY)  # takes the lowest number
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        note("standard output is closed")
        sys.exit(Exit.CANNOT_RUN)


def exit_of(interruption: KeyboardInterrupt) -> Exit:
    """The exit code that goes with it."""
    return Exit.TERMINATED if isinstance(interruption, Terminated) else Exit.INTERRUPTED


def note(message: str) -> None:
    """One line on stderr."""
    print(f"abonado: {printable(message)}", file=sys.stderr, flush=True)


@contextmanager
def errors_as_exits() -> Iterator[None]:
    """Turns what a command raises into one line on stderr and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt as error:
        note(str(error) or "interrupted")
        raise typer.Exit(exit_of(error)) from None
    except BrokenPipeError:  # who reads our output has enough; the verdict stands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ArgumentError as error:
        note(str(error))
        raise typer.Exit(Exit.USAGE) from None
    except NotFoundError as error:
        note(str(error))
        raise typer.Exit(Exit.FINDINGS) from None
    except (Error, OSError) as error:
        note(str(error))
        raise typer.Exit(Exit.CANNOT_RUN) from None
    except (TypeError, ValueError) as error:  # from what a shell may give and show, or a fault
        odd = next((word for word in sys.argv[1:] if not _is_utf8(word)), None)
        if odd is not None:
            note(f"an argument is not UTF-8: {odd}")
            raise typer.Exit(Exit.USAGE) from None
        if isinstance(error, UnicodeEncodeError):
            character = error.object[error.start]
            note(
                f"standard output cannot show {character!a}, as it is {error.encoding};"
                " PYTHONIOENCODING=utf-8 makes it UTF-8"
            )
            raise typer.Exit(Exit.CANNOT_RUN) from None
        raise


def _is_utf8(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:  # half of a surrogate pair stands for each byte that is not
        return False
    return True


def pairs(items: list[str] | None, option: str) -> dict[str, str]:
    """The parts of ``A=x,B=y`` in any number of options."""
    out = {}
    for item in (part for whole in items or () for part in whole.split(",") if part):
        key, equals, value = item.partition("=")
        if not equals:
            raise ArgumentError(f"{option} takes NAME=VALUE, not {item}")
        out[key.strip()] = value.strip()
    return out


def shares(items: list[str] | None, option: str) -> dict[str, float]:
    """The same with numbers as values."""
    try:
        return {key: float(value) for key, value in pairs(items, option).items()}
    except ValueError as error:
        if isinstance(error, ArgumentError):
            raise
        raise ArgumentError(f"{option} takes NAME=NUMBER: {error}") from None


def bar(*, bytes_in: bool, quiet: bool) -> Progress:
    """A bar on stderr, drawn only on a terminal, gone when it ends."""
    console = Console(stderr=True)
    columns = [DownloadColumn(), TransferSpeedColumn()] if bytes_in else []
    return Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.description}"),
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )


def counter(shown: Progress) -> Callable[[Done], object] | None:
    """What moves a bar of bytes; None if there is none to move."""
    if shown.disable:
        return None
    task = shown.add_task("", total=None)

    def update(done: Done) -> None:
        found = f"{plural(done.records, 'record')}, {plural(done.errors, 'error')}"
        shown.update(task, completed=done.position, total=done.size, description=found)

    return update


def print_findings(rows: Iterable[RuleRow]) -> None:
    """The broken rules, each with an example; nothing if there are none."""
    table = Table("rule", "severity", box=None, pad_edge=False, header_style="bold")
    table.add_column("count", justify="right")
    table.add_column("what must hold, and an example", overflow="fold")
    for row in rows:
        style = "red" if row.severity == "error" else "yellow"
        example = Text(shortened(str(row.example)), style="dim")
        table.add_row(
            row.rule,
            Text(row.severity, style),
            f"{row.count:,}",
            Text(row.summary + "\n").append(example),
        )
    print_table(table)


def print_table(table: Table) -> None:
    """On stdout, without space at the ends of lines; nothing if it has no rows."""
    if not table.row_count:
        return
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
