"""Validating a dump."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias, TypedDict

from . import _core
from .arguments import integer, wrong_type
from .errors import ArgumentError, OutputError
from .files import is_one_file
from .redaction import Redact, key_of
from .report import Report
from .tables import file_parts, frame_part, is_table

if TYPE_CHECKING:
    from datetime import datetime

Path: TypeAlias = "str | os.PathLike[str]"
Record: TypeAlias = "str | bytes | Mapping[str, Any] | _core.Envelope"
Source: TypeAlias = (
    "Path | Iterable[Path] | bytes | bytearray | memoryview | IO[Any] | Iterable[Record]"
    " | ArrowStreamable"
)


class ArrowStreamable(Protocol):
    """What speaks Arrow: a frame of polars or pandas, a table of pyarrow, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Progress(NamedTuple):
    """How far a validation has come."""

    position: int
    """Bytes of the sources taken so far, compressed where they are."""
    size: int | None
    """Bytes in all, if known."""
    records: int
    errors: int
    warnings: int


@dataclass(frozen=True)
class SegmentPolicy:
    """Which segment ids a class of subscriptions may carry (SEG rules)."""

    postpaid_mobile_prefix: str = "OM"
    prepaid_prefix: str = "OP"
    convergent_prefix: str = "OC"
    allow_list: tuple[str, ...] = ("DEVICEOFFERSEGMENT",)
    """Generic ids, which pass for every class."""
    default_class: str | None = None
    """Class of the records that do not say theirs, a ``SegmentClass``."""


class RuleOptions(TypedDict, total=False):
    """What a user can decide about the rules; ``validate`` tells what each means."""

    now: datetime | None
    severities: Mapping[str, str] | None
    strict: bool
    naive: Literal["refuse", "utc", "suggest"]
    segments: SegmentPolicy | None
    status_reasons: Iterable[str] | None
    max_depth: int | None
    max_elements: int | None
    max_line_bytes: int | None
    max_findings_per_record: int | None
    redact: Redact


def validate(
    source: Source,
    *,
    kind: str | None = None,
    org: str | None = None,
    threads: int | None = None,
    now: datetime | None = None,
    severities: Mapping[str, str] | None = None,
    strict: bool = False,
    naive: Literal["refuse", "utc", "suggest"] = "refuse",
    segments: SegmentPolicy | None = None,
    status_reasons: Iterable[str] | None = None,
    max_depth: int | None = None,
    max_elements: int | None = None,
    max_line_bytes: int | None = None,
    max_findings_per_record: int | None = None,
    redact: Redact = False,
    max_errors: int | None = None,
    check_duplicates: bool = True,
    findings: Path | None = None,
    max_findings: int = 100_000,
    progress: bool | Callable[[Progress], object] | None = None,
) -> Report:
    """Check every record of a dump and return all that is wrong with them.

    ``source`` is the path of an NDJSON file, plain, gzip or zstd (``"-"`` is standard input);
    several paths, read as one dump; bytes; an open file, uncompressed; or an iterable of records,
    each a dict, an ``Envelope``, or a str or bytes of JSON. A list of str is one of records if one
    of them starts with ``{``.

    It may also be a frame, which is anything with ``__arrow_c_stream__`` (polars, pandas, pyarrow,
    DuckDB), or paths that end in ``.parquet`` or ``.csv``. Each row is then an envelope if there is
    a column ``body``; otherwise the columns are members of bodies of the given ``kind``, beside
    which those of the envelope may stand: docs/how-to/read-frames-and-csv.md. Line n is row n of a
    frame, and the line of a CSV file.

    * ``kind``, ``org``: the lines are bare bodies of this kind and organisation, not envelopes. Of
      a table: those of rows that do not say theirs.
    * ``threads``: one per core if None.
    * ``now``: no creation or update may lie after it (SUB-010); the present if None.
    * ``severities``: ``error``, ``warning`` or ``off`` by rule id; the rule table's otherwise.
    * ``strict``: unknown members are errors. ``naive="utc"``: date-times without offset are UTC;
      ``"suggest"``: they are refused, and their findings have the patch that makes them so.
    * ``status_reasons``: the words that last_status_reason may hold; rule SUB-011 becomes a
      warning, unless ``severities`` says otherwise.
    * ``max_depth``, ``max_elements``, ``max_line_bytes``: limits of a line (DOC-006).
      ``max_findings_per_record``: further findings of a record are counted, not described. None
      is the library's default.
    * ``redact``: values are told as keyed hashes, so that they can be compared but not read: True
      takes a random key, a str or bytes of at least 16 bytes is the key, with which the same values
      have the same hashes in other runs. What is hashed: docs/how-to/redact.md.
    * ``max_errors``: stop once more records than this, at least 1, are invalid.
    * ``check_duplicates``: look for what appears twice in the dump (DUP rules).
    * ``findings``: a file for one JSON object per finding, however many. ``max_findings``: how many
      the report keeps.
    * ``progress``: True for a line on standard error, or a function that is called with a
      ``Progress`` about every 50 ms; what it raises stops the run and is raised here.

    A bad record is a finding, never an exception, and a file that cannot be read is one of the
    report's ``failures``. Raises ArgumentError for options that make no sense, OutputError if
    ``findings`` cannot be written, TypeError for a record that cannot be JSON; for a table also
    ArgumentError for columns that cannot be read or that the kind does not have, MissingExtraError
    for Parquet or pandas without pyarrow. Other threads run meanwhile, and Ctrl-C stops it within
    100 ms.
    """
    rules = rule_options(
        now=now,
        severities=severities,
        strict=strict,
        naive=naive,
        segments=segments,
        status_reasons=status_reasons,
        max_depth=max_depth,
        max_elements=max_elements,
        max_line_bytes=max_line_bytes,
        max_findings_per_record=max_findings_per_record,
        redact=redact,
    )
    dump = form_of(source, kind, org, rules["redact"])
    if findings is not None:
        _refuse_input(findings, source)
    options = {
        **rules,
        "kind": dump.kind,
        "org": dump.org,
        "threads": threads,
        "max_errors": None if max_errors is None else integer("max_errors", max_errors, least=1),
        "check_duplicates": check_duplicates,
    }
    run = _core.validate(
        dump.source,
        form=dump.form,
        name=dump.name,
        options=options,
        findings=None if findings is None else os.fsencode(findings),
        max_findings=integer("max_findings", max_findings, least=0),
        progress=caller_of(progress),
    )
    report = Report(run)
    if run.output_failure:
        raise OutputError(run.output_failure, report=report)
    return report


