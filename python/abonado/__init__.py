"""abonado: an embedded engine for telecom subscriptions.

``validate`` checks a legacy dump and tells every error of every record; ``generate`` makes
labelled synthetic dumps; ``rules`` and ``explain`` tell what is checked; ``abonado.model`` holds
the structs.
"""

from . import enums, errors, model
from ._core import __version__
from .errors import (
    ArgumentError,
    CancelledError,
    Error,
    InputError,
    OutputError,
    ValidationError,
)
from .generation import GenerateReport, generate
from .report import Failure, Finding, Findings, Report
from .ruleset import Rule, explain, rules
from .schema import json_schema
from .validation import Progress, SegmentPolicy, validate

__all__ = [
    "ArgumentError",
    "CancelledError",
    "Error",
    "Failure",
    "Finding",
    "Findings",
    "GenerateReport",
    "InputError",
    "OutputError",
    "Progress",
    "Report",
    "Rule",
    "SegmentPolicy",
    "ValidationError",
    "__version__",
    "enums",
    "errors",
    "explain",
    "generate",
    "json_schema",
    "model",
    "rules",
    "validate",
]
