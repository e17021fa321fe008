"""Section 3 of the specification: the members of each document, as the seeds list or show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import words


@dataclass(frozen=True)
class Text:
    required: bool = False


@dataclass(frozen=True)
class Word:
    words: Any
    required: bool = False


@dataclass(frozen=True)
class Instant:
    required: bool = False


@dataclass(frozen=True)
class Date:
    required: bool = False


@dataclass(frozen=True)
class Uuid:
    required: bool = False


@dataclass(frozen=True)
class Integer:
    """int64; a legacy id is above 0."""

    required: bool = False
    legacy_id: bool = False


@dataclass(frozen=True)
class Amount:
    required: bool = False


@dataclass(frozen=True)
class Flag:
    required: bool = False


@dataclass(frozen=True)
class ExternalId:
    """A string, or an integer that a double holds exactly."""

    required: bool = False


@dataclass(frozen=True)
class Array:
    of: Any
    required: bool = False


@dataclass(frozen=True)
class IdOrProduct:
    """An entry of the compatibilities that a product of the catalogue has."""

    product: Any
    required: bool = False


@dataclass
class Struct:
    """``open``: whatever stands there is kept, also what cannot be read as the listed members."""

    members: dict[str, Any]
    former: dict[str, str] = field(default_factory=dict)
    open: bool = False

    def __call__(self, required: bool = False) -> Nested:
        return Nested(self, required)


@dataclass(frozen=True)
class Nested:
    struct: Struct
    required: bool = False


LEGACY_ID = Integer(legacy_id=True)

# --- seed 3 --------------------------------------------------------------------------------------

COMMITMENT = Struct(
    {
        "id": Uuid(),
        "legacy_id": LEGACY_ID,
        "catalogue_id": Text(),
        "expiration_date": Instant(),
        "cancellation_date": Instant(),
        "cancellation_system": Text(),
        "cancellation_user": Text(),
        "creation_date": Instant(),
        "creation_system": Text(),
    },
    former={"catalogue_term_id": "catalogue_id"},
)
ADD_ON = Struct(
    {
        "id": Text(),
        "legacy_id": LEGACY_ID,
        "catalogue_add_on_id": Text(required=True),
        "creation_date": Instant(required=True),
        "creation_system": Text(),
        "creation_user": Text(required=True),
        "last_updated_date": Instant(required=True),
        "status": Word(words.ADD_ON_STATUSES, required=True),
        "activation_date": Instant(),
        "deactivation_date": Instant(),
        "deactivation_system": Text(),
        "deactivation_user": Text(),
    }
)
FREE_UNITS_PACKAGE = Struct(
    {
        "id": Text(),
        "legacy_id": LEGACY_ID,
        "catalogue_free_units_packages_id": Text(required=True),
        "activation_date": Instant(required=True),
        "deactivation_date": Instant(),
    }
)
PROMOTION = Struct(
    {
        "catalogue_promotion_id": Text(required=True),
        "creation_date": Instant(required=True),
        "creation_user": Text(required=True),
        "creation_system": Text(),
        "status": Word(words.PROMOTION_STATUSES, required=True),
        "activation_date": Instant(),
        "expiration_date": Instant(),
        "deactivation_date": Instant(),
        "deactivation_user": Text(),
        "deactivation_system": Text(),
        "status_detail": Text(),
        "commitments": Array(COMMITMENT()),
    }
)
BUNDLE_PERIOD = Struct(
    {
        "bundle_id": Uuid(),
        "legacy_bundle_id": Integer(required=True, legacy_id=True),
        "last_status_reason": Text(required=True),
        "catalogue_bundled_product_id": Text(required=True),
        "catalogue_bundled_commercial_product_id": Text(required=True),
        "catalogue_commercial_product_id": Text(required=True),
        "start_date": Instant(required=True),
        "end_date": Instant(required=True),
        "mandatory": Flag(),
    }
)
DEVICE = Struct(
    {
        "id": Uuid(),
        "catalogue_commercial_device_id": Text(required=True),
        "catalogue_device_id": Text(),
        "shipping_order_id": Text(),
        "pickup_order_id": Text(),
        "serial_number": Text(),
        "mac_address": Text(),
        "acquisition_type": Word(words.ACQUISITION_TYPES),
        "commitments": Array(COMMITMENT()),
    }
)
# No documented members: whatever stands there is kept. Devices are looked into where they are seen.
BUNDLE_RELATED_INFO = Struct({}, open=True)
DEVICES_RELATED_INFO = Struct({"devices": Array(DEVICE())}, open=True)


def subscription(type_required: bool, specific_data: dict[str, Any] | None) -> Struct:
    """SubscriptionBase, with the specific data of a kind that has some."""
    members = {
        "id": Uuid(),
        "type": Word(words.SUBSCRIPTION_TYPES, required=type_required),
        "status": Word(words.V3_STATUSES, required=True),
        "activation_date": Instant(),
        "deactivation_date": Instant(),
        "last_status_update": Instant(),
        "last_status_reason": Text(required=True),
        "last_updated_date": Instant(),
        "catalogue_commercial_product_id": Text(required=True),
        "legacy_account_id": Integer(required=True, legacy_id=True),
        "account_id": Uuid(),
        "creation_date": Instant(required=True),
        "creation_user": Text(required=True),
        "creation_system": Text(),
        "deactivation_user": Text(),
        "deactivation_system": Text(),
        "add_ons": Array(ADD_ON()),
        "free_units_packages": Array(FREE_UNITS_PACKAGE()),
        "devices_related_info": DEVICES_RELATED_INFO(),
        "bundle_related_info": BUNDLE_RELATED_INFO(required=True),
        "promotions": Array(PROMOTION()),
        "bundles_history": Array(BUNDLE_PERIOD()),
    }
    if specific_data:
        members["specific_data"] = Struct(specific_data)(required=True)
    return Struct(members)


def texts(*names: str) -> dict[str, Any]:
    return {name: Text(required=True) for name in names}


CREDIT_LIMIT = Struct(
    {
        "credit_limit_id": Word(words.CREDIT_LIMIT_IDS, required=True),
        "credit_limit_value": Amount(required=True),
        "reason": Text(required=True),
    }
)
MIGRATION_BODIES = {
    "max": subscription(False, texts("service_id", "product_id")),
    "disney": subscription(False, texts("user_id", "service_id", "product_id")),
    "amazon_prime": subscription(
        False, texts("entitlement_id", "bundle_id", "tier_id", "product_id")
    ),
    "subscription": subscription(True, None),
    "credit_limits": Struct(
        {
            "subscription_type": Word(words.LIMITED_TYPES, required=True),
            "credit_limits": Array(CREDIT_LIMIT(), required=True),
        }
    ),
    "segment": Struct(texts("segment_id", "segment_value", "reason")),
}