def rule_options(
    *,
    now: datetime | None = None,
    severities: Mapping[str, str] | None = None,
    strict: bool = False,
    naive: Literal["refuse", "utc", "suggest"] = "refuse",
    segments: SegmentPolicy | None = None,
    status_reasons: Iterable[str] | None = None,
    max_depth: int | None = None,
    max_elements: int | None = None,
    max_line_bytes: int | None = None,
    max_findings_per_record: int | None = None,
    redact: Redact = False,
) -> dict[str, Any]:
    """The ``RuleOptions`` as the core takes them."""
    if severities is not None and not isinstance(severities, Mapping):
        raise ArgumentError("severities maps ids of rules to error, warning or off")
    if segments is not None and not isinstance(segments, SegmentPolicy):
        raise wrong_type("segments", "SegmentPolicy", segments)
    if status_reasons is not None and not isinstance(status_reasons, Iterable):
        raise wrong_type("status_reasons", "words", status_reasons)
    levels = {rule: str(level) for rule, level in (severities or {}).items()}
    reasons = None if status_reasons is None else list(status_reasons)
    if reasons:
        levels.setdefault("SUB-011", "warning")
    return {
        "now": now or _present(),
        "severities": levels,
        "strict": strict,
        "naive": naive,
        **asdict(segments or SegmentPolicy()),
        "status_reasons": reasons,
        "max_depth": max_depth,
        "max_elements": max_elements,
        "max_line_bytes": max_line_bytes,
        "max_findings_per_record": max_findings_per_record,
        "redact": key_of(redact),
    }


def _present() -> datetime:
    from datetime import datetime, timezone

    return datetime.now(timezone.utc)


class Form(NamedTuple):
    """How the core reads a source."""

    form: str
    source: Any
    name: str
    """What messages call it."""
    kind: str | None
    org: str | None
    """Those of bare bodies; None if the source itself knows."""


def form_of(source: Source, kind: str | None, org: str | None, key: bytes | None) -> Form:
    """With the key of ``redact``, if there is one, for what is told of the file itself."""
    if isinstance(source, (str, os.PathLike)):
        if isinstance(source, str) and (source.lstrip()[:1] == "{" or "\n" in source):
            raise ArgumentError("a str is a path; give JSON text as bytes, or as a list of lines")
        return _form_of_paths([source], kind, org, key)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return Form("buffer", source, "<bytes>", kind, org)
    if (part := frame_part(source, kind, org)) is not None:
        return Form("parts", [part], "", None, None)
    if hasattr(source, "read"):
        name = getattr(source, "name", None)
        return Form("stream", source, name if isinstance(name, str) else "<stream>", kind, org)
    if isinstance(source, Mapping):
        raise ArgumentError("a single record is given in a list")
    if isinstance(source, (list, tuple)) and source and all(map(_is_path, source)):
        return _form_of_paths(source, kind, org, key)
    if not isinstance(source, Iterable):
        raise ArgumentError(
            f"{type(source).__name__} is no path, bytes, file, frame or iterable of records"
        )
    return Form("records", source, "<records>", kind, org)


def _refuse_input(output: Path, source: Source) -> None:
    """An output that is an input would be empty before it is read."""
    given = source if isinstance(source, (list, tuple)) else [source]
    if any(is_one_file(output, item) for item in given):
        raise ArgumentError(f"{os.fspath(output)}: findings would be written over the input")


def _form_of_paths(
    paths: Sequence[Path], kind: str | None, org: str | None, key: bytes | None
) -> Form:
    if any(map(is_table, paths)):
        return Form("parts", file_parts(paths, kind, org, key), "", None, None)
    return Form("paths", [os.fsencode(path) for path in paths], "", kind, org)


def _is_path(item: object) -> bool:
    if isinstance(item, str):
        return item.strip()[:1] not in ("{", "")
    return isinstance(item, os.PathLike)


def caller_of(
    progress: bool | Callable[[Progress], object] | None,
) -> Callable[..., object] | None:
    if progress is None or progress is False:
        return None
    if progress is True:
        from .progress import ProgressLine

        progress = ProgressLine()
    if not callable(progress):
        raise wrong_type("progress", "True or a function", progress)
    function: Callable[[Progress], object] = progress
    return lambda *values: function(Progress(*values))
