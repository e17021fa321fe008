# The module of the bindings, to which mypy.stubtest holds this stub. Wire names stay as they are.
# ruff: noqa: N802, N803
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, ClassVar, Literal, NoReturn, TypeAlias, TypedDict, final
from uuid import UUID

__version__: str

class _FieldRow(TypedDict):
    name: str
    type: str
    required: bool
    seen_only: bool
    doc: str
    alias: str | None
    enum: str | None
    words: tuple[str, ...] | None
    struct: str | None

class _StructRow(TypedDict):
    name: str
    doc: str
    source: str
    open: bool
    fields: list[_FieldRow]

class _EnumRow(TypedDict):
    name: str
    source: str
    words: tuple[str, ...]

class _MySimRow(TypedDict):
    name: str
    type: str
    billing: str | None
    technology: str | None

class _KindRow(TypedDict):
    kind: str
    doc: str
    body: str
    is_v3: bool
    needs_org: bool
    key_in_envelope: bool
    type: str | None

class _RuleRow(TypedDict):
    id: str
    severity: str
    subject: str
    summary: str
    source: str
    grade: str
    scope: str
    stored_on: str | None
    stored: str | None
    kinds: tuple[str, ...]

class _SegmentRow(TypedDict):
    postpaid_mobile_prefix: str
    prepaid_prefix: str
    convergent_prefix: str
    allow_list: list[str]
    default_class: str | None

# line, byte_offset, kind, org, legacy_id, rule, severity, pointer, message, value, expected, file
_FindingRow: TypeAlias = tuple[
    int,
    int,
    str | None,
    str | None,
    int | None,
    str,
    str,
    str,
    str,
    str | None,
    str,
    str,
    str | None,
    bool | None,
]

class _Counts(TypedDict):
    records: int
    inserted: int
    updated: int
    skipped: int
    rejected: int
    errors: int
    warnings: int
    bytes: int

class _LoadRow(_Counts):
    run: int
    state: str
    by_rule: dict[str, int]
    examples: dict[str, _FindingRow]
    failures: list[tuple[str, str]]
    resumed_bytes: int
    seconds: float
    dry_run: bool
    published: bool
    _causes: CauseTable

class _RunRow(_Counts):
    id: int
    kind: str
    state: str
    started: datetime
    ended: datetime | None
    version: str
    rules: str
    inputs: tuple[str, ...]
    by_rule: dict[str, int]

class _RejectRow(TypedDict):
    id: int
    run: int
    input: str
    line: int
    byte_offset: int
    attempt: int
    state: str
    replaces: int | None
    replayed_in: int | None
    kind: str | None
    org: str | None
    legacy_id: int | None
    raw: bytes
    is_whole: bool
    findings: list[_FindingRow]

class _RejectFilter(TypedDict):
    run: int | None
    ids: list[int] | None
    state: str | None
    rule: str | None

class _StateRow(TypedDict):
    org: str
    legacy_id: int
    type: str | None
    status: str | None
    documents: tuple[Envelope, ...]
    product_id: int | None
    product: str | None
    add_ons: tuple[AddOn, ...]
    free_units_packages: tuple[FreeUnitsPackage, ...]
    promotions: tuple[Promotion, ...]
    bundles: tuple[SubscriptionBundleHistory, ...]

class _ColumnRow(TypedDict):
    name: str
    declaration: str
    doc: str

class _TableRow(TypedDict):
    name: str
    view: str
    doc: str
    columns: list[_ColumnRow]
    constraints: list[str]
    indexes: list[str]

class _OperationRow(TypedDict):
    name: str
    verb: str
    path: str | None
    success: int
    other_success: int | None
    errors: tuple[int, ...]
    form: str
    request: str | None
    answer: str | None
    answers_list: bool
    writes: bool
    doc: str
    source: str

class _ChangeRow(TypedDict):
    id: int
    org: str
    legacy_id: int
    kind: str
    state: str
    request_date: datetime
    scheduled_date: datetime
    process_date: datetime | None
    product: int | None
    status: str | None
    user: str
    reason: str
    risk_decision: str | None
    error: str | None

class _ReceiptRow(TypedDict):
    run: int
    warnings: list[_FindingRow]
    scheduled: _ChangeRow | None

class _DueRow(TypedDict):
    outcomes: list[tuple[_ChangeRow, str]]
    done: int
    failed: int

class _AuditRow(TypedDict):
    id: int
    run: int | None
    operation: str
    org: str
    legacy_id: int
    at: datetime
    user: str
    reason: str
    error: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None

# position, size, records, errors, warnings
_Progress: TypeAlias = Callable[[int, int | None, int, int, int], object] | None
_Options: TypeAlias = dict[str, Any]
_SqlValue: TypeAlias = int | float | str | bytes | None

def structs() -> list[_StructRow]: ...
def enum_tables() -> list[_EnumRow]: ...
def mysim_types() -> list[_MySimRow]: ...
def record_kinds() -> list[_KindRow]: ...
def rules() -> list[_RuleRow]: ...
def error_table() -> list[tuple[str, str, int, str]]: ...
def error_body(code: str, message: str, details: Sequence[tuple[str, str]], form: str) -> str: ...
def operations() -> list[_OperationRow]: ...
def dumps(value: object) -> str: ...
def segment_defaults() -> _SegmentRow: ...
def parse_instant(text: str, *, naive_is_utc: bool = False) -> datetime | None: ...

class _FrameColumnRow(TypedDict):
    name: str
    kind: str
    type: str
    words: tuple[str, ...] | None
    doc: str

class _FrameRow(TypedDict):
    name: str
    doc: str
    has_org: bool
    columns: list[_FrameColumnRow]

def frames() -> list[_FrameRow]: ...
def frame_schema(name: str, columns: list[str]) -> object: ...
def findings_schema() -> object: ...
def findings_columns() -> list[_FrameColumnRow]: ...

