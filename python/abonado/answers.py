"""What a store answers: a subscription at a moment, rows of a query, a check, migrations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, overload

from .report import plural, printable

if TYPE_CHECKING:
    from ._core import (
        AddOn,
        Envelope,
        FreeUnitsPackage,
        Promotion,
        SubscriptionBundleHistory,
        _StateRow,
    )
    from .operations import ScheduledChange
    from .report import Finding, Report

SqlValue: TypeAlias = "int | float | str | bytes | None"
Row: TypeAlias = "tuple[SqlValue, ...]"

NOT_SHOWN = "<subscription, not shown: the store was opened with redact>"
_MOST_ROWS = 50  # of an answer in a notebook


@dataclass(frozen=True)
class SubscriptionState:
    """A subscription at a moment. Immutable; may be read from any thread."""

    org: str
    legacy_id: int
    type: str | None
    """A ``SubscriptionType``."""
    status: str | None
    """A ``LiveStatus`` at the valid time; None if it did not exist, or no document says."""
    documents: tuple[Envelope, ...]
    """As they were known, in the order of their kinds."""
    product_id: int | None
    """The tariff's."""
    product: str | None
    add_ons: tuple[AddOn, ...]
    """That were active at the valid time, as are the packages and promotions."""
    free_units_packages: tuple[FreeUnitsPackage, ...]
    promotions: tuple[Promotion, ...]
    bundles: tuple[SubscriptionBundleHistory, ...]
    """That the subscription was in at the valid time."""
    scheduled: tuple[ScheduledChange, ...] = ()
    """What is to happen, the next first; empty for a moment other than the present."""
    _is_redacted: bool = field(default=False, repr=False, compare=False)

    @classmethod
    def _of(
        cls,
        row: _StateRow,
        scheduled: Iterable[ScheduledChange] = (),
        *,
        is_redacted: bool = False,
    ) -> SubscriptionState:
        return cls(**row, scheduled=tuple(scheduled), _is_redacted=is_redacted)

    def document(self, kind: str) -> Envelope | None:
        """The first document of a kind, a ``RecordKind``; None if there is none."""
        return next((document for document in self.documents if document.kind == kind), None)

    def to_json(self) -> str:
        """The object that ``abonado get --json`` prints, with documents as they were loaded."""
        plain = ("org", "legacy_id", "type", "status", "product_id", "product")
        parts = [f"{json.dumps(name)}:{_text(getattr(self, name))}" for name in plain]
        for name in ("documents", "add_ons", "free_units_packages", "promotions", "bundles"):
            texts = ",".join(element.to_json() for element in getattr(self, name))
            parts.append(f"{json.dumps(name)}:[{texts}]")
        planned = ",".join(_text(change.to_dict()) for change in self.scheduled)
        parts.append(f'"scheduled":[{planned}]')
        return "{" + ",".join(parts) + "}"

    def timeline(self, findings: Iterable[Finding] = ()) -> Timeline:
        """The picture that a notebook shows of it, with the findings marked that are its own."""
        return Timeline(self, tuple(findings))

    def __repr__(self) -> str:
        if self._is_redacted:
            return NOT_SHOWN
        shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
        return f"SubscriptionState({shown})"

    def _repr_html_(self) -> str:
        return self.timeline()._repr_html_()


class Timeline:
    """A subscription through time, for a notebook. Made by ``SubscriptionState.timeline``."""

    def __init__(self, state: SubscriptionState, findings: tuple[Finding, ...]) -> None:
        self._state = state
        self._findings = findings

    def __repr__(self) -> str:
        if self._state._is_redacted:
            return NOT_SHOWN
        return f"<timeline of {printable(self._state.org)} {self._state.legacy_id}>"

    def _repr_html_(self) -> str:
        from .html.subscription import not_shown, subscription

        if self._state._is_redacted:
            return not_shown()

        return subscription(self._state, self._findings)


class Rows(Sequence[Row]):
    """The answer to a query: tuples in the order of ``columns``. Immutable."""

    def __init__(self, columns: tuple[str, ...], rows: list[Row]) -> None:
        self._columns = columns
        self._rows = rows

    @property
    def columns(self) -> tuple[str, ...]:
        """Names, in the order of each row's values."""
        return self._columns

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def to_dicts(self) -> list[dict[str, SqlValue]]:
        """Each row as a dict by column."""
        return [dict(zip(self._columns, row, strict=True)) for row in self._rows]

    def __repr__(self) -> str:
        columns = printable(", ".join(self._columns))
        return f"<{plural(len(self._rows), 'row')} of {columns}>"

    def _repr_html_(self) -> str:
        from .html.views import answer

        cells = ([cell_text(cell) for cell in row] for row in self._rows[:_MOST_ROWS])
        return answer(self._columns, cells, len(self._rows) - _MOST_ROWS)


def cell_text(value: SqlValue) -> str:
    """A value of a query for people: nothing for NULL, hexadecimal digits for bytes."""
    if value is None:
        return ""
    return value.hex() if isinstance(value, bytes) else str(value)


@dataclass(frozen=True, repr=False)
class CheckReport:
    """What a check of a store found."""

    ok: bool
    """No damage, and no current document breaks a rule of severity error."""
    damage: tuple[str, ...]
    """Of the file, of references between tables, of documents against their hashes."""
    report: Report
    """All rules over what is current; lines are those of an export."""

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado check --json`` prints."""
        return {"ok": self.ok, "damage": list(self.damage), **self.report.to_dict()}

    def summary(self) -> str:
        """The verdict on the file in one line."""
        if not self.damage:
            return "No damage"
        return (
            f"{len(self.damage):,} places are damaged" if self.damage[1:] else "1 place is damaged"
        )

    def __repr__(self) -> str:
        told = [f"damage: {printable(text)}" for text in self.damage[:_MOST_ROWS]]
        return "\n".join([self.summary(), *told, repr(self.report)])

    def _repr_html_(self) -> str:
        from .html.records import check

        return check(self)


class Migration(NamedTuple):
    """A step of the schema of stores."""

    version: int
    name: str
    doc: str
    is_applied: bool


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
