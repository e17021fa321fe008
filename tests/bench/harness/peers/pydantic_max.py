"""The Max line and its rules as pydantic v2 models: what a careful team writes without abonado.

The models follow pydantic's own advice for speed: one TypeAdapter, ``validate_json`` on the bytes
of a line, constrained types instead of validators where they suffice, and ``after`` model
validators for rules across fields. They hold the same rules as the rule table does for this kind,
except that a member given twice (DOC-002) goes unseen. Errors raise; warnings are collected in the
list that is given as the validation context.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from itertools import pairwise
from operator import attrgetter
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from typing_extensions import Self

from .numbers import e164

Text = Annotated[str, StringConstraints(pattern=r"\S")]
LegacyId = Annotated[int, Field(gt=0, le=2**63 - 1, strict=True)]
Org = Literal["euskaltel", "telecable", "rcable", "racctel"]


MAC = re.compile(r"(?:[0-9A-Fa-f]{2}([:-]?))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}")
NOW = datetime.now(timezone.utc)


class Open(BaseModel):
    """Members that the documents do not list are expected."""

    model_config = ConfigDict(extra="allow", strict=True)


class Closed(BaseModel):
    """Members that the documents do not list are kept and told as a warning."""

    model_config = ConfigDict(extra="allow", strict=True)

    @model_validator(mode="after")
    def unknown_members(self, info: ValidationInfo) -> Self:
        if self.model_extra:
            info.context.extend(("DOC-005", name) for name in self.model_extra)
        return self


def in_order(earlier: AwareDatetime | None, later: AwareDatetime | None) -> bool:
    return earlier is None or later is None or earlier <= later


class Commitment(Closed):
    id: UUID | None = None
    legacy_id: LegacyId | None = None
    catalogue_id: str | None = None
    expiration_date: AwareDatetime | None = None
    cancellation_date: AwareDatetime | None = None
    cancellation_system: str | None = None
    cancellation_user: str | None = None
    creation_date: AwareDatetime | None = None
    creation_system: str | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        if self.catalogue_id is None and self.legacy_id is None:
            raise ValueError("COM-001")
        if self.cancellation_date is None and (self.cancellation_user or self.cancellation_system):
            info.context.append("COM-002")
        return self


class AddOn(Closed):
    id: str | None = None
    legacy_id: LegacyId | None = None
    catalogue_add_on_id: Text
    creation_date: AwareDatetime
    creation_system: str | None = None
    creation_user: Text
    last_updated_date: AwareDatetime
    status: Literal["REQUESTED", "ACTIVE", "CANCELLED", "DEACTIVATED"]
    activation_date: AwareDatetime | None = None
    deactivation_date: AwareDatetime | None = None
    deactivation_system: str | None = None
    deactivation_user: str | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        if self.status == "ACTIVE" and self.activation_date is None:
            info.context.append("ADD-001")
        if self.status == "DEACTIVATED" and self.deactivation_date is None:
            info.context.append("ADD-002")
        if self.status in ("REQUESTED", "CANCELLED") and self.activation_date is not None:
            info.context.append("ADD-003")
        if not in_order(self.activation_date, self.deactivation_date):
            info.context.append("ADD-004")
        return self


class FreeUnitsPackage(Closed):
    id: str | None = None
    legacy_id: LegacyId | None = None
    catalogue_free_units_packages_id: Text
    activation_date: AwareDatetime
    deactivation_date: AwareDatetime | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        if not in_order(self.activation_date, self.deactivation_date):
            info.context.append("FUP-001")
        return self


class Device(Closed):
    id: UUID | None = None
    catalogue_commercial_device_id: Text
    catalogue_device_id: str | None = None
    shipping_order_id: str | None = None
    pickup_order_id: str | None = None
    serial_number: str | None = None
    mac_address: str | None = None
    acquisition_type: Literal["BORROWED", "FINANCED", "ONE_TIME_PAYMENT"] | None = None
    commitments: list[Commitment] | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        if self.mac_address is not None and not MAC.fullmatch(self.mac_address):
            info.context.append("DEV-001")
        return self


class DevicesRelatedInfo(Open):
    devices: list[Device] | None = None


class BundleRelatedInfo(Open):
    bundle_id: UUID | None = None
    legacy_bundle_id: LegacyId | None = None
    mandatory: bool | None = None


class Promotion(Closed):
    catalogue_promotion_id: Text
    creation_date: AwareDatetime
    creation_user: Text
    creation_system: str | None = None
    status: Literal["ACTIVE", "DEACTIVATED", "EXPIRED"]
    activation_date: AwareDatetime | None = None
    expiration_date: AwareDatetime | None = None
    deactivation_date: AwareDatetime | None = None
    deactivation_user: str | None = None
    deactivation_system: str | None = None
    status_detail: str | None = None
    commitments: list[Commitment] | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        if self.status == "ACTIVE" and self.activation_date is None:
            info.context.append("PRO-001")
        if self.status == "DEACTIVATED" and self.deactivation_date is None:
            info.context.append("PRO-002")
        if self.status == "EXPIRED" and self.expiration_date is None:
            info.context.append("PRO-003")
        if not in_order(self.activation_date, self.deactivation_date):
            info.context.append("PRO-004")
        if not in_order(self.activation_date, self.expiration_date):
            info.context.append("PRO-004")
        return self


class SubscriptionBundleHistory(Closed):
    bundle_id: UUID | None = None
    legacy_bundle_id: LegacyId
    last_status_reason: Text
    catalogue_bundled_product_id: Text
    catalogue_bundled_commercial_product_id: Text
    catalogue_commercial_product_id: Text
    start_date: AwareDatetime
    end_date: AwareDatetime
    mandatory: bool | None = None

    @model_validator(mode="after")
    def rules(self) -> Self:
        if self.start_date > self.end_date:
            raise ValueError("BUN-001")
        return self


class MaxSpecificData(Closed):
    service_id: Text
    product_id: Text


class Max(Closed):
    id: UUID | None = None
    type: Literal["MAX"] | None = None
    status: Literal["ACTIVE", "DEACTIVATED", "CANCELLED"]
    activation_date: AwareDatetime | None = None
    deactivation_date: AwareDatetime | None = None
    last_status_update: AwareDatetime | None = None
    last_status_reason: Text
    last_updated_date: AwareDatetime | None = None
    catalogue_commercial_product_id: Text
    legacy_account_id: LegacyId
    account_id: UUID | None = None
    creation_date: AwareDatetime
    creation_user: Text
    creation_system: str | None = None
    deactivation_user: str | None = None
    deactivation_system: str | None = None
    add_ons: list[AddOn] | None = None
    free_units_packages: list[FreeUnitsPackage] | None = None
    devices_related_info: DevicesRelatedInfo | None = None
    bundle_related_info: BundleRelatedInfo
    promotions: list[Promotion] | None = None
    bundles_history: list[SubscriptionBundleHistory] | None = None
    specific_data: MaxSpecificData

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        broken = []
        if self.status != "CANCELLED" and self.activation_date is None:
            broken.append("SUB-001")
        if self.status == "CANCELLED" and self.activation_date is not None:
            broken.append("SUB-002")
        if self.status == "DEACTIVATED" and self.deactivation_date is None:
            broken.append("SUB-003")
        if self.status != "DEACTIVATED" and self.deactivation_date is not None:
            broken.append("SUB-004")
        self.warnings(info.context)
        if broken:
            raise ValueError(", ".join(broken))
        return self

    def warnings(self, found: list[object]) -> None:
        if not in_order(self.creation_date, self.activation_date):
            found.append("SUB-005")
        if not in_order(self.activation_date, self.deactivation_date):
            found.append("SUB-006")
        if not (
            in_order(self.creation_date, self.last_status_update)
            and in_order(self.last_status_update, self.last_updated_date)
            and in_order(self.creation_date, self.last_updated_date)
        ):
            found.append("SUB-007")
        if self.status != "DEACTIVATED" and (self.deactivation_user or self.deactivation_system):
            found.append("SUB-008")
        if not (in_order(self.creation_date, NOW) and in_order(self.last_updated_date, NOW)):
            found.append("SUB-010")
        if self.bundles_history and len(self.bundles_history) > 1:
            periods = sorted(self.bundles_history, key=attrgetter("start_date"))
            if any(later.start_date < period.end_date for period, later in pairwise(periods)):
                found.append("BUN-002")


def luhn(digits: str) -> bool:
    total = sum(map(int, digits[-1::-2]))
    return (total + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])) % 10 == 0


class Identifiers(Closed):
    MSISDN: str | None = None
    SUBSCRIPTIONEMAIL: str | None = None
    LANDLINENUMBER: str | None = None
    EXTERNALID: str | None = None
    DEVICEINSURANCE: str | None = None
    INSURANCEPOLICYID: str | None = None
    OTTEXTERNALID: str | None = None
    IMSI: str | None = None
    ICCID: str | None = None

    @model_validator(mode="after")
    def rules(self, info: ValidationInfo) -> Self:
        for number in (self.MSISDN, self.LANDLINENUMBER):
            if number is not None and e164(number) is None:
                info.context.append("IDN-001")
        if self.IMSI is not None and not (len(self.IMSI) == 15 and self.IMSI.isdigit()):
            info.context.append("IDN-002")
        if self.ICCID is not None and not (
            len(self.ICCID) in (19, 20) and self.ICCID.isdigit() and luhn(self.ICCID)
        ):
            info.context.append("IDN-003")
        return self


class MaxLine(Closed):
    kind: Literal["max"]
    org: Org
    legacy_id: LegacyId
    body: Max
    billing_type: Literal["PREPAID", "POSTPAID"] | None = None
    identifiers: Identifiers | None = None
    segment_class: Literal["POSTPAID_MOBILE", "PREPAID", "CONVERGENT", "NONE"] | None = None


ADAPTER = TypeAdapter(MaxLine)


class Validator:
    """The verdict on line after line, with the rules across lines (DUP)."""

    def __init__(self) -> None:
        self.rejected = 0
        self.warnings: list[object] = []
        self.contents: dict[tuple[str, int], bytes] = {}
        self.owners: dict[UUID, tuple[str, int]] = {}
        self.numbers: dict[tuple[str, str], int] = {}

    def check(self, line: bytes) -> MaxLine | None:
        """The record, or None if it breaks a rule."""
        try:
            record = ADAPTER.validate_json(line, context=self.warnings)
        except ValidationError:
            self.rejected += 1
            return None
        key = (record.org, record.legacy_id)
        repeated = self.contents.setdefault(key, line) != line
        shared = record.body.id and self.owners.setdefault(record.body.id, key) != key
        is_refused = repeated or bool(shared)
        self.rejected += is_refused
        number = record.identifiers and record.identifiers.MSISDN
        if number and record.body.status == "ACTIVE":
            owner = self.numbers.setdefault((record.org, e164(number) or number), record.legacy_id)
            if owner != record.legacy_id:
                self.warnings.append("DUP-003")
        return None if is_refused else record
