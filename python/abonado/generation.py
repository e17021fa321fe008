"""Synthetic dumps with known defects."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias, overload

from . import _core
from .arguments import integer
from .errors import ArgumentError
from .files import is_one_file

if TYPE_CHECKING:
    from datetime import datetime

Target: TypeAlias = "str | os.PathLike[str] | IO[bytes]"
Weights: TypeAlias = "Mapping[str, float] | Iterable[str]"


class GenerateReport(NamedTuple):
    """What was written."""

    records: int
    defective: int
    bytes: int


@overload
def generate(
    target: None = None,
    *,
    records: int = 1000,
    seed: int = 1,
    defects: Mapping[str, float] | None = None,
    kinds: Weights | None = None,
    labels: Target | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> bytes: ...
@overload
def generate(
    target: Target,
    *,
    records: int = 1000,
    seed: int = 1,
    defects: Mapping[str, float] | None = None,
    kinds: Weights | None = None,
    labels: Target | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> GenerateReport: ...
def generate(
    target: Target | None = None,
    *,
    records: int = 1000,
    seed: int = 1,
    defects: Mapping[str, float] | None = None,
    kinds: Weights | None = None,
    labels: Target | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> bytes | GenerateReport:
    """Make a telecom-shaped dump: the same arguments give the same bytes on every machine.

    ``target`` is a path or a binary stream; without one the dump is returned as bytes.

    * ``defects``: by rule id, the share of the records that break it, 0 to 1; the rest breaks none.
    * ``kinds``: weights of the kinds, or the kinds alone for equal weights; a mix of all if None.
    * ``labels``: path or binary stream for one JSON object per defective line: its number and the
      rules that it breaks, all of them and no others.
    * ``now``: no date lies after it; the start of 2026 if None.
    * ``progress``: called with the records and bytes so far, about every 50 ms.

    Raises ArgumentError for an unknown rule or shares above 1, OutputError if a file cannot be
    written. Other threads run meanwhile, and Ctrl-C stops it.
    """
    weights = _weights(kinds)
    if labels is not None and _is_one_output(target, labels):
        raise ArgumentError("labels would be written over the dump")
    buffer = None
    if target is None:
        from io import BytesIO

        buffer = target = BytesIO()
    row = _core.generate(
        _output(target),
        None if labels is None else _output(labels),
        records=integer("records", records, least=0),
        seed=integer("seed", seed, least=0, most=2**64 - 1),
        defects=dict(defects or {}),
        kinds=weights,
        now=now,
        progress=progress,
    )
    return GenerateReport(*row) if buffer is None else buffer.getvalue()


def injectable_rules() -> list[str]:
    """Ids of the rules that ``defects`` may name."""
    return _core.injectable_rules()


def _weights(kinds: Weights | None) -> dict[str, float]:
    if kinds is None:
        return {}
    items = kinds.items() if isinstance(kinds, Mapping) else [(kind, 1.0) for kind in kinds]
    return {str(kind): weight for kind, weight in items}


def _is_one_output(target: Target | None, labels: Target) -> bool:
    if isinstance(target, (str, os.PathLike)):
        return is_one_file(target, labels)
    if isinstance(labels, (str, os.PathLike)):
        return is_one_file(labels, target)
    return target is labels


def _output(target: Target) -> bytes | IO[bytes]:
    return os.fsencode(target) if isinstance(target, (str, os.PathLike)) else target
