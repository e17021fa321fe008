"""What a store remembers of what wrote to it: runs, their counts, the fate of rejected records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ArgumentError
from .report import (
    Failure,
    Finding,
    RuleRow,
    plural,
    printable,
    rule_rows,
    shortened,
    size,
    text_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    import altair

    from ._core import CauseTable, _LoadRow, _RejectRow, _RunRow
    from .causes import Causes


@dataclass(frozen=True, repr=False)
class LoadReport:
    """What a load or a replay did. Immutable; may be read from any thread."""

    run: int
    """Its number in the ledger; 0 after a dry run."""
    state: str
    """``finished``; ``failed`` when an input could not be read to its end; ``stopped`` past a
    limit of errors, when nothing was published."""
    records: int
    """Lines that are not empty: the sum of the next four. All counts are of the whole run, also of
    the part before it was resumed."""
    inserted: int
    """Documents that the store did not hold."""
    updated: int
    """Documents that were changed; their former state is kept."""
    skipped: int
    """Documents that the store held already with the same content."""
    rejected: int
    """Records with an error; they are kept as rejects."""
    errors: int
    """Findings of severity error."""
    warnings: int
    """Findings of severity warning."""
    bytes: int
    """Of uncompressed input."""
    by_rule: dict[str, int]
    """Number of findings of each broken rule, in the order of the reference."""
    examples: dict[str, Finding]
    """The first finding of each rule; after a resumed run, of this call only."""
    failures: tuple[Failure, ...]
    """Inputs that could not be read to their end; what came before is loaded, if the run is
    published."""
    resumed_bytes: int
    """Uncompressed input that an earlier attempt at this run had loaded."""
    seconds: float
    dry_run: bool
    """The counts are what would have happened; nothing was written."""
    published: bool
    """False for a dry run, and for a load in one transaction that was taken back: past a limit of
    errors, or because an input could not be read to its end."""
    _causes: CauseTable | None = field(repr=False, compare=False)

    @classmethod
    def _of(cls, row: _LoadRow) -> LoadReport:
        values: dict[str, Any] = dict(row)
        values["examples"] = {rule: Finding(*found) for rule, found in row["examples"].items()}
        values["failures"] = tuple(Failure(*failure) for failure in row["failures"])
        return cls(**values)

    @property
    def ok(self) -> bool:
        """The run finished and rejected nothing."""
        return self.state == "finished" and self.rejected == 0

    @property
    def rules(self) -> list[RuleRow]:
        """The broken rules of which there is an example, in the order of the reference."""
        return rule_rows(self.by_rule, self.examples)

    def causes(self) -> Causes:
        """What the findings of each rule have in common, as ``Report.causes`` tells; of what this
        call read, when the run was resumed. Raises ArgumentError for a copy of the report."""
        from .causes import Causes

        if self._causes is None:
            raise ArgumentError("a copy of a report does not know the causes")
        return Causes(self._causes)

    def plot(self) -> altair.LayerChart:
        """How many findings each rule has; an altair chart.

        Raises MissingExtraError without ``pip install 'abonado[altair]'``.
        """
        from .plots.findings import load_chart

        return load_chart(self)

    def __getstate__(self) -> dict[str, Any]:
        """A copy, as another process gets it, has all but the causes."""
        return {**self.__dict__, "_causes": None}

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado load --json`` prints."""
        return {
            "run": self.run,
            "state": self.state,
            "dry_run": self.dry_run,
            "published": self.published,
            "records": self.records,
            "inserted": self.inserted,
            "updated": self.updated,
            "skipped": self.skipped,
            "rejected": self.rejected,
            "errors": self.errors,
            "warnings": self.warnings,
            "by_rule": self.by_rule,
            "failures": [failure._asdict() for failure in self.failures],
            "resumed_bytes": self.resumed_bytes,
            "seconds": self.seconds,
            "bytes": self.bytes,
        }

    def summary(self) -> str:
        """What happened in one line."""
        counts = (
            f"{plural(self.records, 'record')}: {self.inserted:,} inserted, {self.updated:,} "
            f"updated, {self.skipped:,} skipped, {self.rejected:,} rejected"
        )
        parts = [
            counts,
            f"{plural(self.errors, 'error')}, {plural(self.warnings, 'warning')}",
            f"{size(self.bytes)} in {self.seconds:.2f} s",
        ]
        if self.records and self.skipped == self.records:
            parts.append("the store held all of it already")
        if self.failures:
            parts.append(f"{plural(len(self.failures), 'input')} not read to the end")
        if self.state == "stopped":
            parts.append("stopped, nothing published")
        elif not self.published and not self.dry_run:
            parts.append("nothing published")
        if self.dry_run:
            parts.insert(0, "dry run, nothing written")
        return " · ".join(parts)

    def __repr__(self) -> str:
        return text_of(self.summary(), self.failures, self.rules)

    def _repr_html_(self) -> str:
        from .html.views import load_report

        return load_report(self)


