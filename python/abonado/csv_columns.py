"""Which members the columns of a CSV file are, from the field tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from . import _core
from .errors import ArgumentError
from .redaction import told

if TYPE_CHECKING:
    from ._core import _FieldRow

_LISTS = ("object_list", "text_list")


class Column(NamedTuple):
    """A column: a member of the envelope or, by ``list``, of the elements of a list in it."""

    name: str
    """Dotted, from the body or from the envelope."""
    type: str
    list: tuple[str, ...] | None
    """The path of the list."""
    path: tuple[str, ...]
    """Of the member in the envelope or the element; ``("",)`` is the element itself."""


def columns_of(kind: str, header: Sequence[str], key: bytes | None) -> list[Column]:
    """The columns that a header names, in its order.

    A column is called by the dotted path of a member of the body; by its last name alone where the
    body has one such member; or as a member of the envelope that the body does not have. Raises
    ArgumentError for any other, which may be a value of a file without header: with a key its hash.
    """
    columns: list[Column] = []
    for name in header:
        column = _column(kind, name, key)
        for other in columns:
            is_same = column.list == other.list and column.path == other.path
            # An element is told as a whole, or by its members.
            is_part = column.list is not None and column.list == other.list
            if is_same or (is_part and ("",) in (column.path, other.path)):
                raise ArgumentError(f"the columns {other.name} and {column.name} say the same")
        columns.append(column)
    return columns


def _column(kind: str, name: str, key: bytes | None) -> Column:
    known = _known(kind)
    if name in known:
        return known[name]
    last = [column for column in known.values() if column.name.rpartition(".")[2] == name]
    if len(last) == 1:
        return last[0]
    if last:
        names = ", ".join(column.name for column in last)
        raise ArgumentError(f"the column {name} may be one of {names}")
    raise ArgumentError(
        f"a CSV file of the kind {kind} has no column {told(name, key)};"
        f" there are {', '.join(known)}"
    )


@cache
def _known(kind: str) -> dict[str, Column]:
    """All columns by their full names."""
    kinds = {row["kind"]: row for row in _core.record_kinds()}
    if kind not in kinds:
        raise ArgumentError(f"kind is one of {', '.join(kinds)}, not {kind}")
    structs = {row["name"]: row["fields"] for row in _core.structs()}
    body = kinds[kind]["body"]
    out = {
        column.name: Column(column.name, column.type, *_in_body(column))
        for column in _walk(structs, body, (), None, ())
    }
    of_body = {field["name"] for field in structs[body]}
    for column in _walk(structs, "Envelope", (), None, ()):
        if column.name.partition(".")[0] not in of_body:
            out[column.name] = column
    return out


def _in_body(column: Column) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if column.list is None:
        return None, ("body", *column.path)
    return ("body", *column.list), column.path


def _walk(
    structs: dict[str, list[_FieldRow]],
    struct: str,
    path: tuple[str, ...],
    within: tuple[str, ...] | None,
    outer: tuple[str, ...],
) -> Iterator[Column]:
    """The members of a struct below ``path``; those of lists in lists have no column."""
    is_within_itself = struct in outer  # of a product in a product only what is no struct
    for field in structs[struct]:
        here = (*path, field["name"])
        inner = field["struct"]
        dotted = ".".join((*(within or ()), *here))
        if field["type"] in _LISTS:
            if within is not None or is_within_itself:
                continue
            # A list of texts, or of a catalogue, which may name its products by their ids alone.
            if inner is None or (inner == struct and not outer):
                yield Column(dotted, "text" if inner is None else "integer", here, ("",))
            if inner is not None:
                yield from _walk(structs, inner, (), here, (*outer, struct))
        elif inner is None:
            if field["type"] != "body":
                yield Column(dotted, field["type"], within, here)
        elif not is_within_itself:
            yield from _walk(structs, inner, here, within, (*outer, struct))
