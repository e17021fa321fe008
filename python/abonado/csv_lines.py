"""The rows of a CSV file, each with the line on which it begins, in flat memory."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from . import _core
from .errors import ArgumentError, InputError
from .redaction import told

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from .validation import Path

_T = TypeVar("_T")

_LONGEST_ROW = 1 << 17  # characters, line ends included
_DELIMITERS = ",;\t"
_NAMED_DELIMITER = re.compile(r'"?sep=(.*?)"?', re.IGNORECASE)  # a first line that Excel knows
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")  # byte order marks, as bytes that are no UTF-8


class Row(NamedTuple):
    line: int
    cells: list[str]
    wrong: str
    """Why it is no row, or empty; then its cell is the text."""


class _Lines:
    """The physical lines of a file, of which those of the row under way are kept.

    Raises csv.Error where that row gets too long. What comes next is then the line that it had no
    room for; of a line that is too long by itself only the beginning is kept.
    """

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file
        self._ahead = ""
        self._room = _LONGEST_ROW
        self.number = 0  # of the last one
        self.taken: list[str] = []

    def begin(self) -> None:
        """Another row."""
        self.taken.clear()
        self._room = _LONGEST_ROW

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead or self._piece()
        self._ahead = ""
        if not line:
            raise StopIteration
        if len(line) > self._room:
            if self.taken:
                self._ahead = line
            else:
                self.number += 1
                self.taken.append(line[:_LONGEST_ROW])
                self._skip_rest(line)
            raise csv.Error(f"more than {_LONGEST_ROW} characters")
        self.number += 1
        self._room -= len(line)
        self.taken.append(line)
        return line

    def _piece(self) -> str:
        """A line, or as much of it as shows that it is too long."""
        return self._file.readline(_LONGEST_ROW + 1)

    def _skip_rest(self, piece: str) -> None:
        """Reads to the end of the line that the piece belongs to."""
        while len(piece) > _LONGEST_ROW and piece[-1] != "\n":
            was_end = piece[-1] == "\r"
            piece = self._piece()
            if was_end and piece != "\n":  # not the second half of a line end, but the next line
                self._ahead = piece
                return


def rows_of(file: TextIOWrapper, key: bytes | None) -> Iterator[Row]:
    """The header, then all rows that are not empty.

    Raises ArgumentError if the header cannot be read, OSError if the file cannot. With a key
    nothing that stands in the file is told but as its hash.
    """
    lines = _Lines(file)
    delimiter, names = _header(lines, key)
    yield Row(lines.number, names, "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
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
            yield Row(line, cells, wrong)


def _header(lines: _Lines, key: bytes | None) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns."""
    line = _first(lines)
    if line.startswith(_UTF_16) or "\0" in line:
        raise ArgumentError("the file is UTF-16; save it as UTF-8")
    named = _NAMED_DELIMITER.fullmatch(line.rstrip("\r\n"))
    if named:
        line = _first(lines)
        delimiter = named[1]
        if delimiter not in tuple(_DELIMITERS):
            raise ArgumentError(
                f"sep= names one of comma, semicolon and tab, not {told(delimiter, key)}"
            )
    else:
        delimiter = _delimiter(line)
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise ArgumentError(f"the header cannot be read: {error}") from None
    if not names:
        raise ArgumentError("there is no header")
    return delimiter, names


def _first(lines: _Lines) -> str:
    """The next line that holds anything; empty at the end of the file."""
    try:
        while True:
            lines.begin()
            line = next(lines, "")
            if line.strip() or not line:
                return line
    except csv.Error as error:
        raise ArgumentError(f"the header has {error}") from None


def _delimiter(header: str) -> str:
    """The one that stands in the header; no name of a column holds any."""
    found = [delimiter for delimiter in _DELIMITERS if delimiter in header]
    if len(found) > 1:
        raise ArgumentError("the header is separated by more than one of comma, semicolon and tab")
    return found[0] if found else ","


def open_csv(path: Path) -> TextIOWrapper:
    """The text of a file that may be packed. Raises OSError if it cannot be read."""
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
