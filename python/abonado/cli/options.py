"""Arguments and options that several commands take, each defined once."""

from __future__ import annotations

import os
import sys
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, TypeAlias, overload

import typer

import abonado
from abonado import _core, enums
from abonado.arguments import LARGEST
from abonado.errors import ArgumentError
from abonado.files import findings_beside, is_one_file
from abonado.report import printable

from .output import pairs

# --- dumps ----------------------------------------------------------------------------------------

Files: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="FILE", help="NDJSON, CSV, Parquet; gzip, zstd; - is stdin.")
]
Threads: TypeAlias = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=256, help="Default: one per core."),
]
Kind: TypeAlias = Annotated[
    str | None, typer.Option(metavar="KIND", help="Kind of bare bodies, or of rows.")
]
Org: TypeAlias = Annotated[
    str | None, typer.Option(metavar="ORG", help="Organisation of bare bodies, or of rows.")
]

_REDACTION_KEY = b"ABONADO_REDACTION_KEY"
_LONGEST_KEY_FILE = 4096  # bytes, its line end included

# --- rules ----------------------------------------------------------------------------------------

Strict: TypeAlias = Annotated[bool, typer.Option("--strict", help="Unknown members are errors.")]
Naive: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="utc|suggest",
        help="utc: read date-times without offset as UTC; suggest: refuse them, with that mend.",
    ),
]
Severities: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="RULE=LEVEL", help="error, warning or off; may be repeated."),
]
AllowSegment: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Segment id that any class may carry; may be repeated."),
]
SegmentClass: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="CLASS", help="Segment class of records that do not say theirs."),
]
StatusReasons: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The words of last_status_reason, one a line (SUB-011)."),
]
Now: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Nothing was created after this date-time (SUB-010)."),
]
RedactKeyFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--redaction-key-file",
        metavar="FILE",
        help="The key of --redact, at least 16 bytes. Default: ABONADO_REDACTION_KEY, else random.",
    ),
]
Redacted: TypeAlias = Annotated[
    bool, typer.Option("--redact", help="Tell values as keyed hashes, not as they are.")
]
FailOn: TypeAlias = Annotated[
    str, typer.Option(metavar="LEVEL", help="error, or warning: warnings are not clean.")
]

# --- stores ---------------------------------------------------------------------------------------

Store: TypeAlias = Annotated[str, typer.Argument(metavar="DB", help="The file of the store.")]
Rejects: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Write rejected lines, byte for byte; for bad.ndjson what is wrong goes to"
        " bad.findings.ndjson.",
    ),
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Tell what would happen and write nothing.")
]
Atomic: TypeAlias = Annotated[
    bool, typer.Option("--atomic", help="All or nothing: one reject, and nothing is published.")
]
MaxRejected: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=LARGEST, help="Publish nothing if more records are rejected."
    ),
]
MaxErrorRate: TypeAlias = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE", min=0, max=1, help="Publish nothing if a larger share is rejected."
    ),
]
Timeout: TypeAlias = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="How long another writer is waited for.")
]
OfRun: TypeAlias = Annotated[
    int | None, typer.Option("--run", metavar="N", max=LARGEST, help="Of this run.")
]
OfId: TypeAlias = Annotated[
    int | None, typer.Option("--id", metavar="N", max=LARGEST, help="This one.")
]
OfRule: TypeAlias = Annotated[
    str | None, typer.Option("--rule", metavar="RULE", help="That break this rule.")
]
Valid: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TIME", help="What held then, by the documents.")
]
Known: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TIME", help="What the store knew then.")
]

# --- operations ---------------------------------------------------------------------------------

OrgName: TypeAlias = Annotated[str, typer.Argument(metavar="ORG", help="Name of the organisation.")]
LegacyId: TypeAlias = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST, help="Legacy id of the subscription.")
]
AnyId: TypeAlias = Annotated[
    int | None,
    typer.Option("--id", metavar="ID", min=1, max=LARGEST, help="Of this subscription."),
]
FilterWord: TypeAlias = Annotated[str, typer.Argument(metavar="FILTER", help="Such as MSISDN.")]
FilterValue: TypeAlias = Annotated[str, typer.Argument(metavar="VALUE", help="What is looked for.")]
User: TypeAlias = Annotated[
    str | None, typer.Option(metavar="USER", help="Who asks, for the audit log.")
]
Reason: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why, for the audit log.")
]
BodyReason: TypeAlias = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
Moment: TypeAlias = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="When it happens. Default: the present."),
]
AtTime: TypeAlias = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Do it then; a date-time to come is scheduled."),
]
OnlyOrg: TypeAlias = Annotated[
    str | None, typer.Option("--org", metavar="ORG", help="Only of this organisation.")
]
BodyFile: TypeAlias = Annotated[
    str, typer.Argument(metavar="BODY-FILE", help="The body as JSON; - is stdin.")
]

