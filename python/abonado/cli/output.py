"""What the commands share: exit codes, messages, bars. Data goes to stdout, all else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

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

from abonado.errors import ArgumentError, Error
from abonado.report import printable


class Exit(IntEnum):
    """How a command ends."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    CANNOT_RUN = 3
    STOPPED = 4
    INTERRUPTED = 130


def note(message: str) -> None:
    """One line on stderr."""
    print(f"abonado: {printable(message)}", file=sys.stderr, flush=True)


@contextmanager
def errors_as_exits() -> Iterator[None]:
    """Turns what a command raises into one line on stderr and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        note("interrupted")
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:  # who reads our output has enough; the verdict stands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ArgumentError as error:
        note(str(error))
        raise typer.Exit(Exit.USAGE) from None
    except (Error, OSError) as error:
        note(str(error))
        raise typer.Exit(Exit.CANNOT_RUN) from None


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
        raise ArgumentError(f"{option}: {error}") from None


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
