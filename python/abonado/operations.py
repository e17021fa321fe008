"""What operations take and answer: receipts, scheduled changes, the audit log, the table of them.

All are immutable and may be read from any thread. Instants are ``datetime`` in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from . import _core
from .ledger import instant_text
from .listing import Listing
from .report import Finding, plural, printable

if TYPE_CHECKING:
    from datetime import date, datetime

    from ._core import _AuditRow, _ChangeRow, _DueRow, _ReceiptRow


@dataclass(frozen=True)
class OperationInfo:
    """A row of the operation table."""

    name: str
    verb: str
    """``GET``, ``POST``, ``PATCH`` or ``DELETE``."""
    path: str | None
    """A template with parameters in braces; None for what is a method only."""
    success: int
    other_success: int | None
    """Of a change that awaits a risk decision."""
    errors: tuple[int, ...]
    """The statuses that it may be refused with."""
    form: str
    """How an error is written: ``errors`` (v1 and v2) or ``error`` (v3)."""
    request: str | None
    """The struct that it takes as its body."""
    answer: str | None
    """The struct that it answers."""
    answers_list: bool
    """The answer is a list of these."""
    writes: bool
    """It is in the audit log."""
    doc: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado operations --json`` prints."""
        return {**self.__dict__, "errors": list(self.errors)}


@cache
def _operations() -> tuple[OperationInfo, ...]:
    return tuple(OperationInfo(**row) for row in _core.operations())


def operations() -> list[OperationInfo]:
    """The operations in the order of the API documents, then those of the engine itself."""
    return Listing(_operations(), "operations")


def operation(name: str) -> OperationInfo:
    """The operation with this name. Raises KeyError if there is none."""
    return {info.name: info for info in _operations()}[name]


@dataclass(frozen=True)
class ScheduledChange:
    """What is to happen later, or has become of it."""

    id: int
    """Its number; 0 for a change that was not kept, as it was done at once."""
    org: str
    legacy_id: int
    kind: str
    """``tariff`` or ``status``."""
    state: str
    """``waiting`` for a risk decision, ``pending`` until its day, or settled: ``done``; ``failed``,
    as it was no longer allowed when it was due; ``cancelled`` by a person, a refused risk, or a
    document that was loaded and does not have it."""
    request_date: datetime
    scheduled_date: datetime
    """When it is due."""
    process_date: datetime | None
    """When it was settled."""
    product: int | None
    """Of a tariff change: where to."""
    status: str | None
    """Of a status step: where to, a ``LiveStatus``."""
    user: str
    reason: str
    risk_decision: str | None
    error: str | None
    """Code of the error that a failed one met."""

    @classmethod
    def _of(cls, row: _ChangeRow) -> ScheduledChange:
        return cls(**row)

    @property
    def target(self) -> str:
        """Where to, for people: the product or the status."""
        return f"product {self.product}" if self.kind == "tariff" else str(self.status)

    def to_dict(self) -> dict[str, Any]:
        """The object that the shell prints: instants as RFC 3339."""
        row = dict(self.__dict__)
        row["request_date"] = instant_text(self.request_date)
        row["scheduled_date"] = instant_text(self.scheduled_date)
        row["process_date"] = None if self.process_date is None else instant_text(self.process_date)
        return row

    def __str__(self) -> str:
        """One line for people."""
        words = f"{self.org} {self.legacy_id} to {self.target}, {self.state}"
        when = f", due {instant_text(self.scheduled_date)}"
        risk = f", risk decision {self.risk_decision}" if self.risk_decision else ""
        error = f", {self.error}" if self.error else ""
        return printable(f"change {self.id}: {words}{when}{risk}{error}")


@dataclass(frozen=True)
class Receipt:
    """What an operation did that writes."""

    run: int
    """Its number in the ledger; 0 if nothing had to be changed."""
    warnings: tuple[Finding, ...]
    """Of rules that let the request pass."""
    scheduled: ScheduledChange | None
    """What will happen later, or awaits a risk decision."""

    @classmethod
    def _of(cls, row: _ReceiptRow) -> Receipt:
        change = row["scheduled"]
        return cls(
            row["run"],
            tuple(Finding(*warning) for warning in row["warnings"]),
            None if change is None else ScheduledChange._of(change),
        )

    @property
    def risk_decision(self) -> str | None:
        """For which the change waits; None if it waits for none."""
        if self.scheduled is None or self.scheduled.state != "waiting":
            return None
        return self.scheduled.risk_decision

    def to_dict(self) -> dict[str, Any]:
        """The object that the shell prints."""
        shown = ("rule", "severity", "pointer", "message", "value", "expected")
        return {
            "run": self.run,
            "warnings": [{name: getattr(w, name) for name in shown} for w in self.warnings],
            "scheduled": None if self.scheduled is None else self.scheduled.to_dict(),
            "risk_decision": self.risk_decision,
        }

    def _repr_html_(self) -> str:
        from .html.records import receipt

        return receipt(self)


@dataclass(frozen=True)
class DueOutcome:
    """What became of a change that was due, or would become of it."""

    change: ScheduledChange
    """As it is afterwards."""
    message: str
    """Why it failed, or empty."""

    @property
    def ok(self) -> bool:
        """It was done."""
        return self.change.state == "done"

    def to_dict(self) -> dict[str, Any]:
        """The change, with ``message``."""
        return {**self.change.to_dict(), "message": self.message}


@dataclass(frozen=True, repr=False)
class DueReport:
    """What ``run_due`` did, or ``simulate`` says it would do."""

    outcomes: tuple[DueOutcome, ...]
    """The oldest first; of one instant, in the order of the requests."""
    done: int
    failed: int

    @classmethod
    def _of(cls, row: _DueRow) -> DueReport:
        outcomes = (DueOutcome(ScheduledChange._of(c), message) for c, message in row["outcomes"])
        return cls(tuple(outcomes), row["done"], row["failed"])

    @property
    def ok(self) -> bool:
        """No change failed."""
        return self.failed == 0

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado run-due --json`` prints."""
        return {
            "done": self.done,
            "failed": self.failed,
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }

    def summary(self) -> str:
        """What happened in one line."""
        due = plural(len(self.outcomes), "change")
        return f"{due} due: {self.done:,} done, {self.failed:,} failed"

    def __repr__(self) -> str:
        lines = [self.summary()]
        for outcome in self.outcomes:
            why = f": {outcome.message}" if outcome.message else ""
            lines.append(printable(f"{outcome.change}{why}"))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from .html.views import due

        return due(self)


@dataclass(frozen=True)
class AuditEntry:
    """A line of the audit log, which is never changed and never taken away."""

    id: int
    run: int | None
    """Of the ledger; None for what was refused."""
    operation: str
    """Name of the operation; see ``operations``."""
    org: str
    legacy_id: int
    at: datetime
    user: str
    reason: str
    error: str | None
    """Code of the refusal."""
    before: dict[str, Any] | None
    """What was changed: ``{"documents": [...], "scheduled": [...]}`` with documents as lines of a
    dump."""
    after: dict[str, Any] | None

    @classmethod
    def _of(cls, row: _AuditRow) -> AuditEntry:
        return cls(**row)

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado audit --json`` prints."""
        return {**self.__dict__, "at": instant_text(self.at)}


@dataclass(frozen=True)
class RiskQuestion:
    """What a risk policy is asked."""

    org: str
    legacy_id: int
    from_product: int
    """The tariff now."""
    to_product: int
    """The tariff wanted."""
    scheduled_date: date | None
    user: str


@dataclass(frozen=True)
class Response:
    """The answer to a request of the API documents."""

    status: int
    body: str | None
    """JSON."""
