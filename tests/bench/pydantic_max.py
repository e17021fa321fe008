"""The Max body and its rules as pydantic v2 models: what a careful team writes without abonado.

The models follow pydantic's own advice for speed: one TypeAdapter, ``validate_json`` on the bytes
of a line, constrained types instead of validators where they suffice, and ``after`` model
validators for rules across fields. Warnings of the rule table are collected, errors raise.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

Text = Annotated[str, StringConstraints(pattern=r"\S")]
LegacyId = Annotated[int, Field(gt=0, le=2**63 - 1, strict=True)]
Org = Literal["euskaltel", "telecable", "rcable", "racctel"]


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Closed(BaseModel):
    model_config = ConfigDict(extra="ignore")


def in_order(*dates: AwareDatetime | None) -> bool:
    present = [date for date in dates if date is not None]
    return all(a <= b for a, b in pairwise(present))


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
    def rules(self) -> Commitment:
        if self.catalogue_id is None and self.legacy_id is None:
            raise ValueError("COM-001")
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


class FreeUnitsPackage(Closed):
    id: str | None = None
    legacy_id: LegacyId | None = None
    catalogue_free_units_packages_id: Text
    activation_date: AwareDatetime
    deactivation_date: AwareDatetime | None = None


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
    def rules(self) -> SubscriptionBundleHistory:
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
    def rules(self) -> Max:
        broken = []
        if self.status != "CANCELLED" and self.activation_date is None:
            broken.append("SUB-001")
        if self.status == "CANCELLED" and self.activation_date is not None:
            broken.append("SUB-002")
        if self.status == "DEACTIVATED" and self.deactivation_date is None:
            broken.append("SUB-003")
        if self.status != "DEACTIVATED" and self.deactivation_date is not None:
            broken.append("SUB-004")
        self.warnings()
        if broken:
            raise ValueError(", ".join(broken))
        return self

    def warnings(self) -> list[str]:
        """The warnings whose rules cost a comparison; they do not reject the record."""
        found = []
        if not in_order(self.creation_date, self.activation_date, self.deactivation_date):
            found.append("SUB-005/006")
        if not in_order(self.creation_date, self.last_status_update, self.last_updated_date):
            found.append("SUB-007")
        for part in (*(self.add_ons or ()), *(self.promotions or ())):
            if part.status == "ACTIVE" and part.activation_date is None:
                found.append("ADD-001/PRO-001")
            if not in_order(part.activation_date, part.deactivation_date):
                found.append("ADD-004/PRO-004")
        return found


class MaxLine(Closed):
    kind: Literal["max"]
    org: Org
    legacy_id: LegacyId
    body: Max


ADAPTER = TypeAdapter(MaxLine)
