"""Sources whose rows become records: frames, Parquet and CSV files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from .arrow import extra_module
from .errors import ArgumentError

if TYPE_CHECKING:
    from types import ModuleType

    from .validation import Path

# A source, its form and what messages call it, as the core takes them.
Part: TypeAlias = "tuple[Any, str, bytes]"
_Opener: TypeAlias = "Callable[[Path, str | None, str | None, bytes | None], Callable[[], Part]]"

_ROWS_AT_A_TIME = 4096  # of a Parquet file; nested rows may be large


def frame_part(source: object, kind: str | None, org: str | None) -> Part | None:
    """The source as one that speaks Arrow, or None if it does not.

    Raises MissingExtraError without the package by which it would, ArgumentError for one that has
    no rows yet.
    """
    library = type(source).__module__.partition(".")[0]
    if library == "pandas":
        extra_module("pyarrow", "pandas")
    elif library == "polars" and hasattr(source, "collect"):
        raise ArgumentError("a LazyFrame has no rows yet: give what its collect() returns")
    if hasattr(source, "read_next_batch"):  # what its generator raises can be told only this way
        reader: Any = source
        return (reader.schema, _of_one_type(reader), kind, org), "batches", b"<frame>"
    if hasattr(source, "__arrow_c_stream__"):
        return (source, kind, org), "frame", b"<frame>"
    if library == "pandas":
        raise ArgumentError("this needs pandas of version 2.2 or later, and a DataFrame")
    return None


def is_table(path: Path) -> bool:
    """Whether the file's name says that it has rows."""
    return _opener(path) is not None


def file_parts(
    paths: Iterable[Path], kind: str | None, org: str | None, key: bytes | None
) -> list[Part]:
    """Files of which at least one is a table, each of them opened when its turn comes.

    With a ``key``, that of ``redact``, nothing of a file is told but as its hash.
    """
    parts: list[Part] = []
    for path in paths:
        name = os.fsencode(path)
        opener = _opener(path)
        if opener is not None:
            parts.append((opener(path, kind, org, key), "opened", name))
        elif kind is None:
            parts.append((name, "path", b"<stdin>" if name == b"-" else name))
        else:
            raise ArgumentError(
                f"{os.fspath(path)} would be a file of bare bodies: with a kind, tables and other "
                "files are not read together"
            )
    return parts


def _opener(path: Path) -> _Opener | None:
    name = os.fspath(path).lower()
    if name.endswith(".parquet"):
        return _parquet
    return _csv if name.removesuffix(".gz").removesuffix(".zst").endswith(".csv") else None


def _csv(path: Path, kind: str | None, org: str | None, key: bytes | None) -> Callable[[], Part]:
    from .csv_rows import CsvStream

    if kind is None:
        raise ArgumentError(f"{os.fspath(path)}: the kind of the rows of a CSV file must be given")
    known: str = kind

    def opened() -> Part:
        return CsvStream(path, known, org, key), "stream", os.fsencode(path)

    return opened


def _parquet(
    path: Path, kind: str | None, org: str | None, _key: bytes | None
) -> Callable[[], Part]:
    arrow, parquet = extra_module("pyarrow", "arrow"), extra_module("pyarrow.parquet", "arrow")

    def opened() -> Part:
        try:
            file = parquet.ParquetFile(path)
        except FileNotFoundError:
            raise OSError("No such file or directory") from None
        except arrow.ArrowException as error:
            raise OSError(str(error)) from error
        batches = _batches(arrow, file)
        return (file.schema_arrow, batches, kind, org), "batches", os.fsencode(path)

    return opened


def _of_one_type(reader: Any) -> Iterator[Any]:
    """The batches of a reader, whose type it does not compare with its own; the core trusts it."""
    for batch in reader:
        if not batch.schema.equals(reader.schema):
            raise OSError("a batch is of another type than the table")
        yield batch


def _batches(arrow: ModuleType, file: Any) -> Iterator[Any]:
    with file:
        try:
            # Asked for all groups at once, a reader keeps what it read of each.
            for group in range(file.num_row_groups):
                yield from file.iter_batches(batch_size=_ROWS_AT_A_TIME, row_groups=[group])
        except arrow.ArrowException as error:
            raise OSError(str(error)) from error
