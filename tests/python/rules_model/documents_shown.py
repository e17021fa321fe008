"""The documents that seeds 2 and 4 show by examples, and the line of a dump."""

from __future__ import annotations

from . import words
from .documents import (
    LEGACY_ID,
    MIGRATION_BODIES,
    Amount,
    Array,
    Date,
    ExternalId,
    IdOrProduct,
    Instant,
    Integer,
    Struct,
    Text,
    Word,
)

# --- seed 2: GetSubscription ---------------------------------------------------------------------

ADDRESS = Struct(
    {
        "address_type": Text(),
        "address_lines": Array(
            Struct({"address_line_name": Text(), "address_line_value": Text()})()
        ),
        "contact_details": Struct(
            {
                "contact_name": Text(),
                "contact_phone_1": Text(),
                "contact_phone_2": Text(),
                "contact_email_address": Text(),
                "contact_identity_document": Text(),
                "additional_details": Text(),
            }
        )(),
    }
)
ADDITIONAL_DETAILS = Struct(
    {
        "external_id": ExternalId(),
        "kit_type": Text(),
        "kit_type_description": Text(),
        "third_party_address": ADDRESS(),
        "third_party_work_order_status": Text(),
        "third_party_installation_status": Text(),
        "third_party_contract_status": Text(),
        "installation_date": Date(),
        "nxt_invoice_cfee_netamo": Amount(),
        "nxt_invoice_ofee_netamo": Amount(),
        "total_stay_time": Integer(),
        "stay_period": Integer(),
        "total_stay_cost": Amount(),
        "stay_cost": Amount(),
        "no_return_cost": Amount(),
        "install_comp": Array(
            Struct({"item_cd": Text(), "item_desc": Text(), "item_quantity": Integer()})()
        ),
    }
)
GET_SUBSCRIPTION = Struct(
    {
        "id": Integer(required=True, legacy_id=True),
        "account_id": LEGACY_ID,
        "account_bundles": Array(
            Struct(
                {
                    "account_bundle_id": LEGACY_ID,
                    "status": Text(),
                    "creation_date": Instant(),
                    "deactivation_date": Instant(),
                }
            )()
        ),
        "sale_date": Instant(),
        "sale_type": Text(),
        "user_name": Text(),
        "commercial_product_id": Integer(),
        "billing_type": Word(words.BILLING_TYPES),
        "subscription_type": Word(words.SUBSCRIPTION_TYPES, required=True),
        "subscription_additional_details": ADDITIONAL_DETAILS(),
        "addresses": Array(ADDRESS()),
        "current_status": Word(words.LIVE_STATUSES, required=True),
        "current_status_date": Instant(),
        "cancellation_reason": Struct({"deactive_motive": Text(), "reason": Text()})(),
        "status_history": Array(
            Struct(
                {
                    "status_date": Instant(required=True),
                    "status": Word(words.LIVE_STATUSES, required=True),
                }
            )()
        ),
        "contract_documents": Array(Text()),
    }
)
SHIPPING = Struct(
    {
        "shipping_order_id": Text(required=True),
        "kind": Word(words.SHIPPING_KINDS, required=True),
        "requested_date": Instant(),
        "device_id": Text(),
        "serial_number": Text(),
    }
)

# --- seed 4: SubscriptionProduct -----------------------------------------------------------------


def product(of_catalogue: bool) -> Struct:
    """The catalogue gives compatibilities as ids or as products (section 3), at whatever depth."""
    scheduled = Struct(
        {"request_date": Instant(), "process_date": Instant(), "scheduled_date": Instant()}
    )
    made = Struct(
        {
            "id": Integer(required=True),
            "value": Text(),
            "historic_date": Instant(),
            "scheduled": scheduled(),
        }
    )
    scheduled.members["destination_product"] = made()
    made.members["compatibilities"] = Array(IdOrProduct(made()) if of_catalogue else made())
    return made


SUBSCRIPTION_PRODUCT = Struct(
    {
        "id": Integer(required=True, legacy_id=True),
        "product": product(of_catalogue=False)(required=True),
        "bundle": Struct({"id": Integer(), "value": Text()})(),
        "historical_changes": Array(
            Struct({"id": Integer(), "value": Text(), "historic_date": Instant()})()
        ),
    }
)

# --- a line --------------------------------------------------------------------------------------

BODIES = {
    **MIGRATION_BODIES,
    "legacy_subscription": GET_SUBSCRIPTION,
    "product": SUBSCRIPTION_PRODUCT,
    "catalogue_product": product(of_catalogue=True),
    "shipping": SHIPPING,
}
SUBSCRIPTION_KINDS = {"max", "disney", "amazon_prime", "subscription", "legacy_subscription"}
IDENTIFIERS = Struct(
    {
        "MSISDN": Text(),
        "SUBSCRIPTIONEMAIL": Text(),
        "LANDLINENUMBER": Text(),
        "EXTERNALID": Text(),
        "DEVICEINSURANCE": Text(),
        "INSURANCEPOLICYID": Text(),
        "OTTEXTERNALID": Text(),
        "IMSI": Text(),
        "ICCID": Text(),
    }
)
BESIDE_THE_BODY = Struct(
    {
        "billing_type": Word(words.BILLING_TYPES),
        "identifiers": IDENTIFIERS(),
        "segment_class": Word(words.SEGMENT_CLASSES),
    }
)
