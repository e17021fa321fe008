"""CSV files as dumps: rows become records, and a record keeps the line of its first row."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterator
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from . import _core
from .csv_columns import Column, columns_of
from .errors import ArgumentError, InputError

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from .validation import Path

# JSON text, or what holds some.
Node: TypeAlias = "str | dict[str, Node] | list[Node]"
_T = TypeVar("_T")

_LONGEST_LINE = 16 << 20  # characters
_MOST_ROWS = 200_000  # of a record; a bound for memory
_DELIMITERS = ",;\t"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class CsvStream:
    """The bytes of the dump that a CSV file stands for; what the core reads as a stream.

    Raises OSError if the file cannot be read, ArgumentError if its header makes no sense.
    """

    def __init__(self, path: Path, kind: str, org: str | None) -> None:
        self._pieces = _dump(path, kind, org)
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


class _Row(NamedTuple):
    line: int
    cells: list[str]
    wrong: str
    """Why it is no row, or empty; then its cell is the text."""


def _dump(path: Path, kind: str, org: str | None) -> Iterator[bytes]:
    """Nothing for the header, then the lines of the dump."""
    with _open(path) as file:
        rows = _rows(file)
        known = {"kind": _text(kind), **({} if org is None else {"org": _text(org)})}
        try:
            record = _Record(columns_of(kind, next(rows).cells), known)
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
        self._rows: list[_Row] = []
        self._is_cut = False
        """Whether rows of it were left out, all but the first."""

    def takes(self, row: _Row) -> bool:
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

    def begin(self, row: _Row) -> None:
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


# --- rows ----------------------------------------------------------------------------------------


class _Lines:
    """The physical lines of a file, of which those of the row under way are kept."""

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file
        self.number = 0  # of the last one
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _LONGEST_LINE:
            raise OSError(f"line {self.number} has more than {_LONGEST_LINE} characters")
        self.taken.append(line)
        return line


def _rows(file: TextIOWrapper) -> Iterator[_Row]:
    """The header, then all rows that are not empty."""
    lines = _Lines(file)
    header = next((line for line in lines if line.strip()), "")
    delimiter = _delimiter(header)
    names = _header(header, delimiter)
    yield _Row(lines.number, names, "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        line = lines.number + 1
        wrong = ""
        cells: list[str] | None = []
        try:
            cells = next(reader, None)
        except csv.Error as error:
            wrong = f"no row of CSV: {error}"
        if cells is None:
            return
        if cells and len(cells) != len(names):
            wrong = f"{len(cells)} cells where the header has {len(names)}"
        if wrong:
            cells = ["".join(lines.taken).rstrip("\r\n")]
        if cells:
            yield _Row(line, cells, wrong)


def _header(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise ArgumentError(f"the header cannot be read: {error}") from None
    if not names:
        raise ArgumentError("there is no header")
    return names


def _delimiter(header: str) -> str:
    """The one that stands in the header; no name of a column holds any."""
    found = [delimiter for delimiter in _DELIMITERS if delimiter in header]
    if len(found) > 1:
        raise ArgumentError("the header is separated by more than one of comma, semicolon and tab")
    return found[0] if found else ","


def _open(path: Path) -> TextIOWrapper:
    # Bytes that are no UTF-8 go through as they are, for rule DOC-001 to find.
    return TextIOWrapper(
        BufferedReader(_Unpacked(path), 1 << 18),
        encoding="utf-8-sig",
        errors="surrogateescape",
        newline="",
    )


class _Unpacked(RawIOBase):
    """A file as the core reads it: gzip and zstd are recognised and unpacked."""

    def __init__(self, path: Path) -> None:
        self._name = os.fspath(path)
        self._bytes = self._read(lambda: _core.InputBytes(os.fsencode(path)))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        got = self._read(lambda: self._bytes.read(len(view)))
        view[: len(got)] = got
        return len(got)

    def _read(self, call: Callable[[], _T]) -> _T:
        try:
            return call()
        except InputError as error:
            raise OSError(str(error).removeprefix(f"{self._name}: ")) from None
