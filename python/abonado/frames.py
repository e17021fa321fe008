"""Frames: the tables of a store as typed columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from . import _core
from .arrow import ArrowTable
from .errors import ArgumentError
from .listing import Listing
from .report import plural, printable

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from typing_extensions import Self

    from ._core import _FrameColumnRow
    from .engine import Database
    from .snapshot import Snapshot

FrameValue: TypeAlias = "int | float | bool | str | bytes | datetime | date | Decimal | UUID | None"


class FrameInfo(NamedTuple):
    """A frame that a store has."""

    name: str
    doc: str
    columns: dict[str, str]
    """The Arrow type of each."""
    has_org: bool
    """Its rows are of organisations, so that ``Organisation.frame`` gives it."""


def frames() -> list[FrameInfo]:
    """The frames that a store has; docs/reference/frames.md tells their columns."""
    rows = (
        FrameInfo(
            row["name"],
            row["doc"],
            {column["name"]: column["type"] for column in row["columns"]},
            row["has_org"],
        )
        for row in _core.frames()
    )
    return Listing(rows, "frames")


class Frame(ArrowTable):
    """Rows of a store as typed columns. Made by ``Database.frame``; as thread-safe as that.

    It holds no rows: each reading shows the one state that is then committed, streams it in
    batches, and goes on even when the store is closed meanwhile. Of a store in memory all batches
    are made at once.
    """

    def __init__(self, database: Database, request: dict[str, Any]) -> None:
        database._engine.check_frame(request)
        self._database = database
        self._request = request

    @property
    def name(self) -> str:
        """Which of ``frames`` it is."""
        name: str = self._request["name"]
        return name

    def head(self, rows: int = 10) -> Self:
        """The same with no more than so many rows."""
        if rows < 0:
            raise ArgumentError("rows is at least 0")
        limit = self._request["limit"]
        fewest = rows if limit is None else min(rows, limit)
        return type(self)(self._database, {**self._request, "limit": fewest})

    def _stream(self) -> object:
        return self._database._engine.frame_stream(self._request)

    def _schema_capsule(self) -> object:
        return _core.frame_schema(self.name, self._request["columns"])

    def _columns(self) -> list[_FrameColumnRow]:
        all_columns = _columns_of()[self.name]
        chosen = self._request["columns"]
        return [all_columns[name] for name in chosen] if chosen else list(all_columns.values())

    def __repr__(self) -> str:
        shown = ", ".join(self.columns)
        return f"<frame {self.name}, {plural(len(self.columns), 'column')}: {printable(shown)}>"

    def _repr_html_(self) -> str:
        from .html.views import frame

        return frame(self.name, [(row["name"], row["type"], row["doc"]) for row in self._columns()])


@cache
def _columns_of() -> dict[str, dict[str, _FrameColumnRow]]:
    return {
        frame["name"]: {column["name"]: column for column in frame["columns"]}
        for frame in _core.frames()
    }


def frame_of(
    database: Database,
    name: str,
    columns: Sequence[str] | None,
    where: str | None,
    params: Sequence[FrameValue],
    *,
    org: str = "",
    as_of: Snapshot | None = None,
    valid: datetime | None = None,
    known: datetime | None = None,
) -> Frame:
    """The frame that ``Database.frame`` and its likes are asked for."""
    if isinstance(columns, str) or isinstance(params, (str, bytes)):
        raise ArgumentError("columns and params are sequences; give a single one as (value,)")
    if columns is not None and not columns:
        raise ArgumentError("columns is empty; None stands for all")
    if as_of is not None:
        if valid is not None or known is not None:
            raise ArgumentError("as_of says both valid and known")
        valid, known = as_of.valid, as_of.known
    return Frame(
        database,
        {
            "name": name,
            "columns": list(columns or ()),
            "where": where,
            "parameters": tuple(params),
            "org": org,
            "limit": None,
            "valid": valid,
            "known": known,
        },
    )