@dataclass(frozen=True)
class Run:
    """A load, a replay or an operation, as the ledger has it."""

    id: int
    kind: str
    """``load``, ``replay`` or ``operation``."""
    state: str
    """``running`` (also what a killed run is left as), ``finished``, ``interrupted``, ``failed``,
    ``stopped`` past a limit of errors, or ``abandoned`` for one that was begun anew."""
    started: datetime
    """In UTC, as ``ended``. From here on the store knows what the run brought."""
    ended: datetime | None
    version: str
    """Of the library."""
    rules: str
    """Hash of the rule table and of the run's options."""
    inputs: tuple[str, ...]
    """Names, in order."""
    records: int
    inserted: int
    updated: int
    skipped: int
    rejected: int
    errors: int
    warnings: int
    bytes: int
    by_rule: dict[str, int]

    @classmethod
    def _of(cls, row: _RunRow) -> Run:
        return cls(**row)

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado runs --json`` prints: instants as RFC 3339."""
        row = dict(self.__dict__)
        row["started"] = instant_text(self.started)
        row["ended"] = None if self.ended is None else instant_text(self.ended)
        row["inputs"] = list(self.inputs)
        return row

    def plot(self) -> altair.LayerChart:
        """How many findings each rule has, as ``LoadReport.plot``."""
        from .plots.findings import load_chart

        return load_chart(self)

    def _repr_html_(self) -> str:
        from .html.views import run

        return run(self)


@dataclass(frozen=True, repr=False)
class Reject:
    """A record that was not loaded, byte for byte, with all that is wrong with it."""

    id: int
    run: int
    """The run that rejected it."""
    input: str
    """Name of the input."""
    line: int
    """From 1."""
    byte_offset: int
    """Of the line in the uncompressed input."""
    attempt: int
    """2 for a record that was replayed once and failed again, and so on."""
    state: str
    """``open``, ``replayed`` (and open again under a new number if it failed) or ``dropped``."""
    replaces: int | None
    """The reject whose replay this is."""
    replayed_in: int | None
    """The run that tried it again."""
    kind: str | None
    org: str | None
    legacy_id: int | None
    raw: bytes
    """The line without its newline."""
    is_whole: bool
    """False for a line too long to keep: ``raw`` is its beginning."""
    findings: tuple[Finding, ...]
    _is_redacted: bool = field(default=False, repr=False, compare=False)

    @classmethod
    def _of(cls, row: _RejectRow, *, is_redacted: bool = False) -> Reject:
        values: dict[str, Any] = {**row, "_is_redacted": is_redacted}
        values["findings"] = tuple(Finding(*finding) for finding in row["findings"])
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """The reject as a line of the file of findings beside ``rejects`` has it."""
        findings = [finding.to_dict() for finding in self.findings]
        for finding in findings:
            del finding["file"]
        return {
            "reject": self.id,
            "run": self.run,
            "attempt": self.attempt,
            "state": self.state,
            "file": self.input,
            "line": self.line,
            "byte_offset": self.byte_offset,
            "kind": self.kind,
            "org": self.org,
            "legacy_id": self.legacy_id,
            "replaces": self.replaces,
            "replayed_in": self.replayed_in,
            "whole": self.is_whole,
            "findings": findings,
        }

    def __repr__(self) -> str:
        """One line; ``raw`` may have megabytes."""
        who = " ".join(str(part) for part in (self.org, self.kind, self.legacy_id) if part)
        rules = ", ".join(dict.fromkeys(finding.rule for finding in self.findings))
        told = f"reject {self.id}, {self.state}: {who or 'not readable'}, line {self.line}, {rules}"
        return f"<{shortened(printable(told))}>"

    def _repr_html_(self) -> str:
        from .html.records import reject

        return reject(self)


class RejectGroup(NamedTuple):
    """The rejects of one run in one state."""

    run: int
    state: str
    rejects: int
    by_rule: dict[str, int]
    """How many of them break each rule; one may break several."""


def instant_text(instant: datetime) -> str:
    """RFC 3339, in UTC."""
    from datetime import timezone

    return instant.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
