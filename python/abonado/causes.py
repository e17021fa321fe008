"""What the findings of a run have in common, and what most of those of a rule share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, overload

from . import _core
from .arrow import ArrowTable
from .report import Finding, plural, printable, shortened

if TYPE_CHECKING:
    from ._core import CauseTable

_MOST_CAUSES = 3  # of a rule
_LEAST_SHARE = 0.2  # of the findings of a rule, for a cause of its own
_LEAST_LIFT = 1.25  # times as frequent as among all records
_LEAST_SIGMAS = 3.0  # above what chance gives
_MOST = 0.5  # what more than this share has is what most have
_FACTS = ("org", "system", "year", "type", "kind")


class Origin(NamedTuple):
    """Where a record comes from, by its own words; None for what it does not say."""

    kind: str | None
    org: str | None
    system: str | None
    """``creation_system`` of a v3 subscription."""
    year: int | None
    """Of its ``creation_date``, in UTC."""
    type: str | None
    """Subscription type."""


class FindingGroup(NamedTuple):
    """Findings that agree in rule, origin, member and form of the value."""

    rule: str
    severity: str
    origin: Origin
    member: str
    """The pointer with ``*`` for positions in lists."""
    form: str | None
    """What the value looks like: ``9`` for each digit, ``A`` and ``a`` for letters, ``9…`` for many
    in a row; None if there is no value."""
    findings: int
    records: int
    """In which they are."""
    of_first_value: int
    """How many have the value of the first."""
    first: Finding


@dataclass(frozen=True)
class Cause:
    """What a good part of a rule's findings shares, and other records do not."""

    rule: str
    severity: str
    findings: int
    """That share it."""
    of: int
    """All findings of the rule that were described."""
    facts: Mapping[str, str | int]
    """Of the records: ``org``, ``system``, ``year``, ``type``, ``kind``. Empty if nothing of them
    stands out."""
    records: int
    """All records with these facts, with and without a finding, among those of the kinds that can
    break the rule."""
    of_records: int
    """All records of the kinds that can break the rule."""
    member: str | None
    """The member that most of them are about, or None if there are several."""
    form: str | None
    """The form that most values have, or None."""
    value: str | None
    """The value that most of them have, or None."""
    example: Finding

    @property
    def share(self) -> float:
        """Of the rule's findings, from 0 to 1."""
        return self.findings / self.of if self.of else 0.0

    @property
    def lift(self) -> float:
        """How many times as frequent findings are among the records with these facts as among all
        that can break the rule; 1 without facts."""
        if not self.facts or not self.records:
            return 1.0
        return self.share / (self.records / self.of_records)

    @property
    def sentence(self) -> str:
        """What most of them share."""
        return printable(f"{self.rule}: {self._where()}{self._at()}.")

    def _where(self) -> str:
        if self.findings == self.of:
            counted = f"all {plural(self.of, 'finding')}" if self.of > 1 else "1 finding"
        else:
            counted = f"{self.findings:,} of {plural(self.of, 'finding')} ({_percent(self.share)})"
        if not self.facts:
            return f"{counted}, in records that have no origin in common"
        base = _percent(self.records / self.of_records)
        return f"{counted} in records {_told(self.facts)}, {base} of {self.of_records:,}"

    def _at(self) -> str:
        member = f", at {self.member}" if self.member else ""
        if self.value is not None:
            return f"{member}, mostly {_quoted(self.value)}"
        if self.form is not None:
            return f"{member}, mostly of the form {self.form} as {_quoted(self.example.value)}"
        return member


class Causes(Sequence[Cause], ArrowTable):
    """The causes of a run's findings, those of the most findings first. Immutable.

    A sequence of ``Cause``; as a frame (``to_polars()`` …) it is the groups that they come from.
    """

    def __init__(self, table: CauseTable) -> None:
        self._table = table
        self._causes: tuple[Cause, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """The groups are those of all findings of all inputs. False when there were too many
        different ones to tell apart, or the run went on with one that was interrupted."""
        return self._table.is_whole

    @property
    def groups(self) -> list[FindingGroup]:
        """All groups, by rule, the largest first."""
        return [
            FindingGroup(
                rule,
                severity,
                Origin(*origin),
                member,
                form,
                findings,
                records,
                alike,
                Finding(*first),
            )
            for rule, severity, origin, member, form, findings, records, alike, first in (
                self._table.groups
            )
        ]

    @property
    def origins(self) -> dict[Origin, int]:
        """How many records come from where, with and without findings, the most frequent first."""
        return {Origin(*origin): records for origin, records in self._table.origins}

    def __len__(self) -> int:
        return len(self._found())

    @overload
    def __getitem__(self, index: int) -> Cause: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cause, ...]: ...
    def __getitem__(self, index: int | slice) -> Cause | tuple[Cause, ...]:
        return self._found()[index]

    def __iter__(self) -> Iterator[Cause]:
        return iter(self._found())

    def __repr__(self) -> str:
        if not self:
            return "no findings"
        return "\n".join(shortened(cause.sentence) for cause in self)

    def _repr_html_(self) -> str:
        from .html.views import causes

        return causes(self)

    def _found(self) -> tuple[Cause, ...]:
        if self._causes is None:
            by_rule: dict[str, list[FindingGroup]] = {}
            for group in self.groups:
                by_rule.setdefault(group.rule, []).append(group)
            origins = self.origins
            found = [cause for groups in by_rule.values() for cause in _causes_of(groups, origins)]
            weight = {rule: sum(g.findings for g in groups) for rule, groups in by_rule.items()}
            found.sort(key=lambda cause: (cause.severity != "error", -weight[cause.rule]))
            self._causes = tuple(found)
        return self._causes

    def _stream(self) -> object:
        return self._table.stream()

    def _schema_capsule(self) -> object:
        return _core.causes_schema()

    def _columns(self) -> list[_core._FrameColumnRow]:
        return _core.causes_columns()