# --- output ---------------------------------------------------------------------------------------

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Quiet: TypeAlias = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print errors and what --json asks for, nothing else."),
]


def rule_options(
    *,
    strict: bool,
    naive: str,
    severity: list[str] | None,
    allow_segment: list[str] | None,
    segment_class: str | None,
    status_reasons: Path | None,
    now: str | None,
) -> dict[str, Any]:
    """The options of the rules as the package takes them."""
    policy = abonado.SegmentPolicy()
    return {
        "strict": strict,
        "naive": naive,
        "severities": pairs(severity, "--severity"),
        "segments": abonado.SegmentPolicy(
            allow_list=(*policy.allow_list, *(allow_segment or ())),
            default_class=word(segment_class, enums.SegmentClass, "--segment-class"),
        ),
        "status_reasons": _words(status_reasons),
        "now": instant(now, "--now"),
    }


class FileName(os.PathLike[str]):
    """An argument that is a path, whatever it looks like: a bare text that begins with a brace
    could be a record."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __fspath__(self) -> str:
        return self._name


def files(names: list[str]) -> list[FileName]:
    """The dumps that a command names. Raises ArgumentError for an empty name, as an unset variable
    of the shell gives it."""
    if "" in names:
        raise ArgumentError("FILE is empty")
    return [FileName(name) for name in names]


def refuse_overwriting(outputs: dict[str, Any], inputs: dict[str, Path | None]) -> None:
    """Raises ArgumentError if an option names a file to write that another one reads, or standard
    output, which has the report."""
    for option, output in outputs.items():
        if output is None:
            continue
        if str(output) == "-":
            raise ArgumentError(f"{option} takes a file; standard output has the report")
        written = {option: output}
        if option == "--rejects":
            written[f"what is wrong with {option}"] = findings_beside(output)
        for name, file in written.items():
            for other, read in inputs.items():
                if read is not None and is_one_file(file, read):
                    raise ArgumentError(f"{name} would be written over the file of {other}")


def redaction(wanted: bool, key_file: Path | None) -> bool | bytes:
    """What ``redact`` is given. A key comes from a file or the environment: arguments are seen by
    everybody on the machine. Raises ArgumentError for a file that holds more than a key, OSError
    for one that cannot be read."""
    if key_file is not None:
        with key_file.open("rb") as file:  # which may be a device, and without end
            key = file.read(_LONGEST_KEY_FILE + 1)
        if len(key) > _LONGEST_KEY_FILE:
            raise ArgumentError(
                f"--redaction-key-file: a key has no more than {_LONGEST_KEY_FILE} bytes"
            )
        return key.rstrip(b"\r\n")
    if not wanted:
        return False
    return os.environb.get(_REDACTION_KEY) or True


def instant(text: str | None, option: str) -> Any:
    """The datetime that an option gives."""
    if text is None:
        return None
    found = _core.parse_instant(text)
    if found is None:
        raise ArgumentError(
            f"{option} is a date-time such as 2026-01-31T12:00:00Z, not {printable(text)}"
        )
    return found


def day(text: str | None, option: str) -> date | None:
    """The date that an option gives."""
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise ArgumentError(f"{option} is a date such as 2026-01-31, not {printable(text)}")
    return found


@overload
def word(text: str, words: type[Enum], option: str) -> str: ...
@overload
def word(text: str | None, words: type[Enum], option: str) -> str | None: ...
def word(text: str | None, words: type[Enum], option: str) -> str | None:
    """The word of an enum that an option gives, in any case."""
    if text is None:
        return None
    known = [str(member.value) for member in words]
    if text.upper() not in known:
        raise ArgumentError(f"{option} is one of {', '.join(known)}, not {printable(text)}")
    return text.upper()


def body(file: str) -> bytes:
    """What a file holds, or standard input."""
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def json_text(body: bytes) -> str:
    """A body as a text: what is no UTF-8 is no JSON either, which the operation refuses."""
    return body.decode("utf-8", errors="replace")


def check_fail_on(level: str) -> None:
    if level not in ("error", "warning"):
        raise ArgumentError(f"--fail-on is error or warning, not {level}")


def _words(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ArgumentError(f"{path} is not UTF-8") from None
    words = [line for line in lines if line.strip()]
    if not words:
        raise ArgumentError(f"{path} holds no words")
    return words
