"""CSV files as dumps: rows become records, and a record keeps the line of its first row."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from .csv_columns import Column, columns_of
from .csv_lines import Row, open_csv, rows_of
from .errors import ArgumentError

if TYPE_CHECKING:
    from .validation import Path

# JSON text, or what holds some.
Node: TypeAlias = "str | dict[str, Node] | list[Node]"

_MOST_ROWS = 200_000  # of a record; a bound for memory
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class CsvStream:
    """The bytes of the dump that a CSV file stands for; what the core reads as a stream.

    Raises OSError if the file cannot be read, ArgumentError if its header makes no sense; with a
    key that tells names that are no columns as their hashes.
    """

    def __init__(self, path: Path, kind: str, org: str | None, key: bytes | None) -> None:
        self._pieces = _dump(path, kind, org, key)
        self._failure: OSError | None = None
        next(self._pieces)  # the header

    def read1(self, size: int) -> bytes:
        taken: list[bytes] = []
        gathered = 0
        try:
            while self._failure is None and gathered < size:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                taken.append(piece)
                gathered += len(piece)
        except OSError as error:
            self._failure = error  # after what was read before
        if self._failure is not None and not taken:
            raise self._failure
        return b"".join(taken)


def _dump(path: Path, kind: str, org: str | None, key: bytes | None) -> Iterator[bytes]:
    """Nothing for the header, then the lines of the dump."""
    with open_csv(path) as file:
        rows = rows_of(file, key)
        known = {"kind": _text(kind), **({} if org is None else {"org": _text(org)})}
        try:
            record = _Record(columns_of(kind, next(rows).cells, key), known)
        except ArgumentError as error:
            raise ArgumentError(f"{os.fspath(path)}: {error}") from None
        line = 1  # of the dump, which is under way
        yield b""
        for row in rows:
            if record.takes(row):
                continue
            for at, text in record.flush():
                yield b"\n" * (at - line) + text
                line = at
            record.begin(row)
        for at, text in record.flush():
            yield b"\n" * (at - line) + text
        yield b"\n"


class _Record:
    """The rows of the record under way."""

    def __init__(self, columns: list[Column], known: dict[str, str]) -> None:
        self._columns = columns
        self._known = known
        self._single = [i for i, column in enumerate(columns) if column.list is None]
        self._lists = sorted({column.list for column in columns if column.list is not None})
        self._rows: list[Row] = []
        self._is_cut = False
        """Whether rows of it were left out, all but the first."""

    def takes(self, row: Row) -> bool:
        """Adds a row that differs from the first in its lists alone."""
        if not self._rows or not self._lists:
            return False
        first = self._rows[0]
        if row.wrong or first.wrong:
            return False
        if any(row.cells[i] != first.cells[i] for i in self._single):
            return False
        if len(self._rows) == _MOST_ROWS:  # a part of the record would pass for all of it
            self._is_cut = True
            del self._rows[1:]
        if not self._is_cut:
            self._rows.append(row)
        return True

    def begin(self, row: Row) -> None:
        self._rows = [row]
        self._is_cut = False

    def flush(self) -> Iterator[tuple[int, bytes]]:
        """The line number and text of the record, if there is one."""
        if not self._rows:
            return
        first = self._rows[0]
        wrong = f"a record of more than {_MOST_ROWS} rows" if self._is_cut else first.wrong
        if wrong:  # no object, so that rule DOC-001 tells of it, with the reason as its value
            text = f"[{','.join(map(_text, [wrong, *first.cells]))}]"
        else:
            text = _written(self._envelope())
        self._rows = []
        yield first.line, text.encode("utf-8", "surrogateescape")

    def _envelope(self) -> dict[str, Node]:
        envelope: dict[str, Node] = {**self._known, "body": {}}
        for i in self._single:
            _put(envelope, self._columns[i], self._rows[0].cells[i])
        for path in self._lists:
            members = [(i, c) for i, c in enumerate(self._columns) if c.list == path]
            elements: list[Node] = []
            for row in self._rows:
                element: dict[str, Node] = {}
                for i, column in members:
                    _put(element, column, row.cells[i])
                elements += [element.get("", element)] if element else []
            if elements:
                *outer, last = path
                _inside(envelope, tuple(outer))[last] = elements
        return envelope


def _put(node: dict[str, Node], column: Column, cell: str) -> None:
    """Sets a member; an empty cell is an absent one."""
    if cell:
        *outer, last = column.path
        _inside(node, tuple(outer))[last] = _VALUES.get(column.type, _text)(cell)


def _inside(node: dict[str, Node], path: tuple[str, ...]) -> dict[str, Node]:
    for name in path:
        inner = node.setdefault(name, {})
        assert isinstance(inner, dict)  # the field tables say so
        node = inner
    return node


def _written(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return f"[{','.join(map(_written, node))}]"
    return "{" + ",".join(f"{_text(name)}:{_written(node[name])}" for name in node) + "}"


# --- cells ---------------------------------------------------------------------------------------
# What is no value of its type stays text, so that a rule tells of it. Numbers keep their digits.


_text: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode


def _integer(cell: str) -> str:
    return cell if _INTEGER.fullmatch(cell) else _text(cell)


def _amount(cell: str) -> str:
    return cell if _NUMBER.fullmatch(cell) else _text(cell)


def _boolean(cell: str) -> str:
    return cell.lower() if cell.lower() in ("true", "false") else _text(cell)


_VALUES: dict[str, Callable[[str], str]] = {
    "integer": _integer,
    "legacy_id": _integer,
    "amount": _amount,
    "boolean": _boolean,
}
