"""Mends of rejected records that lose nothing: what the rules know, applied and tried again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from . import _core
from .errors import ArgumentError
from .validation import validate

if TYPE_CHECKING:
    from .ledger import Reject
    from .report import Finding
    from .validation import RuleOptions

Apply: TypeAlias = Literal["safe", "all"]

_PAGE = 256  # rejects that are mended at once, if they are short
_PAGE_BYTES = 16 << 20
_MOST_ROUNDS = 4  # a mended envelope shows what is wrong with the body, and so on


@dataclass(frozen=True)
class Suggestion:
    """A rejected record after the mends that its rules know."""

    reject: Reject
    mended: bytes
    """The line, byte for byte as it was but for what the patches name."""
    applied: tuple[Finding, ...]
    """The findings whose patches were applied, in that order."""
    remaining: tuple[Finding, ...]
    """Errors that are left, as far as the record alone tells."""

    @property
    def is_clean(self) -> bool:
        """No error is left in the record itself; a store may still refuse it."""
        return not self.remaining


def suggest(
    rejects: Iterable[Reject],
    *,
    apply: Apply,
    kind: str | None,
    org: str | None,
    rules: RuleOptions,
) -> Iterator[Suggestion]:
    """As ``Database.suggestions`` tells it; a page at a time, so that memory stays flat."""
    if apply not in ("safe", "all"):
        raise ArgumentError(f"apply is safe or all, not {apply}")
    # All findings of a record are asked for, else a mend could be called clean that is not.
    rules = {**rules, "max_findings_per_record": None}
    validate(b"", kind=kind, org=org, **rules)  # refuses options that make no sense, before any row
    # A line whose end was not kept cannot be mended.
    whole = (reject for reject in rejects if reject.is_whole)
    return (row for page in _pages(whole) for row in _mended(page, apply, kind, org, rules))


def _pages(rejects: Iterable[Reject]) -> Iterator[list[Reject]]:
    page: list[Reject] = []
    size = 0
    for reject in rejects:
        page.append(reject)
        size += len(reject.raw)
        if len(page) == _PAGE or size >= _PAGE_BYTES:
            yield page
            page, size = [], 0
    if page:
        yield page


def _mended(
    page: list[Reject], apply: Apply, kind: str | None, org: str | None, rules: RuleOptions
) -> Iterator[Suggestion]:
    mended = [Suggestion(reject, reject.raw, (), ()) for reject in page]
    for left in reversed(range(_MOST_ROUNDS)):
        findings = _findings([row.mended for row in mended], kind, org, rules)
        pairs = zip(mended, findings, strict=True)
        mended = [replace(row, remaining=_errors(found)) for row, found in pairs]
        patches = [_patches(found, apply) for found in findings]
        if not any(patches) or not left:
            break
        mended = [_mend(*pair) for pair in zip(mended, patches, strict=True)]
    yield from (row for row in mended if row.applied)


def _findings(
    lines: list[bytes], kind: str | None, org: str | None, rules: RuleOptions
) -> list[tuple[Finding, ...]]:
    """The findings of each line."""
    plain: RuleOptions = {**rules, "redact": False}  # a mend is made of the value
    # The empty line in front keeps a first line of whatever bytes from being taken for packed data.
    report = validate(
        b"\n" + b"\n".join(lines),
        kind=kind,
        org=org,
        threads=1,
        check_duplicates=False,
        max_findings=10_000_000,
        **plain,
    )
    out: list[list[Finding]] = [[] for _ in lines]
    for finding in report.findings:
        out[finding.line - 2].append(finding)
    return [tuple(findings) for findings in out]


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity == "error")


def _patches(findings: Iterable[Finding], apply: Apply) -> list[Finding]:
    return [f for f in findings if f.patch is not None and (f.safe or apply == "all")]


def _mend(row: Suggestion, patches: list[Finding]) -> Suggestion:
    line = row.mended
    for finding in patches:
        line = _core.apply_patch(line, str(finding.patch))
    return replace(row, mended=line, applied=row.applied + tuple(patches))


@contextmanager
def mended_lines(found: Iterable[Suggestion]) -> Iterator[tuple[IO[bytes], list[int]]]:
    """The mended lines as a file, and the numbers of their rejects."""
    with tempfile.TemporaryFile() as lines:
        ids = []
        for row in found:
            lines.write(row.mended + b"\n")
            ids.append(row.reject.id)
        lines.seek(0)
        yield lines, ids
