"""What the findings of a run have in common, and what most of those of a rule share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, overload

from . import _core
from .arrow import ArrowTable
from .report import Finding, plural, printable

if TYPE_CHECKING:
    from ._core import CauseTable

_MOST_CAUSES = 3  # of a rule
_LEAST_SHARE = 0.2  # of the faulty records of a rule, for a cause of its own
_LEAST_LIFT = 1.25  # times as frequent as among all records
_LEAST_SIGMAS = 3.0  # above what chance gives
_ADDING_SIGMAS = 2.0  # for a fact beside others
_LEAST_RECORDS = 5
_MOST_ORIGINS = 65_536  # that the core tells apart
_OTHER_NAME = "(other)"  # of the names that it does not
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
    """Whose first finding of the rule is among them: over all groups, each record counts once."""
    of_first_value: int
    """How many have the value of the first."""
    first: Finding


@dataclass(frozen=True)
class Cause:
    """What a good part of the records that break a rule share, and other records do not."""

    rule: str
    severity: str
    faulty: int
    """Records that break the rule and share it."""
    of_faulty: int
    """All records that break the rule."""
    findings: int
    """Of the faulty ones, as far as they were described; a record may have several."""
    facts: Mapping[str, str | int]
    """Of the records: ``org``, ``system``, ``year``, ``type``, ``kind``. Empty if nothing of them
    stands out."""
    records: int
    """All records with these facts, faulty or not, among those that can break the rule."""
    of_records: int
    """All records that can break the rule."""
    member: str | None
    """The member that most findings are about, or None if there are several."""
    form: str | None
    """The form that most values have, or None."""
    value: str | None
    """The value that most of them have, or None."""
    example: Finding

    @property
    def share(self) -> float:
        """Of the records that break the rule, from 0 to 1."""
        return self.faulty / self.of_faulty if self.of_faulty else 0.0

    @property
    def lift(self) -> float:
        """How many times as frequent faulty records are among those with the facts as among all; 1
        without facts."""
        if not self.facts:
            return 1.0
        return self.share / (self.records / self.of_records)

    @property
    def sentence(self) -> str:
        """What most of them share."""
        return printable(f"{self.rule}: {self._where()}{self._at()}.")

    def _where(self) -> str:
        if self.faulty == self.of_faulty:
            word = "all " if self.of_faulty > 1 else ""
            counted = f"{word}{plural(self.of_faulty, 'faulty record')}"
        else:
            whole = plural(self.of_faulty, "faulty record")
            counted = f"{self.faulty:,} of {whole} ({_percent(self.share)})"
        if not self.facts:
            return f"{counted}, with no origin in common"
        base = _percent(self.records / self.of_records)
        return f"{counted}, {_told(self.facts)}, as are {base} of all {self.of_records:,}"

    def _at(self) -> str:
        member = f"; at {self.member}" if self.member else ""
        if self.value is not None:
            return f"{member or ';'}{',' if member else ''} mostly {_quoted(self.value)}"
        if self.form is not None:
            form = f"mostly of the form {self.form} as {_quoted(self.example.value)}"
            return f"{member or ';'}{',' if member else ''} {form}"
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
        part = [] if self.is_whole else ["(not of all findings: see is_whole)"]
        return "\n".join([cause.sentence for cause in self] + part)

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
            weight = {rule: sum(g.records for g in groups) for rule, groups in by_rule.items()}
            found.sort(key=lambda cause: (cause.severity != "error", -weight[cause.rule]))
            self._causes = tuple(found)
        return self._causes

    def _stream(self) -> object:
        return self._table.stream()

    def _schema_capsule(self) -> object:
        return _core.causes_schema()

    def _columns(self) -> list[_core._FrameColumnRow]:
        return _core.causes_columns()


Fact: TypeAlias = "tuple[str, str | int]"


def _causes_of(groups: list[FindingGroup], origins: Mapping[Origin, int]) -> Iterator[Cause]:
    """Takes the facts that explain the most faulty records, then those that explain the most of
    the rest, until nothing stands out."""
    from .ruleset import explain

    rule = explain(groups[0].rule)
    # What cannot be read has no kind: it counts for the rules that any record can break.
    kinds = (
        {*rule.kinds, None} if rule.scope == "text" or rule.subject == "Envelope" else rule.kinds
    )
    base = {origin: n for origin, n in origins.items() if origin.kind in kinds}
    of_faulty, of_records = sum(group.records for group in groups), sum(base.values())
    whole = (of_faulty, of_records)
    # A rule across records does not tell where its records come from; of too many origins the core
    # does not either.
    can_tell = rule.scope in ("text", "record") and len(origins) < _MOST_ORIGINS
    rest, others = groups, base
    for _ in range(_MOST_CAUSES if can_tell else 0):
        facts = _standing_out(rest, others, of_faulty)
        if not facts:
            break
        chosen, rest = _parted(rest, facts)
        # Against all records: what was taken before may have had these facts too.
        records = sum(n for origin, n in base.items() if facts <= _facts(origin))
        cause = _cause(chosen, whole, dict(sorted(facts, key=_place)), records)
        if cause.lift >= _LEAST_LIFT:
            yield cause
        else:
            rest = [*chosen, *rest]
            break
        others = {origin: n for origin, n in others.items() if not facts <= _facts(origin)}
    left = sum(group.records for group in rest)
    if rest and (left == of_faulty or left >= _LEAST_SHARE * of_faulty):
        yield _cause(rest, whole, {}, of_records)


def _parted(
    groups: Iterable[FindingGroup], facts: frozenset[Fact]
) -> tuple[list[FindingGroup], list[FindingGroup]]:
    """Those with the facts, and the others."""
    chosen: list[FindingGroup] = []
    rest: list[FindingGroup] = []
    for group in groups:
        (chosen if facts <= _facts(group.origin) else rest).append(group)
    return chosen, rest


def _standing_out(
    groups: Iterable[FindingGroup], origins: Mapping[Origin, int], of_faulty: int
) -> frozenset[Fact]:
    """The facts whose records are faulty most beyond what their number lets expect."""
    by_origin: Counter[Origin] = Counter()
    for group in groups:
        by_origin[group.origin] += group.records
    faulty, all_ = _by_facts(by_origin), _by_facts(origins)
    none: frozenset[Fact] = frozenset()
    best, most = none, 0.0
    for facts, count in sorted(faulty.items(), key=lambda item: _rank(item[0])):
        if facts == none or count < max(_LEAST_SHARE * of_faulty, _LEAST_RECORDS):
            continue
        excess = _excess(count, all_[facts], faulty[none], all_[none])
        if excess > most:
            best, most = facts, excess
    # A fact that says nothing beyond the others is left out.
    for fact in sorted(best, key=_place, reverse=True):
        fewer = best - {fact}
        adds = _excess(faulty[best], all_[best], faulty[fewer], all_[fewer], _ADDING_SIGMAS)
        if fewer and not adds:
            best = fewer
    return best


def _excess(
    count: int, records: int, of_count: int, of_records: int, sigmas: float = _LEAST_SIGMAS
) -> float:
    """How many more are faulty than the share of the records lets expect, if that is no chance."""
    if not records or not of_records:
        return 0.0
    expected = of_count * records / of_records
    excess = count - expected
    by_chance = count < _LEAST_LIFT * expected or excess < sigmas * sqrt(expected)
    return 0.0 if by_chance else excess


def _facts(origin: Origin) -> frozenset[Fact]:
    known = ((name, getattr(origin, name)) for name in _FACTS)
    return frozenset((name, value) for name, value in known if value not in (None, _OTHER_NAME))


def _by_facts(origins: Mapping[Origin, int]) -> Counter[frozenset[Fact]]:
    """Of each set of facts, also of none."""
    counts: Counter[frozenset[Fact]] = Counter()
    for origin, records in origins.items():
        facts = _facts(origin)
        for size in range(len(facts) + 1):
            for subset in combinations(facts, size):
                counts[frozenset(subset)] += records
    return counts


def _place(fact: Fact) -> int:
    return _FACTS.index(fact[0])


def _rank(facts: frozenset[Fact]) -> tuple[int, list[tuple[int, str]]]:
    """The fewest first, then those that stand first in the list."""
    return len(facts), sorted((_place(fact), str(fact[1])) for fact in facts)


def _cause(
    groups: list[FindingGroup],
    whole: tuple[int, int],
    facts: Mapping[str, str | int],
    records: int,
) -> Cause:
    findings = sum(group.findings for group in groups)
    values = _tally((g.first.value, g.of_first_value) for g in groups if g.first.value is not None)
    value = _most(values, findings)
    member = _most(_tally((group.member, group.findings) for group in groups), findings)
    form = _most(_tally((g.form, g.findings) for g in groups if g.form is not None), findings)
    typical = [g for g in groups if member in (None, g.member) and form in (None, g.form)]
    example = min((group.first for group in typical or groups), key=lambda finding: finding.line)
    return Cause(
        rule=example.rule,
        severity=example.severity,
        faulty=sum(group.records for group in groups),
        of_faulty=whole[0],
        findings=findings,
        facts=facts,
        records=records,
        of_records=whole[1],
        member=member,
        form=form,
        value=value if findings > 1 else example.value,
        example=example,
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
