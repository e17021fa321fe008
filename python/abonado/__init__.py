"""abonado: an embedded engine for telecom subscriptions.

``validate`` checks a legacy dump and tells every error of every record; ``connect`` opens a store,
into which dumps are loaded, and which answers the operations of the API documents (``operations``);
``frames`` tells which tables it hands to polars, pandas, pyarrow and DuckDB; ``generate`` makes
labelled synthetic dumps; ``rules`` and ``explain`` tell what is checked; ``abonado.model`` holds
the structs.
"""

from . import enums, errors, model
from ._core import __version__
from .answers import CheckReport, Migration, Rows, SubscriptionState, Timeline
from .causes import Cause, Causes, FindingGroup, Origin
from .engine import Database, connect, migrations
from .errors import (
    ArgumentError,
    CancelledError,
    ClosedError,
    ConflictError,
    Error,
    ForbiddenError,
    InputError,
    MissingExtraError,
    NotFoundError,
    OutputError,
    RefusedError,
    StorageError,
    StoreBusyError,
    StoreUnusableError,
    ValidationError,
)
from .frames import Frame, FrameInfo, frames
from .generation import GenerateReport, generate
from .history import History, StatusSince, TariffSince
from .ledger import LoadReport, Reject, RejectGroup, Run
from .operations import (
    AuditEntry,
    DueOutcome,
    DueReport,
    OperationInfo,
    Receipt,
    Response,
    RiskQuestion,
    ScheduledChange,
    operations,
)
from .organisation import Organisation
from .redaction import redacted
from .report import Failure, Finding, Findings, Report
from .ruleset import Rule, explain, rules
from .samples import Group, Sample, Together
from .schema import json_schema
from .snapshot import OrganisationAsOf, Snapshot
from .suggestions import Suggestion
from .validation import Progress, RuleOptions, SegmentPolicy, validate

__all__ = [
    "ArgumentError",
    "AuditEntry",
    "CancelledError",
    "Cause",
    "Causes",
    "CheckReport",
    "ClosedError",
    "ConflictError",
    "Database",
    "DueOutcome",
    "DueReport",
    "Error",
    "Failure",
    "Finding",
    "FindingGroup",
    "Findings",
    "ForbiddenError",
    "Frame",
    "FrameInfo",
    "GenerateReport",
    "Group",
    "History",
    "InputError",
    "LoadReport",
    "Migration",
    "MissingExtraError",
    "NotFoundError",
    "OperationInfo",
    "Organisation",
    "OrganisationAsOf",
    "Origin",
    "OutputError",
    "Progress",
    "Receipt",
    "RefusedError",
    "Reject",
    "RejectGroup",
    "Report",
    "Response",
    "RiskQuestion",
    "Rows",
    "Rule",
    "RuleOptions",
    "Run",
    "Sample",
    "ScheduledChange",
    "SegmentPolicy",
    "Snapshot",
    "StatusSince",
    "StorageError",
    "StoreBusyError",
    "StoreUnusableError",
    "SubscriptionState",
    "Suggestion",
    "TariffSince",
    "Timeline",
    "Together",
    "ValidationError",
    "__version__",
    "connect",
    "enums",
    "errors",
    "explain",
    "frames",
    "generate",
    "json_schema",
    "migrations",
    "model",
    "operations",
    "redacted",
    "rules",
    "validate",
]
