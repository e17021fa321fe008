"""Views of the findings that a report keeps: a few of each rule, and rules that break together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, overload

from .errors import ArgumentError
from .report import Finding, plural, printable, shortened

if TYPE_CHECKING:
    from .report import Findings

_MOST_ROWS = 20  # that a text shows


class Sample(Sequence[Finding]):
    """Findings of each rule, spread over the input. Immutable."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = tuple(findings)

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._findings[index]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __repr__(self) -> str:
        lines = [plural(len(self), "finding")]
        for finding in self:
            expected = f", expected {finding.expected}" if finding.expected else ""
            told = shortened(f"{finding}{printable(expected)}")
            lines.append(f"{finding.rule:8} {finding.severity:8} {told}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from .html.views import sample

        return sample(self)


class Group(NamedTuple):
    """Rules that the same records break."""

    rules: tuple[str, ...]
    """All that these records break, in the order of their ids."""
    records: int
    first: Finding
    """Of the first such record."""


class Together:
    """Which rules break in the same record, by the kept findings. Immutable."""

    def __init__(
        self, groups: tuple[Group, ...], by_rule: dict[str, int], *, is_whole: bool
    ) -> None:
        self._groups = groups
        self._by_rule = by_rule
        self._is_whole = is_whole

    @property
    def groups(self) -> tuple[Group, ...]:
        """Sets of rules that records break, those of most records first; also of a single rule."""
        return self._groups

    @property
    def by_rule(self) -> dict[str, int]:
        """How many records break each rule."""
        return dict(self._by_rule)

    @property
    def is_whole(self) -> bool:
        """The report kept all findings, so that these are the numbers of the whole input."""
        return self._is_whole

    def pairs(self) -> dict[tuple[str, str], int]:
        """How many records break both rules of a pair, the most frequent pair first."""
        counts: Counter[tuple[str, str]] = Counter()
        for group in self._groups:
            for pair in combinations(group.rules, 2):
                counts[pair] += group.records
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def summary(self) -> str:
        """What they share, in a sentence."""
        records = sum(group.records for group in self._groups)
        several = sum(group.records for group in self._groups if len(group.rules) > 1)
        kept = "" if self._is_whole else " (of the findings that were kept)"
        broken = f"{several:,} of {plural(records, 'faulty record')}"
        return f"{broken} break more than one rule{kept}"

    def __repr__(self) -> str:
        lines = [self.summary()]
        lines += [
            f"{group.records:>10,}  {' + '.join(group.rules)}"
            for group in self._groups[:_MOST_ROWS]
        ]
        more = len(self._groups) - _MOST_ROWS
        return "\n".join([*lines, f"and {plural(more, 'more set')}"] if more > 0 else lines)

    def _repr_html_(self) -> str:
        from .html.views import together

        return together(self)


def take_sample(findings: Findings, per_rule: int) -> Sample:
    """As ``Report.sample`` tells it."""
    if per_rule < 1:
        raise ArgumentError("per_rule is at least 1")
    places: dict[str, list[int]] = {}
    for place, finding in enumerate(findings):
        places.setdefault(finding.rule, []).append(place)
    chosen = (place for rule in sorted(places) for place in _spread(places[rule], per_rule))
    return Sample(findings[place] for place in chosen)


def _spread(places: list[int], wanted: int) -> list[int]:
    """The first, the last and what lies evenly between."""
    if len(places) <= wanted:
        return places
    if wanted == 1:
        return places[:1]
    last = len(places) - 1
    return [places[number * last // (wanted - 1)] for number in range(wanted)]


def bring_together(findings: Findings, *, is_whole: bool) -> Together:
    """As ``Report.together`` tells it."""
    records: dict[tuple[str, int], set[str]] = {}
    firsts: dict[tuple[str, int], Finding] = {}
    for finding in findings:
        place = (finding.file, finding.line)
        records.setdefault(place, set()).add(finding.rule)
        firsts.setdefault(place, finding)
    counts: Counter[tuple[str, ...]] = Counter()
    examples: dict[tuple[str, ...], Finding] = {}
    by_rule: Counter[str] = Counter()
    for place, rules in records.items():
        key = tuple(sorted(rules))
        counts[key] += 1
        by_rule.update(key)
        examples.setdefault(key, firsts[place])
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    groups = tuple(Group(rules, count, examples[rules]) for rules, count in ordered)
    return Together(groups, dict(sorted(by_rule.items())), is_whole=is_whole)
