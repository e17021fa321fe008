"""What a validation found: counts, broken rules, findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from . import _core
from .arrow import ArrowTable
from .listing import Listing

if TYPE_CHECKING:
    import altair

    from ._core import RunReport
    from .causes import Causes
    from .samples import Sample, Together

_MOST_EXAMPLE = 160  # characters of an example in a table


class Finding(NamedTuple):
    """A broken rule of one record."""

    line: int
    """From 1, empty lines included."""
    byte_offset: int
    """Of the value from the start of the uncompressed input; of the object for a missing member."""
    kind: str | None
    org: str | None
    legacy_id: int | None
    rule: str
    severity: str
    """``error`` or ``warning``."""
    pointer: str
    """JSON Pointer from the body, or from the line for the envelope's own members."""
    message: str
    value: str | None
    """A string's content, else the JSON text; cut when long."""
    expected: str
    file: str
    """Name of the input."""
    patch: str | None = None
    """A JSON Patch (RFC 6902) of the line that makes the value what the rule asks for, where the
    rule knows one; None in findings that a store kept."""
    safe: bool | None = None
    """The patch loses nothing that the record said; None without a patch."""

    def to_dict(self) -> dict[str, Any]:
        """The finding as a line of ``--findings`` has it, with ``file``."""
        row = self._asdict()
        if self.patch is None:
            del row["patch"], row["safe"]
        else:
            row["patch"] = json.loads(self.patch)
        return row

    def __str__(self) -> str:
        return printable(" ".join(filter(None, (f"line {self.line}", self.pointer, self.message))))


class Failure(NamedTuple):
    """An input that could not be read to its end; what came before was checked and counted."""

    input: str
    message: str


@dataclass(frozen=True)
class RuleRow:
    """A broken rule with its number of findings and the first of them."""

    rule: str
    severity: str
    count: int
    summary: str
    example: Finding


class Findings(Sequence[Finding], ArrowTable):
    """The findings that a report keeps, in the order of the input.

    A sequence whose elements are made when asked for, and a frame.
    """

    def __init__(self, run: RunReport) -> None:
        self._run = run

    def _stream(self) -> object:
        return self._run.findings_stream()

    def _schema_capsule(self) -> object:
        return _core.findings_schema()

    def _columns(self) -> list[_core._FrameColumnRow]:
        return _core.findings_columns()

    def __len__(self) -> int:
        return self._run.finding_count

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        places = range(len(self))[index]
        if isinstance(places, range):
            return [Finding(*self._run.finding(i)) for i in places]
        return Finding(*self._run.finding(places))

    def __iter__(self) -> Iterator[Finding]:
        for i in range(len(self)):
            yield Finding(*self._run.finding(i))

    def __repr__(self) -> str:
        return f"<{plural(len(self), 'finding')}>"

    def _repr_html_(self) -> str:
        from .html.records import findings

        return findings(self)