@final
class RunReport:
    # Made by validate() only.
    def __init__(self, /, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    @property
    def records(self) -> int: ...
    @property
    def valid(self) -> int: ...
    @property
    def invalid(self) -> int: ...
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def stopped(self) -> bool: ...
    @property
    def ok(self) -> bool: ...
    @property
    def by_rule(self) -> dict[str, int]: ...
    @property
    def examples(self) -> dict[str, _FindingRow]: ...
    @property
    def failures(self) -> list[tuple[str, str]]: ...
    @property
    def output_failure(self) -> str: ...
    @property
    def finding_count(self) -> int: ...
    @property
    def findings_kept_all(self) -> bool: ...
    def finding(self, index: int) -> _FindingRow: ...
    def findings_stream(self) -> object: ...
    @property
    def causes(self) -> CauseTable: ...

_OriginRow: TypeAlias = tuple[str | None, str | None, str | None, int | None, str | None]

@final
class CauseTable:
    # Made by runs only.
    def __init__(self, /, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def origins(self) -> list[tuple[_OriginRow, int]]: ...
    @property
    def groups(
        self,
    ) -> list[tuple[str, str, _OriginRow, str, str | None, int, int, int, _FindingRow]]: ...
    def stream(self) -> object: ...

def causes_schema() -> object: ...
def causes_columns() -> list[_FrameColumnRow]: ...
def apply_patch(document: bytes, patch: str) -> bytes: ...
def redacted(value: str | bytes, key: bytes, member: str) -> str: ...

@final
class InputBytes:
    def __init__(self, path: bytes) -> None: ...
    def read(self, size: int) -> bytes: ...

def validate(
    source: object,
    *,
    form: str,
    name: str,
    options: _Options,
    findings: bytes | None,
    max_findings: int,
    progress: _Progress,
) -> RunReport: ...
def generate(
    output: bytes | IO[bytes],
    labels: bytes | IO[bytes] | None,
    *,
    records: int,
    seed: int,
    defects: dict[str, float],
    kinds: dict[str, float],
    now: datetime | None,
    progress: Callable[[int, int], object] | None,
) -> tuple[int, int, int]: ...
def store_tables() -> list[_TableRow]: ...
def findings_path(rejects: bytes) -> bytes: ...
def migrations(path: bytes) -> list[tuple[int, str, str, bool]]: ...

@final
class Engine:
    def __init__(
        self,
        path: bytes,
        *,
        read_only: bool,
        create: bool,
        migrate: bool,
        timeout: float,
        rules: _Options,
        lifecycle: Iterable[tuple[str, str]] | None,
    ) -> None: ...
    @property
    def is_open(self) -> bool: ...
    def close(self) -> None: ...
    def files(self) -> list[bytes]: ...
    def load(
        self,
        source: object,
        *,
        form: str,
        name: str,
        options: _Options,
        rejects: bytes | None,
        progress: _Progress,
    ) -> _LoadRow: ...
    def replay(
        self,
        source: object,
        *,
        form: str,
        name: str,
        filter: _RejectFilter,
        options: _Options,
        rejects: bytes | None,
        progress: _Progress,
    ) -> _LoadRow: ...
    def runs(self) -> list[_RunRow]: ...
    def run(self, id: int) -> _RunRow: ...
    def rejects(self, ids: list[int]) -> list[_RejectRow]: ...
    def drop_rejects(self, filter: _RejectFilter) -> int: ...
    def subscription(
        self,
        org: str,
        id: int | str | UUID,
        *,
        valid: datetime | None,
        known: datetime | None,
    ) -> _StateRow: ...
    def counts(self, org: str) -> dict[str, int]: ...
    def query(
        self,
        sql: str,
        parameters: tuple[_SqlValue, ...],
        *,
        valid: datetime | None,
        known: datetime | None,
        timeout: float | None,
    ) -> tuple[tuple[str, ...], list[tuple[_SqlValue, ...]]]: ...
    def frame_stream(self, request: _Options) -> object: ...
    def check_frame(self, request: _Options) -> None: ...
    def create_segment(
        self, org: str, id: int, request: CreateSegmentRequest, *, options: _Options
    ) -> _ReceiptRow: ...
    def delete_segments(self, org: str, id: int, *, options: _Options) -> _ReceiptRow: ...
    def create_credit_limits(
        self, org: str, id: int, request: CreateCreditLimitsRequest, *, options: _Options
    ) -> _ReceiptRow: ...
    def delete_credit_limits(self, org: str, id: int, *, options: _Options) -> _ReceiptRow: ...
    def migrate(
        self, org: str, id: int, request: Max | Disney | AmazonPrime, *, options: _Options
    ) -> _ReceiptRow: ...
    def deactivate_netflix(
        self, org: str, id: int, request: DeactivateNetflixRequest, *, options: _Options
    ) -> _ReceiptRow: ...
    def cancel_netflix(
        self, org: str, id: int, request: CancelActivationSubscriptionRequest, *, options: _Options
    ) -> _ReceiptRow: ...
    def patch_subscription(
        self, org: str, id: int, request: PatchSubscription, *, options: _Options
    ) -> _ReceiptRow: ...
    def get_subscription(self, org: str, id: int) -> GetSubscription: ...
    def find_subscriptions(
        self, org: str, filter_type: str, value: str
    ) -> list[GetSubscription]: ...
    def find_ids(self, org: str, filter_type: str, value: str) -> list[int]: ...
    def shippings(
        self, org: str, id: int, *, requested_date: datetime | None
    ) -> list[GetSubscriptionShipping]: ...
    def get_products(self, org: str, id: int, *, include: Iterable[str]) -> SubscriptionProduct: ...
    def catalogue(self) -> list[Product]: ...
    def change_product(
        self, org: str, id: int, request: ChangeSubscriptionProductRequest, *, options: _Options
    ) -> _ReceiptRow: ...
    def resolve_risk(
        self, org: str, id: int, *, approve: bool, options: _Options
    ) -> _ReceiptRow: ...
    # org, legacy_id, from, to, scheduled_date, user
    def set_risk_policy(
        self, function: Callable[[str, int, int, int, date | None, str], str | None] | None
    ) -> None: ...
    def scheduled(self, org: str, id: int | None) -> list[_ChangeRow]: ...
    def cancel_scheduled_change(
        self, org: str, id: int, change: int | None, *, options: _Options
    ) -> _ReceiptRow: ...
    def run_due(self, *, options: _Options, progress: _Progress) -> _DueRow: ...
    def simulate(self, until: datetime) -> _DueRow: ...
    def audit(self, org: str, id: int | None) -> list[_AuditRow]: ...
    def health(self) -> HealthResponse: ...
    def handle(
        self, verb: str, path: str, query: str, body: str | bytes, *, options: _Options
    ) -> tuple[int, str | None]: ...
    def export(self, output: bytes | IO[bytes], *, org: str, progress: _Progress) -> int: ...
    def digest(self) -> str: ...
    def backup(self, path: bytes) -> None: ...
    def check(
        self, *, options: _Options, max_findings: int, progress: _Progress
    ) -> tuple[bool, list[str], RunReport]: ...

def injectable_rules() -> list[str]: ...
def generated_status_reasons() -> list[str]: ...

# --- Below: written by tools/gen_stub.py from the field tables. Do not edit. ---

_Body: TypeAlias = (
    Max
    | Disney
    | AmazonPrime
    | SubscriptionBase
    | GetSubscription
    | CreateCreditLimitsRequest
    | CreateSegmentRequest
    | SubscriptionProduct
    | Product
    | GetSubscriptionShipping
)

@final
class Commitment:
    def __init__(
        self,
        *,
        id: UUID | str | None = None,
        legacy_id: int | None = None,
        catalogue_id: str | None = None,
        expiration_date: datetime | None = None,
        cancellation_date: datetime | None = None,
        cancellation_system: str | None = None,
        cancellation_user: str | None = None,
        creation_date: datetime | None = None,
        creation_system: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def legacy_id(self) -> int | None: ...
    @property
    def catalogue_id(self) -> str | None: ...
    @property
    def expiration_date(self) -> datetime | None: ...
    @property
    def cancellation_date(self) -> datetime | None: ...
    @property
    def cancellation_system(self) -> str | None: ...
    @property
    def cancellation_user(self) -> str | None: ...
    @property
    def creation_date(self) -> datetime | None: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        legacy_id: int | None = ...,
        catalogue_id: str | None = ...,
        expiration_date: datetime | None = ...,
        cancellation_date: datetime | None = ...,
        cancellation_system: str | None = ...,
        cancellation_user: str | None = ...,
        creation_date: datetime | None = ...,
        creation_system: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Commitment: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Commitment: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Commitment: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Commitment: ...
    def __deepcopy__(self, memo: Any, /) -> Commitment: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class AddOn:
    def __init__(
        self,
        *,
        catalogue_add_on_id: str,
        creation_date: datetime,
        creation_user: str,
        last_updated_date: datetime,
        status: str,
        id: str | None = None,
        legacy_id: int | None = None,
        creation_system: str | None = None,
        activation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        deactivation_system: str | None = None,
        deactivation_user: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> str | None: ...
    @property
    def legacy_id(self) -> int | None: ...
    @property
    def catalogue_add_on_id(self) -> str: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def last_updated_date(self) -> datetime: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: str | None = ...,
        legacy_id: int | None = ...,
        catalogue_add_on_id: str = ...,
        creation_date: datetime = ...,
        creation_system: str | None = ...,
        creation_user: str = ...,
        last_updated_date: datetime = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        deactivation_system: str | None = ...,
        deactivation_user: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> AddOn: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AddOn: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AddOn: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> AddOn: ...
    def __deepcopy__(self, memo: Any, /) -> AddOn: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class FreeUnitsPackage:
    def __init__(
        self,
        *,
        catalogue_free_units_packages_id: str,
        activation_date: datetime,
        id: str | None = None,
        legacy_id: int | None = None,
        deactivation_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> str | None: ...
    @property
    def legacy_id(self) -> int | None: ...
    @property
    def catalogue_free_units_packages_id(self) -> str: ...
    @property
    def activation_date(self) -> datetime: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: str | None = ...,
        legacy_id: int | None = ...,
        catalogue_free_units_packages_id: str = ...,
        activation_date: datetime = ...,
        deactivation_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> FreeUnitsPackage: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> FreeUnitsPackage: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> FreeUnitsPackage: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> FreeUnitsPackage: ...
    def __deepcopy__(self, memo: Any, /) -> FreeUnitsPackage: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Device:
    def __init__(
        self,
        *,
        catalogue_commercial_device_id: str,
        id: UUID | str | None = None,
        catalogue_device_id: str | None = None,
        shipping_order_id: str | None = None,
        pickup_order_id: str | None = None,
        serial_number: str | None = None,
        mac_address: str | None = None,
        acquisition_type: str | None = None,
        commitments: Iterable[Commitment] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def catalogue_commercial_device_id(self) -> str: ...
    @property
    def catalogue_device_id(self) -> str | None: ...
    @property
    def shipping_order_id(self) -> str | None: ...
    @property
    def pickup_order_id(self) -> str | None: ...
    @property
    def serial_number(self) -> str | None: ...
    @property
    def mac_address(self) -> str | None: ...
    @property
    def acquisition_type(self) -> str | None: ...
    @property
    def commitments(self) -> tuple[Commitment, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        catalogue_commercial_device_id: str = ...,
        catalogue_device_id: str | None = ...,
        shipping_order_id: str | None = ...,
        pickup_order_id: str | None = ...,
        serial_number: str | None = ...,
        mac_address: str | None = ...,
        acquisition_type: str | None = ...,
        commitments: Iterable[Commitment] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Device: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Device: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Device: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Device: ...
    def __deepcopy__(self, memo: Any, /) -> Device: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class DevicesRelatedInfo:
    def __init__(
        self,
        *,
        devices: Iterable[Device] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def devices(self) -> tuple[Device, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        devices: Iterable[Device] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> DevicesRelatedInfo: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DevicesRelatedInfo: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DevicesRelatedInfo: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> DevicesRelatedInfo: ...
    def __deepcopy__(self, memo: Any, /) -> DevicesRelatedInfo: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class BundleRelatedInfo:
    def __init__(
        self,
        *,
        bundle_id: UUID | str | None = None,
        legacy_bundle_id: int | None = None,
        mandatory: bool | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def bundle_id(self) -> UUID | None: ...
    @property
    def legacy_bundle_id(self) -> int | None: ...
    @property
    def mandatory(self) -> bool | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        bundle_id: UUID | str | None = ...,
        legacy_bundle_id: int | None = ...,
        mandatory: bool | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> BundleRelatedInfo: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> BundleRelatedInfo: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> BundleRelatedInfo: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> BundleRelatedInfo: ...
    def __deepcopy__(self, memo: Any, /) -> BundleRelatedInfo: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Promotion:
    def __init__(
        self,
        *,
        catalogue_promotion_id: str,
        creation_date: datetime,
        creation_user: str,
        status: str,
        creation_system: str | None = None,
        activation_date: datetime | None = None,
        expiration_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        deactivation_user: str | None = None,
        deactivation_system: str | None = None,
        status_detail: str | None = None,
        commitments: Iterable[Commitment] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def catalogue_promotion_id(self) -> str: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def expiration_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def status_detail(self) -> str | None: ...
    @property
    def commitments(self) -> tuple[Commitment, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        catalogue_promotion_id: str = ...,
        creation_date: datetime = ...,
        creation_user: str = ...,
        creation_system: str | None = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        expiration_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        deactivation_user: str | None = ...,
        deactivation_system: str | None = ...,
        status_detail: str | None = ...,
        commitments: Iterable[Commitment] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Promotion: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Promotion: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Promotion: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Promotion: ...
    def __deepcopy__(self, memo: Any, /) -> Promotion: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SubscriptionBundleHistory:
    def __init__(
        self,
        *,
        legacy_bundle_id: int,
        last_status_reason: str,
        catalogue_bundled_product_id: str,
        catalogue_bundled_commercial_product_id: str,
        catalogue_commercial_product_id: str,
        start_date: datetime,
        end_date: datetime,
        bundle_id: UUID | str | None = None,
        mandatory: bool | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def bundle_id(self) -> UUID | None: ...
    @property
    def legacy_bundle_id(self) -> int: ...
    @property
    def last_status_reason(self) -> str: ...
    @property
    def catalogue_bundled_product_id(self) -> str: ...
    @property
    def catalogue_bundled_commercial_product_id(self) -> str: ...
    @property
    def catalogue_commercial_product_id(self) -> str: ...
    @property
    def start_date(self) -> datetime: ...
    @property
    def end_date(self) -> datetime: ...
    @property
    def mandatory(self) -> bool | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        bundle_id: UUID | str | None = ...,
        legacy_bundle_id: int = ...,
        last_status_reason: str = ...,
        catalogue_bundled_product_id: str = ...,
        catalogue_bundled_commercial_product_id: str = ...,
        catalogue_commercial_product_id: str = ...,
        start_date: datetime = ...,
        end_date: datetime = ...,
        mandatory: bool | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> SubscriptionBundleHistory: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionBundleHistory: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionBundleHistory: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> SubscriptionBundleHistory: ...
    def __deepcopy__(self, memo: Any, /) -> SubscriptionBundleHistory: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SubscriptionBase:
    def __init__(
        self,
        *,
        status: str,
        last_status_reason: str,
        catalogue_commercial_product_id: str,
        legacy_account_id: int,
        creation_date: datetime,
        creation_user: str,
        bundle_related_info: BundleRelatedInfo,
        id: UUID | str | None = None,
        type: str | None = None,
        activation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        last_status_update: datetime | None = None,
        last_updated_date: datetime | None = None,
        account_id: UUID | str | None = None,
        creation_system: str | None = None,
        deactivation_user: str | None = None,
        deactivation_system: str | None = None,
        add_ons: Iterable[AddOn] | None = None,
        free_units_packages: Iterable[FreeUnitsPackage] | None = None,
        devices_related_info: DevicesRelatedInfo | None = None,
        promotions: Iterable[Promotion] | None = None,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def last_status_update(self) -> datetime | None: ...
    @property
    def last_status_reason(self) -> str: ...
    @property
    def last_updated_date(self) -> datetime | None: ...
    @property
    def catalogue_commercial_product_id(self) -> str: ...
    @property
    def legacy_account_id(self) -> int: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def add_ons(self) -> tuple[AddOn, ...] | None: ...
    @property
    def free_units_packages(self) -> tuple[FreeUnitsPackage, ...] | None: ...
    @property
    def devices_related_info(self) -> DevicesRelatedInfo | None: ...
    @property
    def bundle_related_info(self) -> BundleRelatedInfo: ...
    @property
    def promotions(self) -> tuple[Promotion, ...] | None: ...
    @property
    def bundles_history(self) -> tuple[SubscriptionBundleHistory, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        type: str | None = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        last_status_update: datetime | None = ...,
        last_status_reason: str = ...,
        last_updated_date: datetime | None = ...,
        catalogue_commercial_product_id: str = ...,
        legacy_account_id: int = ...,
        account_id: UUID | str | None = ...,
        creation_date: datetime = ...,
        creation_user: str = ...,
        creation_system: str | None = ...,
        deactivation_user: str | None = ...,
        deactivation_system: str | None = ...,
        add_ons: Iterable[AddOn] | None = ...,
        free_units_packages: Iterable[FreeUnitsPackage] | None = ...,
        devices_related_info: DevicesRelatedInfo | None = ...,
        bundle_related_info: BundleRelatedInfo = ...,
        promotions: Iterable[Promotion] | None = ...,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> SubscriptionBase: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionBase: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionBase: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> SubscriptionBase: ...
    def __deepcopy__(self, memo: Any, /) -> SubscriptionBase: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class MaxSpecificData:
    def __init__(
        self,
        *,
        service_id: str,
        product_id: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def service_id(self) -> str: ...
    @property
    def product_id(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        service_id: str = ...,
        product_id: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> MaxSpecificData: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> MaxSpecificData: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> MaxSpecificData: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> MaxSpecificData: ...
    def __deepcopy__(self, memo: Any, /) -> MaxSpecificData: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class DisneySpecificData:
    def __init__(
        self,
        *,
        user_id: str,
        service_id: str,
        product_id: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def user_id(self) -> str: ...
    @property
    def service_id(self) -> str: ...
    @property
    def product_id(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        user_id: str = ...,
        service_id: str = ...,
        product_id: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> DisneySpecificData: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DisneySpecificData: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DisneySpecificData: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> DisneySpecificData: ...
    def __deepcopy__(self, memo: Any, /) -> DisneySpecificData: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class AmazonPrimeSpecificData:
    def __init__(
        self,
        *,
        entitlement_id: str,
        bundle_id: str,
        tier_id: str,
        product_id: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def entitlement_id(self) -> str: ...
    @property
    def bundle_id(self) -> str: ...
    @property
    def tier_id(self) -> str: ...
    @property
    def product_id(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        entitlement_id: str = ...,
        bundle_id: str = ...,
        tier_id: str = ...,
        product_id: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> AmazonPrimeSpecificData: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AmazonPrimeSpecificData: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AmazonPrimeSpecificData: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> AmazonPrimeSpecificData: ...
    def __deepcopy__(self, memo: Any, /) -> AmazonPrimeSpecificData: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Max:
    def __init__(
        self,
        *,
        status: str,
        last_status_reason: str,
        catalogue_commercial_product_id: str,
        legacy_account_id: int,
        creation_date: datetime,
        creation_user: str,
        bundle_related_info: BundleRelatedInfo,
        specific_data: MaxSpecificData,
        id: UUID | str | None = None,
        type: str | None = None,
        activation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        last_status_update: datetime | None = None,
        last_updated_date: datetime | None = None,
        account_id: UUID | str | None = None,
        creation_system: str | None = None,
        deactivation_user: str | None = None,
        deactivation_system: str | None = None,
        add_ons: Iterable[AddOn] | None = None,
        free_units_packages: Iterable[FreeUnitsPackage] | None = None,
        devices_related_info: DevicesRelatedInfo | None = None,
        promotions: Iterable[Promotion] | None = None,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def last_status_update(self) -> datetime | None: ...
    @property
    def last_status_reason(self) -> str: ...
    @property
    def last_updated_date(self) -> datetime | None: ...
    @property
    def catalogue_commercial_product_id(self) -> str: ...
    @property
    def legacy_account_id(self) -> int: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def add_ons(self) -> tuple[AddOn, ...] | None: ...
    @property
    def free_units_packages(self) -> tuple[FreeUnitsPackage, ...] | None: ...
    @property
    def devices_related_info(self) -> DevicesRelatedInfo | None: ...
    @property
    def bundle_related_info(self) -> BundleRelatedInfo: ...
    @property
    def promotions(self) -> tuple[Promotion, ...] | None: ...
    @property
    def bundles_history(self) -> tuple[SubscriptionBundleHistory, ...] | None: ...
    @property
    def specific_data(self) -> MaxSpecificData: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        type: str | None = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        last_status_update: datetime | None = ...,
        last_status_reason: str = ...,
        last_updated_date: datetime | None = ...,
        catalogue_commercial_product_id: str = ...,
        legacy_account_id: int = ...,
        account_id: UUID | str | None = ...,
        creation_date: datetime = ...,
        creation_user: str = ...,
        creation_system: str | None = ...,
        deactivation_user: str | None = ...,
        deactivation_system: str | None = ...,
        add_ons: Iterable[AddOn] | None = ...,
        free_units_packages: Iterable[FreeUnitsPackage] | None = ...,
        devices_related_info: DevicesRelatedInfo | None = ...,
        bundle_related_info: BundleRelatedInfo = ...,
        promotions: Iterable[Promotion] | None = ...,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = ...,
        specific_data: MaxSpecificData = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Max: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Max: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Max: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Max: ...
    def __deepcopy__(self, memo: Any, /) -> Max: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Disney:
    def __init__(
        self,
        *,
        status: str,
        last_status_reason: str,
        catalogue_commercial_product_id: str,
        legacy_account_id: int,
        creation_date: datetime,
        creation_user: str,
        bundle_related_info: BundleRelatedInfo,
        specific_data: DisneySpecificData,
        id: UUID | str | None = None,
        type: str | None = None,
        activation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        last_status_update: datetime | None = None,
        last_updated_date: datetime | None = None,
        account_id: UUID | str | None = None,
        creation_system: str | None = None,
        deactivation_user: str | None = None,
        deactivation_system: str | None = None,
        add_ons: Iterable[AddOn] | None = None,
        free_units_packages: Iterable[FreeUnitsPackage] | None = None,
        devices_related_info: DevicesRelatedInfo | None = None,
        promotions: Iterable[Promotion] | None = None,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def last_status_update(self) -> datetime | None: ...
    @property
    def last_status_reason(self) -> str: ...
    @property
    def last_updated_date(self) -> datetime | None: ...
    @property
    def catalogue_commercial_product_id(self) -> str: ...
    @property
    def legacy_account_id(self) -> int: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def add_ons(self) -> tuple[AddOn, ...] | None: ...
    @property
    def free_units_packages(self) -> tuple[FreeUnitsPackage, ...] | None: ...
    @property
    def devices_related_info(self) -> DevicesRelatedInfo | None: ...
    @property
    def bundle_related_info(self) -> BundleRelatedInfo: ...
    @property
    def promotions(self) -> tuple[Promotion, ...] | None: ...
    @property
    def bundles_history(self) -> tuple[SubscriptionBundleHistory, ...] | None: ...
    @property
    def specific_data(self) -> DisneySpecificData: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        type: str | None = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        last_status_update: datetime | None = ...,
        last_status_reason: str = ...,
        last_updated_date: datetime | None = ...,
        catalogue_commercial_product_id: str = ...,
        legacy_account_id: int = ...,
        account_id: UUID | str | None = ...,
        creation_date: datetime = ...,
        creation_user: str = ...,
        creation_system: str | None = ...,
        deactivation_user: str | None = ...,
        deactivation_system: str | None = ...,
        add_ons: Iterable[AddOn] | None = ...,
        free_units_packages: Iterable[FreeUnitsPackage] | None = ...,
        devices_related_info: DevicesRelatedInfo | None = ...,
        bundle_related_info: BundleRelatedInfo = ...,
        promotions: Iterable[Promotion] | None = ...,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = ...,
        specific_data: DisneySpecificData = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Disney: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Disney: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Disney: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Disney: ...
    def __deepcopy__(self, memo: Any, /) -> Disney: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class AmazonPrime:
    def __init__(
        self,
        *,
        status: str,
        last_status_reason: str,
        catalogue_commercial_product_id: str,
        legacy_account_id: int,
        creation_date: datetime,
        creation_user: str,
        bundle_related_info: BundleRelatedInfo,
        specific_data: AmazonPrimeSpecificData,
        id: UUID | str | None = None,
        type: str | None = None,
        activation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        last_status_update: datetime | None = None,
        last_updated_date: datetime | None = None,
        account_id: UUID | str | None = None,
        creation_system: str | None = None,
        deactivation_user: str | None = None,
        deactivation_system: str | None = None,
        add_ons: Iterable[AddOn] | None = None,
        free_units_packages: Iterable[FreeUnitsPackage] | None = None,
        devices_related_info: DevicesRelatedInfo | None = None,
        promotions: Iterable[Promotion] | None = None,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def activation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def last_status_update(self) -> datetime | None: ...
    @property
    def last_status_reason(self) -> str: ...
    @property
    def last_updated_date(self) -> datetime | None: ...
    @property
    def catalogue_commercial_product_id(self) -> str: ...
    @property
    def legacy_account_id(self) -> int: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def creation_date(self) -> datetime: ...
    @property
    def creation_user(self) -> str: ...
    @property
    def creation_system(self) -> str | None: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def deactivation_system(self) -> str | None: ...
    @property
    def add_ons(self) -> tuple[AddOn, ...] | None: ...
    @property
    def free_units_packages(self) -> tuple[FreeUnitsPackage, ...] | None: ...
    @property
    def devices_related_info(self) -> DevicesRelatedInfo | None: ...
    @property
    def bundle_related_info(self) -> BundleRelatedInfo: ...
    @property
    def promotions(self) -> tuple[Promotion, ...] | None: ...
    @property
    def bundles_history(self) -> tuple[SubscriptionBundleHistory, ...] | None: ...
    @property
    def specific_data(self) -> AmazonPrimeSpecificData: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: UUID | str | None = ...,
        type: str | None = ...,
        status: str = ...,
        activation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        last_status_update: datetime | None = ...,
        last_status_reason: str = ...,
        last_updated_date: datetime | None = ...,
        catalogue_commercial_product_id: str = ...,
        legacy_account_id: int = ...,
        account_id: UUID | str | None = ...,
        creation_date: datetime = ...,
        creation_user: str = ...,
        creation_system: str | None = ...,
        deactivation_user: str | None = ...,
        deactivation_system: str | None = ...,
        add_ons: Iterable[AddOn] | None = ...,
        free_units_packages: Iterable[FreeUnitsPackage] | None = ...,
        devices_related_info: DevicesRelatedInfo | None = ...,
        bundle_related_info: BundleRelatedInfo = ...,
        promotions: Iterable[Promotion] | None = ...,
        bundles_history: Iterable[SubscriptionBundleHistory] | None = ...,
        specific_data: AmazonPrimeSpecificData = ...,
        unknown: dict[str, str] | None = ...,
    ) -> AmazonPrime: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AmazonPrime: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AmazonPrime: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> AmazonPrime: ...
    def __deepcopy__(self, memo: Any, /) -> AmazonPrime: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CreditLimit:
    def __init__(
        self,
        *,
        credit_limit_id: str,
        credit_limit_value: Decimal | int,
        reason: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def credit_limit_id(self) -> str: ...
    @property
    def credit_limit_value(self) -> Decimal: ...
    @property
    def reason(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        credit_limit_id: str = ...,
        credit_limit_value: Decimal | int = ...,
        reason: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> CreditLimit: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreditLimit: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreditLimit: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> CreditLimit: ...
    def __deepcopy__(self, memo: Any, /) -> CreditLimit: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CreateCreditLimitsRequest:
    def __init__(
        self,
        *,
        subscription_type: str,
        credit_limits: Iterable[CreditLimit],
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def subscription_type(self) -> str: ...
    @property
    def credit_limits(self) -> tuple[CreditLimit, ...]: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        subscription_type: str = ...,
        credit_limits: Iterable[CreditLimit] = ...,
        unknown: dict[str, str] | None = ...,
    ) -> CreateCreditLimitsRequest: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreateCreditLimitsRequest: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreateCreditLimitsRequest: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> CreateCreditLimitsRequest: ...
    def __deepcopy__(self, memo: Any, /) -> CreateCreditLimitsRequest: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CreateSegmentRequest:
    def __init__(
        self,
        *,
        segment_id: str,
        segment_value: str,
        reason: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def segment_id(self) -> str: ...
    @property
    def segment_value(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        segment_id: str = ...,
        segment_value: str = ...,
        reason: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> CreateSegmentRequest: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreateSegmentRequest: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CreateSegmentRequest: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> CreateSegmentRequest: ...
    def __deepcopy__(self, memo: Any, /) -> CreateSegmentRequest: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ErrorDetails:
    def __init__(
        self,
        *,
        code: str,
        message: str,
        reference: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        code: str = ...,
        message: str = ...,
        reference: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ErrorDetails: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorDetails: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorDetails: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ErrorDetails: ...
    def __deepcopy__(self, memo: Any, /) -> ErrorDetails: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ErrorResponse:
    def __init__(
        self,
        *,
        error: ErrorDetails,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def error(self) -> ErrorDetails: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        error: ErrorDetails = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ErrorResponse: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorResponse: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorResponse: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ErrorResponse: ...
    def __deepcopy__(self, memo: Any, /) -> ErrorResponse: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class HealthResponse:
    def __init__(
        self,
        *,
        persistence: str | None = None,
        global_: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def persistence(self) -> str | None: ...
    @property
    def global_(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        persistence: str | None = ...,
        global_: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> HealthResponse: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> HealthResponse: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> HealthResponse: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> HealthResponse: ...
    def __deepcopy__(self, memo: Any, /) -> HealthResponse: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class DeactivateNetflixRequest:
    def __init__(
        self,
        *,
        deactivation_reason: str,
        deactivation_user: str | None = None,
        requested_deactivation_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def deactivation_reason(self) -> str: ...
    @property
    def deactivation_user(self) -> str | None: ...
    @property
    def requested_deactivation_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        deactivation_reason: str = ...,
        deactivation_user: str | None = ...,
        requested_deactivation_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> DeactivateNetflixRequest: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DeactivateNetflixRequest: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> DeactivateNetflixRequest: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> DeactivateNetflixRequest: ...
    def __deepcopy__(self, memo: Any, /) -> DeactivateNetflixRequest: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CancelActivationSubscriptionRequest:
    def __init__(
        self,
        *,
        cancellation_reason: str,
        cancellation_user: str | None = None,
        requested_cancellation_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def cancellation_reason(self) -> str: ...
    @property
    def cancellation_user(self) -> str | None: ...
    @property
    def requested_cancellation_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        cancellation_reason: str = ...,
        cancellation_user: str | None = ...,
        requested_cancellation_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> CancelActivationSubscriptionRequest: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CancelActivationSubscriptionRequest: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CancelActivationSubscriptionRequest: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> CancelActivationSubscriptionRequest: ...
    def __deepcopy__(self, memo: Any, /) -> CancelActivationSubscriptionRequest: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class PatchStatusChange:
    def __init__(
        self,
        *,
        status: str,
        status_change_user: str | None = None,
        status_change_reason: str | None = None,
        requested_status_change_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def status(self) -> str: ...
    @property
    def status_change_user(self) -> str | None: ...
    @property
    def status_change_reason(self) -> str | None: ...
    @property
    def requested_status_change_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        status: str = ...,
        status_change_user: str | None = ...,
        status_change_reason: str | None = ...,
        requested_status_change_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> PatchStatusChange: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> PatchStatusChange: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> PatchStatusChange: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> PatchStatusChange: ...
    def __deepcopy__(self, memo: Any, /) -> PatchStatusChange: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class PatchSubscription:
    def __init__(
        self,
        *,
        subscription_type: str,
        status_change: PatchStatusChange | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def subscription_type(self) -> str: ...
    @property
    def status_change(self) -> PatchStatusChange | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        subscription_type: str = ...,
        status_change: PatchStatusChange | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> PatchSubscription: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> PatchSubscription: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> PatchSubscription: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> PatchSubscription: ...
    def __deepcopy__(self, memo: Any, /) -> PatchSubscription: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ErrorMessageItem:
    def __init__(
        self,
        *,
        code: str,
        title: str,
        ref: str | None = None,
        details: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def ref(self) -> str | None: ...
    @property
    def details(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        code: str = ...,
        title: str = ...,
        ref: str | None = ...,
        details: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ErrorMessageItem: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorMessageItem: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorMessageItem: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ErrorMessageItem: ...
    def __deepcopy__(self, memo: Any, /) -> ErrorMessageItem: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ErrorMessage:
    def __init__(
        self,
        *,
        errors: Iterable[ErrorMessageItem],
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def errors(self) -> tuple[ErrorMessageItem, ...]: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        errors: Iterable[ErrorMessageItem] = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ErrorMessage: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorMessage: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ErrorMessage: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ErrorMessage: ...
    def __deepcopy__(self, memo: Any, /) -> ErrorMessage: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class AccountBundle:
    def __init__(
        self,
        *,
        account_bundle_id: int | None = None,
        status: str | None = None,
        creation_date: datetime | None = None,
        deactivation_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def account_bundle_id(self) -> int | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def creation_date(self) -> datetime | None: ...
    @property
    def deactivation_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        account_bundle_id: int | None = ...,
        status: str | None = ...,
        creation_date: datetime | None = ...,
        deactivation_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> AccountBundle: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AccountBundle: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AccountBundle: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> AccountBundle: ...
    def __deepcopy__(self, memo: Any, /) -> AccountBundle: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class AddressLine:
    def __init__(
        self,
        *,
        address_line_name: str | None = None,
        address_line_value: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def address_line_name(self) -> str | None: ...
    @property
    def address_line_value(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        address_line_name: str | None = ...,
        address_line_value: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> AddressLine: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AddressLine: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> AddressLine: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> AddressLine: ...
    def __deepcopy__(self, memo: Any, /) -> AddressLine: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ContactDetails:
    def __init__(
        self,
        *,
        contact_name: str | None = None,
        contact_phone_1: str | None = None,
        contact_phone_2: str | None = None,
        contact_email_address: str | None = None,
        contact_identity_document: str | None = None,
        additional_details: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def contact_name(self) -> str | None: ...
    @property
    def contact_phone_1(self) -> str | None: ...
    @property
    def contact_phone_2(self) -> str | None: ...
    @property
    def contact_email_address(self) -> str | None: ...
    @property
    def contact_identity_document(self) -> str | None: ...
    @property
    def additional_details(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        contact_name: str | None = ...,
        contact_phone_1: str | None = ...,
        contact_phone_2: str | None = ...,
        contact_email_address: str | None = ...,
        contact_identity_document: str | None = ...,
        additional_details: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ContactDetails: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ContactDetails: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ContactDetails: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ContactDetails: ...
    def __deepcopy__(self, memo: Any, /) -> ContactDetails: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Address:
    def __init__(
        self,
        *,
        address_type: str | None = None,
        address_lines: Iterable[AddressLine] | None = None,
        contact_details: ContactDetails | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def address_type(self) -> str | None: ...
    @property
    def address_lines(self) -> tuple[AddressLine, ...] | None: ...
    @property
    def contact_details(self) -> ContactDetails | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        address_type: str | None = ...,
        address_lines: Iterable[AddressLine] | None = ...,
        contact_details: ContactDetails | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Address: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Address: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Address: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Address: ...
    def __deepcopy__(self, memo: Any, /) -> Address: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class InstalledComponent:
    def __init__(
        self,
        *,
        item_cd: str | None = None,
        item_desc: str | None = None,
        item_quantity: int | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def item_cd(self) -> str | None: ...
    @property
    def item_desc(self) -> str | None: ...
    @property
    def item_quantity(self) -> int | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        item_cd: str | None = ...,
        item_desc: str | None = ...,
        item_quantity: int | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> InstalledComponent: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> InstalledComponent: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> InstalledComponent: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> InstalledComponent: ...
    def __deepcopy__(self, memo: Any, /) -> InstalledComponent: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SubscriptionAdditionalDetails:
    def __init__(
        self,
        *,
        external_id: str | int | None = None,
        kit_type: str | None = None,
        kit_type_description: str | None = None,
        third_party_address: Address | None = None,
        third_party_work_order_status: str | None = None,
        third_party_installation_status: str | None = None,
        third_party_contract_status: str | None = None,
        installation_date: date | None = None,
        nxt_invoice_cfee_netamo: Decimal | int | None = None,
        nxt_invoice_ofee_netamo: Decimal | int | None = None,
        total_stay_time: int | None = None,
        stay_period: int | None = None,
        total_stay_cost: Decimal | int | None = None,
        stay_cost: Decimal | int | None = None,
        no_return_cost: Decimal | int | None = None,
        install_comp: Iterable[InstalledComponent] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def external_id(self) -> str | int | None: ...
    @property
    def kit_type(self) -> str | None: ...
    @property
    def kit_type_description(self) -> str | None: ...
    @property
    def third_party_address(self) -> Address | None: ...
    @property
    def third_party_work_order_status(self) -> str | None: ...
    @property
    def third_party_installation_status(self) -> str | None: ...
    @property
    def third_party_contract_status(self) -> str | None: ...
    @property
    def installation_date(self) -> date | None: ...
    @property
    def nxt_invoice_cfee_netamo(self) -> Decimal | None: ...
    @property
    def nxt_invoice_ofee_netamo(self) -> Decimal | None: ...
    @property
    def total_stay_time(self) -> int | None: ...
    @property
    def stay_period(self) -> int | None: ...
    @property
    def total_stay_cost(self) -> Decimal | None: ...
    @property
    def stay_cost(self) -> Decimal | None: ...
    @property
    def no_return_cost(self) -> Decimal | None: ...
    @property
    def install_comp(self) -> tuple[InstalledComponent, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        external_id: str | int | None = ...,
        kit_type: str | None = ...,
        kit_type_description: str | None = ...,
        third_party_address: Address | None = ...,
        third_party_work_order_status: str | None = ...,
        third_party_installation_status: str | None = ...,
        third_party_contract_status: str | None = ...,
        installation_date: date | None = ...,
        nxt_invoice_cfee_netamo: Decimal | int | None = ...,
        nxt_invoice_ofee_netamo: Decimal | int | None = ...,
        total_stay_time: int | None = ...,
        stay_period: int | None = ...,
        total_stay_cost: Decimal | int | None = ...,
        stay_cost: Decimal | int | None = ...,
        no_return_cost: Decimal | int | None = ...,
        install_comp: Iterable[InstalledComponent] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> SubscriptionAdditionalDetails: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionAdditionalDetails: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionAdditionalDetails: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> SubscriptionAdditionalDetails: ...
    def __deepcopy__(self, memo: Any, /) -> SubscriptionAdditionalDetails: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CancellationReason:
    def __init__(
        self,
        *,
        deactive_motive: str | None = None,
        reason: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def deactive_motive(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        deactive_motive: str | None = ...,
        reason: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> CancellationReason: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CancellationReason: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> CancellationReason: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> CancellationReason: ...
    def __deepcopy__(self, memo: Any, /) -> CancellationReason: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class StatusHistoryEntry:
    def __init__(
        self,
        *,
        status_date: datetime,
        status: str,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def status_date(self) -> datetime: ...
    @property
    def status(self) -> str: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        status_date: datetime = ...,
        status: str = ...,
        unknown: dict[str, str] | None = ...,
    ) -> StatusHistoryEntry: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> StatusHistoryEntry: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> StatusHistoryEntry: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> StatusHistoryEntry: ...
    def __deepcopy__(self, memo: Any, /) -> StatusHistoryEntry: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class GetSubscription:
    def __init__(
        self,
        *,
        id: int,
        subscription_type: str,
        current_status: str,
        account_id: int | None = None,
        account_bundles: Iterable[AccountBundle] | None = None,
        sale_date: datetime | None = None,
        sale_type: str | None = None,
        user_name: str | None = None,
        commercial_product_id: int | None = None,
        billing_type: str | None = None,
        subscription_additional_details: SubscriptionAdditionalDetails | None = None,
        addresses: Iterable[Address] | None = None,
        current_status_date: datetime | None = None,
        cancellation_reason: CancellationReason | None = None,
        status_history: Iterable[StatusHistoryEntry] | None = None,
        contract_documents: Iterable[str] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int | None: ...
    @property
    def account_bundles(self) -> tuple[AccountBundle, ...] | None: ...
    @property
    def sale_date(self) -> datetime | None: ...
    @property
    def sale_type(self) -> str | None: ...
    @property
    def user_name(self) -> str | None: ...
    @property
    def commercial_product_id(self) -> int | None: ...
    @property
    def billing_type(self) -> str | None: ...
    @property
    def subscription_type(self) -> str: ...
    @property
    def subscription_additional_details(self) -> SubscriptionAdditionalDetails | None: ...
    @property
    def addresses(self) -> tuple[Address, ...] | None: ...
    @property
    def current_status(self) -> str: ...
    @property
    def current_status_date(self) -> datetime | None: ...
    @property
    def cancellation_reason(self) -> CancellationReason | None: ...
    @property
    def status_history(self) -> tuple[StatusHistoryEntry, ...] | None: ...
    @property
    def contract_documents(self) -> tuple[str, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: int = ...,
        account_id: int | None = ...,
        account_bundles: Iterable[AccountBundle] | None = ...,
        sale_date: datetime | None = ...,
        sale_type: str | None = ...,
        user_name: str | None = ...,
        commercial_product_id: int | None = ...,
        billing_type: str | None = ...,
        subscription_type: str = ...,
        subscription_additional_details: SubscriptionAdditionalDetails | None = ...,
        addresses: Iterable[Address] | None = ...,
        current_status: str = ...,
        current_status_date: datetime | None = ...,
        cancellation_reason: CancellationReason | None = ...,
        status_history: Iterable[StatusHistoryEntry] | None = ...,
        contract_documents: Iterable[str] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> GetSubscription: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> GetSubscription: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> GetSubscription: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> GetSubscription: ...
    def __deepcopy__(self, memo: Any, /) -> GetSubscription: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class GetSubscriptionShipping:
    def __init__(
        self,
        *,
        shipping_order_id: str,
        kind: str,
        requested_date: datetime | None = None,
        device_id: str | None = None,
        serial_number: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def shipping_order_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def requested_date(self) -> datetime | None: ...
    @property
    def device_id(self) -> str | None: ...
    @property
    def serial_number(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        shipping_order_id: str = ...,
        kind: str = ...,
        requested_date: datetime | None = ...,
        device_id: str | None = ...,
        serial_number: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> GetSubscriptionShipping: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> GetSubscriptionShipping: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> GetSubscriptionShipping: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> GetSubscriptionShipping: ...
    def __deepcopy__(self, memo: Any, /) -> GetSubscriptionShipping: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Scheduled:
    def __init__(
        self,
        *,
        request_date: datetime | None = None,
        process_date: datetime | None = None,
        scheduled_date: datetime | None = None,
        destination_product: Product | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def request_date(self) -> datetime | None: ...
    @property
    def process_date(self) -> datetime | None: ...
    @property
    def scheduled_date(self) -> datetime | None: ...
    @property
    def destination_product(self) -> Product | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        request_date: datetime | None = ...,
        process_date: datetime | None = ...,
        scheduled_date: datetime | None = ...,
        destination_product: Product | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Scheduled: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Scheduled: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Scheduled: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Scheduled: ...
    def __deepcopy__(self, memo: Any, /) -> Scheduled: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Product:
    def __init__(
        self,
        *,
        id: int,
        value: str | None = None,
        historic_date: datetime | None = None,
        compatibilities: Iterable[Product | int] | None = None,
        scheduled: Scheduled | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> int: ...
    @property
    def value(self) -> str | None: ...
    @property
    def historic_date(self) -> datetime | None: ...
    @property
    def compatibilities(self) -> tuple[Product, ...] | None: ...
    @property
    def scheduled(self) -> Scheduled | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: int = ...,
        value: str | None = ...,
        historic_date: datetime | None = ...,
        compatibilities: Iterable[Product | int] | None = ...,
        scheduled: Scheduled | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Product: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Product: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Product: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Product: ...
    def __deepcopy__(self, memo: Any, /) -> Product: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class HistoricalProduct:
    def __init__(
        self,
        *,
        id: int | None = None,
        value: str | None = None,
        historic_date: datetime | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> int | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def historic_date(self) -> datetime | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: int | None = ...,
        value: str | None = ...,
        historic_date: datetime | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> HistoricalProduct: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> HistoricalProduct: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> HistoricalProduct: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> HistoricalProduct: ...
    def __deepcopy__(self, memo: Any, /) -> HistoricalProduct: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Bundle:
    def __init__(
        self,
        *,
        id: int | None = None,
        value: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> int | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: int | None = ...,
        value: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Bundle: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Bundle: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Bundle: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Bundle: ...
    def __deepcopy__(self, memo: Any, /) -> Bundle: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SubscriptionProduct:
    def __init__(
        self,
        *,
        id: int,
        product: Product,
        bundle: Bundle | None = None,
        historical_changes: Iterable[HistoricalProduct] | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def id(self) -> int: ...
    @property
    def product(self) -> Product: ...
    @property
    def bundle(self) -> Bundle | None: ...
    @property
    def historical_changes(self) -> tuple[HistoricalProduct, ...] | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        id: int = ...,
        product: Product = ...,
        bundle: Bundle | None = ...,
        historical_changes: Iterable[HistoricalProduct] | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> SubscriptionProduct: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionProduct: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> SubscriptionProduct: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> SubscriptionProduct: ...
    def __deepcopy__(self, memo: Any, /) -> SubscriptionProduct: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ChangeSubscriptionProductRequest:
    def __init__(
        self,
        *,
        productId: int,
        scheduled_date: date | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def productId(self) -> int: ...
    @property
    def scheduled_date(self) -> date | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        productId: int = ...,
        scheduled_date: date | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ChangeSubscriptionProductRequest: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ChangeSubscriptionProductRequest: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ChangeSubscriptionProductRequest: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ChangeSubscriptionProductRequest: ...
    def __deepcopy__(self, memo: Any, /) -> ChangeSubscriptionProductRequest: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ChangeSubscriptionProductResponse:
    def __init__(
        self,
        *,
        risk_decision: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def risk_decision(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        risk_decision: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> ChangeSubscriptionProductResponse: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ChangeSubscriptionProductResponse: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> ChangeSubscriptionProductResponse: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> ChangeSubscriptionProductResponse: ...
    def __deepcopy__(self, memo: Any, /) -> ChangeSubscriptionProductResponse: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Identifiers:
    def __init__(
        self,
        *,
        MSISDN: str | None = None,
        SUBSCRIPTIONEMAIL: str | None = None,
        LANDLINENUMBER: str | None = None,
        EXTERNALID: str | None = None,
        DEVICEINSURANCE: str | None = None,
        INSURANCEPOLICYID: str | None = None,
        OTTEXTERNALID: str | None = None,
        IMSI: str | None = None,
        ICCID: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def MSISDN(self) -> str | None: ...
    @property
    def SUBSCRIPTIONEMAIL(self) -> str | None: ...
    @property
    def LANDLINENUMBER(self) -> str | None: ...
    @property
    def EXTERNALID(self) -> str | None: ...
    @property
    def DEVICEINSURANCE(self) -> str | None: ...
    @property
    def INSURANCEPOLICYID(self) -> str | None: ...
    @property
    def OTTEXTERNALID(self) -> str | None: ...
    @property
    def IMSI(self) -> str | None: ...
    @property
    def ICCID(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        MSISDN: str | None = ...,
        SUBSCRIPTIONEMAIL: str | None = ...,
        LANDLINENUMBER: str | None = ...,
        EXTERNALID: str | None = ...,
        DEVICEINSURANCE: str | None = ...,
        INSURANCEPOLICYID: str | None = ...,
        OTTEXTERNALID: str | None = ...,
        IMSI: str | None = ...,
        ICCID: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Identifiers: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Identifiers: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Identifiers: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Identifiers: ...
    def __deepcopy__(self, memo: Any, /) -> Identifiers: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Envelope:
    def __init__(
        self,
        *,
        kind: str,
        body: _Body,
        org: str | None = None,
        legacy_id: int | None = None,
        billing_type: str | None = None,
        identifiers: Identifiers | None = None,
        segment_class: str | None = None,
        unknown: dict[str, str] | None = None,
    ) -> None: ...
    @property
    def kind(self) -> str: ...
    @property
    def org(self) -> str | None: ...
    @property
    def legacy_id(self) -> int | None: ...
    @property
    def body(self) -> _Body: ...
    @property
    def billing_type(self) -> str | None: ...
    @property
    def identifiers(self) -> Identifiers | None: ...
    @property
    def segment_class(self) -> str | None: ...
    @property
    def unknown(self) -> dict[str, str]: ...
    def replace(
        self,
        *,
        kind: str = ...,
        org: str | None = ...,
        legacy_id: int | None = ...,
        body: _Body = ...,
        billing_type: str | None = ...,
        identifiers: Identifiers | None = ...,
        segment_class: str | None = ...,
        unknown: dict[str, str] | None = ...,
    ) -> Envelope: ...
    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Envelope: ...
    @classmethod
    def from_dict(
        cls,
        value: dict[str, Any],
        *,
        naive: Literal["refuse", "utc"] = "refuse",
        strict: bool = False,
    ) -> Envelope: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Envelope: ...
    def __deepcopy__(self, memo: Any, /) -> Envelope: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