Facts = tuple[tuple[str, "str | int"], ...]


def _causes_of(groups: list[FindingGroup], origins: Mapping[Origin, int]) -> Iterator[Cause]:
    """Takes the facts that explain the most findings, then those that explain the most of the rest,
    until nothing stands out."""
    from .ruleset import explain

    rule = explain(groups[0].rule)
    of = sum(group.findings for group in groups)
    concerned = {origin: n for origin, n in origins.items() if origin.kind in rule.kinds}
    of_records = sum(concerned.values())
    # A rule across records does not tell where its records come from.
    population = _by_facts(concerned) if rule.scope in ("text", "record") else Counter()
    rest = groups
    for _ in range(_MOST_CAUSES):
        facts = _standing_out(rest, population, of_records, of)
        if not facts:
            break
        chosen = [group for group in rest if set(facts) <= set(_facts(group.origin))]
        yield _cause(chosen, of, dict(facts), population[facts], of_records)
        rest = [group for group in rest if group not in chosen]
    left = sum(group.findings for group in rest)
    if rest and (left == of or left >= _LEAST_SHARE * of):
        yield _cause(rest, of, {}, of_records, of_records)


def _standing_out(
    groups: Iterable[FindingGroup], population: Counter[Facts], of_records: int, of: int
) -> Facts:
    """The facts whose records have the most findings beyond what their number lets expect."""
    found = _by_facts_of_groups(groups)
    whole = found.pop((), 0)
    best: Facts = ()
    most = 0.0
    for facts, count in found.items():
        expected = whole * population[facts] / of_records if of_records else whole
        excess = count - expected
        if count < max(_LEAST_SHARE * of, 2) or count < _LEAST_LIFT * expected:
            continue
        if excess < _LEAST_SIGMAS * sqrt(expected):
            continue
        # Of facts that say the same, the fewest and the first of the list.
        if excess > most + 1e-9:
            best, most = facts, excess
    return best


def _facts(origin: Origin) -> Facts:
    known = origin._asdict()
    return tuple((name, known[name]) for name in _FACTS if known[name] is not None)


def _by_facts(origins: Mapping[Origin, int]) -> Counter[Facts]:
    counts: Counter[Facts] = Counter()
    for origin, records in origins.items():
        for facts in _subsets(_facts(origin)):
            counts[facts] += records
    return counts


def _by_facts_of_groups(groups: Iterable[FindingGroup]) -> Counter[Facts]:
    by_origin: defaultdict[Origin, int] = defaultdict(int)
    for group in groups:
        by_origin[group.origin] += group.findings
    counts = _by_facts(by_origin)
    return Counter(dict(sorted(counts.items(), key=lambda item: (len(item[0]), _rank(item[0])))))


def _rank(facts: Facts) -> list[tuple[int, str]]:
    return [(_FACTS.index(name), str(value)) for name, value in facts]


def _subsets(facts: Facts) -> Iterator[Facts]:
    for size in range(len(facts) + 1):
        yield from combinations(facts, size)


def _cause(
    groups: list[FindingGroup],
    of: int,
    facts: Mapping[str, str | int],
    records: int,
    of_records: int,
) -> Cause:
    findings = sum(group.findings for group in groups)
    values: Counter[str] = Counter()
    for group in groups:
        if group.first.value is not None:
            values[group.first.value] += group.of_first_value
    value = _most(values, findings)
    member = _most(_tally((group.member, group.findings) for group in groups), findings)
    form = _most(_tally((g.form, g.findings) for g in groups if g.form is not None), findings)
    typical = [g for g in groups if member in (None, g.member) and form in (None, g.form)]
    first = min((group.first for group in typical or groups), key=lambda finding: finding.line)
    return Cause(
        rule=first.rule,
        severity=first.severity,
        findings=findings,
        of=of,
        facts=facts,
        records=records,
        of_records=of_records,
        member=member,
        form=form,
        value=value if findings > 1 else first.value,
        example=first,
    )


def _tally(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    out: Counter[str] = Counter()
    for name, count in counts:
        out[name] += count
    return out


def _most(counts: Counter[str], of: int) -> str | None:
    if not counts:
        return None
    name, count = counts.most_common(1)[0]
    return name if count > _MOST * of else None


def _told(facts: Mapping[str, str | int]) -> str:
    """The facts of records, in words."""
    words = []
    if "type" in facts:
        words.append(f"of type {facts['type']}")
    if "kind" in facts:
        words.append(f"of kind {facts['kind']}")
    if "org" in facts:
        words.append(f"of {facts['org']}")
    created = [f"by {facts['system']}"] if "system" in facts else []
    created += [f"in {facts['year']}"] if "year" in facts else []
    if created:
        words.append(" ".join(["created", *created]))
    return ", ".join(words)


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _quoted(text: str | None) -> str:
    shown = "" if text is None else text if len(text) <= 40 else text[:39] + "…"
    return f'"{shown}"'