class Report:
    """The verdict on a dump. Immutable; may be read from any thread."""

    def __init__(self, run: RunReport) -> None:
        self._run = run

    @property
    def ok(self) -> bool:
        """No record is invalid, all inputs were read to their end, and no threshold was passed."""
        return self._run.ok

    @property
    def records(self) -> int:
        """Lines that are not empty."""
        return self._run.records

    @property
    def valid(self) -> int:
        """Records without a finding of severity error."""
        return self._run.valid

    @property
    def invalid(self) -> int:
        """Records with a finding of severity error."""
        return self._run.invalid

    @property
    def errors(self) -> int:
        """Findings of severity error."""
        return self._run.errors

    @property
    def warnings(self) -> int:
        """Findings of severity warning."""
        return self._run.warnings

    @property
    def bytes(self) -> int:
        """Uncompressed."""
        return self._run.bytes

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self._run.seconds

    @property
    def stopped(self) -> bool:
        """``max_errors`` was passed; the rest was not looked at."""
        return self._run.stopped

    @property
    def by_rule(self) -> dict[str, int]:
        """Number of findings of each broken rule, in the order of the reference."""
        return self._run.by_rule

    @property
    def findings(self) -> Findings:
        """The findings, as many as were to be kept (``max_findings``)."""
        return Findings(self._run)

    @property
    def findings_kept_all(self) -> bool:
        """``findings`` holds every finding. The counts are exact in any case."""
        return self._run.findings_kept_all

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Inputs that could not be read to their end."""
        return tuple(Failure(*row) for row in self._run.failures)

    @property
    def rules(self) -> list[RuleRow]:
        """The broken rules, in the order of the reference."""
        examples = {rule: Finding(*row) for rule, row in self._run.examples.items()}
        return rule_rows(self._run.by_rule, examples)

    def sample(self, per_rule: int = 3) -> Sample:
        """A few of the kept findings of each rule, spread over the input; always the same ones.

        Raises ArgumentError if ``per_rule`` is less than 1.
        """
        from .samples import take_sample

        return take_sample(self.findings, per_rule)

    def causes(self) -> Causes:
        """What the findings of each rule have in common: where their records come from, the member,
        and what the values look like. Of all findings, whether they were kept or not."""
        from .causes import Causes

        return Causes(self._run.causes)

    def together(self) -> Together:
        """Which rules break in the same record, by the kept findings."""
        from .samples import bring_together

        return bring_together(self.findings, is_whole=self.findings_kept_all)

    def plot(self) -> altair.HConcatChart | altair.LayerChart:
        """How many findings each rule has, and where in the input they lie; an altair chart.

        Numbers are exact. Places are those of the kept findings, each input cut into 120 pieces of
        its lines, of the four inputs with most findings. Raises MissingExtraError without
        ``pip install 'abonado[altair]'``.
        """
        from .plots.findings import report_chart

        return report_chart(self)

    def to_dict(self) -> dict[str, Any]:
        """The object that ``abonado validate --json`` prints."""
        return {
            "records": self.records,
            "valid": self.valid,
            "invalid": self.invalid,
            "errors": self.errors,
            "warnings": self.warnings,
            "by_rule": self.by_rule,
            "seconds": self.seconds,
            "bytes": self.bytes,
        }

    def summary(self) -> str:
        """The verdict in one line."""
        parts = [
            f"{plural(self.records, 'record')}: {self.valid:,} valid, {self.invalid:,} invalid",
            f"{plural(self.errors, 'error')}, {plural(self.warnings, 'warning')}",
            f"{size(self.bytes)} in {self.seconds:.2f} s",
        ]
        if self.seconds > 0 and self.bytes >= 1_000_000:
            parts[-1] += f", {size(self.bytes / self.seconds)}/s"
        if self.failures:
            parts.append(f"{plural(len(self.failures), 'input')} not read to the end")
        if self.stopped:
            parts.append("stopped")
        return " · ".join(parts)

    def __repr__(self) -> str:
        return text_of(self.summary(), self.failures, self.rules)

    def _repr_html_(self) -> str:
        from .html.views import report

        return report(self)


def rule_rows(counts: Mapping[str, int], examples: Mapping[str, Finding]) -> list[RuleRow]:
    """The broken rules of which there is an example."""
    from .ruleset import explain

    rows = (
        RuleRow(rule, example.severity, counts[rule], explain(rule).summary, example)
        for rule, example in examples.items()
    )
    return Listing(rows, "broken rules")


def text_of(summary: str, failures: Sequence[Failure], rows: Sequence[RuleRow]) -> str:
    """A verdict for people."""
    lines = [summary]
    lines += [f"not read to its end: {printable(failure.message)}" for failure in failures]
    if rows:
        lines.append(f"{'rule':8} {'severity':8} {'count':>10}  what must hold, and an example")
    for row in rows:
        lines.append(f"{row.rule:8} {row.severity:8} {row.count:>10,}  {row.summary}")
        lines.append(f"{'':29} {shortened(str(row.example))}")
    return "\n".join(lines)


def printable(text: str) -> str:
    """The text without control characters, which would reach the terminal that shows it."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str) -> str:
    return text if len(text) <= _MOST_EXAMPLE else text[: _MOST_EXAMPLE - 1] + "…"


def plural(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def size(count: float) -> str:
    """Bytes for people, in powers of 1000."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
