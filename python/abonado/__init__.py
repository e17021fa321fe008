"""abonado: an embedded engine for telecom subscriptions.

``validate`` checks a legacy dump and tells every error of every record; ``connect`` opens a store,
into which dumps are loaded and from which they are read; ``generate`` makes labelled synthetic
dumps; ``rules`` and ``explain`` tell what is checked; ``abonado.model`` holds the structs.
"""

from . import enums, errors, model
from ._core import __version__
from .answers import CheckReport, Migration, Rows, SubscriptionState
from .engine import Database, Organisation, OrganisationAsOf, Snapshot, connect, migrations
from .errors import (
    ArgumentError,
    CancelledError,
    ClosedError,
    Error,
    InputError,
    NotFoundError,
    OutputError,
    StorageError,
    StoreBusyError,
    StoreUnusableError,
    ValidationError,
)
from .generation import GenerateReport, generate
from .ledger import LoadReport, Reject, RejectGroup, Run
from .report import Failure, Finding, Findings, Report
from .ruleset import Rule, explain, rules
from .schema import json_schema
from .validation import Progress, RuleOptions, SegmentPolicy, validate

__all__ = [
    "ArgumentError",
    "CancelledError",
    "CheckReport",
    "ClosedError",
    "Database",
    "Error",
    "Failure",
    "Finding",
    "Findings",
    "GenerateReport",
    "InputError",
    "LoadReport",
    "Migration",
    "NotFoundError",
    "Organisation",
    "OrganisationAsOf",
    "OutputError",
    "Progress",
    "Reject",
    "RejectGroup",
    "Report",
    "Rows",
    "Rule",
    "RuleOptions",
    "Run",
    "SegmentPolicy",
    "Snapshot",
    "StorageError",
    "StoreBusyError",
    "StoreUnusableError",
    "SubscriptionState",
    "ValidationError",
    "__version__",
    "connect",
    "enums",
    "errors",
    "explain",
    "generate",
    "json_schema",
    "migrations",
    "model",
    "rules",
    "validate",
]
